"""The script of a page in a real browser: it sorts, filters, searches, remembers, harms nothing."""

import csv

import pandas as pd
import pytest
from test_report import chart, evidence, made, output, shown, terms  # noqa: F401 (a fixture)

pytestmark = pytest.mark.browser
HEADS = "#words thead"
FIRST = """[...document.querySelectorAll('#words tbody tr:not(.off) > :first-child')]
    .map(cell => cell.textContent)"""
SIZES = """[...document.querySelectorAll('.tool input, button.sort')]
    .map(e => e.getBoundingClientRect()).filter(r => r.width && (r.width < 24 || r.height < 24))
    .length"""
HOSTILE = "<img src=x onerror=window.__pwned=1>"


def words(n=20):
    names = [f"w{i:02}" for i in range(n)]
    # 10,000 before 9 as texts; a share that repeats; one that was not measured
    sizes = [9, 10_000, 200, *range(n - 3)]
    shares = [0.5, None, 0.05, *([0.5] * (n - 3))]
    return pd.DataFrame({"term": names, "n_tokens": sizes, "share": shares})


@pytest.fixture
def open_page(made, tmp_path, visit):  # noqa: F811 (the fixture of that name)
    def _open(*cells, fragment="", **options):
        path = tmp_path / "out" / "one.html"
        if cells:
            made(*cells)
        page = visit(path, **options)
        if fragment:
            page.goto("about:blank")
            page.goto(path.as_uri() + fragment)
        return page

    return _open


def table(frame):
    return shown(output(frame, name="words"))


def proof():
    keys = ["war", "peace", "cafe"]
    frame = pd.concat(evidence(key, text=f"So came {key}.") for key in keys)
    more = evidence("peace", text="Then HARVEST  came.").assign(sentence_id="d1#s9")
    return shown(output(pd.concat([frame, more]), name="e-all"), heading="## Evidence")


def press(page, column, times=1):
    for _ in range(times):
        page.locator(f"{HEADS} button").nth(column).click()
    return page.evaluate(FIRST)


def directions(page):
    heads = page.locator(f"{HEADS} th").all()
    return [head.get_attribute("aria-sort") for head in heads]


def test_on_paper_a_long_table_is_cut_and_says_so(open_page):
    page = open_page(table(words(60)))
    page.emulate_media(media="print")
    assert page.locator("tbody tr:visible").count() == 40
    assert page.locator(".paper:visible").inner_text() == "On paper the first 40 of 60 rows."


def entries(page):
    return [one.inner_text() for one in page.locator(".evs > li:visible h3 bdi").all()]


def test_numbers_sort_by_value_and_the_third_click_restores(open_page):
    page = open_page(table(words(6)))
    before = page.evaluate(FIRST)
    assert press(page, 1)[:3] == ["w01", "w02", "w00"]
    assert directions(page) == [None, "descending", None]
    assert press(page, 1)[:2] == ["w03", "w04"]
    assert directions(page) == [None, "ascending", None]
    assert press(page, 1) == before
    assert directions(page) == [None, None, None]


def test_ties_keep_their_order_and_what_is_not_measured_stands_last_both_ways(open_page):
    page = open_page(table(words(6)))
    assert press(page, 2) == ["w00", "w03", "w04", "w05", "w02", "w01"]
    assert press(page, 2) == ["w02", "w00", "w03", "w04", "w05", "w01"]


def test_a_sort_goes_over_both_parts_of_a_folded_table(open_page):
    page = open_page(table(words(40)))
    assert press(page, 0, times=2)[0] == "w39"
    assert page.locator("#words tbody tr").count() == 15


def test_a_filter_counts_the_rows_it_leaves_and_takes_them_out_of_the_fold(open_page):
    page = open_page(table(words(40)))
    page.get_by_label("Filter rows").fill("W3")
    assert page.evaluate(FIRST) == [f"w3{i}" for i in range(10)]
    status = page.locator(".tool span")
    assert (status.inner_text(), status.get_attribute("aria-live")) == ("10 of 40 rows", "polite")
    page.get_by_label("Filter rows").fill("")
    assert page.locator("#words tbody tr").count() == 15
    assert status.inner_text() == "40 rows"


def test_a_table_cut_for_the_page_says_of_how_many_its_rows_are_the_first(open_page):
    page = open_page(table(words(300)))
    page.get_by_label("Filter rows").fill("w00")
    assert page.locator(".tool span").inner_text() == "1 of 200 rows, the first of 300"


def test_on_a_phone_a_row_keeps_its_name_while_its_numbers_are_scrolled(open_page):
    frame = words(3).assign(**{f"a rather long heading {i}": 1.5 for i in range(9)})
    page = open_page(table(frame), width=390)
    moved, left = page.locator("#words .scroll").evaluate(
        "e => { e.scrollLeft = 300; const th = e.querySelector('tbody th');"
        " return [e.scrollLeft, th.getBoundingClientRect().left - e.getBoundingClientRect().left] }"
    )
    assert (moved, left) == (300, 0)


def test_a_short_table_has_no_filter(open_page):
    assert open_page(table(words(15))).locator(".tool").count() == 0


@pytest.mark.parametrize(("wanted", "found"), [("WAR", ["war"]), ("came p", ["peace"]), ("zz", [])])
def test_evidence_is_searched_by_term_and_sentence(open_page, wanted, found):
    page = open_page(proof())
    page.get_by_label("Search the evidence").fill(wanted)
    assert entries(page) == found
    assert page.locator(".tool span").inner_text() == f"{len(found)} of 3 entries"


def test_an_entry_found_by_a_folded_sentence_unfolds_and_folds_again(open_page):
    page = open_page(proof())
    page.get_by_label("Search the evidence").fill("harvest came")
    assert entries(page) == ["peace"]
    assert page.locator(".evs details").get_attribute("open") is not None
    page.get_by_label("Search the evidence").fill("")
    assert page.locator(".evs details").get_attribute("open") is None


def many(n=45):
    frames = [evidence(f"w{i:02}", text=f"So came w{i:02} alone.") for i in range(n)]
    return shown(output(pd.concat(frames), name="e-all"), heading="## Evidence")


def read(page):
    """The entries whose sentence can be read."""
    return [one.inner_text() for one in page.locator(".evs > li:has(.q:visible) h3 bdi").all()]


@pytest.mark.parametrize("scripts", [True, False])
def test_beyond_forty_entries_each_is_a_line_that_a_link_opens_alone(open_page, scripts):
    page = open_page(many(), fragment="#e-w43", scripts=scripts)
    assert len(entries(page)) == 45
    assert read(page) == [*(f"w{i:02}" for i in range(40)), "w43"]


def test_a_line_found_by_its_sentence_is_opened_while_the_search_lasts(open_page):
    page = open_page(many())
    page.get_by_label("Search the evidence").fill("w44 alone")
    assert read(page) == ["w44"]
    page.get_by_label("Search the evidence").fill("")
    assert "w44" in entries(page)
    assert "w44" not in read(page)


def test_paper_has_the_sentences_of_every_entry(open_page):
    page = open_page(many())
    page.emulate_media(media="print")
    assert len(read(page)) == len(entries(page)) == 45


def test_what_a_reader_chose_stands_in_the_address_and_comes_back(open_page):
    page = open_page(table(words(40)), proof())
    press(page, 1)
    page.get_by_label("Filter rows").fill("w1 &=#%")
    page.get_by_label("Filter rows").fill("w1")
    page.get_by_label("Search the evidence").fill("peace")
    fragment = page.evaluate("location.hash")
    assert fragment == "#q=peace&sort=words.1d&rows=words.w1"
    again = open_page(fragment=fragment)
    assert again.evaluate(FIRST) == page.evaluate(FIRST)
    assert directions(again) == [None, "descending", None]
    assert entries(again) == ["peace"]


def test_an_address_goes_back_to_plain_when_nothing_is_chosen(open_page):
    page = open_page(table(words(6)))
    press(page, 1, times=3)
    assert page.evaluate("location.href.includes('#')") is False


@pytest.mark.parametrize(
    "fragment",
    [
        "#q=%E0%A4%A",
        "#sort=words.99d",
        "#sort=words.xd&sort=.1a",
        "#%",
        "#nowhere",
        "#rows=words",
        f"#q={HOSTILE}&rows=words.{HOSTILE}&sort={HOSTILE}",
    ],
)
def test_no_address_breaks_a_page_or_runs(open_page, fragment):
    page = open_page(table(words(40)), proof(), fragment=fragment)
    assert page.evaluate("window.__ran") is None
    assert page.messages == []
    page.get_by_label("Filter rows").fill("w0")
    assert press(page, 1)[0] == "w01"


def test_a_link_into_the_evidence_ends_the_search_that_hides_it(open_page):
    frame = output(terms(), name="words", evidence=evidence("war", "peace"))
    page = open_page(shown(frame), proof())
    page.get_by_label("Search the evidence").fill("cafe")
    page.locator('#words a[href="#e-war"]').click()
    assert page.url.endswith("#e-war")
    assert page.locator("#e-war:target").is_visible()


def test_a_place_within_a_fold_is_unfolded_at_load(open_page):
    page = open_page(shown(output(chart(), name="c")))
    page.evaluate("document.querySelector('details tbody tr').id = 'deep'")
    page.evaluate("location.hash = '#deep'")
    page.wait_for_function("document.querySelector('#deep').closest('details').open")
    assert page.locator("#deep").is_visible()


def test_a_page_without_scripts_shows_no_control(open_page):
    page = open_page(table(words(40)), proof(), scripts=False)
    assert page.locator("button, input").count() == 0
    assert page.locator(".evs > li:visible").count() == 3


def test_controls_work_by_keyboard_and_show_their_focus(open_page):
    page = open_page(table(words(40)))
    page.get_by_label("Filter rows").focus()
    page.keyboard.type("w3")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "sort"
    assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"
    page.keyboard.press("Enter")
    assert any(directions(page))


def test_paper_has_all_rows_and_entries_and_no_control(open_page):
    page = open_page(table(words(20)), proof())
    page.get_by_label("Filter rows").fill("w01")
    page.get_by_label("Search the evidence").fill("war")
    page.emulate_media(media="print")
    assert page.locator(".tool:visible").count() == 0
    assert page.locator("tbody tr:visible").count() == 20
    assert page.locator(".evs > li:visible").count() == 3


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 1280])
def test_axe_finds_nothing_with_the_controls_in_use(open_page, width, scheme):
    axe = pytest.importorskip("axe_playwright_python.sync_playwright").Axe()
    page = open_page(table(words(40)), proof(), width=width, scheme=scheme)
    press(page, 1)
    page.get_by_label("Filter rows").fill("w1")
    options = {"rules": {"target-size": {"enabled": True}}}
    found = axe.run(page, options=options).response["violations"]
    assert [(one["id"], one["nodes"][0]["html"]) for one in found] == []
    assert page.evaluate(SIZES) == 0
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_hostile_cells_stay_text_when_they_are_moved(open_page):
    page = open_page(table(words(20).assign(term=HOSTILE)))
    page.get_by_label("Filter rows").fill("<img")
    assert press(page, 0)[0] == HOSTILE
    assert page.locator("main img").count() == 0
    assert page.evaluate("window.__ran") is None


@pytest.mark.parametrize("scripts", [True, False])
def test_a_table_is_taken_along_from_the_page_itself(open_page, tmp_path, scripts):
    frame = words(3).assign(term=["=1+1", 'a "b", <c>\n#?&%', "сніг 雪"])
    page = open_page(table(frame), scripts=scripts)
    with page.expect_download() as info:
        page.get_by_role("link", name="words.csv").click()
    info.value.save_as(tmp_path / "taken.csv")
    assert info.value.suggested_filename == "words.csv"
    wanted = (tmp_path / "out" / "tables" / "words.csv").read_bytes()
    assert (tmp_path / "taken.csv").read_bytes() == wanted
    with (tmp_path / "taken.csv").open(encoding="utf-8", newline="") as file:
        assert [row[0] for row in csv.reader(file)][1:] == ["'=1+1", *frame["term"][1:]]
    assert (page.requests, page.messages) == ([], [])


def test_a_figure_is_taken_along_and_opens_alone(open_page, tmp_path, visit):
    page = open_page(shown(output(chart(), name="c", title="War leads")))
    with page.expect_download() as info:
        page.get_by_role("link", name="c.svg").click()
    info.value.save_as(tmp_path / "c.svg")
    alone = visit(tmp_path / "c.svg")
    assert "war" in [one.text_content() for one in alone.locator("text").all()]
    assert (page.requests, page.messages, alone.requests) == ([], [], [])
