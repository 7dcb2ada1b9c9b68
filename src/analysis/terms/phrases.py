"""Which n-grams are worth showing."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from analysis import tokens

if TYPE_CHECKING:
    from collections.abc import Sequence

    from analysis.terms.matrix import DocumentTermMatrix

MANY_DOCS, PAIR_FLOOR = 1000, 5


def without_stop_edges(dtm: DocumentTermMatrix, languages: list[str]) -> DocumentTermMatrix:
    """Drop n-grams that begin or end with a stop word of one of these languages: *of the*."""
    stop = tokens.stop_lists(languages)
    words = [term.split(" ") for term in dtm.vocabulary]
    keep = [i for i, w in enumerate(words) if w[0] not in stop and w[-1] not in stop]
    return dtm.columns(np.asarray(keep, dtype=np.int64))


def pair_floor(docs: pd.DataFrame) -> int:
    """Set in how many documents a pair of words must stand: 1, or 5 from 1,000 documents on.

    Fixed by the size of the corpus alone; most of the millions of pairs of a large one stand once.
    """
    return 1 if len(docs) < MANY_DOCS else PAIR_FLOOR


def union(*shown: pd.DataFrame | Sequence[str]) -> list[str]:
    """List the terms of some tables (column `term`) and lists once each, in order."""
    terms = [t["term"].tolist() if isinstance(t, pd.DataFrame) else list(t) for t in shown]
    return list(dict.fromkeys(term for some in terms for term in some))
