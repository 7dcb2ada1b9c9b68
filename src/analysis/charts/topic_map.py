"""A map of the texts: a dot for each, a name for each topic."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

import numpy as np
from matplotlib.transforms import Bbox

from analysis import palette, wording
from analysis.charts import theme
from analysis.charts.rows import HOVER_CELLS
from analysis.charts.scatter import BESIDE, LINE_PX, OVER, area, areas, free, write
from analysis.charts.theme import Mark

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

COLOURS = (palette.BLUE, palette.OCHRE, palette.TEAL, palette.VIOLET)  # of the largest topics
TALL = {theme.WIDE: 500, theme.NARROW: 360}  # px; of the map
DOT = 3.5  # px; of a unit
LONGEST = {theme.WIDE: 210, theme.NARROW: 150}  # px; of a name


def _tall(_table: pd.DataFrame, width: int, **_options: object) -> int:
    return TALL[width]


@theme.chart(_tall, beside="")
def topic_map(ax: Axes, table: pd.DataFrame, width: int, *, label_of: pd.Series) -> list[Mark]:
    """Draw every unit where the map puts it, and name each topic at its centre.

    table : TOPIC_MAP
    label_of : label by topic
    The four largest topics have a colour, the others are grey; a name that finds no free place
    is left out, its centre is not.
    """
    places, topic = table[["x", "y"]].to_numpy(float), table["topic"].to_numpy(int)
    for each in np.unique(topic)[::-1].tolist():  # small topics lie below
        _dots(ax, places[topic == each], _colour(each))
    ax.set_xticks([])
    ax.set_yticks([])
    ax.spines["bottom"].set_visible(False)
    ax.margins(0.04)
    ax.set_aspect("equal", "datalim")
    middle = _centres(table, label_of)
    colours = [_colour(each) for each in middle["topic"].tolist()]
    at = middle[["x", "y"]].to_numpy(float)
    ax.scatter(at[:, 0], at[:, 1], 52, color=colours, edgecolors=palette.PAPER, lw=1.5, zorder=4)
    return _marks(ax, middle, LONGEST[width])


def _centres(table: pd.DataFrame, label_of: pd.Series) -> pd.DataFrame:
    """Find the centre of each topic, most dots first: topic, label, x, y, n."""
    grouped = table.groupby("topic")
    middle = grouped[["x", "y"]].mean().assign(n=grouped.size())
    middle["label"] = label_of.reindex(middle.index).fillna("").astype("str")
    middle = middle.reset_index()
    return middle.sort_values(["n", "topic"], ascending=[False, True], ignore_index=True)


def _colour(topic: int) -> str:
    return COLOURS[topic - 1] if topic <= len(COLOURS) else palette.MARK


def _dots(ax: Axes, places: Floats, colour: str) -> None:
    """Draw the units of a topic as one path of round points; equal places once."""
    seen = np.unique(np.round(places, 3), axis=0)
    # a line of no length is not drawn everywhere
    ends = np.column_stack([seen, seen[:, 0] + 1e-4, seen[:, 1]])
    theme.strokes(
        ax, ends, edgecolor=colour, lw=DOT, capstyle="round", alpha=0.45, zorder=2, snap=False
    )
    ax.update_datalim(seen)
    ax.autoscale_view()


def _marks(ax: Axes, middle: pd.DataFrame, longest: float) -> list[Mark]:
    """Name each centre where there is room; lay a touchable area over the centre and its name."""
    # only when it is laid out is it known where the axes stand
    cast("Figure", ax.get_figure(root=True)).draw_without_rendering()
    places = ax.transData.transform(middle[["x", "y"]].to_numpy(float))
    dots = areas(places)
    marks, taken = [], [*dots]
    for i, (label, n) in enumerate(zip(middle["label"], middle["n"], strict=True)):
        name = theme.fit(label, longest)
        box = _place(places[i], theme.px(name), taken, ax.bbox)
        boxes = [dots[i]]
        if box is not None:
            write(ax, name, box, alpha=0.85, pad=1, zorder=5)
            boxes.append(box)
            taken.append(box)
        area(ax, boxes, f"mark-{i}")
        hover = f"{theme.label(label, HOVER_CELLS)}: {wording.counted(n, 'dot')}"
        marks.append(Mark(f"mark-{i}", label, hover))
    return marks


def _place(middle: Floats, width: float, taken: list[Bbox], inside: Bbox) -> Bbox | None:
    """Find a place for a name: outwards, inwards, above or below; None where there is none free."""
    x, y = middle
    level = y - LINE_PX / 2
    outwards = [(x + BESIDE, level), (x - BESIDE - width, level)]
    if x < (inside.x0 + inside.x1) / 2:
        outwards.reverse()
    within = min(max(x - width / 2, inside.x0), inside.x1 - width)
    beyond = [(within, y + OVER), (within, y - OVER - LINE_PX)]
    if y < (inside.y0 + inside.y1) / 2:
        beyond.reverse()
    boxes = [Bbox.from_bounds(*at, width, LINE_PX) for at in (outwards[0], *beyond, outwards[1])]
    others = [one for one in taken if not one.contains(x, y)]
    return next((box for box in boxes if free(box, others, inside)), None)
