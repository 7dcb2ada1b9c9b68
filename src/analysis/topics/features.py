"""What topics are found from: an order by content, weights, word vectors, singular vectors."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

import numpy as np
import pandas as pd
import scipy.sparse as sp

if TYPE_CHECKING:
    from contextlib import AbstractContextManager

    from numpy.typing import NDArray

    from analysis.terms.index import TokenIndex
    from analysis.terms.matrix import DocumentTermMatrix

    Floats = NDArray[np.float64]

VECTOR_UNITS = 10_000  # word vectors are learned from at most so many units
_LARGE = 500_000  # non-zeros from which rare words and contexts cost more than they bring
_DIMENSIONS = 100
_CONTEXTS = (1_000, 500)  # in a small, a large corpus
_MIN_DF = (3, 5)
_SMOOTHING = 0.75  # of context frequencies: PMI favours rare contexts (Levy et al. 2015)
_KEY_SEED = 12345  # fixes the keys of the columns: a constant of the method, not a choice
_GOLDEN = np.uint64(0x9E3779B97F4A7C15)


def one_thread() -> AbstractContextManager[object]:
    """Keep linear algebra to one thread: several add up in no fixed order, which moves bits."""
    import threadpoolctl  # type: ignore[import-untyped]  # noqa: PLC0415  comes with scikit-learn

    return cast("AbstractContextManager[object]", threadpoolctl.threadpool_limits(1))


def in_term_order(dtm: DocumentTermMatrix) -> sp.csr_matrix:
    """Give the counts with their columns in code-point order of the terms."""
    order = np.argsort(dtm.vocabulary, kind="stable")
    counts = dtm.counts
    if (np.diff(order) < 0).any():
        counts = counts[:, order]
        counts.sort_indices()
    return counts


def content_keys(counts: sp.csr_matrix) -> NDArray[np.uint64]:
    """Hash each row's terms and counts, exactly and whatever the order of rows.

    counts : CSR int64, columns in code-point order of their terms
    """
    draw = np.random.default_rng(_KEY_SEED).integers(1, 2**63, counts.shape[1], dtype=np.uint64)
    times = counts.data.astype(np.uint64)
    odd = draw * np.uint64(2) + np.uint64(1)
    terms = odd[counts.indices] * (times * times + _GOLDEN * times)  # modulo 2**64
    total = np.concatenate([np.zeros(1, np.uint64), np.cumsum(terms, dtype=np.uint64)])
    return np.asarray(total[counts.indptr[1:]] - total[counts.indptr[:-1]], np.uint64)


def in_sentences(idx: TokenIndex, vocabulary: NDArray[np.str_]) -> sp.csc_matrix:
    """Tell which terms each sentence holds, as ones, shape (n_sentences, n_terms)."""
    column = pd.Index(vocabulary).get_indexer(pd.Index(idx.vocabulary))[idx.ids]
    known = np.flatnonzero(column >= 0)
    uses = (np.ones(len(known)), (idx.sentence[known], column[known]))
    held = sp.csc_matrix(uses, (len(idx.units), len(vocabulary)))
    held.sum_duplicates()
    held.data[:] = 1
    return held


def document_frequency(rows: sp.csr_matrix) -> NDArray[np.int64]:
    """Count the rows that hold each column's term."""
    return np.bincount(rows.indices, minlength=rows.shape[1])


def presence(counts: sp.csr_matrix) -> sp.csr_matrix:
    """Say which terms a row holds, however often: 1 for each."""
    return sp.csr_matrix((np.ones(counts.nnz), counts.indices, counts.indptr), counts.shape)


def idf(rows: sp.csr_matrix) -> Floats:
    """Weigh terms by rarity, smoothed as in scikit-learn: ln((1 + n) / (1 + df)) + 1."""
    return np.log((1 + rows.shape[0]) / (1 + document_frequency(rows))) + 1.0


def log_counts(counts: sp.csr_matrix) -> sp.csr_matrix:
    """Damp repetition: 1 + ln(count)."""
    weights = counts.astype(np.float64)
    weights.data = 1 + np.log(weights.data)
    return weights


def scale_columns(rows: sp.csr_matrix, by: Floats) -> sp.csr_matrix:
    """Multiply each column by its number."""
    scaled = rows.copy()
    scaled.data = rows.data * by[rows.indices]
    return scaled


def unit_rows(rows: sp.csr_matrix) -> sp.csr_matrix:
    """Give each row the length one; rows of zeros stay."""
    lengths = np.sqrt(np.asarray(rows.multiply(rows).sum(1)).ravel())
    scaled = rows.copy()
    scaled.data = rows.data / np.repeat(np.where(lengths > 0, lengths, 1), np.diff(rows.indptr))
    return scaled


def unit_dense(rows: NDArray[np.floating]) -> NDArray[np.floating]:
    """Give each row of a dense matrix the length one; rows of zeros stay."""
    lengths = np.sqrt((rows * rows).sum(1, keepdims=True))
    return rows / np.where(lengths > 0, lengths, 1)


def tfidf(weights: sp.csr_matrix) -> sp.csr_matrix:
    """Weigh log counts by rarity, rows of length one."""
    return unit_rows(scale_columns(weights, idf(weights)))


def word_vector_sums(weights: sp.csr_matrix) -> NDArray[np.floating]:
    """Place each unit at the sum of its words' vectors, learned from these units alone.

    weights : log counts, rows in the order of their content
    Returns  float32, shape (n_units, at most 100), rows of length one; no column where the
        units share too few words

    Source  positive PMI and its singular vectors, Levy, Goldberg & Dagan (2015).
    """
    columns, vectors = _word_vectors(weights[:VECTOR_UNITS])
    by = np.sqrt(idf(weights))
    heavy = unit_rows(scale_columns(weights, by))[:, columns].astype(np.float32)
    return unit_dense(np.asarray(heavy @ vectors))


def _word_vectors(weights: sp.csr_matrix) -> tuple[NDArray[np.intp], NDArray[np.floating]]:
    """Learn a vector for each word in enough units: its column, and rows of length one."""
    large = int(weights.nnz >= _LARGE)
    df = document_frequency(weights)
    columns = np.flatnonzero(df >= _MIN_DF[large])
    if len(columns) < 2:  # noqa: PLR2004  one word spans no space
        return columns, np.zeros((len(columns), 0), np.float32)
    contexts = np.sort(np.argsort(-df[columns], kind="stable")[: _CONTEXTS[large]])
    pmi = _positive_pmi(weights[:, columns].astype(np.float32), contexts)
    if not pmi.nnz:
        return columns, np.zeros((len(columns), 0), np.float32)
    left, strength = left_vectors(pmi, _DIMENSIONS, n_iter=1)
    return columns, unit_dense(left * np.sqrt(strength))


def _positive_pmi(weights: sp.csr_matrix, contexts: NDArray[np.intp]) -> sp.csr_matrix:
    """Weigh how much more often words share a unit with a context than by chance."""
    size = np.asarray(weights.sum(1)).ravel()
    beside = sp.diags((1 / np.maximum(size, 1)).astype(np.float32)) @ weights[:, contexts]
    both = sp.coo_matrix(weights.T.tocsr() @ beside.tocsr())
    apart = both.row != contexts[both.col]
    row, col, joint = both.row[apart], both.col[apart], both.data[apart].astype(np.float64)
    shape = (weights.shape[1], len(contexts))
    of_word = np.bincount(row, joint, shape[0])
    of_context = np.bincount(col, joint, shape[1]) ** _SMOOTHING
    of_context /= of_context.sum() or 1.0
    pmi = np.log(joint / (of_word[row] * of_context[col]))
    above = pmi > 0
    return sp.csr_matrix((pmi[above].astype(np.float32), (row[above], col[above])), shape=shape)


def singular_vectors(rows: sp.csr_matrix, dimensions: int) -> NDArray[np.floating]:
    """Place each unit in the plane of most of the variance of tf-idf, rows of length one."""
    left, strength = left_vectors(rows, dimensions, n_iter=4)
    return unit_dense(left * strength)


def left_vectors(
    matrix: sp.csr_matrix, dimensions: int, *, n_iter: int
) -> tuple[NDArray[np.floating], NDArray[np.floating]]:
    """Find the strongest left singular vectors and their values, with a fixed start."""
    from sklearn.utils.extmath import randomized_svd  # noqa: PLC0415  half a second to import

    d = max(1, min(dimensions, min(matrix.shape) - 1))
    left, strength, _ = randomized_svd(matrix, d, n_iter=n_iter, random_state=0)
    return left, strength
