"""Dates as people write them, with how exact they are and what had to be assumed."""

from __future__ import annotations

import re
from collections import Counter
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

from analysis.errors import UsageError, did_you_mean

ORDERS = ("", "dmy", "mdy", "ymd")
PRECISIONS = ("year", "month", "day", "time")
_FIRST_YEAR, _LAST_YEAR = 1000, 2199  # beyond: a typing error or a place holder (0001, 9999)
_CLOCK = r"(?P<clock>\d{1,2}:\d{2}(?::\d{2}(?:[.,]\d+)?)?)\s*(?P<ap>[AaPp]\.?[Mm]\.?)?"
_ZONE = r"(?:Z|[A-Z]{3,4}|(?:UTC|GMT)?[+-]\d{2}:?\d{2}(?::?\d{2})?|[+-]\d{2})"
_TIME = rf"(?:(?:T|,?\s)\s*{_CLOCK}\s*{_ZONE}?)?"
_ISO = re.compile(rf"(?P<y>\d{{4,5}})(?:([-/.])(?P<m>\d{{1,2}})(?:\2(?P<d>\d{{1,2}}){_TIME})?)?")
_COMPACT = re.compile(r"(?P<y>\d{4})(?P<m>\d{2})(?P<d>\d{2})(?:T?(?P<clock>\d{4}|\d{6})Z?)?")
_SLASHED = re.compile(rf"(?P<a>\d{{1,2}})([-/.])(?P<b>\d{{1,2}})\2(?P<y>\d{{4,5}}){_TIME}")
_EPOCH = re.compile(r"(\d{9,10}|\d{12,13})(?:\.\d+)?")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = rf"(?P<name>(?:{'|'.join(_MONTHS)})[a-z]*)\.?"
_DAY = r"(?P<d>\d{1,2})(?:st|nd|rd|th)?"
_WEEKDAY = r"(?:(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*\.?,?\s+)?"
_WORDED = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"{_WEEKDAY}{_DAY}[\s-]+(?:of\s+)?{_MONTH},?[\s-]+(?P<y>\d{{4}}){_TIME}",
        rf"{_WEEKDAY}{_MONTH}\s+{_DAY},?\s+(?P<y>\d{{4}}){_TIME}",
        rf"{_MONTH},?\s+(?P<y>\d{{4}})",
    )
)
_IN_TEXT = re.compile(r"\s*date:?\s+(\d{4}-\d{2}-\d{2})(?=\s|\Z)\s*", re.IGNORECASE)
_YEAR = r"(?<![0-9A-Za-z])(?P<y>1[5-9]\d\d|20\d\d)"
_IN_NAME = tuple(
    re.compile(_YEAR + rest + r"(?![0-9A-Za-z])")
    for rest in (
        r"(?P<s>[-./]?)(?P<m>\d{2})(?P=s)(?P<d>\d{2})",
        r"[-./](?P<m>\d{2})",
        "",
    )
)


class Dated(NamedTuple):
    """A date as understood: `when` is None where it is not, with the reason."""

    when: datetime | None = None
    precision: str = ""
    reason: str = ""
    form: str = ""


def check_order(date_order: str) -> None:
    """Raise UsageError for an order of day, month and year that does not exist."""
    if date_order not in ORDERS:
        hint = did_you_mean(date_order, ORDERS[1:])
        raise UsageError(f"date_order={date_order!r}: no such order; {hint}")


def parse(value: str, *, date_order: str = "dmy") -> Dated:
    """Understand one date; the clock stays as written and its zone is dropped.

    value : ISO (2023, 2023-11, 2023-11-09T10:00Z), 20231109, 9.11.2023, 9 November 2023,
        or seconds or milliseconds since 1970 (read in UTC)
    date_order : what 03/04/2023 means; mdy or else day first
    """
    value = value.strip()
    if match := _ISO.fullmatch(value):
        return _dated(match["y"], match["m"], match["d"], match["clock"], half=match["ap"])
    if match := _COMPACT.fullmatch(value):
        found = _dated(match["y"], match["m"], match["d"], match["clock"])
        if found.when is not None or not _EPOCH.fullmatch(value):
            return found
    if match := _SLASHED.fullmatch(value):
        day, month = ("b", "a") if date_order == "mdy" else ("a", "b")
        day, month = (month, day) if _must_swap(match[month], match[day]) else (day, month)
        found = _dated(match["y"], match[month], match[day], match["clock"], half=match["ap"])
        return found._replace(form="slashed")
    if match := _EPOCH.fullmatch(value):
        return _epoch(int(match[1]))
    return _worded(value)


def slashed_order(values: list[str], *, date_order: str = "") -> tuple[str, list[str]]:
    """Find what 03/04/2023 means in a column, from those of its dates that leave no choice.

    Returns  the order (day first unless all that speak say month first), and the dates that
    leave a choice; none of them needs a guess where `date_order` says it.
    """
    pairs = [(v, int(m["a"]), int(m["b"])) for v in values if (m := _SLASHED.fullmatch(v.strip()))]
    month_first = sum(b > 12 >= a for _, a, b in pairs)  # noqa: PLR2004 - months
    day_first = sum(a > 12 >= b for _, a, b in pairs)  # noqa: PLR2004
    open_ones = [v for v, a, b in pairs if a <= 12 and b <= 12 and a != b]  # noqa: PLR2004
    if date_order in ("dmy", "mdy"):
        return date_order, []
    return ("mdy" if month_first and not day_first else "dmy"), open_ones


def in_text(text: str) -> tuple[Dated, int]:
    """Find ``date 2023-11-09 `` at the very start of a text, and where the text goes on."""
    match = _IN_TEXT.match(text)
    return (parse(match[1]), match.end()) if match else (Dated(), 0)


def in_name(name: str) -> Dated:
    """Find a date in a relative path: 2023-11-09_x.txt, 2023/11/09/x.txt, 2023-11, 2023.

    The most exact wins, in the file's own name before its folders; years from 1500 to 2099.
    """
    stem = name.rpartition(".")[0] or name
    for pattern in _IN_NAME:
        for match in sorted(pattern.finditer(stem.replace("_", "-")), key=lambda m: -m.start()):
            parts = match.groupdict()
            found = _dated(parts["y"], parts.get("m"), parts.get("d"))
            if found.when is not None:
                return found
    return Dated()


def coarser(precision: str, limit: str) -> str:
    """Give the coarser of a date's precision and the first word of a stated one."""
    stated = limit.split(maxsplit=1)[0].lower() if limit.strip() else ""
    if stated not in PRECISIONS or not precision:
        return precision
    return min(precision, stated, key=PRECISIONS.index)


def forms(found: list[Dated]) -> Counter[str]:
    """Count in how many forms dates are written: iso, slashed, epoch, worded."""
    return Counter(one.form for one in found if one.when is not None)


def _must_swap(month: str, day: str) -> bool:
    return int(month) > 12 >= int(day)  # noqa: PLR2004 - months of a year


def _dated(
    year: str,
    month: str | None,
    day: str | None,
    clock: str | None = None,
    *,
    half: str | None = None,
) -> Dated:
    """Put the parts of a date together, or say why they make none."""
    if not _FIRST_YEAR <= int(year) <= _LAST_YEAR:
        return Dated(reason="year out of range")
    try:
        when = datetime(int(year), int(month or 1), int(day or 1)) + _clock(clock, half)  # noqa: DTZ001 - a date as written has no zone
    except ValueError:
        return Dated(reason="no such day or time")
    precision = "time" if clock else "day" if day else "month" if month else "year"
    return Dated(when, precision, form="iso")


def _clock(clock: str | None, half: str | None) -> timedelta:
    if not clock:
        return timedelta()
    parts = clock.replace(",", ".").split(":") if ":" in clock else re.findall("..", clock)
    hours, minutes, seconds = int(parts[0]), int(parts[1]), float(parts[2]) if parts[2:] else 0.0
    if half:
        hours = hours % 12 + (12 if half.lower().startswith("p") else 0)
    if hours > 23 or minutes > 59 or seconds >= 61:  # noqa: PLR2004 - a clock, and a leap second
        raise ValueError(clock)
    return timedelta(hours=hours, minutes=minutes, seconds=min(seconds, 59.999999))


def _epoch(count: int) -> Dated:
    seconds = count / 1000 if count >= 10**11 else count
    when = datetime.fromtimestamp(seconds, UTC).replace(tzinfo=None)
    return Dated(when, "time", form="epoch")


def _worded(value: str) -> Dated:
    for pattern in _WORDED:
        if match := pattern.fullmatch(value):
            parts = match.groupdict()
            month = str(1 + _MONTHS.index(parts["name"][:3].lower()))
            found = _dated(
                parts["y"], month, parts.get("d"), parts.get("clock"), half=parts.get("ap")
            )
            return found._replace(form="worded")
    return Dated(reason="date not understood")
