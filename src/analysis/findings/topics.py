"""What the topics page says first: how many, how large, how stable; or the themes of a text."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from analysis import wording
from analysis.findings.phrases import agree, capital, leaders, lowest, mark, quoted
from analysis.findings.subject import subject, used
from analysis.findings.summary import Finding, Summary, kept
from analysis.findings.topic_guidance import answers_missing, people_findings, standing_of_labels
from analysis.schema import MISSING

if TYPE_CHECKING:
    from analysis.topics import TopicModel

WEAK = 0.5  # stability below which a topic is said to be weak
THEMES = 6  # passages named at the head of the page
LANGUAGES = 4  # topics named as those of one language


def topics_summary(
    docs: pd.DataFrame,
    model: TopicModel,
    *,
    themes: pd.DataFrame,
    by_language: pd.DataFrame | None = None,
    names: pd.DataFrame | None = None,
    people: pd.DataFrame | None = None,
) -> Summary:
    """Say which topics there are, or which themes where there is too little text for topics.

    by_language : TOPIC_LANGUAGES, where topics that are a language are to be named
    names : TOPIC_NAMES, where a person may have named topics
    people : INTRUSION_SCORES, where people were asked
    """
    if not model.found:
        return _themes(docs, model, themes)
    title = f"{capital(wording.spelled(model.found))} {_topics(model.found)} in {subject(docs)}"
    languages = None if by_language is None else _languages(by_language, model)
    asked = () if people is None else people_findings(people)
    found = kept(
        _number(model), _largest(model), _stability(model), _unclear(model), languages, *asked
    )
    rest = "" if model.unit == "document" else "; shares of texts are summed from them"
    standing = (
        f"{used(docs)} Each {model.unit} {_has(model)}{rest}. {standing_of_labels(names)} "
        "Intervals are 95%, given this model."
    )
    return Summary(title, standing, found, _caveat(model))


def _has(model: TopicModel) -> str:
    mixed = model.memberships is not None
    return "stands under its largest topic" if mixed else "has one topic"


def topics_missing(
    docs: pd.DataFrame,
    model: TopicModel,
    *,
    times: pd.DataFrame,
    by_source: pd.DataFrame,
    answered: pd.DataFrame | None = None,
    of_term: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """List what of the topics was not measured, and why.

    by_source : rows of TOPIC_SOURCE that have an interval
    answered : INTRUSION_ANSWERS, where people were asked
    of_term : TERM_TOPICS with its `attrs`, where a word was looked up
    Returns  MISSING
    """
    rows = _not_found(model) if not model.found else _not_split(docs, times, by_source)
    if model.found and answered is not None:
        rows += answers_missing(answered)
    if of_term is not None and "reason" in of_term.attrs:
        rows.append(("Topics of a word", "not found", of_term.attrs["reason"]))
    return MISSING.check(pd.DataFrame(rows, columns=MISSING.names, dtype="str"))


def _not_found(model: TopicModel) -> list[tuple[str, str, str]]:
    return [("Topics", "not supported", model.reason)]


def _not_split(
    docs: pd.DataFrame, times: pd.DataFrame, by_source: pd.DataFrame
) -> list[tuple[str, str, str]]:
    rows: list[tuple[str, str, str]] = []
    if times.empty or times["share"].isna().all():
        few = "no date is known" if docs["date"].isna().all() else "the dates bear no periods"
        why = few if times.empty else "no period has 5 texts"
        rows.append(("Topics over time", "not shown", why))
    if by_source.empty:
        unnamed = docs["source"].eq("").all()
        why = "no source is named" if unnamed else "no topic of a source has an interval"
        rows.append(("Topics by source", "not shown", why))
    return rows


def _topics(n: int) -> str:
    return agree(n, "topic", "topics")


def _number(model: TopicModel) -> Finding:
    worth = model.candidates[model.candidates["candidate"]]["n_topics"]
    others = [wording.integer(n) for n in worth if n != model.found]
    small = f"or {wording.listing(others, last='or')}" if others else _topics(model.found)
    links = (("number", "Figure"), ("topics", "topics"))
    n = wording.integer(model.found)
    return Finding(n, capital(model.reason), small, "finding", links)


def _largest(model: TopicModel) -> Finding:
    tied = leaders(model.topics, "n_units")
    top, n = tied.iloc[0], int(model.topics["n_units"].sum())
    ends = wording.interval(wording.share(top["low"]), wording.share(top["high"]))
    held = f"{wording.integer(top['n_units'])} of {wording.counted(n, model.unit)}"
    sentence = f"{mark(top['label'])} is the largest topic: {held}."
    if len(tied) > 1:
        sentence = f"{quoted(tied['label'].tolist())} are the largest topics: {held} each."
    small = ends if pd.notna(top["low"]) else "no interval"
    links = (("topics", "Figure"), (f"e:{top['label']}", "its passages"))
    return Finding(wording.share(top["share"]), sentence, small, "finding", links)


def _stability(model: TopicModel) -> Finding | None:
    known = model.topics.dropna(subset=["stability"])
    if known.empty:
        return None
    least = lowest(known, "stability")
    low, high = wording.of_one(least["stability_low"]), wording.of_one(least["stability_high"])
    sentence = (
        f"{mark(least['label'])} holds least when a fifth of the {model.unit}s is left out. "
        f"{_weak(int((known['stability'] < WEAK).sum()), len(known))}"
    )
    if len(known) == 1:
        sentence = f"{mark(least['label'])}, when a fifth of the {model.unit}s is left out."
    small = f"stability, refits {wording.interval(low, high)}"
    links = (("words", "Table"), (f"e:{least['label']}", "its passages"))
    return Finding(wording.of_one(least["stability"]), sentence, small, "finding", links)


def _weak(n: int, of: int) -> str:
    if not n:
        return "No topic is below .5."
    if n == of:
        return "All are below .5: read them with care."
    are = agree(n, "topic is", "topics are")
    them = agree(n, "it", "them")
    return f"{capital(wording.spelled(n))} {are} below .5: read {them} with care."


def _unclear(model: TopicModel) -> Finding:
    placed = model.documents[model.documents["topic"] > 0]
    n, none = int(placed["unclear"].sum()), int((model.documents["topic"] == 0).sum())
    verb = agree(n, "is", "are")
    hold = agree(none, "holds no counted word and has", "hold no counted word and have")
    empty = f" {wording.counted(none, model.unit)} {hold} no topic." if none else ""
    sentence = (
        f"{wording.integer(n)} of {wording.counted(len(placed), model.unit)} {verb} about as "
        f"likely of another topic: unclear.{empty}"
    )
    return Finding(wording.share(n / max(len(placed), 1)), sentence, "unclear")


def _languages(by_language: pd.DataFrame, model: TopicModel) -> Finding | None:
    """Name the topics that are a language rather than a subject."""
    rows = by_language[by_language["language_topic"]]
    if rows.empty:
        return None
    label = model.topics.set_index("topic")["label"]
    said = [
        f"{mark(label[topic])} ({wording.language(code)})"
        for topic, code in zip(rows["topic"], rows["language"], strict=True)
    ]
    more = [f"{len(said) - LANGUAGES} more"] if len(said) > LANGUAGES else []
    what = wording.listing(said[:LANGUAGES] + more)
    sentence = f"A language rather than a subject sets apart {what}."
    small = f"{_topics(len(rows))} of one language"
    return Finding(
        wording.integer(len(rows)), sentence, small, links=(("language-topics", "Table"),)
    )


def _caveat(model: TopicModel) -> tuple[str, str] | tuple[()]:
    if model.gate.supported:
        return ()
    return ("Asked for, not supported by the text", model.gate.reason)


def _themes(docs: pd.DataFrame, model: TopicModel, themes: pd.DataFrame) -> Summary:
    of_passage: list[list[str]] = [
        rows["term"].tolist() for _, rows in themes.groupby("passage_id", sort=False)
    ]
    if not of_passage:
        return Summary(f"No topics or themes in {subject(docs)}", model.reason, ())
    n = len(of_passage)
    cut = f"; the first {wording.spelled(THEMES)} stand here" if n > THEMES else ""
    standing = f"{passages_apart(n)}{cut}. {model.reason}"
    found = [_theme(i, words) for i, words in enumerate(of_passage[:THEMES], 1)]
    return Summary(f"Themes of {subject(docs)}", standing, tuple(found))


def passages_apart(n: int) -> str:
    """Say how many passages there are, and what is listed of them."""
    passages = f"{capital(wording.spelled(n))} {agree(n, 'passage', 'passages')}"
    return f"{passages}, and the words that set {agree(n, 'it', 'each')} apart"


def _theme(i: int, words: list[str]) -> Finding:
    link = (f"e:{', '.join(words)}", "read it")
    return Finding(str(i), f"{quoted(words, len(words))}.", "passage", links=(link,))
