"""The document-term matrix: counts and weights of terms, labels always attached."""

from analysis.terms.count import UNITS, count, passages
from analysis.terms.matrix import DocumentTermMatrix
from analysis.terms.phrases import pair_floor, union, without_stop_edges
from analysis.terms.weights import TermWeights, tfidf

__all__ = [
    "UNITS",
    "DocumentTermMatrix",
    "TermWeights",
    "count",
    "pair_floor",
    "passages",
    "tfidf",
    "union",
    "without_stop_edges",
]
