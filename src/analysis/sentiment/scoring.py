"""Tone of sentences: two word lists under one set of rules, and how far they agree."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from analysis.errors import DataError, UsageError
from analysis.schema.tone import TONE, VADER
from analysis.sentiment import lexicon, reading
from analysis.sentiment.domain import AS_LISTED, lists
from analysis.sentiment.rules import Reader

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from collections.abc import Set as AbstractSet

    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Bools = NDArray[np.bool_]

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
    parts = score_batches(strings(texts), without=without, domain=domain)
    table = pd.concat(parts, ignore_index=True)
    table.index = texts.index if isinstance(texts, pd.Series) else table.index
    return TONE.check(table)


def score_batches(
    texts: Iterable[str],
    *,
    without: AbstractSet[str] = NOTHING,
    domain: DomainWords = AS_LISTED,
    n_jobs: int = 1,
) -> Iterator[pd.DataFrame]:
    """Score sentences that need not fit in memory, part by part, in one or several processes.

    texts : sentences; read no further than the parts at work
    without, domain : as for `score`
    n_jobs : processes; -1 for one on each core. The numbers do not depend on it.
    Returns  TONE for one part after the other, some 500,000 characters of text each: together
        the rows of `score`
    Raises   UsageError for one string in place of many; DataError at the first missing text
    """
    parts = reading.batches(_plain(texts))
    if n_jobs == 1:
        yield from map(partial(_score, reader=_reader(without, domain)), parts)
        return
    from sklearn.utils.parallel import Parallel, delayed  # noqa: PLC0415 - a second to load

    work = delayed(partial(_score_apart, without=without, domain=domain))
    with Parallel(n_jobs=n_jobs, return_as="generator") as parallel:
        yield from parallel(work(part) for part in parts)


def vader(texts: Iterable[str]) -> pd.DataFrame:
    """Give the four numbers of VADER.

    Those of vaderSentiment 3.3.2 on the text with keyboard quotes, apostrophes and dashes.

    texts : sentences: a list, a Series, an Arrow array
    Returns  VADER, a row per text
    """
    reader = Reader((lexicon.vader(),), NOTHING)
    parts = [_four(part, reader) for part in reading.batches(strings(texts))]
    return VADER.check(pd.DataFrame(np.concatenate(parts, axis=1).T, columns=VADER.names))


def _reader(without: AbstractSet[str], domain: DomainWords) -> Reader:
    return Reader(lists(domain), without | frozenset(domain.drop))


def _score_apart(texts: list[str], without: AbstractSet[str], domain: DomainWords) -> pd.DataFrame:
    return _score(texts, _reader(without, domain))


def _score(texts: Sequence[str], reader: Reader) -> pd.DataFrame:
    batch = reading.take_apart(texts, reader)
    found = reading.hits(batch, reader)
    both = reading.compound(batch, found)
    speaks = reading.count_speaking(batch, found) > 0
    classes = _agreement(both, speaks)
    tone = VADER_SHARE * both[0] + HU_LIU_SHARE * both[1]
    words = reading.by_sentence(batch, found, reading.spoken(batch, found, reader))
    return pd.DataFrame(
        {
            "tone": np.where(speaks.any(axis=0), tone, np.nan),
            "vader": both[0],
            "hu_liu": both[1],
            "agreement": pd.Series(classes, dtype="str"),
            "words": column_of(words),
        }
    )


def _four(texts: Sequence[str], reader: Reader) -> Floats:
    batch = reading.take_apart(texts, reader)
    found = reading.hits(batch, reader)
    return np.vstack([reading.shares(batch, found), reading.compound(batch, found)])


def strings(texts: Iterable[str]) -> list[str]:
    """Make a list of the texts, whatever holds them."""
    sentences = list(_plain(texts))
    missing = [n for n, text in enumerate(sentences) if not isinstance(text, str)]
    if missing:
        first = ", ".join(map(str, missing[:5]))
        raise DataError(f"{len(missing)} texts are not strings (number {first}). Leave them out.")
    return sentences


def _plain(texts: Iterable[str]) -> Iterable[str]:
    """Give the strings of a Series or an Arrow array; leave what else can be read one by one."""
    if isinstance(texts, str):
        raise UsageError("texts is one string. Give a list of sentences.")
    to_list = getattr(texts, "to_pylist", None) or getattr(texts, "tolist", None)
    plain: Iterable[str] = to_list() if to_list else texts
    return plain


def column_of(lists: Sequence[Any]) -> NDArray[np.object_]:
    """Make a column of lists, one in each cell."""
    column = np.empty(len(lists), dtype=object)
    column[:] = lists
    return column


def _agreement(both: Floats, speaks: Bools) -> NDArray[np.str_]:
    """Say for every sentence how far the two lists agree."""
    cancels = (speaks & (both == 0)).any(axis=0)
    product = both.prod(axis=0)
    return np.select(
        [~speaks.any(axis=0), cancels | (product < 0), speaks.all(axis=0)],
        ["no evidence", "mixed", "agree"],
        default="lean",
    )
