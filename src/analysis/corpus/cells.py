"""What every table format becomes first: named columns of plain strings, row by row."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from analysis.errors import DataError

if TYPE_CHECKING:
    from collections.abc import Callable

    from analysis.corpus.notes import Note

_HTML = ("<!doctype html", "<html", "<head", "<body")


@dataclass(frozen=True)
class Cells:
    """The rows of one table that could be read.

    names : the columns, in the table's order
    column : gives one column as strings, '' where a cell is empty
    numbers : the number of each row in the file, from 1
    n_in : rows met, those left out included
    notes : why rows were left out, and what was assumed
    """

    names: list[str]
    column: Callable[[str], list[str]]
    numbers: list[int]
    n_in: int
    notes: list[Note] = field(default_factory=list)


def as_text(value: object) -> str:
    """Write a value as the string it stands for: nothing as '', whole floats without a point."""
    if isinstance(value, str):
        return value
    if value is None or value != value:  # noqa: PLR0124 - only NaN and NaT differ from themselves
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, dict | list):
        return json.dumps(value, ensure_ascii=False, default=str)
    return str(value)


def refuse_html(text: str, origin: str) -> None:
    """Raise DataError where a table turns out to be a web page saved under its name."""
    if text[:1000].lstrip().lower().startswith(_HTML):
        raise DataError(f"{origin}: looks like HTML, not a table. Download the table itself")
