"""Places that lie near each other, and how often two words stand at them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from analysis.errors import DataError, UsageError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from numpy.typing import NDArray

    from analysis.terms.index import TokenIndex

    Ints = NDArray[np.int64]
    Places = Iterator[tuple[Ints, Ints]]

_LARGEST = 2**62  # a pair and its sentence are one number of 63 bits


@dataclass(frozen=True, eq=False)
class Margins:
    """How often each word stands first and second in the pairs counted, and their total."""

    first: Ints
    second: Ints
    total: int


@dataclass(frozen=True, eq=False)
class Counted:
    """Pairs of words with their counts."""

    word1: Ints
    word2: Ints
    count: Ints
    n_sentences: Ints
    n_docs: Ints
    most: int  # times that the commonest pair stands

    def take(self, keep: NDArray[np.bool_]) -> Counted:
        """Keep some of the pairs."""
        return Counted(
            word1=self.word1[keep],
            word2=self.word2[keep],
            count=self.count[keep],
            n_sentences=self.n_sentences[keep],
            n_docs=self.n_docs[keep],
            most=self.most,
        )


def apart(found: Counted) -> Counted:
    """Leave out pairs of a word with itself."""
    return found.take(found.word1 != found.word2)


def check_span(span: int) -> None:
    """Refuse a span below 1."""
    if span < 1:
        raise UsageError(f"span={span!r}: needs a number of words from 1")


def at_distance(idx: TokenIndex, distance: int) -> tuple[Ints, Ints]:
    """Find all places `distance` words apart within a sentence."""
    at = np.flatnonzero(idx.sentence[distance:] == idx.sentence[:-distance])
    return at, at + distance


def around(idx: TokenIndex, node: int, span: int) -> tuple[Ints, Ints]:
    """Find all places within `span` words of a word, in its sentence."""
    use = np.flatnonzero(idx.ids == node)
    steps = np.array([d for d in range(-span, span + 1) if d])
    at, near = np.repeat(use, len(steps)), (use[:, None] + steps).ravel()
    inside = (near >= 0) & (near < len(idx.ids))
    at, near = at[inside], near[inside]
    same = idx.sentence[at] == idx.sentence[near]
    return at[same], near[same]


def slots_near(idx: TokenIndex, span: int) -> Margins:
    """Count the places near each word; near is mutual, so first and second are the same."""
    check_span(span)
    near = np.zeros(len(idx.ids), np.int32)
    for distance in range(1, span + 1):  # a step over 10 million tokens takes .02 seconds
        same = idx.sentence[distance:] == idx.sentence[:-distance]
        if not same.any():  # no sentence is as long
            break
        near[distance:] += same
        near[:-distance] += same
    slots = np.bincount(idx.ids, near, len(idx.vocabulary)).astype(np.int64)
    return Margins(slots, slots, int(near.sum()))


def counted(
    idx: TokenIndex,
    places: Callable[[], Places],
    *,
    min_count: int,
    leave_out: frozenset[str] = frozenset(),
) -> Counted:
    """Count the pairs at some places, and the sentences and documents they stand in.

    leave_out : words that no pair may hold
    Pair and sentence make one number, so that one sort (.2 seconds for 10 million) finds all
    three; np.unique took 10 seconds for each.
    """
    n_sentences = int(idx.sentence[-1]) + 1 if len(idx.ids) else 1
    number, words = _common(idx, min_count, n_sentences, leave_out)
    parts = [_cells(idx, number, place, (len(words), n_sentences)) for place in places()]
    cells = np.concatenate([np.zeros(0, np.int64), *parts])
    cells.sort()
    pair, first, count = _runs(cells // n_sentences)
    keep = count >= min_count
    most = int(count.max(initial=0))
    if not keep.any() and min_count > 1:
        most = counted(idx, places, min_count=1, leave_out=leave_out).most
    kept = cells[np.repeat(keep, count)]
    first = np.cumsum(count[keep]) - count[keep]
    sentence = kept % n_sentences
    doc_of = np.zeros(n_sentences, np.int64)
    doc_of[idx.sentence] = idx.doc
    return Counted(
        word1=words[pair[keep] // max(len(words), 1)],
        word2=words[pair[keep] % max(len(words), 1)],
        count=count[keep],
        n_sentences=_distinct(sentence, first),
        n_docs=_distinct(doc_of[sentence], first),
        most=most,
    )


def _common(
    idx: TokenIndex, min_count: int, n_sentences: int, leave_out: frozenset[str]
) -> tuple[Ints, Ints]:
    """Renumber the words that may stand in a pair and are frequent enough.

    Returns  the new number of every token, -1 for other words, and the words renumbered
    """
    often = np.bincount(idx.ids, minlength=len(idx.vocabulary)) >= min_count
    words = np.flatnonzero(often & ~np.isin(idx.vocabulary, sorted(leave_out)))
    if len(words) ** 2 * n_sentences > _LARGEST:
        raise DataError(
            f"{len(words)} words in {n_sentences} sentences are too many to pair; raise min_count"
        )
    rank = np.full(len(idx.vocabulary), -1)
    rank[words] = np.arange(len(words))
    return rank[idx.ids], words


def _cells(idx: TokenIndex, number: Ints, place: tuple[Ints, Ints], size: tuple[int, int]) -> Ints:
    """Number the pair and sentence of each place, for pairs of common words."""
    first, second = (number[at] for at in place)
    common = (first >= 0) & (second >= 0)
    n_words, n_sentences = size
    pair = first[common] * n_words + second[common]
    cells: Ints = pair * n_sentences + idx.sentence[place[0][common]]
    return cells


def _runs(ordered: Ints) -> tuple[Ints, Ints, Ints]:
    """Find the distinct values of a sorted array, where each begins, and how often it stands."""
    first = np.flatnonzero(np.diff(ordered, prepend=-1))
    return ordered[first], first, np.diff(first, append=len(ordered))


def _distinct(value: Ints, first: Ints) -> Ints:
    """Count the distinct values in each run of an array that is sorted within runs."""
    if not len(first):
        return np.zeros(0, np.int64)
    new = np.diff(value, prepend=-1) != 0
    new[first] = True
    counts: Ints = np.add.reduceat(new.astype(np.int64), first)
    return counts
