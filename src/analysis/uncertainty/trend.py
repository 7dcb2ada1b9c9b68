"""Change over periods, the unit: a slope, and a check that takes no shape for granted."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from scipy.special import ndtr, stdtr, stdtrit

from analysis.uncertainty.reasons import TOO_WIDE, WIDEST, measured, say

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

    Floats = NDArray[np.float64]

MIN_PERIODS = 8  # a slope rests on periods; below 8 its t has too few degrees of freedom
_NEWTON_STEPS = 25  # measured: enough for every term of the corpora at hand
_ARRIVED = 1e-9  # a step; the next would be about its square
_LARGEST_LEVERAGE = 0.95  # one period that holds all of a term would divide by zero


class Slope(NamedTuple):
    """Change per unit of time as a ratio, with interval, p, and why there is none."""

    ratio: Floats
    low: Floats
    high: Floats
    p: Floats
    reason: NDArray[np.object_]


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
    say(reason, n_periods < MIN_PERIODS, f"fewer than {MIN_PERIODS} periods with text")
    say(reason, total == 0, "no hits")
    if n_periods < MIN_PERIODS:
        return Slope(*np.full((4, len(total)), np.nan), reason)  # type: ignore[call-arg]
    unit = float(when.std()) or 1.0  # in standard deviations, so that a step of 1 is a small one
    beta, variance = _log_linear(table, tokens, (when - when.mean()) / unit)
    error = np.sqrt(variance)
    half = stdtrit(n_periods - 2, (1 + level) / 2) * error
    say(reason, ~(half < WIDEST), TOO_WIDE)
    ratio, low, high = (
        measured(np.exp(np.clip(end / unit, -700, 700)), reason)
        for end in (beta, beta - half, beta + half)
    )
    p = 2 * stdtr(n_periods - 2, -np.abs(beta) / error)
    return Slope(ratio, low, high, measured(p, reason), reason)


def _log_linear(table: Floats, tokens: Floats, when: Floats) -> tuple[Floats, Floats]:
    """Fit ln(rate) = a + b * when by Newton for all terms at once; return b and its variance.

    The intercept is profiled out: given its total, a term is dealt over the periods by the
    weights tokens * exp(b * when). Shapes are (n_periods, n_terms).
    """
    total, t = table.sum(axis=0), when[:, None]
    beta, moving = np.zeros(table.shape[1]), np.arange(table.shape[1])
    reached = (t * table).sum(axis=0)
    for _ in range(_NEWTON_STEPS):
        _, centre, spread = _dealt(tokens, t, beta[moving])
        far = reached[moving] - total[moving] * centre
        with np.errstate(divide="ignore", invalid="ignore"):
            step = np.nan_to_num(far / (total[moving] * spread), posinf=0, neginf=0)
        beta[moving] += np.clip(step, -1, 1)
        moving = moving[np.abs(step) > _ARRIVED]  # most terms arrive in 5 steps
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
