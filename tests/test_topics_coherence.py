"""Coherence and exclusivity of topics: gensim's numbers, hand-worked ones, and what has none."""

from __future__ import annotations

import json
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis import terms
from analysis.topics import coherence

SHARED = Path(__file__).parents[2] / "shared"
NEEDS_SHARED = pytest.mark.skipif(not SHARED.exists(), reason="the shared corpora are not here")


def documents(*texts: str) -> pd.DataFrame:
    ids = [f"d{i}" for i in range(len(texts))]
    n_tokens = [len(text.split()) for text in texts]
    table = {"doc_id": ids, "text": list(texts), "language": "en", "n_tokens": n_tokens}
    return pd.DataFrame(table)


def model(*words: list[str], mixture: object = None, vocabulary: tuple[str, ...] = ()):
    """What coherence reads of a TopicModel whose topics have these words, the heaviest first."""
    rows = [(t, r, w) for t, of in enumerate(words, 1) for r, w in enumerate(of, 1)]
    return SimpleNamespace(
        found=len(words),
        topics=pd.DataFrame({"topic": range(1, len(words) + 1)}),
        terms=pd.DataFrame(rows, columns=["topic", "rank", "term"]),
        mixture=mixture,
        vocabulary=np.array(vocabulary),
    )


def quality(texts: list[str], *words: list[str]) -> pd.DataFrame:
    return coherence.quality(model(*words), terms.index(documents(*texts)))


# --- as gensim has it ----------------------------------------------------------------------------


def test_topics_of_small_texts_have_gensims_npmi_and_c_v() -> None:
    """Gensim 4.4.0, c_npmi and c_v: a word twice in a window, an empty text, an unknown word."""
    texts = [
        "the cat sat on the mat and the cat ate the fish while the dog slept by the house door",
        "a dog and a cat met a fish",
        "",
        "dog dog dog barks at the moon and the dog runs back to the house where the cat is",
        "stocks fell as bank and market lost money and the bank sold the market for money again",
        "money market bank",
        "the bank holds money the dog holds a bone",
    ]
    found = quality(
        texts,
        ["cat", "dog", "fish", "house"],
        ["bank", "market", "money", "stocks"],
        ["cat", "bank", "money", "zebra"],
    )
    npmi = [0.10370501401744504, 0.5779826478719122, -0.3527172339187537]
    c_v = [0.9421065780838757, 0.9600545463931568, 0.3345155512202411]
    np.testing.assert_allclose(found["npmi"], npmi, atol=1e-12)
    np.testing.assert_allclose(found["c_v"], c_v, atol=1e-12)
    assert found["n_words"].tolist() == [4, 4, 3]


@NEEDS_SHARED
def test_topics_of_long_texts_have_gensims_npmi_and_c_v() -> None:
    """Gensim 4.4.0 on the inaugural speeches, tokens by scikit-learn's pattern."""
    lines = (SHARED / "data" / "inaugural.jsonl").read_text(encoding="utf-8").splitlines()
    docs = documents(*(json.loads(line)["text"] for line in lines))
    words = (
        "war peace nations world freedom power strength force military security",
        "government constitution people states union laws congress public rights powers",
        "economy business labor trade tariff revenue currency money taxation industry",
    )
    idx = terms.index(docs, words="plain")
    found = coherence.quality(model(*(w.split() for w in words)), idx)
    npmi = [0.004511166670446992, 0.0001870230755546986, -0.2008859275529109]
    c_v = [0.529876210841878, 0.48010970263071684, 0.6555709583072867]
    np.testing.assert_allclose(found["npmi"], npmi, atol=1e-12)
    np.testing.assert_allclose(found["c_v"], c_v, atol=1e-12)


def slid(texts: list[list[str]], words: list[str], size: int) -> tuple[np.ndarray, int]:
    """Slide windows one by one as gensim does: counts of pairs, number of windows."""
    both, n = np.zeros((len(words), len(words)), int), 0
    for text in texts:
        there = {word: word in text[:size] for word in words}
        for start in range(max(len(text) - size, 0) + 1):
            if start:
                there[text[start - 1]] = False
                there[text[start + size - 1]] = True
            row = np.array([there[word] for word in words])
            both, n = both + np.outer(row, row), n + 1
    return both, n


@settings(max_examples=40, deadline=None)
@given(
    texts=st.lists(st.lists(st.sampled_from(list("abcdef")), max_size=40), min_size=1, max_size=5)
)
def test_windows_are_counted_as_if_slid_one_by_one(texts: list[list[str]]) -> None:
    words = sorted({letter for text in texts for letter in text} & set("abc"))
    if not words:
        return
    idx = terms.index(documents(*(" ".join(text) for text in texts)))
    uses = coherence._uses([words, words[::-1]], idx)
    both, n = slid(texts, words, 10)
    counted = coherence._together(uses, 10, 2)[:, : len(words), : len(words)]
    np.testing.assert_array_equal(counted[0], both)
    np.testing.assert_array_equal(counted[1], both[::-1, ::-1])
    assert coherence.n_windows(idx, 10) == n


# --- by hand -------------------------------------------------------------------------------------


def test_two_words_ten_places_apart_share_no_window_of_ten() -> None:
    found = quality(["xx " + "o " * 9 + "yy", "xx yy"], ["xx", "yy"])  # 3 windows, 1 of both
    assert found["npmi"].iloc[0] == pytest.approx(np.log(3 / 4) / np.log(3))
    assert found["n_windows"].iloc[0] == 3


def test_a_word_that_comes_twice_is_forgotten_when_the_first_leaves_the_window() -> None:
    text = "xx o o o o yy o o o xx o o"  # 3 windows hold both; gensim's third to none but one
    found = quality([text, "o"], ["xx", "yy"])["npmi"].iloc[0]
    assert found == pytest.approx(np.log((1 / 4) / (1 / 4 * 3 / 4)) / np.log(4))


def test_a_pair_that_never_meets_has_gensims_smallest_value_rather_than_minus_one() -> None:
    found = quality(["xx", "yy", "o", "o"], ["xx", "yy"])["npmi"].iloc[0]
    assert found == pytest.approx(np.log(1e-12 * 16) / -np.log(1e-12))


def test_words_that_always_meet_have_npmi_and_c_v_of_one() -> None:
    found = quality(["xx yy", "o"], ["xx", "yy"]).iloc[0]
    assert (found["npmi"], found["c_v"]) == pytest.approx((1, 1))


# --- what is not measured ------------------------------------------------------------------------


def test_words_in_every_window_are_not_measured() -> None:
    found = quality(["xx yy", "yy xx"], ["xx", "yy"], ["xx", "o"])
    assert found["npmi"].isna().all()
    assert found["reason"].tolist() == [
        "its words are in every window",
        "fewer than two of its words are in the texts read",
    ]


def test_a_topic_without_words_has_no_coherence_and_no_exclusivity() -> None:
    mixture = SimpleNamespace(log_words=np.log([[0.5, 0.5]]))
    one = model(["xx"], [], mixture=mixture, vocabulary=("xx",))
    found = coherence.quality(one, terms.index(documents("xx")))
    assert found["n_words"].tolist() == [1, 0]
    assert found["exclusivity"].tolist()[0] == 0.5
    assert found.loc[1, ["npmi", "c_v", "exclusivity"]].isna().all()


def test_one_topic_has_no_exclusivity_and_no_topics_no_rows() -> None:
    mixture = SimpleNamespace(log_words=np.log([[0.5], [0.5]]))
    found = coherence.quality(
        model(["xx", "yy"], mixture=mixture, vocabulary=("xx", "yy")),
        terms.index(documents("xx yy", "o")),
    )
    assert found["exclusivity"].isna().all()
    assert found["reason"].tolist() == ["one topic holds all"]
    assert coherence.quality(model(), terms.index(documents("xx"))).empty


# --- exclusivity, diversity, sample --------------------------------------------------------------


def test_exclusivity_is_the_mean_share_of_rates() -> None:
    log_words = np.log([[0.6, 0.2], [0.3, 0.3], [0.1, 0.5]])
    words, mixture = ("aa", "bb", "cc"), SimpleNamespace(log_words=log_words)
    two = model(["aa", "bb"], ["cc"], mixture=mixture, vocabulary=words)
    np.testing.assert_allclose(coherence.exclusivity(two), [(0.75 + 0.5) / 2, 5 / 6])


def test_exclusivity_of_rates_too_small_for_a_number_is_still_measured() -> None:
    owned = coherence.owned_share(np.array([[-2000.0, -2000.0 + np.log(3)]]))
    np.testing.assert_allclose(owned, [[0.25, 0.75]])


def test_diversity_is_the_share_of_different_words_among_the_ten_of_each_topic() -> None:
    ten = [f"w{i}" for i in range(12)]
    assert coherence.diversity(model(ten, ten[:5])) == 10 / 15
    assert np.isnan(coherence.diversity(model()))


def test_a_sample_depends_on_the_texts_and_not_on_their_order() -> None:
    docs = documents(*(f"text number{i} here" for i in range(50)))
    mixed = docs.sample(frac=1, random_state=1).reset_index(drop=True)
    one, other = (coherence.sample(d, 30) for d in (docs, mixed))
    assert len(one) == 10
    assert one["doc_id"].str[1:].astype(int).is_monotonic_increasing
    assert sorted(one["doc_id"]) == sorted(other["doc_id"])
    assert coherence.sample(docs, 150) is docs


def test_a_sample_holds_a_text_however_long() -> None:
    assert len(coherence.sample(documents("one two three", "four five six"), 1)) == 1
