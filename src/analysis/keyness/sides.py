"""Two groups of texts, each with the units that its intervals rest on."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from analysis import uncertainty
from analysis.errors import DataError, UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import ArrayLike, NDArray

    from analysis.terms import DocumentTermMatrix

    Bools = NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class Side:
    """One group: its rates over units, and the documents that hold each term."""

    rates: uncertainty.Rates
    docs: NDArray[np.int64]

    def of(self, terms: Bools) -> Side:
        """Keep some of the terms."""
        return Side(self.rates.of(terms), self.docs[terms])


def marked(dtm: DocumentTermMatrix, target: ArrayLike | pd.Series) -> tuple[Bools, Bools]:
    """Split the rows: True is the target, False the others, a missing value neither.

    Raises UsageError if `target` has another length, DataError if a side is empty.
    """
    mask = pd.array(np.asarray(target, dtype=object), dtype="boolean")
    n_units = dtm.counts.shape[0]
    if len(mask) != n_units:
        raise UsageError(f"target marks {len(mask)} units, the matrix has {n_units}; mark each")
    inside, outside = (part.fillna(False).to_numpy(bool) for part in (mask, ~mask))
    for side, name in ((inside, "target"), (outside, "other")):
        if not side.any():
            raise DataError(f"no {dtm.unit} on the {name} side; choose another group")
    return inside, outside


def with_units(
    dtm: DocumentTermMatrix, unit: Sequence[object] | pd.Series | None
) -> DocumentTermMatrix:
    """Name the unit of every row in its `doc_id`-like column `of_unit`; never a passage.

    unit : of each row or of each document, in their order; a row without one stands for itself
    """
    if unit is None:
        owners = dtm.units["doc_id"]
        coarse = len(owners) > owners.nunique() > 1
        named = owners if coarse else dtm.units["unit_id"]
        return _named(dtm, named, "document" if coarse else dtm.unit)
    names = _of_rows(dtm, pd.Series(unit).reset_index(drop=True))
    # no name of a user's holds a NUL
    alone = pd.Series([f"\0{key}" for key in dtm.units["unit_id"]], dtype="str")
    own = names.astype("str").where(names.notna(), alone)
    return _named(dtm, own, str(getattr(unit, "name", None) or "unit"))


def _named(dtm: DocumentTermMatrix, names: pd.Series, unit: str) -> DocumentTermMatrix:
    return replace(dtm, units=dtm.units.assign(of_unit=names.to_numpy()), unit=unit)


def _of_rows(dtm: DocumentTermMatrix, names: pd.Series) -> pd.Series:
    """Align units given by document with the rows of a matrix of passages."""
    owners = dtm.units["doc_id"]
    if len(names) == len(owners):
        return names
    codes, found = pd.factorize(owners)
    if len(names) == len(found):
        return names.iloc[codes].reset_index(drop=True)
    raise UsageError(
        f"unit names {len(names)} rows, the matrix has {len(owners)} of {len(found)} documents; "
        "name each"
    )


@dataclass(frozen=True, eq=False)
class Whole:
    """All rows of a matrix `with_units`, to be set beside some of them.

    sums : over all rows; None where a row is no unit, so that sums of sides do not add up
    docs : documents that hold each term
    """

    dtm: DocumentTermMatrix
    sums: uncertainty.Sums | None
    docs: NDArray[np.int64]


def whole(dtm: DocumentTermMatrix) -> Whole:
    """Sum over all rows of a matrix `with_units`, once for all groups."""
    plain = dtm.units["of_unit"].is_unique and dtm.units["doc_id"].is_unique
    sums = uncertainty.sums(dtm.counts, dtm.n_tokens) if plain else None
    return Whole(dtm, sums, dtm.document_frequency() if plain else np.zeros(0, np.int64))


def both(everything: Whole, rows: Bools) -> tuple[Side, Side]:
    """Estimate the rates of some rows and of all others, as `side` does of each."""
    dtm, sums = everything.dtm, everything.sums
    part = dtm.rows(rows)
    target = _side(part)
    if sums is not None:
        own = uncertainty.sums(part.counts, part.n_tokens, scale=sums.scale)
        if uncertainty.can_leave(sums, own):
            return target, Side(uncertainty.rates_without(sums, own), everything.docs - target.docs)
    return target, side(dtm, ~rows)


def side(dtm: DocumentTermMatrix, rows: Bools) -> Side:
    """Estimate the rates of some rows of a matrix `with_units`, summed to their units."""
    return _side(dtm.rows(rows))


def _side(part: DocumentTermMatrix) -> Side:
    owners, names = part.units["doc_id"], part.units["of_unit"]
    held = part if owners.is_unique else part.by_document()
    summed = part if names.is_unique else part.sum_by(names, unit=part.unit)
    rates = uncertainty.rates(summed.counts, summed.n_tokens)
    return Side(rates, rates.n_units if summed is held else held.document_frequency())
