"""A notebook in a real JupyterLab: Run All ends without an error and shows its pictures."""

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

import pytest

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
    """Serve a folder that holds seeds/ and a copy of one notebook; yields its address."""
    folder, port, token = tmp_path / "work", free_port(), secrets.token_hex(16)
    folder.mkdir()
    shutil.copy(ROOT / "notebooks" / "02-term-frequency.ipynb", folder)
    shutil.copytree(ROOT / "seeds", folder / "seeds")
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
            yield folder, f"http://127.0.0.1:{port}/lab/tree/02-term-frequency.ipynb?token={token}"
        finally:
            process.terminate()
            process.wait(timeout=30)


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
    page = chromium.new_context().new_page()
    page.goto(address)
    run_all(page)
    cells = json.loads((folder / "02-term-frequency.ipynb").read_text("utf-8"))["cells"]
    outputs = [o for c in cells for o in c.get("outputs", [])]
    assert [o.get("evalue") for o in outputs if o["output_type"] == "error"] == []
    assert len([o for o in outputs if "image/png" in o.get("data", {})]) >= 2
    page.context.close()
