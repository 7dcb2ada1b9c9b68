"""Bursts: when a term stands in far more documents than its usual share."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import pandas as pd

from analysis import periods, uncertainty
from analysis.errors import UsageError
from analysis.frequency import automaton
from analysis.schema.terms_frequency import BURSTS
from analysis.terms.matrix import indicator

if TYPE_CHECKING:
    import scipy.sparse as sp
    from numpy.typing import NDArray

    from analysis.terms import DocumentTermMatrix

    Floats = NDArray[np.float64]

MIN_DOCS = 10  # dated documents with the term; fixed before looking: q is over all above it
MIN_PERIODS = 8  # with documents: fewer leave no room for a usual rate beside a burst
LEVEL = 0.05
_RARER_PER_STEP = 1.15  # the grid of document frequencies whose bands are drawn
_TAIL = 0.1  # of the drawn maxima; beyond, the tail falls as a likelihood ratio must
SIDES = np.fmax
GAP = 1 / 40
WINDOW = 1 / 20
_CELLS = 4_000_000  # periods by terms at once: 32 MB a table


class Band(NamedTuple):
    """What permuted dates give: document frequencies, and the sorted maxima at each."""

    n_docs: NDArray[np.int64]
    maxima: Floats


def bursts(
    dtm: DocumentTermMatrix,
    dates: pd.Series,
    *,
    width: str = "day",
    random_state: int = 0,
    draws: int = 200,
) -> pd.DataFrame:
    """Find when terms are in far more documents than usual, against the volume of all documents.

    dates : of the rows of `dtm`, shape (n_units,); NaT is left out. Where some are known less
        finely than `width`, give ``periods.assign(docs, width)``, which leaves those out
    width : one of periods.WIDTHS; '' for none
    draws : permutations of the dates
    Returns  BURSTS, those with q < .05 alone, of terms in 10 dated documents or more and in less
        than half of all; none under 8 periods with documents

    Raises UsageError where there is not one date for each row, or for a width that does not exist.
    Source  Kleinberg (2003), batched automaton with two states, s = 2, gamma = 1. p is the share
        of permutations whose strongest burst is as strong: it depends on the term through its
        number of documents alone, so it is drawn for a grid of those. Beyond the drawn maxima
        its tail falls by e for each unit of strength, the bound for a likelihood ratio.
    """
    table, volume, grid = _tables(dtm, dates, width)
    held = np.asarray(table.sum(axis=0)).ravel()
    keep = np.flatnonzero((held >= MIN_DOCS) & (automaton.SCALING * held < volume.sum()))
    if len(volume) < MIN_PERIODS or not len(keep):
        return BURSTS.empty()
    band = _band(volume, int(held[keep].max()), random_state=random_state, draws=draws)
    found = _all_runs(table, volume, keep)
    p = _permutation_p(found.weight, held[keep][found.column], band)
    q = _q(p, found.column, len(keep))
    rows = {
        "term": dtm.vocabulary[keep][found.column].astype(object),
        "start": grid[found.first],
        "end": grid[found.last],
        "strength": found.weight,
        "p": p,
        "q": q,
        **_sizes(table, volume, keep=keep, found=found),
    }
    return _ordered(pd.DataFrame(rows)[q < LEVEL])


def _tables(
    dtm: DocumentTermMatrix, dates: pd.Series, width: str
) -> tuple[sp.csr_matrix, Floats, pd.DatetimeIndex]:
    """Count documents by period: those with each term, all, and the periods that have any.

    A period without documents says nothing and is left out: the state carries over it.
    """
    if len(dates) != dtm.counts.shape[0]:
        raise UsageError(f"dates: {len(dates)} for {dtm.counts.shape[0]} rows; give one for each")
    given = pd.DataFrame({"date": dates.to_numpy(), "date_precision": "day"})
    starts = periods.assign(given, width)
    dated = starts.notna().to_numpy()
    codes, grid = pd.factorize(starts[dated], sort=True)
    group = indicator(codes, len(grid))
    held = dtm.counts[dated].sign()
    return group @ held, np.bincount(codes).astype(np.float64), pd.DatetimeIndex(grid)


def _band(volume: Floats, most: int, *, random_state: int, draws: int) -> Band:
    """Permute the dates: strongest burst by document frequency and draw, sorted by strength.

    The first n documents of a permutation stand for a term in n documents.
    """
    steps = int(np.ceil(np.log(max(most / MIN_DOCS, 1)) / np.log(_RARER_PER_STEP))) + 1
    n_docs = np.unique(np.round(np.geomspace(MIN_DOCS, max(most, MIN_DOCS), steps)).astype(int))
    rng = np.random.default_rng(random_state)
    period = np.repeat(np.arange(len(volume)), volume.astype(int))
    permuted = [rng.permutation(period) for _ in range(draws)]
    maxima = [_null_maxima(permuted, volume, int(n)) for n in n_docs]
    return Band(n_docs, np.sort(np.array(maxima), axis=1))


def _null_maxima(permuted: list[NDArray[np.int64]], volume: Floats, n: int) -> Floats:
    counts = [np.bincount(order[:n], minlength=len(volume)) for order in permuted]
    return automaton.strongest(_gains(np.array(counts, np.float64).T, volume))


def _gains(relevant: Floats, volume: Floats) -> Floats:
    return automaton.gains(relevant, volume, base=_usual(relevant, volume))


def _usual(relevant: Floats, volume: Floats) -> Floats:
    """Give the usual share of each term: that of the corpus, or of the time around, if larger.

    Around: the lower of the shares before and after, in windows that begin GAP away.
    """
    n = len(volume)
    overall = relevant.sum(axis=0) / volume.sum()
    hits, texts = (
        np.concatenate([np.zeros((1, x.shape[1])), np.cumsum(x, axis=0)])
        for x in (relevant, volume[:, None])
    )
    at, gap, width = np.arange(n), max(1, round(GAP * n)), max(1, round(WINDOW * n))

    def share(lo, hi):
        lo, hi = np.clip(lo, 0, n), np.clip(hi, 0, n)
        t = texts[hi] - texts[lo]
        return np.divide(hits[hi] - hits[lo], t, out=np.full(relevant.shape, np.nan), where=t > 0)

    around = SIDES(share(at - gap - width, at - gap), share(at + gap + 1, at + gap + width + 1))
    return np.fmax(around, overall)


def _all_runs(table: sp.csr_matrix, volume: Floats, keep: NDArray[np.intp]) -> automaton.Bursts:
    """Run the automaton over all terms, so many at once as memory should bear."""
    step, columns = max(1, _CELLS // len(volume)), table.tocsc()
    blocks = []
    for i in range(0, len(keep), step):
        dense = columns[:, keep[i : i + step]].toarray().astype(np.float64)
        found = automaton.runs(_gains(dense, volume))
        blocks.append(found._replace(column=found.column + i))
    return automaton.Bursts(*(np.concatenate(parts) for parts in zip(*blocks, strict=True)))


def _permutation_p(strength: Floats, n_docs: NDArray[np.int64], band: Band) -> Floats:
    """Give the share of permutations with a burst as strong, for a term in so many documents."""
    at = np.abs(np.log(n_docs)[:, None] - np.log(band.n_docs)).argmin(axis=1)
    draws = band.maxima.shape[1]
    tail = max(1, round(_TAIL * draws))
    edge = band.maxima[at, draws - tail]
    fewer = np.array(
        [np.searchsorted(band.maxima[i], x) for i, x in zip(at, strength, strict=True)]
    )
    drawn = (draws - fewer + 1) / (draws + 1)
    beyond = (tail + 1) / (draws + 1) * np.exp(-np.maximum(strength - edge, 0))
    return np.where(strength > edge, beyond, drawn)


def _q(p: Floats, column: NDArray[np.int64], n_terms: int) -> Floats:
    """Turn p into q over all terms, each with its strongest burst; a term without one has p 1."""
    best = np.ones(n_terms)
    np.minimum.at(best, column, p)
    order = np.sort(best)
    q = uncertainty.benjamini_hochberg(order)
    above = np.searchsorted(order, p)
    return np.append(q, 1.0)[above]  # a weaker burst of a term takes the q of the next p above


def _sizes(
    table: sp.csr_matrix, volume: Floats, *, keep: NDArray[np.intp], found: automaton.Bursts
) -> dict[str, object]:
    """Count the documents of each burst, and compare their share with the usual one."""
    columns = table.tocsc()
    term = keep[found.column]
    sums = np.concatenate([[0], np.cumsum(volume)])
    everything = sums[found.last + 1] - sums[found.first]
    held = np.array(
        [
            _between(columns, j, first, last)
            for j, first, last in zip(term, found.first, found.last, strict=True)
        ],
        dtype=np.int64,
    )
    base = np.asarray(table.sum(axis=0)).ravel()[term] / volume.sum()
    times = held / everything / base
    return {"n_docs": held, "n_docs_all": everything.astype(np.int64), "times": times}


def _between(columns: sp.csc_matrix, j: int, first: int, last: int) -> int:
    """Sum one column between two rows; the rows of a column are sorted."""
    own = slice(columns.indptr[j], columns.indptr[j + 1])
    rows = columns.indices[own]
    inside = slice(np.searchsorted(rows, first), np.searchsorted(rows, last, side="right"))
    return int(columns.data[own][inside].sum())


def _ordered(rows: pd.DataFrame) -> pd.DataFrame:
    kinds = {"term": "str", "start": "datetime64[us]", "end": "datetime64[us]"}
    by = ["strength", "term", "start"]
    ordered = rows.sort_values(by, ascending=[False, True, True], kind="stable")
    return BURSTS.check(ordered.astype(kinds).reset_index(drop=True))
