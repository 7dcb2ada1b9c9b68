"""The sentences behind a number."""

from __future__ import annotations

from analysis.schema.table import Schema, columns

EVIDENCE = Schema(
    "EVIDENCE",
    "key in the order asked for, then date and place in the document",
    columns(
        key=("str", "what the sentence stands behind: a term, a topic, a document, a period"),
        n_total=("int", "how many sentences there are for this key, shown or not"),
        doc_id=("str", "the document"),
        sentence_id=("str", "the sentence"),
        start=("int", "first character of the sentence in the document's text"),
        end=("int", "one past its last character"),
        date=("date", "of the document"),
        date_precision=("str", "of the document"),
        source=("str", "of the document"),
        language=("str", "of the document"),
        text=("str", "the sentence"),
        marks=("object", "list of (start, end) in `text`: the words that made it evidence"),
    ),
)

LINES = Schema(
    "LINES",
    "date, doc_id, start",
    columns(
        left=("str", "context before the match, in the same sentence"),
        match=("str", "as it stands in the text"),
        right=("str", "context after the match, in the same sentence"),
        doc_id=("str", "the document"),
        date=("date", "of the document"),
        date_precision=("str", "of the document"),
        source=("str", "of the document"),
        sentence_id=("str", "the sentence"),
        start=("int", "first character of the match in the document's text"),
        end=("int", "one past its last character"),
    ),
)

READING = Schema(
    "READING",
    "as in the text",
    columns(
        sentence_id=("str", "the sentence"),
        paragraph=("int", "number of the paragraph, from 1"),
        number=("int", "number of the sentence in the text, from 1"),
        text=("str", "the sentence"),
        language=("str", "of the document"),
        words=("object", "list of {start, end, direction (up, down, other), hover} in `text`"),
        tone=("float", "-1..1; NaN where no word of either list stands"),
        agreement=("str", "agree, lean, mixed or no evidence"),
    ),
)

MISSING = Schema(
    "MISSING",
    "as they are to be read",
    columns(
        what=("str", "what was not measured"),
        state=("str", "not measured, not estimated, not covered"),
        why=("str", "what is there, and what it would take"),
    ),
)
