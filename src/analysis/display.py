"""Show a table, a chart, findings or evidence, the same in a notebook and in a report.

`show` emits one MIME bundle. The report renders the first part of it only; JupyterLab shows the
picture or the plain table beside it (an untrusted notebook shows neither SVG nor HTML styles).
"""

from __future__ import annotations

import base64
import io
import math
import re
import sys
from html import escape
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from analysis import charts, palette, wording
from analysis.errors import UsageError
from analysis.findings.summary import Summary
from analysis.schema import EVIDENCE, LINES, MISSING, READING
from analysis.schema.bundle import MIME, VERSION, is_name

if TYPE_CHECKING:
    from collections.abc import Mapping

    from matplotlib.axes import Axes

Bundle = dict[str, Any]
HTML_ROWS = 30  # rows of a table in JupyterLab; the report and the CSV have them all
_FORMATS = (  # the first pattern that fits a column's name says how its numbers are written
    (re.compile(r"share$|^coverage$"), "share"),
    (re.compile(r"^(tone|tone_mean|vader|hu_liu|model|towards|contribution|npmi|excess)$"), "tone"),
    (re.compile(r"^(p|q)$|_p$"), "p"),
    (re.compile(r"^(stability|margin|exclusivity|c_v)"), "of_one"),
    (re.compile(r"^n_"), "integer"),  # a count that may be missing
    (re.compile(r"^(change|ratio)$"), "ratio"),
)
_ISO_DATES = ("date", "first", "last")  # columns of text that hold dates, never broken over lines
MEASURES = ("per_million", "share", "tone", "ratio", "log_ratio")  # columns that have intervals
_NOT_XML = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")  # in a label
MAX_QUOTE = 600  # characters of a sentence that are shown; longer ones are cut around the marks


def show(
    thing: pd.DataFrame | Axes | Summary,
    *,
    name: str = "",
    title: str = "",
    columns: Mapping[str, str] | None = None,
    evidence: pd.DataFrame | None = None,
    alt: str = "",
    note: Mapping[str, str] | None = None,
) -> None:
    """Show one thing with its evidence.

    thing : a table, the axes of a chart, or a summary; an empty table shows nothing
    name : its role, such as "term-frequency": its id on the page and the name of its CSV
    title : the finding, which becomes the heading of the section
    columns : which columns of a table to show and what to call them; the CSV has them all, and
        none at all leaves a link to the CSV alone
    evidence : EVIDENCE; rows and marks whose key it holds become links to the sentences
    alt : what is seen in a chart, in words
    note : what it rests on, such as unit, n and method

    Raises UsageError where a table or chart has no name.
    """
    bundle = build(thing, name=name, title=title, columns=columns, evidence=evidence)
    if bundle is None:
        return
    bundle |= {"caption": alt, "note": [[str(k), str(v)] for k, v in (note or {}).items() if v]}
    from IPython.display import display  # noqa: PLC0415 (only a notebook needs it)

    display(_mime(bundle, thing), raw=True)  # type: ignore[no-untyped-call]
    _close(thing)


def _close(thing: object) -> None:
    """Keep JupyterLab from showing a figure of pyplot a second time at the end of the cell."""
    pyplot = sys.modules.get("matplotlib.pyplot")
    if pyplot is not None and hasattr(thing, "get_figure"):
        pyplot.close(thing.get_figure())


def build(
    thing: pd.DataFrame | Axes | Summary,
    *,
    name: str = "",
    title: str = "",
    columns: Mapping[str, str] | None = None,
    evidence: pd.DataFrame | None = None,
) -> Bundle | None:
    """Make the bundle of a thing; None where there is nothing to show."""
    if name and not is_name(name):
        raise UsageError(f"{name!r} is no name. Use small letters, digits and hyphens: term-count")
    bundle = _bundle(thing, name, title, columns, evidence)
    return None if bundle is None else bundle | _first(bundle, evidence)


def _first(bundle: Bundle, evidence: pd.DataFrame | None) -> dict[str, dict[str, str]]:
    """Note which sentence comes first for each key that the thing links to."""
    if evidence is None or "sentence_id" not in evidence:
        return {}
    linked = {*bundle.get("keys", []), *(mark["key"] for mark in bundle.get("marks", []))}
    rows = evidence.drop_duplicates("key")
    pairs = zip(rows["key"].tolist(), rows["sentence_id"].tolist(), strict=True)
    return {"first": {key: first for key, first in pairs if key in linked}}


def _bundle(
    thing: pd.DataFrame | Axes | Summary,
    name: str,
    title: str,
    columns: Mapping[str, str] | None,
    evidence: pd.DataFrame | None,
) -> Bundle | None:
    keys = frozenset[str]() if evidence is None else frozenset(evidence["key"])
    if isinstance(thing, Summary):
        return _head("findings", "summary", thing.title) | {"summary": thing.as_dict()}
    if isinstance(thing, pd.DataFrame):
        named = any(level is not None for level in thing.index.names)
        table = thing.reset_index() if named else thing  # groups of a `groupby` are its index
        return None if table.empty else _table(table, name, title, columns, keys)
    if not name:
        raise UsageError('a chart needs a name: show(chart, name="term-frequency")')
    return None if _drawn_from(thing) == 0 else _figure(thing, name, title, keys)


def _drawn_from(axes: Axes) -> int | None:
    """Count the rows that a chart was drawn from; None for a user's own drawing."""
    figure = axes.get_figure()
    return len(figure.drawing.table) if isinstance(figure, charts.Chart) else None


def _head(kind: str, name: str, title: str) -> Bundle:
    return {"version": VERSION, "kind": kind, "id": name, "title": title}


def _table(
    table: pd.DataFrame,
    name: str,
    title: str,
    columns: Mapping[str, str] | None,
    keys: frozenset[str],
) -> Bundle:
    kind = _kind(table)
    if kind == "evidence":
        return _head(kind, name or "evidence", title) | {"groups": _groups(table)}
    if not name:
        raise UsageError('a table needs a name: show(table, name="term-frequency")')
    return _head(kind, name, title) | _rows(table, columns, keys)


def _kind(table: pd.DataFrame) -> str:
    """Tell what a table is by its columns: what it is decides how it is shown."""
    for schema, kind in ((EVIDENCE, "evidence"), (LINES, "lines"), (READING, "reading")):
        if set(schema.names) <= set(table.columns):
            return kind
    return "missing" if list(table.columns) == MISSING.names else "table"


def _figure(axes: Axes, name: str, title: str, keys: frozenset[str]) -> Bundle:
    figure = axes.get_figure()
    bundle = _head("figure", name, title)
    if not isinstance(figure, charts.Chart):  # a user's own figure: shown as it is drawn
        return bundle | {"svg": {"wide": _svg(figure)}, "marks": [], "columns": [], "rows": []}
    drawing = figure.drawing
    narrow = drawing.draw(charts.NARROW)
    marks = [vars(m) | {"key": m.key if m.key in keys else ""} for m in drawing.marks]
    drawn = {"svg": {"wide": _svg(figure), "narrow": _svg(narrow)}, "marks": marks}
    table = _key_first(drawing.table, [mark.key for mark in drawing.marks])
    return bundle | _rows(table, None, keys) | drawn | {"cut": drawing.cut}


def _key_first(table: pd.DataFrame, marked: list[str]) -> pd.DataFrame:
    """Let the column come first that names the marks: it names the rows, and links them."""
    for name in table.columns:
        values = [str(value) for value in table[name]]
        if marked and list(dict.fromkeys(values))[: len(marked)] == marked:
            return table[[name, *table.columns.drop(name)]]
    return table


def _svg(figure: Any) -> str:  # noqa: ANN401 (matplotlib's figure classes share no public base)
    out = io.StringIO()
    with charts.style():
        figure.savefig(out, format="svg", metadata={"Date": None, "Creator": None})
    return _NOT_XML.sub("\ufffd", out.getvalue())


def _png(figure: Any) -> str:  # noqa: ANN401
    out = io.BytesIO()
    with charts.style():
        figure.savefig(
            out, format="png", dpi=144, facecolor=palette.PAPER, metadata={"Software": None}
        )
    return base64.b64encode(out.getvalue()).decode("ascii")


def _rows(
    table: pd.DataFrame, columns: Mapping[str, str] | None, keys: frozenset[str]
) -> dict[str, Any]:
    labels = dict(columns or {})
    names = [*labels, *(c for c in table.columns if c not in labels)]
    precision = table.get("date_precision", None)
    heads = [_column(str(c), table[c], labels if columns is not None else None) for c in names]
    measured = next((h["format"] for h in heads if h["name"] in MEASURES), "significant")
    for head in heads:  # the ends of an interval are written as what they are the ends of
        if head["name"] in ("low", "high"):
            head["format"] = measured
    cells = [_cells(table[c], precision) for c in names]
    key = table["key"] if "key" in table else table[names[0]]
    linked = [str(k) if str(k) in keys else "" for k in key]
    return {"columns": heads, "rows": [list(r) for r in zip(*cells, strict=True)], "keys": linked}


def _column(name: str, values: pd.Series, labels: Mapping[str, str] | None) -> dict[str, Any]:
    """Describe a column; one that says nothing, or holds tables of its own, is not shown."""
    asked = labels is None or name in labels
    label = (labels or {}).get(name, name.replace("_", " "))
    blank = values.dtype == "str" and values.eq("").all()
    nested = values.dtype == object and values.map(_is_nested).any()
    shown = bool(asked and not blank and not nested)
    return {"name": name, "label": label, "format": _format(name, values), "shown": shown}


def _is_nested(value: object) -> bool:
    return isinstance(value, dict | list | tuple)


def _format(name: str, column: pd.Series) -> str:
    if pd.api.types.is_datetime64_dtype(column.dtype) or name in _ISO_DATES:
        return "date"
    if pd.api.types.is_integer_dtype(column.dtype):
        return "integer"
    if not pd.api.types.is_float_dtype(column.dtype):
        return "language" if name == "language" else "text"
    return next((form for pattern, form in _FORMATS if pattern.search(name)), "significant")


def _cells(column: pd.Series, precision: pd.Series | None) -> list[Any]:
    """Turn a column into plain values: no more of a date than is known, None for missing."""
    if pd.api.types.is_datetime64_dtype(column.dtype):
        known = ["day"] * len(column) if precision is None else precision.tolist()
        return [wording.iso_date(d, p) or None for d, p in zip(column, known, strict=True)]
    if column.dtype == np.float64:
        values = column.to_numpy(object)
        values[~np.isfinite(column.to_numpy())] = None
        return values.tolist()
    if column.dtype == np.int64:
        return column.tolist()
    return [_plain_value(value) for value in column.tolist()]


def _plain_value(value: Any) -> Any:  # noqa: ANN401 (anything a table may hold -> a JSON value)
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if value is None or isinstance(value, str | int | bool | list | dict):
        return value
    return None if value is pd.NA or value is pd.NaT else str(value)


def _groups(evidence: pd.DataFrame) -> list[dict[str, Any]]:
    groups = []
    for key, rows in evidence.groupby("key", sort=False):
        items = [_item(row) for row in rows.to_dict("records")]
        groups.append({"key": str(key), "n_total": int(rows["n_total"].iloc[0]), "items": items})
    return groups


def _item(row: dict[Any, Any]) -> dict[str, Any]:
    kept = ("doc_id", "sentence_id", "start", "end", "source", "language")
    item = {name: row[name] for name in kept}
    item["date"] = wording.iso_date(row["date"], row["date_precision"])
    item["text"], item["marks"] = excerpt(row["text"], row["marks"])
    return item


def excerpt(text: str, marks: list[tuple[int, int]]) -> tuple[str, list[list[int]]]:
    """Cut a very long sentence around its first mark, with an ellipsis where it was cut."""
    if len(text) <= MAX_QUOTE:
        return text, [[int(start), int(end)] for start, end in marks]
    first = min((int(start) for start, _ in marks), default=0)
    left = max(0, min(first - MAX_QUOTE // 2, len(text) - MAX_QUOTE))
    right = left + MAX_QUOTE
    before, after = ("\u2026" if left else ""), ("\u2026" if right < len(text) else "")
    shift = len(before) - left
    inside = [[int(a) + shift, int(b) + shift] for a, b in marks if left <= a and b <= right]
    return f"{before}{text[left:right]}{after}", inside


def _mime(bundle: Bundle, thing: Any) -> dict[str, Any]:  # noqa: ANN401
    mime: dict[str, Any] = {MIME: bundle, "text/plain": plain(bundle)}
    if bundle["kind"] == "figure":
        return mime | {"image/png": _png(thing.get_figure())}
    return mime | {"text/html": html(bundle)}


def plain(bundle: Bundle) -> str:
    """Write a bundle as one line of plain text."""
    title = bundle["title"] or bundle["id"]
    if bundle["kind"] == "findings":
        sentences = [f["sentence"] for f in bundle["summary"]["findings"]]
        return "\n".join([title, *sentences])
    rows = bundle.get("rows") or bundle.get("groups") or []
    return f"{title} ({wording.counted(len(rows), 'row')})"


def html(bundle: Bundle) -> str:
    """Write a bundle as a plain, escaped HTML table, for JupyterLab."""
    if bundle["kind"] == "findings":
        items = "".join(
            f"<li><b>{escape(f['big'])}</b> {escape(f['small'])}<br>{escape(f['sentence'])}</li>"
            for f in bundle["summary"]["findings"]
        )
        return f"<h3>{escape(bundle['title'])}</h3><ul>{items}</ul>"
    if bundle["kind"] == "evidence":
        heads, rows = _flat_evidence(bundle)
    else:
        heads, rows = _flat_table(bundle)
    head = "".join(f"<th>{escape(name)}</th>" for name in heads)
    body = "".join(
        "<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in row) + "</tr>"
        for row in rows[:HTML_ROWS]
    )
    more = f"<p>{HTML_ROWS} of {len(rows)} rows</p>" if len(rows) > HTML_ROWS else ""
    return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>{more}"


def _flat_evidence(bundle: Bundle) -> tuple[list[str], list[list[str]]]:
    rows = [
        [group["key"], item["text"], item["doc_id"], item["date"], item["source"]]
        for group in bundle["groups"]
        for item in group["items"]
    ]
    return ["key", "sentence", "document", "date", "source"], rows


def _flat_table(bundle: Bundle) -> tuple[list[str], list[list[str]]]:
    shown = [i for i, column in enumerate(bundle["columns"]) if column["shown"]]
    heads = [bundle["columns"][i]["label"] for i in shown]
    rows = [
        [wording.cell(row[i], bundle["columns"][i]["format"]) for i in shown]
        for row in bundle["rows"]
    ]
    return heads, rows
