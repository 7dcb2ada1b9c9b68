"""One look for every chart: sizes in pixels, one palette, plain text, nothing global.

A chart is drawn twice, for a wide and for a narrow page, so a figure remembers how it was drawn.
"""

from __future__ import annotations

import warnings
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import wraps
from typing import TYPE_CHECKING, Any

import matplotlib as mpl
from matplotlib.figure import Figure

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    import pandas as pd
    from matplotlib.axes import Axes

WIDE, NARROW = 672, 350  # px; the text column of the page, and a phone
ROW = 24  # px; a row that a finger can hit (WCAG 2.2, target size)
DPI = 72  # one unit of the SVG is one CSS pixel
TEXT = 13  # px

INK, SOFT, LINE, PAPER = "#1d1c1a", "#5b5750", "#ddd8cd", "#fcfbf8"
MARK, TINT = "#8a857b", "#f4f1ea"
BLUE, OCHRE, TEAL, VIOLET = "#1f5f99", "#985300", "#2a7566", "#7a4a9c"
# name of the CSS variable of the page for each colour; `report.figures` maps by it
VARIABLES = {
    INK: "ink",
    SOFT: "soft",
    LINE: "line",
    PAPER: "paper",
    MARK: "mark",
    TINT: "tint",
    BLUE: "a",
    OCHRE: "b",
    TEAL: "c",
    VIOLET: "d",
}

_STYLE = {
    "font.family": "DejaVu Sans",  # ships with matplotlib: the same widths on every machine
    "font.size": TEXT,
    "text.color": INK,
    "text.parse_math": False,  # `$` in a label is a dollar sign
    "axes.edgecolor": LINE,
    "axes.labelcolor": SOFT,
    "axes.labelsize": TEXT,
    "axes.titlesize": TEXT,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.spines.left": False,
    "axes.unicode_minus": True,
    "axes.facecolor": "none",
    "figure.facecolor": "none",
    "grid.color": LINE,
    "grid.linewidth": 1,
    "xtick.color": LINE,
    "ytick.color": LINE,
    "xtick.labelcolor": SOFT,
    "ytick.labelcolor": INK,
    "xtick.labelsize": TEXT,
    "ytick.labelsize": TEXT,
    "xtick.major.size": 0,
    "ytick.major.size": 0,
    "svg.fonttype": "none",
    "svg.hashsalt": "footnoted",
}


@dataclass(frozen=True)
class Mark:
    """What one mark stands for: its id in the drawing, its row's key, its name on hover."""

    gid: str
    key: str
    hover: str


@dataclass
class Drawing:
    """How a figure came to be, so that it can be drawn again at another width."""

    draw: Callable[[int], Figure]
    table: pd.DataFrame
    marks: list[Mark] = field(default_factory=list)


class Chart(Figure):
    """A matplotlib figure that remembers its drawing."""

    drawing: Drawing


@contextmanager
def style() -> Iterator[None]:
    """Set our look for the time of a drawing only."""
    with mpl.rc_context(_STYLE), warnings.catch_warnings():
        # the page sets text in the reader's fonts; a glyph that DejaVu lacks is no fault
        warnings.filterwarnings("ignore", message="Glyph .* missing from font")
        yield


def chart(height: Callable[..., int]) -> Callable[..., Callable[..., Axes]]:
    """Make a chart of a function that draws a table on axes and returns its marks.

    height : table, width (px) and the options -> height in px, where no axes are given
    """

    def decorate(draw: Callable[..., list[Mark]]) -> Callable[..., Axes]:
        @wraps(draw)
        def plot(table: pd.DataFrame, *, ax: Axes | None = None, **options: Any) -> Axes:  # noqa: ANN401
            if ax is not None:
                draw(ax, table, WIDE, **options)
                return ax

            def at(width: int) -> Chart:
                with style():
                    size = (width / DPI, height(table, width, **options) / DPI)
                    figure = Chart(figsize=size, dpi=DPI, layout="constrained")
                    figure.get_layout_engine().set(w_pad=0.03, h_pad=0.03)  # type: ignore[union-attr]
                    figure.drawing = Drawing(at, table)
                    axes = figure.add_subplot()
                    if len(table):
                        figure.drawing.marks = draw(axes, table, width, **options)
                return figure

            return at(WIDE).axes[0]

        return plot

    return decorate


def rows_height(table: pd.DataFrame, _width: int, **_options: object) -> int:
    """Give each row of a table the height of a row, and the axis its own."""
    return ROW * max(len(table), 1) + 44


def fixed_height(px: int) -> Callable[..., int]:
    """Give a chart one height whatever the table."""

    def height(_table: pd.DataFrame, _width: int, **_options: object) -> int:
        return px

    return height
