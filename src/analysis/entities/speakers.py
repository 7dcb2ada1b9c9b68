"""Who is named as the speaker of a quotation, by the reporting verb beside it."""

from __future__ import annotations

from functools import cache

import regex

from analysis.entities import gazetteer

Told = tuple[str, str, str]  # speaker, verb, why no speaker is named

_WORDS = regex.compile(r"\p{L}+")
_NEAR = 160  # characters beside a quotation in which its verb is looked for
PRONOUN = "a pronoun, not resolved"
NO_VERB = "no reporting verb beside it"
_PRONOUN = r"(?:he|she|they|it|we|I|you|who|which|one|this|that|these|those|there|others)"
_TITLE = r"(?:Mrs?|Ms|Dr|Prof|Gen|Sen|Rep|Gov|Lt|Col|Capt|Sgt|Maj|Adm|Rev|St|\p{Lu})\."
_FUNCTION = "The|A|An|And|But|As|Then|When|While|In|At|On|So|For|If|To|Or|Nor|Not|His|Her|Their|My"
_CAP = rf"(?!(?:{_FUNCTION})\b)(?:{_TITLE}|\p{{Lu}}[\p{{L}}\p{{M}}'\u2019-]*)"
_NAME = rf"(?:{_CAP}(?:\s(?:(?:of|the|de|van|von|al|bin)\s)?{_CAP})*)"
_DETERMINER = (
    r"(?:\b(?:[Tt]he|[Aa]n?|[Hh]is|[Hh]er|[Tt]heir|[Ii]ts|[Mm]y|[Oo]ur|[Oo]ne|[Aa]nother|[Ss]ome"
    r"|[Ss]everal|[Mm]any|[Ll]ocal))"
)
_NO_NOUN = (
    r"(?!(?:and|or|but|was|were|is|are|had|has|have|he|she|it|they|in|at|to|on|like|as|who|that|with"
    r"|from|for|of|by|a|an|the|his|her|half|\p{L}+ly)\b)"
)
_COMMON = rf"{_NO_NOUN}[\p{{Ll}}'\u2019-]+"
_NOUN = rf"(?:{_DETERMINER}\s(?:(?:{_COMMON}\s){{0,2}}{_COMMON}(?:\s(?:of\s)?{_NAME})?|{_NAME}))"
_WHO = rf"(?P<who>(?i:\b{_PRONOUN}\b)|{_NOUN}|{_NAME})"
_ADVERB = r"(?:(?:has|have|had|then|also|later|once|\p{L}+ly)\s)*"
_ASIDE = r"(?:\s?,[^,\"\u201c\u201d]{1,80},)?"


def speaker_of(left: str, right: str, *, inner: str) -> Told:
    """Name the speaker of a quotation.

    left, right : the words of the same paragraph before and after it, up to the next quotation
    inner : the quotation itself
    Returns  speaker as written ('' where none is named), verb, reason
    """
    if gazetteer.reporting_words().isdisjoint(_WORDS.findall(f"{left[-_NEAR:]} {right[:_NEAR]}")):
        return "", "", NO_VERB  # half of all quotations: the patterns cost ten times as much
    verb_first, name_first, before, introduced = _patterns()
    beside = [(verb_first, right), (introduced, left), (before, left), (name_first, right)]
    if inner.rstrip("\"\uff02\u201c\u201d\u00bb\u2019' \n").endswith((".", "\u2026")):
        beside.pop()  # after a full stop another sentence begins, which may name another speaker
    for pattern, words in beside:
        match = pattern.search(words[:_NEAR] if words is right else words[-_NEAR:])
        if match:
            return _told(match)
    return "", "", NO_VERB


@cache
def _patterns() -> tuple[regex.Pattern[str], ...]:
    """Compile the ways a speaker stands beside a quotation."""
    verbs = "|".join(map(regex.escape, gazetteer.reporting_verbs()))
    # "what may be called": nobody speaks
    verb = rf"(?<!\b(?:be|been|is|was|are|were)\s)\b(?P<verb>(?:{verbs}))\b"
    start = r"^[\s,;\u2013\u2014-]*"
    end = r"(?:\s[^.?!\"\u201c\u201d]{0,60})?[\s,:]*$"
    texts = (
        rf"{start}{verb}\s(?:(?:to|by)\s)?{_WHO}",  # ", said the mayor
        rf"{start}{_WHO}{_ASIDE}\s?,?\s{_ADVERB}{verb}",  # ", the mayor of Kyiv, said
        rf"{_WHO}{_ASIDE}\s?,?\s{_ADVERB}{verb}{end}",  # the mayor told reporters that "
        rf"(?i:(?P<verb>according to|said))\s{_WHO}\s?[,:]\s*$",  # According to the mayor, "
    )
    return tuple(regex.compile(text) for text in texts)


def _told(match: regex.Match[str]) -> Told:
    who = " ".join(match["who"].split())
    if regex.fullmatch(_PRONOUN, who, regex.IGNORECASE):
        return "", match["verb"], PRONOUN
    return who, match["verb"], ""
