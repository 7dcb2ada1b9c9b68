"""The word lists: VADER's, Hu & Liu's, one made of both, the emoji, candidates for topic words.

Sources, licences and how the files were made: `data/README.md`.
"""

from __future__ import annotations

from functools import cache
from importlib import resources
from types import MappingProxyType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

# the root mean square of VADER's 7,506 valences: a Hu & Liu word then weighs as much as the
# average word of the other list, and VADER's constants keep their meaning
HU_LIU_WEIGHT = 1.71


@cache
def vader() -> Mapping[str, float]:
    """Give VADER's words with their mean valence, -4 to 4.

    Source  Hutto & Gilbert (2014).
    """
    pairs = (line.split("\t") for line in lines("vader_lexicon.txt"))
    return MappingProxyType({word: float(valence) for word, valence in pairs})


@cache
def hu_liu() -> Mapping[str, float]:
    """Give the opinion words of Hu & Liu with +-1.71.

    Left out are entries with blanks, which no token can match, and the three words that stand on
    both sides of the list (*envious* and kin): they have no direction.

    Source  Hu & Liu (2004).
    """
    positive, negative = (set(lines(f"hu_liu_{side}.txt")) for side in ("positive", "negative"))
    signs = dict.fromkeys(positive - negative, 1) | dict.fromkeys(negative - positive, -1)
    return MappingProxyType(
        {word: sign * HU_LIU_WEIGHT for word, sign in sorted(signs.items()) if " " not in word}
    )


@cache
def extended() -> Mapping[str, float]:
    """Give the words of the re-weighted, extended list with their weights.

    Both lists in one, their weights changed as rated sentences ask for, and words of similar use
    added. `data/README.md` says how it is made, and what it is good for.
    """
    return MappingProxyType({word: float(weight) for word, weight, _ in _extended()})


@cache
def inferred() -> frozenset[str]:
    """Give the words of the extended list that stand in neither list: nobody rated them."""
    return frozenset(word for word, _, flag in _extended() if flag)


@cache
def _extended() -> tuple[list[str], ...]:
    """Read the list once for both: word, weight, flag."""
    return tuple(line.split("\t") for line in lines("tone_en.tsv"))


@cache
def emoji() -> Mapping[str, str]:
    """Give the emoji of one character with their descriptions in words."""
    return MappingProxyType(dict(line.split("\t") for line in lines("vader_emoji.txt")))


@cache
def topic_words() -> frozenset[str]:
    """Give words of the lists that often name the topic of a news text rather than judge it."""
    return frozenset(lines("topic_words.txt"))


def lines(name: str) -> list[str]:
    """Read the lines of a file of the package, without blank ones and remarks."""
    text = (resources.files("analysis.sentiment") / "data" / name).read_text("utf-8")
    return [line for line in text.split("\n") if line and not line.startswith("#")]
