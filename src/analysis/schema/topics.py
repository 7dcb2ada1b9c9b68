"""Tables of `topics`: what they are, what they hold, how sure they are, and where they occur."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analysis.schema.table import Schema, columns

if TYPE_CHECKING:
    from analysis.schema.table import Kind

_TOPIC: tuple[Kind, str] = ("int", "topic, from 1 by number of units")
_REASON: tuple[Kind, str] = ("str", "why something in this row is not measured; '' where all is")
_SHARE: tuple[Kind, str] = ("float", "n_units / of_units, 0..1")
_LOW: tuple[Kind, str] = (
    "float",
    "lower end of the 95% interval of the share, documents as unit, given this model",
)
_HIGH: tuple[Kind, str] = ("float", "upper end")

TOPICS = Schema(
    "TOPICS",
    "n_units (largest first), label",
    columns(
        topic=_TOPIC,
        label=("str", "a person's name for it, else the machine label: its three first terms"),
        n_units=("int", "units whose most likely topic it is"),
        n_docs=("int", "documents that hold such a unit"),
        share=("float", "n_units as a share of all units that hold a term, 0..1"),
        low=_LOW,
        high=_HIGH,
        stability=(
            "float",
            "mean best-match Jaccard of its units over refits to 80% of the units, 0..1",
        ),
        stability_low=("float", "5% quantile over refits"),
        stability_high=("float", "95% quantile over refits"),
        reason=_REASON,
    ),
)

TOPIC_TERMS = Schema(
    "TOPIC_TERMS",
    "topic, rank",
    columns(
        topic=_TOPIC,
        rank=("int", "from 1: by weight and by company with the terms before"),
        term=("str", "as counted"),
        weight=(
            "float",
            "doc-z by the 3/4 power of the term's share of its units; a score, not a test",
        ),
        n_units=("int", "units of the topic that hold the term"),
        share=("float", "of the topic's units, 0..1"),
        low=(
            "float",
            "2.5% quantile of the share over refits; NaN where it was not refitted",
        ),
        high=("float", "97.5% quantile"),
    ),
)

DOCUMENT_TOPICS = Schema(
    "DOCUMENT_TOPICS",
    "as the rows of the document-term matrix",
    columns(
        unit_id=("str", "the unit"),
        doc_id=("str", "its document"),
        topic=("int", "the most likely topic; 0 where the unit holds no term"),
        margin=(
            "float",
            "0..1: 1 - exp(-lead over the next topic in log-likelihood per weighted token)",
        ),
        unclear=("bool", "the lead is less than 1.645 of its standard errors over the terms"),
        reason=_REASON,
    ),
)

TOPIC_NUMBERS = Schema(
    "TOPIC_NUMBERS",
    "n_topics",
    columns(
        n_topics=("int", "number tried"),
        stability=(
            "float",
            "mean adjusted Rand index of splits by draws of 80%: 0 as by chance, 1 the same",
        ),
        se=("float", "standard error of the mean, leaving out one draw at a time"),
        candidate=("bool", "worth a look"),
        chosen=("bool", "the number used"),
    ),
)

DOCUMENT_SHARES = Schema(
    "DOCUMENT_SHARES",
    "document as in the matrix, then topic",
    columns(
        doc_id=("str", "the document"),
        topic=("int", "the topic; 0 for a document none of whose units holds a term"),
        n_units=("int", "its units of this topic"),
        share=("float", "of its units that hold a term, 0..1; NaN for topic 0"),
    ),
)

TOPIC_TIME = Schema(
    "TOPIC_TIME",
    "topic, period",
    columns(
        topic=_TOPIC,
        period=("date", "start of the period; periods without a document are there too"),
        n_docs=("int", "documents of the period that hold a term"),
        n_units=("int", "units of the topic in the period"),
        of_units=("int", "units of the period that hold a term"),
        share=_SHARE,
        low=_LOW,
        high=_HIGH,
        reason=_REASON,
    ),
)

TOPIC_SOURCE = Schema(
    "TOPIC_SOURCE",
    "topic, documents of the source (most first), source",
    columns(
        topic=_TOPIC,
        source=("str", "as in DOCUMENTS; '' where not known"),
        n_docs=("int", "documents of the source that hold a term"),
        n_units=("int", "units of the topic in the source"),
        of_units=("int", "units of the source that hold a term"),
        share=_SHARE,
        low=_LOW,
        high=_HIGH,
        reason=_REASON,
    ),
)

TOPIC_LANGUAGES = Schema(
    "TOPIC_LANGUAGES",
    "topic, n_units (largest first), language",
    columns(
        topic=_TOPIC,
        language=("str", "ISO 639 code, as in DOCUMENTS"),
        n_units=("int", "units of the topic in this language"),
        share=("float", "of the topic's units, 0..1"),
        corpus_share=("float", "of all units that hold a term, 0..1"),
        language_topic=(
            "bool",
            "this language rather than a subject: 80% or more of it, half or less of the corpus",
        ),
    ),
)

TOPIC_PASSAGES = Schema(
    "TOPIC_PASSAGES",
    "topic, kind (typical, borderline, random), rank",
    columns(
        topic=_TOPIC,
        kind=("str", "typical (nearest the centre), borderline (least margin) or random"),
        rank=("int", "from 1 within the kind"),
        unit_id=("str", "the unit"),
        doc_id=("str", "its document"),
    ),
)

THEMES = Schema(
    "THEMES",
    "passage as in the matrix, then rank",
    columns(
        passage_id=("str", "the passage"),
        doc_id=("str", "its document"),
        rank=("int", "from 1: weight (largest first), then the order asked for, then term"),
        term=("str", "as counted"),
        weight=(
            "float",
            "G2 of the term here against all other passages (Dunning 1993); a score, not a test",
        ),
        count=("int", "occurrences in the passage"),
        only_here=("bool", "in no other passage"),
        n_tied=(
            "int",
            "further terms of the passage, not shown, with the weight of the last shown",
        ),
    ),
)
