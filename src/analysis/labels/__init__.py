"""Hand labels: a sample to label, the file they live in, and what they correct.

The one place that reads and writes what a person has decided. No word of anybody is ever lost.
"""

from analysis.labels import domain_file, file, intrusion, model_file, topic_file
from analysis.labels.agreement import agreement, alpha
from analysis.labels.checking import check
from analysis.labels.drawing import allocate, draw
from analysis.labels.estimates import accuracy, by_group, calibration, confusion, estimates
from analysis.labels.file import merge, read, write
from analysis.labels.loading import Results, load, results
from analysis.labels.questions import Questions
from analysis.labels.sentence_topics import sentence_topics
from analysis.labels.sitting import extend
from analysis.labels.telling import in_words, next_step

__all__ = [
    "Questions",
    "Results",
    "accuracy",
    "agreement",
    "allocate",
    "alpha",
    "by_group",
    "calibration",
    "check",
    "confusion",
    "domain_file",
    "draw",
    "estimates",
    "extend",
    "file",
    "in_words",
    "intrusion",
    "load",
    "merge",
    "model_file",
    "next_step",
    "read",
    "results",
    "sentence_topics",
    "topic_file",
    "write",
]
