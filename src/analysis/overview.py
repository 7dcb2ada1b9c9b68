"""What was read: tables about the documents themselves, by period, source and language."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from analysis import periods, wording
from analysis.sampling import evenly
from analysis.schema.overview import BY_GROUP, BY_PERIOD, DOCUMENT_LIST, REASONS

if TYPE_CHECKING:
    from collections.abc import Hashable, Sequence

_WHATS = ("skipped", "mended", "guessed", "taken")
EXAMPLES = 5
LISTED, SPREAD = 60, 18  # documents listed on the page; spread over a larger corpus
OPENED = 200  # groups of documents that open a sentence


def by_period(docs: pd.DataFrame, width: str) -> pd.DataFrame:
    """Count documents and words in each period, gaps as zeros; no rows where `width` is ''.

    Returns  BY_PERIOD
    """
    if not width:
        return BY_PERIOD.empty()
    starts = periods.assign(docs, width)
    every = periods.calendar(starts, width)
    grouped = docs.groupby(starts)["n_tokens"].agg(["size", "sum"]).reindex(every, fill_value=0)
    table = pd.DataFrame(
        {
            "period": every.astype("datetime64[us]"),
            "n_docs": grouped["size"].to_numpy(np.int64),
            "n_tokens": grouped["sum"].to_numpy(np.int64),
        }
    )
    return BY_PERIOD.check(periods.labelled(table, width))


def by_source(docs: pd.DataFrame) -> pd.DataFrame:
    """Count documents and words of each source.

    Returns  BY_GROUP, no rows where no document names a source
    """
    return _by(docs, "source") if docs["source"].ne("").any() else BY_GROUP.empty()


def by_language(docs: pd.DataFrame) -> pd.DataFrame:
    """Count documents and words in each language.

    Returns  BY_GROUP
    """
    return _by(docs, "language")


def reasons(notes: pd.DataFrame) -> pd.DataFrame:
    """Count what was skipped, mended, guessed and taken, by reason, the first five quoted.

    Returns  REASONS
    """
    if notes.empty:
        return REASONS.empty()
    quoted = notes.assign(example=[_example(row) for row in notes.to_dict("records")])
    grouped = quoted.groupby(["what", "reason"], sort=False)["example"]
    table = grouped.agg(n="size", examples=lambda texts: "; ".join(texts[:EXAMPLES])).reset_index()
    table["order"] = table["what"].map(_WHATS.index)
    table = table.sort_values(["order", "n", "reason"], ascending=[True, False, True])
    return REASONS.check(table.astype({"n": "int64"}).reset_index(drop=True))


def documents(docs: pd.DataFrame, sents: pd.DataFrame) -> pd.DataFrame:
    """List every document with what is known of it.

    Returns  DOCUMENT_LIST
    """
    grouped = sents.groupby("doc_id")["paragraph"]
    ids = docs["doc_id"]
    table = docs.assign(
        date=_dates(docs),
        n_sentences=ids.map(grouped.size()).fillna(0).astype("int64"),
        n_paragraphs=ids.map(grouped.max()).fillna(0).astype("int64"),
    )
    return DOCUMENT_LIST.check(table)


def lengths(docs: pd.DataFrame) -> pd.DataFrame:
    """List the words of each text, where they differ.

    Returns  doc_id, n_tokens
    """
    differ = len(docs) > 1 and docs["n_tokens"].ne(docs["n_tokens"].iloc[0]).any()
    return docs[["doc_id", "n_tokens"]].iloc[: len(docs) if differ else 0]


def samples(docs: pd.DataFrame, sents: pd.DataFrame) -> pd.DataFrame:
    """Choose the opening sentence of every document in a small corpus, of some in a large one.

    Of more than 60 documents: the longest, the shortest and 18 spread evenly over the order of
    the corpus.
    Returns  key (the document), sentence_id, n_total
    """
    chosen = np.arange(len(docs))
    if len(docs) > LISTED:
        length = docs["n_tokens"].to_numpy()
        spread = evenly(len(docs), SPREAD)
        chosen = np.unique([*spread, length.argmax(), length.argmin()])
    key = docs["doc_id"].where(docs.index.isin(docs.index[chosen]))
    return openings(docs, sents, key)


def openings(docs: pd.DataFrame, sents: pd.DataFrame, key: pd.Series) -> pd.DataFrame:
    """Choose one opening sentence for each group of documents, that of its first document.

    key : the group of each document, shape (n_docs,); missing or '' for none
    Returns  key, sentence_id, n_total (the group's sentences); in order of first appearance; of
        more than 200 groups the 200 with most documents, which is what a page shows of a table
    """
    sizes = key[key != ""].value_counts(sort=False).rename_axis("name").reset_index(name="n")
    largest = sizes.sort_values(["n", "name"], ascending=[False, True])["name"].iloc[:OPENED]
    key = key.where(key.isin(largest))
    grouped = docs.assign(key=key.to_numpy())[["doc_id", "key"]].dropna()
    of_group = sents.merge(grouped[grouped["key"] != ""], on="doc_id", how="inner")
    total = of_group.groupby("key").size()
    first = of_group.drop_duplicates("key")[["key", "sentence_id"]].reset_index(drop=True)
    return first.assign(n_total=first["key"].map(total).astype("int64"))


def period_names(docs: pd.DataFrame, width: str) -> pd.Series:
    """Name the period of each document, '' where it has none, shape (n_docs,)."""
    if not width:
        return pd.Series("", index=docs.index, dtype="str")
    starts = periods.assign(docs, width)
    names = {start: periods.label(start, width) for start in starts.dropna().unique()}
    return starts.map(names).fillna("")


def _by(docs: pd.DataFrame, column: str) -> pd.DataFrame:
    named = docs.assign(name=docs[column].replace({"": "not known", "und": "not known"}))
    named["iso"] = _dates(docs)
    dated = named[named["iso"] != ""].groupby("name")["iso"]
    table = named.groupby("name").agg(n_docs=("doc_id", "size"), n_tokens=("n_tokens", "sum"))
    table["doc_share"] = table["n_docs"] / len(docs)
    table["first"] = dated.min().reindex(table.index).fillna("")
    table["last"] = dated.max().reindex(table.index).fillna("")
    table = table.reset_index().sort_values(["n_docs", "name"], ascending=[False, True])
    return BY_GROUP.check(table.reset_index(drop=True))


def _dates(docs: pd.DataFrame) -> Sequence[str]:
    pairs = zip(docs["date"], docs["date_precision"], strict=True)
    return [wording.iso_date(date, precision) for date, precision in pairs]


def _example(row: dict[Hashable, Any]) -> str:
    place = f"{row['origin']}:{row['row']}" if row["row"] else str(row["origin"])
    return wording.shorten(f"{place} ({row['detail']})" if row["detail"] else place, 120)
