"""How often terms occur, how evenly, and how that changes over time."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import scipy.sparse as sp

from analysis import periods, uncertainty
from analysis.schema.terms import FREQUENCY, TERM_TIME, TIES, TRENDS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from analysis.terms import DocumentTermMatrix

MILLION = 1_000_000
MIN_BURST_HITS = 10  # below, half of the hits in one document is what chance does
BURST_SHARE = 0.5
MIN_TREND_DOCS = 10  # fixed before looking: q is over all terms above it
NO_DOCUMENTS = "no documents"


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
    largest = counts.max(axis=0).toarray().ravel() / np.maximum(hits, 1)
    rows = {
        "term": dtm_documents.vocabulary.astype(object),
        "count": hits,
        "per_million": _per_million(hits, dtm_documents.n_tokens.sum()),
        **_intervals(_unit_of_interval(dtm_documents, dtm_sentences)),
        "n_docs": held,
        "doc_share": held / max(n_docs, 1),
        "n_sentences": _sentence_frequency(dtm_documents, dtm_sentences),
        "largest_share": largest,
        "burst": (n_docs > 1) & (hits >= MIN_BURST_HITS) & (largest >= BURST_SHARE),
    }
    ordered = pd.DataFrame(rows).astype({"term": "str", "reason": "str", "unit": "str"})
    order = np.lexsort((np.arange(len(hits)), -hits))  # the vocabulary is in code-point order
    return FREQUENCY.check(ordered.iloc[order].reset_index(drop=True))


def _per_million(hits: NDArray[np.int64], n_tokens: float) -> NDArray[np.float64]:
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
    return {"low": low * MILLION, "high": high * MILLION, "reason": reason, "unit": dtm.unit}


def _sentence_frequency(
    documents: DocumentTermMatrix, sentences: DocumentTermMatrix | None
) -> NDArray[np.float64]:
    if sentences is None:
        return np.full(len(documents.vocabulary), np.nan)
    return _same_terms(sentences, documents).document_frequency().astype(np.float64)


def head(freq: pd.DataFrame, n: int) -> pd.DataFrame:
    """Take about the first n rows without splitting a tie: up to half as many more, else fewer.

    Where the first tie alone is longer than that, the first n of it in code-point order.
    """
    counts = freq["count"].to_numpy()
    ends = np.flatnonzero(np.diff(counts, append=-1)) + 1
    fitting = ends[ends <= n + n // 2]
    return freq.head(int(fitting[-1]) if len(fitting) else n)


def measure(freq: pd.DataFrame) -> str:
    """Choose what to draw: rates where any has an interval, else the plain counts."""
    return "per_million" if freq["low"].notna().any() else "count"


def movers(changes: pd.DataFrame, n: int = 6, *, level: float = 0.05) -> list[str]:
    """Take the terms that change most surely: up to n/2 rising and n/2 falling with q < level."""
    sure = changes[changes["q"] < level]
    sides = [sure[sure["direction"] == side].head(n // 2) for side in ("rising", "falling")]
    return [term for side in sides for term in side["term"]]


def ties(freq: pd.DataFrame) -> pd.DataFrame:
    """Group terms of equal count: in a short text any ranking by count is a tie.

    freq : FREQUENCY
    Returns  TIES, so that a page can say: 129 words once, 14 twice, 8 three times
    """
    grouped = freq.sort_values("term", kind="stable").groupby("count")["term"]
    counted = grouped.agg(n_terms="size", terms=", ".join).reset_index()
    return TIES.check(counted.astype({"n_terms": "int64", "terms": "str"}))


def over_time(
    dtm_documents: DocumentTermMatrix, docs: pd.DataFrame, *, terms: Sequence[str], width: str
) -> pd.DataFrame:
    """Follow terms through every period from the first to the last, gaps included.

    docs : DOCUMENTS; those without a date, or with one too coarse for `width`, are left out
    terms : of the vocabulary
    width : one of periods.WIDTHS
    Returns  TERM_TIME; no estimate under 5 documents in a period

    Raises UsageError for a term that was not counted or a width that does not exist.
    """
    asked = list(dict.fromkeys(terms))
    chosen = dtm_documents.select(asked)
    starts = _periods_of(chosen, docs, width)
    blocks = [
        _one_period(chosen.rows((starts == start).to_numpy()), start)
        for start in periods.calendar(starts, width)
    ]
    if not blocks or not asked:
        return TERM_TIME.empty()
    rank = {term: i for i, term in enumerate(asked)}
    joined = pd.concat(blocks, ignore_index=True)
    order = joined["term"].map(rank).argsort(kind="stable")
    return TERM_TIME.check(joined.iloc[order].reset_index(drop=True))


def _periods_of(dtm: DocumentTermMatrix, docs: pd.DataFrame, width: str) -> pd.Series:
    """Give each row of `dtm` the period of its document."""
    by_doc = pd.Series(periods.assign(docs, width).to_numpy(), index=docs["doc_id"].to_numpy())
    return by_doc.reindex(dtm.units["doc_id"].to_numpy()).reset_index(drop=True)


def _one_period(dtm: DocumentTermMatrix, start: pd.Timestamp) -> pd.DataFrame:
    """Estimate the terms of one period; its few terms make the loop over periods cheap."""
    estimate = uncertainty.rates(dtm.counts, dtm.n_tokens)
    low, high, reason = uncertainty.rate_intervals(estimate, unit=dtm.unit)
    n_docs = dtm.counts.shape[0]
    enough = estimate.group_size >= uncertainty.MIN_UNITS
    rate = _per_million(estimate.count.astype(np.int64), estimate.n_tokens if enough else 0)
    rows = {
        "term": dtm.vocabulary.astype(object),
        "period": start,
        "count": estimate.count.astype(np.int64),
        "n_tokens": int(estimate.n_tokens),
        "n_docs": n_docs,
        "n_docs_with_term": estimate.n_units,
        "per_million": rate,
        "low": low * MILLION,
        "high": high * MILLION,
        "reason": reason if n_docs else NO_DOCUMENTS,
    }
    kinds = {"term": "str", "reason": "str", "period": "datetime64[us]"}
    return pd.DataFrame(rows).astype(kinds)


def trends(dtm_documents: DocumentTermMatrix, docs: pd.DataFrame, *, width: str) -> pd.DataFrame:
    """Fit a steady change per period to every term in at least 10 dated documents.

    The unit is the period, since news days have shocks that documents share; from 8 periods.
    Returns  TRENDS

    Raises UsageError for a width that does not exist.
    """
    starts = _periods_of(dtm_documents, docs, width)
    calendar = periods.calendar(starts, width)
    dated = dtm_documents.rows(starts.notna().to_numpy())
    held = dated.document_frequency()
    keep = np.flatnonzero(held >= MIN_TREND_DOCS)
    if not len(keep):
        return TRENDS.empty()
    place = calendar.get_indexer(pd.DatetimeIndex(starts.dropna()))
    tokens = np.bincount(place, dated.n_tokens, len(calendar))
    counts = _by_period(dated.counts[:, keep], place, len(calendar))
    fit = uncertainty.slope(counts, tokens, times=np.arange(len(calendar)))
    rows = {
        "term": dated.vocabulary[keep].astype(object),
        **fit._asdict(),
        "q": uncertainty.benjamini_hochberg(fit.p),
        "direction": _direction(fit),
        "n_periods": int(np.count_nonzero(tokens)),
        "n_docs": held[keep],
    }
    frame = pd.DataFrame(rows).astype({"term": "str", "reason": "str", "direction": "str"})
    return TRENDS.check(frame.iloc[_clearest(fit, frame["term"])].reset_index(drop=True))


def _by_period(counts: sp.csr_matrix, place: NDArray[np.intp], n: int) -> NDArray[np.int64]:
    """Sum documents to periods, shape (n_periods, n_terms)."""
    ones = np.ones(len(place), np.int64)
    group = sp.csr_matrix((ones, (place, np.arange(len(place)))), shape=(n, len(place)))
    summed: NDArray[np.int64] = (group @ counts).toarray()
    return summed


def _direction(fit: uncertainty.Slope) -> NDArray[np.object_]:
    """Name what the interval leaves out; '' where there is none."""
    cases = [np.isnan(fit.low), fit.low > 1, fit.high < 1]
    return np.select(cases, ["", "rising", "falling"], "unclear").astype(object)


def _clearest(fit: uncertainty.Slope, term: pd.Series) -> NDArray[np.intp]:
    """Order by the end of the interval nearest to no change; what is not measured comes last."""
    bound = np.fmax(0, np.fmax(np.log(fit.low), -np.log(fit.high)))
    return np.lexsort((term.to_numpy(), -bound, np.isnan(fit.low)))
