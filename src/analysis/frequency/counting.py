"""How often terms occur, in how many documents, and with what certainty."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from analysis import uncertainty, wording
from analysis.schema.terms import FREQUENCY, TIES

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from analysis.terms import DocumentTermMatrix

MILLION = 1_000_000
MIN_BURST_HITS = 10  # below, half of the hits in one document is what chance does
BURST_SHARE = 0.5
_KINDS = dict.fromkeys(("term", "adjusted", "reason", "unit"), "str")


def table(
    dtm_documents: DocumentTermMatrix, dtm_sentences: DocumentTermMatrix | None = None
) -> pd.DataFrame:
    """Count every term: how often, in how many documents, how evenly, with what certainty.

    dtm_documents : words or n-grams by document (or a coarser unit)
    dtm_sentences : the same by sentence; in a single document it carries the intervals, which
        then speak of this text alone
    Returns  FREQUENCY
    """
    counts, n_docs = dtm_documents.counts, dtm_documents.counts.shape[0]
    hits = np.asarray(counts.sum(axis=0)).ravel()
    held = dtm_documents.document_frequency()
    most = np.zeros(counts.shape[1], counts.dtype)
    np.maximum.at(most, counts.indices, counts.data)
    largest = most / np.maximum(hits, 1)
    rows = {
        "term": dtm_documents.vocabulary.astype(object),
        "count": hits,
        "per_million": per_million(hits, dtm_documents.n_tokens.sum()),
        **_intervals(_unit_of_interval(dtm_documents, dtm_sentences)),
        "n_docs": held,
        "doc_share": held / max(n_docs, 1),
        "n_sentences": _sentence_frequency(dtm_documents, dtm_sentences),
        "largest_share": largest,
        "burst": (n_docs > 1) & (hits >= MIN_BURST_HITS) & (largest >= BURST_SHARE),
    }
    ordered = pd.DataFrame(rows).astype(_KINDS)
    order = np.lexsort((np.arange(len(hits)), -hits))  # the vocabulary is in code-point order
    return FREQUENCY.check(ordered.iloc[order].reset_index(drop=True))


def per_million(hits: NDArray[np.int64], n_tokens: float) -> NDArray[np.float64]:
    """Turn hits into a rate per million tokens; NaN where there is no token."""
    return hits / n_tokens * MILLION if n_tokens else np.full(len(hits), np.nan)


def _unit_of_interval(
    documents: DocumentTermMatrix, sentences: DocumentTermMatrix | None
) -> DocumentTermMatrix:
    """Take the documents as units, or the sentences where there is one document."""
    if sentences is None or documents.counts.shape[0] > 1:
        return documents
    return _same_terms(sentences, documents)


def _same_terms(dtm: DocumentTermMatrix, like: DocumentTermMatrix) -> DocumentTermMatrix:
    """Give `dtm` the vocabulary of `like`; raises UsageError where it lacks a term."""
    return (
        dtm
        if np.array_equal(dtm.vocabulary, like.vocabulary)
        else dtm.select(like.vocabulary.tolist())
    )


def _intervals(dtm: DocumentTermMatrix) -> dict[str, object]:
    """Put intervals per million tokens around the rates of all terms."""
    estimate = uncertainty.rates(dtm.counts, dtm.n_tokens)
    low, high, reason = uncertainty.rate_intervals(estimate, unit=dtm.unit)
    ends = {"low": low * MILLION, "high": high * MILLION}
    df = np.where(np.isfinite(low), estimate.df, np.nan)
    return {**ends, "df": df, "adjusted": "", "reason": reason, "unit": dtm.unit}


def _sentence_frequency(
    documents: DocumentTermMatrix, sentences: DocumentTermMatrix | None
) -> NDArray[np.float64]:
    if sentences is None:
        return np.full(len(documents.vocabulary), np.nan)
    return _same_terms(sentences, documents).document_frequency().astype(np.float64)


def head(freq: pd.DataFrame, n: int) -> pd.DataFrame:
    """Take about the first n rows without splitting a tie: up to half as many more, else fewer.

    Where the first tie alone is longer than that, the first n of it in code-point order.

    freq : FREQUENCY
    Returns  FREQUENCY, its intervals adjusted for the list that is shown
    """
    counts = freq["count"].to_numpy()
    ends = np.flatnonzero(np.diff(counts, append=-1)) + 1
    fitting = ends[ends <= n + n // 2]
    first = freq.head(int(fitting[-1]) if len(fitting) else n)
    n_shown = int(first["low"].notna().sum())
    listed = adjust(first, first["df"], n_shown=n_shown, n_all=int(freq["low"].notna().sum()))
    wide = np.log(listed["high"] / listed["low"]) > uncertainty.WIDEST
    blank = listed[["low", "high"]].mask(wide)
    reason = listed["reason"].mask(wide, uncertainty.TOO_WIDE)
    return FREQUENCY.check(listed.assign(low=blank["low"], high=blank["high"], reason=reason))


def adjust(chosen: pd.DataFrame, df: pd.Series, *, n_shown: int, n_all: int) -> pd.DataFrame:
    """Widen the intervals of rows picked so that those of R shown of M hold together.

    chosen : columns low, high; positive, and even about the estimate as logs
    """
    logs = chosen.assign(low=np.log(chosen["low"]), high=np.log(chosen["high"]))
    error = uncertainty.error_of(logs, df)
    wide = uncertainty.widened(logs, error=error, df=df, n_shown=n_shown, n_all=n_all)
    return wide.assign(low=np.exp(wide["low"]), high=np.exp(wide["high"]))


def measure(freq: pd.DataFrame) -> str:
    """Choose what to draw: rates where any has an interval, else the plain counts."""
    return "per_million" if freq["low"].notna().any() else "count"


def tied(ties: pd.DataFrame) -> dict[str, list[str]]:
    """Name each tie as a reader would, and list its words: the way to the sentences behind it.

    ties : TIES
    """
    return dict(zip(_tie_names(ties), ties["terms"].str.split(", "), strict=True))


def keyed(ties: pd.DataFrame) -> pd.DataFrame:
    """Let the name of each tie be the key of its row."""
    return ties.assign(key=_tie_names(ties))


def _tie_names(ties: pd.DataFrame) -> list[str]:
    return [f"words with {wording.counted(int(n), 'use')}" for n in ties["count"]]


def once(dtm: DocumentTermMatrix) -> list[str]:
    """List the terms that stand once in all."""
    hits = np.bincount(dtm.counts.indices, dtm.counts.data, len(dtm.vocabulary))
    terms: list[str] = dtm.vocabulary[hits == 1].tolist()
    return terms


def ties(freq: pd.DataFrame) -> pd.DataFrame:
    """Group terms of equal count: in a short text any ranking by count is a tie.

    freq : FREQUENCY
    Returns  TIES, so that a page can say: 129 words once, 14 twice, 8 three times
    """
    grouped = freq.sort_values("term", kind="stable").groupby("count")["term"]
    counted = grouped.agg(n_terms="size", terms=", ".join).reset_index()
    return TIES.check(counted.astype({"n_terms": "int64", "terms": "str"}))
