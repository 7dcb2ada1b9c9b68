"""Tables drawn: each chart takes a table and `ax=None`, draws there only, returns the axes."""

from analysis.charts.rows import dots, ratios, tones, word_bars
from analysis.charts.spread import candidates, lengths
from analysis.charts.theme import NARROW, WIDE, Chart, Drawing, Mark, style
from analysis.charts.time import amounts, panels, tone_in_order, tone_over_time

__all__ = [
    "NARROW",
    "WIDE",
    "Chart",
    "Drawing",
    "Mark",
    "amounts",
    "candidates",
    "dots",
    "lengths",
    "panels",
    "ratios",
    "style",
    "tone_in_order",
    "tone_over_time",
    "tones",
    "word_bars",
]
