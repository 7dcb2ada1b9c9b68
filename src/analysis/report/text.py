"""Text of a corpus or a notebook as part of a page: escaped, cut, marked, and nothing else."""

from __future__ import annotations

import re
from html import escape
from typing import TYPE_CHECKING, Any

import mistune
from markupsafe import Markup

if TYPE_CHECKING:
    from collections.abc import Mapping

# what HTML may not hold; what has a picture in Unicode is shown by it
_CONTROL = re.compile(
    r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]"
)
_OPENERS = re.compile(r"[\u202a\u202b\u202d\u202e]|([\u2066\u2067\u2068])")
_WEB = ("https://", "http://", "mailto:")


def clean(value: object) -> object:
    """Make a value fit to stand on a page: the last step before each is written.

    Control characters are shown as their pictures; marks that turn the direction of a text end
    where the text ends.
    """
    if not isinstance(value, str):
        return value
    plain = _CONTROL.sub(_pictured, value)
    if isinstance(value, Markup):  # its pieces are closed, or stand in an element of their own
        return Markup(plain)  # noqa: S704 (was Markup)
    openers = list(_OPENERS.finditer(plain))
    return plain + "".join(_closing(opener) for opener in reversed(openers))


def _pictured(match: re.Match[str]) -> str:
    code = ord(match[0])
    return "\u2421" if code == 0x7F else chr(0x2400 + code) if code < 0x20 else "\ufffd"  # noqa: PLR2004


def _closing(opener: re.Match[str]) -> str:
    return "\u2069" if opener[1] else "\u202c"


class _Prose(mistune.HTMLRenderer):
    """Write Markdown so that it loads nothing: pictures become their text, links stay visible."""

    def image(self, text: str, url: str, title: str | None = None) -> str:
        _ = url, title
        return text

    def link(self, text: str, url: str, title: str | None = None) -> str:
        _ = title
        if not url.lower().startswith(_WEB):
            return text
        return f'<a rel="noopener noreferrer" href="{escape(url)}">{text}</a>'


def prose(source: str) -> Markup:
    """Write a notebook's Markdown as HTML; tags in it are text."""
    written = mistune.create_markdown(renderer=_Prose(escape=True))(source)
    return Markup(str(written))  # noqa: S704 (escaped by the renderer)


def marked(item: Mapping[str, Any]) -> Markup:
    """Write a sentence with its marks; every character of it is escaped."""
    text, at = item["text"], 0
    parts = Markup()
    for start, end in sorted(item["marks"]):
        if start >= at:
            parts += text[at:start] + Markup("<mark>") + text[start:end] + Markup("</mark>")
            at = end
    return Markup(parts + text[at:])  # noqa: S704 (escaped piece by piece)


def unit(identity: str) -> str:
    """Say what an id names: ID#s12 a sentence, ID#p3 a paragraph, ID a text."""
    last = identity.rpartition("#")[2] if "#" in identity else ""
    known = {"s": "sentence", "p": "paragraph"}.get(last[:1], "text")
    return known if last[1:].isdigit() else "text"


def place(identity: str) -> str:
    """Say where in a document a passage stands: sentence 12, paragraph 3, or the whole text."""
    name = unit(identity)
    return "the text" if name == "text" else f"{name} {identity.rpartition('#')[2][1:]}"


def spans(text: str, words: list[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Cut a sentence at its words: pieces {text, word}, where word is None between them."""
    pieces: list[dict[str, Any]] = []
    at = 0
    for word in sorted(words, key=lambda w: w["start"]):
        pieces += [{"text": text[at : word["start"]], "word": None}] if word["start"] > at else []
        pieces.append({"text": text[word["start"] : word["end"]], "word": word})
        at = word["end"]
    return [*pieces, {"text": text[at:], "word": None}] if at < len(text) else pieces
