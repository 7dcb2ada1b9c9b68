"""The company of one word, compared between two groups of documents."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import scipy.sparse as sp

from analysis import uncertainty
from analysis.collocations.counting import around, check_span
from analysis.collocations.pairs import MIN_COUNT, NEAR, SPAN
from analysis.errors import UsageError
from analysis.schema.collocations import COLLOCATES
from analysis.terms.matrix import indicator

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

    from analysis.collocations.counting import Ints
    from analysis.terms.index import TokenIndex


LN2 = math.log(2)


def compare(
    term: str,
    idx: TokenIndex,
    *,
    target: ArrayLike | pd.Series,
    unit: pd.Series | None = None,
    span: int = SPAN,
    min_count: int = MIN_COUNT,
) -> pd.DataFrame:
    """Compare the company that `term` keeps in two groups of documents.

    target : of each document of the index: True, False, or missing to leave it out
    unit : None for the document, or a coarser unit (author, source) for each document
    Returns  COLLOCATES; where nothing is to be compared, `attrs["reason"]` says so

    Raises UsageError for a word that is not there, a span below 1, a `target` of another length.
    Source  the collocate's share of the places near the term, compared as rates are: CR3, Welch.
    """
    node = idx.number(term)
    check_span(span)
    mask = pd.array(np.asarray(target, dtype=object), dtype="boolean")
    if len(mask) != len(idx.doc_ids):
        raise UsageError(f"target marks {len(mask)} documents, there are {len(idx.doc_ids)}")
    at, near = around(idx, node, span)
    sides = [_side(idx, at, near, part.fillna(False).to_numpy(bool)) for part in (mask, ~mask)]
    codes = np.arange(len(idx.doc_ids)) if unit is None else pd.factorize(unit)[0]
    rates = [_rates_by(counts, slots, codes) for counts, slots in sides]
    name = "document" if unit is None else str(unit.name or "unit")
    frame = _compared(idx, rates, [np.diff(counts.tocsc().indptr) for counts, _ in sides], name)
    frame = frame[frame["count_target"] + frame["count_other"] >= min_count]
    return _ranked(frame.assign(word1=idx.vocabulary[node]), min_count)


def contrasted(
    term: str, idx: TokenIndex, *, target: ArrayLike | pd.Series, unit: pd.Series | None = None
) -> pd.DataFrame:
    """Compare the company of a word as `compare` does, where there are a word and two groups.

    Returns  COLLOCATES; `attrs["reason"]` says why it is empty
    """
    mask = pd.array(np.asarray(target, dtype=object), dtype="boolean")
    if idx.holds(term) and len(mask.dropna().unique()) > 1:
        return compare(term, idx, target=target, unit=unit)
    table = COLLOCATES.empty()
    table.attrs["reason"] = "there are no two groups, or it is no single word"
    return table


def shown(apart: pd.DataFrame, n: int = 20, *, level: float = 0.95) -> pd.DataFrame:
    """Choose the collocates to show: q below 1 - level, n at most, the surest first.

    apart : COLLOCATES
    Returns  COLLOCATES with intervals adjusted for the list that is shown; none of them holds 0
    Source  Benjamini & Yekutieli (2005).
    """
    sure, n_all = apart[apart["q"] < 1 - level], int(apart["p"].notna().sum())

    def listed(n_shown: int) -> pd.DataFrame:
        error, df = sure["error"], sure["df"]
        wide = uncertainty.widened(
            sure, error=error, df=df, n_shown=n_shown, n_all=n_all, level=level
        )
        return _by_bound(wide).head(n)

    def bounds(n_shown: int) -> NDArray[np.float64]:
        return listed(n_shown)["bound"].to_numpy()

    n_shown = uncertainty.most_that_hold(bounds, min(n, len(sure)))
    return COLLOCATES.check(listed(n_shown).head(n_shown))


def _side(
    idx: TokenIndex, at: Ints, near: Ints, rows: NDArray[np.bool_]
) -> tuple[sp.csr_matrix, Ints]:
    """Count collocates, and places near the term, in each document of one group."""
    inside = rows[idx.doc[at]]
    doc, word = idx.doc[at[inside]], idx.ids[near[inside]]
    shape = (len(rows), len(idx.vocabulary))
    counts = sp.csr_matrix((np.ones(len(doc), np.int64), (doc, word)), shape=shape)
    return counts, np.bincount(doc, minlength=len(rows)).astype(np.int64)


def _rates_by(counts: sp.csr_matrix, slots: Ints, codes: Ints) -> uncertainty.Rates:
    """Sum documents to units (a document without one stands for itself) and estimate."""
    alone = np.arange(len(codes)) + codes.max(initial=0) + 1
    own = np.unique(np.where(codes < 0, alone, codes), return_inverse=True)[1]
    n = int(own.max(initial=-1)) + 1
    summed = sp.csr_matrix(indicator(own, n) @ counts)
    summed.sort_indices()
    return uncertainty.rates(summed, np.bincount(own, slots, n))


def _compared(
    idx: TokenIndex, rates: list[uncertainty.Rates], docs: list[NDArray[np.integer]], unit: str
) -> pd.DataFrame:
    hit = uncertainty.compare_rates(*rates, unit=unit)
    log2 = {name: getattr(hit, name) / LN2 for name in ("diff", "low", "high")}
    known = ~np.isnan(hit.p)
    columns = {
        "word2": idx.vocabulary.astype(object),
        "log_ratio": log2["diff"],
        "low": log2["low"],
        "high": log2["high"],
        "p": hit.p,
        "error": np.where(known, np.sqrt(rates[0].variance + rates[1].variance), np.nan) / LN2,
        "df": np.where(known, hit.df, np.nan),
        "count_target": rates[0].count.astype(np.int64),
        "count_other": rates[1].count.astype(np.int64),
        "docs_target": docs[0],
        "docs_other": docs[1],
        "adjusted": "",
        "reason": hit.reason,
    }
    return pd.DataFrame(columns).astype(dict.fromkeys(("word2", "adjusted", "reason"), "str"))


def _ranked(frame: pd.DataFrame, min_count: int) -> pd.DataFrame:
    """Name the pairs, add q and sort."""
    frame = frame.assign(
        term=frame["word1"] + NEAR + frame["word2"], q=uncertainty.benjamini_hochberg(frame["p"])
    )
    table = COLLOCATES.check(_by_bound(frame.astype({"term": "str", "word1": "str"})))
    said = f"no word stands {min_count} times or more near the term in both groups together"
    table.attrs["reason"] = "" if len(table) else said
    return table


def _by_bound(frame: pd.DataFrame) -> pd.DataFrame:
    """Sort by the end of the interval nearest to no difference."""
    bound = uncertainty.nearest_to_none(frame["low"].to_numpy(), frame["high"].to_numpy())
    total = frame["count_target"] + frame["count_other"]
    return frame.assign(bound=bound, total=total).sort_values(
        ["bound", "total", "word2"],
        ascending=[False, False, True],
        kind="stable",
        ignore_index=True,
    )
