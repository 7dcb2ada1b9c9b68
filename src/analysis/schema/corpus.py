"""Tables of `corpus`: documents, their passages, and notes of what was skipped or mended."""

from __future__ import annotations

from analysis.schema.table import Schema, columns

DOCUMENTS = Schema(
    "DOCUMENTS",
    "date (undated last), doc_id, SHA-256 of the text",
    columns(
        doc_id=("str", "unique; as written in the source, or derived (corpus.read)"),
        date=("date", "the local date as written; NaT where there is none"),
        date_precision=("str", "year, month, day or time; '' where there is no date"),
        date_from=("str", "text, column, name or none"),
        source=("str", "who published it; '' where not known"),
        title=("str", "'' where there is none"),
        language=("str", "ISO 639 code; 'und' where it cannot be told"),
        text=("str", "cleaned text; every span of this project points into it"),
        n_tokens=("int", "words under the rule `word`"),
        duplicate_of=("str", "doc_id of the first document with the same text; '' for a first"),
        origin=("str", "file, relative to what was read; with ':row' in a table"),
    ),
)

NOTES = Schema(
    "NOTES",
    "origin, row, what",
    columns(
        origin=("str", "file, relative to what was read"),
        row=("int", "row in the file counted from 1; 0 where the whole file is meant"),
        doc_id=("str", "the document concerned; '' where none came of it"),
        what=("str", "skipped, mended, guessed or taken"),
        reason=("str", "why, in words without numbers, so that equal reasons can be counted"),
        detail=("str", "the particulars: the value, the place in the file, the span"),
    ),
)

PARAGRAPHS = Schema(
    "PARAGRAPHS",
    "as in DOCUMENTS, then start",
    columns(
        paragraph_id=("str", "doc_id#pN, N from 1"),
        doc_id=("str", "the document"),
        paragraph=("int", "number in the document, from 1"),
        start=("int", "first character in `text`"),
        end=("int", "one past the last character in `text`"),
    ),
)

SENTENCES = Schema(
    "SENTENCES",
    "as in DOCUMENTS, then start",
    columns(
        sentence_id=("str", "doc_id#sN, N from 1"),
        doc_id=("str", "the document"),
        paragraph=("int", "number of the paragraph in the document, from 1"),
        start=("int", "first character in `text`"),
        end=("int", "one past the last character in `text`"),
    ),
)
