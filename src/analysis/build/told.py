"""What a comparison of two builds says: its findings, its sections, its limits, as a page."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from analysis import wording
from analysis.build.compared import ESTIMATES, NAMED, SAME
from analysis.build.earlier import OWN
from analysis.findings import phrases
from analysis.findings.summary import Finding, Summary

if TYPE_CHECKING:
    import pandas as pd

    from analysis.build.compared import Comparison
    from analysis.build.differences import Estimates

NAME, KICKER = "compare", "What changed"
_SHOWN = 500  # rows of a table of changes; all that changed beyond noise, up to here
_MOST = 6  # findings
_NAME = 60  # characters of a row's name in a sentence
_RULE = (
    "A change is *beyond noise* where it is larger than the two intervals allow: the half-widths "
    "that face each other, squared and summed, are the error of the difference (Zou & Donner, "
    "2008), t its distribution, and q < .05 by Benjamini-Hochberg over all rows of the table that "
    "both builds measured. Intervals of the R changes shown, out of M rows tested, hold together "
    "at 1 - .05 R / M (*adjusted: R shown of M*)."
)
_SAME_TEXTS = (
    "No difference below comes from other texts: a parameter, a notebook or a version made it. The "
    "intervals only say how large it is."
)
_SHARED = (
    "The rule takes the builds for independent, so it misses changes rather than inventing them."
)
_OTHERWISE = "What differs of the corpus, the parameters and the versions."
_ROWS = (
    "Rows that only one of the builds has, as each table lists them: the first "
    f"{wording.integer(NAMED)} of each kind."
)
_TABLES = (
    "Every table of either build. A table that is drawn from another (the terms shown, of all "
    "terms) is not tested again."
)
_LIMITS = """\
- **What both builds share.** The rule takes two builds for independent. Where they read the same \
texts, it misses changes rather than inventing them.
- **What has no interval.** A row that one build could not measure is counted, and not compared.
- **Topics** are the same where their leading words are the same; one of other words is new.
- **Why.** New texts, other parameters and another version all change estimates. Where more than \
one of them differs, this page cannot tell which did.
- **The earlier build** is taken at its word: its tables were read, not made again.
"""


def content(found: Comparison) -> dict[str, Any]:
    """Write a comparison as what `report.render` makes a page of."""
    return {
        "name": NAME,
        "kicker": KICKER,
        "question": "What changed since the earlier build, and is it more than noise?",
        "summary": _bundle(summary(found)),
        "sections": [one for one in _sections(found) if one["items"]],
        "limits": _LIMITS,
    }


def summary(found: Comparison) -> Summary:
    """Say first what matters first."""
    return Summary(
        title=_title(found),
        standing=_standing(found),
        caveat=_caveat(found),
        findings=tuple(_findings(found)[:_MOST]),
    )


def _beyond(found: Comparison) -> tuple[int, int]:
    counts = found.tables[["n_beyond", "n_tested"]].sum()
    return int(counts["n_beyond"]), int(counts["n_tested"])


def _title(found: Comparison) -> str:
    n_beyond, n_tested = _beyond(found)
    if found.nothing:
        return "Nothing changed: the same bytes"
    if not n_tested:
        return "No estimate can be compared"
    if not n_beyond:
        return "No estimate changed beyond noise"
    verb = "estimate" if n_tested == 1 else "estimates"
    return f"{wording.integer(n_beyond)} of {wording.integer(n_tested)} {verb} changed beyond noise"


def _standing(found: Comparison) -> str:
    states = found.tables["state"]
    n_same, n = int((states == SAME).sum()), len(states)
    if found.nothing:
        return f"All {wording.counted(n, 'table')} of this build are those of the earlier one."
    return f"This build beside an earlier one: {n_same} of {n} tables are the same."


def _caveat(found: Comparison) -> tuple[str, str] | tuple[()]:
    if found.nothing:
        return ()
    if found.same_texts:
        return ("Both builds read the same texts", _SAME_TEXTS)
    if found.texts and found.texts[0]:
        n = found.texts[0]
        both = f"{wording.counted(n, 'text')} {phrases.agree(n, 'stands', 'stand')} in both. "
        return ("Both builds share texts", f"{both}{_SHARED}")
    return ()


def _findings(found: Comparison) -> list[Finding]:
    """Facts about the texts first, then every table that changed, then what did not."""
    if found.nothing:
        return []
    changed = [(name, _changed(found, name)) for name in found.changes]
    facts = [_texts(found), _made(found)]
    estimates = [_change(name, rows, found) for name, rows in changed if len(rows)]
    return [*(f for f in facts if f is not None), *estimates, *_quiet(found)]


def _changed(found: Comparison, name: str) -> pd.DataFrame:
    table = found.changes[name]
    return table[table["adjusted"] != ""]


def _texts(found: Comparison) -> Finding | None:
    if found.same_texts:
        return Finding("Same", "Both builds read the same texts, to the byte.", "texts")
    if found.texts is None:
        return None
    both, new, gone = found.texts
    link = ((f"{OWN}comings", "Which"),)
    return Finding(
        f"+{wording.integer(new)}",
        f"{phrases.capital(phrases.number(new))} of the texts "
        f"{phrases.agree(new, 'is', 'are')} new, {phrases.number(gone)} "
        f"{phrases.agree(gone, 'is', 'are')} gone, {phrases.number(both)} "
        f"{phrases.agree(both, 'stands', 'stand')} in both builds.",
        f"\u2212{wording.integer(gone)} texts",
        links=link,
    )


def _made(found: Comparison) -> Finding | None:
    """Name the parameters and versions that differ."""
    what = [one for one in found.made["what"] if one.startswith("version of") or "(" in one]
    if not what:
        return None
    named = wording.listing([wording.shorten(one, _NAME) for one in what[: phrases.NAMED]])
    more = f" and {len(what) - phrases.NAMED} more" if len(what) > phrases.NAMED else ""
    return Finding(
        wording.integer(len(what)),
        f"Made otherwise: {named}{more}.",
        "parameters and versions",
        links=((f"{OWN}made", "Before and after"),),
    )


def _change(name: str, rows: pd.DataFrame, found: Comparison) -> Finding:
    """Say how many estimates of a table changed, and which most clearly."""
    kind, first = ESTIMATES[name], rows.iloc[0]
    n_tested = int(found.changes[name]["q"].notna().sum())
    before, after = (wording.cell(float(first[side]), kind.form) for side in ("before", "after"))
    size = wording.cell(float(first["change"]), _form(kind))
    ends = wording.interval(*(wording.cell(float(first[e]), _form(kind)) for e in ("low", "high")))
    row = wording.shorten(str(first["row"]), _NAME)
    return Finding(
        size,
        f"{wording.integer(len(rows))} of {wording.integer(n_tested)} {kind.what} changed beyond "
        f"noise, most clearly {phrases.mark(row)}: from {before} to {after}.",
        f"{ends}, adjusted: {first['adjusted']}",
        kind="finding",
        links=((OWN + name, "All that changed"),),
    )


def _quiet(found: Comparison) -> list[Finding]:
    """Name the tables in which nothing changed beyond noise."""
    tables = found.tables[(found.tables["n_tested"] > 0) & (found.tables["n_beyond"] == 0)]
    if tables.empty:
        return []
    named = wording.listing([ESTIMATES[name].what for name in tables["table"]])
    n = int(tables["n_tested"].sum())
    sentence = f"No change beyond noise: {named}."
    return [Finding(f"0 of {wording.integer(n)}", sentence, "q < .05", kind="finding")]


def _form(kind: Estimates) -> str:
    return "ratio" if kind.scale == "ratio" else "tone"


def _sections(found: Comparison) -> list[dict[str, Any]]:
    tested = [_changes(name, _changed(found, name), found) for name in found.changes]
    return [
        _section("Which estimates changed?", _RULE, tested),
        _section("What was it made from?", _OTHERWISE, [_made_table(found)]),
        _section("Which rows came and went?", _ROWS, [_comings(found)]),
        _section("Which tables were compared?", _TABLES, [_tables(found)]),
    ]


def _section(kicker: str, prose: str, items: list[dict[str, Any]]) -> dict[str, Any]:
    return {"kicker": kicker, "prose": prose, "items": [one for one in items if one]}


def _changes(name: str, rows: pd.DataFrame, found: Comparison) -> dict[str, Any]:
    """Show the estimates of one table that changed beyond noise."""
    kind = ESTIMATES[name]
    if rows.empty:
        return {}
    labels = {
        "row": " \u00b7 ".join(kind.names),
        **{one: one for one in ("before", "after", "change", "low", "high", "q")},
    }
    forms = dict.fromkeys(("before", "after"), kind.form) | dict.fromkeys(
        ("change", "low", "high"), _form(kind)
    )
    n_tested = int(found.changes[name]["q"].notna().sum())
    bundle = _bundle(
        rows.head(_SHOWN),
        name=OWN + name,
        columns=labels,
        title=f"{wording.integer(len(rows))} of {wording.integer(n_tested)} {kind.what}",
    )
    for column in bundle["columns"]:
        column["format"] = forms.get(column["name"], column["format"])
    note = [["Adjusted", str(rows["adjusted"].iloc[0])], ["Order", "surest change first"]]
    more = [["Shown", f"the first {_SHOWN}"]] if len(rows) > _SHOWN else []
    keys = [str(row).split(" \u00b7 ")[0] for row in rows["row"].head(_SHOWN)]
    return bundle | {"note": note + more, "keys": keys, "page": kind.page}


def _made_table(found: Comparison) -> dict[str, Any]:
    return _bundle(found.made, name=f"{OWN}made")


def _comings(found: Comparison) -> dict[str, Any]:
    return _bundle(found.comings, name=f"{OWN}comings")


def _tables(found: Comparison) -> dict[str, Any]:
    columns = {
        "table": "table", "state": "state", "n_before": "rows before", "n_after": "after",
        "n_new": "new", "n_gone": "gone", "n_tested": "tested", "n_beyond": "beyond noise",
    }  # fmt: skip
    return _bundle(found.tables, name=f"{OWN}tables", columns=columns)


def _bundle(thing: pd.DataFrame | Summary, **how: Any) -> dict[str, Any]:  # noqa: ANN401 (display's)
    """Make what is shown of a thing; empty where there is nothing to show."""
    from analysis import display  # noqa: PLC0415 - matplotlib: only where there is a comparison

    made = display.build(thing, **how)
    return made | {"caption": "", "note": []} if made else {}
