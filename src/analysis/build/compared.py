"""Two builds side by side: which tables, rows, texts, parameters and estimates differ."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pandas as pd

from analysis.build import earlier
from analysis.build.differences import Estimates, differences, lacking, row_names
from analysis.schema.compare import COMINGS, COMPARED, MADE_OTHERWISE

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from analysis.build.earlier import Report

SAME = "the same bytes"
DONE = "compared"
NAMED = 2000  # rows of a table that are named as new, and as gone
# tables that hold every row; those drawn from them (the term-frequency of terms) say nothing more
ESTIMATES = {
    "terms": Estimates(
        ("term",), "per_million", "significant", "ratio", "rates of words", "term-frequency"
    ),
    "keyness": Estimates(
        ("term",), "ratio", "ratio", "ratio", "contrasts between two groups", "term-frequency"
    ),
    "trends": Estimates(
        ("term",), "ratio", "ratio", "ratio", "trends of words", "term-frequency"
    ),
    "panels": Estimates(
        ("term", "label"), "per_million", "significant", "ratio",
        "rates of words in a period", "term-frequency",
    ),
    "topics": Estimates(("label",), "share", "share", "difference", "shares of topics", "topics"),
    "topic-sources": Estimates(
        ("label", "source"), "share", "share", "difference", "shares of topics by source", "topics"
    ),
    "topic-time": Estimates(
        ("label_of", "label"), "share", "share", "difference", "shares of topics in a period",
        "topics",
    ),
    "topic-trends": Estimates(("label",), "ratio", "ratio", "ratio", "trends of topics", "topics"),
    "tone-by-source": Estimates(
        ("source",), "tone", "tone", "difference", "tones of sources", "sentiment"
    ),
    "tone-time": Estimates(
        ("label",), "tone", "tone", "difference", "tones of periods", "sentiment"
    ),
    "tone-by-text": Estimates(
        ("doc_id",), "tone", "tone", "difference", "tones of texts", "sentiment"
    ),
    "about-all": Estimates(
        ("entity", "voice"), "tone", "tone", "difference", "tones of names", "sentiment"
    ),
}  # fmt: skip
# tables whose rows come and go, without an estimate to test: what names a row
ROWS = {
    "documents": ("doc_id",), "sources": ("name",), "languages": ("name",), "dates": ("label",),
    "phrases": ("term",), "phrases-longer": ("term",), "unusual": ("term",), "pairs": ("term",),
    "sources-apart": ("group", "term"), "entities": ("entity",), "company": ("term",),
    "held": ("term",),
}  # fmt: skip
_COUNTS = {"n_rows_in": "rows read", "n_used": "texts used", "n_skipped": "rows skipped"}


@dataclass(frozen=True)
class Comparison:
    """What differs between an earlier report and this one.

    tables : COMPARED; made : MADE_OTHERWISE; comings : COMINGS
    changes : name of a table of estimates -> DIFFERENCES of all rows that both builds have
    texts : texts that both builds have, new ones, those that are gone; None where not listed
    same_texts : whether both read the very same texts
    """

    tables: pd.DataFrame
    made: pd.DataFrame
    comings: pd.DataFrame
    changes: Mapping[str, pd.DataFrame]
    texts: tuple[int, int, int] | None
    same_texts: bool

    @property
    def nothing(self) -> bool:
        """Say whether the builds are the same in all that can be compared."""
        return self.made.empty and bool((self.tables["state"] == SAME).all())


@dataclass(frozen=True)
class _Table:
    """One table of both builds: its line of COMPARED, its rows that came and went, its changes."""

    line: dict[str, object]
    comings: pd.DataFrame
    changes: pd.DataFrame | None = None


def compare(before: Report, after: Report) -> Comparison:
    """Compare an earlier report with this one."""
    names = sorted({*before.tables, *after.tables}, key=_place)
    found = {name: _table(name, before.tables, after.tables) for name in names}
    texts_first = sorted(found, key=lambda name: name in ESTIMATES)
    comings = pd.concat([COMINGS.empty(), *(found[name].comings for name in texts_first)])
    lines = pd.DataFrame([one.line for one in found.values()], columns=COMPARED.names)
    texts = lines[lines["table"] == "documents"]
    return Comparison(
        tables=_typed(lines),
        made=_made(before, after),
        comings=COMINGS.check(comings.astype("str").reset_index(drop=True)),
        changes={name: one.changes for name, one in found.items() if one.changes is not None},
        texts=_texts(texts),
        same_texts=before.corpus["digest"] == after.corpus["digest"],
    )


def _place(name: str) -> tuple[int, str]:
    order = [*ESTIMATES, *ROWS]
    return (order.index(name) if name in order else len(order), name)


def _typed(lines: pd.DataFrame) -> pd.DataFrame:
    counts = {name: "float64" for name in COMPARED.names if name.startswith("n_")}
    return COMPARED.check(lines.astype({"table": "str", "state": "str", **counts}))


def _texts(line: pd.DataFrame) -> tuple[int, int, int] | None:
    """Count the texts of both builds, of the later and of the earlier alone."""
    if line.empty or line[["n_before", "n_new"]].isna().any(axis=None):
        return None
    n_before, n_new, n_gone = (int(line[n].iloc[0]) for n in ("n_before", "n_new", "n_gone"))
    return n_before - n_gone, n_new, n_gone


def _table(name: str, before: Mapping[str, Path], after: Mapping[str, Path]) -> _Table:
    """Compare one table, as far as both builds have it and it can be read."""
    paths = [side.get(name) for side in (before, after)]
    read = [None if path is None else earlier.read(path) for path in paths]
    one, two = read
    line = _line(name, one, two)
    bad = [path is not None and frame is None for path, frame in zip(paths, read, strict=True)]
    if any(bad):
        return _without(line | {"state": "not compared: cannot be read"})
    if one is None or two is None:
        side = "in this build only" if one is None else "in the earlier build only"
        return _without(line | {"state": side})
    if _equal(*(path for path in paths if path is not None)):
        line |= {"state": SAME}
    return _of_both(name, one, two, line)


def _line(name: str, one: pd.DataFrame | None, two: pd.DataFrame | None) -> dict[str, object]:
    counts = {"n_before": one, "n_after": two}
    sizes = {key: None if frame is None else len(frame) for key, frame in counts.items()}
    return dict.fromkeys(COMPARED.names) | {"table": name, "state": ""} | sizes


def _without(line: dict[str, object]) -> _Table:
    return _Table(line, COMINGS.empty())


def _equal(*paths: Path) -> bool:
    return len({hashlib.sha256(path.read_bytes()).digest() for path in paths}) == 1


def _of_both(name: str, one: pd.DataFrame, two: pd.DataFrame, line: dict[str, object]) -> _Table:
    """Compare a table that both builds have, by rows and, where it holds any, by estimates."""
    kind = ESTIMATES.get(name)
    columns = kind.names if kind else ROWS.get(name, ())
    state = line["state"] or (DONE if columns else "differs; its rows have no names to compare by")
    lack = (lacking(one, kind) or lacking(two, kind)) if kind else _lacking(columns, one, two)
    if lack or not columns:
        return _without(line | {"state": line["state"] or lack or state})
    comings = _comings(name, *(row_names(frame, columns) for frame in (one, two)))
    counts = comings["state"].value_counts()
    line |= {
        "state": state,
        "n_new": int(counts.get("new", 0)),
        "n_gone": int(counts.get("gone", 0)),
    }
    changes = differences(one, two, kind=kind) if kind else None
    if changes is not None:
        tested = changes["q"].notna()
        line |= {"n_tested": int(tested.sum()), "n_beyond": int((changes["adjusted"] != "").sum())}
    return _Table(line, _first(comings), changes)


def _lacking(columns: Iterable[str], *frames: pd.DataFrame) -> str:
    gone = [name for name in columns if any(name not in frame for frame in frames)]
    return f"not compared: no column {', '.join(gone)}" if gone else ""


def _comings(name: str, before: pd.Series, after: pd.Series) -> pd.DataFrame:
    """List the rows that one build has and the other has not."""
    sides = (("new", after[~after.isin(before)]), ("gone", before[~before.isin(after)]))
    parts = [
        pd.DataFrame({"row": rows.drop_duplicates(), "table": name, "state": state})
        for state, rows in sides
    ]
    return pd.concat(parts)


def _first(comings: pd.DataFrame) -> pd.DataFrame:
    return comings.groupby("state", sort=False).head(NAMED)


def _made(before: Report, after: Report) -> pd.DataFrame:
    """List what the builds were made from and with, as far as it differs."""
    rows = [
        *_unlike(_facts(before), _facts(after)),
        *_parameters(before, after),
        *(
            (f"version of {name}", *values)
            for name, *values in _unlike(before.versions, after.versions)
        ),
    ]
    return MADE_OTHERWISE.check(pd.DataFrame(rows, columns=MADE_OTHERWISE.names).astype("str"))


def _facts(one: Report) -> dict[str, str]:
    counts = {said: str(one.corpus.get(name, "")) for name, said in _COUNTS.items()}
    return {"corpus, SHA-256": one.corpus["digest"], **counts}


def _parameters(before: Report, after: Report) -> list[tuple[str, str, str]]:
    """List the parameters that differ, one line for all pages on which they differ alike."""
    pages: dict[tuple[str, str, str], list[str]] = {}
    for page in dict.fromkeys([*after.parameters, *before.parameters]):
        sides = (one.parameters.get(page, {}) for one in (before, after))
        for unlike in _unlike(*sides):
            pages.setdefault(unlike, []).append(page)
    return [
        (f"{name} ({', '.join(where)})", old, new)
        for (name, old, new), where in sorted(pages.items())
    ]


def _unlike(before: Mapping[str, str], after: Mapping[str, str]) -> list[tuple[str, str, str]]:
    names = dict.fromkeys([*after, *before])
    rows = [(name, before.get(name, ""), after.get(name, "")) for name in names]
    return [row for row in rows if row[1] != row[2]]
