"""The document-term matrix: counts and weights of terms, labels always attached."""

from analysis.terms.count import UNITS, count, passages, without_stop_words
from analysis.terms.index import TokenIndex, index
from analysis.terms.matrix import DocumentTermMatrix, parts
from analysis.terms.phrases import pair_floor, union, without_stop_edges
from analysis.terms.weights import TermWeights, tfidf

__all__ = [
    "UNITS",
    "DocumentTermMatrix",
    "TermWeights",
    "TokenIndex",
    "count",
    "index",
    "pair_floor",
    "parts",
    "passages",
    "tfidf",
    "union",
    "without_stop_edges",
    "without_stop_words",
]
