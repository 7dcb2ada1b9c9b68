"""Where a fit begins that a person gave words for: units that hold them, and words that count more.

Source  Jagarlamudi, Daume & Udupa (2012), seeded topics; Gallagher et al. (2017), anchored words,
for the idea.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from analysis.topics import features, mixture

if TYPE_CHECKING:
    from collections.abc import Sequence

    import scipy.sparse as sp
    from numpy.typing import NDArray

    Codes = NDArray[np.intp]
    Floats = NDArray[np.float64]

STRENGTH = 1.0  # a seed word counts as if its topic held all its occurrences once more


class Start(NamedTuple):
    """What a fit starts from.

    topic : of each unit, from 0; the topics with seeds come first, in the order of the seeds
    prior : pseudo-count of each word in each topic, shape (n_terms, k)
    """

    topic: Codes
    prior: Floats


def seeded_start(
    weights: sp.csr_matrix,
    vocabulary: NDArray[np.str_],
    *,
    seeds: Sequence[Sequence[str]],
    topic: Codes,
    k: int,
) -> Start:
    """Put the topics with seeds first, each starting from the units that hold its words.

    weights, vocabulary : log counts, columns in code-point order of the terms
    seeds : words of each such topic; a word that is not counted changes nothing
    topic : a partition of the units, from 0, into k - len(seeds) groups; from -len(seeds), where
        groups for the seeds are there already

    A unit starts in the topic whose seeds weigh most in it, each seed by its rarity; on a tie and
    without a seed it stays in its group. Where a topic's seeds stand in no unit, it starts empty,
    and the others may fill it. A fit may leave a seeded topic empty: seeds ask, they do not force.
    """
    columns = [_columns(vocabulary, words) for words in seeds]
    start = np.asarray(topic, np.intp) + len(columns)
    if columns:
        held = _held(weights, columns)
        best = held.argmax(1)
        alone = (held == held.max(1, keepdims=True)).sum(1) == 1
        start = np.where(alone & (held.max(1) > 0), best, start)
    return Start(start, _with_seeds(weights, columns, k))


def _columns(vocabulary: NDArray[np.str_], words: Sequence[str]) -> Codes:
    """Find the columns of words; as written, or in small letters as most are counted."""
    there = set(vocabulary.tolist())
    known = {word if word in there else word.lower() for word in words} & there
    return np.searchsorted(vocabulary, np.array(sorted(known), dtype=vocabulary.dtype))


def _held(weights: sp.csr_matrix, columns: Sequence[Codes]) -> Floats:
    """Weigh the seeds of each topic in each unit, shape (n_units, n_seeded)."""
    rarity = features.idf(weights)
    parts = [np.asarray(weights[:, own] @ rarity[own]).ravel() for own in columns]
    return np.array(parts, np.float64).T


def _with_seeds(weights: sp.csr_matrix, columns: Sequence[Codes], k: int) -> Floats:
    mass = np.full((weights.shape[1], k), mixture.PRIOR)
    total = np.asarray(weights.sum(0)).ravel()
    for topic, own in enumerate(columns):
        mass[own, topic] += STRENGTH * total[own]
    return mass
