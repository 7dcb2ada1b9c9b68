"""One look for every chart: sizes in pixels, one palette, plain text, nothing global.

A chart is drawn twice, for a wide and for a narrow page, so a figure remembers how it was drawn.
"""

from __future__ import annotations

import re
import unicodedata
import warnings
from bisect import bisect_right
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache, wraps
from typing import TYPE_CHECKING, Any

import matplotlib as mpl
import numpy as np
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties
from matplotlib.layout_engine import ConstrainedLayoutEngine
from matplotlib.patches import PathPatch
from matplotlib.path import Path
from matplotlib.textpath import text_to_path

from analysis.palette import INK, LINE, SOFT, TEXT

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    import pandas as pd
    from matplotlib.axes import Axes
    from numpy.typing import NDArray

WIDE, NARROW = 672, 350  # px; the text column of the page, and a phone
ROW = 24  # px; a row that a finger can hit (WCAG 2.2, target size)
DPI = 72  # one unit of the SVG is one CSS pixel
MOST_ROWS = 40  # a chart of more rows is cut; its table has them all
MOST_PANELS = 24
ROW_NAME = {WIDE: 240.0, NARROW: 140.0}  # px
WIDER = 5.5  # px that a character of a wide script takes beyond what matplotlib's font reserves

# what no XML may hold, and marks that would turn the direction of what follows a name
_UNWRITABLE = re.compile(r"[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]")
_STYLE: dict[Any, Any] = {
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

    draw: Callable[[int], Chart]
    table: pd.DataFrame
    marks: list[Mark] = field(default_factory=list)
    cut: str = ""  # what was not drawn, in words


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


def chart(
    height: Callable[..., int],
    *,
    limit: int | None = None,
    choose: Callable[..., tuple[pd.DataFrame, str]] | None = None,
    beside: str = "label",
    needs: str = "",
) -> Callable[..., Callable[..., Axes]]:
    """Make a chart of a function that draws a table on axes and returns its marks.

    height : table, width (px) and the options -> height in px, where no axes are given
    limit : how many rows are drawn at most, the first ones
    choose : in its place, table and the options -> what is drawn, and in words what is not
    beside : the option that says which column stands to the left of the axes
    needs : a column without which there is nothing to draw: no row where it has no value at all
    """

    def decorate(draw: Callable[..., list[Mark]]) -> Callable[..., Axes]:
        @wraps(draw)
        def plot(table: pd.DataFrame, *, ax: Axes | None = None, **options: Any) -> Axes:  # noqa: ANN401
            if needs and table[needs].isna().all():
                table = table.head(0)
            if ax is not None:
                draw(ax, table, WIDE, **options)
                return ax

            shown, cut = choose(table, **options) if choose else first_rows(table, limit)

            def at(width: int) -> Chart:
                with style():
                    size = (width, height(shown, width, **options))
                    figure = blank(size, extra=extra_left(shown, options.get(beside), width))
                    figure.drawing = Drawing(at, table, cut=cut)
                    axes = figure.add_subplot()
                    if len(shown):
                        figure.drawing.marks = draw(axes, shown, width, **options)
                return figure

            return at(WIDE).axes[0]

        return plot

    return decorate


def blank(
    size: tuple[float, float], *, extra: float = 0, pad: float = 0.03, between: float = 0.02
) -> Chart:
    """Make an empty figure of a size in px, with `extra` px kept free on the left."""
    width, height = size
    left = extra / width
    layout = ConstrainedLayoutEngine(
        w_pad=pad, h_pad=pad, hspace=between, rect=(left, 0, 1 - left, 1)
    )
    return Chart(figsize=(width / DPI, height / DPI), dpi=DPI, layout=layout)


def first_rows(table: pd.DataFrame, limit: int | None) -> tuple[pd.DataFrame, str]:
    """Cut a table that is too long to be drawn, and say so."""
    if limit is None or len(table) <= limit:
        return table, ""
    return table.head(limit), f"The first {limit} of {len(table):,} rows are drawn."


def extra_left(table: pd.DataFrame, column: str | None, width: int) -> float:
    """Reserve room for names in wide scripts, which matplotlib's own font measures too small."""
    names: list[str] = table[column].astype(str).tolist() if column in table else []
    return WIDER * max((n_wide(row_name(name, width)) for name in names), default=0)


def row_name(text: object, width: int) -> str:
    """Write the name of a row in the room that a drawing of this width has for it."""
    return fit(text, ROW_NAME[width])


def label(text: object, cells: int) -> str:
    """Write a name on one line of at most so many cells; a character of a wide script takes two."""
    plain = _UNWRITABLE.sub("\ufffd", " ".join(str(text).split()))
    used = 0
    for i, char in enumerate(plain):
        used += 1 + is_wide(char)
        if used > cells:
            return plain[: max(i - 1, 1)].rstrip(" ,") + "\u2026"
    return plain


def px(text: str) -> float:
    """Measure a text in the font of a chart; a character that the font lacks is taken as wide."""
    return sum(map(_advance, text))


@cache  # laying out a text costs a millisecond; letter by letter it is known after the first
def _advance(char: str) -> float:
    font = FontProperties(family=_STYLE["font.family"], size=TEXT)
    width, _, _ = text_to_path.get_text_width_height_descent(char, font, ismath=False)
    return float(width)


def fit(text: object, room: float) -> str:
    """Write a name on one line of at most so many px, one character and an ellipsis at least."""
    whole = label(text, max(int(room / 3), 2))  # no text has three px a character
    if px(whole) <= room:
        return whole
    cells = range(3, len(whole) + n_wide(whole))
    return label(text, 2 + bisect_right(cells, room, key=lambda n: px(label(text, n))))


def strokes(ax: Axes, ends: NDArray[np.float64], **look: Any) -> None:  # noqa: ANN401
    """Draw many short lines as one path: one element of a page, not thousands.

    ends : shape (n, 4); x and y where a line begins, x and y where it ends
    look : as of a patch of matplotlib
    """
    codes = np.tile([Path.MOVETO, Path.LINETO], len(ends))
    path = Path(ends.reshape(-1, 2), codes)
    path.should_simplify = False  # dots would be taken for what the eye does not miss
    ax.add_patch(PathPatch(path, facecolor="none", **look))


def n_wide(text: str) -> int:
    """Count the characters that are about twice as wide as a letter."""
    return sum(map(is_wide, text))


def is_wide(char: str) -> bool:
    """Tell whether a character is about twice as wide as a letter."""
    return unicodedata.east_asian_width(char) in ("W", "F")


def rows_height(table: pd.DataFrame, _width: int, **_options: object) -> int:
    """Give each row of a table the height of a row, and the axis its own."""
    return ROW * max(len(table), 1) + 44


def fixed_height(px: int) -> Callable[..., int]:
    """Give a chart one height whatever the table."""

    def height(_table: pd.DataFrame, _width: int, **_options: object) -> int:
        return px

    return height
