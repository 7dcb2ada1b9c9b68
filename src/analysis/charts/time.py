"""Charts along time or along the text: amounts, rates and tone, gaps left as gaps."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

import numpy as np
import pandas as pd
from matplotlib.patches import Rectangle
from matplotlib.ticker import FuncFormatter, MaxNLocator

from analysis import palette, wording
from analysis.charts import theme
from analysis.charts.theme import Chart, Drawing, Mark

if TYPE_CHECKING:
    from collections.abc import Callable

    from matplotlib.axes import Axes
    from numpy.typing import NDArray

PANEL = 136  # px; height of one small panel
DOT = 6  # px; periods nearer to each other than this have a line without dots
CHAR = 7.8  # px; width of a character of a label, on the safe side
SHORT = 5  # characters; longer labels at the two ends begin and end with the axis


@theme.chart(theme.fixed_height(220))
def amounts(
    ax: Axes, table: pd.DataFrame, width: int, *, value: str, measure: str = ""
) -> list[Mark]:
    """Draw an amount per period (columns label, tick) as thin columns from zero."""
    at = np.arange(len(table), dtype=float)
    ax.bar(at, table[value], 0.72, color=palette.MARK)
    ax.set_ylim(0, max(float(table[value].max()) * 1.05, 1))
    ax.yaxis.set_major_locator(MaxNLocator(3, integer=True))
    ax.yaxis.set_major_formatter(FuncFormatter(lambda y, _: wording.integer(y)))
    ax.grid(axis="y")
    ax.set_axisbelow(True)
    ax.set_title(measure, loc="left", color=palette.SOFT)
    _few_labels(ax, at, table["tick"].tolist(), px=width - 60)
    return _columns(ax, at, table, value)


@theme.chart(theme.fixed_height(230), needs="low")
def tone_over_time(ax: Axes, table: pd.DataFrame, width: int, *, measure: str = "") -> list[Mark]:
    """Draw mean tone per period (columns label, tick, tone, low, high) with its interval."""
    at = np.arange(len(table), dtype=float)
    known = table["low"].notna().to_numpy()
    ax.axhline(0, color=palette.SOFT, lw=1)
    ends = table.loc[known, ["low", "high"]].to_numpy(float)
    thick = float(np.clip(width * 0.4 / max(len(table), 1), 1.5, 7))
    ax.vlines(at[known], ends[:, 0], ends[:, 1], color=palette.MARK, lw=thick, zorder=2)
    ax.plot(at[known], table.loc[known, "tone"], "o", color=palette.INK, ms=min(thick + 1, 6))
    reach = float(np.nanmax(np.abs(np.append(ends.ravel(), 0.2))))
    ax.set_ylim(-reach * 1.05, reach * 1.05)
    ax.yaxis.set_major_locator(MaxNLocator(4))
    ax.yaxis.set_major_formatter(FuncFormatter(lambda y, _: wording.tone(y)))
    ax.grid(axis="y")
    ax.set_axisbelow(True)
    ax.set_title(measure, loc="left", color=palette.SOFT)
    _few_labels(ax, at, table["tick"].tolist(), px=width - 60)
    return _columns(ax, at, table, "tone")


@theme.chart(theme.fixed_height(250))
def tone_in_order(ax: Axes, table: pd.DataFrame, width: int, *, measure: str = "") -> list[Mark]:
    """Draw each sentence's tone from zero, in order; a ring off the scale where no word is known.

    table : number, sentence_id, paragraph, tone, agreement; rows in the order of the text
    """
    at = np.arange(len(table), dtype=float)
    tone = table["tone"].to_numpy(float)
    known = np.isfinite(tone)
    colour = np.where(tone > 0, palette.BLUE, palette.OCHRE)
    ax.axhline(0, color=palette.SOFT, lw=1)
    ax.vlines(at[known], 0, tone[known], color=colour[known], lw=3)
    solid = known & (table["agreement"] == "agree").to_numpy()
    size = 42 if width == theme.WIDE else 24
    ax.scatter(at[solid], tone[solid], size, color=colour[solid], zorder=3)
    hollow = known & ~solid
    ax.scatter(
        at[hollow], tone[hollow], size, facecolors=palette.PAPER, edgecolors=colour[hollow],
        linewidths=1.5, zorder=3,
    )  # fmt: skip
    ax.scatter(
        at[~known], np.full((~known).sum(), -1.12), size, facecolors="none",
        edgecolors=palette.MARK, linestyles=(0, (2, 2)), zorder=3,
    )  # fmt: skip
    ax.set_ylim(-1.2, 1.05)
    ax.set_yticks([-1, 0, 1], ["\u22121", "0", "+1"])
    ax.set_title(measure, loc="left", color=palette.SOFT)
    _few_labels(ax, at, [str(n) for n in table["number"]], px=width - 60, most=20)
    ax.set_xlabel("sentence", loc="left")
    for start in np.flatnonzero(np.diff(table["paragraph"])) + 0.5:
        ax.axvline(start, color=palette.LINE, lw=1)
    return _columns(ax, at, table.assign(label=table["number"].map("sentence {}".format)), "tone")


def panels(
    table: pd.DataFrame,
    *,
    label: str,
    value: str,
    number: Callable[[float], str] = wording.significant,
    width: int = theme.WIDE,
) -> Axes:
    """Draw one small panel for each `label`: a line with its band over the periods, own scale.

    table : label, tick, value, low, high; every period of the calendar, NaN where there is a gap
    number : how the top of a scale is written
    Returns the first panel's axes; the figure holds them all.
    """
    every = list(dict.fromkeys(table[label]))
    names = every[: theme.MOST_PANELS]
    cut = f"The first {len(names)} of {len(every):,} are drawn." if names != every else ""
    across = 3 if width == theme.WIDE else 2
    down = max(-(-len(names) // across), 1)

    def at(px: int) -> Chart:
        drawn = panels(table, label=label, value=value, number=number, width=px)
        return cast("Chart", drawn.figure)

    with theme.style():
        figure = theme.blank((width, PANEL * down + 8), pad=0.08, between=0.06)
        axes = figure.subplots(down, across, squeeze=False).ravel()
        figure.drawing = Drawing(at, table, cut=cut)
        for i, (ax, name) in enumerate(zip(axes, names, strict=False)):
            rows = table[table[label] == name]
            mark = _panel(ax, rows, name, (value, number), (f"mark-{i}", width / across))
            figure.drawing.marks.append(mark)
        for ax in axes[len(names) :]:
            ax.set_axis_off()
    return figure.axes[0]


def _panel(
    ax: Axes,
    rows: pd.DataFrame,
    name: str,
    measure: tuple[str, Callable[[float], str]],
    place: tuple[str, float],
) -> Mark:
    """Draw one panel.

    measure : column and how its numbers are written; place : id and width (px) of the panel
    """
    (value, number), (gid, px) = measure, place
    at = np.arange(len(rows), dtype=float)
    ax.fill_between(at, rows["low"], rows["high"], color=palette.LINE, lw=0)
    dots = "o-" if px > len(rows) * DOT else "-"
    ax.plot(at, rows[value], dots, color=palette.INK, lw=1.5, ms=3)
    ends = np.append(rows[["high", value]].to_numpy(float).ravel(), 0.0)
    top = float(np.nanmax(ends))
    ax.set_ylim(0, top * 1.04 or 1.0)
    _panel_heads(ax, theme.label(name, int(px / palette.TEXT * 1.6)), number(top))
    _few_labels(ax, at, rows["tick"].tolist(), px=px - 12, most=3)
    area = Rectangle(
        (0, -0.3), 1, 1.85, transform=ax.transAxes, gid=gid, fc="none", ec="none", clip_on=False
    )
    area.set_in_layout(False)
    ax.add_patch(area)
    return Mark(gid, str(name), f"{theme.label(name, 80)}: top of the scale {number(top)}")


def _panel_heads(ax: Axes, name: str, top: str) -> None:
    """Print the name of a panel and, below it on the line where it stands, the top of its scale."""
    ax.set_yticks([])
    ax.spines["top"].set_visible(True)
    ax.set_title(name, loc="left", color=palette.INK, pad=19, style="italic")
    ax.annotate(
        top, (0, 1), (0, 4), xycoords="axes fraction", textcoords="offset points", size=11,
        color=palette.SOFT, annotation_clip=False,
    )  # fmt: skip


def _few_labels(
    ax: Axes, at: NDArray[np.float64], labels: list[str], *, px: float, most: int = 7
) -> None:
    """Label some periods, always the first and the last, so that no two labels touch.

    px : width of the axis
    """
    long = max(map(len, labels), default=0)
    # a label that begins or ends with the axis stands half a label nearer to its neighbour
    apart = long * CHAR * (1.5 if long > SHORT else 1) + 10
    n = min(most, len(labels), 1 + max(int(px / apart), 1))
    chosen = _evenly(len(labels), n)
    left, right = -0.6, max(len(labels), 1) - 0.4
    ax.set_xlim(left, right)
    places = [float(at[i]) for i in chosen]
    ends_inside = len(chosen) > 1 and long > SHORT
    if ends_inside:
        places[0], places[-1] = left, right
    ax.set_xticks(places, [labels[i] for i in chosen])
    if ends_inside:
        ticks = ax.get_xticklabels()
        ticks[0].set_horizontalalignment("left")
        ticks[-1].set_horizontalalignment("right")


def _evenly(n: int, most: int) -> list[int]:
    """Choose at most so many of n places, one step apart, the first and the last among them."""
    step = max(-(-(n - 1) // max(most - 1, 1)), 1)
    chosen = list(range(0, n, step))
    return [*chosen[:-1], n - 1] if len(chosen) > 1 else chosen


def _columns(ax: Axes, at: NDArray[np.float64], table: pd.DataFrame, value: str) -> list[Mark]:
    """Lay an invisible, touchable rectangle over each column; the page makes it a link."""
    marks = []
    keys = table["key"] if "key" in table else table["label"]
    for x, key, label, y in zip(at, keys, table["label"], table[value], strict=True):
        gid = f"mark-{int(x)}"
        ax.axvspan(x - 0.5, x + 0.5, facecolor="none", edgecolor="none", gid=gid)
        marks.append(Mark(gid, str(key), f"{label}: {_written(y, value)}"))
    return marks


def _written(value: Any, name: str) -> str:  # noqa: ANN401
    if pd.isna(value):
        return "not measured"
    return wording.tone(value) if name == "tone" else wording.integer(value)
