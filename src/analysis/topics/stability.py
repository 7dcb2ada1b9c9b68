"""How sure: topics that come back in refits, and units whose topic hangs on few words."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from analysis.topics import mixture, number

if TYPE_CHECKING:
    import scipy.sparse as sp
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Codes = NDArray[np.intp]

N_REFITS = 10
_ONE_SIDED = 1.645  # normal quantile at 95%


def refits(units: mixture.Space, fitted: mixture.Mixture, *, random_state: int) -> Floats:
    """Match each topic with its best counterpart in refits on 80% of at most 4,000 units.

    Returns  Jaccard index of the members, shape (10, k); NaN for a topic without a unit drawn

    Source  Greene et al. (2014), stability under subsampling; matched one to one (Hungarian).
    """
    rng = np.random.default_rng(random_state)
    return np.array([_refit(units, fitted, rng) for _ in range(N_REFITS)])


def _refit(units: mixture.Space, fitted: mixture.Mixture, rng: np.random.Generator) -> Floats:
    k = len(fitted.log_prior)
    rows = number.drawn(min(number.SAMPLE, len(fitted.topic)), rng)
    again = mixture.fit(units.rows(rows), min(k, len(rows)), seed=int(rng.integers(2**31)))
    return matched_jaccard(fitted.topic[rows], again.topic, k)


def matched_jaccard(one: Codes, other: Codes, k: int) -> Floats:
    """Give each topic of `one` the Jaccard index with the topic of `other` it is matched with."""
    from scipy.optimize import linear_sum_assignment  # noqa: PLC0415  only here

    both = np.zeros((k, k))
    np.add.at(both, (one, other), 1)
    mine, theirs = both.sum(1), both.sum(0)
    union = mine[:, None] + theirs[None, :] - both
    overlap = both / np.where(union > 0, union, 1)
    row, column = linear_sum_assignment(-overlap)
    matched = np.full(k, np.nan)
    matched[row] = overlap[row, column]
    return np.where(mine > 0, matched, np.nan)


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
