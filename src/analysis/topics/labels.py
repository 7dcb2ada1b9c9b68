"""What a topic is called: terms that more of its units hold, and that keep company."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import scipy.sparse as sp

from analysis.schema.topics import TOPIC_TERMS
from analysis.topics import features, mixture

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

N_TERMS = 20
_CANDIDATES = 60  # terms of the largest weight, which are then put in order
_LABEL_TERMS = 3
# of the share of the topic's units: plain doc-z names topics by rare words, and a quarter, as was
# here before, by words that keep less company in texts that were not fitted
_SHARE_POWER = 0.75
_OFFSET = 0.2  # added to NPMI: a term of chance company keeps a fifth of its weight
_MIN_UNITS = 3  # a term in fewer is no name for a topic, where there are better ones


def terms(
    counts: sp.csr_matrix,
    vocabulary: NDArray[np.str_],
    topic: NDArray[np.intp],
    k: int,
    *,
    near: sp.csc_matrix | None = None,
) -> pd.DataFrame:
    """Rank the terms of each topic: those that set it apart, and keep company in its units.

    counts, vocabulary : units that hold a term, columns in code-point order
    topic : of each unit, from 0
    near : which terms each sentence holds, columns as `vocabulary`; None: the units stand for them
    Returns  TOPIC_TERMS without intervals, at most 20 terms a topic, numbered from 1 as `topic`
        is from 0

    The weight is doc-z times the 3/4 power of the term's share of the topic's units. A term that
    weighs more in another topic is put back by the root of the ratio. The heaviest then leads;
    each next is the one of 60 with the largest weight times (.2 + its mean NPMI with those before
    it, over all sentences), so that words of one thing stand together. (In units of many sentences
    words that never meet keep company too.)
    """
    df = features.document_frequency(counts)
    usable = np.flatnonzero(_nameable(vocabulary, df))
    presence = features.presence(counts)[:, usable].tocsc()
    held = sp.csr_matrix(mixture.members(topic, k) @ presence)
    sizes = np.bincount(topic, minlength=k)
    per_topic = [_Topic(held, df[usable], len(topic), c, int(sizes[c])) for c in range(k)]
    most = np.zeros(len(usable))
    for of in per_topic:
        most = np.maximum(most, of.weight)
    met = presence if near is None else near[:, usable]
    parts = [_of_topic(of, met, most) for of in per_topic]
    table = pd.concat(parts, keys=range(1, k + 1), names=["topic"]).reset_index("topic")
    table["term"] = pd.Series(vocabulary[usable][table["column"].to_numpy()], table.index, "str")
    return TOPIC_TERMS.check(table.assign(low=np.nan, high=np.nan).reset_index(drop=True))


def with_intervals(
    terms: pd.DataFrame,
    counts: sp.csr_matrix,
    vocabulary: NDArray[np.str_],
    *,
    drawn: Sequence[tuple[NDArray[np.intp], NDArray[np.intp]]],
) -> pd.DataFrame:
    """Give the share of each term its spread over refits, from the 2.5% to the 97.5% quantile.

    terms : TOPIC_TERMS, its topics from 1
    drawn : rows of each refit, and their topics there, from 0, -1 for none
    """
    column = np.searchsorted(vocabulary, terms["term"].to_numpy(dtype=vocabulary.dtype))
    own, place = np.unique(column, return_inverse=True)
    topic = terms["topic"].to_numpy() - 1
    k = int(topic.max(initial=-1)) + 1
    presence = features.presence(counts[:, own])
    again = np.array([_shares(presence[rows], part, k)[topic, place] for rows, part in drawn])
    known = ~np.isnan(again).all(0)
    ends = np.full((2, len(terms)), np.nan)
    ends[:, known] = np.nanquantile(again[:, known], [0.025, 0.975], axis=0)
    return TOPIC_TERMS.check(terms.assign(low=ends[0], high=ends[1]))


def _shares(presence: sp.csr_matrix, part: NDArray[np.intp], k: int) -> NDArray[np.float64]:
    """Measure the share of each topic's units that hold each term; NaN for a topic without any."""
    inside = np.flatnonzero((part >= 0) & (part < k))
    of = mixture.members(part[inside], k)
    size = np.asarray(of.sum(1)).ravel()
    held = np.asarray((of @ presence[inside]).todense())
    return np.asarray(held / np.where(size > 0, size, np.nan)[:, None], np.float64)


def _nameable(vocabulary: NDArray[np.str_], df: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Keep terms with two letters or more, and in enough units, where there are such terms."""
    worded, common = lettered(vocabulary), shared_words(vocabulary, df)
    return common if common.any() else worded if worded.any() else df > 0


def shared_words(vocabulary: NDArray[np.str_], df: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Say which terms are words in enough units to name a topic."""
    return lettered(vocabulary) & (df >= _MIN_UNITS)


def lettered(vocabulary: NDArray[np.str_]) -> NDArray[np.bool_]:
    """Say which terms hold two letters or more: a number names nothing."""
    return np.array([sum(map(str.isalpha, term)) > 1 for term in vocabulary], dtype=bool)


@dataclass(frozen=True, eq=False)
class _Topic:
    """One topic's units and terms.

    held : units with each term, of every topic; df : of all units, n_units in all
    """

    held: sp.csr_matrix
    df: NDArray[np.int64]
    n_units: int
    code: int
    size: int

    @property
    def own(self) -> NDArray[np.float64]:
        """Units of the topic with each term."""
        return np.asarray(self.held[[self.code]].toarray().ravel(), np.float64)

    @property
    def weight(self) -> NDArray[np.float64]:
        """Of each term."""
        return weigh(self.own, self.df, self.size, self.n_units)


def _of_topic(topic: _Topic, met: sp.csc_matrix, most: NDArray[np.float64]) -> pd.DataFrame:
    """Rank the terms of one topic: equal weights in code-point order, none that speaks against.

    met : where terms may keep company
    most : the largest weight of each term in any topic
    """
    held, weight = topic.own, topic.weight
    lead = weight * np.sqrt(np.maximum(weight, 0) / np.where(most > 0, most, 1))
    heavy = np.lexsort((np.arange(len(lead)), -lead))[:_CANDIDATES]
    heavy = heavy[lead[heavy] > 0]
    order = heavy[_in_company(lead[heavy], _company(met[:, heavy]))][:N_TERMS]
    return pd.DataFrame(
        {
            "rank": np.arange(1, len(order) + 1),
            "column": order,
            "weight": weight[order],
            "n_units": held[order].astype(np.int64),
            "share": held[order] / max(topic.size, 1),
        }
    )


def weigh(
    held: NDArray[np.float64], df: NDArray[np.int64], size: int, n_units: int
) -> NDArray[np.float64]:
    """Weigh terms for a topic: doc-z times the 3/4 power of their share of its units."""
    return np.asarray(doc_z(held, df, size, n_units) * (held / max(size, 1)) ** _SHARE_POWER)


def _company(presence: sp.csc_matrix) -> NDArray[np.float64]:
    """Measure the NPMI of each pair of terms over rows: -1 never together, 0 chance, 1 always.

    A term that no row holds keeps company as chance would have it.
    """
    n = max(presence.shape[0], 1)
    both = np.asarray((presence.T @ presence).todense()) / n
    alone = np.diag(both)
    seen = np.clip(both, 1e-12, 1 - 1e-12)  # never together, always: the ends of the scale
    expected = np.outer(alone, alone)
    expected = np.where(expected > 0, expected, seen)
    return np.asarray(np.log(seen / expected) / -np.log(seen), np.float64)


def _in_company(weight: NDArray[np.float64], npmi: NDArray[np.float64]) -> NDArray[np.intp]:
    """Order terms, heaviest first, then by weight and company with those before."""
    left = np.ones(len(weight), dtype=bool)
    total, order = np.zeros(len(weight)), np.zeros(len(weight), np.intp)
    for place in range(len(weight)):
        company = np.maximum(total / max(place, 1) + _OFFSET, 0) if place else 1.0
        scores = np.where(left, weight * company, -1.0)
        order[place] = scores.round(12).argmax()  # ties to the heavier; sums differ in last bits
        left[order[place]] = False
        total += npmi[order[place]]
    return order


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


def numbered(terms: pd.DataFrame, code: NDArray[np.intp]) -> tuple[pd.DataFrame, NDArray[np.int64]]:
    """Number topics by their units, most first, then by label.

    terms : TOPIC_TERMS, numbered as `code` is from 0
    code : topic of each unit
    Returns  TOPIC_TERMS with those numbers, and the number of each code
    """
    sizes = np.bincount(code)
    names = terms.groupby("topic")["term"].agg(label)
    order = np.array(sorted(range(len(sizes)), key=lambda c: (-sizes[c], names.get(c + 1, ""))))
    numbers = np.argsort(order) + 1
    anew = terms.assign(topic=numbers[terms["topic"].to_numpy() - 1])
    return TOPIC_TERMS.check(anew.sort_values(["topic", "rank"], ignore_index=True)), numbers


def label(terms_of_topic: pd.Series) -> str:
    """Name a topic by its heaviest terms: word, word, word."""
    return ", ".join(terms_of_topic.head(_LABEL_TERMS))
