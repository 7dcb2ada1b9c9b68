"""Bursts: when a term stands in far more documents than its usual share."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import scipy.sparse as sp

from analysis import periods
from analysis.errors import UsageError
from analysis.frequency import automaton, chance
from analysis.schema.terms_frequency import BURSTS
from analysis.terms.matrix import indicator

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from analysis.schema.table import Schema
    from analysis.terms import DocumentTermMatrix

    Floats = NDArray[np.float64]
    Ints = NDArray[np.int64]

MIN_DOCS = 10  # dated documents with the term; fixed before looking: q is over all above it
MIN_PERIODS = 8  # with documents: fewer leave no room for a usual rate beside a burst
LEVEL = 0.05
# "around", in shares of all periods: chosen on generated news with seasons, trends and bursts of
# a day to a twentieth of the time; a nearer or wider view finds fewer bursts or takes seasons
GAP = 1 / 40  # so that most of a burst does not count as its own surroundings
WINDOW = 1 / 20
_STEP = 1.15  # ratio of the document frequencies whose bands are drawn
CELLS = 4_000_000  # periods by terms at once: 32 MB a table


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
    width : one of periods.WIDTHS; '' for none. ``periods.for_bursts(docs)`` chooses
    draws : permutations of the dates
    Returns  BURSTS, those with q < .05 alone, of terms in 10 dated documents or more and in less
        than half of all; none under 8 periods with documents

    The usual share is that of the corpus or, where larger, of the time shortly before or after,
    so that a season or a steady rise is no burst; nor is what lasts a tenth of the time.
    Raises UsageError where there is not one date for each row, or for a width that does not exist.
    Source  Kleinberg (2003), batched automaton with two states, s = 2, gamma = 1. p is the share
        of permutations whose strongest burst is as strong: it depends on the term through its
        number of documents alone, so it is drawn for a grid of those.
    """
    table, volume, grid = by_period(dtm, dates, width)
    held = np.asarray(table.sum(axis=0)).ravel()
    keep = np.flatnonzero((held >= MIN_DOCS) & (automaton.SCALING * held < volume.sum()))
    if len(volume) < MIN_PERIODS or not len(keep):
        return BURSTS.empty()
    found = _all_runs(table.tocsc()[:, keep], volume)
    column = found["column"].to_numpy(np.int64)
    sizes, band = _permuted(volume, int(held[keep].max()), random_state=random_state, draws=draws)
    p = chance.p_values(found["weight"].to_numpy(), _nearest(held[keep][column], sizes), band)
    rows = {
        "term": dtm.vocabulary[keep][column].astype(object),
        "start": grid[found["first"]],
        "end": grid[found["last"]],
        "strength": found["weight"],
        "p": p,
        "q": chance.q_values(p, column, len(keep)),
        **{name: found[name] for name in ("n_docs", "n_docs_all", "times")},
    }
    found = pd.DataFrame(rows)
    return ordered(found[found["q"] < LEVEL], BURSTS)


def by_period(
    dtm: DocumentTermMatrix, dates: pd.Series, width: str
) -> tuple[sp.csr_matrix, Floats, pd.DatetimeIndex]:
    """Count documents by period: those with each term, all, and the periods that have any.

    A period without documents says nothing and is left out: the state carries over it.
    """
    if len(dates) != dtm.counts.shape[0]:
        raise UsageError(f"dates: {len(dates)} for {dtm.counts.shape[0]} rows; give one for each")
    starts = starts_of(dates, width)
    dated = starts.notna().to_numpy()
    codes, grid = pd.factorize(starts[dated], sort=True)
    held = dtm.counts[dated].sign()
    volume = np.bincount(codes, minlength=len(grid)).astype(np.float64)
    return indicator(codes, len(grid)) @ held, volume, pd.DatetimeIndex(grid)


def starts_of(dates: pd.Series, width: str) -> pd.Series:
    """Give the start of the period of each date."""
    given = pd.DataFrame({"date": dates.to_numpy(), "date_precision": "day"})
    return periods.assign(given, width)


def _all_runs(table: sp.csc_matrix, volume: Floats) -> pd.DataFrame:
    """List the bursts of all terms: column, first, last, weight, sizes.

    table : documents with each term, shape (n_periods, n_terms)

    A term without a burst over its share in the corpus has none over a larger share: most terms
    fall out by that cheaper test. The others are done so many at once as memory should bear.
    """
    overall = np.asarray(table.sum(axis=0)).ravel() / volume.sum()
    likely = np.flatnonzero(automaton.may_burst(table, volume, base=overall))
    step = max(1, CELLS // len(volume))
    blocks = [likely[i : i + step] for i in range(0, max(len(likely), 1), step)]
    return pd.concat([_runs(table, volume, block) for block in blocks], ignore_index=True)


def _runs(table: sp.csc_matrix, volume: Floats, columns: NDArray[np.intp]) -> pd.DataFrame:
    """List the bursts of some terms."""
    relevant = table[:, columns].toarray().astype(np.float64)
    base = np.fmax(_around(relevant, volume), relevant.sum(axis=0) / volume.sum())
    found = automaton.runs(automaton.gains(relevant, volume, base=base))
    sizes = sized(found, relevant, volume, base=base)
    return sizes.assign(column=columns[sizes["column"].to_numpy(np.int64)])


def sized(
    found: automaton.Bursts, relevant: Floats, volume: Floats, *, base: Floats
) -> pd.DataFrame:
    """Put beside each burst its documents, all documents then, and times the usual share."""
    inside = (found.first, found.last)
    held = _between(relevant, found.column, *inside)
    expected = _between(volume[:, None] * base, found.column, *inside)
    everything = _between(volume[:, None], np.zeros_like(found.column), *inside)
    sizes = {"n_docs": held.astype(np.int64), "n_docs_all": everything.astype(np.int64)}
    return pd.DataFrame({**found._asdict(), **sizes, "times": held / expected})


def _around(relevant: Floats, volume: Floats) -> Floats:
    """Give the share of each term around each period: before or after, whichever is larger."""
    n = len(volume)
    at, gap, width = np.arange(n), max(1, round(GAP * n)), max(1, round(WINDOW * n))
    hits, texts = _summed(relevant), _summed(volume[:, None])

    def share(first: Ints, end: Ints) -> Floats:
        low, high = np.clip(first, 0, n), np.clip(end, 0, n)
        docs = texts[high] - texts[low]
        found: Floats = (hits[high] - hits[low]) / np.where(docs > 0, docs, np.nan)
        return found

    return np.fmax(share(at - gap - width, at - gap), share(at + gap + 1, at + gap + width + 1))


def _summed(table: Floats) -> Floats:
    """Sum each column up to each row; row 0 is nothing yet."""
    return np.concatenate([np.zeros((1, table.shape[1])), np.cumsum(table, axis=0)])


def _between(table: Floats, column: Ints, first: Ints, last: Ints) -> Floats:
    """Sum a column from one row to another, for many such stretches."""
    sums = _summed(table)
    stretch: Floats = sums[last + 1, column] - sums[first, column]
    return stretch


def _permuted(
    volume: Floats, most: int, *, random_state: int, draws: int
) -> tuple[Ints, chance.Band]:
    """Permute the dates: document frequencies, and the strongest burst of each in every draw.

    The first n documents of a permutation stand for a term in n documents.
    """
    steps = 1 + int(np.ceil(np.log(most / MIN_DOCS) / np.log(_STEP)))
    n_docs = np.unique(np.round(np.geomspace(MIN_DOCS, most, steps)).astype(np.int64))
    rng = np.random.default_rng(random_state)
    period = np.repeat(np.arange(len(volume)), volume.astype(np.int64))
    permuted = [rng.permutation(period) for _ in range(draws)]
    step = max(1, CELLS // (len(volume) * draws))  # document frequencies at once
    blocks = [
        _null_maxima(permuted, volume, n_docs[i : i + step]) for i in range(0, len(n_docs), step)
    ]
    entry = automaton.entry(len(volume))
    return n_docs, chance.Band(np.sort(np.concatenate(blocks), axis=1), entry)


def _null_maxima(permuted: list[Ints], volume: Floats, n_docs: Ints) -> Floats:
    """Find the strongest burst of every draw, shape (n_steps, draws)."""
    counts = [np.bincount(order[:n], minlength=len(volume)) for n in n_docs for order in permuted]
    found = _all_runs(sp.csr_matrix(np.array(counts)).T, volume)
    places = found["column"].to_numpy(np.int64)
    best = chance.strongest(places, found["weight"].to_numpy(), len(counts))
    return best.reshape(len(n_docs), len(permuted))


def _nearest(n_docs: Ints, sizes: Ints) -> Ints:
    """Find the document frequency drawn for that is nearest to each."""
    found: Ints = np.abs(np.log(n_docs)[:, None] - np.log(sizes)).argmin(axis=1)
    return found


def ordered(rows: pd.DataFrame, schema: Schema) -> pd.DataFrame:
    """Put bursts in order, the strongest first."""
    kinds = {"term": "str", "start": "datetime64[us]", "end": "datetime64[us]"}
    by, up = ["strength", "term", "start"], [False, True, True]
    sorted_rows = rows.astype(kinds).sort_values(by, ascending=up, ignore_index=True)
    return schema.check(sorted_rows)
