"""Words of a field: what a user drops from the word lists, turns, or adds to them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from analysis.sentiment import lexicon, rules

if TYPE_CHECKING:
    from collections.abc import Mapping

    Words = Mapping[str, float]

HEAVIEST = 4.0  # valence points, as in VADER's list


@dataclass(frozen=True)
class DomainWords:
    """What is to be changed in both word lists; words in lower case, as the lists have them.

    drop : read as if no list held them; as negators and boosters they act on
    flip : their weight with the other sign, in each list that holds them
    add : their weight in both lists, in valence points from -4 to 4, whatever they had before
    file : name of the file they stand in; '' for none
    """

    drop: tuple[str, ...] = ()
    flip: tuple[str, ...] = ()
    add: tuple[tuple[str, float], ...] = ()
    file: str = ""

    @property
    def n(self) -> int:
        """How many words are changed."""
        return len(self.drop) + len(self.flip) + len(self.add)


AS_LISTED = DomainWords()


def lists(domain: DomainWords) -> tuple[Words, Words]:
    """Give both word lists with the changes of a user; words to drop are left to the reader."""
    return _changed(lexicon.vader(), domain), _changed(lexicon.hu_liu(), domain)


def extended(domain: DomainWords) -> Words:
    """Give the re-weighted, extended list with the same changes."""
    return _changed(lexicon.extended(), domain)


def _changed(words: Words, domain: DomainWords) -> Words:
    if not domain.flip and not domain.add:
        return words
    flipped = {word: -words[word] for word in domain.flip if word in words}
    return {**words, **flipped, **dict(domain.add)}


def acts_by_rule(word: str) -> bool:
    """Tell whether a word has its effect by a rule alone, so that a weight would change nothing."""
    return word in rules.BOOSTERS or word == "but"
