"""Two groups to set against each other: values of a column, or texts before and after a date."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from analysis import uncertainty, wording
from analysis.errors import DataError, UsageError, did_you_mean
from analysis.keyness.classics import log_odds
from analysis.keyness.comparison import compare
from analysis.schema.terms import KEYNESS, LOG_ODDS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from analysis.terms import DocumentTermMatrix

_PERIOD = {"year": "Y", "month": "M"}  # a date known so far stands for that whole period
_ISO = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?")
_FINER = ("year", "month", "day", "time")
OTHERS = "all others"
_TEXTS = "texts "


@dataclass(frozen=True, eq=False)
class Contrast:
    """Two groups of documents.

    mask : boolean, shape (n_docs,): True for the target, False for the others, missing for neither
    target, other : what the groups are called; '' where there are no two
    reason : why there are no two groups to compare; '' where there are
    """

    mask: pd.Series
    target: str
    other: str
    reason: str = ""

    @property
    def short_target(self) -> str:
        """The target's name where there is little room: from 1976 on."""
        return self.target.removeprefix(_TEXTS)

    @property
    def short_other(self) -> str:
        """The other's name where there is little room: before 1976."""
        return self.other.removeprefix(_TEXTS)


def contrast(docs: pd.DataFrame, by: str = "") -> Contrast:
    """Choose two groups of documents to set against each other.

    docs : DOCUMENTS
    by : a column (of two values one against the other, of more the value with most documents
        against all others), column:value, or a date as 2022-02-24, 2022-02 or 2022 (from that
        day on against before; a text without a date is on neither side); empty
        takes the later against the earlier half by date, else the source

    Raises UsageError for a column or value that is not there or a date that cannot be read,
    DataError for groups of which one has no document.
    """
    if not by:
        return _by_default(docs)
    name, _, value = by.partition(":")
    if by in docs.columns:
        return _of_column(docs, by, None)
    if name in docs.columns:
        return _of_column(docs, name, value)
    if not by[:1].isdigit():
        hint = did_you_mean(name, _columns(docs))
        raise UsageError(f"compare={by!r}: no column {name!r}, and no date; {hint}")
    found = _of_date(docs, _day(by))
    if found.mask.nunique() < 2:  # noqa: PLR2004 - two groups
        raise DataError(f"compare={by!r}: {_one_side(docs)}")
    return found


def _one_side(docs: pd.DataFrame) -> str:
    """Say why a date parts no texts, and which may."""
    span = wording.date_span(zip(docs["date"], docs["date_precision"], strict=True))
    if not span:
        return "no text has a date; compare by a column, such as source"
    return f"no dated text on one side; the texts are of {span}, choose a date among them"


def _by_default(docs: pd.DataFrame) -> Contrast:
    """Take halves in time where both have enough texts, else the source with most."""
    halves = _halves(docs)
    if halves is not None:
        return halves
    values = docs["source"][docs["source"] != ""].value_counts()
    if len(values) > 1 and values.iloc[1:].sum() >= uncertainty.MIN_UNITS <= values.iloc[0]:
        return _of_column(docs, "source", None)
    few = f"it takes {uncertainty.MIN_UNITS} texts on either side of a date, or of two sources"
    nobody = pd.Series(pd.NA, index=docs.index, dtype="boolean")
    return Contrast(nobody, "", "", "one text" if len(docs) == 1 else few)


def _halves(docs: pd.DataFrame) -> Contrast | None:
    """Part the dated texts at the date that makes the halves most equal."""
    days = docs["date"].dt.normalize().dropna().sort_values()
    starts = days.drop_duplicates()
    before = np.searchsorted(days, starts)
    smaller = np.minimum(before, len(days) - before)
    if not len(starts) or smaller.max() < uncertainty.MIN_UNITS:
        return None
    found = _of_date(docs, starts.iloc[int(smaller.argmax())])
    sizes = found.mask.value_counts()
    return found if len(sizes) > 1 and sizes.min() >= uncertainty.MIN_UNITS else None


def _of_date(docs: pd.DataFrame, day: pd.Timestamp) -> Contrast:
    """Set texts from a day on against those before."""
    said = wording.date(day, _precision(docs, day))
    return Contrast(_after(docs, day), f"{_TEXTS}from {said} on", f"{_TEXTS}before {said}")


def _precision(docs: pd.DataFrame, day: pd.Timestamp) -> str:
    """Say a first of January as its year where no text's date is known better."""
    known = docs.loc[docs["date"].notna(), "date_precision"]
    finest = max(known, key=_FINER.index, default="day")
    whole = {"year": day.month == day.day == 1, "month": day.day == 1}
    return finest if whole.get(finest) else "day"


def _of_column(docs: pd.DataFrame, name: str, value: str | None) -> Contrast:
    """Set one value of a column against its other values; texts without one are left out."""
    given = docs[name].astype("str").where(docs[name].notna(), "")
    counts = (
        given[given != ""].value_counts().sort_index().sort_values(ascending=False, kind="stable")
    )
    if value is not None and value not in counts.index:
        raise UsageError(f"no text has {name} {value!r}; {did_you_mean(value, counts.index)}")
    if len(counts) < 2:  # noqa: PLR2004 - two groups
        raise DataError(f"{name} has fewer than two values; choose another column to compare by")
    target = value if value is not None else str(counts.index[0])
    rest = [str(other) for other in counts.index if other != target]
    mask = (given == target).astype("boolean").mask(given == "")
    return Contrast(mask, target, rest[0] if len(rest) == 1 else OTHERS)


def contrasted(
    dtm: DocumentTermMatrix,
    groups: Contrast,
    *,
    unit: Sequence[object] | pd.Series | None = None,
) -> pd.DataFrame:
    """Compare the two groups of a contrast, term by term, as `compare` does.

    dtm : by document
    Returns  KEYNESS; empty where there are no two groups, and `attrs["reason"]` says why
    """
    if not groups.reason:
        return compare(dtm, groups.mask, unit=unit)
    table = KEYNESS.empty()
    table.attrs["reason"] = groups.reason
    return table


def weighted(dtm: DocumentTermMatrix, groups: Contrast) -> pd.DataFrame:
    """Score the two groups of a contrast by weighted log-odds, the second view.

    dtm : by document
    Returns  LOG_ODDS; empty where there are no two groups
    """
    return LOG_ODDS.empty() if groups.reason else log_odds(dtm, groups.mask)


def unit_of(docs: pd.DataFrame, column: str) -> pd.Series | None:
    """Take a column as the unit of intervals; None, the document, where none is named.

    Raises UsageError for a column that is not there.
    """
    if not column:
        return None
    if column not in docs.columns:
        hint = did_you_mean(column, _columns(docs))
        raise UsageError(f"unit={column!r}: no such column; {hint}")
    named: pd.Series = docs[column].where(docs[column].astype("str") != "")
    return named


def _columns(docs: pd.DataFrame) -> list[str]:
    """Name the columns that may be asked for: those there are, and those of the tables read."""
    return [*docs.columns.astype(str), *docs.attrs.get("columns", ())]


def before_after(
    dtm: DocumentTermMatrix, docs: pd.DataFrame, date: str | pd.Timestamp
) -> pd.Series:
    """Mark the rows of documents from `date` on, for `compare`.

    docs : DOCUMENTS
    date : first day of *after*, as 2023-11-09
    Returns  boolean, shape (n_units,): True on or after, False before, missing for documents
        without a date or whose date (a year, a month) holds the day in its midst

    Raises UsageError for a date that cannot be read.
    """
    after = _after(docs, _day(date))
    of_doc = pd.Series(after.array, index=docs["doc_id"].to_numpy())
    return of_doc.reindex(dtm.units["doc_id"].to_numpy()).reset_index(drop=True)


def _day(date: str | pd.Timestamp) -> pd.Timestamp:
    """Read a date; 03.02.2023 is refused, since it is March to some and February to others."""
    unread = UsageError(f"date={date!r}: cannot be read; write it as 2023-11-09")
    if isinstance(date, str) and not _ISO.fullmatch(date.strip()):
        raise unread
    try:
        return pd.Timestamp(date).normalize()
    except ValueError as error:
        raise unread from error


def _after(docs: pd.DataFrame, day: pd.Timestamp) -> pd.Series:
    """Mark documents from a day on; missing where it is not known on which side they stand."""
    first = docs["date"].dt.normalize()
    last = _last_day(docs, first)
    unknown = first.isna() | ((first < day) & (last >= day))
    after: pd.Series = (first >= day).astype("boolean").mask(unknown)
    return after


def _last_day(docs: pd.DataFrame, first: pd.Series) -> pd.Series:
    """Find the last day that each date may stand for."""
    last = first.copy()
    for precision, width in _PERIOD.items():
        rows = (docs["date_precision"] == precision) & first.notna()
        last[rows] = first[rows].dt.to_period(width).dt.end_time.dt.normalize()
    return last
