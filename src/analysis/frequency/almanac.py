"""Terms and the calendar: first and last seen, and the months of the year."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from analysis import periods, uncertainty
from analysis.frequency.counting import MILLION, per_million
from analysis.schema.terms_frequency import FIRST_LAST, SEASON

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from analysis.terms import DocumentTermMatrix

MIN_YEARS = 3  # below, a season cannot be told from what happened in one year
_MONTHS = range(1, 13)


def first_last(
    dtm: DocumentTermMatrix, docs: pd.DataFrame, *, terms: Sequence[str]
) -> pd.DataFrame:
    """Tell when terms were first and last seen.

    docs : DOCUMENTS; those without a date are counted apart
    terms : of the vocabulary
    Returns  FIRST_LAST; of documents with the same date the first by doc_id (last: the last)

    Raises UsageError for a term that was not counted.
    """
    columns = ["doc_id", "date", "date_precision"]
    known = docs[columns].sort_values(["date", "doc_id"], kind="stable").reset_index(drop=True)
    place = pd.Series(known.index, index=known["doc_id"])
    own = place.reindex(dtm.units["doc_id"].to_numpy()).to_numpy()
    asked = list(dict.fromkeys(terms))
    by_term = dtm.counts.tocsc() if asked else None
    rows = [
        _seen(term, known.iloc[np.unique(own[by_term[:, dtm.column(term)].indices])])
        for term in asked
        if by_term is not None
    ]
    if not rows:
        return FIRST_LAST.empty()
    kinds = {c.name: "str" for c in FIRST_LAST.columns if c.kind == "str"}
    dates = {"first": "datetime64[us]", "last": "datetime64[us]"}
    return FIRST_LAST.check(pd.DataFrame(rows).astype(kinds | dates))


def _seen(term: str, holders: pd.DataFrame) -> dict[str, object]:
    """Summarise the documents of one term, given by date."""
    dated = holders[holders["date"].notna()]
    row: dict[str, object] = {"term": term}
    for side, at in (("first", 0), ("last", -1)):
        one = dated.iloc[at] if len(dated) else None
        row[side] = pd.NaT if one is None else one["date"]
        row[f"{side}_precision"] = "" if one is None else one["date_precision"]
        row[f"{side}_doc"] = "" if one is None else one["doc_id"]
    return {**row, "n_docs": len(dated), "n_undated": len(holders) - len(dated)}


def season(dtm: DocumentTermMatrix, docs: pd.DataFrame, *, terms: Sequence[str]) -> pd.DataFrame:
    """Compare the months of the year, each over several years; the unit is the year.

    docs : DOCUMENTS; those whose month is not known are left out
    terms : of the vocabulary
    Returns  SEASON, twelve rows a term; no rate of a month under 3 years with text in it, no
        interval under 5

    Raises UsageError for a term that was not counted.
    """
    asked = list(dict.fromkeys(terms))
    if not asked:
        return SEASON.empty()
    chosen = dtm.select(asked)
    months = periods.of_rows(chosen.units["doc_id"], docs, width="month")
    blocks = [_one_month(chosen, months, month) for month in _MONTHS]
    rank = {term: i for i, term in enumerate(asked)}
    joined = pd.concat(blocks, ignore_index=True)
    order = np.lexsort((joined["month"].to_numpy(), joined["term"].map(rank).to_numpy()))
    return SEASON.check(joined.iloc[order].reset_index(drop=True))


def _one_month(dtm: DocumentTermMatrix, months: pd.Series, month: int) -> pd.DataFrame:
    """Estimate all terms in one month of the year, with its years as units."""
    inside = (months.dt.month == month).to_numpy()
    years = months[inside].dt.year.astype(int).reset_index(drop=True)
    by_year = dtm.rows(inside).sum_by(years, unit="year")
    estimate = uncertainty.rates(by_year.counts, by_year.n_tokens)
    low, high, reason = uncertainty.rate_intervals(estimate, unit="year")
    count, n_years = estimate.count.astype(np.int64), estimate.group_size
    known = n_years >= MIN_YEARS
    rows = {
        "term": dtm.vocabulary.astype(object),
        "month": month,
        "count": count,
        "n_tokens": int(estimate.n_tokens),
        "n_years": n_years,
        "per_million": per_million(count, estimate.n_tokens if known else 0),
        "low": low * MILLION,
        "high": high * MILLION,
        "reason": reason if known else _too_few(n_years),
    }
    return pd.DataFrame(rows).astype({"term": "str", "reason": "str"})


def _too_few(n_years: int) -> NDArray[np.object_] | str:
    return f"fewer than {MIN_YEARS} years" if n_years else "no documents"
