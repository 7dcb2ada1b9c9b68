"""Documents that share words, in a few groups: from the words alone, never from the dates."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
from scipy.sparse.linalg import svds
from sklearn.cluster import KMeans
from sklearn.preprocessing import normalize
from sklearn.utils.extmath import svd_flip

from analysis.terms import tfidf
from analysis.terms.matrix import indicator

if TYPE_CHECKING:
    import scipy.sparse as sp
    from numpy.typing import NDArray

    from analysis.terms import DocumentTermMatrix

    Codes = NDArray[np.intp]
    Floats = NDArray[np.float64]

MIN_DOCS = 10  # a rarer word places next to no document
_STARTS = 5  # of k-means: the best of them was the same on generated news whatever the seed
_TOLERANCE = 1e-6  # of a squared singular value: places are then right to 12 digits
_DIGITS = 9  # of a place: the same in every order of the rows


def groups(dtm: DocumentTermMatrix, n: int, *, random_state: int) -> Codes:
    """Deal the documents to `n` groups or fewer: the same ones whatever the order of the rows.

    Returns  group of each row from 0; -1 for a row without a word in 10 to half of all documents
    Source  k-means of the leading singular vectors of tf-idf of presence, rows of length one.
    """
    held = dtm.document_frequency()
    kept = dtm.columns(np.flatnonzero((held >= MIN_DOCS) & (2 * held < len(dtm.units))))
    code = np.full(len(dtm.units), -1, np.intp)
    some = np.flatnonzero(kept.counts.getnnz(axis=1))
    if min(len(some), len(kept.vocabulary)) <= n:
        return code
    weights = tfidf(replace(kept, counts=kept.counts.sign())).weights[some]
    code[some] = _dealt(_places(weights, n), n, random_state)
    return code


def _places(weights: sp.csr_matrix, n: int) -> Floats:
    """Place each row on the n leading singular vectors, rows of length one.

    Exact, and so without a seed: a few steps of the power method put whole groups elsewhere.
    """
    left, strength, right = svds(weights, k=n, v0=np.ones(min(weights.shape)), tol=_TOLERANCE)
    place: Floats = normalize(svd_flip(left, right)[0] * strength)
    return np.round(place, _DIGITS)


def _dealt(place: Floats, n: int, random_state: int) -> Codes:
    """Deal the rows to n means, or to as many as there are different places."""
    # the draw of the first means goes by rows: by place, so that their order does not matter
    order = np.lexsort(place.T)
    moved = np.diff(place[order], axis=0).any(axis=1)
    means = KMeans(min(n, 1 + int(moved.sum())), n_init=_STARTS, random_state=random_state)
    code = np.empty(len(place), np.intp)
    code[order] = means.fit_predict(place[order])
    return code


def members(code: Codes, n: int) -> sp.csr_matrix:
    """Make the (documents, n) matrix of ones where a document is of a group."""
    return indicator(np.where(code < 0, n, code), n + 1)[:n].T.tocsr()
