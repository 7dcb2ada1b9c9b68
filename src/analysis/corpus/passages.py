"""Passages of documents: paragraphs and sentences as spans, and the text of any span."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from analysis import schema
from analysis.tokens.sentences import numbered_sentences, paragraph_spans

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

Span = tuple[int, int, int]  # paragraph from 1, start, end


def paragraphs(docs: pd.DataFrame) -> pd.DataFrame:
    """Find the paragraphs of every document.

    Returns  PARAGRAPHS, spans trimmed of blanks, in the order of `docs`
    """
    table = _passages(docs, "p", lambda text, _: _numbered(paragraph_spans(text)))
    return schema.PARAGRAPHS.check(table.rename(columns={"passage_id": "paragraph_id"}))


def sentences(docs: pd.DataFrame) -> pd.DataFrame:
    """Find the sentences of every document, by the rules of its language.

    Returns  SENTENCES, spans trimmed of blanks, in the order of `docs`
    """
    table = _passages(docs, "s", numbered_sentences)
    return schema.SENTENCES.check(table.rename(columns={"passage_id": "sentence_id"}))


def units(sents: pd.DataFrame, unit: str) -> pd.Series:
    """Name the document, paragraph or sentence that each sentence stands in.

    sents : SENTENCES; unit : "document", "paragraph" or "sentence"
    """
    if unit == "paragraph":
        return sents["doc_id"] + "#p" + sents["paragraph"].astype("str")
    return sents["doc_id" if unit == "document" else "sentence_id"]


def texts(docs: pd.DataFrame, spans: pd.DataFrame) -> list[str]:
    """Give the text of every span.

    spans : any table with doc_id, start, end; or documents (with a text column): their whole text
    Raises  KeyError where a span names a document that is not in `docs`.
    """
    if "start" not in spans.columns:
        return [str(text) for text in spans["text"].tolist()]
    ids, starts, ends = (spans[name].tolist() for name in ("doc_id", "start", "end"))
    of_doc = dict(zip(docs["doc_id"].tolist(), docs["text"].tolist(), strict=True))
    return [of_doc[key][a:b] for key, a, b in zip(ids, starts, ends, strict=True)]


def _passages(
    docs: pd.DataFrame, letter: str, find: Callable[[str, str], Sequence[Span]]
) -> pd.DataFrame:
    """Run `find` on each document; number what it finds."""
    ids = docs["doc_id"].tolist()
    found = [
        find(text, language)
        for text, language in zip(docs["text"].tolist(), docs["language"].tolist(), strict=True)
    ]
    names = [f"{key}#{letter}{n}" for key, own in zip(ids, found, strict=True) for n in _count(own)]
    flat = np.array([span for own in found for span in own], dtype=np.int64).reshape(-1, 3)
    owners = [key for key, own in zip(ids, found, strict=True) for _ in own]
    columns = {
        "passage_id": pd.Series(names, dtype="str"),
        "doc_id": pd.Series(owners, dtype="str"),
    }
    return pd.DataFrame(columns | dict(zip(("paragraph", "start", "end"), flat.T, strict=True)))


def _count(own: Sequence[Span]) -> range:
    return range(1, len(own) + 1)


def _numbered(spans: list[tuple[int, int]]) -> list[Span]:
    return [(number, start, end) for number, (start, end) in enumerate(spans, 1)]
