"""Charts with a row per thing: its name, its estimate as a dot, its interval as a bar."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from matplotlib.ticker import FixedLocator, FuncFormatter, MaxNLocator

from analysis import wording
from analysis.charts import theme
from analysis.charts.theme import Mark

if TYPE_CHECKING:
    from collections.abc import Callable

    import pandas as pd
    from matplotlib.axes import Axes
    from numpy.typing import NDArray

LABEL_CHARS = {theme.WIDE: 30, theme.NARROW: 16}


@theme.chart(theme.rows_height)
def dots(
    ax: Axes,
    table: pd.DataFrame,
    width: int,
    *,
    label: str,
    value: str,
    measure: str = "",
    number: Callable[[float], str] = wording.significant,
) -> list[Mark]:
    """Draw one dot with its interval (columns low, high) for each row, top to bottom.

    label, value : the columns to name and to place a row by
    measure : what the axis counts, with its unit
    number : how a value is written
    """
    places = _rows(ax, table[label].tolist(), width)
    _intervals(ax, table, places)
    ax.plot(table[value], places, "o", color=theme.INK, ms=7, zorder=3, clip_on=False)
    low = np.nanmin(np.append(table[["low", value]].to_numpy(float), 0.0))
    high = np.nanmax(table[["high", value]].to_numpy(float))
    ax.set_xlim(low, high * 1.02 if high > 0 else 1)
    ax.xaxis.set_major_locator(MaxNLocator(4 if width == theme.WIDE else 3))
    ax.xaxis.set_major_formatter(FuncFormatter(lambda x, _: number(x)))
    ax.set_xlabel(measure, loc="left")
    return _hits(ax, table, places, label, _hover(table, label, value, number))


@theme.chart(theme.rows_height)
def ratios(
    ax: Axes, table: pd.DataFrame, width: int, *, label: str, measure: str = ""
) -> list[Mark]:
    """Draw one dot with its interval for each log2 ratio, on an axis of times as frequent."""
    places = _rows(ax, table[label].tolist(), width)
    _intervals(ax, table, places)
    ax.plot(table["log_ratio"], places, "o", color=theme.INK, ms=7, zorder=3, clip_on=False)
    ends = table[["log_ratio", "low", "high"]].to_numpy(float)
    low, high = min(0.0, np.nanmin(ends)), max(1.0, np.nanmax(ends))
    ax.set_xlim(low, high + 0.1)
    ax.axvline(0, color=theme.SOFT, lw=1, zorder=0)
    step = int(np.ceil((high - low) / (5 if width == theme.WIDE else 3)))
    ax.xaxis.set_major_locator(FixedLocator(np.arange(np.ceil(low), high + 1, step).tolist()))
    ax.xaxis.set_major_formatter(FuncFormatter(lambda x, _: wording.ratio(2.0**x)))
    ax.set_xlabel(measure, loc="left")

    def times(value: float) -> str:
        return wording.ratio(2.0**value)

    return _hits(ax, table, places, label, _hover(table, label, "log_ratio", times))


@theme.chart(theme.rows_height)
def tones(
    ax: Axes, table: pd.DataFrame, width: int, *, label: str, measure: str = ""
) -> list[Mark]:
    """Draw one dot of tone with its interval for each row, on both sides of zero."""
    places = _rows(ax, table[label].tolist(), width)
    _intervals(ax, table, places)
    ax.plot(table["tone"], places, "o", color=theme.INK, ms=7, zorder=3, clip_on=False)
    ax.axvline(0, color=theme.SOFT, lw=1, zorder=0)
    reach = float(np.nanmax(np.abs(table[["tone", "low", "high"]].to_numpy(float))))
    ax.set_xlim(-reach * 1.05, reach * 1.05)
    ax.xaxis.set_major_locator(MaxNLocator(4, symmetric=True))
    ax.xaxis.set_major_formatter(FuncFormatter(lambda x, _: wording.tone(x)))
    ax.set_xlabel(measure, loc="left")
    return _hits(ax, table, places, label, _hover(table, label, "tone", wording.tone))


@theme.chart(theme.rows_height)
def word_bars(ax: Axes, table: pd.DataFrame, width: int, *, measure: str = "") -> list[Mark]:
    """Draw the words that push tone up (right) and down (left), topic words hollow."""
    places = _rows(ax, [], width, n=len(table))
    values = table["contribution"].to_numpy(float)
    colours = np.where(values > 0, theme.BLUE, theme.OCHRE)
    fill = np.where(table["candidate"], theme.PAPER, colours)
    ax.barh(places, values, 0.58, color=fill, edgecolor=colours, linewidth=1.5)
    ax.axvline(0, color=theme.SOFT, lw=1)
    reach = np.abs(values).max() if len(values) else 1.0
    room = 1.75 if width == theme.WIDE else 2.2
    ax.set_xlim(-reach * room, reach * room)
    ax.xaxis.set_major_locator(MaxNLocator(4, symmetric=True))
    ax.xaxis.set_major_formatter(FuncFormatter(lambda x, _: wording.tone(x)))
    ax.set_xlabel(measure, loc="left")
    for place, value, row in zip(places, values, table.itertuples(), strict=True):
        name = wording.shorten(str(row.word), LABEL_CHARS[width]) + (" *" if row.candidate else "")
        side = "left" if value < 0 else "right"
        ax.annotate(
            name, (0, place), (6 if side == "left" else -6, 0), textcoords="offset points",
            ha=side, va="center",
        )  # fmt: skip
    hover = [f"{r.word}: {wording.tone(r.contribution)}" for r in table.itertuples()]
    return _hits(ax, table, places, "word", hover)


def _rows(ax: Axes, labels: list[str], width: int, *, n: int | None = None) -> NDArray[np.float64]:
    """Set out rows from the top, one hairline each, and name them."""
    n = len(labels) if n is None else n
    places = np.arange(n, dtype=float)
    ax.set_ylim(max(n, 1) - 0.5, -0.5)
    names = [wording.shorten(str(name), LABEL_CHARS[width]) for name in labels]
    ax.set_yticks(places if labels else [], names or None)
    ax.grid(axis="x", zorder=0)
    ax.set_axisbelow(True)
    ax.tick_params(axis="y", pad=8)
    return places


def _intervals(ax: Axes, table: pd.DataFrame, places: NDArray[np.float64]) -> None:
    known = table[["low", "high"]].notna().all(axis=1).to_numpy()
    ends = table.loc[known, ["low", "high"]].to_numpy(float)
    ax.hlines(places[known], ends[:, 0], ends[:, 1], color=theme.MARK, lw=3.5, zorder=2)


def _hover(
    table: pd.DataFrame, label: str, value: str, number: Callable[[float], str]
) -> list[str]:
    texts = []
    for name, at, low, high in table[[label, value, "low", "high"]].itertuples(index=False):
        ends = f" ({wording.interval(number(low), number(high))})" if np.isfinite(low) else ""
        texts.append(f"{name}: {number(at)}{ends}")
    return texts


def _hits(
    ax: Axes, table: pd.DataFrame, places: NDArray[np.float64], label: str, hover: list[str]
) -> list[Mark]:
    """Lay an invisible, touchable rectangle over each row; the page makes it a link."""
    marks = []
    for place, key, text in zip(places, table[label].astype(str), hover, strict=True):
        gid = f"mark-{int(place)}"
        ax.axhspan(place - 0.5, place + 0.5, facecolor="none", edgecolor="none", gid=gid)
        marks.append(Mark(gid, key, text))
    return marks
