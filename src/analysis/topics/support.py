"""Whether a corpus bears topics at all: its structure against chance with the same margins."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import scipy.sparse as sp

from analysis import wording
from analysis.topics import features

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from analysis.terms.matrix import DocumentTermMatrix

    Whole = NDArray[np.int64]

MIN_UNITS = 20
SAMPLE = 1_000
_LEVEL = 0.05
_FIRST_ROUNDS = 10  # each unit trades ten times before the first draw (Strona: 5 per unit)
_ROUNDS = 2  # between draws; more changed neither the mean nor the 95% quantile
_SMALL = 150  # units up to which all singular values cost less than the first two
_TOLERANCE = 1e-3  # of a singular value; the spread of the draws is ten times that
_COLUMN_BITS, _RANDOM_BITS = 24, 30  # of a sort key; the pair has the other nine
_COLUMN = (1 << _COLUMN_BITS) - 1


@dataclass(frozen=True)
class Gate:
    """Whether the units hold more structure than chance.

    n_units : units with a term, copies folded; of which at most 1,000 were looked at
    supported : whether topics may be read out of them
    p : share of draws with as much structure, the corpus itself counted; NaN where none were made
    draws : how many
    reason : one sentence for a reader
    """

    n_units: int
    supported: bool
    p: float
    draws: int
    reason: str


def gate(dtm: DocumentTermMatrix, *, random_state: int = 0, draws: int = 200) -> Gate:
    """Ask whether words keep company beyond chance, so that topics can be read out of them.

    The second singular value of the row-normalised, idf-weighted presence of terms (in at least
    two units) is compared with the 95% quantile of `draws` tables in which each unit keeps its
    number of terms and each term its number of units.

    random_state : of the draws, and of the sample above 1,000 units

    Source  Gionis et al. (2007), swap randomisation; Strona et al. (2014), curveball;
    Carstens et al. (2018), all units trading at once.
    """
    units = _distinct(dtm)
    n = units.shape[0]
    if n < MIN_UNITS:
        counted = wording.counted(n, f"distinct {dtm.unit}")
        reason = f"Too little text for topics: {counted}, and at least {MIN_UNITS} are needed."
        return Gate(n, supported=False, p=float("nan"), draws=0, reason=reason)
    rng = np.random.default_rng(random_state)
    presence = _shared(units[np.sort(rng.permutation(n)[:SAMPLE])])
    if min(presence.shape) <= 2:  # noqa: PLR2004  two values need three rows and columns
        reason = f"The {wording.integer(n)} {dtm.unit}s share too few words for topics."
        return Gate(n, supported=False, p=float("nan"), draws=0, reason=reason)
    with features.one_thread():
        return _judge(presence, n, rng, draws)


def _judge(presence: sp.csr_matrix, n: int, rng: np.random.Generator, draws: int) -> Gate:
    weights = features.idf(presence)
    found = _second_value(presence, weights)
    chance = np.array([_second_value(p, weights) for p in curveball(presence, rng, draws)])
    p = float((1 + (chance >= found).sum()) / (1 + draws))
    supported = bool(found > np.quantile(chance, 1 - _LEVEL))
    verb = "keep company more than" if supported else "keep no more company than"
    reason = (
        f"Words {verb} chance would have it (p = {p:.3f}, {draws} draws, "
        f"{wording.integer(presence.shape[0])} of {wording.integer(n)} distinct units)."
    )
    return Gate(n, supported=supported, p=p, draws=draws, reason=reason)


def _distinct(dtm: DocumentTermMatrix) -> sp.csr_matrix:
    """Keep one of each set of equal units, in the order of their content; none without terms."""
    counts = features.in_term_order(dtm)
    keys = features.content_keys(counts)
    _, first = np.unique(keys, return_index=True)
    return counts[first[np.diff(counts.indptr)[first] > 0]]


def _shared(units: sp.csr_matrix) -> sp.csr_matrix:
    """Keep the terms of two units or more, and the units that hold one of them."""
    kept = units[:, np.flatnonzero(features.document_frequency(units) > 1)]
    return kept[np.flatnonzero(np.diff(kept.indptr))]


def _second_value(presence: sp.csr_matrix, weights: NDArray[np.float64]) -> float:
    """Measure how much of the units' likeness lies beside the one thing they all share."""
    heavy = weights[presence.indices]
    lengths = np.sqrt(np.add.reduceat(heavy * heavy, presence.indptr[:-1]))
    heavy /= np.repeat(lengths, np.diff(presence.indptr))
    rows = sp.csr_matrix((heavy, presence.indices, presence.indptr), shape=presence.shape)
    if rows.shape[0] <= _SMALL:
        return float(np.sqrt(np.linalg.eigvalsh((rows @ rows.T).toarray())[-2]))
    from scipy.sparse.linalg import svds  # noqa: PLC0415  only for larger ones

    start = np.ones(min(rows.shape))
    values = svds(rows, k=2, tol=_TOLERANCE, v0=start, return_singular_vectors=False)
    return float(np.min(values))


def curveball(
    presence: sp.csr_matrix, rng: np.random.Generator, draws: int
) -> Iterator[sp.csr_matrix]:
    """Draw tables in which each unit keeps its number of terms and each term its units."""
    row = np.repeat(np.arange(presence.shape[0]), np.diff(presence.indptr))
    column = presence.indices.astype(np.int64)
    for draw in range(draws):
        for _ in range(_ROUNDS if draw else _FIRST_ROUNDS):
            column = _trade(row, column, rng)
        yield sp.csr_matrix((np.ones(len(row)), column, presence.indptr), shape=presence.shape)


def _trade(row: Whole, column: Whole, rng: np.random.Generator) -> Whole:
    """Pair all units at random; each pair deals out anew the terms that only one of them has.

    row, column : of each term in each unit, sorted
    Returns  the columns after the trade; the rows stay, since each unit keeps its number
    """
    order = rng.permutation(row[-1] + 1)
    seat = np.argsort(order)  # pair * 2 + side: seats 0 and 1 trade, 2 and 3, ...
    keys = np.sort(((seat[row] >> 1) << (_COLUMN_BITS + 1)) | (column << 1) | (seat[row] & 1))
    same = np.concatenate([[False], keys[1:] >> 1 == keys[:-1] >> 1, [False]])
    both = same[1:] | same[:-1]
    dealt_seat, dealt = _deal(keys[~both], rng)
    pair, side = keys[both] >> (_COLUMN_BITS + 1), keys[both] & 1
    held = (keys[both] >> 1) & _COLUMN
    owner = order[np.concatenate([dealt_seat, 2 * pair + side])]
    return np.sort((owner << _COLUMN_BITS) | np.concatenate([dealt, held])) & _COLUMN


def _deal(keys: Whole, rng: np.random.Generator) -> tuple[Whole, Whole]:
    """Shuffle the terms that one side only holds within their pair; each side gets as many."""
    pair, side, column = keys >> (_COLUMN_BITS + 1), keys & 1, (keys >> 1) & _COLUMN
    draw = rng.integers(0, 1 << _RANDOM_BITS, len(keys), dtype=np.int64)
    mixed = np.sort((pair << (_COLUMN_BITS + _RANDOM_BITS)) | (draw << _COLUMN_BITS) | column)
    size = np.bincount(pair)
    place = np.arange(len(keys)) - (np.cumsum(size) - size)[pair]
    to_second = place >= np.bincount(pair, side == 0)[pair]
    return 2 * pair + to_second, mixed & _COLUMN
