"""Each group against all the others."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from analysis import uncertainty, wording
from analysis.errors import UsageError, did_you_mean
from analysis.keyness.comparison import either, rows_of, with_lrc
from analysis.keyness.selection import adjust, q_of_all, strongest
from analysis.keyness.sides import Side, both, whole, with_units
from analysis.schema.terms import KEYNESS_GROUPS

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from analysis.terms import DocumentTermMatrix


def groups(
    dtm: DocumentTermMatrix,
    docs: pd.DataFrame,
    *,
    by: str = "source",
    unit: Sequence[object] | pd.Series | None = None,
    n: int = 20,
) -> pd.DataFrame:
    """Set each group apart from all the others: up to n terms a group.

    docs : DOCUMENTS, with the column `by`; documents without a value stand among the others
    unit : as in `compare`
    Returns  KEYNESS_GROUPS: q < .05 over all terms of all groups together, largest lower bound
        first, intervals adjusted for all rows shown. A group of fewer than 5 units is not
        measured. `attrs["reason"]` names it, or says that there are no two groups, that each group
        is a single unit, or that no term differs; `attrs["measured"]` is False but for the last.

    Raises UsageError where there is no column `by`.
    """
    group = _group_of_rows(dtm, docs, by)
    if group.nunique() < 2:  # noqa: PLR2004 - a group and its others
        return _none(f"there are not two values of {by} to compare")
    if getattr(unit, "name", None) == by:
        return _none(f"the unit is the {by} itself, so each {by} is one unit; name another unit")
    named = _above_floor(with_units(dtm, unit))
    enough, few = _sizes(named, group)
    found = list(_each(named, group, enough))
    rest = [p for _, p in found]
    table = pd.concat([frame for frame, _ in found], ignore_index=True) if found else None
    said = f"fewer than {uncertainty.MIN_UNITS} {named.unit}s: {', '.join(few)}"
    result = KEYNESS_GROUPS.empty() if table is None else _chosen(table, rest, n)
    reason = said if few else "" if len(result) else _nothing(len(enough))
    return _because(result, reason, measured=not few)


def _none(reason: str) -> pd.DataFrame:
    """Give no row, and say why."""
    return _because(KEYNESS_GROUPS.empty(), reason, measured=False)


def _because(table: pd.DataFrame, reason: str, *, measured: bool) -> pd.DataFrame:
    """Say what is not in the table, and whether it was measured."""
    table.attrs |= {"reason": reason, "measured": measured}
    return table


def _nothing(n_groups: int) -> str:
    return f"no term sets any of {wording.counted(n_groups, 'group')} apart beyond chance"


def _group_of_rows(dtm: DocumentTermMatrix, docs: pd.DataFrame, by: str) -> pd.Series:
    """Look up the group of each row's document; '' and missing values are no group."""
    if by not in docs.columns:
        raise UsageError(f"by={by!r}: no such column; {did_you_mean(by, docs.columns.astype(str))}")
    of_doc = pd.Series(docs[by].to_numpy(), index=docs["doc_id"].to_numpy())
    group = of_doc.reindex(dtm.units["doc_id"].to_numpy()).reset_index(drop=True)
    known = group.notna() & (group.astype("str") != "")
    return group.astype("str").where(known)


def _above_floor(dtm: DocumentTermMatrix) -> DocumentTermMatrix:
    """Drop terms in fewer than 5 units: they are measured nowhere, and half of the work."""
    names = dtm.units["of_unit"]
    summed = dtm if names.is_unique else dtm.sum_by(names, unit=dtm.unit)
    n_units = summed.document_frequency()
    return dtm.columns(np.flatnonzero(n_units >= uncertainty.MIN_UNITS))


def _sizes(dtm: DocumentTermMatrix, group: pd.Series) -> tuple[list[str], list[str]]:
    """Part the groups, by name, into those with enough units and those with too few."""
    filled = dtm.n_tokens > 0
    names = sorted(group.dropna().unique())
    n_units = dtm.units["of_unit"][filled].groupby(group[filled].to_numpy()).nunique()
    enough = [name for name in names if n_units.get(name, 0) >= uncertainty.MIN_UNITS]
    return enough, [name for name in names if name not in set(enough)]


def _each(
    dtm: DocumentTermMatrix, group: pd.Series, names: list[str]
) -> Iterator[tuple[pd.DataFrame, NDArray[np.float64]]]:
    """Compare each group; yield what could be shown, and the p of all else that was measured."""
    everything = whole(dtm)
    for name in names:
        rows = (group == name).fillna(False).to_numpy(bool)
        if rows.all():
            continue
        sides = both(everything, rows)
        hit = uncertainty.compare_rates(*(one.rates for one in sides), unit=dtm.unit)
        met = either(sides)
        likely = met & (hit.p < 0.05)  # noqa: PLR2004 - q is never below p
        frame = rows_of(dtm.vocabulary, sides, hit, np.flatnonzero(likely))
        chosen = with_lrc(frame, sides, n_terms=int(met.sum()))
        yield _labelled(chosen, name, dtm.unit, sides[0]), hit.p[met & ~likely]


def _labelled(frame: pd.DataFrame, name: str, unit: str, target: Side) -> pd.DataFrame:
    n_units = target.rates.group_size
    labelled: pd.DataFrame = frame.assign(group=name, unit=unit, n_units=n_units)
    return labelled.astype({"group": "str", "unit": "str"})


def _chosen(table: pd.DataFrame, rest: list[NDArray[np.float64]], n: int) -> pd.DataFrame:
    """Take the strongest of each group and adjust their intervals for all that are shown."""
    p = table["p"].to_numpy(np.float64)
    sure = table.assign(q=q_of_all(rest, p))
    n_all = len(p) + sum(int(np.count_nonzero(~np.isnan(other))) for other in rest)
    picked = strongest(sure[sure["q"] < 0.05], n)  # noqa: PLR2004 - the rule of the page
    # chosen by the bounds of each alone and then adjusted: an end may touch none, but dropping
    # those lost a tenth of the planted preferences that q bears out
    return KEYNESS_GROUPS.check(strongest(adjust(picked, len(picked), n_all), n))
