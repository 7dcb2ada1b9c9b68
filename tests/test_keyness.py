from __future__ import annotations

from math import log
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from analysis import corpus, keyness, terms, uncertainty
from analysis.errors import DataError, UsageError

SHARED = Path(__file__).parents[2] / "shared"
FEW = ["rain fell and rain", "sun shone", "rain or sun", "the sun"]


def documents(texts: list[str], language: str = "en") -> pd.DataFrame:
    ids = [f"d{i:03}" for i in range(len(texts))]
    return pd.DataFrame({"doc_id": ids, "text": texts, "language": language})


def planted(n: int = 12, seed: int = 0) -> tuple[terms.DocumentTermMatrix, np.ndarray]:
    """Twice n documents; `rain` is eight times as frequent in the first n."""
    rng = np.random.default_rng(seed)
    rates = [(4.0, 3.0)] * n + [(0.5, 3.0)] * n
    texts = ["".join(("rain " * a, "sun " * b, "and so on " * 10)) for a, b in rng.poisson(rates)]
    return terms.count(texts, words="word"), np.arange(2 * n) < n


def test_g2_worked_by_hand() -> None:
    # 10 of 100 against 5 of 200: expected 5 and 10 hits, 95 and 190 other tokens
    want = 2 * (10 * log(2) + 5 * log(0.5) + 90 * log(90 / 95) + 195 * log(195 / 190))
    got = keyness.g2(np.array([10.0]), np.array([5.0]), n_tokens=(100, 200))
    assert got[0] == pytest.approx(want)


@settings(max_examples=50, deadline=None)
@given(st.integers(0, 40), st.integers(1, 40), st.integers(50, 5000), st.integers(50, 5000))
def test_g2_equals_scipys(a: int, b: int, n1: int, n2: int) -> None:
    cells = [[a, b], [n1 - a, n2 - b]]
    want = stats.chi2_contingency(cells, correction=False, lambda_="log-likelihood").statistic
    got = keyness.g2(np.array([float(a)]), np.array([float(b)]), n_tokens=(n1, n2))
    assert got[0] == pytest.approx(want, abs=1e-8)


def test_both_sides_are_counted_by_hand() -> None:
    dtm = terms.count(FEW, words="word")
    row = keyness.compare(dtm, np.array([True, False, True, False])).set_index("term").loc["rain"]
    assert row[["count_target", "count_other", "docs_target", "docs_other"]].tolist() == [
        3,
        0,
        2,
        0,
    ]
    assert row["per_million_target"] == pytest.approx(3 / 7 * 1e6)
    assert row["log_ratio"] == pytest.approx(np.log2((3.5 / 7) / (0.5 / 4)))


def test_a_planted_term_stands_first_with_an_interval_around_its_ratio() -> None:
    got = keyness.compare(*planted())
    assert got["term"][0] == "rain"
    truth = np.log2((4 / 37) / (0.5 / 33.5))
    assert 0 < got["low"][0] < truth < got["high"][0]
    assert got["q"][0] < 0.05


def test_the_other_side_sees_the_mirror_image() -> None:
    dtm, target = planted()
    a, b = (keyness.compare(dtm, side).set_index("term") for side in (target, ~target))
    np.testing.assert_allclose(a["log_ratio"], -b["log_ratio"][a.index])
    np.testing.assert_allclose(a["low"], -b["high"][a.index])
    np.testing.assert_allclose(a["p"], b["p"][a.index])


def test_rows_stand_by_the_lower_bound_of_the_effect() -> None:
    got = keyness.compare(*planted())
    bound = np.fmax(0, np.fmax(got["low"], -got["high"]))
    assert pd.Series(bound).fillna(-1).is_monotonic_decreasing


def test_a_term_in_one_group_only_has_an_infinite_raw_ratio_but_a_finite_interval() -> None:
    texts = ["rain " * 6 + "sun " * 90] * 9 + ["sun " * 96] * 9
    row = keyness.compare(terms.count(texts), np.arange(18) < 9).set_index("term").loc["rain"]
    assert row["count_other"] == 0
    assert 0 < row["low"] < row["high"] < np.inf


@settings(max_examples=20, deadline=None)
@given(st.permutations(range(24)))
def test_order_of_documents_never_matters(order: list[int]) -> None:
    dtm, target = planted()
    shuffled = terms.DocumentTermMatrix(
        dtm.counts[order], dtm.units.iloc[order], dtm.vocabulary, dtm.unit, dtm.words
    )
    pd.testing.assert_frame_equal(
        keyness.compare(dtm, target), keyness.compare(shuffled, target[order])
    )


def test_sentences_of_several_documents_are_summed_to_documents_first() -> None:
    docs = documents(["Rain fell. Rain again. Sun."] * 6 + ["Sun shone. Sun."] * 6)
    by_sentence = terms.count(docs, unit="sentence", words="word")
    owner = by_sentence.units["doc_id"] < "d006"
    want = keyness.compare(terms.count(docs, words="word"), np.arange(12) < 6)
    pd.testing.assert_frame_equal(keyness.compare(by_sentence, owner), want)


def test_sentences_of_a_single_text_are_the_unit_and_the_reason_says_so() -> None:
    dtm = terms.count(documents(["Rain fell. Sun shone. Rain."]), unit="sentence", words="word")
    got = keyness.compare(dtm, np.array([True, False, True]))
    assert set(got["reason"]) == {"fewer than 5 sentences"}
    assert got["low"].isna().all()
    assert got["term"][0] == "rain"


def test_terms_of_neither_side_have_no_row() -> None:
    dtm = terms.count(FEW, words="word")
    part = dtm.rows(np.array([True, True, False, False]))
    assert "the" not in keyness.compare(part, np.array([True, False]))["term"].tolist()


def test_a_list_adjusted_level_widens_intervals_only() -> None:
    dtm, target = planted()
    wide = keyness.compare(dtm, target, level=uncertainty.adjusted_level(1, 50))
    plain = keyness.compare(dtm, target)
    row = [frame.set_index("term").loc["rain"] for frame in (wide, plain)]
    assert row[0]["low"] < row[1]["low"]
    assert row[0]["p"] == row[1]["p"]


@pytest.mark.parametrize(("mask", "side"), [([True] * 4, "other"), ([False] * 4, "target")])
def test_an_empty_side_is_named(mask: list[bool], side: str) -> None:
    with pytest.raises(DataError, match=f"no document on the {side} side"):
        keyness.compare(terms.count(FEW), np.array(mask))


def test_a_mask_of_another_length_is_refused() -> None:
    with pytest.raises(UsageError, match="marks 3 units, the matrix has 4"):
        keyness.compare(terms.count(FEW), np.array([True, False, True]))


def beside(texts: list[str], language: str = "en", unit: str = "document") -> pd.DataFrame:
    docs = documents(texts, language)
    return keyness.beside_reference(terms.count(docs, unit=unit, words="word"), docs)


def test_the_reference_rate_is_the_lists_own() -> None:
    import wordfreq

    row = beside(["The war ended."], unit="sentence").set_index("term").loc["war"]
    assert row["reference_per_million"] == pytest.approx(
        wordfreq.word_frequency("war", "en") * 1e6, rel=0.01
    )
    assert row["listed"]


def test_a_word_that_is_not_in_the_list_stands_at_its_floor() -> None:
    row = beside(["Kivsharivka waits."], unit="sentence").set_index("term").loc["kivsharivka"]
    assert not row["listed"]
    assert row["log_ratio"] == pytest.approx(np.log2(1.5 / 2 / 1e-8))


def test_numbers_and_what_the_list_would_cut_are_left_out() -> None:
    got = beside(["Twenty-one of 2023 in the U.S. and 5 wars"], unit="sentence")["term"]
    assert sorted(got) == ["and", "in", "of", "the", "wars"]


def test_words_that_occur_once_among_few_documents_are_left_out() -> None:
    got = beside(["war war", "peace", "of mind"])
    assert got["term"].tolist() == ["war"]
    assert got["reason"].tolist() == ["fewer than 5 documents"]


def test_among_many_documents_a_word_must_be_in_five() -> None:
    got = beside(["war"] * 5 + ["peace"] * 4 + ["the war and"] * 11).set_index("term")
    assert sorted(got.index) == ["and", "the", "war"]
    assert (got["low"] < got["log_ratio"]).all()


def test_each_language_is_compared_with_its_own_list_and_a_missing_one_is_named() -> None:
    docs = documents(["der Krieg", "the war", "xyz abc"]).assign(language=["de", "en", "und"])
    by_text = pd.concat([docs, docs.assign(doc_id=docs["doc_id"] + "b")], ignore_index=True)
    got = keyness.beside_reference(terms.count(by_text, words="word"), by_text)
    assert got.groupby("language")["term"].agg(sorted).to_dict() == {
        "de": ["der", "krieg"],
        "en": ["the", "war"],
    }
    assert got.attrs["reason"] == "no reference list for language und"


@pytest.mark.skipif(not SHARED.is_dir(), reason="the seed lies beside the repository")
def test_the_seed_is_unusual_for_its_places() -> None:
    docs = corpus.read(SHARED / "seeds")
    got = keyness.beside_reference(terms.count(docs, unit="sentence", words="word"), docs)
    assert {"kupiansk", "kharkiv"} <= set(got["term"].head(12))
    assert got["log_ratio"].is_monotonic_decreasing
