"""Which words moved the tone between two groups: a bar per word, to the side it moves it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from matplotlib.ticker import MaxNLocator

from analysis import palette, wording
from analysis.charts import theme
from analysis.charts.contrast import APART, crossing, name_beside, write_at_edge
from analysis.charts.rows import HOVER_CELLS, hits

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes
    from numpy.typing import NDArray

    from analysis.charts.theme import Mark

    Floats = NDArray[np.float64]

HEAD = 46  # px; what the sides mean, and the axis below the rows
EDGE = 8  # px; between the axes and the edge of the drawing, both sides together
INSIDE = 0.85  # of half the axis: a number further out would leave the drawing
BREAK = 0.5  # rows; between the words of one side and of the other
_SIGNS = {"positive": "+", "negative": wording.MINUS}
_ARROWS = {"used more": "\u2191", "used less": "\u2193", "weighs otherwise": "\u2248"}


def _height(table: pd.DataFrame, _width: int, **_options: object) -> int:
    both = len(set(table["shift"] > 0)) > 1
    return round(theme.ROW * (max(len(table), 1) + BREAK * both)) + HEAD + 24


@theme.chart(_height, limit=theme.MOST_ROWS, beside="")
def word_shift(ax: Axes, table: pd.DataFrame, width: int, *, left: str, right: str) -> list[Mark]:
    """Draw how much each word adds to the difference of tone, raising words first.

    table : WORD_SHIFT, its rows of shift > 0 before the others; hollow where the interval holds 0
        or is not there
    left, right : the names of the groups: right, the target, sounds better by a word of shift > 0
    """
    up = table["shift"].to_numpy(float) > 0
    places = np.arange(len(table), dtype=np.float64) + np.where(up, 0.0, BREAK * up.any())
    ax.set_ylim(places.max(initial=0.0) + 0.5, -0.5)
    reach = _reach(table, up)
    half = (width - EDGE) / 2
    _axis(ax, reach, width)
    _bars(ax, table, places, up)
    _groups(ax, (left, right), half)
    _names(ax, table, places, px=half / reach, wide=width == theme.WIDE)
    return hits(ax, table, places, "word", _hover(table))


def _reach(table: pd.DataFrame, up: NDArray[np.bool_]) -> float:
    """Choose how far both halves go: every end fits, and a name beside an end that crosses."""
    ends = np.abs(table[["shift", "low", "high"]].to_numpy(float))
    most = ends[np.isfinite(ends)].max(initial=0.0)
    return 1.04 * float(max(most, 1.6 * crossing(table, up).max(initial=0.0)) or 1.0)


def _axis(ax: Axes, reach: float, width: int) -> None:
    ax.set_xlim(-reach, reach)
    ticks = MaxNLocator(6 if width == theme.WIDE else 4, symmetric=True).tick_values(-reach, reach)
    inside = [float(at) for at in ticks if abs(at) < INSIDE * reach]
    ax.set_xticks(inside, [_points(at) for at in inside])
    ax.set_yticks([])
    ax.grid(axis="x", zorder=0)
    ax.set_axisbelow(True)
    ax.axvline(0, color=palette.SOFT, lw=1, zorder=1)
    ax.set_xlabel("part of the difference in mean tone, 95% interval", loc="left")


def _bars(ax: Axes, table: pd.DataFrame, places: Floats, up: NDArray[np.bool_]) -> None:
    """Draw each word as a bar, hollow where it may be chance, and its interval as a line."""
    values, low, high = (table[name].to_numpy(float) for name in ("shift", "low", "high"))
    colours = np.where(up, palette.BLUE, palette.OCHRE)
    fill = np.where(_clear(table), colours, palette.PAPER)
    ax.barh(places, values, 0.58, color=fill, edgecolor=colours, linewidth=1.5, zorder=2)
    known = np.isfinite(low) & np.isfinite(high)
    ax.hlines(places[known], low[known], high[known], color=palette.MARK, lw=2, zorder=3)


def _clear(table: pd.DataFrame) -> NDArray[np.bool_]:
    low, high = (table[name].to_numpy(float) for name in ("low", "high"))
    return np.asarray((low > 0) | (high < 0), bool)


def _groups(ax: Axes, names: tuple[str, str], half: float) -> None:
    """Say over each half which group its words make sound better."""
    sides = ((0, "\u2190 ", "", palette.OCHRE, "left"), (1, "", " \u2192", palette.BLUE, "right"))
    for (x, before, after, colour, side), name in zip(sides, names, strict=True):
        text = theme.fit(name, half - theme.px(before + after) - APART)
        ax.annotate(
            f"{before}{text}{after}", (x, 1), (0, 6), xycoords="axes fraction",
            textcoords="offset points", color=colour, ha=side, va="bottom",
        )  # fmt: skip


def _names(ax: Axes, table: pd.DataFrame, places: Floats, *, px: float, wide: bool) -> None:
    """Write each word beside the centre in the empty half, and how it moves the tone.

    px : of one unit of the axis
    """
    up = table["shift"].to_numpy(float) > 0
    ends = crossing(table, up)
    room = (ax.get_xlim()[1] - ends) * px - APART
    rows = zip(places, table["word"], table["kind"], up, ends, room, strict=True)
    for place, word, kind, above, end, free in rows:
        text = name_beside(ax, theme.fit(word, free), (end, place), above=above)
        left = free - theme.px(text) - 2 * APART
        why = next((w for w in _ways(kind, wide=wide) if theme.px(w) < left), "")
        write_at_edge(ax, why, place, above=above)


def _ways(kind: str, *, wide: bool) -> list[str]:
    """Say how a word moves the tone, in words where there is room, else in signs."""
    word, _, done = kind.partition(", ")
    sign = word.removesuffix(" word")
    short = f"{_SIGNS.get(sign, '')} {_ARROWS.get(done, '')}"
    return [f"{sign}, {done}", short] if wide else [short]


def _points(value: float) -> str:
    """Write a part of a tone with three places: these are small."""
    text = f"{abs(value):.3f}".removeprefix("0")
    sign = wording.MINUS if value < 0 else "+"
    return text if float(text) == 0 else sign + text


def _hover(table: pd.DataFrame) -> list[str]:
    """Say in words how much each word moves the difference, how surely and how."""
    texts = []
    cells = (table[name] for name in ("word", "shift", "low", "high", "kind"))
    for word, value, low, high, kind in zip(*cells, strict=True):
        ends = f" ({wording.interval(_points(low), _points(high))})" if np.isfinite(low) else ""
        texts.append(f"{theme.label(word, HOVER_CELLS)}: {_points(value)}{ends}; {kind}")
    return texts
