"""The one family of errors, and the exit code that each kind gives the command line.

A message is one line, ``WHERE: WHAT. MEND.``: what was asked, what is there, what to do.
"""

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING, ClassVar

if TYPE_CHECKING:
    from collections.abc import Iterable


class AnalysisError(Exception):
    """A fault that the person at the keyboard can understand; 1 means it is a fault of ours."""

    exit_code: ClassVar[int] = 1


class UsageError(AnalysisError):
    """A bad option, parameter or column name; nothing has run."""

    exit_code = 2


class DataError(AnalysisError):
    """The corpus cannot be read, or cannot bear what was asked of it."""

    exit_code = 3


class OutputError(AnalysisError):
    """The reports cannot be written; what stood there before still stands."""

    exit_code = 4


class NotebookError(AnalysisError):
    """A notebook failed while it ran; the reports that stood there before still stand."""

    exit_code = 5


class BusyError(AnalysisError):
    """Another build holds the output folder."""

    exit_code = 6


def did_you_mean(asked: str, known: Iterable[str]) -> str:
    """Say which known name was likely meant, or list what there is (at most twelve names)."""
    names = sorted(known)
    close = get_close_matches(asked, names, n=1, cutoff=0.6)
    if close:
        return f"did you mean {close[0]!r}?"
    if not names:
        return "there are none"
    more = f" and {len(names) - 12} more" if len(names) > 12 else ""  # noqa: PLR2004
    return f"there are: {', '.join(names[:12])}{more}"
