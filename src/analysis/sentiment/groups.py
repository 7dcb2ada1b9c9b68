"""Tone of documents, sources, periods and the whole: means with the document as unit."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analysis import periods
from analysis.schema.tone import (
    TONE_BY_DOCUMENT,
    TONE_BY_KEY,
    TONE_BY_SOURCE,
    TONE_OVER_TIME,
    TONE_OVERALL,
)
from analysis.sentiment.domain import AS_LISTED
from analysis.sentiment.passages import rescore
from analysis.uncertainty import MIN_UNITS, mean_interval

if TYPE_CHECKING:
    from collections.abc import Set as AbstractSet

    from analysis.sentiment.domain import DomainWords

NEUTRAL = 0.05  # a tone nearer to 0 is neutral; Hutto & Gilbert (2014)
Grouping = tuple[NDArray[np.intp], pd.Index]  # the group of each document (-1: none), their keys


def by_document(sentence_tone: pd.DataFrame, docs: pd.DataFrame) -> pd.DataFrame:
    """Average the tone of the sentences of each document.

    sentence_tone : SENTENCE_TONE
    docs : DOCUMENTS; sentences of others are left out
    Returns  TONE_BY_DOCUMENT; the unit is the sentence, so an interval speaks of this text alone
    """
    grouping = pd.factorize(docs["doc_id"])
    table = _groups(_of(sentence_tone, docs), docs, grouping, unit="sentence")
    few = table["reason"].ne("") & table["n_scored"].gt(0)
    table["reason"] = table["reason"].mask(few, "one document, " + table["reason"])
    return TONE_BY_DOCUMENT.check(table.rename(columns={"key": "doc_id"}))


def by_source(sentence_tone: pd.DataFrame, docs: pd.DataFrame) -> pd.DataFrame:
    """Average the documents' tone for each source.

    Returns  TONE_BY_SOURCE; unit and left out as in `overall`
    """
    table = _groups(_of(sentence_tone, docs), docs, pd.factorize(docs["source"]), unit="document")
    table = table.rename(columns={"key": "source"}).sort_values("source", kind="stable")
    return TONE_BY_SOURCE.check(table.reset_index(drop=True))


def over_time(sentence_tone: pd.DataFrame, docs: pd.DataFrame, width: str) -> pd.DataFrame:
    """Average the documents' tone for each period, periods without documents included.

    width : one of periods.WIDTHS
    Returns  TONE_OVER_TIME; documents whose date is not known so finely are left out, and
        counted in ``attrs["n_undated"]``
    """
    starts = periods.assign(docs, width)
    calendar = periods.calendar(starts, width)
    grouping = calendar.get_indexer(pd.Index(starts)), calendar
    table = _groups(_of(sentence_tone, docs), docs, grouping, unit="document")
    checked = TONE_OVER_TIME.check(table.rename(columns={"key": "period"}))
    checked.attrs["n_undated"] = int(starts.isna().sum())
    return checked


def by_key(sentence_tone: pd.DataFrame, docs: pd.DataFrame, *, key: pd.Series) -> pd.DataFrame:
    """Average the tone of each group of sentences, such as those of a topic.

    key : the group of each sentence, shape (n_sentences,); '' or missing for none. A document
        counts in every group that it has sentences of, with the mean of those.
    Returns  TONE_BY_KEY; unit as in `overall`
    """
    named = key.fillna("").astype("str").to_numpy()
    kept = sentence_tone["doc_id"].isin(docs["doc_id"]).to_numpy() & (named != "")
    sents = sentence_tone[kept].reset_index(drop=True)
    names, doc = named[kept], sents["doc_id"].to_numpy()
    part, pairs = pd.factorize(pd.MultiIndex.from_arrays([names, doc]))  # a document's part
    parts = pd.DataFrame({"doc_id": np.arange(len(pairs)), "key": [name for name, _ in pairs]})
    grouping = pd.factorize(parts["key"], sort=True)
    unit = "sentence" if len(docs) == 1 else "document"
    table = _groups(sents.assign(doc_id=part), parts, grouping, unit=unit)
    return TONE_BY_KEY.check(table.astype({"key": "str"}))


def overall(sentence_tone: pd.DataFrame, docs: pd.DataFrame) -> pd.DataFrame:
    """Average the tone of all: the mean of the documents' means, each over its sentences.

    sentence_tone : SENTENCE_TONE
    docs : DOCUMENTS; sentences of others are left out
    Returns  TONE_OVERALL. The interval is a t interval over documents with at least one scored
        sentence, so it speaks of the average document; with a single document it is over its
        sentences, and speaks of this text alone.
    """
    unit = "sentence" if len(docs) == 1 else "document"
    whole = np.zeros(len(docs), np.intp), pd.Index(["all"])
    return TONE_OVERALL.check(_groups(_of(sentence_tone, docs), docs, whole, unit=unit))


def overall_without(
    sentence_tone: pd.DataFrame,
    docs: pd.DataFrame,
    *,
    without: AbstractSet[str],
    domain: DomainWords = AS_LISTED,
) -> pd.DataFrame:
    """Average the tone of all as it is when some words are read as if no list held them.

    without : words in lower case, for example ``lexicon.topic_words()``
    domain : as when `sentence_tone` was made
    Returns  TONE_OVERALL; every sentence is scored anew, so one may now be without evidence
    """
    return overall(rescore(_of(sentence_tone, docs), docs, without=without, domain=domain), docs)


def _of(sentence_tone: pd.DataFrame, docs: pd.DataFrame) -> pd.DataFrame:
    """Keep the sentences of these documents."""
    here = sentence_tone["doc_id"].isin(docs["doc_id"])
    return sentence_tone[here].reset_index(drop=True)


def _groups(
    sents: pd.DataFrame, docs: pd.DataFrame, grouping: Grouping, *, unit: str
) -> pd.DataFrame:
    """Count and average by group; the shared columns of all four tables, and the key."""
    of_doc, keys = grouping
    doc = pd.Index(docs["doc_id"]).get_indexer(pd.Index(sents["doc_id"]))
    of_sentence, tone = of_doc[doc], sents["tone"].to_numpy(np.float64)
    means = _means(tone, doc, len(docs))
    counts = _counts(sents, of_sentence, len(keys))
    counts["n_docs"] = _tally(of_doc, of_doc >= 0, len(keys))
    counts["n_docs_scored"] = _tally(of_doc, ~np.isnan(means), len(keys))
    values, owners = (tone, of_sentence) if unit == "sentence" else (means, of_doc)
    intervals = _intervals(values, owners, len(keys))
    table = pd.concat([pd.DataFrame({"key": keys}), counts, intervals], axis=1)
    return table.assign(unit=pd.Series(unit, table.index, dtype="str"), reason=_reason(table, unit))


def _tally(group: NDArray[np.intp], mask: NDArray[np.bool_], n: int) -> NDArray[np.int64]:
    return np.bincount(group[mask & (group >= 0)], minlength=n).astype(np.int64)


def _counts(sents: pd.DataFrame, group: NDArray[np.intp], n: int) -> pd.DataFrame:
    """Count sentences by group, and share the scored ones between negative and positive."""
    tone = sents["tone"].to_numpy(np.float64)
    masks = {
        "n_sentences": np.ones(len(tone), bool),
        "n_scored": ~np.isnan(tone),
        "n_not_covered": sents["agreement"].eq("not covered").to_numpy(bool),
        "negative": tone <= -NEUTRAL,
        "neutral": np.abs(tone) < NEUTRAL,
        "positive": tone >= NEUTRAL,
    }
    counts = pd.DataFrame({name: _tally(group, mask, n) for name, mask in masks.items()})
    counts["coverage"] = _share(counts["n_scored"], counts["n_sentences"])
    for name in ("negative", "neutral", "positive"):
        counts[f"{name}_share"] = _share(counts.pop(name), counts["n_scored"])
    return counts


def _share(part: pd.Series, whole: pd.Series) -> pd.Series:
    return part / whole.where(whole > 0)


def _means(tone: NDArray[np.float64], doc: NDArray[np.intp], n: int) -> NDArray[np.float64]:
    """Average the scored sentences of each document; NaN where there are none."""
    known = ~np.isnan(tone)
    n_scored = np.bincount(doc[known], minlength=n).astype(np.float64)
    total = np.bincount(doc[known], tone[known], minlength=n)
    return np.where(n_scored > 0, total / np.maximum(n_scored, 1), np.nan)


def _intervals(values: NDArray[np.float64], group: NDArray[np.intp], n: int) -> pd.DataFrame:
    """Average the values of each group with an interval; a Python loop, 20 us a group."""
    order = np.argsort(group, kind="stable")
    ends = np.searchsorted(group[order], np.arange(n + 1))
    rows = [mean_interval(values[order[a:b]]) for a, b in pairwise(ends)]
    return pd.DataFrame(rows, columns=["tone", "low", "high", "n_units"], dtype="float64")


def _reason(table: pd.DataFrame, unit: str) -> pd.Series:
    """Say why there is no interval, or nothing at all."""
    scored = table["n_scored"] > 0
    covered = table["n_sentences"] > table["n_not_covered"]
    reason = np.select(
        [
            table["n_docs"] == 0,
            table["n_sentences"] == 0,
            ~covered,
            ~scored,
            table["n_units"] < MIN_UNITS,
        ],
        [
            "no documents",
            "no sentences",
            "language is not covered",
            "no word of either list",
            f"fewer than {MIN_UNITS} {unit}s with tone",
        ],
        default="",
    )
    return pd.Series(reason, table.index, dtype="str")
