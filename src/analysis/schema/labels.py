"""Tables of `labels`: what a person is asked, what was wrong with it, and what it corrects."""

from __future__ import annotations

from analysis.schema.table import Schema, columns

LABELS = Schema(
    "LABELS",
    "by chance, so that a half-finished file is a sample too; one row a sentence and labeller",
    columns(
        sentence_id=("str", "as in SENTENCES"),
        doc_id=("str", "the document"),
        start=("int", "first character of the sentence in the document's text"),
        end=("int", "one past its last character"),
        digest=("str", "s and the first 12 hex digits of the SHA-256 of the sentence"),
        before=("str", "the sentence before it in the document; '' for the first"),
        text=("str", "the sentence, blanks folded"),
        after=("str", "the sentence after it"),
        label=("str", "negative, neutral, positive or unclear, as written; '' for not yet"),
        note=("str", "free"),
        labeller=("str", "who labels; may be ''"),
        stratum=("str", "a code that does not give the score away"),
        probability=("float", "of being drawn, above 0 to 1; NaN where no draw now holds the row"),
    ),
)

LABELLED = Schema(
    "LABELLED",
    "as in the file",
    columns(
        sentence_id=("str", "as in SENTENCES"),
        labeller=("str", "may be ''"),
        label=("str", "negative, neutral, positive or unclear"),
        probability=("float", "of being drawn; NaN where no draw holds the row"),
    ),
)

LABEL_PROBLEMS = Schema(
    "LABEL_PROBLEMS",
    "as in the file",
    columns(
        row=("int", "row of the file, the header is 1"),
        sentence_id=("str", "as written"),
        reason=("str", "why the label is not used, in words without numbers"),
        detail=("str", "the particulars"),
    ),
)

LABEL_AGREEMENT = Schema(
    "LABEL_AGREEMENT",
    "nominal, ordinal",
    columns(
        metric=("str", "nominal or ordinal"),
        alpha=("float", "Krippendorff's alpha: 1 all agree, 0 as by chance; NaN with a reason"),
        low=("float", "lower end of its 95% interval, by a bootstrap over units"),
        high=("float", "upper end"),
        n_labellers=("int", "people with at least one label"),
        n_sentences=("int", "sentences with two labels or more"),
        unit=("str", "what was drawn anew: document, or sentence under 5 documents"),
        reason=("str", "why there is no alpha or no interval"),
    ),
)

LABEL_ESTIMATES = Schema(
    "LABEL_ESTIMATES",
    "as the groups, then mean tone, negative, neutral, positive",
    columns(
        group=("str", "all, or the name of the group"),
        measure=("str", "mean tone (-1 to 1), or negative, neutral, positive (shares)"),
        scorer=("float", "as the scorer says of its scored sentences, without labels"),
        estimate=("float", "corrected by the labels; of all sentences in a covered language"),
        low=("float", "lower end of its 95% interval; the unit is the document"),
        high=("float", "upper end"),
        labels_only=("float", "from the labels alone, weighted by 1 / probability"),
        labels_low=("float", "lower end of its 95% interval"),
        labels_high=("float", "upper end"),
        tuning=("float", "share of the scorer's say, 0 (none) to 1"),
        n_labels=("int", "sentences with a clear label"),
        n_units=("int", "documents (or sentences of one document) with one"),
        n_for_half=("float", "labels in all for half the width; NaN where no number would do"),
        unit=("str", "document, or sentence in a single document"),
        reason=("str", "why there is no corrected estimate; '' where there is one"),
    ),
)

_RATE = columns(
    n_labels=("int", "labelled sentences it rests on"),
    low=("float", "lower end of its 95% interval"),
    high=("float", "upper end"),
    reason=("str", "why there is no interval"),
)

LABEL_ACCURACY = Schema(
    "LABEL_ACCURACY",
    "all scored sentences, then agreement class",
    (
        *columns(
            of=("str", "scored sentences, or those of an agreement class"),
            accuracy=("float", "weighted share whose class by the scorer is the label"),
        ),
        *_RATE,
    ),
)

LABEL_CONFUSION = Schema(
    "LABEL_CONFUSION",
    "scorer's class, then label: negative, neutral, positive; no evidence last",
    (
        *columns(
            scored_as=("str", "negative, neutral, positive or no evidence"),
            label=("str", "negative, neutral or positive"),
            n=("float", "labels; a sentence of several labellers is parted among them"),
            share=("float", "weighted, of the sentences of this class by the scorer"),
        ),
        *_RATE,
    ),
)

LABEL_CALIBRATION = Schema(
    "LABEL_CALIBRATION",
    "tone rising; no evidence last",
    (
        *columns(
            tone=("str", "the bin of the scorer's tone"),
            tone_mean=("float", "weighted mean of the tone in the bin; NaN for no evidence"),
            label_mean=("float", "weighted mean of the labels, -1 to 1"),
        ),
        *_RATE,
    ),
)
