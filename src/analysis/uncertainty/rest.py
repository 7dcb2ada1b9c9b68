"""Rates of all units but a few, by taking sums over those from sums over all.

To set each of 24 groups against all others, all others would be gone through 24 times. The weight
of a unit when it is left out, (1 - length / total)^-2, depends on the total of its side alone; as
a series in length / total it makes the jackknife of any side a few sums that add up over units.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import comb
from typing import TYPE_CHECKING

import numpy as np

from analysis.uncertainty.moments import moments, of_residuals
from analysis.uncertainty.rates import Lengths, Rates, estimated

if TYPE_CHECKING:
    import scipy.sparse as sp
    from numpy.typing import ArrayLike, NDArray

    Floats = NDArray[np.float64]

LARGEST = 2e-3  # share of its side in the longest unit; below, the series is exact to 11 digits
_ORDER = 5  # terms of the series: the next one is 56 * LARGEST^5
_POWERS = _ORDER + 4  # of lengths that any sum takes; one less for each power of hits beside it


@dataclass(frozen=True, eq=False)
class Sums:
    """Sums over units that add up.

    moments : for a = 1 to 4 the sums of hits^a * share^b, shape (powers, n_terms), b from 0; the
        share is that of the unit in all tokens of `scale`
    powers : sum of share^b, shape (powers,)
    n_units : units that hold each term
    size : units with at least one token
    longest : tokens of the longest unit
    scale : tokens that lengths are parted by
    """

    moments: list[Floats]
    powers: Floats
    n_units: NDArray[np.int64]
    size: int
    longest: float
    scale: float

    @property
    def n_tokens(self) -> float:
        """All tokens of these units."""
        return float(np.rint(self.powers[1] * self.scale))


def sums(counts: sp.csr_matrix, n_tokens: ArrayLike, *, scale: float = 0.0) -> Sums:
    """Sum over the units of one group, as `rates` takes them.

    scale : that of the sums of all; 0 for those themselves
    """
    lengths = np.asarray(n_tokens, np.float64)
    unit = scale or float(lengths.sum()) or 1.0
    shares = (lengths / unit) ** np.arange(_POWERS)[:, None]
    return Sums(
        moments=moments(counts, [list(shares[: _POWERS - a]) for a in range(1, 5)]),
        powers=shares.sum(axis=1),
        n_units=np.bincount(counts.indices, minlength=counts.shape[1]),
        size=int(np.count_nonzero(lengths)),
        longest=float(lengths.max(initial=0.0)),
        scale=unit,
    )


def can_leave(everything: Sums, part: Sums) -> bool:
    """Tell whether all units but those of a part are many and short enough for the series."""
    left = everything.n_tokens - part.n_tokens
    return left > 0 and everything.longest <= LARGEST * left


def rates_without(everything: Sums, part: Sums) -> Rates:
    """Estimate the rates of all units but those of a part, as `rates` would of them.

    part : of units that are among `everything`, with the same scale
    """
    left = [whole - own for whole, own in zip(everything.moments, part.moments, strict=True)]
    powers = everything.powers - part.powers
    total = everything.n_tokens - part.n_tokens
    hits = np.rint(left[0][0])  # counts are whole: what subtraction blurs is put right
    growth, rate = everything.scale / total, hits / total * everything.scale
    second, fourth = (
        _residuals(left, powers, rate=rate, growth=growth, power=power) for power in (2, 4)
    )
    tokens = [float(powers[b] * everything.scale**b) for b in (2, 3, 4)]
    lengths = Lengths(total, everything.size - part.size, *tokens)
    n_units = everything.n_units - part.n_units
    return estimated(hits, n_units, spread=(np.maximum(second, 0), fourth), lengths=lengths)


def _residuals(
    moments: list[Floats], powers: Floats, *, rate: Floats, growth: float, power: int
) -> Floats:
    """Sum ((hits - rate * share) / (1 - growth * share))^power over units.

    The power of the difference by the binomial, that of the weight as a series.
    """
    series = np.array([comb(k + power - 1, k) * growth**k for k in range(_ORDER)])
    starts = range(power, -1, -1)
    sums = [
        series @ some[first : first + _ORDER]
        for first, some in zip(starts, [powers, *moments], strict=False)
    ]
    return of_residuals(sums, rate)
