"""What is known of names beforehand: places, other names of one and the same, titles, cues.

Sources, licences and how the files were made: `data/README.md`.
"""

from __future__ import annotations

import unicodedata
from functools import cache
from importlib import resources
from types import MappingProxyType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

Known = tuple[str, str]  # kind of entity, name to call it by


@cache
def known() -> Mapping[str, Known]:
    """Give the names of places and a few organisations: as written -> kind, name to call it by.

    A place also stands without its accents (*Sao Paulo*).
    """
    found: dict[str, Known] = {}
    for line in _lines("places.txt"):
        name = line.partition("\t")[2]
        found |= {name: ("place", name), bare(name): ("place", name)}
    for line in _lines("aliases.txt"):
        kind, name, *others = line.split("\t")
        found |= dict.fromkeys([name, *others], (kind, name))
    return MappingProxyType(found)


@cache
def countries() -> frozenset[str]:
    """Give the names of countries: they outweigh a given name (*Georgia*, *Jordan*)."""
    lines = (line.partition("\t") for line in _lines("places.txt"))
    return frozenset(name for kind, _, name in lines if kind == "country")


@cache
def given_names() -> frozenset[str]:
    """Give frequent given names."""
    return frozenset(_lines("given_names.txt"))


@cache
def cues(kind: str) -> frozenset[str]:
    """Give the words, in lower case, of one kind of cue, such as title or org_end."""
    lines = [line.partition(":") for line in _lines("cues.txt")]
    return frozenset(word for name, _, words in lines if name == kind for word in words.split())


@cache
def reporting_verbs() -> tuple[str, ...]:
    """Give the verbs that name who spoke, in their forms, the longest first."""
    verbs = " ".join(_lines("reporting_verbs.txt")).split()
    return tuple(sorted((verb.replace("_", " ") for verb in verbs), key=lambda v: (-len(v), v)))


@cache
def reporting_words() -> frozenset[str]:
    """Give the words of the reporting verbs, to pass quickly over what holds none."""
    words = {word for verb in reporting_verbs() for word in verb.split()}
    return frozenset(words | {word.capitalize() for word in words})


def bare(name: str) -> str:
    """Take the accents off a name."""
    apart = unicodedata.normalize("NFD", name)
    return unicodedata.normalize("NFC", "".join(c for c in apart if not unicodedata.combining(c)))


def _lines(name: str) -> list[str]:
    text = (resources.files("analysis.entities") / "data" / name).read_text("utf-8")
    return [line for line in text.split("\n") if line and not line.startswith("#")]
