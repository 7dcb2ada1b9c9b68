"""From numbers to the tables of a model."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from analysis.schema.topics import DOCUMENT_TOPICS, TOPICS
from analysis.topics import labels, shares

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from analysis.terms.matrix import DocumentTermMatrix

_NO_TERM = "no term of the vocabulary"
_ONE_TOPIC = "one topic holds all"
NO_REFIT = "too few of its units were drawn for refits"
NO_WORD = "no word of its own"  # the label of a topic that no word sets apart


@dataclass(frozen=True, eq=False)
class Found:
    """What was found of the units that hold a term.

    row : where each stands in the matrix
    topic : from 1
    margin, unclear : of each unit
    jaccard : of each topic in each refit, shape (n_refits, n_topics)
    """

    row: NDArray[np.intp]
    topic: NDArray[np.intp]
    margin: NDArray[np.float64]
    unclear: NDArray[np.bool_]
    jaccard: NDArray[np.float64]

    @property
    def n_topics(self) -> int:
        """Topics that hold a unit."""
        return int(self.jaccard.shape[1])


def documents_without_topics(dtm: DocumentTermMatrix, reason: str) -> pd.DataFrame:
    """Give every unit the topic 0, and say why."""
    return _documents(dtm, pd.Series(reason, dtype="str", index=dtm.units.index))


def documents(dtm: DocumentTermMatrix, found: Found) -> pd.DataFrame:
    """Lay out topic, margin and doubt in the order of the matrix: DOCUMENT_TOPICS."""
    reason = np.full(len(dtm.units), _NO_TERM, dtype=object)
    reason[found.row] = "" if found.n_topics > 1 else _ONE_TOPIC
    table = _documents(dtm, pd.Series(reason, dtype="str", index=dtm.units.index))
    topic, margin, unclear = (table[c].to_numpy(copy=True) for c in ("topic", "margin", "unclear"))
    topic[found.row], unclear[found.row] = found.topic, found.unclear
    if found.n_topics > 1:
        margin[found.row] = found.margin
    return table.assign(topic=topic, margin=margin, unclear=unclear)


def _documents(dtm: DocumentTermMatrix, reason: pd.Series) -> pd.DataFrame:
    table = dtm.units[["unit_id", "doc_id"]].astype("str")
    table = table.assign(topic=0, margin=np.nan, unclear=False, reason=reason)
    return DOCUMENT_TOPICS.check(table.reset_index(drop=True))


def topics(units: pd.DataFrame, terms: pd.DataFrame, found: Found) -> pd.DataFrame:
    """Describe each topic: label, share and stability with their intervals: TOPICS.

    units : DOCUMENT_TOPICS
    terms : TOPIC_TERMS
    """
    of_all = shares.of_groups(units, pd.Series(0, index=units.index), pd.Index([0])).set_index(
        "topic"
    )
    table = of_all.rename(columns={"reason": "share_reason"}).drop(columns="n_docs")
    names = terms.groupby("topic")["term"].agg(labels.label)
    table["label"] = names.reindex(table.index, fill_value=NO_WORD).astype("str")
    table["n_docs"] = units.groupby("topic")["doc_id"].nunique()
    table = table.join(_stability(found))
    reasons = zip(table["share_reason"], table.pop("stability_reason"), strict=True)
    table["reason"] = pd.Series(["; ".join(filter(None, r)) for r in reasons], table.index, "str")
    return TOPICS.check(table.reset_index())


def _stability(found: Found) -> pd.DataFrame:
    measured = ~np.isnan(found.jaccard).all(0) & (found.n_topics > 1)
    why = NO_REFIT if found.n_topics > 1 else _ONE_TOPIC
    ends = np.full((3, found.n_topics), np.nan)
    known = found.jaccard[:, measured]
    ends[0, measured] = np.nanmean(known, axis=0)
    ends[1:, measured] = np.nanquantile(known, [0.05, 0.95], axis=0)
    return pd.DataFrame(
        dict(zip(("stability", "stability_low", "stability_high"), ends, strict=True))
        | {"stability_reason": np.where(measured, "", why)},
        index=pd.RangeIndex(1, found.n_topics + 1, name="topic"),
    )
