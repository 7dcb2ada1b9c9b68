"""VADER's rules for one word in its sentence, the same for every word list.

They are those of vaderSentiment 3.3.2, oddities included, so that its numbers are met exactly. Work
is done at listed words only, and what depends on a token alone is found once (`Reader`), so the
time grows with the length of the text, where the original's grows with its square.

Source  Hutto & Gilbert (2014); the constants are theirs.
"""

from __future__ import annotations

import string
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from collections.abc import Set as AbstractSet

BOOST = 0.293  # what "very" adds to the word after it
CAPITALS = 0.733  # what CAPITALS add among words in small letters
NEGATION = -0.74  # what "not" multiplies by
NEVER_SO = 1.25  # "never so good" praises
FADING = (1.0, 0.95, 0.9)  # a booster one, two, three words before
SHORTEST_WORD = 3  # what is shorter without its punctuation was an emoticon, and stays whole

_NEGATORS = """
    aint arent cannot cant couldnt darent didnt doesnt dont hadnt hasnt havent isnt mightnt mustnt
    neednt oughtnt shant shouldnt wasnt werent wont wouldnt neither never none nope nor not nothing
    nowhere uhuh uh-uh without rarely seldom despite
"""
NEGATORS = frozenset(_NEGATORS.split())  # and whatever holds n't
_STRENGTHENERS = """
    absolutely amazingly awfully completely considerable considerably decidedly deeply effing
    enormous enormously entirely especially exceptional exceptionally extreme extremely fabulously
    flipping flippin frackin fracking fricking frickin frigging friggin fully fuckin fucking fuggin
    fugging greatly hella highly hugely incredible incredibly intensely major majorly more most
    particularly purely quite really remarkably so substantially thoroughly total totally tremendous
    tremendously uber unbelievably unusually utter utterly very
"""
_WEAKENERS = """
    almost barely hardly kinda kindof kind-of less little marginal marginally occasional
    occasionally partly scarce scarcely slight slightly somewhat sorta sortof sort-of
"""
BOOSTERS = dict.fromkeys(_STRENGTHENERS.split(), BOOST)
BOOSTERS |= dict.fromkeys(_WEAKENERS.split(), -BOOST)
WEAK_PAIRS = ("just enough", "kind of", "sort of")
IDIOMS = {
    "the shit": 3.0,
    "the bomb": 3.0,
    "bad ass": 1.5,
    "bus stop": 0.0,
    "yeah right": -2.0,
    "kiss of death": -1.5,
    "to die for": 3.0,
    "beating heart": 3.5,
}  # the original's "badass" is left out: it looks for two words and more, so it never finds it
# a phrase can only be there when one of its own words is: function words are not looked for
_LITTLE_WORDS = frozenset({"the", "of", "to", "for"})
PHRASE_WORDS = frozenset(" ".join([*IDIOMS, *WEAK_PAIRS]).split()) - _LITTLE_WORDS
_TURNING = NEGATORS | BOOSTERS.keys() | PHRASE_WORDS | {"no", "so", "this", "least"}
# words that act on others even where they carry no weight themselves
ACTING = _TURNING | {"or", "doubt", "at", "but"}
_ASKED_FOR = ACTING | _LITTLE_WORDS


@dataclass(slots=True)
class Word:
    """What a token alone tells.

    lower : without outer punctuation, in lower case; '' if no list holds it and no rule asks for it
    lead, size : characters of punctuation before the word, and its length
    capitals : all in capitals
    listed : is it in each list?
    weights : its valence in each list, 0 where it is not listed or acts as a booster
    marked : has a weight, or is *but*
    turning : may change the weight of a word after it
    negates, boost : a negator; what it adds as a booster
    """

    lower: str
    lead: int
    size: int
    capitals: bool
    listed: tuple[bool, ...]
    weights: tuple[float, ...]
    marked: bool
    turning: bool
    negates: bool
    boost: float


class Reader(dict[str, Word]):
    """Tokens met so far and what each of them tells: every token is taken apart once.

    Tokens that tell nothing share one of two words, so a large vocabulary takes little memory.

    lists : the word lists, each word with its valence
    without : words to be read as if no list held them
    """

    LIMIT = 500_000  # distinct tokens kept; then it begins anew, with the same result

    def __init__(self, lists: Sequence[Mapping[str, float]], without: AbstractSet[str]) -> None:
        super().__init__()
        self.lists = lists
        self.without = without
        self.nothing = tuple([0.0 for _ in lists])
        self.silent = {capitals: self._silent(capitals=capitals) for capitals in (False, True)}

    def _silent(self, *, capitals: bool) -> Word:
        nowhere = tuple([False for _ in self.lists])
        return Word("", 0, 0, capitals, nowhere, self.nothing, False, False, False, 0.0)

    def __missing__(self, token: str) -> Word:
        if len(self) >= self.LIMIT:
            self.clear()
        word = self[token] = self._take_apart(token)
        return word

    def _take_apart(self, token: str) -> Word:
        bare = token.strip(string.punctuation)
        if len(bare) < SHORTEST_WORD:
            bare = token
        lower = bare.lower()
        listed = tuple([lower in words and lower not in self.without for words in self.lists])
        if not (True in listed or lower in _ASKED_FOR or "n't" in lower):
            return self.silent[bare.isupper()]
        weights = self._weights(lower, listed)
        negates = lower in NEGATORS or "n't" in lower
        return Word(
            lower=lower,
            lead=token.index(bare),
            size=len(bare),
            capitals=bare.isupper(),
            listed=listed,
            weights=weights,
            marked=weights is not self.nothing or lower == "but",
            turning=negates or lower in _TURNING,
            negates=negates,
            boost=BOOSTERS.get(lower, 0.0),
        )

    def _weights(self, lower: str, listed: Sequence[bool]) -> tuple[float, ...]:
        if lower in BOOSTERS or True not in listed:
            return self.nothing
        return tuple([words.get(lower, 0.0) for words in self.lists])


def stands_alone(words: Sequence[Word], i: int) -> bool:
    """Tell whether no rule can touch word `i`, so that its listed weight is its weight."""
    word = words[i]
    return not (
        word.capitals
        or word.turning
        or (i and words[i - 1].turning)
        or (i > 1 and words[i - 2].turning)
        or (i > 2 and words[i - 3].turning)  # noqa: PLR2004 - the rules look three words back
    )


def is_mixed(words: Sequence[Word]) -> bool:
    """Tell whether some, but not all, words stand in capitals: only then are they emphasis."""
    return 0 < [word.capitals for word in words].count(True) < len(words)


def weigh(words: Sequence[Word], i: int, book: int, *, mixed: bool) -> tuple[float, list[str]]:
    """Weigh word `i` by list number `book`; say which rules changed its weight.

    mixed : the sentence has words in capitals and others
    """
    word = words[i]
    if not word.listed[book] or (word.lower == "kind" and _lower(words, i + 1) == "of"):
        return 0.0, []
    near = [w.lower for w in words[max(i - 3, 0) : i]]
    weight = _Weight(words, i, book, mixed, ["", "", "", *near][-3:], word.weights[book], [])
    weight.beside_no()
    if word.capitals and mixed:
        weight.in_capitals()
    for back in range(1, len(near) + 1):
        if not words[i - back].listed[book]:
            weight.after_booster(back)
            weight.after_negator(back)
            if back == 3 and weight.may_be_phrase():  # noqa: PLR2004 - the third only, as there
                weight.in_phrase()
    weight.after_least()
    return weight.valence, weight.notes


@dataclass(slots=True)
class _Weight:
    """The weight of word `i` in list `book` while one rule after the other looks at it.

    near : the three words before in lower case, '' where there are none
    """

    words: Sequence[Word]
    i: int
    book: int
    mixed: bool
    near: list[str]
    valence: float
    notes: list[str]

    def multiply(self, factor: float, note: str) -> None:
        self.valence *= factor
        self.notes.append(note)

    def beside_no(self) -> None:
        """Turn a word after *no*; *no* weighs nothing itself where it turns the next word."""
        three, two, one = self.near
        if "no" in (one, two) or (three == "no" and one in ("or", "nor")):
            self.multiply(NEGATION, "negated")
        elif self.words[self.i].lower == "no" and self.next_is_listed():
            self.valence = 0.0

    def next_is_listed(self) -> bool:
        after = self.i + 1
        return after < len(self.words) and self.words[after].listed[self.book]

    def in_capitals(self) -> None:
        self.valence += CAPITALS if self.valence > 0 else -CAPITALS
        self.notes.append("capitals")

    def after_booster(self, back: int) -> None:
        """Move the weight away from 0, or towards it, for *very* or *hardly*."""
        booster = self.words[self.i - back]
        if not booster.boost:
            return
        change = -booster.boost if self.valence < 0 else booster.boost
        if booster.capitals and self.mixed:
            change += CAPITALS if self.valence > 0 else -CAPITALS
        self.valence += change * FADING[back - 1]
        self.notes.append("boosted" if booster.boost > 0 else "dampened")

    def after_negator(self, back: int) -> None:
        """Turn the weight for *not*; *never so* praises, *without doubt* does nothing."""
        if back > 1 and self.never_so(back):
            self.multiply(NEVER_SO, "boosted")
        elif self.words[self.i - back].negates and not self.without_doubt(back):
            self.multiply(NEGATION, "negated")

    def never_so(self, back: int) -> bool:
        three, two, one = self.near
        if back == 2:  # noqa: PLR2004 - words before
            return two == "never" and one in ("so", "this")
        # the original's brackets: three words back, "so" or "this" right before needs no "never"
        return one in ("so", "this") or (three == "never" and two in ("so", "this"))

    def without_doubt(self, back: int) -> bool:
        return self.near[-back] == "without" and "doubt" in self.near[-back:]

    def may_be_phrase(self) -> bool:
        return not PHRASE_WORDS.isdisjoint([*self.near, self.words[self.i].lower])

    def in_phrase(self) -> None:
        """Set the weight where an idiom ends, or starts, here; dampen it after *kind of*."""
        three, two, one = self.near
        here, after, second = (_lower(self.words, self.i + ahead) for ahead in range(3))
        ending = [f"{one} {here}", f"{two} {one} {here}", f"{two} {one}"]
        ending += [f"{three} {two} {one}", f"{three} {two}"]
        found = [phrase for phrase in ending if phrase in IDIOMS][:1]
        starting = (f"{here} {after}", f"{here} {after} {second}")
        found += [phrase for phrase in starting if phrase in IDIOMS]
        if found:
            self.valence = IDIOMS[found[-1]]
            self.notes.append("idiom")
        for pair in (f"{three} {two}", f"{two} {one}"):
            if pair in WEAK_PAIRS:  # subtracted whatever the sign, as in the original
                self.valence -= BOOST
                self.notes.append("dampened")

    def after_least(self) -> None:
        """Turn the weight after *least*, unless it is *at least* or *very least*."""
        _, two, one = self.near
        if one != "least" or self.words[self.i - 1].listed[self.book]:
            return
        if two not in ("at", "very"):
            self.multiply(NEGATION, "negated")


def _lower(words: Sequence[Word], i: int) -> str:
    return words[i].lower if 0 <= i < len(words) else ""
