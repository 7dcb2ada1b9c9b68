"""The README says what is true: its code runs, its commands exist, its files are there."""

import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text("utf-8")
SHELL = [
    line
    for block in re.findall(r"```sh\n(.*?)```", README, re.DOTALL)
    for line in block.split("\n")
]


def test_it_is_shorter_than_seven_hundred_words():
    assert len(README.split()) < 700


def test_its_python_runs(monkeypatch):
    monkeypatch.chdir(ROOT)
    names = {}
    (block,) = re.findall(r"```python\n(.*?)```", README, re.DOTALL)
    exec(compile(block, "README.md", "exec"), names)  # noqa: S102 (our own text)
    assert names["model"].found == 0
    assert len(names["lines"]) == 3
    assert names["docs"].attrs["notes"]["what"].tolist() == ["taken"]


@pytest.mark.parametrize("target", sorted(set(re.findall(r"^make (\w+)$", README, re.MULTILINE))))
def test_each_make_target_it_names_is_listed_by_make_help(target):
    shown = subprocess.run(["make", "help"], cwd=ROOT, capture_output=True, text=True, check=True)
    assert re.search(rf"^{target}\s+\S", shown.stdout, re.MULTILINE)


@pytest.mark.parametrize("path", re.findall(r"\]\((?!http)([^)]+)\)", README))
def test_each_file_it_links_to_is_there(path):
    assert (ROOT / path).is_file()


@pytest.mark.parametrize(
    "line", [line for line in SHELL if "analysis" in line and "pip" not in line]
)
def test_each_analysis_command_runs(line, tmp_path):
    _, *words = shlex.split(line)
    places = {"build": tmp_path / "seeds", "label": tmp_path / "labels.csv"}
    out = ["--out", str(places[words[0]])] if words[0] in places else []
    done = subprocess.run(
        [sys.executable, "-m", "analysis", *words, *out],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr


@pytest.mark.slow
def test_plain_papermill_runs_a_notebook_as_it_says(tmp_path):
    (line,) = [line for line in SHELL if "papermill" in line]
    _, source, _, *rest = shlex.split(line)
    command = [sys.executable, "-m", "papermill", source, str(tmp_path / "out.ipynb"), *rest]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_each_parameter_file_and_lock_names_no_address():
    for name in ("requirements.lock", "requirements-test.lock", "requirements-bench.lock"):
        assert "://" not in (ROOT / name).read_text("utf-8")
