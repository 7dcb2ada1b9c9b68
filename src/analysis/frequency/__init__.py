"""How often terms occur, how evenly, how richly, and how that changes over time."""

from analysis.frequency.almanac import first_last, season
from analysis.frequency.changes import movers, over_time, trends
from analysis.frequency.counting import head, measure, table, ties
from analysis.frequency.forms import case_variants, lemma_forms, lemmas, lemmatized
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
    "head",
    "heaps",
    "lemma_forms",
    "lemmas",
    "lemmatized",
    "measure",
    "movers",
    "over_time",
    "season",
    "table",
    "ties",
    "trends",
    "zipf",
]
