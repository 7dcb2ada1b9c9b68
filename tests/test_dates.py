"""Dates as people write them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis import corpus
from analysis.corpus import dates

if TYPE_CHECKING:
    from pathlib import Path


def column(folder: Path, *values: str, **options: str) -> pd.DataFrame:
    rows = "".join(f'{i},"{value}",Words {i}\n' for i, value in enumerate(values))
    (folder / "t.csv").write_text(f"id,date,text\n{rows}")
    return corpus.read(folder, **options).sort_values("doc_id", ignore_index=True)


@pytest.mark.parametrize(
    ("written", "understood", "precision"),
    [
        ("2023", "2023-01-01", "year"),
        ("2023-11", "2023-11-01", "month"),
        ("2023-11-09", "2023-11-09", "day"),
        ("2023/11/9", "2023-11-09", "day"),
        ("20231109", "2023-11-09", "day"),
        ("2020-08-20T11:47:44Z", "2020-08-20 11:47:44", "time"),
        ("2020-08-20T11:47:44+05:30", "2020-08-20 11:47:44", "time"),
        ("2020-08-20 11:47:44.25 UTC", "2020-08-20 11:47:44.25", "time"),
        ("2020-08-20 11:47", "2020-08-20 11:47", "time"),
        ("9 November 2023", "2023-11-09", "day"),
        ("November 9, 2023", "2023-11-09", "day"),
        ("Nov. 9th, 2023", "2023-11-09", "day"),
        ("Thu, 09 Nov 2023 12:30:00 GMT", "2023-11-09 12:30", "time"),
        ("Nov 2023", "2023-11-01", "month"),
        ("25.12.2023", "2023-12-25", "day"),
        ("12/25/2023 1:05 PM", "2023-12-25 13:05", "time"),
        ("1699531200", "2023-11-09 12:00", "time"),
        ("1699531200000", "2023-11-09 12:00", "time"),
    ],
)
def test_a_date_is_understood_with_how_exact_it_is(
    written: str, understood: str, precision: str
) -> None:
    found = dates.parse(written)
    assert (found.when, found.precision) == (pd.Timestamp(understood), precision)


@pytest.mark.parametrize(
    "written",
    ["unknown", "n/a", "2023-02-30", "0001-01-01", "9999-12-31", "20233-01-01", "20233",
     "31/31/2023", "2023-11-09T25:00:00", "09.11.23", "12", "yesterday"],
)  # fmt: skip
def test_what_is_no_date_leaves_the_document_undated_and_named(
    tmp_path: Path, written: str
) -> None:
    docs = column(tmp_path, written, "2023-11-09")
    notes = docs.attrs["notes"]
    assert docs["date"].isna().tolist() == [True, False]
    assert docs["date_from"].tolist() == ["none", "column"]
    assert written in notes.loc[notes["what"] == "mended", "detail"].tolist()


@given(st.datetimes(datetime(1000, 1, 1), datetime(2199, 12, 31)))  # noqa: DTZ001 - as written
def test_iso_dates_come_back_as_they_were(when: datetime) -> None:
    assert dates.parse(when.isoformat()).when == when


@given(st.text(max_size=30))
def test_no_string_breaks_the_reader(written: str) -> None:
    found = dates.parse(written)
    assert (found.when is None) == (found.reason != "")


def test_an_open_order_is_guessed_day_first_and_said(tmp_path: Path) -> None:
    docs = column(tmp_path, "03/04/2023")
    assert docs["date"].tolist() == [pd.Timestamp("2023-04-03")]
    assert docs.attrs["notes"]["reason"].tolist() == ["order of day and month guessed"]
    assert "'03/04/2023' read with the day first" in docs.attrs["notes"]["detail"][0]


def test_another_date_of_the_column_proves_that_the_month_comes_first(tmp_path: Path) -> None:
    docs = column(tmp_path, "03/04/2023", "12/25/2023")
    assert docs["date"].tolist() == [pd.Timestamp("2023-03-04"), pd.Timestamp("2023-12-25")]


def test_the_order_can_be_given_and_is_then_no_guess(tmp_path: Path) -> None:
    docs = column(tmp_path, "03/04/2023", date_order="mdy")
    assert docs["date"].tolist() == [pd.Timestamp("2023-03-04")]
    assert docs.attrs["notes"].empty


def test_several_ways_to_write_dates_in_one_column_are_said(tmp_path: Path) -> None:
    notes = column(tmp_path, "2023-11-09", "25/12/2023").attrs["notes"]
    assert notes["reason"].tolist() == ["dates written in several forms"]


def test_a_date_to_come_is_kept_and_counted(tmp_path: Path) -> None:
    later = (datetime.now(UTC) + timedelta(days=400)).date().isoformat()
    docs = column(tmp_path, later, "2023-11-09")
    assert docs["date"].notna().all()
    assert docs.attrs["notes"]["reason"].tolist() == ["date in the future kept as written"]


@pytest.mark.parametrize(
    ("stated", "precision"),
    [
        ("year", "year"),
        ("day (constructed)", "day"),
        ("time", "day"),
        ("", "day"),
        ("so-so", "day"),
    ],
)
def test_a_stated_precision_can_only_coarsen(tmp_path: Path, stated: str, precision: str) -> None:
    (tmp_path / "t.csv").write_text(f"date,date_precision,text\n2023-11-09,{stated},a\n")
    assert corpus.read(tmp_path)["date_precision"].tolist() == [precision]


def test_a_column_outranks_the_text_and_leaves_it_whole(tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_text(
        "date,text\n2023-11-09,date 2020-01-01 Words.\n,date 2020-01-01 A\n"
    )
    docs = corpus.read(tmp_path)
    assert docs["date_from"].tolist() == ["text", "column"]
    assert docs["text"].tolist() == ["A", "date 2020-01-01 Words."]
