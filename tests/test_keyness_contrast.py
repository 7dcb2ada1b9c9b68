from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from analysis import keyness, terms
from analysis.errors import DataError, UsageError


def documents(days: list[str | None], **columns: object) -> pd.DataFrame:
    dates = pd.Series(pd.to_datetime(days)).astype("datetime64[us]")
    table = pd.DataFrame({"doc_id": [f"d{i}" for i in range(len(days))], "date": dates})
    fixed = {"date_precision": "day", "source": "", "text": "rain sun", "language": "en"}
    return table.assign(**(fixed | columns))


def months(n: int, **columns: object) -> pd.DataFrame:
    return documents([f"2020-{i + 1:02}-01" for i in range(n)], **columns)


def test_dated_texts_are_parted_where_the_halves_are_most_equal() -> None:
    got = keyness.contrast(months(11))
    assert (got.target, got.other) == ("texts from 1 June 2020 on", "texts before 1 June 2020")
    assert (got.short_target, got.short_other) == ("from 1 June 2020 on", "before 1 June 2020")
    assert got.mask.tolist() == [False] * 5 + [True] * 6


def test_dates_known_to_the_year_are_parted_by_years() -> None:
    docs = documents([f"{1990 + i}-01-01" for i in range(10)], date_precision="year")
    got = keyness.contrast(docs)
    assert got.target == "texts from 1995 on"
    assert got.mask.sum() == 5


def test_a_text_without_a_date_is_on_neither_side() -> None:
    got = keyness.contrast(months(12).pipe(lambda d: d.assign(date=d["date"].mask(d.index == 3))))
    assert got.mask.isna().tolist() == [i == 3 for i in range(12)]


def test_without_dates_the_largest_source_stands_against_the_others() -> None:
    docs = documents([None] * 13, source=["B"] * 6 + ["A"] * 5 + ["C", ""])
    got = keyness.contrast(docs)
    assert (got.target, got.other) == ("B", "all others")
    assert got.mask.isna().tolist() == [False] * 12 + [True]


def test_two_values_of_a_column_stand_against_each_other() -> None:
    docs = months(12, party=["left", "right"] * 6)
    got = keyness.contrast(docs, "party:right")
    assert (got.target, got.other, got.mask.sum()) == ("right", "left", 6)


def test_a_date_asked_for_parts_the_texts() -> None:
    assert keyness.contrast(months(12), "2020-11-15").mask.sum() == 1


@pytest.mark.parametrize(
    ("by", "error", "said"),
    [
        ("sorce", UsageError, "no column 'sorce', and no date; did you mean 'source'"),
        ("party:lefft", UsageError, "no text has party 'lefft'; did you mean 'left'"),
        ("2020-13-45", UsageError, "cannot be read; write it as 2023-11-09"),
        ("03.02.2020", UsageError, "date='03.02.2020': cannot be read; write it as 2023-11-09"),
        ("2031-01-01", DataError, "the texts are of 1 January to 1 December 2020, choose a date"),
        ("source", DataError, "source has fewer than two values"),
    ],
)
def test_groups_that_are_not_there_are_refused(by: str, error: type, said: str) -> None:
    with pytest.raises(error, match=said):
        keyness.contrast(months(12, party=["left", "right"] * 6), by)


def test_a_date_for_texts_without_any_is_refused_with_what_there_is() -> None:
    with pytest.raises(DataError, match="no text has a date; compare by a column"):
        keyness.contrast(documents([None] * 3), "2020-06-01")


def test_where_there_are_no_two_groups_a_year_asked_for_stands_for_its_first_day() -> None:
    got = keyness.contrast(months(12), "2020-06")
    assert (got.target, got.mask.sum()) == ("texts from 1 June 2020 on", 7)
    assert keyness.contrast(months(12).assign(date_precision="month"), "2020-06").target == (
        "texts from June 2020 on"
    )


def test_each_source_as_one_unit_is_not_set_against_the_others() -> None:
    docs = documents([None] * 12, source=["A", "B"] * 6)
    got = keyness.groups(terms.count(docs), docs, unit=keyness.unit_of(docs, "source"))
    said = "the unit is the source itself, so each source is one unit; name another unit"
    assert (len(got), got.attrs["reason"]) == (0, said)


def test_a_coarser_unit_carries_the_intervals_beside_the_list() -> None:
    docs = documents([None] * 24, text=["rain sun the of"] * 12 + ["sun the of and"] * 12)
    author = pd.Series([f"a{i % 4}" for i in range(24)], name="author")
    got = keyness.beside_reference(terms.count(docs), docs, unit=author)
    assert set(got["reason"]) == {"fewer than 5 authors"}
    assert keyness.beside_reference(terms.count(docs), docs)["low"].notna().any()


def test_where_there_are_no_two_groups_a_reason_stands_and_no_row() -> None:
    docs = documents(["2023-11-09"])
    groups = keyness.contrast(docs)
    dtm = terms.count(docs)
    key = keyness.contrasted(dtm, groups)
    assert (groups.reason, key.attrs["reason"], len(key)) == ("one text", "one text", 0)
    assert keyness.weighted(dtm, groups).empty
    assert "on either side of a date" in keyness.contrast(months(6)).reason


def test_a_contrast_is_compared_as_its_mask_is() -> None:
    docs = months(12, text=["rain sun fog"] * 6 + ["rain rain sun"] * 6)
    dtm, groups = terms.count(docs), keyness.contrast(docs)
    pd.testing.assert_frame_equal(
        keyness.contrasted(dtm, groups), keyness.compare(dtm, groups.mask.to_numpy(object))
    )


def test_a_column_names_the_units_and_an_empty_value_is_none() -> None:
    docs = months(3, author=["x", "", "x"])
    assert keyness.unit_of(docs, "") is None
    assert keyness.unit_of(docs, "author").isna().tolist() == [False, True, False]
    with pytest.raises(UsageError, match="did you mean 'author'"):
        keyness.unit_of(docs, "autor")


def test_of_what_is_shown_no_adjusted_interval_holds_none_and_r_is_what_is_shown() -> None:
    rng = np.random.default_rng(0)
    n = 60
    rates = np.where(np.arange(n)[:, None] < n // 2, [4, 1, 1.5], [1, 4, 1])
    rest = rng.poisson(1.0, (n, 200))
    counts = np.hstack([rng.poisson(rates), rest])
    texts = [" ".join(f"w{j} " * k for j, k in enumerate(row)) for row in counts]
    dtm = terms.count(texts)
    key = keyness.compare(dtm, np.arange(n) < n // 2)
    shown = keyness.shown(key, 20)
    assert {"w0", "w1"} <= set(shown["term"])
    assert ((shown["low"] > 0) | (shown["high"] < 0)).all()
    assert set(shown["adjusted"]) == {f"{len(shown)} shown of {key['p'].notna().sum()}"}


def test_an_unknown_unit_names_the_columns_of_the_table_though_they_were_not_kept() -> None:
    docs = months(10)
    docs.attrs["columns"] = ["text", "author"]
    with pytest.raises(UsageError, match=r"unit='auther'.*did you mean 'author'\?"):
        keyness.unit_of(docs, "auther")
