"""Every sentence of every notebook, on corpora that have little to say."""

from __future__ import annotations

import json
import re
from functools import cache
from pathlib import Path

import matplotlib as mpl
import pandas as pd
import pytest

from analysis import charts, display, keyness, terms
from analysis.findings import Summary, held_title
from analysis.findings.changes import bursts_missing
from analysis.findings.contrasts import sources_missing
from analysis.findings.subject import dated_texts, subject, used

ROOT = Path(__file__).parents[1]
PAGES = ("corpus", "term-frequency", "topics", "sentiment")
DAY = "2023-11-09"
SUBJECTS = ["market", "army", "river", "school", "hospital", "farm"]
VERBS = ["opened", "closed", "burned badly", "grew", "won", "suffered"]


def short_texts(n: int) -> list[str]:
    """Make texts of one sentence, all different and of few words."""
    return [
        f"The {SUBJECTS[i % 6]} {VERBS[i // 6 % 6]} near gate number{i % 17}." for i in range(n)
    ]


ODD = {
    "one word": [{"text": "Shelling", "date": DAY}],
    "equal texts": [{"text": "The town was shelled again. People left.", "date": DAY}] * 2,
    "stop words": [{"text": "The of and to in it is was."}, {"text": "He and she were on it."}],
    "digits": [{"text": "2023 14 15 16. 17 18 19."}, {"text": "3 4 5 6"}],
    "one undated text": [{"text": "The bridge fell. Nobody was hurt, and the mayor was happy."}],
    "one day": [{"text": text, "date": DAY} for text in short_texts(60)],
    "sources in part": [
        {"text": f"{text} People were happy.", "date": f"{2010 + i % 12}-01-02", "source": source}
        for i, text in enumerate(short_texts(60))
        for source in [["A", "B", "", "C", "", "D", "E"][i % 7]]
    ],
    "one month": [
        {"text": text, "date": "2023-11", "source": "Herald"} for text in short_texts(60)
    ],
    "one of a source": [
        {"text": text, "date": DAY if i == 3 else "", "source": "A" if i else "Lonely"}
        for i, text in enumerate(short_texts(40))
    ],
    "Chinese": [
        {"text": f"军队昨天炮击了城市，许多居民离开了家园。第{i}天。", "date": DAY}
        for i in range(6)
    ],
}  # fmt: skip


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    mpl.use("Agg")
    return tmp_path_factory.mktemp("odd")


@cache
def cells(page: str) -> list[str]:
    (path,) = (ROOT / "notebooks").glob(f"*-{page}.ipynb")
    read = json.loads(path.read_text("utf-8"))["cells"]
    return ["".join(cell["source"]) for cell in read if cell["cell_type"] == "code"]


def spoken(page: str, corpus: Path, monkeypatch) -> list[str]:
    """Run a page's code and collect its titles, captions, notes, summary and missing rows."""
    said: list[str] = []

    def show(thing, *, name="", title="", alt="", note=None, **_) -> None:
        said.extend(text for text in [title, alt, *(note or {}).values()] if text)
        if isinstance(thing, Summary):
            said.extend([thing.title, thing.standing, *thing.caveat])
            said.extend(part for f in thing.findings for part in (f.big, f.sentence, f.small))
        elif isinstance(thing, pd.DataFrame) and name == "missing":
            said.extend(thing.astype("str").to_numpy().ravel())

    monkeypatch.setattr(display, "show", show)
    names: dict[str, object] = {}
    for code in cells(page):
        exec(code, names)  # noqa: S102 (our own notebooks)
        if "corpus_path" in names:
            names["corpus_path"] = str(corpus)
    return said


FAULTS = {
    "a missing value": r"\b(nan|NaN|NaT|None|inf)\b",
    "a plural of one": r"\b1 (different |scored )?(texts|words|uses|sentences|documents|sources|"
    r"topics|years|lines|periods|paragraphs|passages|things)\b",
    "a hole": r"  | [,;.:](?!\d)|^[,;]|\(\)",
}


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("odd", list(ODD))
def test_no_sentence_has_a_fault_on(odd: str, page: str, folder, monkeypatch) -> None:
    path = folder / f"{odd}.jsonl"
    path.write_text("\n".join(json.dumps(row) for row in ODD[odd]), "utf-8")
    said = spoken(page, path, monkeypatch)
    assert len(said) > 3
    for what, pattern in FAULTS.items():
        assert [text for text in said if re.search(pattern, text)] == [], what


@pytest.mark.parametrize("text", ["mean nan", "1 texts read", "English;  follow.", "with 1 uses"])
def test_the_faults_looked_for_are_found(text: str) -> None:
    assert any(re.search(pattern, text) for pattern in FAULTS.values())


def documents(n: int, **columns: list | str) -> pd.DataFrame:
    """Documents of some dates, sources and languages, one a row."""
    given = {"source": "", "language": "en", "date": None, "date_precision": "day"} | columns
    docs = pd.DataFrame({"doc_id": [f"d{i}" for i in range(n)], "n_tokens": 5} | given)
    return docs.assign(date=pd.to_datetime(docs["date"]).astype("datetime64[us]"))


def test_one_dated_text_of_many_does_not_date_them_all() -> None:
    docs = documents(40, date=[DAY] + [None] * 39)
    assert subject(docs) == "40 texts, one of them dated 9 November 2023"
    assert subject(docs.head(1)) == "one text of 9 November 2023"


def test_runs_of_letters_are_not_passed_off_as_words() -> None:
    warned = used(documents(2, language=["th", "zh"]))
    assert "Chinese and Thai are written without spaces: runs of letters are counted" in warned
    assert used(documents(2)) == "Both texts read were used."


def test_texts_of_one_month_are_said_to_be_of_one_month() -> None:
    docs = documents(60, date=DAY, date_precision="month")
    assert dated_texts(docs) == "60 dated texts, all of November 2023"
    assert dated_texts(documents(3)) == "no date is known"


def test_a_page_without_a_burst_says_why() -> None:
    one_day, days = documents(9, date=DAY), pd.date_range(DAY, periods=9)
    assert bursts_missing(one_day, 0)[0][1] == "not measured"
    assert bursts_missing(documents(9, date=days), 0)[0][1] == "none to show"
    assert bursts_missing(documents(9, date=days), 2) == []


def test_what_is_not_shown_of_a_source_is_told_from_what_is_not_measured() -> None:
    docs = documents(40, source=["A"] * 20 + ["B"] * 20, text="one two three")
    dtm = terms.count(docs)
    few = sources_missing(keyness.groups(dtm, docs.assign(source=["A"] * 36 + ["B"] * 4)))
    assert few == [("Words of a source", "not measured", "fewer than 5 documents: B")]
    alone = sources_missing(keyness.groups(dtm, docs.assign(source="A")))
    said = "there are not two values of source to compare"
    assert alone == [("Words of a source", "not measured", said)]
    alike = sources_missing(keyness.groups(dtm, docs))
    assert alike[0][:2] == ("Words of a source", "none to show")


def test_one_word_is_neither_commonest_nor_one_of_a_number() -> None:
    held = pd.DataFrame({"term": ["up"], "n_held": [9], "n_settings": [18]})
    assert held_title(held) == "“up” does not stay in all 18 settings"


def test_tone_over_time_without_a_tone_is_no_chart() -> None:
    columns = {"label": ["May"], "tick": ["May"], "tone": [float("nan")]}
    table = pd.DataFrame(columns | {"low": [float("nan")], "high": [float("nan")]})
    axes = charts.tone_over_time(table, measure="tone")
    assert axes.get_figure().drawing.table.empty
