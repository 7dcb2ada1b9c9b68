"""Find the topics of a corpus, and how sure they are."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from analysis import wording
from analysis.errors import DataError, UsageError
from analysis.schema.topics import TOPIC_NUMBERS, TOPIC_TERMS, TOPICS
from analysis.topics import features, labels, mixture, number, stability, support, tables
from analysis.topics.model import TopicModel

if TYPE_CHECKING:
    import pandas as pd
    import scipy.sparse as sp
    from numpy.typing import NDArray

    from analysis.terms.matrix import DocumentTermMatrix
    from analysis.topics.support import Gate

FIT_UNITS = 30_000  # units the mixture learns from; the others are sent to their topic afterwards
_TWO_READINGS = " Another grouping of some texts is about as likely as this one."


@dataclass(frozen=True, eq=False)
class _Units:
    """The units that hold a term, in the order of their content.

    row : where each stands in the matrix
    weights : log counts
    vocabulary : in code-point order
    n_distinct : how many differ
    """

    row: NDArray[np.intp]
    counts: sp.csr_matrix
    weights: sp.csr_matrix
    vocabulary: NDArray[np.str_]
    n_distinct: int


def fit(
    dtm: DocumentTermMatrix, *, n_topics: int | None = None, random_state: int = 0
) -> TopicModel:
    """Find the topics of the units of a matrix: the same ones whatever the order of its rows.

    n_topics : an upper bound; None: chosen by stability, and none at all where the gate says
        that the text supports no topics
    random_state : of the gate, the choice of the number, and the refits; the topics at a given
        number do not depend on it

    Raises UsageError where `n_topics` is no whole number from 1 to the units that hold a term,
    DataError where topics are asked for and no unit holds one.

    Two starts (k-means on sums of the corpus's own word vectors; on singular vectors of tf-idf)
    and a spherical step each lead to a mixture of multinomials; the likelier of the two wins.
    """
    _check(n_topics, dtm)
    gate = support.gate(dtm, random_state=random_state)
    if n_topics is None and not gate.supported:
        return _without_topics(dtm, gate)
    with features.one_thread():
        return _with_topics(dtm, gate, n_topics, random_state)


def _check(n_topics: object, dtm: DocumentTermMatrix) -> None:
    if n_topics is None:
        return
    n_units = int(np.count_nonzero(np.diff(dtm.counts.indptr)))
    if not n_units:
        raise DataError(f"none of the {len(dtm.units)} {dtm.unit}s holds a term; count other words")
    whole = isinstance(n_topics, int | np.integer) and not isinstance(n_topics, bool)
    if not (whole and 1 <= n_topics <= n_units):  # type: ignore[operator]
        raise UsageError(
            f"n_topics={n_topics!r}: needs a whole number from 1 to {n_units} (the {dtm.unit}s "
            "that hold a term), or None to have it chosen"
        )


def _without_topics(dtm: DocumentTermMatrix, gate: Gate) -> TopicModel:
    return TopicModel(
        topics=TOPICS.empty(),
        terms=TOPIC_TERMS.empty(),
        documents=tables.documents_without_topics(dtm, gate.reason),
        candidates=TOPIC_NUMBERS.empty(),
        reason=gate.reason,
        asked=None,
        found=0,
        gate=gate,
        unit=dtm.unit,
        mixture=None,
        vocabulary=np.sort(dtm.vocabulary),
    )


def _with_topics(
    dtm: DocumentTermMatrix, gate: Gate, n_topics: int | None, random_state: int
) -> TopicModel:
    units = _units(dtm)
    words = features.word_vector_sums(units.weights[:FIT_UNITS])
    numbers = TOPIC_NUMBERS.empty()
    if n_topics is None:
        numbers = number.scan(_places(words, units), len(units.row), random_state=random_state)
    k = int(n_topics or numbers.loc[numbers["chosen"], "n_topics"].iloc[0])
    space = mixture.space(units.weights[:FIT_UNITS], words, k)
    fitted = mixture.fit(space, min(k, units.n_distinct))
    found, terms, in_order = _found(units, space, fitted, random_state)
    documents = tables.documents(dtm, found)
    return TopicModel(
        topics=tables.topics(documents, terms, found),
        terms=terms,
        documents=documents,
        candidates=numbers,
        reason=_reason(gate, numbers, n_topics, found) + _TWO_READINGS * fitted.two_readings,
        asked=n_topics if n_topics is None else int(n_topics),
        found=found.n_topics,
        gate=gate,
        unit=dtm.unit,
        mixture=in_order,
        vocabulary=units.vocabulary,
    )


def _units(dtm: DocumentTermMatrix) -> _Units:
    filled = np.flatnonzero(np.diff(dtm.counts.indptr))
    counts = features.in_term_order(dtm)[filled]
    keys = features.content_keys(counts)
    order = np.argsort(keys, kind="stable")  # ties are equal units: either may come first
    counts = counts[order]
    distinct = len(np.unique(keys))
    row, vocabulary = filled[order], np.sort(dtm.vocabulary)
    return _Units(row, counts, features.log_counts(counts), vocabulary, distinct)


def _places(words: NDArray[np.floating], units: _Units) -> NDArray[np.floating]:
    """Take the sums of word vectors; singular vectors where too few words are shared for them."""
    if words.shape[1]:
        return words
    return features.singular_vectors(features.tfidf(units.weights[: number.SAMPLE]), 100)


def _found(
    units: _Units, space: mixture.Space, fitted: mixture.Mixture, random_state: int
) -> tuple[tables.Found, pd.DataFrame, mixture.Mixture]:
    """Number the topics that hold units, by size and then by label; judge them, name them."""
    ranking = mixture.rank(units.weights, fitted)
    jaccard = stability.refits(space, fitted, random_state=random_state)
    margin, unclear = stability.margins(units.weights, fitted, ranking)
    held, code = np.unique(ranking.best, return_inverse=True)
    terms = labels.terms(units.counts, units.vocabulary, code, len(held))
    sizes = np.bincount(code)
    names = terms.groupby("topic")["term"].agg(labels.label)
    order = np.array(sorted(range(len(held)), key=lambda c: (-sizes[c], names.get(c + 1, ""))))
    numbers = np.argsort(order) + 1
    terms["topic"] = numbers[terms["topic"].to_numpy() - 1]
    terms = terms.sort_values(["topic", "rank"], ignore_index=True)
    found = tables.Found(units.row, numbers[code], margin, unclear, jaccard[:, held[order]])
    return found, terms, fitted.only(held[order])


def _reason(gate: Gate, numbers: pd.DataFrame, asked: int | None, found: tables.Found) -> str:
    """Say why so many topics."""
    n = found.n_topics
    topics = wording.counted(n, "topic")
    if asked is None:
        chosen = int(numbers.loc[numbers["chosen"], "n_topics"].iloc[0])
        lost = f" {chosen} were looked for, {n} hold texts." if n < chosen else ""
        return number.explain(numbers) + lost
    text = f"{topics}, as asked." if n == asked else f"{asked} asked, {n} hold texts."
    if not gate.supported:
        text += f" They were asked for and are not supported by the text: {gate.reason}"
    return text
