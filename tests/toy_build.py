"""Toy notebooks, a toy corpus and a toy report for the tests of the build.

Run as a script it is the command line over the toys in the working folder, for tests that send
signals: python toy_build.py build texts ...
"""

from __future__ import annotations

import hashlib
import html
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from analysis.build import manifest, notebooks

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from analysis.build.runs import Run

PARAMETERS = (
    'corpus_path: str = "seeds"  # folder or table of dated texts\n'
    "min_df: int = 2  # drop terms found in fewer documents\n"
    'label: str = ""  # free text\n'
    "random_state: int = 7  # seed of all draws"
)


def cell(source: str, *, tag: str = "", kind: str = "code", name: str = "") -> dict[str, Any]:
    code = {"outputs": [], "execution_count": None} if kind == "code" else {}
    tags = {"tags": [tag]} if tag else {}
    return {"cell_type": kind, "id": name or "toy", "metadata": tags, "source": source, **code}


def notebook(*sources: str) -> dict[str, Any]:
    first = [
        cell("# A question", kind="markdown", name="title"),
        cell(PARAMETERS, tag="parameters", name="p"),
    ]
    rest = [cell(source, name=f"c{number}") for number, source in enumerate(sources)]
    return {"cells": first + rest, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}


def write(folder: Path, name: str, *sources: str) -> None:
    folder.mkdir(exist_ok=True)
    (folder / f"{name}.ipynb").write_text(json.dumps(notebook(*sources)), "utf-8")


def house(root: Path) -> Path:
    """Make a working folder with texts/ and notebooks/."""
    (root / "texts").mkdir(parents=True)
    for day in ("09", "10"):
        (root / "texts" / f"{day}.txt").write_text(f"date 2023-11-{day} A text of day {day}.\n")
    write(root / "notebooks", "01-corpus", "print(corpus_path, min_df, label)")
    write(root / "notebooks", "02-term-frequency", "1 + min_df")
    return root


def render(executed: dict[str, Path], stage: Path, context: dict[str, Any], **_: object) -> None:
    """Stand in for `report.render`: a page per notebook, an index, one table."""
    (stage / "tables").mkdir(exist_ok=True)
    (stage / "tables" / "terms.csv").write_text("term,n\nday,2\n")
    for name, path in executed.items():
        body = html.escape(Path(path).read_text("utf-8"))
        (stage / f"{name}.html").write_text(page(name, body), "utf-8")
    body = html.escape(json.dumps([list(executed), context], sort_keys=True))
    (stage / "index.html").write_text(page("index", body), "utf-8")


def page(title: str, body: str) -> str:
    return f"<!doctype html><html><head><title>{title}</title></head><body>{body}</body></html>\n"


def state(folder: Path) -> dict[str, str]:
    """Take the contents of every file of a folder, by name."""
    paths = sorted(path for path in folder.rglob("*") if path.is_file())
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in paths
    }


def install(root: Path, patch: Callable[..., None]) -> None:
    """Let the build find the toys: `patch` is setattr, or monkeypatch's."""
    import analysis.report

    patch(notebooks, "folder", lambda: root / "notebooks")
    patch(analysis.report, "render", render)
    # the sources may be edited while the tests run; whether they count is tested on its own
    patch(manifest, "code_digest", lambda: "toy")


def run_nothing(planned: Sequence[Run], **_: object) -> None:
    """Stand in for `runs.run_all`: every notebook succeeds at once."""
    for run in planned:
        content = run.notebook.content
        code = [one for one in content["cells"] if one["cell_type"] == "code"]
        for number, one in enumerate(code, 1):
            one["execution_count"] = number
        run.output.write_text(json.dumps(content))


def build_for_ever(*, exchange: bool) -> None:
    """Build again and again, without kernels, until killed."""
    from analysis import build
    from analysis.build import publish, runs

    runs.run_all = run_nothing
    if not exchange:
        publish._exchange = lambda *_: False
    for turn in range(1, 1_000_000):
        build.build("texts", parameters={"min_df": turn}, force=True)
        (Path.cwd() / "begun").write_text("yes")


def main() -> None:
    from analysis import cli

    install(Path.cwd(), setattr)
    if sys.argv[1] in ("exchange", "renames"):
        build_for_ever(exchange=sys.argv[1] == "exchange")
    cli.main(sys.argv[1:])


if __name__ == "__main__":
    main()
