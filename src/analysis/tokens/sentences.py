"""Paragraphs and sentences as trimmed character spans into a text.

sentencex (Wikimedia) finds the sentences of a paragraph; what it cuts wrongly is joined again:
after *Mr.*, *approx.*, *No.* before a number, *тис.* before a small letter.
"""

from __future__ import annotations

import re
from functools import cache
from importlib import resources
from itertools import pairwise

_BLOCK = re.compile(r"\S[^\n]*(?:\n[^\S\n]*\S[^\n]*)*")  # lines up to the next blank line
_LINE = re.compile(r"\S[^\n]*")
_ITEM = re.compile(r"\s*\(?\d{1,3}[.)]\s*")  # the number of a list's item
_WRAP_CHARS = 100  # wrapped text is set to at most this width; a longer line is a paragraph
_LONG_SHARE = 0.1  # of lines (addresses, tables) may be longer in a wrapped text
_TERMINAL = frozenset(
    ".!?:;\u2026\u3002\uff01\uff1f\u0964\u06d4\u061f\u1362\"'\u201d\u2019\u00bb)]"
)
# scripts that set no blank after a full stop
_UNSPACED = frozenset(
    "\u3002\uff01\uff1f\uff61\uff0e\u0964\u0965\u06d4\u061f\u1362\u1367\u1368\u104b\u17d4"
)
_OPENING = "([{\"'\u201c\u2018\u00ab\u201e\u2013\u2014-"
_TAIL_CHARS = 24  # longer than any abbreviation with its brackets


def paragraph_spans(text: str) -> list[tuple[int, int]]:
    """List the paragraphs of `text` as (start, end), trimmed, in order.

    A blank line always parts paragraphs. A single line break does too, except in text wrapped to
    a width: at most a tenth of its lines pass 100 characters, and most breaks cut a sentence.
    """
    rule = _BLOCK if _is_wrapped(text) else _LINE
    found = rule.finditer(text)
    return [(match.start(), match.start() + len(match[0].rstrip())) for match in found]


def sentence_spans(text: str, language: str = "en") -> list[tuple[int, int]]:
    """List the sentences of `text` as (start, end): trimmed, in order, never across paragraphs.

    language : ISO 639 code; one that sentencex has no rules for is read by its general rules
    Source   sentencex 1.0 (Wikimedia), then our abbreviations
    """
    return [(start, end) for _, start, end in numbered_sentences(text, language)]


def numbered_sentences(text: str, language: str = "en") -> list[tuple[int, int, int]]:
    """List the sentences of `text` as (paragraph from 1, start, end)."""
    from sentencex import segment  # noqa: PLC0415 - 4 MB that counting words never needs

    code = "en" if language in ("", "und") else language
    found = []
    for number, (first, last) in enumerate(paragraph_spans(text), 1):
        paragraph = text[first:last]
        cuts = _cuts(segment(code, paragraph))
        for start, end in pairwise(cuts):
            piece = paragraph[start:end]
            found.append(
                (
                    number,
                    first + end - len(piece.lstrip()),
                    first + start + len(piece.rstrip()),
                )
            )
    return found


def _cuts(pieces: list[str]) -> list[int]:
    """Turn the pieces of a paragraph into the places where its sentences part.

    A piece without a word is no sentence: it stays with what stands before it, or begins the next.
    """
    cuts, at, before, is_worded = [0], 0, "", False
    for piece in pieces:
        has_word = any(map(str.isalnum, piece))
        if is_worded and has_word and not _belong_together(before, piece):
            cuts.append(at)
        is_worded = is_worded or has_word
        at += len(piece)
        before = piece
    return [*cuts, at]


def _belong_together(before: str, after: str) -> bool:
    """Tell whether sentencex cut within a sentence."""
    last, first = before[-1], after[0]
    if not (last.isspace() or first.isspace() or last in _UNSPACED):
        return True
    word = before[-_TAIL_CHARS:].rstrip().rpartition(" ")[2].lstrip(_OPENING)
    follows = after.lstrip().lstrip(_OPENING)[:1]
    return _holds_on(word, follows) or _ITEM.fullmatch(before) is not None


def _holds_on(word: str, follows: str) -> bool:
    """Tell whether a sentence goes on after `word`, when the next letter is `follows`."""
    if not word.endswith("."):
        return False
    kind = _abbreviations().get(word.lower(), "")
    if "name" in kind or _is_initial(word):
        return True
    if follows.isdigit():
        return kind != ""
    return follows.islower() and "small" in kind


@cache
def _abbreviations() -> dict[str, str]:
    """Read after which abbreviations a sentence goes on: word -> name, number, small."""
    path = resources.files("analysis.tokens") / "abbreviations.txt"
    kinds: dict[str, str] = {}
    for line in path.read_text("utf-8").splitlines():
        if not line.startswith("#"):
            kind, _, words = line.partition(":")
            kinds |= {word: f"{kinds.get(word, '')} {kind}" for word in words.split()}
    return kinds


def _is_initial(word: str) -> bool:
    return len(word) == 2 and word[0].isupper() and word != "I."  # noqa: PLR2004 - a letter, a dot


def _is_wrapped(text: str) -> bool:
    """Tell whether line breaks in `text` come from a fixed width rather than from its author."""
    lines = [line.strip() for line in text.split("\n")] if "\n" in text else []
    ends = [line[-1] for line, following in pairwise(lines) if line and following]
    if not ends:
        return False
    filled = [len(line) for line in lines if line]
    if sum(n > _WRAP_CHARS for n in filled) > _LONG_SHARE * len(filled):
        return False
    return 2 * sum(end in _TERMINAL for end in ends) < len(ends)
