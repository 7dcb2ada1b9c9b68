"""How numbers, dates and lists are written for a reader, in findings, charts and pages alike."""

from __future__ import annotations

import math
import re
from typing import TYPE_CHECKING, Any

import pandas as pd

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from pandas.api.typing import NaTType

    Stamp = pd.Timestamp | NaTType

MINUS = "\u2212"  # a true minus sign, as wide as a plus
# what a spreadsheet takes for code, in its wide form too
FORMULA = ("=", "+", "-", "@", "\t", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")
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
LONG_WORD = 120  # characters; no word of a language is longer
_LONG_WORD = re.compile(rf"\S{{{LONG_WORD},}}")
_LANGUAGES = {
    "ar": "Arabic", "bg": "Bulgarian", "bn": "Bengali", "ca": "Catalan", "cs": "Czech",
    "da": "Danish", "de": "German", "el": "Greek", "en": "English", "es": "Spanish",
    "et": "Estonian", "fa": "Persian", "fi": "Finnish", "fr": "French", "he": "Hebrew",
    "hi": "Hindi", "hr": "Croatian", "hu": "Hungarian", "id": "Indonesian", "it": "Italian",
    "ja": "Japanese", "ko": "Korean", "lt": "Lithuanian", "lv": "Latvian", "nl": "Dutch",
    "no": "Norwegian", "nb": "Norwegian", "pl": "Polish", "pt": "Portuguese", "ro": "Romanian",
    "ru": "Russian", "sk": "Slovak", "sl": "Slovenian", "sr": "Serbian", "sv": "Swedish",
    "ta": "Tamil", "th": "Thai", "tr": "Turkish", "uk": "Ukrainian", "ur": "Urdu",
    "vi": "Vietnamese", "zh": "Chinese", "und": "a language that could not be told",
}  # fmt: skip
_NEAR_NONE, _NEAR_ALL = 0.05, 99.5  # percentages that would be rounded to 0 and 100
_ONE_PLACE = 9.95  # percentages below have one place


def language(code: str) -> str:
    """Name a language in English; its code where the name is not known here."""
    return _LANGUAGES.get(code, code)


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
    rounded = float(f"{value:.{digits - 1}e}")  # 9.97 to two digits is 10, not 10.0
    places = max(0, digits - 1 - math.floor(math.log10(abs(rounded))))
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
    """Write a share in 0..1 as a percentage, with one place below 10%; 0% and 100% are exact."""
    if not math.isfinite(value):
        return "\u2013"
    percent = 100 * value
    if 0 < percent < _NEAR_NONE:
        return "<0.1%"
    if _NEAR_ALL <= percent < 100:  # noqa: PLR2004 (all of it)
        return ">99%"
    return f"{percent:.1f}%" if 0 < percent < _ONE_PLACE else f"{percent:.0f}%"


def ratio(value: float) -> str:
    """Write a ratio as times as much, or as a part of it."""
    if not (math.isfinite(value) and value > 0):
        return "\u2013"
    sign, times = ("\u00d7", value) if value >= 1 else ("\u00f7", 1 / value)
    return sign + significant(times, 2).removesuffix(".0")


def shown_of(n_shown: int, n_all: int) -> str:
    """Write for how many of how many an interval is adjusted: 12 shown of 3,456; '' for none."""
    return f"{integer(n_shown)} shown of {integer(n_all)}" if n_shown else ""


def interval(low: str, high: str) -> str:
    """Write two written ends as an interval: 2 to 9."""
    return f"{low} to {high}"


def listing(items: Sequence[str], *, last: str = "and") -> str:
    """Join words as a sentence does: a, b and c."""
    if len(items) <= 1:
        return "".join(items)
    return f"{', '.join(items[:-1])} {last} {items[-1]}"


def date(value: Stamp, precision: str) -> str:
    """Write a date with no more of it than is known: 2023, November 2023, 9 November 2023."""
    if pd.isna(value):
        return "undated"
    stamp = pd.Timestamp(value)
    month = MONTHS[stamp.month - 1]
    if precision == "year":
        return f"{stamp.year:04d}"
    if precision == "month":
        return f"{month} {stamp.year:04d}"
    return f"{stamp.day} {month} {stamp.year:04d}"


def iso_date(value: Stamp, precision: str) -> str:
    """Write a date for a table, cut where knowledge ends: 2023, 2023-11, 2023-11-09."""
    if pd.isna(value):
        return ""
    width = {"year": 4, "month": 7}.get(precision, 10)
    return pd.Timestamp(value).strftime("%Y-%m-%d").rjust(10, "0")[:width]


def date_span(dates: Iterable[tuple[Stamp, str]]) -> str:
    """Write the span that some dates lie in: 1945 to 2006, 9 to 12 May 2023; '' for none.

    A year begins before its first day and ends after its last: what is known to the year only
    may lie anywhere in it.
    """
    known = [(pd.Timestamp(d), p) for d, p in dates if not pd.isna(d)]
    if not known:
        return ""
    first = date(*min(known, key=lambda pair: _bounds(*pair)[0])).split()
    last = date(*max(known, key=lambda pair: _bounds(*pair)[1])).split()
    if first == last:
        return " ".join(first)
    same = 0  # words at the end that both have in common: the year, or month and year
    while same < len(first) - 1 and first[-1 - same :] == last[-1 - same :]:
        same += 1
    return f"{' '.join(first[: len(first) - same])} to {' '.join(last)}"


def _bounds(stamp: pd.Timestamp, precision: str) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """Give keys that order dates by the first and by the last day they may stand for."""
    if precision == "year":
        return (stamp.year, 0, 0), (stamp.year, 13, 0)
    if precision == "month":
        return (stamp.year, stamp.month, 0), (stamp.year, stamp.month, 32)
    day = (stamp.year, stamp.month, stamp.day)
    return day, day


def shorten(text: str, width: int) -> str:
    """Cut a label to at most `width` characters, with an ellipsis for what is gone."""
    return text if len(text) <= width else text[: width - 1].rstrip() + "\u2026"


def line(text: str, width: int) -> str:
    """Cut a text like a label, and every word of it that is too long for a line of a page."""
    return shorten(_LONG_WORD.sub(lambda word: shorten(word[0], LONG_WORD), text), width)


def cell(value: Any, form: str) -> str:  # noqa: ANN401 (a JSON value)
    """Write one value of a table for a reader; an en dash for what is not measured."""
    if value is None:
        return "\u2013"
    if form == "language":
        return language(str(value))
    if form in ("text", "date") or isinstance(value, str | list | bool):
        return str(value)
    if form == "p":
        return "< .001" if value < 0.001 else f"{value:.3f}".removeprefix("0")  # noqa: PLR2004
    return _WRITERS[form](value)


_WRITERS = {
    "integer": integer,
    "significant": significant,
    "share": share,
    "tone": tone,
    "of_one": of_one,
    "ratio": ratio,
}
MONTHS = [
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
