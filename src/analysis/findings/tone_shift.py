"""What the tone page says of two groups: which words part their tone, and how far that goes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analysis import wording
from analysis.findings.phrases import agree, mark, quoted
from analysis.findings.tone import ends

if TYPE_CHECKING:
    import pandas as pd

    from analysis.keyness import Contrast

NAMED = 2  # words of each side in a heading


def shift_title(shown: pd.DataFrame, groups: Contrast) -> str:
    """Head the word shift with the surest words of each side, or say that none is sure."""
    if shown.empty:
        return ""
    clear = shown[(shown["low"] > 0) | (shown["high"] < 0)]
    if clear.empty:
        return f"No single word surely moves the tone of {groups.target} against {groups.other}"
    up, down = (
        clear.loc[side, "word"].tolist() for side in (clear["shift"] > 0, clear["shift"] < 0)
    )
    said = [
        f"{quoted(words, NAMED)} {agree(min(len(words), NAMED), one, many)}"
        for words, one, many in ((up, "raises", "raise"), (down, "lowers", "lower"))
        if words
    ]
    first = f"{said[0]} the tone of {groups.target}"
    return "; ".join([first, *(f"{rest} it" for rest in said[1:])])


def shift_alt(shown: pd.DataFrame, groups: Contrast) -> str:
    """Say what the word shift shows, and how to read it."""
    if shown.empty:
        return ""
    top = shown.iloc[int(shown["shift"].abs().to_numpy().argmax())]
    how = top["kind"].replace(", weighs", " that weighs").replace(", ", " ")
    return (
        f"How much each word adds to the difference of the mean tones, to the right for "
        f"{groups.target}, to the left for {groups.other}; most: {mark(top['word'])}, a {how} in "
        f"{groups.target}. Hollow bars may be chance: the interval, a grey line, holds zero or "
        f"could not be had. + positive, {wording.MINUS} negative word; \u2191 used more, \u2193 "
        "less, \u2248 weighs otherwise."
    )


def shift_note(
    shift: pd.DataFrame, shown: pd.DataFrame, *, gap: pd.DataFrame, groups: Contrast
) -> dict[str, str]:
    """Say what the word shift adds up to and rests on.

    shift, shown : WORD_SHIFT, all and those shown
    gap : TONE_DIFFERENCE
    """
    if shown.empty:
        return {}
    row = gap.iloc[0]
    named = ((groups.target, "target"), (groups.other, "other"))
    sides = [
        f"{wording.tone(row[f'tone_{key}'])} in {wording.counted(int(row[f'docs_{key}']), 'text')}"
        f" ({name})"
        for name, key in named
    ]
    adjusted = next(filter(None, shown["adjusted"]), "")
    return {
        "Difference": f"{wording.tone(row['difference'])} ({ends(row)}): {sides[0]} against "
        f"{sides[1]}.",
        "Adds up": f"{wording.counted(len(shift), 'word')} make {wording.tone(row['words'])} of "
        f"it, exclamation and question marks {wording.tone(row['emphasis'])}.",
        "Part of a word": "how much more often it stands in a scored sentence, by its mean weight "
        "there; and how otherwise it weighs, by its mean use (Gallagher et al. 2021). Zero is "
        "neutral.",
        "Interval": f"95%, adjusted: {adjusted}; Welch t over texts." if adjusted else "",
    }
