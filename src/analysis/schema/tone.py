"""Tables of `sentiment`: tone of sentences, of groups of them, and the words that made it."""

from __future__ import annotations

from analysis.schema.table import Column, Schema, columns

_TONE = columns(
    tone=("float", ".47 vader + .53 hu_liu, -1 to 1; NaN where no word of either list stands"),
    vader=("float", "compound of VADER, -1 to 1, rounded to 4 places; 0 where it has no word"),
    hu_liu=("float", "the same with the list of Hu & Liu"),
    agreement=("str", "agree, lean, mixed, no evidence; not covered where not scored"),
    words=(
        "object",
        "list of (start, end, surface, vader, hu_liu, note); weights after the rules, 0: no weight",
    ),
)

TONE = Schema("TONE", "as the texts", _TONE)

VADER = Schema(
    "VADER",
    "as the texts",
    columns(
        neg=("float", "share of the sentence that is negative, 0 to 1, rounded to 3 places"),
        neu=("float", "share that is neutral"),
        pos=("float", "share that is positive"),
        compound=("float", "sum of the weights, brought to -1 to 1, rounded to 4 places"),
    ),
)

SENTENCE_TONE = Schema(
    "SENTENCE_TONE",
    "as in SENTENCES",
    (
        *columns(
            sentence_id=("str", "as in SENTENCES"),
            doc_id=("str", "the document"),
            paragraph=("int", "number of the paragraph in the document, from 1"),
            start=("int", "first character of the sentence in the document's text"),
            end=("int", "one past its last character"),
        ),
        *_TONE,
        *columns(reason=("str", "why there is no tone; '' where there is one")),
    ),
)

_GROUP = columns(
    n_docs=("int", "documents in the group"),
    n_docs_scored=("int", "those with at least one scored sentence: the units of the interval"),
    n_sentences=("int", "sentences in the group"),
    n_scored=("int", "those with a word of either list"),
    n_not_covered=("int", "those in a language that the lists do not cover"),
    coverage=("float", "n_scored / n_sentences, 0 to 1"),
    tone=("float", "mean over the units, -1 to 1; of a document: mean over its scored sentences"),
    low=("float", "lower end of its 95% interval (t); NaN under 5 units"),
    high=("float", "upper end"),
    unit=("str", "what the mean and its interval are over: document or sentence"),
    negative_share=("float", "of the scored sentences, those with tone <= -.05"),
    neutral_share=("float", "those between"),
    positive_share=("float", "those with tone >= .05"),
    reason=("str", "why there is no interval, or no tone; '' where there are both"),
)


def _groups(name: str, order: str, *keys: Column) -> Schema:
    return Schema(name, order, (*keys, *_GROUP))


TONE_OVERALL = _groups("TONE_OVERALL", "one row")
TONE_BY_DOCUMENT = _groups(
    "TONE_BY_DOCUMENT", "as in DOCUMENTS", Column("doc_id", "str", "the document")
)
TONE_BY_SOURCE = _groups("TONE_BY_SOURCE", "source", Column("source", "str", "'' where not known"))
TONE_OVER_TIME = _groups(
    "TONE_OVER_TIME",
    "period, those without documents too",
    Column("period", "date", "first day of the period"),
)

TONE_WORDS = Schema(
    "TONE_WORDS",
    "|contribution| falling, then word",
    columns(
        word=("str", "in lower case, with straight apostrophe and hyphen"),
        n=("int", "occurrences with a weight"),
        n_sentences=("int", "sentences with one"),
        n_docs=("int", "documents with one"),
        vader=("float", "mean weight after VADER's rules, valence points"),
        hu_liu=("float", "mean weight after the same rules in the list of Hu & Liu"),
        contribution=(
            "float",
            "valence points per scored sentence: sum of .47 vader + .53 hu_liu over occurrences",
        ),
        direction=("str", "up, down or none: the sign of `contribution`"),
        candidate=("bool", "a likely topic word"),
    ),
)

TONE_EXTREMES = Schema(
    "TONE_EXTREMES",
    "lowest, then highest; the most extreme first",
    columns(
        key=("str", "lowest or highest"),
        sentence_id=("str", "the sentence"),
        doc_id=("str", "the document"),
        tone=("float", "of the sentence"),
        agreement=("str", "of the sentence; agree is preferred"),
    ),
)
