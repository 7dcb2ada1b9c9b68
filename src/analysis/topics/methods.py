"""The ways to group units into topics: the mixture, and two that others know, behind one call."""

from __future__ import annotations

import warnings
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple, Protocol, cast

import numpy as np

from analysis.topics import consensus, features, mixture, seeded, stability

if TYPE_CHECKING:
    from collections.abc import Sequence

    import scipy.sparse as sp
    from numpy.typing import NDArray

    from analysis.topics.consensus import Refit
    from analysis.topics.mixture import Mixture

    Codes = NDArray[np.intp]
    Floats = NDArray[np.float64]
    Seeds = Sequence[Sequence[str]]

METHODS = ("mixture", "nmf", "lda")
FIT_UNITS = 30_000  # units that are learned from; the others are sent to their topic afterwards
RIVAL = 0.5  # a second topic with more than this part of the first's share makes a unit unclear
_NMF_STEPS, _LDA_PASSES = 200, 10


class Decomposition(Protocol):
    """What is used of scikit-learn's models."""

    def fit(self, rows: sp.csr_matrix) -> Decomposition:
        """Learn the topics of some rows."""

    def transform(self, rows: sp.csr_matrix) -> object:
        """Weigh the topics in rows, shape (n_rows, k)."""


@dataclass(frozen=True, eq=False)
class Units:
    """The units that hold a term, in the order of their content.

    row : where each stands in the matrix
    counts, weights : CSR; weights are log counts
    vocabulary : in code-point order
    n_distinct : how many differ
    """

    row: Codes
    counts: sp.csr_matrix
    weights: sp.csr_matrix
    vocabulary: NDArray[np.str_]
    n_distinct: int


class Grouped(NamedTuple):
    """Topics of all units, and how sure each unit is of its own.

    mixture : the words of the topics
    best : topic of each unit, from 0; some topics may hold none
    margin : 0..1; unclear : whether another topic is about as likely
    memberships : share of each topic in each unit, shape (n_units, k); None where a unit has one
    """

    mixture: Mixture
    best: Codes
    margin: Floats
    unclear: NDArray[np.bool_]
    memberships: Floats | None


def group(
    units: Units, space: mixture.Space, k: int, *, random_state: int, seeds: Seeds
) -> tuple[Grouped, list[Refit]]:
    """Find the `k` topics that refits agree on, as a mixture of multinomials.

    Each draw is grouped from two starts, from four where units are few or long.

    space : of the first units, which refits are drawn from
    seeds : words of topics that a person asks for, fewer than `k`
    """
    found, trees = [], consensus.gain_from_trees(units.weights)
    for rows, seed in consensus.draws(space.weights.shape[0], random_state=random_state):
        drawn, n_groups = space.rows(rows), min(k - len(seeds), len(rows))
        parts = mixture.starts(drawn, n_groups, seed=seed)
        for part in parts + (mixture.starts_from_trees(drawn, n_groups) if trees else []):
            begin = seeded.seeded_start(
                drawn.weights, units.vocabulary, seeds=seeds, topic=part, k=k
            )
            fitted = mixture.learn(drawn.weights, begin.topic, k, prior=begin.prior)
            found.append(consensus.Refit(rows, fitted))
    first = units.weights[:FIT_UNITS]
    part = consensus.agreed(first, found, k) - len(seeds)  # numbered as the refits: seeds first
    begin = seeded.seeded_start(first, units.vocabulary, seeds=seeds, topic=part, k=k)
    fitted = mixture.learn(first, begin.topic, k, prior=begin.prior)
    ranking = mixture.rank(units.weights, fitted)
    margin, unclear = stability.margins(units.weights, fitted, ranking)
    return Grouped(fitted, ranking.best, margin, unclear, None), found


def decompose(
    units: Units, n_drawn_from: int, k: int, *, random_state: int, method: str
) -> tuple[Grouped, list[Refit]]:
    """Find `k` topics as the parts of a matrix, by NMF of tf-idf or by LDA of counts.

    n_drawn_from : of the first units, which refits are drawn from
    method : "nmf" or "lda"

    Source  Boutsidis & Gallopoulos (2008), nndsvda; Hoffman et al. (2010), online LDA; both as in
    scikit-learn.
    """
    rows_of = features.tfidf(units.weights) if method == "nmf" else units.counts
    found = []
    for rows, seed in consensus.draws(n_drawn_from, random_state=random_state):
        drawn = rows_of[rows]
        share = _shares(_estimator(method, k, seed, drawn), drawn, drawn)
        fitted = mixture.of_partition(units.weights[rows], share.argmax(1), k)
        found.append(consensus.Refit(rows, fitted))
    first = rows_of[:FIT_UNITS]
    share = _shares(_estimator(method, k, 0, first), first, rows_of)
    best = share.argmax(1)
    fitted = mixture.of_partition(units.weights, best, k)
    top, second = _top_two(share)
    return Grouped(fitted, best, 1 - second / top, second > RIVAL * top, share), found


def _estimator(method: str, k: int, seed: int, rows: sp.csr_matrix) -> Decomposition:
    """Make a model of k parts, or of as many as NMF may have of such rows."""
    from sklearn.decomposition import NMF, LatentDirichletAllocation  # noqa: PLC0415  slow

    k = min(k, *rows.shape)
    if method == "nmf":
        made = NMF(k, init="nndsvda", max_iter=_NMF_STEPS, random_state=seed)
    else:
        made = LatentDirichletAllocation(
            k, learning_method="online", max_iter=_LDA_PASSES, random_state=seed
        )
    return cast("Decomposition", made)


def _shares(model: Decomposition, learned: sp.csr_matrix, rows: sp.csr_matrix) -> Floats:
    """Share each row out between the topics learned; evenly where it holds none of their words."""
    from sklearn.exceptions import ConvergenceWarning  # noqa: PLC0415  slow to import

    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ConvergenceWarning)  # the last steps move few units
        loadings = np.asarray(model.fit(learned).transform(rows), np.float64)
    total = loadings.sum(1, keepdims=True)
    return np.where(total > 0, loadings / np.where(total > 0, total, 1), 1 / loadings.shape[1])


def _top_two(share: Floats) -> tuple[Floats, Floats]:
    if share.shape[1] == 1:
        return share[:, 0], np.zeros(len(share))
    top = np.partition(share, -2, axis=1)
    return top[:, -1], top[:, -2]
