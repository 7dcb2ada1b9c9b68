"""Ids on a page: made from what a thing is, never from a counter, so that links stay alive."""

from __future__ import annotations

import hashlib
import re
from typing import TYPE_CHECKING, Any

from analysis.report import tables
from analysis.schema.bundle import RESERVED

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

Bundle = dict[str, Any]
_PLAIN = re.compile(r"[a-z0-9]+(?: [a-z0-9]+)*")
LONGEST = 40  # characters of an id that is the text itself


def slug(text: str) -> str:
    """Turn any text into an id: plain letters and digits, or a digest where there are others."""
    if _PLAIN.fullmatch(text) and len(text) <= LONGEST:
        return text.replace(" ", "-")
    plain = re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-")
    digest = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:8]
    return f"{plain[:24]}-{digest}".strip("-")


def evidence_id(key: str) -> str:
    """Name the place of the evidence for a key."""
    return f"e-{slug(key)}"


class Places:
    """Where the evidence on a page stands: one place for each key and its sentences.

    A page may hold evidence of several kinds whose keys are the same text, such as a source and a
    word of its name; the first sentence tells them apart.
    """

    def __init__(self, bundles: Iterable[Bundle], names: Iterable[str] = ()) -> None:
        self._taken = {*RESERVED, *names}
        self._of: dict[tuple[str, str], str] = {}
        bundles = list(bundles)
        self._taken.update(bundle["id"] for bundle in bundles)
        for bundle in bundles:
            if bundle["kind"] == "reading":
                self._read(bundle)
        self.groups = [
            [self._put(g["key"], _first(g)) for g in b["groups"]] if b["kind"] == "evidence" else []
            for b in bundles
        ]

    def _read(self, bundle: Bundle) -> None:
        """Let a text that is read on the page be the place of its sentences."""
        for row in tables.records(bundle):
            self._put(f"sentence {row['number']}", str(row["sentence_id"]))

    def _put(self, key: str, first: str) -> str:
        """Find a free id; none for what already stands elsewhere on the page."""
        if (key, first) in self._of:
            return ""
        wanted = (evidence_id(key), evidence_id(f"{key} {first}"))
        anchor = next((one for one in wanted if one not in self._taken), "")
        if anchor:
            self._taken.add(anchor)
            self._of[key, first] = anchor
            self._of.setdefault((key, ""), anchor)
        return anchor

    def of(self, key: str, first: str = "") -> str:
        """Say where the evidence of a key stands; '' where the page has none."""
        return self._of.get((key, first)) or self._of.get((key, ""), "") if key else ""

    def linked(self, bundle: Bundle) -> Bundle:
        """Add to a bundle where its rows and marks lead."""
        first: Mapping[str, str] = bundle.get("first", {})
        rows = [self.of(key, first.get(key, "")) for key in bundle.get("keys", [])]
        marks = [
            mark | {"anchor": self.of(mark["key"], first.get(mark["key"], ""))}
            for mark in bundle.get("marks", [])
        ]
        return bundle | {"anchors": rows, "marks": marks}


def _first(group: Mapping[str, Any]) -> str:
    return str(group["items"][0]["sentence_id"])
