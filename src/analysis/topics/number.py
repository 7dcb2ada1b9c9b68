"""How many topics: candidates that come back when a fifth of the units is left out."""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import pandas as pd

from analysis import wording
from analysis.schema.topics import TOPIC_NUMBERS
from analysis.topics import mixture, stability

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
_COMES_BACK = 0.85  # Jaccard index from which a group is highly stable (Hennig 2007)
_LOST = 0.5  # of the best stability: three coarse numbers in turn below it end the search
_PAIR_ENOUGH = 0.5  # two topics are nearly always stable: taken only where no more reaches this


class Measure(NamedTuple):
    """How well a number of topics comes back.

    stability, se : agreement of all pairs of splits, and its standard error
    weakest : how well the topic comes back that does so least, 0..1
    """

    stability: float
    se: float
    weakest: float


Measured = dict[int, Measure]  # by number of topics


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
    between its neighbours; chosen is the largest number within .015 of the best each of whose
    topics comes back; the best itself is a candidate. Two topics are chosen only where no larger
    number reaches .5.
    """
    sample = places[:SAMPLE]
    rng = np.random.default_rng(random_state)
    draws = [_with_tree(sample, drawn(len(sample), rng)) for _ in range(N_DRAWS)]

    def measure(k: int) -> Measure:
        splits = [_split(sample, draw, k) for draw in draws]
        return Measure(*_stability(splits), _weakest(splits, k))

    coarse = _until_lost(grid(n_units), measure)
    first, others = choose(coarse)
    windows = [_window(list(coarse), k) for k in (first, *others)]
    curve = coarse | _measured(windows, coarse, measure)
    chosen, _ = choose(curve)
    shown = [chosen, _peaks(_several(curve))[0], *(_best(curve, w) for w in windows[1:])]
    return _table(curve, chosen, list(dict.fromkeys(shown))[:_CANDIDATES])


def _until_lost(ks: list[int], measure: Callable[[int], Measure]) -> Measured:
    """Measure numbers in turn until three together are far less stable than the best before."""
    curve: Measured = {}
    for k in ks:
        curve[k] = measure(k)
        last = [found.stability for found in list(curve.values())[-3:]]
        best = max(found.stability for found in curve.values())
        if best >= _PAIR_ENOUGH and max(last) < _LOST * best and len(last) == 3:  # noqa: PLR2004
            break
    return curve


def drawn(n: int, rng: np.random.Generator) -> NDArray[np.intp]:
    """Draw 80% of n rows, in order."""
    return np.sort(rng.permutation(n)[: max(1, round(DRAW_SHARE * n))])


def _with_tree(places: Places, rows: Codes) -> _Draw:
    return _Draw(rows, mixture.tree(places[rows]))


def _split(places: Places, draw: _Draw, k: int) -> Codes:
    """Learn `k` groups from the units drawn, and send all to the nearest.

    k-means from the centres of Ward's groups: from centres drawn by lot it halves a large topic
    where it should find a small one, and the true number of uneven topics looks unstable.
    """
    learned = places[draw.rows]
    centres = mixture.centres_of_groups(learned, draw.tree, k)
    return mixture.kmeans_from(centres, learned, places)


def _measured(
    windows: Iterable[list[int]], known: Measured, measure: Callable[[int], Measure]
) -> Measured:
    return {k: measure(k) for k in sorted({k for w in windows for k in w} - set(known))}


def _stability(splits: list[NDArray[np.intp]]) -> tuple[float, float]:
    """Average the agreement of all pairs of splits, with its jackknife standard error."""
    pairs = list(combinations(range(len(splits)), 2))
    found = np.array([mixture.agreement(splits[a], splits[b]) for a, b in pairs])
    without = [found[[i not in pair for pair in pairs]].mean() for i in range(len(splits))]
    n = len(splits)
    return float(found.mean()), float(np.sqrt((n - 1) * np.var(without)))


def _weakest(splits: list[Codes], k: int) -> float:
    """Measure how well the weakest topic of a split comes back in the others; mean of all splits.

    Source  Hennig (2007), cluster-wise stability.
    """
    of_topics = [
        np.mean([stability.match(one, other, k)[1] for other in splits if other is not one], 0)
        for one in splits
    ]
    return float(np.mean([np.nanmin(jaccard) for jaccard in of_topics]))


def choose(curve: Measured) -> tuple[int, list[int]]:
    """Choose from a curve: the largest number within .015 of the best whose topics come back.

    Its weakest topic reaches a Jaccard index of .85, or that of the most stable number: agreement
    alone hardly falls where a small topic is halved, and falls a little where two like topics are
    rightly told apart.

    Returns  it, and up to two local maxima besides it and the best, the highest first
    """
    several = _several(curve)
    peaks = _peaks(several)
    best = several[peaks[0]]
    enough = min(_COMES_BACK, best.weakest)
    near = [k for k, found in several.items() if found.stability >= best.stability - _NEAR]
    chosen = max(k for k in near if k >= peaks[0] and several[k].weakest >= enough)
    return chosen, [k for k in peaks[1:] if k != chosen][: _CANDIDATES - 1]


def _several(curve: Measured) -> Measured:
    """Leave two topics out, unless no larger number reaches .5."""
    several = {k: found for k, found in curve.items() if k > 2}  # noqa: PLR2004
    enough = any(found.stability >= _PAIR_ENOUGH for found in several.values())
    return several if enough else curve


def _peaks(curve: Measured) -> list[int]:
    """List the numbers more stable than the next and no less than the one before, best first."""
    ks = sorted(curve)
    padded = [-np.inf, *(curve[k].stability for k in ks), -np.inf]
    found = [
        k for i, k in enumerate(ks, 1) if padded[i] >= padded[i - 1] and padded[i] > padded[i + 1]
    ]
    return sorted(found, key=lambda k: (-curve[k].stability, k))


def _window(ks: list[int], k: int) -> list[int]:
    """List at most eight numbers strictly between the neighbours of k on the grid, and k."""
    at = ks.index(k)
    low = ks[at - 1] + 1 if at else k
    high = ks[at + 1] - 1 if at + 1 < len(ks) else k
    low = k if k == 2 else max(low, 3)  # noqa: PLR2004  two is tried for itself alone
    between = np.linspace(low, high, min(_WINDOW, high - low + 1)).round().astype(int)
    return sorted({*between.tolist(), k})


def _best(curve: Measured, window: list[int]) -> int:
    best = max(curve[k].stability for k in window)
    return max(k for k in window if curve[k].stability >= best - _EQUAL)


def _table(curve: Measured, chosen: int, candidates: list[int]) -> pd.DataFrame:
    ks = sorted(curve)
    return TOPIC_NUMBERS.check(
        pd.DataFrame(
            {
                "n_topics": ks,
                "stability": [curve[k].stability for k in ks],
                "se": [curve[k].se for k in ks],
                "candidate": [k in candidates for k in ks],
                "chosen": [k == chosen for k in ks],
            }
        )
    )


def explain(numbers: pd.DataFrame) -> str:
    """Say in a sentence or two why this number, and which others are worth a look."""
    row = numbers[numbers["chosen"]].iloc[0]
    k, agreement = int(row["n_topics"]), float(row["stability"])
    others = numbers.loc[numbers["candidate"] & ~numbers["chosen"], "n_topics"].tolist()
    text = (
        f"{wording.counted(k, 'topic')}: groupings learned from different 80% of the texts agree "
        f"to {agreement:.2f}, where 0 is chance and 1 is identity."
    )
    if agreement < _PAIR_ENOUGH:
        text += " No number tried is stable; read these topics with doubt."
    if others:
        text += f" Also worth a look: {wording.listing([str(n) for n in others], last='or')}."
    return text
