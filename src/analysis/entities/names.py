"""Names in a sentence, by rule: runs of capitalised words, cut and told apart.

A name ends at a comma, at a possessive, at a word that is never a name, and before the title of
a person. What it names is read from its title, its words and the gazetteer; the rest is *other*.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import regex

from analysis import tokens
from analysis.entities import gazetteer
from analysis.entities.kinds import UNKNOWN, by_context, kind_of, plain

if TYPE_CHECKING:
    from collections.abc import Iterator

    from analysis.entities.casing import Casing

_LETTER = r"[\p{L}\p{M}\p{N}]"
_DOTTED = r"\p{Lu}(?:\.\p{L})+\.?"
_SHORT = (
    r"(?:\p{Lu}|Mrs?|Ms|Mx|Dr|Prof|Gen|Sen|Rep|Gov|Lt|Col|Capt|Sgt|Maj|Adm|Rev|Hon|Pres|St|Mt"
    r"|Jr|Sr|Inc|Ltd|Co|Corp|Bros)\."
)
_PLAIN = (
    rf"(?:(?:al|el|ad|as|an|ar|ash|at|az)[-\u2011])?\p{{Lu}}{_LETTER}*"
    rf"(?:(?:['\u2019\u02bc](?!s\b)|[-\u2011&](?=[\p{{Lu}}\p{{N}}])){_LETTER}+)*"
)
_TOKEN = rf"(?<!{_LETTER})(?:{_DOTTED}|{_SHORT}|{_PLAIN})"
_LINK = (
    r"(?:of|for|and)(?:\s(?:the|a))?|&|on|de(?:\sla|l)?|du|des|del|la|van(?:\sde[rn])?|von|der|den"
    r"|al|bin|ibn|da|dos|di|ul"
)
_RUN = regex.compile(rf"{_TOKEN}(?:\s{{1,2}}(?:(?:{_LINK})\s)?{_TOKEN})*")
_PART = regex.compile(rf"(?:\s(?P<link>{_LINK})\s)?\s{{0,2}}(?P<word>{_TOKEN})")
_WORDS = regex.compile(r"\p{L}{4,}")
_CAPITALS = regex.compile(r"(?<!\p{L})\p{Lu}\p{L}{3}")
_BESIDE = 80  # characters beside a name that may tell what it is
_MOST = 40  # words of any name: text without end in capitals is cut, not read for minutes
_LONGEST = 12  # words of a name with small words in it
_HEADING = 0.6  # of its longer words begin with a capital: then a capital says nothing
_LOOSE = frozenset({"of", "for", "and", "&", "on"})
_OPENING = " \n\"'\u201c\u2018\u00ab\u201e(["
_QUOTES = frozenset('"\u201c\u00ab\u201e')


class Part(NamedTuple):
    """One word of a run, and the small word that ties it to the one before."""

    word: str
    start: int
    end: int
    link: str


class Name(NamedTuple):
    """A name in a sentence: where, what it names, and the rule that says so."""

    start: int
    end: int
    kind: str
    rule: str


class Namer:
    """Reads names by the capitals of one corpus; half of its runs of capitals are repeats.

    casing : how the corpus writes its words
    """

    def __init__(self, casing: Casing) -> None:
        self._casing = casing
        self._inside: dict[str, list[Name]] = {}
        self._first: dict[str, list[Name]] = {}

    def names(self, text: str) -> list[Name]:
        """List the names of a sentence, in order; none where all of it is in capitals."""
        shouted, heading = _looks(text)
        if shouted:
            return []
        found = []
        for match in _RUN.finditer(text):
            at = match.start()
            own = self._starting if heading or _is_first(text, at) else self._within
            for name in own(match[0]):
                start, end = name.start + at, name.end + at
                kind = name.kind, name.rule
                if kind == UNKNOWN:
                    before, after = text[max(start - _BESIDE, 0) : start], text[end : end + _BESIDE]
                    kind = by_context(text[start:end], before=before, after=after)
                found.append(Name(start, end, *kind))
        return found

    def _within(self, run: str) -> list[Name]:
        """Read a run inside a sentence: a capital says that it is a name."""
        if run not in self._inside:
            found = [name for piece in _pieces(_parts(run)) for name in _name(run, piece)]
            self._inside[run] = [name for name in found if not self._is_mere(run, name)]
        return self._inside[run]

    def _starting(self, run: str) -> list[Name]:
        """Read a run that starts a sentence: its first word may be a common one."""
        if run not in self._first:
            parts = _parts(run)
            cut = parts[1].start if len(parts) > 1 and self._is_idle(parts) else 0
            none = len(parts) == 1 and self._is_idle(parts)
            rest = [] if none else self._within(run[cut:])
            self._first[run] = [n._replace(start=n.start + cut, end=n.end + cut) for n in rest]
        return self._first[run]

    def _is_idle(self, parts: list[Part]) -> bool:
        """Tell whether the first word of a sentence is a common word and no part of a name."""
        word = parts[0].word
        if not self._casing.is_common(word) or (len(word) > 1 and word.isupper()):
            return False
        if len(parts) == 1 or _is_function(word):
            return True
        titles = gazetteer.cues("title") | gazetteer.cues("title_part")
        return not (
            word.lower() in titles or parts[1].link or self._are_common(parts) or _is_body(parts)
        )

    def _are_common(self, parts: list[Part]) -> bool:
        """Tell whether all words are common ones: then it is the whole that is a name."""
        return all(self._casing.is_common(part.word) for part in parts[1:])

    def _is_mere(self, run: str, name: Name) -> bool:
        """Tell whether a single word of unknown kind is one these texts mostly write small."""
        unsure = name.rule in ("capitals", "place or person")
        return unsure and self._casing.is_small(run[name.start : name.end])


def _looks(text: str) -> tuple[bool, bool]:
    """Tell whether a sentence is all capitals, and whether it is a heading in Title Case."""
    if len(_CAPITALS.findall(text)) < 2:  # noqa: PLR2004 - most sentences: passed over quickly
        return False, False
    words = _WORDS.findall(text)
    if len(words) < 3:  # noqa: PLR2004 - too few to tell
        return False, False
    shouted = sum(map(str.isupper, words)) > _HEADING * len(words)
    return shouted, sum(word[0].isupper() for word in words) > _HEADING * len(words)


def _is_first(text: str, start: int) -> bool:
    """Tell whether a sentence, a quotation or a clause after a colon begins here."""
    gap = text[max(start - 4, 0) : start]
    before = gap.rstrip(_OPENING)
    return not before or before[-1] in ".!?:;\u2026" or not _QUOTES.isdisjoint(gap)


def _is_function(word: str) -> bool:
    return word.lower() in tokens.stop_list("en") and (len(word) == 1 or not word.isupper())


def _is_body(parts: list[Part]) -> bool:
    """Tell whether a run ends, or begins before "of", as the names of bodies do."""
    return parts[-1].word.lower() in gazetteer.cues("org_end") or (
        parts[0].word.lower() in gazetteer.cues("org_head") and parts[1].link != ""
    )


def _parts(run: str) -> list[Part]:
    """Take a run apart; known names with small words in them stay whole."""
    found = [
        Part(m["word"], m.start("word"), m.end("word"), m["link"] or "")
        for m in _PART.finditer(run)
    ]
    ends = [part.end for part in found]
    for i, first in enumerate(found):
        for j in range(min(len(found) - 1, i + _LONGEST), i, -1):
            if found[j].link and plain(run[first.start : ends[j]]) in gazetteer.known():
                whole = Part(run[first.start : ends[j]], first.start, ends[j], first.link)
                return [*found[:i], whole, *found[j + 1 :]]
    return found


def _pieces(parts: list[Part]) -> Iterator[list[Part]]:
    """Cut where a name cannot go on: at words that are no names, and at loose links."""
    piece: list[Part] = []
    for part in parts:
        no_name = part.word.lower() in gazetteer.cues("calendar") or (
            _is_function(part.word) and part.word not in gazetteer.given_names()
        )
        if piece and (no_name or len(piece) == _MOST or not _ties(piece, part)):
            yield piece
            piece = []
        if not no_name:
            piece.append(part)
    if piece:
        yield piece


def _ties(piece: list[Part], part: Part) -> bool:
    """Tell whether the small word before `part` binds it to the piece."""
    link = part.link.split(" ")[0] if part.link else ""
    if link not in _LOOSE:
        return True
    words = {p.word.lower() for p in piece[-_LONGEST:]}
    heads = gazetteer.cues("org_head") | gazetteer.cues("org_any") | gazetteer.cues("org_end")
    if link in ("and", "&"):
        return link == "&" or (
            not words.isdisjoint(heads) and any(p.link for p in piece[-_LONGEST:])
        )
    if piece[-1].word.lower() in gazetteer.cues("title"):
        return link == "of" and part.word.lower() in gazetteer.cues("of_title")
    places = gazetteer.cues("place_head") if link == "of" else frozenset[str]()
    return piece[-1].word.lower() in heads | places or not words.isdisjoint(heads)


def _name(run: str, piece: list[Part]) -> list[Name]:
    """Name a piece; what stands before a person's title is a name of its own."""
    found: list[Name] = []
    while piece:
        words = [part.word for part in piece]
        kind, rule = kind_of(words, run[piece[0].start : piece[-1].end])
        at = _title_at(piece)
        office = at + 1 < len(piece) and piece[at + 1].link == "of"  # Secretary of State John Kerry
        if at < 0 or (kind in ("place", "organisation") and not office):
            found.append(Name(piece[0].start, piece[-1].end, kind, rule))
            break
        own = piece[at + 1 + office :]
        if own:
            found.append(Name(own[0].start, own[-1].end, "person", "title"))
        piece = _before_title(piece[:at])
    return found[::-1]


def _before_title(piece: list[Part]) -> list[Part]:
    """Take off what belongs to a title that follows: Prime, Foreign, Vice."""
    parts = gazetteer.cues("title_part") | gazetteer.cues("title")
    while piece and piece[-1].word.lower() in parts:
        piece = piece[:-1]
    return piece


def _title_at(piece: list[Part]) -> int:
    """Find the last title in a piece; -1 where there is none."""
    titles = gazetteer.cues("title")
    return max((i for i, part in enumerate(piece) if part.word.lower() in titles), default=-1)
