"""How the rates of terms change from period to period, and which rise or fall."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import pandas as pd

from analysis import periods, uncertainty
from analysis.frequency.counting import MILLION, adjust, per_million
from analysis.schema.terms import TERM_TIME, TRENDS
from analysis.terms.matrix import indicator

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from analysis.terms import DocumentTermMatrix

MIN_TREND_DOCS = 10  # fixed before looking: q is over all terms above it
NO_DOCUMENTS = "no documents"
SIDES = ("rising", "falling")


def movers(changes: pd.DataFrame, n: int = 6, *, level: float = 0.05) -> pd.DataFrame:
    """Take the terms that change most surely: up to n/2 rising and n/2 falling with q < level.

    changes : TRENDS
    Returns  TRENDS, rising before falling, the intervals adjusted for the list that is shown; a
        term whose adjusted interval holds no change is not shown
    """
    sure, n_all = changes[changes["q"] < level], int(changes["p"].notna().sum())

    def listed(n_shown: int) -> pd.DataFrame:
        rows = adjust(sure, sure["n_periods"] - 2, n_shown=n_shown, n_all=n_all)
        bound = np.maximum(np.log(rows["low"]), -np.log(rows["high"]))
        ranked = rows.assign(bound=bound).sort_values("bound", ascending=False, kind="stable")
        sides = [ranked[ranked["direction"] == side].head(n // 2) for side in SIDES]
        return pd.concat(sides, ignore_index=True)

    def bounds(n_shown: int) -> NDArray[np.float64]:
        return listed(n_shown)["bound"].to_numpy()

    rows = listed(uncertainty.most_that_hold(bounds, len(listed(n))))
    return TRENDS.check(rows[rows["bound"] > 0].reset_index(drop=True))


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
    starts = periods.of_rows(chosen.units["doc_id"], docs, width=width)
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


def _one_period(dtm: DocumentTermMatrix, start: pd.Timestamp) -> pd.DataFrame:
    """Estimate the terms of one period; its few terms make the loop over periods cheap."""
    estimate = uncertainty.rates(dtm.counts, dtm.n_tokens)
    low, high, reason = uncertainty.rate_intervals(estimate, unit=dtm.unit)
    n_docs = dtm.counts.shape[0]
    enough = estimate.group_size >= uncertainty.MIN_UNITS
    rate = per_million(estimate.count.astype(np.int64), estimate.n_tokens if enough else 0)
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
    Returns  TRENDS; mk_p is a check that takes no shape for granted (Mann-Kendall)

    Raises UsageError for a width that does not exist.
    """
    found = _by_period(dtm_documents, docs, width)
    if not len(found.term):
        return TRENDS.empty()
    fit = _slope(found)
    rows = {
        "term": found.term.astype(object),
        **fit._asdict(),
        "mk_p": uncertainty.mann_kendall(found.counts, found.tokens),
        "q": uncertainty.benjamini_hochberg(fit.p),
        "direction": _direction(fit),
        "n_periods": int(np.count_nonzero(found.tokens)),
        "n_docs": found.n_docs,
        "adjusted": "",
    }
    kinds = dict.fromkeys(("term", "reason", "direction", "adjusted"), "str")
    frame = pd.DataFrame(rows).astype(kinds)
    return TRENDS.check(frame.iloc[_clearest(fit, frame["term"])].reset_index(drop=True))


def slopes(dtm_documents: DocumentTermMatrix, docs: pd.DataFrame, *, width: str) -> pd.DataFrame:
    """Fit the changes of `trends`, and leave it at that: term, ratio, p.

    For whoever fits many times, such as under other choices; terms in code-point order.
    """
    found = _by_period(dtm_documents, docs, width)
    fit = _slope(found)
    rows = {"term": found.term, "ratio": fit.ratio, "p": fit.p}
    return pd.DataFrame(rows).astype({"term": "str"})


class _ByPeriod(NamedTuple):
    """Terms in at least 10 dated documents, by period: counts have shape (n_periods, n_terms)."""

    term: NDArray[np.str_]
    n_docs: NDArray[np.int64]
    counts: NDArray[np.int64]
    tokens: NDArray[np.float64]


def _by_period(dtm: DocumentTermMatrix, docs: pd.DataFrame, width: str) -> _ByPeriod:
    """Sum the documents of each period, from the first to the last."""
    starts = periods.of_rows(dtm.units["doc_id"], docs, width=width)
    calendar = periods.calendar(starts, width)
    dated = dtm.rows(starts.notna().to_numpy())
    held = dated.document_frequency()
    keep = np.flatnonzero(held >= MIN_TREND_DOCS)
    place = calendar.get_indexer(pd.DatetimeIndex(starts.dropna()))
    tokens = np.bincount(place, dated.n_tokens, len(calendar)).astype(np.float64)
    counts = (indicator(place, len(calendar)) @ dated.counts[:, keep]).toarray()
    return _ByPeriod(dated.vocabulary[keep], held[keep], counts, tokens)


def _slope(found: _ByPeriod) -> uncertainty.Slope:
    return uncertainty.slope(found.counts, found.tokens, times=np.arange(len(found.tokens)))


def _direction(fit: uncertainty.Slope) -> NDArray[np.object_]:
    """Name what the interval leaves out; '' where there is none."""
    cases = [np.isnan(fit.low), fit.low > 1, fit.high < 1]
    return np.select(cases, ["", "rising", "falling"], "unclear").astype(object)


def _clearest(fit: uncertainty.Slope, term: pd.Series) -> NDArray[np.intp]:
    """Order by the end of the interval nearest to no change; what is not measured comes last."""
    bound = np.fmax(0, np.fmax(np.log(fit.low), -np.log(fit.high)))
    return np.lexsort((term.to_numpy(), -bound, np.isnan(fit.low)))
