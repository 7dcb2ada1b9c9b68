"""VADER's rules for words beside other words, for many words and lists at once.

Only what stands beside a word that acts, or in capitals, needs them. A table of the words around
each such word takes the place of the original's search through the sentence, so the time grows
with the length of the text, where the original's grows with its square.

Source  Hutto & Gilbert (2014), as in vaderSentiment 3.3.2, oddities included.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import numpy as np

from analysis.sentiment.rules import (
    BOOST,
    CAPITALS,
    FADING,
    IDIOMS,
    NAMES,
    NEGATION,
    NEVER_SO,
    PHRASE_WORDS,
    WEAK_PAIRS,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from analysis.sentiment.rules import Words

    Floats = NDArray[np.float64]
    Ints = NDArray[np.int64]
    Bools = NDArray[np.bool_]

THREE, TWO, ONE, HERE, NEXT, SECOND = range(6)  # rows of the words around a word
NOTES = ("", "negated", "capitals", "boosted", "dampened", "idiom")
_CODES = {note: code for code, note in enumerate(NOTES)}
_IN_PHRASES = np.array([NAMES[word] for word in sorted(PHRASE_WORDS)])


def weigh(
    words: Words, lower: Sequence[str], around: Ints, *, preceded: Bools, mixed: Bools
) -> tuple[Floats, list[str]]:
    """Weigh words in every list; say which rules changed their weight.

    words, lower : what the numbers stand for
    around : numbers of the three words before, the word and the two after; shape (6, n), 0 where
        the sentence has none
    preceded : has its sentence three words before it? shape (n,)
    mixed : has its sentence words in capitals and others? shape (n,)
    Returns  weights, shape (n_lists, n), and a note for each word
    """
    found = _Weighing(words, lower, around, mixed)
    found.beside_no()
    found.in_capitals()
    for back in (1, 2, 3):
        free = ~words.listed[:, around[HERE - back]]
        if back == 3:  # noqa: PLR2004 - where there is a third; its rules need no word there
            free &= preceded
        found.after_booster(back, free)
        found.after_negator(back, free)
    found.in_phrases(free)
    found.after_least()
    return found.result()


class _Weighing:
    """The weights of words while one rule after the other looks at all of them.

    name : numbers in NAMES of the words around, shape (6, n)
    valence : shape (n_lists, n)
    notes : what each step did, an array of codes of that shape for each
    """

    def __init__(self, words: Words, lower: Sequence[str], around: Ints, mixed: Bools) -> None:
        self.words = words
        self.lower = lower
        self.around = around
        self.mixed = mixed
        self.name = words.name[around]
        self.valence = words.weights[:, around[HERE]]
        self.notes: list[NDArray[np.uint8]] = []

    def says(self, place: int, *names: str) -> Bools:
        found: Bools = self.name[place] == NAMES[names[0]]
        for name in names[1:]:
            found |= self.name[place] == NAMES[name]
        return found

    def put(self, where: Bools, valence: Floats, note: str | NDArray[np.uint8]) -> None:
        """Give the words of `where` another valence, and note it."""
        where = np.broadcast_to(where, self.valence.shape)
        self.valence = np.where(where, valence, self.valence)
        code = _CODES[note] if isinstance(note, str) else note
        self.notes.append(np.where(where, code, 0).astype(np.uint8))

    def beside_no(self) -> None:
        """Turn a word after *no*; *no* weighs nothing itself where it turns the next word."""
        after = self.says(ONE, "no") | self.says(TWO, "no")
        after |= self.says(THREE, "no") & self.says(ONE, "or", "nor")
        self.put(after, self.valence * NEGATION, "negated")
        alone = self.says(HERE, "no") & ~after & self.words.listed[:, self.around[NEXT]]
        self.valence = np.where(alone, 0.0, self.valence)

    def in_capitals(self) -> None:
        loud = self.words.capitals[self.around[HERE]] & self.mixed
        self.put(loud, self.valence + self.louder(), "capitals")

    def louder(self) -> Floats:
        """What capitals add: away from 0."""
        return np.where(self.valence > 0, CAPITALS, -CAPITALS)

    def after_booster(self, back: int, free: Bools) -> None:
        """Move the weight away from 0, or towards it, for *very* or *hardly*."""
        booster = self.around[HERE - back]
        boost = self.words.boost[booster]
        change = np.where(self.valence < 0, -boost, boost)
        loud = self.words.capitals[booster] & self.mixed
        change = np.where(loud, change + self.louder(), change)
        note = np.where(boost > 0, _CODES["boosted"], _CODES["dampened"]).astype(np.uint8)
        self.put(free & (boost != 0), self.valence + change * FADING[back - 1], note)

    def after_negator(self, back: int, free: Bools) -> None:
        """Turn the weight for *not*; *never so* praises, *without doubt* does nothing."""
        praises = free & self.never_so(back)
        self.put(praises, self.valence * NEVER_SO, "boosted")
        turns = self.words.negates[self.around[HERE - back]] & ~self.without_doubt(back)
        self.put(free & ~praises & turns, self.valence * NEGATION, "negated")

    def never_so(self, back: int) -> Bools:
        right_before = self.says(ONE, "so", "this")
        if back == 1:
            return np.zeros_like(right_before)
        if back == 2:  # noqa: PLR2004 - words before
            return self.says(TWO, "never") & right_before
        # the original's brackets: three words back, "so" or "this" right before needs no "never"
        return right_before | (self.says(THREE, "never") & self.says(TWO, "so", "this"))

    def without_doubt(self, back: int) -> Bools:
        doubted = np.logical_or.reduce([self.says(k, "doubt") for k in range(HERE - back, HERE)])
        found: Bools = self.says(HERE - back, "without") & doubted
        return found

    def in_phrases(self, free: Bools) -> None:
        """Set the weight where an idiom ends, or starts; dampen it after *kind of*.

        free : of the third word before, by which alone the original looks for phrases
        """
        own, dampened = np.zeros((3, *self.valence.shape), np.uint8), _CODES["dampened"]
        likely = np.isin(self.name[: HERE + 1], _IN_PHRASES).any(axis=0) & free.any(axis=0)
        for i in np.flatnonzero(likely):
            idiom, pairs = _phrases([self.lower[number] for number in self.around[:, i]])
            which = free[:, i]
            if idiom:
                self.valence[which, i] = IDIOMS[idiom]
                own[0, which, i] = _CODES["idiom"]
            for n in range(pairs):  # subtracted whatever the sign, as in the original
                self.valence[which, i] -= BOOST
                own[1 + n, which, i] = dampened
        self.notes += list(own)

    def after_least(self) -> None:
        """Turn the weight after *least*, unless it is *at least* or *very least*."""
        least = self.says(ONE, "least") & ~self.says(TWO, "at", "very")
        turned = least & ~self.words.listed[:, self.around[ONE]]
        self.put(turned, self.valence * NEGATION, "negated")

    def result(self) -> tuple[Floats, list[str]]:
        """Leave out lists that do not hold the word, and *kind* of *kind of*."""
        speaks = self.words.listed[:, self.around[HERE]]
        speaks &= ~(self.says(HERE, "kind") & self.says(NEXT, "of"))
        codes = np.where(speaks, np.stack(self.notes), 0)  # (n_steps, n_lists, n)
        rows = np.ascontiguousarray(codes.T.reshape(codes.shape[2], -1).astype(np.uint8))
        return np.where(speaks, self.valence, 0.0), [_in_words(row.tobytes()) for row in rows]


def _phrases(near: Sequence[str]) -> tuple[str, int]:
    """Find the idiom that ends or starts at a word, and how many pairs before it weaken it."""
    three, two, one, here, after, second = near
    ending = [f"{one} {here}", f"{two} {one} {here}", f"{two} {one}"]
    ending += [f"{three} {two} {one}", f"{three} {two}"]
    found = [phrase for phrase in ending if phrase in IDIOMS][:1]
    starting = (f"{here} {after}", f"{here} {after} {second}")
    found += [phrase for phrase in starting if phrase in IDIOMS]
    pairs = sum(pair in WEAK_PAIRS for pair in (f"{three} {two}", f"{two} {one}"))
    return (found[-1] if found else ""), pairs


@cache
def _in_words(codes: bytes) -> str:
    """Name the rules, each once, in the order in which they acted, list after list."""
    return ", ".join(dict.fromkeys(NOTES[code] for code in codes if code))
