from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis import periods
from analysis.errors import UsageError

if TYPE_CHECKING:
    from datetime import date


def dated(dates: list[object] | pd.DatetimeIndex, precision: str = "day") -> pd.DataFrame:
    """Documents with nothing but their dates."""
    return pd.DataFrame({"date": pd.to_datetime(pd.Series(dates)).astype("datetime64[us]")}).assign(
        date_precision=precision
    )


@pytest.mark.parametrize(
    ("width", "start", "label"),
    [
        ("decade", "2020-01-01", "2020s"),
        ("year", "2023-01-01", "2023"),
        ("quarter", "2023-10-01", "October to December 2023"),
        ("month", "2023-11-01", "November 2023"),
        ("week", "2023-11-06", "week of 6 November 2023"),
        ("day", "2023-11-09", "9 November 2023"),
    ],
)
def test_a_day_falls_into_a_period_of_every_width(width: str, start: str, label: str) -> None:
    got = periods.assign(dated(["2023-11-09"]), width)
    assert got.dtype == "datetime64[us]"
    assert got[0] == pd.Timestamp(start)
    assert periods.label(got[0], width) == label


@given(st.dates(pd.Timestamp("1500-01-01").date()), st.sampled_from(["week", "month", "quarter"]))
def test_periods_begin_where_pandas_begins_them(day: date, width: str) -> None:
    start = periods.assign(dated([pd.Timestamp(day).as_unit("us")]), width)[0]
    code = {"week": "W-SUN", "month": "M", "quarter": "Q"}[width]
    assert start == pd.Timestamp(day).to_period(code).start_time.as_unit("us")


@pytest.mark.parametrize(
    ("width", "known"), [("decade", 1), ("year", 1), ("quarter", 0), ("day", 0)]
)
def test_a_year_falls_into_no_period_finer_than_a_year(width: str, known: int) -> None:
    assert periods.assign(dated(["1945-01-01"], "year"), width).notna().sum() == known


def test_a_document_without_a_date_falls_into_no_period() -> None:
    docs = dated([pd.NaT], "")
    assert periods.assign(docs, "decade").isna().all()
    assert len(periods.calendar(periods.assign(docs, "decade"), "decade")) == 0


def test_a_calendar_has_the_periods_without_documents_too() -> None:
    starts = periods.assign(dated(["2023-11-30", "2024-02-01", None]), "month")
    got = periods.calendar(starts, "month")
    assert list(got.strftime("%Y-%m")) == ["2023-11", "2023-12", "2024-01", "2024-02"]


def test_one_speech_a_year_is_shown_by_decade() -> None:
    docs = dated([f"{year}-01-20" for year in range(1945, 2007)], "year")
    assert periods.choose(docs) == "decade"


def test_many_texts_a_day_are_shown_by_day_until_there_are_too_many_days() -> None:
    days = pd.date_range("2023-01-01", periods=60).repeat(5)
    assert periods.choose(dated(days)) == "day"
    assert periods.choose(dated(days.append(days + pd.Timedelta(days=1)))) == "week"


def test_a_few_dates_of_coarser_precision_do_not_coarsen_the_rest() -> None:
    docs = dated(pd.date_range("2023-01-01", periods=10).repeat(10))
    assert periods.choose(docs.assign(date_precision=["year"] * 10 + ["day"] * 90)) == "day"
    assert periods.choose(docs.assign(date_precision=["year"] * 11 + ["day"] * 89)) == ""


def test_too_few_texts_for_any_width_take_the_coarsest_that_parts_them() -> None:
    assert periods.choose(dated(["2023-01-05", "2023-02-06", "2023-03-07"])) == "month"


@pytest.mark.parametrize("dates", [[], [None, None], ["2023-11-09"], ["2023-11-09"] * 9])
def test_no_width_is_chosen_where_there_is_one_period_or_none(
    dates: list[object] | pd.DatetimeIndex,
) -> None:
    assert periods.choose(dated(dates)) == ""


def test_an_unknown_width_is_named_with_what_was_likely_meant() -> None:
    with pytest.raises(UsageError, match="did you mean 'month'"):
        periods.assign(dated(["2023-11-09"]), "monthly")
