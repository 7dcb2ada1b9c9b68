"""Many terms at once: q, levels for a shown list, the order of effects, and G2."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
from scipy.special import stdtrit, xlogy

from analysis import wording

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import ArrayLike, NDArray

    Floats = NDArray[np.float64]


def benjamini_hochberg(p: ArrayLike, *, n_all: int = 0) -> Floats:
    """Turn p into q: the share of false findings among those at least as clear; NaN stays NaN.

    n_all : of how many tests these are the clearest; 0: of these alone. A q below the smallest p
        left out is what all p would give; the others are none.
    Source  Benjamini & Hochberg (1995); equal to ``scipy.stats.false_discovery_control``.
    """
    given = np.asarray(p, np.float64)
    known = np.flatnonzero(~np.isnan(given))
    order = known[np.argsort(given[known], kind="stable")]
    scaled = given[order] * (n_all or len(order)) / np.arange(1, len(order) + 1)
    q = np.full(len(given), np.nan)
    q[order] = np.minimum(np.minimum.accumulate(scaled[::-1])[::-1], 1.0)
    return q


def adjusted_level(n_shown: int, n_all: int, *, level: float = 0.95) -> float:
    """Choose the level at which intervals of the shown R out of M terms hold together.

    Source  Benjamini & Yekutieli (2005): 1 - .05 R / M.
    """
    return 1 - (1 - level) * n_shown / n_all if n_shown and n_all else level


def error_of(table: pd.DataFrame, df: ArrayLike) -> Floats:
    """Find the standard errors that 95% t intervals (columns low, high) were made of."""
    half = (table["high"] - table["low"]).to_numpy(np.float64) / 2
    errors: Floats = half / stdtrit(np.asarray(df, np.float64), 0.975)
    return errors


def widened(
    chosen: pd.DataFrame,
    *,
    error: ArrayLike,
    df: ArrayLike,
    n_shown: int,
    n_all: int,
    level: float = 0.95,
) -> pd.DataFrame:
    """Widen t intervals to the level at which those of R shown out of M rows hold together.

    chosen : columns low and high, on the scale on which they lie evenly about the estimate
    error, df : standard error of each row, degrees of freedom of its t
    n_shown, n_all : R and M; M is all that were measured before some were picked
    Returns  the rows with other ends; `adjusted` says R and M
    """
    both = adjusted_level(n_shown, n_all, level=level)
    half = stdtrit(np.asarray(df, np.float64), (1 + both) / 2) * np.asarray(error, np.float64)
    centre = (chosen["low"] + chosen["high"]).to_numpy(np.float64) / 2
    said = pd.Series(wording.shown_of(n_shown, n_all), index=chosen.index, dtype="str")
    return chosen.assign(low=centre - half, high=centre + half, adjusted=said)


def most_that_hold(bounds: Callable[[int], Floats], n: int) -> int:
    """Find how many of a list, n at most, stay clear of none when adjusted for that many.

    bounds : from R the lower bounds of all candidates, adjusted for R shown
    """
    n_shown = n
    while (
        n_shown
    ):  # fewer shown is wider: go down until the number shown is the number adjusted for
        clear = int(np.count_nonzero(bounds(n_shown) > 0))
        if clear >= n_shown:
            break
        n_shown = clear
    return n_shown


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
