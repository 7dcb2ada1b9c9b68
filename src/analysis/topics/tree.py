"""Which topics are nearest to each other: a tree of mergers, so that their number is no vow."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import scipy.sparse as sp
from scipy.special import xlogy

from analysis.errors import UsageError
from analysis.schema.topic_use import TOPIC_TREE
from analysis.topics import features, labels, mixture

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from analysis.terms.matrix import DocumentTermMatrix
    from analysis.topics.model import TopicModel

    Floats = NDArray[np.float64]

_PLACES = 12  # sums in another order differ in their last bits: ties are told from rounding


def merge_tree(model: TopicModel, dtm: DocumentTermMatrix) -> pd.DataFrame:
    """Merge topics two at a time, each time the two whose merging loses least.

    dtm : the matrix the model was fitted on
    Returns  TOPIC_TREE, a row less than there are topics

    What is lost is information about words, bits a word: the sum of both shares times the
    weighted Jensen-Shannon divergence of both word distributions.
    Source  Slonim & Tishby (1999), agglomerative information bottleneck, eq. 6.
    """
    if model.mixture is None or model.found < 2:  # noqa: PLR2004  one topic has no other
        return TOPIC_TREE.empty()
    steps = mergers(np.exp(model.mixture.log_words + model.mixture.log_prior))
    sizes, names = _named(model, dtm, steps)
    table = steps.assign(n_units=sizes, label=pd.Series(names, steps.index, dtype="str"))
    return TOPIC_TREE.check(table)


def mergers(joint: Floats) -> pd.DataFrame:
    """Find the order in which columns merge.

    joint : probability of each word with each topic, shape (n_terms, k); sums to 1
    Returns  step, left, right, new, loss, height
    """
    k = joint.shape[1]
    columns = {topic + 1: np.ascontiguousarray(joint[:, topic]) for topic in range(k)}
    spread = {topic: _spread(column) for topic, column in columns.items()}
    total = sum(spread.values())
    loss = _losses(columns, spread)
    rows = []
    for step in range(1, k):
        left, right = min(loss, key=lambda pair: (round(loss[pair], _PLACES), pair))
        rows.append((step, left, right, k + step, max(loss[left, right], 0.0)))
        new = columns.pop(left) + columns.pop(right)
        loss = {pair: bits for pair, bits in loss.items() if not {left, right} & set(pair)}
        spread[k + step] = _spread(new)
        for topic, column in columns.items():
            together = _spread(new + column)
            loss[topic, k + step] = together - spread[topic] - spread[k + step]
        columns[k + step] = new
    table = pd.DataFrame(rows, columns=["step", "left", "right", "new", "loss"])
    known = spread[2 * k - 1] - total
    lost = table["loss"].cumsum() / known if known > 0 else table["loss"].cumsum()
    return table.assign(height=np.minimum(lost, 1.0))


def _spread(column: Floats) -> float:
    """Weigh the entropy of a distribution, in bits, by the sum of its column."""
    total = float(column.sum())
    return float(xlogy(total, total) - xlogy(column, column).sum()) / float(np.log(2))


def _losses(columns: dict[int, Floats], spread: dict[int, float]) -> dict[tuple[int, int], float]:
    """Measure every pair; 20 topics of 100,000 words take a quarter of a second."""
    return {
        (a, b): _spread(columns[a] + columns[b]) - spread[a] - spread[b]
        for a in columns
        for b in columns
        if a < b
    }


def _named(
    model: TopicModel, dtm: DocumentTermMatrix, steps: pd.DataFrame
) -> tuple[list[int], list[str]]:
    """Count the units of each merged topic, and name it by doc-z as a topic is named."""
    topic = model.documents["topic"].to_numpy(np.intp)
    filled = np.flatnonzero(topic > 0)
    held, df, words = _presence(model, dtm, filled)
    sizes = np.bincount(topic[filled] - 1, minlength=model.found)
    inside = {i + 1: (held[i], int(size)) for i, size in enumerate(sizes)}
    found: list[tuple[int, str]] = []
    for left, right, new in steps[["left", "right", "new"]].itertuples(index=False):
        (a, n), (b, m) = inside[left], inside[right]
        inside[new] = (a + b, n + m)
        found.append((n + m, _label(*inside[new], df, words, len(filled))))
    counts, names = zip(*found, strict=True)
    return list(counts), list(names)


def _presence(
    model: TopicModel, dtm: DocumentTermMatrix, filled: NDArray[np.intp]
) -> tuple[Floats, NDArray[np.int64], NDArray[np.str_]]:
    """Count the units of each topic that hold each term a label may be made of, shape (k, n)."""
    counts = features.in_term_order(dtm)[filled]
    df = features.document_frequency(counts)
    vocabulary = np.sort(dtm.vocabulary)
    usable = np.flatnonzero(labels.shared_words(vocabulary, df))
    ones = features.presence(counts)
    topic = model.documents["topic"].to_numpy(np.intp)[filled] - 1
    held = sp.csr_matrix(mixture.members(topic, model.found) @ ones)[:, usable]
    return np.asarray(held.toarray(), np.float64), df[usable], vocabulary[usable]


def _label(
    held: Floats, size: int, df: NDArray[np.int64], words: NDArray[np.str_], n_units: int
) -> str:
    if size == n_units:
        return ""
    weight = labels.weigh(held, df, size, n_units)
    order = np.lexsort((np.arange(len(weight)), -weight))
    order = order[weight[order] > 0]
    return labels.label(pd.Series(words[order[:20]], dtype="str"))


def cut(tree: pd.DataFrame, n: int) -> pd.Series:
    """Say which topic each becomes where only `n` are wanted.

    tree : TOPIC_TREE
    Returns  number of the largest topic of its group, by topic: `n` different ones

    Raises UsageError where `n` is no whole number from 1 to the topics there are.
    """
    k = len(tree) + 1
    whole = isinstance(n, int | np.integer) and not isinstance(n, bool)
    if not (whole and 1 <= n <= k):
        raise UsageError(f"n={n!r}: needs a whole number from 1 to {k}, the topics there are")
    becomes = pd.Series(range(1, k + 1), range(1, k + 1), dtype="int64", name="becomes")
    for members in _groups(tree, n).values():
        becomes[members] = min(members)
    return becomes.rename_axis("topic")


def in_order(tree: pd.DataFrame) -> list[int]:
    """Put the topics in a row in which those that merge stand side by side.

    tree : TOPIC_TREE
    """
    return next(iter(_groups(tree, 1).values()))


def _groups(tree: pd.DataFrame, n: int) -> dict[int, list[int]]:
    """Merge until `n` are left: the topics of each."""
    k = len(tree) + 1
    members = {topic: [topic] for topic in range(1, k + 1)}
    for left, right, new in tree[["left", "right", "new"]].head(k - n).itertuples(index=False):
        members[new] = members.pop(left) + members.pop(right)
    return members
