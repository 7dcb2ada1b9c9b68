"""Intervals and tests whose unit is the document or a coarser one, never the token."""

from analysis.uncertainty.many import adjusted_level, benjamini_hochberg, g2, nearest_to_none
from analysis.uncertainty.means import Mean, mean_interval, wilson
from analysis.uncertainty.rates import (
    Comparison,
    Interval,
    Rates,
    compare_rates,
    rate_intervals,
    rates,
)
from analysis.uncertainty.reasons import MIN_UNITS
from analysis.uncertainty.trend import MIN_PERIODS, Slope, mann_kendall, slope

__all__ = [
    "MIN_PERIODS",
    "MIN_UNITS",
    "Comparison",
    "Interval",
    "Mean",
    "Rates",
    "Slope",
    "adjusted_level",
    "benjamini_hochberg",
    "compare_rates",
    "g2",
    "mann_kendall",
    "mean_interval",
    "nearest_to_none",
    "rate_intervals",
    "rates",
    "slope",
    "wilson",
]
