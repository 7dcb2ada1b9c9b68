"""A term looked up: which topics use it, and how much of each it is."""

from __future__ import annotations

import re
from difflib import get_close_matches
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from analysis import tokens
from analysis.schema.topic_use import TERM_TOPICS

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from analysis.topics.model import TopicModel

MOST_TERMS = 50  # terms that a pattern lists, the most used first
_WILD = {"*": r"\S*", "?": r"\S"}
_LENGTH = 2  # letters more or fewer than asked for, of a word that may be meant


def topics_of(model: TopicModel, term: str) -> pd.DataFrame:
    """Show which topics use a term, and how much.

    term : a word counted, capitals do not matter; `*` stands for any end or part of a word, `?`
        for one letter; '' asks for nothing
    Returns  TERM_TOPICS, a row for each topic; of a pattern the 50 most used terms it meets. Where
        there is none, `attrs["reason"]` says so and names a likely word
    """
    if not term.strip():
        return TERM_TOPICS.empty()
    if model.mixture is None:
        return _none("there are no topics to look it up in")
    asked = " ".join(tokens.fold(term).split())
    found = _met(model.vocabulary, asked)
    if not len(found):
        return _none(f"{term!r} {_meant(model.vocabulary, asked)}")
    prior = np.exp(model.mixture.log_prior)
    mass = np.exp(model.mixture.log_words[found])
    use = mass @ prior
    # the same sum in another order differs in its last bits: not in the twelfth place
    first = np.lexsort((found, -np.round(use, 12)))[:MOST_TERMS]
    parts = [_of_term(model, int(found[i]), mass[i] * prior / use[i]) for i in first]
    return TERM_TOPICS.check(pd.concat(parts, ignore_index=True))


def _none(reason: str) -> pd.DataFrame:
    empty = TERM_TOPICS.empty()
    empty.attrs["reason"] = reason
    return empty


def _met(vocabulary: NDArray[np.str_], asked: str) -> NDArray[np.intp]:
    """Find the terms that a query meets; a pattern without a letter or digit meets none."""
    if not any(map(str.isalnum, asked)):
        return np.zeros(0, np.intp)
    wanted = re.compile("".join(_WILD.get(char, re.escape(char)) for char in asked))
    return np.flatnonzero([wanted.fullmatch(word) is not None for word in vocabulary.tolist()])


def _meant(vocabulary: NDArray[np.str_], asked: str) -> str:
    """Say why nothing is met, and name a term that may be meant: alike, with its first letter."""
    if not any(map(str.isalnum, asked)):
        return "holds no letter; give a word, as in 'evacuat*'"
    said = "is not among the words counted"
    if not set(asked).isdisjoint(_WILD):
        return f"{said}; ask for a shorter part of the word"
    near = [
        word
        for word in vocabulary.tolist()
        if word[:1] == asked[:1] and abs(len(word) - len(asked)) <= _LENGTH
    ]
    close = get_close_matches(asked, near, n=1)
    return f"{said}; did you mean {close[0]!r}?" if close else said


def _of_term(model: TopicModel, row: int, topic_share: NDArray[np.float64]) -> pd.DataFrame:
    """Lay out the topics of one term, those that use it most first."""
    assert model.mixture is not None  # noqa: S101  told to the type checker
    log_words = model.mixture.log_words
    above = (np.round(log_words, 12) > np.round(log_words[row], 12)).sum(0)
    table = pd.DataFrame(
        {
            "term": pd.Series([str(model.vocabulary[row])] * len(topic_share), dtype="str"),
            "topic": model.topics["topic"].to_numpy(),
            "label": model.topics["label"].astype("str").to_numpy(),
            "topic_share": topic_share,
            "word_share": np.exp(log_words[row]),
            "rank": above + 1,
        }
    ).astype({"label": "str"})
    order = np.lexsort((table["topic"], -np.round(topic_share, 12)))
    return table.iloc[order]
