"""Which words keep company: side by side or within a span, never across the end of a sentence."""

from analysis.collocations.contrast import compare
from analysis.collocations.index import TokenIndex, index
from analysis.collocations.pairs import adjacent, of, window, without_stop_words

__all__ = ["TokenIndex", "adjacent", "compare", "index", "of", "window", "without_stop_words"]
