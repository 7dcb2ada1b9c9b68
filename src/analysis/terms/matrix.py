"""The document-term matrix: counts that never travel without their labels."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import scipy.sparse as sp

from analysis import tokens
from analysis.errors import DataError, UsageError, did_you_mean

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from analysis.tokens import WordRule


@dataclass(frozen=True, eq=False)
class DocumentTermMatrix:
    """Counts of terms in units (documents, paragraphs or sentences), with their labels.

    counts : CSR int64, shape (n_units, n_terms), indices sorted
    units : DataFrame, one row per row of `counts`: unit_id, doc_id, n_tokens (every token of the
        unit under the word rule, stop words and dropped terms included)
    vocabulary : array of str, shape (n_terms,), in code-point order
    unit, words : what a row is, and the word rule
    stop_words : name of the stop list used; '' for none
    stop_share : share in 0..1 of all tokens that the stop list took
    min_df_unit : what `min_df` counted: document, or the unit itself in a single document
    lemma_of : language -> form -> the lemma that counts it; empty where forms stand as they are
    """

    counts: sp.csr_matrix
    units: pd.DataFrame
    vocabulary: NDArray[np.str_]
    unit: str
    words: WordRule
    stop_words: str = ""
    stop_share: float = 0.0
    min_df_unit: str = "document"
    lemma_of: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    @property
    def doc_ids(self) -> pd.Index:
        """The ids of the rows."""
        return pd.Index(self.units["unit_id"].astype(str))

    @property
    def n_tokens(self) -> NDArray[np.int64]:
        """All tokens of each row, shape (n_units,)."""
        return self.units["n_tokens"].to_numpy(np.int64)

    def column(self, term: str) -> int:
        """Find the column of a term.

        Raises UsageError, naming the closest term, where it is not in the vocabulary.
        """
        at = int(np.searchsorted(self.vocabulary, term))
        if at == len(self.vocabulary) or self.vocabulary[at] != term:
            hint = did_you_mean(term, self.vocabulary.tolist())
            raise UsageError(f"the term {term!r} is not in the vocabulary; {hint}")
        return at

    def select(self, terms: Sequence[str]) -> DocumentTermMatrix:
        """Keep these terms only, in code-point order."""
        keep = sorted({self.column(term) for term in terms})
        return self.columns(np.asarray(keep, dtype=np.int64))

    def rows(self, mask: NDArray[np.bool_]) -> DocumentTermMatrix:
        """Keep the units where `mask` (shape (n_units,)) is True; the vocabulary stays."""
        held = self.counts if mask.all() else self.counts[mask]
        return replace(self, counts=held, units=self.units[mask].reset_index(drop=True))

    def by_document(self) -> DocumentTermMatrix:
        """Sum paragraphs or sentences to their documents; documents keep their order."""
        return self.sum_by(self.units["doc_id"], unit="document")

    def for_intervals(self, documents: DocumentTermMatrix | None = None) -> DocumentTermMatrix:
        """Take the units that intervals rest on: documents, or in a single one its passages.

        documents : this matrix by document, where it has been summed before
        """
        if len(self.units["doc_id"].unique()) == 1:
            return self
        return documents or self.by_document()

    def sum_by(
        self, key: pd.Series, *, unit: str, names: pd.Series | None = None
    ) -> DocumentTermMatrix:
        """Sum rows with the same `key` (shape (n_units,)).

        names : the groups in order, those without a row too; None: in order of first appearance
        """
        if names is None:
            codes, found = pd.factorize(key, use_na_sentinel=False)
            names = pd.Series(found)
        else:
            codes = pd.Index(names).get_indexer(pd.Index(key))
        group = indicator(codes, len(names))
        counts = sp.csr_matrix(group @ self.counts)
        counts.sort_indices()
        tokens = np.bincount(codes, self.n_tokens, len(names)).astype(np.int64)
        ids = names.astype(str).reset_index(drop=True)
        units = pd.DataFrame({"unit_id": ids, "doc_id": ids, "n_tokens": tokens})
        return replace(self, counts=counts, units=units, unit=unit)

    def document_frequency(self) -> NDArray[np.int64]:
        """Count the rows that hold each term, shape (n_terms,)."""
        return np.bincount(self.counts.indices, minlength=len(self.vocabulary))

    def columns(self, keep: NDArray[np.integer]) -> DocumentTermMatrix:
        """Keep these columns, given in ascending order."""
        return replace(self, counts=self.counts[:, keep], vocabulary=self.vocabulary[keep])


def parts(
    dtm_sentences: DocumentTermMatrix,
    sents: pd.DataFrame,
    documents: DocumentTermMatrix | None = None,
) -> DocumentTermMatrix:
    """Take the parts over which words are spread: documents, or paragraphs of a single one.

    sents : SENTENCES, the rows of `dtm_sentences`
    documents : the same by document, where it has been summed before
    """
    if len(dtm_sentences.units["doc_id"].unique()) > 1:
        return documents or dtm_sentences.by_document()
    return dtm_sentences.sum_by(sents["paragraph"].astype("str"), unit="paragraph")


def tallied(ids: NDArray[np.int64], lengths: NDArray[np.int64], n_terms: int) -> sp.csr_matrix:
    """Count the words of each unit.

    ids : number of each word, unit after unit
    lengths : words of each unit
    """
    starts = np.concatenate([[0], np.cumsum(lengths)])
    ones = np.ones(len(ids), np.int64)
    counts = sp.csr_matrix((ones, ids, starts), shape=(len(lengths), n_terms))
    counts.sum_duplicates()
    return counts


def of_words(
    counts: sp.csr_matrix,
    vocabulary: NDArray[np.str_],
    units: pd.DataFrame,
    *,
    unit: str,
    words: WordRule,
) -> DocumentTermMatrix:
    """Label the counts of all tokens; a run too long to be a word is a token without a column.

    Raises DataError where there is no word.
    """
    fits = np.strings.str_len(vocabulary) <= tokens.MAX_TOKEN_CHARS
    if not fits.any():
        raise DataError(f"no text holds a word under words={words!r}; try another word rule")
    held = counts if fits.all() else counts[:, fits]
    return DocumentTermMatrix(held, units, vocabulary[fits], unit, words)


def indicator(codes: NDArray[np.intp], n: int) -> sp.csr_matrix:
    """Make the (n, len(codes)) matrix whose product with rows sums them by code."""
    ones = np.ones(len(codes), np.int64)
    return sp.csr_matrix((ones, (codes, np.arange(len(codes)))), shape=(n, len(codes)))
