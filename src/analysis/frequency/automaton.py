"""Kleinberg's two-state automaton, for many terms at once."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

if TYPE_CHECKING:
    import scipy.sparse as sp
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Bools = NDArray[np.bool_]

SCALING = 2.0  # s: a burst at least doubles the rate
GAMMA = 1.0  # cost of entering a burst, in ln(number of periods)
_NEVER = -1e9  # finite, so that sums of it stay numbers
_BLUR = 1e-3  # of a gain summed beside those of 30,000 other terms


class Bursts(NamedTuple):
    """Bursts of all columns: which column, first and last period, and weight."""

    column: NDArray[np.int64]
    first: NDArray[np.int64]
    last: NDArray[np.int64]
    weight: Floats


def gains(relevant: Floats, volume: Floats, *, base: Floats) -> Floats:
    """Compute what each period gains by being in a burst, in log-likelihood.

    relevant : documents with the term, shape (n_periods, n_terms)
    volume : all documents, shape (n_periods,)
    base : usual share, shape (n_terms,) or that of `relevant`
    Returns  cost of the base state less cost of the burst state, shape of `relevant`; the
        binomial coefficient is in both and falls out. Where the doubled rate would pass 1 there
        is no burst state: as good as -inf.
    Source   Kleinberg (2003), section 4: p1 = s p0, cost -ln[C(d,r) p^r (1-p)^(d-r)].
    """
    possible = SCALING * base < 1
    safe = np.where(possible, base, 0.0)
    miss = np.log1p(-SCALING * safe) - np.log1p(-safe)
    gain = relevant * np.log(SCALING) + (volume[:, None] - relevant) * miss
    return np.where(possible, gain, _NEVER)


def odds_gains(relevant: Floats, volume: Floats, *, base: Floats, scaling: float) -> Floats:
    """Compute the same where a burst multiplies the odds: a share of any size can burst.

    base : usual share, shape of `relevant`, between 0 and 1
    scaling : of the odds, above 1
    """
    gain: Floats = relevant * np.log(scaling) - volume[:, None] * np.log1p((scaling - 1) * base)
    return gain


def entry(n_periods: int) -> float:
    """Tell what entering a burst costs: every burst gains more."""
    return GAMMA * float(np.log(n_periods))


def may_burst(relevant: sp.csc_matrix, volume: Floats, *, base: Floats) -> Bools:
    """Tell which columns may have a burst at all; the others surely have none.

    relevant, volume, base : as for `gains`; rows of a column in order; one share for each term,
        below a half

    Only a period with a hit gains anything, so a burst begins and ends at one, and no other cell
    need be visited: some stretch between two hits gains more than it costs to enter.
    Source  the maximum sum of a stretch, Bentley (1984).
    """
    miss = np.log1p(-SCALING * base) - np.log1p(-base)
    column = np.repeat(np.arange(len(base)), np.diff(relevant.indptr))
    hits, row = relevant.data.astype(np.float64), relevant.indices
    met = np.cumsum(hits)
    met -= np.concatenate([[0.0], met])[relevant.indptr[:-1]][column]  # in this column
    hit, text = (np.log(SCALING) - miss)[column], miss[column]
    read = np.cumsum(volume)
    after = met * hit + read[row] * text
    before = (met - hits) * hit + (read - volume)[row] * text
    apart = column * (1.0 + np.ptp(before) if len(before) else 1.0)  # each column below the last
    gain = after - (np.minimum.accumulate(before - apart) + apart)
    best = np.zeros(len(base))
    np.maximum.at(best, column, gain)
    return best > entry(len(volume)) - _BLUR


def states(gain: Floats) -> Bools:
    """Find the cheapest sequence of states: True where in a burst.

    Entering a burst costs gamma ln(n_periods), leaving it nothing; the sequence begins at the
    base state. In a tie the base state is kept.
    """
    cost = entry(len(gain))
    lead = _leads(gain, cost)
    state = np.empty(gain.shape, dtype=bool)
    now = lead[-1] < 0
    for t in range(len(gain) - 1, 0, -1):
        state[t] = now
        now = np.where(now, lead[t - 1] < cost, lead[t - 1] < 0)
    state[0] = now
    return state


def _leads(gain: Floats, cost: float) -> Floats:
    """Track how much more the best sequence ending in a burst costs than the best ending at base.

    Only this difference decides; each step it is cut to between 0 and the cost of entry.
    """
    lead = np.empty(gain.shape)
    now = np.full(gain.shape[1], cost)
    for t, step in enumerate(gain):
        now = np.minimum(np.maximum(now, 0), cost) - step
        lead[t] = now
    return lead


def runs(gain: Floats) -> Bursts:
    """List the bursts of every column, by column and time, each with its weight.

    Weight: what its periods gain in all, the cost of entering not taken off.
    """
    state = states(gain)
    edge = np.diff(np.pad(state, ((1, 1), (0, 0))).astype(np.int8), axis=0)
    column, first = np.nonzero(edge.T == 1)
    last = np.nonzero(edge.T == -1)[1] - 1
    sums = np.cumsum(np.where(state, gain, 0.0), axis=0)
    before = np.where(first > 0, sums[first - 1, column], 0.0)
    return Bursts(column, first, last, sums[last, column] - before)
