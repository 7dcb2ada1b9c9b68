from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import sparse

from analysis import frequency, terms
from analysis.frequency import spread

GRIES = [  # the five parts that Gries (2008) works his example through
    "b a m n i b e u p",
    "b a s a t b e w q n",
    "b c a g a b e s t a",
    "b a g h a b e a a t",
    "b a h a a b e a x a t",
]


def measured(texts: list[str]) -> pd.DataFrame:
    return frequency.dispersion(terms.count(texts, words="word")).set_index("term")


def deviation(texts: list[str]) -> dict[str, float]:
    dtm = terms.count(texts, words="word")
    share = dtm.n_tokens / dtm.n_tokens.sum()
    return dict(zip(dtm.vocabulary.tolist(), spread._deviation(dtm.counts, share), strict=True))


def test_dp_is_the_value_that_gries_prints() -> None:
    assert deviation(GRIES)["a"] == pytest.approx(0.18)  # Gries (2008), word a: 1 to 5 hits
    # x: one hit in the last part: .5 (.18 + .2 + .2 + .2 + .78)
    assert deviation(GRIES)["x"] == pytest.approx(0.78)


def test_range_and_parts_are_counted() -> None:
    got = measured(GRIES)
    assert got.loc["a", ["count", "range", "n_parts"]].tolist() == [15, 5, 5]
    assert got.loc["x", ["count", "range"]].tolist() == [1, 1]


def test_what_stands_in_the_shortest_part_alone_has_excess_one() -> None:
    got = measured(["up " * 300, *["x y z w " * 100] * 9]).loc["up"]
    assert got[["dp_norm", "excess"]].tolist() == pytest.approx([1, 1])


def test_what_stands_evenly_has_dp_zero_and_an_excess_below_chance() -> None:
    got = measured(["up x y z " * 50] * 8).loc["up"]
    assert got["dp"] == pytest.approx(0)
    assert got["excess"] < 0


@pytest.mark.parametrize(("hits", "n_parts"), [(10, 5), (40, 5), (40, 20), (300, 65)])
def test_mean_and_spread_by_chance_are_those_of_simulated_deals(hits: int, n_parts: int) -> None:
    rng = np.random.default_rng(1)
    lengths = np.round(400 * np.exp(rng.normal(0, 0.6, n_parts)))
    share = lengths / lengths.sum()
    dealt = np.abs(rng.multinomial(hits, share, 20_000) / hits - share).sum(axis=1) / 2
    chance = spread._by_chance(np.array([float(hits)]), lengths)
    assert chance.mean[0] == pytest.approx(dealt.mean(), rel=0.01)
    assert chance.sd[0] == pytest.approx(dealt.std(), rel=0.12)


def test_words_dealt_at_random_have_no_excess() -> None:
    rng = np.random.default_rng(2)
    texts = [" ".join(f"w{i}" for i in rng.integers(0, 30, 200)) for _ in range(30)]
    got = measured(texts)
    assert got["excess"].mean() == pytest.approx(0, abs=0.02)
    assert (got["excess"].abs() / got["sd"] < 3).all()


def test_counts_beyond_the_grid_are_read_between_its_points() -> None:
    lengths = np.full(10, 500.0)
    grid = spread._by_chance(np.array([777.0, 100_000.0]), lengths)
    exact = spread._deal(np.array([[777.0]]), np.array([0.1]), np.array([10.0]))
    assert grid.mean[0] == pytest.approx(exact.mean[0], rel=2e-3)


def test_few_hits_and_loud_chance_are_hidden_with_a_reason() -> None:
    got = measured(["one " + "x " * 99] * 9 + ["y " * 20] * 2_000)
    assert got.loc["one", "reason"] == "fewer than 10 hits"
    assert got.loc["one", ["dp", "dp_norm", "expected", "excess"]].isna().all()
    many = measured(["one " + "x " * 9] * 12 + ["y " * 10] * 988 + ["z " * 1_000] * 10)
    row = many.loc["one"]
    assert (row["count"], row["reason"]) == (12, "chance alone moves it by more than 0.1")
    assert row["sd"] > 0.1
    assert np.isnan(row["excess"])


@pytest.mark.parametrize("texts", [["a b c " * 20], ["a b c " * 20, ""]])
def test_one_part_cannot_be_uneven(texts: list[str]) -> None:
    got = measured(texts)
    assert set(got["reason"]) == {"fewer than 2 parts with text"}
    assert got["dp"].isna().all()
    assert got["n_parts"].tolist() == [1, 1, 1]


def test_the_sentences_of_a_single_text_are_parts() -> None:
    text = "War came and war went. " * 40 + "Peace and quiet came. " * 40
    got = frequency.dispersion(terms.count([text], unit="sentence", words="word"))
    row = got.set_index("term").loc["war"]
    assert row[["n_parts", "range", "unit"]].tolist() == [80, 40, "sentence"]
    assert row["excess"] > 0.05


@settings(max_examples=15, deadline=None)
@given(st.integers(0, 2**32 - 1))
def test_order_of_parts_and_an_empty_one_change_nothing(seed: int) -> None:
    rng = np.random.default_rng(seed)
    dtm = terms.count([" ".join(rng.choice(list("abcd"), 60)) for _ in range(6)], words="word")
    order = rng.permutation(6)
    other = replace(
        dtm,
        counts=sparse.csr_matrix(
            sparse.vstack([dtm.counts[order], sparse.csr_matrix((1, 4), dtype=np.int64)])
        ),
        units=pd.concat([dtm.units.iloc[order], dtm.units.head(1).assign(n_tokens=0)]),
    )
    one, two = frequency.dispersion(dtm), frequency.dispersion(other)
    pd.testing.assert_frame_equal(one, two)
    held = one["dp_norm"].dropna()
    assert held.between(0, 1 + 1e-12).all()
