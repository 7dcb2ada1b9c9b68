"""A private copy of the notebooks to explore in JupyterLab; the clone's own are never touched."""

from __future__ import annotations

import ast
import hashlib
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from analysis.build import notebooks, source
from analysis.build.executed import dumped
from analysis.build.output import Place, writing
from analysis.build.parameters import CORPUS

if TYPE_CHECKING:
    from analysis.build.notebooks import Notebook
    from analysis.build.source import Source

_RECORD = ".copies.json"  # what we wrote, so that a file the user changed can be told from ours


def copies(corpus_path: str | Path | None = None) -> tuple[Path, list[str]]:
    """Copy the notebooks into workspace/ of the working folder, set to a corpus.

    A copy that was changed since is left as it is.

    Returns the folder, and the names of the files left as they are.
    Raises  as `corpus.resolve`; OutputError where the folder cannot be written.
    """
    corpus = source.locate(corpus_path) if corpus_path is not None else None
    found = notebooks.found()
    folder = Path.cwd() / "workspace"
    with writing(Place(folder, "workspace")):
        folder.mkdir(exist_ok=True)
        record = _load(folder / _RECORD)
        changed = [n.path.name for n in found if not _is_ours(folder / n.path.name, record)]
        for notebook in found:
            if notebook.path.name not in changed:
                record[notebook.path.name] = _copy(notebook, folder, corpus)
        (folder / _RECORD).write_text(json.dumps(record, indent=1, sort_keys=True) + "\n", "utf-8")
    return folder, changed


def _load(path: Path) -> dict[str, str]:
    try:
        content = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    return content if isinstance(content, dict) else {}


def _is_ours(path: Path, record: dict[str, str]) -> bool:
    """Say whether a file may be written: it is not there, or still as we wrote it."""
    if not path.exists():
        return True
    return hashlib.sha256(path.read_bytes()).hexdigest() == record.get(path.name)


def _copy(notebook: Notebook, folder: Path, corpus: Source | None) -> str:
    content = notebook.content if corpus is None else _set_corpus(notebook, folder, corpus)
    raw = dumped(content).encode()
    new = folder / f".{notebook.path.name}.new"
    new.write_bytes(raw)
    new.replace(folder / notebook.path.name)
    return hashlib.sha256(raw).hexdigest()


def _set_corpus(notebook: Notebook, folder: Path, corpus: Source) -> dict[str, Any]:
    """Write the corpus into the parameters cell: there it is seen, and can be changed."""
    path = (
        str(corpus.path)
        if Path(corpus.given).is_absolute()
        else os.path.relpath(corpus.path, folder)
    )
    cells = [
        {**cell, "source": _assigned(notebooks.source(cell), path)}
        if "parameters" in notebooks.tags(cell)
        else cell
        for cell in notebook.content["cells"]
    ]
    return {**notebook.content, "cells": cells}


def _assigned(text: str, path: str) -> str:
    """Replace the value of `corpus_path` in the text of a cell, and nothing else of it."""
    lines = text.encode().split(b"\n")
    for node in ast.parse(text).body:
        if isinstance(node, ast.AnnAssign) and ast.unparse(node.target) == CORPUS and node.value:
            value = node.value
            line = lines[value.lineno - 1]  # columns of ast count bytes
            end = value.end_col_offset or value.col_offset
            lines[value.lineno - 1] = line[: value.col_offset] + repr(path).encode() + line[end:]
    return b"\n".join(lines).decode()


def serve(folder: Path) -> int:
    """Start JupyterLab in a folder, for this machine only, with its own random token.

    Returns its exit code.
    """
    here = str(Path(__file__).parents[2])
    search = os.pathsep.join(filter(None, [here, os.environ.get("PYTHONPATH")]))
    command = [sys.executable, "-m", "jupyterlab", "--ServerApp.ip=127.0.0.1"]
    return subprocess.run(  # noqa: S603 - our own Python, no shell
        [*command, f"--ServerApp.root_dir={folder}"],
        env={**os.environ, "PYTHONPATH": search},
        check=False,
    ).returncode
