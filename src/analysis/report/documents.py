"""The texts behind the evidence, on a page of their own: the way from a sentence to its context.

The build knows the texts; here it is decided which are carried, and how much of each. What a page
has carried depends on nothing but that page, so that no link of it dies when another is made anew.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import groupby, zip_longest
from typing import TYPE_CHECKING

from analysis import wording
from analysis.report import tables
from analysis.report.anchors import slug

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Mapping, Sequence

    from analysis.report.page import Page

    Texts = Callable[[Collection[str]], Mapping[str, "Text"]]

NAME, KICKER = "documents", "Texts"
WHOLE = 20_000  # characters of a text that is carried whole
AROUND = 5  # sentences carried before and after a cited one, where the text is longer
MOST = 500_000  # characters that one page has carried
LONGEST = 2_000  # characters of one sentence
RULE = (
    "A text of up to 20,000 characters stands whole, of a longer one each sentence cited with "
    "five before and after it; of each page the first 500,000 characters."
)


@dataclass(frozen=True)
class Sentence:
    """A sentence where it stands: the number of its paragraph, and its text with what follows."""

    sentence_id: str
    paragraph: int
    text: str

    @property
    def paragraph_id(self) -> str:
        """The passage that its paragraph is."""
        return f"{self.sentence_id.rpartition('#')[0]}#p{self.paragraph}"


@dataclass(frozen=True)
class Text:
    """A document as the build gives it; `date` is written as precisely as it is known."""

    doc_id: str
    title: str
    date: str
    source: str
    language: str
    sentences: Sequence[Sentence]


@dataclass(frozen=True)
class Piece:
    """A run of a text that is carried: sentences of one paragraph, or how many are left out."""

    sentences: Sequence[Sentence] = ()
    id: str = ""
    n_left_out: int = 0


@dataclass(frozen=True)
class Carried:
    """A text on the page: its anchor, the anchors of what is cited, and what of it is there."""

    text: Text
    anchor: str
    cited: Mapping[str, str]
    pieces: Sequence[Piece]

    @property
    def in_part(self) -> bool:
        """Whether anything of it is left out."""
        return any(piece.n_left_out for piece in self.pieces)


def carry(pages: Sequence[Page], texts: Texts) -> list[Carried]:
    """Choose the texts that the evidence on some pages comes from; let the pages link to them.

    Of each page the texts are taken in the order in which its evidence names them, the first
    sentence of every entry before any second, until 500,000 characters are reached. A text of up
    to 20,000 characters is carried whole, of a longer one each cited sentence with five before
    and five after it.
    """
    cites = {page.name: list(_cites(page)) for page in pages}
    known = texts({doc_id for own in cites.values() for doc_id, _ in own})
    whole: dict[str, dict[str, str]] = {}
    for page in pages:
        for doc_id, passages in _taken(cites[page.name], known).items():
            anchors = {one: anchor(one) for one in passages}
            whole.setdefault(doc_id, {}).update(anchors)
            page.texts.update(anchors)
    return [_carried(text, whole[text.doc_id]) for text in known.values() if text.doc_id in whole]


def anchor(passage: str) -> str:
    """Name the place of a text, or of a passage of it, on the page of texts."""
    return f"t-{slug(passage)}"


def _cites(page: Page) -> Iterator[tuple[str, str]]:
    """Go through the passages that a page cites: document and passage, the first of each entry."""
    entries: list[list[tuple[str, str]]] = []
    for bundle in page.bundles():
        if bundle["kind"] == "evidence":
            entries += [[_cite(item) for item in group["items"]] for group in bundle["groups"]]
        elif bundle["kind"] == "lines":
            entries += [[_cite(row)] for row in tables.records(bundle)]
    for rank in zip_longest(*entries):
        yield from (cite for cite in rank if cite is not None)


def _cite(item: Mapping[str, str]) -> tuple[str, str]:
    return item["doc_id"], item["sentence_id"]


def _taken(
    cites: Sequence[tuple[str, str]], known: Mapping[str, Text]
) -> dict[str, dict[str, None]]:
    """Take texts, with the passages cited of each, until the characters of a page are used up."""
    of_text: dict[str, dict[str, None]] = {}
    for doc_id, passage in cites:
        if doc_id in known:
            of_text.setdefault(doc_id, {})[passage] = None
    left, taken = MOST, {}
    for doc_id, passages in of_text.items():
        left -= sum(len(s.text) for s in _kept(known[doc_id], passages))
        if left < 0:
            break
        taken[doc_id] = passages
    return taken


def _kept(text: Text, passages: Collection[str]) -> list[Sentence]:
    """List the sentences that are carried: all, or those around what is cited."""
    if sum(len(sentence.text) for sentence in text.sentences) <= WHOLE:
        return list(text.sentences)
    near: set[int] = set()
    for at, sentence in enumerate(text.sentences):
        if _is_cited(sentence, passages):
            near.update(range(at - AROUND, at + AROUND + 1))
    return [one for at, one in enumerate(text.sentences) if at in near or at < AROUND]


def _is_cited(sentence: Sentence, passages: Collection[str]) -> bool:
    return sentence.sentence_id in passages or sentence.paragraph_id in passages


def _carried(text: Text, cited: Mapping[str, str]) -> Carried:
    kept = {sentence.sentence_id for sentence in _kept(text, cited)}
    pieces = []
    runs = groupby(text.sentences, lambda s: s.sentence_id in kept and s.paragraph_id)
    for paragraph, run in runs:
        sentences = list(run)
        if paragraph:  # cited, it is carried whole, so its id stands once
            pieces.append(Piece([_cut(s) for s in sentences], cited.get(paragraph, "")))
        else:
            pieces.append(Piece(n_left_out=len(sentences)))
    return Carried(text, anchor(text.doc_id), cited, pieces)


def _cut(sentence: Sentence) -> Sentence:
    return replace(sentence, text=wording.shorten(sentence.text, LONGEST))
