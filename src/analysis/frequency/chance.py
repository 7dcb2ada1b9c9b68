"""What chance alone gives: p and q of bursts from the strongest of many draws without one."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from analysis import uncertainty

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Ints = NDArray[np.int64]

_TAIL = 0.1  # of the drawn maxima; beyond, the tail falls as a likelihood ratio must


class Band(NamedTuple):
    """What draws without a burst give.

    maxima : weight of the strongest burst, sorted, shape (n_cases, draws); 0 for none
    entry : weight that every burst exceeds
    """

    maxima: Floats
    entry: float


def p_values(strength: Floats, at: Ints, band: Band) -> Floats:
    """Give the share of draws with a burst as strong.

    at : the case of each burst, a row of `band.maxima`

    Beyond the drawn maxima the tail falls by e for each unit of strength, the bound for a
    likelihood ratio.
    """
    draws = band.maxima.shape[1]
    # every burst gains more than entry costs, so the tail begins there or later
    edge = np.maximum(band.maxima[:, draws - max(1, round(_TAIL * draws))], band.entry)
    as_strong = [draws - np.searchsorted(row, x) for row, x in zip(band.maxima, edge, strict=True)]
    fewer = [np.searchsorted(band.maxima[i], x) for i, x in zip(at, strength, strict=True)]
    beyond = (np.array(as_strong)[at] + 1) * np.exp(edge[at] - strength)
    drawn = draws - np.array(fewer, np.int64) + 1
    p: Floats = np.where(strength > edge[at], beyond, drawn) / (draws + 1)
    return p


def q_values(p: Floats, column: Ints, n_columns: int) -> Floats:
    """Turn p into q over all columns, each with its strongest burst; one without has p 1."""
    best = np.ones(n_columns)
    np.minimum.at(best, column, p)
    order = np.sort(best)
    q = np.append(uncertainty.benjamini_hochberg(order), 1.0)
    taken: Floats = q[np.searchsorted(order, p)]  # a weaker burst takes the q of the next p above
    return taken


def strongest(column: Ints, weight: Floats, n_columns: int) -> Floats:
    """Take the weight of the strongest burst of each column; 0 for none."""
    best = np.zeros(n_columns)
    np.maximum.at(best, column, weight)
    return best
