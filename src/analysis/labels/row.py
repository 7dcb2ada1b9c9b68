"""One row that people write in by hand: changed only while it stands as they saw it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Generic, NamedTuple, TypeVar

import pandas as pd

from analysis.errors import DataError, OutputError
from analysis.labels import sheet, whole

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Hashable, Mapping

Q = TypeVar("Q")


class Key(NamedTuple):
    """Which row: what it asks about, as it was asked, and who answers."""

    name: str
    digest: str
    labeller: str


class Words(NamedTuple):
    """What a person wrote in a row; '' for nothing."""

    answer: str
    note: str


@dataclass(frozen=True)
class Form(Generic[Q]):
    """A kind of file that people answer in: one row a question and labeller.

    what, one : what such a file, and what one row asks about, are called in messages
    name, answer : the columns that name the question, and hold what a person says of it
    add, mend : how to add a labeller's rows, and what to do where one is missing or double
    question : what a person is shown, from a row; columns may be missing
    values : what may be answered to it
    """

    what: str
    one: str
    name: str
    answer: str
    add: str
    mend: str
    question: Callable[[Mapping[Hashable, str]], Q]
    values: Callable[[Q], Collection[str]]

    @property
    def needed(self) -> tuple[str, ...]:
        """Columns without which it is no such file."""
        return (self.name, "digest", self.answer)

    @property
    def key(self) -> list[str]:
        """The columns of `Key`."""
        return [self.name, "digest", "labeller"]

    @property
    def hand(self) -> list[str]:
        """The columns of `Words`."""
        return [self.answer, "note"]


def cells(path: str | Path, form: Form[Q]) -> pd.DataFrame:
    """Read every cell as text: what is not touched is written again as it stood.

    Returns  the columns as written, those of `Key` and `Words` added where missing
    Raises   as `sheet.read`
    """
    table = sheet.read(path, needed=form.needed, what=form.what)
    for name in (*form.key, *form.hand):
        if name not in table:
            table[name] = pd.Series("", index=table.index, dtype="str")
    return table


def put(path: str | Path, key: Key, *, form: Form[Q], was: Words, now: Words) -> Words:
    """Change the words of one row, if they are still those that the writer saw.

    was : the words the writer saw there
    Returns  the words as they now stand in the file, as `cells` gives them
    Raises   OutputError where somebody has changed the row meanwhile, or it cannot be written;
        DataError where no row or more than one has the key. The file is then as it was.
    """
    file = Path(path)
    with whole.alone(file):
        table = cells(file, form)
        at = _place(table, key, form)
        there = _words_at(table, at, form)
        if there != was:
            raise OutputError(
                f"{file.name}:{table.attrs['rows'][at]}: changed by somebody meanwhile: "
                f"{there.answer or f'no {form.answer}'!r}. "
                "Nothing was written, what stands there is kept"
            )
        table.loc[at, form.hand] = list(now)
        sheet.write(file, table)
        return _words_at(cells(file, form), at, form)


def _place(table: pd.DataFrame, key: Key, form: Form[Q]) -> int:
    same = [table[column].str.strip() == part for column, part in zip(form.key, key, strict=True)]
    places = [int(at) for at in table.index[same[0] & same[1] & same[2]]]
    if len(places) != 1:
        raise DataError(
            f"{table.attrs['file']}: {len(places)} rows for {form.one} {key.name!r} and labeller "
            f"{key.labeller!r}, one is needed. {form.mend}, or mend the file"
        )
    return places[0]


def _words_at(table: pd.DataFrame, at: int, form: Form[Q]) -> Words:
    return Words(*(str(table[name].loc[at]) for name in form.hand))
