"""How many topics: candidates that come back when a fifth of the units is left out."""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import pandas as pd

from analysis import wording
from analysis.schema.topics import TOPIC_NUMBERS
from analysis.topics import mixture

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from numpy.typing import NDArray

    Places = NDArray[np.floating]
    Codes = NDArray[np.intp]

SAMPLE = 4_000
N_DRAWS = 5
DRAW_SHARE = 0.8
_GRID = (2, 3, 4, 5, 6, 8, 10, 12, 16, 20, 24, 32, 48, 64, 96)
_UNITS_A_TOPIC = 15
_FEW = 8  # topics that a small corpus may have, if each can hold five units
_FEW_UNITS_A_TOPIC = 5
_WINDOW = 8  # numbers tried between the neighbours of a candidate
_CANDIDATES = 3
_NEAR = 0.015  # below the best stability: as good in practice, and more topics tell more
_EQUAL = 0.002  # stabilities that are the same: of equally stable numbers the largest tells most
_LOST = 0.5  # of the best stability: three coarse numbers in turn below it end the search
_PAIR_ENOUGH = 0.5  # two topics are nearly always stable: taken only where no more reaches this

Measured = dict[int, tuple[float, float]]  # number of topics -> stability, standard error


class _Draw(NamedTuple):
    """Units drawn, and the tree of their mergers."""

    rows: Codes
    tree: NDArray[np.float64]


def grid(n_units: int) -> list[int]:
    """List the numbers to try first: up to a fifteenth of the units.

    Small corpora: up to eight topics, if each can hold five units.
    """
    most = max(n_units // _UNITS_A_TOPIC, min(_FEW, n_units // _FEW_UNITS_A_TOPIC))
    return [k for k in _GRID if k <= most]


def scan(places: NDArray[np.floating], n_units: int, *, random_state: int) -> pd.DataFrame:
    """Measure how stable each number of topics is, and mark two or three candidates.

    places : coordinates of the units, in the order of their content; the first 4,000 are used
    n_units : of the corpus
    Returns  TOPIC_NUMBERS, with exactly one row chosen

    The candidates are the highest local maxima on a coarse grid, each moved to the best number
    between its neighbours; chosen is the largest within .015 of the best. Two topics are chosen
    only where no larger number reaches .5.
    """
    sample = places[:SAMPLE]
    rng = np.random.default_rng(random_state)
    draws = [_with_tree(sample, drawn(len(sample), rng)) for _ in range(N_DRAWS)]

    def measure(k: int) -> tuple[float, float]:
        return _stability([_split(sample, draw, k) for draw in draws])

    coarse = _until_lost(grid(n_units), measure)
    first, others = choose(coarse)
    windows = [_window(list(coarse), k) for k in (first, *others)]
    curve = coarse | _measured(windows, coarse, measure)
    chosen, _ = choose(curve)
    return _table(curve, chosen, [chosen, *(_best(curve, window) for window in windows[1:])])


def _until_lost(ks: list[int], measure: Callable[[int], tuple[float, float]]) -> Measured:
    """Measure numbers in turn until three together are far less stable than the best before."""
    curve: Measured = {}
    for k in ks:
        curve[k] = measure(k)
        last = [stability for stability, _ in list(curve.values())[-3:]]
        best = max(stability for stability, _ in curve.values())
        if best >= _PAIR_ENOUGH and max(last) < _LOST * best and len(last) == 3:  # noqa: PLR2004
            break
    return curve


def drawn(n: int, rng: np.random.Generator) -> NDArray[np.intp]:
    """Draw 80% of n rows, in order."""
    return np.sort(rng.permutation(n)[: max(1, round(DRAW_SHARE * n))])


def _with_tree(places: Places, rows: Codes) -> _Draw:
    from scipy.cluster.hierarchy import linkage  # noqa: PLC0415  slow to import

    return _Draw(rows, linkage(places[rows], "ward"))


def _split(places: Places, draw: _Draw, k: int) -> Codes:
    """Learn `k` groups from the units drawn, and send all to the nearest.

    k-means from the centres of Ward's groups: from centres drawn by lot it halves a large topic
    where it should find a small one, and the true number of uneven topics looks unstable.

    Source  Ward (1963).
    """
    from scipy.cluster.hierarchy import fcluster  # noqa: PLC0415  slow to import

    part = np.asarray(fcluster(draw.tree, k, "maxclust"), np.intp) - 1
    return mixture.kmeans_from(places[draw.rows], places, part)


def _measured(
    windows: Iterable[list[int]], known: Measured, measure: Callable[[int], tuple[float, float]]
) -> Measured:
    return {k: measure(k) for k in sorted({k for w in windows for k in w} - set(known))}


def _stability(splits: list[NDArray[np.intp]]) -> tuple[float, float]:
    """Average the agreement of all pairs of splits, with its jackknife standard error."""
    pairs = list(combinations(range(len(splits)), 2))
    found = np.array([mixture.agreement(splits[a], splits[b]) for a, b in pairs])
    without = [found[[i not in pair for pair in pairs]].mean() for i in range(len(splits))]
    n = len(splits)
    return float(found.mean()), float(np.sqrt((n - 1) * np.var(without)))


def choose(curve: Measured) -> tuple[int, list[int]]:
    """Choose from a curve: the largest local maximum within .015 of the best.

    A larger number that is as stable to .002 takes its place.

    Returns  it, and up to two further maxima, the highest first
    """
    several = {k: v for k, v in curve.items() if k > 2}  # noqa: PLR2004
    if not several or max(s for s, _ in several.values()) < _PAIR_ENOUGH:
        several = curve
    peaks = sorted(_peaks(several), key=lambda k: (-several[k][0], k))
    best = several[peaks[0]][0]
    peak = max(k for k in peaks if several[k][0] >= best - _NEAR)
    chosen = max(k for k, (s, _) in several.items() if k >= peak and s >= several[peak][0] - _EQUAL)
    return chosen, [k for k in peaks if k not in (peak, chosen)][: _CANDIDATES - 1]


def _peaks(curve: Measured) -> list[int]:
    """List the numbers more stable than the next and no less than the one before."""
    ks = sorted(curve)
    padded = [-np.inf, *(curve[k][0] for k in ks), -np.inf]
    return [
        k for i, k in enumerate(ks, 1) if padded[i] >= padded[i - 1] and padded[i] > padded[i + 1]
    ]


def _window(ks: list[int], k: int) -> list[int]:
    """List at most eight numbers strictly between the neighbours of k on the grid, and k."""
    at = ks.index(k)
    low = ks[at - 1] + 1 if at else k
    high = ks[at + 1] - 1 if at + 1 < len(ks) else k
    low = k if k == 2 else max(low, 3)  # noqa: PLR2004  two is tried for itself alone
    between = np.linspace(low, high, min(_WINDOW, high - low + 1)).round().astype(int)
    return sorted({*between.tolist(), k})


def _best(curve: Measured, window: list[int]) -> int:
    best = max(curve[k][0] for k in window)
    return max(k for k in window if curve[k][0] >= best - _EQUAL)


def _table(curve: Measured, chosen: int, candidates: list[int]) -> pd.DataFrame:
    ks = sorted(curve)
    return TOPIC_NUMBERS.check(
        pd.DataFrame(
            {
                "n_topics": ks,
                "stability": [curve[k][0] for k in ks],
                "se": [curve[k][1] for k in ks],
                "candidate": [k in candidates for k in ks],
                "chosen": [k == chosen for k in ks],
            }
        )
    )


def explain(numbers: pd.DataFrame) -> str:
    """Say in a sentence or two why this number, and which others are worth a look."""
    row = numbers[numbers["chosen"]].iloc[0]
    k, stability = int(row["n_topics"]), float(row["stability"])
    others = numbers.loc[numbers["candidate"] & ~numbers["chosen"], "n_topics"].tolist()
    text = (
        f"{wording.counted(k, 'topic')}: groupings learned from different 80% of the texts agree "
        f"to {stability:.2f}, where 0 is chance and 1 is identity."
    )
    if stability < _PAIR_ENOUGH:
        text += " No number tried is stable; read these topics with doubt."
    if others:
        text += f" Also worth a look: {wording.listing([str(n) for n in others], last='or')}."
    return text
