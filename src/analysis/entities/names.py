"""Names in a sentence, by rule: runs of capitalised words, cut and told apart.

A name ends at a comma, at a possessive, at a word that is never a name, and before the title of
a person. What it names is read from its title, its words and the gazetteer; the rest is *other*.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import regex

from analysis import tokens
from analysis.entities import gazetteer

if TYPE_CHECKING:
    from collections.abc import Iterator

    from analysis.entities.casing import Casing

_LETTER = r"[\p{L}\p{M}\p{N}]"
_DOTTED = r"\p{Lu}(?:\.\p{L})+\.?"
_SHORT = r"(?:\p{Lu}|Mrs?|Ms|Mx|Dr|Prof|Gen|Sen|Rep|Gov|Lt|Col|Capt|Sgt|Maj|Adm|Rev|Hon|Pres|St|Mt|Jr|Sr|Inc|Ltd|Co|Corp|Bros)\."
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
_NEXT_SPEAKS = regex.compile(
    r"(?:,[^,.;]{1,60},)?\s(?:said|says|told|tells|added|wrote|warned|argued|claimed|explained|born"
    r"|died|married|who)\b|,\s(?:who|\d{1,2},)"
)
_HEADING = 0.6  # of its longer words begin with a capital: then a capital says nothing
_LOOSE = frozenset({"of", "for", "and", "&", "on"})
_ENDS = (("org_end", "organisation"), ("place_end", "place"))
_LONGEST = 4  # words of a person's name
_OPENING = " \n\"'\u201c\u2018\u00ab\u201e(["
_QUOTES = frozenset('"\u201c\u00ab\u201e')
PEOPLE = ("ian", "ians", "ese", "ish", "ans", "can")  # Ukrainian, Japanese: peoples, no persons
_SHOUT = 4  # letters up to which capitals alone make an abbreviation


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
        self._cut: dict[tuple[str, bool, bool], list[Name]] = {}

    def names(self, text: str) -> list[Name]:
        """List the names of a sentence, in order; none where all of it is in capitals."""
        shouted, heading = _looks(text)
        if shouted:
            return []
        found = []
        for match in _RUN.finditer(text):
            at = match.start()
            for name in self._of_run(match[0], heading or _is_first(text, at), heading):
                moved = name._replace(start=name.start + at, end=name.end + at)
                found.append(_by_context(text, moved) if name.kind == "other" else moved)
        return found

    def _of_run(self, run: str, first: bool, heading: bool) -> list[Name]:  # noqa: FBT001 - facts of the run
        key = run, first, heading
        if key not in self._cut:
            self._cut[key] = self._read(*key)
        return self._cut[key]

    def _read(self, run: str, first: bool, heading: bool) -> list[Name]:  # noqa: FBT001 - as above
        parts = [
            Part(m["word"], m.start("word"), m.end("word"), m["link"] or "")
            for m in _PART.finditer(run)
        ]
        if first and gazetteer.known().get(run) is None:
            parts = self._without_common(parts, heading)
        return [name for piece in _pieces(parts) for name in _name(run, piece)]

    def _without_common(self, parts: list[Part], heading: bool) -> list[Part]:  # noqa: FBT001 - as above
        """Drop the common words that a sentence begins with; in a heading all of them."""
        titles = gazetteer.cues("title") | gazetteer.cues("title_part")
        common = [self._casing.is_common(p.word) and not p.word.isupper() for p in parts]
        if heading:
            return [p for p, is_common in zip(parts, common, strict=True) if not is_common]
        n = next((i for i, is_common in enumerate(common) if not is_common), len(parts))
        held = len(parts) > 1 and (
            parts[0].word.lower() in titles or n == len(parts) or _is_body(parts)
        )
        return parts if held and not _is_function(parts[0].word) else parts[min(n, 1) :]


def _looks(text: str) -> tuple[bool, bool]:
    """Tell whether a sentence is all capitals, and whether it is a heading in Title Case."""
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


def _pieces(parts: list[Part]) -> Iterator[list[Part]]:
    """Cut where a name cannot go on: at words that are no names, and at loose links."""
    piece: list[Part] = []
    for part in parts:
        no_name = part.word.lower() in gazetteer.cues("calendar") or (
            _is_function(part.word) and part.word not in gazetteer.given_names()
        )
        if piece and (no_name or not _ties(piece, part)):
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
    words = {p.word.lower() for p in piece}
    heads = gazetteer.cues("org_head") | gazetteer.cues("org_any") | gazetteer.cues("org_end")
    if link in ("and", "&"):
        return link == "&" or (not words.isdisjoint(heads) and any(p.link for p in piece))
    if words & gazetteer.cues("title"):
        return False
    places = gazetteer.cues("place_head") if link == "of" else frozenset[str]()
    return piece[-1].word.lower() in heads | places or not words.isdisjoint(heads)


def _name(run: str, piece: list[Part]) -> Iterator[Name]:
    """Name a piece; what stands before a person's title is a name of its own."""
    words = [part.word for part in piece]
    kind, rule = _kind(run[piece[0].start : piece[-1].end], words)
    at = -1 if kind in ("place", "organisation") else _title_at(words)
    if at < 0:
        yield Name(piece[0].start, piece[-1].end, kind, rule)
        return
    first = at
    while first and words[first - 1].lower() in gazetteer.cues("title_part"):
        first -= 1
    if first:
        yield from _name(run, piece[:first])
    own = piece[at + 1 :]
    if own:
        yield Name(own[0].start, own[-1].end, "person", "title")


def _title_at(words: list[str]) -> int:
    """Find the last title in a piece; -1 where there is none."""
    titles = gazetteer.cues("title")
    return max((i for i, word in enumerate(words) if word.lower() in titles), default=-1)


def _kind(text: str, words: list[str]) -> tuple[str, str]:
    """Tell what a name stands for from its own words; the first rule that fits."""
    known = gazetteer.known().get(_straight(text))
    first, last = words[0].lower(), words[-1].lower()
    is_given = words[0] in gazetteer.given_names()
    if known and not (is_given and len(words) == 1 and text not in gazetteer.countries()):
        return known[0], "gazetteer"
    if len(words) > 1 or words[0].isupper():
        for cue, kind in _ENDS:
            if last in gazetteer.cues(cue) and len(words) > 1:
                return kind, "last word"
        if (
            first in gazetteer.cues("org_head")
            and len(words) > 1
            and " of " in text
            or " for " in text
        ):
            return "organisation", "first word"
        if first in gazetteer.cues("place_head") and len(words) > 1:
            return "place", "first word"
    return _person(text, words, is_given)


def _person(text: str, words: list[str], is_given: bool) -> tuple[str, str]:  # noqa: FBT001 - a fact
    if len(words) > 1 and is_given and len(words) <= _LONGEST:
        return "person", "given name"
    if len(words) > 1 and any(len(w) == 2 and w[1] == "." for w in words[:-1]):  # noqa: PLR2004 - J.
        return "person", "initial"
    if len(words) == 1 and is_given:
        return "person", "given name"
    if len(words) == 1 and 1 < len(text) <= _SHOUT and text.isupper():
        return "organisation", "abbreviation"
    return "other", "capitals"


def _by_context(text: str, name: Name) -> Name:
    """Tell a name of unknown kind by the words beside it."""
    surface = text[name.start : name.end]
    if surface.endswith(PEOPLE) and " " not in surface:
        return name
    if _NEXT_SPEAKS.match(text, name.end):
        return name._replace(kind="person", rule="verb after it")
    before = text[max(name.start - 12, 0) : name.start].rstrip().rpartition(" ")[2].lower()
    if before in gazetteer.cues("before"):
        return name._replace(kind="place", rule="preposition")
    return name


def _straight(text: str) -> str:
    return " ".join(text.replace("\u2019", "'").split())
