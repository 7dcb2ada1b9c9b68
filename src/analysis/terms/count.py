"""Count terms in documents, paragraphs or sentences, as scikit-learn counts them."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
import scipy.sparse as sp
from sklearn.feature_extraction.text import ENGLISH_STOP_WORDS, CountVectorizer

from analysis import corpus, tokens
from analysis.errors import DataError, UsageError, did_you_mean
from analysis.terms.index import numbered
from analysis.terms.matrix import DocumentTermMatrix, of_words, tallied

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from numpy.typing import NDArray

UNITS = ("document", "paragraph", "sentence")
Texts = Any  # DOCUMENTS, a path, or an iterable of plain strings


def count(
    docs: Texts,
    *,
    unit: str = "document",
    min_df: float = 1,
    max_df: float = 1.0,
    stop_words: str | Iterable[str] | None = None,
    ngram_range: tuple[int, int] = (1, 1),
    words: tokens.WordRule = "plain",
) -> DocumentTermMatrix:
    """Count how often each term occurs in each unit.

    docs : DOCUMENTS, or a path for `corpus.read`, or strings (list, Series, Arrow array)
    unit : document, paragraph or sentence; sentences summed give the document's counts
    min_df, max_df : drop terms in fewer or more documents (int: how many; float: which share);
        with one document its units are counted instead, and the result says so
    stop_words : None, "english" (scikit-learn's list), "auto" (ours, by each document's
        language), a language code for one of ours, or words
    ngram_range : shortest and longest n; an n-gram never crosses the end of a sentence
    words : the word rule, "plain" or "word"

    Raises UsageError for a bad argument, DataError where no term is left, naming the cause.
    Oracle scikit-learn's CountVectorizer: equal for words="plain" (n > 1: run on the sentences).
    """
    _check(unit, ngram_range, min_df, max_df)
    table = _documents(docs)
    grams = ngram_range != (1, 1)
    units = passages(table, "sentence" if grams else unit)
    texts = corpus.texts(table, units)
    stops = _stop_words(stop_words, table, units)
    kept = _dropped(_matrix(texts, units, unit, words), stops)
    if grams:
        kept = _ngrams(
            texts, kept, ngram_range, stops if kept.stop_share else [frozenset()] * len(stops)
        )
    if grams and unit != "sentence":
        kept = _summed(kept, units, table["doc_id"])
    return _trim(_named(kept, stop_words), min_df, max_df)


def without_stop_words(
    dtm: DocumentTermMatrix, docs: pd.DataFrame, stop_words: str | Iterable[str] | None
) -> DocumentTermMatrix:
    """Drop stop words from single words that were all counted, as `count` does.

    dtm : of `docs`, in any unit; so one count serves measures that need every word and those
        that need none of the stop words

    Raises UsageError for a list that does not exist.
    """
    return _named(_dropped(dtm, _stop_words(stop_words, docs, dtm.units)), stop_words)


def _named(kept: DocumentTermMatrix, stop_words: str | Iterable[str] | None) -> DocumentTermMatrix:
    """Note which list took words, where one did."""
    name = stop_words if isinstance(stop_words, str) else "words given"
    return replace(kept, stop_words=name if kept.stop_share else "")


def _check(unit: str, ngram_range: tuple[int, int], min_df: float, max_df: float) -> None:
    if unit not in UNITS:
        raise UsageError(f"unit={unit!r}: no such unit; {did_you_mean(unit, UNITS)}")
    low, high = ngram_range
    if not 1 <= low <= high:
        raise UsageError(f"ngram_range={ngram_range!r}: needs 1 <= shortest <= longest")
    for name, value in (("min_df", min_df), ("max_df", max_df)):
        whole = isinstance(value, int | np.integer) and not isinstance(value, bool)
        if not (whole and value >= 1) and not (isinstance(value, float) and 0 <= value <= 1):
            raise UsageError(f"{name}={value!r}: needs a count from 1, or a share in 0.0 to 1.0")


def _documents(docs: Texts) -> pd.DataFrame:
    if isinstance(docs, pd.DataFrame):
        return docs
    if isinstance(docs, str | Path):
        return corpus.read(docs)
    plain = docs.to_pylist() if hasattr(docs, "to_pylist") else list(docs)
    if not plain:
        raise DataError("there is no text to count; give at least one string")
    texts = ["" if text is None else str(text) for text in plain]
    ids = [str(i) for i in range(len(texts))]
    return pd.DataFrame({"doc_id": ids, "text": texts, "language": "en"})


def passages(table: pd.DataFrame, unit: str) -> pd.DataFrame:
    """List the units that texts are cut into: unit_id, doc_id, paragraph, start, end."""
    if unit == "document":
        length = table["text"].str.len().to_numpy(np.int64)
        ids = table["doc_id"].to_numpy()
        spans = {"unit_id": ids, "doc_id": ids, "paragraph": 0, "start": 0, "end": length}
        return pd.DataFrame(spans)
    found = corpus.sentences(table) if unit == "sentence" else corpus.paragraphs(table)
    return found.rename(columns={f"{unit}_id": "unit_id"})


def _stop_words(
    stop_words: str | Iterable[str] | None, table: pd.DataFrame, units: pd.DataFrame
) -> list[frozenset[str]]:
    """Find the words to drop from each unit; units of one language share one set."""
    if stop_words == "auto":
        lists = {name: tokens.stop_list(name) for name in table["language"].unique()}
        of_doc = zip(table["doc_id"].tolist(), table["language"].tolist(), strict=True)
        own = {doc: lists[name] for doc, name in of_doc}
        return [own[doc] for doc in units["doc_id"].tolist()]
    return [_stop_set(stop_words)] * len(units)


def _stop_set(stop_words: str | Iterable[str] | None) -> frozenset[str]:
    if stop_words is None:
        return frozenset()
    if stop_words == "english":
        return frozenset(ENGLISH_STOP_WORDS)
    if not isinstance(stop_words, str):
        return frozenset(tokens.fold(str(word)) for word in stop_words)
    languages = tokens.stop_list_languages()
    if stop_words in languages:
        return tokens.stop_list(stop_words)
    hint = did_you_mean(stop_words, ["auto", "english", *languages])
    raise UsageError(f"stop_words={stop_words!r}: no such list; {hint}")


def _matrix(
    texts: list[str], units: pd.DataFrame, unit: str, words: tokens.WordRule
) -> DocumentTermMatrix:
    """Count every single word, and all tokens of every unit."""
    ids, n_tokens, vocabulary = numbered(texts, words)
    counts = tallied(ids, n_tokens, len(vocabulary))
    labels = units[["unit_id", "doc_id"]].assign(n_tokens=n_tokens)
    return of_words(counts, vocabulary, labels, unit=unit, words=words)


def _vectorize(
    items: list[Any], analyzer: Callable[[Any], list[str]]
) -> tuple[sp.csr_matrix, NDArray[np.str_]]:
    """Run scikit-learn's counter; where there is nothing to count the matrix has no column."""
    counter = CountVectorizer(analyzer=analyzer, dtype=np.int64)
    try:
        counts = counter.fit_transform(items)
    except ValueError as error:
        if "empty vocabulary" not in str(error):
            raise
        return sp.csr_matrix(np.zeros((len(items), 0), np.int64)), np.array([], dtype=np.str_)
    counts.sort_indices()
    return counts, counter.get_feature_names_out().astype(np.str_)


def _dropped(full: DocumentTermMatrix, stops: list[frozenset[str]]) -> DocumentTermMatrix:
    """Drop each unit's stop words; a text of nothing else keeps them, being all there is."""
    counts, gone = full.counts, np.zeros(full.counts.nnz, dtype=bool)
    sets = {id(words): words for words in stops}
    which = np.fromiter(map(id, stops), np.int64, len(stops))
    row = np.repeat(np.arange(len(stops)), np.diff(counts.indptr))
    for key, words in sets.items():
        stop = np.isin(full.vocabulary, np.array(sorted(words), dtype=np.str_))[counts.indices]
        gone |= stop if len(sets) == 1 else stop & (which == key)[row]
    if gone.all() or not gone.any():
        return full
    starts = np.concatenate([[0], np.cumsum(~gone)])[counts.indptr]
    left = sp.csr_matrix((counts.data[~gone], counts.indices[~gone], starts), shape=counts.shape)
    used = np.flatnonzero(np.bincount(left.indices, minlength=left.shape[1]))
    share = float(counts.data[gone].sum() / full.n_tokens.sum())
    return replace(full, counts=left, stop_share=share).columns(used)


def _ngrams(
    texts: list[str],
    kept: DocumentTermMatrix,
    ngram_range: tuple[int, int],
    stops: list[frozenset[str]],
) -> DocumentTermMatrix:
    """Count n-grams of the words that stop lists leave, over the gaps, as scikit-learn does."""
    find = tokens.pattern(kept.words).findall
    sizes = range(ngram_range[0], ngram_range[1] + 1)

    def grams(item: tuple[str, frozenset[str]]) -> list[str]:
        found = [token for token in find(tokens.fold(item[0], kept.words)) if token not in item[1]]
        return [" ".join(found[i : i + n]) for n in sizes for i in range(len(found) - n + 1)]

    counts, vocabulary = _vectorize(list(zip(texts, stops, strict=True)), grams)
    return replace(kept, counts=counts, vocabulary=vocabulary)


def _summed(dtm: DocumentTermMatrix, units: pd.DataFrame, doc_ids: pd.Series) -> DocumentTermMatrix:
    """Sum the sentences that n-grams were counted in to the paragraphs or documents asked for."""
    if dtm.unit == "document":
        return dtm.sum_by(units["doc_id"], unit="document", names=doc_ids)
    paragraph = corpus.units(units, "paragraph")
    summed = dtm.sum_by(paragraph, unit="paragraph")
    owners = units.loc[~paragraph.duplicated(), "doc_id"].reset_index(drop=True)
    return replace(summed, units=summed.units.assign(doc_id=owners))


def _trim(dtm: DocumentTermMatrix, min_df: float, max_df: float) -> DocumentTermMatrix:
    """Drop terms in too few or too many documents, or units where there is one document."""
    n_docs = dtm.units["doc_id"].nunique()
    counted = "document" if n_docs > 1 or dtm.unit == "document" else dtm.unit
    grouped = dtm.by_document() if counted == "document" and dtm.unit != "document" else dtm
    held, n = grouped.document_frequency(), grouped.counts.shape[0]
    low = min_df * n if isinstance(min_df, float) else min_df
    high = max_df * n if isinstance(max_df, float) else max_df
    if high < low:
        raise UsageError(f"max_df={max_df!r} keeps fewer than min_df={min_df!r} asks for, of {n}")
    keep = np.flatnonzero((held >= low) & (held <= high))
    if not len(keep) and len(held):  # n-grams may be none at all: an empty matrix says so
        raise DataError(
            f"no term is left: of {len(held)} terms none is in {low:g} to {high:g} of {n} "
            f"{counted}s; lower min_df or raise max_df"
        )
    return replace(dtm.columns(keep), min_df_unit=counted)
