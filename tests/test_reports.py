"""The four notebooks built for real: equal bytes, options of reading, no trace of the machine."""

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
SHARED = ROOT.parent / "shared" / "data"
pytestmark = pytest.mark.slow


def build(folder, *words, **environment):
    """Run `analysis build` in a folder of its own, as a user would."""
    return subprocess.run(
        [sys.executable, "-m", "analysis", "build", *map(str, words)],
        cwd=folder,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        check=False,
    )


def contents(folder):
    paths = sorted(path for path in folder.rglob("*") if path.is_file())
    return {str(path.relative_to(folder)): path.read_bytes() for path in paths}


@pytest.fixture(scope="module")
def three_texts():
    return {
        "a/2023-11-09_x.txt": "War came to Kupiansk. People left in fear.",
        "b.txt": "date 2023-11-10 Peace came at last. People were happy.",
        "c/2022/05/01/y.txt": "A terrible loss. Nobody was safe.",
    }


def lay(folder, texts):
    for name, text in texts.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")


def test_another_folder_zone_hash_seed_and_order_of_files_change_no_byte(tmp_path, three_texts):
    here, there = tmp_path / "here", tmp_path / "elsewhere" / "deeper"
    here.mkdir()
    there.mkdir(parents=True)
    lay(here / "pile", three_texts)
    lay(there / "pile", dict(reversed(three_texts.items())))
    one = build(here, "pile", TZ="UTC", PYTHONHASHSEED="1")
    two = build(there, "pile", "--jobs", 1, TZ="Asia/Tokyo", PYTHONHASHSEED="2", LANG="C")
    assert one.returncode == two.returncode == 0, one.stderr + two.stderr
    assert contents(here / "reports" / "pile") == contents(there / "reports" / "pile")


def test_order_of_rows_changes_no_page(tmp_path):
    rows = [
        json.dumps({"id": str(i), "date": "2023-01-01", "text": f"War {i} came. It was bad."})
        for i in range(6)
    ]
    pages = []
    for name, order in (("one", rows), ("two", rows[::-1])):
        folder = tmp_path / name
        folder.mkdir()
        (folder / "rows.jsonl").write_text("\n".join(order), "utf-8")
        assert build(folder, "rows.jsonl").returncode == 0
        made = contents(folder / "reports" / "rows")
        pages.append({path: text for path, text in made.items() if path.endswith(".html")})
    assert pages[0] == pages[1]


def test_a_report_tells_nothing_of_machine_user_or_place(tmp_path):
    home = tmp_path / "homemarked"
    place = home / "placemarked"
    place.mkdir(parents=True)
    shutil.copytree(ROOT / "seeds", place / "seeds")
    done = build(place, "seeds", HOME=str(home), USER="usermarked", LOGNAME="usermarked")
    assert done.returncode == 0, done.stderr
    for name, content in contents(place / "reports" / "seeds").items():
        assert not re.search(rb"homemarked|placemarked|usermarked", content), name
        assert str(ROOT).encode() not in content, name
        host = os.uname().nodename
        if len(host) > 5:  # a shorter name stands by chance in any picture
            assert host.encode() not in content, name


def test_columns_can_be_named_from_the_command_line(tmp_path):
    (tmp_path / "odd.csv").write_text("a,corps\n1,War came.\n2,Peace came.\n", "utf-8")
    refused = build(tmp_path, "odd.csv")
    assert refused.returncode == 2
    assert "Say which" in refused.stderr
    options = json.dumps({"columns": {"text": "corps"}})
    assert build(tmp_path, "odd.csv", "-p", "read_options", options).returncode == 0


@pytest.mark.parametrize(
    "texts",
    [
        ["war"],
        ["the and of the"],
        ["1 2 3 !!!"],
        ["War came.", "War came."],
        ["战争来了。人们离开了。"],
        ["I"],
        ["😀 😀"],
    ],
    ids=[
        "one word",
        "only stop words",
        "only digits",
        "two equal",
        "no spaces",
        "one letter",
        "emoji",
    ],
)
def test_the_poorest_corpora_get_pages_or_one_line(texts, tmp_path):
    lay(tmp_path / "poor", {f"{i}.txt": text for i, text in enumerate(texts)})
    done = build(tmp_path, "poor")
    assert done.returncode in (0, 3), done.stderr
    if done.returncode == 3:
        assert [line for line in done.stderr.splitlines() if line.startswith("error: ")]
    else:
        pages = contents(tmp_path / "reports" / "poor")
        shown = b" ".join(text for name, text in pages.items() if name.endswith(".html"))
        assert not re.search(rb">\s*(nan|NaN|NaT|None)\s*<", shown)


@pytest.mark.skipif(not SHARED.exists(), reason="needs the shared corpora")
@pytest.mark.parametrize("name", ["state_union", "viina"])
def test_a_real_corpus_gets_all_four_reports(name, tmp_path):
    done = build(tmp_path, SHARED / f"{name}.jsonl")
    assert done.returncode == 0, done.stderr
    pages = {path.stem for path in (tmp_path / "reports" / name).glob("*.html")}
    assert pages == {"index", "corpus", "term-frequency", "topics", "sentiment"}
    if name == "viina":
        page = (tmp_path / "reports" / name / "sentiment.html").read_text("utf-8")
        assert "The word lists are English" in page
