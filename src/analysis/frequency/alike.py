"""Documents that share words, in a few groups: from the words alone, never from the dates."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
from scipy.cluster.vq import kmeans2

from analysis.terms import tfidf
from analysis.terms.matrix import indicator

if TYPE_CHECKING:
    import scipy.sparse as sp
    from numpy.typing import NDArray

    from analysis.terms import DocumentTermMatrix

    Codes = NDArray[np.intp]
    Floats = NDArray[np.float64]

MIN_DOCS = 10  # a rarer word places next to no document
_STEPS = 3  # of the power method: more moved no document on generated news
_STARTS, _ROUNDS = 5, 20  # of k-means: from one start groups of generated news were cut in two
_SPARE = 8  # directions beside those asked for, which make these exact


def groups(dtm: DocumentTermMatrix, n: int, *, random_state: int) -> Codes:
    """Deal the documents to `n` groups or fewer: the same ones whatever the order of the rows.

    Returns  group of each row from 0; -1 for a row without a word in 10 to half of all documents
    Source  k-means of the leading singular vectors of tf-idf of presence, rows of length one.
    """
    held = dtm.document_frequency()
    shared = np.flatnonzero((held >= MIN_DOCS) & (2 * held < len(dtm.units)))
    code = np.full(len(dtm.units), -1, np.intp)
    if len(shared) <= n:
        return code
    kept = dtm.columns(shared)
    place = _places(tfidf(replace(kept, counts=kept.counts.sign())).weights, n, random_state)
    some = np.flatnonzero(place.any(axis=1))
    # the draw of the first means goes by rows: by place, so that their order does not matter
    order = some[np.lexsort(np.round(place[some], 9).T)]
    if len(order) > n:
        code[order] = _nearest_means(place[order], n, random_state)
    return code


def _nearest_means(place: Floats, n: int, random_state: int) -> Codes:
    """Deal the rows to n means: of several starts the one that leaves rows nearest to them."""
    rng = np.random.default_rng(random_state)
    tries = [kmeans2(place, n, minit="++", seed=rng, iter=_ROUNDS) for _ in range(_STARTS)]
    apart = [float(((place - means[code]) ** 2).sum()) for means, code in tries]
    best: Codes = tries[int(np.argmin(apart))][1].astype(np.intp)
    return best


def _places(weights: sp.csr_matrix, n: int, random_state: int) -> Floats:
    """Place each row on the n leading singular vectors, rows of length one.

    Source  Halko, Martinsson & Tropp (2011), algorithm 4.4.
    """
    size = min(n + _SPARE, *weights.shape)
    drawn = np.random.default_rng(random_state).standard_normal((weights.shape[1], size))
    basis = np.linalg.qr(weights @ drawn)[0]
    for _ in range(_STEPS):
        basis = np.linalg.qr(weights @ (weights.T @ basis))[0]
    left, strength, _ = np.linalg.svd((weights.T @ basis).T, full_matrices=False)
    place = (basis @ left)[:, :n] * strength[:n]
    place *= np.where((place**3).sum(axis=0) < 0, -1, 1)  # a vector's sign is free: fix it
    length = np.linalg.norm(place, axis=1, keepdims=True)
    return np.where(length > 0, place / np.where(length > 0, length, 1), 0)


def members(code: Codes, n: int) -> sp.csr_matrix:
    """Make the (documents, n) matrix of ones where a document is of a group."""
    return indicator(np.where(code < 0, n, code), n + 1)[:n].T.tocsr()
