"""Lists to show: what differs and what does not, with intervals adjusted for having chosen."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from scipy.special import stdtr

from analysis import uncertainty, wording
from analysis.errors import UsageError
from analysis.keyness.comparison import bound, by_bound, in_order
from analysis.schema.terms import KEYNESS, LOCKWORDS

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd


def shown(key: pd.DataFrame, n: int = 20, *, level: float = 0.95) -> pd.DataFrame:
    """Choose the terms to show: q below 1 - level, n at most, the largest adjusted bounds first.

    key : KEYNESS
    Returns  KEYNESS with intervals at 1 - (1 - level) R / M, for R shown of M measured terms, so
        that of the shown intervals at most 1 - level miss on average; `adjusted` says R and M.
        None of them holds 0. `attrs["reason"]` says why the list is empty.
    Source  Benjamini & Yekutieli (2005).
    """
    n_all = int(key["p"].notna().sum())
    table = KEYNESS.check(surest(key[key["q"] < 1 - level], n, n_all=n_all, level=level))
    table.attrs["reason"] = "" if len(table) else nothing(key)
    return table


def surest(chosen: pd.DataFrame, n: int, *, n_all: int, level: float = 0.95) -> pd.DataFrame:
    """Take the n rows with the largest lower bounds, adjusted for as many as are shown."""

    def bounds(n_shown: int) -> np.ndarray:
        return bound(adjust(chosen, n_shown, n_all, level=level))

    n_shown = uncertainty.most_that_hold(bounds, min(n, len(chosen)))
    return by_bound(adjust(chosen, n_shown, n_all, level=level)).head(n_shown)


def adjust(chosen: pd.DataFrame, n_shown: int, n_all: int, *, level: float = 0.95) -> pd.DataFrame:
    """Widen intervals to the level at which those of R shown of M rows hold together."""
    return uncertainty.widened(
        chosen, error=chosen["error"], df=chosen["df"], n_shown=n_shown, n_all=n_all, level=level
    )


def nothing(key: pd.DataFrame) -> str:
    """Say why no term is shown as different."""
    n_all = int(key["p"].notna().sum())
    if n_all:
        return f"of {wording.counted(n_all, 'term')} measured none differs beyond chance"
    reasons = key["reason"].value_counts()
    return f"no term is measured: {reasons.index[0]}" if len(reasons) else "there is no term"


def lockwords(
    key: pd.DataFrame, n: int = 20, *, margin: float = 1.5, level: float = 0.95
) -> pd.DataFrame:
    """Find the terms that do not differ: surely within a factor `margin` of each other.

    key : KEYNESS
    n : how many to show, the most frequent first
    Returns  LOCKWORDS; every adjusted interval lies within 1 / margin to margin. A term that is
        merely not found to differ is not among them. p and q are still those of a difference.

    Raises UsageError for a margin that is not above 1.
    Source  Schuirmann (1987), two one-sided tests; Benjamini & Hochberg (1995) over all terms.
    """
    if not margin > 1:
        raise UsageError(f"margin={margin!r}: needs a factor above 1, such as 1.5")
    room = math.log2(margin) - key["log_ratio"].abs()
    alike = stdtr(key["df"], -room / key["error"])
    # half of 1 - level: the two-sided adjusted interval must lie inside, not a one-sided one
    sure = uncertainty.benjamini_hochberg(alike) < (1 - level) / 2
    n_all = int(key["p"].notna().sum())
    found = adjust(key[sure], int(sure.sum()), n_all, level=level)
    total = found["count_target"] + found["count_other"]
    ranked = in_order(found.assign(total=total), {"total": False, "term": True})
    table = LOCKWORDS.check(ranked.head(n))
    said = f"of {wording.counted(n_all, 'term')} measured none is surely alike"
    table.attrs["reason"] = "" if len(table) else said
    return table


def strongest(frame: pd.DataFrame, n: int) -> pd.DataFrame:
    """Take the n rows of each group with the largest lower bounds."""
    ranked = in_order(
        frame.assign(bound=bound(frame)), {"group": True, "bound": False, "g2": False, "term": True}
    )
    chosen: pd.DataFrame = ranked.groupby("group", sort=False).head(n)
    return chosen.reset_index(drop=True)
