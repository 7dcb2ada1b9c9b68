"""What a page needs of hand labels: the labels of a path, and all that they say, or nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from analysis import corpus
from analysis.labels.agreement import agreement, several
from analysis.labels.checking import UNCLEAR, check
from analysis.labels.estimates import by_group, together
from analysis.labels.file import read
from analysis.schema.labels import (
    LABEL_ACCURACY,
    LABEL_AGREEMENT,
    LABEL_CALIBRATION,
    LABEL_CONFUSION,
    LABEL_ESTIMATES,
    LABEL_PROBLEMS,
    LABELLED,
)

if TYPE_CHECKING:
    import pandas as pd


class Results(NamedTuple):
    """LABEL_ESTIMATES, LABEL_ACCURACY, LABEL_CONFUSION, LABEL_CALIBRATION, LABEL_AGREEMENT."""

    estimates: pd.DataFrame
    accuracy: pd.DataFrame
    confusion: pd.DataFrame
    calibration: pd.DataFrame
    agreement: pd.DataFrame


def load(path: str, docs: pd.DataFrame, *, sents: pd.DataFrame) -> pd.DataFrame:
    """Read the labels of a path that can be used.

    path : found as a corpus is; '' for no labels
    Returns  as `check`; without a path no rows and `attrs["file"]` is ''
    Raises   DataError where there is no such file or it cannot be read.
    """
    if path.strip():
        return check(read(corpus.resolve(path)), docs, sents)
    none = LABELLED.empty()
    none.attrs = {"problems": LABEL_PROBLEMS.empty(), "file": ""}
    return none


def results(labelled: pd.DataFrame, docs: pd.DataFrame, *, scores: pd.DataFrame) -> Results:
    """Take all that the labels say; empty tables where none is clear and of the present draw.

    labelled : LABELLED
    docs : DOCUMENTS; scores : SENTENCE_TONE of all their sentences
    """
    agreed = agreement(labelled) if several(labelled) else LABEL_AGREEMENT.empty()
    if _none_clear(labelled):
        schemas = (LABEL_ESTIMATES, LABEL_ACCURACY, LABEL_CONFUSION, LABEL_CALIBRATION)
        return Results._make([*(schema.empty() for schema in schemas), agreed])
    return Results._make([*together(labelled, docs, scores), agreed])


def of_groups(
    labelled: pd.DataFrame, docs: pd.DataFrame, *, scores: pd.DataFrame, group: pd.Series
) -> pd.DataFrame:
    """Correct the tone of each group as `by_group`; no rows where no label is clear.

    group : the name of each document's group, by doc_id; '' for none
    """
    if _none_clear(labelled):
        return LABEL_ESTIMATES.empty()
    return by_group(labelled, docs, scores, group=group)


def _none_clear(labelled: pd.DataFrame) -> bool:
    """Tell whether no label of the present draw says anything."""
    return bool(labelled.loc[labelled["label"] != UNCLEAR, "probability"].isna().all())
