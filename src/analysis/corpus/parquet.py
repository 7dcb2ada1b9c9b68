"""Parquet: only the columns that play a part are read."""

from __future__ import annotations

from collections import Counter
from datetime import date, datetime, time
from typing import TYPE_CHECKING

from analysis.corpus.cells import Cells, as_text
from analysis.errors import DataError

if TYPE_CHECKING:
    from pathlib import Path


def read_parquet(path: Path, origin: str) -> Cells:
    """Open a Parquet file; rows are numbered from 1.

    Raises  DataError for a damaged file or doubled columns.
    """
    import pyarrow as pa  # noqa: PLC0415 - 0.1 s that other formats do not need
    import pyarrow.parquet as pq  # noqa: PLC0415

    faults = (pa.ArrowException, OSError, ValueError, TypeError)  # all seen in damaged files
    try:
        file = pq.ParquetFile(path, page_checksum_verification=True)
        names, n_rows = list(file.schema_arrow.names), file.metadata.num_rows
    except faults as error:
        raise _damaged(origin) from error
    doubled = [name for name, n in Counter(names).items() if n > 1]
    if doubled:
        raise DataError(f"{origin}: columns of the same name: {', '.join(map(repr, doubled))}")

    def column(name: str) -> list[str]:
        try:
            values = file.read(columns=[name]).column(0).to_pylist()
        except faults as error:
            raise _damaged(origin) from error
        if len(values) != n_rows:
            raise _damaged(origin)
        return [value if type(value) is str else _written(value) for value in values]

    return Cells(names, column, list(range(1, n_rows + 1)), n_rows)


def _written(value: object) -> str:
    """Write a value of a typed column as text; midnight without its clock."""
    if isinstance(value, bytes):
        return value.decode("utf-8", "replace")
    if isinstance(value, datetime):
        return str(value.date() if value.time() == time() else value.replace(tzinfo=None))
    return value.isoformat() if isinstance(value, date) else as_text(value)


def _damaged(origin: str) -> DataError:
    return DataError(f"damaged parquet: {origin} cannot be read. Fetch or write it again")
