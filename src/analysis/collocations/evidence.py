"""The way from a pair of words to the sentences it stands in."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import scipy.sparse as sp

from analysis.collocations.pairs import SPAN

if TYPE_CHECKING:
    from collections.abc import Sequence

    from analysis.collocations.counting import Ints
    from analysis.terms import DocumentTermMatrix, TokenIndex

NEXT = (1,)  # side by side, in their order
NEARBY = tuple(d for d in range(-SPAN, SPAN + 1) if d)  # as near as `of` looks


def in_sentences(
    pairs: pd.DataFrame,
    idx: TokenIndex,
    *,
    offsets: Sequence[int] = NEXT,
) -> DocumentTermMatrix:
    """Count the pairs of a table in every sentence, so that each leads to its evidence.

    pairs : term, word1, word2, those shown
    offsets : where the second word may stand from the first; near: -5 to 5 without 0
    Returns  counts of pairs, sentences as rows, the pairs' terms as vocabulary
    """
    named = pairs.sort_values("term", kind="stable")
    columns = [
        _sentences_of(idx, (idx.number(one), idx.number(two)), offsets)
        for one, two in zip(named["word1"], named["word2"], strict=True)
    ]
    row = np.concatenate([np.zeros(0, np.int64), *columns])
    column = np.repeat(np.arange(len(columns)), [len(found) for found in columns])
    counts = sp.csr_matrix(
        (np.ones(len(row), np.int64), (row, column)), (len(idx.units), len(named))
    )
    counts.sort_indices()
    vocabulary = named["term"].to_numpy(dtype=np.str_)
    return idx.matrix(counts, vocabulary)


def union(*tables: pd.DataFrame) -> pd.DataFrame:
    """List the pairs of some tables (term, word1, word2) once each, in order."""
    named = [table[["term", "word1", "word2"]] for table in tables]
    return pd.concat(named, ignore_index=True).drop_duplicates("term", ignore_index=True)


def keyed(pairs: pd.DataFrame) -> pd.DataFrame:
    """Let each pair be the key of its row, so that the row may be named by one word alone."""
    return pairs.assign(key=pairs["term"])


def _sentences_of(idx: TokenIndex, pair: tuple[int, int], offsets: Sequence[int]) -> Ints:
    """List the sentence of each place where the second word stands at an offset of the first."""
    at = np.flatnonzero(idx.ids == pair[0])
    found = []
    for offset in offsets:
        near = at + offset
        inside = (near >= 0) & (near < len(idx.ids))
        one, two = at[inside], near[inside]
        hit = (idx.ids[two] == pair[1]) & (idx.sentence[one] == idx.sentence[two])
        found.append(idx.sentence[one[hit]])
    return np.concatenate(found)
