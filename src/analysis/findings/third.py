"""What a third word list says beside the other two, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from analysis import wording
from analysis.schema.tone import THIRD_READING

if TYPE_CHECKING:
    from collections.abc import Sequence

N_APART = 5  # sentences shown
WIDTH = 48  # characters of a sentence in a row
SHOWN = "sentences of another sign, then those furthest apart"
LONGEST = 400  # characters of its words and weights there; the CSV has them all


def third_rows(extended: pd.DataFrame, texts: Sequence[str]) -> pd.DataFrame:
    """Write every sentence's words with their weights in the extended list.

    extended : SENTENCE_EXTENDED
    texts : of its sentences, in its order
    Returns  THIRD_READING, in that order
    """
    read = [
        f"{wording.tone(tone)}: {said(own)}" if own else ""
        for tone, own in zip(extended["extended"], extended["words"], strict=True)
    ]
    columns = {"key": [wording.line(text, WIDTH) for text in texts], "reading": read}
    strings = {name: pd.Series(v, extended.index, dtype="str") for name, v in columns.items()}
    return THIRD_READING.check(extended.assign(**strings))


def third_apart(rows: pd.DataFrame, n: int = N_APART) -> pd.DataFrame:
    """Choose the sentences in which the extended list and the other two are furthest apart.

    rows : THIRD_READING
    Returns  THIRD_READING, at most n rows, no sentence twice: signs that differ first, then the
        greatest distance; of a very long sentence the first words
    """
    known = rows[rows["tone"].notna() & rows["extended"].notna()].drop_duplicates("key")
    apart = furthest_apart(known, "extended", n)
    return apart.assign(reading=[wording.shorten(text, LONGEST) for text in apart["reading"]])


def furthest_apart(known: pd.DataFrame, other: str, n: int) -> pd.DataFrame:
    """Take n rows by how far another reading is from the two lists, those of another sign first.

    known : tone, and the column `other`
    """
    order = np.lexsort((-(known["tone"] - known[other]).abs(), same_sign(known, other)))
    return known.iloc[order[:n]].reset_index(drop=True)


def same_sign(table: pd.DataFrame, other: str) -> pd.Series:
    """Tell in which rows another reading has the sign of the two lists."""
    return (table["tone"] * table[other] > 0) | (table["tone"] == table[other])


def said(words: Sequence[tuple[int, int, str, float, bool, str]]) -> str:
    """Write words with their weights after the rules, and which weights are inferred."""
    return ", ".join([_said(*word[2:]) for word in words])


def third_title(overall: pd.DataFrame, third: pd.DataFrame) -> str:
    """Head the table with both means; '' where one of them is not known.

    overall, third : TONE_OVERALL of the two lists and of the extended one
    """
    means = [row["tone"].iloc[0] for row in (third, overall)]
    if pd.isna(means).any():
        return ""
    own, other = (wording.tone(mean) for mean in means)
    return f"A third list gives a mean of {own}, the two lists {other}"


def third_note(
    extended: pd.DataFrame, overall: pd.DataFrame, third: pd.DataFrame
) -> dict[str, str]:
    """Say how many sentences it covers, how often it has the same sign, and what it is."""
    both = extended[extended["tone"].notna() & extended["extended"].notna()]
    same, n = int(same_sign(both, "extended").sum()), len(both)
    shares = [wording.share(row["coverage"].iloc[0]) for row in (third, overall)]
    sentence = f"{wording.integer(same)} of {wording.counted(n, 'sentence')} scored by both"
    return {
        "Covers": f"{shares[0]} of sentences; the two lists {shares[1]}",
        "Same sign": f"in {sentence}",
        "List": (
            "both lists in one, re-weighted by rated tweets, product reviews and political news, "
            "with words of similar use added; i: inferred, in neither list"
        ),
        "Shown": SHOWN,
    }


def _said(surface: str, weight: float, inferred: bool, note: str) -> str:  # noqa: FBT001 - a row
    after = f" ({note})" if note else ""
    return f"{surface} {wording.tone(weight)}{'i' if inferred else ''}{after}"
