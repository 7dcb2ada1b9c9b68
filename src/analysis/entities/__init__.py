"""People, places, organisations, quotations and who speaks, by rule; in English texts.

Found without a model: how often that is right was measured on texts marked by hand, and stands in
`data/README.md`.
"""

from analysis.entities.mentions import coverage, find, most_named, summary
from analysis.entities.quotations import quotations, voices

__all__ = ["coverage", "find", "most_named", "quotations", "summary", "voices"]
