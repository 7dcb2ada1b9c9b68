"""Two or three words in a row that name a topic better than single ones."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import scipy.sparse as sp

from analysis import corpus, tokens, wording
from analysis.schema.topic_quality import TOPIC_PHRASES
from analysis.topics import labels, mixture

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from analysis.terms.index import TokenIndex
    from analysis.topics.model import TopicModel

    Ints = NDArray[np.int64]

MIN_UNITS = 3
MIN_SHARE = 0.03  # of the topic's units: at .01 came phrases of newspapers, such as police said
_LENGTHS = (2, 3)
_SAME = 0.8  # of the units with a phrase that hold a longer one around it


@dataclass(frozen=True, eq=False)
class _Units:
    """The units that hold a topic.

    of_sentence : unit of each sentence, -1 for one without a topic
    topic : of each unit, from 0
    sizes : units of each topic
    """

    of_sentence: Ints
    topic: Ints
    sizes: Ints


@dataclass(frozen=True, eq=False)
class _Grams:
    """Runs of words of one length, and which units hold them.

    words : number of each word, shape (n_grams, length)
    held : units of each topic with the run, shape (k, n_grams)
    """

    words: Ints
    held: sp.csr_matrix


def label_phrases(
    model: TopicModel, idx: TokenIndex, *, sents: pd.DataFrame, languages: Sequence[str]
) -> pd.DataFrame:
    """Name each topic by the two or three words in a row that most set it apart.

    idx : tokens of the texts the model was fitted on, or of a `coherence.sample` of them, cut by
        the same word rule
    sents : SENTENCES of the same texts
    languages : whose stop words no phrase begins or ends with
    Returns  TOPIC_PHRASES; '' and the reason where no phrase stands in three of the topic's
        units and in 3% of them

    A phrase lies within a sentence and holds one of the topic's (at most 20) terms. Ranked as
    words are; of two that contain each other the longer is taken where it stands in 80% of the
    units of the shorter. Runs of words are counted around the topics' terms only: in a large
    corpus nearly all others stand once.
    """
    if not model.found:
        return TOPIC_PHRASES.empty()
    units = _units(model, idx, sents)
    edges = _edges(idx, languages)
    terms = _terms(model, idx)
    near = np.unique(np.concatenate(terms))
    grams = [_grams(idx, near, edges, units, length) for length in _LENGTHS]
    rows = [
        _row(topic, _candidates(idx, grams, units, topic, terms[topic]), int(units.sizes[topic]))
        for topic in range(model.found)
    ]
    table = pd.DataFrame(rows, columns=TOPIC_PHRASES.names)
    return TOPIC_PHRASES.check(table.astype({"phrase": "str", "reason": "str"}))


def _units(model: TopicModel, idx: TokenIndex, sents: pd.DataFrame) -> _Units:
    """Find the unit of each sentence, and its topic."""
    read = model.documents["doc_id"].isin(set(idx.doc_ids)) & (model.documents["topic"] > 0)
    placed = model.documents[read]
    topic = placed["topic"].to_numpy(np.int64) - 1
    of_sentence = pd.Index(placed["unit_id"]).get_indexer(pd.Index(corpus.units(sents, model.unit)))
    return _Units(of_sentence.astype(np.int64), topic, np.bincount(topic, minlength=model.found))


def _edges(idx: TokenIndex, languages: Sequence[str]) -> NDArray[np.bool_]:
    """Say which words may begin and end a phrase: words with two letters that are no stop words."""
    stop = np.isin(idx.vocabulary, sorted(tokens.stop_lists(languages)))
    return labels.lettered(idx.vocabulary) & ~stop


def _terms(model: TopicModel, idx: TokenIndex) -> list[Ints]:
    """Number each topic's terms; a term that these texts do not hold has no number."""
    of_topic = model.terms.groupby("topic")["term"].agg(list)
    named = [of_topic.get(topic, []) for topic in model.topics["topic"]]
    held = [[idx.number(term) for term in words if idx.holds(term)] for words in named]
    return [np.array(numbers, np.int64) for numbers in held]


def _grams(
    idx: TokenIndex, near: Ints, edges: NDArray[np.bool_], units: _Units, length: int
) -> _Grams:
    """Count the runs of words around some words, in the units of each topic."""
    start = _starts(idx, near, edges, length)
    start = start[units.of_sentence[idx.sentence[start]] >= 0]
    start, gram = _repeated(idx, start, length)
    _, first = np.unique(gram, return_index=True)
    k, n = len(units.sizes), len(units.topic)
    cells = (units.of_sentence[idx.sentence[start]], gram)
    held = sp.csr_matrix((np.ones(len(gram), bool), cells), shape=(n, len(first)))
    words = idx.ids[start[first][:, None] + np.arange(length)]
    return _Grams(words, sp.csr_matrix(mixture.members(units.topic, k) @ held))


def _starts(idx: TokenIndex, near: Ints, edges: NDArray[np.bool_], length: int) -> Ints:
    """Find where the runs begin that hold one of some words, within a sentence."""
    n = len(idx.ids) - length + 1
    wanted = np.zeros(len(idx.vocabulary), bool)
    wanted[near] = True
    uses = np.flatnonzero(wanted[idx.ids])
    begins = np.zeros(len(idx.ids), bool)
    for before in range(length):
        begins[uses[uses >= before] - before] = True
    start = np.flatnonzero(begins[: max(n, 0)])
    end = start + length - 1
    whole = idx.sentence[start] == idx.sentence[end]
    kept: Ints = start[whole & edges[idx.ids[start]] & edges[idx.ids[end]]]
    return kept


def _repeated(idx: TokenIndex, start: Ints, length: int) -> tuple[Ints, Ints]:
    """Keep the runs that stand three times or more, and number the different ones.

    Returns  where each begins, its number
    """
    code = idx.ids[start]
    for word in range(1, length):
        _, rank = np.unique(code, return_inverse=True)
        code = rank * len(idx.vocabulary) + idx.ids[start + word]
    _, gram, count = np.unique(code, return_inverse=True, return_counts=True)
    often = count[gram] >= MIN_UNITS
    _, gram = np.unique(gram[often], return_inverse=True)
    return start[often], gram


def _candidates(
    idx: TokenIndex, grams: list[_Grams], units: _Units, topic: int, terms: Ints
) -> pd.DataFrame:
    """List the phrases that enough units of a topic hold: phrase, weight, n_units; best first."""
    parts = [_of_length(idx, some, units, topic, terms) for some in grams]
    table = pd.concat(parts, ignore_index=True)
    by = ["weight", "phrase"]
    return table.sort_values(by, ascending=[False, True], kind="stable", ignore_index=True)


def _of_length(
    idx: TokenIndex, grams: _Grams, units: _Units, topic: int, terms: Ints
) -> pd.DataFrame:
    size = int(units.sizes[topic])
    row = grams.held[[topic]]
    enough = row.data >= max(MIN_UNITS, MIN_SHARE * size)
    column, held = row.indices[enough], row.data[enough].astype(np.float64)
    own = np.isin(grams.words[column], terms).any(1)
    column, held = column[own], held[own]
    df = np.asarray(grams.held[:, column].sum(0)).ravel()
    weight = labels.weigh(held, df, size, len(units.topic))
    words = idx.vocabulary[grams.words[column]]
    return pd.DataFrame(
        {
            "phrase": pd.Series([" ".join(run) for run in words.tolist()], dtype="str"),
            "weight": np.round(weight, 9),
            "n_units": held.astype(np.int64),
        }
    )


def _row(topic: int, found: pd.DataFrame, size: int) -> tuple[int, str, float, int, int, str]:
    """Take the best phrase of a topic: topic, phrase, weight, n_units, of_units, reason."""
    found = found[found["weight"] > 0]
    if found.empty:
        least = f"{wording.spelled(MIN_UNITS)} of its units and in {MIN_SHARE:.0%} of them"
        return topic + 1, "", np.nan, 0, size, f"no phrase stands in {least}"
    best = _longest(found)
    return topic + 1, best["phrase"], best["weight"], int(best["n_units"]), size, ""


def _longest(found: pd.DataFrame) -> pd.Series:
    """Take the best phrase, or the best longer one around it in nearly as many units."""
    best = found.iloc[0]
    around = [f" {best['phrase']} " in f" {phrase} " for phrase in found["phrase"]]
    alike = found["n_units"] >= _SAME * best["n_units"]
    longer = found[pd.Series(around, found.index) & alike & (found["phrase"] != best["phrase"])]
    return best if longer.empty else longer.iloc[0]
