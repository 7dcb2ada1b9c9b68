"""Tone of the sentences that name someone or something: not tone towards them.

In 294 of 721 sentences of news that name several targets, people judge these differently
(NewsMTSC, Hamborg & Donnay 2021): what a sentence sounds like cannot be laid at anyone's door.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from analysis.sampling import evenly
from analysis.schema.entities import TONE_ABOUT
from analysis.sentiment.groups import by_document, by_source

VOICES = ("all", "own", "quoted")
TERM = "term"
FEW = "fewer than {n} sentences"


def about(
    sentence_tone: pd.DataFrame,
    mentions: pd.DataFrame,
    *,
    voices: pd.DataFrame,
    n_corpus: int,
    minimum: int = 3,
) -> pd.DataFrame:
    """Average the tone of the sentences that name each entity, quoted and own words apart.

    sentence_tone : SENTENCE_TONE
    mentions : entity, kind, doc_id, sentence_id: ENTITIES, or `as_mentions` of any term
    voices : VOICES of the same sentences
    n_corpus : documents of the corpus: in a corpus of one the sentence is the unit
    minimum : sentences with tone below which no mean is given
    Returns  TONE_ABOUT, three rows an entity. The unit is the document: a document's value is the
        mean of its sentences that name the entity, so the interval speaks of the average document
        that does; in a corpus of one document it is the sentence.
    """
    said = _said(sentence_tone, mentions, voices)
    if said.empty:
        return TONE_ABOUT.empty()
    groups = _every_voice(said)
    averaged = _in_one(groups) if n_corpus == 1 else _in_many(groups)
    named = _names(mentions).merge(averaged, on="entity", how="left", sort=False)
    return TONE_ABOUT.check(_suppressed(named, minimum))


def as_mentions(found: pd.DataFrame, term: str) -> pd.DataFrame:
    """Take the lines of a term as mentions of it.

    found : LINES
    Returns  entity, kind, doc_id, sentence_id, start, end
    """
    own = found[["doc_id", "sentence_id", "start", "end"]].reset_index(drop=True)
    return own.assign(
        entity=pd.Series(term, own.index, dtype="str"), kind=pd.Series(TERM, own.index, dtype="str")
    )


def with_term(mentions: pd.DataFrame, found: pd.DataFrame, term: str) -> pd.DataFrame:
    """Put the places of a term, in quotation marks, before those of names.

    mentions : ENTITIES
    found : LINES of the term
    Returns  entity, kind, doc_id, sentence_id, start, end
    """
    asked = as_mentions(found, f"\u201c{term}\u201d")
    return pd.concat([asked, mentions[asked.columns]], ignore_index=True)


def naming(sentence_tone: pd.DataFrame, mentions: pd.DataFrame, n: int = 3) -> pd.DataFrame:
    """Choose up to n scored sentences that name each entity, spread evenly from low to high tone.

    Returns  key (the entity), sentence_id, n_total (scored sentences that name it), marks (where)
    """
    marks = _marks(sentence_tone, mentions)
    scored = sentence_tone.loc[sentence_tone["tone"].notna(), ["sentence_id", "tone"]]
    rows = marks.merge(scored, on="sentence_id", how="inner", sort=False)
    picks = [
        own.sort_values("tone", kind="stable").iloc[evenly(len(own), n)].assign(n_total=len(own))
        for _, own in rows.groupby("key", sort=False)
    ]
    if not picks:
        return marks.head(0).assign(n_total=pd.Series([], dtype="int64"))
    return pd.concat(picks, ignore_index=True)[["key", "sentence_id", "n_total", "marks"]]


def _said(tone: pd.DataFrame, mentions: pd.DataFrame, voices: pd.DataFrame) -> pd.DataFrame:
    """Give a row to every sentence for each entity it names."""
    pairs = mentions[["entity", "sentence_id"]].drop_duplicates()
    said = pairs.merge(tone, on="sentence_id", how="inner", sort=False)
    said = said.merge(voices[["sentence_id", "voice"]], on="sentence_id", how="left", sort=False)
    return said.assign(voice=said["voice"].fillna("own"))


def _every_voice(said: pd.DataFrame) -> pd.DataFrame:
    """Number the groups: each entity in each voice, and in all of them."""
    both = pd.concat([said.assign(voice="all"), said], ignore_index=True)
    names = both["entity"].unique()
    group = pd.Index(names).get_indexer(pd.Index(both["entity"])) * len(VOICES)
    return both.assign(group=group + pd.Index(VOICES).get_indexer(pd.Index(both["voice"])))


def _in_many(groups: pd.DataFrame) -> pd.DataFrame:
    """Average over documents: what a document says of one entity is taken as a text by itself."""
    keys = groups["group"].astype("str").str.zfill(9)
    texts = groups.assign(doc_id=keys + ":" + groups["doc_id"], source=keys)
    docs = texts[["doc_id", "source"]].drop_duplicates(ignore_index=True)
    return _labelled(by_source(texts, docs).rename(columns={"source": "key"}), groups)


def _in_one(groups: pd.DataFrame) -> pd.DataFrame:
    """Average over sentences: those that name one entity are taken as a text by itself."""
    texts = groups.assign(doc_id=groups["group"].astype("str").str.zfill(9))
    docs = texts[["doc_id"]].drop_duplicates(ignore_index=True)
    return _labelled(by_document(texts, docs).rename(columns={"doc_id": "key"}), groups)


def _labelled(averaged: pd.DataFrame, groups: pd.DataFrame) -> pd.DataFrame:
    """Put entity and voice beside each mean; a voice that never speaks gets a row that says so."""
    names = pd.Series(groups["entity"].unique(), dtype="str")
    number = averaged["key"].astype("int64")
    every = averaged.set_index(number).reindex(range(len(names) * len(VOICES)))
    every["entity"] = np.repeat(names.to_numpy(object), len(VOICES))
    every["voice"] = np.tile(np.array(VOICES, dtype=object), len(names))
    silent = every["n_sentences"].isna()
    every["reason"] = every["reason"].mask(silent, "no sentences")
    every["unit"] = every["unit"].fillna(averaged["unit"].iloc[0])
    counts = [name for name in every.columns if name.startswith("n_")]
    every[counts] = every[counts].fillna(0).astype("int64")
    strings = dict.fromkeys(("entity", "voice", "reason", "unit"), "str")
    return every.astype(strings).reset_index(drop=True)


def _names(mentions: pd.DataFrame) -> pd.DataFrame:
    return mentions[["entity", "kind"]].drop_duplicates("entity", ignore_index=True)


def _suppressed(table: pd.DataFrame, minimum: int) -> pd.DataFrame:
    """Blank means of fewer sentences than the minimum, and say why."""
    known = table[table["voice"].notna()].reset_index(drop=True)
    few = known["n_scored"].between(1, minimum - 1)
    known["reason"] = known["reason"].mask(few, FEW.format(n=minimum)).astype("str")
    names = ["tone", "low", "high", "negative_share", "neutral_share", "positive_share"]
    known[names] = known[names].mask(few)
    return known


def _marks(tone: pd.DataFrame, mentions: pd.DataFrame) -> pd.DataFrame:
    """List for every entity and sentence where in the sentence it is named."""
    starts = tone[["sentence_id", "start"]].rename(columns={"start": "first"})
    own = mentions[["entity", "sentence_id", "start", "end"]]
    own = own.merge(starts, on="sentence_id", how="inner", sort=False)
    a, b = (own[name] - own["first"] for name in ("start", "end"))
    own = own.assign(
        marks=pd.Series(list(zip(a.tolist(), b.tolist(), strict=True)), dtype="object")
    )
    held = own.groupby(["entity", "sentence_id"], sort=False)["marks"].agg(list).reset_index()
    return held.rename(columns={"entity": "key"})
