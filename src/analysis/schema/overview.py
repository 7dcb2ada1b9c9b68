"""Tables about the documents themselves."""

from __future__ import annotations

from analysis.schema.table import Schema, columns

BY_PERIOD = Schema(
    "BY_PERIOD",
    "period, those without documents too",
    columns(
        period=("date", "first day of the period"),
        label=("str", "the period in words"),
        tick=("str", "the period on an axis"),
        n_docs=("int", "documents whose date is known well enough to place them"),
        n_tokens=("int", "their words"),
    ),
)

BY_GROUP = Schema(
    "BY_GROUP",
    "n_docs, largest first, then name",
    columns(
        name=("str", "a source or a language; 'not known' where there is none"),
        n_docs=("int", "documents"),
        doc_share=("float", "their share in 0..1 of all documents"),
        n_tokens=("int", "their words"),
        first=("str", "earliest date, cut where knowledge ends; '' for none"),
        last=("str", "latest date"),
    ),
)

REASONS = Schema(
    "REASONS",
    "what (skipped, mended, guessed, taken), n largest first, reason",
    columns(
        what=("str", "skipped, mended, guessed or taken"),
        reason=("str", "why"),
        n=("int", "files or rows"),
        examples=("str", "the first five, with their particulars"),
    ),
)

DOCUMENT_LIST = Schema(
    "DOCUMENT_LIST",
    "as in DOCUMENTS",
    columns(
        doc_id=("str", "the document"),
        date=("str", "cut where knowledge ends; '' for none"),
        date_from=("str", "text, column, name or none"),
        source=("str", "'' where not known"),
        language=("str", "ISO 639 code"),
        n_tokens=("int", "words"),
        n_sentences=("int", "sentences"),
        n_paragraphs=("int", "paragraphs"),
        duplicate_of=("str", "the first document with the same text; '' for a first"),
        title=("str", "'' where there is none"),
    ),
)
