"""Weights beside the counts: tf-idf, with the same labels."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
from sklearn.feature_extraction.text import TfidfTransformer

if TYPE_CHECKING:
    import scipy.sparse as sp
    from numpy.typing import NDArray

    from analysis.terms.matrix import DocumentTermMatrix


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
