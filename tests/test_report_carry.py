"""What a page gives along: its tables and figures as links that hold the files."""

import re
from urllib.parse import unquote
from xml.etree import ElementTree as ET

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from matplotlib.figure import Figure
from test_report import chart, terms

from analysis import display
from analysis.report import carry, tables

SVG = "{http://www.w3.org/2000/svg}"


def bundle(thing, **more):
    return display.build(thing, name="t", **more) | {"caption": "Seen."}


def held(link):
    return unquote(link.partition(",")[2])


def drawn(labels, title="War leads"):
    figure = Figure()
    axes = figure.subplots()
    axes.plot([0, 1])
    for label in labels:
        axes.text(0, 0, label, parse_math=False)
    return bundle(axes, title=title)


@given(st.lists(st.text(max_size=9), min_size=1, max_size=4))
def test_a_link_holds_the_very_bytes_of_the_file(tmp_path_factory, cells):
    shown = bundle(pd.DataFrame({"a": cells, "n": 0.1}))
    path = tmp_path_factory.getbasetemp() / "held.csv"
    tables.save(shown, path)
    assert held(carry.table(shown)).encode() == path.read_bytes()


@given(st.text())
def test_nothing_in_a_held_text_ends_or_cuts_the_link(text):
    link = carry.table(bundle(pd.DataFrame({"a": [text]})))
    assert not re.search(r"[\x00-\x20\"'<>&#?\\^`{|}\x7f-\xa0\u2028]", link)


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\uff1d"])
def test_no_cell_that_a_link_holds_is_a_formula(start):
    assert f"'{start}1+1" in held(carry.table(bundle(pd.DataFrame({"a": [f"{start}1+1"]}))))


def test_a_table_over_the_limit_is_not_held():
    long = bundle(pd.DataFrame({"a": ["x" * 1000] * 100}))
    short = bundle(pd.DataFrame({"a": ["x" * 990] * 100}))
    many = bundle(pd.DataFrame({"a": range(60_000)}))
    assert (carry.table(long), carry.table(many)) == ("", "")
    assert carry.table(short)


def test_a_figure_alone_names_its_format_size_title_and_text_alternative():
    root = ET.fromstring(carry.alone(bundle(chart(), title="War leads")))  # noqa: S314 (our own drawing)
    assert root.tag == f"{SVG}svg"
    assert float(root.get("width")) > float(root.get("height")) > 0
    assert [root.find(f"{SVG}{tag}").text for tag in ("title", "desc")] == ["War leads", "Seen."]


def test_a_figure_alone_has_literal_colours_and_no_link_or_area():
    text = carry.alone(bundle(chart(), title="War leads"))
    assert "var(" not in text
    assert "#1d1c1a" in text
    assert not re.search(r"<a\b|class=|href=\"#e-", text)


@pytest.mark.parametrize("label", ["var(--ink)", "var(--nothing)", "<script>x</script>", "a\x00b"])
def test_a_label_of_a_figure_alone_stays_text(label):
    root = ET.fromstring(carry.alone(drawn([label], title=f"T {label}")))  # noqa: S314 (our own)
    texts = ["".join(one.itertext()) for one in root.iter(f"{SVG}text")]
    assert label.replace("\x00", "\ufffd") in texts
    assert not list(root.iter(f"{SVG}script"))


def test_a_number_is_sorted_by_its_value_where_its_text_is_another():
    shown = bundle(terms().assign(share=[0.123456789, 1.0], n=[7, 12345]))
    shown |= {"anchors": ["", ""]}
    values = [[c["v"] for c in row["cells"]] for row in tables.body(shown, 0)]
    assert values == [["", "0.1234568", "0.25", ""], ["", "1", "0.25", "12345"]]
