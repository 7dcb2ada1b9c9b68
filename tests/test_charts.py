"""Charts draw a table: what is named, where it stands, what stays readable when there is much."""

import re

import numpy as np
import pandas as pd
import pytest
from matplotlib.text import Text

from analysis import charts, wording
from analysis.charts import theme, time


def rows(n=3, **more):
    names = [f"word {i}" for i in range(n)]
    values = np.arange(n, 0, -1.0)
    table = pd.DataFrame(
        {"term": names, "share": values, "low": values - 0.5, "high": values + 0.5}
    )
    return table.assign(**more)


def periods(n=4, names=("a", "b")):
    label = [f"{2000 + i}" for i in range(n)]
    frames = [
        pd.DataFrame({"name": name, "label": label, "tick": label, "share": 0.5, "low": 0.4})
        for name in names
    ]
    return pd.concat(frames, ignore_index=True).assign(high=0.6)


def dots(table):
    return charts.dots(table, label="term", value="share", measure="share of texts")


def texts(ax):
    ax.figure.draw_without_rendering()
    return [t.get_text() for t in [*ax.texts, *ax.get_xticklabels(), *ax.get_yticklabels()]]


def test_every_row_has_a_mark_with_its_key_and_its_numbers():
    marks = dots(rows()).figure.drawing.marks
    assert [m.key for m in marks] == ["word 0", "word 1", "word 2"]
    assert marks[0].hover == "word 0: 3.00 (2.50 to 3.50)"


def test_a_row_that_a_finger_can_hit_is_24_px_high():
    ax = dots(rows(10))
    assert ax.figure.get_size_inches()[1] * theme.DPI >= 10 * theme.ROW


def test_the_first_row_stands_at_the_top():
    bottom, top = dots(rows()).get_ylim()
    assert (bottom, top) == (2.5, -0.5)


def test_a_chart_of_200_rows_draws_40_and_says_so():
    figure = dots(rows(200)).figure
    assert len(figure.drawing.marks) == theme.MOST_ROWS
    assert figure.drawing.cut == "The first 40 of 200 rows are drawn."
    assert figure.get_size_inches()[1] * theme.DPI < 1100


def test_the_table_behind_a_cut_chart_is_whole():
    assert len(dots(rows(200)).figure.drawing.table) == 200


def test_200_topics_over_time_draw_24_panels():
    names = [f"topic {i}" for i in range(200)]
    figure = charts.panels(periods(names=names), label="name", value="share").figure
    assert len(figure.drawing.marks) == theme.MOST_PANELS
    assert figure.get_size_inches()[1] * theme.DPI < 1200


def test_an_empty_table_draws_nothing():
    assert dots(rows(0)).figure.drawing.marks == []


def test_counts_have_an_axis_of_whole_numbers():
    ax = dots(rows(share=[3, 2, 2]))
    assert [t for t in texts(ax) if re.search(r"\d\.\d", t)] == []


def test_an_axis_has_no_more_decimals_than_its_step():
    ax = dots(rows(share=[2.0, 1.0, 0.5], low=0.4, high=2.1))
    ax.figure.draw_without_rendering()
    assert [t.get_text() for t in ax.get_xticklabels()][:2] == ["0.0", "0.6"]


def test_shares_on_an_axis_have_the_decimals_of_its_step():
    table = rows(share=[0.24, 0.1, 0.03], low=0.02, high=0.3)
    ax = charts.dots(table, label="term", value="share", number=wording.share)
    ax.figure.draw_without_rendering()
    assert [t.get_text() for t in ax.get_xticklabels()][:3] == ["0%", "8%", "16%"]


def test_a_value_that_is_missing_is_said_to_be_not_measured():
    ax = dots(rows(share=[1.0, np.nan, 1.0], low=np.nan))
    assert "not measured" in texts(ax)
    assert ax.figure.drawing.marks[1].hover == "word 1: not measured"


@pytest.mark.parametrize("draw", [charts.dots, charts.ratios, charts.tones])
def test_a_table_in_which_nothing_is_measured_is_drawn(draw):
    table = rows(share=np.nan, log_ratio=np.nan, tone=np.nan, low=np.nan, high=np.nan)
    options = {"value": "share"} if draw is charts.dots else {}
    assert len(draw(table, label="term", **options).figure.drawing.marks) == 3


def ratios_of(languages, log_ratio=2.0, **more):
    """Rows of log ratios, each of a language."""
    n = len(languages)
    table = rows(n, low=log_ratio - 1, high=log_ratio + 1)
    table = table.assign(log_ratio=log_ratio, language=languages, **more)
    return charts.ratios(table, label="term", by="language")


def test_rows_of_several_languages_stand_under_the_name_of_each():
    ax = ratios_of(["uk", "uk", "ru"])
    ax.figure.draw_without_rendering()
    at = {t.get_text(): t.xy[1] for t in ax.texts if t.get_text() in ("Ukrainian", "Russian")}
    assert at == {"Ukrainian": 0, "Russian": 3}
    assert ax.get_yticks().tolist() == [1, 2, 4]
    assert len({mark.gid for mark in ax.figure.drawing.marks}) == 3
    tall, short = (a.figure.get_size_inches()[1] for a in (ax, ratios_of(["uk", "uk", "uk"])))
    assert tall - short == pytest.approx(2 * theme.ROW / theme.DPI)


def test_rows_of_one_language_need_no_heading():
    assert "Ukrainian" not in texts(ratios_of(["uk", "uk"]))


def test_a_narrow_axis_of_large_ratios_has_a_tick_beside_that_of_equal_rates():
    wide = ratios_of(["uk"], log_ratio=16.5, term="a long name of a row, so long")
    narrow = wide.figure.drawing.draw(theme.NARROW)
    narrow.draw_without_rendering()
    inside = [t for t in narrow.axes[0].get_xticks() if 0 <= t <= 17.6]
    assert len(inside) > 1


def test_documents_without_words_have_no_lengths_to_draw():
    table = pd.DataFrame({"n_tokens": [0, 0]})
    assert len(charts.lengths(table, value="n_tokens").patches) == 0


def test_documents_of_one_length_are_drawn():
    assert len(charts.lengths(pd.DataFrame({"n_tokens": [7, 7]}), value="n_tokens").patches) > 0


def test_one_period_is_drawn():
    table = pd.DataFrame({"label": ["2023"], "tick": ["2023"], "n_docs": [5]})
    (mark,) = charts.amounts(table, value="n_docs").figure.drawing.marks
    assert mark.hover == "2023: 5"


def test_the_first_and_the_last_period_are_always_labelled():
    ticks = [f"2022-{m:02d}-01" for m in range(1, 13)] * 8
    table = pd.DataFrame({"label": ticks, "tick": ticks, "n_docs": 1})
    labels = [t.get_text() for t in charts.amounts(table, value="n_docs").get_xticklabels()]
    assert labels[0] == "2022-01-01"
    assert labels[-1] == "2022-12-01"
    assert len(labels) < 7


@pytest.mark.parametrize(("n", "most"), [(17, 12), (7, 6), (45, 6), (2, 2), (1, 7), (3, 7), (9, 2)])
def test_labels_are_evenly_apart_save_the_last(n, most):
    chosen = time._evenly(n, most)
    steps = set(np.diff(chosen)[:-1])
    assert (chosen[0], chosen[-1]) == (0, n - 1)
    assert len(chosen) <= most
    assert len(steps) <= 1
    assert len(chosen) < 2 or chosen[-1] - chosen[-2] >= max(steps, default=1)


def test_a_panel_is_marked_over_its_title_too():
    ax = charts.panels(periods(), label="name", value="share")
    (area,) = [p for p in ax.patches if p.get_gid() == "mark-0"]
    ax.figure.draw_without_rendering()
    top = ax.title.get_window_extent().y1
    assert area.get_window_extent().y1 >= top - 1


def test_a_long_name_is_cut_on_one_line():
    assert theme.label("a\nb " + "x" * 10_000, 8) == "a b xxx\u2026"


def test_a_character_of_a_wide_script_counts_for_two():
    assert theme.label("漢字漢字漢字", 6) == "漢字\u2026"


def test_no_control_or_direction_mark_gets_into_a_name():
    assert theme.label("a\x00b\u202ec", 20) == "a\ufffdb\ufffdc"


def test_room_is_kept_for_wide_scripts():
    wide = dots(rows(term=["漢字漢字漢字漢字", "b", "c"]))
    plain = dots(rows(term=["abcdefgh", "b", "c"]))
    with charts.style():
        wide.figure.draw_without_rendering()
        plain.figure.draw_without_rendering()
    assert wide.get_position().x0 > plain.get_position().x0 + 0.05


def test_a_dollar_is_a_dollar():
    assert "$x^2$" in texts(dots(rows(term=["$x^2$", "b", "c"])))


def test_the_same_table_gives_the_same_bytes():
    from analysis import display

    one, two = (display.build(dots(rows()), name="n")["svg"] for _ in range(2))
    assert one == two


def test_a_chart_draws_on_axes_that_are_given():
    from matplotlib.figure import Figure

    ax = Figure().add_subplot()
    assert charts.dots(rows(), label="term", value="share", ax=ax) is ax


@pytest.mark.parametrize("width", [charts.WIDE, charts.NARROW])
@pytest.mark.parametrize("names", [["a", "b", "c"], ["a long name of three topics"] * 3])
def test_no_name_or_number_of_a_row_lies_on_another(width, names):
    figure = dots(rows(term=names)).figure.drawing.draw(width)
    assert overlaps(figure) == []


@pytest.mark.parametrize("width", [charts.WIDE, charts.NARROW])
@pytest.mark.parametrize("n", [1, 2, 7, 60])
def test_no_two_labels_of_panels_lie_on_each_other(width, n):
    table = periods(n, names=["a topic of many words", "b", "c", "d"])
    table = table.assign(tick=table["tick"] + "-12-26")
    figure = charts.panels(table, label="name", value="share").figure.drawing.draw(width)
    assert overlaps(figure) == []


def overlaps(figure):
    """List the pairs of texts of which one lies on the other by more than a pixel."""
    figure.draw_without_rendering()
    found = [t for t in figure.findobj(Text) if t.get_text() and t.get_visible()]
    boxes = [(t.get_text(), t.get_window_extent().padded(-1)) for t in found]
    pairs = [(a, b) for i, a in enumerate(boxes) for b in boxes[i + 1 :]]
    return [(a[0], b[0]) for a, b in pairs if a[1].overlaps(b[1])]
