"""How often terms occur, how evenly, and how that changes over time."""

from analysis.frequency.changes import movers, over_time, trends
from analysis.frequency.counting import head, measure, table, ties

__all__ = ["head", "measure", "movers", "over_time", "table", "ties", "trends"]
