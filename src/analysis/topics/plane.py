"""A map of the texts: two coordinates for each, a projection and no more."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from analysis.schema.topic_use import TOPIC_MAP
from analysis.topics import features, mixture, tree

if TYPE_CHECKING:
    import pandas as pd
    import scipy.sparse as sp
    from numpy.typing import NDArray

    from analysis.terms.matrix import DocumentTermMatrix
    from analysis.topics.mixture import Mixture
    from analysis.topics.model import TopicModel

    Floats = NDArray[np.float64]

MOST = 2_000  # units on the map; more hide each other
_PLACES = 9  # the same sums in another order differ in their last bits


def document_map(model: TopicModel, dtm: DocumentTermMatrix, *, most: int = MOST) -> pd.DataFrame:
    """Place units on a plane: topics on a circle, each unit nearer to those it is likelier of.

    dtm : the matrix the model was fitted on
    most : units drawn where there are more, by a hash of their terms: the same ones in any order
    Returns  TOPIC_MAP, the same for any order of rows; `attrs` holds of_all (units with a term),
        variance_share (of the variance of the topics' probabilities, what the plane keeps) and
        own_share (of the units, those nearest to the centre of their own topic). No row where
        there are fewer than three topics

    Topics that merge early in the tree stand side by side; the largest stands at the right, the
    larger of its two neighbours comes next, upwards. A unit stands at the mean of their places,
    weighted by its probabilities, each topic's lead being divided by the square root of the
    unit's length: undivided all dots of a topic are one. Topics stand further apart
    (silhouette .49 on titles of papers, .83 on news) than on the principal components of the
    probabilities (.36, .68) or on singular vectors of tf-idf (-.16, .06).
    Source  Hoffman et al. (1997), RadViz.
    """
    if model.mixture is None or model.found < 3:  # noqa: PLR2004  two topics lie on a line
        return TOPIC_MAP.empty()
    filled = np.flatnonzero(model.documents["topic"].to_numpy() > 0)
    counts = features.in_term_order(dtm)[filled]
    ids = model.documents["unit_id"].to_numpy(object)[filled]
    first = np.lexsort((ids, features.content_keys(counts)))[:most]
    topic = model.documents["topic"].to_numpy()[filled[first]]
    joint = np.exp(model.mixture.log_words + model.mixture.log_prior)
    with features.one_thread():
        likely = _tempered(features.log_counts(counts[first]), model.mixture)
        places = np.round(likely @ _circle(tree.mergers(joint)), _PLACES) + 0.0
    table = model.documents.iloc[filled[first]].assign(x=places[:, 0], y=places[:, 1])
    table = table.sort_values(["topic", "unit_id"], kind="stable", ignore_index=True)
    table = TOPIC_MAP.check(table)
    table.attrs.update(
        of_all=len(filled),
        variance_share=_kept(places, likely),
        own_share=_nearest_own(places, topic),
    )
    return table


def _circle(merged: pd.DataFrame) -> Floats:
    """Stand the topics on a circle of radius 1, in the order of the tree, shape (k, 2)."""
    order = tree.in_order(merged)
    k, at = len(order), order.index(1)
    order = order[at:] + order[:at]
    if order[1] > order[-1]:
        order = order[:1] + order[:0:-1]
    angle = 2 * np.pi * np.argsort(order) / k
    return np.asarray(np.column_stack([np.cos(angle), np.sin(angle)]), np.float64)


def _kept(places: Floats, likely: Floats) -> float:
    """Say what share of the variance a plane keeps whose two directions are even on a circle."""
    of_direction = likely.shape[1] / 2  # squares of the places of k topics on a circle add to k/2
    kept, whole = float(places.var(0).sum()), float(likely.var(0).sum())
    return kept / of_direction / whole if whole > 0 else 1.0


def _tempered(weights: sp.csr_matrix, fitted: Mixture) -> Floats:
    """Give the probability of each topic in each unit, less sure than the words make it."""
    scores = mixture.scores(weights, fitted)
    length = np.asarray(weights.sum(1)).ravel()
    scores = (scores - scores.max(1, keepdims=True)) / np.sqrt(np.maximum(length, 1))[:, None]
    share = np.exp(scores)
    return np.asarray(share / share.sum(1, keepdims=True), np.float64)


def _nearest_own(places: Floats, topic: NDArray[np.int64]) -> float:
    """Count the share of units that are nearest to their own topic's centre."""
    topics, code = np.unique(topic, return_inverse=True)
    middle = np.array([places[code == c].mean(0) for c in range(len(topics))])
    far = ((places[:, None] - middle[None]) ** 2).sum(2)
    return float((topics[far.argmin(1)] == topic).mean())
