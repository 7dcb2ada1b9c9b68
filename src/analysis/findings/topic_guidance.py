"""What the topics page says of what a person decided, of what people see, and of new texts."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from analysis import wording
from analysis.findings.phrases import agree, mark, quoted
from analysis.findings.summary import Finding

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

    import pandas as pd

    Row = Mapping[str, Any]

_WHAT = {"word": "lists of words", "topic": "passages"}
_ONE = {"word": "list of words", "topic": "passage"}
_NEAR = {
    "word": "of five words of a topic and one of another, people name the one",
    "topic": "of three likely topics of a passage and one unlikely, people name the one",
}
_JOIN = r" \+ "  # between the labels of topics merged
NEW = 8  # words named that a saved model does not know
GUIDANCE_COLUMNS = {
    "action": "done",
    "asked": "asked for",
    "machine_label": "machine label",
    "result": "now",
    "n_units": "units",
    "reason": "not done",
}
PEOPLE_COLUMNS = {
    "kind": "question",
    "label": "topic",
    "n_questions": "questions",
    "n_right": "found",
    "n_answers": "of answers",
    "precision": "share",
    "low": "",
    "high": "",
    "chance": "by lot",
}


def standing_of_labels(names: pd.DataFrame | None) -> str:
    """Say which labels a person has confirmed: a sentence for the head of the page.

    names : TOPIC_NAMES; None where nobody was asked
    """
    machine = "Labels are machine labels: the words that set a topic apart."
    n = 0 if names is None else int(names["confirmed"].sum())
    if names is None or not n:
        return machine
    if n == len(names):
        return "The names of the topics were given by a person."
    named = f"{wording.integer(n)} of {wording.counted(len(names), 'label')}"
    rest = "the others are machine labels: the words that set a topic apart."
    return f"{named} {agree(n, 'was', 'were')} given by a person; {rest}"


def guidance_title(applied: pd.DataFrame) -> str:
    """Head the table of what was done to the topics by hand; '' for nothing.

    applied : GUIDANCE_APPLIED
    """
    verbs = {"split": "split", "hide": "hidden", "name": "named"}
    count = applied.loc[applied["result"] != "", "action"].value_counts()
    parts = [_topics_done(int(count[a]), verb) for a, verb in verbs.items() if a in count]
    if "merge" in count:
        into = applied.loc[applied["action"] == "merge", "machine_label"].str.count(_JOIN).sum()
        parts.append(_topics_done(int(into + count["merge"]), f"merged into {count['merge']}"))
    return f"By hand: {wording.listing(parts)}" if parts else ""


def _topics_done(n: int, verb: str) -> str:
    return f"{wording.counted(n, 'topic')} {verb}"


def guidance_note(names: pd.DataFrame, topics: pd.DataFrame) -> dict[str, str]:
    """Say what hiding and merging leave as they are.

    names : TOPIC_NAMES; topics : TOPICS, the hidden among them
    """
    hidden = topics[topics["topic"].isin(names.loc[names["hidden"], "topic"])]
    if hidden.empty:
        return {}
    n, units = len(hidden), int(hidden["n_units"].sum())
    of = int(topics["n_units"].sum())
    what = f"{wording.counted(n, 'topic')} with {wording.integer(units)} of {wording.integer(of)}"
    return {"Hidden": f"{what} units; shares are of all, the hidden included."}


# --- what people see ------------------------------------------------------------------------


def people_findings(scores: pd.DataFrame) -> tuple[Finding, ...]:
    """Say how often people found what does not belong; nothing where nobody answered.

    scores : INTRUSION_SCORES
    """
    return tuple(_people(row) for row in _overall(scores))


def people_title(scores: pd.DataFrame) -> str:
    """Head the table of people's answers; '' where nobody answered."""
    said = [_found(row) for row in _overall(scores)]
    return f"People found the intruder in {wording.listing(said)}" if said else ""


def people_table(scores: pd.DataFrame, names: pd.DataFrame) -> pd.DataFrame:
    """Put the label of each topic beside people's answers.

    scores : INTRUSION_SCORES; names : TOPIC_NAMES
    Returns  INTRUSION_SCORES and label (str; all topics)
    """
    label = scores["topic"].map(names.set_index("topic")["label"]).fillna("all topics")
    return scores.assign(label=label.astype("str"))


def people_note(scores: pd.DataFrame, agreement: pd.DataFrame) -> dict[str, str]:
    """Say what was asked, what chance gives, and how far people agree.

    agreement : INTRUSION_AGREEMENT; empty for one person
    """
    note = {}
    for row in _overall(scores):
        lot = wording.share(row["chance"])
        note[f"Question: {row['kind']}"] = f"{_NEAR[row['kind']]}; by lot {lot} would be right."
    if note:
        note["Interval"] = "95%, over questions; it speaks of these topics and these readers."
    said = [
        f"{row['kind']} {wording.of_one(row['alpha'])}{_between(row)}"
        for row in _records(agreement)
        if not math.isnan(row["alpha"])
    ]
    if said:
        note["Readers agree"] = f"Krippendorff's alpha, {'; '.join(said)}; 1 all agree, 0 chance."
    return note


def _overall(scores: pd.DataFrame) -> list[Row]:
    return _records(scores[scores["topic"] == 0])


def _records(table: pd.DataFrame) -> list[Row]:
    return [{str(name): v for name, v in row.items()} for row in table.to_dict("records")]


def _between(row: Row) -> str:
    if math.isnan(row["low"]):
        return ", no interval"
    return f" ({wording.interval(wording.of_one(row['low']), wording.of_one(row['high']))})"


def _found(row: Row) -> str:
    """Write 17 of 20 lists of words; answers, where several people answered a question."""
    on = wording.counted(row["n_questions"], _ONE[row["kind"]], _WHAT[row["kind"]])
    right, answers = wording.integer(row["n_right"]), wording.counted(row["n_answers"], "answer")
    if row["n_questions"] == row["n_answers"]:
        return f"{right} of {on}"
    return f"{right} of {answers} on {on}"


def _people(row: Row) -> Finding:
    sentence = f"People found the intruder in {_found(row)}: {_beyond(row)}."
    small = "no interval"
    if not math.isnan(row["low"]):
        ends = wording.interval(wording.share(row["low"]), wording.share(row["high"]))
        small = f"{ends}, by lot {wording.share(row['chance'])}"
    share, links = wording.share(row["precision"]), (("people", "Table"),)
    return Finding(share, sentence, small, "finding", links)


def _beyond(row: Row) -> str:
    if math.isnan(row["low"]):
        return "too few to say whether more than by lot"
    return "more than by lot" if row["low"] > row["chance"] else "not surely more than by lot"


def answers_missing(answered: pd.DataFrame) -> list[tuple[str, str, str]]:
    """List, as rows of MISSING, that nobody answered, or which answers could not be scored.

    answered : INTRUSION_ANSWERS with its `attrs`
    """
    if not answered.attrs["file"]:
        return [("Sense of the topics", "not measured", "nobody was asked which word is foreign")]
    by_reason = answered.attrs["problems"].groupby("reason", sort=True)["row"]
    return [("Answers not used", "not used", f"{why}: {_first(at)}") for why, at in by_reason]


def _first(rows: pd.Series) -> str:
    where = wording.integer(rows.iloc[0])
    return f"{wording.counted(len(rows), 'answer')}, first in row {where}"


# --- new texts ------------------------------------------------------------------------------


def since_title(since: pd.DataFrame) -> str:
    """Head the table of a saved model's topics with the one whose share has moved most.

    since : TOPICS_SINCE
    """
    now = since["share"].where(since["n_units"] > 0, 0.0)
    change = (now - since["share_before"]).abs().round(12)
    if change.isna().all():
        return ""
    top = since.iloc[int(change.fillna(-1.0).to_numpy().argmax())]
    before, share = wording.share(top["share_before"]), wording.share(top["share"])
    if not top["n_units"]:
        return f"{mark(top['label'])} is gone: {before} before, no text now"
    return f"{mark(top['label'])} has moved most: {before} before, {share} now"


def since_note(since: pd.DataFrame, words: pd.DataFrame) -> dict[str, str]:
    """Say what the comparison rests on, and which words the saved model lacks.

    since, words : TOPICS_SINCE, NEW_WORDS
    """
    if since.empty:
        return {}
    first = quoted(words["term"].tolist()[:NEW]) if len(words) else "none in five texts or more"
    return {
        "Before": "the texts that the saved model was fitted on.",
        "Interval": "95% for each share now by itself, given the topics; before: in the CSV.",
        "Not known": f"words that change no topic here: {first}.",
        "Fit": "whether new texts still fit needs the old ones: topics.drift in a notebook.",
    }


def drift_sentence(drift: pd.DataFrame) -> str:
    """Say whether new texts still fit the topics, and what to do where they do not.

    drift : ASSIGN_DRIFT
    """
    words, fit = _records(drift.head(2))
    tested = [row for row in (words, fit) if not math.isnan(row["low"])]
    if not tested:
        return f"Whether the new texts fit these topics cannot be said: {fit['reason']}."
    why = [_worse(row) for row in tested if row["drifted"]]
    n = wording.counted(words["n_new"], "new text")
    if why:
        return f"The {n} no longer fit these topics: {wording.listing(why)}. Fit them again."
    return f"The {n} {agree(words['n_new'], 'fits', 'fit')} these topics about as well as the old."


def _worse(row: Row) -> str:
    if row["measure"] == "new words":
        new, old = (wording.share(row[name]) for name in ("new", "fitted"))
        return f"{new} of their words are new, where {old} would be expected"
    times = wording.significant(-row["difference"] / row["spread"], 2)
    return f"the words known fit worse by {times} standard deviations of the old texts"
