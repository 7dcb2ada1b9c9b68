"""What a fit leaves behind: plain tables, and why there are so many topics."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd
    import scipy.sparse as sp
    from numpy.typing import NDArray

    from analysis.topics.mixture import Mixture
    from analysis.topics.support import Gate


@dataclass(frozen=True, eq=False)
class TopicModel:
    """Topics of one corpus.

    topics : TOPICS, largest first; empty where the text supports none
    terms : TOPIC_TERMS, at most 20 a topic
    documents : DOCUMENT_TOPICS, one row per row of the matrix
    candidates : TOPIC_NUMBERS, empty where the number was asked for
    reason : why this number of topics, for a reader
    asked : `n_topics` as given; None where it was chosen
    found : topics that hold a unit; may be fewer than asked
    gate : whether the text supports topics, whatever was asked
    unit : what a row of `documents` is
    method : of the fit; '' where there are no topics
    mixture : the words of each topic; its columns stand in the order of `topics`, its rows in
        that of `vocabulary`. None where there are no topics
    vocabulary : the terms counted, in code-point order
    memberships : share of each topic in each row of the matrix, NaN where it holds no term; None
        where a unit has one topic
    words : rule by which terms were counted: new texts have to be counted by the same
    near : which terms each of some sentences holds, for the company of label words; None where
        that is counted over units, and in a model that was saved
    """

    topics: pd.DataFrame
    terms: pd.DataFrame
    documents: pd.DataFrame
    candidates: pd.DataFrame
    reason: str
    asked: int | None
    found: int
    gate: Gate
    unit: str
    method: str
    mixture: Mixture | None
    vocabulary: NDArray[np.str_]
    memberships: NDArray[np.float64] | None
    words: str
    near: sp.csc_matrix | None = None
