"""What stands in quotation marks: where each quotation begins and ends, and whether it was said.

Curly, straight, angular and low marks are read. A quotation never passes its paragraph: one that
is not closed there ends with it. Single straight marks are left alone, for they are apostrophes.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import pandas as pd
import regex

from analysis.entities.mentions import coverage
from analysis.entities.speakers import speaker_of
from analysis.schema.entities import QUOTATIONS, VOICES
from analysis.tokens import paragraph_spans

if TYPE_CHECKING:
    from collections.abc import Iterator

# what closes each mark that can only open; German opens with the low mark, closes with “ or ”
_CLOSING = {"\u201c": "\u201d", "\u00ab": "\u00bb", "\u201e": "\u201c\u201d", "\u2018": "\u2019"}
_STRAIGHT = '"\uff02'
_MARKS = regex.compile("[\"\uff02\u201c\u201d\u201e\u00ab\u00bb\u2018\u2019]|``|''")
_SAID = 5  # words from which a quotation is a clause, with or without a comma or stop at its end
_WORD = regex.compile(r"\p{L}+")
_ENDING = regex.compile(r"[,.?!\u2026][)\s]*$")
_SINGLE_END = regex.compile("(?<=[,.?!\u2026]\\s?)\u2019(?!\\w)")
_STOP = regex.compile(r"\p{Ll}\s?[.?!](?:\s|$)")
QUOTED = 0.5  # from this share of its characters on, a sentence is somebody's speech
WORDS_ONLY = "single words in quotation marks"
_COLUMNS = [name for name in QUOTATIONS.names if name not in ("quotation_id", "sentence_ids")]


_SPAN = ("doc_id", "start", "end")
Spans = tuple[list[int], list[int], list[str]]  # of one document: starts, ends, ids


class Quotation(NamedTuple):
    """A quotation in a text, its marks included, and the paragraph it stands in."""

    start: int
    end: int
    first: int
    last: int


def quotations(docs: pd.DataFrame, sents: pd.DataFrame) -> pd.DataFrame:
    """Find the quotations of English texts, and who is named as their speaker.

    docs : DOCUMENTS
    sents : SENTENCES of these documents
    Returns  QUOTATIONS; a pronoun is not resolved, and `reason` says so
    """
    covered = coverage(docs)["covered"].to_numpy(bool)
    own = docs[covered]
    rows = [
        (key, *row)
        for key, text in zip(own["doc_id"].tolist(), own["text"].tolist(), strict=True)
        for row in _read(text)
    ]
    if not rows:
        return QUOTATIONS.empty()
    table = pd.DataFrame(rows, columns=["doc_id", *[n for n in _COLUMNS if n != "doc_id"]])
    number = (table.groupby("doc_id", sort=False).cumcount() + 1).astype("str")
    table["quotation_id"] = table["doc_id"] + "#q" + number
    table["sentence_ids"] = _sentences(table, sents)
    return QUOTATIONS.check(table)


def voices(sents: pd.DataFrame, quoted: pd.DataFrame) -> pd.DataFrame:
    """Tell for every sentence how much of it is quoted, and so whose words it is.

    quoted : QUOTATIONS; single words in quotation marks count as the writer's own
    Returns  VOICES
    """
    speech = quoted[quoted["is_speech"].astype(bool)] if len(quoted) else quoted
    own = _by_document(speech, "quotation_id")
    rows = zip(*(sents[name].tolist() for name in _SPAN), strict=True)
    share = np.array([_share(own.get(key), a, b) for key, a, b in rows], dtype=np.float64)
    table = pd.DataFrame({"sentence_id": sents["sentence_id"].to_numpy(), "quoted_share": share})
    voice = np.where(share >= QUOTED, "quoted", "own")
    return VOICES.check(table.assign(voice=pd.Series(voice, dtype="str")))


def spans(text: str) -> list[Quotation]:
    """Find the quotations of a text, in order, none within another."""
    if not _MARKS.search(text):
        return []
    return [
        Quotation(a, b, first, last)
        for first, last in paragraph_spans(text)
        for a, b in _within(text, first, last)
    ]


def _within(text: str, first: int, last: int) -> Iterator[tuple[int, int]]:
    """Yield the outermost quotations of a paragraph."""
    opened, closing = -1, ""
    # a single mark without an end like this is an apostrophe: it opens nothing
    singles = [match.start() for match in _SINGLE_END.finditer(text, first, last)]
    last_single = singles[-1] if singles else -1
    for match in _MARKS.finditer(text, first, last):
        mark, at = match[0], match.start()
        if opened >= 0:
            if mark in closing and _may_close(text, match, last):
                yield opened, match.end()
                opened = -1
        elif mark != "\u2018" or at < last_single:
            closing = _opens(text, mark, at, first)
            opened = at if closing else -1
    if opened >= 0:
        yield opened, last


def _opens(text: str, mark: str, at: int, first: int) -> str:
    """Give what closes a quotation that begins here; '' where none does."""
    before = text[at - 1] if at > first else " "
    if mark == "``":
        return "''"
    if mark in _STRAIGHT:
        # glued to a word it closes one whose beginning is lost, or means inches
        return "" if before.isalnum() else _STRAIGHT
    if mark == "\u2018" and before.isalnum():
        return ""
    return _CLOSING.get(mark, "")


def _may_close(text: str, match: regex.Match[str], last: int) -> bool:
    """Tell whether a mark that can close does: a single one is most often an apostrophe."""
    at, end = match.span()
    after = text[end] if end < last else " "
    if match[0] == "\u2019":
        return _SINGLE_END.match(text, at) is not None
    return not (match[0] in _STRAIGHT and after.isalnum() and text[at - 1].isspace())


def _read(text: str) -> Iterator[tuple[int, int, int, bool, str, str, str]]:
    """Yield paragraph, start, end, is_speech, speaker, verb, reason of every quotation."""
    found = spans(text)
    number = {first: n for n, (first, _) in enumerate(paragraph_spans(text), 1)} if found else {}
    before, said = Quotation(0, 0, -1, -1), ("", "", "")
    for i, one in enumerate(found):
        after = found[i + 1].start if i + 1 < len(found) else one.last
        same = before.first == one.first
        left = text[max(before.end if same else 0, one.first) : one.start]
        right = text[one.end : min(after, one.last)]
        is_speech = _is_said(text[one.start : one.end])
        own = speaker_of(left, right, inner=text[one.start : one.end])
        said = said if same and not own[1] and _goes_on(left) and said[1] else own
        is_speech = is_speech or bool(said[1] and own[1])
        told = said if is_speech else ("", "", WORDS_ONLY)
        yield number[one.first], one.start, one.end, is_speech, *told
        before = one


def _is_said(quotation: str) -> bool:
    """Tell a clause that was said from single words in quotation marks."""
    inside = quotation.strip("\"\uff02\u201c\u201d\u201e\u00ab\u00bb\u2018\u2019`' \n")
    return len(_WORD.findall(inside)) >= _SAID or _ENDING.search(inside) is not None


def _goes_on(between: str) -> bool:
    """Tell whether the words between two quotations go on with the same sentence."""
    return between.strip() != "" and _STOP.search(between.rstrip()) is None


def _sentences(table: pd.DataFrame, sents: pd.DataFrame) -> pd.Series:
    """List the sentences that each quotation stands in."""
    own = _by_document(sents, "sentence_id")
    lists = []
    for key, start, end in zip(*(table[n].tolist() for n in _SPAN), strict=True):
        starts, ends, ids = own.get(key, ([], [], []))
        lists.append(ids[bisect_right(ends, start) : bisect_left(starts, end)])
    return pd.Series(lists, index=table.index, dtype="object")


def _by_document(table: pd.DataFrame, name: str) -> dict[str, Spans]:
    """List starts, ends and one more column by document; pandas' groups take ten times as long."""
    found: dict[str, Spans] = {}
    columns = (table[column].tolist() for column in (*_SPAN, name))
    for key, start, end, value in zip(*columns, strict=True):
        own = found.setdefault(key, ([], [], []))
        own[0].append(start)
        own[1].append(end)
        own[2].append(value)
    return found


def _share(own: Spans | None, start: int, end: int) -> float:
    """Say how much of a stretch lies in quotations, which do not overlap."""
    if own is None or end <= start:
        return 0.0
    starts, ends, _ = own
    between = range(bisect_right(ends, start), bisect_left(starts, end))
    return sum(min(ends[i], end) - max(starts[i], start) for i in between) / (end - start)
