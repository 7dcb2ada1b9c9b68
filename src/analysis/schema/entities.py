"""Tables of `entities`: who and what is named, who is quoted; and of the tone about them."""

from __future__ import annotations

from analysis.schema.table import Column, Schema, columns
from analysis.schema.tone import TONE_BY_SOURCE

ENTITIES = Schema(
    "ENTITIES",
    "as in SENTENCES, then start",
    columns(
        entity=("str", "the name used for all variants: the fullest, or that of the gazetteer"),
        kind=("str", "person, place, organisation or other (not known)"),
        surface=("str", "as written, on one line"),
        doc_id=("str", "the document"),
        sentence_id=("str", "the sentence"),
        start=("int", "first character of the mention in the document's text"),
        end=("int", "one past its last character"),
        rule=("str", "what made it a name of this kind: title, gazetteer, last word ..."),
    ),
)

ENTITY_SUMMARY = Schema(
    "ENTITY_SUMMARY",
    "n_docs falling, then n_sentences, n_mentions, entity",
    columns(
        entity=("str", "the name used for all variants"),
        kind=("str", "person, place, organisation or other"),
        n_mentions=("int", "places where it is named"),
        n_sentences=("int", "sentences that name it"),
        n_docs=("int", "documents that name it"),
        variants=("str", "the ways it is written, most frequent first"),
    ),
)

COVERAGE = Schema(
    "COVERAGE",
    "as in DOCUMENTS",
    columns(
        doc_id=("str", "the document"),
        language=("str", "ISO 639 code"),
        covered=("bool", "whether names and quotations are looked for in it"),
        reason=("str", "why not; '' where they are"),
    ),
)

QUOTATIONS = Schema(
    "QUOTATIONS",
    "as in DOCUMENTS, then start",
    columns(
        quotation_id=("str", "doc_id#qN, N from 1"),
        doc_id=("str", "the document"),
        paragraph=("int", "number of the paragraph, from 1"),
        start=("int", "its opening mark in the document's text"),
        end=("int", "one past its closing mark, or the end of the paragraph"),
        is_speech=("bool", "a clause that was said; else single words in quotation marks"),
        sentence_ids=("object", "list of the sentences it stands in"),
        speaker=("str", "as written; '' where none is named"),
        verb=("str", "the reporting verb; '' where there is none"),
        reason=("str", "why no speaker is named; '' where one is"),
    ),
)

VOICES = Schema(
    "VOICES",
    "as in SENTENCES",
    columns(
        sentence_id=("str", "the sentence"),
        quoted_share=("float", "of its characters, those within quotations, 0 to 1"),
        voice=("str", "quoted, from half of them on; else own: the words of the writer"),
    ),
)

TONE_ABOUT = Schema(
    "TONE_ABOUT",
    "entity as in the mentions' count, then voice: all, own, quoted",
    (
        Column("entity", "str", "the entity or term"),
        Column("kind", "str", "of the entity; term for a word or phrase"),
        Column("voice", "str", "all sentences; own: the writer's words; quoted: someone's speech"),
        *TONE_BY_SOURCE.columns[1:],
    ),
)
