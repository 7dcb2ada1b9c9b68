"""From the weights of its words to the numbers of a sentence."""

from __future__ import annotations

import math
import re
from collections import defaultdict
from heapq import heappop, heappush
from itertools import accumulate, compress, count
from operator import attrgetter
from typing import TYPE_CHECKING, NamedTuple

from analysis.sentiment import lexicon, rules

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from analysis.sentiment.rules import Reader, Word

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

_MARKED = attrgetter("marked")  # with compress half the time of a comprehension

# a word that spoke: (start, end, surface, weight in each list after the rules, note)
Spoken = tuple[int, int, str, float, float, str]

# a listed word: (its number in the sentence, its weight in every list, note)
Hit = tuple[int, tuple[float, ...], str]


class Sentence(NamedTuple):
    """A sentence taken apart.

    text : with keyboard marks, and every emoji written out
    tokens, words : its tokens, and what each of them tells
    origin : for every character of `text` its place as given; empty where nothing moved
    """

    text: str
    tokens: list[str]
    words: list[Word]
    origin: Sequence[int]


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


def take_apart(text: str, reader: Reader) -> Sentence:
    """Split a sentence at blanks and look up its tokens."""
    plain = fold(text)
    origin: Sequence[int] = ()
    if not plain.isascii() and not lexicon.emoji().keys().isdisjoint(plain):
        plain, origin = _write_out(plain)
    tokens = plain.split()
    return Sentence(plain, tokens, list(map(reader.__getitem__, tokens)), origin)


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


def hits(words: Sequence[Word]) -> list[Hit]:
    """Weigh the listed words of a sentence in every list; leave out those that say nothing."""
    marked = list(compress(count(), map(_MARKED, words)))
    if not marked:
        return []
    alone = [rules.stands_alone(words, i) for i in marked]
    mixed = not all(alone) and rules.is_mixed(words)
    found = [
        (i, words[i].weights, "") if free else _ruled(words, i, mixed=mixed)
        for i, free in zip(marked, alone, strict=True)
    ]
    buts = [i for i in marked if words[i].lower == "but"]
    if buts:
        found = _around_but(found, buts[0])
    return [hit for hit in found if any(hit[1])]


def _ruled(words: Sequence[Word], i: int, *, mixed: bool) -> Hit:
    weighed = [rules.weigh(words, i, book, mixed=mixed) for book in range(len(words[i].weights))]
    notes = dict.fromkeys([note for _, notes in weighed for note in notes])
    return i, tuple([valence for valence, _ in weighed]), ", ".join(notes)


def _around_but(found: list[Hit], but: int) -> list[Hit]:
    """Halve what stands before the first *but*, raise what stands after it, list by list."""
    if len(found) == 1:
        return found  # the "but" itself
    at, before, notes = zip(*found, strict=True)
    after = zip(*[_rescaled(book, at, but) for book in zip(*before, strict=True)], strict=True)
    return [
        (i, new, _with_but(note, old, new))
        for i, old, new, note in zip(at, before, after, notes, strict=True)
    ]


def _with_but(note: str, old: tuple[float, ...], new: tuple[float, ...]) -> str:
    sizes = [(abs(a), abs(b)) for a, b in zip(old, new, strict=True)]
    halved = "halved before but" if any(b < a for a, b in sizes) else ""
    raised = "raised after but" if any(b > a for a, b in sizes) else ""
    return ", ".join(filter(None, (note, halved, raised)))


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


def emphasis(text: str) -> float:
    """Measure the emphasis of ! and ? in a sentence, in valence points."""
    questions = text.count("?")
    marks = min(text.count("!"), MOST_EXCLAMATIONS) * EXCLAMATION
    if questions <= 1:
        return marks
    return marks + (questions * QUESTION if questions <= FEW_QUESTIONS else MANY_QUESTIONS)


def compound(weights: Iterable[float], emphasis: float) -> float:
    """Bring the sum of weights to -1..1, rounded to four places; 0 where there are none."""
    total = sum(weights)
    if total:
        total += emphasis if total > 0 else -emphasis
    return round(total / math.sqrt(total * total + ALPHA), 4) + 0.0  # no negative zero


def shares(weights: Sequence[float], n_tokens: int, emphasis: float) -> tuple[float, float, float]:
    """Share a sentence between negative, neutral and positive, rounded to three places.

    weights : of the words that have one, in order
    n_tokens : all tokens; 0 gives three zeros
    """
    if not n_tokens:
        return 0.0, 0.0, 0.0
    pos = neg = 0.0
    for weight in weights:  # one by one: from Python 3.12 on `sum` rounds otherwise
        if weight > 0:
            pos += weight + 1  # a word counts 1 beside its weight, as a neutral one does
        elif weight < 0:
            neg += weight - 1
    if pos > -neg:
        pos += emphasis
    elif pos < -neg:
        neg -= emphasis
    neutral = n_tokens - len(weights) + list(weights).count(0.0)
    total = pos - neg + neutral
    return round(-neg / total, 3) + 0.0, round(neutral / total, 3), round(pos / total, 3)


def spoken(text: str, sentence: Sentence, found: Sequence[Hit]) -> list[Spoken]:
    """Find the place of each hit in the sentence as given.

    found : hits of two lists
    """
    return [
        (start, end, text[start:end], vader, hu_liu, note)
        for (start, end), (_, (vader, hu_liu), note) in zip(
            places(sentence, found), found, strict=True
        )
    ]


def places(sentence: Sentence, found: Sequence[Hit]) -> list[tuple[int, int]]:
    """Find where each hit starts and ends in the sentence as given."""
    before = _blank_free(sentence) if found else []
    return [_place(sentence, before[at] + at, sentence.words[at]) for at, *_ in found]


def _place(sentence: Sentence, token: int, word: Word) -> tuple[int, int]:
    start = token + word.lead
    end = start + word.size
    if sentence.origin:
        return sentence.origin[start], sentence.origin[end - 1] + 1
    return start, end


def _blank_free(sentence: Sentence) -> list[int]:
    """Find for every token its first character, less one for every token before it."""
    lengths = [0, *accumulate(map(len, sentence.tokens))]
    if lengths[-1] + len(sentence.tokens) - 1 == len(sentence.text):  # one blank between any two
        return lengths
    return [match.start() - n for n, match in enumerate(re.finditer(r"\S+", sentence.text))]
