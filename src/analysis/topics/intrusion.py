"""Questions to people that tell whether topics make sense: which one does not belong.

Source  Chang, Boyd-Graber, Gerrish, Wang & Blei (2009), Reading tea leaves: word intrusion, topic
intrusion.
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import pandas as pd

from analysis.schema.topic_guidance import INTRUSION_KEY, INTRUSION_QUESTIONS
from analysis.topics import features, mixture
from analysis.topics.coherence import label_words, owned_share

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import NDArray

    from analysis.schema import Schema
    from analysis.terms.matrix import DocumentTermMatrix
    from analysis.topics.model import TopicModel

    Floats = NDArray[np.float64]

WORDS = 5  # of the topic, beside the intruder
LIKELY = 3  # topics of the passage, beside the intruder
_CHOICES = 6
_EVEN = 0.5  # of an even share of a word's rates: an intruder's most, in the topic it intrudes in


class _Question(NamedTuple):
    """One question with its answer.

    choices : in the order shown
    intruder : its place among them, from 1
    """

    question_id: str
    kind: str
    topic: int
    unit_id: str
    choices: tuple[str, ...]
    intruder: int


def questions(
    model: TopicModel, dtm: DocumentTermMatrix, *, n: int = 2, random_state: int = 0
) -> pd.DataFrame:
    """Ask of each topic which word, and which list of words, does not belong; no answers.

    dtm : the matrix the model was fitted on
    n : questions of each kind about each topic
    random_state : of the intruders, the passages and all orders
    Returns  INTRUSION_QUESTIONS

    A word question shows five label words, ranks 1 to 5 in the first and 6 to 10 in the second,
    and one of another topic's ten that has less than half an even share of its rates here. A
    topic question shows a unit drawn by lot, its three likeliest topics by their five words, and
    one of the less likely half. A topic with fewer than five words of its own has no word
    question; fewer than four topics, and there are no topic questions.
    """
    asked = _asked(model, dtm, n, random_state)
    digests = _digests(model, asked)
    rows = [
        question._asdict() | {"digest": digest} | _columns(question.choices)
        for question, digest in zip(asked, digests, strict=True)
    ]
    return _table(rows, INTRUSION_QUESTIONS)


def key(
    model: TopicModel, dtm: DocumentTermMatrix, *, n: int = 2, random_state: int = 0
) -> pd.DataFrame:
    """Give the answers to `questions`, which takes the same arguments.

    Returns  INTRUSION_KEY
    """
    asked = _asked(model, dtm, n, random_state)
    digests = _digests(model, asked)
    rows = [
        question._asdict() | {"digest": digest, "n_choices": len(question.choices)}
        for question, digest in zip(asked, digests, strict=True)
    ]
    return _table(rows, INTRUSION_KEY)


def _table(rows: list[dict[str, object]], schema: Schema) -> pd.DataFrame:
    if not rows:
        return schema.empty()
    kinds = {c.name: "int64" if c.kind == "int" else "str" for c in schema.columns}
    return schema.check(pd.DataFrame(rows)[schema.names].astype(kinds))


def _columns(choices: Sequence[str]) -> dict[str, str]:
    padded = [*choices, *[""] * (_CHOICES - len(choices))]
    return {f"choice_{i}": choice for i, choice in enumerate(padded, 1)}


def _digests(model: TopicModel, asked: list[_Question]) -> list[str]:
    """Tell one question of one model from another; no answer is in it."""
    topics = "\0".join(", ".join(words) for words in label_words(model))
    texts = ["\0".join((topics, q.question_id, q.unit_id, *q.choices)) for q in asked]
    return ["s" + _lot(text, 0)[:12] for text in texts]


def _lot(text: str, random_state: int) -> str:
    """Give a text a number by chance that hangs on itself and the seed alone."""
    return hashlib.sha256(f"{random_state}\0{text}".encode(errors="replace")).hexdigest()


def _asked(
    model: TopicModel, dtm: DocumentTermMatrix, n: int, random_state: int
) -> list[_Question]:
    """Make the questions, in an order by chance."""
    if model.mixture is None:
        return []
    with features.one_thread():
        found = [
            *_word_questions(model, n, random_state),
            *_topic_questions(model, dtm, n, random_state),
        ]
    return sorted(found, key=lambda q: _lot(q.question_id, random_state))


def _by_lot(choices: Iterable[str], question_id: str, random_state: int) -> list[str]:
    """Put choices in an order by chance that hangs on them, the question and the seed."""
    return sorted(choices, key=lambda choice: _lot(f"{question_id}\0{choice}", random_state))


def _word_questions(model: TopicModel, n: int, random_state: int) -> list[_Question]:
    words, found = label_words(model), list[_Question]()
    for topic in range(1, model.found + 1):
        intruders = _intruders(model, words, topic)
        for i in range(1, n + 1):
            name = f"word-{topic}-{i}"
            own = words[topic - 1][(i - 1) * WORDS : i * WORDS]
            if len(own) == WORDS and intruders:
                intruder = _by_lot(intruders, name, random_state)[0]
                choices = _by_lot([*own, intruder], f"{name} order", random_state)
                found.append(_question(name, topic, "", choices, intruder))
    return found


def _intruders(model: TopicModel, words: list[list[str]], topic: int) -> list[str]:
    """List label words of other topics that are seldom in this one."""
    others = sorted({w for i, of in enumerate(words, 1) if i != topic for w in of})
    own = set(model.terms.loc[model.terms["topic"] == topic, "term"])
    others = [word for word in others if word not in own]
    if not others or model.mixture is None:
        return []
    at = np.searchsorted(model.vocabulary, np.array(others))
    here = owned_share(model.mixture.log_words[at])[:, topic - 1]
    foreign = here < _EVEN / model.found
    return [word for word, far in zip(others, foreign, strict=True) if far]


def _topic_questions(
    model: TopicModel, dtm: DocumentTermMatrix, n: int, random_state: int
) -> list[_Question]:
    """Ask about units drawn by lot; lists of words that are equal would give two right answers."""
    lists = [", ".join(words[:WORDS]) for words in label_words(model)]
    if len(set(lists)) < len(lists) or "" in lists or model.found <= LIKELY:
        return []
    drawn = _drawn(model, n, random_state)
    ranked = _ranked(model, dtm, drawn["row"].to_numpy(np.intp))
    columns = (drawn[c].tolist() for c in ("topic", "nth", "unit_id"))
    found = []
    for topic, nth, unit_id, order in zip(*columns, ranked.tolist(), strict=True):
        name = f"topic-{topic}-{nth}"
        by_rank = [lists[t] for t in order]
        intruder = _by_lot(by_rank[max(LIKELY, len(lists) // 2) :], name, random_state)[0]
        choices = _by_lot([*by_rank[:LIKELY], intruder], f"{name} order", random_state)
        found.append(_question(name, topic, unit_id, choices, intruder))
    return found


def _question(name: str, topic: int, unit_id: str, choices: list[str], intruder: str) -> _Question:
    kind, place = name.partition("-")[0], choices.index(intruder) + 1
    return _Question(name, kind, topic, unit_id, tuple(choices), place)


def _drawn(model: TopicModel, n: int, random_state: int) -> pd.DataFrame:
    """Draw n units of each topic by lot: topic, unit_id, row, nth."""
    units = model.documents.assign(row=range(len(model.documents)))
    units = units[units["topic"] > 0]
    lots = [_lot(f"passage\0{unit_id}", random_state) for unit_id in units["unit_id"]]
    units = units.assign(lot=lots).sort_values(["topic", "lot", "unit_id"], kind="stable")
    units = units.assign(nth=units.groupby("topic").cumcount() + 1)
    return units[units["nth"] <= n]


def _ranked(model: TopicModel, dtm: DocumentTermMatrix, row: NDArray[np.intp]) -> NDArray[np.intp]:
    """Order the topics, from 0, of some units: its own first, the others the likeliest first."""
    if model.mixture is None:
        return np.zeros((0, 0), np.intp)
    weights = features.log_counts(features.in_term_order(dtm)[row])
    scores = mixture.scores(weights, model.mixture)
    own = model.documents["topic"].to_numpy(np.intp)[row] - 1
    scores[np.arange(len(row)), own] = np.inf
    return np.argsort(-np.round(scores, 9), axis=1, kind="stable")
