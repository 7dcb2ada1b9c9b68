"""What a report says first: a title, a standing sentence, three to six findings."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Finding:
    """One fact (an exact count) or finding (an estimate), in a sentence.

    big, small : the number, formatted, and its interval or what it is out of
    kind : fact or finding
    links : (id, label) pairs; an id is that of a figure or table, or `e:KEY` for evidence
    """

    big: str
    sentence: str
    small: str = ""
    kind: str = "fact"
    links: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Summary:
    """The head of a page.

    caveat : (heading, sentence) where something must be known before reading on; () for none
    """

    title: str
    standing: str
    findings: tuple[Finding, ...]
    caveat: tuple[str, str] | tuple[()] = ()

    def as_dict(self) -> dict[str, Any]:
        """The summary as plain values, for the bundle."""
        rows = [vars(f) | {"links": [list(link) for link in f.links]} for f in self.findings]
        return {"standing": self.standing, "caveat": list(self.caveat), "findings": rows}


def kept(*findings: Finding | None) -> tuple[Finding, ...]:
    """Keep what could be said."""
    return tuple(f for f in findings if f is not None)
