"""What differs between two tables of estimates, and whether beyond what chance would do."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np
import pandas as pd
from scipy.special import stdtr, stdtrit

from analysis import uncertainty, wording
from analysis.schema.compare import DIFFERENCES

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

LEVEL = 0.95  # of the intervals in the tables
Q = 0.05
_MANY = 1e6  # degrees of freedom of an interval whose units are not told: the normal
JOINED = " \u00b7 "


@dataclass(frozen=True)
class Estimates:
    """A table of estimates: what names a row, what is measured, how a change of it is told.

    names : columns that name a row; measure : column of the estimate; form : how it is written
    scale : a ratio of positive values, or a difference
    what, one : the estimates in words; page : where the evidence of a row stands
    """

    names: tuple[str, ...]
    measure: str
    form: str
    scale: Literal["ratio", "difference"]
    what: str
    page: str


def row_names(table: pd.DataFrame, columns: tuple[str, ...]) -> pd.Series:
    """Name each row by the texts of some columns."""
    first, *others = (table[column] for column in columns)
    for other in others:
        first = first + JOINED + other
    return first


def lacking(table: pd.DataFrame, kind: Estimates) -> str:
    """Say what keeps a table from being compared; '' for nothing."""
    wanted = [*kind.names, kind.measure, "low", "high"]
    gone = [name for name in wanted if name not in table.columns]
    if gone:
        return f"not compared: no column {', '.join(gone)}"
    doubled = row_names(table, kind.names).duplicated().any()
    return "not compared: two rows have one name" if doubled else ""


def differences(before: pd.DataFrame, after: pd.DataFrame, *, kind: Estimates) -> pd.DataFrame:
    """Compare the rows that both tables have.

    before, after : tables of texts without anything `lacking`
    Returns  DIFFERENCES. The half-widths that face each other, squared and summed, give the error
        of a difference; t has the degrees of freedom of Welch and Satterthwaite. q is over all
        rows tested; intervals of the R rows with q < .05 hold at 1 - .05 R / M.
    Source  Zou & Donner (2008), MOVER; Benjamini & Yekutieli (2005).
    """
    one, two = _measured(before, kind), _measured(after, kind)
    both = one.index.intersection(two.index, sort=False)
    one, two = one.loc[both], two.loc[both]
    error, df = _error(one, two)
    change = (two["at"] - one["at"]).to_numpy()
    known = np.isfinite(change) & (error > 0) & (one["unit"] == two["unit"]).to_numpy()
    with np.errstate(invalid="ignore", divide="ignore"):
        p = np.where(known, 2 * stdtr(df, -np.abs(change / error)), np.nan)
    q = uncertainty.benjamini_hochberg(p)
    n_beyond, n_tested = int((q < Q).sum()), int(known.sum())
    level = uncertainty.adjusted_level(n_beyond, n_tested, level=LEVEL)
    half = np.where(known, stdtrit(df, (1 + level) / 2) * error, np.nan)
    back = np.exp if kind.scale == "ratio" else np.positive
    frame = pd.DataFrame(
        {
            "row": both.astype("str"),
            "before": one["value"].to_numpy(),
            "after": two["value"].to_numpy(),
            "change": back(change),
            "low": back(change - half),
            "high": back(change + half),
            "p": p,
            "q": q,
            "adjusted": np.where(q < Q, wording.shown_of(n_beyond, n_tested), ""),
            "reason": _reasons(one, two, known),
            "bound": _bound(change, half),
        }
    ).astype({"adjusted": "str", "reason": "str"})
    order = {"bound": False, "row": True}
    ranked = frame.sort_values(list(order), ascending=list(order.values()), kind="stable")
    return DIFFERENCES.check(ranked.reset_index(drop=True))


def _measured(table: pd.DataFrame, kind: Estimates) -> pd.DataFrame:
    """Read the numbers of a table, on the scale on which they are compared."""
    value, low, high = (_numbers(table, name) for name in (kind.measure, "low", "high"))
    to = np.log if kind.scale == "ratio" else np.positive
    with np.errstate(invalid="ignore", divide="ignore"):
        at, down, up = to(value), to(low), to(high)
    frame = {"value": value, "at": at, "down": at - down, "up": up - at, "df": _degrees(table)}
    unit = table.get("unit", "")
    index = pd.Index(row_names(table, kind.names))
    return pd.DataFrame(frame, index=index).assign(unit=np.asarray(unit))


def _numbers(table: pd.DataFrame, name: str) -> Floats:
    found = pd.to_numeric(table[name], errors="coerce").to_numpy(np.float64)
    return np.where(np.isfinite(found), found, np.nan)


def _degrees(table: pd.DataFrame) -> Floats:
    """Find the degrees of freedom of the intervals: told, or one less than the units there are."""
    if "df" in table:
        found = _numbers(table, "df")
    elif {"n_docs_scored", "n_scored", "unit"} <= set(table.columns):
        units = np.where(
            table["unit"] == "sentence",
            _numbers(table, "n_scored"),
            _numbers(table, "n_docs_scored"),
        )
        found = units - 1
    elif "n_docs" in table:
        found = _numbers(table, "n_docs") - 1
    else:
        found = np.full(len(table), _MANY)
    return np.clip(np.nan_to_num(found, nan=_MANY), 1, _MANY)


def _error(one: pd.DataFrame, two: pd.DataFrame) -> tuple[Floats, Floats]:
    """Find the standard error of each difference, and its degrees of freedom."""
    rises = (two["at"] >= one["at"]).to_numpy()
    tail = (1 + LEVEL) / 2
    squares = []
    for table, faces_up in ((one, rises), (two, ~rises)):
        half = np.where(faces_up, table["up"], table["down"])
        squares.append((half / stdtrit(table["df"].to_numpy(), tail)) ** 2)
    total = squares[0] + squares[1]
    parts = squares[0] ** 2 / one["df"].to_numpy() + squares[1] ** 2 / two["df"].to_numpy()
    with np.errstate(invalid="ignore", divide="ignore"):
        df = np.where(parts > 0, total**2 / parts, _MANY)
    return np.sqrt(total), np.nan_to_num(df, nan=_MANY)


def _reasons(one: pd.DataFrame, two: pd.DataFrame, known: NDArray[np.bool_]) -> NDArray[np.object_]:
    """Say why a row could not be tested."""
    reason = np.full(len(one), "", dtype=object)
    reason[~known] = "no interval in one of the builds"
    reason[~known & (one["unit"] != two["unit"]).to_numpy()] = "another unit in each build"
    return reason


def _bound(change: Floats, half: Floats) -> Floats:
    """Measure how far from none a change is for sure: below 0 where the interval holds none."""
    return np.asarray(np.abs(change) - half, np.float64)
