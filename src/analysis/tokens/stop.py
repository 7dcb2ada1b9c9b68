"""Stop lists: short, function words only, one text file per language with its source."""

from __future__ import annotations

from functools import cache
from importlib import resources
from typing import TYPE_CHECKING

from analysis.tokens.words import fold

if TYPE_CHECKING:
    from collections.abc import Iterable


@cache
def stop_list(language: str) -> frozenset[str]:
    """List the function words of a language, folded as tokens are.

    language : ISO 639-1 code; one we have no list for gives an empty list
    """
    if language not in stop_list_languages():
        return frozenset()
    lines = _folder().joinpath(f"{language}.txt").read_text("utf-8").splitlines()
    words = " ".join(line for line in lines if not line.startswith("#")).split()
    return frozenset(fold(word) for word in words)


def stop_lists(languages: Iterable[str]) -> frozenset[str]:
    """List the function words of several languages together."""
    return frozenset[str]().union(*(stop_list(language) for language in languages))


def stop_list_languages() -> list[str]:
    """List the languages that have a stop list, sorted."""
    names = [entry.name for entry in _folder().iterdir()]
    return sorted(name.removesuffix(".txt") for name in names if name.endswith(".txt"))


def _folder() -> resources.abc.Traversable:
    return resources.files("analysis.tokens") / "stop_words"
