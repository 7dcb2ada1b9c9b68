"""Tone of the sentences of documents, and of the same sentences with words left out."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from analysis import corpus
from analysis.schema.tone import SENTENCE_TONE, TONE
from analysis.sentiment import rules
from analysis.sentiment.domain import AS_LISTED
from analysis.sentiment.reading import fold_word
from analysis.sentiment.scoring import NOTHING, score

if TYPE_CHECKING:
    from collections.abc import Callable
    from collections.abc import Set as AbstractSet

    from analysis.sentiment.domain import DomainWords

LANGUAGE = "en"
NO_WORD = "no word of either list"


def score_sentences(
    docs: pd.DataFrame,
    sents: pd.DataFrame,
    *,
    without: AbstractSet[str] = NOTHING,
    domain: DomainWords = AS_LISTED,
) -> pd.DataFrame:
    """Score every sentence of the documents; those not in English keep their row, without a tone.

    docs : DOCUMENTS
    sents : SENTENCES of these documents
    without : words, in lower case, to be read as if no list held them
    domain : what a user changes in the lists
    Returns  SENTENCE_TONE, in the order of `sents`
    """
    covered, reasons = _covered(docs, sents)
    scored = score(corpus.texts(docs, sents[covered]), without=without, domain=domain)
    tone = _spread(scored, covered)
    heard = tone["agreement"].ne("no evidence").to_numpy()
    tone["reason"] = pd.Series(np.where(heard, reasons, NO_WORD), dtype="str")
    return _beside(sents, tone)


def rescore(
    sentence_tone: pd.DataFrame,
    docs: pd.DataFrame,
    *,
    without: AbstractSet[str],
    domain: DomainWords = AS_LISTED,
) -> pd.DataFrame:
    """Score the sentences again, with some words read as if no list held them.

    sentence_tone : SENTENCE_TONE
    docs : DOCUMENTS, with at least the documents of `sentence_tone`
    without : words in lower case
    domain : as when `sentence_tone` was made
    Returns  SENTENCE_TONE: only sentences in which such a word spoke are read again
    """
    # a word that carries no weight can still act on its neighbours: then all must be read again
    everywhere = bool(without & rules.ACTING)
    touched = np.array(
        [everywhere or _holds(words, without) for words in sentence_tone["words"]], dtype=bool
    )
    again = score_sentences(docs, sentence_tone[touched], without=without, domain=domain)
    kept = sentence_tone[~touched]
    order = np.argsort(np.r_[np.flatnonzero(~touched), np.flatnonzero(touched)], kind="stable")
    return SENTENCE_TONE.check(
        pd.concat([kept, again], ignore_index=True).iloc[order].reset_index(drop=True)
    )


def covered(sentence_tone: pd.DataFrame) -> pd.DataFrame:
    """Keep the sentences in a language that the lists cover: what labels and other readings take.

    sentence_tone : SENTENCE_TONE
    """
    return sentence_tone[sentence_tone["agreement"] != "not covered"].reset_index(drop=True)


def read_otherwise(
    sentence_tone: pd.DataFrame,
    docs: pd.DataFrame,
    reading: Callable[[list[str]], pd.DataFrame],
) -> pd.DataFrame:
    """Put another reading of the sentences in a covered language beside the tone of the lists.

    sentence_tone : SENTENCE_TONE
    docs : DOCUMENTS, with at least the documents of `sentence_tone`
    reading : gives a row to each text
    """
    own = covered(sentence_tone)
    keys = own[["sentence_id", "doc_id", "start", "end", "tone", "agreement"]]
    return pd.concat([keys, reading(corpus.texts(docs, own)).reset_index(drop=True)], axis=1)


def as_listed(
    sentence_tone: pd.DataFrame, docs: pd.DataFrame, *, domain: DomainWords
) -> pd.DataFrame:
    """Score the sentences as the lists have them; as they are where a user changed nothing.

    sentence_tone : SENTENCE_TONE made with `domain`
    Returns  SENTENCE_TONE
    """
    return score_sentences(docs, sentence_tone) if domain.n else sentence_tone


def _holds(words: list[tuple[int, int, str, float, float, str]], some: AbstractSet[str]) -> bool:
    return any(fold_word(word[2]) in some for word in words)


def _covered(docs: pd.DataFrame, sents: pd.DataFrame) -> tuple[np.ndarray, np.ndarray]:
    """Tell for every sentence whether its language is covered, and why not."""
    language = sents["doc_id"].map(docs.set_index("doc_id")["language"]).astype("str")
    codes, names = pd.factorize(language)
    reasons = np.array([_reason(name) for name in names], dtype=object)[codes]
    return reasons == "", reasons


def _reason(language: str) -> str:
    if language.partition("-")[0] == LANGUAGE:
        return ""
    return f"language {language} is not covered"


def _spread(scored: pd.DataFrame, covered: np.ndarray) -> pd.DataFrame:
    """Put the scored rows where they belong among those that are not covered."""
    at = np.flatnonzero(covered)
    tone = scored.set_index(at).reindex(np.arange(len(covered)))
    tone["agreement"] = tone["agreement"].fillna("not covered").astype("str")
    words = np.empty(len(covered), dtype=object)
    words[:] = [[] for _ in covered]
    words[at] = scored["words"].to_numpy()
    return tone.assign(words=words)


def _beside(sents: pd.DataFrame, tone: pd.DataFrame) -> pd.DataFrame:
    keys = sents[[name for name in SENTENCE_TONE.names if name not in {*TONE.names, "reason"}]]
    return SENTENCE_TONE.check(pd.concat([keys.reset_index(drop=True), tone], axis=1))
