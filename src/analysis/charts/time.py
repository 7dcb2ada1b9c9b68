"""Charts along time or along the text: amounts, rates and tone, gaps left as gaps."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
from matplotlib.ticker import FuncFormatter, MaxNLocator

from analysis import wording
from analysis.charts import theme
from analysis.charts.theme import Chart, Drawing, Mark

if TYPE_CHECKING:
    from collections.abc import Callable

    from matplotlib.axes import Axes

PANEL = 118  # px; height of one small panel


@theme.chart(theme.fixed_height(220))
def amounts(
    ax: Axes, table: pd.DataFrame, width: int, *, value: str, measure: str = ""
) -> list[Mark]:
    """Draw an amount per period (columns label, tick) as thin columns from zero."""
    at = np.arange(len(table), dtype=float)
    ax.bar(at, table[value], 0.72, color=theme.MARK)
    ax.set_ylim(0, max(float(table[value].max()) * 1.05, 1))
    ax.yaxis.set_major_locator(MaxNLocator(3, integer=True))
    ax.yaxis.set_major_formatter(FuncFormatter(lambda y, _: wording.integer(y)))
    ax.grid(axis="y")
    ax.set_axisbelow(True)
    ax.set_title(measure, loc="left", color=theme.SOFT)
    _few_labels(ax, at, table["tick"].tolist(), 7 if width == theme.WIDE else 3)
    return _columns(ax, at, table, value)


@theme.chart(theme.fixed_height(230))
def tone_over_time(ax: Axes, table: pd.DataFrame, width: int, *, measure: str = "") -> list[Mark]:
    """Draw mean tone per period (columns label, tick, tone, low, high) with its interval."""
    at = np.arange(len(table), dtype=float)
    known = table["low"].notna().to_numpy()
    ax.axhline(0, color=theme.SOFT, lw=1)
    ends = table.loc[known, ["low", "high"]].to_numpy(float)
    thick = float(np.clip(width * 0.4 / max(len(table), 1), 1.5, 7))
    ax.vlines(at[known], ends[:, 0], ends[:, 1], color=theme.MARK, lw=thick, zorder=2)
    ax.plot(at[known], table.loc[known, "tone"], "o", color=theme.INK, ms=min(thick + 1, 6))
    reach = float(np.nanmax(np.abs(np.append(ends.ravel(), 0.2))))
    ax.set_ylim(-reach * 1.05, reach * 1.05)
    ax.yaxis.set_major_locator(MaxNLocator(4))
    ax.yaxis.set_major_formatter(FuncFormatter(lambda y, _: wording.tone(y)))
    ax.grid(axis="y")
    ax.set_axisbelow(True)
    ax.set_title(measure, loc="left", color=theme.SOFT)
    _few_labels(ax, at, table["tick"].tolist(), 7 if width == theme.WIDE else 3)
    return _columns(ax, at, table, "tone")


@theme.chart(theme.fixed_height(250))
def tone_in_order(ax: Axes, table: pd.DataFrame, width: int, *, measure: str = "") -> list[Mark]:
    """Draw each sentence's tone from zero, in order; a ring off the scale where no word is known.

    table : number, sentence_id, paragraph, tone, agreement; rows in the order of the text
    """
    at = np.arange(len(table), dtype=float)
    tone = table["tone"].to_numpy(float)
    known = np.isfinite(tone)
    colour = np.where(tone > 0, theme.BLUE, theme.OCHRE)
    ax.axhline(0, color=theme.SOFT, lw=1)
    ax.vlines(at[known], 0, tone[known], color=colour[known], lw=3)
    solid = known & (table["agreement"] == "agree").to_numpy()
    size = 42 if width == theme.WIDE else 24
    ax.scatter(at[solid], tone[solid], size, color=colour[solid], zorder=3)
    hollow = known & ~solid
    ax.scatter(
        at[hollow], tone[hollow], size, facecolors=theme.PAPER, edgecolors=colour[hollow],
        linewidths=1.5, zorder=3,
    )  # fmt: skip
    ax.scatter(
        at[~known], np.full((~known).sum(), -1.12), size, facecolors="none",
        edgecolors=theme.MARK, linestyles=(0, (2, 2)), zorder=3,
    )  # fmt: skip
    ax.set_ylim(-1.2, 1.05)
    ax.set_yticks([-1, 0, 1], ["\u22121", "0", "+1"])
    ax.set_title(measure, loc="left", color=theme.SOFT)
    _few_labels(ax, at, [str(n) for n in table["number"]], 20 if width == theme.WIDE else 8)
    ax.set_xlabel("sentence", loc="left")
    for start in np.flatnonzero(np.diff(table["paragraph"])) + 0.5:
        ax.axvline(start, color=theme.LINE, lw=1)
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
    names = list(dict.fromkeys(table[label]))
    across = 3 if width == theme.WIDE else 2
    down = max(-(-len(names) // across), 1)

    def at(px: int) -> Chart:
        return panels(table, label=label, value=value, number=number, width=px).figure  # type: ignore[return-value]

    with theme.style():
        size = (width / theme.DPI, (PANEL * down + 8) / theme.DPI)
        figure = Chart(figsize=size, dpi=theme.DPI, layout="constrained")
        figure.get_layout_engine().set(w_pad=0.06, h_pad=0.06, hspace=0.08)  # type: ignore[union-attr]
        axes = figure.subplots(down, across, squeeze=False).ravel()
        figure.drawing = Drawing(at, table)
        for i, (ax, name) in enumerate(zip(axes, names, strict=False)):
            rows = table[table[label] == name]
            figure.drawing.marks.append(_panel(ax, rows, name, (value, number), f"mark-{i}"))
        for ax in axes[len(names) :]:
            ax.set_axis_off()
    return figure.axes[0]


def _panel(
    ax: Axes, rows: pd.DataFrame, name: str, measure: tuple[str, Callable[[float], str]], gid: str
) -> Mark:
    value, number = measure
    at = np.arange(len(rows), dtype=float)
    y = rows[value].to_numpy(float)
    ax.fill_between(at, rows["low"], rows["high"], color=theme.LINE, lw=0)
    ax.plot(at, y, color=theme.INK, lw=1.5)
    ax.plot(at, y, "o", color=theme.INK, ms=3)
    ends = np.append(rows[["high", value]].to_numpy(float).ravel(), 0.0)
    top = float(np.nanmax(ends)) or 1.0
    ax.set_ylim(0, top * 1.04)
    ax.set_xlim(-0.5, len(rows) - 0.5)
    ax.set_yticks([top], [number(top)])
    ax.tick_params(axis="y", labelcolor=theme.SOFT, pad=2)
    ax.set_title(
        wording.shorten(str(name), 26 if len(rows) else 18),
        loc="left",
        color=theme.INK,
        style="italic",
    )
    _few_labels(ax, at, rows["tick"].tolist(), 2)
    ax.patch.set_gid(gid)
    return Mark(gid, str(name), f"{name}: top of the scale {number(top)}")


def _few_labels(ax: Axes, at: np.ndarray, labels: list[str], most: int) -> None:
    """Label some periods, always the first and the last, so that no two labels touch."""
    if len(labels) <= most:
        chosen = list(range(len(labels)))
    else:
        chosen = np.unique(np.linspace(0, len(labels) - 1, most).round().astype(int)).tolist()
    ax.set_xlim(-0.6, max(len(labels), 1) - 0.4)
    ax.set_xticks([at[i] for i in chosen], [labels[i] for i in chosen])
    ticks = ax.get_xticklabels()
    if len(ticks) > 1 and len(labels[0]) > 5:  # noqa: PLR2004
        ticks[0].set_ha("left")
        ticks[-1].set_ha("right")


def _columns(ax: Axes, at: np.ndarray, table: pd.DataFrame, value: str) -> list[Mark]:
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
