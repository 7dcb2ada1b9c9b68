"""Tables of what topics are used for: change, company, nearness, a map, and the words in them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analysis.schema.table import Schema, columns

if TYPE_CHECKING:
    from analysis.schema.table import Kind

_TOPIC: tuple[Kind, str] = ("int", "topic, from 1 by number of units")
_LABEL: tuple[Kind, str] = ("str", "its label")
_REASON: tuple[Kind, str] = ("str", "why something in this row is not measured; '' where all is")
_HIGH: tuple[Kind, str] = ("float", "upper end")

TOPIC_TRENDS = Schema(
    "TOPIC_TRENDS",
    "clearest change first (the end of its interval nearest to none), then topic",
    columns(
        topic=_TOPIC,
        label=_LABEL,
        ratio=("float", "share of a period by that of the period before; 1: no change"),
        low=("float", "lower end of its 95% interval, periods as unit; NaN where not measured"),
        high=_HIGH,
        p=("float", "that there is no change; t, periods less 2 degrees of freedom"),
        q=("float", "Benjamini-Hochberg over all topics measured"),
        mk_p=("float", "that shares neither rise nor fall, of any shape; Mann-Kendall"),
        direction=("str", "rising, falling, unclear, or '' where not measured"),
        n_periods=("int", "periods with a document that holds a term"),
        n_units=("int", "units of the topic in them"),
        n_docs=("int", "documents that hold those units"),
        reason=_REASON,
    ),
)

TOPIC_SOURCE_TIME = Schema(
    "TOPIC_SOURCE_TIME",
    "topic, documents of the source (most first), source, period",
    columns(
        topic=_TOPIC,
        source=("str", "as in DOCUMENTS; at most the six with most dated documents"),
        period=("date", "start of the period; periods without a document are there too"),
        n_docs=("int", "documents of the source in the period that hold a term"),
        n_units=("int", "units of the topic among theirs"),
        of_units=("int", "their units that hold a term"),
        share=("float", "n_units / of_units, 0..1; NaN under 5 documents"),
        low=(
            "float",
            "lower end of the 95% interval of the share, documents as unit, given this model",
        ),
        high=_HIGH,
        reason=_REASON,
    ),
)

TOPIC_PAIRS = Schema(
    "TOPIC_PAIRS",
    "kind (same document, shared border); most sure company first, or most units; then topics",
    columns(
        kind=("str", "same document, or shared border: a unit of one is about as likely of other"),
        topic=_TOPIC,
        other=("int", "the other topic, its number is larger"),
        label=_LABEL,
        other_label=("str", "label of the other"),
        n_topic=("int", "documents (on a border: units) of the topic"),
        n_other=("int", "documents (units) of the other"),
        of_all=("int", "documents of two units or more (units) that could hold either"),
        n_both=("int", "documents that hold both (unclear units between both)"),
        expected=("float", "n_topic n_other / of_all: documents with both, were they independent"),
        log_ratio=("float", "log2 of observed by expected, .5 added to the four cells"),
        low=("float", "lower end of its 95% interval, documents as unit"),
        high=_HIGH,
        p=("float", "that the two are independent; hypergeometric, two-sided"),
        q=("float", "Benjamini-Hochberg over all pairs measured"),
        reason=_REASON,
    ),
)

TOPIC_TREE = Schema(
    "TOPIC_TREE",
    "step: the merger that loses least comes first",
    columns(
        step=("int", "from 1"),
        left=("int", "a topic, or a merged one; the smaller number"),
        right=("int", "what it is merged with"),
        new=("int", "number of the merged topic: number of topics + step"),
        loss=("float", "bits a word that this merger loses of what topics tell of words"),
        height=("float", "lost by this and all mergers before, as a share of all there is, 0..1"),
        n_units=("int", "units of the merged topic"),
        label=("str", "its three terms of most doc-z weight; '' for the one that holds all"),
    ),
)

TOPIC_MAP = Schema(
    "TOPIC_MAP",
    "topic, unit_id",
    columns(
        unit_id=("str", "the unit"),
        doc_id=("str", "its document"),
        topic=_TOPIC,
        x=("float", "place on the first direction; no unit"),
        y=("float", "place on the second"),
    ),
)

TERM_TOPICS = Schema(
    "TERM_TOPICS",
    "term (most used first), topic_share (largest first), topic",
    columns(
        term=("str", "as counted"),
        topic=_TOPIC,
        label=_LABEL,
        topic_share=("float", "of uses of the term, those by this topic, 0..1: P(topic | term)"),
        word_share=("float", "of the topic's words, those that are the term, 0..1"),
        rank=("int", "place of the term among the topic's words; 1: the most used"),
    ),
)
