"""What a notebook hands on: one bundle for each thing, with plain values and its evidence."""

import base64
import json

import numpy as np
import pandas as pd
import pytest
from matplotlib.figure import Figure

from analysis import charts, display
from analysis.errors import UsageError
from analysis.findings.summary import Finding, Summary
from analysis.schema.bundle import MIME, is_name, is_ours


def terms(**more):
    return pd.DataFrame({"term": ["war", "peace"], "n_docs": [2, 1], "share": [0.5, 0.25]} | more)


def evidence(*keys):
    return pd.DataFrame(
        {
            "key": keys, "n_total": 1, "doc_id": "d1", "sentence_id": [f"d1#s{i}" for i in
            range(1, len(keys) + 1)], "start": 0, "end": 9, "date": pd.Timestamp("2023-11-09"),
            "date_precision": "month", "source": "x", "language": "en", "text": "War <came>.",
            "marks": [[(0, 3)]] * len(keys),
        }
    )  # fmt: skip


def ratios():
    table = terms(low=[0.1, np.nan], high=[0.9, np.nan])
    return charts.dots(table, label="term", value="share")


def built(thing, **more):
    return display.build(thing, **({"name": "terms"} | more))


def test_a_table_becomes_columns_and_plain_rows():
    bundle = built(terms())
    assert [c["name"] for c in bundle["columns"]] == ["term", "n_docs", "share"]
    assert bundle["rows"] == [["war", 2, 0.5], ["peace", 1, 0.25]]
    assert json.loads(json.dumps(bundle, allow_nan=False)) == bundle


def test_what_is_missing_or_infinite_is_none():
    table = terms(x=[np.nan, np.inf], at=[pd.NaT, pd.Timestamp("2023-11-09")])
    assert [row[3:] for row in built(table)["rows"]] == [[None, None], [None, "2023-11-09"]]


def test_no_more_of_a_date_is_written_than_is_known():
    table = terms(date=pd.Timestamp("2023-11-09"), date_precision=["year", "day"])
    assert [row[3] for row in built(table)["rows"]] == ["2023", "2023-11-09"]


def test_columns_that_are_named_come_first_and_alone_are_shown():
    bundle = built(terms(), columns={"share": "part", "term": "word"})
    shown = [(c["label"], c["name"]) for c in bundle["columns"] if c["shown"]]
    assert shown == [("part", "share"), ("word", "term")]
    assert len(bundle["columns"]) == 3


def test_a_column_that_says_nothing_is_not_shown():
    (column,) = [c for c in built(terms(reason=""))["columns"] if c["name"] == "reason"]
    assert not column["shown"]


def test_the_ends_of_an_interval_are_written_as_what_they_are_the_ends_of():
    formats = {c["name"]: c["format"] for c in built(terms(low=0.1, high=0.9))["columns"]}
    assert formats["low"] == formats["high"] == formats["share"] == "share"


def test_a_column_of_languages_is_written_as_their_names_and_kept_as_codes():
    bundle = built(terms(language=["uk", "ru"]))
    assert bundle["columns"][-1]["format"] == "language"
    assert [row[-1] for row in bundle["rows"]] == ["uk", "ru"]
    assert "<td>Ukrainian</td>" in display.html(bundle)


def test_the_groups_of_a_groupby_are_a_column():
    table = terms().groupby("term")[["share"]].mean()
    assert built(table)["rows"] == [["peace", 0.25], ["war", 0.5]]


def test_rows_with_evidence_are_linked_and_others_are_not():
    bundle = built(terms(), evidence=evidence("peace"))
    assert bundle["keys"] == ["", "peace"]
    assert bundle["first"] == {"peace": "d1#s1"}


def test_marks_with_evidence_are_linked_and_others_are_not():
    assert [m["key"] for m in built(ratios(), evidence=evidence("war"))["marks"]] == ["war", ""]


def test_the_rows_behind_a_chart_are_linked_as_its_marks_are():
    table = terms(low=0.1, high=0.9)[["n_docs", "share", "low", "high", "term"]]
    bundle = built(charts.dots(table, label="term", value="share"), evidence=evidence("war"))
    assert bundle["columns"][0]["name"] == "term"
    assert bundle["keys"] == ["war", ""]


def test_a_column_that_holds_lists_is_in_the_file_only():
    bundle = built(terms(words=[[{"start": 0}], []]))
    assert [c["name"] for c in bundle["columns"] if not c["shown"]] == ["words"]


def test_a_chart_is_drawn_twice_and_carries_its_table():
    bundle = built(ratios())
    assert 'width="672pt"' in bundle["svg"]["wide"]
    assert 'width="350pt"' in bundle["svg"]["narrow"]
    assert len(bundle["rows"]) == 2


def test_what_of_a_chart_is_not_drawn_is_said():
    table = pd.DataFrame({"term": [str(i) for i in range(50)], "share": 0.5, "low": 0, "high": 1})
    assert "first 40 of 50" in built(charts.dots(table, label="term", value="share"))["cut"]


def test_a_drawing_of_the_users_own_is_taken_as_it_is():
    ax = Figure().add_subplot()
    ax.set_title("a\x00b")
    bundle = built(ax)
    assert "a\ufffdb" in bundle["svg"]["wide"]
    assert bundle["marks"] == bundle["rows"] == []


def test_evidence_is_grouped_by_its_key():
    (one, two) = display.build(evidence("war", "peace"))["groups"]
    assert (one["key"], two["key"]) == ("war", "peace")
    item = one["items"][0]
    assert (item["text"], item["marks"], item["date"]) == ("War <came>.", [[0, 3]], "2023-11")


def test_a_long_sentence_is_cut_around_its_mark():
    text = "a" * 5000 + "WAR" + "b" * 5000
    cut, ((start, end),) = display.excerpt(text, [(5000, 5003)])
    assert cut[start:end] == "WAR"
    assert cut[0] == cut[-1] == "\u2026"
    assert len(cut) <= display.MAX_QUOTE + 2


def test_a_summary_keeps_its_order_and_its_links():
    found = Summary("T", "S.", (Finding("3", "Three.", links=(("e:war", "war"),)),))
    (finding,) = display.build(found)["summary"]["findings"]
    assert (finding["big"], finding["links"]) == ("3", [["e:war", "war"]])


@pytest.mark.parametrize("thing", [terms().head(0), terms()[[]].head(0)])
def test_an_empty_table_shows_nothing(thing):
    assert built(thing) is None


def test_an_empty_chart_shows_nothing():
    table = terms(low=0.0, high=1.0).head(0)
    assert built(charts.dots(table, label="term", value="share")) is None


@pytest.mark.parametrize("thing", [terms(), ratios()])
def test_a_table_or_chart_needs_a_name(thing):
    with pytest.raises(UsageError, match=r"needs a name: show\("):
        display.build(thing)


@pytest.mark.parametrize("name", ["../x", "a b", "A", "main", "x" * 61, "a\n", "é", "-", "1a"])
def test_a_name_that_cannot_be_an_id_and_a_file_is_refused(name):
    assert not is_name(name)
    with pytest.raises(UsageError, match=r"is no name\. Use small letters"):
        display.build(terms(), name=name)


@pytest.mark.parametrize(
    "broken",
    [{"version": 2}, {"kind": "html"}, {"id": "../x"}, {"id": None}, {"kind": ["table"]}],
)
def test_a_bundle_that_is_not_of_this_version_is_not_ours(broken):
    bundle = built(terms())
    assert is_ours(bundle)
    assert not is_ours(bundle | broken)


def test_jupyter_gets_a_picture_of_a_chart():
    chart = ratios()
    mime = display._mime(built(chart), chart)
    assert base64.b64decode(mime["image/png"]).startswith(b"\x89PNG")
    assert set(mime) == {MIME, "text/plain", "image/png"}


def test_jupyter_gets_an_escaped_table():
    table = pd.DataFrame({"<b>": ["<script>x</script>"], "n": [3]})
    text = display.html(built(table))
    assert "<script" not in text
    assert "<b>" not in text
    assert "&lt;script&gt;x&lt;/script&gt;" in text


def test_jupyter_gets_escaped_evidence_and_findings():
    assert "War &lt;came&gt;." in display.html(display.build(evidence("war")))
    found = Summary("<i>", "", (Finding("<b>", "<u>", "<s>"),))
    assert "<h3>&lt;i&gt;</h3>" in display.html(display.build(found) | {"title": "<i>"})


def test_a_picture_tells_nothing_of_when_and_with_what_it_was_made():
    chart = ratios()
    raw = base64.b64decode(display._png(chart.figure))
    assert b"Software" not in raw
    assert b"date" not in raw.lower()


def test_showing_a_chart_closes_it_for_pyplot(monkeypatch):
    import IPython.display
    from matplotlib import pyplot as plt

    monkeypatch.setattr(IPython.display, "display", lambda *_, **__: None)
    _, ax = plt.subplots()
    display.show(ax, name="own")
    assert plt.get_fignums() == []
