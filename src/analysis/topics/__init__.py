"""Topics: find, choose, name and judge them; themes where there is too little text."""

from analysis.topics.fitting import fit
from analysis.topics.model import TopicModel
from analysis.topics.passage_words import themes, themes_instead, themes_to_read
from analysis.topics.reading import asked, described, passages, sheaves, units
from analysis.topics.shares import by_language, by_source, document_shares, over_time
from analysis.topics.support import Gate, gate

__all__ = [
    "Gate",
    "TopicModel",
    "asked",
    "by_language",
    "by_source",
    "described",
    "document_shares",
    "fit",
    "gate",
    "over_time",
    "passages",
    "sheaves",
    "themes",
    "themes_instead",
    "themes_to_read",
    "units",
]
