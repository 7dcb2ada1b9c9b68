"""Find the topics of a corpus, and how sure they are."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from analysis import wording
from analysis.errors import DataError, UsageError
from analysis.schema.topics import TOPIC_NUMBERS, TOPIC_TERMS, TOPICS
from analysis.topics import (
    consensus,
    features,
    labels,
    methods,
    mixture,
    number,
    stability,
    support,
    tables,
)
from analysis.topics.model import TopicModel

if TYPE_CHECKING:
    import pandas as pd
    import scipy.sparse as sp
    from numpy.typing import NDArray

    from analysis.terms.index import TokenIndex
    from analysis.terms.matrix import DocumentTermMatrix
    from analysis.topics.consensus import Refit
    from analysis.topics.methods import Seeds
    from analysis.topics.support import Gate


def fit(
    dtm: DocumentTermMatrix,
    *,
    n_topics: int | None = None,
    method: str = "mixture",
    seeds: Seeds = (),
    random_state: int = 0,
    near: TokenIndex | None = None,
) -> TopicModel:
    """Find the topics of the units of a matrix: the same ones whatever the order of its rows.

    n_topics : an upper bound; None: chosen by stability, and none at all where the gate says
        that the text supports no topics
    method : "mixture" (each unit has one topic), "nmf" or "lda" (each a share of every topic)
    seeds : words of each topic that a person asks for, with "mixture" only; asked for, not forced
    random_state : of the gate, of the choice of the number, and of the draws
    near : tokens of these texts, or of a `sample` of them, cut by the same word rule: words that
        name a topic then keep company in sentences. None: in the units, which is the same where
        each is a sentence

    Raises UsageError where `n_topics` is no whole number from 1 to the units that hold a term,
    or not above the number of `seeds`, and for an unknown `method`; DataError where topics are
    asked for and no unit holds one.

    The mixture: ten draws of 80% of the units are grouped from two starts each (k-means on sums
    of the corpus's own word vectors; on singular vectors of tf-idf; a spherical step; a mixture
    of multinomials), from four where units are few or long (k-means from Ward's groups too). What
    these refits agree on is the start of the last mixture; how well each topic comes back in them
    is its stability.
    """
    _check(n_topics, dtm)
    _check_method(method, seeds, n_topics)
    gate = support.gate(dtm, random_state=random_state)
    if n_topics is None and not (gate.supported or seeds):
        return _without_topics(dtm, gate)
    met = None if near is None else features.in_sentences(near, np.sort(dtm.vocabulary))
    with features.one_thread():
        return _with_topics(dtm, gate, _Wanted(n_topics, method, seeds, random_state, met))


class _Wanted(NamedTuple):
    """What was asked of `fit`."""

    n_topics: int | None
    method: str
    seeds: Seeds
    random_state: int
    near: sp.csc_matrix | None


def _check_method(method: str, seeds: Seeds, n_topics: int | None) -> None:
    if method not in methods.METHODS:
        names = wording.listing([repr(name) for name in methods.METHODS], last="or")
        raise UsageError(f"method={method!r}: no such method; use {names}")
    if seeds and method != "mixture":
        raise UsageError(f"method={method!r} takes no seed words; use 'mixture'")
    if n_topics is not None and seeds and n_topics <= len(seeds):
        raise UsageError(
            f"n_topics={n_topics}: {len(seeds)} have seed words; ask for at least {len(seeds) + 1}"
        )


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
            "that hold a term), or None (0 in the notebook) to have it chosen"
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
        method="",
        mixture=None,
        vocabulary=np.sort(dtm.vocabulary),
        memberships=None,
        words=dtm.words,
    )


def _with_topics(dtm: DocumentTermMatrix, gate: Gate, wanted: _Wanted) -> TopicModel:
    units = _units(dtm)
    first = units.weights[: max(features.VECTOR_UNITS, number.SAMPLE)]
    # NMF and LDA need word vectors for nothing but the choice of the number
    unused = wanted.n_topics is not None and wanted.method != "mixture"
    words = features.word_vector_sums(first[:0] if unused else first)
    numbers = TOPIC_NUMBERS.empty()
    if wanted.n_topics is None:
        numbers = number.scan(
            _places(words, units), len(units.row), random_state=wanted.random_state
        )
    k = int(wanted.n_topics or numbers.loc[numbers["chosen"], "n_topics"].iloc[0])
    grouped, refits = _grouped(units, words, k, wanted)
    found, terms, held = _found(units, grouped, refits, wanted.near)
    documents = tables.documents(dtm, found)
    return TopicModel(
        topics=tables.topics(documents, terms, found),
        terms=terms,
        documents=documents,
        candidates=numbers,
        reason=_reason(gate, numbers, wanted.n_topics, found),
        asked=None if wanted.n_topics is None else int(wanted.n_topics),
        found=found.n_topics,
        gate=gate,
        unit=dtm.unit,
        method=wanted.method,
        mixture=grouped.mixture.only(held),
        vocabulary=units.vocabulary,
        memberships=_memberships(grouped, units.row, held, len(dtm.units)),
        words=dtm.words,
        near=wanted.near,
    )


def _grouped(
    units: methods.Units, words: NDArray[np.floating], k: int, wanted: _Wanted
) -> tuple[methods.Grouped, list[Refit]]:
    k = max(min(k, units.n_distinct), len(wanted.seeds) + 1)
    n = consensus.n_drawn_from(units.weights)
    if wanted.method != "mixture":
        return methods.decompose(
            units, n, k, random_state=wanted.random_state, method=wanted.method
        )
    space = mixture.space(units.weights[:n], words[:n], k)
    return methods.group(units, space, k, random_state=wanted.random_state, seeds=wanted.seeds)


def _memberships(
    grouped: methods.Grouped, row: NDArray[np.intp], held: NDArray[np.intp], n_units: int
) -> NDArray[np.float64] | None:
    """Give each row of the matrix its share of every topic; NaN where it holds no term."""
    if grouped.memberships is None:
        return None
    of_all = np.full((n_units, len(held)), np.nan)
    of_all[row] = grouped.memberships[:, held]
    return of_all


def _units(dtm: DocumentTermMatrix) -> methods.Units:
    filled = np.flatnonzero(np.diff(dtm.counts.indptr))
    counts = features.in_term_order(dtm)[filled]
    keys = features.content_keys(counts)
    order = np.argsort(keys, kind="stable")  # ties are equal units: either may come first
    counts = counts[order]
    distinct = len(np.unique(keys))
    row, vocabulary = filled[order], np.sort(dtm.vocabulary)
    return methods.Units(row, counts, features.log_counts(counts), vocabulary, distinct)


def _places(words: NDArray[np.floating], units: methods.Units) -> NDArray[np.floating]:
    """Take the sums of word vectors; singular vectors where too few words are shared for them."""
    if words.shape[1]:
        return words
    return features.singular_vectors(features.tfidf(units.weights[: number.SAMPLE]), 100)


def _found(
    units: methods.Units,
    grouped: methods.Grouped,
    refits: list[Refit],
    near: sp.csc_matrix | None,
) -> tuple[tables.Found, pd.DataFrame, NDArray[np.intp]]:
    """Number the topics that hold units, by size and then by label; judge them, name them.

    Returns  what was found, TOPIC_TERMS, and the topics as grouped in the order of their numbers
    """
    held, code = np.unique(grouped.best, return_inverse=True)
    terms = labels.terms(units.counts, units.vocabulary, code, len(held), near=near)
    terms, numbers = labels.numbered(terms, code)
    topic = numbers[code]
    again = [_matched(topic - 1, refit, len(held)) for refit in refits]
    jaccard = np.array([each for _, each in again])
    drawn = [(refit.rows, part) for refit, (part, _) in zip(refits, again, strict=True)]
    terms = labels.with_intervals(terms, units.counts, units.vocabulary, drawn=drawn)
    found = tables.Found(units.row, topic, grouped.margin, grouped.unclear, jaccard)
    return found, terms, held[np.argsort(numbers)]


def _matched(
    topic: NDArray[np.intp], refit: Refit, n_topics: int
) -> tuple[NDArray[np.intp], NDArray[np.float64]]:
    """Number the topics of a refit as their counterparts, from 0; -1 where there is none."""
    k = max(n_topics, len(refit.mixture.log_prior))
    counterpart, jaccard = stability.match(topic[refit.rows], refit.mixture.topic, k)
    number_of = np.argsort(counterpart)
    part = np.where(number_of < n_topics, number_of, -1)[refit.mixture.topic]
    return part, jaccard[:n_topics]


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
