"""Topics as a person wants them: split, merged, hidden, named; every table follows."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import pandas as pd

from analysis import wording
from analysis.errors import DataError, UsageError
from analysis.schema.topic_guidance import GUIDANCE_APPLIED, TOPIC_NAMES
from analysis.schema.topics import TOPIC_TERMS, TOPICS
from analysis.topics import features, fitting, labels, reshaped
from analysis.topics.guidance import Guidance, meant, number, said, unclear, unknown

if TYPE_CHECKING:
    from collections.abc import Iterable

    from analysis.terms.matrix import DocumentTermMatrix
    from analysis.topics.guidance import Split, Words
    from analysis.topics.model import TopicModel
    from analysis.topics.reshaped import Draft

_NO_TOPICS = "the text supports no topics"
_NO_SEEDED = "no topic came of its seeds; ask for more topics, or give other words"


@dataclass(frozen=True, eq=False)
class Guided:
    """A model as a person wants it.

    model : its labels are the names given, machine labels where none was; hidden topics are in it
    names : TOPIC_NAMES
    applied : GUIDANCE_APPLIED
    """

    model: TopicModel
    names: pd.DataFrame
    applied: pd.DataFrame

    @property
    def shown(self) -> pd.DataFrame:
        """TOPICS without those hidden; shares are of all units, the hidden topics' too."""
        return visible(self.model.topics, self.names)


class _Deed(NamedTuple):
    """One entry of the file: which topics, as numbered in the draft, it means."""

    action: str
    asked: str
    machine_label: str
    topics: tuple[int, ...]
    reason: str = ""


@dataclass(frozen=True, eq=False)
class _Reading:
    """What references are looked up in: the topics after the splits.

    label_of : machine labels
    fitted : the fitted topic that each comes from
    """

    terms: pd.DataFrame
    label_of: pd.Series
    fitted: tuple[int, ...]
    file: str


def visible(table: pd.DataFrame, names: pd.DataFrame) -> pd.DataFrame:
    """Leave out of a table with a column `topic` the topics that are hidden.

    names : TOPIC_NAMES
    """
    hidden = names.loc[names["hidden"], "topic"]
    kept: pd.DataFrame = table[~table["topic"].isin(hidden)].reset_index(drop=True)
    return kept


def guided(model: TopicModel, dtm: DocumentTermMatrix, *, guidance: Guidance) -> Guided:
    """Do to the topics of a model what a person asks: split, then merge, then hide and name.

    dtm : the matrix the model was fitted on
    guidance : its words and numbers are looked up in the topics after the splits; numbers are
        those of `model`. Where there are no topics nothing is done, and `applied` says so.

    A split fits the units of the topic again, by themselves. The words of a merged topic are the
    mean of its parts', weighted by their size. Units of other topics stay where they are; margins
    are measured anew. Stability is that of the fit; topics made by hand have none. Topics are
    numbered anew, by size.

    Raises UsageError where `dtm` has other rows than the model, DataError, with the topics that
    there are, where words mean no topic or several, or two entries contradict each other.
    """
    if len(dtm.units) != len(model.documents):
        n, held = len(dtm.units), len(model.documents)
        raise UsageError(f"dtm: {n} rows, the model has {held}. Give the matrix it was fitted on")
    if not model.found:
        return Guided(model, TOPIC_NAMES.empty(), _table(_not_done(guidance)))
    with features.one_thread():
        return _guided(model, dtm, guidance)


def _guided(model: TopicModel, dtm: DocumentTermMatrix, guidance: Guidance) -> Guided:
    first = reshaped.draft(model)
    parted, splits = _split(model, dtm, first, guidance)
    reading = _reading(model, parted, dtm, guidance)
    group, merges = _merge(reading, guidance)
    hides, names = _hide(reading, group, guidance), _name(reading, group, guidance)
    made, place = reshaped.made(model, dtm, reshaped.merged(parted, group))
    # of each topic of the draft, its number now
    now = dict(zip(range(1, len(group) + 1), place[group - 1].tolist(), strict=True))
    called = {now[deed.topics[0]]: deed.asked for deed in names if deed.topics}
    hidden = {now[topic] for deed in hides for topic in deed.topics}
    table = _names(made, called, hidden, guidance.file)
    named = replace(made, topics=TOPICS.check(made.topics.assign(label=table["label"])))
    found = [_found_by(deed, guidance) for deed in names]
    seeds = _seeded(names, guidance, model.vocabulary.tolist())
    deeds = [*splits, *merges, *hides, *found, *seeds]
    return Guided(named, table, _table(_rows(deeds, now, named.topics)))


# --- which topics are meant -----------------------------------------------------------------


def _reading(
    model: TopicModel, parted: Draft, dtm: DocumentTermMatrix, guidance: Guidance
) -> _Reading:
    """Name the topics as they stand after the splits."""
    terms = model.terms
    if parted.k > model.found:
        filled = np.flatnonzero(parted.topic)
        counts = features.in_term_order(dtm)[filled]
        topic = parted.topic[filled] - 1
        anew = labels.terms(counts, model.vocabulary, topic, parted.k, near=model.near)
        terms = TOPIC_TERMS.check(anew)
    return _Reading(terms, _label_of(terms, parted.k), parted.fitted, guidance.file)


def _label_of(terms: pd.DataFrame, k: int) -> pd.Series:
    of = terms.groupby("topic")["term"].agg(labels.label)
    return of.reindex(range(1, k + 1), fill_value="").astype("str")


def _find(reading: _Reading, words: Words, group: np.ndarray, entry: str) -> int:
    """Find the one topic, as merged, that a reference means."""
    given = number(words)
    where = f"{reading.file}: {entry}"
    if given is not None:
        topics = [t for t, fitted in enumerate(reading.fitted, 1) if fitted == given]
    else:
        topics = meant(reading.terms, words)
    label_of = reading.label_of.set_axis(list(reading.fitted))
    if not topics:
        raise unknown(label_of, words, where=where)
    several = len({int(group[t - 1]) for t in topics}) > 1
    if several and given is not None:
        raise DataError(f"{where}: topic {given} is split. Name a part by its words")
    if several:
        which = [reading.fitted[t - 1] for t in topics]
        raise unclear(label_of, words, topics=which, where=where)
    return topics[0]


def _split(
    model: TopicModel, dtm: DocumentTermMatrix, first: Draft, guidance: Guidance
) -> tuple[Draft, list[_Deed]]:
    """Fit again within the topics to be split; the first part keeps the number."""
    reading = _reading(model, first, dtm, guidance)
    parted, deeds = first, list[_Deed]()
    for entry in guidance.split:
        topic = _find(reading, entry.topic, np.arange(1, first.k + 1), "split")
        if any(topic in deed.topics for deed in deeds):
            raise DataError(f"{guidance.file}: split: topic {topic} is named twice. Leave one out")
        part = _fit_within(dtm, first.topic == topic, entry, guidance.file)
        parted = reshaped.parted(parted, topic, part)
        numbers = (topic, *range(parted.k - part.found + 2, parted.k + 1))
        label = str(reading.label_of[topic])
        deeds.append(_Deed("split", said(entry.topic), label, numbers, _fewer(entry, part)))
    return parted, deeds


def _fit_within(dtm: DocumentTermMatrix, inside: np.ndarray, entry: Split, file: str) -> TopicModel:
    where = f"{file}: split {said(entry.topic)}"
    n = int(inside.sum())
    if n < entry.into:
        raise DataError(f"{where}: it holds {wording.counted(n, dtm.unit)}. Ask for fewer parts")
    part = fitting.fit(dtm.rows(inside), n_topics=entry.into)
    if part.found < 2:  # noqa: PLR2004  one part is no split
        raise DataError(f"{where}: its {dtm.unit}s do not come apart. Leave the entry out")
    return part


def _fewer(entry: Split, part: TopicModel) -> str:
    lost = part.found < entry.into
    return f"{entry.into} asked, {part.found} hold texts" if lost else ""


def _merge(reading: _Reading, guidance: Guidance) -> tuple[np.ndarray, list[_Deed]]:
    """Number each topic of the draft by the first of those it is merged with."""
    group = np.arange(1, len(reading.fitted) + 1)
    deeds = list[_Deed]()
    for entry in guidance.merge:
        topics = sorted({_find(reading, words, group, "merge") for words in entry})
        asked = " + ".join(said(words) for words in entry)
        if len(topics) < 2:  # noqa: PLR2004
            raise DataError(
                f"{guidance.file}: merge {asked}: all are topic {reading.fitted[topics[0] - 1]} "
                f"({reading.label_of[topics[0]]}). Name another or leave the entry out"
            )
        if any(topic in deed.topics for deed in deeds for topic in topics):
            raise DataError(
                f"{guidance.file}: merge {asked}: one of them is merged already. Write all into "
                "one entry"
            )
        group[np.array(topics) - 1] = topics[0]
        deeds.append(_Deed("merge", asked, _labels(reading, topics), tuple(topics)))
    return group, deeds


def _labels(reading: _Reading, topics: Iterable[int]) -> str:
    return " + ".join(str(reading.label_of[topic]) for topic in topics)


def _hide(reading: _Reading, group: np.ndarray, guidance: Guidance) -> list[_Deed]:
    topics = [_find(reading, words, group, "hide") for words in guidance.hide]
    if len({int(group[topic - 1]) for topic in topics}) == len(set(group.tolist())):
        raise DataError(f"{guidance.file}: hide: no topic would be left. Show one at least")
    pairs = zip(guidance.hide, topics, strict=True)
    return [_Deed("hide", said(w), _labels(reading, [t]), (t,)) for w, t in pairs]


def _name(reading: _Reading, group: np.ndarray, guidance: Guidance) -> list[_Deed]:
    """Find the topic of each name; `asked` holds the name.

    Seeds ask and do not force: where no topic came of them the entry is not done, and no error.
    """
    deeds, held = [], dict[int, str]()
    for wanted in guidance.topics:
        if not wanted.match and not meant(reading.terms, wanted.seeds):
            deeds.append(_Deed("name", wanted.name, "", (), _NO_SEEDED))
            continue
        topic = _find(reading, wanted.found_by, group, f"topics: {wanted.name!r}")
        one = int(group[topic - 1])
        if one in held:
            raise DataError(
                f"{guidance.file}: topics: {held[one]!r} and {wanted.name!r} are the same topic "
                f"({reading.label_of[topic]}). Leave one out or split it"
            )
        held[one] = wanted.name
        deeds.append(_Deed("name", wanted.name, _labels(reading, [topic]), (topic,)))
    return deeds


# --- what is said of it ---------------------------------------------------------------------


def _names(made: TopicModel, called: dict[int, str], hidden: set[int], file: str) -> pd.DataFrame:
    topic, machine = made.topics["topic"], made.topics["label"]
    label = [called.get(t, own) for t, own in zip(topic.tolist(), machine.tolist(), strict=True)]
    table = pd.DataFrame({"topic": topic, "label": label, "machine_label": machine})
    table = table.astype({"label": "str"})
    doubled = table.loc[table["label"].duplicated(keep=False) & topic.isin(called), "label"]
    if len(doubled):
        raise DataError(
            f"{file}: topics: two would be called {doubled.iloc[0]!r}. Choose another name"
        )
    return TOPIC_NAMES.check(table.assign(confirmed=topic.isin(called), hidden=topic.isin(hidden)))


def _found_by(deed: _Deed, guidance: Guidance) -> _Deed:
    """Put in the place of the name what the topic was found by."""
    wanted = next(one for one in guidance.topics if one.name == deed.asked)
    return deed._replace(asked=said(wanted.found_by))


def _seeded(names: list[_Deed], guidance: Guidance, vocabulary: list[str]) -> list[_Deed]:
    """Say of each topic with seeds which of them are counted words."""
    topic_of, known = {deed.asked: deed for deed in names}, {w.casefold() for w in vocabulary}
    deeds = []
    for wanted in guidance.seeded:
        gone = tuple(word for word in wanted.seeds if word.casefold() not in known)
        reason = f"not among the words counted: {said(gone)}" if gone else ""
        deed = topic_of[wanted.name]
        deeds.append(deed._replace(action="seeds", asked=said(wanted.seeds), reason=reason))
    return deeds


def _rows(deeds: list[_Deed], now: dict[int, int], topics: pd.DataFrame) -> list[dict[str, object]]:
    by_topic = topics.set_index("topic")
    rows = []
    for deed in deeds:
        held = by_topic.loc[sorted({now[topic] for topic in deed.topics})]
        result, n = " + ".join(held["label"]), int(held["n_units"].sum())
        rows.append(_row(deed) | {"result": result, "n_units": n})
    return rows


def _row(deed: _Deed) -> dict[str, object]:
    values = {"action": deed.action, "asked": deed.asked, "machine_label": deed.machine_label}
    return values | {"result": "", "n_units": 0, "reason": deed.reason}


def _not_done(guidance: Guidance) -> list[dict[str, object]]:
    """List every entry where there are no topics to do it to."""
    asked = [
        *(("split", said(entry.topic)) for entry in guidance.split),
        *(("merge", " + ".join(map(said, entry))) for entry in guidance.merge),
        *(("hide", said(words)) for words in guidance.hide),
        *(("name", said(wanted.found_by)) for wanted in guidance.topics),
        *(("seeds", said(wanted.seeds)) for wanted in guidance.seeded),
    ]
    return [_row(_Deed(action, words, "", (), _NO_TOPICS)) for action, words in asked]


def _table(rows: list[dict[str, object]]) -> pd.DataFrame:
    if not rows:
        return GUIDANCE_APPLIED.empty()
    kinds = {c.name: "int64" if c.kind == "int" else "str" for c in GUIDANCE_APPLIED.columns}
    return GUIDANCE_APPLIED.check(pd.DataFrame(rows).astype(kinds))
