"""Every place where a person, place or organisation is named, and a summary of each."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from analysis import corpus
from analysis.entities.casing import casing
from analysis.entities.kinds import plain
from analysis.entities.merging import merged
from analysis.entities.names import Namer
from analysis.schema.entities import COVERAGE, ENTITIES, ENTITY_SUMMARY

if TYPE_CHECKING:
    from collections.abc import Sequence

LANGUAGE = "en"
VARIANTS = 6  # written in a summary, at most
_ROW = ("sentence", "start", "end", "kind", "rule", "surface")


def find(docs: pd.DataFrame, sents: pd.DataFrame) -> pd.DataFrame:
    """Find the people, places and organisations named in English texts, by rule.

    docs : DOCUMENTS
    sents : SENTENCES of these documents
    Returns  ENTITIES. Half of what it calls *other* is a name of unknown kind; how often it is
        right was measured on texts marked by hand, see `data/README.md`
    """
    own = sents[_in_covered(docs, sents)].reset_index(drop=True)
    found = _mentions(corpus.texts(docs, own))
    if found.empty:
        return ENTITIES.empty()
    at = found["sentence"].to_numpy()
    shift = own["start"].to_numpy(np.int64)[at]
    table = found.assign(
        doc_id=own["doc_id"].to_numpy()[at],
        sentence_id=own["sentence_id"].to_numpy()[at],
        start=found["start"] + shift,
        end=found["end"] + shift,
    )
    return ENTITIES.check(merged(table).astype({"doc_id": "str", "sentence_id": "str"}))


def coverage(docs: pd.DataFrame) -> pd.DataFrame:
    """Tell of every document whether names are looked for in it.

    Capitals do not tell names in German, and the titles, verbs and places known are English.

    Returns  COVERAGE
    """
    codes = docs["language"].astype("str")
    covered = codes.str.split("-").str[0] == LANGUAGE
    reason = ("language " + codes + " is not covered").mask(covered, "")
    table = pd.DataFrame({"doc_id": docs["doc_id"], "language": codes, "covered": covered})
    return COVERAGE.check(table.assign(reason=reason.astype("str")).reset_index(drop=True))


def summary(mentions: pd.DataFrame) -> pd.DataFrame:
    """Count the mentions, sentences and documents of each entity.

    mentions : ENTITIES
    Returns  ENTITY_SUMMARY
    """
    if mentions.empty:
        return ENTITY_SUMMARY.empty()
    table = mentions.groupby("entity", sort=True).agg(
        kind=("kind", "first"),
        n_mentions=("start", "size"),
        n_sentences=("sentence_id", "nunique"),
        n_docs=("doc_id", "nunique"),
    )
    table["variants"] = _variants(mentions)
    order = ["n_docs", "n_sentences", "n_mentions"]
    ranked = table.reset_index().sort_values(order, ascending=False, kind="stable")
    return ENTITY_SUMMARY.check(ranked.reset_index(drop=True).astype({"variants": "str"}))


def most_named(mentions: pd.DataFrame, n: int = 24) -> pd.DataFrame:
    """Keep the mentions of the people, places and organisations that most documents name.

    mentions : ENTITIES; names of unknown kind are left out
    n : entities at most
    Returns  ENTITIES, entity by entity, the most named first
    """
    named = summary(mentions[mentions["kind"] != "other"])["entity"].head(n)
    rank = mentions["entity"].map(pd.Series(range(len(named)), index=named, dtype="float64"))
    order = rank.sort_values(kind="stable").dropna().index
    return ENTITIES.check(mentions.loc[order].reset_index(drop=True))


def _in_covered(docs: pd.DataFrame, sents: pd.DataFrame) -> pd.Series:
    table = coverage(docs)
    return sents["doc_id"].isin(table.loc[table["covered"], "doc_id"])


def _mentions(texts: Sequence[str]) -> pd.DataFrame:
    """Find names sentence by sentence: about 0.1 ms each in news, with all that follows."""
    namer = Namer(casing(texts))
    rows = [
        (i, name.start, name.end, name.kind, name.rule, plain(text[name.start : name.end]))
        for i, text in enumerate(texts)
        for name in namer.names(text)
    ]
    return pd.DataFrame(rows, columns=_ROW)


def _variants(mentions: pd.DataFrame) -> pd.Series:
    """List the ways each entity is written, the most frequent first, in one cell."""
    counts = mentions.groupby(["entity", "surface"], sort=True).size().reset_index(name="n")
    ranked = counts.sort_values(["entity", "n"], ascending=[True, False], kind="stable")
    return ranked.groupby("entity", sort=True)["surface"].agg(
        lambda own: "; ".join(own.head(VARIANTS))
    )
