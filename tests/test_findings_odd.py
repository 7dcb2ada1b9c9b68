"""Every sentence of every notebook, on corpora that have little to say."""

from __future__ import annotations

import json
import re
from functools import cache
from pathlib import Path

import matplotlib as mpl
import pandas as pd
import pytest

from analysis import display
from analysis.findings import Summary

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
