"""What the term page says first: the commonest words, the unusual ones, what rises and falls."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pandas as pd

from analysis import keyness, wording
from analysis.findings.changes import bursts_missing, change_findings, changes_missing
from analysis.findings.company import pair_finding
from analysis.findings.contrasts import contrast_finding, contrast_missing, sources_missing
from analysis.findings.phrases import agree, leaders, mark, often, quoted, several, times
from analysis.findings.subject import subject, used
from analysis.findings.summary import Finding, Summary, kept
from analysis.schema import MISSING

if TYPE_CHECKING:
    from analysis.keyness import Contrast
    from analysis.terms import DocumentTermMatrix

MOST_FINDINGS = 6
MANY_TEXTS = 20  # from here on a word must be in 5 texts to be compared with a list


@dataclass(frozen=True, eq=False)
class TermLists:
    """The lists of the term page: all that was measured, and what of it is shown.

    groups, key, differ : a Contrast, its KEYNESS, and the rows shown
    sources : KEYNESS_GROUPS
    beside, unusual : REFERENCE_KEYNESS, and the rows shown
    changes, moved : TRENDS, and the rows shown
    pairs : COLLOCATIONS shown
    unit : column whose values are the units of comparisons; '' for texts
    """

    groups: Contrast
    key: pd.DataFrame
    differ: pd.DataFrame
    sources: pd.DataFrame
    beside: pd.DataFrame
    unusual: pd.DataFrame
    changes: pd.DataFrame
    moved: pd.DataFrame
    pairs: pd.DataFrame
    unit: str = ""


def terms_summary(
    docs: pd.DataFrame,
    dtm: DocumentTermMatrix,
    *,
    freq: pd.DataFrame,
    lists: TermLists,
    width: str,
) -> Summary:
    """Say what stands out among the terms, in six findings at most.

    The rule: the word that differs most surely between two groups, and the surest rise and fall,
    with q < .05; the word most unusual beside the reference list by its lower bound; the
    commonest words; the pair that holds together most; the word that owes most to one text.
    """
    found = kept(
        contrast_finding(lists.differ, lists.groups),
        *change_findings(lists.moved, width),
        _unusual(lists.unusual, docs),
        _commonest(freq, len(docs)),
        pair_finding(lists.pairs),
        _one_document(freq),
    )[:MOST_FINDINGS]
    title = f"The words of {subject(docs)}"
    return Summary(title, _standing(docs, dtm, freq) + _compared_by(lists), found)


def terms_missing(
    docs: pd.DataFrame,
    lists: TermLists,
    *,
    found: pd.DataFrame | None = None,
    n_bursts: int | None = None,
) -> pd.DataFrame:
    """List what of the terms was not measured, and why.

    found : LINES of the word looked up; where there are none, their reason is told
    n_bursts : how many are shown; None where none was looked for
    Returns  MISSING
    """
    rows = contrast_missing(lists.groups, lists.key, lists.differ)
    rows += sources_missing(lists.sources) if len(docs) > 1 else []
    rows += changes_missing(docs, lists.changes)
    rows += [] if n_bursts is None else bursts_missing(docs, n_bursts)
    why = "" if found is None else str(found.attrs.get("reason", ""))
    if why:
        rows.append(("The word looked up", "not found", why))
    if lists.pairs.empty:
        why = "no pair of words without stop words stands often enough"
        rows.append(("Word pairs", "none to show", why))
    why = _why_not_unusual(docs, lists.beside)
    if why:
        rows.append(("Unusual words", "not measured", why))
    if len(docs) == 1:
        why = "one text; intervals are over its sentences"
        rows.append(("Intervals over texts", "not measured", why))
    return MISSING.check(pd.DataFrame(rows, columns=MISSING.names, dtype="str"))


def _why_not_unusual(docs: pd.DataFrame, unusual: pd.DataFrame) -> str:
    stem, sep, codes = str(unusual.attrs.get("reason", "")).rpartition(" language ")
    if sep:
        names = [wording.language(code) for code in codes.split(", ")]
        return f"{stem} {wording.listing(names)}"
    if codes or not keyness.leading(unusual, 1).empty:
        return codes
    if len(unusual):
        return "no word that stands twice or more is surely more frequent than in the list"
    few = "is in 5 texts or more" if len(docs) >= MANY_TEXTS else "stands twice or more"
    return f"no word {few}" if len(docs) > 1 else "no word can be looked up"


def _standing(docs: pd.DataFrame, dtm: DocumentTermMatrix, freq: pd.DataFrame) -> str:
    words = wording.counted(int(dtm.n_tokens.sum()), "word")
    different = wording.counted(len(freq), "different word")
    stop = f"; a stop list took {wording.share(dtm.stop_share)} of them" if dtm.stop_share else ""
    left = f"{stop}, leaving {different}" if stop else f", {wording.integer(len(freq))} different"
    lemma = " All forms of a word are counted as its lemma." if dtm.lemma_of else ""
    return f"{words}{left}.{lemma} {used(docs)} {_intervals(docs, freq)}"


def forms_title(merged: pd.DataFrame) -> str:
    """Head the table of forms: how many words stand for more forms than one."""
    n = len(merged)
    return f"{wording.counted(n, 'word')} {'stands' if n == 1 else 'stand'} for several forms"


def _intervals(docs: pd.DataFrame, freq: pd.DataFrame) -> str:
    """Say what the intervals hold for."""
    unit = "sentence" if len(docs) == 1 else "text"
    if freq["low"].isna().all():
        return f"No count has an interval: that takes a word in 5 {unit}s or more."
    alone = ", so they speak of this text alone" if unit == "sentence" else ""
    return (
        f"Intervals are 95%, adjusted for having picked what is shown; their unit is the "
        f"{unit}{alone}."
    )


def _compared_by(lists: TermLists) -> str:
    """Say where comparisons have a coarser unit."""
    return f" Comparisons have the {lists.unit} as unit." if lists.unit else ""


def _commonest(freq: pd.DataFrame, n_docs: int) -> Finding | None:
    if freq.empty:
        return None
    top, n = leaders(freq, "count"), int(freq["count"].max())
    row = top.iloc[0]
    links = (("term-frequency", "Figure"), (f"e:{row['term']}", mark(row["term"])))
    if len(top) > 1:
        names = top["term"].tolist()
        sentence = f"{several(names)} stand {often(n)} each, more than any other word."
        if len(top) == len(freq):
            sentence = f"Every word stands {often(n)}, {quoted(names)} among them."
        return Finding(wording.integer(len(top)), sentence, "words share the lead", links=links)
    held = f", in {wording.integer(row['n_docs'])} of {wording.counted(n_docs, 'text')}"
    said = f"{wording.counted(n, 'use')}{held if n_docs > 1 else ''}"
    rank = "only" if len(freq) == 1 else "commonest"
    sentence = f"{mark(row['term'])} is the {rank} word: {said}."
    return _with_rate(row, sentence, links)


def _with_rate(row: pd.Series, sentence: str, links: tuple[tuple[str, str], ...]) -> Finding:
    per = f"{wording.significant(row['per_million'])} per million words"
    n = wording.integer(row["count"])
    if pd.isna(row["low"]):
        return Finding(n, sentence, per, links=links)
    ends = wording.interval(wording.significant(row["low"]), wording.significant(row["high"]))
    return Finding(n, sentence, f"{per}, {ends}", "finding", links)


def _unusual(unusual: pd.DataFrame, docs: pd.DataFrame) -> Finding | None:
    if unusual.empty or unusual["log_ratio"].iloc[0] < 0:
        return None
    top, others = unusual.iloc[0], unusual["term"].iloc[1:4].tolist()
    ends = wording.interval(times(top["low"]), times(top["high"]))
    name = wording.language(str(top["language"]))
    here = "here" if len(docs["language"].unique()) == 1 else f"in the {name} texts"
    uses = wording.counted(int(top["count"]), "use")
    held = f" in {wording.counted(int(top['n_docs']), 'text')}" if len(docs) > 1 else ""
    sentence = (
        f"{mark(top['term'])} is {times(top['log_ratio'])[1:]} times as frequent "
        f"{here} as in general {name}: {uses}{held}{_unlisted(top)}."
    )
    follow = f" {quoted(others)} {agree(len(others), 'follows', 'follow')}." if others else ""
    small = ends if pd.notna(top["low"]) else "no interval"
    links = (("unusual", "Figure"), (f"e:{top['term']}", mark(top["term"])))
    return Finding(times(top["log_ratio"]), sentence + follow, small, "finding", links)


def _unlisted(row: pd.Series) -> str:
    return "" if row["listed"] else "; the list does not hold it, so this is the least it can be"


def _one_document(freq: pd.DataFrame) -> Finding | None:
    bursts = freq[freq["burst"]]
    if bursts.empty:
        return None
    top = bursts.iloc[0]
    held = wording.integer(round(top["largest_share"] * top["count"]))
    sentence = (
        f"{held} of the {wording.integer(top['count'])} uses of {mark(top['term'])} stand in one "
        f"text; {wording.counted(len(bursts), 'word')} of 10 uses or more "
        f"{agree(len(bursts), 'has', 'have')} half of them or more in one."
    )
    links = ((f"e:{top['term']}", mark(top["term"])),)
    return Finding(wording.share(top["largest_share"]), sentence, "in one text", links=links)
