"""Files become rows: one per text file, or per row of a table, each part a clean string."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from analysis.corpus import columns as parts
from analysis.corpus.decode import clean, decode
from analysis.corpus.delimited import read_delimited
from analysis.corpus.jsonlines import read_json
from analysis.corpus.notes import Note
from analysis.corpus.parquet import read_parquet
from analysis.corpus.paths import TEXT_SUFFIXES
from analysis.errors import DataError

if TYPE_CHECKING:
    from analysis.corpus.cells import Cells
    from analysis.corpus.paths import Found


@dataclass(frozen=True)
class Rows:
    """The texts of one file with what its columns say of them.

    origin : the file
    numbers : the number of each row; 0 for a text file
    columns : part -> strings, '' where nothing is said; `parts.ALL_ROLES`, all as long; and
        the columns kept beside them, each under `parts.OWN` and its name
    n_in : rows met, those left out included
    names : the columns of a table, in order, whether they were read or not
    """

    origin: str
    numbers: list[int] = field(default_factory=list)
    columns: dict[str, list[str]] = field(default_factory=lambda: {r: [] for r in parts.ALL_ROLES})
    n_in: int = 0
    notes: list[Note] = field(default_factory=list)
    names: list[str] = field(default_factory=list)


def read_rows(found: Found, *, asked: parts.Asked, encoding: str) -> Rows:
    """Read one file; one that is no text or cannot be opened is left out with its reason.

    Raises  UsageError, DataError as the readers of tables do.
    """
    if found.refused:
        return _left_out(found.origin, found.refused)
    try:
        if found.path.suffix.lower() == ".parquet":
            return _pick(read_parquet(found.path, found.origin), found.origin, asked)
        content = found.path.read_bytes()
    except OSError as error:
        return _left_out(found.origin, _why(error))
    return _decoded(found, content, asked=asked, encoding=encoding)


def _decoded(found: Found, content: bytes, *, asked: parts.Asked, encoding: str) -> Rows:
    """Read the bytes of a text file, or of a table that is text."""
    is_text = found.path.suffix.lower() in TEXT_SUFFIXES
    if not content and is_text:
        return _left_out(found.origin, "empty file")
    try:
        decoded = decode(content, encoding=encoding)
    except DataError:
        return _left_out(found.origin, "binary")
    notes = [Note(found.origin, 0, *remark) for remark in decoded.remarks]
    if is_text:
        return _text_file(found.origin, decoded.text, notes)
    return _table(found, decoded.text, asked, notes)


def _why(error: OSError) -> str:
    return "not readable" if isinstance(error, PermissionError) else "vanished while reading"


def _left_out(origin: str, reason: str) -> Rows:
    return Rows(origin, n_in=1, notes=[Note(origin, 0, "skipped", reason)])


def _text_file(origin: str, text: str, notes: list[Note]) -> Rows:
    columns = {role: [""] for role in parts.ALL_ROLES} | {"text": [text]}
    return _cleaned(Rows(origin, [0], columns, 1, notes))


def _table(found: Found, text: str, asked: parts.Asked, notes: list[Note]) -> Rows:
    plain = text.lstrip("\ufeff").replace("\r\n", "\n")
    is_json = found.path.suffix.lower() in (".json", ".jsonl")
    reader = read_json if is_json else read_delimited
    rows = _pick(reader(plain, found.origin), found.origin, asked)
    return replace(rows, notes=notes + rows.notes)


def _pick(cells: Cells, origin: str, asked: parts.Asked) -> Rows:
    """Take the columns that play a part, and those to keep; note which were guessed."""
    if not cells.n_in:
        raise DataError(f"{origin}: no rows. Check the export")
    found = parts.roles(cells.names, asked.parts, origin=origin)
    blank = [""] * len(cells.numbers)
    columns = {r: cells.column(found[r]) if r in found else blank for r in parts.ALL_ROLES}
    columns |= {parts.OWN + n: cells.column(n) for n in parts.kept(cells.names, asked.keep)}
    notes = list(cells.notes)
    if guessed := parts.guessed(found, asked.parts):
        notes.append(Note(origin, 0, "guessed", "columns found by their names", guessed))
    return _cleaned(Rows(origin, cells.numbers, columns, cells.n_in, notes, cells.names))


def _cleaned(rows: Rows) -> Rows:
    """Clean every string, with a note for each text that was mended; leave blank texts out."""
    cleaned = {role: [clean(v) for v in values] for role, values in rows.columns.items()}
    notes = list(rows.notes)
    for number, text in zip(rows.numbers, cleaned["text"], strict=True):
        notes += [Note(rows.origin, number, *r) for r in text.remarks]
        if not text.text or text.text.isspace():
            reason = "no text" if number else "nothing but blanks"
            notes.append(Note(rows.origin, number, "skipped", reason))
    keep = [i for i, text in enumerate(cleaned["text"]) if text.text and not text.text.isspace()]
    columns = {role: [values[i].text for i in keep] for role, values in cleaned.items()}
    return replace(rows, numbers=[rows.numbers[i] for i in keep], columns=columns, notes=notes)
