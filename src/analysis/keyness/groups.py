"""Each group against all the others."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import pandas as pd

from analysis import uncertainty, wording
from analysis.errors import UsageError, did_you_mean
from analysis.keyness.comparison import either, rows_of, with_lrc
from analysis.keyness.selection import adjust, strongest
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
        is a single unit, or that no term differs; `attrs["measured"]` tells whether every group
        was measured.

    Raises UsageError where there is no column `by`.
    """
    group = _group_of_rows(dtm, docs, by)
    if group.nunique() < 2:  # noqa: PLR2004 - a group and its others
        return _none(f"there are not two values of {by} to compare")
    if getattr(unit, "name", None) == by:
        return _none(f"the unit is the {by} itself, so each {by} is one unit; name another unit")
    named = _above_floor(with_units(dtm, unit))
    enough, few = _sizes(named, group)
    tested = list(_tested(named, group, enough))
    n_all = sum(one.n_measured for one in tested)
    table = _sure(tested, n_all)
    said = f"fewer than {uncertainty.MIN_UNITS} {named.unit}s: {', '.join(few)}"
    result = _chosen(table, n_all, n) if len(table) else KEYNESS_GROUPS.empty()
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


class _Tested(NamedTuple):
    """A group set against all others: the terms that may differ, and how many were looked at.

    terms, sides, hit : of those terms
    n_met, n_measured : terms on either side, and those of them with a p
    """

    group: str
    unit: str
    terms: NDArray[np.str_]
    sides: tuple[Side, Side]
    hit: uncertainty.Comparison
    n_met: int
    n_measured: int


def _tested(dtm: DocumentTermMatrix, group: pd.Series, names: list[str]) -> Iterator[_Tested]:
    """Compare each group; what surely has p > .05 is counted and left at that."""
    everything = whole(dtm)
    for name in names:
        rows = (group == name).fillna(False).to_numpy(bool)
        if rows.all():
            continue
        sides = both(everything, rows)
        known, likely = uncertainty.may_differ(*(one.rates for one in sides))
        chosen = (sides[0].of(likely), sides[1].of(likely))
        yield _Tested(
            group=name,
            unit=dtm.unit,
            terms=dtm.vocabulary[likely],
            sides=chosen,
            hit=uncertainty.compare_rates(*(one.rates for one in chosen), unit=dtm.unit),
            n_met=int(np.count_nonzero(either(sides))),
            n_measured=int(np.count_nonzero(known)),
        )


def _sure(tested: list[_Tested], n_all: int) -> pd.DataFrame:
    """List the terms of all groups with q < .05, of `n_all` measured.

    What was left aside has p > .05, so it changes no q below.
    """
    p = np.concatenate([np.zeros(0), *(one.hit.p for one in tested)])
    q = uncertainty.benjamini_hochberg(p, n_all=n_all)
    ends = np.cumsum([len(one.hit.p) for one in tested])
    rows = [_rows(one, own) for one, own in zip(tested, np.split(q, ends)[:-1], strict=True)]
    return pd.concat(rows, ignore_index=True) if rows else KEYNESS_GROUPS.empty()


def _rows(one: _Tested, q: NDArray[np.float64]) -> pd.DataFrame:
    """Lay out the terms of a group with q < .05."""
    at = np.flatnonzero(q < 0.05)  # noqa: PLR2004 - the rule of the page
    rows = with_lrc(rows_of(one.terms, one.sides, one.hit, at), one.sides, n_terms=one.n_met)
    n_units = one.sides[0].rates.group_size
    labelled = rows.assign(group=one.group, unit=one.unit, n_units=n_units, q=q[at])
    return labelled.astype({"group": "str", "unit": "str"})


def _chosen(sure: pd.DataFrame, n_all: int, n: int) -> pd.DataFrame:
    """Take the strongest of each group and adjust their intervals for all that are shown."""
    picked = strongest(sure, n)
    # chosen by the bounds of each alone and then adjusted: an end may touch none, but dropping
    # those lost a tenth of the planted preferences that q bears out
    return KEYNESS_GROUPS.check(strongest(adjust(picked, len(picked), n_all), n))
