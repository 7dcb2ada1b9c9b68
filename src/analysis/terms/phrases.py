"""Phrases: words in a row that are worth showing; and floors and lists of terms."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import pandas as pd
import scipy.sparse as sp

from analysis import tokens
from analysis.errors import DataError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from analysis.terms.index import TokenIndex
    from analysis.terms.matrix import DocumentTermMatrix

    Ints = NDArray[np.int64]

MANY_DOCS, PAIR_FLOOR = 1000, 5
LENGTHS = (2, 3)  # words; of four and more few stand often enough
_LARGEST = 2**62  # a phrase is one number of 63 bits


class _Found(NamedTuple):
    """Where phrases stand: the first word of each, its column, and what each column is.

    at, column : shape (n_places,); number, uses : shape (n_columns,), numbers in order
    """

    at: Ints
    column: Ints
    number: Ints
    uses: Ints

    def only(self, keep: NDArray[np.bool_]) -> _Found:
        """Keep some of the columns."""
        new = np.cumsum(keep) - 1
        held = keep[self.column]
        return _Found(self.at[held], new[self.column[held]], self.number[keep], self.uses[keep])


def phrases(
    idx: TokenIndex, languages: list[str], *, min_count: int = 2, min_docs: int = 1
) -> DocumentTermMatrix:
    """Count the phrases of two and three words in every sentence.

    languages : whose stop words may not begin or end a phrase (*of the*), but stand within it
    min_count, min_docs : leave out what stands fewer times, or in fewer documents
    Returns  counts of phrases, sentences as rows; a pair that only ever stands within one longer
        phrase is left to it

    Raises DataError for more words than can be numbered.
    Oracle `terms.count` with ngram_range=(2, 3) and no stop list, as far as phrases are kept.
    """
    words, common = _numbered(idx, min_count)
    edge = ~np.isin(idx.vocabulary[common], sorted(tokens.stop_lists(languages)))
    found = [_often(*_standing(idx, words, edge, n), min_count=min_count) for n in LENGTHS]
    alone = [~_within(found, edge, length) for length in range(len(LENGTHS))]
    kept = [
        some.only(own & (_documents(idx, some) >= min_docs))
        for some, own in zip(found, alone, strict=True)
    ]
    names = np.concatenate(
        [_named(idx.vocabulary[common], k.number, n) for k, n in zip(kept, LENGTHS, strict=True)]
    )
    place = np.argsort(np.argsort(names, kind="stable"), kind="stable")  # code-point order
    shift = np.cumsum([0, *(len(some.number) for some in kept)])
    column = place[np.concatenate([k.column + n for k, n in zip(kept, shift, strict=False)])]
    row = idx.sentence[np.concatenate([some.at for some in kept])]
    shape = (len(idx.units), len(names))
    counts = sp.csr_matrix((np.ones(len(row), np.int64), (row, column)), shape=shape)
    counts.sort_indices()
    return idx.matrix(counts, np.sort(names))


def _numbered(idx: TokenIndex, min_count: int) -> tuple[Ints, Ints]:
    """Renumber the words that stand often enough to be in a phrase; other tokens become -1.

    Returns  the number of every token, and the words that were renumbered
    """
    uses = np.bincount(idx.ids, minlength=len(idx.vocabulary))
    common = np.flatnonzero(uses >= min_count)
    if len(common) ** max(LENGTHS) > _LARGEST:
        raise DataError(f"{len(common)} words are too many for phrases; raise min_count")
    rank = np.full(len(idx.vocabulary), -1)
    rank[common] = np.arange(len(common))
    return rank[idx.ids], common


def _standing(idx: TokenIndex, words: Ints, edge: NDArray[np.bool_], n: int) -> tuple[Ints, Ints]:
    """Find where n common words stand in a row, with a word that may begin and end a phrase.

    Returns  where each begins, and its number
    """
    common, last = words >= 0, max(len(words) - n + 1, 0)
    outer = np.append(edge, False)[words]  # -1, a word that is not common, takes the last
    held = (idx.sentence[:last] == idx.sentence[n - 1 :]) & outer[:last] & outer[n - 1 :]
    for step in range(1, n - 1):
        held &= common[step : last + step]
    at = np.flatnonzero(held)
    code = np.zeros(len(at), np.int64)
    for step in range(n):
        code = code * len(edge) + words[at + step]
    return at, code


def _often(at: Ints, code: Ints, *, min_count: int) -> _Found:
    """Keep what stands often."""
    number, uses = np.unique(code, return_counts=True)
    number, uses = number[uses >= min_count], uses[uses >= min_count]
    if not len(number):
        return _Found(at[:0], code[:0], number, uses)
    # looked up by hash: to search the numbers, or a sort that moves places along, takes four times
    # as long
    column = pd.Index(number).get_indexer(pd.Index(code))
    often = column >= 0
    return _Found(at[often], column[often], number, uses)


def _within(found: list[_Found], edge: NDArray[np.bool_], at: int) -> NDArray[np.bool_]:
    """Tell which phrases stand as often as one of the next longer that hold them."""
    own, size = found[at], len(edge)
    inside = np.zeros(len(own.number), dtype=bool)
    if at + 1 == len(found) or not len(own.number):
        return inside
    longer = found[at + 1]
    for part in (longer.number // size, longer.number % size ** LENGTHS[at]):
        place = np.minimum(np.searchsorted(own.number, part), len(own.number) - 1)
        same = (own.number[place] == part) & (own.uses[place] == longer.uses)
        inside[place[same]] = True
    return inside


def _documents(idx: TokenIndex, found: _Found) -> Ints:
    """Count the documents that hold each phrase."""
    n_docs = len(idx.doc_ids)
    cells = np.sort(found.column * n_docs + idx.doc[found.at])  # np.unique takes ten times as long
    first = cells[np.diff(cells, prepend=-1) > 0]
    return np.bincount(first // max(n_docs, 1), minlength=len(found.number))


def _named(words: NDArray[np.str_], number: Ints, n: int) -> NDArray[np.str_]:
    """Write the words of phrases, a blank between them."""
    size, spelled = max(len(words), 1), words.astype(object)
    parts = [spelled[number // size**step % size] for step in reversed(range(n))]
    names = parts[0]
    for part in parts[1:]:
        names = names + " " + part
    written: NDArray[np.str_] = names.astype(np.str_)
    return written


def of_length(table: pd.DataFrame, n: int) -> pd.DataFrame:
    """Keep the rows whose term has n words."""
    rows: pd.DataFrame = table[table["term"].str.count(" ") == n - 1]
    return rows.reset_index(drop=True)


def pair_floor(docs: pd.DataFrame) -> int:
    """Set in how many documents a pair of words must stand: 1, or 5 from 1,000 documents on.

    Fixed by the size of the corpus alone; most of the millions of pairs of a large one stand once.
    """
    return 1 if len(docs) < MANY_DOCS else PAIR_FLOOR


def union(*shown: pd.DataFrame | Sequence[str]) -> list[str]:
    """List the terms of some tables (column `term`) and lists once each, in order."""
    terms = [t["term"].tolist() if isinstance(t, pd.DataFrame) else list(t) for t in shown]
    return list(dict.fromkeys(term for some in terms for term in some))
