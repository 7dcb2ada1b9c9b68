"""Two groups compared, term by term, with the document or a coarser unit as unit."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from analysis import uncertainty
from analysis.keyness.classics import g2, lrc
from analysis.keyness.sides import Side, marked, side, with_units
from analysis.schema.terms import KEYNESS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import ArrayLike, NDArray

    from analysis.terms import DocumentTermMatrix

    Floats = NDArray[np.float64]

MILLION = 1_000_000
LN2 = math.log(2)
ORDER = {"bound": False, "g2": False, "term": True}


def compare(
    dtm: DocumentTermMatrix,
    target: ArrayLike | pd.Series,
    *,
    unit: Sequence[object] | pd.Series | None = None,
    level: float = 0.95,
) -> pd.DataFrame:
    """Rank the terms that set the `target` units apart from the others.

    target : bool, shape (n_units,); True for the units to characterise; a missing value leaves a
        unit out of both sides
    unit : None for the document, or the name of a coarser unit (author, source) for each row or
        each document; counts and tokens are summed per unit first, on each side by itself
    level : of the intervals; `shown` adjusts them for the list that is shown
    Returns  KEYNESS, largest conservative effect first; log_ratio > 0: more frequent in the
        target; terms of neither side are left out. Paragraphs and sentences of several documents
        are first summed to the documents of each side; in a single document they are the unit.

    Raises DataError if either side holds no unit, UsageError if `target` or `unit` has another
    length.
    Source  Hardie (2014), log ratio; Cameron & Miller (2015), CR3; Dunning (1993), G2; Evert
    (2022), LRC.
    """
    name, sides = _parted(dtm, target, unit)
    hit = uncertainty.compare_rates(*(one.rates for one in sides), level=level, unit=name)
    frame = rows_of(dtm.vocabulary, sides, hit, np.flatnonzero(either(sides)))
    frame = frame.assign(q=uncertainty.benjamini_hochberg(frame["p"]))
    return KEYNESS.check(by_bound(with_lrc(frame, sides, n_terms=len(frame), level=level)))


def log_ratios(
    dtm: DocumentTermMatrix,
    target: ArrayLike | pd.Series,
    *,
    unit: Sequence[object] | pd.Series | None = None,
) -> pd.DataFrame:
    """Test every term as `compare` does, and leave it at that: term, log_ratio, p.

    For whoever compares many times, such as under other choices; terms in code-point order.
    """
    name, sides = _parted(dtm, target, unit)
    hit = uncertainty.compare_rates(*(one.rates for one in sides), unit=name)
    met = either(sides)
    rows = {"term": dtm.vocabulary[met], "log_ratio": hit.diff[met] / LN2, "p": hit.p[met]}
    return pd.DataFrame(rows).astype({"term": "str"})


def _parted(
    dtm: DocumentTermMatrix,
    target: ArrayLike | pd.Series,
    unit: Sequence[object] | pd.Series | None,
) -> tuple[str, tuple[Side, Side]]:
    """Estimate the rates of both sides; the unit is named."""
    named = with_units(dtm, unit)
    inside, outside = marked(dtm, target)
    return named.unit, (side(named, inside), side(named, outside))


def either(sides: tuple[Side, Side]) -> NDArray[np.bool_]:
    """Mark the terms that stand on either side."""
    return sides[0].rates.count + sides[1].rates.count > 0


def rows_of(
    vocabulary: NDArray[np.str_],
    sides: tuple[Side, Side],
    hit: uncertainty.Comparison,
    at: NDArray[np.intp],
) -> pd.DataFrame:
    """Lay out the terms at some places, once they are compared: all of KEYNESS but q and lrc."""
    a, b = (one.rates for one in sides)
    known = ~np.isnan(hit.p[at])
    rows = {
        "term": vocabulary[at].astype(object),
        "log_ratio": hit.diff[at] / LN2,
        "low": hit.low[at] / LN2,
        "high": hit.high[at] / LN2,
        "p": hit.p[at],
        "g2": g2(a.count[at], b.count[at], n_tokens=(a.n_tokens, b.n_tokens)),
        **_columns_of(sides[0], "target", at),
        **_columns_of(sides[1], "other", at),
        "error": np.where(known, np.sqrt(a.variance[at] + b.variance[at]) / LN2, np.nan),
        "df": np.where(known, hit.df[at], np.nan),
        "adjusted": "",
        "reason": hit.reason[at],
    }
    return pd.DataFrame(rows, index=at).astype(dict.fromkeys(("term", "reason", "adjusted"), "str"))


def _columns_of(one: Side, name: str, at: NDArray[np.intp]) -> dict[str, NDArray[np.generic]]:
    rates = one.rates
    return {
        f"count_{name}": rates.count[at].astype(np.int64),
        f"docs_{name}": one.docs[at],
        f"units_{name}": rates.n_units[at],
        f"per_million_{name}": rates.count[at] / (rates.n_tokens or math.nan) * MILLION,
    }


def with_lrc(
    frame: pd.DataFrame, sides: tuple[Side, Side], *, n_terms: int, level: float = 0.95
) -> pd.DataFrame:
    """Add Evert's conservative log ratio, its interval wide enough for `n_terms` terms."""
    a, b = (frame[f"count_{name}"].to_numpy(np.float64) for name in ("target", "other"))
    sizes = (sides[0].rates.n_tokens, sides[1].rates.n_tokens)
    return frame.assign(lrc=lrc(a, b, n_tokens=sizes, n_terms=n_terms, level=level))


def bound(frame: pd.DataFrame) -> Floats:
    """Take the end of each row's interval nearest to no difference."""
    low, high = (frame[end].to_numpy(np.float64) for end in ("low", "high"))
    return uncertainty.nearest_to_none(low, high)


def by_bound(frame: pd.DataFrame) -> pd.DataFrame:
    """Sort rows as KEYNESS: lower bound of the effect, G2, term."""
    return in_order(frame.assign(bound=bound(frame)), ORDER)


def in_order(frame: pd.DataFrame, by: dict[str, bool]) -> pd.DataFrame:
    """Sort by columns (True: ascending), NaN last, ties in a fixed order."""
    return frame.sort_values(
        list(by), ascending=list(by.values()), kind="stable", ignore_index=True
    )
