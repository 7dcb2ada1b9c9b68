"""Words of a field, in words: what was changed, what might be, and a warning on conflict."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analysis import wording
from analysis.findings.phrases import agree, capital, quoted

if TYPE_CHECKING:
    import pandas as pd

    from analysis.sentiment import DomainWords

ON_CONFLICT = "on texts about conflict or disaster"


def with_warning(caveat: tuple[str, str], conflict: pd.DataFrame | None) -> tuple[str, str]:
    """Add to a caveat that the texts are about conflict or disaster, where they are.

    conflict : TONE_CONFLICT, or None
    """
    if conflict is None or conflict.empty or not conflict["warned"].iloc[0]:
        return caveat
    row = conflict.iloc[0]
    words = quoted(row["words"].split(", "))
    n = int(row["n_with"])
    sentence = (
        f"{wording.integer(n)} of {wording.counted(int(row['n_sentences']), 'sentence')} "
        f"{agree(n, 'holds', 'hold')} a word of conflict or disaster, such as {words}. In 127 "
        "sentences about conflict in newspaper editorials the lists followed human ratings with "
        "r .48, in all sentences with .55."
    )
    return f"{caveat[0]}, {ON_CONFLICT}", f"{sentence} {caveat[1]}"


def conflict_note(conflict: pd.DataFrame) -> dict[str, str]:
    """Say by which rule the page warns of conflict or disaster, and whether it does."""
    row = conflict.iloc[0]
    if not row["n_sentences"]:
        return {}
    rule = (
        f"{wording.share(row['share'])} of sentences hold a word of the list conflict_words.txt; "
        f"the page warns from {wording.share(row['level'])}."
    )
    return {"Conflict or disaster": rule}


def changed_words(domain: DomainWords | None) -> str:
    """Say in the standing sentence that a user has changed the lists; '' where nobody has."""
    if domain is None or not domain.n:
        return ""
    return f"Both lists are changed by {wording.counted(domain.n, 'word')} of {domain.file}."


def proposals_title(proposed: pd.DataFrame) -> str:
    """Head the table of words to look at."""
    if proposed.empty:
        return ""
    words = proposed["word"].tolist()
    return f"{quoted(words)} {agree(len(words), 'moves', 'move')} the tone and may name the topic"


def proposals_note(proposed: pd.DataFrame, conflict: pd.DataFrame) -> dict[str, str]:
    """Say by what rule words are proposed, what to do with them, and whether the page warns."""
    rule = (
        "words with 1% or more of all that words contribute, if on the list of words that often "
        "name a topic in news, surely twice as frequent here as in general, or, where no general "
        "rate is known, in half of the texts."
    )
    what = "list those to leave out under drop in a YAML file; name it in domain_words_path."
    own = {} if proposed.empty else {"Proposed": rule, "To decide": what}
    return own | conflict_note(conflict)


def readings_title(readings: pd.DataFrame) -> str:
    """Head the table of readings with how far the mean moves."""
    known = readings.dropna(subset=["tone"])
    if len(known) < 2:  # noqa: PLR2004 - nothing to compare the lists with
        return ""
    first, last = known.iloc[0], known.iloc[-1]
    said = [wording.tone(row["tone"]) for row in (first, last)]
    if said[0] == said[1]:
        return f"{capital(last['words'])} the mean stays at {said[0]}"
    return f"{capital(last['words'])} the mean is {said[1]}, not {said[0]}"


def domain_title(described: pd.DataFrame) -> str:
    """Head the table of a user's words with how many of them did anything."""
    if described.empty:
        return ""
    n, idle = len(described), int(described["note"].ne("").sum())
    did = f"{wording.counted(n - idle, 'word')} of yours {agree(n - idle, 'acts', 'act')} here"
    return f"{did}, {wording.integer(idle)} {agree(idle, 'does', 'do')} not" if idle else did
