"""What the topics page says of each topic's words, and of how far to trust it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from analysis import wording
from analysis.findings.phrases import agree, capital, highest, mark
from analysis.findings.topics import WEAK

if TYPE_CHECKING:
    import pandas as pd


def judged_title(judged: pd.DataFrame, unit: str) -> str:
    """Head the table of topics with how many hold still when texts are left out.

    NPMI gives no heading: in long texts it is below 0 for good topics too.

    judged : TOPICS_JUDGED
    unit : what a topic is made of
    """
    known = judged["stability"].dropna()
    if known.empty:
        return ""
    weak = int((known < WEAK).sum())
    if not weak:
        return f"Every topic holds when a fifth of the {unit}s is left out"
    are, their = agree(weak, "is", "are"), agree(weak, "its", "their")
    return (
        f"{capital(wording.spelled(weak))} of {wording.counted(len(known), 'topic')} {are} weak: "
        f"few of {their} {unit}s stay together when a fifth is left out"
    )


def judged_columns(judged: pd.DataFrame) -> dict[str, str]:
    """Choose the columns to print and name them; a phrase only where a topic has one."""
    phrase = {"phrase": "phrase"} if judged["phrase"].ne("").any() else {}
    return (
        {"label": "topic"}
        | phrase
        | {"words": "words", "stability": "stability"}
        | {"stability_low": "5%", "stability_high": "95%", "npmi": "NPMI"}
    )


def word_shares_title(heavy: pd.DataFrame, unit: str) -> str:
    """Head the table of a topic's words with the one that most of its units hold.

    heavy : TOPIC_TERMS and label, the first terms of each topic
    """
    if heavy.empty:
        return ""
    top = highest(heavy, "share")
    share = wording.share(top["share"])
    return f"{mark(top['term'])} stands in {share} of the {unit}s of {mark(top['label'])}"


def word_shares_note(heavy: pd.DataFrame) -> dict[str, str]:
    """Say what the interval of a word's share is."""
    if heavy["low"].isna().all():
        return {}
    return {"Interval": "the middle 95% of the share over the refits; given this number of topics."}


def judged_note(
    judged: pd.DataFrame, quality: pd.DataFrame, *, diversity: float, n_docs: int
) -> dict[str, str]:
    """Say what the measures of the table mean, and what they rest on.

    judged, quality : TOPICS_JUDGED, TOPIC_QUALITY
    diversity : share of different words among all label words
    n_docs : texts of the corpus
    """
    if judged.empty:
        return {}
    phrase = "words in a row, ranked as words are; in 3% of the topic or more."
    return {
        "NPMI": _npmi(quality, n_docs),
        "Phrase": phrase if judged["phrase"].ne("").any() else "",
        "Beside": _beside(quality, diversity),
        "Not said": "whether a reader would find a topic meaningful: no such measure tells.",
    }


def _npmi(quality: pd.DataFrame, n_docs: int) -> str:
    """Explain NPMI, and say where only a part of the texts was read."""
    if quality["npmi"].isna().all():
        return ""
    read = int(quality["n_docs"].iloc[0])
    part = f"; counted in {wording.integer(read)} of {wording.integer(n_docs)} texts, drawn"
    return (
        "whether two of the topic's ten words stand within ten words: 0 as often as by chance, 1 "
        f"always, below 0 more seldom; as gensim counts{part * (read < n_docs)}."
    )


def _beside(quality: pd.DataFrame, diversity: float) -> str:
    """Say in a line what stands in the CSV and in no column: C_V and diversity."""
    c_v = quality["c_v"].dropna()
    said = []
    if len(c_v):
        ends = sorted({wording.of_one(c_v.min()), wording.of_one(c_v.max())})
        said.append(f"C_V {' to '.join(ends)}")
    if np.isfinite(diversity) and len(quality) > 1:
        said.append(f"{wording.share(diversity)} of all label words are different (diversity)")
    return f"{'; '.join(said)}." if said else ""
