"""What a word is: two rules, named in every report.

`plain` is scikit-learn's default pattern and serves as the oracle. `word` keeps what a reader
would call one word: *don't*, *twenty-one*, *U.S.*, *I*.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Literal

import regex

from analysis.errors import UsageError, did_you_mean

WordRule = Literal["plain", "word"]
Pattern = re.Pattern[str] | regex.Pattern[str]
WORD_RULES: tuple[WordRule, ...] = ("plain", "word")
MAX_TOKEN_CHARS = 200  # a longer run is no word: it counts as a token and has no term
_PLAIN = r"(?u)\b\w\w+\b"  # CountVectorizer's default token_pattern, with its own engine
# a dotted abbreviation whole, or a run of letters, digits and marks with inner ' and -;
# `regex` because `re` has no class of marks, without which Devanagari falls to pieces
_WORD = (
    r"(?<![\w.])\p{L}(?:\.\p{L})+(?!\w)\.?"
    r"|[\p{L}\p{N}\p{M}]+(?:['\u2019\u02bc\u2011-][\p{L}\p{N}\p{M}]+)*"
)
_STRAIGHT = {"\u2019": "'", "\u02bc": "'", "\u2011": "-"}


@cache
def pattern(words: WordRule) -> Pattern:
    """Compile the pattern of a word rule.

    Raises UsageError for a rule that does not exist.
    """
    if words == "plain":
        return re.compile(_PLAIN)
    if words == "word":
        return regex.compile(_WORD)
    raise UsageError(f"words={words!r}: no such word rule; {did_you_mean(words, WORD_RULES)}")


def fold(text: str, words: WordRule = "word") -> str:
    """Fold what counts as the same term: lower case; under `word` also straight ' and -."""
    folded = text.lower()
    if words == "plain" or folded.isascii():
        return folded
    for curved, straight in _STRAIGHT.items():  # str.translate takes ten times as long
        folded = folded.replace(curved, straight)
    return folded


def tokenize(text: str, words: WordRule = "word") -> list[str]:
    """List the tokens of `text`, folded, in order."""
    return pattern(words).findall(fold(text, words))


def spans(text: str, words: WordRule = "word") -> list[tuple[int, int]]:
    """List the tokens of `text` as (start, end) character spans into it, unfolded."""
    return [match.span() for match in pattern(words).finditer(text)]
