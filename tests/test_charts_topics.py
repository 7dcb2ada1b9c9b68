"""Charts of topics: what is named, what stands where, what stays readable when there is much."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import pytest
from matplotlib.patches import PathPatch

from analysis import charts, palette
from analysis.charts import theme
from analysis.charts import topics as drawn
from analysis.charts.topic_map import COLOURS, topic_map
from analysis.schema.topic_use import TOPIC_MAP, TOPIC_TREE

if TYPE_CHECKING:
    from matplotlib.transforms import Bbox

NAN = float("nan")
LABELS = pd.Series({1: "army, front", 2: "school, pupil", 3: "bread, mill"})


def tree() -> pd.DataFrame:
    rows = [(1, 1, 3, 4, 0.1, 0.25, 9, "army, mill"), (2, 2, 4, 5, 0.3, 1.0, 12, "")]
    return pd.DataFrame(rows, columns=TOPIC_TREE.names)


def chain(k: int) -> pd.DataFrame:
    """Merge topic after topic into the first."""
    left = [1, *range(k + 1, 2 * k - 1)]
    steps = range(1, k)
    height = np.linspace(0, 1, k)[1:]
    rows = zip(
        steps, left, range(2, k + 1), range(k + 1, 2 * k), height, height, steps, strict=True
    )
    return pd.DataFrame([(*row, f"merged {row[3]}") for row in rows], columns=TOPIC_TREE.names)


def plane(k: int = 6, n: int = 40, seed: int = 0) -> pd.DataFrame:
    rng = np.random.default_rng(seed)
    topic = np.repeat(np.arange(1, k + 1), n)
    angle = 2 * np.pi * topic / k
    places = np.column_stack([np.cos(angle), np.sin(angle)]) + rng.normal(0, 0.05, (k * n, 2))
    ids = [f"d{i}" for i in range(k * n)]
    columns = {"unit_id": ids, "doc_id": ids, "topic": topic, "x": places[:, 0], "y": places[:, 1]}
    return pd.DataFrame(columns)[TOPIC_MAP.names]


def labels(k: int) -> pd.Series:
    return pd.Series([f"word{i}, other{i}, third{i}" for i in range(k)], range(1, k + 1))


def trends(*rows: tuple[float, float, float, float, str]) -> pd.DataFrame:
    table = pd.DataFrame(rows, columns=["ratio", "low", "high", "q", "direction"])
    return table.assign(label=[f"topic {i}" for i in range(1, len(rows) + 1)])


def boxes(figure) -> list[Bbox]:
    """Find where the texts stand that are seen (px)."""
    with charts.style():
        figure.draw_without_rendering()
    ax = figure.axes[0]
    low, high = ax.get_xlim()
    across = [t for t in ax.get_xticklabels() if low <= t.get_position()[0] <= high]
    texts = [*ax.texts, *across, *ax.get_yticklabels(), ax.xaxis.label]
    seen = [t for t in texts if t.get_text() and t.get_visible()]
    return [t.get_window_extent() for t in seen]


def overlapping(figure) -> int:
    found = [b.padded(-1) for b in boxes(figure)]
    return sum(bool(a.overlaps(b)) for i, a in enumerate(found) for b in found[:i])


@pytest.mark.parametrize("width", [charts.WIDE, charts.NARROW])
@pytest.mark.parametrize("k", [3, 6, 10, 24])
def test_names_on_the_map_touch_no_other_name_and_stay_inside(k: int, width: int) -> None:
    ax = topic_map(plane(k), label_of=labels(k))
    figure = ax.figure.drawing.draw(width)
    assert overlapping(figure) == 0
    whole = figure.bbox.padded(1)
    assert all(whole.contains(*corner) for b in boxes(figure) for corner in (b.min, b.max))


def test_every_topic_on_the_map_has_a_mark_with_its_label_even_without_room_for_its_name() -> None:
    table = plane(24).assign(x=lambda t: t["x"] * 0.02, y=lambda t: t["y"] * 0.02)
    apart = table.tail(1).assign(x=1.0, y=1.0)
    figure = topic_map(pd.concat([table, apart]), label_of=labels(24)).figure
    assert len(figure.axes[0].texts) < 24
    assert {m.key for m in figure.drawing.marks} == set(labels(24))
    assert figure.drawing.marks[1].hover == "word0, other0, third0: 40 dots"


def test_the_four_largest_topics_have_a_colour_and_the_others_are_grey() -> None:
    ax = topic_map(plane(6), label_of=labels(6))
    paths = [p for p in ax.patches if isinstance(p, PathPatch) and p.get_gid() is None]
    colours = [theme.mpl.colors.to_hex(p.get_edgecolor()) for p in paths]
    largest = [*COLOURS][::-1]
    assert colours == [palette.MARK, palette.MARK, *largest]


def test_2000_dots_weigh_less_than_150_kb() -> None:
    figure = topic_map(plane(10, 200), label_of=labels(10)).figure
    out = io.StringIO()
    with charts.style():
        figure.savefig(out, format="svg", metadata={"Date": None})
    assert len(out.getvalue()) < 150_000


def test_leaves_of_the_tree_stand_so_that_no_branch_crosses() -> None:
    ax = drawn.merge_tree(tree(), label_of=LABELS, measure="information lost")
    names = [t.get_text() for t in ax.get_yticklabels()]
    assert names == ["school, pupil", "army, front", "bread, mill"]
    first, last = (line.get_xydata() for line in ax.lines)
    np.testing.assert_allclose(first, [[0, 1], [0.25, 1], [0.25, 2], [0, 2]])
    np.testing.assert_allclose(last, [[0, 0], [1, 0], [1, 1.5], [0.25, 1.5]])


def test_a_leaf_links_to_its_topic_and_says_what_it_merges_with() -> None:
    marks = drawn.merge_tree(tree(), label_of=LABELS).figure.drawing.marks
    assert [m.key for m in marks] == ["school, pupil", "army, front", "bread, mill"]
    assert marks[0].hover == "school, pupil: merges with army, mill"
    assert marks[1].hover == "army, front: merges with bread, mill"


def test_the_axis_of_the_tree_begins_at_0_and_ends_at_100_percent() -> None:
    ax = drawn.merge_tree(tree(), label_of=LABELS)
    ax.figure.draw_without_rendering()
    shown = [t.get_text() for t in ax.get_xticklabels()]
    assert ax.get_xlim() == (0, 1)
    assert (shown[0], shown[-1]) == ("0%", "100%")


def test_a_tree_of_69_topics_is_drawn_from_its_last_40_and_names_what_was_merged() -> None:
    label_of = labels(69)
    figure = drawn.merge_tree(chain(69), label_of=label_of).figure
    names = [m.key for m in figure.drawing.marks]
    assert len(names) == 40
    assert names[0] == "merged 98"  # the 30 first topics, merged
    assert set(names[1:]) == set(label_of.iloc[30:])
    assert figure.drawing.cut == "The tree begins where the 69 topics have become 40."
    assert len(figure.drawing.table) == 68


@pytest.mark.parametrize("width", [charts.WIDE, charts.NARROW])
def test_texts_of_rows_touch_no_other_text(width: int) -> None:
    up = trends((1.02, 1.01, 1.03, 0.01, "rising"), (NAN, NAN, NAN, NAN, ""))
    for ax in (
        drawn.merge_tree(chain(12), label_of=labels(12), measure="information lost"),
        drawn.rising(up, measure="change per quarter"),
    ):
        figure = ax.figure.drawing.draw(width)
        assert overlapping(figure) == 0
        assert max(b.x1 for b in boxes(figure)) <= figure.bbox.x1 + 1


def test_a_change_is_written_in_percent_with_its_interval() -> None:
    table = trends((1.1, 1.05, 1.2, 0.01, "rising"), (0.5, 0.4, 0.7, 0.01, "falling"))
    marks = drawn.rising(table).figure.drawing.marks
    assert marks[0].hover == "topic 1: +10% (+5% to +20%)"
    assert marks[1].hover == "topic 2: −50% (−60% to −30%)"


def test_a_topic_that_is_not_measured_is_named_without_a_dot() -> None:
    ax = drawn.rising(trends((1.1, 1.05, 1.2, 0.01, "rising"), (NAN, NAN, NAN, NAN, "")))
    assert ax.figure.drawing.marks[1].hover == "topic 2: not measured"
    assert [t.get_text() for t in ax.get_yticklabels()] == ["topic 1", "topic 2"]
    dots = [line.get_xdata() for line in ax.lines if line.get_marker() == "o"]
    assert np.isfinite(np.concatenate(dots)).sum() == 1
    assert [t.get_text() for t in ax.texts] == ["not measured"]


def test_only_a_change_with_q_under_5_percent_has_a_colour() -> None:
    table = trends((1.1, 1.01, 1.2, 0.09, "rising"), (0.5, 0.4, 0.7, 0.01, "falling"))
    dots = {
        line.get_color(): len(line.get_ydata())
        for line in drawn.rising(table).lines
        if line.get_marker() == "o"
    }
    assert dots == {palette.BLUE: 0, palette.OCHRE: 1, palette.MARK: 1}


def in_sources(*shares: float, tick: str = "2023-11-09") -> pd.DataFrame:
    """Make a source for each share, the same in three periods, the second too small."""
    rows = [
        (f"source {i}", tick, share if j != 1 else NAN, 10 * share, 10)
        for i, share in enumerate(shares)
        for j in range(3)
    ]
    table = pd.DataFrame(rows, columns=["source", "tick", "share", "n_units", "of_units"])
    return table.assign(low=table["share"] - 0.1, high=table["share"] + 0.1)


def test_all_sources_stand_on_one_scale_that_is_written_once_a_line() -> None:
    figure = drawn.source_time(in_sources(0.2, 0.8, 0.5, 0.4)).figure
    panels = [ax for ax in figure.axes if ax.axison]
    assert [ax.get_ylim() for ax in panels] == [(0, pytest.approx(0.9))] * 4
    written = [[t.get_text() for t in ax.get_yticklabels()] for ax in panels]
    assert written == [["0", "90%"], ["", ""], ["", ""], ["0", "90%"]]
    assert figure.drawing.marks[1].hover == "source 1: 80% in all periods shown"


def test_a_period_that_is_too_small_is_a_gap() -> None:
    line = drawn.source_time(in_sources(0.2)).lines[0]
    assert np.isnan(line.get_ydata()).tolist() == [False, True, False]


@pytest.mark.parametrize("tick", ["2023", "2023-11-09"])
@pytest.mark.parametrize("width", [charts.WIDE, charts.NARROW])
def test_dates_below_a_panel_touch_no_other(tick: str, width: int) -> None:
    figure = drawn.source_time(in_sources(0.2, 0.8, tick=tick)).figure.drawing.draw(width)
    with charts.style():
        figure.draw_without_rendering()
    labels_ = [t for ax in figure.axes[:2] for t in ax.get_xticklabels() if t.get_text()]
    found = [t.get_window_extent() for t in labels_]
    assert len(found) == (2 if width == charts.NARROW and tick != "2023" else 4)
    assert not any(a.overlaps(b) for i, a in enumerate(found) for b in found[:i])


def test_empty_tables_draw_nothing() -> None:
    assert topic_map(TOPIC_MAP.empty(), label_of=LABELS).figure.drawing.marks == []
    assert drawn.merge_tree(TOPIC_TREE.empty(), label_of=LABELS).figure.drawing.marks == []
    assert drawn.rising(trends()).figure.drawing.marks == []
    assert drawn.source_time(in_sources()).figure.drawing.marks == []


def test_a_chart_draws_on_axes_that_are_given() -> None:
    figure = theme.blank((672, 400))
    ax = figure.add_subplot()
    assert drawn.merge_tree(tree(), ax=ax, label_of=LABELS) is ax
    assert len(ax.lines) == 2
