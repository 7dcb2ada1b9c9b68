"""Lines put in order, thinned and cut for reading; and where in their documents they stand."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from analysis import tokens, wording
from analysis.errors import UsageError, did_you_mean
from analysis.sampling import evenly
from analysis.schema import LINES
from analysis.schema.collocations import BARCODE

if TYPE_CHECKING:
    from numpy.typing import NDArray

MOST_DOCS = 40  # rows of a chart that can be read
ORDERS = ("date", "document", "left", "right")


def sort_lines(found: pd.DataFrame, *, by: str = "date") -> pd.DataFrame:
    """Sort lines by date, by document, or by the words beside the match.

    found : LINES
    by : date, document, left (the word just before, then the one before it) or right
    Returns  LINES; ties by date, document and place

    Raises UsageError for another order.
    """
    if by not in ORDERS:
        raise UsageError(f"by={by!r}: no such order; {did_you_mean(by, ORDERS)}")
    place = ["date", "doc_id", "start"]
    if by == "document":
        place = ["doc_id", "start"]
    table = found.sort_values(place, kind="stable", na_position="last", ignore_index=True)
    if by in ("left", "right"):
        keys = [tokens.tokenize(text)[:: -1 if by == "left" else 1] for text in table[by]]
        order = sorted(range(len(keys)), key=keys.__getitem__)
        table = table.iloc[order].reset_index(drop=True)
    return _like(table, found)


def spread(found: pd.DataFrame, n: int = 40) -> pd.DataFrame:
    """Take n lines spread evenly over all, in their order; all of them where there are fewer.

    Returns  LINES; `attrs["shown"]` says how many of how many, `attrs["n_total"]` how many
    """
    return _some(found, evenly(len(found), n), "spread evenly")


def sample(found: pd.DataFrame, n: int = 40, *, random_state: int = 0) -> pd.DataFrame:
    """Take n lines at random, in their order; all of them where there are fewer.

    Returns  LINES, as `spread`
    """
    draw = np.random.default_rng(random_state)
    at = np.sort(draw.choice(len(found), min(n, len(found)), replace=False))
    return _some(found, at, "drawn at random")


def _some(found: pd.DataFrame, at: NDArray[np.int64], how: str) -> pd.DataFrame:
    """Keep some lines, and say of how many."""
    n_total = int(found.attrs.get("n_total", len(found)))
    said = f"all {wording.counted(n_total, 'line')}"
    if len(at) < n_total:
        said = f"{wording.integer(len(at))} of {wording.counted(n_total, 'line')}, {how}"
    if len(at) == len(found) < n_total:  # already thinned: say what was said then
        said = str(found.attrs.get("shown", said))
    table = _like(found.iloc[at], found)
    table.attrs.update(n_total=n_total, shown=said)
    return table


def _like(table: pd.DataFrame, found: pd.DataFrame) -> pd.DataFrame:
    """Check LINES and hand on what is known of the whole list."""
    checked = LINES.check(table)
    checked.attrs.update(found.attrs)
    return checked


def context(found: pd.DataFrame, docs: pd.DataFrame, *, chars: int = 60) -> pd.DataFrame:
    """Show so many characters of the text on either side, whatever sentence they are in.

    found : LINES of `docs`
    Returns  LINES; blanks and line breaks run together

    Raises UsageError for fewer than 1 character.
    """
    if chars < 1:
        raise UsageError(f"chars={chars!r}: needs a number of characters from 1")
    text_of = dict(zip(docs["doc_id"].tolist(), docs["text"].tolist(), strict=True))
    rows = list(zip(found["doc_id"], found["start"], found["end"], strict=True))
    left = [text_of[key][max(start - chars, 0) : start] for key, start, _ in rows]
    right = [text_of[key][end : end + chars] for key, _, end in rows]
    table = found.assign(
        left=pd.Series(map(_flat, left), index=found.index, dtype="str"),
        right=pd.Series(map(_flat, right), index=found.index, dtype="str"),
    )
    return _like(table, found)


def _flat(text: str) -> str:
    """Turn every run of blanks and line breaks into one blank."""
    body = " ".join(text.split())
    before, after = (" " if end.isspace() else "" for end in (text[:1], text[-1:]))
    return f"{before}{body}{after}" if body else before


def barcode(found: pd.DataFrame, docs: pd.DataFrame, *, n: int = MOST_DOCS) -> pd.DataFrame:
    """Say where in its document each line stands, for a dispersion plot.

    found : LINES of `docs`, all of them
    n : documents at most, spread evenly over all that hold a line
    Returns  BARCODE, one row a line; `attrs["n_docs"]` says how many documents there are
    """
    holders = found.sort_values(["date", "doc_id"], kind="stable")["doc_id"].unique()
    some = found[found["doc_id"].isin(holders[evenly(len(holders), n)])]
    table = _places(some, docs)
    table.attrs["n_docs"] = len(holders)
    return table


def _places(found: pd.DataFrame, docs: pd.DataFrame) -> pd.DataFrame:
    at = pd.Index(docs["doc_id"]).get_indexer(pd.Index(found["doc_id"]))
    length = docs["text"].str.len().to_numpy(np.int64)[at]
    table = found.assign(
        n_tokens=docs["n_tokens"].to_numpy(np.int64)[at],
        n_hits=found.groupby("doc_id")["start"].transform("size").astype(np.int64),
        position=found["start"].to_numpy(np.float64) / np.maximum(length, 1),
    )
    order = ["date", "doc_id", "position"]
    return BARCODE.check(table.sort_values(order, kind="stable", ignore_index=True))
