"""Ids on a page: made from what a thing is, never from a counter, so that links stay alive."""

from __future__ import annotations

import hashlib
import re


def slug(text: str) -> str:
    """Turn any text into an id: plain letters and digits, or a digest where there are others."""
    plain = re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-")
    if plain == text.replace(" ", "-") and 0 < len(plain) <= 40:  # noqa: PLR2004
        return plain
    digest = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:8]
    return f"{plain[:24]}-{digest}".strip("-")


def evidence_id(key: str) -> str:
    """Name the place of the evidence for a key."""
    return f"e-{slug(key)}"
