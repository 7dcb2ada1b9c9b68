"""A model whose topics were split or merged: its mixture and every table, made to agree."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from analysis import wording
from analysis.errors import AnalysisError
from analysis.schema.topics import TOPIC_TERMS, TOPICS
from analysis.topics import features, labels, mixture, stability, tables
from analysis.topics.methods import RIVAL

if TYPE_CHECKING:
    import scipy.sparse as sp
    from numpy.typing import NDArray

    from analysis.terms.matrix import DocumentTermMatrix
    from analysis.topics.mixture import Mixture
    from analysis.topics.model import TopicModel

    Floats = NDArray[np.float64]
    Codes = NDArray[np.intp]

_BY_HAND = "made by hand: no refit tells its stability"


@dataclass(frozen=True, eq=False)
class Draft:
    """Topics in the making, numbered from 1.

    topic : of each unit; 0 where it holds no term
    log_words, log_prior : as in a `Mixture`, a column for each topic
    fitted : the fitted topic that each comes from
    as_fitted : whether each is as it was fitted
    memberships : share of each topic in each unit; None where a unit has one
    """

    topic: Codes
    log_words: Floats
    log_prior: Floats
    fitted: tuple[int, ...]
    as_fitted: tuple[bool, ...]
    memberships: Floats | None

    @property
    def k(self) -> int:
        """How many topics."""
        return len(self.fitted)


def draft(model: TopicModel) -> Draft:
    """Begin with the topics as fitted."""
    fitted, topic = _mixture(model), model.documents["topic"].to_numpy(np.intp)
    k = model.found
    numbers, as_fitted = tuple(range(1, k + 1)), (True,) * k
    words, prior = fitted.log_words, fitted.log_prior
    return Draft(topic, words, prior, numbers, as_fitted, model.memberships)


def _mixture(model: TopicModel) -> Mixture:
    if model.mixture is None:
        raise AnalysisError("the model keeps no words of its topics: they cannot be reshaped")
    return model.mixture


def parted(whole: Draft, topic: int, part: TopicModel) -> Draft:
    """Put the topics of a fit within one topic in its place; the first part keeps its number.

    part : fitted on the units of the topic, in their order
    """
    numbers = np.array([topic, *range(whole.k + 1, whole.k + part.found)])
    inside = np.flatnonzero(whole.topic == topic)
    units = whole.topic.copy()
    units[inside] = numbers[part.documents["topic"].to_numpy(np.intp) - 1]
    of_part = _mixture(part)
    log_words = np.hstack([whole.log_words, of_part.log_words[:, 1:]])
    log_prior = np.append(whole.log_prior, whole.log_prior[topic - 1] + of_part.log_prior[1:])
    log_words[:, topic - 1] = of_part.log_words[:, 0]
    log_prior[topic - 1] += of_part.log_prior[0]
    fitted = whole.fitted + (whole.fitted[topic - 1],) * (part.found - 1)
    kept = [held and i != topic for i, held in enumerate(whole.as_fitted, 1)]
    as_fitted = (*kept, *[False] * (part.found - 1))
    shares = _parted_shares(whole.memberships, topic, units, numbers)
    return Draft(units, log_words, log_prior, fitted, as_fitted, shares)


def _parted_shares(
    shares: Floats | None, topic: int, units: Codes, numbers: NDArray[np.int64]
) -> Floats | None:
    """Give a unit's share of a topic to the part it is in; a unit of none, to all by their size."""
    if shares is None:
        return None
    of_part = units[:, None] == numbers
    size = of_part.sum(0) / of_part.sum()
    to = np.where(of_part.any(1, keepdims=True), of_part, size) * shares[:, [topic - 1]]
    whole = np.hstack([shares, to[:, 1:]])
    whole[:, topic - 1] = to[:, 0]
    return whole


def merged(parts: Draft, group: NDArray[np.int64]) -> Draft:
    """Make one of the topics of each group; all keep their numbers, some then hold nothing.

    group : the topic that each topic becomes, from 1
    """
    units = np.where(parts.topic > 0, group[parts.topic - 1], 0)
    log_words, log_prior = parts.log_words.copy(), parts.log_prior.copy()
    as_fitted = list(parts.as_fitted)
    shares = None if parts.memberships is None else parts.memberships.copy()
    for one in np.unique(group):
        members = np.flatnonzero(group == one)
        if len(members) == 1:
            continue
        total = _log_sum(parts.log_prior[members])
        of_whole = parts.log_prior[members] - total
        log_words[:, one - 1] = _log_sum(parts.log_words[:, members] + of_whole)
        log_prior[one - 1], as_fitted[one - 1] = total, False
        if shares is not None:
            shares[:, one - 1] = shares[:, members].sum(1)
    return Draft(units, log_words, log_prior, parts.fitted, tuple(as_fitted), shares)


def _log_sum(values: Floats) -> Floats:
    top = values.max(-1, keepdims=True)
    return np.asarray(np.log(np.exp(values - top).sum(-1)) + top[..., 0], np.float64)


def made(
    model: TopicModel, dtm: DocumentTermMatrix, wanted: Draft
) -> tuple[TopicModel, NDArray[np.int64]]:
    """Lay out a model with these topics, numbered by size and then by label.

    wanted : topics that hold no unit are left out
    Returns  the model; and the number that each topic of the draft now has, 0 for none
    """
    if all(wanted.as_fitted):
        return model, np.arange(1, wanted.k + 1)
    row = np.flatnonzero(wanted.topic)
    counts = features.in_term_order(dtm)[row]
    held, code = np.unique(wanted.topic[row], return_inverse=True)
    anew = labels.terms(counts, model.vocabulary, code, len(held), near=model.near)
    terms, numbers = labels.numbered(anew, code)
    place = np.zeros(wanted.k, np.int64)
    place[held - 1] = numbers
    kept = held[np.argsort(numbers)] - 1
    topic = numbers[code]
    units = _fitted_units(counts, topic - 1, len(_mixture(model).topic))
    fitted = replace(_reordered(_mixture(model), wanted, kept), topic=units)
    shares = None if wanted.memberships is None else wanted.memberships[:, kept]
    sure = _margins(counts, fitted, topic) if shares is None else _of_shares(shares[row], topic)
    found = tables.Found(row, topic, *sure, np.full((1, len(kept)), np.nan))
    documents = tables.documents(dtm, found)
    of_fit = np.where(wanted.as_fitted, wanted.fitted, 0)[kept]
    terms = _terms(model.terms, terms, of_fit)
    n = wording.counted(len(kept), "topic")
    return replace(
        model,
        topics=_topics(model.topics, tables.topics(documents, terms, found), of_fit),
        terms=terms,
        documents=documents,
        reason=f"{model.reason} Split and merged by hand: {n}.",
        found=len(kept),
        mixture=fitted,
        memberships=shares,
    ), place


def _terms(old: pd.DataFrame, anew: pd.DataFrame, of_fit: NDArray[np.int64]) -> pd.DataFrame:
    """Take the terms of topics that are as fitted from the model, with their intervals.

    old, anew : TOPIC_TERMS; of_fit : as for `_topics`
    """
    number_of = {int(fitted): i for i, fitted in enumerate(of_fit, 1) if fitted}
    kept = old[old["topic"].isin(list(number_of))]
    kept = kept.assign(topic=kept["topic"].map(number_of).astype("int64"))
    made_by_hand = anew[~anew["topic"].isin(list(number_of.values()))]
    whole = pd.concat([kept, made_by_hand]) if len(kept) else made_by_hand
    return TOPIC_TERMS.check(whole.sort_values(["topic", "rank"], ignore_index=True))


def _reordered(fitted: Mixture, wanted: Draft, kept: Codes) -> Mixture:
    log_prior = wanted.log_prior[kept]
    log_prior = log_prior - _log_sum(log_prior)
    return replace(fitted, log_words=wanted.log_words[:, kept], log_prior=log_prior)


def _fitted_units(counts: sp.csr_matrix, topic: Codes, n: int) -> Codes:
    """Give the topics of the units that were fitted: the first n in the order of their content."""
    order = np.argsort(features.content_keys(counts), kind="stable")
    return np.asarray(topic[order[:n]], np.intp)


def _margins(
    counts: sp.csr_matrix, fitted: Mixture, topic: Codes
) -> tuple[Floats, NDArray[np.bool_]]:
    """Measure how far each unit's topic leads the next, chunk by chunk.

    topic : of each unit, from 1
    """
    parts = []
    for at in range(0, len(topic), mixture.CHUNK):
        weights = features.log_counts(counts[at : at + mixture.CHUNK])
        ranking = mixture.lead(weights, fitted, topic[at : at + mixture.CHUNK] - 1)
        parts.append(stability.margins(weights, fitted, ranking))
    margin, unclear = (np.concatenate(column) for column in zip(*parts, strict=True))
    return margin, unclear


def _of_shares(shares: Floats, topic: Codes) -> tuple[Floats, NDArray[np.bool_]]:
    """Measure the same from the shares of all topics in each unit, as the fit does."""
    rest, at = shares.copy(), np.arange(len(topic))
    own = shares[at, topic - 1]
    rest[at, topic - 1] = 0
    second = rest.max(1)
    margin = np.where(own > 0, 1 - second / np.where(own > 0, own, 1), 0)
    return np.maximum(margin, 0), second > RIVAL * own


def _topics(old: pd.DataFrame, anew: pd.DataFrame, of_fit: NDArray[np.int64]) -> pd.DataFrame:
    """Take the rows of topics that are as fitted from the model; the others have no stability.

    old, anew : TOPICS; of_fit : of each topic of `anew`, its number in `old`; 0 if made by hand
    """
    rows = old.set_index("topic").loc[of_fit[of_fit > 0]].reset_index()
    rows["topic"] = anew.loc[of_fit > 0, "topic"].to_numpy()
    by_hand = anew[of_fit == 0]
    if len(anew) > 1:
        before = by_hand["reason"].str.rpartition("; ")[0]  # why its share has no interval
        by_hand = by_hand.assign(
            reason=[f"{why}; {_BY_HAND}" if why else _BY_HAND for why in before]
        )
    whole = pd.concat([rows, by_hand.astype({"reason": "str"})]) if len(rows) else by_hand
    return TOPICS.check(whole.sort_values("topic", ignore_index=True))
