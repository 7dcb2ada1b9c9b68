"""How much of the texts each topic holds: in all, per document, over time, by source, language."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from analysis import periods
from analysis.schema.topics import (
    DOCUMENT_SHARES,
    TOPIC_LANGUAGES,
    TOPIC_SOURCE,
    TOPIC_TIME,
)
from analysis.uncertainty import wilson

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from analysis.topics.model import TopicModel

    Floats = NDArray[np.float64]

MIN_DOCS = 5
_LANGUAGE_TOPIC, _LANGUAGE_CORPUS = 0.8, 0.5  # most of the topic, a lesser part of the corpus


def document_shares(model: TopicModel) -> pd.DataFrame:
    """Roll paragraphs or sentences up to their documents.

    Returns  DOCUMENT_SHARES, one row for each topic that a document holds; where units have
        memberships the share is their mean
    """
    if model.memberships is not None:
        return _mean_memberships(model, model.memberships)
    units = model.documents
    place = pd.Series(pd.factorize(units["doc_id"])[0], units.index, name="place")
    grouped = units.groupby([place, "doc_id", "topic"], sort=True)
    table = grouped.size().rename("n_units").reset_index()
    held = table["n_units"].where(table["topic"] > 0, 0)
    total = held.groupby(table["place"]).transform("sum")
    table = table[(table["topic"] > 0) | (total == 0)]
    table["share"] = (table["n_units"] / total).where(table["topic"] > 0)
    return DOCUMENT_SHARES.check(table.reset_index(drop=True))


def _mean_memberships(model: TopicModel, memberships: Floats) -> pd.DataFrame:
    units = model.documents
    place = pd.Series(pd.factorize(units["doc_id"])[0], name="place")
    numbers = pd.RangeIndex(1, memberships.shape[1] + 1, name="topic")
    mean = pd.DataFrame(memberships, columns=numbers).groupby(place).mean()
    share = mean.reset_index().melt("place", var_name="topic", value_name="share")
    share = share.sort_values(["place", "topic"], ignore_index=True).astype({"topic": "int64"})
    first = share["topic"] == 1
    share.loc[share["share"].isna() & first, "topic"] = 0  # a document without a term
    share = share[(share["share"] > 0) | (share["topic"] == 0)]
    n_units = units.groupby([place, "topic"]).size().rename("n_units")
    table = share.merge(n_units, how="left", on=["place", "topic"]).fillna({"n_units": 0})
    table["doc_id"] = units["doc_id"].drop_duplicates().to_numpy()[table["place"]]
    return DOCUMENT_SHARES.check(table.astype({"n_units": "int64"}))


def over_time(model: TopicModel, docs: pd.DataFrame, width: str) -> pd.DataFrame:
    """Measure the share of each topic in each period, gaps included.

    width : of the periods, as `periods.assign` takes it; a document whose date is not known so
        finely belongs to none
    Returns  TOPIC_TIME; share and interval are NaN under 5 documents
    """
    starts = _of_units(model, docs, periods.assign(docs, width))
    table = of_groups(model.documents, starts, periods.calendar(starts, width))
    table["group"] = pd.to_datetime(table["group"]).astype("datetime64[us]")
    return TOPIC_TIME.check(table.rename(columns={"group": "period"}))


def by_source(model: TopicModel, docs: pd.DataFrame) -> pd.DataFrame:
    """Measure the share of each topic in each source.

    Returns  TOPIC_SOURCE; share and interval are NaN under 5 documents
    """
    source = _of_units(model, docs, docs["source"])
    filled = model.documents["topic"] > 0
    sizes = model.documents[filled].groupby(source[filled])["doc_id"].nunique()
    names = sorted(sizes.index, key=lambda name: (-sizes[name], name))
    table = of_groups(model.documents, source, pd.Index(names, dtype="str"))
    return TOPIC_SOURCE.check(table.astype({"group": "str"}).rename(columns={"group": "source"}))


def by_language(model: TopicModel, docs: pd.DataFrame) -> pd.DataFrame:
    """Count the languages of each topic, and mark topics that are a language, not a subject.

    Returns  TOPIC_LANGUAGES, one row for each language that a topic holds
    """
    units = model.documents.assign(language=_of_units(model, docs, docs["language"]))
    units = units[units["topic"] > 0]
    table = units.groupby(["topic", "language"]).size().rename("n_units").reset_index()
    of_corpus = units["language"].value_counts(normalize=True)
    table["share"] = table["n_units"] / table.groupby("topic")["n_units"].transform("sum")
    table["corpus_share"] = table["language"].map(of_corpus).astype("float64")
    table["language_topic"] = (table["share"] >= _LANGUAGE_TOPIC) & (
        table["corpus_share"] <= _LANGUAGE_CORPUS
    )
    table = table.sort_values(["topic", "n_units", "language"], ascending=[True, False, True])
    return TOPIC_LANGUAGES.check(table.reset_index(drop=True))


def _of_units(model: TopicModel, docs: pd.DataFrame, of_doc: pd.Series) -> pd.Series:
    """Give each unit what is known of its document."""
    known = pd.Series(of_doc.to_numpy(), index=docs["doc_id"].to_numpy())
    return pd.Series(model.documents["doc_id"].map(known), name="group")


def of_groups(documents: pd.DataFrame, group: pd.Series, groups: pd.Index) -> pd.DataFrame:
    """Measure the share of each topic in each group of documents, one row for each pair.

    documents : DOCUMENT_TOPICS
    group : of each unit; all units of a document belong to one
    groups : in the order wanted; those without a document are there too
    Returns  topic, group, n_docs, n_units, of_units, share, low, high, reason
    """
    place = groups.get_indexer(pd.Index(group))  # -1 where it belongs to none
    units = documents[["topic"]].assign(doc=cluster(documents), place=place)
    units = units[(units["topic"] > 0) & (units["place"] >= 0)]
    topics = range(1, int(documents["topic"].max() if len(documents) else 0) + 1)
    every = pd.MultiIndex.from_product([topics, range(len(groups))], names=["topic", "place"])
    counted = _sums(units, every)
    table = pd.concat([counted, share_interval(counted)], axis=1).reset_index()
    return table.assign(group=groups[table["place"].to_numpy(np.intp)])


def cluster(documents: pd.DataFrame) -> pd.Series:
    """Name the unit of inference: the document; in a single document its units."""
    single = len(documents["doc_id"].unique()) == 1
    return documents["unit_id"] if single else documents["doc_id"]


def _sums(units: pd.DataFrame, every: pd.MultiIndex) -> pd.DataFrame:
    """Add up what the share of a topic among units, and its variance over documents, need."""
    per_doc = units.groupby(["place", "doc"]).size().rename("size").reset_index()
    pair = units.groupby(["topic", "place", "doc"]).size().rename("hits").reset_index()
    pair = pair.merge(per_doc, on=["place", "doc"])
    pair = pair.assign(hits2=pair["hits"] ** 2, cross=pair["hits"] * pair["size"])
    of_topic = pair.groupby(["topic", "place"])[["hits", "hits2", "cross"]].sum()
    per_doc = per_doc.assign(size2=per_doc["size"] ** 2, n_docs=1)
    of_group = per_doc.groupby("place")[["size", "size2", "n_docs"]].sum()
    table = of_topic.reindex(every, fill_value=0)
    wide = of_group.reindex(every.get_level_values("place"), fill_value=0).set_axis(every)
    names = {"hits": "n_units", "size": "of_units"}
    return table.join(wide).astype("int64").rename(columns=names)


def share_interval(sums: pd.DataFrame) -> pd.DataFrame:
    """Put a Wilson band around shares of units, with the documents they lie in as unit.

    sums : n_units, of_units, n_docs, and over documents the sums of squares hits2 and size2 and
        the sum of products cross
    Returns  share, low, high, reason

    Where documents hold several units, Wilson takes the number of independent units that would
    have the variance seen between documents (Korn & Graubard 1998).
    """
    hits, size, n_docs = (sums[c].to_numpy(np.float64) for c in ("n_units", "of_units", "n_docs"))
    enough = n_docs >= MIN_DOCS
    share = np.where(enough, hits / np.where(size > 0, size, 1), np.nan)
    n = _effective(share, sums)
    low, high = wilson(share * n, n)
    few = np.where(n_docs > 0, f"fewer than {MIN_DOCS} documents", "no documents")
    return pd.DataFrame(
        {
            "share": share,
            "low": np.where(enough, np.minimum(low, share), np.nan),
            "high": np.where(enough, np.maximum(high, share), np.nan),
            "reason": pd.Series(np.where(enough, "", few), sums.index, dtype="str"),
        },
        index=sums.index,
    )


def _effective(share: Floats, sums: pd.DataFrame) -> Floats:
    """Count the independent units that would vary as the documents do."""
    hits2, cross, size2 = (sums[c].to_numpy(np.float64) for c in ("hits2", "cross", "size2"))
    size, n_docs = sums["of_units"].to_numpy(np.float64), sums["n_docs"].to_numpy(np.float64)
    squares = np.maximum(hits2 - 2 * share * cross + share**2 * size2, 0)
    variance = squares / np.maximum(size, 1) ** 2 * n_docs / np.maximum(n_docs - 1, 1)
    usual = share * (1 - share)
    n = np.where(variance > 0, usual / np.where(variance > 0, variance, 1), n_docs)
    return np.where(size == n_docs, size, np.clip(n, 1, size))
