"""An executed notebook: did it run to its end, and what of it may be published."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

from analysis.build.notebooks import source, tags
from analysis.errors import AnalysisError, DataError, NotebookError, UsageError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

INJECTED = "injected-parameters"
_MARKER = "papermill-error-cell-tag"  # two cells that papermill adds to a failed notebook
_MEANT = {kind.__name__: kind for kind in (UsageError, DataError)}
# ipykernel names a cell /tmp/ipykernel_<process>/<hash>.py in its warnings
_CELL_FILE = re.compile(r"[^\s\"']*ipykernel_[0-9]+[/\\][0-9]+\.py")
# said once per machine, at its first figure: not part of any result
_FIRST_FIGURE = re.compile(r"^Matplotlib (?:is building|created a temporary).*\n?", re.MULTILINE)
_LANGUAGE = {"name": "python", "file_extension": ".py", "mimetype": "text/x-python"}
_KERNEL = {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"}


def load(path: Path) -> dict[str, Any]:
    """Read an executed notebook, whole or partial."""
    content: dict[str, Any] = json.loads(path.read_text("utf-8"))
    return content


def fault(notebook: Mapping[str, Any], *, label: str, kept: str) -> AnalysisError | None:
    """Say why a run cannot count as a success; None where it can.

    notebook : as papermill left it (its own "completed" status is true of killed runs too)
    label : name of the notebook; kept : where its partial copy will be found
    """
    code = [cell for cell in _own_cells(notebook) if cell["cell_type"] == "code"]
    for cell in code:
        for output in cell.get("outputs", []):
            if output["output_type"] == "error":
                return _raised(output, f"{label}: {_place(notebook, cell)}", kept)
    for cell in code:
        if source(cell).strip() and cell.get("execution_count") is None:
            return NotebookError(f"{label}: {_place(notebook, cell)} did not run. See {kept}")
    return None


def _raised(output: Mapping[str, Any], where: str, kept: str) -> AnalysisError:
    name, value = output["ename"], " ".join(str(output["evalue"]).split())
    if name in _MEANT:
        return _MEANT[name](value)
    if name == "SystemExit":
        return NotebookError(f"{where}: the cell ended the run (exit {value or 0}). See {kept}")
    return NotebookError(f"{where}: {f'{name}: {value}'.rstrip(': ')}. See {kept}")


def died(
    notebook: Mapping[str, Any], *, label: str, kept: str, returncode: int | None
) -> NotebookError:
    """Say in which cell the kernel died, and of what.

    returncode : of the kernel's process; negative for a signal, as in `subprocess`
    """
    begun = [c for c in _own_cells(notebook) if _began(c) and c["cell_type"] == "code"]
    where = f"{label}: {_place(notebook, begun[-1])}" if begun else label
    killed = returncode == -9  # noqa: PLR2004 - SIGKILL, what the system sends when memory ends
    why = "was killed: ran out of memory?" if killed else f"died (code {returncode})."
    return NotebookError(f"{where}: its kernel {why} See {kept}")


def _began(cell: Mapping[str, Any]) -> bool:
    return bool(cell.get("metadata", {}).get("papermill", {}).get("start_time"))


def _own_cells(notebook: Mapping[str, Any]) -> list[dict[str, Any]]:
    """List the cells of the notebook itself, without those that papermill added."""
    return [c for c in notebook["cells"] if not {INJECTED, _MARKER} & set(tags(c))]


def _place(notebook: Mapping[str, Any], cell: Mapping[str, Any]) -> str:
    """Name a cell by its number in the notebook as it stands in its folder, from 1."""
    ids = [one.get("id") for one in _own_cells(notebook)]
    return f"cell {ids.index(cell.get('id')) + 1}"


def cleaned(
    notebook: Mapping[str, Any], *, parameters: Mapping[str, Any], hidden: Mapping[str, str]
) -> dict[str, Any]:
    """Make the notebook that is published: no times, no paths of this machine, no chance.

    parameters : as they are shown in the injected cell
    hidden : path -> what stands for it, in what cells printed or warned of; tables and figures
        are left as they are, since a text may well speak of /root
    """
    metadata = {"kernelspec": dict(_KERNEL), "language_info": dict(_LANGUAGE)}
    cells = [_cleaned_cell(cell, parameters, hidden) for cell in notebook["cells"]]
    return {"cells": cells, "metadata": metadata, "nbformat": 4, "nbformat_minor": 5}


def _cleaned_cell(
    cell: Mapping[str, Any], parameters: Mapping[str, Any], hidden: Mapping[str, str]
) -> dict[str, Any]:
    kept = {key: value for key, value in cell.items() if key != "metadata"}
    kept["metadata"] = {k: v for k, v in cell["metadata"].items() if k in ("tags", "jupyter")}
    if INJECTED in tags(dict(cell)):
        kept |= {"id": INJECTED, "source": written(parameters).splitlines(keepends=True)}
    if "outputs" in kept:
        outputs = [_cleaned_output(output, hidden) for output in kept["outputs"]]
        kept["outputs"] = [output for output in outputs if output.get("text") != []]
    return kept


def _cleaned_output(output: dict[str, Any], hidden: Mapping[str, str]) -> dict[str, Any]:
    if output["output_type"] != "stream":
        return output
    text = _FIRST_FIGURE.sub("", source({"source": output["text"]}))
    text = _CELL_FILE.sub("cell", text)
    for path in sorted(hidden, key=len, reverse=True):
        name = hidden[path].replace("\\", r"\\")
        text = re.sub(rf"(?<![\w.]){re.escape(path)}(?!\w)", name, text)
    return {**output, "text": text.splitlines(keepends=True)}


def written(parameters: Mapping[str, Any]) -> str:
    """Write the injected cell (not papermill's text: it depends on whether `black` is there)."""
    return "\n".join(
        ["# Parameters", *(f"{name} = {value!r}" for name, value in parameters.items())]
    )


def dumped(notebook: Mapping[str, Any]) -> str:
    """Write a notebook as `nbformat` does: keys sorted, one blank of indent."""
    return json.dumps(notebook, indent=1, sort_keys=True, ensure_ascii=False) + "\n"
