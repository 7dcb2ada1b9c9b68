"""Notes of what was skipped, mended, guessed or taken on the way in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, NamedTuple

import pandas as pd

from analysis import schema

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

What = Literal["skipped", "mended", "guessed", "taken"]
_DETAIL_CHARS = 200  # enough to recognise a value by


class Note(NamedTuple):
    """One thing that happened to one file or row; row 0 means the whole file."""

    origin: str
    row: int
    what: What
    reason: str
    detail: str = ""


def table(notes: Iterable[Note], ids: Mapping[tuple[str, int], str]) -> pd.DataFrame:
    """Lay notes out as NOTES, with the id of the document each concerns.

    ids : doc_id by (origin, row) for every document that came of a row
    """
    rows = sorted(
        (n.origin, n.row, ids.get((n.origin, n.row), ""), n.what, n.reason, _short(n.detail))
        for n in notes
    )
    rows.sort(key=lambda row: (row[0], row[1], row[3]))
    if not rows:
        return schema.NOTES.empty()
    frame = pd.DataFrame(rows, columns=["origin", "row", "doc_id", "what", "reason", "detail"])
    return schema.NOTES.check(frame.astype(dict.fromkeys(frame.columns.drop("row"), "str")))


def _short(detail: str) -> str:
    return detail if len(detail) <= _DETAIL_CHARS else detail[: _DETAIL_CHARS - 1] + "\u2026"
