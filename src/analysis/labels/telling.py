"""What stands in a file of labels, for the terminal."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from analysis import wording
from analysis.labels.agreement import agreement, several
from analysis.labels.estimates import MEAN, accuracy, estimates

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Mapping

    import pandas as pd

_EXAMPLES = 5


def in_words(
    labels: pd.DataFrame, labelled: pd.DataFrame, *, docs: pd.DataFrame, scores: pd.DataFrame
) -> str:
    """Say how many are labelled, how far labellers agree, and what the labels correct.

    labels : as `labels.read`; labelled : as `labels.check`
    docs : DOCUMENTS; scores : SENTENCE_TONE
    """
    lines = [_progress(labels, labelled), *_problems(labelled), *_outside(labelled)]
    if labelled.empty:
        return "\n".join(lines)
    if several(labelled):
        lines += _agreement(agreement(labelled))
    return "\n".join(lines + _estimates(estimates(labelled, docs, scores), labelled, docs, scores))


def next_step(file: str, labels: pd.DataFrame, *, added: int) -> str:
    """Say what was added to a file of labels, and what to do with it.

    file : as named in print; added : rows that this call added
    """
    n_empty = int(labels["label"].str.strip().eq("").sum())
    rows = wording.counted(added, "row")
    lines = [f"{file}: {rows} added, nothing else changed" if added else f"{file}: nothing added"]
    if n_empty:
        lines.append(
            f"next: open it in a spreadsheet or an editor and write negative, neutral, positive or"
            f" unclear (-1, 0, 1, ?) into the column label ({wording.counted(n_empty, 'row')} to"
            " do), and save as CSV; or label by keyboard in JupyterLab: from analysis import"
            f" explore; explore.label({file!r}). Then run the same command again"
        )
    return "\n".join(lines)


def _progress(labels: pd.DataFrame, labelled: pd.DataFrame) -> str:
    n_drawn, n_done = labels["sentence_id"].nunique(), labelled["sentence_id"].nunique()
    counts = labelled["label"].value_counts()
    parts = [f"{name} {wording.integer(n)}" for name, n in sorted(counts.items())]
    said = f" ({', '.join(parts)})" if parts else ""
    drawn = wording.counted(n_drawn, "sentence")
    return f"labelled: {wording.integer(n_done)} of {drawn}{said}"


def _problems(labelled: pd.DataFrame) -> list[str]:
    """Point at the first five labels that are not used, by file and row."""
    problems = labelled.attrs["problems"]
    rows = problems.head(_EXAMPLES).itertuples()
    file = labelled.attrs["file"]
    lines = [f"not used: {file}:{row.row}: {row.reason}: {row.detail}" for row in rows]
    more = len(problems) - len(lines)
    if more > 0:
        reasons = sorted(Counter(problems["reason"][_EXAMPLES:]).items())
        told = "; ".join(f"{reason}: {n}" for reason, n in reasons)
        lines.append(f"not used: {wording.integer(more)} more ({told})")
    return lines


def _outside(labelled: pd.DataFrame) -> list[str]:
    n = int(labelled["probability"].isna().sum())
    what = wording.counted(n, "label")
    return [f"not used: {what} outside the present draw, kept in the file"] if n else []


def _agreement(table: pd.DataFrame) -> list[str]:
    lines = []
    for row in table.to_dict("records"):
        ends = wording.interval(wording.of_one(row["low"]), wording.of_one(row["high"]))
        told = f"{wording.of_one(row['alpha'])} [{ends}]" if not row["reason"] else row["reason"]
        on = f"{row['n_labellers']} labellers, {wording.counted(row['n_sentences'], 'sentence')}"
        lines.append(f"agreement, Krippendorff's alpha, {row['metric']}: {told} ({on})")
    return lines


def _estimates(
    table: pd.DataFrame, labelled: pd.DataFrame, docs: pd.DataFrame, scores: pd.DataFrame
) -> list[str]:
    first = table.iloc[0]
    if first["reason"]:
        n = wording.counted(int(first["n_labels"]), "clear label")
        return [f"corrected estimates: not measured, {first['reason']} ({n})"]
    head = f"corrected by {wording.counted(int(first['n_labels']), 'label')}"
    unit = wording.counted(int(first["n_units"]), str(first["unit"]))
    lines = [f"{head}, over all covered sentences; 95% intervals, unit {unit}:"]
    lines += [_line(row) for row in table.to_dict("records")]
    right = accuracy(labelled, docs, scores).iloc[0]
    ends = wording.interval(wording.share(right["low"]), wording.share(right["high"]))
    told = f"{wording.share(right['accuracy'])} [{ends}]"
    n = wording.counted(int(right["n_labels"]), "label")
    lines.append(f"the scorer is right on {told} of the sentences it scores ({n})")
    return [*lines, _more(first)]


def _line(row: Mapping[Hashable, Any]) -> str:
    write: Callable[[float], str] = wording.tone if row["measure"] == MEAN else wording.share
    said = {name: write(row[name]) for name in _NUMBERS}
    own = wording.interval(said["low"], said["high"])
    alone = wording.interval(said["labels_low"], said["labels_high"])
    return (
        f"  {row['measure']}: {said['estimate']} [{own}]; labels alone"
        f" {said['labels_only']} [{alone}]; scorer alone {said['scorer']}"
    )


_NUMBERS = ("scorer", "estimate", "low", "high", "labels_only", "labels_low", "labels_high")


def _more(first: pd.Series) -> str:
    needed, n = float(first["n_for_half"]), int(first["n_labels"])
    if not needed > n:
        return "half the width of the mean's interval: more labels would not do it, more texts may"
    return f"half the width of the mean's interval: about {wording.integer(needed - n)} more labels"
