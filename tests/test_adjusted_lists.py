"""Intervals of lists: each is as wide as if it had been asked for at the list's own level."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
import scipy.sparse as sp

from analysis import frequency, keyness, periods, terms, uncertainty


def made(n: int = 40, *, seed: int = 0) -> tuple[terms.DocumentTermMatrix, pd.DataFrame]:
    """Count made texts of 30 words, one a month; the first two words rise and fall."""
    rng = np.random.default_rng(seed)
    rates = np.full((n, 30), 3.0)
    rates[:, 0] *= np.linspace(0.3, 3, n)
    rates[:, 1] *= np.linspace(3, 0.3, n)
    rows = rng.poisson(rates)
    texts = [" ".join(f"w{j:02} " * k for j, k in enumerate(row)) for row in rows]
    days = pd.date_range("2020-01-01", periods=n, freq="MS").astype("datetime64[us]")
    docs = pd.DataFrame({"doc_id": [str(i) for i in range(n)], "text": texts, "date": days})
    docs = docs.assign(date_precision="day", language="en", source="")
    return terms.count(docs), docs


@pytest.mark.parametrize("n_shown", [1, 5, 30])
def test_widened_intervals_are_those_at_the_adjusted_level(n_shown: int) -> None:
    rng = np.random.default_rng(1)
    counts = sp.csr_matrix(rng.poisson(2.0, (20, 30)))
    estimate = uncertainty.rates(counts, np.full(20, 100))
    plain = uncertainty.rate_intervals(estimate)
    level = uncertainty.adjusted_level(n_shown, 30)
    expected = uncertainty.rate_intervals(estimate, level)
    logs = pd.DataFrame({"low": np.log(plain.low), "high": np.log(plain.high)})
    error = uncertainty.error_of(logs, estimate.df)
    got = uncertainty.widened(logs, error=error, df=estimate.df, n_shown=n_shown, n_all=30)
    np.testing.assert_allclose(error, np.sqrt(estimate.variance))
    np.testing.assert_allclose(np.exp(got["low"]), expected.low)
    np.testing.assert_allclose(np.exp(got["high"]), expected.high)
    assert set(got["adjusted"]) == {f"{n_shown} shown of 30"}


@pytest.mark.parametrize(
    ("bounds", "n", "expected"),
    [
        ({3: [2, 1, 1]}, 3, 3),
        ({3: [2, 1, 0], 2: [2, 0.5]}, 3, 2),
        ({3: [2, 1, 0], 2: [2, 0], 1: [1]}, 3, 1),
        ({2: [0, 0]}, 2, 0),
        ({}, 0, 0),
    ],
)
def test_a_list_is_as_long_as_its_own_adjustment_bears(bounds: dict, n: int, expected: int) -> None:
    assert uncertainty.most_that_hold(lambda r: np.array(bounds[r]), n) == expected


def test_the_commonest_words_are_adjusted_and_a_table_of_all_is_not() -> None:
    dtm, _ = made()
    freq = frequency.table(dtm)
    top = frequency.head(freq, 3)
    assert set(freq["adjusted"]) == {""}
    assert set(top["adjusted"]) == {f"{len(top)} shown of 30"}
    assert (top["high"] / top["low"] > (freq["high"] / freq["low"]).head(len(top))).all()


def test_an_interval_that_adjusting_makes_too_wide_is_not_shown() -> None:
    dtm, _ = made(6)
    freq = frequency.table(dtm).assign(df=1.0)
    top = frequency.head(freq, 3)
    assert top["low"].isna().all()
    assert set(top["reason"]) == {uncertainty.TOO_WIDE}


def test_terms_that_move_keep_their_direction_in_the_adjusted_interval() -> None:
    dtm, docs = made()
    moved = frequency.movers(frequency.trends(dtm, docs, width="month"))
    assert moved["term"].tolist()[:1] == ["w00"]
    assert "w01" in moved["term"].tolist()
    assert ((moved["low"] > 1) | (moved["high"] < 1)).all()
    assert set(moved["adjusted"]) == {f"{len(moved)} shown of 30"}


def test_nothing_moves_where_no_period_is() -> None:
    dtm, docs = made(3)
    assert frequency.movers(frequency.trends(dtm, docs, width="month")).empty


def test_unusual_words_are_adjusted_for_those_shown() -> None:
    docs = pd.DataFrame({"doc_id": [str(i) for i in range(25)], "language": "en"})
    docs = docs.assign(text="shelling refuge shelling the a evacuate")
    beside = keyness.beside_reference(terms.count(docs, words="word"), docs)
    shown = keyness.leading(beside, 2)
    assert set(shown["adjusted"]) == {f"2 shown of {beside['low'].notna().sum()}"}
    assert (shown["low"] < beside.set_index("term")["low"].reindex(shown["term"]).to_numpy()).all()


def test_an_unusual_word_whose_adjusted_interval_holds_equal_rates_is_left_out() -> None:
    low, high, df = [3.0, 0.1, np.nan], [4.0, 9.9, np.nan], [30.0, 4.0, np.nan]
    beside = pd.DataFrame({"term": ["a", "b", "c"], "low": low, "high": high, "df": df})
    beside = beside.assign(language="en", listed=True, count=9, n_docs=5, log_ratio=[3.5, 5.0, 2])
    measured = pd.concat([beside, *[beside.assign(listed=False)] * 20])  # picked from 42
    shown = keyness.leading(measured, 3)
    assert shown["term"].tolist() == ["a", "c"]
    assert shown["adjusted"].iloc[0] == "1 shown of 42"


def test_months_are_named_and_a_table_without_any_rate_has_no_row() -> None:
    season = pd.DataFrame({"month": [1, 12], "per_million": [3.0, np.nan]})
    named = periods.by_month(season)
    assert named["label"].tolist() == ["January", "December"]
    assert named["tick"].tolist() == ["Jan", "Dec"]
    assert periods.by_month(season.assign(per_million=np.nan)).empty
