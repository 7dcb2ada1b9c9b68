"""What sets two groups apart, on two sides of one line: a row per term, times as frequent."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from analysis import palette, wording
from analysis.charts import theme
from analysis.charts.rows import HOVER_CELLS, hits

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from numpy.typing import NDArray

    from analysis.charts.theme import Mark

    Floats = NDArray[np.float64]

HEAD = 46  # px; the names of the groups, the numbers of the axis, and what they count
EDGE = 8  # px; between the axes and the edge of the drawing, both sides together
APART = 9  # px; between the centre line, or the bar that crosses it, and a name
BREAK = 0.5  # rows; between the terms of one side and of the other
COLUMNS = ["log_ratio", "low", "high"]


def _sides(table: pd.DataFrame, **_options: object) -> tuple[pd.DataFrame, str]:
    """Choose the rows that lean to a side, those of the right first, and say what is left out."""
    ratio = table["log_ratio"].to_numpy(float)
    sided = pd.concat([table[ratio > 0], table[ratio < 0]])
    rows, cut = theme.first_rows(sided, theme.MOST_ROWS)
    n_out = len(table) - len(sided)
    out = f"{wording.counted(n_out, 'row')} without a side: not drawn." if n_out else ""
    return rows, " ".join(filter(None, [cut, out]))


def _height(table: pd.DataFrame, _width: int, **_options: object) -> int:
    both = len(set(table["log_ratio"] > 0)) > 1
    return round(theme.ROW * (max(len(table), 1) + BREAK * both)) + HEAD


@theme.chart(_height, choose=_sides, beside="")
def contrast(
    ax: Axes, table: pd.DataFrame, width: int, *, label: str = "term", left: str, right: str
) -> list[Mark]:
    """Draw how many times as frequent each term is in one of two groups, the groups on two sides.

    table : KEYNESS, surest first: log_ratio above 0 is more in `right` (the target), below 0 more
        in `left` (the others); rows without a ratio, or of equal rates, are on no side
    label : the column that names a row
    left, right : the names of the groups
    """
    rows, _ = _sides(table)
    up = rows["log_ratio"].to_numpy(float) > 0
    places = np.arange(len(rows), dtype=np.float64) + np.where(up, 0.0, BREAK * up.any())
    ax.set_ylim(places.max(initial=0.0) + 0.5, -0.5)
    reach = _reach(rows, up)
    _axis(ax, reach, width)
    _estimates(ax, rows, places, up)
    half = (width - EDGE) / 2
    _groups(ax, (left, right), half)
    _names(ax, rows.assign(name=rows[label]), places, px=half / reach, numbers=width == theme.WIDE)
    return hits(ax, rows, places, label, _hover(rows.assign(name=rows[label]), left, right))


def crossing(rows: pd.DataFrame, up: NDArray[np.bool_]) -> Floats:
    """Say how far each interval reaches beyond the centre, into the half of its name."""
    ends = np.where(up, -rows["low"].to_numpy(float), rows["high"].to_numpy(float))
    return np.where(np.isfinite(ends), np.maximum(ends, 0.0), 0.0)


def _reach(rows: pd.DataFrame, up: NDArray[np.bool_]) -> float:
    """Choose how far both halves go: every end fits, and a name beside an end that crosses."""
    ends = np.abs(rows[COLUMNS].to_numpy(float))
    most = ends[np.isfinite(ends)].max(initial=1.0)
    return 1.04 * float(max(most, 2 * crossing(rows, up).max(initial=0.0)))


def _axis(ax: Axes, reach: float, width: int) -> None:
    """Write the axis above the rows, as times more on either side of the centre."""
    ax.set_xlim(-reach, reach)
    step = max(1, int(np.ceil(reach / (3 if width == theme.WIDE else 2))))
    powers = range(step, int(reach) + 1, step)
    times = [f"\u00d7{wording.integer(2**power)}" for power in powers]
    ax.set_xticks(
        [*(-power for power in reversed(powers)), 0, *powers], [*reversed(times), "equal", *times]
    )
    ax.set_yticks([])
    ax.xaxis.tick_top()
    ax.spines["bottom"].set_visible(False)
    ax.grid(axis="x")
    ax.set_axisbelow(True)
    ax.axvline(0, color=palette.SOFT, lw=1, zorder=1)


def _estimates(ax: Axes, rows: pd.DataFrame, places: Floats, up: NDArray[np.bool_]) -> None:
    """Draw each interval as a bar and each estimate as a dot, in the colour of its side."""
    values, low, high = (rows[name].to_numpy(float) for name in COLUMNS)
    for colour, side in ((palette.BLUE, up), (palette.OCHRE, ~up)):
        known = side & np.isfinite(low) & np.isfinite(high)
        ax.hlines(places[known], low[known], high[known], color=colour, lw=3.5, zorder=2)
        ax.plot(values[side], places[side], "o", color=colour, ms=8, zorder=3)


def _groups(ax: Axes, names: tuple[str, str], half: float) -> None:
    """Print the name of each group over its half, with an arrow that leads away from the centre."""
    room = half - theme.px("\u2190 ") - APART
    left, right = (theme.fit(name, room) for name in names)
    for x, text, colour, side in (
        (0, f"\u2190 {left}", palette.OCHRE, "left"),
        (1, f"{right} \u2192", palette.BLUE, "right"),
    ):
        ax.annotate(
            text, (x, 1), (0, 26), xycoords="axes fraction", textcoords="offset points",
            color=colour, ha=side, va="bottom",
        )  # fmt: skip


def _names(ax: Axes, rows: pd.DataFrame, places: Floats, *, px: float, numbers: bool) -> None:
    """Write each name beside the centre in the empty half, and its rates at the far edge.

    px : of one unit of the axis
    numbers : whether there is a page wide enough for rates, where the name leaves them room
    """
    up = rows["log_ratio"].to_numpy(float) > 0
    ends = crossing(rows, up)
    rates = _rates(rows) if numbers else [""] * len(rows)
    room = (ax.get_xlim()[1] - ends) * px - APART
    for place, name, rate, above, end, free in zip(
        places, rows["name"], rates, up, ends, room, strict=True
    ):
        text = name_beside(ax, theme.fit(name, free), (end, place), above=above)
        if rate and theme.px(text) + theme.px(rate) + 3 * APART < free:
            write_at_edge(ax, rate, place, above=above)


def name_beside(ax: Axes, text: str, at: tuple[float, float], *, above: bool) -> str:
    """Write a name beside the centre, in the half that the row's mark leaves empty.

    at : how far the row's interval reaches into that half, and the row's place
    above : whether the row's value is above 0
    """
    side, sign = ("right", -1) if above else ("left", 1)
    named = ax.annotate(
        text, (sign * at[0], at[1]), (sign * APART, 0), textcoords="offset points",
        ha=side, va="center_baseline",
    )  # fmt: skip
    named.set_in_layout(False)  # it is cut to stay inside, which the layout cannot know
    return text


def write_at_edge(ax: Axes, text: str, place: float, *, above: bool) -> None:
    """Write at the far edge of that half."""
    ax.annotate(
        text, (not above, place), xycoords=("axes fraction", "data"), color=palette.SOFT,
        ha="left" if above else "right", va="center_baseline",
    )  # fmt: skip


def _rates(rows: pd.DataFrame) -> list[str]:
    """Write the uses per million, as on the page from left to right."""
    pairs = zip(rows["per_million_other"], rows["per_million_target"], strict=True)
    return [f"{wording.significant(a, 2)} \u2192 {wording.significant(b, 2)}" for a, b in pairs]


def _hover(rows: pd.DataFrame, left: str, right: str) -> list[str]:
    """Say in words how many times as frequent each term is, and in which group."""
    texts = []
    cells = zip(rows["name"], *(rows[name] for name in COLUMNS), _rates(rows), strict=True)
    for name, value, low, high, rate in cells:
        ends, group = ((low, high), right) if value > 0 else ((-high, -low), left)
        times = [wording.ratio(2.0 ** float(power)) for power in (abs(value), *ends)]
        between = f" ({wording.interval(*times[1:])})" if np.isfinite(low + high) else ""
        texts.append(
            f"{theme.label(name, HOVER_CELLS)}: {times[0]} in {theme.label(group, HOVER_CELLS)}"
            f"{between}; {rate} uses per million"
        )
    return texts
