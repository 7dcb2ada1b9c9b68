"""Charts with a row per thing: its name, its estimate as a dot, its interval as a bar."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
from matplotlib.ticker import FixedLocator, FuncFormatter, MaxNLocator

from analysis import palette, wording
from analysis.charts import theme
from analysis.charts.theme import Mark

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from matplotlib.axes import Axes
    from numpy.typing import NDArray

HOVER_CELLS = 80
CHAR = 7.6  # px; width of a character of a number


@theme.chart(theme.rows_height, limit=theme.MOST_ROWS)
def dots(
    ax: Axes,
    table: pd.DataFrame,
    width: int,
    *,
    label: str,
    value: str,
    measure: str = "",
    number: Callable[[float], str] = wording.significant,
) -> list[Mark]:
    """Draw one dot with its interval (columns low, high) for each row, top to bottom.

    label, value : the columns to name and to place a row by
    measure : what the axis counts, with its unit
    number : how a value is written
    """
    places = _rows(ax, table[label].tolist(), width)
    whole = pd.api.types.is_integer_dtype(table[value].dtype)
    number = wording.integer if whole else number
    _estimates(ax, table, places, value=value, number=number)
    low, high = _ends(table, value)
    ax.set_xlim(min(low, 0.0), high * 1.02 if high > 0 else 1)
    ax.xaxis.set_major_locator(MaxNLocator(4 if width == theme.WIDE else 2, integer=whole))
    ax.xaxis.set_major_formatter(FuncFormatter(lambda x, _: _tick(ax, x, number)))
    ax.set_xlabel(measure, loc="left")
    return hits(ax, table, places, label, _hover(table, label, value, number))


def _headed(table: pd.DataFrame, width: int, *, by: str = "", **options: object) -> int:
    return theme.rows_height(table, width, **options) + theme.ROW * len(_headings(table, by))


@theme.chart(_headed, limit=theme.MOST_ROWS)
def ratios(
    ax: Axes, table: pd.DataFrame, width: int, *, label: str, measure: str = "", by: str = ""
) -> list[Mark]:
    """Draw one dot with its interval for each log2 ratio, on an axis of times as frequent.

    by : a column of languages, each one's rows together; of several each has a heading
    """

    def times(value: float) -> str:
        return wording.ratio(2.0**value)

    places = _rows(ax, table[label].tolist(), width, headings=_headings(table, by))
    _estimates(ax, table, places, value="log_ratio", number=times)
    low, high = _ends(table, "log_ratio")
    low, high = min(0.0, low), max(1.0, high)
    ax.set_xlim(low, high + 0.1)
    ax.axvline(0, color=palette.SOFT, lw=1, zorder=0)
    step = int(np.ceil((high - low) / _n_steps(table[label], width, widest=times(high))))
    step = min(step, int(high))  # one tick beside that of equal rates, at least
    ticks = np.arange(np.ceil(low / step) * step, high + 0.1, step)
    ax.xaxis.set_major_locator(FixedLocator(ticks.tolist()))
    ax.xaxis.set_major_formatter(FuncFormatter(lambda x, _: times(x)))
    ax.set_xlabel(measure, loc="left")
    return hits(ax, table, places, label, _hover(table, label, "log_ratio", times))


@theme.chart(theme.rows_height, limit=theme.MOST_ROWS)
def tones(
    ax: Axes, table: pd.DataFrame, width: int, *, label: str, measure: str = ""
) -> list[Mark]:
    """Draw one dot of tone with its interval for each row, on both sides of zero."""
    places = _rows(ax, table[label].tolist(), width)
    _estimates(ax, table, places, value="tone", number=wording.tone)
    ax.axvline(0, color=palette.SOFT, lw=1, zorder=0)
    reach = max(map(abs, _ends(table, "tone"))) or 1.0
    ax.set_xlim(-reach * 1.05, reach * 1.05)
    ax.xaxis.set_major_locator(MaxNLocator(4, symmetric=True))
    ax.xaxis.set_major_formatter(FuncFormatter(lambda x, _: wording.tone(x)))
    ax.set_xlabel(measure, loc="left")
    return hits(ax, table, places, label, _hover(table, label, "tone", wording.tone))


@theme.chart(theme.rows_height, limit=theme.MOST_ROWS)
def word_bars(ax: Axes, table: pd.DataFrame, width: int, *, measure: str = "") -> list[Mark]:
    """Draw the words that push tone up (right) and down (left), topic words hollow."""
    places = _rows(ax, [], width, n=len(table))
    values = table["contribution"].to_numpy(float)
    colours = np.where(values > 0, palette.BLUE, palette.OCHRE)
    fill = np.where(table["candidate"], palette.PAPER, colours)
    ax.barh(places, values, 0.58, color=fill, edgecolor=colours, linewidth=1.5)
    ax.axvline(0, color=palette.SOFT, lw=1)
    reach = np.abs(values).max() if len(values) else 1.0
    room = 1.75 if width == theme.WIDE else 2.2
    ax.set_xlim(-reach * room, reach * room)
    ax.xaxis.set_major_locator(MaxNLocator(4, symmetric=True))
    ax.xaxis.set_major_formatter(FuncFormatter(lambda x, _: wording.tone(x)))
    ax.set_xlabel(measure, loc="left")
    names = _words(table, width)
    for place, value, name in zip(places, values, names, strict=True):
        right = value < 0  # the name stands on the empty side
        ax.annotate(
            name, (0, place), (6 if right else -6, 0), textcoords="offset points",
            ha="left" if right else "right", va="center",
        )  # fmt: skip
    hover = [f"{w}: {wording.tone(v)}" for w, v in zip(table["word"], values, strict=True)]
    return hits(ax, table, places, "word", hover)


def _words(table: pd.DataFrame, width: int) -> list[str]:
    """Name the words, a star at each that may name the topic."""
    pairs = zip(table["word"], table["candidate"], strict=True)
    return [theme.row_name(w, width) + (" *" if starred else "") for w, starred in pairs]


def _headings(table: pd.DataFrame, by: str) -> dict[int, str]:
    """Name the group that begins at a row, where there are several groups."""
    codes = table[by].astype(str).tolist() if by else []
    first = {codes.index(code): wording.language(code) for code in codes}
    return first if len(first) > 1 else {}


def _rows(
    ax: Axes,
    labels: list[str],
    width: int,
    *,
    n: int | None = None,
    headings: Mapping[int, str] | None = None,
) -> NDArray[np.float64]:
    """Set out rows from the top, one hairline each, and name them.

    headings : by the row that follows; each takes the room of a row
    """
    n, headings = len(labels) if n is None else n, headings or {}
    row = np.arange(n)
    places: NDArray[np.float64] = (row + np.isin(row, list(headings)).cumsum()).astype(float)
    ax.set_ylim(max(n + len(headings), 1) - 0.5, -0.5)
    for at, text in headings.items():
        ax.annotate(
            text, (0, places[at] - 1), (-8, 0), va="center", ha="right", color=palette.SOFT,
            xycoords=("axes fraction", "data"), textcoords="offset points",
        )  # fmt: skip
    names = [theme.row_name(name, width) for name in labels]
    ax.set_yticks(places if labels else [], names or None)
    ax.grid(axis="x", zorder=0)
    ax.set_axisbelow(True)
    ax.tick_params(axis="y", pad=8)
    return places


def _n_steps(names: pd.Series, width: int, *, widest: str) -> int:
    """Say how many steps of an axis leave room for the widest number under it, five at most."""
    longest = max((theme.px(theme.row_name(name, width)) for name in names), default=0.0)
    room = width - longest - 2 * theme.px(widest)  # the values at the right take as much
    return int(np.clip(room // (theme.px(widest) + 12), 1, 5 if width == theme.WIDE else 3))


def _estimates(
    ax: Axes,
    table: pd.DataFrame,
    places: NDArray[np.float64],
    *,
    value: str,
    number: Callable[[float], str],
) -> None:
    """Draw intervals as bars, estimates as dots, and print each estimate at the right."""
    known = table[["low", "high"]].notna().all(axis=1).to_numpy()
    ends = table.loc[known, ["low", "high"]].to_numpy(float)
    ax.hlines(places[known], ends[:, 0], ends[:, 1], color=palette.MARK, lw=3.5, zorder=2)
    values = table[value].to_numpy(float)
    ax.plot(values, places, "o", color=palette.INK, ms=7, zorder=3, clip_on=False)
    texts = [number(at) if np.isfinite(at) else "not measured" for at in values]
    right = 12 + CHAR * max(map(len, texts))
    for place, text in zip(places, texts, strict=True):
        ax.annotate(
            text, (1, place), (right, 0), va="center", ha="right", color=palette.SOFT,
            xycoords=("axes fraction", "data"), textcoords="offset points",
        )  # fmt: skip


def _ends(table: pd.DataFrame, value: str) -> tuple[float, float]:
    """Find the lowest and highest of estimates and ends; zeros where nothing is measured."""
    known = table[[value, "low", "high"]].to_numpy(float)
    known = known[np.isfinite(known)]
    return (float(known.min()), float(known.max())) if known.size else (0.0, 0.0)


def _tick(ax: Axes, at: float, number: Callable[[float], str]) -> str:
    """Write a place on the axis; a quantity or share with the decimals of its step."""
    if number not in (wording.significant, wording.share):
        return number(at)
    times, sign = (100, "%") if number is wording.share else (1, "")
    ticks = ax.xaxis.get_majorticklocs()
    step = times * float(ticks[1] - ticks[0]) if len(ticks) > 1 else 1.0
    places = max(0, -int(np.floor(np.log10(step) + 1e-9))) if step > 0 else 0
    return f"{times * at:,.{places}f}{sign}".replace("-", wording.MINUS)


def _hover(
    table: pd.DataFrame, label: str, value: str, number: Callable[[float], str]
) -> list[str]:
    texts = []
    for name, at, low, high in table[[label, value, "low", "high"]].itertuples(index=False):
        ends = f" ({wording.interval(number(low), number(high))})" if np.isfinite(low) else ""
        known = number(at) + ends if np.isfinite(at) else "not measured"
        texts.append(f"{theme.label(name, HOVER_CELLS)}: {known}")
    return texts


def hits(
    ax: Axes, table: pd.DataFrame, places: NDArray[np.float64], label: str, hover: list[str]
) -> list[Mark]:
    """Lay an invisible, touchable rectangle over each row; the page makes it a link."""
    marks = []
    for place, key, text in zip(places, table[label].astype(str), hover, strict=True):
        gid = f"mark-{int(place)}"
        ax.axhspan(place - 0.5, place + 0.5, facecolor="none", edgecolor="none", gid=gid)
        marks.append(Mark(gid, key, text))
    return marks
