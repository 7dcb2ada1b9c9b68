"""The build, end to end on toy notebooks: what it publishes, and what no fault may destroy."""

from __future__ import annotations

import errno
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from functools import partial
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import toy_build
from toy_build import cell, house, notebook, state, write

from analysis import build as building
from analysis.build import (
    executed,
    kernels,
    lab,
    manifest,
    notebooks,
    output,
    preview,
    publish,
    runs,
)
from analysis.errors import AnalysisError, DataError, NotebookError, OutputError, UsageError

slow = partial(pytest.param, marks=pytest.mark.slow)
if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import ModuleType

SCRIPT = Path(toy_build.__file__)
REPORT = Path("reports") / "texts"


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A working folder with texts/ and two notebooks, and a report made by hand."""
    root = house(tmp_path / "w")
    monkeypatch.chdir(root)
    toy_build.install(root, monkeypatch.setattr)
    return root


@pytest.fixture(scope="session")
def first_report(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A working folder in which one build has been made."""
    root = house(tmp_path_factory.mktemp("first") / "w")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(root)
        toy_build.install(root, patch.setattr)
        building.build("texts")
    return root


@pytest.fixture
def built(first_report: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of it, to break."""
    root = tmp_path / "w"
    shutil.copytree(first_report, root)
    (root / "reports" / ".build" / "texts.owner").unlink()  # it names the folder copied from
    monkeypatch.chdir(root)
    toy_build.install(root, monkeypatch.setattr)
    return root


def litter(root: Path) -> list[str]:
    """List what a run left behind, beside the report, its lock and its owner."""
    left = [path.relative_to(root / "reports").as_posix() for path in (root / "reports").rglob("*")]
    known = ("texts", ".build/texts.lock", ".build/texts.owner")
    return sorted(p for p in left if p not in (*known, ".build") and not p.startswith("texts/"))


def fails(built: Path, *sources: str, **options: object) -> AnalysisError:
    """Build with a notebook that fails; see that the old report stands; return the error."""
    before = state(built / REPORT)
    write(built / "notebooks", "02-term-frequency", *sources)
    with pytest.raises(AnalysisError) as caught:
        building.build("texts", only=["term-frequency"], **options)
    assert state(built / REPORT) == before
    return caught.value


# --- what is published


def test_a_build_publishes_pages_notebooks_tables_and_a_manifest(first_report: Path) -> None:
    assert sorted(state(first_report / REPORT)) == [
        *("corpus.html", "index.html", "manifest.json"),
        *("notebooks/01-corpus.ipynb", "notebooks/02-term-frequency.ipynb"),
        *("tables/terms.csv", "term-frequency.html"),
    ]
    assert litter(first_report) == []


def test_the_manifest_accounts_for_rows_files_and_parameters(first_report: Path) -> None:
    found = manifest.load(first_report / REPORT)
    assert found.corpus["n_rows_in"] == found.corpus["n_used"] + found.corpus["n_skipped"] == 2
    assert found.pages["corpus"].parameters["min_df"] == 2
    assert found.seed == 7
    assert manifest.is_intact(first_report / REPORT, found)


def test_nothing_published_names_a_path_of_this_machine(first_report: Path) -> None:
    secrets = [str(first_report), str(Path.home()), os.uname().nodename, sys.prefix]
    for path in (first_report / REPORT).rglob("*.*"):
        text = path.read_text("utf-8")
        assert [secret for secret in secrets if len(secret) > 1 and secret in text] == []


def test_a_file_given_as_a_parameter_is_named_not_placed_and_its_content_counts(
    here: Path, tmp_path: Path
) -> None:
    more = tmp_path / "more.csv"
    more.write_text("one", "utf-8")
    made = notebook("print(more_path)")
    made["cells"][1]["source"] += '\nmore_path: str = ""  # more of them\n'
    (here / "notebooks" / "02-term-frequency.ipynb").write_text(json.dumps(made), "utf-8")
    building.build("texts", parameters={"more_path": str(more)})
    first = manifest.load(here / REPORT).pages["term-frequency"]
    assert first.parameters["more_path"] == "more.csv"
    for path in (here / REPORT).rglob("*.*"):
        assert str(tmp_path) not in path.read_text("utf-8")
    more.write_text("two", "utf-8")
    building.build("texts", parameters={"more_path": str(more)})
    assert manifest.load(here / REPORT).pages["term-frequency"].key != first.key


def test_the_executed_notebook_shows_the_corpus_as_given_and_has_fixed_ids(
    first_report: Path,
) -> None:
    found = executed.load(first_report / REPORT / "notebooks" / "01-corpus.ipynb")
    assert [one["id"] for one in found["cells"]] == ["title", "p", executed.INJECTED, "c0"]
    assert notebooks.source(found["cells"][2]) == "# Parameters\ncorpus_path = 'texts'"
    assert "papermill" not in json.dumps(found)


def test_a_build_leaves_nothing_in_the_folder_for_temporary_files(
    here: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "temporary"
    folder.mkdir()
    monkeypatch.setenv("TMPDIR", str(folder))
    building.build("texts", jobs=1)
    assert list(folder.iterdir()) == []


def test_two_folders_and_one_or_two_at_a_time_give_the_same_bytes(
    first_report: Path, here: Path
) -> None:
    building.build("texts", jobs=1)
    assert state(here / REPORT) == state(first_report / REPORT)


def test_an_unchanged_corpus_leaves_every_file_alone(
    built: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = {path: path.stat().st_mtime_ns for path in (built / REPORT).rglob("*")}
    monkeypatch.setattr(runs, "run_all", lambda *_, **__: pytest.fail("it ran"))
    building.build("texts")
    assert {path: path.stat().st_mtime_ns for path in (built / REPORT).rglob("*")} == before


@pytest.mark.parametrize("change", ["text", "notebook", "parameter", "code", "page", "force"])
def test_any_change_makes_a_new_build(
    built: Path, monkeypatch: pytest.MonkeyPatch, change: str
) -> None:
    options = {}
    if change == "text":
        (built / "texts" / "09.txt").write_text("date 2023-11-09 Another text.\n")
    if change == "notebook":
        write(built / "notebooks", "02-term-frequency", "2 + min_df")
    if change == "parameter":
        options = {"parameters": {"min_df": 3}}
    if change == "code":
        monkeypatch.setattr(manifest, "code_digest", lambda: "another")
    if change == "page":
        (built / REPORT / "corpus.html").write_text("edited")
    if change == "force":
        options = {"force": True}
    monkeypatch.setattr(runs, "run_all", lambda *_, **__: (_ for _ in ()).throw(DataError("ran")))
    with pytest.raises(DataError, match="ran"):
        building.build("texts", **options)


def test_only_one_page_is_made_and_the_others_stay_byte_for_byte(built: Path) -> None:
    before = state(built / REPORT)
    building.build("texts", only=["term-frequency"], parameters={"min_df": 5})
    after = state(built / REPORT)
    changed = {name for name in after if after[name] != before[name]}
    assert changed == {
        *("index.html", "manifest.json", "term-frequency.html"),
        "notebooks/02-term-frequency.ipynb",
    }
    pages = manifest.load(built / REPORT).pages
    assert [pages[name].parameters["min_df"] for name in ("corpus", "term-frequency")] == [2, 5]


def test_only_is_refused_when_the_other_pages_speak_of_earlier_texts(built: Path) -> None:
    (built / "texts" / "09.txt").write_text("date 2023-11-09 Another text.\n")
    with pytest.raises(UsageError, match="corpus would speak of earlier texts"):
        building.build("texts", only=["term-frequency"])


def test_files_of_the_user_survive_in_the_folder(built: Path) -> None:
    (built / REPORT / "mine.txt").write_text("mine")
    (built / "texts" / "09.txt").write_text("date 2023-11-09 Another text.\n")
    building.build("texts")
    assert (built / REPORT / "mine.txt").read_text() == "mine"


def test_a_parameter_stays_text_and_cannot_become_code(here: Path) -> None:
    value = '007"; import os; os.mkdir("pwned") #\u2028{}'
    building.build("texts", only=["corpus"], parameters={"label": value})
    shown = executed.load(here / REPORT / "notebooks" / "01-corpus.ipynb")["cells"][-1]
    assert value in notebooks.source({"source": shown["outputs"][0]["text"]})
    assert not (here / "pwned").exists()


def test_braces_in_the_name_of_a_folder_stay_braces(here: Path) -> None:
    building.build("texts", only=["corpus"], out="{pm} {x}/report")
    assert (here / "{pm} {x}" / "report" / "corpus.html").is_file()


def test_a_path_from_elsewhere_is_shown_by_its_name_only(built: Path) -> None:
    absolute = built / "texts"
    building.build(absolute, out="other", only=["corpus"])
    assert str(built) not in "".join(p.read_text() for p in (built / "other").rglob("*.*"))


def test_a_warning_loses_the_number_of_the_process() -> None:
    text = "/tmp/ipykernel_4711/123456.py:3: UserWarning: in /home/me/x and /home/mexico\n"  # noqa: S108 - as ipykernel writes
    ran = cell("x") | {"outputs": [{"output_type": "stream", "name": "stderr", "text": text}]}
    found = executed.cleaned({"cells": [ran]}, parameters={}, hidden={"/home/me": "~"})
    assert found["cells"][0]["outputs"][0]["text"] == [
        "cell:3: UserWarning: in ~/x and /home/mexico\n"
    ]


def test_what_is_said_at_the_first_figure_of_a_machine_is_no_result() -> None:
    text = "Matplotlib is building the font cache; this may take a moment.\n"
    ran = cell("x") | {"outputs": [{"output_type": "stream", "name": "stderr", "text": text}]}
    found = executed.cleaned({"cells": [ran]}, parameters={}, hidden={})
    assert found["cells"][0]["outputs"] == []


# --- notebooks that fail


def test_a_cell_that_raises_is_named_and_the_partial_notebook_kept(built: Path) -> None:
    error = fails(built, "ok = 1", "raise ValueError('boom\\nand more')", "after = 1")
    kept = "reports/.build/texts/02-term-frequency.failed.ipynb"
    assert str(error) == (
        f"notebooks/02-term-frequency.ipynb: cell 4: ValueError: boom and more. See {kept}"
    )
    assert error.exit_code == 5
    assert "boom" in Path(kept).read_text()
    assert litter(built) == [".build/texts", ".build/texts/02-term-frequency.failed.ipynb"]


@pytest.mark.parametrize(("kind", "code"), [("UsageError", 2), ("DataError", 3)])
def test_our_own_errors_keep_their_meaning_across_the_kernel(
    built: Path, kind: str, code: int
) -> None:
    error = fails(built, f"from analysis.errors import {kind}", f"raise {kind}('k is 0. Give 1')")
    assert (type(error).__name__, error.exit_code, str(error)) == (kind, code, "k is 0. Give 1")


def test_a_cell_that_ends_the_run_is_no_success(built: Path) -> None:
    error = fails(built, "import sys; sys.exit(0)", "after = 1")
    assert "cell 3: the cell ended the run (exit 0)" in str(error)


def test_a_killed_kernel_is_suspected_of_having_run_out_of_memory(built: Path) -> None:
    error = fails(built, "import os, signal", "os.kill(os.getpid(), signal.SIGKILL)")
    assert "cell 4: its kernel was killed: ran out of memory?" in str(error)
    assert error.exit_code == 5


def test_a_run_beyond_its_time_is_ended_with_its_kernel(built: Path) -> None:
    sources = ["import os; open('pid', 'w').write(str(os.getpid()))", "import time; time.sleep(99)"]
    error = fails(built, *sources, time_limit=3)
    assert "not done after 3 seconds" in str(error)
    assert is_gone(int((built / "pid").read_text()))


def test_the_first_failure_ends_the_other_notebook(built: Path) -> None:
    write(built / "notebooks", "01-corpus", "import time; time.sleep(99)")
    write(built / "notebooks", "02-term-frequency", "1 / 0")
    began = time.monotonic()
    with pytest.raises(NotebookError, match=r"02-term-frequency.*ZeroDivisionError"):
        building.build("texts")
    assert time.monotonic() - began < 20


def test_a_kernel_that_cannot_start_says_so(built: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        kernels, "_COMMAND", (sys.executable, "-c", "raise SystemExit('no kernel')")
    )
    error = fails(built, "1")
    assert "its kernel did not start: no kernel" in str(error)


def test_a_file_among_the_texts_is_never_imported(here: Path) -> None:
    (here / "sitecustomize.py").write_text("1 / 0")
    (here / "ipykernel_launcher.py").write_text("1 / 0")
    (here / "toy_module.py").write_text("")
    write(here / "notebooks", "01-corpus", "import toy_module")
    with pytest.raises(NotebookError, match="ModuleNotFoundError"):
        building.build("texts", only=["corpus"])


def test_a_corpus_that_changes_during_the_run_is_noticed(built: Path) -> None:
    error = fails(built, "open('texts/10.txt', 'a').write('more')")
    assert isinstance(error, DataError)
    assert "changed while the build ran" in str(error)


def is_gone(pid: int) -> bool:
    """Wait for a process to end: a kernel notices the death of its parent within a second."""
    for _ in range(60):
        try:
            if Path(f"/proc/{pid}/stat").read_text().split(")")[-1].split()[0] == "Z":
                return True
        except OSError:
            return True
        time.sleep(0.1)
    return False


# --- output that fails


@pytest.fixture
def no_kernels(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let every notebook succeed at once, for faults that come after."""
    monkeypatch.setattr(runs, "run_all", toy_build.run_nothing)


@pytest.mark.parametrize(("module", "call"), [(os, "rename"), (os, "fsync"), (os, "mkdir")])
def test_a_disk_that_fails_at_any_call_leaves_the_old_report(
    built: Path, monkeypatch: pytest.MonkeyPatch, no_kernels: None, module: ModuleType, call: str
) -> None:
    monkeypatch.setattr(publish, "_exchange", lambda *_: False)
    before, real = state(built / REPORT), getattr(module, call)
    for n in range(1, 60):
        seen = iter(range(1, 10_000))

        def faulty(
            *arguments: object, seen: Iterator[int] = seen, n: int = n, **options: object
        ) -> object:
            if next(seen) == n:
                raise OSError(errno.ENOSPC, "No space left on device")
            return real(*arguments, **options)

        with monkeypatch.context() as patch:
            patch.setattr(module, call, faulty)
            try:
                building.build("texts", parameters={"min_df": 9})
                break
            except OutputError as error:
                assert "the disk is full" in str(error)  # noqa: PT017 - the loop ends on success
        assert state(built / REPORT) == before, n
        assert litter(built) == [], n
    assert manifest.load(built / REPORT).pages["corpus"].parameters["min_df"] == 9


def test_a_page_that_fails_the_check_leaves_the_old_report(
    built: Path, monkeypatch: pytest.MonkeyPatch, no_kernels: None
) -> None:
    before = state(built / REPORT)
    monkeypatch.setattr("analysis.report.render", lambda _e, stage, _c, **_more: None)
    with pytest.raises(AnalysisError, match=r"index\.html was not written"):
        building.build("texts", force=True)
    assert state(built / REPORT) == before
    assert litter(built) == []


def test_another_corpus_of_the_same_name_is_refused(built: Path, no_kernels: None) -> None:
    (built / "b" / "texts").mkdir(parents=True)
    (built / "b" / "texts" / "1.txt").write_text("date 2020-01-01 Something else.\n")
    with pytest.raises(UsageError, match="reports/texts: belongs to another corpus"):
        building.build("b/texts")
    assert building.build("b/texts", out="b/report").is_file()
    assert building.build("b/texts", force=True).is_file()


def test_the_same_corpus_with_new_texts_is_no_other_corpus(built: Path, no_kernels: None) -> None:
    (built / "texts" / "11.txt").write_text("date 2023-11-11 One more.\n")
    building.build("texts")
    assert manifest.load(built / REPORT).corpus["n_used"] == 3


def test_two_corpora_of_one_name_and_no_relative_path_are_told_apart(
    built: Path, no_kernels: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    building.build("texts", force=True)  # records whose folder it is
    (built / "b" / "texts").mkdir(parents=True)
    (built / "b" / "texts" / "1.txt").write_text("date 2020-01-01 Something else.\n")
    monkeypatch.chdir(built / "b")
    with pytest.raises(UsageError, match="belongs to another corpus"):
        building.build("texts", out=built / REPORT)


def test_a_folder_with_files_of_someone_is_refused_and_by_force_kept_aside(
    here: Path, no_kernels: None
) -> None:
    (here / "mine").mkdir()
    (here / "mine" / "thesis.txt").write_text("years of work")
    with pytest.raises(UsageError, match="mine: holds files that no build wrote"):
        building.build("texts", out="mine")
    building.build("texts", out="mine", force=True)
    assert (here / "mine.before-1" / "thesis.txt").read_text() == "years of work"
    assert (here / "mine" / "index.html").is_file()


@pytest.mark.parametrize("out", [".", "texts", "texts/report"])
def test_a_report_is_never_written_into_its_own_corpus(here: Path, out: str) -> None:
    with pytest.raises(UsageError, match="lies in the corpus"):
        building.build("texts", out=out)


@pytest.mark.parametrize(
    ("options", "kind", "says"),
    [
        ({"parameters": {"min_dff": 3}}, UsageError, "did you mean 'min_df'"),
        ({"parameters": {"min_df": "3"}}, UsageError, "needs int"),
        ({"only": ["topcs"]}, UsageError, "--only topcs: no such page"),
        ({"corpus_path": "text"}, DataError, "text: no such file or folder"),
        ({"corpus_path": "empty"}, DataError, "empty"),
        ({"corpus_path": "s3://texts"}, UsageError, "an address"),
        ({"jobs": 0}, UsageError, "jobs=0"),
        ({"out": "texts/09.txt"}, UsageError, "lies in the corpus"),
        ({"out": "notebooks/01-corpus.ipynb"}, OutputError, "cannot be written"),
    ],
)
def test_what_cannot_work_is_said_before_anything_runs(
    built: Path,
    monkeypatch: pytest.MonkeyPatch,
    options: dict[str, Any],
    kind: type[Exception],
    says: str,
) -> None:
    (built / "empty").mkdir()
    before = state(built)
    monkeypatch.setattr(runs, "run_all", lambda *_, **__: pytest.fail("it ran"))
    with pytest.raises(kind, match=says):
        building.build(**{"corpus_path": "texts", **options})
    assert {name: sha for name, sha in state(built).items() if not name.endswith(".lock")} == {
        name: sha for name, sha in before.items() if not name.endswith(".lock")
    }


# --- signals


def start(root: Path, *arguments: str) -> subprocess.Popen[str]:
    """Start the command line over the toys, in a process of its own."""
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    return subprocess.Popen(
        [sys.executable, str(SCRIPT), *arguments],
        cwd=root,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def waited_for(path: Path) -> str:
    for _ in range(300):
        if path.exists() and path.read_text():
            return path.read_text()
        time.sleep(0.05)
    return pytest.fail(f"{path.name} never came")


@pytest.mark.parametrize(
    ("signum", "code"), [(signal.SIGTERM, 143), slow(signal.SIGINT, 130), slow(signal.SIGHUP, 129)]
)
def test_a_signal_ends_the_build_its_kernels_and_its_litter(
    built: Path, signum: int, code: int
) -> None:
    before = state(built / REPORT)
    write(
        built / "notebooks",
        "02-term-frequency",
        "import os; open('pid', 'w').write(str(os.getpid()))",
        "import time; time.sleep(99)",
    )
    process = start(built, "build", "texts", "--only", "term-frequency")
    pid = int(waited_for(built / "pid"))
    process.send_signal(signum)
    process.send_signal(signum)  # impatience must not break the clearing up
    _, stderr = process.communicate(timeout=20)
    assert process.returncode == code
    assert stderr.splitlines()[-1].startswith("error: stopped")
    assert "Traceback" not in stderr
    assert state(built / REPORT) == before
    assert litter(built) == []
    assert is_gone(pid)


@pytest.mark.slow
@pytest.mark.parametrize("way", ["exchange", "renames"])
def test_killed_at_any_moment_the_report_is_the_old_one_or_the_new_one(
    built: Path, way: str
) -> None:
    rng, seen = random.Random(11), set()  # noqa: S311 - moments, not secrets
    for _ in range(15):
        (built / "begun").unlink(missing_ok=True)
        process = start(built, way)
        waited_for(built / "begun")
        time.sleep(rng.uniform(0, 0.6))
        process.kill()
        process.communicate(timeout=20)
        if way == "exchange":
            assert (built / REPORT).is_dir()
        publish.recover(output.place("texts", None))
        found = manifest.load(built / REPORT)
        assert manifest.is_intact(built / REPORT, found)
        seen.add(found.pages["corpus"].parameters["min_df"])
    assert len(seen) > 1  # the kills came at different moments
    building.build("texts", only=["corpus"])
    assert litter(built) == []


# --- the rest


def test_the_block_of_the_iri_grammar_is_still_needed() -> None:
    """When this fails jsonschema no longer builds the grammar: take `skip_iri_grammar` away."""
    assert "from rfc3987_syntax import" in module_text("jsonschema", "_format.py")
    assert "Lark(" in module_text("rfc3987_syntax", "syntax_helpers.py")


def module_text(package: str, file: str) -> str:
    """Read the text of a module without importing its package: that is what costs."""
    return Path(find_spec(package).origin).with_name(file).read_text("utf-8")


def test_the_block_keeps_the_grammar_out() -> None:
    code = (
        "import sys; from analysis.build import runs; runs.skip_iri_grammar()\n"
        "import papermill; print('lark' in sys.modules)"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "False"


def test_importing_the_build_imports_nothing_heavy() -> None:
    heavy = {"pandas", "papermill", "nbformat", "jupyter_client", "ipywidgets"}
    code = f"import sys, analysis.build, analysis.cli; print(sorted({heavy} & set(sys.modules)))"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "[]"


def test_the_code_counts_in_the_key_of_a_page() -> None:
    first = manifest.page_key("n", digest="d", parameters={}, made_by={"code": "1"})
    assert first != manifest.page_key("n", digest="d", parameters={}, made_by={"code": "2"})
    assert len(manifest.code_digest()) == 64


def test_a_notebook_is_read_with_its_page_and_its_parameters(here: Path) -> None:
    found = notebooks.found()
    assert [one.page for one in found] == ["corpus", "term-frequency"]
    assert list(found[0].parameters) == ["corpus_path", "min_df", "label", "random_state"]


def test_a_file_that_is_no_notebook_is_named(here: Path) -> None:
    (here / "notebooks" / "03-topics.ipynb").write_text("{")
    with pytest.raises(NotebookError, match=r"notebooks/03-topics\.ipynb: not a notebook"):
        notebooks.found()


def test_a_preview_says_what_will_and_will_not_be_possible(here: Path) -> None:
    found = preview.check("texts")
    assert found["rows"] == {"in": 2, "used": 2, "skipped": 0}
    possible = {one["what"]: one["possible"] for one in found["possible"]}
    assert possible["change over time"]
    assert not possible["topics"]
    assert not possible["comparison of sources"]
    assert json.loads(json.dumps(found)) == found


def test_a_copy_for_the_lab_is_set_to_the_corpus_and_never_overwrites_changes(here: Path) -> None:
    folder, changed = lab.copies("texts")
    assert changed == []
    copy = folder / "01-corpus.ipynb"
    line = notebooks.source(json.loads(copy.read_text())["cells"][1]).split("\n")[0]
    assert line == "corpus_path: str = '../texts'  # folder or table of dated texts"
    copy.write_text(json.dumps(notebook("my = 'work'")))
    mine = copy.read_bytes()
    assert lab.copies("texts/09.txt")[1] == ["01-corpus.ipynb"]
    assert copy.read_bytes() == mine
    assert "09.txt" in (folder / "02-term-frequency.ipynb").read_text()


def test_the_lab_listens_on_this_machine_only_and_keeps_its_token(
    here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen = []
    monkeypatch.setattr(
        lab.subprocess, "run", lambda a, **_: seen.extend(a) or subprocess.CompletedProcess(a, 0)
    )
    assert lab.serve(here) == 0
    assert "--ServerApp.ip=127.0.0.1" in seen
    assert not any("token" in one or "allow-root" in one for one in seen)
