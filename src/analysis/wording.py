"""How numbers, dates and lists are written for a reader: one place, used by findings, charts and pages."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import pandas as pd

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

MINUS = "\u2212"  # a true minus sign, as wide as a plus
_SMALL = [
    "no",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
]  # above twelve: digits


def integer(value: float) -> str:
    """Write a count with thousands apart: 12,345."""
    return f"{int(value):,}".replace("-", MINUS)


def spelled(n: int) -> str:
    """Write a count to twelve as a word, above as digits."""
    return _SMALL[n] if 0 <= n < len(_SMALL) else integer(n)


def counted(n: int, singular: str, plural: str = "") -> str:
    """Write a count with its noun: 1 document, 12 documents."""
    return f"{integer(n)} {singular if n == 1 else plural or singular + 's'}"


def significant(value: float, digits: int = 3) -> str:
    """Write a positive quantity to so many significant digits, without an exponent."""
    if not math.isfinite(value):
        return "\u2013"
    if value == 0:
        return "0"
    places = max(0, digits - 1 - math.floor(math.log10(abs(value))))
    return f"{value:,.{places}f}".replace("-", MINUS)


def tone(value: float) -> str:
    """Write a number in -1..1 with its sign and two places, without the leading zero: -.23."""
    if not math.isfinite(value):
        return "\u2013"
    text = f"{abs(value):.2f}"
    text = text.removeprefix("0") if abs(value) < 1 else text
    if float(f"{value:.2f}") == 0:
        return ".00"
    return (MINUS if value < 0 else "+") + text


def of_one(value: float) -> str:
    """Write a number in 0..1 with two places, without the leading zero: .82."""
    return f"{value:.2f}".removeprefix("0") if math.isfinite(value) else "\u2013"


def share(value: float) -> str:
    """Write a share in 0..1 as a percentage, with one place below 10%."""
    if not math.isfinite(value):
        return "\u2013"
    percent = 100 * value
    return f"{percent:.1f}%" if 0 < percent < 9.95 else f"{percent:.0f}%"  # noqa: PLR2004


def ratio(value: float) -> str:
    """Write a ratio as times as much, or as a part of it."""
    if not (math.isfinite(value) and value > 0):
        return "\u2013"
    sign, times = ("\u00d7", value) if value >= 1 else ("\u00f7", 1 / value)
    return sign + significant(times, 2).removesuffix(".0")


def interval(low: str, high: str) -> str:
    """Write two written ends as an interval: 2 to 9."""
    return f"{low} to {high}"


def listing(items: Sequence[str], *, last: str = "and") -> str:
    """Join words as a sentence does: a, b and c."""
    if len(items) <= 1:
        return "".join(items)
    return f"{', '.join(items[:-1])} {last} {items[-1]}"


def date(value: pd.Timestamp, precision: str) -> str:
    """Write a date with no more of it than is known: 2023, November 2023, 9 November 2023."""
    if pd.isna(value):
        return "undated"
    stamp = pd.Timestamp(value)
    month = _MONTHS[stamp.month - 1]
    if precision == "year":
        return f"{stamp.year:04d}"
    if precision == "month":
        return f"{month} {stamp.year:04d}"
    return f"{stamp.day} {month} {stamp.year:04d}"


def iso_date(value: pd.Timestamp, precision: str) -> str:
    """Write a date for a table, cut where knowledge ends: 2023, 2023-11, 2023-11-09."""
    if pd.isna(value):
        return ""
    width = {"year": 4, "month": 7}.get(precision, 10)
    return pd.Timestamp(value).strftime("%Y-%m-%d").rjust(10, "0")[:width]


def date_span(dates: Iterable[tuple[pd.Timestamp, str]]) -> str:
    """Write the first and last of some dates: 1945 to 2006; one date alone; '' for none."""
    known = sorted((pd.Timestamp(d), p) for d, p in dates if not pd.isna(d))
    if not known:
        return ""
    first, last = date(*known[0]), date(*known[-1])
    return first if first == last else f"{first} to {last}"


def shorten(text: str, width: int) -> str:
    """Cut a label to at most `width` characters, with an ellipsis for what is gone."""
    return text if len(text) <= width else text[: width - 1].rstrip() + "\u2026"


_MONTHS = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]
