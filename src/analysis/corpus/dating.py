"""The date of each document: from its column, else its text, else its file's name."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from analysis.corpus import dates
from analysis.corpus.dates import Dated
from analysis.corpus.notes import Note

if TYPE_CHECKING:
    from analysis.corpus.rows import Rows

_NONE = Dated()


def date_rows(
    rows: Rows, *, date_order: str
) -> tuple[list[Dated], list[str], list[str], list[Note]]:
    """Date the rows of one file.

    Returns  the dates, where each is from (column, text, name, none), the texts, from which a date
        that is now the document's is taken off, and notes
    """
    found, notes = _from_column(rows, date_order)
    named = dates.in_name(rows.origin)
    texts = list(rows.columns["text"])
    whence = ["column" if one.when else "none" for one in found]
    for i, one in enumerate(found):
        if one.when:
            continue
        inside, end = dates.in_text(texts[i])
        if inside.when and texts[i][end:]:
            detail = f"characters 0 to {end}: {texts[i][:end]!r}"
            notes.append(
                Note(rows.origin, rows.numbers[i], "taken", "date at the start of the text", detail)
            )
            texts[i], found[i], whence[i] = texts[i][end:], inside, "text"
        elif named.when:
            found[i], whence[i] = named, "name"
    notes += _future(rows, found)
    return found, whence, texts, notes


def _from_column(rows: Rows, date_order: str) -> tuple[list[Dated], list[Note]]:
    """Understand the column of dates; each distinct value once."""
    values = rows.columns["date"]
    distinct = list(dict.fromkeys(values))
    order, open_ones = dates.slashed_order(distinct, date_order=date_order)
    known = {v: dates.parse(v, date_order=order) if v.strip() else _NONE for v in distinct}
    found = [
        one._replace(precision=dates.coarser(one.precision, limit))
        for one, limit in zip(
            map(known.__getitem__, values), rows.columns["date_precision"], strict=True
        )
    ]
    notes = [
        Note(rows.origin, number, "mended", f"{one.reason}: the document is undated", value)
        for number, one, value in zip(rows.numbers, found, values, strict=True)
        if one.reason
    ]
    return found, notes + _assumed(rows.origin, found, order, open_ones)


def _assumed(origin: str, found: list[Dated], order: str, open_ones: list[str]) -> list[Note]:
    """Note what the column as a whole left open."""
    notes = []
    if open_ones:
        read_as = "the day first" if order == "dmy" else "the month first"
        detail = f"{open_ones[0]!r} read with {read_as}; date_order= overrides it"
        notes.append(Note(origin, 0, "guessed", "order of day and month guessed", detail))
    forms = dates.forms(found)
    if forms["epoch"]:
        detail = f"{forms['epoch']} values read as seconds or milliseconds since 1970, UTC"
        notes.append(Note(origin, 0, "guessed", "dates written as a count of seconds", detail))
    if len(forms) > 1:
        detail = ", ".join(f"{form} {n}" for form, n in sorted(forms.items()))
        notes.append(Note(origin, 0, "guessed", "dates written in several forms", detail))
    return notes


def _future(rows: Rows, found: list[Dated]) -> list[Note]:
    """Note dates yet to come. The one place where the corpus looks at the clock."""
    now = datetime.now(UTC).replace(tzinfo=None)
    return [
        Note(rows.origin, number, "guessed", "date in the future kept as written", str(one.when))
        for number, one in zip(rows.numbers, found, strict=True)
        if one.when and one.when > now
    ]
