"""A word, phrase or pattern where it stands: every place, each in its sentence."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import regex

from analysis import corpus, tokens
from analysis.concordance.hints import not_there
from analysis.concordance.places import with_documents
from analysis.errors import UsageError
from analysis.schema import LINES
from analysis.schema.terms_frequency import parted

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from numpy.typing import NDArray

    Place = tuple[int, int, int]  # sentence, start, end

_LETTER = r"[\p{L}\p{N}\p{M}]"
_PIECES = {  # how a character of a query reads in a text
    "*": rf"(?:{_LETTER}|['\u2019\u02bc\u2011.-](?={_LETTER}))*",
    "?": _LETTER,
    "'": "['\u2019\u02bc]",
    "-": "[-\u2011]",
}
_JOINERS = "['\u2019\u02bc\u2011-]"
_BETWEEN = rf"(?!{_JOINERS}{_LETTER})(?:(?!{_LETTER}).)+"  # "front line" is not "front-line"
_UNSURE = frozenset("'\u2019\u02bc\u2011-.")  # beside a match: it may be part of a longer word
_MILLION = 1_000_000
_LITERAL = regex.compile(r"[^*?'\-\s]+")


def lines(
    docs: pd.DataFrame,
    query: str,
    *,
    sentences: pd.DataFrame | None = None,
    merged: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """List every place where a word or phrase stands, each in its sentence.

    query : one word or several ("front line"); `*` stands for any end or part of a word, `?` for
        one letter; capitals do not matter; only whole words under the rule `word` are met; '' asks
        for nothing
    sentences : SENTENCES of `docs`, to save finding them again
    merged : LEMMA_FORMS; a word that is a lemma, or a form of one, is met in all its forms
    Returns  LINES; where there are none, `attrs["reason"]` says so and names a likely word

    Raises UsageError for a query without a letter or digit.
    """
    if not query:
        return _found(docs, docs, [], "")
    forms = _all_forms(merged)
    wanted = _pattern(query, forms)
    literal = "" if forms else query
    holding = docs[_may_hold(docs["text"].tolist(), literal, wanted)]
    if sentences is None:
        own = corpus.sentences(holding)
    else:
        own = sentences[sentences["doc_id"].isin(holding["doc_id"])]
    places = _places(corpus.texts(holding, own), wanted)
    return _found(holding, own, places, "" if places else not_there(docs, query))


def lines_matching(
    docs: pd.DataFrame,
    pattern: str,
    *,
    sentences: pd.DataFrame | None = None,
    seconds: float = 2.0,
) -> pd.DataFrame:
    r"""List every place that a regular expression meets, each in its sentence.

    pattern : as the module `regex` reads it, such as `evacuat\w+ (of|from)`; capitals do not
        matter unless it says `(?-i:...)`; it sees one sentence at a time, and may meet parts of
        words
    seconds : how long the search may take for each million characters, and at least in all
    Returns  LINES; where there are none, `attrs["reason"]` says so

    Raises UsageError for a pattern that cannot be read, or that takes too long.
    """
    wanted = _compiled(pattern)
    sents = corpus.sentences(docs) if sentences is None else sentences
    texts = corpus.texts(docs, sents)
    limit = seconds * max(1.0, sum(map(len, texts)) / _MILLION)
    try:
        places = list(_within(texts, wanted, time.monotonic() + limit))
    except TimeoutError as error:
        raise UsageError(
            f"pattern {pattern!r} takes over {limit:.0f} seconds; make it simpler, without a "
            "repeat inside a repeat"
        ) from error
    return _found(docs, sents, places, f"nothing in these texts matches {pattern!r}")


def _found(
    docs: pd.DataFrame, sents: pd.DataFrame, places: list[Place], reason: str
) -> pd.DataFrame:
    found = _lines(docs, sents, places) if places else LINES.empty()
    found.attrs.update(reason="" if places else reason, n_total=len(places))
    return found


def _compiled(pattern: str) -> regex.Pattern[str]:
    try:
        return regex.compile(pattern, regex.IGNORECASE)
    except regex.error as error:
        raise UsageError(f"pattern {pattern!r}: {error}; mend the regular expression") from error


def _within(texts: list[str], wanted: regex.Pattern[str], deadline: float) -> Iterator[Place]:
    """Yield (sentence, start, end) of all matches that are not empty, until time is up."""
    for i, text in enumerate(texts):
        left = deadline - time.monotonic()
        if left <= 0:
            raise TimeoutError
        for match in wanted.finditer(text, timeout=left):
            if match.end() > match.start():
                yield i, match.start(), match.end()


def _all_forms(merged: pd.DataFrame | None) -> dict[str, list[str]]:
    """Map each lemma, and each form, to all forms it is merged with."""
    forms: dict[str, list[str]] = {}
    if merged is not None:
        for lemma, own in zip(merged["lemma"], parted(merged), strict=True):
            for word in {lemma, *own}:
                forms[word] = [*forms.get(word, ()), *own]
    return forms


def _pattern(query: str, forms: Mapping[str, list[str]]) -> regex.Pattern[str]:
    """Compile a query; word boundaries are then checked against the word rule itself."""
    words = tokens.fold(query).split()
    if not any(char.isalnum() for char in query):
        raise UsageError(f"query {query!r} holds no word; give a word, as in 'evacuat*'")
    whole = _BETWEEN.join(_any_form(forms.get(word, [word])) for word in words)
    return regex.compile(
        rf"(?<!{_LETTER})(?:{whole})(?!{_LETTER})", regex.IGNORECASE | regex.DOTALL
    )


def _any_form(words: list[str]) -> str:
    """Write a word, or one of several, as it reads in a text; the longest is tried first."""
    ordered = sorted(set(words), key=lambda word: (-len(word), word))
    read = ["".join(_PIECES.get(c, regex.escape(c)) for c in word) for word in ordered]
    return read[0] if len(read) == 1 else f"(?:{'|'.join(read)})"


def _may_hold(texts: list[str], query: str, wanted: regex.Pattern[str]) -> NDArray[np.bool_]:
    """Pass over documents without the longest literal part of the query; `in` is fast."""
    part = max(_LITERAL.findall(tokens.fold(query)), key=len, default="")
    held = (part in text.lower() and wanted.search(text) is not None for text in texts)
    return np.fromiter(held, dtype=bool, count=len(texts))


def _places(texts: list[str], wanted: regex.Pattern[str]) -> list[Place]:
    """Find (sentence, start, end) of all matches that begin and end with a token."""
    found = ((i, *m.span()) for i, text in enumerate(texts) for m in wanted.finditer(text))
    return [(i, a, b) for i, a, b in found if _is_whole(texts[i], a, b)]


def _is_whole(text: str, start: int, end: int) -> bool:
    """Ask the word rule where a neighbour leaves it open; most matches need no asking."""
    if _UNSURE.isdisjoint(text[max(start - 1, 0) : start] + text[end : end + 1]):
        return True
    starts, ends = (set(side) for side in zip(*tokens.spans(text), strict=True))
    return start in starts and end in ends


def _lines(docs: pd.DataFrame, sents: pd.DataFrame, places: list[Place]) -> pd.DataFrame:
    """Cut each sentence at its match."""
    row, start, end = np.array(places, dtype=np.int64).T
    own = sents.iloc[row].reset_index(drop=True)
    texts = corpus.texts(docs, own)
    cut = [(t[:a], t[a:b], t[b:]) for t, a, b in zip(texts, start, end, strict=True)]
    left, match, right = zip(*cut, strict=True)
    first = own["start"].to_numpy()
    table = with_documents(own, docs).assign(
        left=pd.Series(left, dtype="str"),
        match=pd.Series(match, dtype="str"),
        right=pd.Series(right, dtype="str"),
        start=first + start,
        end=first + end,
    )
    return LINES.check(table)
