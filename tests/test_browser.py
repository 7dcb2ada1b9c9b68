"""The report on seeds/ in a real browser: quiet, accessible, whole without scripts, alive links."""

import json
import shutil
from pathlib import Path

import pytest
from browsing import DEAD, FILES, OPEN, OVERLAPS, TWICE, heard, violations

PAGES = ["index", "corpus", "term-frequency", "topics", "sentiment"]
PAGES += ["documents", "compare", "all-reports"]
pytestmark = pytest.mark.browser


@pytest.fixture(scope="session")
def seed_report(seed_report, tmp_path_factory):
    """The report on seeds/ with all of it in one file, beside an earlier build of fewer words."""
    from analysis.build import build

    folder = tmp_path_factory.mktemp("extras")
    old = shutil.copytree(seed_report, folder / "old")
    lines = (old / "tables" / "terms.csv").read_text("utf-8").splitlines(keepends=True)
    (old / "tables" / "terms.csv").write_text("".join(lines[:1] + lines[9:]), "utf-8")
    made = json.loads((old / "manifest.json").read_text("utf-8"))
    made["versions"]["pandas"] = "1"
    (old / "manifest.json").write_text(json.dumps(made), "utf-8")
    new = shutil.copytree(seed_report, folder / "seeds")
    seeds = Path(__file__).parents[1] / "seeds"
    return build(seeds, out=new, compare=old, single_file=True).parent


@pytest.fixture(params=PAGES)
def path(request, seed_report):
    return seed_report / f"{request.param}.html"


def test_a_page_asks_for_nothing_and_says_nothing(path, visit):
    assert heard(visit(path)) == ([], [])


def test_every_link_within_a_page_is_alive(path, visit):
    assert visit(path).evaluate(DEAD) == []


def test_every_link_to_a_file_is_alive(path, visit):
    assert [one for one in visit(path).evaluate(FILES) if not (path.parent / one).is_file()] == []


def test_no_id_stands_twice(path, visit):
    assert visit(path).evaluate(TWICE) == []


@pytest.mark.parametrize("width", [320, 390, 768, 1280])
def test_a_page_never_scrolls_sideways(path, visit, width):
    page = visit(path, width=width)
    page.evaluate(OPEN)
    assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("width", [390, 1280])
def test_no_label_of_a_drawing_lies_on_another(path, visit, width):
    assert visit(path, width=width).evaluate(OVERLAPS) == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 1280])
def test_axe_finds_nothing(path, visit, width, scheme):
    if path.stem == "all-reports" and (width, scheme) not in ((390, "light"), (1280, "dark")):
        pytest.skip("the same parts, half a minute each: their pages are looked at in all four")
    page = visit(path, width=width, scheme=scheme)
    page.evaluate(OPEN)
    assert violations(page) == []


def test_a_page_is_whole_without_scripts(path, visit):
    page = visit(path, scripts=False)
    assert page.locator("h1").first.inner_text()
    for fold in page.locator("details").all()[:4]:
        fold.locator("summary").first.click()
        assert fold.get_attribute("open") is not None


@pytest.mark.parametrize("name", ["term-frequency", "sentiment"])
def test_a_mark_opens_a_sentence_that_holds_its_word(seed_report, visit, name):
    page = visit(seed_report / f"{name}.html")
    pairs = page.evaluate(
        """[...document.querySelectorAll('svg.wide a')].map(a => [
            a.querySelector('title').textContent.split(':')[0],
            document.getElementById(a.getAttribute('href').slice(1)).textContent])"""
    )
    words = [(w, sentence) for w, sentence in pairs if not w.startswith("sentence")]
    assert len(words) > 10
    assert [w for w, sentence in words if w.lower() not in sentence.lower()] == []


def test_choosing_a_row_goes_to_its_evidence(seed_report, visit):
    page = visit(seed_report / "term-frequency.html")
    page.locator("svg.wide a").first.click()
    assert page.url.endswith("#e-kharkiv")
    assert page.locator("#e-kharkiv mark").first.inner_text() == "Kharkiv"
    assert page.locator("#e-kharkiv").is_visible()


def test_a_sentence_leads_to_its_place_in_the_whole_text(seed_report, visit):
    page = visit(seed_report / "term-frequency.html")
    quote = page.locator("#e-kharkiv .q").first
    sentence = quote.locator("[lang]").inner_text()
    quote.locator(".src a").click()
    assert page.url.rpartition("/")[2].startswith("documents.html#")
    assert page.locator(":target").inner_text().strip() == sentence
    assert page.locator(":target").is_visible()


def test_a_figure_is_saved_as_a_picture_of_twice_its_size(seed_report, visit):
    page = visit(seed_report / "term-frequency.html")
    width = page.evaluate("document.querySelector('#unusual svg.wide').viewBox.baseVal.width")
    with page.expect_download() as saved:
        page.get_by_role("button", name="unusual.png").click()
    png = Path(saved.value.path()).read_bytes()
    assert (png[:8], int.from_bytes(png[16:20])) == (b"\x89PNG\r\n\x1a\n", 2 * round(width))
    assert page.requests == []


def test_a_row_in_focus_is_seen(seed_report, visit):
    page = visit(seed_report / "term-frequency.html")
    page.locator("svg.wide a").first.focus()
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Tab")
    stroke = page.evaluate("getComputedStyle(document.activeElement.querySelector('.hit')).stroke")
    assert stroke not in ("none", "")


def test_one_drawing_of_two_is_seen_at_each_width(seed_report, visit):
    for width, wanted in ((390, "narrow"), (1280, "wide")):
        page = visit(seed_report / "term-frequency.html", width=width)
        drawings = page.locator("#unusual svg").all()
        seen = [one.get_attribute("class") for one in drawings if one.is_visible()]
        assert seen == [wanted]


def test_colours_follow_the_scheme_of_the_reader(seed_report, visit):
    fills = [
        visit(seed_report / "term-frequency.html", scheme=scheme).evaluate(
            "getComputedStyle(document.querySelector('svg.wide text')).fill"
        )
        for scheme in ("light", "dark")
    ]
    assert fills[0] != fills[1]


def test_all_folds_are_open_on_paper(seed_report, visit):
    page = visit(seed_report / "term-frequency.html")
    page.emulate_media(media="print")
    assert page.locator("#unusual table, .folds table").first.is_visible()
    assert not page.locator(".toc").is_visible()


def test_paper_has_the_wide_drawings(seed_report, visit):
    page = visit(seed_report / "term-frequency.html", width=640)
    page.emulate_media(media="print")
    assert page.locator("#unusual svg.wide").is_visible()


def test_a_page_is_of_moderate_size(path):
    assert path.stat().st_size < (500_000 if path.stem == "all-reports" else 300_000)
