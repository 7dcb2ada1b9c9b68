from __future__ import annotations

import re
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


def test_small_latin_letters_are_what_no_list_cuts() -> None:
    # oracle: the tokeniser itself, asked for the commonest words of some lists
    import wordfreq
    from wordfreq.tokens import lossy_tokenize

    codes = ("de", "en", "es", "fr", "nl", "pl", "sh", "tr", "vi")
    plain = re.compile("[a-z]+").fullmatch
    for code in codes:
        words = list(filter(plain, wordfreq.top_n_list(code, 1000)))
        assert len(words) > 100
        assert all(lossy_tokenize(word, code) == [word] for word in words)


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
    english = by_text.assign(language=["de", "en", "en", "de", "en", "und"])
    first = keyness.beside_reference(terms.count(english, words="word"), english)
    assert first["language"].iloc[0] == "en"


def test_a_language_of_none_of_the_texts_counted_is_not_looked_for() -> None:
    docs = documents(["der Krieg"] * 3 + ["the war"] * 2 + ["xyz abc"]).assign(
        language=["de"] * 3 + ["en"] * 2 + ["und"]
    )
    english = terms.count(docs, words="word").rows((docs["language"] == "en").to_numpy())
    got = keyness.beside_reference(english, docs)
    assert set(got["language"]) == {"en"}
    assert got.attrs["reason"] == ""


@pytest.mark.skipif(not SHARED.is_dir(), reason="the seed lies beside the repository")
def test_the_seed_is_unusual_for_its_places() -> None:
    docs = corpus.read(SHARED / "seeds")
    got = keyness.beside_reference(terms.count(docs, unit="sentence", words="word"), docs)
    assert {"kupiansk", "kharkiv"} <= set(got["term"].head(12))
    assert got["log_ratio"].is_monotonic_decreasing


DUNNING = [  # Dunning (1993), table 2: -2 log lambda, then AB, A~B, ~AB, ~A~B
    (270.72, 110, 2442, 111, 29114),  # the swiss
    (263.90, 29, 13, 123, 31612),  # can be
    (256.84, 31, 23, 139, 31584),  # previous year
    (167.23, 10, 0, 3, 31764),  # mineral water
    (157.21, 76, 104, 2476, 29121),  # at the
    (157.03, 16, 16, 51, 31694),  # real terms
    (146.80, 9, 0, 5, 31763),  # natural gas
    (115.02, 16, 0, 865, 30896),  # owing to
]


@pytest.mark.parametrize(("printed", "ab", "a", "b", "neither"), DUNNING)
def test_g2_equals_dunnings_printed_values(printed, ab, a, b, neither) -> None:
    got = keyness.g2(np.array([float(ab)]), np.array([float(b)]), n_tokens=(ab + a, b + neither))
    assert got[0] == pytest.approx(printed, abs=0.005)


@settings(max_examples=50, deadline=None)
@given(st.integers(0, 60), st.integers(1, 60), st.integers(1, 500))
def test_lrc_is_the_near_end_of_the_exact_interval_of_scipy(a: int, b: int, n_terms: int) -> None:
    n1, n2 = 3000.0, 5000.0
    level = 1 - 0.05 / n_terms
    interval = stats.binomtest(a, a + b).proportion_ci(level, method="exact")
    ends = [np.log2(n2 / n1 * e / (1 - e)) if 0 < e < 1 else np.nan for e in interval]
    want = max(ends[0], 0) if a / n1 >= b / n2 else min(ends[1], 0)
    got = keyness.lrc(np.array([a]), np.array([b]), n_tokens=(n1, n2), n_terms=n_terms)
    assert got[0] == pytest.approx(want, abs=1e-6)


def test_lrc_is_0_where_tokens_cannot_tell() -> None:
    assert keyness.lrc(np.array([3]), np.array([2]), n_tokens=(10, 10), n_terms=1)[0] == 0


def test_log_odds_worked_by_hand() -> None:
    # rain 3 of 7 against 0 of 4 tokens; a prior of 2 tokens gives it 2 * 3 / 11
    got = keyness.log_odds(terms.count(FEW, words="word"), [1, 0, 1, 0], prior_tokens=2)
    prior = 6 / 11
    want = log((3 + prior) / (7 + 2 - 3 - prior)) - log(prior / (4 + 2 - prior))
    row = got.set_index("term").loc["rain"]
    assert row["log_odds"] == pytest.approx(want)
    assert row["z"] == pytest.approx(want / np.sqrt(1 / (3 + prior) + 1 / prior))


def test_log_odds_of_equal_groups_are_0() -> None:
    got = keyness.log_odds(terms.count(["a b b c"] * 4, words="word"), [True, True, False, False])
    np.testing.assert_allclose(got["z"], 0, atol=1e-12)
    assert got["term"].tolist() == ["a", "b", "c"]


def authors(n: int) -> pd.Series:
    return pd.Series([f"a{i // 2}" for i in range(n)], name="author")


def test_documents_of_one_author_are_summed_first() -> None:
    dtm, target = planted()
    got = keyness.compare(dtm, target, unit=authors(24))
    by_author = dtm.sum_by(authors(24), unit="author")
    want = keyness.compare(by_author, np.arange(12) < 6)
    numbers = ["log_ratio", "low", "high", "p", "units_target", "count_target"]
    pd.testing.assert_frame_equal(got[numbers], want[numbers])
    assert got["docs_target"].max() == 12
    assert got["units_target"].max() == 6


def test_too_few_coarse_units_are_not_measured_and_named() -> None:
    dtm, target = planted()
    unit = pd.Series(np.arange(24) // 4, name="source")
    assert set(keyness.compare(dtm, target, unit=unit)["reason"]) == {"fewer than 5 sources"}


def test_a_document_without_a_unit_stands_for_itself() -> None:
    dtm, target = planted()
    none = pd.Series([None] * 24, name="author", dtype="object")
    got, want = keyness.compare(dtm, target, unit=none), keyness.compare(dtm, target)
    pd.testing.assert_frame_equal(got, want)


def test_units_given_by_document_serve_a_matrix_of_sentences() -> None:
    docs = documents(["Rain fell. Rain again. Sun."] * 12 + ["Sun shone. Sun."] * 12)
    sents = terms.count(docs, unit="sentence", words="word")
    mine = keyness.compare(sents, sents.units["doc_id"] < "d012", unit=authors(24))
    whole = terms.count(docs, words="word")
    pd.testing.assert_frame_equal(
        mine, keyness.compare(whole, np.arange(24) < 12, unit=authors(24))
    )
    with pytest.raises(UsageError, match="names 3 rows, the matrix has 60 of 24 documents"):
        keyness.compare(sents, sents.units["doc_id"] < "d012", unit=authors(3))


def test_names_of_units_never_matter() -> None:
    dtm, target = planted()
    other = authors(24).map(lambda name: f"z{9 - int(name[1:]) % 7}{name}").rename("author")
    pd.testing.assert_frame_equal(
        keyness.compare(dtm, target, unit=authors(24)), keyness.compare(dtm, target, unit=other)
    )


def test_a_missing_mark_leaves_a_document_out_of_both_sides() -> None:
    dtm, target = planted()
    mask = pd.Series(target, dtype="boolean")
    mask[[0, 23]] = pd.NA
    inner = np.arange(24) % 23 > 0
    want = keyness.compare(dtm.rows(inner), target[inner])
    pd.testing.assert_frame_equal(keyness.compare(dtm, mask), want)


def many(n: int = 40, seed: int = 3) -> tuple[terms.DocumentTermMatrix, np.ndarray]:
    """Count 30 words of n documents; w00 to w03 are 6 times as frequent in the first half."""
    rng = np.random.default_rng(seed)
    rate = np.full((n, 30), 3.0)
    rate[: n // 2, :4] *= 6
    counts = rng.poisson(rate)
    texts = [" ".join(f"w{j:02} " * c for j, c in enumerate(row)) + " pad" * 300 for row in counts]
    return terms.count(documents(texts), words="word"), np.arange(n) < n // 2


def test_shown_terms_carry_intervals_adjusted_for_the_choice() -> None:
    key = keyness.compare(*many())
    got = keyness.shown(key)
    assert sorted(got["term"].head(4)) == ["w00", "w01", "w02", "w03"]
    assert set(got["adjusted"]) == {f"{len(got)} shown of 31"}
    level = uncertainty.adjusted_level(len(got), 31)
    wide = keyness.compare(*many(), level=level).set_index("term").loc[got["term"]]
    np.testing.assert_allclose(got["low"], wide["low"])
    np.testing.assert_allclose(got["high"], wide["high"])


def test_a_list_with_nothing_to_show_says_why() -> None:
    dtm, target = planted()
    few = keyness.compare(dtm, target, unit=pd.Series(np.arange(24) // 4, name="source"))
    assert keyness.shown(few).attrs["reason"] == "no term is measured: fewer than 5 sources"
    same = keyness.compare(terms.count(["a b"] * 20, words="word"), np.arange(20) < 10)
    assert keyness.shown(same).attrs["reason"] == ("of 2 terms measured none differs beyond chance")


def test_lockwords_lie_surely_within_the_margin_and_stand_by_frequency() -> None:
    got = keyness.lockwords(keyness.compare(*many(200)), margin=1.5)
    assert len(got) > 10
    assert got["high"].max() <= np.log2(1.5)
    assert got["low"].min() >= -np.log2(1.5)
    assert not {"w00", "w01", "w02", "w03"} & set(got["term"])
    assert (got["count_target"] + got["count_other"]).is_monotonic_decreasing


def test_a_term_that_is_merely_not_found_to_differ_is_no_lockword() -> None:
    got = keyness.lockwords(keyness.compare(*planted(6)), margin=1.05)
    assert "rain" not in set(got["term"])
    with pytest.raises(UsageError, match="margin=1: needs a factor above 1"):
        keyness.lockwords(got, margin=1)


def three_sources() -> tuple[terms.DocumentTermMatrix, pd.DataFrame]:
    rng = np.random.default_rng(1)
    source = np.repeat(["A", "B", "C", "D"], [20, 20, 20, 3])
    own = {"A": "ale ", "B": "beer ", "C": "cider ", "D": "dew "}
    texts = [own[s] * rng.poisson(5) + "and so on " * 20 for s in source]
    docs = documents(texts).assign(source=source)
    return terms.count(docs, words="word"), docs


def test_the_lrc_of_a_group_is_that_of_the_group_against_all_others() -> None:
    dtm, docs = three_sources()
    dtm = dtm.columns(np.flatnonzero(dtm.document_frequency() >= 5))  # what groups can show
    of_groups = keyness.groups(dtm, docs)
    one = of_groups[of_groups["group"] == "A"].set_index("term")
    alone = keyness.compare(dtm, docs["source"] == "A").set_index("term")
    np.testing.assert_allclose(one["lrc"], alone["lrc"].reindex(one.index))


def test_each_group_is_set_apart_by_its_own_word_and_a_small_one_is_named() -> None:
    got = keyness.groups(*three_sources())
    rising = got[got["log_ratio"] > 0].groupby("group", sort=True)["term"].first()
    assert rising.to_dict() == {"A": "ale", "B": "beer", "C": "cider"}
    assert got.attrs["reason"] == "fewer than 5 documents: D"
    assert set(got["n_units"]) == {20}


def test_a_group_has_the_ratio_and_p_of_a_comparison_with_all_others() -> None:
    dtm, docs = three_sources()
    got = keyness.groups(dtm, docs)
    mine = got[got["group"] == "B"].set_index("term")
    want = keyness.compare(dtm, docs["source"] == "B").set_index("term").loc[mine.index]
    numbers = ["log_ratio", "p", "g2", "error", "df", "count_target", "docs_other"]
    pd.testing.assert_frame_equal(mine[numbers], want[numbers])
    assert (mine["high"] - mine["low"] > want["high"] - want["low"]).all()


def test_q_of_a_group_is_over_all_terms_of_all_groups_each_once() -> None:
    dtm, docs = three_sources()
    tested = [keyness.compare(dtm, docs["source"] == name) for name in "ABC"]
    p = pd.concat([table["p"] for table in tested]).dropna().to_numpy()
    q = uncertainty.benjamini_hochberg(p)
    got = keyness.groups(dtm, docs)
    want = [q[np.abs(p - own).argmin()] for own in got["p"]]
    np.testing.assert_allclose(got["q"], want)


def test_names_and_order_of_sources_never_matter() -> None:
    dtm, docs = three_sources()
    new = {"A": "z", "B": "y", "C": "x", "D": "w"}
    renamed = keyness.groups(dtm, docs.assign(source=docs["source"].map(new)))
    plain = keyness.groups(dtm, docs)
    plain = plain.assign(group=plain["group"].map(new)).sort_values("group", kind="stable")
    pd.testing.assert_frame_equal(
        renamed, plain.reset_index(drop=True).astype({"group": "str"}), check_exact=False
    )


def test_one_source_has_no_other_and_an_unknown_column_is_refused() -> None:
    dtm, docs = three_sources()
    alone = keyness.groups(dtm, docs.assign(source="A"))
    said = "there are not two values of source to compare"
    assert (len(alone), alone.attrs["reason"]) == (0, said)
    with pytest.raises(UsageError, match="by='sorce': no such column; did you mean 'source'"):
        keyness.groups(dtm, docs, by="sorce")


def dated() -> pd.DataFrame:
    docs = documents(["a b", "a", "b", "a", "b"])
    days = ["2022-12-31", "2023-06-01", "2023-01-01", "2023-07-01", None]
    precision = ["day", "day", "year", "month", "day"]
    return docs.assign(date=pd.to_datetime(days), date_precision=precision)


def test_documents_are_before_or_after_a_date_or_neither() -> None:
    docs = dated()
    got = keyness.before_after(terms.count(docs, words="word"), docs, "2023-06-01")
    assert got.astype(object).fillna(-1).tolist() == [False, True, -1, True, -1]
    early = keyness.before_after(terms.count(docs, words="word"), docs, "2023-01-01")
    assert early.astype(object).fillna(-1).tolist() == [False, True, True, True, -1]


def test_a_date_that_cannot_be_read_is_refused() -> None:
    docs = dated()
    with pytest.raises(UsageError, match="date='soon': cannot be read"):
        keyness.before_after(terms.count(docs, words="word"), docs, "soon")


def test_sentences_go_with_the_date_of_their_document() -> None:
    docs = dated().assign(text=["It rained. Sun.", "Sun.", "Fog.", "Sun.", "Fog."])
    got = keyness.before_after(terms.count(docs, unit="sentence", words="word"), docs, "2023-06-01")
    assert got.astype(object).fillna(-1).tolist() == [False, False, True, -1, True, -1]


def test_g2_orders_the_two_texts_of_quantedas_own_tests_as_quanteda_does() -> None:
    # the order that its test "basic textstat_keyness lr works on two rows" states, signed, with
    # correction = "none"; its help pages print no number
    texts = ["a a a b b c c c c c c d e f g h h", "a a b c c d d d d e f h"]
    letters = np.array(list("abcdefgh"))
    a, b = (np.array([text.split().count(x) for x in letters], float) for text in texts)
    signed = keyness.g2(a, b, n_tokens=(17, 12)) * np.sign(a / 17 - b / 12)
    assert "".join(letters[np.argsort(-signed, kind="stable")]) == "cgbhaefd"


@pytest.mark.parametrize("unit", [None, pd.Series(["a", "b", "c"] * 8, name="author")])
def test_log_ratios_are_those_of_compare_with_nothing_else_measured(unit) -> None:
    dtm, target = planted()
    every = keyness.compare(dtm, target, unit=unit).sort_values("term", ignore_index=True)
    got = keyness.log_ratios(dtm, target, unit=unit)
    pd.testing.assert_frame_equal(got, every[["term", "log_ratio", "p"]])
