"""The document-term matrix: counts and weights of terms, labels always attached."""

from analysis.terms.count import UNITS, count, passages, without_stop_words
from analysis.terms.index import TokenIndex, index
from analysis.terms.matrix import DocumentTermMatrix, parts
from analysis.terms.phrases import of_length, pair_floor, phrases, union
from analysis.terms.weights import TermWeights, tfidf

__all__ = [
    "UNITS",
    "DocumentTermMatrix",
    "TermWeights",
    "TokenIndex",
    "count",
    "index",
    "of_length",
    "pair_floor",
    "parts",
    "passages",
    "phrases",
    "tfidf",
    "union",
    "without_stop_words",
]
