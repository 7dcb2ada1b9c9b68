"""Texts cut into words, each as a number."""

from __future__ import annotations

from collections import defaultdict
from itertools import chain, count
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from analysis.tokens.pieces import batches, pieces
from analysis.tokens.words import pattern

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from numpy.typing import NDArray

    from analysis.tokens.words import WordRule

    Ints = NDArray[np.int64]
    Small = NDArray[np.int32]

BLOCK = 1_000_000  # pieces put together at a time
CHARACTERS = 8_000_000  # of text parted at a time


class Cut(NamedTuple):
    """Texts cut into words.

    ids : number of each word in `types`, text after text
    lengths : words of each text
    types : the different words, in order of first appearance
    """

    ids: Ints
    lengths: Ints
    types: list[str]


def cut(texts: Iterable[str], words: WordRule = "word") -> Cut:
    """Cut texts into words, and number these.

    texts : folded, or as they stand; gone through once, so they may be made on the way

    No word holds a blank, and no rule of words looks past one: so each different piece between
    blanks is cut once, and the loops over pieces run outside Python.
    """
    number: dict[str, int] = defaultdict(count().__next__)
    parts: list[Small] = [np.zeros(0, np.int32)]
    sizes: list[Ints] = [np.zeros(0, np.int64)]
    for some in batches(texts, CHARACTERS):
        found = pieces(some)
        numbers = np.array([number[piece] for piece in found.distinct], np.int32)
        parts.append(numbers[found.codes])
        sizes.append(np.diff(found.first))
    codes: Small = np.concatenate(parts, dtype=np.int32)
    held = list(map(pattern(words).findall, number))
    n_held = np.fromiter(map(len, held), np.int32, len(held))
    types: dict[str, int] = defaultdict(count().__next__)
    of_pieces = np.fromiter(map(types.__getitem__, chain.from_iterable(held)), np.int32)
    ids = np.concatenate([of_pieces[:0], *_joined(codes, of_pieces, n_held)], dtype=np.int64)
    return Cut(ids, _summed(n_held[codes], np.concatenate(sizes)), list(types))


def _joined(pieces: Small, of_pieces: Small, n_held: Small) -> Iterator[Small]:
    """Put the words of each piece in its place, a block of pieces at a time to spare memory.

    pieces : number of each piece; of_pieces : the words of piece 0, then of piece 1, ...
    n_held : how many words each piece holds
    """
    starts = np.cumsum(n_held) - n_held
    for block in range(0, len(pieces), BLOCK):
        some = pieces[block : block + BLOCK]
        n_words = n_held[some]
        ends = np.cumsum(n_words)
        shift = starts[some] - (ends - n_words)
        yield of_pieces[np.repeat(shift, n_words) + np.arange(ends[-1])]


def _summed(values: Small, sizes: Ints) -> Ints:
    """Sum runs of values, `sizes` of them at a time; a run of none gives 0."""
    sums, filled = np.zeros(len(sizes), np.int64), sizes > 0
    if filled.any():
        sums[filled] = np.add.reduceat(values, (np.cumsum(sizes) - sizes)[filled], dtype=np.int64)
    return sums
