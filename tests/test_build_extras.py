"""What a build makes beside its pages: a comparison with an earlier one, all in one file."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
import toy_build
from toy_build import house, state

from analysis import build as building
from analysis import report
from analysis.build import manifest, runs
from analysis.errors import UsageError

REAL = report.render
REPORT = Path("reports") / "texts"


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A working folder with a report on toy texts, made without kernels."""
    root = house(tmp_path / "w")
    monkeypatch.chdir(root)
    toy_build.install(root, monkeypatch.setattr)
    monkeypatch.setattr(report, "render", REAL)
    monkeypatch.setattr(runs, "run_all", toy_build.run_nothing)
    building.build("texts")
    shutil.copytree(root / REPORT, root / "oldmarked")
    return root


@pytest.fixture
def no_runs(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(runs, "run_all", lambda *_, **__: pytest.fail("it ran"))


def test_a_comparison_is_added_without_running_a_notebook(here: Path, no_runs: None) -> None:
    before = state(here / REPORT)
    building.build("texts", compare="oldmarked")
    after = state(here / REPORT)
    changed = {name for name in after if after[name] != before.get(name)}
    assert changed == {
        "compare.html",
        "index.html",
        "manifest.json",
        *(name for name in after if name.startswith("tables/compare-")),
    }
    assert "Nothing changed: the same bytes" in (here / REPORT / "compare.html").read_text("utf-8")


def test_a_comparison_that_stands_is_not_made_again(here: Path, no_runs: None) -> None:
    building.build("texts", compare="oldmarked")
    before = {path: path.stat().st_mtime_ns for path in (here / REPORT).rglob("*")}
    building.build("texts", compare=here / "oldmarked" / "manifest.json")
    building.build("texts")
    assert {path: path.stat().st_mtime_ns for path in (here / REPORT).rglob("*")} == before


def test_a_report_is_compared_with_the_one_it_replaces(here: Path) -> None:
    building.build("texts", compare=REPORT, parameters={"min_df": 5})
    page = (here / REPORT / "compare.html").read_text("utf-8")
    assert "min_df (corpus, term-frequency)" in page
    again = state(here / REPORT)
    building.build("texts", compare=REPORT, parameters={"min_df": 5})
    assert state(here / REPORT) == again


def test_the_index_lists_the_builds_that_were_compared_with_newest_first(here: Path) -> None:
    building.build("texts", compare=REPORT, parameters={"min_df": 5})
    building.build("texts", compare=REPORT, parameters={"min_df": 7})
    text = (here / REPORT / "index.html").read_text("utf-8")
    assert text.index("min_df = 5 (corpus)") < text.index("min_df = 2 (corpus)")
    assert len(manifest.load(here / REPORT).earlier) == 2


def test_what_stood_in_the_folder_changes_no_byte(here: Path, tmp_path: Path) -> None:
    building.build("texts", parameters={"min_df": 5})
    building.build("texts")
    assert state(here / REPORT) == state(here / "oldmarked")


def test_a_comparison_names_no_path_of_this_machine(here: Path) -> None:
    building.build("texts", compare=here / "oldmarked", parameters={"min_df": 5}, single_file=True)
    for path in (here / REPORT).rglob("*.*"):
        assert str(here) not in path.read_text("utf-8"), path.name
        assert "oldmarked" not in path.read_text("utf-8"), path.name


def test_a_folder_without_a_report_stops_before_anything_runs(here: Path, no_runs: None) -> None:
    before = state(here / REPORT)
    with pytest.raises(UsageError, match="texts: no report of an earlier build"):
        building.build("texts", compare="texts", force=True)
    assert state(here / REPORT) == before


def test_one_file_of_all_reports_is_added_without_running_a_notebook(
    here: Path, no_runs: None, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level("INFO", "analysis.build"):
        building.build("texts", single_file=True)
    assert "pages in kB: all-reports " in caplog.text
    text = (here / REPORT / "all-reports.html").read_text("utf-8")
    assert [text.count(f'id="{name}--main"') for name in ("index", "corpus")] == [1, 1]
    assert "all-reports.html" in (here / REPORT / "index.html").read_text("utf-8")
    assert manifest.is_intact(here / REPORT, manifest.load(here / REPORT))
