"""What a word is; sentences and paragraphs as character spans; stop lists."""

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
    "WordRule",
    "fold",
    "paragraph_spans",
    "pattern",
    "sentence_spans",
    "spans",
    "stop_list",
    "stop_list_languages",
    "stop_lists",
    "tokenize",
]
