"""JSON, an object per line or a list of objects, with numbers kept as they are written."""

from __future__ import annotations

import json
from typing import Any

from analysis.corpus.cells import Cells, as_text, refuse_html
from analysis.corpus.notes import Note
from analysis.errors import DataError

Numbered = list[tuple[int, Any]]


def read_json(text: str, origin: str) -> Cells:
    """Read JSON lines, or a JSON list of objects; a row's number is its line, or place in the list.

    Ids such as 007 or 1e5 stay as they are written. A line that is no JSON object is left out.
    Raises  DataError where no line is one, naming the first.
    """
    refuse_html(text, origin)
    whole = _whole(text)
    values, notes = (list(enumerate(whole, 1)), []) if whole is not None else _lines(text, origin)
    rows = [(number, value) for number, value in values if isinstance(value, dict)]
    notes += [
        Note(origin, number, "skipped", "no JSON object", as_text(value))
        for number, value in values
        if not isinstance(value, dict)
    ]
    if notes and not rows:
        first = min(notes, key=lambda note: note.row)
        raise DataError(
            f"{origin}:{first.row}: {first.reason} here, nor in any line. Write an object a line"
        )
    names = list(dict.fromkeys(name for _, row in rows for name in row))

    def column(name: str) -> list[str]:
        return [as_text(row.get(name)) for _, row in rows]

    return Cells(names, column, [number for number, _ in rows], len(rows) + len(notes), notes)


def _whole(text: str) -> list[Any] | None:
    """Read a file that is one JSON value: a list, or an object over several lines."""
    start = text.lstrip()[:1]
    if start != "[" and not (start == "{" and text.lstrip()[:2].strip() == "{"):
        return None
    try:
        value = _loads(text)
    except (ValueError, RecursionError):
        return None  # lines, then
    return value if isinstance(value, list) and _is_list_of_rows(value) else _single(value)


def _is_list_of_rows(value: list[Any]) -> bool:
    return not value or any(isinstance(one, dict) for one in value)


def _single(value: object) -> list[Any] | None:
    return [value] if isinstance(value, dict) else None


def _lines(text: str, origin: str) -> tuple[Numbered, list[Note]]:
    """Read one value per line; blank lines are none."""
    values: Numbered = []
    notes: list[Note] = []
    for number, line in enumerate(text.split("\n"), 1):
        if not line or line.isspace():
            continue
        try:
            values.append((number, _loads(line)))
        except RecursionError:
            notes.append(Note(origin, number, "skipped", "JSON nested too deep"))
        except ValueError as error:
            notes.append(Note(origin, number, "skipped", "no JSON", _place(error)))
    return values, notes


def _loads(text: str) -> Any:  # noqa: ANN401 - JSON may be anything
    """Parse JSON without turning 007 or 1e5 into numbers, and NaN into nothing."""
    return json.loads(text, parse_int=str, parse_float=str, parse_constant=lambda _: None)


def _place(error: ValueError) -> str:
    if isinstance(error, json.JSONDecodeError):
        return f"{error.msg} at character {error.pos + 1}"
    return "value that cannot be read"
