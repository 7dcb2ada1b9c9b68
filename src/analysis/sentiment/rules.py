"""The words of VADER's rules, and what each token tells by itself.

They are those of vaderSentiment 3.3.2, oddities included, so that its numbers are met exactly. What
depends on a token alone is found once (`Reader`); what depends on its neighbours: `weighing`.

Source  Hutto & Gilbert (2014); the constants are theirs.
"""

from __future__ import annotations

import string
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from collections.abc import Set as AbstractSet

    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Ints = NDArray[np.int64]
    Bools = NDArray[np.bool_]

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
# the number of every word that a rule asks for by name; all others have 0
NAMES = {word: n for n, word in enumerate(sorted(_ASKED_FOR), 1)}


class Words(NamedTuple):
    """What tokens alone tell, a column for each token.

    name : number in NAMES of the token in lower case without outer punctuation
    lead, size : characters of punctuation before the word, and its length
    capitals : all in capitals
    listed : is it in each list? shape (n_lists, n_tokens)
    weights : its valence in each list, 0 where it is not listed or acts as a booster; same shape
    marked : has a weight in a list that holds it, or is *but*
    turning : may change the weight of a word after it
    negates, boost : a negator; what it adds as a booster
    """

    name: Ints
    lead: Ints
    size: Ints
    capitals: Bools
    listed: Bools
    weights: Floats
    marked: Bools
    turning: Bools
    negates: Bools
    boost: Floats


class Reader(dict[str, int]):
    """The number of each token met so far: every token is taken apart once.

    What no list holds and no rule asks for has number 0, or 1 in capitals, so that a large
    vocabulary takes little memory. `lower` and `words()` say what the numbers stand for.

    lists : the word lists, each word with its valence
    without : words to be read as if no list held them
    """

    LIMIT = 500_000  # distinct tokens kept; then it begins anew, with the same result

    def __init__(self, lists: Sequence[Mapping[str, float]], without: AbstractSet[str]) -> None:
        super().__init__()
        self.lists = lists
        self.without = without
        self.known = _ASKED_FOR.union(*lists)
        self.lower: list[str] = []
        self._begin()

    def _begin(self) -> None:
        self.clear()
        self.lower[:] = ["", ""]
        self._shapes = [(0, 0, False), (0, 0, True)]
        self._words = self._columns(0)

    def look_up(self, tokens: Iterable[str]) -> Ints:
        """Give the number of each token; numbers given before no longer hold."""
        if len(self) >= self.LIMIT:
            self._begin()
        return np.array([self[token] for token in tokens], np.int64)

    def words(self) -> Words:
        """Say what all numbers given so far stand for."""
        n = len(self._words.name)
        if n < len(self.lower):
            pairs = zip(self._words, self._columns(n), strict=True)
            self._words = Words(*[np.concatenate(pair, axis=-1) for pair in pairs])
        return self._words

    def __missing__(self, token: str) -> int:
        number = self[token] = self._take_apart(token)
        return number

    def _take_apart(self, token: str) -> int:
        bare = token.strip(string.punctuation)
        if len(bare) < SHORTEST_WORD:
            bare = token
        lower = bare.lower()
        if lower not in self.known and "n't" not in lower:
            return int(bare.isupper())
        self.lower.append(lower)
        self._shapes.append((token.index(bare), len(bare), bare.isupper()))
        return len(self.lower) - 1

    def _columns(self, first: int) -> Words:
        """Make the columns from number `first` on."""
        lower = self.lower[first:]
        lead, size, capitals = np.array(self._shapes[first:], np.int64).T
        held = [[w in words and w not in self.without for w in lower] for words in self.lists]
        listed = np.array(held, bool)
        valence = np.array([[words.get(w, 0.0) for w in lower] for words in self.lists])
        boost = np.array([BOOSTERS.get(word, 0.0) for word in lower])
        weighty = listed & (boost == 0)
        negates = [word in NEGATORS or "n't" in word for word in lower]
        return Words(
            name=np.array([NAMES.get(word, 0) for word in lower], np.int64),
            lead=lead,
            size=size,
            capitals=capitals.astype(bool),
            listed=listed,
            weights=np.where(weighty, valence, 0.0),
            marked=weighty.any(axis=0) | np.array([word == "but" for word in lower], bool),
            turning=np.array(negates) | np.array([word in _TURNING for word in lower], bool),
            negates=np.array(negates),
            boost=boost,
        )
