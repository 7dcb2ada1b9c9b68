"""New texts under the topics of a saved model: every table of the model, about them."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import scipy.sparse as sp

from analysis import wording
from analysis.errors import DataError, UsageError
from analysis.schema.topic_guidance import NEW_WORDS, TOPICS_SINCE
from analysis.schema.topics import TOPIC_NUMBERS, TOPIC_TERMS, TOPICS
from analysis.topics import assigning, features, mixture, tables

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from analysis.terms.matrix import DocumentTermMatrix
    from analysis.topics.model import TopicModel

SAVED = "saved"  # the method of a model that was not fitted to these texts
_DEFAULT = "mixture"
_ASKED = (
    "n_topics={}, method={!r}: the topics of a saved model stay as they are; leave both out, or "
    "model_path"
)
_STABLE = ["stability", "stability_low", "stability_high"]


def known(dtm: DocumentTermMatrix, old: TopicModel | None) -> DocumentTermMatrix:
    """Count new texts by the words of a saved model alone; without a model nothing changes."""
    if old is None:
        return dtm
    to = assigning.columns(old, dtm)
    counts = assigning.known_counts(dtm.counts, to, len(old.vocabulary))
    return replace(dtm, counts=counts, vocabulary=old.vocabulary)


def carried(
    dtm: DocumentTermMatrix,
    old: TopicModel | None,
    *,
    n_topics: int | None = None,
    method: str = _DEFAULT,
) -> TopicModel | None:
    """Send new texts to the topics of a saved model, and describe the topics by them.

    dtm : `known` of the new texts
    n_topics, method : as asked of a fit: they cannot be had with a saved model
    Returns  the model with those topics that hold a new unit, numbered by size, with the labels
        and the stability of the saved one; words and weights are the saved ones, the shares of
        words those in the new texts. None without a model
    Raises   DataError where the model has no topics, or no unit holds a word that it knows;
        UsageError for another kind of unit, another rule of words, and where a number or a
        method is asked for
    """
    if old is None:
        return None
    if n_topics is not None or method != _DEFAULT:
        raise UsageError(_ASKED.format(n_topics or 0, method))
    sent = assigning.assign(old, dtm)
    row = np.flatnonzero(sent["topic"])
    if not len(row):
        raise DataError(f"no {dtm.unit} holds a word that the saved model knows; fit topics anew")
    order = _by_size(sent, old)
    number = np.zeros(old.found + 1, np.intp)
    number[order] = np.arange(1, len(order) + 1)
    sent = sent.assign(topic=number[sent["topic"]])
    terms = _terms(old, order, dtm, sent["topic"].to_numpy(np.intp))
    return replace(
        old,
        topics=_topics(old, order, sent, terms),
        terms=terms,
        documents=sent,
        candidates=TOPIC_NUMBERS.empty(),
        reason=_reason(old, len(order)),
        asked=None,
        found=len(order),
        method=SAVED,
        mixture=None if old.mixture is None else old.mixture.only(order - 1),
        memberships=None,
    )


def _by_size(sent: pd.DataFrame, old: TopicModel) -> NDArray[np.intp]:
    """List the saved topics that hold a unit, largest first; ties as in the saved model."""
    sizes = np.bincount(sent["topic"], minlength=old.found + 1)[1:]
    order = np.argsort(-sizes, kind="stable")
    return np.asarray(order[sizes[order] > 0] + 1, np.intp)


def _terms(
    old: TopicModel, order: NDArray[np.intp], dtm: DocumentTermMatrix, topic: NDArray[np.intp]
) -> pd.DataFrame:
    """Take the saved words of each topic, and measure how many of its new units hold them."""
    place = pd.Series(np.arange(1, len(order) + 1), index=order)
    kept = old.terms[old.terms["topic"].isin(order)]
    kept = kept.assign(topic=kept["topic"].map(place).astype("int64"))
    row = np.flatnonzero(topic)
    of = mixture.members(topic[row] - 1, len(order))
    held = sp.csr_matrix(of @ features.presence(dtm.counts)[row])
    column = np.searchsorted(old.vocabulary, kept["term"].to_numpy(old.vocabulary.dtype))
    n = np.asarray(held[kept["topic"].to_numpy() - 1, column]).ravel().astype(np.int64)
    size = np.bincount(topic[row])[kept["topic"].to_numpy()]
    kept = kept.assign(n_units=n, share=n / size, low=np.nan, high=np.nan)
    return TOPIC_TERMS.check(kept.sort_values(["topic", "rank"], ignore_index=True))


def _topics(
    old: TopicModel, order: NDArray[np.intp], sent: pd.DataFrame, terms: pd.DataFrame
) -> pd.DataFrame:
    row = np.flatnonzero(sent["topic"])
    unit = sent.iloc[row]
    none = np.full((1, len(order)), np.nan)
    topic, margin, unclear = (unit[name].to_numpy() for name in ("topic", "margin", "unclear"))
    found = tables.Found(row, topic, margin, unclear, none)
    table = tables.topics(sent, terms, found)
    before = old.topics.set_index("topic").loc[order].reset_index(drop=True)
    reason = table["reason"].str.replace(f"; {tables.NO_REFIT}", "").replace(tables.NO_REFIT, "")
    return TOPICS.check(table.assign(label=before["label"], reason=reason, **before[_STABLE]))


def _reason(old: TopicModel, n: int) -> str:
    held = "all hold texts" if n == old.found else f"{n} hold texts here"
    return f"{wording.counted(old.found, 'topic')} of a saved model, none fitted anew; {held}."


def since(old: TopicModel | None, now: TopicModel) -> pd.DataFrame:
    """Compare the share of each saved topic in the texts it was fitted on and in the new ones.

    old, now : the saved model, and `carried` of it
    Returns  TOPICS_SINCE, a row for each saved topic; none without a saved model
    """
    if old is None:
        return TOPICS_SINCE.empty()
    new = now.topics.assign(key=_words(now)).drop_duplicates("key").set_index("key")
    new = new.reindex(_words(old))
    table = pd.DataFrame(
        {
            "topic": old.topics["topic"].to_numpy(),
            "label": old.topics["label"].to_numpy(),
            "share_before": old.topics["share"].to_numpy(),
            "before_low": old.topics["low"].to_numpy(),
            "before_high": old.topics["high"].to_numpy(),
            "n_units": new["n_units"].fillna(0).astype("int64").to_numpy(),
            "share": new["share"].to_numpy(),
            "low": new["low"].to_numpy(),
            "high": new["high"].to_numpy(),
        }
    )
    return TOPICS_SINCE.check(table.astype({"label": "str"}))


def _words(model: TopicModel) -> list[str]:
    """Write down the words of each topic: they stay where its number does not."""
    said = model.terms.groupby("topic")["term"].agg(" ".join)
    return [said.get(topic, "") for topic in model.topics["topic"]]


def unknown_words(old: TopicModel | None, counted: DocumentTermMatrix) -> pd.DataFrame:
    """List the words of new texts that a saved model does not know; none without a model.

    counted : the new texts with all their words
    """
    return NEW_WORDS.empty() if old is None else assigning.new_words(old, counted)
