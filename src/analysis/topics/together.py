"""Which topics go together: in the same documents, or in units that might be of either."""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
from scipy.special import ndtri

from analysis import uncertainty
from analysis.errors import UsageError
from analysis.schema.topic_use import TOPIC_PAIRS
from analysis.topics import features, mixture

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from analysis.terms.matrix import DocumentTermMatrix
    from analysis.topics.model import TopicModel

    Floats = NDArray[np.float64]
    Ints = NDArray[np.int64]

KINDS = ("same document", "shared border")
COUNT_ONLY = "a count: no chance to compare it with"
_HALF = 0.5  # added to each cell, so that a pair that never meets has a ratio


def pairs(model: TopicModel, dtm: DocumentTermMatrix) -> pd.DataFrame:
    """Find the topics that share documents, and those that share a border.

    dtm : the matrix the model was fitted on
    Returns  TOPIC_PAIRS. `same document`: where units are paragraphs or sentences of several
        documents, whether both topics are in a document more often than if they knew nothing of
        each other; in documents of two units or more. A long document holds more topics of all
        kinds, which draws every pair together. `shared border`: how many unclear units of one
        topic have the other as the next likely; a count, not tested

    Raises UsageError where `dtm` is another matrix.
    """
    if model.mixture is None or model.found < 2:  # noqa: PLR2004  one topic has no other
        return TOPIC_PAIRS.empty()
    if len(dtm.units) != len(model.documents) or len(dtm.vocabulary) != len(model.vocabulary):
        raise UsageError("the model was fitted on another matrix; pass the one given to topics.fit")
    parts = [_in_documents(model), _on_borders(model, dtm)]
    return TOPIC_PAIRS.check(pd.concat(parts, ignore_index=True))


def _in_documents(model: TopicModel) -> pd.DataFrame:
    """Measure every pair in the documents of two units or more; no row where there are none."""
    placed = model.documents[model.documents["topic"] > 0]
    size = placed.groupby("doc_id")["topic"].transform("size")
    held = placed[size > 1]
    code, names = pd.factorize(held["doc_id"])
    if len(names) < 2:  # noqa: PLR2004  in one document all topics are together
        return TOPIC_PAIRS.empty()
    present = np.zeros((len(names), model.found), np.int64)
    present[code, held["topic"].to_numpy() - 1] = 1
    table = _pairs(model, present.T @ present, len(names))
    return in_order(measured(table))


def measured(table: pd.DataFrame) -> pd.DataFrame:
    """Compare how often two meet with how often they would by chance.

    table : n_topic, n_other, of_all, n_both
    Returns  its rows with expected, log_ratio, low, high, p, q, reason; the ratio is NaN where
        either is in fewer than 5 documents

    Source  multinomial over documents, delta method for the log of n_both of_all / (n_topic
        n_other); Fisher (1935) for p, twice the smaller tail.
    """
    r, s, n, both = (table[c].to_numpy(np.float64) for c in _COUNTS)
    cells = np.array([both, r - both, s - both, n - r - s + both]) + _HALF
    a, b, c, d = cells
    total, first, second = cells.sum(0), a + b, a + c
    pull = np.array([1 / a - 1 / first - 1 / second, -1 / first, -1 / second, 0 * d]) + 1 / total
    error = np.sqrt((cells * pull**2).sum(0)) / np.log(2)
    few = np.minimum(r, s) < uncertainty.MIN_UNITS
    always = (r == n) | (s == n)
    reason = np.select(
        [few, always], [f"in fewer than {uncertainty.MIN_UNITS} documents", "in every document"], ""
    )
    log_ratio = np.where(reason == "", np.log2(a * total / (first * second)), np.nan)
    half = float(ndtri(0.975)) * error
    p = np.where(reason == "", _two_sided(table), np.nan)
    return table.assign(
        expected=r * s / n,
        log_ratio=log_ratio,
        low=log_ratio - half,
        high=log_ratio + half,
        p=p,
        q=uncertainty.benjamini_hochberg(p),
        reason=pd.Series(reason, table.index, dtype="str"),
    )


_COUNTS = ("n_topic", "n_other", "of_all", "n_both")


def _two_sided(table: pd.DataFrame) -> Floats:
    from scipy.stats import hypergeom  # noqa: PLC0415  a second to import

    r, s, n, both = (table[c].to_numpy(np.int64) for c in _COUNTS)
    tails = hypergeom.cdf(both, n, r, s), hypergeom.sf(both - 1, n, r, s)
    return np.asarray(np.minimum(2 * np.minimum(*tails), 1.0), np.float64)


def in_order(table: pd.DataFrame) -> pd.DataFrame:
    """Sort pairs by the end of the interval nearest to chance: the surest company first."""
    low, high = (table[end].to_numpy(np.float64) for end in ("low", "high"))
    sure = np.where(np.isnan(low), -np.inf, np.where(low > 0, low, np.where(high < 0, high, 0)))
    order = np.lexsort((table["other"], table["topic"], -sure, np.isnan(low)))
    return table.iloc[order]


def _on_borders(model: TopicModel, dtm: DocumentTermMatrix) -> pd.DataFrame:
    """Count the unclear units between each two topics; pairs without one have no row."""
    at = np.flatnonzero(model.documents["unclear"].to_numpy(bool))
    own = model.documents["topic"].to_numpy(np.intp)[at] - 1
    between = np.zeros((model.found, model.found), np.int64)
    if len(at):
        np.add.at(between, (own, _next(model, dtm, at, own)), 1)
    placed = model.documents["topic"].to_numpy()
    both = between + between.T + np.diag(np.bincount(placed[placed > 0] - 1))
    table = _pairs(model, both, int((placed > 0).sum()))
    table = table[table["n_both"] > 0]
    missing = dict.fromkeys(("expected", "log_ratio", "low", "high", "p", "q"), np.nan)
    reason = pd.Series(COUNT_ONLY, table.index, dtype="str")
    table = table.assign(kind=KINDS[1], **missing, reason=reason).astype({"kind": "str"})
    by = ["n_both", "topic", "other"]
    return table.sort_values(by, ascending=[False, True, True], kind="stable")


def _next(
    model: TopicModel, dtm: DocumentTermMatrix, at: NDArray[np.intp], own: NDArray[np.intp]
) -> NDArray[np.intp]:
    """Find the likeliest topic of some units that is not the one they have."""
    assert model.mixture is not None  # noqa: S101  told to the type checker
    weights = features.log_counts(features.in_term_order(dtm)[at])
    return mixture.lead(weights, model.mixture, own).second


def _pairs(model: TopicModel, both: Ints, n: int) -> pd.DataFrame:
    """List each two topics. both : how many have both; on its diagonal, how many have each."""
    every = np.array(list(combinations(range(model.found), 2)))
    one, other = every.T
    label = model.topics["label"].to_numpy(object)
    table = {
        "kind": KINDS[0],
        "topic": one + 1,
        "other": other + 1,
        "label": label[one],
        "other_label": label[other],
        "n_topic": both[one, one],
        "n_other": both[other, other],
        "of_all": n,
        "n_both": both[one, other],
    }
    return pd.DataFrame(table).astype(dict.fromkeys(("kind", "label", "other_label"), "str"))
