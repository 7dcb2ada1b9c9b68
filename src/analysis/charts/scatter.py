"""All terms of two groups as a cloud: how often here, how often there; some of them named."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

import numpy as np
import pandas as pd
from matplotlib.patches import PathPatch
from matplotlib.path import Path
from matplotlib.transforms import Bbox

from analysis import palette, wording
from analysis.charts import theme
from analysis.charts.rows import HOVER_CELLS
from analysis.charts.theme import Mark

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

RATES = ["per_million_target", "per_million_other"]  # across, upwards
MOST_DOTS = 4000
MOST_NAMES = 60
DOT = 2.5  # px; of a term without a name
FINGER = 12  # px; half the side of what a finger can hit
LINE_PX = 16  # px; height of a line of text
BESIDE, OVER = 7, 6  # px; from the middle of a dot to its name, across and upwards
LONGEST = {theme.WIDE: 150, theme.NARROW: 96}  # px; of a name
TALL = {theme.WIDE: 560, theme.NARROW: 380}  # px; of the drawing
MARGIN = 0.04  # of the span of an axis, kept free at its ends


def _height(_table: pd.DataFrame, width: int, **_options: object) -> int:
    return TALL[width]


def _cloud(table: pd.DataFrame, **_options: object) -> tuple[pd.DataFrame, str]:
    """Choose the terms to draw: those named, then the surest and the most frequent."""
    known = table[np.isfinite(table[RATES].to_numpy(float)).all(axis=1)]
    n_out = len(table) - len(known)
    said = [f"{wording.counted(n_out, 'term')} without a rate: not drawn."] if n_out else []
    if len(known) > MOST_DOTS:
        said.append(
            f"{MOST_DOTS:,} of {len(known):,} terms are drawn: the surest and the most frequent."
        )
    return known[_kept(known)], " ".join(said)


def _kept(table: pd.DataFrame) -> NDArray[np.bool_]:
    """Mark what to draw: named rows, then turn by turn the next as given and the most frequent."""
    n = len(table)
    by_rate = np.argsort(-table[RATES].sum(axis=1).to_numpy(float), kind="stable")
    first = np.argsort(~_named(table), kind="stable")[: min(MOST_NAMES, _named(table).sum())]
    turns = np.column_stack([np.arange(n), by_rate]).ravel()
    order = pd.unique(np.concatenate([first, turns]))
    kept = np.zeros(n, dtype=bool)
    kept[order[:MOST_DOTS]] = True
    return kept


def _named(table: pd.DataFrame) -> NDArray[np.bool_]:
    """Mark the first rows that are to be named, as many as can be placed."""
    if "named" not in table:
        return np.zeros(len(table), dtype=bool)
    named = table["named"].to_numpy(bool)
    return named & (np.cumsum(named) <= MOST_NAMES)


@theme.chart(_height, choose=_cloud)
def rank_scatter(ax: Axes, table: pd.DataFrame, width: int, *, left: str, right: str) -> list[Mark]:
    """Draw every term where its rates in two groups put it, and name the `named` ones.

    table : KEYNESS, and `named` (bool): which terms have a name and a link, the first 60 of them;
        a name that finds no free place is left out, its dot is not
    left : the name of the others, whose rate goes upwards
    right : the name of the target, whose rate goes to the right
    """
    shown, _ = _cloud(table)
    x, y = _axes(ax, shown[RATES].to_numpy(float), width)
    named = _named(shown)
    _dots(ax, x[~named], y[~named])
    colours = np.select([x > y, x < y], [palette.BLUE, palette.OCHRE], palette.INK)
    ax.scatter(x[named], y[named], 36, color=colours[named], zorder=4, lw=0)
    across, up = (f"per million in {theme.fit(name, width * 0.5)}" for name in (right, left))
    ax.set_xlabel(f"{across} \u2192", loc="right", color=palette.BLUE)
    ax.set_title(f"\u2191 {up}", loc="left", color=palette.OCHRE)
    return _marks(ax, shown[named], np.column_stack([x, y])[named], LONGEST[width])


def _axes(ax: Axes, rates: Floats, width: int) -> tuple[Floats, Floats]:
    """Set out both axes on one scale of tenfolds, zero at a place of its own below the least."""
    positive = rates[rates > 0]
    low, high = (
        (np.log10(positive.min()), np.log10(positive.max())) if positive.size else (0.0, 1.0)
    )
    high = max(high, low + 0.5)
    zero = low - max(0.08 * (high - low), 0.1)
    places = np.full(rates.shape, zero)
    np.log10(rates, out=places, where=rates > 0)
    ticks = _tenfolds(low, high, most=5 if width == theme.WIDE else 4)
    texts = [wording.significant(10.0**at, 1) for at in ticks]
    margin = MARGIN * (high - zero)
    for axis in (ax.xaxis, ax.yaxis):
        axis.set_ticks([zero, *ticks], ["0", *texts])
    ax.set(xlim=(zero - margin, high + margin), ylim=(zero - margin, high + margin))
    ax.spines["left"].set_visible(True)
    ax.tick_params(axis="y", labelcolor=palette.SOFT)
    ax.plot([low, high], [low, high], color=palette.LINE, lw=1, zorder=1)  # equally frequent
    for line in (ax.axvline, ax.axhline):  # what lies on this side is off the scale
        line((zero + low) / 2, color=palette.LINE, lw=1, ls=(0, (2, 3)), zorder=1)
    return places[:, 0], places[:, 1]


def _tenfolds(low: float, high: float, *, most: int) -> list[float]:
    """Choose places for numbers: whole tenfolds, or 1, 2 and 5 where there are too few."""
    powers = np.arange(np.floor(low), np.ceil(high) + 1)
    for steps in ((1,), (1, 3), (1, 2, 5)):
        every = (powers[:, None] + np.log10(steps)).ravel()
        inside = every[(every >= low - 1e-9) & (every <= high + 1e-9)]
        if len(inside) > 1:  # two numbers tell the step
            break
    return list(map(float, inside[:: -(-len(inside) // most) or 1]))


def _dots(ax: Axes, x: Floats, y: Floats) -> None:
    """Draw the terms without a name as one path of round points; equal places once."""
    seen = np.unique(np.round(np.column_stack([x, y]), 3), axis=0)
    ends = np.column_stack(
        [seen, seen[:, 0] + 0.001, seen[:, 1]]
    )  # a line of no length is not drawn everywhere
    theme.strokes(
        ax, ends, edgecolor=palette.MARK, lw=DOT, capstyle="round", alpha=0.6, zorder=2, snap=False
    )  # fmt: skip


def _marks(ax: Axes, rows: pd.DataFrame, places: Floats, longest: float) -> list[Mark]:
    """Name each dot where there is room, and lay a touchable area over the dot and its name."""
    # only when it is laid out is it known where the axes stand
    cast("Figure", ax.get_figure(root=True)).draw_without_rendering()
    middles = ax.transData.transform(places)
    dots = areas(middles)
    names = [theme.fit(name, longest) for name in rows["term"]]
    labels = place_labels(middles, dots, [theme.px(name) for name in names], ax.bbox)
    marks = []
    hovers = _hover(rows)
    for i, (name, label, key) in enumerate(zip(names, labels, rows["term"], strict=True)):
        boxes = [dots[i]]
        if label is not None:
            boxes.append(label)
            write(ax, name, label)
        area(ax, boxes, f"mark-{i}")
        marks.append(Mark(f"mark-{i}", str(key), hovers[i]))
    return marks


def areas(middles: Floats) -> list[Bbox]:
    """Lay a square around each dot, 24 px wide where it touches no other, never under 2 px."""
    apart = np.abs(middles[:, None] - middles[None]).max(axis=2)
    np.fill_diagonal(apart, np.inf)
    half = np.clip(apart.min(axis=1, initial=np.inf) / 2, 1, FINGER)
    pairs = zip(middles - half[:, None], middles + half[:, None], strict=True)
    return [Bbox([low, high]) for low, high in pairs]


def place_labels(
    middles: Floats, dots: list[Bbox], widths: list[float], inside: Bbox
) -> list[Bbox | None]:
    """Find a place beside each dot, in their order: on no other dot and on no name before it.

    middles, dots : px; of all dots
    widths : px; of the names
    inside : px; where names may stand
    Returns  a place for each name; None where there is none free
    """
    found: list[Bbox | None] = []
    for i, (middle, width) in enumerate(zip(middles, widths, strict=True)):
        taken = [*dots[:i], *dots[i + 1 :], *(box for box in found if box is not None)]
        found.append(next((b for b in _around(middle, width) if free(b, taken, inside)), None))
    return found


def _around(middle: Floats, width: float) -> list[Bbox]:
    """List the places for a name: right, left, above, below, and the four between."""
    x, y = middle
    right, left, centre = x + BESIDE, x - BESIDE - width, x - width / 2
    level, above, below = y - LINE_PX / 2, y + OVER, y - OVER - LINE_PX
    corners = [
        *((right, level), (left, level), (centre, above), (centre, below)),
        *((right - 3, above - 3), (left + 3, above - 3)),
        *((right - 3, below + 3), (left + 3, below + 3)),
    ]
    return [Bbox.from_bounds(*corner, width, LINE_PX) for corner in corners]


def free(box: Bbox, taken: list[Bbox], inside: Bbox) -> bool:
    """Say whether a name may stand in a box: inside the drawing, over no other name or dot."""
    within = (
        inside.x0 <= box.x0 and box.x1 <= inside.x1 and inside.y0 <= box.y0 and box.y1 <= inside.y1
    )
    return within and not box.count_overlaps(taken)


def write(
    ax: Axes, name: str, box: Bbox, *, alpha: float = 0.75, pad: float = 0, zorder: float = 3
) -> None:
    """Write a name into its box, on a ground of paper that keeps it readable over the dots."""
    x, y = ax.transData.inverted().transform((box.x0, (box.y0 + box.y1) / 2))
    # no halo: a stroke around letters turns text into outlines, 4 kB a name
    ground = {"facecolor": palette.PAPER, "edgecolor": "none", "alpha": alpha, "pad": pad}
    text = ax.text(x, y, name, va="center_baseline", zorder=zorder, bbox=ground)
    text.set_in_layout(False)


def area(ax: Axes, boxes: list[Bbox], gid: str) -> None:
    """Lay an invisible, touchable area over boxes (px); the page makes it a link."""
    to_data = ax.transData.inverted()
    parts = [Path(to_data.transform(_corners(box)), closed=True) for box in boxes]
    area = PathPatch(Path.make_compound_path(*parts), gid=gid, fc="none", ec="none")
    area.set_in_layout(False)
    ax.add_patch(area)


def _corners(box: Bbox) -> Floats:
    x0, y0, x1, y1 = box.extents
    return np.array([(x0, y0), (x1, y0), (x1, y1), (x0, y1), (x0, y0)])


def _hover(rows: pd.DataFrame) -> list[str]:
    cells = zip(rows["term"], *(rows[name] for name in RATES), strict=True)
    return [
        f"{theme.label(term, HOVER_CELLS)}: {wording.significant(across, 2)} against "
        f"{wording.significant(up, 2)} uses per million"
        for term, across, up in cells
    ]
