"""Tables of what a person decided of topics, of new texts assigned to them, of what people see."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analysis.schema.table import Schema, columns

if TYPE_CHECKING:
    from analysis.schema.table import Kind

_TOPIC: tuple[Kind, str] = ("int", "topic, from 1 by number of units")
_N_LABELLERS: tuple[Kind, str] = ("int", "people with at least one answer")
_REASON: tuple[Kind, str] = ("str", "why something in this row is not measured; '' where all is")

_FITTED = (
    "mean over fitted documents of the share of counted words not known (new words), of the "
    "log-likelihood per known word (fit; natural logarithm; each document left out of the topics "
    "it is measured by), of the share of units that are unclear (as fitted)"
)

TOPIC_NAMES = Schema(
    "TOPIC_NAMES",
    "topic",
    columns(
        topic=_TOPIC,
        label=("str", "the name that stands on the page"),
        machine_label=("str", "the three heaviest terms"),
        confirmed=("bool", "a person gave the name"),
        hidden=("bool", "a person asked not to show it; its units stay in every share's whole"),
    ),
)

GUIDANCE_APPLIED = Schema(
    "GUIDANCE_APPLIED",
    "split, merge, hide, name, seeds, each as in the file",
    columns(
        action=("str", "split, merge, hide, name or seeds"),
        asked=("str", "the words or numbers that the file names topics by"),
        machine_label=("str", "machine labels, before, of the topics meant, joined by ' + '"),
        result=("str", "labels on the page of the topics that came of it, joined by ' + '"),
        n_units=("int", "units of those topics"),
        reason=("str", "why nothing, or not all, was done; '' where all was"),
    ),
)

ASSIGN_DRIFT = Schema(
    "ASSIGN_DRIFT",
    "new words, fit, unclear",
    columns(
        measure=("str", "new words, fit or unclear"),
        fitted=("float", _FITTED),
        new=("float", "mean over the new documents"),
        difference=("float", "new - fitted"),
        low=("float", "lower end of its 99% interval, documents as unit; of 'unclear' none"),
        high=("float", "upper end"),
        spread=("float", "standard deviation over the fitted documents"),
        n_fitted=("int", "fitted documents measured, of at most 4,000 units"),
        n_new=("int", "new documents that hold a counted word"),
        drifted=("bool", "worse, the whole interval, by more than .3 of the spread"),
        reason=_REASON,
    ),
)

NEW_WORDS = Schema(
    "NEW_WORDS",
    "n_docs (largest first), term",
    columns(
        term=("str", "as counted in the new texts; the model does not know it"),
        n_docs=("int", "new documents that hold it"),
        count=("int", "occurrences in them"),
    ),
)

TOPICS_SINCE = Schema(
    "TOPICS_SINCE",
    "topic",
    columns(
        topic=("int", "topic as numbered in the saved model"),
        label=("str", "its label there"),
        share_before=("float", "of the units that the model was fitted on, 0..1"),
        before_low=("float", "lower end of its 95% interval, documents as unit"),
        before_high=("float", "upper end"),
        n_units=("int", "new units sent to it"),
        share=("float", "of the new units that hold a known word; NaN where none was sent"),
        low=("float", "lower end of its 95% interval, documents as unit"),
        high=("float", "upper end"),
    ),
)

INTRUSION_QUESTIONS = Schema(
    "INTRUSION_QUESTIONS",
    "by chance, so that a half-answered file is a sample too",
    columns(
        question_id=("str", "kind, topic and number: word-3-1"),
        kind=("str", "word (which word does not belong?) or topic (which list of words?)"),
        topic=("int", "the topic asked about"),
        unit_id=("str", "the unit to read, for kind topic; '' for word"),
        digest=("str", "s and 12 hex digits: tells whether model and question still stand"),
        **{
            f"choice_{i}": ("str", "a word, or words parted by commas; '' for none")
            for i in range(1, 7)
        },
    ),
)

INTRUSION_KEY = Schema(
    "INTRUSION_KEY",
    "as INTRUSION_QUESTIONS",
    columns(
        question_id=("str", "as in INTRUSION_QUESTIONS"),
        kind=("str", "word or topic"),
        topic=("int", "the topic asked about"),
        digest=("str", "as in INTRUSION_QUESTIONS"),
        n_choices=("int", "choices; one of them is right"),
        intruder=("int", "number of the choice that does not belong, from 1"),
    ),
)

INTRUSION_ANSWERS = Schema(
    "INTRUSION_ANSWERS",
    "as in the file",
    columns(
        question_id=("str", "as in INTRUSION_QUESTIONS"),
        kind=("str", "word or topic"),
        topic=("int", "the topic asked about"),
        labeller=("str", "may be ''"),
        choice=("int", "number of the choice; 0 for 'cannot tell', which finds no intruder"),
        right=("bool", "the choice is the intruder"),
        n_choices=("int", "choices; one of them is right"),
    ),
)

INTRUSION_SCORES = Schema(
    "INTRUSION_SCORES",
    "kind (word, topic), then all topics (0), then topic",
    columns(
        kind=("str", "word or topic"),
        topic=("int", "the topic; 0 for all together"),
        n_questions=("int", "questions with an answer"),
        n_answers=("int", "answers to them, of all labellers"),
        n_right=("int", "answers that are the intruder"),
        precision=("float", "n_right / n_answers, 0..1"),
        low=("float", "lower end of its 95% interval, questions as unit, over these topics"),
        high=("float", "upper end"),
        chance=("float", "precision of answers by lot"),
        reason=_REASON,
    ),
)

INTRUSION_AGREEMENT = Schema(
    "INTRUSION_AGREEMENT",
    "kind (word, topic)",
    columns(
        kind=("str", "word or topic"),
        alpha=("float", "Krippendorff's alpha of choices: 1 all agree, 0 as by chance"),
        low=("float", "lower end of its 95% interval, by a bootstrap over questions"),
        high=("float", "upper end"),
        n_labellers=_N_LABELLERS,
        n_questions=("int", "questions with two answers or more"),
        reason=_REASON,
    ),
)
