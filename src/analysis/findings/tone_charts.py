"""Headings, text alternatives and notes of the tone page's charts; what a chart is to show."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd

from analysis import wording
from analysis.findings.phrases import agree, highest, lowest, mark
from analysis.findings.tone import ends as interval
from analysis.schema import READING

if TYPE_CHECKING:
    from collections.abc import Sequence

READABLE = 60  # sentences of a single text that a page shows one by one
POSITIVE = 0.05  # from here on a tone is positive, as in TONE
NAMED = 6  # sentences named in a heading
_FEW = 4  # scored sentences from which two are named as the lowest


def readable(docs: pd.DataFrame, tone: pd.DataFrame) -> int:
    """Say how many sentences to lay out for reading: all of a short single text, else none."""
    return len(tone) if len(docs) == 1 and len(tone) <= READABLE else 0


def tone_reading(docs: pd.DataFrame, tone: pd.DataFrame, texts: Sequence[str]) -> pd.DataFrame:
    """Lay out a single text of at most 60 sentences to be read with the words that speak.

    texts : of the sentences of `tone`, in its order
    Returns  READING; empty for more text, or where nothing could be scored
    """
    if not readable(docs, tone) or tone["tone"].isna().all():
        return READING.empty()
    spoken = [[_word(word) for word in words] for words in tone["words"]]
    table = tone.assign(
        number=range(1, len(tone) + 1),
        text=pd.Series(list(texts), index=tone.index, dtype="str"),
        language=str(docs["language"].iloc[0]),
        words=pd.Series(spoken, index=tone.index, dtype="object"),
    )
    return READING.check(table)


def reading_title(reading: pd.DataFrame) -> str:
    """Head the text with how many of its sentences hold a listed word."""
    if reading.empty:
        return ""
    none = int(reading["tone"].isna().sum())
    rest = "every sentence holds a listed word"
    if none:
        rest = f"{wording.counted(none, 'sentence')} {agree(none, 'holds', 'hold')} no listed word"
    return f"The text, with the words that speak underlined: {rest}"


def order_title(reading: pd.DataFrame) -> str:
    """Head the chart of tone along the text with its lowest and its positive sentences."""
    known = reading.dropna(subset=["tone"])
    if known.empty:
        return ""
    n = 2 if len(known) >= _FEW else 1
    low = sorted(known.nsmallest(n, "tone")["number"].tolist())
    high = known.loc[known["tone"] >= POSITIVE, "number"].tolist()
    above = wording.listing([str(i) for i in high])
    if len(high) > NAMED:
        above = wording.counted(len(high), "sentence")
    rest = f"; positive in {above}" if high else "; none is positive"
    where = f"{agree(n, 'sentence', 'sentences')} {wording.listing([str(i) for i in low])}"
    return f"Lowest in {where}{rest}"


def order_alt(reading: pd.DataFrame, overall: pd.DataFrame) -> str:
    """Say what the chart of tone along the text shows."""
    if reading.empty:
        return ""
    row = overall.iloc[0]
    return (
        f"Tone of {wording.counted(len(reading), 'sentence')} in the order of the text; mean "
        f"{wording.tone(row['tone'])} ({interval(row)}). Filled: both lists agree; hollow: one "
        "list, or signs that differ; dashed below the scale: no listed word. Lines part the "
        "paragraphs."
    )


def time_title(times: pd.DataFrame) -> str:
    """Head the chart of tone over time with its lowest and highest period."""
    known = times.dropna(subset=["low"])
    if known.empty:
        return ""
    low, high = lowest(known, "tone"), highest(known, "tone")
    said = [f"{row['label']}, {wording.tone(row['tone'])}" for row in (low, high)]
    if len(known) == 1:
        return f"Only {said[0]}, could be measured"
    return f"Lowest {said[0]}; highest {said[1]}"


def time_alt(times: pd.DataFrame, width: str) -> str:
    """Say what the chart of tone over time shows."""
    known = times.dropna(subset=["low"])
    if known.empty:
        return ""
    return (
        f"Mean tone of the texts of each {width}, with its 95% interval, in "
        f"{wording.counted(len(known), 'period')} of at least 5 scored texts; the others are "
        "left open."
    )


def groups_title(groups: pd.DataFrame, name: str) -> str:
    """Head a chart or table of groups with the lowest and highest mean."""
    known = groups.dropna(subset=["low"])
    if known.empty:
        return ""
    low, high = lowest(known, "tone"), highest(known, "tone")
    if len(known) == 1:
        return f"{low[name]}: {wording.tone(low['tone'])}"
    if low["tone"] == high["tone"]:
        return f"All have a mean of {wording.tone(low['tone'])}"
    return (
        f"{low[name]} has the lowest mean, {wording.tone(low['tone'])}; "
        f"{high[name]} the highest, {wording.tone(high['tone'])}"
    )


def groups_alt(groups: pd.DataFrame, what: str) -> str:
    """Say what a chart of groups shows."""
    known = groups.dropna(subset=["low"])
    if known.empty:
        return ""
    return (
        f"Mean tone of the texts of each {what} on a scale from {wording.MINUS}1 to +1, with 95% "
        f"intervals over texts; {wording.counted(len(known), what)} with at least 5 scored texts."
    )


def ends(groups: pd.DataFrame, n: int) -> pd.DataFrame:
    """Take the first and last rows of an ordered table, n in all; none of a single row.

    One row has nothing to stand beside.
    """
    if len(groups) <= n:
        return groups if len(groups) > 1 else groups.head(0)
    return pd.concat([groups.head(n - n // 2), groups.tail(n // 2)])


def words_shown(words: pd.DataFrame, n: int = 8) -> pd.DataFrame:
    """Take the n words that push up most and the n that pull down most."""
    sides = [words[words["direction"] == side].head(n) for side in ("up", "down")]
    return pd.concat(sides, ignore_index=True)


def words_title_tone(words: pd.DataFrame) -> str:
    """Head the chart of contributing words with how many of the uplifting ones name the topic."""
    if words.empty:
        return ""
    up = words[words["direction"] == "up"]
    topic, n = int(up["candidate"].sum()), len(up)
    if not topic:
        return f"{mark(_strongest(words)['word'])} moves the tone most"
    rest = "may name the topic, not judge it"
    if n == 1:
        return f"The one word that pushes up {rest}"
    many = f"{wording.spelled(topic).capitalize()} of {wording.spelled(n)}"
    if topic == n:
        many = f"All {wording.spelled(n)}"
    return f"{many} words that push up {rest}"


def words_alt_tone(words: pd.DataFrame) -> str:
    """Say what the chart of contributing words shows."""
    if words.empty:
        return ""
    top = _strongest(words)
    starred = (
        " Hollow with a star: likely topic words, which name a subject rather than judge it."
        if words["candidate"].any()
        else ""
    )
    return (
        "How much each word adds to the mean weight of a scored sentence, in valence points; "
        f"most: {mark(top['word'])} {wording.tone(top['contribution'])}.{starred}"
    )


def tone_note(overall: pd.DataFrame) -> dict[str, str]:
    """Say what the tone rests on.

    overall : any table of groups, such as TONE_OVERALL or TONE_BY_DOCUMENT
    """
    if overall.empty:
        return {}
    unit = str(overall["unit"].iloc[0])
    return {
        "Scored": "each sentence by VADER's rules with two lists: VADER and Hu & Liu; .47 and .53.",
        "Mean": f"over {unit}s; t interval, from 5 of them.",
        "Interval": "95% for each mean by itself, not adjusted for how many are compared.",
        "No evidence": "a sentence without a listed word has no tone; it is not zero.",
    }


def _strongest(words: pd.DataFrame) -> pd.Series:
    """Take the word that contributes most, up or down."""
    return highest(words.assign(size=words["contribution"].abs()), "size")


def _word(spoken: tuple[int, int, str, float, float, str]) -> dict[str, Any]:
    start, end, _, vader, hu_liu, note = spoken
    total = vader + hu_liu
    direction = "up" if total > 0 else "down" if total < 0 else "other"
    weights = [("VADER", vader), ("Hu & Liu", hu_liu)]
    parts = [f"{name} {wording.tone(weight)}" for name, weight in weights if weight]
    hover = ", ".join([*parts, *([note] if note else [])])
    return {"start": start, "end": end, "direction": direction, "hover": hover}
