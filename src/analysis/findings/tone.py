"""What the tone page says first: the mean and its doubt, who agrees, which words did it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from analysis import wording
from analysis.findings.about import names_missing
from analysis.findings.checked import ToneTrust, checked_caveat, checked_finding, labels_missing
from analysis.findings.phrases import agree, capital, mark, number, quoted
from analysis.findings.subject import dated_texts, other_languages, subject, used
from analysis.findings.summary import Finding, Summary, kept
from analysis.findings.tone_words import changed_words, with_warning
from analysis.schema import MISSING

if TYPE_CHECKING:
    from analysis.keyness import Contrast

LISTED = 4  # languages named in a sentence
_TWO = 2  # sources, or there is nothing to compare
TOPIC_WORDS = 3  # topic words named in a finding


def tone_summary(
    docs: pd.DataFrame,
    tone: pd.DataFrame,
    *,
    overall: pd.DataFrame,
    without: pd.DataFrame,
    words: pd.DataFrame,
    trust: ToneTrust | None = None,
) -> Summary:
    """Say how the texts sound to two word lists, and how far that can be trusted."""
    known = trust or ToneTrust()
    row = overall.iloc[0]
    if not row["n_scored"]:
        return _none(docs, row)
    found = kept(
        checked_finding(known.estimates),
        _mean(row),
        _signs(row),
        _agreement(tone),
        _topic_words(row, without.iloc[0], words),
    )
    sentences = wording.counted(int(row["n_sentences"]), "sentence")
    each = "each " if row["n_sentences"] > 1 else ""
    changed = changed_words(known.domain)
    standing = f"{sentences}, {each}scored by itself. {_covered(docs, row)} {changed}".strip()
    caveat = with_warning(checked_caveat(known.estimates, known.accuracy), known.conflict)
    return Summary(_title(docs), standing, found, caveat)


def tone_missing(
    docs: pd.DataFrame,
    *,
    overall: pd.DataFrame,
    times: pd.DataFrame,
    by_source: pd.DataFrame,
    labelled: pd.DataFrame | None = None,
    trust: ToneTrust | None = None,
    groups: Contrast | None = None,
) -> pd.DataFrame:
    """List what of the tone was not measured, and why.

    labelled : LABELLED with its `attrs`; None for no hand labels
    groups : the two whose words were to be set against each other

    Returns  MISSING
    """
    row, known = overall.iloc[0], trust or ToneTrust()
    rows = _other_languages(docs, int(row["n_not_covered"]))
    rows += [] if known.names is None else names_missing(known.names)
    if row["n_scored"]:
        rows += _missing_groups(docs, times, by_source) + _no_contrast(groups)
        why = (
            "the tone that the lists give a sentence is not tone towards those it names; the "
            "parameter model_reading asks a model for that"
        )
        rows.append(("Towards people or places", "not measured", why))
        rows += labels_missing(labelled, known)
    return MISSING.check(pd.DataFrame(rows, columns=MISSING.names, dtype="str"))


def with_absent(missing: pd.DataFrame, asked: pd.DataFrame) -> pd.DataFrame:
    """Add to what was not measured the word that was asked for, where it is nowhere.

    missing : MISSING
    asked : LINES of the word
    """
    row = ("The word asked for", "not measured", asked.attrs["reason"])
    rows = pd.DataFrame([row], columns=MISSING.names, dtype="str").head(int(row[-1] != ""))
    return MISSING.check(pd.concat([missing, rows], ignore_index=True))


def ends(row: pd.Series) -> str:
    """Write the interval of a mean, or that there is none."""
    if pd.isna(row["low"]):
        return "no interval"
    return wording.interval(wording.tone(row["low"]), wording.tone(row["high"]))


def _other_languages(docs: pd.DataFrame, n: int) -> list[tuple[str, str, str]]:
    if not n:
        return []
    names = wording.listing(other_languages(docs)[:LISTED])
    why = f"{wording.counted(n, 'sentence')} in {names}; the lists are of English words"
    return [("Other languages", "not covered", why)]


def _missing_groups(
    docs: pd.DataFrame, times: pd.DataFrame, by_source: pd.DataFrame
) -> list[tuple[str, str, str]]:
    rows: list[tuple[str, str, str]] = []
    if times["low"].isna().all():
        why = f"{dated_texts(docs)}; it takes 2 periods, and 5 scored texts in one"
        rows.append(("Over time", "not measured", why))
    measured = by_source.loc[by_source["low"].notna(), "source"].tolist()
    if len(measured) < _TWO:
        rows.append(("By source", "not measured", _no_two_sources(docs, measured)))
    return rows


def _no_two_sources(docs: pd.DataFrame, measured: list[str]) -> str:
    named = set(docs["source"]) - {""}
    if len(named) < _TWO:
        return f"only {named.pop()} is named as a source" if named else "no source is named"
    return f"{f'only {measured[0]}' if measured else 'no source'} has 5 scored texts"


def _no_contrast(groups: Contrast | None) -> list[tuple[str, str, str]]:
    if groups is None or not groups.reason:
        return []
    return [("Words that part two groups", "not measured", groups.reason)]


def _title(docs: pd.DataFrame) -> str:
    if len(docs) == 1:
        return capital(f"{subject(docs)}, sentence by sentence")
    return f"The tone of {subject(docs)}"


def _none(docs: pd.DataFrame, row: pd.Series) -> Summary:
    n, of = int(row["n_not_covered"]), int(row["n_sentences"])
    why = "No sentence holds a word of either list: there is no tone, which is not a tone of zero."
    if n:
        names = wording.listing(other_languages(docs)[:LISTED])
        rest = " No other holds a word of either list." if of > n else ""
        counted = f"{wording.integer(n)} of {wording.counted(of, 'sentence')}"
        why = f"The word lists are English; {counted} {agree(n, 'is', 'are')} in {names}.{rest}"
    return Summary(f"No tone for {subject(docs)}", used(docs), (), ("Not measured", why))


def _covered(docs: pd.DataFrame, row: pd.Series) -> str:
    parts = ["Means are over texts, so they speak of the average text.", used(docs)]
    if len(docs) == 1:
        parts = ["One text can be read closely; it cannot show a trend, a source or a norm."]
    n = int(row["n_not_covered"])
    if n:
        are = agree(n, "is not known to be English and has", "are not known to be English and have")
        parts = [f"{wording.integer(n)} {are} no score.", *parts]
    return " ".join(parts)


def _mean(row: pd.Series) -> Finding:
    scale = f"On a scale from {wording.MINUS}1 to +1 the mean over"
    n = int(row["n_scored"] if row["unit"] == "sentence" else row["n_docs_scored"])
    units = wording.counted(n, "sentence" if row["unit"] == "sentence" else "text")
    alone = " and speaks of this text alone" if row["unit"] == "sentence" else ""
    side = "below" if row["tone"] < 0 else "above"
    if pd.isna(row["low"]):
        sentence = f"{scale} {units}; {agree(n, 'that is', 'these are')} too few for an interval."
    elif row["low"] > 0 or row["high"] < 0:
        sentence = f"{scale} {units} is {side} zero; the 95% interval leaves zero out{alone}."
    else:
        sentence = f"{scale} {units} cannot be told from zero{alone}."
    links = (("order", "sentence by sentence"), ("tone-time", "over time"), ("reading", "the text"))
    return Finding(wording.tone(row["tone"]), sentence, ends(row), "finding", links)


def _signs(row: pd.Series) -> Finding:
    n = int(row["n_scored"])
    negative, positive = round(row["negative_share"] * n), round(row["positive_share"] * n)
    between = n - negative - positive
    near = f", {number(between)} near zero" if between else ""
    sentence = (
        f"{number(negative)} of {wording.counted(n, 'scored sentence')} "
        f"{agree(negative, 'comes', 'come')} out negative, {number(positive)} positive{near}."
        f"{_without_words(row)}"
    )
    links = (("e:lowest", "the lowest"), ("e:highest", "the highest"))
    return Finding(wording.share(row["negative_share"]), capital(sentence), "negative", links=links)


def _without_words(row: pd.Series) -> str:
    none = int(row["n_sentences"] - row["n_scored"] - row["n_not_covered"])
    if none:
        sentences = wording.counted(none, "sentence")
        return f" {sentences} without a listed word {agree(none, 'has', 'have')} no tone."
    return "" if row["n_not_covered"] else " Every sentence holds a listed word."


def _agreement(tone: pd.DataFrame) -> Finding:
    scored = tone[tone["tone"].notna()]
    counts = scored["agreement"].value_counts()
    agreed, lean, mixed = (int(counts.get(k, 0)) for k in ("agree", "lean", "mixed"))
    sentence = (
        f"In {number(agreed)} of {wording.counted(len(scored), 'sentence')} two separately made "
        f"word lists give the same sign; in {number(lean)} only one list knows a word, in "
        f"{number(mixed)} signs differ or cancel."
    )
    links = (("reading", "the text"),)
    return Finding(wording.share(agreed / len(scored)), sentence, "both lists agree", links=links)


def _topic_words(row: pd.Series, other: pd.Series, words: pd.DataFrame) -> Finding | None:
    topic = words.loc[words["candidate"], "word"].tolist()
    if not topic or pd.isna(other["tone"]):
        return None
    such = ", such as " if len(topic) > TOPIC_WORDS else ", "
    sentence = (
        f"The mean when {wording.counted(len(topic), 'word')} that may name the topic rather than "
        f"judge it{such}{quoted(topic, TOPIC_WORDS)}, {agree(len(topic), 'is', 'are')} not read, "
        f"over {wording.counted(int(other['n_scored']), 'sentence')}; "
        f"with {agree(len(topic), 'it', 'them')} it is {wording.tone(row['tone'])}."
    )
    links = (("tone-words", "the words"), *((f"e:{w}", mark(w)) for w in topic[:TOPIC_WORDS]))
    return Finding(wording.tone(other["tone"]), sentence, ends(other), "finding", links)
