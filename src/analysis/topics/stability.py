"""How sure: topics that come back in refits, and units whose topic hangs on few words."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    import scipy.sparse as sp
    from numpy.typing import NDArray

    from analysis.topics import mixture

    Floats = NDArray[np.float64]
    Codes = NDArray[np.intp]

_ONE_SIDED = 1.645  # normal quantile at 95%


def match(one: Codes, other: Codes, k: int) -> tuple[Codes, Floats]:
    """Pair the topics of two partitions of the same units so that most units are shared.

    Returns  the counterpart in `other` of each topic of `one`, and the Jaccard index of their
        members; NaN for a topic of `one` without a unit

    Source  Greene et al. (2014), stability under subsampling; matched one to one (Hungarian).
    """
    from scipy.optimize import linear_sum_assignment  # noqa: PLC0415  only here

    both = np.zeros((k, k))
    np.add.at(both, (one, other), 1)
    mine, theirs = both.sum(1), both.sum(0)
    union = mine[:, None] + theirs[None, :] - both
    overlap = both / np.where(union > 0, union, 1)
    _, counterpart = linear_sum_assignment(-overlap)
    jaccard = overlap[np.arange(k), counterpart]
    return counterpart, np.where(mine > 0, jaccard, np.nan)


def margins(
    weights: sp.csr_matrix, fitted: mixture.Mixture, ranking: mixture.Ranking
) -> tuple[Floats, NDArray[np.bool_]]:
    """Measure how far each unit's topic leads the next, and whether that hangs on few words.

    Returns  margin: 1 - exp(-lead per weighted token), in 0..1; unclear: the lead is less than
        1.645 times its standard error, each term of the unit taken as one observation

    Source  Vuong (1989), comparing two models term by term.
    """
    row = np.repeat(np.arange(weights.shape[0]), np.diff(weights.indptr))
    term = weights.indices
    lead = fitted.log_words[term, ranking.best[row]] - fitted.log_words[term, ranking.second[row]]
    lead *= weights.data
    n = np.maximum(np.diff(weights.indptr), 1)
    total, squares = (np.bincount(row, v, len(n)) for v in (lead, lead * lead))
    spread = np.sqrt(np.maximum(squares - total**2 / n, 0) * n / np.maximum(n - 1, 1))
    size = np.maximum(np.bincount(row, weights.data, len(n)), 1)
    margin = -np.expm1(-np.maximum(ranking.advantage, 0) / size)
    unclear = (ranking.advantage < _ONE_SIDED * spread) | (ranking.advantage <= 0) | (n == 1)
    return margin, unclear & np.isfinite(ranking.advantage)
