"""Reports on other corpora in a real browser: large ones, and one that is hard to lay out."""

import json
from pathlib import Path

import pytest
from browsing import DEAD, FILES, OPEN, OVERLAPS, TWICE, heard, violations

SHARED = Path(__file__).parents[2] / "shared" / "data"
PAGES = ["index", "corpus", "term-frequency", "topics", "sentiment", "documents"]
# the first article of the Universal Declaration of Human Rights (public domain)
SCRIPTS = {
    "ar": "يولد جميع الناس أحرارًا متساوين في الكرامة والحقوق.",
    "hi": "सभी मनुष्यों को गौरव और अधिकारों के मामले में जन्मजात स्वतन्त्रता और समानता प्राप्त है।",
    "zh": "人人生而自由,在尊严和权利上一律平等。",
    "el": "Όλοι οι άνθρωποι γεννιούνται ελεύθεροι και ίσοι στην αξιοπρέπεια και τα δικαιώματα.",
    "he": "כל בני האדם נולדו בני חורין ושווים בערכם ובזכויותיהם.",
    "ka": "ყველა ადამიანი იბადება თავისუფალი და თანასწორი თავისი ღირსებითა და უფლებებით.",
    "en": "All human beings are born free and equal in dignity and rights.",
}
# from an evenly drawn few of the rows of a page: those whose evidence does not hold the row's word
STRAY = """() => {
    const rows = [...document.querySelectorAll('#terms tbody th a, #spread tbody th a')];
    const some = rows.filter((_, i) => i % Math.ceil(rows.length / 40) === 0);
    const folded = text => text.normalize('NFKC').toLowerCase();
    return some.map(a => [a.textContent, document.querySelector(a.getAttribute('href'))])
        .filter(([word, place]) => !folded(place.textContent).includes(folded(word)))
        .map(([word]) => word);
}"""
pytestmark = pytest.mark.browser


def odd(path):
    """300 texts of one day from 250 sources, in seven scripts, with endless names and titles."""
    texts = list(SCRIPTS.values())
    rows = [
        {
            "id": f"{n}" if n % 50 else f"{n}" + "long-" * 200,
            "text": " ".join([*texts[n % 7 :], *texts[: n % 7]][: 1 + n % 3]) + f" {n}",
            "date": "2020-02-02",
            "source": "S" + "x" * 3000 if n % 3 == 0 else f"Source {n} of {'many ' * (n % 40)}",
            "title": "W" * 10_000 if n % 2 else "a long title " * 800,
        }
        for n in range(300)
    ]
    path.write_text("\n".join(json.dumps(row) for row in rows), "utf-8")
    return path


def corpus_param(name, *marks):
    """A corpus that is built in one process only, however many run the tests."""
    return pytest.param(name, marks=[pytest.mark.xdist_group(name), *marks])


CORPORA = [corpus_param("odd"), corpus_param("one-word")]
CORPORA += [corpus_param(name, pytest.mark.slow) for name in ("state_union", "viina")]


@pytest.fixture(scope="session", params=CORPORA)
def folder(request, tmp_path_factory):
    """The folder of a report."""
    from analysis.build import build

    top = tmp_path_factory.mktemp("corpora")
    corpus = SHARED / f"{request.param}.jsonl"
    if request.param == "odd":
        corpus = odd(top / "odd.jsonl")
    elif request.param == "one-word":
        corpus = top / "one.txt"
        corpus.write_text("war", "utf-8")
    elif not corpus.exists():
        pytest.skip(f"needs {corpus.name}, which is not part of this repository")
    return build(corpus, out=top / "report").parent


@pytest.fixture(params=PAGES)
def path(request, folder):
    return folder / f"{request.param}.html"


def test_a_page_asks_for_nothing_and_says_nothing(path, visit):
    assert heard(visit(path)) == ([], [])


def test_every_link_is_alive_and_no_id_stands_twice(path, visit):
    page = visit(path)
    assert (page.evaluate(DEAD), page.evaluate(TWICE)) == ([], [])
    assert [one for one in page.evaluate(FILES) if not (path.parent / one).is_file()] == []


def test_every_link_to_the_texts_leads_to_a_passage(path, visit):
    to = "[...document.querySelectorAll('a[href^=\"documents.html#\"]')].map(a => a.hash.slice(1))"
    there = visit(path.parent / "documents.html").evaluate(
        "[...document.querySelectorAll('[id]')].map(e => e.id)"
    )
    assert set(visit(path).evaluate(to)) - set(there) == set()


@pytest.mark.parametrize("width", [390, 1280])
def test_a_page_never_scrolls_sideways_and_no_label_lies_on_another(path, visit, width):
    page = visit(path, width=width)
    assert page.evaluate(OVERLAPS) == []
    page.evaluate(OPEN)
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_axe_finds_nothing(path, visit):
    assert violations(visit(path, width=390)) == []


def test_the_evidence_of_a_word_holds_it(folder, visit):
    assert visit(folder / "term-frequency.html").evaluate(STRAY) == []


def test_a_page_is_at_most_two_megabytes(path):
    assert path.stat().st_size < 2_000_000


def test_no_notebook_printed_a_warning(folder):
    streams = [
        output["text"]
        for notebook in (folder / "notebooks").glob("*.ipynb")
        for cell in json.loads(notebook.read_text("utf-8"))["cells"]
        for output in cell.get("outputs", [])
        if output["output_type"] == "stream"
    ]
    assert streams == []
