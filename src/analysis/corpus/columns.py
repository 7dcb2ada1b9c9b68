"""Which column of a table plays which part."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from analysis import schema
from analysis.errors import UsageError, did_you_mean

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

ROLES = ("text", "id", "date", "source", "title", "language")
ALL_ROLES = (*ROLES, "date_precision")  # the last is found by its name only
# usual names, likeliest first, without blanks, - and _
_USUAL = {
    "text": (
        "text body content contents fulltext textbody articletext articlebody bodytext maintext"
        " rawtext cleantext article transcript speech message tweet review comment post story"
    ),
    "id": "id docid documentid textid articleid uid uuid guid identifier",
    "date": (
        "date published publisheddate publishedat publicationdate pubdate datepublished datetime"
        " timestamp created createdat datecreated posted day time month year"
    ),
    "source": "source outlet publisher publication newspaper medium sourcename site website domain",
    "title": "title headline heading subject",
    "language": "language lang languagecode langcode",
    "date_precision": "dateprecision",
}


OWN = "own:"  # stands before a kept column, which may have the name of one of ours


class Asked(NamedTuple):
    """What is asked of the columns of every table.

    parts : part -> column name; '' for a part that no column shall play
    keep : further columns to keep where a table has them, each as NAME or NAME:VALUE
    """

    parts: Mapping[str, str]
    keep: Sequence[str] = ()


def kept(names: Sequence[str], keep: Sequence[str]) -> list[str]:
    """Find the columns to keep beside the parts; the columns of DOCUMENTS are there anyway.

    names : the columns of the table
    keep : as in Asked; one that is no column is passed over, for it may be a date
    """
    wanted = [name if name in names else name.partition(":")[0] for name in keep]
    return [name for name in wanted if name in names and name not in schema.DOCUMENTS.names]


def check_asked(columns: Mapping[str, str]) -> None:
    """Raise UsageError where `columns` names a part that does not exist."""
    for role, name in columns.items():
        if role not in ROLES:
            raise UsageError(f"columns: no part {role!r}; {did_you_mean(role, ROLES)}")
        if not isinstance(name, str):
            raise UsageError(f"columns: {role!r} needs the name of a column, not {name!r}")


def roles(names: Sequence[str], asked: Mapping[str, str], *, origin: str) -> dict[str, str]:
    """Find the column for each part: as asked, else by its usual names.

    names : the columns of the table, in order
    asked : part -> column name; '' for a part that no column shall play
    Returns  part -> column, for the parts that have one; `text` always has
    Raises   UsageError, listing the columns, where a column asked for is missing or the column
        of the text cannot be told.
    """
    missing = [name for name in asked.values() if name and name not in names]
    if missing:
        raise UsageError(f"{origin}: no column {missing[0]!r}; {did_you_mean(missing[0], names)}")
    found = {role: name for role, name in asked.items() if name}
    taken = set(found.values())
    for role in ALL_ROLES:
        usual = [name for name in candidates(role, names) if name not in taken]
        if role not in asked and usual:
            if role == "text" and len(usual) > 1:
                raise UsageError(_unclear(origin, usual, f"{len(usual)} columns may be the text"))
            found[role] = usual[0]
            taken.add(usual[0])
    if "text" not in found:
        raise UsageError(_unclear(origin, names, "no column of texts"))
    return found


def candidates(role: str, names: Sequence[str]) -> list[str]:
    """List the columns whose name is usual for a part, likeliest first."""
    usual = _USUAL[role].split()
    plain = {name: re.sub(r"[\s_-]+", "", name).lower() for name in names}
    fitting = [name for name in names if plain[name] in usual]
    return sorted(fitting, key=lambda name: usual.index(plain[name]))


def guessed(found: Mapping[str, str], asked: Mapping[str, str]) -> str:
    """Write which parts were given to columns of another name without being asked."""
    pairs = [f"{r} = {n!r}" for r, n in found.items() if r not in asked and n.lower() != r]
    return ", ".join(pairs)


def _unclear(origin: str, names: Sequence[str], what: str) -> str:
    listed = ", ".join(map(repr, names[:12])) + (" ..." if len(names) > 12 else "")  # noqa: PLR2004
    mend = 'columns={"text": "NAME"}'
    option = """-p read_options '{"columns": {"text": "NAME"}}'"""
    return f"{origin}: {what} among {listed}. Say which: {mend}, or {option}"
