"""Intervals and tests whose unit is the document or a coarser one, never the token.

The workhorse is the *CR3 log-ratio t*: the variance of a log rate from leaving out one unit at a
time, never below Poisson, with the least of three degrees of freedom. It is a closed form without
draws, so the same counts give the same bytes.

Source  Cameron & Miller (2015) for the cluster-robust variance; measured against bootstraps on
real and simulated text, it alone kept its error from 3 to 100 units a side.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from scipy.special import ndtr, ndtri, stdtr, stdtrit, xlogy

if TYPE_CHECKING:
    import scipy.sparse as sp
    from numpy.typing import ArrayLike, NDArray

    Floats = NDArray[np.float64]

MIN_UNITS = 5  # in a group, and with the term: below, an interval is wider than any use of it
MIN_KISH = 3.0  # units of equal length that would weigh as much
MIN_PERIODS = 8  # a slope rests on periods; below 8 its t has too few degrees of freedom
WIDEST = math.log(100)  # an interval between whose ends lies more than a factor 100 says nothing
TOO_WIDE = "too wide to say"
_NEWTON_STEPS = 25  # measured: enough for every term of the corpora at hand
_LARGEST_LEVERAGE = 0.95  # one period that holds all of a term would divide by zero


@dataclass(frozen=True, eq=False)
class Rates:
    """Rates of terms in one group of units, on the log scale.

    count : hits of each term, shape (n_terms,)
    n_tokens : all tokens of the group
    log_rate : ln((count + .5) / n_tokens)
    variance : of `log_rate`; never below Poisson
    df : degrees of freedom of its t, at least 1
    n_units : units that hold the term
    n_eff : units of equal length that would weigh as much (Kish)
    group_size : units with at least one token
    """

    count: Floats
    n_tokens: float
    log_rate: Floats
    variance: Floats
    df: Floats
    n_units: NDArray[np.int64]
    n_eff: float
    group_size: int


class Interval(NamedTuple):
    """Ends of intervals; NaN with a reason where there is none."""

    low: Floats
    high: Floats
    reason: NDArray[np.object_]


class Comparison(NamedTuple):
    """Log ratios of two groups (natural log), with interval, p, and why there is none."""

    diff: Floats
    low: Floats
    high: Floats
    p: Floats
    df: Floats
    reason: NDArray[np.object_]


class Slope(NamedTuple):
    """Change per unit of time as a ratio, with interval, p, and why there is none."""

    ratio: Floats
    low: Floats
    high: Floats
    p: Floats
    reason: NDArray[np.object_]


class Mean(NamedTuple):
    """A mean, the ends of its interval, and how many values it rests on."""

    mean: float
    low: float
    high: float
    n: int


def mean_interval(values: ArrayLike, level: float = 0.95) -> Mean:
    """Average the values that are there, with a t interval; the ends are NaN under 5 values.

    values : one per unit; NaN is left out and not counted
    """
    known = np.asarray(values, np.float64)
    known = known[~np.isnan(known)]
    n = len(known)
    mean = float(known.mean()) if n else math.nan
    if n < MIN_UNITS:
        return Mean(mean, math.nan, math.nan, n)
    half = float(stdtrit(n - 1, (1 + level) / 2) * known.std(ddof=1) / math.sqrt(n))
    return Mean(mean, mean - half, mean + half, n)


def wilson(successes: ArrayLike, n: ArrayLike, *, level: float = 0.95) -> tuple[Floats, Floats]:
    """Put a band in 0..1 around the share `successes / n`; NaN where n is 0.

    Source  Wilson (1927); equal to scipy's ``binomtest(...).proportion_ci(method="wilson")``.
    """
    k, size = (np.asarray(a, np.float64) for a in (successes, n))
    z2 = float(ndtri((1 + level) / 2)) ** 2
    safe = np.where(size > 0, size, np.nan)
    centre = (k + z2 / 2) / (safe + z2)
    half = np.sqrt(z2 * (k * (safe - k) / safe + z2 / 4)) / (safe + z2)
    low = np.where(k == 0, 0 * safe, centre - half)  # exact ends, free of rounding
    high = np.where(k == size, 1 + 0 * safe, centre + half)
    return low, high


def rates(counts: sp.csr_matrix, n_tokens: ArrayLike) -> Rates:
    """Estimate the rate of every term in one group of units, in one pass over the non-zeros.

    counts : CSR, shape (n_units, n_terms)
    n_tokens : all tokens of each unit, whether its words are counted or not; a unit without
        tokens changes nothing
    """
    lengths = np.asarray(n_tokens, np.float64)
    total, size = float(lengths.sum()), int(np.count_nonzero(lengths))
    hits = np.bincount(counts.indices, counts.data, counts.shape[1]).astype(np.float64)
    n_eff = total**2 / float(lengths @ lengths) if size else 0.0
    rate = hits / (total or 1.0)
    spread, kurtosis = _jackknife(counts, lengths, rate)
    with np.errstate(divide="ignore"):
        log_rate = np.log((hits + 0.5) / total) if size else np.full(len(hits), np.nan)
    return Rates(
        count=hits,
        n_tokens=total,
        log_rate=log_rate,
        variance=np.maximum(spread / (hits + 0.5) ** 2, 1 / (hits + 0.5)),
        df=_least_df((hits, rate, spread, kurtosis), lengths, size),
        n_units=np.bincount(counts.indices, minlength=counts.shape[1]),
        n_eff=n_eff,
        group_size=size,
    )


def _jackknife(counts: sp.csr_matrix, lengths: Floats, rate: Floats) -> tuple[Floats, Floats]:
    """Sum the squares, and the fourth powers, of the residuals that leave one unit out.

    A cell without a hit has the residual -rate * length, so its share is known without
    visiting it; each non-zero cell then puts right what that sum took for it.
    """
    total = lengths.sum() or 1.0
    rest = 1 - lengths / total
    # a unit that holds every token leaves nothing to compare it with: it carries no residual
    weight = np.divide(1.0, rest**2, out=np.zeros_like(rest), where=rest > 0)
    row = np.repeat(np.arange(len(lengths)), np.diff(counts.indptr))
    col, hits = counts.indices, counts.data.astype(np.float64)
    expected = rate[col] * lengths[row]
    square = (hits - expected) ** 2
    gain = weight[row] * hits * (hits - 2 * expected)  # (x-z)^2 - z^2, without cancellation
    n_terms = len(rate)
    second = np.bincount(col, gain, n_terms) + rate**2 * (weight @ lengths**2)
    gain *= weight[row] * (square + expected**2)
    fourth = np.bincount(col, gain, n_terms) + rate**4 * (weight**2 @ lengths**4)
    return np.maximum(second, 0), fourth


def _least_df(moments: tuple[Floats, ...], lengths: Floats, size: int) -> Floats:
    """Take the least of three degrees of freedom: lengths, few loud units, bursty long units."""
    hits, rate, spread, fourth = moments
    l2, l3, l4 = (float((lengths**k).sum()) for k in (2, 3, 4))
    kish = float(lengths.sum()) ** 2 / l2 - 1 if size else 1.0
    with np.errstate(divide="ignore", invalid="ignore"):
        loud = 2 / np.maximum(fourth / spread**2 - 1 / size, 1e-9) if size else hits
        loud = np.where(spread > 0, loud, np.inf)
        extra = np.maximum((spread - hits) / (rate**2 * l2), 0)
        long = (hits + extra * rate**2 * l2) ** 2 / (
            rate**2 * l2 + 2 * extra * rate**3 * l3 + extra**2 * rate**4 * l4
        ) - 1
    least = np.where(hits > 0, np.minimum(np.minimum(loud, long), kish), kish)
    return np.maximum(least, 1.0)


def rate_intervals(estimate: Rates, level: float = 0.95, *, unit: str = "document") -> Interval:
    """Put an interval around each rate (per token), or say why there is none.

    unit : what a unit is called in the reasons
    """
    half = stdtrit(estimate.df, (1 + level) / 2) * np.sqrt(estimate.variance)
    reason = _reasons([estimate], estimate.n_units, unit)
    _say(reason, 2 * half > WIDEST, TOO_WIDE)
    low, high = np.exp(estimate.log_rate - half), np.exp(estimate.log_rate + half)
    return Interval(_measured(low, reason), _measured(high, reason), reason)


def compare_rates(a: Rates, b: Rates, *, level: float = 0.95, unit: str = "document") -> Comparison:
    """Compare the rates of every term in two groups: ln(rate in a / rate in b), Welch's t.

    p < 1 - level exactly where the interval leaves out 0. Below the floors all but `diff` are
    NaN. An interval wider than a factor 100 that holds 0 is too wide to say; one that leaves it
    out stays, because its near end says *at least*. Both keep their p, so that q is over all
    terms above a floor fixed before looking.
    """
    diff, variance = a.log_rate - b.log_rate, a.variance + b.variance
    df = variance**2 / (a.variance**2 / a.df + b.variance**2 / b.df)
    error = np.sqrt(variance)
    half = stdtrit(df, (1 + level) / 2) * error
    reason = _reasons([a, b], a.n_units + b.n_units, unit)
    p = _measured(2 * stdtr(df, -np.abs(diff) / error), reason)
    _say(reason, (2 * half > WIDEST) & (np.abs(diff) <= half), TOO_WIDE)
    low, high = _measured(diff - half, reason), _measured(diff + half, reason)
    return Comparison(diff, low, high, p, df, reason)


def _reasons(groups: list[Rates], n_units: NDArray[np.int64], unit: str) -> NDArray[np.object_]:
    """Say for every term why it is not measured; '' where it is."""
    reason = np.full(len(n_units), "", dtype=object)
    _say(reason, min(g.group_size for g in groups) < MIN_UNITS, f"fewer than {MIN_UNITS} {unit}s")
    _say(reason, min(g.n_eff for g in groups) < MIN_KISH, f"{unit}s of too unequal length")
    _say(reason, n_units < MIN_UNITS, f"in fewer than {MIN_UNITS} {unit}s")
    return reason


def _say(reason: NDArray[np.object_], where: ArrayLike, text: str) -> None:
    """Write a reason where there is none yet: the first one found is the one that is told."""
    reason[np.asarray(where) & (reason == "")] = text


def _measured(values: Floats, reason: NDArray[np.object_]) -> Floats:
    """Blank what is not measured."""
    return np.where(reason == "", values, np.nan)


def benjamini_hochberg(p: ArrayLike) -> Floats:
    """Turn p into q: the share of false findings among those at least as clear; NaN stays NaN.

    Source  Benjamini & Hochberg (1995); equal to ``scipy.stats.false_discovery_control``.
    """
    given = np.asarray(p, np.float64)
    known = np.flatnonzero(~np.isnan(given))
    order = known[np.argsort(given[known], kind="stable")]
    scaled = given[order] * len(order) / np.arange(1, len(order) + 1)
    q = np.full(len(given), np.nan)
    q[order] = np.minimum(np.minimum.accumulate(scaled[::-1])[::-1], 1.0)
    return q


def adjusted_level(n_shown: int, n_all: int, *, level: float = 0.95) -> float:
    """Choose the level at which intervals of the shown R out of M terms hold together.

    Source  Benjamini & Yekutieli (2005): 1 - .05 R / M.
    """
    return 1 - (1 - level) * n_shown / n_all if n_shown and n_all else level


def nearest_to_none(low: Floats, high: Floats) -> Floats:
    """Take the end of an interval nearest to 0, in size; 0 where it holds 0, NaN for none."""
    nearest: Floats = np.maximum(np.maximum(low, -high), 0)
    return nearest


def g2(together: Floats, rows: ArrayLike, columns: ArrayLike, n: float) -> Floats:
    """Measure how far 2x2 tables lie from independence; at least 0, without a sign.

    together : the first cell of each table; rows, columns : its first margins; n : its total
    Source  Dunning (1993), -2 log lambda over the four cells.
    """
    f1, f2 = np.asarray(rows, np.float64), np.asarray(columns, np.float64)
    cells = (
        (together, f1, f2),
        (f2 - together, n - f1, f2),
        (f1 - together, f1, n - f2),
        (n - f1 - f2 + together, n - f1, n - f2),
    )
    parts = [xlogy(o, o * n / np.maximum(row * column, 1)) for o, row, column in cells]
    whole: Floats = np.maximum(2 * np.sum(parts, axis=0), 0)
    return whole


def slope(
    counts_by_period: ArrayLike,
    tokens_by_period: ArrayLike,
    *,
    times: ArrayLike,
    level: float = 0.95,
) -> Slope:
    """Fit a constant change per unit of time to the rates of every term; the unit is the period.

    counts_by_period : shape (n_periods, n_terms)
    tokens_by_period, times : shape (n_periods,); a period without tokens is left out
    Returns  exp(slope) per unit of `times`, its interval, and p from t with n_periods - 2 degrees
        of freedom; NaN under 8 periods with text, for a term without hits, and where the fit
        finds no end (all hits in one period).
    Source  Poisson likelihood, leave-one-period-out variance: documents as unit miss up to 20%,
        since news days have shocks.
    """
    filled = np.asarray(tokens_by_period, np.float64) > 0
    table = np.asarray(counts_by_period, np.float64)[filled]
    tokens = np.asarray(tokens_by_period, np.float64)[filled]
    when = np.asarray(times, np.float64)[filled]
    total, n_periods = table.sum(axis=0), len(when)
    reason = np.full(table.shape[1], "", dtype=object)
    _say(reason, n_periods < MIN_PERIODS, f"fewer than {MIN_PERIODS} periods with text")
    _say(reason, total == 0, "no hits")
    if n_periods < MIN_PERIODS:
        return Slope(*np.full((4, len(total)), np.nan), reason)  # type: ignore[call-arg]
    unit = float(when.std()) or 1.0  # in standard deviations, so that a step of 1 is a small one
    beta, variance = _log_linear(table, tokens, (when - when.mean()) / unit)
    error = np.sqrt(variance)
    half = stdtrit(n_periods - 2, (1 + level) / 2) * error
    _say(reason, ~(half < WIDEST), TOO_WIDE)
    ratio, low, high = (
        _measured(np.exp(np.clip(end / unit, -700, 700)), reason)
        for end in (beta, beta - half, beta + half)
    )
    p = 2 * stdtr(n_periods - 2, -np.abs(beta) / error)
    return Slope(ratio, low, high, _measured(p, reason), reason)


def _log_linear(table: Floats, tokens: Floats, when: Floats) -> tuple[Floats, Floats]:
    """Fit ln(rate) = a + b * when by Newton for all terms at once; return b and its variance.

    The intercept is profiled out: given its total, a term is dealt over the periods by the
    weights tokens * exp(b * when). Shapes are (n_periods, n_terms).
    """
    total, t = table.sum(axis=0), when[:, None]
    beta = np.zeros(table.shape[1])
    reached = (t * table).sum(axis=0)
    for _ in range(_NEWTON_STEPS):
        _, centre, spread = _dealt(tokens, t, beta)
        with np.errstate(divide="ignore", invalid="ignore"):
            step = np.nan_to_num((reached - total * centre) / (total * spread), posinf=0, neginf=0)
        beta = beta + np.clip(step, -1, 1)
    share, centre, spread = _dealt(tokens, t, beta)
    with np.errstate(divide="ignore", invalid="ignore"):
        leverage = np.minimum(share * (1 + (t - centre) ** 2 / spread), _LARGEST_LEVERAGE)
        left_out = ((t - centre) * (table - total * share) / (1 - leverage)) ** 2
        information = total * spread
        return beta, np.maximum(left_out.sum(axis=0) / information**2, 1 / information)


def _dealt(tokens: Floats, t: Floats, beta: Floats) -> tuple[Floats, Floats, Floats]:
    """Deal each term over the periods: shares, their mean time, and its variance."""
    logit = np.log(tokens)[:, None] + t * beta
    share = np.exp(logit - logit.max(axis=0))
    share /= share.sum(axis=0)
    centre = (share * t).sum(axis=0)
    return share, centre, (share * (t - centre) ** 2).sum(axis=0)


def mann_kendall(counts_by_period: ArrayLike, tokens_by_period: ArrayLike) -> Floats:
    """Test whether rates go one way over the periods, whatever the shape; two-sided p.

    counts_by_period : shape (n_periods, n_terms), periods in order
    tokens_by_period : shape (n_periods,); a period without tokens is left out
    Returns  p; NaN under 8 periods with text, and where all rates are equal
    Source   Mann (1945), Kendall (1975): S, its variance with ties, continuity correction.
    """
    filled = np.asarray(tokens_by_period, np.float64) > 0
    tokens = np.asarray(tokens_by_period, np.float64)[filled]
    rate = np.asarray(counts_by_period, np.float64)[filled] / tokens[:, None]
    n, n_terms = rate.shape
    if n < MIN_PERIODS:
        return np.full(n_terms, np.nan)
    s = np.zeros(n_terms)
    for lag in range(1, n):  # pairs by their distance: n steps over all terms, measured .1 s
        later, earlier = rate[lag:], rate[:-lag]
        s += np.count_nonzero(later > earlier, axis=0) - np.count_nonzero(later < earlier, axis=0)
    variance = (n * (n - 1) * (2 * n + 5) - _ties(rate)) / 18
    with np.errstate(divide="ignore", invalid="ignore"):
        z = np.maximum(np.abs(s) - 1, 0) / np.sqrt(variance)
    return np.where(variance > 0, 2 * ndtr(-z), np.nan)


def _ties(values: Floats) -> Floats:
    """Sum t (t - 1) (2 t + 5) over the groups of t equal values of each column.

    The k-th of a group adds what the sum grows by from k - 1 to k: 6 (k - 1) (k + 1).
    """
    ordered = np.sort(values, axis=0)
    total, rank = np.zeros(values.shape[1]), np.ones(values.shape[1])
    for before, now in pairwise(ordered):
        rank = np.where(before == now, rank + 1, 1)
        total += 6 * (rank - 1) * (rank + 1)
    return total
