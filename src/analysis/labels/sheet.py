"""A table that people write in by hand: read as spreadsheets save it, written so that none runs."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

from analysis.corpus.decode import clean, decode
from analysis.corpus.delimited import read_delimited
from analysis.errors import DataError
from analysis.labels import whole
from analysis.wording import FORMULA

if TYPE_CHECKING:
    from collections.abc import Sequence

_SIGNED = ("-1", "+1", "-1.0", "-1,0")  # labels, and no formula to a spreadsheet


def read(path: str | Path, *, needed: Sequence[str], what: str) -> pd.DataFrame:
    """Read a table as a spreadsheet may have saved it: every cell as text.

    Comma, semicolon or tab, UTF-8 with or without a mark, UTF-16; columns of your own are kept.

    needed : columns that must be there
    what : what such a file is called, for messages
    Returns  the columns as written; `attrs["file"]`, `attrs["rows"]`
    Raises   DataError where it cannot be read, or a row is wider than the header
    """
    file = Path(path)
    cells = read_delimited(_text(file), file.name)
    wide = next((note for note in cells.notes if note.what == "skipped"), None)
    if wide is not None:
        raise DataError(
            f"{file.name}:{wide.row}: {wide.detail}. Put quotes around the field with a comma"
        )
    missing = [name for name in needed if name not in cells.names]
    if missing:
        raise DataError(f"{file.name}: no column {', '.join(missing)}. Not {what}")
    named = {name: [_plain(v) for v in cells.column(name)] for name in cells.names if name}
    table = pd.DataFrame(named, dtype="str").reindex(range(len(cells.numbers)))
    table.attrs = {"file": file.name, "rows": list(cells.numbers)}
    return table


def _text(file: Path) -> str:
    content = whole.read(file)
    try:
        return clean(decode(content).text).text
    except DataError as error:
        raise DataError(f"{file.name}: {error}, no table. Save it as CSV") from error


def write(path: str | Path, table: pd.DataFrame) -> None:
    """Write a table, whole or not at all; no cell of it runs in a spreadsheet.

    Raises  OutputError where it cannot be written
    """
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow([_safe(column) for column in table])
    writer.writerows([_safe(value) for value in row] for row in table.to_numpy().tolist())
    whole.replace(path, out.getvalue().encode("utf-8-sig", errors="replace"))


def _safe(value: object) -> str:
    """Write a cell that no spreadsheet runs: an apostrophe before what it takes for code."""
    if not isinstance(value, str):
        return "" if value != value else str(value)  # noqa: PLR0124 - NaN, and nothing else
    text = value.replace("\r\n", "\n").replace("\r", "\n")
    return f"'{text}" if _looks(text) and text.strip() not in _SIGNED else text


def _plain(cell: str) -> str:
    """Take that apostrophe off again."""
    return cell[1:] if cell.startswith("'") and _looks(cell[1:]) else cell


def _looks(text: str) -> bool:
    return text.lstrip("'").startswith(FORMULA)
