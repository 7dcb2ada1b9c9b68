"""From executed notebooks to a folder of pages that open anywhere."""

from analysis.report.documents import Sentence, Text
from analysis.report.single import join
from analysis.report.write import render

__all__ = ["Sentence", "Text", "join", "render"]
