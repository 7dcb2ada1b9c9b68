"""Tables of how well a topic's words hang together, and of other ways to name it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analysis.schema.table import Schema, columns

if TYPE_CHECKING:
    from analysis.schema.table import Kind

_TOPIC: tuple[Kind, str] = ("int", "topic, from 1 by number of units")
_REASON: tuple[Kind, str] = ("str", "why something in this row is not measured; '' where all is")
_NPMI: tuple[Kind, str] = (
    "float",
    "mean over pairs of label words in windows of 10 words, -1..1, 0: as by chance",
)
_EXCLUSIVITY: tuple[Kind, str] = (
    "float",
    "mean over label words of this topic's rate of the word, of all topics' rates together, 0..1",
)

TOPIC_QUALITY = Schema(
    "TOPIC_QUALITY",
    "topic",
    columns(
        topic=_TOPIC,
        npmi=_NPMI,
        c_v=("float", "mean likeness of each word's company to that of all, windows of 110, 0..1"),
        exclusivity=_EXCLUSIVITY,
        n_words=("int", "label words, at most 10, found in the texts read"),
        n_docs=("int", "texts read for npmi and c_v"),
        n_windows=("int", "windows of 10 words in them"),
        reason=_REASON,
    ),
)

TOPIC_WORDS_VIEWS = Schema(
    "TOPIC_WORDS_VIEWS",
    "topic, view (doc-z, FREX, relevance), rank",
    columns(
        topic=_TOPIC,
        view=("str", "the order: doc-z, FREX or relevance"),
        rank=("int", "from 1: weight (largest first), then term"),
        term=("str", "as counted"),
        weight=(
            "float",
            "doc-z as in TOPIC_TERMS; FREX 0..1; relevance in natural logarithms; scores, no tests",
        ),
    ),
)

TOPIC_PHRASES = Schema(
    "TOPIC_PHRASES",
    "topic",
    columns(
        topic=_TOPIC,
        phrase=("str", "two or three words in a row, a blank between; '' where there is none"),
        weight=(
            "float",
            "doc-z by the 4th root of the phrase's share of the topic's units; a score, not a test",
        ),
        n_units=("int", "units of the topic, among those read, that hold it"),
        of_units=("int", "units of the topic that were read"),
        reason=_REASON,
    ),
)

TOPICS_JUDGED = Schema(
    "TOPICS_JUDGED",
    "topic",
    columns(
        topic=_TOPIC,
        label=("str", "machine label: the three heaviest terms"),
        phrase=("str", "two or three words in a row; '' where there is none"),
        words=("str", "the ten heaviest terms, parted by commas"),
        n_units=("int", "units whose most likely topic it is"),
        stability=(
            "float",
            "mean best-match Jaccard of its units over refits on 80% of the units, 0..1",
        ),
        stability_low=("float", "5% quantile over refits"),
        stability_high=("float", "95% quantile over refits"),
        npmi=_NPMI,
        exclusivity=_EXCLUSIVITY,
        reason=_REASON,
    ),
)
