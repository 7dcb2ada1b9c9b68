"""Topics: find, choose, name and judge them; themes where there is too little text."""

from analysis.topics import intrusion, saving
from analysis.topics.assigning import assign, drift, new_words
from analysis.topics.carrying import carried, known, since, unknown_words
from analysis.topics.change import by_source_and_time, trends, width_by_source
from analysis.topics.coherence import diversity, quality, sample
from analysis.topics.fitting import fit
from analysis.topics.guidance import Guidance
from analysis.topics.guiding import Guided, guided, visible
from analysis.topics.lookup import topics_of
from analysis.topics.model import TopicModel
from analysis.topics.passage_words import themes, themes_instead, themes_to_read
from analysis.topics.phrases import label_phrases
from analysis.topics.plane import document_map
from analysis.topics.reading import asked, described, passages, sheaves, units
from analysis.topics.shares import by_language, by_source, document_shares, over_time
from analysis.topics.support import Gate, gate
from analysis.topics.together import pairs
from analysis.topics.tree import cut, merge_tree
from analysis.topics.views import judged, word_views

__all__ = [
    "Gate",
    "Guidance",
    "Guided",
    "TopicModel",
    "asked",
    "assign",
    "by_language",
    "by_source",
    "by_source_and_time",
    "carried",
    "cut",
    "described",
    "diversity",
    "document_map",
    "document_shares",
    "drift",
    "fit",
    "gate",
    "guided",
    "intrusion",
    "judged",
    "known",
    "label_phrases",
    "merge_tree",
    "new_words",
    "over_time",
    "pairs",
    "passages",
    "quality",
    "sample",
    "saving",
    "sheaves",
    "since",
    "themes",
    "themes_instead",
    "themes_to_read",
    "topics_of",
    "trends",
    "units",
    "unknown_words",
    "visible",
    "width_by_source",
    "word_views",
]
