"""A third reading: one list made of both, re-weighted, with words of similar use added."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from analysis.schema.tone import EXTENDED, SENTENCE_EXTENDED
from analysis.sentiment import domain as domains
from analysis.sentiment import lexicon, reading
from analysis.sentiment.domain import AS_LISTED
from analysis.sentiment.groups import overall
from analysis.sentiment.passages import read_otherwise
from analysis.sentiment.rules import Reader
from analysis.sentiment.scoring import column_of, strings

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from analysis.sentiment.domain import DomainWords

# a word that spoke: (start, end, surface, weight after the rules, inferred, note)
Weighed = tuple[int, int, str, float, bool, str]


def extended(texts: Iterable[str], *, domain: DomainWords = AS_LISTED) -> pd.DataFrame:
    """Score the tone of sentences with the extended list, under the rules of the other two.

    texts : sentences: a list, a Series, an Arrow array
    domain : what a user drops, flips or adds
    Returns  EXTENDED, a row per text, with the index of a Series
    Raises   UsageError for one string in place of a list; DataError where a text is missing.
    """
    reader = Reader((domains.extended(domain),), frozenset(domain.drop))
    parts = [_score(part, reader) for part in reading.batches(strings(texts))]
    table = pd.concat(parts, ignore_index=True)
    table.index = texts.index if isinstance(texts, pd.Series) else table.index
    return EXTENDED.check(table)


def extended_sentences(
    sentence_tone: pd.DataFrame, docs: pd.DataFrame, *, domain: DomainWords = AS_LISTED
) -> pd.DataFrame:
    """Score the sentences whose language is covered once more, with the extended list.

    sentence_tone : SENTENCE_TONE
    docs : DOCUMENTS, with at least the documents of `sentence_tone`
    Returns  SENTENCE_EXTENDED, in the order of `sentence_tone`
    """
    read = read_otherwise(sentence_tone, docs, partial(extended, domain=domain))
    return SENTENCE_EXTENDED.check(read)


def overall_extended(sentence_extended: pd.DataFrame, docs: pd.DataFrame) -> pd.DataFrame:
    """Average the extended list's tone of all, as `overall` does that of the two lists.

    Returns  TONE_OVERALL
    """
    return overall(sentence_extended.assign(tone=sentence_extended["extended"]), docs)


def _score(texts: Sequence[str], reader: Reader) -> pd.DataFrame:
    batch = reading.take_apart(texts, reader)
    found = reading.hits(batch, reader)
    (tone,) = reading.compound(batch, found)
    (n_speaking,) = reading.count_speaking(batch, found)
    rows = reading.spoken(batch, found, reader)
    lower = [reader.lower[number] for number in batch.numbers[found.at]]
    weighed = [
        (*spoken, word in lexicon.inferred(), note)
        for (*spoken, note), word in zip(rows, lower, strict=True)
    ]
    words = column_of(reading.by_sentence(batch, found, weighed))
    return pd.DataFrame({"extended": np.where(n_speaking > 0, tone, np.nan), "words": words})
