"""What a topic is called: the terms that more of its units hold than of the others."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import scipy.sparse as sp

from analysis.schema.topics import TOPIC_TERMS
from analysis.topics import features, mixture

if TYPE_CHECKING:
    from numpy.typing import NDArray

N_TERMS = 20
_LABEL_TERMS = 3
_ROOT = 0.25  # of the share of the topic's units: plain doc-z names topics by rare words
_MIN_UNITS = 3  # a term in fewer is no name for a topic, where there are better ones


def terms(
    counts: sp.csr_matrix, vocabulary: NDArray[np.str_], topic: NDArray[np.intp], k: int
) -> pd.DataFrame:
    """Rank the terms of each topic by doc-z times the fourth root of their share in it.

    counts, vocabulary : units that hold a term, columns in code-point order
    topic : of each unit, from 0
    Returns  TOPIC_TERMS, at most 20 terms a topic, numbered from 1 as `topic` is from 0
    """
    df = features.document_frequency(counts)
    usable = np.flatnonzero(_nameable(vocabulary, df))
    held = sp.csr_matrix(mixture.members(topic, k) @ _presence(counts)[:, usable])
    sizes = np.bincount(topic, minlength=k)
    parts = [
        _of_topic(held[[c]].toarray().ravel(), df[usable], (int(sizes[c]), len(topic)))
        for c in range(k)
    ]
    table = pd.concat(parts, keys=range(1, k + 1), names=["topic"]).reset_index("topic")
    table["term"] = pd.Series(vocabulary[usable][table["column"].to_numpy()], table.index, "str")
    return TOPIC_TERMS.check(table.reset_index(drop=True))


def _presence(counts: sp.csr_matrix) -> sp.csr_matrix:
    ones = counts.astype(np.float64)
    ones.data = np.ones(len(ones.data))
    return ones


def _nameable(vocabulary: NDArray[np.str_], df: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Keep terms with two letters or more, and in enough units, where there are such terms."""
    worded = lettered(vocabulary)
    common = worded & (df >= _MIN_UNITS)
    return common if common.any() else worded if worded.any() else df > 0


def lettered(vocabulary: NDArray[np.str_]) -> NDArray[np.bool_]:
    """Say which terms hold two letters or more: a number names nothing."""
    return np.array([sum(map(str.isalpha, term)) > 1 for term in vocabulary], dtype=bool)


def _of_topic(
    held: NDArray[np.float64], df: NDArray[np.int64], sizes: tuple[int, int]
) -> pd.DataFrame:
    """Rank the terms of one topic: equal weights in code-point order, none that speaks against."""
    weight = doc_z(held, df, *sizes) * (held / max(sizes[0], 1)) ** _ROOT
    order = np.lexsort((np.arange(len(weight)), -weight))[:N_TERMS]
    order = order[weight[order] > 0]
    return pd.DataFrame(
        {
            "rank": np.arange(1, len(order) + 1),
            "column": order,
            "weight": weight[order],
            "n_units": held[order].astype(np.int64),
        }
    )


def doc_z(
    held: NDArray[np.float64], df: NDArray[np.int64], size: int, n_units: int
) -> NDArray[np.float64]:
    """Standardise the difference between a topic's share of units with a term and the others'.

    held : units of the topic with the term; df : all units with it
    Returns  (p1 - p0) / sqrt(p(1-p)(1/n1 + 1/n0)); the share itself where one topic holds all
    """
    others = n_units - size
    if not others:
        return held / max(size, 1)
    share = df / n_units
    error = np.sqrt(share * (1 - share) * (1 / max(size, 1) + 1 / others))
    difference = held / max(size, 1) - (df - held) / others
    return np.asarray(np.where(error > 0, difference / np.where(error > 0, error, 1), 0.0))


def label(terms_of_topic: pd.Series) -> str:
    """Name a topic by its heaviest terms: word, word, word."""
    return ", ".join(terms_of_topic.head(_LABEL_TERMS))
