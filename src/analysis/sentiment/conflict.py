"""Whether the texts are about conflict or disaster, where word lists are least to be trusted."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import scipy.sparse as sp

from analysis import terms
from analysis.errors import DataError
from analysis.schema.tone import TONE_CONFLICT
from analysis.sentiment import lexicon

if TYPE_CHECKING:
    from analysis.terms import DocumentTermMatrix

LEVEL = 0.2  # of the scored languages' sentences
_NAMED = 5  # words given as examples


def word_counts(docs: pd.DataFrame, sents: pd.DataFrame) -> DocumentTermMatrix:
    """Count every word in every sentence; a matrix without columns where no text holds a word.

    docs : DOCUMENTS; sents : SENTENCES
    """
    index = terms.index(docs, sentences=sents, words="word")
    try:
        return index.by_sentence()
    except DataError:  # no word, as of emoji alone: their tone is to be had without counts
        empty = sp.csr_matrix(np.zeros((len(index.units), 0), np.int64))
        names = np.array([], dtype=np.str_)
        return terms.DocumentTermMatrix(empty, index.labels(), names, "sentence", index.words)


@cache
def conflict_words() -> tuple[str, ...]:
    """Give the words of war and disaster, in order."""
    return tuple(sorted(set(lexicon.lines("conflict_words.txt"))))


def conflict(sentence_tone: pd.DataFrame, dtm_sentences: DocumentTermMatrix) -> pd.DataFrame:
    """Tell how many sentences speak of conflict or disaster, and whether that calls for a warning.

    sentence_tone : SENTENCE_TONE
    dtm_sentences : words of the same sentences
    Returns  TONE_CONFLICT, one row: warned where at least 1 in 5 of the sentences in a covered
        language hold a word of the printed list
    """
    covered = sentence_tone["agreement"] != "not covered"
    rows = dtm_sentences.doc_ids.get_indexer(pd.Index(sentence_tone["sentence_id"][covered]))
    at = np.flatnonzero(np.isin(dtm_sentences.vocabulary, conflict_words()))
    counts = dtm_sentences.counts[rows[rows >= 0]][:, at]
    n_with, n = int((counts.getnnz(axis=1) > 0).sum()), int(covered.sum())
    uses = np.asarray(counts.sum(axis=0)).ravel()
    commonest = np.argsort(-uses, kind="stable")[:_NAMED]
    named = [str(dtm_sentences.vocabulary[at[i]]) for i in commonest if uses[i]]
    share = n_with / n if n else np.nan
    row: dict[str, object] = {"n_sentences": n, "n_with": n_with, "share": share, "level": LEVEL}
    row |= {"warned": share >= LEVEL, "words": ", ".join(named)}
    return TONE_CONFLICT.check(pd.DataFrame([row]).astype({"words": "str"}))
