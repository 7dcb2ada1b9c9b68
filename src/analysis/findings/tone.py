"""What the tone page says: the mean and its doubt, who agrees, which words did it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd

from analysis import wording
from analysis.findings.phrases import capital, quoted
from analysis.findings.subject import language_name, subject, used
from analysis.findings.summary import Finding, Summary, kept
from analysis.schema import MISSING, READING

if TYPE_CHECKING:
    from collections.abc import Sequence

READABLE = 60  # sentences of a single text that a page shows one by one
CAVEAT = "Unvalidated lexicon tone"
HIDDEN_WORDS = 3


def tone_summary(
    docs: pd.DataFrame,
    tone: pd.DataFrame,
    *,
    overall: pd.DataFrame,
    without: pd.DataFrame,
    words: pd.DataFrame,
) -> Summary:
    """Say how the texts sound to two word lists, and how far that can be trusted."""
    row = overall.iloc[0]
    if not row["n_scored"]:
        return _none(docs, row)
    title = _title(docs)
    found = kept(
        _mean(row), _signs(row), _agreement(tone), _topic_words(row, without.iloc[0], words)
    )
    covered = _covered(docs, row)
    standing = (
        f"{wording.counted(int(row['n_sentences']), 'sentence')}, each scored by itself. {covered}"
    )
    sentence = (
        "These numbers come from two lists of words, not from a reader. On newspaper editorials such "
        "lists follow human ratings only in part, on reports of war less still, and nobody has "
        "checked them on these texts."
    )
    return Summary(title, standing, found, (CAVEAT, sentence))


def tone_reading(docs: pd.DataFrame, tone: pd.DataFrame, texts: Sequence[str]) -> pd.DataFrame:
    """Lay out a single text of at most 60 sentences to be read with the words that speak.

    texts : of the sentences of `tone`, in its order
    Returns  READING; empty for more text, or where nothing could be scored
    """
    if len(docs) != 1 or len(tone) > READABLE or tone["tone"].isna().all():
        return READING.empty()
    table = tone.assign(
        number=range(1, len(tone) + 1),
        text=pd.Series(list(texts), dtype="str"),
        language=str(docs["language"].iloc[0]),
        words=pd.Series([[_word(*w) for w in spoken] for spoken in tone["words"]], dtype="object"),
    )
    return READING.check(table)


def reading_title(reading: pd.DataFrame) -> str:
    """Head the text with how many of its sentences hold a listed word."""
    if reading.empty:
        return ""
    none = int(reading["tone"].isna().sum())
    rest = (
        "every sentence holds a listed word"
        if not none
        else f"{wording.counted(none, 'sentence')} hold no listed word"
    )
    return f"The text, with the words that speak underlined: {rest}"


def order_title(reading: pd.DataFrame) -> str:
    """Head the chart of tone along the text with its lowest and highest sentences."""
    known = reading.dropna(subset=["tone"])
    if known.empty:
        return ""
    low = known.nsmallest(2, "tone")["number"].tolist()
    high = known.loc[known["tone"] >= 0.05, "number"].tolist()  # noqa: PLR2004 (as in TONE)
    above = f"; above zero in {wording.listing([str(n) for n in high[:6]])}" if high else ""
    return f"Lowest in sentences {wording.listing([str(n) for n in sorted(low)])}{above}"


def order_alt(reading: pd.DataFrame, overall: pd.DataFrame) -> str:
    """Say what the chart of tone along the text shows."""
    if reading.empty:
        return ""
    row = overall.iloc[0]
    return (
        f"Tone of each of {len(reading)} sentences in the order of the text; mean {_tone_ends(row)}. "
        "Filled: both lists agree; hollow: one list, or signs that differ; dashed below the scale: "
        "no listed word. Lines part the paragraphs."
    )


def time_title(times: pd.DataFrame) -> str:
    """Head the chart of tone over time with its lowest and highest period."""
    known = times.dropna(subset=["low"])
    if known.empty:
        return ""
    low, high = known.loc[known["tone"].idxmin()], known.loc[known["tone"].idxmax()]
    return f"Lowest {low['label']}, {wording.tone(low['tone'])}; highest {high['label']}, {wording.tone(high['tone'])}"


def time_alt(times: pd.DataFrame, width: str) -> str:
    """Say what the chart of tone over time shows."""
    known = times.dropna(subset=["low"])
    if known.empty:
        return ""
    return (
        f"Mean tone of the texts of each {width}, with its 95% interval, {wording.counted(len(known), 'period')} "
        "of at least 5 texts; the others are left open."
    )


def groups_title(groups: pd.DataFrame, name: str) -> str:
    """Head a chart or table of groups with the lowest and highest."""
    known = groups.dropna(subset=["low"])
    if known.empty:
        return ""
    low, high = known.loc[known["tone"].idxmin()], known.loc[known["tone"].idxmax()]
    if low[name] == high[name]:
        return f"{low[name]}: {wording.tone(low['tone'])}"
    return f"{low[name]} sounds lowest, {high[name]} highest"


def groups_alt(groups: pd.DataFrame, what: str) -> str:
    """Say what a chart of groups shows."""
    known = groups.dropna(subset=["low"])
    if known.empty:
        return ""
    return (
        f"Mean tone of the texts of each {what} on a scale from -1 to +1, with 95% intervals "
        f"over texts; {wording.counted(len(known), what)} with at least 5 texts."
    )


def words_title_tone(words: pd.DataFrame) -> str:
    """Head the chart of contributing words with how many of the uplifting ones name the topic."""
    if words.empty:
        return ""
    up = words[words["direction"] == "up"]
    topic = int(up["candidate"].sum())
    if topic and len(up):
        return f"{capital(wording.spelled(topic))} of {wording.spelled(len(up))} words that push up may name the topic, not judge it"  # noqa: E501
    return f"{capital(quoted([words['word'].iloc[0]], 1))} moves the tone most"


def words_alt_tone(words: pd.DataFrame) -> str:
    """Say what the chart of contributing words shows."""
    if words.empty:
        return ""
    top = words.iloc[0]
    return (
        "How much each word adds to the mean weight of a scored sentence, in valence points: "
        f"{top['word']} {wording.tone(top['contribution'])} first. Hollow with a star: likely "
        "topic words, which name a subject rather than judge it."
    )


def words_shown(words: pd.DataFrame, n: int = 8) -> pd.DataFrame:
    """Take the n words that push up most and the n that pull down most."""
    sides = [words[words["direction"] == side].head(n) for side in ("up", "down")]
    return pd.concat(sides, ignore_index=True)


def tone_note(overall: pd.DataFrame) -> dict[str, str]:
    """Say what the tone rests on."""
    row = overall.iloc[0]
    return {
        "Scored": "each sentence by VADER's rules with two lists: VADER and Hu & Liu; .47 and .53.",
        "Mean": f"over {row['unit']}s; t interval, from 5 of them.",
        "No evidence": "a sentence without a listed word has no tone; it is not zero.",
    }


def tone_missing(
    docs: pd.DataFrame, *, overall: pd.DataFrame, times: pd.DataFrame, by_source: pd.DataFrame
) -> pd.DataFrame:
    """List what of the tone was not measured, and why.

    Returns  MISSING
    """
    row = overall.iloc[0]
    rows: list[tuple[str, str, str]] = []
    if row["n_not_covered"]:
        names = sorted({language_name(c) for c in docs["language"] if c != "en"})
        why = f"{wording.integer(row['n_not_covered'])} sentences in {wording.listing(names[:4])}; the lists are of English words"
        rows.append(("Other languages", "not covered", why))
    if times.dropna(subset=["low"]).empty and row["n_scored"]:
        dated = int(docs["date"].notna().sum())
        rows.append(
            (
                "Over time",
                "not measured",
                f"{wording.counted(dated, 'dated text')}; it takes 5 in a period, and 2 periods",
            )
        )
    if by_source.dropna(subset=["low"]).empty and row["n_scored"]:
        rows.append(("By source", "not measured", "no source with 5 texts"))
    if row["n_scored"]:
        rows.append(
            (
                "Towards people or places",
                "not measured",
                "the tone of a sentence is not tone towards those it names",
            )
        )
        rows.append(("Accuracy", "not measured", "no sentence has been labelled by hand"))
    return MISSING.check(pd.DataFrame(rows, columns=MISSING.names, dtype="str"))


def _title(docs: pd.DataFrame) -> str:
    if len(docs) == 1:
        return capital(f"{subject(docs)}, sentence by sentence")
    return f"The tone of {subject(docs)}"


def _none(docs: pd.DataFrame, row: pd.Series) -> Summary:
    names = sorted({language_name(c) for c in docs["language"] if c != "en"})
    if row["n_not_covered"]:
        why = (
            f"The word lists are English. These texts are in {wording.listing(names[:4])}: "
            f"{wording.counted(int(row['n_not_covered']), 'sentence')} of "
            f"{wording.integer(row['n_sentences'])} could not be scored, and none was."
        )
    else:
        why = "No sentence holds a word of either list, so there is no tone, which is not a tone of zero."
    return Summary(f"No tone for {subject(docs)}", used(docs), (), ("Not measured", why))


def _covered(docs: pd.DataFrame, row: pd.Series) -> str:
    if row["n_not_covered"]:
        return f"{wording.integer(row['n_not_covered'])} are not in English and have no score. {used(docs)}"
    if len(docs) == 1:
        return "One text can be read closely; it cannot show a trend, a source or a norm."
    return f"Means are over texts, so they speak of the average text. {used(docs)}"


def _mean(row: pd.Series) -> Finding:
    alone = " and speaks of this text alone" if row["unit"] == "sentence" else ""
    side = "below" if row["tone"] < 0 else "above"
    if pd.isna(row["low"]):
        sentence = f"On a scale from {wording.MINUS}1 to +1; there are too few {row['unit']}s for an interval."
    elif row["low"] > 0 or row["high"] < 0:
        sentence = f"On a scale from {wording.MINUS}1 to +1 the mean over {row['unit']}s is {side} zero; the interval leaves zero out{alone}."
    else:
        sentence = f"On a scale from {wording.MINUS}1 to +1 the mean over {row['unit']}s cannot be told from zero{alone}."
    links = (("order", "sentence by sentence"), ("tone-time", "over time"), ("reading", "the text"))
    return Finding(wording.tone(row["tone"]), sentence, _ends(row), "finding", links)


def _signs(row: pd.Series) -> Finding:
    n = int(row["n_scored"])
    negative, positive = round(row["negative_share"] * n), round(row["positive_share"] * n)
    none = int(row["n_sentences"] - row["n_scored"] - row["n_not_covered"])
    rest = (
        f" {capital(wording.counted(none, 'sentence'))} without a listed word {'has' if none == 1 else 'have'} no tone."
        if none
        else " Every sentence holds a listed word."
    )
    sentence = f"{wording.counted(negative, 'sentence')} of {wording.integer(n)} come out negative, {wording.integer(positive)} positive.{rest}"
    links = (("e:lowest", "the lowest"), ("e:highest", "the highest"))
    return Finding(f"{wording.share(row['negative_share'])}", sentence, "negative", links=links)


def _agreement(tone: pd.DataFrame) -> Finding:
    scored = tone[tone["tone"].notna()]
    counts = scored["agreement"].value_counts()
    agree, lean, mixed = (int(counts.get(k, 0)) for k in ("agree", "lean", "mixed"))
    sentence = (
        f"In {wording.integer(agree)} of {wording.integer(len(scored))} sentences two separately made word "
        f"lists give the same sign; in {wording.integer(lean)} only one list knows a word, in "
        f"{wording.integer(mixed)} signs differ or cancel."
    )
    return Finding(
        wording.share(agree / len(scored)),
        sentence,
        "both lists agree",
        links=(("reading", "the text"),),
    )


def _topic_words(row: pd.Series, other: pd.Series, words: pd.DataFrame) -> Finding | None:
    topic = words.loc[words["candidate"] & (words["direction"] == "up"), "word"].tolist()
    if not topic or pd.isna(other["tone"]):
        return None
    sentence = (
        f"The mean when {wording.counted(len(topic), 'word')} that may name the topic rather than judge it, such as "
        f"{quoted(topic, HIDDEN_WORDS)}, {'is' if len(topic) == 1 else 'are'} not read; with them it is {wording.tone(row['tone'])}."
    )
    links = (
        ("tone-words", "the words"),
        *((f"e:{w}", f"\u201c{w}\u201d") for w in topic[:HIDDEN_WORDS]),
    )
    return Finding(wording.tone(other["tone"]), sentence, _ends(other), "finding", links)


def _ends(row: pd.Series) -> str:
    if pd.isna(row["low"]):
        return "no interval"
    return wording.interval(wording.tone(row["low"]), wording.tone(row["high"]))


def _tone_ends(row: pd.Series) -> str:
    return f"{wording.tone(row['tone'])} ({_ends(row)})"


def _word(
    start: int, end: int, surface: str, vader: float, hu_liu: float, note: str
) -> dict[str, Any]:
    total = vader + hu_liu
    direction = "up" if total > 0 else "down" if total < 0 else "other"
    parts = [
        f"{name} {wording.tone(w)}" for name, w in (("VADER", vader), ("Hu & Liu", hu_liu)) if w
    ]
    return {
        "start": start,
        "end": end,
        "direction": direction,
        "hover": ", ".join([*parts, *([note] if note else [])]),
    }


def readable(docs: pd.DataFrame, tone: pd.DataFrame) -> int:
    """Say how many sentences to lay out for reading: all of a short single text, else none."""
    return len(tone) if len(docs) == 1 and len(tone) <= READABLE else 0


def ends(groups: pd.DataFrame, n: int) -> pd.DataFrame:
    """Take the first and last rows of an ordered table, n in all, where it is longer."""
    if len(groups) <= n:
        return groups
    return pd.concat([groups.head(n - n // 2), groups.tail(n // 2)])
