from __future__ import annotations

import math
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from analysis import corpus, frequency, terms
from analysis.frequency import laws

SHARED = Path(__file__).parents[2] / "shared"


def documents(texts: list[str]) -> pd.DataFrame:
    ids = [f"d{i:04}" for i in range(len(texts))]
    dates = pd.date_range("2023-01-01", periods=len(texts), freq="D").astype("datetime64[us]")
    return pd.DataFrame({"doc_id": ids, "text": texts, "language": "en", "date": dates})


def test_the_exponent_is_the_one_that_counts_were_drawn_with() -> None:
    counts = np.random.default_rng(0).zipf(2.0, 20_000)
    assert laws._power(counts.astype(float)) == pytest.approx(2.0, abs=0.03)


def test_the_exponent_is_where_the_likelihood_is_largest() -> None:
    counts = np.array([1, 1, 1, 1, 2, 2, 3, 5, 9.0])
    grid = np.arange(1.5, 3, 0.002)
    zetas = np.array([sum(np.arange(1, 1_000) ** -b) + 1_000 ** (1 - b) / (b - 1) for b in grid])
    likelihood = -grid * np.log(counts).sum() - len(counts) * np.log(zetas)
    assert laws._power(counts) == pytest.approx(grid[likelihood.argmax()], abs=0.004)


def test_zipf_compares_classes_of_counts_with_the_law() -> None:
    counts = np.minimum(np.random.default_rng(1).zipf(2.0, 400), 5_000)
    words = [f"w{i}" for i, n in enumerate(counts) for _ in range(n)]
    law = frequency.zipf(terms.count([" ".join(words)], words="word"))
    assert law.exponent == pytest.approx(1, abs=0.15)
    assert law.residuals["observed"].tolist()[:2] == [(counts == 1).sum(), (counts // 2 == 1).sum()]
    assert law.residuals["fitted"].sum() == pytest.approx(400, rel=0.01)


def test_zipf_says_where_it_is_furthest_off() -> None:
    words = [f"once{i}" for i in range(100)] + [f"often{i}" for i in range(60) for _ in range(40)]
    law = frequency.zipf(terms.count([" ".join(words)], words="word"))
    assert law.shows.startswith("furthest off at words with 32 to 63 hits: 60")
    assert "more than the law gives" in law.shows


def test_heaps_finds_the_exponent_of_a_vocabulary_that_grows_by_a_power() -> None:
    met, texts = 0, []
    for i in range(1, 301):
        goal = int(5 * (100 * i) ** 0.6)
        new = [f"n{j}" for j in range(met, goal)]
        texts.append(" ".join([*new, *["old"] * (100 - len(new))]))
        met = goal
    docs = documents(texts)
    law = frequency.heaps(terms.count(docs, words="word"), docs)
    assert law.exponent == pytest.approx(0.6, abs=0.02)
    assert law.scale == pytest.approx(5, rel=0.15)
    assert law.residuals["observed"].iloc[-1] == met + 1


def test_heaps_reads_by_date_so_the_order_of_rows_changes_nothing() -> None:
    rng = np.random.default_rng(1)
    docs = documents([" ".join(f"w{i}" for i in rng.zipf(1.4, 50)) for _ in range(40)])
    other = docs.iloc[rng.permutation(40)].reset_index(drop=True)
    one = frequency.heaps(terms.count(docs, words="word"), docs)
    two = frequency.heaps(terms.count(other, words="word"), other)
    pd.testing.assert_frame_equal(one.residuals, two.residuals)
    assert (one.exponent, one.shows) == (two.exponent, two.shows)


def test_a_vocabulary_that_stops_growing_bends_the_curve() -> None:
    texts = [
        " ".join(f"w{j}" for j in range(10 * min(i, 30), 10 * min(i, 30) + 10)) for i in range(300)
    ]
    docs = documents(texts)
    shows = frequency.heaps(terms.count(docs, words="word"), docs).shows
    assert shows.endswith("new words come ever more slowly than the law says")


def test_what_cannot_be_fitted_says_why() -> None:
    docs = documents(["war and peace"] * 4)
    dtm = terms.count(docs, words="word")
    zipf, heaps = frequency.zipf(dtm), frequency.heaps(dtm, docs)
    assert zipf.reason == "fewer than 50 different words"
    assert heaps.reason == "fewer than 10 documents with text"
    assert math.isnan(zipf.exponent)
    assert heaps.residuals.empty


def test_without_its_stop_words_a_corpus_has_no_law() -> None:
    docs = documents(["the war and the peace"] * 12)
    dtm = terms.count(docs, words="word", stop_words="english")
    assert "count without stop words" in frequency.zipf(dtm).reason
    assert "count without stop words" in frequency.heaps(dtm, docs).reason


@pytest.mark.skipif(not SHARED.is_dir(), reason="the corpora lie beside the repository")
def test_speeches_have_the_exponents_that_english_has() -> None:
    docs = corpus.read(SHARED / "data" / "inaugural.jsonl")
    dtm = terms.count(docs, words="word")
    assert 0.9 < frequency.zipf(dtm).exponent < 1.6
    assert 0.4 < frequency.heaps(dtm, docs).exponent < 0.8
