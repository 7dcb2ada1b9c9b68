"""Which words are common words, so that a capital at the start of a sentence says nothing."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

import regex

from analysis import tokens
from analysis.entities import gazetteer

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

_MARGIN = r"[^\p{L}\p{N}]{0,8}"  # bounded: dots without end would take quadratic time
_FIRST = regex.compile(
    rf"^{_MARGIN}[\p{{L}}\p{{N}}]+|[.:!?\u2026][\"'\u201d\u2019)]*\s+{_MARGIN}\p{{L}}+"
)
_SMALL = regex.compile(r"(?<![\p{L}\p{N}])\p{Ll}+")
_CAPITAL = regex.compile(r"(?<![\p{L}\p{N}])\p{Lu}\p{Ll}+")
PEOPLE = ("ian", "ians", "ese", "ish", "ans", "can")  # Ukrainian, Japanese: no common words


@dataclass(frozen=True, eq=False)
class Casing:
    """How often these texts write a word small, and with a capital inside a sentence."""

    small: Mapping[str, int]
    capital: Mapping[str, int]

    def is_small(self, word: str) -> bool:
        """Tell whether these texts write a word small more often than with a capital."""
        return self.small.get(word.lower(), 0) > self.capital.get(word.lower(), 0)

    def is_common(self, word: str) -> bool:
        """Tell whether a word is a common one; these texts decide before any dictionary."""
        low = word.lower()
        if low in tokens.stop_list("en"):
            return True
        small, capital = self.small.get(low, 0), self.capital.get(low, 0)
        if small or capital:
            return small > capital
        return is_listed(low) and not _is_name(word)


def casing(texts: Iterable[str]) -> Casing:
    """Count small and capital forms in the sentences of a corpus.

    texts : sentences; a word at their start, or after a full stop or colon, is not counted
    """
    small: Counter[str] = Counter()
    capital: Counter[str] = Counter()
    for text in texts:  # 30 us a sentence
        inner = _FIRST.sub(" ", text)
        small.update(_SMALL.findall(inner))
        capital.update(map(str.lower, _CAPITAL.findall(inner)))
    return Casing(small, capital)


@lru_cache(maxsize=100_000)
def is_listed(low: str) -> bool:
    """Tell whether a dictionary of English words holds it; that holds names too."""
    import simplemma  # noqa: PLC0415 - its dictionary takes a third of a second to load

    return bool(simplemma.is_known(low, lang="en"))


def _is_name(word: str) -> bool:
    known = gazetteer.known().get(word)
    return known is not None or word in gazetteer.given_names() or word.endswith(PEOPLE)
