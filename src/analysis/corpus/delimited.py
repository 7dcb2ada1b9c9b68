"""CSV and TSV, read as strings only, with the width of every row checked."""

from __future__ import annotations

import csv
import io
import sys
from collections import Counter
from typing import TYPE_CHECKING

from analysis.corpus.cells import Cells, refuse_html
from analysis.corpus.notes import Note
from analysis.errors import DataError

if TYPE_CHECKING:
    from collections.abc import Iterator

_DELIMITERS = ",;\t|"
_PEEK_CHARS = 20_000  # enough to see a header and some rows


def read_delimited(text: str, origin: str) -> Cells:
    """Read a table of values set apart by , ; | or a tab.

    Row 1 is the header, as a spreadsheet counts. Rows wider than the header are left out; in
    narrower ones the missing cells are empty.
    Raises  DataError for doubled columns, an unclosed quote, and where no row fits the header.
    """
    refuse_html(text, origin)
    delimiter = _delimiter(text)
    records = list(_records(text, delimiter))
    _refuse_unclosed(text, delimiter, origin)
    if not records:
        raise DataError(f"{origin}: no rows, an empty file. Check the export")
    (_, names), *rows = records
    _refuse_doubled(names, origin)
    notes = [n for number, row in rows if (n := _width(origin, number, row, len(names)))]
    fitting = [(number, row) for number, row in rows if len(row) <= len(names)]
    if rows and not fitting:
        raise DataError(
            f"{origin}: every row has more fields than the header ({len(rows[0][1])}, not"
            f" {len(names)}). Put quotes around fields that hold {delimiter!r}"
        )
    place = {name: i for i, name in enumerate(names)}

    def column(name: str) -> list[str]:
        at = place[name]
        return [row[at] if at < len(row) else "" for _, row in fitting]

    return Cells(names, column, [number for number, _ in fitting], len(rows), notes)


def _records(text: str, delimiter: str, *, strict: bool = False) -> Iterator[tuple[int, list[str]]]:
    """Yield every record with its number; blank lines are none."""
    before = csv.field_size_limit(min(sys.maxsize, 2**31 - 1))  # a text may pass its 131,072
    try:
        reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=strict)
        yield from enumerate((row for row in reader if row), 1)
    finally:
        csv.field_size_limit(before)


def _delimiter(text: str) -> str:
    """Choose the mark that parts the header, and the next rows alike, into most columns."""
    sample = text[:_PEEK_CHARS]
    best = max(_DELIMITERS, key=lambda mark: _fit(sample, mark))
    return best if _fit(sample, best) > (0, 1) else ","


def _fit(sample: str, mark: str) -> tuple[int, int]:
    """Say how many of the first rows are as wide as the header, if it has columns, and how wide."""
    widths = [len(row) for _, row in zip(range(10), _rows(sample, mark), strict=False)]
    if not widths or widths[0] == 1:
        return (0, 1)
    return (Counter(widths)[widths[0]], widths[0])


def _rows(sample: str, mark: str) -> Iterator[list[str]]:
    return (row for _, row in _records(sample, mark))


def _refuse_unclosed(text: str, delimiter: str, origin: str) -> None:
    """Find the row whose quote never closes, which makes one text of all that follow."""
    if text.count('"') % 2 == 0:
        return
    number = 0
    try:
        for number, _ in _records(text, delimiter, strict=True):  # noqa: B007 - needed after the loop
            pass
    except csv.Error as error:
        raise DataError(
            f"{origin}:{number + 1}: the quote that opens in this row is never closed."
            ' Close it, or write "" for a quote inside a text'
        ) from error


def _refuse_doubled(names: list[str], origin: str) -> None:
    doubled = [name for name, n in Counter(names).items() if n > 1 and name]
    if doubled:
        raise DataError(
            f"{origin}: columns of the same name: {', '.join(map(repr, doubled[:5]))}. Rename them"
        )


def _width(origin: str, number: int, row: list[str], width: int) -> Note | None:
    if len(row) == width:
        return None
    detail = f"{len(row)} fields, the header has {width}"
    if len(row) > width:
        return Note(origin, number, "skipped", "more fields than columns", detail)
    return Note(origin, number, "mended", "fewer fields than columns", detail)
