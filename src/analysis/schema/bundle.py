"""What a notebook hands to the report: one MIME bundle per thing shown.

Fields of a bundle (absent where they do not apply):

version     this schema's version
kind        one of KINDS
id          the content's role, stable from build to build; also the name of its CSV
title       the finding, as a heading
caption     what is seen, for those who cannot see it (the alternative text of a figure)
note        list of (name, text): unit, n, method, exceptions
columns     list of {name, label, format}; format is one of FORMATS
rows        list of rows, raw values (numbers unrounded, dates as ISO text, None for missing)
keys        for each row the key of its evidence, '' where it has none
first       key -> the first sentence of its evidence, where keys alone may be ambiguous
svg         {"wide": ..., "narrow": ...}: two drawings of one table
marks       list of {gid, key, hover} in the drawings
cut         what of a long table is not drawn, in words
groups      evidence: list of {key, n_total, items}; an item has doc_id, sentence_id, start, end,
            date, source, language, text, marks
summary     findings: {standing, caveat, findings: [{kind, big, small, sentence, links}]}
"""

from __future__ import annotations

import re

MIME = "application/vnd.footnoted.v1+json"
VERSION = 1
KINDS = ("findings", "figure", "table", "lines", "evidence", "reading", "missing")
FORMATS = (
    *("text", "language", "date"),
    *("integer", "significant", "share", "tone", "of_one", "ratio", "p"),
)
RESERVED = ("main", "limits", "provenance", "limits-h", "made-h")  # ids of every page
_NAME = re.compile(r"[a-z][a-z0-9]*(?:-[a-z0-9]+)*")
_LONGEST = 60  # characters of a name


def is_name(text: object) -> bool:
    """Tell whether a text may name a thing: it becomes an id of the page and the name of a file."""
    fits = isinstance(text, str) and len(text) <= _LONGEST and _NAME.fullmatch(text)
    return bool(fits) and text not in RESERVED


def is_ours(bundle: object) -> bool:
    """Tell whether a bundle is one that this version can show."""
    return (
        isinstance(bundle, dict)
        and bundle.get("version") == VERSION
        and bundle.get("kind") in KINDS
        and is_name(bundle.get("id"))
    )
