"""A model's reading: tone by where the sentence model places a text, and which words move it.

A head is one line of numbers to each outcome, fitted on rated sentences: `data/README.md`. What a
head says rests on the whole sentence; no word has a weight of its own, so words are named by
occlusion only: how far the tone moves when one is left out. It is never the default.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from analysis.schema.tone import MODELLED, SENTENCE_MODELLED
from analysis.sentiment import lexicon
from analysis.sentiment.passages import read_otherwise
from analysis.sentiment.scoring import strings
from analysis.sentiment.sentence_model import embedded

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import NDArray

    Vectors = NDArray[np.float64]

# a word that moved the tone: (start, end, surface, tone with it less tone without it)
Moved = tuple[int, int, str, float]

PLACES = 4  # decimals of a tone, as VADER's
WINDOW = 9  # words on each side of a target that are read by themselves as well
OUTCOMES = ("negative", "neutral", "positive")
_WORD = re.compile(r"[^\W_]+(?:['\u2019-][^\W_]+)*")


def modelled(texts: Iterable[str]) -> pd.DataFrame:
    """Score the tone of sentences with the sentence model and its head.

    texts : sentences: a list, a Series, an Arrow array
    Returns  MODELLED, a row per text, with the index of a Series; every text has a tone
    Raises   UsageError for one string in place of a list, or where the extra `models` is not
        installed; DataError where a text is missing.
    """
    tones = _tones(strings(texts))
    index = texts.index if isinstance(texts, pd.Series) else None
    return MODELLED.check(pd.DataFrame({"model": tones}, index=index))


def modelled_sentences(sentence_tone: pd.DataFrame, docs: pd.DataFrame) -> pd.DataFrame:
    """Score the sentences whose language is covered once more, with the sentence model.

    sentence_tone : SENTENCE_TONE; none of it needs no model
    docs : DOCUMENTS, with at least the documents of `sentence_tone`
    Returns  SENTENCE_MODELLED, in the order of `sentence_tone`
    """
    return SENTENCE_MODELLED.check(read_otherwise(sentence_tone, docs, modelled))


def moved(texts: Sequence[str]) -> list[list[Moved]]:
    """Find by occlusion how far each word of each sentence moves its tone.

    Returns  for each text its words in their order. The parts do not add up to the tone.
    """
    return [_moved(text) for text in texts]


def moved_towards(text: str, start: int, end: int) -> list[Moved]:
    """Find by occlusion how far each word outside a target moves the tone towards it.

    start, end : first character of the target in the text, and one past its last
    """
    left = [word for word in _WORD.finditer(text) if word.end() <= start or word.start() >= end]
    texts = [text, *[_without(text, word) for word in left]]
    shifts = [0, *[len(word[0]) if word.end() <= start else 0 for word in left]]
    tones = judged(texts, [start - n for n in shifts], [end - n for n in shifts])
    return _as_moved(left, tones)


def judged(texts: Sequence[str], starts: Sequence[int], ends: Sequence[int]) -> Vectors:
    """Give the tone towards a target of each text: the chance of positive less that of negative.

    starts, ends : the target's characters in each text
    Returns  shape (n,), -1 to 1
    """
    chances = probabilities(features(texts, starts, ends))
    result: Vectors = (chances[:, 2] - chances[:, 0]).round(PLACES)
    return result


def features(texts: Sequence[str], starts: Sequence[int], ends: Sequence[int]) -> Vectors:
    """Place each text, the words around its target and the target itself; shape (n, 3 x 384)."""
    spans = list(zip(texts, starts, ends, strict=True))
    around = [_around(*each) for each in spans]
    targets = [text[start:end] for text, start, end in spans]
    return np.hstack([embedded(texts), embedded(around), embedded(targets)])


def probabilities(x: Vectors) -> Vectors:
    """Turn what the head makes of each row into chances of OUTCOMES; shape (n, 3)."""
    sums = np.column_stack([_applied(x, outcome) for outcome in OUTCOMES])
    powers = np.exp(sums - sums.max(axis=1, keepdims=True))
    result: Vectors = powers / powers.sum(axis=1, keepdims=True)
    return result


@cache
def heads() -> dict[str, Vectors]:
    """Read the heads: for each name its numbers, the constant last."""
    rows = (line.split("\t") for line in lexicon.lines("model_heads.tsv"))
    return {name: np.array(numbers.split(" "), dtype=np.float64) for name, numbers in rows}


def _tones(texts: Sequence[str]) -> Vectors:
    return np.clip(_applied(embedded(texts), "sentence"), -1.0, 1.0).round(PLACES)


def _applied(x: Vectors, name: str) -> Vectors:
    """Let a head speak; row by row, so that no row's last digit hangs on how many there are."""
    numbers = heads()[name]
    result: Vectors = (x * numbers[:-1]).sum(axis=1) + numbers[-1]
    return result


def _moved(text: str) -> list[Moved]:
    words = list(_WORD.finditer(text))
    return _as_moved(words, _tones([text, *[_without(text, word) for word in words]]))


def _without(text: str, word: re.Match[str]) -> str:
    return text[: word.start()] + text[word.end() :]


def _as_moved(words: Sequence[re.Match[str]], tones: Vectors) -> list[Moved]:
    """Put beside each word what the tone of the whole, which comes first, owes to it."""
    owed = (tones[0] - tones[1:]).tolist()
    return [(*word.span(), word[0], by) for word, by in zip(words, owed, strict=True)]


def _around(text: str, start: int, end: int) -> str:
    """Take a target with up to nine words on each side."""
    before, after = text[:start].split()[-WINDOW:], text[end:].split()[:WINDOW]
    return " ".join([*before, text[start:end], *after])
