"""The sentences behind a tone: of a group, and of a word."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from analysis.sampling import evenly
from analysis.sentiment.reading import fold_word

if TYPE_CHECKING:
    from collections.abc import Sequence


def telling(sentence_tone: pd.DataFrame, key: pd.Series) -> pd.DataFrame:
    """Choose three sentences for each group: of lowest and highest tone, and nearest its mean.

    key : the group of each sentence, shape (n_sentences,); missing or '' for none
    Returns  key, sentence_id, n_total (scored sentences of the group), marks; groups in order
    """
    scored = sentence_tone.assign(key=key.to_numpy())
    scored = scored[scored["tone"].notna() & scored["key"].notna() & (scored["key"] != "")]
    picks = [_three(rows) for _, rows in scored.groupby("key", sort=False)]
    if not picks:
        return _chosen(scored)
    return _chosen(pd.concat(picks, ignore_index=True))


def keyed(chosen: pd.DataFrame, sentence_tone: pd.DataFrame) -> pd.DataFrame:
    """Give sentences that were chosen by id (columns key, sentence_id) their words as marks."""
    at = pd.Index(sentence_tone["sentence_id"]).get_indexer(pd.Index(chosen["sentence_id"]))
    rows = sentence_tone.iloc[at].assign(key=chosen["key"].to_numpy())
    return _chosen(rows.assign(n_total=int(sentence_tone["tone"].notna().sum())))


def with_words(sentence_tone: pd.DataFrame, words: Sequence[str], n: int = 3) -> pd.DataFrame:
    """Choose up to n sentences for each word, spread evenly over those where it has a weight.

    words : folded, as in TONE_WORDS
    Returns  key (the word), sentence_id, n_total (sentences with it), marks (its places)
    """
    wanted: dict[str, list[int]] = {word: [] for word in words}
    for i, spoken in enumerate(sentence_tone["words"]):  # a dict look-up for each listed word
        for word in {fold_word(surface) for _, _, surface, *_ in spoken}:
            if word in wanted:
                wanted[word].append(i)
    picks = [_spread(sentence_tone, word, rows, n) for word, rows in wanted.items() if rows]
    if not picks:
        return _chosen(sentence_tone.head(0).assign(key="", n_total=0))
    return pd.concat(picks, ignore_index=True)


def _three(rows: pd.DataFrame) -> pd.DataFrame:
    tone = rows["tone"].to_numpy()
    order = [int(tone.argmin()), int(tone.argmax()), int(np.abs(tone - tone.mean()).argmin())]
    return rows.iloc[list(dict.fromkeys(order))].assign(n_total=len(rows))


def _chosen(rows: pd.DataFrame) -> pd.DataFrame:
    marks = [[(start, end) for start, end, *_ in spoken] for spoken in rows["words"]]
    total = rows["n_total"] if "n_total" in rows else pd.Series(0, index=rows.index)
    columns = {"key": rows["key"], "sentence_id": rows["sentence_id"], "n_total": total}
    return pd.DataFrame(columns).assign(marks=pd.Series(marks, rows.index, dtype="object"))


def _spread(sentence_tone: pd.DataFrame, word: str, rows: list[int], n: int) -> pd.DataFrame:
    own = sentence_tone.iloc[[rows[i] for i in evenly(len(rows), n)]]
    marks = [
        [(start, end) for start, end, surface, *_ in spoken if fold_word(surface) == word]
        for spoken in own["words"]
    ]
    table = pd.DataFrame({"key": word, "sentence_id": own["sentence_id"], "n_total": len(rows)})
    return table.assign(marks=pd.Series(marks, own.index, dtype="object"))
