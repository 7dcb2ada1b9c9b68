"""A mixture of multinomials, and the starts that lead to one: two, or four."""

from __future__ import annotations

import warnings
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import scipy.sparse as sp

from analysis.topics import features

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray
    from sklearn.cluster import KMeans

    Floats = NDArray[np.float64]
    Codes = NDArray[np.intp]

PRIOR = 0.5  # pseudo-count of each word in each topic: .1 and 2 were worse on labelled corpora
_EM_STEPS = 30
_EM_SETTLED = 0.999  # share of units that stay
_SPHERICAL_STEPS = (1, 20)  # after the word vectors, after the singular vectors
_SPHERICAL_SETTLED = 0.998
_TREE_UNITS = 1_000  # a tree costs the square of its units, and centres need few
CHUNK = 50_000  # units scored at a time, so that memory does not grow with the corpus


@dataclass(frozen=True, eq=False)
class Space:
    """What all fits and refits of one corpus share; rows in the order of their content.

    weights : CSR, log counts
    tfidf : CSR, rows of length one
    places : dense coordinates of each unit, one array per start
    """

    weights: sp.csr_matrix
    tfidf: sp.csr_matrix
    places: tuple[NDArray[np.floating], ...]

    def rows(self, at: Codes) -> Space:
        """Keep some units, with the coordinates learned from all."""
        kept = tuple(place[at] for place in self.places)
        return replace(self, weights=self.weights[at], tfidf=self.tfidf[at], places=kept)


@dataclass(frozen=True, eq=False)
class Mixture:
    """A Dirichlet-smoothed multinomial mixture.

    topic : the most likely topic of each unit fitted, from 0; some topics may hold none
    log_words : log probability of each word in each topic, shape (n_terms, k)
    log_prior : log share of each topic, shape (k,)
    """

    topic: Codes
    log_words: Floats
    log_prior: Floats

    def only(self, kept: Codes) -> Mixture:
        """Keep some topics, in this order; a unit of another gets the topic -1."""
        place = np.full(len(self.log_prior), -1)
        place[kept] = np.arange(len(kept))
        log_prior = self.log_prior[kept] - np.log(np.exp(self.log_prior[kept]).sum())
        return replace(
            self, topic=place[self.topic], log_words=self.log_words[:, kept], log_prior=log_prior
        )


class Ranking(NamedTuple):
    """The two best topics of each unit, and the log-likelihood of both with their priors."""

    best: Codes
    second: Codes
    advantage: Floats


def space(weights: sp.csr_matrix, words: NDArray[np.floating], k: int) -> Space:
    """Bring together what a fit needs.

    words : sums of word vectors, from `features.word_vector_sums`
    """
    rows = features.tfidf(weights)
    plane = features.singular_vectors(rows, max(k, 50))
    return Space(weights, rows, (words, plane))


def starts(units: Space, k: int, *, seed: int) -> list[Codes]:
    """Part units into `k` groups by word vectors, and by singular vectors; one may be missing."""
    return _refined(units, k, lambda place: kmeans(place, k, seed=seed))


def starts_from_trees(units: Space, k: int) -> list[Codes]:
    """Part units as `starts` does, but by k-means from the centres of Ward's groups: no seed.

    Beside centres drawn by lot these go wrong in other places, so that what refits from both agree
    on hangs less on the sample.
    """
    return _refined(units, k, lambda place: _kmeans_from_tree(place, k))


def _refined(units: Space, k: int, split: Callable[[NDArray[np.floating]], Codes]) -> list[Codes]:
    return [
        _spherical(units.tfidf, split(place), k, steps)
        for place, steps in zip(units.places, _SPHERICAL_STEPS, strict=True)
        if place.shape[1]
    ]


def agreement(one: Codes, other: Codes) -> float:
    """Compare two partitions: 1 the same, 0 as by chance (adjusted Rand index)."""
    from sklearn.metrics import adjusted_rand_score  # noqa: PLC0415  slow to import

    return float(adjusted_rand_score(one, other))


def kmeans(places: NDArray[np.floating], k: int, *, seed: int, n_init: int = 1) -> Codes:
    """Split units by k-means; fewer than `k` groups where they stand at fewer places."""
    from sklearn.cluster import KMeans  # noqa: PLC0415  slow to import

    return _fitted(KMeans(k, n_init=n_init, random_state=seed), places)(places)


def tree(places: NDArray[np.floating]) -> Floats:
    """Merge units, the nearest first, as scipy's linkage; of one unit there is nothing to merge.

    Source  Ward (1963).
    """
    from scipy.cluster.hierarchy import linkage  # noqa: PLC0415  slow to import

    return linkage(places, "ward") if len(places) > 1 else np.zeros((0, 4))


def centres_of_groups(places: NDArray[np.floating], merged: Floats, k: int) -> NDArray[np.floating]:
    """Cut the tree of these units into at most `k` groups, and average the places of each."""
    from scipy.cluster.hierarchy import fcluster  # noqa: PLC0415  slow to import

    cut = fcluster(merged, k, "maxclust") if len(merged) else np.ones(1)
    group = np.asarray(cut, np.intp) - 1
    sums = np.asarray(members(group, int(group.max()) + 1).astype(places.dtype) @ places)
    return sums / np.bincount(group)[:, None].astype(places.dtype)


def kmeans_from(
    centres: NDArray[np.floating], drawn: NDArray[np.floating], places: NDArray[np.floating]
) -> Codes:
    """Split the units drawn by k-means from these centres; send each of `places` to the nearest."""
    from sklearn.cluster import KMeans  # noqa: PLC0415  slow to import

    return _fitted(KMeans(len(centres), init=centres, n_init=1), drawn)(places)


def _kmeans_from_tree(places: NDArray[np.floating], k: int) -> Codes:
    first = places[:_TREE_UNITS]
    return kmeans_from(centres_of_groups(first, tree(first), k), places, places)


def _fitted(model: KMeans, places: NDArray[np.floating]) -> Callable[[NDArray[np.floating]], Codes]:
    """Fit k-means and return how it sends units to groups."""
    from sklearn.exceptions import ConvergenceWarning  # noqa: PLC0415

    with warnings.catch_warnings():
        # says that some units stand at one place: the number found says so as well
        warnings.simplefilter("ignore", ConvergenceWarning)
        model.fit(places)
    return lambda to: np.asarray(model.labels_ if to is places else model.predict(to), np.intp)


def members(topic: Codes, k: int) -> sp.csr_matrix:
    """Make the (k, n_units) matrix whose product with rows sums them by topic."""
    ones = np.ones(len(topic))
    return sp.csr_matrix((ones, (topic, np.arange(len(topic)))), shape=(k, len(topic)))


def centres(rows: sp.csr_matrix, topic: Codes, k: int) -> Floats:
    """Average the rows of each topic, length one, shape (k, n_terms)."""
    total = np.asarray((members(topic, k) @ rows).todense())
    return np.asarray(features.unit_dense(total), np.float64)


def _spherical(rows: sp.csr_matrix, topic: Codes, k: int, steps: int) -> Codes:
    """Move each unit to the topic whose centre is nearest by angle, until few move."""
    for _ in range(steps):
        nearest = np.ascontiguousarray(centres(rows, topic, k).T)
        moved = np.asarray(rows @ nearest).argmax(1)
        if (moved == topic).mean() > _SPHERICAL_SETTLED:
            break
        topic = moved
    return topic


def learn(weights: sp.csr_matrix, topic: Codes, k: int, *, prior: Floats | None = None) -> Mixture:
    """Share units out between topics and learn the topics' words, in turn, until few move.

    topic : of each unit, to begin with
    prior : pseudo-count of each word in each topic, shape (n_terms, k); None: .5 each

    Source  Nigam et al. (2000), EM for a mixture of multinomials.
    """
    share = np.asarray(members(topic, k).T.todense())
    across = weights.T.tocsr()
    for step in range(_EM_STEPS):
        scores = np.asarray(weights @ _log_words(across, share, prior)) + np.log(share.sum(0) + 1)
        moved = scores.argmax(1)
        share = _softmax(scores)
        settled = (moved == topic).mean() > _EM_SETTLED
        topic = moved
        if settled and step > 1:
            break
    return _mixture(across, share, topic, prior)


def of_partition(weights: sp.csr_matrix, topic: Codes, k: int) -> Mixture:
    """Learn the words of topics that were found in another way; no unit moves."""
    return _mixture(weights.T.tocsr(), np.asarray(members(topic, k).T.todense()), topic, None)


def _mixture(across: sp.csr_matrix, share: Floats, topic: Codes, prior: Floats | None) -> Mixture:
    log_prior = np.log((share.sum(0) + 1) / (len(topic) + share.shape[1]))
    return Mixture(topic, _log_words(across, share, prior), log_prior)


def _log_words(across: sp.csr_matrix, share: Floats, prior: Floats | None) -> Floats:
    mass = np.asarray(across @ share) + (PRIOR if prior is None else prior)
    return np.asarray(np.log(mass) - np.log(mass.sum(0, keepdims=True)), np.float64)


def _softmax(scores: Floats) -> Floats:
    share = np.exp(scores - scores.max(1, keepdims=True))
    return np.asarray(share / share.sum(1, keepdims=True), np.float64)


def rank(weights: sp.csr_matrix, mixture: Mixture) -> Ranking:
    """Find the two best topics of every unit, whether it was fitted or not."""
    n = weights.shape[0]
    parts = [_rank_chunk(weights[at : at + CHUNK], mixture) for at in range(0, max(n, 1), CHUNK)]
    return Ranking(*(np.concatenate(column) for column in zip(*parts, strict=True)))


def _rank_chunk(weights: sp.csr_matrix, mixture: Mixture) -> Ranking:
    found = scores(weights, mixture)
    return _before_others(found, found.argmax(1))


def lead(weights: sp.csr_matrix, mixture: Mixture, topic: Codes) -> Ranking:
    """Rank the topics each unit has before the likeliest of the others.

    topic : from 0, of each unit; the lead is below 0 where another is likelier
    """
    return _before_others(scores(weights, mixture), topic)


def _before_others(found: Floats, topic: Codes) -> Ranking:
    row = np.arange(len(found))
    own = found[row, topic]
    if found.shape[1] == 1:
        return Ranking(topic, topic, np.full(len(found), np.inf))
    found[row, topic] = -np.inf
    second = found.argmax(1)
    return Ranking(topic, second, own - found[row, second])


def scores(weights: sp.csr_matrix, mixture: Mixture) -> Floats:
    """Measure the log-likelihood of each unit with each topic, shape (n_units, k)."""
    return np.asarray(np.asarray(weights @ mixture.log_words) + mixture.log_prior, np.float64)
