"""How often terms occur, how evenly, how richly, and how that changes over time."""

from analysis.frequency.almanac import first_last, season
from analysis.frequency.changes import movers, over_time, slopes, trends
from analysis.frequency.counting import head, keyed, measure, once, table, tied, ties
from analysis.frequency.forms import (
    case_variants,
    forms_of,
    indexed,
    lemma_forms,
    lemmas,
    lemmatized,
    merged_of,
)
from analysis.frequency.group_surges import group_bursts
from analysis.frequency.laws import Law, heaps, zipf
from analysis.frequency.richness import diversity
from analysis.frequency.spread import dispersion
from analysis.frequency.surges import bursts

__all__ = [
    "Law",
    "bursts",
    "case_variants",
    "dispersion",
    "diversity",
    "first_last",
    "forms_of",
    "group_bursts",
    "head",
    "heaps",
    "indexed",
    "keyed",
    "lemma_forms",
    "lemmas",
    "lemmatized",
    "measure",
    "merged_of",
    "movers",
    "once",
    "over_time",
    "season",
    "slopes",
    "table",
    "tied",
    "ties",
    "trends",
    "zipf",
]
