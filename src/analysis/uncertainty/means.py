"""Intervals of a mean and of a share."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from scipy.special import ndtri, stdtr, stdtrit

from analysis.uncertainty.reasons import MIN_UNITS

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

    Floats = NDArray[np.float64]
    Group = tuple[ArrayLike, ArrayLike, int]  # mean, variance, how many values


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


class Difference(NamedTuple):
    """How far two means are apart: its error, degrees of freedom, half-width and p."""

    difference: Floats
    error: Floats
    df: Floats
    half: Floats
    p: Floats


def welch(one: Group, other: Group, *, level: float = 0.95) -> Difference:
    """Compare two means of independent values by Welch's t.

    one, other : mean and variance (of several rows at once, if wanted), and how many values
    Returns  one - other; p and df are NaN where nothing varies
    """
    (mean, variance, n), (mean2, variance2, n2) = one, other
    first = np.asarray(variance, np.float64) / max(n, 1)
    second = np.asarray(variance2, np.float64) / max(n2, 1)
    gap, together = np.asarray(mean, np.float64) - np.asarray(mean2, np.float64), first + second
    with np.errstate(divide="ignore", invalid="ignore"):
        df = together**2 / (first**2 / max(n - 1, 1) + second**2 / max(n2 - 1, 1))
        error = np.sqrt(together)
        p = np.asarray(2 * stdtr(df, -np.abs(gap) / error), np.float64)
    half = np.asarray(stdtrit(df, (1 + level) / 2) * error, np.float64)
    return Difference(gap, error, df, half, p)


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
