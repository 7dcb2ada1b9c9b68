"""Which words keep company: side by side or within a span, never across the end of a sentence."""

from analysis.collocations.contrast import compare, contrasted, shown
from analysis.collocations.evidence import NEARBY, in_sentences, keyed, union
from analysis.collocations.pairs import (
    adjacent,
    company,
    least,
    of,
    window,
    without_stop_words,
)

__all__ = [
    "NEARBY",
    "adjacent",
    "company",
    "compare",
    "contrasted",
    "in_sentences",
    "keyed",
    "least",
    "of",
    "shown",
    "union",
    "window",
    "without_stop_words",
]
