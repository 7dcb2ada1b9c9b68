from __future__ import annotations

import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from analysis import sentiment

NAN = float("nan")


def toned(*values: float, words: list[list[str]] | None = None) -> pd.DataFrame:
    spoken = words or [["war"] for _ in values]
    table = pd.DataFrame({"tone": list(values)}, dtype="float64")
    table["sentence_id"] = [f"s{i}" for i in range(1, len(values) + 1)]
    marks = [[(5 * i, 5 * i + 3, word, 1.0, 1.0, "") for i, word in enumerate(w)] for w in spoken]
    return table.assign(words=pd.Series(marks, dtype="object"))


def keys(n: int, key: str = "A") -> pd.Series:
    return pd.Series([key] * n, dtype="str")


def test_the_lowest_the_highest_and_the_one_nearest_the_mean_tell_of_a_group() -> None:
    tone = toned(0.1, 0.9, -0.8, 0.2, 0.05)
    chosen = sentiment.telling(tone, keys(5))
    assert chosen["sentence_id"].tolist() == ["s3", "s2", "s1"]  # the mean is .09
    assert chosen["n_total"].tolist() == [5, 5, 5]


def test_a_sentence_that_is_lowest_and_nearest_stands_once() -> None:
    assert sentiment.telling(toned(0.3), keys(1))["sentence_id"].tolist() == ["s1"]


def test_sentences_without_a_tone_or_a_group_tell_nothing() -> None:
    chosen = sentiment.telling(toned(NAN, 0.5, 0.7), pd.Series(["A", "", None], dtype="str"))
    assert chosen.empty
    assert chosen.columns.tolist() == ["key", "sentence_id", "n_total", "marks"]


def test_groups_come_in_the_order_they_first_speak() -> None:
    chosen = sentiment.telling(toned(0.1, 0.2, 0.3), pd.Series(["B", "A", "B"]))
    assert chosen["key"].drop_duplicates().tolist() == ["B", "A"]


def test_sentences_of_a_word_are_spread_and_mark_that_word_alone() -> None:
    spoken = [["War", "peace"], ["war"], ["peace"], ["war"], ["war"], ["war"]]
    chosen = sentiment.with_words(toned(*[0.1] * 6, words=spoken), ["war"], n=3)
    assert chosen["sentence_id"].tolist() == ["s1", "s4", "s6"]
    assert chosen["n_total"].tolist() == [5, 5, 5]
    assert chosen["marks"].iloc[0] == [(0, 3)]


def test_a_word_that_never_spoke_has_no_sentence() -> None:
    assert sentiment.with_words(toned(0.1), ["peace"]).empty


def test_sentences_chosen_by_id_get_their_words_as_marks() -> None:
    asked = pd.DataFrame({"key": ["lowest"], "sentence_id": ["s2"]})
    got = sentiment.keyed(asked, toned(0.1, -0.5, NAN))
    assert got[["key", "sentence_id", "n_total"]].to_numpy().tolist() == [["lowest", "s2", 2]]
    assert got["marks"].iloc[0] == [(0, 3)]


@given(st.lists(st.floats(-1, 1), min_size=1, max_size=12))
def test_the_extremes_of_a_group_are_always_among_the_chosen(values: list[float]) -> None:
    tone = toned(*values)
    shown = tone[
        tone["sentence_id"].isin(sentiment.telling(tone, keys(len(values)))["sentence_id"])
    ]
    assert shown["tone"].min() == min(values)
    assert shown["tone"].max() == max(values)
    assert len(shown) <= 3
