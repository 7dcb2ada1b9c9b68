"""Periods of time: which width the dates bear, where each document falls, how a period is named."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from analysis import wording
from analysis.errors import UsageError, did_you_mean

if TYPE_CHECKING:
    from numpy.typing import NDArray

WIDTHS = ("decade", "year", "quarter", "month", "week", "day")  # coarse to fine
MAX_PERIODS = 60  # more do not fit a chart that can be read
MAX_SLOPE = 200  # periods; a slope needs no room on a chart
MIN_SLOPE = 8  # periods; with fewer a slope has next to no degrees of freedom
MAX_FILLED = 4000  # periods with documents: ten years of days
MIN_MEDIAN_DOCS = 5  # below, most periods have no interval
MIN_SHARE_PRECISE = 0.9  # a few documents dated by year must not coarsen all the others
_FROM_PRECISION = {  # the finest width that a date of this precision supports
    "year": "year",
    "month": "month",
    "day": "day",
    "time": "day",
}
_GRID = {  # numpy's unit, how many of it, and how far the first period lies behind 1970-01-01
    "decade": ("Y", 10, 0),
    "year": ("Y", 1, 0),
    "quarter": ("M", 3, 0),
    "month": ("M", 1, 0),
    "week": ("D", 7, 3),  # 1970-01-01 was a Thursday; weeks begin on Monday
    "day": ("D", 1, 0),
}


def choose(docs: pd.DataFrame) -> str:
    """Choose the width of periods for a corpus; '' where nothing can be seen over time.

    The finest width that at least 90% of the dated documents' dates support, with 2 to 60
    periods from first to last and a median of at least 5 documents per period that has any.
    Where no width reaches that median, the coarsest with 2 periods or more.
    """
    spread = [width for width in WIDTHS if _supported(docs, width) and _n_periods(docs, width) > 1]
    dense = [w for w in spread if _n_periods(docs, w) <= MAX_PERIODS and _dense(docs, w)]
    return (dense[-1:] or spread[:1] or [""])[0]


def for_trends(docs: pd.DataFrame) -> str:
    """Choose the width of periods for slopes: `choose`'s, or the next finer with 8 periods.

    Returns  a width; '' where the dates bear none with 8 to 200 periods
    """
    start = choose(docs)
    finer = WIDTHS[WIDTHS.index(start) :] if start else ()
    borne = (width for width in finer if _supported(docs, width))
    return next((w for w in borne if MIN_SLOPE <= _n_periods(docs, w) <= MAX_SLOPE), "")


def _supported(docs: pd.DataFrame, width: str) -> bool:
    dated = int(docs["date"].notna().sum())
    return dated > 0 and int(assign(docs, width).notna().sum()) >= MIN_SHARE_PRECISE * dated


def _n_periods(docs: pd.DataFrame, width: str) -> int:
    return len(calendar(assign(docs, width), width))


def _dense(docs: pd.DataFrame, width: str) -> bool:
    return float(assign(docs, width).value_counts().median()) >= MIN_MEDIAN_DOCS


def assign(docs: pd.DataFrame, width: str) -> pd.Series:
    """Give each document the start of its period; NaT where its date is not known so finely.

    docs : DOCUMENTS (date, date_precision)
    width : one of WIDTHS
    Returns  datetime64[us], with the index of `docs`; all NaT where `width` is ''

    Raises UsageError for a width that does not exist.
    """
    if not width:  # nothing to be seen over time: no document falls into a period
        return pd.Series(np.datetime64("NaT", "us"), index=docs.index, name="period")
    _check(width)
    code, known = pd.factorize(docs["date_precision"])
    finest = [WIDTHS.index(_FROM_PRECISION[one]) if one in _FROM_PRECISION else -1 for one in known]
    supports = np.array([*finest, -1])[code] >= WIDTHS.index(width)  # code -1: none is given
    dates = docs["date"].where(supports).astype("datetime64[us]")
    return pd.Series(_starts(dates.to_numpy(), width), index=docs.index, name="period")


def of_rows(doc_ids: pd.Series, docs: pd.DataFrame, *, width: str) -> pd.Series:
    """Give each row of a matrix the start of the period of its document; NaT where not known.

    doc_ids : document of each row
    docs : DOCUMENTS, in any order
    """
    by_doc = pd.Series(assign(docs, width).to_numpy(), index=docs["doc_id"].to_numpy())
    return by_doc.reindex(doc_ids.to_numpy()).reset_index(drop=True)


def for_bursts(docs: pd.DataFrame) -> str:
    """Choose the width of periods for bursts: the finest that the dates support.

    Bursts rest on shares of documents, so a thin period weighs little and needs no floor.
    Returns  a width with 8 to 4,000 periods that hold documents; '' where there is none
    """
    borne = (w for w in reversed(WIDTHS) if _supported(docs, w))
    return next((w for w in borne if MIN_SLOPE <= assign(docs, w).nunique() <= MAX_FILLED), "")


def _starts(dates: NDArray[np.datetime64], width: str) -> NDArray[np.datetime64]:
    unit, step, behind = _GRID[width]
    known = ~np.isnat(dates)
    numbers = dates.astype(f"datetime64[{unit}]").astype(np.int64)
    starts = numbers - (numbers + behind) % step
    return np.where(
        known, starts.astype(f"datetime64[{unit}]").astype("datetime64[us]"), np.datetime64("NaT")
    ).astype("datetime64[us]")


def calendar(starts: pd.Series, width: str) -> pd.DatetimeIndex:
    """List all periods from the first to the last of `starts`, those without a document too."""
    known = starts.dropna()
    if known.empty:
        return pd.DatetimeIndex([], dtype="datetime64[us]", name="period")
    _check(width)
    unit, step, _ = _GRID[width]
    first, last = (
        pd.Timestamp(t).to_datetime64().astype(f"datetime64[{unit}]")
        for t in (known.min(), known.max())
    )
    grid = np.arange(first, last + 1, step)
    return pd.DatetimeIndex(grid.astype("datetime64[us]"), name="period")


def label(start: pd.Timestamp, width: str) -> str:
    """Name a period as a reader would: 1990s, 2023, November 2023, week of 6 November 2023."""
    _check(width)
    if width == "decade":
        return f"{start.year}s"
    if width == "quarter":
        last = start + pd.DateOffset(months=2)
        return f"{wording.date(start, 'month').split()[0]} to {wording.date(last, 'month')}"
    named = wording.date(start, "day" if width == "week" else width)
    return f"week of {named}" if width == "week" else named


def tick(start: pd.Timestamp, width: str) -> str:
    """Name a period on an axis, where there is little room: 1990s, 2023, 2023 Q4, 2023-11."""
    _check(width)
    if width == "decade":
        return f"{start.year}s"
    if width == "quarter":
        return f"{start.year} Q{start.quarter}"
    return wording.iso_date(start, "day" if width == "week" else width)


def by_month(season: pd.DataFrame) -> pd.DataFrame:
    """Name the months of a table (column month); no row where no rate is known at all."""
    names = [wording.MONTHS[month - 1] for month in season["month"]]
    named = season.assign(
        label=pd.Series(names, index=season.index, dtype="str"),
        tick=pd.Series([name[:3] for name in names], index=season.index, dtype="str"),
    )
    return named if named["per_million"].notna().any() else named.head(0)


def labelled(table: pd.DataFrame, width: str) -> pd.DataFrame:
    """Put the names of its periods (columns label and tick) beside a table's `period`."""
    starts = table["period"].drop_duplicates()
    names = {start: (label(start, width), tick(start, width)) for start in starts}
    named = [names[start] for start in table["period"]]
    return table.assign(
        label=pd.Series([n[0] for n in named], dtype="str", index=table.index),
        tick=pd.Series([n[1] for n in named], dtype="str", index=table.index),
    )


def _check(width: str) -> None:
    if width not in WIDTHS:
        raise UsageError(f"width={width!r}: no such period; {did_you_mean(width, WIDTHS)}")
