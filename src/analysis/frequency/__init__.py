"""How often terms occur, how evenly, how richly, and how that changes over time."""

from analysis.frequency.changes import movers, over_time, trends
from analysis.frequency.counting import head, measure, table, ties
from analysis.frequency.spread import dispersion
from analysis.frequency.surges import bursts

__all__ = [
    "bursts",
    "dispersion",
    "head",
    "measure",
    "movers",
    "over_time",
    "table",
    "ties",
    "trends",
]
