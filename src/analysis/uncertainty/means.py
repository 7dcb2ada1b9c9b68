"""Intervals of a mean and of a share."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from scipy.special import ndtri, stdtrit

from analysis.uncertainty.reasons import MIN_UNITS

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

    Floats = NDArray[np.float64]


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
