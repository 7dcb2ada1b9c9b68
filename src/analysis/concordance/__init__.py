"""A term where it stands, and the sentences behind any row of any table."""

from analysis.concordance.evidence import (
    evidence_for_groups,
    evidence_for_lines,
    evidence_for_passages,
    evidence_for_sentences,
    evidence_for_terms,
    evidence_within,
)
from analysis.concordance.lines import lines, lines_matching
from analysis.concordance.reading import (
    barcode,
    context,
    sample,
    sort_lines,
    spread,
)

__all__ = [
    "barcode",
    "context",
    "evidence_for_groups",
    "evidence_for_lines",
    "evidence_for_passages",
    "evidence_for_sentences",
    "evidence_for_terms",
    "evidence_within",
    "lines",
    "lines_matching",
    "sample",
    "sort_lines",
    "spread",
]
