"""What a name stands for, by its own words and the words beside it: the first rule that fits."""

from __future__ import annotations

import regex

from analysis.entities import gazetteer
from analysis.entities.casing import PEOPLE, is_listed

Kind = tuple[str, str]  # what a name stands for, and the rule that says so

UNKNOWN = ("other", "capitals")
_SPEAKS = regex.compile(
    r"(?:,[^,.;]{1,60},)?\s(?:said|says|told|tells|added|wrote|warned|argued|claimed|explained"
    r"|born|died|married|who)\b|,\s(?:who|\d{1,2},)"
)
_SAYS = regex.compile(r"\s(?:said|told|added|wrote|died|was\sborn)\b")
_LONGEST = 4  # words of a person's name
_SHOUT = 5  # letters up to which capitals alone make an abbreviation
_BEFORE = 12  # characters, enough for a preposition


def kind_of(words: list[str], text: str) -> Kind:
    """Tell what a name stands for from its own words.

    text : the words with what stands between them
    """
    known = gazetteer.known().get(plain(text))
    if known:
        sure = known[0] != "place" or len(words) > 1 or known[1] in gazetteer.countries()
        return known[0], "gazetteer" if sure else "place or person"
    return (_body(words, text) or _person(words)) if len(words) > 1 else _single(text)


def plain(text: str) -> str:
    """Write a name on one line, with the keyboard's apostrophe."""
    return " ".join(text.replace("\u2019", "'").split())


def by_context(name: str, *, before: str, after: str) -> Kind:
    """Tell a name of unknown kind by the words beside it.

    name : as written; a common word needs a verb of saying right after it
    before, after : the sentence up to the name, and from its end
    """
    speaks = _SAYS if is_listed(name.lower()) else _SPEAKS
    if speaks.match(after):
        return "person", "verb after it"
    if is_listed(name.lower()):
        return UNKNOWN  # in Government: no place
    word = before[-_BEFORE:].rstrip().rpartition(" ")[2].lower()
    return ("place", "preposition") if word in gazetteer.cues("before") else UNKNOWN


def _body(words: list[str], text: str) -> Kind | None:
    """Tell a body or a place by the words that such names are made with."""
    first, last = words[0].lower(), words[-1].lower()
    heads = {word.lower() for word in words[:-1]} & gazetteer.cues("org_head")
    if heads and (" of " in text or " for " in text):
        return "organisation", "first word"
    for cue, kind in (("org_end", "organisation"), ("place_end", "place")):
        if last in gazetteer.cues(cue):
            return kind, "last word"
    if first in gazetteer.cues("place_head"):
        return "place", "first word"
    if last.endswith("s") and text.rpartition(" ")[0] in gazetteer.known():
        return "organisation", "last word"  # a team: the Montreal Crystals
    return None


def _person(words: list[str]) -> Kind:
    """Tell a person by a given name, an initial, or words that no dictionary lists."""
    if len(words) > _LONGEST:
        return UNKNOWN
    if words[0] in gazetteer.given_names():
        return "person", "given name"
    if any(len(word) == 2 and word[1] == "." for word in words[:-1]):  # noqa: PLR2004 - J.
        return "person", "initial"
    if any(is_listed(word.lower()) or word.isupper() for word in words):
        return UNKNOWN
    return "person", "unlisted words"


def _single(word: str) -> Kind:
    """Tell what a single word stands for."""
    if word.lower() in gazetteer.cues("people"):
        return "other", "people"
    if word in gazetteer.given_names():
        return "person", "given name"
    if word.endswith(PEOPLE):
        return "other", "people"
    if 1 < len(word) <= _SHOUT and word.isupper():
        return "organisation", "abbreviation"
    return UNKNOWN
