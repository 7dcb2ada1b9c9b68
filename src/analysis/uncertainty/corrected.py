"""Means and shares of a whole that a scorer has scored and a person has labelled in part.

The scorer sees every sentence and errs in a way nobody knows; the labels are few and right. The
power-tuned difference estimator takes the scorer's mean and adds what the labels say it is off by,
each weighted by one over its chance of being drawn, with so much of the scorer as makes the
variance smallest. It is unbiased however bad the scorer is.

Source  Egami et al. (2023), design-based supervised learning; Angelopoulos et al. (2023), PPI++.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from scipy.special import ndtri, stdtrit

from analysis.uncertainty.means import wilson
from analysis.uncertainty.reasons import MIN_UNITS

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

MIN_LABELS = 30  # below, neither bias nor variance of the scorer's errors can be told
ENOUGH = 0.75  # of all sentences: fewer than 30 are then nearly the whole, and guess little
_PAIR = 2  # labels of a stratum that a variance needs


@dataclass(frozen=True, eq=False)
class Design:
    """How the labelled ones were drawn; arrays over all sentences.

    probability : of being drawn and labelled, above 0 to 1; NaN where there is no label
    stratum : number of the stratum
    unit : number of the document; where all are the same, the sentence is the unit
    """

    probability: Floats
    stratum: NDArray[np.intp]
    unit: NDArray[np.intp]

    def of(self, where: NDArray[np.bool_]) -> Design:
        """Keep the sentences of a group."""
        return Design(self.probability[where], self.stratum[where], self.unit[where])


class Estimate(NamedTuple):
    """An estimate with its interval, what it rests on, and why there is none.

    tuning : how much of the scorer was used, 0 to 1
    error : standard error; fixed : the part of its square that no further label makes smaller
    df : degrees of freedom of the t
    """

    estimate: float
    low: float
    high: float
    tuning: float
    error: float
    fixed: float
    df: float
    n_labels: int
    n_units: int
    reason: str


class _Sample(NamedTuple):
    """The labelled places, their weights (they sum to the whole), their strata, all strata."""

    at: NDArray[np.intp]
    weight: Floats
    stratum: NDArray[np.intp]
    strata: NDArray[np.intp]
    sizes: Floats
    unit: NDArray[np.intp]


def corrected_mean(
    predicted: Floats, label: Floats, *, design: Design, level: float = 0.95
) -> Estimate:
    """Estimate the mean label of all sentences, in -1..1.

    predicted : the scorer's say on every sentence, on about the scale of the labels; no NaN
    label : -1 to 1; NaN where there is none
    Returns  NaN with a reason under 30 labels (unless they are three quarters of all), or with
        labels in fewer than 5 documents
    """
    found = _corrected(predicted, label, design)
    return _t_interval(found, level)


def corrected_share(
    predicted: Floats, label: Floats, *, design: Design, level: float = 0.95
) -> Estimate:
    """Estimate the share of all sentences with a label of a kind, in 0..1.

    predicted, label : 1 where it is of the kind, 0 where not; else as `corrected_mean`
    Returns  as `corrected_mean`; a Wilson interval at the effective number of labels
    Source  Korn & Graubard (1998) for the effective number.
    """
    return _wilson_interval(_corrected(predicted, label, design), level)


def labelled_mean(
    label: Floats, *, design: Design, where: NDArray[np.bool_], level: float = 0.95
) -> Estimate:
    """Estimate the mean label of the sentences `where`, from labels alone (Hajek).

    Returns  as `corrected_mean`; NaN ends under 5 labels, and no floor of 30
    """
    return _t_interval(_hajek(label, design, where), level)


def labelled_share(
    label: Floats, *, design: Design, where: NDArray[np.bool_], level: float = 0.95
) -> Estimate:
    """Estimate a share of the sentences `where`, from labels alone; as `labelled_mean`."""
    return _wilson_interval(_hajek(label, design, where), level)


def labels_needed(found: Estimate, half: float, *, level: float = 0.95) -> float:
    """Say how many labels in all would give an interval of +- `half`; NaN where none would do.

    A rule of thumb: the part of the variance that labels make smaller falls with their number.
    """
    wanted = (half / float(ndtri((1 + level) / 2))) ** 2 - found.fixed
    if found.reason or not wanted > 0:
        return math.nan
    return float(math.ceil(max(found.error**2 - found.fixed, 0) * found.n_labels / wanted))


def _corrected(predicted: Floats, label: Floats, design: Design) -> Estimate:
    n_labels, n_units, reason = _rests_on(label, design)
    if not reason and n_labels < min(MIN_LABELS, ENOUGH * len(label)):
        reason = f"fewer than {MIN_LABELS} labels"
    if reason:
        return _none(reason, n_labels, n_units)
    sample = _sample(label, design)
    alone = _parts(label, sample)
    scored = _parts(predicted, sample)
    apart = (predicted - predicted.mean()) - scored.drawn
    tuning = _tuned(_by_unit(alone.drawn, sample), _by_unit(apart, sample))
    residual = _parts(label - tuning * predicted, sample)
    spread = tuning * (predicted - predicted.mean())
    return Estimate(
        estimate=float(tuning * predicted.mean() + residual.mean),
        low=math.nan,
        high=math.nan,
        tuning=tuning,
        error=math.sqrt(_variance(spread + residual.drawn, sample)),
        fixed=_variance(spread + residual.known, sample),
        df=_df(sample, n_units),
        n_labels=n_labels,
        n_units=n_units,
        reason="",
    )


def _hajek(label: Floats, design: Design, where: NDArray[np.bool_]) -> Estimate:
    inside = np.where(where, label, np.nan)
    n_labels, n_units, reason = _rests_on(inside, design)
    if n_labels == 0:
        return _none(reason, 0, 0)
    sample = _sample(label, design)
    own = where[sample.at] * sample.weight
    mean = float(own @ label[sample.at] / own.sum())
    if reason:
        return _none(reason, n_labels, n_units)._replace(estimate=mean)
    pull = np.where(where, (label - mean) * len(label) / own.sum(), 0.0)
    parts = _parts(np.where(np.isnan(label), np.nan, pull), sample)
    return Estimate(
        estimate=mean,
        low=math.nan,
        high=math.nan,
        tuning=0.0,
        error=math.sqrt(_variance(parts.drawn, sample)),
        fixed=_variance(parts.known, sample),
        df=_df(sample, n_units) if where.all() else min(_df(sample, n_units), n_labels - 1),
        n_labels=n_labels,
        n_units=n_units,
        reason="",
    )


def _rests_on(label: Floats, design: Design) -> tuple[int, int, str]:
    """Count labels and the units that hold one, and say why they are too few."""
    known = ~np.isnan(label)
    n_labels = int(known.sum())
    single = design.unit.min(initial=0) == design.unit.max(initial=0)
    n_units = n_labels if single else len(np.unique(design.unit[known]))
    if n_labels == 0:
        return 0, 0, "no labels"
    named = "labels" if single else "documents with a label"
    return n_labels, n_units, "" if n_units >= MIN_UNITS else f"fewer than {MIN_UNITS} {named}"


def _none(reason: str, n_labels: int, n_units: int) -> Estimate:
    nan = math.nan
    return Estimate(nan, nan, nan, nan, nan, nan, nan, n_labels, n_units, reason)


def _sample(label: Floats, design: Design) -> _Sample:
    """Weigh the labelled by 1 / probability, brought in each stratum to its known size."""
    at = np.flatnonzero(~np.isnan(label))
    strata = _pooled(design.stratum, design.stratum[at])
    sizes = np.bincount(strata).astype(np.float64)
    raw = 1 / design.probability[at]
    total = np.bincount(strata[at], raw, len(sizes))
    weight = raw * (sizes / total)[strata[at]]
    single = design.unit.min() == design.unit.max()
    unit = np.arange(len(label)) if single else np.unique(design.unit, return_inverse=True)[1]
    return _Sample(at, weight, strata[at], strata, sizes, unit)


def _pooled(all_strata: NDArray[np.intp], labelled: NDArray[np.intp]) -> NDArray[np.intp]:
    """Put strata with fewer than two labels together, with the next smallest if need be."""
    n_labels = np.bincount(labelled, minlength=int(all_strata.max()) + 1)
    order = np.argsort(n_labels, kind="stable")
    order = order[np.isin(order, all_strata)]
    few = int((n_labels[order] < _PAIR).sum())
    while 0 < few < len(order) and n_labels[order[:few]].sum() < _PAIR:
        few += 1
    names = np.arange(len(n_labels))
    names[order[:few]] = order[0]
    return np.unique(names[all_strata], return_inverse=True)[1]


class _Parts(NamedTuple):
    """Mean of a variable, and each sentence's pull on it: as far as known, and as drawn."""

    mean: float
    known: Floats
    drawn: Floats


def _parts(values: Floats, sample: _Sample) -> _Parts:
    """Part the pull into the stratum's (on every sentence) and the sentence's own (if drawn)."""
    own, n = values[sample.at], len(sample.sizes)
    n_labels = np.bincount(sample.stratum, minlength=n)
    means = np.bincount(sample.stratum, own * sample.weight, n) / sample.sizes
    mean = float(means @ sample.sizes / sample.sizes.sum())
    known = means[sample.strata] - mean
    # a sample's spread is too small by (m - 1) / m; where all are labelled nothing is sampled
    unseen = 1 - n_labels / sample.sizes
    wider = np.sqrt(1 + unseen / np.maximum(n_labels - 1, 1))
    drawn = known.copy()
    drawn[sample.at] += (sample.weight * (own - means[sample.stratum])) * wider[sample.stratum]
    return _Parts(mean, known, drawn)


def _by_unit(pull: Floats, sample: _Sample) -> Floats:
    sums = np.bincount(sample.unit, pull)
    return np.asarray(sums - sums.mean(), np.float64)


def _variance(pull: Floats, sample: _Sample) -> float:
    """Take the variance of a mean from the sums of its pulls by unit."""
    sums = _by_unit(pull, sample)
    return float(sums @ sums) / len(pull) ** 2 * len(sums) / (len(sums) - 1)


def _tuned(alone: Floats, apart: Floats) -> float:
    """Choose how much of the scorer makes the variance smallest, 0 to 1."""
    size = float(apart @ apart)
    return min(max(-float(alone @ apart) / size, 0.0), 1.0) if size > 0 else 0.0


def _df(sample: _Sample, n_units: int) -> float:
    n_strata = len(np.unique(sample.stratum))
    return float(max(min(len(sample.at) - n_strata, n_units - 1), 1))


def _t_interval(found: Estimate, level: float) -> Estimate:
    half = float(stdtrit(found.df, (1 + level) / 2)) * found.error
    low, high = max(found.estimate - half, -1.0), min(found.estimate + half, 1.0)
    return found if found.reason else found._replace(low=low, high=high)


def _wilson_interval(found: Estimate, level: float) -> Estimate:
    if found.reason:
        return found
    p = min(max(found.estimate, 0.0), 1.0)
    spread, variance = p * (1 - p), found.error**2
    n = spread / variance if spread > 0 and variance > 0 else float(found.n_labels)
    tail = (1 + level) / 2
    n *= (float(ndtri(tail)) / float(stdtrit(found.df, tail))) ** 2
    low, high = wilson(p * n, n, level=level)
    return found._replace(estimate=p, low=float(low), high=float(high))
