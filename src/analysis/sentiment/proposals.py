"""Which words may name the topic of these texts rather than judge it: candidates to look at."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from analysis.schema.tone import DOMAIN_PROPOSALS
from analysis.sentiment.passages import LANGUAGE
from analysis.uncertainty import MIN_UNITS

if TYPE_CHECKING:
    from numpy.typing import NDArray

LARGE = 0.01  # of all that words contribute, up or down: below, leaving one out shows nowhere
TWICE = 1.0  # log2; surely twice as frequent as in general is no accident of style
_OFTEN = 2  # uses: one has no rate
MOST = 0.5  # of the documents


def proposals(words: pd.DataFrame, beside: pd.DataFrame, *, n_docs: int) -> pd.DataFrame:
    """Propose words to drop from the lists: they move the tone, and name what the texts are about.

    words : TONE_WORDS; its `candidate` marks the printed list of likely topic words
    beside : REFERENCE_KEYNESS of the same texts
    n_docs : documents in all
    Returns  DOMAIN_PROPOSALS, the largest contribution first: words with at least 1% of all
        contribution that are on the printed list and not rarer here than in general, or at least
        twice as frequent as in general (by the lower end of the interval where there is one,
        else with two uses), or, where no general rate is known, in at least half of five
        documents or more. A person decides: nothing is dropped by itself.
    """
    size = words["contribution"].abs()
    table = words.assign(share=size / (size.sum() or 1.0), doc_share=words["n_docs"] / n_docs)
    table = _with_rates(table[table["share"] >= LARGE], beside)
    why = _why(table, n_docs)
    table = table.assign(why=pd.Series(why, table.index, dtype="str"))
    return DOMAIN_PROPOSALS.check(table[why != ""].reset_index(drop=True))


def _with_rates(table: pd.DataFrame, beside: pd.DataFrame) -> pd.DataFrame:
    """Put beside each word how many times as frequent it is as in general, where that is known."""
    held = beside[(beside["language"] == LANGUAGE) & beside["listed"]].set_index("term")
    own = held.reindex(table["word"].to_numpy())
    surely = own["low"].fillna(own["log_ratio"].where(own["count"] >= _OFTEN))
    ratio = 2.0 ** own["log_ratio"].to_numpy(np.float64)
    return table.assign(ratio=ratio, surely=surely.to_numpy(np.float64))


def _why(table: pd.DataFrame, n_docs: int) -> NDArray[np.object_]:
    often = table["surely"] >= TWICE
    named = table["candidate"] & ~(table["ratio"] < 1)  # rarer here than elsewhere: no topic
    widely = table["ratio"].isna() & (table["doc_share"] >= MOST) & (n_docs >= MIN_UNITS)
    return np.select(
        [named & often, named, often, widely],
        ["on the list, frequent", "on the list", "frequent here", "in most texts"],
        default="",
    ).astype(object)
