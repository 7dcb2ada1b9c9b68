"""What a page needs of hand labels: the labels of a path, and all that they say, or nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from analysis import corpus
from analysis.labels.agreement import agreement, several
from analysis.labels.checking import UNCLEAR, check
from analysis.labels.estimates import together
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
    """What the labels say, each table empty where they say nothing.

    estimates, by_source, by_period : LABEL_ESTIMATES of all sentences and of groups of them
    accuracy, confusion, calibration, agreement : LABEL_ACCURACY and so on
    """

    estimates: pd.DataFrame
    accuracy: pd.DataFrame
    confusion: pd.DataFrame
    calibration: pd.DataFrame
    by_source: pd.DataFrame
    by_period: pd.DataFrame
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


def results(
    labelled: pd.DataFrame, docs: pd.DataFrame, *, scores: pd.DataFrame, periods: pd.Series
) -> Results:
    """Take all that the labels say; empty tables where none is clear and of the present draw.

    labelled : LABELLED
    docs : DOCUMENTS; scores : SENTENCE_TONE of all their sentences
    periods : the period of each document, by doc_id; '' for none
    """
    clear = labelled[labelled["label"] != UNCLEAR]
    agreed = agreement(labelled) if several(labelled) else LABEL_AGREEMENT.empty()
    if clear["probability"].isna().all():
        rates = [LABEL_ACCURACY, LABEL_CONFUSION, LABEL_CALIBRATION]
        schemas = [LABEL_ESTIMATES, *rates, LABEL_ESTIMATES, LABEL_ESTIMATES]
        return Results._make([*(schema.empty() for schema in schemas), agreed])
    groups = [docs.set_index("doc_id")["source"], periods]
    return Results._make([*together(labelled, docs, scores, groups), agreed])
