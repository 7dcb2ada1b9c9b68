"""Tone per sentence and its words; per document, source and period.

*Lexicon tone (unvalidated)*: the mean of two word lists under one set of rules. It follows human
ratings of newspaper editorials with r .55, where one human reader reaches .71; less on war.
"""

from analysis.sentiment.groups import by_document, by_source, over_time, overall, overall_without
from analysis.sentiment.lexicon import topic_words
from analysis.sentiment.passages import rescore, score_sentences
from analysis.sentiment.scoring import score, vader
from analysis.sentiment.speakers import extremes, words
from analysis.sentiment.telling import keyed, telling, with_words

__all__ = [
    "by_document",
    "by_source",
    "extremes",
    "keyed",
    "over_time",
    "overall",
    "overall_without",
    "rescore",
    "score",
    "score_sentences",
    "telling",
    "topic_words",
    "vader",
    "with_words",
    "words",
]
