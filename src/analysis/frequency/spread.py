"""How evenly a term is spread over the parts of a corpus, beyond what chance does."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import pandas as pd
from scipy.special import gammaln, pdtrc, xlogy

from analysis.schema.terms_frequency import DISPERSION

if TYPE_CHECKING:
    import scipy.sparse as sp
    from numpy.typing import NDArray

    from analysis.terms import DocumentTermMatrix

    Floats = NDArray[np.float64]

MIN_HITS = 10  # below, no number tells spread from luck (Gries 2022)
MAX_CHANCE_SD = 0.1
_EVERY_COUNT_TO = 200  # a grid coarser than this biased the excess by .12
_LOG_STEPS = 150
_AT_ONCE = 1_000_000  # cells of the grid by the lengths of parts: 8 MB a table
ONE_PART = "fewer than 2 parts with text"


class Chance(NamedTuple):
    """What chance does with so many hits: DP's mean and its standard deviation."""

    mean: Floats
    sd: Floats


def dispersion(dtm: DocumentTermMatrix) -> pd.DataFrame:
    """Measure how evenly each term is spread over the parts, as an excess over chance.

    dtm : documents as parts; in a single text its paragraphs or sentences
    Returns  DISPERSION; dp, dp_norm, expected and excess are NaN, with a reason, under 10 hits
        and where chance alone moves the excess by more than .1 (its standard deviation)
    Source   Gries (2008), DP; Gries (2022), why DP alone is mostly frequency. The expectation is
        exact for hits dealt at random over parts of these lengths; its spread is the closed form
        of Holst (1972), within 4% of simulated deals, and up to 10% above them (40% for two
        parts) where a handful of parts differ much in length: it errs towards not measured.
    """
    lengths = dtm.n_tokens.astype(np.float64)
    filled = lengths > 0
    n_parts = int(filled.sum())
    count = np.bincount(dtm.counts.indices, dtm.counts.data, dtm.counts.shape[1])
    share = lengths / max(lengths.sum(), 1.0)
    rows = {
        "term": dtm.vocabulary.astype(object),
        "count": count.astype(np.int64),
        "range": dtm.document_frequency(),
        "n_parts": n_parts,
        **_measures(dtm.counts, share, lengths[filled]),
        "unit": dtm.unit,
    }
    frame = pd.DataFrame(rows).astype({"term": "str", "unit": "str", "reason": "str"})
    return DISPERSION.check(frame)


def _measures(counts: sp.csr_matrix, share: Floats, lengths: Floats) -> dict[str, object]:
    """Put DP, its expectation, the excess and the reason for none side by side."""
    count = np.bincount(counts.indices, counts.data, counts.shape[1]).astype(np.float64)
    if len(lengths) < 2:  # noqa: PLR2004 - evenness needs two parts
        blank = np.full(len(count), np.nan)
        names = ("dp", "dp_norm", "expected", "excess", "sd")
        return {**dict.fromkeys(names, blank), "reason": ONE_PART}
    dp, chance, largest = _deviation(counts, share), _by_chance(count, lengths), _largest(lengths)
    with np.errstate(divide="ignore", invalid="ignore"):
        room = largest - chance.mean
        values = {
            "dp": dp,
            "dp_norm": dp / largest,
            "expected": chance.mean / largest,
            "excess": (dp - chance.mean) / room,
        }
        sd = chance.sd / room
    few, loud = count < MIN_HITS, ~(sd <= MAX_CHANCE_SD)
    hidden = few | loud
    said = [f"fewer than {MIN_HITS} hits", f"chance alone moves it by more than {MAX_CHANCE_SD:g}"]
    measured = {name: np.where(hidden, np.nan, value) for name, value in values.items()}
    reason = np.select([few, loud], said, "").astype(object)
    return {**measured, "sd": np.where(np.isfinite(sd), sd, np.nan), "reason": reason}


def _deviation(counts: sp.csr_matrix, share: Floats) -> Floats:
    """Compute DP: half the summed differences between observed and expected shares.

    A part without the term differs by its own share, so only non-zero cells are visited.
    """
    total = np.bincount(counts.indices, counts.data, counts.shape[1]).astype(np.float64)
    part = np.repeat(share, np.diff(counts.indptr))
    gap = np.abs(counts.data / total[counts.indices] - part) - part
    return np.where(total > 0, (np.bincount(counts.indices, gap, len(total)) + 1) / 2, np.nan)


def _largest(lengths: Floats) -> float:
    """Give the largest DP there is: all hits in the shortest part."""
    return 1 - float(lengths.min() / lengths.sum())


def _by_chance(count: Floats, lengths: Floats) -> Chance:
    """Compute mean and spread of DP by chance for every count, by a grid of counts."""
    grid = _grid(int(count.max(initial=1)))
    sizes, how_many = np.unique(lengths, return_counts=True)
    share = sizes / float(lengths.sum())
    step = max(1, _AT_ONCE // len(share))
    blocks = [
        _deal(grid[i : i + step, None], share, how_many.astype(np.float64))
        for i in range(0, len(grid), step)
    ]
    mean, sd = (np.concatenate(column) for column in zip(*blocks, strict=True))
    return Chance(np.interp(count, grid, mean), np.interp(count, grid, sd))


def _grid(largest: int) -> Floats:
    """List every count to 200, then 150 on a log scale up to the largest."""
    few = np.arange(1, min(largest, _EVERY_COUNT_TO) + 1)
    many = np.geomspace(few[-1], max(largest, few[-1]), _LOG_STEPS)
    return np.unique(np.concatenate([few, np.round(many)])).astype(np.float64)


def _deal(f: Floats, share: Floats, how_many: Floats) -> Chance:
    """Deal f hits at random over parts: mean and standard deviation of DP.

    f : shape (n_counts, 1); share, how_many : of parts of one length, shape (n_lengths,)
    The mean is half the summed mean absolute deviations of binomials. For the spread the parts
    are Poisson, given their sum: what the sum explains is taken off the sum of their variances.
    """
    mean = _binomial_gap(f, share) @ how_many / (2 * f[:, 0])
    expected = f * share
    at, gap = np.floor(expected), _poisson_gap(expected)
    over = np.where(at >= 1, pdtrc(np.maximum(at - 1, 0), expected), 1.0)  # P(X >= floor)
    above = expected**2 * (_poisson(at - 1, expected) - _poisson(at, expected)) + expected * over
    variance = (expected - gap**2) @ how_many
    shared = (2 * above - expected) @ how_many
    left = np.maximum(variance - shared**2 / f[:, 0], 0)
    return Chance(mean, np.sqrt(left) / (2 * f[:, 0]))


def _binomial_gap(f: Floats, share: Floats) -> Floats:
    """Give the mean absolute deviation of a binomial: 2 k C(f,k) s^k (1-s)^(f-k+1)."""
    k = np.floor(f * share) + 1
    inside = k <= f
    ways = gammaln(f + 1) - gammaln(k + 1) - gammaln(np.where(inside, f - k + 1, 1.0))
    log_gap = np.log(2 * k) + ways + k * np.log(share) + (f - k + 1) * np.log1p(-share)
    return np.where(inside, np.exp(log_gap), 0.0)


def _poisson_gap(expected: Floats) -> Floats:
    """Give the mean absolute deviation of a Poisson."""
    return 2 * expected * _poisson(np.floor(expected), expected)


def _poisson(k: Floats, expected: Floats) -> Floats:
    """Give the probability of k; 0 below 0."""
    held = np.maximum(k, 0)
    return np.where(k >= 0, np.exp(xlogy(held, expected) - expected - gammaln(held + 1)), 0.0)
