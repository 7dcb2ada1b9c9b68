"""For too little text: the words that set each passage apart from the others."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
from scipy.special import xlogy

from analysis.schema.topics import THEMES
from analysis.topics import features, labels

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from analysis.terms.matrix import DocumentTermMatrix
    from analysis.topics.model import TopicModel

    Floats = NDArray[np.float64]

N_TERMS = 5
SHOWN_PASSAGES = 20


def themes(
    dtm: DocumentTermMatrix, *, prefer: pd.Series | None = None, n_terms: int = N_TERMS
) -> pd.DataFrame:
    """List the words that set each passage apart from all others, at most five each.

    dtm : of paragraphs or sentences, stop words taken out
    prefer : number by term, larger first, to order terms of equal weight (say, rarity in
        general); terms it does not name come after those it names
    Returns  THEMES, terms of two letters or more; a passage without one has no row

    The weight is G2 (Dunning 1993) of terms more frequent here than in the other passages
    together: of words in one passage only, those that occur several times lead. In a short text
    nearly all occur once and weigh the same: `n_tied` says how many more there are.
    """
    counts = features.in_term_order(dtm)
    row = np.repeat(np.arange(counts.shape[0]), np.diff(counts.indptr))
    term = counts.indices
    here = counts.data.astype(np.float64)
    total = np.asarray(np.bincount(term, here, counts.shape[1])[term], np.float64)
    size = np.asarray(np.bincount(row, here, counts.shape[0])[row], np.float64)
    table = pd.DataFrame({"row": row, "count": counts.data, "only_here": here == total})
    table["term"] = pd.Series(np.sort(dtm.vocabulary)[term], dtype="str")
    table["weight"] = np.round(g2(here, total, size, float(here.sum())), 9)
    words = labels.lettered(np.sort(dtm.vocabulary))[term]
    table["preferred"] = np.nan if prefer is None else table["term"].map(prefer)
    return _top(table[words & (table["weight"] > 0)], dtm.units, n_terms)


def g2(here: Floats, total: Floats, size: Floats, n: float) -> Floats:
    """Compare counts in a passage with those in all others; 0 where it is not the more frequent.

    here, total : occurrences in the passage, in all; size : tokens of the passage; n : of all
    """
    expected = total * size / n
    there = total - here
    value = 2 * (
        xlogy(here, here / expected) + xlogy(there, there / np.maximum(total - expected, 1e-9))
    )
    return np.asarray(np.where(here > expected, value, 0.0), np.float64)


def _top(table: pd.DataFrame, units: pd.DataFrame, n_terms: int) -> pd.DataFrame:
    """Keep the heaviest terms of each passage, and count those cut off in the middle of a tie."""
    by, up = ["row", "weight", "preferred", "term"], [True, False, False, True]
    table = table.sort_values(by, ascending=up, na_position="last", ignore_index=True)
    table["rank"] = table.groupby("row").cumcount() + 1
    shown = table[table["rank"] <= n_terms].copy()
    tied = table.groupby(["row", "weight"]).size().rename("all")
    last = shown.groupby("row")["weight"].last()
    in_tie = shown.groupby(["row", "weight"]).size()
    cut = (tied - in_tie).reindex(pd.MultiIndex.from_arrays([last.index, last])).to_numpy()
    of_row = pd.Series(cut, index=last.index)
    shown["n_tied"] = shown["row"].map(of_row).astype("int64")
    for name, source in (("passage_id", "unit_id"), ("doc_id", "doc_id")):
        shown[name] = units[source].astype("str").to_numpy()[shown["row"]]
    shown[["passage_id", "doc_id"]] = shown[["passage_id", "doc_id"]].astype("str")
    return THEMES.check(shown.reset_index(drop=True))


def themes_instead(
    model: TopicModel, dtm: DocumentTermMatrix, *, prefer: pd.Series | None = None
) -> pd.DataFrame:
    """List themes where a model has no topics; of many passages the first 20, equal ones once.

    Returns  THEMES, empty where there are topics
    """
    if model.found:
        return THEMES.empty()
    keys = features.content_keys(features.in_term_order(dtm))
    new = np.sort(np.unique(keys, return_index=True)[1])[:SHOWN_PASSAGES]
    return themes(dtm.rows(np.isin(np.arange(len(keys)), new)), prefer=prefer)


def themes_to_read(found: pd.DataFrame) -> pd.DataFrame:
    """List the passages of THEMES with their words, which are their key too.

    Returns  key, unit_id, n_total (1), terms
    """
    words = found.groupby("passage_id", sort=False)["term"].agg(list)
    columns = {
        "key": [", ".join(some) for some in words],
        "unit_id": words.index.astype("str"),
        "n_total": 1,
        "terms": words.to_numpy(),
    }
    return pd.DataFrame(columns)
