"""What was likely meant by a word that is not there."""

from __future__ import annotations

import re
from collections import Counter
from difflib import get_close_matches
from typing import TYPE_CHECKING

from analysis import tokens

if TYPE_CHECKING:
    import pandas as pd

_WILD = frozenset("*?")
_LENGTH = 2  # letters more or fewer than asked for


def not_there(docs: pd.DataFrame, query: str) -> str:
    """Say that a query is met nowhere, and name the word that was likely meant."""
    said = f"{query!r} is not in these texts"
    texts = [tokens.fold(text) for text in docs["text"].tolist()]
    words = [word for word in tokens.fold(query).split() if _WILD.isdisjoint(word)]
    missing = [word for word in words if not any(word in text for text in texts)]
    if words and not missing:
        alone = len(words) == 1
        return f"{said} as a whole word" if alone else f"{said}; its words stand apart"
    near = [found for word in missing for found in _near(texts, word)]
    return f"{said}; did you mean {near[0]!r}?" if near else said


def _near(texts: list[str], word: str) -> list[str]:
    """Find a word of the texts that is spelled much like `word`; the commonest of equals.

    Only words with its first letter and about its length are compared: all 100,000 words of a
    large corpus take 10 seconds, these a few tenths.
    """
    least, most = max(len(word) - 1 - _LENGTH, 0), len(word) - 1 + _LENGTH
    alike = re.compile(rf"\b{re.escape(word[0])}\w{{{least},{most}}}\b")
    counts = Counter(found for text in texts for found in alike.findall(text))
    ranked = sorted(counts, key=lambda found: (-counts[found], found))
    return get_close_matches(word, ranked, n=1, cutoff=0.7)
