"""Charts of the page on terms: two groups on two sides, terms as a cloud, uses in their texts."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from matplotlib.text import Text
from matplotlib.transforms import Bbox

from analysis import charts, display
from analysis.charts import scatter, theme

WIDTHS = [charts.WIDE, charts.NARROW]
NAMES = {
    "short": "w{}",
    "long": "{} a name of rather too many words to be read at once",
    "broad": "WWWWWWWWWWWWWWWWWW{}",
    "wide script": "漢字漢字漢字漢字漢字漢字漢字{}",
}
GROUPS = {"left": "before", "right": "after"}
FAR = {"left": "a group with a very long name of its own", "right": "漢字" * 30}


def key_terms(ratios=(3.0, 1.5, -2.0), name="w{}", half=0.5, **more):
    """Make KEYNESS as far as it is drawn."""
    ratio = np.array(ratios, dtype=float)
    table = pd.DataFrame({"term": [name.format(i) for i in range(len(ratio))], "log_ratio": ratio})
    rates = {"per_million_target": 100 * 2**ratio, "per_million_other": 100.0}
    return table.assign(low=ratio - half, high=ratio + half, **rates).assign(**more)


def uses(n_docs=3, n=4, name="d{}"):
    """Make BARCODE as far as it is drawn: n uses in each of n_docs documents."""
    names = [name.format(i) for i in range(n_docs) for _ in range(n)]
    return pd.DataFrame(
        {"doc_id": names, "source": "s", "position": np.tile(np.linspace(0, 1, n), n_docs)}
    )


def cloud(n=30, n_named=10, name="w{}"):
    rng = np.random.default_rng(0)
    table = key_terms(np.zeros(n), name=name)
    rates = np.floor(10 ** rng.uniform(0, 3, (n, 2)))
    table[["per_million_target", "per_million_other"]] = np.where(rates < 2, 0, rates)
    return table.assign(named=np.arange(n) < n_named)


def drawn(ax, width=charts.WIDE):
    """Draw a chart at a width as a page does."""
    figure = ax.figure.drawing.draw(width)
    with charts.style():
        figure.draw_without_rendering()
    return figure


def boxes(figure):
    """Say where each text stands; what the font lacks is measured wider than a page draws it."""
    found = [t for t in figure.findobj(Text) if t.get_text() and t.get_visible()]
    return [(text.get_text(), text.get_window_extent()) for text in found]


def faults(figure):
    """List the texts that lie on another, by more than a pixel, or leave the drawing."""
    every = boxes(figure)
    inside = [(name, box.padded(-1)) for name, box in every]
    pairs = [
        (a, b)
        for i, (a, one) in enumerate(inside)
        for b, two in inside[i + 1 :]
        if one.overlaps(two)
    ]
    width, height = figure.bbox.size
    out = [n for n, b in inside if b.x0 < -1 or b.y0 < -1 or b.x1 > width + 1 or b.y1 > height + 1]
    return pairs + out


def texts(figure):
    return [text for text, _ in boxes(figure)]


def area(figure, gid):
    (patch,) = [p for p in figure.axes[0].patches if p.get_gid() == gid]
    return patch.get_window_extent()


# ---- two sides


@pytest.mark.parametrize("groups", [GROUPS, FAR])
@pytest.mark.parametrize("name", NAMES.values(), ids=NAMES)
@pytest.mark.parametrize("width", WIDTHS)
def test_no_text_of_two_sides_lies_on_another(width, name, groups):
    table = key_terms([9, 4, 0.2, -0.1, -3, -7.5] * 2, name=name, half=1.0)
    assert faults(drawn(charts.contrast(table, **groups), width)) == []


@pytest.mark.parametrize("width", WIDTHS)
def test_a_name_stands_beyond_the_end_of_a_bar_that_crosses_the_centre(width):
    figure = drawn(charts.contrast(key_terms([0.5], half=4.0, name=NAMES["long"]), **GROUPS), width)
    (name,) = [box for text, box in boxes(figure) if text.startswith("0 a n")]
    end = figure.axes[0].transData.transform((-3.5, 0))[0]
    assert 0 <= name.x0 < name.x1 < end


def test_terms_of_the_target_come_first_and_each_side_keeps_its_order():
    marks = charts.contrast(key_terms([-4, 3, -2, 1]), **GROUPS).figure.drawing.marks
    assert [mark.key for mark in marks] == ["w1", "w3", "w0", "w2"]


def test_both_sides_are_told_in_times_and_the_centre_is_equal():
    ax = charts.contrast(key_terms([3.0, -1.0], half=0.1), **GROUPS)
    found = [t.get_text() for t in ax.get_xticklabels()]
    assert found == ["×4", "equal", "×4"] or found == found[::-1]
    assert ax.get_xlim()[0] == -ax.get_xlim()[1]
    assert [f"×{2 ** abs(int(at))}" if at else "equal" for at in ax.get_xticks()] == found


def test_a_hover_tells_times_interval_group_and_rates():
    marks = charts.contrast(key_terms([2.0, -1.0], half=1.0), **GROUPS).figure.drawing.marks
    assert marks[0].hover == "w0: ×4 in after (×2 to ×8); 100 → 400 uses per million"
    assert marks[1].hover == "w1: ×2 in before (×1 to ×4); 100 → 50 uses per million"


def test_a_term_without_an_interval_is_a_dot_without_a_bar():
    ax = charts.contrast(key_terms([2.0], low=np.nan, high=np.nan), **GROUPS)
    assert sum(len(c.get_paths()) for c in ax.collections) == 0
    assert ax.figure.drawing.marks[0].hover == "w0: ×4 in after; 100 → 400 uses per million"


def test_a_row_without_a_side_is_not_drawn_and_that_is_said():
    drawing = charts.contrast(key_terms([2.0, 0.0, np.nan, -1]), **GROUPS).figure.drawing
    assert [mark.key for mark in drawing.marks] == ["w0", "w3"]
    assert drawing.cut == "2 rows without a side: not drawn."


def test_of_100_terms_40_are_drawn_in_rows_a_finger_can_hit():
    figure = drawn(charts.contrast(key_terms(np.linspace(9, 1, 100)), **GROUPS))
    assert figure.drawing.cut == "The first 40 of 100 rows are drawn."
    assert area(figure, "mark-39").height >= theme.ROW - 0.5


@pytest.mark.parametrize("ratios", [[2.0], [-2.0], [1e-9, -40], [60, 55]])
def test_one_side_alone_and_odd_sizes_are_drawn(ratios):
    for width in WIDTHS:
        assert faults(drawn(charts.contrast(key_terms(ratios), **GROUPS), width)) == []


# ---- a cloud


@pytest.mark.parametrize("name", NAMES.values(), ids=NAMES)
@pytest.mark.parametrize("n", [3, 60])
@pytest.mark.parametrize("width", WIDTHS)
def test_no_name_in_a_cloud_lies_on_another_or_on_an_axis(width, n, name):
    figure = drawn(charts.rank_scatter(cloud(100, n, name), **GROUPS), width)
    assert faults(figure) == []
    axes = figure.axes[0]
    assert all(axes.bbox.padded(1).containsx(t.get_window_extent().x0) for t in axes.texts)


def test_a_term_of_one_group_stands_at_zero_below_the_least_rate():
    table = cloud(2, 2).assign(per_million_target=[0, 10.0], per_million_other=[5.0, 10.0])
    ax = charts.rank_scatter(table, **GROUPS)
    x = ax.collections[-1].get_offsets()[:, 0]
    assert x[0] == ax.get_xticks()[0] < np.log10(5)
    assert ax.get_xticklabels()[0].get_text() == "0"


def test_a_place_on_an_axis_is_the_tenfold_it_says():
    ax = charts.rank_scatter(cloud(200), **GROUPS)
    said = [float(t.get_text().replace(",", "")) for t in ax.get_yticklabels()[1:]]
    assert np.allclose(10.0 ** ax.get_yticks()[1:], said)
    assert 2 <= len(said) <= 5


def test_of_many_terms_the_named_the_surest_and_the_most_frequent_are_drawn():
    table = cloud(9000, 0).assign(named=np.arange(9000) == 5000)
    table.loc[8999, "per_million_target"] = 1e5
    shown, said = scatter._cloud(table)
    assert len(shown) == scatter.MOST_DOTS
    assert {0, 1, 5000, 8999} <= set(shown.index)
    assert said.endswith("of 9,000 terms are drawn: the surest and the most frequent.")


def test_a_cloud_is_one_element_of_the_page_whatever_its_size():
    svgs = [display.build(charts.rank_scatter(cloud(n, 2), **GROUPS), name="n") for n in (50, 3000)]
    few, many = (bundle["svg"]["wide"].count("<path") for bundle in svgs)
    assert few == many


def test_a_name_in_a_cloud_is_text_on_the_page_not_an_outline():
    svg = display.build(charts.rank_scatter(cloud(9, 1), **GROUPS), name="n")["svg"]["wide"]
    assert ">w0</text>" in svg


def test_dots_are_told_apart_by_the_group_that_has_more():
    table = cloud(3, 3).assign(per_million_target=[9.0, 3, 5], per_million_other=[3.0, 9, 5])
    colours = charts.rank_scatter(table, **GROUPS).collections[-1].get_facecolor()
    assert len({tuple(colour) for colour in colours}) == 3


def test_every_named_term_is_a_link_with_its_rates_even_without_room_for_its_name():
    table = cloud(20, 20).assign(per_million_target=7.0, per_million_other=7.0)
    ax = charts.rank_scatter(table, **GROUPS)
    assert len(ax.figure.drawing.marks) == 20
    assert ax.figure.drawing.marks[0].hover == "w0: 7.0 against 7.0 uses per million"
    assert len(ax.texts) < 20


def test_a_dot_alone_can_be_hit_by_a_finger():
    (box,) = scatter.areas(np.array([[50.0, 50.0]]))
    assert (box.width, box.height) == (24, 24)


points = st.lists(st.tuples(st.integers(0, 400), st.integers(0, 300)), min_size=1, max_size=40)


@settings(max_examples=60, deadline=None)
@given(points=points, width=st.floats(5, 150))
def test_no_area_lies_on_another_wherever_the_dots_are(points, width):
    middles = np.array(sorted(set(points)), dtype=float)
    dots = scatter.areas(middles)
    labels = scatter.place_labels(middles, dots, [width] * len(dots), Bbox([[0, 0], [400, 300]]))
    for i, label in enumerate(labels):
        others = [*dots[:i], *dots[i + 1 :], *(b for b in labels[i + 1 :] if b)]
        assert dots[i].padded(-0.99).count_overlaps([b.padded(-0.01) for b in dots[:i]]) == 0
        assert label is None or label.count_overlaps([b.padded(-0.01) for b in others]) == 0


def test_a_cloud_without_a_positive_rate_or_a_named_column_is_drawn():
    table = cloud(3).assign(per_million_target=0.0, per_million_other=0.0).drop(columns="named")
    assert charts.rank_scatter(table, **GROUPS).figure.drawing.marks == []


def test_a_term_without_a_rate_is_left_out_and_that_is_said():
    table = cloud(3, 3).assign(per_million_other=[1.0, np.nan, 2.0])
    drawing = charts.rank_scatter(table, **GROUPS).figure.drawing
    assert [mark.key for mark in drawing.marks] == ["w0", "w2"]
    assert drawing.cut == "1 term without a rate: not drawn."


# ---- uses in their texts


@pytest.mark.parametrize("name", NAMES.values(), ids=NAMES)
@pytest.mark.parametrize("width", WIDTHS)
def test_no_text_of_a_barcode_lies_on_another(width, name):
    assert faults(drawn(charts.barcode(uses(20, 5, name)), width)) == []


def test_a_row_is_a_document_with_its_count():
    ax = charts.barcode(uses(3, 4))
    assert vars(ax.figure.drawing.marks[0]) == {"gid": "mark-0", "key": "d0", "hover": "d0: 4 uses"}
    assert texts(drawn(ax)).count("4") == 3


def test_a_tick_stands_where_the_use_does():
    table = pd.DataFrame({"doc_id": ["a", "b", "b"], "position": [0.25, 0.5, 1.0]})
    ax = charts.barcode(table)
    (path,) = [p.get_path() for p in ax.patches if p.get_gid() is None]
    assert path.vertices[::2, 0].tolist() == [0.25, 0.5, 1.0]
    assert path.vertices[::2, 1].round().tolist() == [0, 1, 1]


def test_documents_can_be_laid_on_one_another_by_group():
    (mark,) = charts.barcode(uses(3, 4), label="source").figure.drawing.marks
    assert (mark.key, mark.hover) == ("s", "s: 12 uses")


def test_of_100_documents_40_are_drawn_spread_evenly_in_rows_a_finger_can_hit():
    figure = drawn(charts.barcode(uses(100)))
    assert [figure.drawing.marks[i].key for i in (0, -1)] == ["d0", "d99"]
    assert figure.drawing.cut == "40 of 100 rows are drawn, spread evenly."
    assert area(figure, "mark-0").height >= theme.ROW - 0.5


def test_50_000_uses_do_not_make_a_heavy_page():
    svg = display.build(charts.barcode(uses(5, 10_000)), name="n")["svg"]["wide"]
    assert len(svg) < 500_000


# ---- all three


DRAWINGS = {
    "contrast": (lambda table: charts.contrast(table, **GROUPS), key_terms()),
    "rank_scatter": (lambda table: charts.rank_scatter(table, **GROUPS), cloud()),
    "barcode": (charts.barcode, uses()),
}


@pytest.mark.parametrize(("draw", "table"), DRAWINGS.values(), ids=DRAWINGS)
def test_an_empty_table_draws_nothing(draw, table):
    ax = draw(table.head(0))
    assert ax.figure.drawing.marks == []
    assert display.build(ax, name="n") is None


@pytest.mark.parametrize(("draw", "table"), DRAWINGS.values(), ids=DRAWINGS)
def test_the_same_table_gives_the_same_bytes(draw, table):
    one, two = (display.build(draw(table), name="n")["svg"] for _ in range(2))
    assert one == two


@pytest.mark.parametrize(("draw", "table"), DRAWINGS.values(), ids=DRAWINGS)
def test_both_widths_have_the_same_marks(draw, table):
    wide, narrow = (drawn(draw(table), width).drawing.marks for width in WIDTHS)
    assert wide == narrow != []


@pytest.mark.parametrize(("draw", "table"), DRAWINGS.values(), ids=DRAWINGS)
def test_the_table_is_left_as_it_was(draw, table):
    before = table.copy()
    draw(table)
    pd.testing.assert_frame_equal(table, before)


@pytest.mark.parametrize("text", ["W" * 100, "漢" * 100, "i" * 100, "a b " * 30])
def test_a_name_is_cut_to_the_room_it_has_and_no_shorter(text):
    with charts.style():
        assert 90 - 2 * theme.px(text[0]) - 8 < theme.px(theme.fit(text, 90)) <= 90


def test_a_name_that_has_room_is_whole():
    assert theme.fit("short", 90) == "short"


def test_a_name_without_room_is_a_character_and_an_ellipsis():
    assert theme.fit("short", 1) == "s\u2026"
