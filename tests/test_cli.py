"""The command line: exit codes, and one line for every error."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import toy_build

from analysis import build as building
from analysis import cli
from analysis.errors import (
    AnalysisError,
    BusyError,
    DataError,
    NotebookError,
    OutputError,
    UsageError,
)


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    root = toy_build.house(tmp_path)
    monkeypatch.chdir(root)
    toy_build.install(root, monkeypatch.setattr)
    return root


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """What the command asks of `build.build`."""
    seen = {}

    def build(corpus: str, **options: dict[str, Any]) -> Path:
        seen.update(options, corpus=corpus)
        return Path.cwd() / "reports" / "texts" / "index.html"

    monkeypatch.setattr(building, "build", build)
    return seen


def run(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[Any, str, str]:
    """Run the command line in this process: its exit code and its two streams."""
    with pytest.raises(SystemExit) as left:
        cli.main(arguments)
    out, err = capsys.readouterr()
    return left.value.code, out, err


def test_a_build_prints_where_the_index_is(
    capsys: pytest.CaptureFixture[str], asked: dict[str, Any], here: Path
) -> None:
    assert run(capsys, "build", "texts") == (0, "reports/texts/index.html\n", "")
    assert asked["corpus"] == "texts"


def test_seeds_is_what_is_built_when_nothing_is_named(
    capsys: pytest.CaptureFixture[str], asked: dict[str, Any]
) -> None:
    run(capsys, "build")
    assert asked["corpus"] == "seeds"


def test_a_value_on_the_command_line_stays_as_written_and_wins_over_the_file(
    capsys: pytest.CaptureFixture[str], asked: dict[str, Any], here: Path
) -> None:
    (here / "p.yaml").write_text("label: abc\nmin_df: 3\n")
    run(capsys, "build", "-f", "p.yaml", "-p", "label", "007", "--only", "topics", "--jobs", "2")
    assert asked["parameters"] == {"label": "007", "min_df": 3}
    assert (asked["only"], asked["jobs"], asked["force"]) == (("topics",), 2, False)


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (AnalysisError("ours"), 1),
        (UsageError("x"), 2),
        (DataError("x"), 3),
        (OutputError("x"), 4),
        (NotebookError("x"), 5),
        (BusyError("x"), 6),
        (KeyboardInterrupt(), 130),
    ],
)
def test_every_kind_of_error_has_its_exit_code_and_one_line(
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    error: BaseException,
    code: int,
) -> None:
    monkeypatch.setattr(building, "build", lambda *_, **__: (_ for _ in ()).throw(error))
    found, out, err = run(capsys, "build")
    assert (found, out) == (code, "")
    assert err.startswith("error: ")
    assert err.count("\n") == 1


def test_a_fault_of_ours_is_one_line_and_a_traceback_with_debug_only(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(building, "build", lambda *_, **__: {}["missing"])
    code, _, err = run(capsys, "build")
    assert code == 1
    assert err == "error: this is a fault of ours: KeyError: 'missing'. Run again with --debug\n"
    assert "Traceback" in run(capsys, "build", "--debug")[2]


def test_a_message_cannot_drive_the_terminal(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    error = DataError("a\x1b[2Jb\nc.txt: not readable")
    monkeypatch.setattr(building, "build", lambda *_, **__: (_ for _ in ()).throw(error))
    assert run(capsys, "build")[2] == "error: a [2Jb c.txt: not readable\n"


@pytest.mark.parametrize(
    "arguments",
    [
        ["build", "texts", "--jobs", "0"],
        ["build", "texts", "--jbos", "2"],
        ["build", "texts", "-p", "min_dff", "3"],
        ["build", "texts", "-p", "min_df", "three"],
        ["build", "texts", "--only", "topcs"],
        ["build", "texts", "-f", "nowhere.yaml"],
        ["build", "s3://texts"],
        ["bild"],
        ["check"],
    ],
)
def test_bad_usage_is_2_and_one_line(
    capsys: pytest.CaptureFixture[str], here: Path, arguments: list[str]
) -> None:
    code, out, err = run(capsys, *arguments)
    assert (code, out) == (2, "")
    assert err.startswith("error: ")
    assert err.count("\n") == 1
    assert not (here / "reports" / "texts").exists()


def test_a_corpus_that_is_not_there_is_3(capsys: pytest.CaptureFixture[str], here: Path) -> None:
    code, _, err = run(capsys, "build", "nowhere")
    assert (code, err) == (3, "error: nowhere: no such file or folder. Check the path\n")


def test_help_is_no_error(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = run(capsys, "--help")
    assert code == 0
    assert all(command in out for command in ("build", "check", "lab"))


def test_a_check_is_for_people_or_for_programs(
    capsys: pytest.CaptureFixture[str], here: Path
) -> None:
    code, words, _ = run(capsys, "check", "texts")
    assert code == 0
    assert "2 in = 2 used + 0 skipped" in words
    assert json.loads(run(capsys, "check", "texts", "--json")[1])["rows"]["used"] == 2


def test_the_lab_says_which_copies_it_left_alone(
    capsys: pytest.CaptureFixture[str], here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("analysis.build.lab.serve", lambda folder: 0)
    run(capsys, "lab", "texts")
    (here / "workspace" / "01-corpus.ipynb").write_text("{}")
    code, _, err = run(capsys, "lab")
    assert code == 0
    assert err.startswith("workspace/01-corpus.ipynb: changed by you, left as it is")


@pytest.mark.parametrize("reader", ["head -c 1 > /dev/null", "true"])
def test_a_reader_that_has_seen_enough_is_no_error(here: Path, reader: str) -> None:
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    command = f"{sys.executable} -m analysis check texts --json | {reader}; exit ${{PIPESTATUS[0]}}"
    ran = subprocess.run(
        ["bash", "-c", command], env=environment, capture_output=True, text=True, check=False
    )
    assert (ran.returncode, ran.stdout, ran.stderr) == (0, "", "")
