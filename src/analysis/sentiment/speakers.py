"""The words that made the tone, and the sentences where it is most marked."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from analysis.schema.tone import TONE_EXTREMES, TONE_WORDS
from analysis.sentiment import lexicon
from analysis.sentiment.reading import fold_word
from analysis.sentiment.scoring import HU_LIU_SHARE, VADER_SHARE

if TYPE_CHECKING:
    from collections.abc import Set as AbstractSet


def words(
    sentence_tone: pd.DataFrame, *, candidates: AbstractSet[str] | None = None
) -> pd.DataFrame:
    """List the words that made the tone, those that moved it most first.

    sentence_tone : SENTENCE_TONE
    candidates : likely topic words, in lower case; None: ``lexicon.topic_words()``
    Returns  TONE_WORDS. `contribution` is the sum of .47 vader + .53 hu_liu over the occurrences
        of a word, weights as applied, divided by the number of scored sentences: valence points,
        before the compound brings a sentence to -1..1.
    """
    topic = lexicon.topic_words() if candidates is None else candidates
    spoken = spoken_words(sentence_tone)
    spoken["weight"] = VADER_SHARE * spoken["vader"] + HU_LIU_SHARE * spoken["hu_liu"]
    table = spoken.groupby("word", sort=True).agg(
        n=("weight", "size"),
        n_sentences=("sentence", "nunique"),
        n_docs=("doc_id", "nunique"),
        vader=("vader", "mean"),
        hu_liu=("hu_liu", "mean"),
        contribution=("weight", "sum"),
    )
    table["contribution"] /= max(int(sentence_tone["tone"].notna().sum()), 1)
    return TONE_WORDS.check(_ranked(table.reset_index(), topic))


def spoken_words(sentence_tone: pd.DataFrame) -> pd.DataFrame:
    """Give every word that spoke a row: its sentence (by number), document and weights."""
    lists = sentence_tone["words"].tolist()
    flat = list(chain.from_iterable(lists))
    row = np.repeat(np.arange(len(lists)), [len(own) for own in lists])
    codes, surfaces = pd.factorize(np.array([word[2] for word in flat], dtype=object))
    folded = np.array([fold_word(surface) for surface in surfaces], dtype=object)
    return pd.DataFrame(
        {
            "word": pd.Series(folded[codes], dtype="str"),
            "sentence": row,
            "doc_id": sentence_tone["doc_id"].to_numpy()[row],
            "vader": np.array([word[3] for word in flat], dtype=np.float64),
            "hu_liu": np.array([word[4] for word in flat], dtype=np.float64),
        }
    )


def _ranked(table: pd.DataFrame, topic: AbstractSet[str]) -> pd.DataFrame:
    sign = np.sign(table["contribution"]).map({1.0: "up", -1.0: "down", 0.0: "none"})
    table["direction"] = sign.astype("str")
    table["candidate"] = table["word"].isin(sorted(topic))
    # rounded, so that equal sums of the same weights in another order stay a tie
    size = table["contribution"].abs().round(12)
    order = np.lexsort((table["word"].to_numpy(object), -size.to_numpy()))
    return table.iloc[order].reset_index(drop=True)


def extremes(sentence_tone: pd.DataFrame, n: int = 3) -> pd.DataFrame:
    """Choose the sentences of lowest and highest tone, where both lists agree if there are such.

    n : at most so many of each; none below 0 is shown as highest, none above as lowest
    Returns  TONE_EXTREMES; ties in the order of the texts
    """
    tone, agree = sentence_tone["tone"].to_numpy(), sentence_tone["agreement"].eq("agree")
    picked = []
    for key, signed in (("lowest", tone), ("highest", -tone)):
        order = np.lexsort((signed, ~agree.to_numpy(bool)))
        rows = [i for i in order if signed[i] < 0][:n]
        picked.append(sentence_tone.iloc[rows].assign(key=pd.Series(key, rows, dtype="str")))
    return TONE_EXTREMES.check(pd.concat(picked, ignore_index=True))
