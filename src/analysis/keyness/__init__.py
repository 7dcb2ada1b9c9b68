"""Which terms set one group of texts apart, from the others or from the language at large."""

from analysis.keyness.classics import g2, log_odds, lrc
from analysis.keyness.comparison import compare, log_ratios
from analysis.keyness.contrast import (
    Contrast,
    before_after,
    contrast,
    contrasted,
    unit_of,
    weighted,
)
from analysis.keyness.groups import groups
from analysis.keyness.reference import beside_reference, leading
from analysis.keyness.selection import lockwords, shown

__all__ = [
    "Contrast",
    "before_after",
    "beside_reference",
    "compare",
    "contrast",
    "contrasted",
    "g2",
    "groups",
    "leading",
    "lockwords",
    "log_odds",
    "log_ratios",
    "lrc",
    "shown",
    "unit_of",
    "weighted",
]
