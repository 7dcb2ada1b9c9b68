"""Zipf's and Heaps' law, fitted, with what they leave unexplained."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
from scipy.optimize import minimize_scalar
from scipy.special import zeta

from analysis import wording
from analysis.frequency.richness import SOME_DROPPED, is_complete
from analysis.schema.terms_frequency import HEAPS_RESIDUALS, ZIPF_RESIDUALS

if TYPE_CHECKING:
    import scipy.sparse as sp
    from numpy.typing import NDArray

    from analysis.terms import DocumentTermMatrix

    Floats = NDArray[np.float64]

MIN_TYPES = 50  # fewer do not fill the classes of counts that a fit is judged by
MIN_UNITS = 10  # texts read one after the other: fewer give no curve
_POINTS = 40  # of the curve of vocabulary growth, evenly on a log scale
_BETA = (1.01, 6.0)  # where the exponent is sought; word counts lie between 1.5 and 2.5
_SEEN = 0.1  # log2: a fit nearer than 7% is called close


@dataclass(frozen=True, eq=False)
class Law:
    """A law fitted to a corpus.

    exponent : Zipf: of frequency by rank, about 1 in most texts; Heaps: of vocabulary by tokens,
        in 0..1; NaN where not measured
    scale : Heaps: different words at one token under the law; Zipf: NaN, the types give it
    method : how it was fitted
    residuals : ZIPF_RESIDUALS or HEAPS_RESIDUALS
    shows : what the residuals show, in words; '' where not measured
    reason : why it is not measured; '' where it is
    """

    exponent: float
    scale: float
    method: str
    residuals: pd.DataFrame
    shows: str = ""
    reason: str = ""


def zipf(dtm: DocumentTermMatrix) -> Law:
    """Fit Zipf's law: how fast counts fall from the commonest term to the rarest.

    dtm : single words, all of them; under 50 types, or where words were dropped, not measured
    Source  Moreno-Sanchez, Font-Clos & Corral (2016): the number of types with n hits falls as
        n^-beta / zeta(beta), maximum likelihood over types; the exponent by rank is
        1 / (beta - 1). Ranks are not regressed on: they are drawn from the same counts
        (Piantadosi 2014). No interval: the types of one corpus are no independent draws.
    """
    method = "maximum likelihood over the counts of types (discrete power law)"
    count = np.bincount(dtm.counts.indices, dtm.counts.data, dtm.counts.shape[1])
    hits: Floats = count[count > 0].astype(np.float64)
    reason = _why_not(dtm, len(hits), MIN_TYPES, "different words")
    if reason:
        return Law(math.nan, math.nan, method, ZIPF_RESIDUALS.empty(), reason=reason)
    beta = _power(hits)
    table = _by_class(hits, beta)
    shows = _zipf_shows(table)
    return Law(1 / (beta - 1), math.nan, method, ZIPF_RESIDUALS.check(table), shows)


def _why_not(dtm: DocumentTermMatrix, n: int, least: int, what: str) -> str:
    if not is_complete(dtm):
        return SOME_DROPPED
    return f"fewer than {least} {what}" if n < least else ""


def _power(count: Floats) -> float:
    """Find the exponent of the counts by maximum likelihood."""
    mean_log = float(np.log(count).mean())
    best = minimize_scalar(
        lambda beta: beta * mean_log + math.log(zeta(beta)),
        bounds=_BETA,
        method="bounded",
        options={"xatol": 1e-10},
    )
    return float(best.x)


def _by_class(count: Floats, beta: float) -> pd.DataFrame:
    """Compare types with 1, 2 to 3, 4 to 7, ... hits with what the law gives."""
    low = 2 ** np.arange(int(np.log2(count.max())) + 1, dtype=np.int64)
    high = 2 * low - 1
    observed = np.histogram(count, [*low, 2 * low[-1]])[0]
    fitted = len(count) * (zeta(beta, low) - zeta(beta, high + 1)) / zeta(beta)
    classes = {"count_from": low, "count_to": high}
    return pd.DataFrame(
        {**classes, "observed": observed, "fitted": fitted, "log2_ratio": _log2(observed, fitted)}
    )


def _log2(observed: Floats, fitted: Floats) -> Floats:
    known = (observed > 0) & (fitted > 0)
    return np.where(
        known, np.log2(np.where(known, observed, 1) / np.where(known, fitted, 1)), np.nan
    )


def _zipf_shows(table: pd.DataFrame) -> str:
    """Say where the law is furthest off, among classes of five words or more."""
    solid = table[np.fmax(table["observed"], table["fitted"]) >= 5]  # noqa: PLR2004 - below, a ratio is luck
    worst = solid.iloc[int(np.nanargmax(solid["log2_ratio"].abs().to_numpy()))]
    off = abs(worst["log2_ratio"])
    if off < _SEEN:
        return "no class of counts is off by more than 7%"
    side = "more" if worst["log2_ratio"] > 0 else "fewer"
    low, high = int(worst["count_from"]), int(worst["count_to"])
    hits = (
        wording.integer(low)
        if low == high
        else f"{wording.integer(low)} to {wording.integer(high)}"
    )
    return (
        f"furthest off at words with {hits} {'hit' if high == 1 else 'hits'}: "
        f"{wording.integer(worst['observed'])}, {2**off:.2g} times {side} than the law gives"
    )


def heaps(dtm: DocumentTermMatrix, docs: pd.DataFrame) -> Law:
    """Fit Heaps' law: how the vocabulary grows as the texts are read by date.

    dtm : single words, all of them, in documents (in a single text: its sentences, in order);
        under 10 of them, or where words were dropped, not measured
    docs : DOCUMENTS; read by date, then doc_id, the undated last
    Source  Heaps (1978), V = K n^b, least squares of log V on log n at up to 40 points evenly
        spaced in log n. Points of one curve hang together, so there is no interval.
    """
    method = "least squares of log vocabulary on log tokens, texts in order of date"
    reason = _why_not(dtm, int(np.count_nonzero(dtm.n_tokens)), MIN_UNITS, f"{dtm.unit}s with text")
    if reason:
        return Law(math.nan, math.nan, method, HEAPS_RESIDUALS.empty(), reason=reason)
    order = _by_date(dtm, docs)
    table = _growth(dtm.counts, order, dtm.n_tokens[order])
    size, seen = (np.log(table[name].to_numpy(np.float64)) for name in ("n_tokens", "observed"))
    exponent, constant = np.polyfit(size, seen, 1)
    fitted = np.exp(constant + exponent * size)
    log2_ratio = _log2(table["observed"].to_numpy(np.float64), fitted)
    table = HEAPS_RESIDUALS.check(table.assign(fitted=fitted, log2_ratio=log2_ratio))
    shows = _heaps_shows(log2_ratio)
    return Law(float(exponent), math.exp(constant), method, table, shows)


def _by_date(dtm: DocumentTermMatrix, docs: pd.DataFrame) -> NDArray[np.intp]:
    """Order the rows by date, then document, then as they stand; the undated come last."""
    known = docs[["doc_id", "date"]].sort_values(["date", "doc_id"], kind="stable")
    place = pd.Series(np.arange(len(known)), index=known["doc_id"])
    own = place.reindex(dtm.units["doc_id"].to_numpy()).to_numpy()
    order = np.argsort(own, kind="stable")
    return order[dtm.n_tokens[order] > 0]


def _growth(
    counts: sp.csr_matrix, order: NDArray[np.intp], n_tokens: NDArray[np.int64]
) -> pd.DataFrame:
    """Count the different words met after so many texts.

    order : the rows that hold text, as they are read; n_tokens : of each
    """
    last = counts.shape[0]
    place = np.full(last, last)
    place[order] = np.arange(len(order))
    first = np.full(counts.shape[1], last)
    np.minimum.at(first, counts.indices, np.repeat(place, np.diff(counts.indptr)))
    new = np.bincount(first, minlength=last + 1)[: len(order)]
    read = np.cumsum(n_tokens)
    goals = np.geomspace(read[0], read[-1], _POINTS)
    at = np.unique(np.searchsorted(read, goals * (1 - 1e-12)))
    columns = {"n_units": at + 1, "n_tokens": read[at], "observed": np.cumsum(new)[at]}
    return pd.DataFrame(columns).astype("int64")


def _heaps_shows(log2_ratio: Floats) -> str:
    """Say how far off the law is at most, and whether growth slows down or speeds up at the end."""
    most = 2 ** float(np.abs(log2_ratio).max()) - 1
    thirds = [float(part.mean()) for part in np.array_split(log2_ratio, 3)]
    bend = thirds[1] - (thirds[0] + thirds[2]) / 2
    off = f"off by at most {wording.share(most)}"
    if abs(bend) < _SEEN / 2:
        return f"{off}, without a bend"
    return f"{off}; new words come {'ever more slowly' if bend > 0 else 'faster'} than the law says"
