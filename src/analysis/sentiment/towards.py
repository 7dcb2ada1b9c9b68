"""Tone towards whom a sentence names, as a model reads it; the tone of the lists is not that."""

from __future__ import annotations

import numpy as np
import pandas as pd

from analysis import corpus
from analysis.schema.tone import TOWARDS
from analysis.sentiment.groups import by_key
from analysis.sentiment.model_heads import judged, moved_towards
from analysis.sentiment.passages import covered

_KEYS = ["entity", "sentence_id"]


def towards(
    sentence_tone: pd.DataFrame, mentions: pd.DataFrame, docs: pd.DataFrame
) -> pd.DataFrame:
    """Judge the tone of each sentence towards each entity that it names.

    sentence_tone : SENTENCE_TONE; those in a covered language are read, and none needs no model
    mentions : ENTITIES, or `as_mentions` of any term
    docs : DOCUMENTS, with at least the documents of `sentence_tone`
    Returns  TOWARDS; of several mentions in a sentence the first is the target
    Raises   UsageError where the extra `models` is not installed.
    Source   Hamborg & Donnay (2021) for the rated sentences that its head was fitted on.
    """
    spans = covered(sentence_tone)[["sentence_id", "start", "end", "agreement"]]
    first = mentions[[*_KEYS, "doc_id", "start", "end"]].drop_duplicates(_KEYS)
    pairs = first.merge(spans, on="sentence_id", how="inner", suffixes=("", "_of"), sort=False)
    texts = corpus.texts(docs, pairs.assign(start=pairs["start_of"], end=pairs["end_of"]))
    places = pairs[["start", "end"]].sub(pairs["start_of"], axis=0)
    tones = judged(texts, places["start"].tolist(), places["end"].tolist())
    return TOWARDS.check(pairs.assign(start=places["start"], end=places["end"], tone=tones))


def by_entity(towards_tone: pd.DataFrame, docs: pd.DataFrame) -> pd.DataFrame:
    """Average the tone towards each entity, over documents as the lists' tone about it.

    towards_tone : TOWARDS
    Returns  TONE_BY_KEY
    """
    return by_key(towards_tone, docs, key=towards_tone["entity"])


def strongest(
    towards_tone: pd.DataFrame, sentence_tone: pd.DataFrame, docs: pd.DataFrame
) -> pd.DataFrame:
    """Take each entity's sentence of strongest tone towards it, with what each word moves.

    towards_tone : TOWARDS
    sentence_tone : SENTENCE_TONE
    Returns  entity, sentence_id, tone, words: (start, end, surface, how far it moves the tone)
    """
    order = np.argsort(-towards_tone["tone"].abs().to_numpy(), kind="stable")
    top = towards_tone.iloc[order].drop_duplicates("entity").reset_index(drop=True)
    spans = top[["sentence_id"]].merge(
        sentence_tone[["sentence_id", "doc_id", "start", "end"]], on="sentence_id", how="left"
    )
    places = zip(corpus.texts(docs, spans), top["start"], top["end"], strict=True)
    words = [moved_towards(text, int(start), int(end)) for text, start, end in places]
    columns = top[["entity", "sentence_id", "tone"]]
    return columns.assign(words=pd.Series(words, columns.index, dtype="object"))
