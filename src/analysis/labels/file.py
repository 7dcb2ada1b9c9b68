"""The file of hand labels: written whole or not at all; no word of anybody is ever lost."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import pandas as pd

from analysis.errors import OutputError
from analysis.labels import sheet, whole
from analysis.labels.checking import VALUES
from analysis.labels.row import Form
from analysis.schema.labels import LABELS

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Mapping


class Sentence(NamedTuple):
    """A sentence to label, between its neighbours in the document."""

    before: str
    text: str
    after: str


def _sentence(row: Mapping[Hashable, str]) -> Sentence:
    return Sentence(*(row.get(name, "") for name in Sentence._fields))


FORM = Form(
    what="a file of labels",
    one="sentence",
    name="sentence_id",
    answer="label",
    add="analysis label CORPUS --labeller NAME --out FILE",
    mend="Run analysis label",
    question=_sentence,
    values=lambda _: tuple(VALUES),
)
_PLACES = ("start", "end")


def read(path: str | Path) -> pd.DataFrame:
    """Read a file of labels as a spreadsheet may have saved it.

    Comma, semicolon or tab, UTF-8 with or without a mark, UTF-16; columns of your own are kept.
    Returns  LABELS as written, further columns after; `attrs["file"]`, `attrs["rows"]`
    Raises   DataError where it cannot be read, or a row is wider than the header.
    """
    cells = sheet.read(path, needed=FORM.needed, what=FORM.what)
    table = _typed(cells)
    table.attrs = cells.attrs
    return table


def _typed(written: pd.DataFrame) -> pd.DataFrame:
    """Bring what was read to LABELS, and put columns of the user's own after it."""
    table = written.copy()
    for column in LABELS.columns:
        if column.name not in table:
            table[column.name] = ""
        if column.kind != "str":
            table[column.name] = _numbers(table[column.name])
    table = table.assign(**{name: table[name].fillna(-1).astype("int64") for name in _PLACES})
    chance = table["probability"]
    table["probability"] = chance.where((chance > 0) & (chance <= 1))
    for name in FORM.key:
        table[name] = table[name].str.strip()
    return _with_own(table)


def _numbers(written: pd.Series) -> pd.Series:
    """Read numbers with a decimal point or comma; NaN for what is none."""
    return pd.to_numeric(written.astype("str").str.replace(",", "."), errors="coerce")


def merge(old: pd.DataFrame, drawn: pd.DataFrame, *, labeller: str = "") -> pd.DataFrame:
    """Add a draw to what is there; no row with a label or a note is changed or lost.

    old : as `read`; an empty table for the first draw
    drawn : LABELS, as `draw`
    labeller : whose rows are added, in the place of empty rows of nobody's; '' adds sentences
        that nobody has a row for
    Returns  LABELS: the old rows, with the strata and chances of this draw (none where it does
        not hold them); then the new. Old rows without a word from anybody go if not drawn.
    """
    key = ["sentence_id", "digest"]
    chances = drawn.set_index(key)[["stratum", "probability"]]
    there = pd.MultiIndex.from_frame(old[key])
    touched = old[FORM.hand].apply(lambda s: s.str.strip().ne("")).any(axis=1).to_numpy(bool)
    waiting = there.isin(chances.index) & (old["labeller"].ne("").to_numpy(bool) | (not labeller))
    kept = old[touched | waiting].copy()
    fresh = chances.reindex(pd.MultiIndex.from_frame(kept[key]))
    kept["probability"] = fresh["probability"].to_numpy("float64")
    kept["stratum"] = fresh["stratum"].fillna("").to_numpy()
    asked = drawn.assign(labeller=labeller).astype({"labeller": "str"})
    by = FORM.key if labeller else key
    new = asked[~pd.MultiIndex.from_frame(asked[by]).isin(pd.MultiIndex.from_frame(kept[by]))]
    table = pd.concat([kept, new], ignore_index=True) if len(kept) else new.reset_index(drop=True)
    own = [name for name in table if name not in LABELS.names]
    kinds = dict.fromkeys([c.name for c in LABELS.columns if c.kind == "str"] + own, "str")
    filled = table.fillna(dict.fromkeys(kinds, "")).astype(kinds)
    return _with_own(filled)


def _with_own(table: pd.DataFrame) -> pd.DataFrame:
    """Check the columns that are ours, and put those of the user's own after them."""
    own = [name for name in table if name not in LABELS.names]
    whole: pd.DataFrame = pd.concat([LABELS.check(table), table[own]], axis=1)
    return whole


def write(path: str | Path, labels: pd.DataFrame) -> None:
    """Write a file of labels, whole or not at all.

    Raises  OutputError where it cannot be written, or where labels that stand in it would go.
    """
    file = Path(path)
    with whole.alone(file):
        if file.exists():
            _refuse_loss(read(file), labels, file.name)
        sheet.write(file, labels)


def _refuse_loss(old: pd.DataFrame, new: pd.DataFrame, name: str) -> None:
    held = set(_words(new))
    lost = [row for row, word in zip(old.attrs["rows"], _words(old), strict=True)
            if any(word[-2:]) and word not in held]  # fmt: skip
    if lost:
        raise OutputError(
            f"{name}:{lost[0]}: a label there would be lost ({len(lost)} in all). Merge first"
        )


def _words(table: pd.DataFrame) -> Iterable[tuple[str, ...]]:
    return [tuple(row) for row in table[[*FORM.key, *FORM.hand]].to_numpy().tolist()]
