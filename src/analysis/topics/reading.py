"""Which units to read of each topic, and which unit to fit on."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from analysis import corpus
from analysis.schema.topics import TOPIC_PASSAGES
from analysis.topics import features, mixture

if TYPE_CHECKING:
    import scipy.sparse as sp
    from numpy.typing import NDArray

    from analysis.terms.matrix import DocumentTermMatrix
    from analysis.topics.model import TopicModel

    Order = NDArray[np.intp]

_MANY = 100  # documents from which a document is the unit, whatever its length
_LONG = 500  # words of an average document that speaks of more than one thing
_NEAR_COPY = 0.8  # of the terms of either: texts that differ in a date or an added sentence
_SEVERAL = 3  # paragraphs of an average document that are worth counting apart


def units(docs: pd.DataFrame, old: TopicModel | None = None) -> str:
    """Choose what to fit topics on: document, or paragraph where documents are few and long.

    Few: under 100. Long: 500 words on average; a single document always is. Sentences where
    such documents have fewer than three paragraphs on average.

    old : a saved model, whose unit is taken
    """
    if old is not None:
        return old.unit
    n = len(docs)
    if n >= _MANY or n == 0 or (n > 1 and docs["n_tokens"].mean() < _LONG):
        return "document"
    return "paragraph" if len(corpus.paragraphs(docs)) >= _SEVERAL * n else "sentence"


def passages(
    model: TopicModel, dtm: DocumentTermMatrix, *, n: int = 3, random_state: int = 0
) -> pd.DataFrame:
    """List units of each topic to read: typical, borderline and random ones.

    dtm : the matrix the model was fitted on
    n : at most so many of each kind; of units that share over 80% of their terms only the first
        is listed
    random_state : of the random ones, which do not depend on the order of the units
    Returns  TOPIC_PASSAGES
    """
    table = model.documents.assign(row=range(len(model.documents)))
    table = table[table["topic"] > 0].copy()
    table["closeness"] = _closeness(dtm, table["row"].to_numpy(), table["topic"].to_numpy())
    table["lot"] = [_lot(unit_id, random_state) for unit_id in table["unit_id"]]
    presence = features.presence(dtm.counts)
    parts = [_of_topic(of_topic, presence, n) for _, of_topic in table.groupby("topic")]
    if not parts:
        return TOPIC_PASSAGES.empty()
    return TOPIC_PASSAGES.check(pd.concat(parts, ignore_index=True))


def _of_topic(table: pd.DataFrame, presence: sp.csr_matrix, n: int) -> pd.DataFrame:
    """Pick the units of one topic; a typical one is never shown as borderline too.

    presence : of all units, its rows numbered by the column `row`
    """
    held = presence[table["row"].to_numpy()]
    table = table.assign(place=range(len(table)))
    typical = _first(table, held, {"unclear": True, "closeness": False}, n)
    rest = table[~_near_copies(held, typical["place"].to_numpy())]
    kinds = {
        "typical": typical,
        "borderline": _first(rest, held, {"margin": True, "closeness": True}, n),
        "random": _first(table, held, {"lot": True}, n),
    }
    parts = [part.assign(kind=kind, rank=range(1, len(part) + 1)) for kind, part in kinds.items()]
    picked = pd.concat(parts)
    return picked.astype({"kind": "str", "rank": "int64"})


def _first(table: pd.DataFrame, held: sp.csr_matrix, by: dict[str, bool], n: int) -> pd.DataFrame:
    """Take the first n units that are no near-copies of each other; ties by id.

    held : presence of the terms, its rows numbered by the column `place`
    by : columns to sort by; True: ascending
    """
    order = [*by, "unit_id"]
    ordered = table.sort_values(order, ascending=[*by.values(), True], kind="stable")
    left, picked = ordered["place"].to_numpy(), list[int]()
    while len(left) and len(picked) < n:
        picked.append(int(left[0]))
        left = left[~_near_copies(held, left[:1])[left]]
    return ordered.set_index("place", drop=False).loc[picked]


def _near_copies(held: sp.csr_matrix, of: Order) -> NDArray[np.bool_]:
    """Say which rows share with one of some rows over 80% of the terms that either holds.

    The rows themselves are among them.
    """
    these = held[of]
    sizes = np.diff(held.indptr)
    both = np.asarray((held @ these.T).toarray())
    either = sizes[:, None] + np.diff(these.indptr) - both
    return np.asarray((both > _NEAR_COPY * either).any(1), bool)


def _closeness(dtm: DocumentTermMatrix, row: Order, topic: Order) -> NDArray[np.float64]:
    """Measure the cosine of each unit's tf-idf and the centre of its topic."""
    weights = features.tfidf(features.log_counts(features.in_term_order(dtm)[row]))
    centres = mixture.centres(weights, topic - 1, int(topic.max(initial=1)))
    own = np.repeat(topic - 1, np.diff(weights.indptr))
    products = weights.data * centres[own, weights.indices]
    owner = np.repeat(np.arange(len(row)), np.diff(weights.indptr))
    # sums of the same numbers in another order differ in their last bits: not in the ninth place
    return np.round(np.bincount(owner, products, len(row)), 9)


def _lot(unit_id: str, random_state: int) -> bytes:
    return hashlib.sha256(f"{random_state} {unit_id}".encode()).digest()


def asked(n_topics: int) -> int | None:
    """Read a notebook's number of topics, where 0 stands for none asked."""
    return n_topics or None


def described(model: TopicModel, n: int = 10) -> pd.DataFrame:
    """Put the n heaviest words of each topic beside its measures.

    Returns  TOPICS and words (str, parted by commas)
    """
    heavy = model.terms[model.terms["rank"] <= n].groupby("topic")["term"].agg(", ".join)
    words = model.topics["topic"].map(heavy).fillna("").astype("str")
    return model.topics.assign(words=words)


def sheaves(model: TopicModel, chosen: pd.DataFrame) -> tuple[pd.DataFrame, ...]:
    """Part TOPIC_PASSAGES into the typical, the random and the borderline, each as `to_read`."""
    kinds = ("typical", "random", "borderline")
    return tuple(to_read(model, chosen, kind=kind) for kind in kinds)


def to_read(model: TopicModel, chosen: pd.DataFrame, *, kind: str, n: int = 10) -> pd.DataFrame:
    """List passages of one kind with the words to mark in them.

    chosen : TOPIC_PASSAGES
    Returns  key (the topic's label), unit_id, n_total (units of the topic), terms
    """
    rows = chosen[chosen["kind"] == kind]
    topic = model.topics.set_index("topic")
    heavy = model.terms[model.terms["rank"] <= n].groupby("topic")["term"].agg(list)
    key, total = rows["topic"].map(topic["label"]), rows["topic"].map(topic["n_units"])
    terms = [heavy.get(of, []) for of in rows["topic"]]  # a topic may have no term of its own
    return rows.assign(key=key, n_total=total, terms=pd.Series(terms, rows.index, dtype="object"))
