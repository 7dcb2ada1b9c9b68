"""Weights beside the counts: tf-idf, with the same labels."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
from sklearn.feature_extraction.text import TfidfTransformer

from analysis import tokens

if TYPE_CHECKING:
    from collections.abc import Sequence

    import scipy.sparse as sp
    from numpy.typing import NDArray

    from analysis.terms.matrix import DocumentTermMatrix

MANY_DOCS, PAIR_FLOOR = 1000, 5


@dataclass(frozen=True, eq=False)
class TermWeights:
    """Real-valued weights of terms in units, labelled as the counts they come from.

    weights : CSR float64, shape (n_units, n_terms)
    units, vocabulary : as in the document-term matrix
    """

    weights: sp.csr_matrix
    units: pd.DataFrame
    vocabulary: NDArray[np.str_]

    def top(self, n: int = 10) -> pd.DataFrame:
        """List the n heaviest terms of each unit: unit_id, rank, term, weight; ties by term."""
        rows = [self._top_of(row, n) for row in range(self.weights.shape[0])]
        return pd.concat(rows, ignore_index=True)

    def _top_of(self, row: int, n: int) -> pd.DataFrame:
        start, end = self.weights.indptr[row : row + 2]
        columns, values = self.weights.indices[start:end], self.weights.data[start:end]
        best = np.lexsort((columns, -values))[:n]
        return pd.DataFrame(
            {
                "unit_id": self.units["unit_id"].iloc[row],
                "rank": np.arange(1, len(best) + 1),
                "term": self.vocabulary[columns[best]],
                "weight": values[best],
            }
        )


def tfidf(dtm: DocumentTermMatrix) -> TermWeights:
    """Weigh counts by how rare a term is over the units, rows of length one.

    Source scikit-learn's TfidfTransformer with its defaults: idf = ln((1 + n) / (1 + df)) + 1.
    """
    weights = TfidfTransformer().fit_transform(dtm.counts)
    return TermWeights(weights, dtm.units, dtm.vocabulary)


def without_stop_edges(dtm: DocumentTermMatrix, languages: list[str]) -> DocumentTermMatrix:
    """Drop n-grams that begin or end with a stop word of one of these languages: *of the*."""
    stop = frozenset[str]().union(*(tokens.stop_list(language) for language in languages))
    words = [term.split(" ") for term in dtm.vocabulary]
    keep = [i for i, w in enumerate(words) if w[0] not in stop and w[-1] not in stop]
    return dtm.columns(np.asarray(keep, dtype=np.int64))


def pair_floor(docs: pd.DataFrame) -> int:
    """Set in how many documents a pair of words must stand: 1, or 5 from 1,000 documents on.

    Fixed by the size of the corpus alone; most of the millions of pairs of a large one stand once.
    """
    return 1 if len(docs) < MANY_DOCS else PAIR_FLOOR


def union(*shown: pd.DataFrame | Sequence[str]) -> list[str]:
    """List the terms of some tables (column `term`) and lists once each, in order."""
    terms = [t["term"].tolist() if isinstance(t, pd.DataFrame) else list(t) for t in shown]
    return list(dict.fromkeys(term for some in terms for term in some))
