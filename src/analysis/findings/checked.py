"""What hand labels make of the tone, in words: the corrected numbers, and what is not known."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

import pandas as pd

from analysis import wording
from analysis.findings.summary import Finding

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from analysis.sentiment import DomainWords

CAVEAT = "Unvalidated lexicon tone"
_LISTS = "These numbers come from two lists of words, not from a reader."
UNCHECKED = (
    f"{_LISTS} On newspaper editorials such "
    "lists follow human ratings only in part, on reports of war less still, and nobody has "
    "checked them on these texts. The command analysis label draws sentences to check them by."
)
_MEAN = "mean tone"
_GROUP_COLUMNS = (
    "group", "corrected", "95% interval", "lists", "negative", "its 95% interval", "labels"
)  # fmt: skip
_COLUMNS = ("measure", "corrected", "95% interval", "labels alone", "their 95% interval", "lists")


class ToneTrust(NamedTuple):
    """What is known of how far the word lists can be trusted on these texts; None for nothing.

    estimates, accuracy : LABEL_ESTIMATES, LABEL_ACCURACY
    conflict : TONE_CONFLICT
    domain : what a user has changed in the lists
    names : COVERAGE of names and quotations
    groups : what groups are, such as sources, and LABEL_ESTIMATES of each of them
    """

    estimates: pd.DataFrame | None = None
    accuracy: pd.DataFrame | None = None
    conflict: pd.DataFrame | None = None
    domain: DomainWords | None = None
    names: pd.DataFrame | None = None
    groups: Mapping[str, pd.DataFrame] = MappingProxyType({})


def corrected(estimates: pd.DataFrame | None) -> pd.Series | None:
    """Take the corrected mean tone; None where there is none.

    estimates : LABEL_ESTIMATES, or None for no labels
    """
    if estimates is None or estimates.empty or estimates["reason"].iloc[0]:
        return None
    row: pd.Series = estimates.iloc[0]
    return row


def checked_finding(estimates: pd.DataFrame | None) -> Finding | None:
    """Say the corrected mean beside the lists' own."""
    row = corrected(estimates)
    if row is None:
        return None
    where = f" in {wording.counted(int(row['n_units']), 'text')}"
    where = "" if row["unit"] == "sentence" else where
    sentence = (
        f"The mean over all sentences in English, corrected by {_labels(row)}{where}; the word "
        f"lists alone put the sentences they score at {wording.tone(row['scorer'])}."
    )
    links = (("checked", "against the labels"),)
    return Finding(wording.tone(row["estimate"]), sentence, _ends(row, "low"), "finding", links)


def checked_caveat(
    estimates: pd.DataFrame | None, accuracy: pd.DataFrame | None
) -> tuple[str, str]:
    """Say whether the tone was checked, and how often the lists say what people say.

    estimates, accuracy : LABEL_ESTIMATES, LABEL_ACCURACY, or None for no labels
    """
    row = corrected(estimates)
    if row is None or accuracy is None:
        return CAVEAT, UNCHECKED
    rate = accuracy.iloc[0]
    right = "How often they are right where they score a sentence is not known."
    if pd.notna(rate["accuracy"]):
        right = f"On {_rate(rate)} of the sentences they score they say what the labels say."
    only = "Of the findings the first alone is corrected by the labels."
    return f"Lexicon tone, checked against {_labels(row)}", f"{_LISTS} {right} {only}"


def checked_title(estimates: pd.DataFrame) -> str:
    """Head the table of corrected numbers with the share of negative sentences."""
    if corrected(estimates) is None:
        return ""
    share = estimates[estimates["measure"] == "negative"].iloc[0]
    said = [wording.share(share[name]) for name in ("estimate", "scorer")]
    return f"{said[0]} of sentences are negative by the labels, {said[1]} by the word lists"


def checked_table(estimates: pd.DataFrame) -> pd.DataFrame:
    """Write corrected, from labels alone and by the lists: means as tones, shares in percent.

    estimates : LABEL_ESTIMATES
    Returns  text to be read, a row a measure; no rows where nothing could be measured
    """
    known = estimates[estimates["estimate"].notna() | estimates["labels_only"].notna()]
    rows = []
    for _, row in known.iterrows():
        write = _writer(row)
        own, alone = _ends(row, "low"), _ends(row, "labels_low")
        numbers = [write(row[name]) for name in ("estimate", "labels_only", "scorer")]
        rows.append((row["measure"], numbers[0], own, numbers[1], alone, numbers[2]))
    return pd.DataFrame(rows, columns=list(_COLUMNS), dtype="str")


def checked_note(estimates: pd.DataFrame) -> dict[str, str]:
    """Say what the corrected numbers rest on."""
    row = corrected(estimates)
    if row is None:
        return {}
    units = wording.counted(int(row["n_units"]), str(row["unit"]))
    return {
        "Corrected": f"by {_labels(row)} in {units}, each weighted by its chance of being drawn.",
        "Speaks of": "the average sentence, those without a listed word included.",
        "Interval": f"95%, over {row['unit']}s; not adjusted for how many are shown.",
        "Lists": "over the sentences that hold a listed word.",
    }


def checked_groups(estimates: pd.DataFrame) -> pd.DataFrame:
    """Write the corrected tone and share of negative sentences of each group that has labels.

    estimates : LABEL_ESTIMATES of groups
    Returns  text to be read, a row a group in the order given; no rows where nothing was measured
    """
    known = estimates[estimates["estimate"].notna()]
    means, shares = (known[known["measure"] == one].iterrows() for one in (_MEAN, "negative"))
    rows = [
        (
            mean["group"],
            wording.tone(mean["estimate"]),
            _ends(mean, "low"),
            wording.tone(mean["scorer"]),
            wording.share(share["estimate"]),
            _ends(share, "low"),
            wording.integer(int(mean["n_labels"])),
        )
        for (_, mean), (_, share) in zip(means, shares, strict=True)
    ]
    return pd.DataFrame(rows, columns=list(_GROUP_COLUMNS), dtype="str")


def checked_groups_title(estimates: pd.DataFrame, one: str) -> str:
    """Head the table of groups with how many of them have labels enough.

    one : what a group is
    """
    means = estimates.loc[estimates["measure"] == _MEAN, "estimate"]
    if means.isna().all():
        return ""
    known, n = wording.integer(int(means.notna().sum())), wording.counted(len(means), one)
    return f"{known} of {n} corrected by labels of their own"


def accuracy_title(accuracy: pd.DataFrame) -> str:
    """Head the table of accuracy with how often lists and labels say the same."""
    if accuracy.empty or pd.isna(accuracy["accuracy"].iloc[0]):
        return ""
    return f"Lists and labels say the same of {_rate(accuracy.iloc[0])} of scored sentences"


def confusion_title(confusion: pd.DataFrame) -> str:
    """Head the table of what people say of each class with how often they agree.

    confusion : LABEL_CONFUSION
    """
    right = confusion[confusion["scored_as"] == confusion["label"]].dropna(subset=["share"])
    if right.empty:
        return ""
    said = [f"{wording.share(one['share'])} of {one['label']}" for _, one in right.iterrows()]
    return f"People say what the lists say of {wording.listing(said)} sentences"


def calibration_title(calibration: pd.DataFrame) -> str:
    """Head the table of labels by tone with what people say at both ends of the lists' tone.

    calibration : LABEL_CALIBRATION
    """
    known = calibration.dropna(subset=["tone_mean", "label_mean"])
    if len(known) < 2:  # noqa: PLR2004 - two ends
        return ""
    low, high = (
        f"{wording.tone(row['tone_mean'])} by the lists is {wording.tone(row['label_mean'])}"
        for _, row in known.iloc[[0, -1]].iterrows()
    )
    return f"{low} by the labels, {high}"


def labels_missing(labelled: pd.DataFrame | None, trust: ToneTrust) -> list[tuple[str, str, str]]:
    """List, as rows of MISSING, what the labels do not tell and which could not be used.

    labelled : LABELLED with its `attrs`; None for no labels
    """
    if labelled is None or not labelled.attrs["file"]:
        return [("Accuracy", "not measured", "no sentence has been labelled by hand")]
    rows = _too_few(trust.estimates)
    if not rows:
        rows += [row for name, table in trust.groups.items() for row in _few_of(name, table)]
    reasons = labelled.attrs["problems"].groupby("reason", sort=True)["row"]
    for reason, at in reasons:
        where = f"{wording.counted(len(at), 'label')}, first in row {wording.integer(at.iloc[0])}"
        rows.append(("Labels not used", "not used", f"{reason}: {where}"))
    outside = int(labelled["probability"].isna().sum())
    if outside:
        why = f"outside the present draw: {wording.counted(outside, 'label')}"
        rows.append(("Labels not used", "not used", why))
    return rows


def _too_few(estimates: pd.DataFrame | None) -> list[tuple[str, str, str]]:
    if estimates is None or estimates.empty:
        why = "no label in the file could be used, so none says how often the lists are right"
        return [("Accuracy", "not measured", why)]
    row = estimates.iloc[0]
    why = f"{row['reason']}; there are {int(row['n_labels'])}"
    if not row["reason"]:
        return []
    if "labels" not in row["reason"]:
        why = f"{row['reason']}: {_labels(row)}"
    return [("Corrected tone", "not measured", why)]


def _few_of(groups: str, estimates: pd.DataFrame) -> list[tuple[str, str, str]]:
    """Say for how many groups there is no corrected tone, and why for most."""
    means = estimates[estimates["measure"] == _MEAN]
    reasons = means.loc[means["estimate"].isna(), "reason"]
    if reasons.empty:
        return []
    n, of_all = wording.integer(len(reasons)), wording.integer(len(means))
    why = f"{n} of {of_all}: {reasons.value_counts().index[0]} of their own"
    return [(f"Corrected tone of {groups}", "not measured", why)]


def _labels(row: pd.Series) -> str:
    return wording.counted(int(row["n_labels"]), "hand label")


def _writer(row: pd.Series) -> Callable[[float], str]:
    return wording.tone if row["measure"] == _MEAN else wording.share


def _ends(row: pd.Series, low: str) -> str:
    """Write an interval in the way of its measure, or that there is none."""
    if pd.isna(row[low]):
        return "no interval"
    write, high = _writer(row), low.replace("low", "high")
    return wording.interval(write(row[low]), write(row[high]))


def _rate(row: pd.Series) -> str:
    ends = wording.interval(wording.share(row["low"]), wording.share(row["high"]))
    said = wording.share(row["accuracy"])
    return f"{said} ({ends})" if pd.notna(row["low"]) else f"{said} (no interval)"
