"""Where in each text a word stands: a row per text, from its start to its end."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from analysis import palette, wording
from analysis.charts import theme
from analysis.charts.rows import HOVER_CELLS, hits
from analysis.sampling import evenly

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes
    from numpy.typing import NDArray

    from analysis.charts.theme import Mark

HEAD = 30  # px; the line above the rows that names their parts
ROOM = {theme.WIDE: 190, theme.NARROW: 120}  # px; of a name
FINE = 1000  # places of a row that the eye tells apart; what falls on one is drawn once
TALL = 0.3  # rows; half the height of a tick


def _some(table: pd.DataFrame, *, label: str = "doc_id") -> tuple[pd.DataFrame, str]:
    """Choose the rows to draw: all, or so many spread evenly over them."""
    names = list(dict.fromkeys(table[label]))
    if len(names) <= theme.MOST_ROWS:
        return table, ""
    kept = [names[i] for i in evenly(len(names), theme.MOST_ROWS)]
    said = f"{len(kept)} of {len(names):,} rows are drawn, spread evenly."
    return table[table[label].isin(kept)], said


def _height(table: pd.DataFrame, _width: int, *, label: str = "doc_id") -> int:
    return theme.ROW * max(table[label].nunique(), 1) + HEAD


@theme.chart(_height, choose=_some, beside="")
def barcode(ax: Axes, table: pd.DataFrame, width: int, *, label: str = "doc_id") -> list[Mark]:
    """Draw each use of a word as a tick where it stands, from the start of its text to the end.

    table : BARCODE, all uses; a document without a use has no row
    label : the column that names a row: the document, or a group of them laid on one another
    """
    rows = table.groupby(label, sort=False).size().reset_index(name="n_hits")
    places = np.arange(len(rows), dtype=float)
    ax.set_ylim(len(rows) - 0.5, -0.5)
    ax.hlines(places, 0, 1, color=palette.LINE, lw=1)
    row_of = dict(zip(rows[label], places, strict=True))
    _ticks(ax, table["position"].to_numpy(float), table[label].map(row_of).to_numpy(float))
    _heads(ax)
    _named(ax, [theme.fit(name, ROOM[width]) for name in rows[label]], places)
    _counts(ax, rows["n_hits"].tolist(), places)
    return hits(ax, rows, places, label, _hover(rows, label))


def _ticks(ax: Axes, x: NDArray[np.float64], y: NDArray[np.float64]) -> None:
    """Draw a tick for each place that the eye tells apart."""
    seen = np.unique(np.column_stack([y, np.round(x * FINE) / FINE]), axis=0)
    y, x = seen[:, 0], seen[:, 1]
    theme.strokes(
        ax, np.column_stack([x, y - TALL, x, y + TALL]), edgecolor=palette.INK, lw=1.25, zorder=3,
        capstyle="butt",
    )  # fmt: skip


def _heads(ax: Axes) -> None:
    """Name the parts of a row above the first: where a text starts and ends, and the count."""
    ax.set_xlim(-0.004, 1.004)
    ax.set_xticks([0, 0.5, 1], ["start", "middle", "end"])
    ax.xaxis.tick_top()
    first, _, last = ax.get_xticklabels()
    first.set_horizontalalignment("left")
    last.set_horizontalalignment("right")
    ax.spines["bottom"].set_visible(False)


def _named(ax: Axes, names: list[str], places: NDArray[np.float64]) -> None:
    """Write the names to the left, all from one edge, with the room that the longest needs."""
    ax.set_yticks(places, names)
    ax.tick_params(axis="y", pad=max(map(theme.px, names), default=0.0) + 12)
    for name in ax.get_yticklabels():
        name.set_horizontalalignment("left")


def _counts(ax: Axes, counts: list[int], places: NDArray[np.float64]) -> None:
    """Print how many uses a row has at its right, and over them what they count."""
    texts = [wording.integer(n) for n in counts]
    right = 12 + max(theme.px(text) for text in [*texts, "uses"])
    for place, text in zip(places, texts, strict=True):
        ax.annotate(
            text, (1, place), (right, 0), textcoords="offset points", color=palette.SOFT,
            xycoords=("axes fraction", "data"), ha="right", va="center_baseline",
        )  # fmt: skip
    ax.annotate(
        "uses", (1, 1), (right, 3.5), xycoords="axes fraction", textcoords="offset points",
        color=palette.SOFT, ha="right", va="bottom",
    )  # fmt: skip


def _hover(rows: pd.DataFrame, label: str) -> list[str]:
    pairs = zip(rows[label], rows["n_hits"], strict=True)
    return [f"{theme.label(name, HOVER_CELLS)}: {wording.counted(n, 'use')}" for name, n in pairs]
