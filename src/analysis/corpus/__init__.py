"""Files and tables of dated texts become DOCUMENTS, with a note of everything skipped or mended."""

from analysis.corpus.documents import digest
from analysis.corpus.passages import paragraphs, sentences, texts, units
from analysis.corpus.paths import resolve
from analysis.corpus.reading import read

__all__ = ["digest", "paragraphs", "read", "resolve", "sentences", "texts", "units"]
