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
svg         {"wide": ..., "narrow": ...}: two drawings of one table
marks       list of {gid, key, hover} in the drawings
groups      evidence: list of {key, n_total, items}; an item has doc_id, sentence_id, start, end,
            date, source, language, text, marks
summary     findings: {standing, caveat, findings: [{kind, big, small, sentence, links}]}
"""

from __future__ import annotations

MIME = "application/vnd.footnoted.v1+json"
VERSION = 1
KINDS = ("findings", "figure", "table", "lines", "evidence", "reading", "missing")
FORMATS = ("text", "integer", "significant", "share", "tone", "of_one", "ratio", "p", "date")
