"""Read files and tables of dated texts into DOCUMENTS."""

from __future__ import annotations

import os
from collections import Counter
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from analysis.corpus import columns as parts
from analysis.corpus import documents, notes
from analysis.corpus.dates import check_order
from analysis.corpus.dating import date_rows
from analysis.corpus.decode import check_encoding
from analysis.corpus.language import normalise
from analysis.corpus.paths import listing, resolve, shown
from analysis.corpus.rows import Rows, read_rows
from analysis.errors import DataError, UsageError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime
    from pathlib import Path

    from analysis.corpus.paths import Found

_STRINGS = (
    *("doc_id", "date_precision", "date_from", "source", "title", "language", "text"),
    *("origin", "file"),
)


def read(
    path: str | Path,
    *,
    columns: Mapping[str, str] | None = None,
    language: str = "",
    date_order: str = "",
    encoding: str = "",
    keep: Sequence[str] = (),
) -> pd.DataFrame:
    """Read a file or folder of texts and tables.

    path : a .txt file, a .csv, .tsv, .jsonl, .json or .parquet table, or a folder of any of them,
        resolved as `resolve` does
    columns : part (text, id, date, source, title, language) -> the column of a table that plays
        it; what is not named is found by its usual names
    language : ISO 639 code of documents that no column speaks for; '' recognises it
    date_order : dmy or mdy for dates like 03/04/2023; '' finds out from the column
    encoding : of texts and tables; '' finds out
    keep : further columns of tables to keep, such as an author to be the unit of intervals, each
        as NAME or NAME:VALUE; one that no table has is passed over

    Returns  DOCUMENTS, then the columns kept, as text, '' where a row says nothing. `attrs` holds
        notes (NOTES: all that was skipped, mended, guessed, taken), path (as given), n_rows_in
        (files or rows met), n_skipped: rows in = rows + skipped, and columns (of the tables read).
    Raises   UsageError for a bad argument or a table whose text column cannot be told,
        DataError where nothing can be read, or a table is damaged.
    """
    asked = parts.Asked(dict(columns or {}), list(keep))
    parts.check_asked(asked.parts)
    check_order(date_order)
    check_encoding(encoding)
    if language and not normalise(language):
        raise UsageError(f"language={language!r}: no ISO 639 code. Write en, uk, de or the like")
    files = _read_files(listing(resolve(path)), asked, encoding)
    given = shown(os.fspath(path))
    _refuse_nothing(files, given)
    table, made = _laid_out(files, date_order)
    table["language"] = documents.languages(table, normalise(language))
    table, renamed = documents.assemble(table)
    docs = documents.check(table)
    n_in = sum(rows.n_in for rows in files)
    docs.attrs = {
        "notes": notes.table([*made, *renamed], _ids(table)),
        "path": given,
        "n_rows_in": n_in,
        "n_skipped": n_in - len(docs),
        "columns": list(dict.fromkeys(name for rows in files for name in rows.names)),
    }
    return docs


def _read_files(found: Sequence[Found], asked: parts.Asked, encoding: str) -> list[Rows]:
    """Read every file; in a folder, a table that holds no texts does not stop the others."""
    files, refused = [], []
    for one in found:
        try:
            files.append(read_rows(one, asked=asked, encoding=encoding))
        except UsageError as error:
            refused.append(error)
            note = notes.Note(one.origin, 0, "skipped", "table whose text column cannot be told")
            files.append(Rows(one.origin, n_in=1, notes=[note]))
    if refused and not any(rows.numbers for rows in files):
        raise refused[0]
    return files


def _refuse_nothing(files: Sequence[Rows], given: str) -> None:
    """Raise DataError, with the reasons counted, where no file gave a text."""
    if any(rows.numbers for rows in files):
        return
    reasons = Counter(
        note.reason for rows in files for note in rows.notes if note.what == "skipped"
    )
    listed = ", ".join(f"{reason}: {n}" for reason, n in sorted(reasons.items()))
    raise DataError(f"{given}: nothing left to read ({listed}). Name a folder or table of texts")


def _laid_out(files: Sequence[Rows], date_order: str) -> tuple[pd.DataFrame, list[notes.Note]]:
    """Lay the rows of all files out as one table, with their dates and ids.

    In lists until the end: a small table for each of 100,000 files takes minutes.
    """
    read_in = dict.fromkeys(name for rows in files for name in rows.columns)
    own = [name for name in read_in if name.startswith(parts.OWN)]
    strings: dict[str, list[str]] = {name: [] for name in (*_STRINGS, *own)}
    numbers: list[int] = []
    when: list[datetime | None] = []
    made: list[notes.Note] = []
    for rows in files:
        found, whence, texts, remarks = date_rows(rows, date_order=date_order)
        made += [*rows.notes, *remarks]
        numbers += rows.numbers
        when += [one.when for one in found]
        columns = rows.columns | {
            "text": texts,
            "date_from": whence,
            "date_precision": [one.precision for one in found],
            "file": [rows.origin] * len(texts),
            "origin": [f"{rows.origin}:{n}" if n else rows.origin for n in rows.numbers],
            "doc_id": documents.ids_of(rows.origin, rows.numbers, rows.columns["id"], texts),
        }
        for name, values in strings.items():
            values.extend(columns.get(name) or [""] * len(texts))
    table = pd.DataFrame({name: pd.Series(each, dtype="str") for name, each in strings.items()})
    return table.assign(
        row=np.array(numbers, np.int64), date=np.array(when, "datetime64[us]")
    ), made


def _ids(table: pd.DataFrame) -> dict[tuple[str, int], str]:
    """Map file and row to the document that came of it."""
    places = zip(table["file"].tolist(), table["row"].tolist(), strict=True)
    return dict(zip(places, table["doc_id"].tolist(), strict=True))
