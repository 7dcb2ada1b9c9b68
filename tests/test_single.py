"""All reports in one file: ids apart, links alive, nothing of a text taken for markup."""

from __future__ import annotations

import re

import html5lib
import pytest
from test_report import CONTEXT, HOSTILE, chart, evidence, output, shown, terms, write

from analysis import report
from analysis.errors import AnalysisError

NAME = "all-reports.html"


@pytest.fixture
def joined(tmp_path):
    """Two pages of equal sections, evidence and drawings, and the file of both."""
    odd = evidence("war", text=f'War came: {HOSTILE} <a href="#main" id="main"> url(#x)')
    paths = {}
    for name in ("topics", "sentiment"):
        cells = [
            *shown(output(terms(), name=f"{name}-terms", evidence=odd)),
            *shown(output(chart(), name=f"{name}-c", title="War"), heading="## How robust?"),
            *shown(output(odd, name="e-all"), heading="## Evidence"),
        ]
        paths[name] = write(tmp_path / "ran", cells, name)
    (tmp_path / "out").mkdir()
    report.render(paths, tmp_path / "out", CONTEXT)
    report.join(tmp_path / "out", NAME, CONTEXT)
    return (tmp_path / "out" / NAME).read_text("utf-8")


def tree(text):
    return html5lib.HTMLParser(strict=True, namespaceHTMLElements=False).parse(text)


def test_no_id_stands_twice(joined):
    ids = [one.get("id") for one in tree(joined).iter() if one.get("id")]
    assert len(ids) == len(set(ids))
    assert "topics--e-war" in ids


def test_every_reference_has_its_target(joined):
    root = tree(joined)
    ids = {one.get("id") for one in root.iter()}
    links = {one.get("href")[1:] for one in root.iter() if (one.get("href") or "").startswith("#")}
    names = {n for one in root.iter() for n in (one.get("aria-labelledby") or "").split()}
    clips = set(re.findall(r"url\(#([^)]+)\)", re.sub(r">[^<]*<", "><", joined)))
    assert links
    assert names
    assert (links | names | clips) - ids == set()


def test_pages_lead_to_each_other_within_the_file(joined):
    assert 'href="#sentiment--main"' in joined
    assert not re.search(r'href="(?!#|data:)[^"]*"', joined)


def test_a_text_that_looks_like_markup_stays_as_it_is(joined):
    assert joined.count("&lt;a href=&#34;#main&#34; id=&#34;main&#34;&gt; url(#x)") == 2


def test_there_is_one_style_one_script_one_policy_and_one_main(joined):
    for tag in ("<style>", "<script>", "Content-Security-Policy", "<main", "<h1>All"):
        assert joined.count(tag) <= 1, tag
    assert tree(joined).find("head")[0].get("http-equiv") == "Content-Security-Policy"


def test_a_page_that_is_not_ours_is_refused(tmp_path):
    (tmp_path / "index.html").write_text("<html></html>", "utf-8")
    with pytest.raises(AnalysisError, match=r"index\.html: its parts cannot be told apart"):
        report.join(tmp_path, NAME, CONTEXT)
