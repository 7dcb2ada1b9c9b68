"""Texts that attack: in every field of a corpus, and in none of its pages do they run."""

import json
import re
from pathlib import Path

import html5lib
import pytest

from analysis.build import build
from analysis.report import assets

BLNS = Path(__file__).parents[2] / "shared" / "data" / "blns.jsonl"
PAGES = ["index", "corpus", "term-frequency", "topics", "sentiment", "documents"]
PAYLOADS = [
    "<script>window.__pwned=1</script>",
    "<img src=x onerror=window.__pwned=2>",
    "<svg onload=window.__pwned=3>",
    '"><script>window.__pwned=4</script>',
    "'><img src=x onerror=window.__pwned=5>",
    "</style><script>window.__pwned=6</script>",
    "</title><script>window.__pwned=7</script>",
    "--><script>window.__pwned=8</script>",
    "]]><script>window.__pwned=9</script>",
    "</svg></text><script>window.__pwned=10</script>",
    "</pre></code></details><script>window.__pwned=11</script>",
    '<a href="javascript:window.__pwned=12">here</a>',
    '<iframe srcdoc="<script>parent.__pwned=13</script>"></iframe>',
    '<meta http-equiv=refresh content="0;url=http://evil.example/">',
    '<base href="http://evil.example/">',
    "<link rel=stylesheet href=http://evil.example/x.css>",
    "<object data=http://evil.example/x></object>",
    "<input autofocus onfocus=window.__pwned=18>",
    "<details open ontoggle=window.__pwned=19>",
    "<video><source onerror=window.__pwned=20></video>",
    "<math><mtext><script>window.__pwned=21</script>",
    "{{ 7 * 191 }}{% for x in [1] %}{{ self }}{% endfor %}",
    "$x^2$ ${7*191} `id` $(id)",
    "![x](http://evil.example/a.png) [y](javascript:window.__pwned=24)",
    "=cmd|'/c calc'!A1",
    '@SUM(1+1)*HYPERLINK("http://evil.example")',
    "x' onmouseover='window.__pwned=27' style='background:url(http://evil.example/b)",
    "\u202egnp.exe \u2066 left open",
    "control \x00\x01\x1b[31m\x7f\x85 \ufffe end",
    "漢字漢字漢字 עברית العربية \U0001f600 \ufeff",
    "&lt;script&gt;window.__pwned=31&lt;/script&gt; &amp;amp;",
    "A" * 10_000,
]
NAME = "<img src=x onerror=window.__pwned=99>&\"'#%3C?.jsonl"
PROSE = [
    "The city was shelled and people fled in fear.",
    "A good harvest brought joy to the villages.",
    "The ministry denied the terrible report about the bridge.",
    "Children were happy to return to school.",
]
TAGS = set(
    re.findall(
        r"\w+",
        """html head body meta title style a div header footer nav main section span sup code p
        h1 h2 h3 figure ol ul li dl dt dd b small strong em bdi mark br figcaption details summary
        pre table thead tbody tr th td svg g defs clippath path use text tspan rect circle line
        polyline desc script article""",
    )
)
# a file that a link holds: percent-encoded, so that nothing in it ends the attribute
HELD = r"data:(text/csv|image/svg\+xml);charset=utf-8,(%[0-9A-F]{2}|[!$()*+,./:;=@~-]|\w)+"


def row(number, payload):
    text = f"{payload}. {PROSE[number % 4]} {payload} {PROSE[(number + 1) % 4]}"
    date = payload if number % 7 == 0 else f"20{10 + number % 9}-0{1 + number % 9}-15"
    return {
        "id": f"{payload}{number}", "text": text, "title": payload, "date": date,
        "source": payload, payload: "an odd column",
    }  # fmt: skip


@pytest.fixture(scope="module")
def report(tmp_path_factory):
    folder = tmp_path_factory.mktemp("hostile")
    lines = [json.dumps(row(i, PAYLOADS[i % len(PAYLOADS)])) for i in range(3 * len(PAYLOADS))]
    (folder / NAME).write_text("\n".join(lines), "utf-8")
    return build(folder / NAME, out=folder / "out").parent


@pytest.fixture(scope="module")
def naughty(tmp_path_factory):
    if not BLNS.exists():
        pytest.skip("needs the shared corpora")
    return build(BLNS, out=tmp_path_factory.mktemp("blns") / "out").parent


@pytest.fixture(params=["report", "naughty"])
def attacked(request):
    return request.getfixturevalue(request.param)


def parsed(path):
    parser = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False)
    return parser.parse(path.read_text("utf-8"))


def elements(tree):
    return [e for e in tree.iter() if isinstance(e.tag, str)]


@pytest.mark.parametrize("page", PAGES)
def test_a_page_with_hostile_texts_is_strictly_valid_html(attacked, page):
    assert parsed(attacked / f"{page}.html") is not None


@pytest.mark.parametrize("page", PAGES)
def test_hostile_texts_bring_no_element_of_their_own(attacked, page):
    tags = {e.tag.rpartition("}")[2].lower() for e in elements(parsed(attacked / f"{page}.html"))}
    assert tags <= TAGS


@pytest.mark.parametrize("page", PAGES)
def test_the_only_script_of_a_page_is_ours(attacked, page):
    tree = parsed(attacked / f"{page}.html")
    assert [one.text for one in tree.iter("script")] == [str(assets.script())]


@pytest.mark.parametrize("page", PAGES)
def test_hostile_texts_bring_no_attribute_that_runs_or_loads(attacked, page):
    for element in elements(parsed(attacked / f"{page}.html")):
        for name, value in element.attrib.items():
            assert not name.startswith("on")
            if name in ("href", "src", "srcset", "action", "data"):
                held = element.tag == "a" and "download" in element.attrib
                assert re.fullmatch(HELD if held else r"[\w/.-]*(#[\w-]+)?", value), value[:200]
            if name == "style":
                assert "(" not in re.sub(r"var\(--\w+\)", "", value)


def test_no_cell_of_a_table_is_a_formula(report):
    import csv

    for path in sorted((report / "tables").glob("*.csv")):
        with path.open(encoding="utf-8", newline="") as file:
            for cells in csv.reader(file):
                texts = [one for one in cells if not re.fullmatch(r"-?[\d.e+-]*", one)]
                assert not [one for one in texts if one.startswith(tuple("=+-@\t\r"))], path.name


@pytest.mark.parametrize("page", PAGES)
def test_no_control_character_reaches_a_page(report, page):
    text = (report / f"{page}.html").read_text("utf-8")
    assert not re.search(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]", text)


def probe(page):
    """Touch everything that a reader may touch."""
    page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
    page.mouse.move(300, 300)
    page.keyboard.press("Tab")
    for one in page.locator("button.sort:visible").all()[:4]:
        one.click()
    for one in page.locator(".tool input:visible").all():
        one.fill("<img src=x onerror=window.__pwned=98>")
        one.fill("")
    page.emulate_media(media="print")
    page.evaluate("window.scrollTo(0, document.body.scrollHeight)")
    page.wait_for_timeout(100)
    return page.evaluate("window.__ran")


@pytest.mark.browser
@pytest.mark.parametrize("page", PAGES)
def test_no_text_of_the_corpus_runs_or_loads(attacked, visit, page):
    opened = visit(attacked / f"{page}.html")
    assert probe(opened) is None
    assert (opened.requests, opened.messages) == ([], [])


@pytest.mark.browser
@pytest.mark.parametrize("page", PAGES)
def test_escaping_alone_holds_where_the_policy_is_taken_away(attacked, visit, page, tmp_path):
    text = (attacked / f"{page}.html").read_text("utf-8")
    bare = re.sub(r'<meta http-equiv="Content-Security-Policy"[^>]*>', "", text, count=1)
    assert bare != text
    (tmp_path / "bare.html").write_text(bare, "utf-8")
    opened = visit(tmp_path / "bare.html")
    assert probe(opened) is None
    assert (opened.requests, opened.messages) == ([], [])


@pytest.mark.browser
@pytest.mark.parametrize("payload", PAYLOADS[:3])
def test_the_canary_sings_where_a_payload_is_not_escaped(visit, tmp_path, payload):
    (tmp_path / "open.html").write_text(f"<!DOCTYPE html><title>x</title>{payload}", "utf-8")
    assert probe(visit(tmp_path / "open.html")) is not None


@pytest.mark.browser
@pytest.mark.parametrize("page", PAGES)
def test_hostile_texts_do_not_break_the_page_on_a_phone(attacked, visit, page):
    opened = visit(attacked / f"{page}.html", width=390)
    assert opened.evaluate("document.documentElement.scrollWidth") <= 390
