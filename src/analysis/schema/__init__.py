"""Every table that crosses a module's border: columns, kinds, units, row order."""

from analysis.schema.corpus import DOCUMENTS, NOTES, PARAGRAPHS, SENTENCES
from analysis.schema.evidence import EVIDENCE, LINES, MISSING, READING
from analysis.schema.table import Column, Schema, columns

__all__ = [
    "DOCUMENTS",
    "EVIDENCE",
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
