"""When nothing is measured, and how that is said."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

    Floats = NDArray[np.float64]

MIN_UNITS = 5  # in a group, and with the term: below, an interval is wider than any use of it
MIN_KISH = 3.0  # units of equal length that would weigh as much
WIDEST = math.log(100)  # an interval between whose ends lies more than a factor 100 says nothing
TOO_WIDE = "too wide to say"


def say(reason: NDArray[np.object_], where: ArrayLike, text: str) -> None:
    """Write a reason where there is none yet: the first one found is the one that is told."""
    reason[np.asarray(where) & (reason == "")] = text


def measured(values: Floats, reason: NDArray[np.object_]) -> Floats:
    """Blank what is not measured."""
    return np.where(reason == "", values, np.nan)
