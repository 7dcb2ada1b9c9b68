"""Tables drawn: each chart takes a table and `ax=None`, draws there only, returns the axes."""

from analysis.charts.barcode import barcode
from analysis.charts.contrast import contrast
from analysis.charts.rows import dots, ratios, tones, word_bars
from analysis.charts.scatter import rank_scatter
from analysis.charts.spread import candidates, lengths
from analysis.charts.theme import NARROW, WIDE, Chart, Drawing, Mark, style
from analysis.charts.time import amounts, panels, tone_in_order, tone_over_time
from analysis.charts.topic_map import topic_map
from analysis.charts.topics import merge_tree, rising, source_time
from analysis.charts.word_shift import word_shift

__all__ = [
    "NARROW",
    "WIDE",
    "Chart",
    "Drawing",
    "Mark",
    "amounts",
    "barcode",
    "candidates",
    "contrast",
    "dots",
    "lengths",
    "merge_tree",
    "panels",
    "rank_scatter",
    "ratios",
    "rising",
    "source_time",
    "style",
    "tone_in_order",
    "tone_over_time",
    "tones",
    "topic_map",
    "word_bars",
    "word_shift",
]
