"""What hand labels make of the scorer's numbers: corrected means and shares, and how it errs."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from analysis import uncertainty
from analysis.labels.checking import SIGN
from analysis.labels.drawing import CLASSES, NO_EVIDENCE, classes, strata
from analysis.schema.labels import (
    LABEL_ACCURACY,
    LABEL_CALIBRATION,
    LABEL_CONFUSION,
    LABEL_ESTIMATES,
)
from analysis.sentiment.passages import covered
from analysis.uncertainty import MIN_LABELS

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Mask = NDArray[np.bool_]

MEAN = "mean tone"
BINS = ("under -.50", "-.50 to -.05", "-.05 to .05", ".05 to .50", "over .50")
_EDGES = (-0.5, -0.05, 0.05, 0.5)
_TEXTS = ("of", "scored_as", "label", "tone", "group", "measure", "unit", "reason")


@dataclass(frozen=True, eq=False)
class _Whole:
    """All sentences of covered documents, scored, some labelled.

    label : for each class the share of a sentence's labellers who chose it; NaN where none did
    """

    scores: pd.DataFrame
    kind: NDArray[np.object_]
    label: dict[str, Floats]
    design: uncertainty.Design

    def mean_label(self) -> Floats:
        """Average a sentence's labels, -1 to 1."""
        signed = [SIGN[name] * self.label[name] for name in CLASSES]
        return np.asarray(np.sum(signed, axis=0), np.float64)

    def right(self) -> Floats:
        """Give the share of a sentence's labellers who say what the scorer says; 0 if nothing."""
        said = np.array([self.label[name] for name in CLASSES])
        own = [self.kind == name for name in CLASSES]
        return np.where(np.isnan(said[0]), np.nan, (said * own).sum(axis=0))


def estimates(labelled: pd.DataFrame, docs: pd.DataFrame, scores: pd.DataFrame) -> pd.DataFrame:
    """Correct the mean tone and the shares of all sentences by the hand labels.

    labelled : LABELLED, as `labels.check`
    docs : DOCUMENTS
    scores : SENTENCE_TONE of all their sentences
    Returns  LABEL_ESTIMATES, four rows. They speak of the average sentence, those without a word
        of the lists included; *unclear* is no label. With several labellers a sentence counts
        with the mean of their labels.
    """
    return _of_all(_whole(labelled, docs, scores))


def _of_all(whole: _Whole) -> pd.DataFrame:
    return _checked(_estimates(whole, "all", np.ones(len(whole.scores), bool)))


def together(
    labelled: pd.DataFrame,
    docs: pd.DataFrame,
    scores: pd.DataFrame,
    groups: Sequence[pd.Series] = (),
) -> list[pd.DataFrame]:
    """Take all that labels say of a scorer, with sentences and labels joined once.

    groups : each as in `by_group`
    Returns  what `estimates`, `accuracy`, `confusion` and `calibration` give, and `by_group` for
        each of `groups`
    """
    whole = _whole(labelled, docs, scores)
    parts = [_by_group(whole, group) for group in groups]
    return [_of_all(whole), _accuracy(whole), _confusion(whole), _calibration(whole), *parts]


def by_group(
    labelled: pd.DataFrame, docs: pd.DataFrame, scores: pd.DataFrame, *, group: pd.Series
) -> pd.DataFrame:
    """Correct the mean tone and the shares of groups with at least 30 labels of their own.

    group : the name of each document's group, by doc_id; '' or a missing one is in no group
    Returns  LABEL_ESTIMATES, four rows a group, by name; NaN with a reason under 30 labels
    """
    return _by_group(_whole(labelled, docs, scores), group)


def _by_group(whole: _Whole, group: pd.Series) -> pd.DataFrame:
    own = whole.scores["doc_id"].map(group).fillna("").astype("str").to_numpy()
    names = [name for name in np.unique(own) if name]
    rows = [row for name in names for row in _estimates(whole, str(name), own == name)]
    return _checked(rows)


def accuracy(labelled: pd.DataFrame, docs: pd.DataFrame, scores: pd.DataFrame) -> pd.DataFrame:
    """Measure how often the scorer's class is the label, over all it scored and by agreement.

    Returns  LABEL_ACCURACY, weighted by one over the chance of being drawn
    """
    return _accuracy(_whole(labelled, docs, scores))


def _accuracy(whole: _Whole) -> pd.DataFrame:
    agree = whole.scores["agreement"].to_numpy()
    spoke = whole.kind != NO_EVIDENCE
    parts = {"scored sentences": spoke} | {
        name: spoke & (agree == name) for name in ("agree", "lean", "mixed")
    }
    rows = [
        {"of": name} | _rate("accuracy", uncertainty.labelled_share, whole, whole.right(), where)
        for name, where in parts.items()
    ]
    return LABEL_ACCURACY.check(_texts(pd.DataFrame(rows)))


def confusion(labelled: pd.DataFrame, docs: pd.DataFrame, scores: pd.DataFrame) -> pd.DataFrame:
    """Say what people called the sentences of each class by the scorer.

    Returns  LABEL_CONFUSION, weighted shares that sum to 1 for each class by the scorer
    """
    return _confusion(_whole(labelled, docs, scores))


def _confusion(whole: _Whole) -> pd.DataFrame:
    rows = []
    for kind in (*CLASSES, NO_EVIDENCE):
        for name in CLASSES:
            said, where = whole.label[name], whole.kind == kind
            row = {"scored_as": kind, "label": name, "n": float(np.nansum(said[where]))}
            rows.append(row | _rate("share", uncertainty.labelled_share, whole, said, where))
    return LABEL_CONFUSION.check(_texts(pd.DataFrame(rows)))


def calibration(labelled: pd.DataFrame, docs: pd.DataFrame, scores: pd.DataFrame) -> pd.DataFrame:
    """Compare the mean label with the scorer's tone, bin by bin.

    Returns  LABEL_CALIBRATION, weighted
    """
    return _calibration(_whole(labelled, docs, scores))


def _calibration(whole: _Whole) -> pd.DataFrame:
    tone = whole.scores["tone"].to_numpy(np.float64)
    bins = np.where(np.isnan(tone), len(BINS), np.digitize(tone, _EDGES))
    said = whole.mean_label()
    rows = []
    for i, name in enumerate((*BINS, NO_EVIDENCE)):
        where = bins == i
        row = {"tone": name, "tone_mean": float(tone[where].mean()) if where.any() else math.nan}
        rows.append(row | _rate("label_mean", uncertainty.labelled_mean, whole, said, where))
    return LABEL_CALIBRATION.check(_texts(pd.DataFrame(rows)))


def _whole(labelled: pd.DataFrame, docs: pd.DataFrame, scores: pd.DataFrame) -> _Whole:
    """Lay scores and labels side by side, for every sentence that could have been drawn."""
    here = covered(scores)
    ids = pd.Index(here["sentence_id"])
    known = labelled[labelled["label"].isin(CLASSES) & labelled["probability"].notna()]
    groups = known.groupby("sentence_id", sort=True)
    said = {name: known["label"].eq(name).groupby(known["sentence_id"]).mean() for name in CLASSES}
    n_drawn = labelled.loc[labelled["probability"].notna(), "sentence_id"].nunique()
    names = strata(docs, here, n=max(n_drawn, 1))
    design = uncertainty.Design(
        probability=groups["probability"].first().reindex(ids).to_numpy(np.float64),
        stratum=pd.factorize(names, sort=True)[0],
        unit=pd.factorize(here["doc_id"], sort=True)[0],
    )
    shares = {name: _floats(own.reindex(ids)) for name, own in said.items()}
    return _Whole(here, classes(here), shares, design)


def _floats(values: pd.Series) -> Floats:
    return np.asarray(values.to_numpy(), np.float64)


def _estimates(whole: _Whole, group: str, where: Mask) -> list[dict[str, object]]:
    tone = whole.scores["tone"].to_numpy(np.float64)[where]
    kind, design = whole.kind[where], whole.design.of(where)
    every = np.ones(len(tone), bool)
    scored = kind != NO_EVIDENCE
    said = whole.mean_label()[where]
    mean = uncertainty.corrected_mean(np.nan_to_num(tone), said, design=design)
    alone = uncertainty.labelled_mean(said, design=design, where=every)
    rows = [_row(MEAN, _mean(tone[scored]), found=mean, alone=alone, n_all=len(tone))]
    for name in CLASSES:
        share, guess = whole.label[name][where], (kind == name).astype(np.float64)
        found = uncertainty.corrected_share(guess, share, design=design)
        alone = uncertainty.labelled_share(share, design=design, where=every)
        scorer = _mean(guess[scored])
        rows.append(_row(name, scorer, found=found, alone=alone, n_all=len(tone)))
    unit = "document" if len(np.unique(design.unit)) > 1 else "sentence"
    return [{"group": group, **row, "unit": unit} for row in rows]


def _row(
    measure: str,
    scorer: float,
    *,
    found: uncertainty.Estimate,
    alone: uncertainty.Estimate,
    n_all: int,
) -> dict[str, object]:
    few = alone.n_labels < MIN_LABELS and bool(found.reason)
    needed = uncertainty.labels_needed(found, (found.high - found.low) / 4)
    labels = (math.nan,) * 3 if few else (alone.estimate, alone.low, alone.high)
    return {
        "measure": measure,
        "scorer": scorer,
        "estimate": found.estimate,
        "low": found.low,
        "high": found.high,
        **dict(zip(("labels_only", "labels_low", "labels_high"), labels, strict=True)),
        "tuning": found.tuning,
        "n_labels": found.n_labels,
        "n_units": found.n_units,
        "n_for_half": needed if needed <= n_all else math.nan,
        "reason": found.reason,
    }


def _mean(values: Floats) -> float:
    return float(values.mean()) if len(values) else math.nan


def _rate(
    name: str,
    measure: Callable[..., uncertainty.Estimate],
    whole: _Whole,
    said: Floats,
    where: Mask,
) -> dict[str, object]:
    found = measure(said, design=whole.design, where=where)
    own = {"n_labels": found.n_labels, "low": found.low, "high": found.high}
    return {name: found.estimate, **own, "reason": found.reason}


def _checked(rows: list[dict[str, object]]) -> pd.DataFrame:
    return LABEL_ESTIMATES.check(_texts(pd.DataFrame(rows))) if rows else LABEL_ESTIMATES.empty()


def _texts(table: pd.DataFrame) -> pd.DataFrame:
    return table.astype({name: "str" for name in table if name in _TEXTS})
