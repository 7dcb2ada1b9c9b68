from __future__ import annotations

import math

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis import wording

NAN = float("nan")


@pytest.mark.parametrize(
    ("writer", "value", "expected"),
    [
        (wording.integer, 12345, "12,345"),
        (wording.integer, -3, "−3"),
        (wording.spelled, 0, "no"),
        (wording.spelled, 12, "twelve"),
        (wording.spelled, 13, "13"),
        (wording.significant, 3680.9, "3,681"),
        (wording.significant, 0.01234, "0.0123"),
        (wording.significant, 9.999, "10.0"),
        (wording.significant, 0.0, "0"),
        (wording.tone, -0.234, "−.23"),
        (wording.tone, -0.004, ".00"),
        (wording.tone, 1.0, "+1.00"),
        (wording.of_one, 0.82, ".82"),
        (wording.of_one, 1.0, "1.00"),
        (wording.share, 0.0, "0%"),
        (wording.share, 0.0001, "<0.1%"),
        (wording.share, 0.042, "4.2%"),
        (wording.share, 0.0999, "10%"),
        (wording.share, 0.999, ">99%"),
        (wording.share, 1.0, "100%"),
        (wording.ratio, 3268.4, "×3,268"),
        (wording.ratio, 0.5, "÷2"),
        (wording.ratio, 9.97, "×10"),
    ],
)
def test_numbers_are_written_for_a_reader(writer, value: float, expected: str) -> None:
    assert writer(value) == expected


@pytest.mark.parametrize(
    "writer",
    [wording.significant, wording.tone, wording.of_one, wording.share, wording.ratio],
)
def test_what_is_not_measured_is_a_dash_and_never_a_number(writer) -> None:
    assert writer(NAN) == "–"
    assert writer(math.inf) == "–"


@given(st.floats(1e-6, 1e12), st.integers(1, 4))
def test_a_written_quantity_is_near_the_true_one(value: float, digits: int) -> None:
    written = float(wording.significant(value, digits).replace(",", ""))
    assert math.isclose(written, value, rel_tol=0.51 * 10 ** (1 - digits), abs_tol=0)


@given(st.floats(0, 1))
def test_none_and_all_are_written_of_exactly_none_and_all(value: float) -> None:
    assert (wording.share(value) == "0%") == (value == 0)
    assert (wording.share(value) == "100%") == (100 * value >= 100)


@given(st.integers(0, 10**9))
def test_a_noun_agrees_with_its_count(n: int) -> None:
    assert wording.counted(n, "text").endswith(" text" if n == 1 else " texts")


@pytest.mark.parametrize(
    ("items", "expected"),
    [([], ""), (["a"], "a"), (["a", "b"], "a and b"), (["a", "b", "c"], "a, b and c")],
)
def test_words_are_joined_as_a_sentence_does(items: list[str], expected: str) -> None:
    assert wording.listing(items) == expected


def test_a_noun_may_have_its_own_plural_and_a_list_its_own_last_word() -> None:
    assert wording.counted(2, "city", "cities") == "2 cities"
    assert wording.listing(["3", "8"], last="or") == "3 or 8"
    assert wording.interval("2", "9") == "2 to 9"


@pytest.mark.parametrize(
    ("precision", "words", "iso"),
    [
        ("year", "2023", "2023"),
        ("month", "November 2023", "2023-11"),
        ("day", "9 November 2023", "2023-11-09"),
        ("time", "9 November 2023", "2023-11-09"),
    ],
)
def test_no_more_of_a_date_is_written_than_is_known(precision: str, words: str, iso: str) -> None:
    stamp = pd.Timestamp("2023-11-09 10:00")
    assert wording.date(stamp, precision) == words
    assert wording.iso_date(stamp, precision) == iso


def test_a_cell_names_a_language_or_gives_its_code() -> None:
    written = [wording.cell(code, "language") for code in ("uk", "tlh", "", None)]
    assert written == ["Ukrainian", "tlh", "", "\u2013"]


def test_a_missing_date_is_undated() -> None:
    assert wording.date(pd.NaT, "") == "undated"
    assert wording.iso_date(pd.NaT, "") == ""


def span(*dates: tuple[str, str]) -> str:
    return wording.date_span([(pd.Timestamp(d), p) for d, p in dates])


@pytest.mark.parametrize(
    ("first", "last", "expected"),
    [
        (("1945", "year"), ("2006", "year"), "1945 to 2006"),
        (("2023-11-09", "day"), ("2023-11-10", "day"), "9 to 10 November 2023"),
        (("2022-02-24", "day"), ("2022-12-30", "day"), "24 February to 30 December 2022"),
        (("2022-12-30", "day"), ("2023-12-30", "day"), "30 December 2022 to 30 December 2023"),
        (("2023-03", "month"), ("2023-05", "month"), "March to May 2023"),
        (("2023-11-09", "day"), ("2023-11-09", "time"), "9 November 2023"),
        (("2023", "year"), ("2024-02-03", "day"), "2023 to 3 February 2024"),
    ],
)
def test_a_span_says_once_what_its_ends_share(first, last, expected: str) -> None:
    assert span(first, last) == span(last, first) == expected


def test_a_year_alone_may_lie_before_and_after_its_days() -> None:
    assert span(("2023-02-03", "day"), ("2023-01-01", "year")) == "2023"


def test_unknown_dates_are_left_out_of_a_span() -> None:
    assert span() == span(("NaT", "")) == ""
    assert span(("NaT", ""), ("2023", "year")) == "2023"


def test_a_long_label_is_cut_with_an_ellipsis() -> None:
    assert wording.shorten("abcdef", 6) == "abcdef"
    assert wording.shorten("abc def", 5) == "abc…"
