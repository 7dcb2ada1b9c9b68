"""From the weights of its words to the numbers of a sentence, for many sentences at once."""

from __future__ import annotations

import re
from collections import defaultdict
from heapq import heappop, heappush
from itertools import pairwise
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

import numpy as np

from analysis import tokens
from analysis.sentiment import lexicon
from analysis.sentiment.rules import NAMES
from analysis.sentiment.weighing import HERE, weigh

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from numpy.typing import NDArray

    from analysis.sentiment.rules import Reader, Words

    Floats = NDArray[np.float64]
    Ints = NDArray[np.int64]
    Bools = NDArray[np.bool_]

ALPHA = 15  # of the normalisation to -1..1; this and what follows: Hutto & Gilbert (2014)
BEFORE_BUT, AFTER_BUT = 0.5, 1.5
EXCLAMATION, MOST_EXCLAMATIONS = 0.292, 4
QUESTION, FEW_QUESTIONS, MANY_QUESTIONS = 0.18, 3, 0.96

# typographic marks to those of a keyboard, one for one, so that every place in the text stays
_KEYBOARD = (
    ("'", "\u2018\u2019\u201a\u201b\u02bc"),
    ('"', "\u201c\u201d\u201e\u201f\u00ab\u00bb"),
    ("-", "\u2010\u2011\u2012\u2013\u2014\u2015"),
)

HALVED, RAISED = "halved before but", "raised after but"
_SIDES: tuple[Literal["left", "right"], ...] = ("left", "right")
_NEAR_TIE = 1e-6  # far more than a product of doubles can be off
CHARACTERS = 500_000  # of a batch: enough to share the cost of an array, few enough for a cache


class Batch(NamedTuple):
    """Sentences taken apart together.

    given : as they came
    texts : with keyboard marks, and every emoji written out
    numbers : of all tokens in the reader, one sentence after the other
    lengths : characters of each token
    first : where each sentence begins among them, and the end; shape (n_sentences + 1,)
    emphasis : of ! and ? in each sentence, in valence points
    origins : of sentences where something moved: for every character its place as given
    """

    given: Sequence[str]
    texts: list[str]
    numbers: Ints
    lengths: Ints
    first: Ints
    emphasis: Floats
    origins: dict[int, list[int]]


class Hits(NamedTuple):
    """Listed words of a batch, in order.

    at : place among the tokens of the batch, shape (n_hits,)
    sentence : the sentence of each
    weights : in every list after the rules, shape (n_lists, n_hits)
    notes : the rules that acted
    """

    at: Ints
    sentence: Ints
    weights: Floats
    notes: NDArray[np.object_]


def batches(texts: Iterable[str]) -> Iterator[list[str]]:
    """Take sentences in parts of about CHARACTERS, at least one; read no more than is taken."""
    return tokens.batches(texts, CHARACTERS)


def fold(text: str) -> str:
    """Write typographic quotes, apostrophes and dashes as a keyboard has them, one for one."""
    if text.isascii():
        return text
    for key, marks in _KEYBOARD:
        for mark in marks:  # 12 times faster than `translate`: 0.6 us a sentence
            text = text.replace(mark, key)
    return text


def fold_word(surface: str) -> str:
    """Write a word as the lists have it: keyboard marks, lower case."""
    return fold(surface).lower()


def take_apart(given: Sequence[str], reader: Reader) -> Batch:
    """Split sentences at blanks and look up their tokens."""
    texts, origins, emoji = [fold(text) for text in given], {}, lexicon.emoji().keys()
    for i, text in enumerate(texts):
        if not text.isascii() and not emoji.isdisjoint(text):
            texts[i], origins[i] = _write_out(text)
    codes, distinct, first = tokens.pieces(texts)
    numbers, lengths = reader.look_up(distinct), np.fromiter(map(len, distinct), np.int64)
    return Batch(given, texts, numbers[codes], lengths[codes], first, _emphasis(texts), origins)


def _emphasis(texts: list[str]) -> Floats:
    """Measure the emphasis of ! and ? in sentences, in valence points."""
    questions, exclamations = (np.array([text.count(m) for text in texts], int) for m in "?!")
    marks = np.minimum(exclamations, MOST_EXCLAMATIONS) * EXCLAMATION
    asked = np.where(questions <= FEW_QUESTIONS, questions * QUESTION, MANY_QUESTIONS)
    emphasis: Floats = np.where(questions > 1, marks + asked, marks)
    return emphasis


def _write_out(text: str) -> tuple[str, list[int]]:
    """Put the description of every emoji in its place, after a blank unless there is one."""
    known, pieces, origin = lexicon.emoji(), [""], []
    for place, character in enumerate(text):
        piece = known.get(character, character)
        if character in known and pieces[-1] not in ("", " "):
            piece = " " + piece
        pieces.append(piece)
        origin += [place] * len(piece)
    return "".join(pieces), origin


def hits(batch: Batch, reader: Reader) -> Hits:
    """Weigh the listed words of sentences in every list; leave out those that say nothing."""
    found = _around_buts(weighed(batch, reader), batch, reader)
    speaks = found.weights.any(axis=0)
    at, sentence, weights, notes = found
    return Hits(at[speaks], sentence[speaks], weights[:, speaks], notes[speaks])


def weighed(batch: Batch, reader: Reader) -> Hits:
    """Weigh the listed words of sentences, before *but* shifts them; each *but* is among them."""
    words = reader.words()
    at = np.flatnonzero(words.marked[batch.numbers])
    sentence = np.searchsorted(batch.first, at, side="right") - 1
    around = _around(batch, at, sentence)
    here = around[HERE]
    weights, notes = words.weights[:, here], np.full(len(at), "", dtype=object)
    ruled = np.flatnonzero(words.turning[around[: HERE + 1]].any(axis=0) | words.capitals[here])
    if len(ruled):
        own = sentence[ruled]
        weights[:, ruled], notes[ruled] = weigh(
            words,
            reader.lower,
            around[:, ruled],
            preceded=at[ruled] - batch.first[own] >= HERE,
            mixed=_are_mixed(batch, words)[own],
        )
    return Hits(at, sentence, weights, notes)


def _around(batch: Batch, at: Ints, sentence: Ints) -> Ints:
    """Give the numbers of the tokens around each place, 0 beyond its sentence; shape (6, n)."""
    first, end = batch.first[sentence], batch.first[sentence + 1]
    places = at + np.arange(-HERE, 3)[:, None]
    inside = (places >= first) & (places < end)
    numbers: Ints = np.where(inside, batch.numbers.take(places, mode="clip"), 0)
    return numbers


def _are_mixed(batch: Batch, words: Words) -> Bools:
    """Tell where some, but not all, words stand in capitals: only then are they emphasis."""
    sums = np.concatenate([[0], np.cumsum(words.capitals[batch.numbers])])
    loud, n_tokens = np.diff(sums[batch.first]), np.diff(batch.first)
    mixed: Bools = (loud > 0) & (loud < n_tokens)
    return mixed


def _around_buts(found: Hits, batch: Batch, reader: Reader) -> Hits:
    """Halve what stands before the first *but* of a sentence, raise what stands after it."""
    buts = np.flatnonzero(reader.words().name[batch.numbers[found.at]] == NAMES["but"])
    sentences, which = np.unique(found.sentence[buts], return_index=True)
    starts, ends = (np.searchsorted(found.sentence, sentences, side).tolist() for side in _SIDES)
    at, books = found.at.tolist(), found.weights.tolist()
    for but, a, b in zip(buts[which].tolist(), starts, ends, strict=True):
        for book in books:
            book[a:b] = _rescaled(book[a:b], at[a:b], at[but])
    return _noted(found, np.array(books).reshape(found.weights.shape))


def _noted(found: Hits, weights: Floats) -> Hits:
    """Put other weights in place, and say of each word whether it was halved or raised."""
    old, new = np.abs(found.weights), np.abs(weights)
    notes = found.notes.copy()
    for changed, said in (((new < old).any(axis=0), HALVED), ((new > old).any(axis=0), RAISED)):
        notes[changed] = [f"{note}, {said}" if note else said for note in notes[changed]]
    return Hits(found.at, found.sentence, weights, notes)


def _rescaled(weights: Sequence[float], at: Sequence[int], but: int) -> list[float]:
    """Rescale weights around word `but` as the original does.

    Its loop rescales, for every weight in turn, the *first* word of that weight, so of two equal
    ones the first may be rescaled twice. A heap of places for every weight finds the first without
    going through all.
    """
    scaled = list(weights)
    places = defaultdict(list)
    for k, weight in enumerate(scaled):
        places[weight].append(k)
    for weight in (scaled[k] for k in range(len(scaled))):
        first = places[weight][0]
        factor = BEFORE_BUT if at[first] < but else AFTER_BUT
        if weight and at[first] != but:
            heappop(places[weight])
            scaled[first] = weight * factor
            heappush(places[scaled[first]], first)
    return scaled


def compound(batch: Batch, found: Hits) -> Floats:
    """Bring the sum of weights to -1..1, rounded to four places; 0 where there are none.

    Returns  shape (n_lists, n_sentences)
    """
    n = len(batch.texts)
    totals = np.array([_summed(found.sentence, book, n) for book in found.weights])
    totals += np.sign(totals) * batch.emphasis
    return _rounded(totals / np.sqrt(totals * totals + ALPHA), 4)


def _summed(sentence: Ints, values: Floats, n: int) -> Floats:
    """Sum the values of each sentence, in their order."""
    return np.bincount(sentence, values, n).astype(np.float64)  # of none at all NumPy sums whole


def count_speaking(batch: Batch, found: Hits) -> Ints:
    """Count the words with a weight in each list, shape (n_lists, n_sentences)."""
    n, speaks = len(batch.texts), found.weights != 0
    return np.array([np.bincount(found.sentence[own], minlength=n) for own in speaks])


def _rounded(values: Floats, places: int) -> Floats:
    """Round as Python does: exactly, where NumPy alone may take a tie for none."""
    scaled = values * 10**places
    rounded: Floats = np.rint(scaled) / 10**places + 0.0  # no negative zero
    for at in zip(*np.nonzero(np.abs(scaled % 1 - 0.5) < _NEAR_TIE), strict=True):
        rounded[at] = round(float(values[at]), places)
    return rounded


def shares(batch: Batch, found: Hits) -> Floats:
    """Share sentences between negative, neutral and positive by the first list; three places.

    Returns  shape (3, n_sentences); zeros where there is no token
    """
    n, marks, n_tokens = len(batch.texts), batch.emphasis, np.diff(batch.first)
    weights = found.weights[0]
    # a word counts 1 beside its weight, as a neutral one does
    pos = _summed(found.sentence, np.where(weights > 0, weights + 1, 0.0), n)
    neg = _summed(found.sentence, np.where(weights < 0, weights - 1, 0.0), n)
    neutral = n_tokens - count_speaking(batch, found)[0]
    more, less = pos > -neg, pos < -neg
    pos, neg = np.where(more, pos + marks, pos), np.where(less, neg - marks, neg)
    total = np.where(n_tokens > 0, pos - neg + neutral, 1.0)
    return _rounded(np.array([-neg, neutral, pos]) / total, 3)


def spoken(batch: Batch, found: Hits, reader: Reader) -> list[tuple[Any, ...]]:
    """Give each hit its place in the sentence as given, surface, weights, note.

    Returns  (start, end, surface, a weight for each list, note)
    """
    starts, ends = places(batch, found, reader)
    sentence = found.sentence.tolist()
    given = batch.given
    surfaces = [given[i][a:b] for i, a, b in zip(sentence, starts, ends, strict=True)]
    return list(zip(starts, ends, surfaces, *found.weights.tolist(), found.notes, strict=True))


def by_sentence(batch: Batch, found: Hits, rows: Sequence[Any]) -> list[list[Any]]:
    """Deal what each hit gave to its sentence."""
    edges = np.searchsorted(found.sentence, np.arange(len(batch.texts) + 1)).tolist()
    return [list(rows[a:b]) for a, b in pairwise(edges)]


def places(batch: Batch, found: Hits, reader: Reader) -> tuple[list[int], list[int]]:
    """Find where each hit starts and ends in its sentence as given."""
    words, numbers = reader.words(), batch.numbers[found.at]
    start = _starts(batch)[found.at] + words.lead[numbers]
    end = start + words.size[numbers]
    starts, ends = start.tolist(), end.tolist()
    if batch.origins:
        for k in np.flatnonzero(np.isin(found.sentence, list(batch.origins))):
            origin = batch.origins[int(found.sentence[k])]
            starts[k], ends[k] = origin[starts[k]], origin[ends[k] - 1] + 1
    return starts, ends


def _starts(batch: Batch) -> Ints:
    """Find the first character of every token in its sentence."""
    begun = np.concatenate([[0], np.cumsum(batch.lengths + 1)])  # one blank between any two
    starts: Ints = begun[:-1] - np.repeat(begun[batch.first[:-1]], np.diff(batch.first))
    whole = np.maximum(np.diff(begun[batch.first]) - 1, 0)
    for i in np.flatnonzero(whole != np.fromiter(map(len, batch.texts), np.int64)):
        own = slice(batch.first[i], batch.first[i + 1])
        starts[own] = [match.start() for match in re.finditer(r"\S+", batch.texts[i])]
    return starts
