from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from analysis import frequency, terms, uncertainty
from analysis.errors import UsageError


def documents(texts: list[str], dates: list[str | None]) -> pd.DataFrame:
    days = pd.to_datetime(pd.Series(dates)).astype("datetime64[us]")
    ids = [f"d{i:03}" for i in range(len(texts))]
    return pd.DataFrame({"doc_id": ids, "text": texts, "language": "en", "date": days}).assign(
        date_precision=["" if date is None else "day" for date in dates]
    )


def years(n_years: int, *, seed: int = 0) -> pd.DataFrame:
    """One document a month; snow falls mostly in January."""
    rng = np.random.default_rng(seed)
    dates = [f"{2000 + y}-{m:02}-15" for y in range(n_years) for m in range(1, 13)]
    hits = rng.poisson([20 if date[5:7] == "01" else 2 for date in dates])
    return documents(["x " * 100 + "snow " * n for n in hits], dates)


def seasons(docs: pd.DataFrame, *asked: str) -> pd.DataFrame:
    return frequency.season(terms.count(docs, words="word"), docs, terms=asked or ("snow",))


def test_first_and_last_documents_are_named_and_the_undated_counted() -> None:
    docs = documents(
        ["war", "war peace", "peace", "war"], ["2023-02-01", "2023-01-01", "2023-03-01", None]
    )
    got = frequency.first_last(terms.count(docs), docs, terms=["peace", "war"])
    assert got["term"].tolist() == ["peace", "war"]
    assert got["first_doc"].tolist() == ["d001", "d001"]
    assert got["last_doc"].tolist() == ["d002", "d000"]
    assert got[["n_docs", "n_undated"]].to_numpy().tolist() == [[2, 0], [2, 1]]
    assert got["last"].dt.month.tolist() == [3, 2]


def test_a_term_in_undated_documents_alone_was_never_seen() -> None:
    docs = documents(["war", "peace"], [None, "2023-01-01"])
    row = frequency.first_last(terms.count(docs), docs, terms=["war"]).iloc[0]
    assert pd.isna(row["first"])
    assert row[["first_doc", "last_precision", "n_docs", "n_undated"]].tolist() == ["", "", 0, 1]


def test_sentences_count_as_their_document() -> None:
    docs = documents(["War came. War went."], ["2023-01-01"])
    dtm = terms.count(docs, unit="sentence")
    assert frequency.first_last(dtm, docs, terms=["war"]).loc[0, "n_docs"] == 1


def test_shuffled_documents_are_first_and_last_seen_alike() -> None:
    docs = years(3)
    other = docs.iloc[np.random.default_rng(1).permutation(len(docs))].reset_index(drop=True)
    one, two = (
        frequency.first_last(terms.count(d, words="word"), d, terms=["snow"]) for d in (docs, other)
    )
    pd.testing.assert_frame_equal(one, two)


def test_a_term_not_counted_is_named_and_none_gives_no_row() -> None:
    docs = documents(["war"], ["2023-01-01"])
    with pytest.raises(UsageError, match="did you mean 'war'"):
        frequency.first_last(terms.count(docs), docs, terms=["wars"])
    assert frequency.first_last(terms.count(docs), docs, terms=[]).empty
    assert frequency.season(terms.count(docs), docs, terms=[]).empty


def test_a_month_that_stands_out_every_year_has_an_interval_above_the_others() -> None:
    got = seasons(years(8)).set_index("month")
    assert got["n_years"].tolist() == [8] * 12
    assert got.loc[1, "low"] > got.loc[2:, "high"].max()


def test_the_interval_of_a_month_is_that_of_its_years() -> None:
    docs = years(6)
    got = seasons(docs).iloc[0]
    january = docs[docs["date"].dt.month == 1].reset_index(drop=True)
    dtm = terms.count(january, words="word").select(["snow"])
    interval = uncertainty.rate_intervals(uncertainty.rates(dtm.counts, dtm.n_tokens))
    assert [got["low"], got["high"]] == pytest.approx(
        [interval.low[0] * 1e6, interval.high[0] * 1e6]
    )


def test_under_three_years_there_is_no_rate_and_under_five_no_interval() -> None:
    assert set(seasons(years(2))["reason"]) == {"fewer than 3 years"}
    assert seasons(years(2))["per_million"].isna().all()
    four = seasons(years(4))
    assert four["per_million"].notna().all()
    assert set(four["reason"]) == {"fewer than 5 years"}


def test_months_without_text_and_dates_by_year_have_no_rate() -> None:
    docs = years(3)
    summer = seasons(docs[docs["date"].dt.month == 6].reset_index(drop=True)).set_index("month")
    assert summer.loc[1, ["reason", "n_tokens"]].tolist() == ["no documents", 0]
    assert summer.loc[6, "per_million"] > 0
    assert set(seasons(docs.assign(date_precision="year"))["reason"]) == {"no documents"}


def test_terms_stand_in_the_order_asked_for_each_with_twelve_months() -> None:
    got = seasons(years(3), "x", "snow")
    assert got["term"].tolist() == ["x"] * 12 + ["snow"] * 12
    assert got["month"].tolist() == [*range(1, 13)] * 2
