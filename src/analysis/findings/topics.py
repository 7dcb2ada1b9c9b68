"""What the topics page says: how many, how large, how stable; or the themes of a short text."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from analysis import wording
from analysis.findings.phrases import capital, quoted
from analysis.findings.subject import language_name, subject, used
from analysis.findings.summary import Finding, Summary, kept
from analysis.schema import MISSING

if TYPE_CHECKING:
    from analysis.topics import TopicModel

WEAK = 0.5  # stability below which a topic is said to be weak


def topics_summary(docs: pd.DataFrame, model: TopicModel, *, themes: pd.DataFrame) -> Summary:
    """Say which topics there are, or which themes where there is too little text for topics."""
    if not model.found:
        return _themes(docs, model, themes)
    n = wording.spelled(model.found)
    title = f"{capital(n)} {'topic' if model.found == 1 else 'topics'} in {subject(docs)}"
    found = kept(_number(model), _largest(model), _stability(model), _unclear(model))
    unit = f"Each {model.unit} has one topic" + (
        "" if model.unit == "document" else "; shares of texts are summed from them"
    )
    standing = f"{used(docs)} {unit}. Labels are machine labels: the words that set a topic apart."
    return Summary(title, standing, found, _caveat(model))


def topics_title(model: TopicModel) -> str:
    """Head the chart of topics with the largest."""
    if not model.found:
        return ""
    top = model.topics.iloc[0]
    return f"{capital(quoted([top['label']], 1))} is the largest, {wording.share(top['share'])}"


def topics_alt(model: TopicModel) -> str:
    """Say what the chart of topics shows."""
    if not model.found:
        return ""
    top, last = model.topics.iloc[0], model.topics.iloc[-1]
    return (
        f"Share of the {model.unit}s in each of {model.found} topics, from {top['label']} "
        f"({wording.share(top['share'])}) down to {last['label']} ({wording.share(last['share'])}); "
        "bars are 95% intervals, given this model."
    )


def topics_note(model: TopicModel) -> dict[str, str]:
    """Say what the topics rest on."""
    if not model.found:
        return {}
    return {
        "Method": "two starts, a spherical step, a multinomial mixture; the likelier start wins.",
        "Unit": f"the {model.unit}, {wording.integer(len(model.documents))} of them.",
        "Stability": "mean best-match Jaccard over 10 refits on 80% of the units; weak below .5.",
        "Words": "doc-z by the fourth root of their share; a score, not a test.",
        "Gate": model.gate.reason,
    }


def words_title(model: TopicModel) -> str:
    """Head the table of topics with how many hold still when texts are left out."""
    if not model.found:
        return ""
    weak = int((model.topics["stability"] < WEAK).sum())
    if not weak:
        return "Every topic holds when a fifth of the texts is left out"
    return f"{capital(wording.spelled(weak))} of {model.found} topics {'is' if weak == 1 else 'are'} weak: few of its texts stay together when a fifth is left out"  # noqa: E501


def number_title(model: TopicModel) -> str:
    """Head the chart of candidates with the numbers worth a look."""
    numbers = model.candidates
    if numbers.empty:
        return ""
    worth = [wording.integer(n) for n in numbers.loc[numbers["candidate"], "n_topics"]]
    return (
        f"{wording.listing(worth, last='or')} topics would do as well"
        if len(worth) > 1
        else f"{worth[0]} topics hold best"
    )


def number_alt(model: TopicModel) -> str:
    """Say what the chart of candidates shows."""
    if model.candidates.empty:
        return ""
    return (
        "How alike the topics of different 80% draws are, by the number of topics: 0 as by chance, "
        "1 the same; lines are one standard error, filled dots are worth a look."
    )


def topic_time_title(times: pd.DataFrame) -> str:
    """Head the charts of topics over time with the topic whose share moves most."""
    known = times.dropna(subset=["share"])
    if known.empty:
        return ""
    spread = known.groupby("label_of", sort=False)["share"].agg(lambda s: s.max() - s.min())
    top = spread.idxmax()
    rows = known[known["label_of"] == top]
    high = rows.loc[rows["share"].idxmax()]
    return f"{capital(quoted([str(top)], 1))} moves most, to {wording.share(high['share'])}, {high['label']}"


def topic_time_alt(times: pd.DataFrame, width: str) -> str:
    """Say what the charts of topics over time show."""
    if times.empty:
        return ""
    return (
        f"Share of each topic in every {width}; each panel has its own scale, the shade is the "
        "95% interval, periods under 5 texts are gaps."
    )


def themes_title(themes: pd.DataFrame) -> str:
    """Head the themes of a short text."""
    if themes.empty:
        return ""
    n = themes["passage_id"].nunique()
    return f"{capital(wording.spelled(n))} {'passage' if n == 1 else 'passages'}, and the words that set each apart"


def topics_missing(
    docs: pd.DataFrame, model: TopicModel, *, times: pd.DataFrame, by_source: pd.DataFrame
) -> pd.DataFrame:
    """List what of the topics was not measured, and why.

    Returns  MISSING
    """
    rows: list[tuple[str, str, str]] = []
    if not model.found:
        rows.append(("Topics", "not supported", model.reason))
    else:
        if times.empty:
            rows.append(("Topics over time", "not shown", "the dates bear no periods"))
        if by_source.empty:
            rows.append(
                ("Topics by source", "not shown", "no source is named, or none has 5 texts")
            )
    return MISSING.check(pd.DataFrame(rows, columns=MISSING.names, dtype="str"))


def language_topics(by_language: pd.DataFrame, model: TopicModel) -> Finding | None:
    """Name the topics that are a language rather than a subject."""
    rows = by_language[by_language["language_topic"]] if len(by_language) else by_language
    if rows.empty:
        return None
    label = model.topics.set_index("topic")["label"]
    said = [
        f"{quoted([label[topic]], 1)} ({language_name(code)})"
        for topic, code in zip(rows["topic"], rows["language"], strict=True)
    ]
    sentence = f"A language rather than a subject sets apart {wording.listing(said[:4])}."
    return Finding(
        wording.integer(len(rows)),
        sentence,
        "of one language",
        links=(("languages-topics", "Table"),),
    )


def _number(model: TopicModel) -> Finding:
    worth = (
        model.candidates.loc[model.candidates["candidate"], "n_topics"]
        if len(model.candidates)
        else []
    )
    others = [wording.integer(n) for n in worth if n != model.found]
    small = f"or {wording.listing(others, last='or')}" if others else "topics"
    return Finding(
        wording.integer(model.found),
        capital(model.reason),
        small,
        "finding",
        (("number", "Figure"), ("topics", "topics")),
    )


def _largest(model: TopicModel) -> Finding:
    top = model.topics.iloc[0]
    ends = (
        wording.interval(wording.share(top["low"]), wording.share(top["high"]))
        if pd.notna(top["low"])
        else ""
    )
    of = "texts" if model.unit == "document" else f"{model.unit}s"
    sentence = f"{capital(quoted([top['label']], 1))} is the largest topic: {wording.counted(int(top['n_units']), model.unit)} of all {of}."
    links = (("topics", "Figure"), (f"e:{top['label']}", "its passages"))
    return Finding(wording.share(top["share"]), sentence, ends, "finding", links)


def _stability(model: TopicModel) -> Finding | None:
    known = model.topics.dropna(subset=["stability"])
    if known.empty:
        return None
    least = known.loc[known["stability"].idxmin()]
    ends = wording.interval(
        wording.of_one(least["stability_low"]), wording.of_one(least["stability_high"])
    )
    weak = int((known["stability"] < WEAK).sum())
    rest = (
        "All others hold better."
        if weak <= 1
        else f"{capital(wording.spelled(weak))} topics are below .5: read them with care."
    )
    sentence = f"{capital(quoted([least['label']], 1))} holds least when a fifth of the units is left out. {rest}"
    links = (("words", "Table"), (f"e:{least['label']}", "its passages"))
    return Finding(
        wording.of_one(least["stability"]), sentence, f"stability, {ends}", "finding", links
    )


def _unclear(model: TopicModel) -> Finding:
    placed = model.documents[model.documents["topic"] > 0]
    n = int(placed["unclear"].sum())
    none = int((model.documents["topic"] == 0).sum())
    empty = (
        f" {capital(wording.counted(none, model.unit))} hold no counted word and have no topic."
        if none
        else ""
    )
    sentence = f"{wording.integer(n)} of {wording.integer(len(placed))} {model.unit}s are about as likely of another topic: unclear.{empty}"
    return Finding(wording.share(n / max(len(placed), 1)), sentence, "unclear")


def _caveat(model: TopicModel) -> tuple[str, str] | tuple[()]:
    if model.gate.supported:
        return ()
    return ("Asked for, not supported by the text", model.gate.reason)


def _themes(docs: pd.DataFrame, model: TopicModel, themes: pd.DataFrame) -> Summary:
    title = f"Themes of {subject(docs)}"
    n = themes["passage_id"].nunique() if len(themes) else 0
    parts = (
        f"{capital(wording.counted(n, 'passage'))} and the words that set each apart. " if n else ""
    )
    first = themes.groupby("passage_id", sort=False)["term"].agg(list) if n else []
    found = [
        Finding(
            str(i),
            capital(f"{wording.listing([f'“{w}”' for w in words])}."),
            "passage",
            links=((f"e:{', '.join(words)}", "read it"),),
        )
        for i, words in enumerate(list(first)[:6], 1)
    ]
    return Summary(title, f"{parts}{model.reason}", tuple(found))
