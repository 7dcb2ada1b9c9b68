"""Spans of text beside what is known of their documents."""

from __future__ import annotations

import pandas as pd

_DOC_COLUMNS = ("date", "date_precision", "source", "language")


def with_documents(spans: pd.DataFrame, docs: pd.DataFrame) -> pd.DataFrame:
    """Add what is known of each span's document."""
    at = pd.Index(docs["doc_id"]).get_indexer(pd.Index(spans["doc_id"]))
    names = [name for name in _DOC_COLUMNS if name in docs.columns]
    known = docs[names].iloc[at].reset_index(drop=True)
    table: pd.DataFrame = pd.concat([spans.reset_index(drop=True), known], axis=1)
    return table
