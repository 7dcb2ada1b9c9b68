"""Intervals and tests whose unit is the document or a coarser one, never the token."""

from analysis.uncertainty.corrected import (
    MIN_LABELS,
    Design,
    Estimate,
    corrected_mean,
    corrected_share,
    labelled_mean,
    labelled_share,
    labels_needed,
)
from analysis.uncertainty.many import (
    adjusted_level,
    benjamini_hochberg,
    error_of,
    g2,
    most_that_hold,
    nearest_to_none,
    widened,
)
from analysis.uncertainty.means import Difference, Mean, mean_interval, welch, wilson
from analysis.uncertainty.rates import (
    Comparison,
    Interval,
    Rates,
    compare_rates,
    may_differ,
    rate_intervals,
    rates,
)
from analysis.uncertainty.reasons import MIN_UNITS, TOO_WIDE, WIDEST
from analysis.uncertainty.rest import Sums, can_leave, rates_without, sums
from analysis.uncertainty.trend import MIN_PERIODS, Slope, mann_kendall, slope

__all__ = [
    "MIN_LABELS",
    "MIN_PERIODS",
    "MIN_UNITS",
    "TOO_WIDE",
    "WIDEST",
    "Comparison",
    "Design",
    "Difference",
    "Estimate",
    "Interval",
    "Mean",
    "Rates",
    "Slope",
    "Sums",
    "adjusted_level",
    "benjamini_hochberg",
    "can_leave",
    "compare_rates",
    "corrected_mean",
    "corrected_share",
    "error_of",
    "g2",
    "labelled_mean",
    "labelled_share",
    "labels_needed",
    "mann_kendall",
    "may_differ",
    "mean_interval",
    "most_that_hold",
    "nearest_to_none",
    "rate_intervals",
    "rates",
    "rates_without",
    "slope",
    "sums",
    "welch",
    "widened",
    "wilson",
]
