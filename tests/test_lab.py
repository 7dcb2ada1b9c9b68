"""Notebooks in a real JupyterLab: Run All ends well, and no text of a corpus ever runs."""

import json
import os
import secrets
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

import pandas as pd
import pytest
from conftest import guard
from test_hostile import PAYLOADS, row

ROOT = Path(__file__).parents[1]
pytestmark = [pytest.mark.slow, pytest.mark.browser]
QUIET = {
    "ServerApp.ip": "127.0.0.1",
    "ServerApp.port_retries": "0",
    "LabApp.news_url": "None",
    "LabApp.check_for_updates_class": "jupyterlab.NeverCheckForUpdate",
    "LabApp.expose_app_in_browser": "True",
}
IDLE = "document.querySelector('.jp-Notebook-ExecutionIndicator[data-status=idle]') !== null"
# every cell has run, or one has failed and the others never will
ENDED = """(() => {
    const cells = window.jupyterapp.shell.currentWidget.content.widgets
        .filter(c => c.model.type === 'code').map(c => c.model.sharedModel);
    return cells.every(c => c.execution_count)
        || cells.some(c => c.outputs.some(o => o.output_type === 'error'));
})()"""
SAVE = "window.jupyterapp.commands.execute('docmanager:save')"
WAIT = 120_000  # ms
SETTLE = 3_000
READ = 400  # longer than what is taken for the second click of two


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def environment(home):
    names = ("CONFIG_DIR", "DATA_DIR", "RUNTIME_DIR")
    own = {f"JUPYTER_{name}": str(home / name) for name in names}
    lab = {f"JUPYTERLAB_{name}": str(home / name) for name in ("SETTINGS_DIR", "WORKSPACES_DIR")}
    return {**os.environ, **own, **lab, "PYTHONPATH": str(ROOT / "src")}


def wait_for(url, process):
    for _ in range(120):
        assert process.poll() is None, "JupyterLab ended"
        try:
            with urllib.request.urlopen(url, timeout=2):  # noqa: S310 - our own server
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.5)
    pytest.fail("JupyterLab did not start")


@pytest.fixture
def lab(tmp_path):
    """Serve a folder, to be filled; yields it, and the address of a notebook in it."""
    folder, port, token = tmp_path / "work", free_port(), secrets.token_hex(16)
    folder.mkdir()
    options = {
        "ServerApp.port": port,
        "IdentityProvider.token": token,
        "ServerApp.root_dir": folder,
    }
    root = ["--allow-root"] if hasattr(os, "geteuid") and os.geteuid() == 0 else []
    words = [f"--{name}={value}" for name, value in {**QUIET, **options}.items()]
    with (tmp_path / "log").open("w") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "jupyterlab", "--no-browser", *root, *words],
            env=environment(tmp_path), stdout=log, stderr=log, cwd=folder,
        )  # fmt: skip
        try:
            wait_for(f"http://127.0.0.1:{port}/api/status?token={token}", process)
            at = f"http://127.0.0.1:{port}/lab/tree/"
            yield folder, lambda notebook: f"{at}{notebook}?token={token}&reset"
        finally:
            process.terminate()
            process.wait(timeout=30)


@pytest.fixture
def guarded(chromium):
    """A page that notes what runs of a corpus, and what is asked of any host but ours."""
    context = chromium.new_context()
    asked = guard(context, ("http://127.0.0.1:", "ws://127.0.0.1:", "data:", "blob:"))
    page = context.new_page()
    page.asked = asked
    yield page
    context.close()


def run_all(page):
    page.wait_for_selector(".jp-NotebookPanel .jp-Cell", timeout=WAIT)
    page.wait_for_function("window.jupyterapp !== undefined", timeout=WAIT)
    page.wait_for_function(IDLE, timeout=WAIT)
    page.wait_for_timeout(SETTLE)  # a notebook without a kernel of its own may be given another
    page.wait_for_function(IDLE, timeout=WAIT)
    page.locator("#jp-MainMenu >> text=/^Run$/").click()
    page.locator('.lm-Menu li[data-command="runmenu:run-all"]').click()
    page.wait_for_function(ENDED, timeout=WAIT)
    page.evaluate(SAVE)
    page.wait_for_function(
        "!window.jupyterapp.shell.currentWidget.context.model.dirty", timeout=WAIT
    )


def test_run_all_ends_without_an_error_and_shows_pictures(lab, chromium):
    folder, address = lab
    shutil.copy(ROOT / "notebooks" / "02-term-frequency.ipynb", folder)
    shutil.copytree(ROOT / "seeds", folder / "seeds")
    page = chromium.new_context().new_page()
    page.goto(address("02-term-frequency.ipynb"))
    run_all(page)
    cells = json.loads((folder / "02-term-frequency.ipynb").read_text("utf-8"))["cells"]
    outputs = [o for c in cells for o in c.get("outputs", [])]
    assert [o.get("evalue") for o in outputs if o["output_type"] == "error"] == []
    assert len([o for o in outputs if "image/png" in o.get("data", {})]) >= 2
    page.context.close()


def hostile(folder):
    rows = [row(i, PAYLOADS[i % len(PAYLOADS)]) for i in range(2 * len(PAYLOADS))]
    (folder / "hostile.jsonl").write_text("\n".join(map(json.dumps, rows)), "utf-8")
    return folder / "hostile.jsonl"


def through(page):
    """Look at every output of a notebook, however long it is."""
    page.wait_for_selector(".jp-NotebookPanel .jp-OutputArea-output", timeout=WAIT)
    page.wait_for_timeout(SETTLE)
    for _ in range(40):
        page.mouse.move(700, 500)
        page.mouse.wheel(0, 1_500)
        page.wait_for_timeout(50)


@pytest.mark.parametrize("name", ["01-corpus", "04-sentiment"])
def test_no_hostile_text_runs_in_a_notebook_that_was_sent_to_someone(lab, guarded, tmp_path, name):
    from analysis.build import build

    folder, address = lab
    report = build(hostile(tmp_path), out=tmp_path / "report", only=[name[3:]]).parent
    shutil.copy(report / "notebooks" / f"{name}.ipynb", folder)
    guarded.goto(address(f"{name}.ipynb"))
    through(guarded)
    assert (guarded.evaluate("window.__ran"), guarded.asked) == (None, [])


def test_no_hostile_text_runs_in_a_notebook_that_one_trusts(lab, guarded):
    folder, address = lab
    hostile(folder)
    written = (ROOT / "notebooks" / "01-corpus.ipynb").read_text("utf-8")
    own = written.replace(
        'corpus_path: str = \\"seeds\\"', 'corpus_path: str = \\"hostile.jsonl\\"'
    )
    assert own != written
    (folder / "01-corpus.ipynb").write_text(own, "utf-8")
    guarded.goto(address("01-corpus.ipynb"))
    run_all(guarded)
    through(guarded)
    assert (guarded.evaluate("window.__ran"), guarded.asked) == (None, [])


def write(path, code):
    """A notebook of one cell."""
    cell = {"cell_type": "code", "source": code, "metadata": {}, "outputs": []}
    kernel = {"kernelspec": {"name": "python3", "display_name": "Python 3"}}
    notebook = {"cells": [cell | {"execution_count": None, "id": "one"}], "metadata": kernel}
    path.write_text(json.dumps(notebook | {"nbformat": 4, "nbformat_minor": 5}), "utf-8")


def test_the_canary_sings_in_a_notebook_that_one_trusts_where_text_is_html(lab, guarded):
    folder, address = lab
    code = "from IPython.display import HTML; HTML('<img src=x onerror=window.__pwned=1>')"
    write(folder / "open.ipynb", code)
    guarded.goto(address("open.ipynb"))
    run_all(guarded)
    through(guarded)
    assert guarded.evaluate("window.__ran") is not None


def to_label(folder, texts):
    """A file of sentences to label, and a notebook that asks them."""
    from analysis.labels import sheet
    from analysis.schema import LABELS

    rows = [
        dict.fromkeys(LABELS.names, "")
        | {"sentence_id": f"d:{i}", "digest": f"s{i}", "text": text, "before": text}
        for i, text in enumerate(texts)
    ]
    sheet.write(folder / "l.csv", pd.DataFrame(rows))
    write(folder / "label.ipynb", "from analysis import explore\nexplore.label('l.csv')")


def to_answer(folder, texts):
    """A file of questions whose passages, choices and questions are these texts."""
    from analysis.labels import intrusion, sheet

    rows = [
        dict.fromkeys(intrusion.COLUMNS, text)
        | {"question_id": f"topic-{i}-1", "digest": f"s{i}", "answer": "", "labeller": ""}
        for i, text in enumerate(texts)
    ]
    sheet.write(folder / "q.csv", pd.DataFrame(rows).assign(note=""))
    write(folder / "answer.ipynb", "from analysis import explore\nexplore.intrusion('q.csv')")


def press(page, key, told):
    """Press a key in the box for keys, and wait for what the page says of it."""
    page.wait_for_timeout(READ)
    page.get_by_label("Key", exact=True).press(key)
    hear(page, told)


def hear(page, told):
    page.wait_for_function(
        "told => [...document.querySelectorAll('.jp-OutputArea textarea')]"
        ".some(box => box.value === told)",
        arg=told,
        timeout=WAIT,
    )


def test_sentences_are_labelled_by_keyboard_and_none_of_them_runs(lab, guarded):
    from analysis import labels

    folder, address = lab
    to_label(folder, [*PAYLOADS[:4], "The last one."])
    guarded.goto(address("label.ipynb"))
    run_all(guarded)
    guarded.get_by_text("neighbours", exact=True).click()
    press(guarded, "1", "saved: negative")
    press(guarded, "s", "skipped: asked again at the end")
    press(guarded, "p", "saved: positive")
    press(guarded, "u", "undone, and saved")
    press(guarded, "2", "saved: neutral")
    guarded.get_by_label("Note", exact=True).fill("=not sure")
    guarded.get_by_label("Note", exact=True).press("Enter")
    press(guarded, "?", "saved: unclear")
    guarded.wait_for_timeout(SETTLE)
    table = labels.read(folder / "l.csv")
    assert table["label"].tolist() == ["negative", "", "neutral", "unclear", ""]
    assert table["note"].tolist() == ["", "", "", "=not sure", ""]
    assert (guarded.evaluate("window.__ran"), guarded.asked) == (None, [])


def test_intruders_are_found_by_keyboard_and_mouse_and_no_text_of_a_question_runs(lab, guarded):
    from analysis.labels import intrusion

    folder, address = lab
    to_answer(folder, PAYLOADS[:5])
    guarded.goto(address("answer.ipynb"))
    run_all(guarded)
    press(guarded, "6", "saved: 6")
    press(guarded, "s", "skipped: asked again at the end")
    press(guarded, "?", "saved: ?  cannot tell")
    guarded.wait_for_timeout(READ)
    guarded.get_by_role("button", name="2", exact=True).click()
    hear(guarded, "saved: 2")
    guarded.wait_for_timeout(SETTLE)
    assert intrusion.read(folder / "q.csv")["answer"].tolist() == ["6", "", "?", "2", ""]
    assert (guarded.evaluate("window.__ran"), guarded.asked) == (None, [])
