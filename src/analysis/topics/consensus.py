"""Topics that refits to ten draws agree on; the same refits tell how stable they are."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import scipy.sparse as sp

from analysis.topics import features, mixture, number, stability

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from analysis.topics.mixture import Mixture

    Codes = NDArray[np.intp]

N_DRAWS = 10
_MOST_UNITS, _FEWEST_UNITS = 10_000, 4_000  # that refits are drawn from: many short, few long ones
_VALUES = 600_000  # terms of these units, all in all
_LONG = _VALUES // _MOST_UNITS  # terms of a unit, at the mean, from which units are long
_FEW = 2_000  # units
_STARTS = 10  # of the k-means that brings the refits to one: cheap, since its places are few


class Refit(NamedTuple):
    """Topics found again in a draw.

    rows : of the units drawn
    mixture : of those units
    """

    rows: Codes
    mixture: Mixture


def n_drawn_from(weights: sp.csr_matrix) -> int:
    """Count the units, the first in the order of their content, that refits are drawn from."""
    enough = int(np.clip(_VALUES / max(_mean_terms(weights), 1), _FEWEST_UNITS, _MOST_UNITS))
    return min(weights.shape[0], enough)


def gain_from_trees(weights: sp.csr_matrix) -> bool:
    """Say whether starts from trees pay: units are few, up to 2,000, or long, over 60 terms.

    On many titles and posts they cost as much, and topics came back no better, or worse.
    """
    return weights.shape[0] <= _FEW or _mean_terms(weights) > _LONG


def _mean_terms(weights: sp.csr_matrix) -> float:
    return float(weights.nnz / max(weights.shape[0], 1))


def draws(n: int, *, random_state: int) -> list[tuple[Codes, int]]:
    """Draw 80% of n units ten times, and a seed for each draw."""
    rng = np.random.default_rng(random_state)
    return [(number.drawn(n, rng), int(rng.integers(2**31))) for _ in range(N_DRAWS)]


def agreed(weights: sp.csr_matrix, found: Sequence[Refit], k: int) -> Codes:
    """Part all units into the `k` groups that the refits agree on best, numbered as in the first.

    Each refit sends every unit to its likeliest topic; k-means on which topics a unit was sent to.

    Source  Wu et al. (2015), k-means-based consensus clustering.
    """
    sent = [mixture.rank(weights, refit.mixture).best for refit in found]
    left, strength = features.left_vectors(_one_hot(sent, k), max(2 * k, 20), n_iter=4)
    part = mixture.kmeans(left * strength, k, seed=0, n_init=_STARTS)
    counterpart, _ = stability.match(part, sent[0], k)
    return counterpart[part]


def _one_hot(sent: list[Codes], k: int) -> sp.csr_matrix:
    n, n_refits = len(sent[0]), len(sent)
    column = np.stack(sent, axis=1) + k * np.arange(n_refits)
    pointer = np.arange(0, n * n_refits + 1, n_refits)
    return sp.csr_matrix((np.ones(column.size), column.ravel(), pointer), shape=(n, k * n_refits))
