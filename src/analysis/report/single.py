"""All pages of a report in one document: one style, one script, one policy, no id twice.

The pages stand already, byte for byte; this takes their contents and puts the name of its page
before every id and every link to one. Text of a corpus is escaped in them, so a tag and an
attribute can be told from it by their brackets and quotes alone.
"""

from __future__ import annotations

import re
from html import unescape
from typing import TYPE_CHECKING, Any

from markupsafe import Markup

from analysis.errors import AnalysisError
from analysis.report.write import environment, place, write

if TYPE_CHECKING:
    from collections.abc import Collection
    from pathlib import Path

_MAIN = re.compile(r'<main id="main">\n(.*)</main>', re.DOTALL)
_TOC = re.compile(r'<nav class="toc"[^>]*>\n(.*?)</nav>', re.DOTALL)
_KICK = re.compile(r'<p class="kick">(.*?)</p>')
_TAG = re.compile(r"<[a-zA-Z][^>]*>")
_ATTRIBUTE = re.compile(r'([a-zA-Z:-]+)="([^"]*)"')
_URL = re.compile(r"url\(#([^)]+)\)")
_FILE = re.compile(r'<a href="(?:tables/|notebooks/|manifest\.json)[^"]*">(.*?)</a>')
_REGION = re.compile(r'(<section [^>]*?) aria-labelledby="[^"]*"')
_INDEX = "index"


def join(stage: Path, name: str, context: dict[str, Any]) -> None:
    """Write all pages of a folder into one of them, called `name`."""
    pages = sorted((p.stem for p in stage.glob("*.html") if p.name != name), key=_first)
    parts = [_part(stage / f"{page}.html", pages, single=name) for page in pages]
    write(environment(), "single.html.j2", stage / name, context, parts=parts)


def _first(page: str) -> tuple[bool, tuple[int, str]]:
    return (page != _INDEX, place(page))


def _part(path: Path, pages: Collection[str], *, single: str) -> dict[str, Any]:
    """Take what a page shows, its contents and its name, each fit to stand beside others."""
    text = path.read_text("utf-8")
    main, toc = _MAIN.search(text), _TOC.search(text)
    kick = _KICK.search(text)
    if main is None or toc is None or kick is None:
        raise AnalysisError(f"{path.name}: its parts cannot be told apart; the old report stays")
    # a region needs a name of its own, and those of two pages may be the same
    shown = _REGION.sub(r"\1", _FILE.sub(r"\1", main[1]))
    shown = shown.replace(f'<a href="{single}">{single}</a>, ', "")
    return {
        "id": _named(path.stem, "main"),
        "kicker": unescape(kick[1]),
        "toc": _renamed(toc[1], path.stem, pages),
        "main": _renamed(shown, path.stem, pages),
    }


def _named(page: str, identity: str) -> str:
    """Put the page before an id; two hyphens stand in no id, so no two can meet."""
    return f"{page}--{identity}"


def _renamed(markup: str, page: str, pages: Collection[str]) -> Markup:
    """Rename every id of a part of a page, and what refers to one."""

    def attribute(found: re.Match[str]) -> str:
        return f'{found[1]}="{_value(found[1], found[2], page, pages)}"'

    def tag(found: re.Match[str]) -> str:
        return _ATTRIBUTE.sub(attribute, found[0])

    return Markup(_TAG.sub(tag, markup))  # noqa: S704 (written and escaped by our own templates)


def _value(name: str, value: str, page: str, pages: Collection[str]) -> str:
    if name in ("id", "for", "aria-labelledby", "aria-describedby"):
        return " ".join(_named(page, one) for one in value.split())
    if name == "href":
        return _href(value, page, pages)
    return _URL.sub(lambda url: f"url(#{_named(page, url[1])})", value)


def _href(value: str, page: str, pages: Collection[str]) -> str:
    """Lead to the place in this document that a link led to on its page or another."""
    to, _, anchor = value.partition("#")
    other = to.removesuffix(".html") if to else page
    inside = other in pages and (not to or to.endswith(".html"))
    return f"#{_named(other, anchor or 'main')}" if inside else value
