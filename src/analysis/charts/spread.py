"""Charts of how values spread: lengths of documents, stability over numbers of topics."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from matplotlib.patheffects import withStroke
from matplotlib.ticker import FuncFormatter, MaxNLocator

from analysis import palette, wording
from analysis.charts import theme
from analysis.sampling import evenly

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes

    from analysis.charts.theme import Mark

BINS = 30
HALO: dict[str, Any] = {"path_effects": [withStroke(linewidth=3, foreground=palette.PAPER)]}


@theme.chart(theme.fixed_height(190))
def lengths(
    ax: Axes, table: pd.DataFrame, width: int, *, value: str, measure: str = ""
) -> list[Mark]:
    """Draw how many documents have which length, the median named on the drawing."""
    values = table[value].to_numpy(float)
    positive = values[values > 0]
    if not len(positive):
        return []
    wide_range = len(positive) > 1 and positive.max() > 30 * np.median(positive)
    edges = _edges(positive, logarithmic=wide_range)
    ax.hist(positive, edges.tolist(), color=palette.MARK, rwidth=0.9)
    if wide_range:
        ax.set_xscale("log")
        ax.minorticks_off()
    median = float(np.median(positive))
    ax.axvline(median, color=palette.INK, lw=1.5)
    ax.annotate(
        f"median {wording.integer(median)}", (median, 1), (5, -2), va="top",
        xycoords=("data", "axes fraction"), textcoords="offset points", **HALO,
    )  # fmt: skip
    ax.xaxis.set_major_formatter(FuncFormatter(lambda x, _: wording.integer(x)))
    ax.yaxis.set_major_locator(MaxNLocator(3, integer=True))
    if not wide_range:
        ax.xaxis.set_major_locator(MaxNLocator(5 if width == theme.WIDE else 3, integer=True))
    ax.grid(axis="y")
    ax.set_axisbelow(True)
    ax.set_title("documents", loc="left", color=palette.SOFT)
    ax.set_xlabel(measure, loc="left")
    return []


@theme.chart(theme.fixed_height(210))
def candidates(ax: Axes, table: pd.DataFrame, width: int, *, measure: str = "") -> list[Mark]:
    """Draw stability against the number of topics; the candidates are filled and named."""
    x = np.arange(len(table), dtype=float)
    y, se = table["stability"].to_numpy(float), table["se"].to_numpy(float)
    ax.vlines(x, y - se, y + se, color=palette.MARK, lw=2)
    ax.plot(x, y, color=palette.MARK, lw=1)
    chosen = table["candidate"].to_numpy(bool)
    ax.plot(x[~chosen], y[~chosen], "o", color=palette.PAPER, mec=palette.MARK, ms=6)
    ax.plot(x[chosen], y[chosen], "o", color=palette.INK, ms=7)
    for at, value, n in zip(x[chosen], y[chosen], table["n_topics"][chosen], strict=True):
        ax.annotate(str(n), (at, value), (0, 8), textcoords="offset points", ha="center", **HALO)
    ax.set_ylim(0, 1.12)
    ax.set_yticks([0, 0.5, 1], ["0", ".5", "1"])
    ax.grid(axis="y")
    ax.set_axisbelow(True)
    most = 9 if width == theme.WIDE else 5
    shown = evenly(len(x), most)
    ax.set_xticks(x[shown], table["n_topics"].iloc[shown].astype(str))
    ax.set_xlabel("number of topics", loc="left")
    ax.set_title(measure, loc="left", color=palette.SOFT)
    return []


def _edges(values: np.ndarray, *, logarithmic: bool) -> np.ndarray:
    low, high = values.min(), values.max()
    if low == high:
        low, high = low * 0.5, high * 1.5
    n = int(min(BINS, max(5, 2 * np.sqrt(len(values)))))
    return np.geomspace(low, high, n + 1) if logarithmic else np.linspace(low, high, n + 1)
