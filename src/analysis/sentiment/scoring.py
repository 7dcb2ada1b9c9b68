"""Tone of sentences: two word lists under one set of rules, and how far they agree."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from analysis.errors import DataError, UsageError
from analysis.schema.tone import TONE, VADER
from analysis.sentiment import lexicon, reading
from analysis.sentiment.domain import AS_LISTED, lists
from analysis.sentiment.rules import Reader

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from collections.abc import Set as AbstractSet

    from numpy.typing import NDArray

    from analysis.sentiment.domain import DomainWords

# 1/SD of each compound, normalised to 1: SD .493 and .444 on the tweets and product reviews rated
# by people (Hutto & Gilbert 2014). Each list alone reaches r .50 on newspaper editorials, this .55.
VADER_SHARE, HU_LIU_SHARE = 0.47, 0.53
NOTHING: frozenset[str] = frozenset()


def score(
    texts: Iterable[str],
    *,
    without: AbstractSet[str] = NOTHING,
    domain: DomainWords = AS_LISTED,
) -> pd.DataFrame:
    """Score the tone of sentences with two word lists.

    texts : sentences: a list, a Series, an Arrow array
    without : words, in lower case, to be read as if no list held them
    domain : what a user drops, flips or adds. The rules stay, and so does the sum: `vader` and
        `hu_liu` are then the compounds of the two lists as changed. VADER's own numbers, which
        nothing changes, are those of the function `vader`.
    Returns  TONE, a row per text, with the index of a Series
    Raises   UsageError for one string in place of a list; DataError where a text is missing.
    Source   Hutto & Gilbert (2014) for the rules and the first list; Hu & Liu (2004).

    `agreement`: a list *speaks* where a word of it keeps a weight other than 0 after the rules.
    *agree*: both speak with the same sign; *lean*: one speaks, and not as 0; *mixed*: the signs
    differ, or the words of a list that speaks cancel to a compound of 0; *no evidence*: none
    speaks, and `tone` is NaN.
    """
    sentences = strings(texts)
    reader = Reader(lists(domain), without | frozenset(domain.drop))
    rows = [_score(text, reader) for text in sentences]
    both = np.array([row[:2] for row in rows], dtype=np.float64).reshape(-1, 2)
    words = [row[2] for row in rows]
    table = _table(both, words)
    table.index = texts.index if isinstance(texts, pd.Series) else table.index
    return TONE.check(table)


def vader(texts: Iterable[str]) -> pd.DataFrame:
    """Give the four numbers of VADER.

    Those of vaderSentiment 3.3.2 on the text with keyboard quotes, apostrophes and dashes.

    texts : sentences: a list, a Series, an Arrow array
    Returns  VADER, a row per text
    """
    reader = Reader((lexicon.vader(),), NOTHING)
    rows = [_four(text, reader) for text in strings(texts)]
    return VADER.check(pd.DataFrame(rows, columns=VADER.names, dtype="float64"))


def _score(text: str, reader: Reader) -> tuple[float, float, list[reading.Spoken]]:
    sentence = reading.take_apart(text, reader)
    found = reading.hits(sentence.words)
    if not found:
        return 0.0, 0.0, []
    marks = reading.emphasis(sentence.text)
    vader_weights, hu_liu_weights = zip(*[weights for _, weights, _ in found], strict=True)
    return (
        reading.compound(vader_weights, marks),
        reading.compound(hu_liu_weights, marks),
        reading.spoken(text, sentence, found),
    )


def _four(text: str, reader: Reader) -> tuple[float, float, float, float]:
    sentence = reading.take_apart(text, reader)
    weights = [weights[0] for _, weights, _ in reading.hits(sentence.words)]
    marks = reading.emphasis(sentence.text)
    n_tokens = len(sentence.tokens)
    return *reading.shares(weights, n_tokens, marks), reading.compound(weights, marks)


def strings(texts: Iterable[str]) -> list[str]:
    """Make a list of the texts, whatever holds them."""
    if isinstance(texts, str):
        raise UsageError("texts is one string. Give a list of sentences.")
    to_list = getattr(texts, "to_pylist", None) or getattr(texts, "tolist", None)
    sentences = list(to_list()) if to_list else list(texts)
    missing = [n for n, text in enumerate(sentences) if not isinstance(text, str)]
    if missing:
        first = ", ".join(map(str, missing[:5]))
        raise DataError(f"{len(missing)} texts are not strings (number {first}). Leave them out.")
    return sentences


def _table(both: NDArray[np.float64], words: list[list[reading.Spoken]]) -> pd.DataFrame:
    classes = _agreement(both, words)
    tone = both @ np.array([VADER_SHARE, HU_LIU_SHARE])
    return pd.DataFrame(
        {
            "tone": np.where(classes == "no evidence", np.nan, tone),
            "vader": both[:, 0],
            "hu_liu": both[:, 1],
            "agreement": pd.Series(classes, dtype="str"),
            "words": column_of(words),
        }
    )


def column_of(lists: Sequence[Any]) -> NDArray[np.object_]:
    """Make a column of lists, one in each cell."""
    column = np.empty(len(lists), dtype=object)
    column[:] = lists
    return column


def _agreement(both: NDArray[np.float64], words: list[list[reading.Spoken]]) -> NDArray[np.str_]:
    """Say for every sentence how far the two lists agree."""
    speaks = np.array([_speaking(own) for own in words], dtype=bool).reshape(-1, 2)
    cancels = (speaks & (both == 0)).any(axis=1)
    product = both.prod(axis=1)
    return np.select(
        [~speaks.any(axis=1), cancels | (product < 0), speaks.all(axis=1)],
        ["no evidence", "mixed", "agree"],
        default="lean",
    )


def _speaking(words: list[reading.Spoken]) -> tuple[bool, bool]:
    return any(word[3] for word in words), any(word[4] for word in words)
