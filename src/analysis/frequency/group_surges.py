"""Bursts of documents alike: when a whole group of them stands far above its usual course.

A subject that bursts lifts many words by a little each, and a search over tens of thousands of
words sees none of them. A few groups are searched instead, made without a look at the dates.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import pandas as pd

from analysis.frequency import alike, automaton, chance, course, surges
from analysis.schema.terms_frequency import GROUP_BURSTS

if TYPE_CHECKING:
    import scipy.sparse as sp
    from numpy.typing import NDArray

    from analysis.terms import DocumentTermMatrix

    Floats = NDArray[np.float64]
    Ints = NDArray[np.int64]

N_GROUPS = 8  # at most; on generated news 12 found no more bursts
DOCS_EACH = 25  # of a group, on average: fewer give no course to stand above
MIN_PERIODS = 30  # with documents: fewer leave no room for a course beside a burst
LEVEL = 0.01  # stricter than for words, since the course is an estimate
ODDS = (2.0, 4.0)  # in a burst, by the usual ones: short bursts are seen by the larger alone
CLEAR = 1.5  # gain by the cost of entry, from which a burst is left out of the usual course
LONGEST = 1 / 10  # of all periods: a course that leaves out more is drawn by its waves alone
N_WORDS = 3  # that name a burst


def group_bursts(
    dtm: DocumentTermMatrix,
    dates: pd.Series,
    *,
    width: str = "day",
    random_state: int = 0,
    draws: int = 200,
) -> pd.DataFrame:
    """Find when documents alike are far more of all documents than usual, and name their words.

    dates, width : as for `bursts`
    draws : from the usual course, on which p rests
    Returns  GROUP_BURSTS, those with q < .01 alone; none under 50 documents or 30 periods with
        documents

    The usual course of a group is a steady change with slow waves and seasons, so that those are
    no bursts; nor is what lasts longer than a tenth of the time. A burst has twice or four times
    the usual odds; of two that overlap the stronger is shown. Its words are those whose own burst
    state gains most in the documents of the burst.
    Raises UsageError as `bursts` does.
    Source  as `bursts`; p by the strongest bursts in documents drawn from the course. q is over
        the groups, at both odds.
    """
    n = min(N_GROUPS, len(dtm.units) // DOCS_EACH)
    if n <= 1 or not width:
        return GROUP_BURSTS.empty()
    code = alike.groups(dtm, n, random_state=random_state)
    names = np.arange(n).astype(str)
    grouped = replace(dtm, counts=alike.members(code, n), vocabulary=names)
    table, volume, grid = surges.by_period(grouped, dates, width)
    if len(volume) < MIN_PERIODS:
        return GROUP_BURSTS.empty()
    relevant = table.toarray().astype(np.float64)
    found = _tested(relevant, _usual(relevant, volume, course.waves(grid)), random_state, draws)
    rows = _once(found[found["q"] < LEVEL])
    rows = rows.assign(start=grid[rows["first"]], end=grid[rows["last"]])
    return _named(rows, dtm, surges.starts_of(dates, width), code)


class _Usual(NamedTuple):
    """All documents of each period, the waves of a usual course, and which periods show it."""

    volume: Floats
    waves: Floats
    calm: NDArray[np.bool_]

    def course(self, relevant: Floats) -> Floats:
        """Fit the course of each group on the calm periods."""
        shown = self.calm.astype(np.float64)
        return course.fitted(relevant * shown[:, None], self.volume * shown, self.waves)

    def runs(self, relevant: Floats, base: Floats) -> automaton.Bursts:
        """Find what stands above a course; column: that of the group, once for each of ODDS."""
        gains = [
            automaton.odds_gains(relevant, self.volume, base=base, scaling=odds) for odds in ODDS
        ]
        found = automaton.runs(np.concatenate(gains, axis=1))
        short = found.last - found.first < LONGEST * len(self.volume)
        column, first, last, weight = found
        return automaton.Bursts(column[short], first[short], last[short], weight[short])


def _usual(relevant: Floats, volume: Floats, waves: Floats) -> _Usual:
    """Leave clear bursts of any group out of the time that shows the usual course.

    A burst bends its own course, and those of all other groups, whose shares it takes.
    """
    every = _Usual(volume, waves, np.ones(len(volume), np.bool_))
    found = every.runs(relevant, every.course(relevant))
    clear = found.weight > CLEAR * automaton.entry(len(volume))
    calm = ~_inside(found.first[clear], found.last[clear], len(volume))
    return every._replace(calm=calm) if 2 * calm.sum() >= len(calm) else every


def _inside(first: Ints, last: Ints, n: int) -> NDArray[np.bool_]:
    """Tell which of n periods are in any of some stretches."""
    edges = np.bincount(first, minlength=n + 1) - np.bincount(last + 1, minlength=n + 1)
    inside: NDArray[np.bool_] = np.cumsum(edges)[:n] > 0
    return inside


def _tested(relevant: Floats, usual: _Usual, random_state: int, draws: int) -> pd.DataFrame:
    """List the bursts of the groups with their p and q."""
    base, n = usual.course(relevant), relevant.shape[1]
    found = usual.runs(relevant, base)
    band = _drawn(base, usual, random_state, draws)
    p = chance.p_values(found.weight, found.column, band)
    q = chance.q_values(p, found.column, n * len(ODDS))
    own = found._replace(column=found.column % n)
    return surges.sized(own, relevant, usual.volume, base=base).assign(p=p, q=q)


def _drawn(share: Floats, usual: _Usual, random_state: int, draws: int) -> chance.Band:
    """Draw documents from the course alone, without a burst."""
    rng, n = np.random.default_rng(random_state), share.shape[1]
    step, maxima = max(1, surges.CELLS // (len(ODDS) * share.size)), []
    for i in range(0, draws, step):
        shares = np.tile(share, min(step, draws - i))
        most = np.repeat(usual.volume.astype(np.int64)[:, None], shares.shape[1], axis=1)
        drawn = rng.binomial(most, shares).astype(np.float64)
        found = usual.runs(drawn, usual.course(drawn))
        best = chance.strongest(found.column, found.weight, shares.shape[1] * len(ODDS))
        # columns: odds, then draws, then groups
        maxima.append(best.reshape(len(ODDS), -1, n).swapaxes(0, 1).reshape(-1, len(ODDS) * n))
    strongest = np.concatenate(maxima).T
    return chance.Band(np.sort(strongest, axis=1), automaton.entry(len(share)))


def _once(found: pd.DataFrame) -> pd.DataFrame:
    """Keep of the bursts of a group that overlap the strongest."""
    rows = found.sort_values("weight", ascending=False, kind="stable", ignore_index=True)
    column, first, last = (rows[name].to_numpy() for name in ("column", "first", "last"))
    meet = (column[:, None] == column) & (first[:, None] <= last) & (last[:, None] >= first)
    kept = np.ones(len(rows), np.bool_)
    for i, row in enumerate(meet):
        kept[i] = not (row[:i] & kept[:i]).any()
    return rows[kept]


def _named(
    found: pd.DataFrame, dtm: DocumentTermMatrix, starts: pd.Series, code: NDArray[np.intp]
) -> pd.DataFrame:
    """Name each burst by its words, the strongest burst first."""
    when, held = starts.to_numpy(), dtm.counts.sign()
    spans = zip(found["start"], found["end"], found["column"], strict=True)
    words = [
        _words(
            dtm,
            held,
            (when >= first.to_datetime64()) & (when <= last.to_datetime64()) & (code == group),
        )
        for first, last, group in spans
    ]
    rows = found.assign(
        term=[named[0] for named in words],
        words=pd.Series(words, index=found.index, dtype="object"),
        strength=found["weight"],
    )
    return surges.ordered(rows, GROUP_BURSTS)


def _words(dtm: DocumentTermMatrix, held: sp.csr_matrix, inside: NDArray[np.bool_]) -> list[str]:
    """Take the words whose burst state gains most in some documents, over all of them."""
    here = np.asarray(held[inside].sum(axis=0), np.float64)
    share = dtm.document_frequency() / len(dtm.units)
    gain = automaton.gains(here, np.array([inside.sum()], np.float64), base=share)[0]
    named: list[str] = dtm.vocabulary[np.argsort(-gain, kind="stable")[:N_WORDS]].tolist()
    return named
