"""What a word is; sentences and paragraphs as character spans; stop lists."""

from analysis.tokens.cutting import Cut, cut
from analysis.tokens.pieces import Pieces, batches, pieces
from analysis.tokens.sentences import paragraph_spans, sentence_spans
from analysis.tokens.stop import stop_list, stop_list_languages, stop_lists
from analysis.tokens.words import (
    MAX_TOKEN_CHARS,
    WORD_RULES,
    WordRule,
    fold,
    pattern,
    spans,
    tokenize,
)

__all__ = [
    "MAX_TOKEN_CHARS",
    "WORD_RULES",
    "Cut",
    "Pieces",
    "WordRule",
    "batches",
    "cut",
    "fold",
    "paragraph_spans",
    "pattern",
    "pieces",
    "sentence_spans",
    "spans",
    "stop_list",
    "stop_list_languages",
    "stop_lists",
    "tokenize",
]
