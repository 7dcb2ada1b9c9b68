"""Tone beside what people use today, on sentences rated by people.

    python tests/proof_tone.py

Correlation with the rating, and macro-F1 of negative, neutral, positive (within .05 of 0 is
neutral), on tweets and product reviews (Hutto & Gilbert 2014) and on political news (NewsMTSC,
training part; a sentence of several targets has the mean of their ratings). afinn and TextBlob are
run where they can be imported. The third list was fitted on these very sentences: what it does on
sentences left out is printed by `tools/make_tone_list.py`, and for the sentence model by
`tools/make_model_heads.py`. The data lie beside the repository.
"""

from __future__ import annotations

import json
import time
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
from sklearn.metrics import f1_score
from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer

from analysis import sentiment

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

DATA = Path(__file__).parents[2] / "shared" / "data"
NEUTRAL = 0.05
FULL = {"tweets": 4, "amazonReviewSnippets": 4, "news": 1}  # the largest rating


def main() -> None:
    """Print a row a scorer."""
    rated = ratings()
    print(f"{'':<16}{'':>8}" + "".join(f"{source:>24}" for source in FULL))  # noqa: T201
    for name, scorer in scorers().items():
        begun = time.process_time()
        tones = scorer(rated["text"].tolist())
        line = "".join(f"{cell(rated, tones, source):>24}" for source in FULL)
        print(f"{name:<16}{time.process_time() - begun:7.1f}s{line}")  # noqa: T201


def ratings() -> pd.DataFrame:
    """Read every rated sentence once: source, text, rating from -1 to 1."""
    news = lines("newsmtsc.jsonl")
    news = (
        news[news["split"] == "train"].groupby("text", sort=False, as_index=False)["score"].mean()
    )
    both = pd.concat([lines("vader_gt.jsonl"), news.assign(source="news")], ignore_index=True)
    both = both[both["source"].isin(FULL)]
    return both.assign(score=both["score"] / both["source"].map(FULL))


def lines(name: str) -> pd.DataFrame:
    """Read a file of JSON lines."""
    rows = (DATA / name).read_text("utf-8").splitlines()
    return pd.DataFrame([json.loads(row) for row in rows])


def scorers() -> dict[str, Callable[[list[str]], Floats]]:
    """Name what gives each text a number."""
    vader = SentimentIntensityAnalyzer()
    found: dict[str, Callable[[list[str]], Floats]] = {
        "two lists": lambda texts: filled(sentiment.score(texts)["tone"]),
        "third list": lambda texts: filled(sentiment.extended(texts)["extended"]),
        "vaderSentiment": each(lambda text: vader.polarity_scores(text)["compound"]),
    }
    if find_spec("afinn"):
        afinn: Any = import_module("afinn").Afinn()
        found["afinn, a word"] = each(lambda text: afinn.score(text) / max(1, len(text.split())))
    if find_spec("textblob"):
        blob: Any = import_module("textblob").TextBlob
        found["TextBlob"] = each(lambda text: blob(text).sentiment.polarity)
    return found


def filled(tones: pd.Series) -> Floats:
    """Take a sentence without a known word as neutral, as the others do."""
    return tones.fillna(0.0).to_numpy(np.float64)


def each(scorer: Callable[[str], float]) -> Callable[[list[str]], Floats]:
    """Score text by text."""
    return lambda texts: np.array([scorer(text) for text in texts])


def cell(rated: pd.DataFrame, tones: Floats, source: str) -> str:
    """Write r and macro-F1 on one source."""
    own = (rated["source"] == source).to_numpy()
    truth, said = rated.loc[own, "score"].to_numpy(np.float64), tones[own]
    classes = [np.sign(np.where(np.abs(v) > NEUTRAL, v, 0)) for v in (truth, said)]
    r, f1 = np.corrcoef(truth, said)[0, 1], f1_score(*classes, average="macro")
    return f"r {r:.3f}  F1 {f1:.3f}"


if __name__ == "__main__":
    main()
