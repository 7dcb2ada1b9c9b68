"""The notebooks to run: where they are, what page each makes, what it declares."""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from analysis.build import parameters
from analysis.errors import NotebookError, UsageError, did_you_mean

if TYPE_CHECKING:
    from collections.abc import Iterable

_PACKAGE = Path(__file__).parents[1]


@dataclass(frozen=True)
class Notebook:
    """One notebook as it stands in its folder."""

    path: Path
    page: str
    digest: str
    content: dict[str, Any]

    @property
    def label(self) -> str:
        """Its name in messages, the same on every machine."""
        return f"notebooks/{self.path.name}"

    @property
    def parameters(self) -> dict[str, parameters.Parameter]:
        """What its cell tagged `parameters` declares; nothing where there is no such cell."""
        cells = [cell for cell in self.content["cells"] if "parameters" in tags(cell)]
        return parameters.declared(source(cells[0]), where=self.label) if cells else {}


def folder() -> Path:
    """Find the notebooks: those of a clone win over those that the wheel carries."""
    clone = _PACKAGE.parents[1]
    here = clone / "notebooks"
    if (clone / "pyproject.toml").is_file() and any(here.glob("*.ipynb")):
        return here
    return _PACKAGE / "_notebooks"


def found() -> list[Notebook]:
    """Read every notebook, in the order of their numbers.

    Raises  NotebookError where there is none, or one cannot be read.
    """
    paths = sorted(folder().glob("*.ipynb"))
    if not paths:
        raise NotebookError("there are no notebooks. Install the project again")
    return [_read(path) for path in paths]


def chosen(notebooks: Iterable[Notebook], only: Iterable[str]) -> list[Notebook]:
    """Keep the notebooks of the pages named; all where none is named.

    Raises  UsageError, naming the closest page, for a page that there is not.
    """
    known = list(notebooks)
    wanted = set(only) or {notebook.page for notebook in known}
    for page in sorted(wanted - {notebook.page for notebook in known}):
        raise UsageError(f"--only {page}: no such page; {did_you_mean(page, _pages(known))}")
    return [notebook for notebook in known if notebook.page in wanted]


def _pages(notebooks: Iterable[Notebook]) -> list[str]:
    return [notebook.page for notebook in notebooks]


def page_of(path: Path) -> str:
    """Name the page of a notebook: 02-term-frequency.ipynb makes term-frequency."""
    return re.sub(r"^[0-9]+[-_]", "", path.stem)


def _read(path: Path) -> Notebook:
    raw = path.read_bytes()
    try:
        content = json.loads(raw)
        cells = content["cells"]
    except (ValueError, KeyError, TypeError):
        raise NotebookError(f"notebooks/{path.name}: not a notebook. Restore the file") from None
    for number, cell in enumerate(cells, 1):
        cell.setdefault("id", f"cell-{number}")  # papermill would draw one at random
    return Notebook(path, page_of(path), hashlib.sha256(raw).hexdigest(), content)


def tags(cell: dict[str, Any]) -> list[str]:
    """List the tags of a cell."""
    return list(cell.get("metadata", {}).get("tags", []))


def source(cell: dict[str, Any]) -> str:
    """Join the text of a cell, which the format allows as lines or as one string."""
    text = cell["source"]
    return text if isinstance(text, str) else "".join(text)
