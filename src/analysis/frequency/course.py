"""The slow course of a share: what a steady change and the seasons alone would give."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from scipy.special import expit

from analysis.terms.matrix import indicator

if TYPE_CHECKING:
    import pandas as pd
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

WAVES = 4  # the fastest takes half of the time to return: a burst is a tenth of it at most
_YEAR = 365.25  # days
_YEARS = 2  # seen at least so often, a season is told from a burst
_LONGEST = 92  # days of a period that shows seasons: a quarter
_STRETCHES = 120  # of time that the course is fitted on: it is slow
_NEWTON_STEPS = 8  # more moved no burst on generated news
_PULL = 1.0  # of each wave towards none, as one document would: keeps what is rare finite


def waves(starts: pd.DatetimeIndex) -> Floats:
    """Draw a constant, slow cosines and, from two years on, a yearly wave at each period.

    starts : of the periods, in order
    Returns  shape (n_periods, 5) or (n_periods, 7)
    """
    day = (starts - starts[0]).days.to_numpy(np.float64)
    at = day / max(day[-1], 1)
    drawn = [np.cos(np.pi * turns * at) for turns in range(WAVES + 1)]
    if day[-1] >= _YEARS * _YEAR and np.median(np.diff(day)) <= _LONGEST:
        drawn += [np.cos(2 * np.pi * day / _YEAR), np.sin(2 * np.pi * day / _YEAR)]
    return np.stack(drawn, axis=1)


def fitted(relevant: Floats, volume: Floats, drawn: Floats) -> Floats:
    """Fit the odds of each column as a product of waves; give its share in every period.

    relevant : documents of each column, shape (n_periods, n_columns)
    volume : all documents, shape (n_periods,)
    drawn : as `waves` gives
    Returns  shares in 0..1, shape of `relevant`
    Source  logistic regression by Newton's method for all columns at once.
    """
    stretch = np.arange(len(volume)) * min(_STRETCHES, len(volume)) // len(volume)
    group = indicator(stretch, int(stretch[-1]) + 1)
    hits, texts = group @ relevant, (group @ volume)[:, None]
    slow = (group @ drawn) / np.bincount(stretch)[:, None]
    n_waves, n_columns = drawn.shape[1], relevant.shape[1]
    pairs = (slow[:, :, None] * slow[:, None, :]).reshape(len(slow), -1)
    pull = np.diag([0.0] + [_PULL] * (n_waves - 1))
    weight = np.zeros((n_waves, n_columns))
    weight[0] = np.log((hits.sum(0) + 0.5) / (texts.sum() - hits.sum(0) + 0.5))
    for _ in range(_NEWTON_STEPS):
        share = expit(slow @ weight)
        rest = slow.T @ (hits - texts * share) - pull @ weight
        bent = (pairs.T @ (texts * share * (1 - share))).T.reshape(n_columns, n_waves, n_waves)
        weight = weight + np.linalg.solve(bent + pull, rest.T[:, :, None])[:, :, 0].T
    return expit(drawn @ weight)
