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

_SENTENCE = columns(
    sentence_id=("str", "as in SENTENCES"),
    doc_id=("str", "the document"),
)
_SPAN = columns(
    start=("int", "first character of the sentence in the document's text"),
    end=("int", "one past its last character"),
)
_BESIDE = (
    *_SENTENCE,
    *_SPAN,
    *columns(
        tone=("float", "of the two lists, as in SENTENCE_TONE"),
        agreement=("str", "of the two lists"),
    ),
)
_EXTENDED = columns(
    extended=("float", "compound of the extended list, -1 to 1; NaN where no word of it speaks"),
    words=("object", "list of (start, end, surface, weight after the rules, inferred, note)"),
)

EXTENDED = Schema("EXTENDED", "as the texts", _EXTENDED)

SENTENCE_EXTENDED = Schema(
    "SENTENCE_EXTENDED",
    "as in SENTENCE_TONE, those in a covered language",
    (*_BESIDE, *_EXTENDED),
)

THIRD_READING = Schema(
    "THIRD_READING",
    "as in SENTENCE_EXTENDED, or furthest apart first",
    columns(
        key=("str", "the sentence, cut to be read at a glance"),
        sentence_id=("str", "the sentence"),
        doc_id=("str", "the document"),
        tone=("float", "of the two lists"),
        extended=("float", "of the extended list"),
        reading=(
            "str",
            "the latter, and its words with their weights after the rules; i: inferred",
        ),
    ),
)

_MODELLED = columns(model=("float", "tone by the sentence model, -1 to 1; every sentence has one"))

MODELLED = Schema("MODELLED", "as the texts", _MODELLED)

SENTENCE_MODELLED = Schema(
    "SENTENCE_MODELLED",
    "as in SENTENCE_TONE, those in a covered language",
    (*_BESIDE, *_MODELLED),
)

MODEL_READING = Schema(
    "MODEL_READING",
    "sentences of another sign first, then furthest apart",
    columns(
        key=("str", "the sentence, cut to be read at a glance"),
        sentence_id=("str", "the sentence"),
        doc_id=("str", "the document"),
        tone=("float", "of the two lists"),
        model=("float", "of the sentence model"),
        reading=("str", "the latter, and the words that move it most when left out"),
        words=("object", "list of (start, end, surface, how far it moves the tone)"),
    ),
)

TOWARDS = Schema(
    "TOWARDS",
    "as in the mentions, the first of an entity in each sentence",
    columns(
        entity=("str", "the entity"),
        sentence_id=("str", "the sentence"),
        doc_id=("str", "the document"),
        start=("int", "first character of the mention in its sentence"),
        end=("int", "one past its last character"),
        tone=("float", "towards the entity by the sentence model, -1 to 1"),
        agreement=("str", "of the two lists about the sentence"),
    ),
)

ABOUT_MODEL = Schema(
    "ABOUT_MODEL",
    "towards rising",
    columns(
        entity=("str", "the entity"),
        n_sentences=("int", "sentences that name it and were read by the model"),
        tone=("float", "mean tone of the two lists of the sentences that name it"),
        towards=("float", "mean tone towards it by the sentence model, -1 to 1"),
        low=("float", "lower end of its 95% interval (t); NaN under 5 units"),
        high=("float", "upper end"),
        reading=("str", "its strongest sentence: the tone, and the words that move it most"),
    ),
)

SENTENCE_TONE = Schema(
    "SENTENCE_TONE",
    "as in SENTENCES",
    (
        *_SENTENCE,
        *columns(paragraph=("int", "number of the paragraph in the document, from 1")),
        *_SPAN,
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
TONE_BY_KEY = _groups("TONE_BY_KEY", "key", Column("key", "str", "what the sentences share"))
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

_SHIFT_ENDS = columns(
    low=("float", "lower end of its 95% interval (Welch t over documents)"),
    high=("float", "upper end"),
    error=("float", "standard error"),
    df=("float", "degrees of freedom of its t"),
    p=("float", "two-sided"),
)

WORD_SHIFT = Schema(
    "WORD_SHIFT",
    "|shift| falling, then word",
    (
        *columns(
            word=("str", "in lower case, with straight apostrophe and hyphen"),
            shift=("float", "its part of the difference of mean tone, target less other"),
        ),
        *_SHIFT_ENDS,
        *columns(
            q=("float", "false findings among words at least as clear, over all with a p"),
            adjusted=("str", "R shown of M, where the interval is adjusted for the list"),
            usage=("float", "the part of `shift` that comes of the word being used more or less"),
            weight=("float", "the rest: it weighs otherwise, by negation, boosters or neighbours"),
            kind=("str", "positive or negative word; used more, used less or weighs otherwise"),
            pull_target=("float", "mean tone it gives a sentence, each time; NaN where not used"),
            pull_other=("float", "the same in the others"),
            rate_target=("float", "times a scored sentence, averaged over documents"),
            rate_other=("float", "the same in the others"),
            n_target=("int", "occurrences with a weight in the target"),
            n_other=("int", "in the others"),
            docs_target=("int", "documents of the target with one"),
            docs_other=("int", "documents of the others with one"),
            reason=("str", "why there is no interval; '' where there is one"),
        ),
    ),
)

TONE_DIFFERENCE = Schema(
    "TONE_DIFFERENCE",
    "one row; none where there are no two groups",
    (
        *columns(
            tone_target=("float", "mean of the documents' means in the target"),
            tone_other=("float", "in the others"),
            difference=("float", "tone_target - tone_other"),
        ),
        *_SHIFT_ENDS,
        *columns(
            words=("float", "the part of `difference` that words make: sum of WORD_SHIFT.shift"),
            emphasis=("float", "the rest: exclamation and question marks, and rounding"),
            docs_target=("int", "scored documents of the target"),
            docs_other=("int", "of the others"),
            reason=("str", "why there is no interval; '' where there is one"),
        ),
    ),
)

DOMAIN_WORDS = Schema(
    "DOMAIN_WORDS",
    "dropped, flipped, added; as in the file",
    columns(
        word=("str", "as given by the user, folded"),
        change=("str", "dropped, flipped or added"),
        vader_before=("float", "weight in VADER's list; NaN where it does not hold the word"),
        hu_liu_before=("float", "weight in the list of Hu & Liu"),
        vader=("float", "weight with the change, 0 where dropped"),
        hu_liu=("float", "the same in the list of Hu & Liu"),
        n=("int", "occurrences with a weight, without or with the change"),
        note=("str", "why nothing changed; '' where something may have"),
    ),
)

DOMAIN_PROPOSALS = Schema(
    "DOMAIN_PROPOSALS",
    "|contribution| falling, then word",
    columns(
        word=("str", "as in TONE_WORDS"),
        contribution=("float", "valence points per scored sentence, as in TONE_WORDS"),
        share=("float", "its part in 0..1 of the size of all contributions"),
        n=("int", "occurrences with a weight"),
        n_docs=("int", "documents with one"),
        doc_share=("float", "their share of all documents"),
        ratio=("float", "times as frequent as in general; NaN where not known"),
        why=("str", "what speaks for its naming the topic"),
    ),
)

TONE_VARIANTS = Schema(
    "TONE_VARIANTS",
    "as given",
    columns(
        words=("str", "how the lists were read"),
        tone=("float", "as in TONE_OVERALL"),
        low=("float", "lower end of its 95% interval"),
        high=("float", "upper end"),
        negative_share=("float", "of the scored sentences"),
        neutral_share=("float", "those between"),
        positive_share=("float", "those with tone >= .05"),
        n_scored=("int", "sentences with a word of either list"),
        unit=("str", "what the mean is over: document or sentence"),
        reason=("str", "why there is no interval; '' where there is one"),
    ),
)

TONE_CONFLICT = Schema(
    "TONE_CONFLICT",
    "one row",
    columns(
        n_sentences=("int", "sentences in a covered language"),
        n_with=("int", "those with a word of conflict or disaster"),
        share=("float", "n_with / n_sentences; NaN without sentences"),
        level=("float", "share from which on the page warns"),
        warned=("bool", "share >= level"),
        words=("str", "the commonest such words"),
    ),
)
