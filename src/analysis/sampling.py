"""Which of many to show, where all would be too many."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray


def evenly(n: int, most: int) -> NDArray[np.int64]:
    """Choose at most so many of n places, spread evenly, the first and the last among them."""
    return np.linspace(0, n - 1, min(n, most)).round().astype(np.int64)
