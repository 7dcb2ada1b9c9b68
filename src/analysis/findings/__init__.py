"""Tables put into sentences: titles, summaries and text alternatives, each from a tested rule.

*Facts* are exact counts of what is there. *Findings* are estimates: size, interval, n, method.
"""

from analysis.findings.changes import (
    changes_alt,
    changes_note,
    changes_title,
)
from analysis.findings.corpus import (
    corpus_missing,
    corpus_summary,
)
from analysis.findings.corpus_charts import (
    dates_alt,
    dates_title,
    documents_title,
    languages_title,
    lengths_alt,
    lengths_title,
    notes_title,
    sources_title,
)
from analysis.findings.summary import (
    Finding,
    Summary,
)
from analysis.findings.term_charts import (
    frequency_alt,
    frequency_note,
    frequency_title,
    headline_term,
    lines_title,
    measure,
    pairs_title,
    ties_title,
    unusual_alt,
    unusual_note,
    unusual_title,
)
from analysis.findings.terms import (
    terms_missing,
    terms_summary,
)
from analysis.findings.tone import (
    tone_missing,
    tone_summary,
)
from analysis.findings.tone_charts import (
    ends,
    groups_alt,
    groups_title,
    order_alt,
    order_title,
    readable,
    reading_title,
    time_alt,
    time_title,
    tone_note,
    tone_reading,
    words_alt_tone,
    words_shown,
    words_title_tone,
)
from analysis.findings.topic_charts import (
    number_alt,
    number_title,
    themes_title,
    topic_time_alt,
    topic_time_title,
    topics_alt,
    topics_note,
    topics_title,
    words_title,
)
from analysis.findings.topics import (
    topics_missing,
    topics_summary,
)

__all__ = [
    "Finding",
    "Summary",
    "changes_alt",
    "changes_note",
    "changes_title",
    "corpus_missing",
    "corpus_summary",
    "dates_alt",
    "dates_title",
    "documents_title",
    "ends",
    "frequency_alt",
    "frequency_note",
    "frequency_title",
    "groups_alt",
    "groups_title",
    "headline_term",
    "languages_title",
    "lengths_alt",
    "lengths_title",
    "lines_title",
    "measure",
    "notes_title",
    "number_alt",
    "number_title",
    "order_alt",
    "order_title",
    "pairs_title",
    "readable",
    "reading_title",
    "sources_title",
    "terms_missing",
    "terms_summary",
    "themes_title",
    "ties_title",
    "time_alt",
    "time_title",
    "tone_missing",
    "tone_note",
    "tone_reading",
    "tone_summary",
    "topic_time_alt",
    "topic_time_title",
    "topics_alt",
    "topics_missing",
    "topics_note",
    "topics_summary",
    "topics_title",
    "unusual_alt",
    "unusual_note",
    "unusual_title",
    "words_alt_tone",
    "words_shown",
    "words_title",
    "words_title_tone",
]
