"""Pages made from tiny executed notebooks: what stands in them, and what never does."""

import base64
import csv
import hashlib
import json
import re
from importlib import resources
from itertools import chain

import html5lib
import pandas as pd
import pytest

from analysis import charts, display, report
from analysis.errors import AnalysisError, UsageError
from analysis.findings.summary import Finding, Summary
from analysis.report import tables
from analysis.schema.bundle import MIME

CONTEXT = {
    "corpus": "pile", "corpus_path": "pile", "digest": "0" * 64, "n_rows_in": 3, "n_used": 2,
    "n_skipped": 1, "versions": {"pandas": "3"}, "page_parameters": {"one": {"min_df": 2}},
}  # fmt: skip
HOSTILE = "<img src=x onerror=alert(1)>"


def evidence(*keys, text="War came."):
    rows = {
        "key": keys, "n_total": 5, "doc_id": "d1", "sentence_id": [f"d1#s{i + 1}" for i in
        range(len(keys))], "start": 0, "end": 9, "date": pd.Timestamp("2023-11-09"),
        "date_precision": "day", "source": "gazette", "language": "en", "text": text,
        "marks": [[(0, 3)]] * len(keys),
    }  # fmt: skip
    return pd.DataFrame(rows)


def terms(n=2):
    table = pd.DataFrame({"term": ["war", "peace", *(f"w{i}" for i in range(n - 2))]})
    return table.assign(share=0.5, low=0.25, high=0.75)


def output(thing, alt="", note=(), **more):
    bundle = display.build(thing, **more) | {"caption": alt, "note": list(note)}
    return {"output_type": "display_data", "data": {MIME: bundle, "text/html": "<b>no</b>"}}


def shown(*outputs, heading="## Which words?"):
    return [
        {"cell_type": "markdown", "source": heading},
        {"cell_type": "code", "source": "show(x)", "outputs": list(outputs)},
    ]


def write(folder, cells, name="one"):
    folder.mkdir(exist_ok=True)
    head = {"cell_type": "markdown", "source": "# Words\nWhich?"}
    path = folder / f"{name}.ipynb"
    path.write_text(json.dumps({"cells": [head, *cells]}), "utf-8")
    return path


@pytest.fixture
def made(tmp_path):
    def _make(*cells):
        path = write(tmp_path / "ran", list(chain(*cells)))
        (tmp_path / "out").mkdir()
        report.render({"one": path}, tmp_path / "out", CONTEXT)
        return (tmp_path / "out" / "one.html").read_text("utf-8")

    return _make


def tree(text):
    parser = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False)
    return parser.parse(text)


def seen(text):
    """Leave out the files that links hold."""
    return re.sub(r'href="data:[^"]*"', "", text)


def chart(n=2):
    return charts.dots(terms(n), label="term", value="share", measure="share")


def test_the_policy_is_the_first_thing_in_the_head(made):
    head = tree(made(shown(output(terms(), name="terms")))).find("head")
    assert head[0].get("http-equiv") == "Content-Security-Policy"
    for rule in (
        "default-src 'none'",
        "script-src 'sha256-",
        "base-uri 'none'",
        "form-action 'none'",
    ):
        assert rule in head[0].get("content")


def test_a_page_has_one_script_whose_hash_the_policy_names_and_loads_nothing(made):
    text = made(shown(output(chart(), name="chart")))
    (script,) = re.findall(r"<script>(.*?)</script>", text, re.DOTALL)
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    assert f"script-src 'sha256-{digest}';" in tree(text).find("head")[0].get("content")
    assert not re.search(r"https?://", text)


def test_the_script_is_small_and_makes_no_code_or_markup_of_text():
    script = str(report.write.assets.script())
    assert len(script.encode()) < 15_000
    assert not re.search(
        r"innerHTML|outerHTML|insertAdjacent|document\.write|\beval|Function\(", script
    )
    assert not re.search(r"fetch|XMLHttp|import|WebSocket|Beacon|cookie|Storage|</|<!--", script)


def test_a_row_opens_the_sentence_behind_it(made):
    proof = evidence("war")
    text = made(shown(output(terms(), name="terms", evidence=proof), output(proof, name="e-all")))
    assert '<a href="#e-war">war</a>' in text
    assert re.search(r'<li id="e-war">.*?<mark>War</mark> came\.', text, re.DOTALL)
    assert "1 of 5 sentences" in text
    assert re.search(r"<bdi>d1</bdi>, 2023-11-09, <bdi>gazette</bdi>, sentence 1", text)


def test_a_mark_of_both_drawings_opens_the_sentence_behind_it(made):
    proof = evidence("war")
    text = made(shown(output(chart(), name="c", evidence=proof), output(proof, name="e-all")))
    assert text.count('<a href="#e-war"><path class="hit"') == 2
    assert "Choose a mark to read the sentences behind it." in text


def test_a_figure_has_a_role_a_title_and_a_description(made):
    text = made(shown(output(chart(), name="c", title="War leads", alt="Dots.")))
    assert '<title id="c-wide-t">War leads</title><desc id="c-wide-d">Dots.</desc>' in text
    assert text.count('aria-labelledby="c-') == 2


def test_no_id_stands_twice(made):
    proof = evidence("war", "peace")
    text = made(shown(output(chart(), name="c", evidence=proof), output(proof, name="e-all")))
    ids = [e.get("id") for e in tree(text).iter() if e.get("id")]
    assert len(ids) == len(set(ids))


def test_the_two_ends_of_an_interval_share_a_column(made):
    text = made(shown(output(terms(), name="terms")))
    assert "95% interval" in text
    assert "25% to 75%" in text


def test_a_column_without_a_label_is_headed_by_its_name(made):
    labels = {"term": "", "share": "share"}
    assert ">term</th>" in made(shown(output(terms(), name="terms", columns=labels)))


def test_yes_and_no_are_written_in_words(made):
    text = seen(made(shown(output(terms().assign(new=[True, False]), name="terms"))))
    assert ">yes</td>" in text
    assert "False" not in text


def test_a_long_table_folds_and_says_how_much_is_left(made):
    text = made(shown(output(terms(300), name="terms")))
    assert "285 more rows" in text
    assert "The first 200 of 300; the file has them all." in text


def test_a_chart_of_many_rows_says_what_is_not_drawn(made):
    assert "The first 40 of 60 rows are drawn." in made(shown(output(chart(60), name="c")))


def test_findings_stand_before_all_sections(made):
    summary = Summary("Two words", "Both.", (Finding("2", "War leads.", links=(("terms", "T"),)),))
    text = made(
        shown(output(terms(), name="terms")),
        shown(output(summary), heading="## In short"),
    )
    assert text.index("War leads.") < text.index("Which words?</p>")
    assert '<a href="#terms">T</a>' in text
    assert "In short" not in text


def test_a_link_to_what_is_not_there_is_left_out(made):
    summary = Summary("T", "", (Finding("2", "War.", links=(("e:war", "gone"),)),))
    text = made(shown(output(summary), heading="## In short"))
    assert "gone" not in text


def test_what_a_user_put_out_as_html_is_dropped_with_a_line(made):
    own = {"output_type": "display_data", "data": {"text/html": HOSTILE, "image/svg+xml": "<svg/>"}}
    text = made(shown(own))
    assert "onerror" not in text
    assert "Not shown here: an output of the notebook (image/svg+xml, text/html)." in text


def test_what_a_user_printed_is_shown_escaped(made):
    own = {"output_type": "stream", "name": "stdout", "text": HOSTILE}
    assert "&lt;img src=x onerror=alert(1)&gt;" in made(shown(own))


def test_rows_in_are_rows_used_and_rows_skipped(made):
    assert "3 in = 2 used + 1 skipped" in made(shown(output(terms(), name="terms")))


def test_limits_are_those_of_the_notebook(made):
    limits = {"cell_type": "markdown", "source": "## What this cannot tell you\n- **Why.** No."}
    assert "<strong>Why.</strong> No." in made(shown(output(terms(), name="t")), [limits])


@pytest.mark.parametrize("field", ["key", "source", "text", "doc_id"])
def test_evidence_is_escaped_wherever_it_comes_from(made, field):
    proof = evidence("war").assign(**{field: HOSTILE})
    text = made(shown(output(proof, name="e-all")))
    assert "<img" not in text
    assert "&lt;" in text


@pytest.mark.parametrize("field", ["title", "alt"])
def test_titles_and_captions_are_escaped(made, field):
    text = made(shown(output(chart(), name="c", **{field: HOSTILE}), heading=f"## {HOSTILE}"))
    assert "<img" not in text


def test_a_name_of_10_000_characters_is_cut(made):
    table = terms().assign(term=["x" * 10_000, "y"])
    text = seen(made(shown(output(table, name="terms", title="t" * 10_000))))
    assert "x" * 200 not in text
    assert "t" * 400 not in text
    assert tree(text) is not None


def test_the_file_of_a_table_has_every_row_and_raw_numbers(made, tmp_path):
    made(shown(output(terms(300), name="terms")))
    with (tmp_path / "out" / "tables" / "terms.csv").open(encoding="utf-8") as file:
        rows = list(csv.reader(file))
    assert rows[0] == ["term", "share", "low", "high"]
    assert rows[1] == ["war", "0.5", "0.25", "0.75"]
    assert len(rows) == 301


@pytest.mark.parametrize(
    ("cells", "to_the_left"),
    [
        (["3 of 17", "12", "\u2013"], False),
        ([".4 to .7", "\u2212.10 to +.25", ""], False),
        (["1,234", "<0.1%", "> 3"], False),
        (["106315", "106316"], True),  # bare digits may be names
        (["3 of 17", "none"], True),
        (["2023-01-01", "2023-02-01"], True),
        (["\u2013", "\u2013"], True),
        (["v2.1", "1.2.3"], True),
    ],
)
def test_numbers_that_were_written_as_text_stand_to_the_right_as_numbers_do(cells, to_the_left):
    bundle = display.build(pd.DataFrame({"term": "war", "checked": cells}), name="t")
    bundle |= {"anchors": [""] * len(cells)}
    assert tables.columns(bundle)[1]["class"] == ("l" if to_the_left else "")
    classes = {row["cells"][1]["class"] for row in tables.body(bundle, 0, None)}
    assert classes == {"l" if to_the_left else ""}


def test_written_numbers_are_sorted_by_the_first_and_what_names_a_row_stays_to_the_left():
    cells = ["3 of 17", "\u2212.5 to .7", "1,234", "12%", "12", "\u2013"]
    bundle = display.build(pd.DataFrame({"n": cells, "checked": cells}), name="t")
    rows = tables.body(bundle | {"anchors": [""] * 6}, 0, None)
    assert [row["cells"][1]["v"] for row in rows] == ["3", "-0.5", "1234", "12", "", ""]
    assert {row["cells"][0]["class"] for row in rows} == {"l"}


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\n", "\uff1d", "\uff20"])
def test_no_cell_of_a_file_is_a_formula(tmp_path, start):
    bundle = display.build(pd.DataFrame({f"{start}a": [f"{start}1+1"], "n": [-1]}), name="t")
    tables.save(bundle, tmp_path / "t.csv")
    with (tmp_path / "t.csv").open(encoding="utf-8", newline="") as file:
        assert list(csv.reader(file)) == [[f"'{start}a", "n"], [f"'{start}1+1", "-1"]]


def test_a_carriage_return_in_a_cell_begins_no_row(tmp_path):
    bundle = display.build(pd.DataFrame({"a": ["x\r=1+1", "\r=1+1"]}), name="t")
    tables.save(bundle, tmp_path / "t.csv")
    with (tmp_path / "t.csv").open(encoding="utf-8", newline="") as file:
        assert list(csv.reader(file)) == [["a"], ["x\n=1+1"], ["'\n=1+1"]]


def test_two_tables_of_one_name_are_refused_on_a_page(made):
    with pytest.raises(UsageError, match="two things are named 'terms'"):
        made(shown(output(terms(), name="terms"), output(terms(), name="terms")))


def test_two_tables_of_one_name_are_refused_on_two_pages(tmp_path):
    paths = {
        name: write(tmp_path, shown(output(terms(), name="terms")), name) for name in ("a", "b")
    }
    (tmp_path / "out").mkdir()
    with pytest.raises(AnalysisError, match="'terms' is used twice"):
        report.render(paths, tmp_path / "out", CONTEXT)


def test_the_index_names_every_page_and_its_findings(tmp_path, made):
    summary = Summary("Two words", "Both.", (Finding("2", "War leads."),))
    made(shown(output(summary), heading="## In short"))
    text = (tmp_path / "out" / "index.html").read_text("utf-8")
    assert '<a href="one.html">Two words</a>' in text
    assert "<b>2</b> War leads." in text


def test_the_same_notebook_gives_the_same_bytes(tmp_path):
    path = write(tmp_path, shown(output(chart(), name="c")))
    pages = []
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
        report.render({"one": path}, tmp_path / name, CONTEXT)
        pages.append((tmp_path / name / "one.html").read_bytes())
    assert pages[0] == pages[1]


def test_nothing_of_a_corpus_is_marked_safe_in_a_template():
    folder = resources.files("analysis.report") / "templates"
    for template in folder.iterdir():
        assert not re.search(r"\|\s*safe|autoescape", template.read_text("utf-8"))
