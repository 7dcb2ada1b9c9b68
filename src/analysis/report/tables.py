"""The tables of a page: as HTML rows, and as CSV files that no spreadsheet runs."""

from __future__ import annotations

import csv
import io
import re
from typing import TYPE_CHECKING, Any, TextIO

from analysis import wording
from analysis.wording import FORMULA, cell

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

LONG_WORD = 24  # characters; a longer one may break anywhere, so that a table stays narrow
LONG_TEXT = 1500  # characters of a cell; LONG_NAME of the one that names the row
LONG_NAME = 120
SENTENCE = 60  # characters; a longer cell keeps a width in which it can be read
_NUMBER = r"(?:[<>] ?)?[+\u2212-]?(?:\d+(?:,\d{3})*(?:\.\d+)?|\.\d+)%?"
_FIGURE = re.compile(rf"{_NUMBER}(?:(?: to | of | \u00b1 |/){_NUMBER})*", re.ASCII)
_NONE = ("", "\u2013")
_SIDES = {"text": "l", "language": "l", "date": "l date"}  # classes of what is set to the left


def records(bundle: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Read the rows of a bundle back as records."""
    names = [column["name"] for column in bundle["columns"]]
    return [dict(zip(names, row, strict=True)) for row in bundle["rows"]]


def columns(bundle: Mapping[str, Any]) -> list[dict[str, Any]]:
    """List the columns to show, with the class of each; the two ends of an interval share one.

    Text stands to the left; numbers that a finding wrote as text (3 of 17) as numbers do.
    """
    heads = [c | {"at": i} for i, c in enumerate(bundle["columns"]) if c["shown"]]
    for head in heads:
        figures = head is not heads[0] and _are_figures(row[head["at"]] for row in bundle["rows"])
        head["class"] = "" if figures else _SIDES.get(head["format"], "")
    names = [head["name"] for head in heads]
    if not {"low", "high"} <= set(names):
        return heads
    low, high = heads[names.index("low")], heads[names.index("high")]
    span = low | {"label": "95% interval", "to": high["at"]}
    return [span if head is low else head for head in heads if head is not high]


def _are_figures(values: Iterable[Any]) -> bool:
    """Tell whether a column holds written numbers alone; bare digits may be names: 106315."""
    texts = [value for value in values if value not in _NONE and value is not None]
    if not texts or not all(isinstance(text, str) for text in texts):
        return False
    written = all(_FIGURE.fullmatch(text) for text in texts)
    return written and not all(text.isdigit() for text in texts)


def body(bundle: Mapping[str, Any], start: int, stop: int | None = None) -> list[dict[str, Any]]:
    """Write some rows for a reader: each with the place of its evidence and its cells."""
    heads = columns(bundle)
    rows = zip(bundle["anchors"][start:stop], bundle["rows"][start:stop], strict=True)
    most = [LONG_TEXT if i else LONG_NAME for i in range(len(heads))]
    return [
        {"anchor": anchor, "cells": [_cell(h, row, m) for h, m in zip(heads, most, strict=True)]}
        for anchor, row in rows
    ]


def _cell(head: Mapping[str, Any], values: list[Any], most: int) -> dict[str, Any]:
    text = wording.line(_written(head, values), most)
    long = max((len(word) for word in text.split()), default=0) > LONG_WORD
    kinds = [
        *filter(None, [head["class"]]),
        *(["long"] if long else []),
        *(["para"] if len(text) > SENTENCE else []),
    ]
    return {"text": text, "class": " ".join(kinds), "v": _value(head, values, text)}


def _value(head: Mapping[str, Any], values: list[Any], text: str) -> str:
    """Give the number to sort by, to seven digits; '' where the text is that number, or none is."""
    value = values[head["at"]]
    if isinstance(value, str) and not head["class"] and (first := re.search(_NUMBER, value)):
        value = float(re.sub("[<>,% ]", "", first[0]).replace(wording.MINUS, "-"))
    if isinstance(value, bool) or not isinstance(value, int | float):
        return ""
    number = f"{value:.7g}"
    return "" if number == text else number


def _written(head: Mapping[str, Any], values: list[Any]) -> str:
    value = values[head["at"]]
    text = ("yes" if value else "no") if isinstance(value, bool) else cell(value, head["format"])
    if "to" not in head or value is None:
        return text
    return f"{text} to {cell(values[head['to']], head['format'])}"


def save(bundle: Mapping[str, Any], path: Path) -> None:
    """Write a table or the table behind a figure as CSV: raw numbers, safe texts."""
    with path.open("w", encoding="utf-8", errors="replace", newline="") as file:
        _write(bundle, file)


def written(bundle: Mapping[str, Any]) -> str:
    """Write the same table as `save`, as a text."""
    out = io.StringIO(newline="")
    _write(bundle, out)
    return out.getvalue().encode("utf-8", "replace").decode("utf-8")


def _write(bundle: Mapping[str, Any], file: TextIO) -> None:
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow([_safe(column["name"]) for column in bundle["columns"]])
    writer.writerows([_safe(value) for value in values] for values in bundle["rows"])


def _safe(value: Any) -> Any:  # noqa: ANN401 (a JSON value)
    if not isinstance(value, str):
        return "" if value is None else value
    # the writer does not quote a bare carriage return, so what follows it would begin a row
    text = value.replace("\r\n", "\n").replace("\r", "\n")
    return f"'{text}" if text.startswith(FORMULA) else text
