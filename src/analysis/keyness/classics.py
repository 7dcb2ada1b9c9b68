"""The field's token-level measures, each with its label: descriptions and scores, no tests."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
from scipy.special import betaincinv

from analysis import uncertainty
from analysis.errors import UsageError
from analysis.keyness.sides import marked
from analysis.schema.terms import LOG_ODDS

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

    from analysis.terms import DocumentTermMatrix

    Floats = NDArray[np.float64]


def g2(a: Floats, b: Floats, *, n_tokens: tuple[float, float]) -> Floats:
    """Measure how far counts lie from one common rate; at least 0, without a sign.

    a, b : counts of each term in two groups of `n_tokens` tokens
    Source  Dunning (1993), -2 log lambda over the four cells of a term's table.
    """
    n1, n2 = n_tokens
    if not n1 or not n2:
        return np.full(len(a), np.nan)
    return uncertainty.g2(a, n1, a + b, n1 + n2)


def lrc(
    a: Floats, b: Floats, *, n_tokens: tuple[float, float], n_terms: int, level: float = 0.95
) -> Floats:
    """Take the end nearest to 0 of the exact token-level interval of each log2 ratio.

    a, b : counts of each term in two groups of `n_tokens` tokens
    n_terms : terms compared; the interval is wide enough for all of them (Bonferroni)
    Returns  0 where the interval holds 0; NaN where a group has no tokens or a term no hit
    Source  Evert (2022), Measuring keyness: LRC, from the Clopper-Pearson interval of a / (a + b).
    """
    n1, n2 = n_tokens
    tail = (1 - level) / max(n_terms, 1) / 2
    if not n1 or not n2:
        return np.full(len(a), np.nan)
    more = a * n2 >= b * n1
    # the only end needed: the lower one of what is more frequent, the upper one of what is less
    end = betaincinv(
        np.where(more, np.maximum(a, 1), a + 1),
        np.where(more, b + 1, np.maximum(b, 1)),
        np.where(more, tail, 1 - tail),
    )
    with np.errstate(divide="ignore"):
        ratio = np.log2(n2 / n1 * end / (1 - end))
    bound = np.where(more, np.maximum(ratio, 0), np.minimum(ratio, 0))
    return np.where(a + b > 0, bound, np.nan)


def log_odds(
    dtm: DocumentTermMatrix, target: ArrayLike | pd.Series, *, prior_tokens: float = 0.0
) -> pd.DataFrame:
    """Weigh the terms of two groups by log-odds that are drawn to the whole corpus.

    target : as in `compare`
    prior_tokens : weight of the prior in tokens; 0 takes the mean length of a unit
    Returns  LOG_ODDS, what the target has more of first. `z` is a score of a second view: its
        unit is the token, so no p belongs to it.

    Raises UsageError for a negative weight, DataError if either side holds no unit.
    Source  Monroe, Colaresi & Quinn (2008), informative Dirichlet prior.
    """
    if prior_tokens < 0:
        raise UsageError(f"prior_tokens={prior_tokens!r}: needs a number of tokens from 0")
    rows = marked(dtm, target)
    n1, n2 = (float(dtm.n_tokens[row].sum()) for row in rows)
    a, b = (dtm.counts.T @ row.astype(np.int64) for row in rows)
    weight = prior_tokens or (n1 + n2) / (rows[0].sum() + rows[1].sum())
    prior = weight * (a + b) / ((n1 + n2) or 1)
    with np.errstate(divide="ignore", invalid="ignore"):
        odds = [np.log((y + prior) / (n + weight - y - prior)) for y, n in ((a, n1), (b, n2))]
        z = (odds[0] - odds[1]) / np.sqrt(1 / (a + prior) + 1 / (b + prior))
    columns = {
        "term": dtm.vocabulary.astype(object),
        "log_odds": odds[0] - odds[1],
        "z": z,
        "count_target": a,
        "count_other": b,
        "prior": prior,
    }
    frame = pd.DataFrame(columns).astype({"term": "str"})
    frame = frame[frame["prior"] > 0]
    return LOG_ODDS.check(
        frame.sort_values(["z", "term"], ascending=[False, True], kind="stable", ignore_index=True)
    )
