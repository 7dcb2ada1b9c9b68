"""Charts of topics: a tree of mergers, shares in each source, shares that rise or fall."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

import numpy as np
import pandas as pd
from matplotlib.patches import Rectangle
from matplotlib.ticker import FuncFormatter, MaxNLocator

from analysis import palette, wording
from analysis.charts import theme
from analysis.charts.rows import HOVER_CELLS, hits
from analysis.charts.theme import Chart, Drawing, Mark
from analysis.charts.time import PANEL

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

LEAF = {theme.WIDE: 230, theme.NARROW: 150}  # px; of a name beside the tree
LEVEL = 0.05  # of q: above, a change is grey
AXIS = 44  # px; below the rows


def _last(
    table: pd.DataFrame, *, label_of: pd.Series, **_options: object
) -> tuple[pd.DataFrame, str]:
    """Choose the last mergers, where there are more topics than rows that can be drawn.

    Returns  TOPIC_TREE, and left_name and right_name: what is merged may be merged itself
    """
    names = dict(zip(table["new"].tolist(), table["label"], strict=True))
    names |= dict(zip(label_of.index.tolist(), label_of.astype("str"), strict=True))
    sides = {f"{side}_name": table[side].map(names).astype("str") for side in ("left", "right")}
    table = table.assign(**sides)
    if len(table) < theme.MOST_ROWS:
        return table, ""
    rows = table.tail(theme.MOST_ROWS - 1).reset_index(drop=True)
    n = len(table) + 1
    return rows, f"The tree begins where the {n:,} topics have become {theme.MOST_ROWS}."


def _rows_and_axis(table: pd.DataFrame, _width: int, **_options: object) -> int:
    return theme.ROW * (len(table) + 1) + AXIS


@theme.chart(_rows_and_axis, choose=_last, beside="")
def merge_tree(
    ax: Axes, table: pd.DataFrame, width: int, *, label_of: pd.Series, measure: str = ""
) -> list[Mark]:
    """Draw which topics merge, from each topic at the left to the one that holds all at the right.

    table : TOPIC_TREE
    label_of : label by topic
    measure : what the axis counts; a merger stands at what it and all before it lose
    """
    rows = table if "left_name" in table else _last(table, label_of=label_of)[0]
    base, leaves = _last_heights(rows)
    _branches(ax, rows, leaves, base)
    names = dict(zip(rows["left"], rows["left_name"], strict=True))
    names |= dict(zip(rows["right"], rows["right_name"], strict=True))
    ax.set_ylim(len(leaves) - 0.5, -0.5)
    ax.set_xlim(base, 1)
    shown = [names[node] for node in leaves]
    ax.set_yticks(range(len(leaves)), [theme.fit(name, LEAF[width]) for name in shown])
    ax.tick_params(axis="y", pad=8)
    ax.xaxis.set_major_locator(MaxNLocator(4 if width == theme.WIDE else 2))
    ax.xaxis.set_major_formatter(FuncFormatter(lambda x, _: f"{100 * x:.0f}%"))
    ax.grid(axis="x")
    ax.set_axisbelow(True)
    ax.set_xlabel(measure, loc="left")
    at = np.arange(len(leaves), dtype=float)
    return hits(ax, pd.DataFrame({"label": shown}), at, "label", _joins(rows, leaves, names))


def _branches(ax: Axes, table: pd.DataFrame, leaves: list[int], base: float) -> None:
    """Draw each merger as a bracket around what it merges."""
    place = {node: float(i) for i, node in enumerate(leaves)}
    start = dict.fromkeys(leaves, base)
    columns = table[["left", "right", "new", "height"]]
    for left, right, new, height in columns.itertuples(index=False):
        ax.plot(
            [start[left], height, height, start[right]],
            [place[left], place[left], place[right], place[right]],
            color=palette.SOFT, lw=1.5, solid_joinstyle="miter", clip_on=False,
        )  # fmt: skip
        place[new], start[new] = (place[left] + place[right]) / 2, height


def _last_heights(table: pd.DataFrame) -> tuple[float, list[int]]:
    """Find where the tree begins, and its leaves from top to bottom, no branch crossing another."""
    order = {node: [node] for node in set(table["left"]) | set(table["right"])}
    for left, right, new in table[["left", "right", "new"]].itertuples(index=False):
        order[new] = order[left] + order[right]
    cut = bool(table["step"].iloc[0] > 1)
    return (float(table["height"].iloc[0] * 0.98) if cut else 0.0), order[
        int(table["new"].iloc[-1])
    ]


def _joins(table: pd.DataFrame, leaves: list[int], names: dict[int, str]) -> list[str]:
    """Say of each leaf what it merges with first."""
    partner: dict[int, int] = {}
    for left, right in table[["left", "right"]].itertuples(index=False):
        partner |= {left: right, right: left}
    said = []
    for node in leaves:
        other = names.get(partner[node]) or "all others"
        name = theme.label(names.get(node, node), HOVER_CELLS)
        said.append(f"{name}: merges with {theme.label(other, HOVER_CELLS)}")
    return said


def source_time(table: pd.DataFrame, *, width: int = theme.WIDE) -> Axes:
    """Draw the share of one topic over time, a panel for each source, all on one scale.

    table : TOPIC_SOURCE_TIME of one topic, and tick: the names of its periods
    Returns  the first panel's axes; the figure holds them all
    """
    names = list(dict.fromkeys(table["source"]))[: theme.MOST_PANELS]
    across = 3 if width == theme.WIDE else 2
    down = max(-(-len(names) // across), 1)
    known = table[["share", "high"]].to_numpy(float)
    top = float(known[np.isfinite(known)].max(initial=0.0)) or 1.0

    def at(px: int) -> Chart:
        return cast("Chart", source_time(table, width=px).figure)

    with theme.style():
        figure = theme.blank((width, PANEL * down + 8), pad=0.08, between=0.06)
        axes = figure.subplots(down, across, squeeze=False).ravel()
        figure.drawing = Drawing(at, table)
        for i, (ax, name) in enumerate(zip(axes, names, strict=False)):
            rows = table[table["source"] == name]
            room = (width - theme.px(wording.share(top))) / across - 16
            _panel(ax, rows, top, (i % across == 0, room))
            figure.drawing.marks.append(_panel_mark(ax, rows, name, f"mark-{i}"))
        for ax in axes[len(names) :]:
            ax.set_axis_off()
    return figure.axes[0]


def _panel(ax: Axes, rows: pd.DataFrame, top: float, place: tuple[bool, float]) -> None:
    """Draw one source. place : whether the scale is written beside it; width of its axis (px)."""
    first, room = place
    at = np.arange(len(rows), dtype=float)
    ax.fill_between(at, rows["low"], rows["high"], color=palette.LINE, lw=0)
    ax.plot(at, rows["share"], "o-", color=palette.INK, lw=1.5, ms=3, clip_on=False)
    ax.set_ylim(0, top)
    ax.set_yticks([0, top], ["0", wording.share(top)] if first else ["", ""])
    ax.tick_params(axis="y", labelcolor=palette.SOFT)
    ax.grid(axis="y")
    ax.set_axisbelow(True)
    source = theme.fit(rows["source"].iloc[0], room)
    ax.set_title(source, loc="left", color=palette.INK, style="italic")
    _ends(ax, rows["tick"].tolist(), room)


def _ends(ax: Axes, ticks: list[str], room: float) -> None:
    """Name the first period, and the last where there is room (px) for both."""
    ends = (-0.4, max(len(ticks), 2) - 0.6)
    ax.set_xlim(*ends)
    both = len(ticks) > 1 and theme.px(ticks[0]) + theme.px(ticks[-1]) + 12 < room
    shown = [ticks[0], ticks[-1]] if both else ticks[:1]
    ax.set_xticks(ends[: len(shown)], shown)
    names = ax.get_xticklabels()
    names[-1].set_horizontalalignment("right")
    names[0].set_horizontalalignment("left")


def _panel_mark(ax: Axes, rows: pd.DataFrame, name: str, gid: str) -> Mark:
    """Lay an invisible, touchable area over a panel; say the share of all its periods."""
    area = Rectangle(
        (0, -0.3), 1, 1.6, transform=ax.transAxes, gid=gid, fc="none", ec="none", clip_on=False
    )
    area.set_in_layout(False)
    ax.add_patch(area)
    known = rows[rows["share"].notna()]
    n, of = int(known["n_units"].sum()), int(known["of_units"].sum())
    share = wording.share(n / of) if of else "not measured"
    return Mark(gid, str(name), f"{theme.label(name, HOVER_CELLS)}: {share} in all periods shown")


@theme.chart(theme.rows_height, limit=theme.MOST_ROWS)
def rising(ax: Axes, table: pd.DataFrame, width: int, *, measure: str = "") -> list[Mark]:
    """Draw by how much the share of each topic changes from period to period, with its interval.

    table : TOPIC_TRENDS; a topic that is not measured is named and has no dot
    measure : what the axis counts
    Changes with q < .05 have a colour, blue up and ochre down.
    """
    places = np.arange(len(table), dtype=float)
    value, low, high = (100 * (table[c].to_numpy(float) - 1) for c in ("ratio", "low", "high"))
    ax.set_ylim(len(table) - 0.5, -0.5)
    ax.axvline(0, color=palette.SOFT, lw=1, zorder=1)
    sure = (table["q"] < LEVEL).to_numpy()
    for side, colour in (("rising", palette.BLUE), ("falling", palette.OCHRE)):
        at = sure & (table["direction"] == side).to_numpy()
        _estimates(ax, places[at], (value[at], low[at], high[at]), colour)
    rest = ~(sure & table["direction"].isin(["rising", "falling"]).to_numpy())
    _estimates(ax, places[rest], (value[rest], low[rest], high[rest]), palette.MARK)
    for place in places[~np.isfinite(value)]:
        ax.annotate(
            "not measured", (0, place), (8, 0), textcoords="offset points", color=palette.SOFT,
            va="center_baseline",
        )  # fmt: skip
    ax.set_yticks(places, [theme.fit(name, LEAF[width]) for name in table["label"]])
    ax.tick_params(axis="y", pad=8)
    ends = np.concatenate([value, low, high, [0.0]])
    ends = ends[np.isfinite(ends)]
    pad = 0.04 * (np.ptp(ends) or 1)
    ax.set_xlim(ends.min() - pad, ends.max() + pad)
    ax.xaxis.set_major_locator(MaxNLocator(5 if width == theme.WIDE else 2))
    ax.xaxis.set_major_formatter(FuncFormatter(lambda x, _: _signed(x, 3)))
    ax.grid(axis="x")
    ax.set_axisbelow(True)
    ax.set_xlabel(measure, loc="left")
    return hits(ax, table, places, "label", _changes(table["label"], value, low, high))


def _estimates(ax: Axes, places: Floats, ends: tuple[Floats, Floats, Floats], colour: str) -> None:
    value, low, high = ends
    ax.hlines(places, low, high, color=colour, lw=3.5, zorder=2)
    ax.plot(value, places, "o", color=colour, ms=8, zorder=3, clip_on=False)


def _signed(percent: float, digits: int = 2) -> str:
    """Write a change in percent with its sign."""
    if not np.isfinite(percent):
        return "not measured"
    sign = wording.MINUS if percent < 0 else "+" if percent > 0 else ""
    text = wording.significant(abs(percent), digits)
    return f"{sign}{text.rstrip('0').rstrip('.') if '.' in text else text}%"


def _changes(labels: pd.Series, value: Floats, low: Floats, high: Floats) -> list[str]:
    said = []
    for name, *ends in zip(labels, value, low, high, strict=True):
        change, first, last = map(_signed, ends)
        between = f" ({wording.interval(first, last)})" if np.isfinite(ends[1]) else ""
        said.append(f"{theme.label(name, HOVER_CELLS)}: {change}{between}")
    return said
