from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import kendalltau

from analysis import corpus, frequency, terms, uncertainty
from analysis.errors import UsageError

SHARED = Path(__file__).parents[2] / "shared"
WORDS = st.lists(st.sampled_from(["one", "two", "three", "four"]), min_size=1, max_size=12)


def documents(texts: list[str], dates: list[str] | None = None) -> pd.DataFrame:
    """Documents as `corpus.read` gives them, as far as terms need them."""
    days = pd.to_datetime(pd.Series(dates or [None] * len(texts))).astype("datetime64[us]")
    ids = [f"d{i:03}" for i in range(len(texts))]
    table = pd.DataFrame({"doc_id": ids, "text": texts, "language": "en", "source": ""})
    return table.assign(date=days, date_precision="day" if dates else "")


def table(texts: list[str]) -> pd.DataFrame:
    docs = documents(texts)
    by_sentence = terms.count(docs, unit="sentence", words="word")
    return frequency.table(terms.count(docs, words="word"), by_sentence)


def test_three_documents_counted_by_hand() -> None:
    got = table(["War and peace. War again.", "Peace.", "And so on."]).set_index("term")
    assert got.loc["war", ["count", "n_docs", "n_sentences"]].tolist() == [2, 1, 2]
    assert got.loc["war", ["doc_share", "largest_share"]].tolist() == [pytest.approx(1 / 3), 1]
    assert got.loc["and", "largest_share"] == 0.5
    assert got.loc["peace", "per_million"] == pytest.approx(2 / 9 * 1e6)


def test_rows_stand_by_count_and_equal_counts_by_term() -> None:
    assert table(["b a c c. d"])["term"].tolist() == ["c", "a", "b", "d"]


def test_a_term_in_few_documents_has_its_counts_and_no_interval() -> None:
    row = table(["war"] * 4 + ["peace of mind"] * 6).set_index("term").loc["war"]
    assert (row["count"], row["reason"]) == (4, "in fewer than 5 documents")
    assert np.isnan([row["low"], row["high"]]).all()


def test_intervals_are_those_of_the_rates_per_million() -> None:
    docs = documents(["war and war", "war or peace now", "a war", "war war", "the war ended", "so"])
    dtm = terms.count(docs, words="word")
    low, high, _ = uncertainty.rate_intervals(uncertainty.rates(dtm.counts, dtm.n_tokens))
    row = frequency.table(dtm).set_index("term").loc["war"]
    at = dtm.column("war")
    assert (row["low"], row["high"]) == pytest.approx((low[at] * 1e6, high[at] * 1e6))


def test_a_single_document_takes_its_sentences_as_unit_and_says_so() -> None:
    row = table(["War came. War went. War stayed. War ended. War won. Peace."]).iloc[0]
    assert (row["term"], row["unit"], row["reason"]) == ("war", "sentence", "")
    assert row["low"] < row["per_million"] < row["high"]


def test_without_sentences_their_number_is_not_measured() -> None:
    assert frequency.table(terms.count(["a b", "b c"], words="word"))["n_sentences"].isna().all()


def test_half_of_ten_hits_in_one_of_several_documents_is_a_burst() -> None:
    spread = ["rain " * 1 + "sun"] * 5
    assert table([*spread, "rain " * 5]).set_index("term").loc["rain", "burst"]
    assert not table([*spread, "rain " * 4]).set_index("term").loc["rain", "burst"]
    assert not table(["rain " * 50]).set_index("term").loc["rain", "burst"]


def test_n_grams_are_counted_like_words() -> None:
    docs = documents(["front line. The front line holds", "front line"])
    dtm = terms.count(docs, ngram_range=(2, 2), words="word")
    assert frequency.table(dtm).iloc[0][["term", "count", "n_docs"]].tolist() == [
        "front line",
        3,
        2,
    ]


@settings(max_examples=20, deadline=None)
@given(st.lists(WORDS, min_size=2, max_size=8), st.randoms(use_true_random=False))
def test_order_of_documents_and_an_empty_one_change_no_count(texts: list[list[str]], rng) -> None:
    joined = [" ".join(words) for words in texts]
    other = [*joined, ""]
    rng.shuffle(other)
    columns = ["term", "count", "per_million", "n_docs", "n_sentences", "burst"]
    pd.testing.assert_frame_equal(table(joined)[columns], table(other)[columns])


def test_ties_are_grouped_by_count() -> None:
    got = frequency.ties(table(["b a c c. d d"]))
    assert got.to_dict("list") == {"count": [1, 2], "n_terms": [2, 2], "terms": ["a, b", "c, d"]}


@pytest.mark.skipif(not SHARED.is_dir(), reason="the seed lies beside the repository")
def test_the_ties_of_the_seed_hold_each_of_its_terms_once() -> None:
    docs = corpus.read(SHARED / "seeds")
    freq = frequency.table(terms.count(docs, words="word"))
    got = frequency.ties(freq)
    assert got["n_terms"].sum() == len(freq)
    assert (got["count"] * got["n_terms"]).sum() == docs["n_tokens"].sum()


def monthly(n_per_month: list[int], text: str = "rain fell") -> pd.DataFrame:
    days = [f"2023-{m:02}-{d + 1:02}" for m, n in enumerate(n_per_month, 1) for d in range(n)]
    return documents([text] * len(days), days)


def follow(docs: pd.DataFrame, *asked: str) -> pd.DataFrame:
    dtm = terms.count(docs, words="word")
    return frequency.over_time(dtm, docs, terms=asked, width="month")


def test_gaps_and_thin_periods_are_rows_without_an_estimate() -> None:
    got = follow(monthly([6, 0, 4]), "rain")
    assert got["n_docs"].tolist() == [6, 0, 4]
    assert got["reason"].tolist() == ["", "no documents", "fewer than 5 documents"]
    assert got["per_million"].isna().tolist() == [False, True, True]
    assert got["count"].tolist() == [6, 0, 4]


def test_terms_stand_in_the_order_asked_for_each_with_every_period() -> None:
    got = follow(monthly([5, 5]), "rain", "fell")
    assert got["term"].tolist() == ["rain", "rain", "fell", "fell"]
    assert got["period"].dt.month.tolist() == [1, 2, 1, 2]
    assert got["n_tokens"].tolist() == [10] * 4


def test_undated_documents_belong_to_no_period() -> None:
    docs = monthly([5, 5])
    docs.loc[0, "date"] = pd.NaT
    assert follow(docs, "rain")["count"].sum() == 9
    assert follow(docs.assign(date=pd.NaT), "rain").empty


def test_a_term_that_was_not_counted_is_named() -> None:
    with pytest.raises(UsageError, match="did you mean 'rain'"):
        follow(monthly([5]), "rains")


def trended() -> pd.DataFrame:
    """Ten months of ten documents: one word rises, one falls, one stays."""
    rng = np.random.default_rng(0)
    texts, days = [], []
    for month in range(1, 11):
        for day in range(1, 11):
            shares = rng.poisson([0.5 * 1.3**month, 12 * 0.8**month, 5])
            texts.append("x " + "up " * shares[0] + "down " * shares[1] + "flat " * shares[2])
            days.append(f"2023-{month:02}-{day:02}")
    return documents(texts, days)


def test_a_planted_rise_and_fall_are_found_and_named() -> None:
    docs = trended()
    got = frequency.trends(terms.count(docs, words="word"), docs, width="month").set_index("term")
    named = got["direction"]
    assert (named["up"], named["down"]) == ("rising", "falling")
    assert got.loc["up", "low"] > 1 > got.loc["down", "high"]
    assert got.loc["up", ["n_periods", "n_docs"]].tolist()[0] == 10
    np.testing.assert_allclose(got["q"], uncertainty.benjamini_hochberg(got["p"]))


def test_mann_kendall_stands_beside_the_slope_as_a_check() -> None:
    docs = trended()
    dtm = terms.count(docs, words="word")
    got = frequency.trends(dtm, docs, width="month").set_index("term")["mk_p"]
    months = docs["date"].dt.month
    rates = [
        dtm.counts[(months == m).to_numpy()].sum(axis=0) / dtm.n_tokens[months == m].sum()
        for m in range(1, 11)
    ]
    table = np.asarray(rates).reshape(10, -1)
    for term in ("up", "down", "flat"):
        exact = kendalltau(range(10), table[:, dtm.column(term)], method="exact").pvalue
        assert got[term] == pytest.approx(exact, abs=0.02)


def test_the_clearest_trend_stands_first() -> None:
    docs = trended()
    got = frequency.trends(terms.count(docs, words="word"), docs, width="month")
    bound = np.fmax(0, np.fmax(np.log(got["low"]), -np.log(got["high"])))
    assert bound.is_monotonic_decreasing


def test_slopes_are_those_of_trends_with_nothing_else_measured() -> None:
    docs = trended()
    dtm = terms.count(docs, words="word")
    every = frequency.trends(dtm, docs, width="month").sort_values("term", ignore_index=True)
    got = frequency.slopes(dtm, docs, width="month")
    pd.testing.assert_frame_equal(got, every[["term", "ratio", "p"]])
    assert frequency.slopes(terms.count(docs[:3]), docs[:3], width="month").empty
    assert frequency.slopes(dtm, docs.assign(date=pd.NaT), width="month").empty


def test_rare_words_have_no_row_and_few_periods_no_trend() -> None:
    docs = monthly([5, 5])
    docs.loc[0, "text"] = "once"
    got = frequency.trends(terms.count(docs, words="word"), docs, width="month")
    assert "once" not in got["term"].tolist()
    assert set(got["reason"]) <= {"fewer than 8 periods with text"}
    assert got["ratio"].isna().all()
    assert frequency.trends(terms.count(docs[:3]), docs[:3], width="month").empty
