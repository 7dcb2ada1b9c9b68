"""Every table that crosses a module's border: columns, kinds, units, row order."""

from analysis.schema.corpus import DOCUMENTS, NOTES, PARAGRAPHS, SENTENCES
from analysis.schema.evidence import EVIDENCE, LINES, MISSING, READING
from analysis.schema.labels import (
    LABEL_ACCURACY,
    LABEL_AGREEMENT,
    LABEL_CALIBRATION,
    LABEL_CONFUSION,
    LABEL_ESTIMATES,
    LABEL_PROBLEMS,
    LABELLED,
    LABELS,
)
from analysis.schema.table import Column, Schema, columns

__all__ = [
    "DOCUMENTS",
    "EVIDENCE",
    "LABELLED",
    "LABELS",
    "LABEL_ACCURACY",
    "LABEL_AGREEMENT",
    "LABEL_CALIBRATION",
    "LABEL_CONFUSION",
    "LABEL_ESTIMATES",
    "LABEL_PROBLEMS",
    "LINES",
    "MISSING",
    "NOTES",
    "PARAGRAPHS",
    "READING",
    "SENTENCES",
    "Column",
    "Schema",
    "columns",
]
