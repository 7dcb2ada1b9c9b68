"""Tone per sentence and its words; per document, source and period.

*Lexicon tone (unvalidated)*: the mean of two word lists under one set of rules. It follows human
ratings of newspaper editorials with r .55, where one human reader reaches .71; less on war.
"""

from analysis.sentiment.about import about, as_mentions, naming, with_term
from analysis.sentiment.conflict import conflict, conflict_words, word_counts
from analysis.sentiment.domain import AS_LISTED, DomainWords
from analysis.sentiment.domain_effects import described, readings
from analysis.sentiment.extended import extended, extended_sentences, overall_extended
from analysis.sentiment.groups import (
    by_document,
    by_key,
    by_source,
    over_time,
    overall,
    overall_without,
)
from analysis.sentiment.lexicon import topic_words
from analysis.sentiment.model_heads import modelled, modelled_sentences, moved
from analysis.sentiment.passages import as_listed, rescore, score_sentences
from analysis.sentiment.proposals import proposals
from analysis.sentiment.scoring import score, score_batches, vader
from analysis.sentiment.shift import difference, shown, word_shift
from analysis.sentiment.speakers import extremes, words
from analysis.sentiment.telling import keyed, telling, with_words
from analysis.sentiment.towards import by_entity, strongest, towards

__all__ = [
    "AS_LISTED",
    "DomainWords",
    "about",
    "as_listed",
    "as_mentions",
    "by_document",
    "by_entity",
    "by_key",
    "by_source",
    "conflict",
    "conflict_words",
    "described",
    "difference",
    "extended",
    "extended_sentences",
    "extremes",
    "keyed",
    "modelled",
    "modelled_sentences",
    "moved",
    "naming",
    "over_time",
    "overall",
    "overall_extended",
    "overall_without",
    "proposals",
    "readings",
    "rescore",
    "score",
    "score_batches",
    "score_sentences",
    "shown",
    "strongest",
    "telling",
    "topic_words",
    "towards",
    "vader",
    "with_term",
    "with_words",
    "word_counts",
    "word_shift",
    "words",
]
