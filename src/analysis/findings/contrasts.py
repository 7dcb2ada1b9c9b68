"""What the term page says of two groups and of sources: the words that set them apart."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from analysis import wording
from analysis.findings.phrases import agree, capital, mark, quoted, times
from analysis.findings.summary import Finding

if TYPE_CHECKING:
    import pandas as pd

    from analysis.keyness import Contrast

NOT_MEASURED = "not measured"
NAMED = 2  # words of each side in a heading
POWER = 2.8  # standard errors at which 8 of 10 differences come out at p < .05: 1.96 + .84


def in_times(table: pd.DataFrame) -> pd.DataFrame:
    """Write log2 ratios and their ends as times as frequent, in the columns ratio, low, high."""
    ends = {"ratio": "log_ratio", "low": "low", "high": "high"}
    return table.assign(**{name: 2.0 ** table[column] for name, column in ends.items()})


def contrast_title(differ: pd.DataFrame, groups: Contrast) -> str:
    """Head the chart of two groups with the surest words of each."""
    sides = ((groups.target, differ["log_ratio"] > 0), (groups.other, differ["log_ratio"] < 0))
    said = [
        f"{capital(name)}: {quoted(differ.loc[rows, 'term'].tolist(), NAMED)}"
        for name, rows in sides
        if rows.any()
    ]
    return "; ".join(said)


def contrast_alt(differ: pd.DataFrame, groups: Contrast) -> str:
    """Say what the chart of two groups shows."""
    if differ.empty:
        return ""
    return (
        f"How many times as frequent in {groups.target} (right) or {groups.other} (left): "
        f"{_sides(differ)}; bars are 95% intervals, adjusted for the list. Grey: "
        f"uses per million words, {groups.other} first."
    )


def _sides(differ: pd.DataFrame) -> str:
    rows = zip(differ["term"], differ["log_ratio"], strict=True)
    said = [f"{mark(term)} {times(abs(ratio))}" for term, ratio in rows]
    return wording.listing(said[: 2 * NAMED])


def contrast_note(
    key: pd.DataFrame, differ: pd.DataFrame, groups: Contrast, unit: str
) -> dict[str, str]:
    """Say what the comparison of two groups rests on, and what it could have found."""
    if differ.empty:
        return {}
    target, other = (int((groups.mask == side).sum()) for side in (True, False))
    return {
        "Compared": f"{groups.target}: {wording.integer(target)}; {groups.other}: "
        f"{wording.integer(other)}. Unit: {unit or 'text'}.",
        "Shown": f"q < .05 over {wording.counted(_measured(key), 'word')}, the surest first.",
        "Interval": f"95%, adjusted: {differ['adjusted'].iloc[0]}; Welch's t of log rates.",
        "Could be found": f"8 in 10 words that differ by {_found(key)} or more.",
    }


def _measured(key: pd.DataFrame) -> int:
    return int(key["p"].notna().sum())


def _found(key: pd.DataFrame) -> str:
    """Say how large a difference must be to come out, for a word of the usual spread."""
    return times(POWER * float(np.nanmedian(key["error"])))


def alike_title(alike: pd.DataFrame) -> str:
    """Head the list of words that do not differ."""
    if alike.empty:
        return ""
    words = alike["term"].tolist()
    return f"{quoted(words)} {agree(len(words), 'does', 'do')} not differ by more than half"


def scatter_alt(key: pd.DataFrame, groups: Contrast) -> str:
    """Say what the scatter of two groups shows."""
    if key.empty:
        return ""
    return (
        f"Uses per million words of {wording.counted(len(key), 'word')}, {groups.target} across "
        f"and {groups.other} upwards; words on the line are equally frequent in both, the named "
        "ones differ beyond chance, as far as names find room."
    )


def each_source_note(sources: pd.DataFrame) -> dict[str, str]:
    """Say what the comparisons of sources rest on."""
    if sources.empty:
        return {}
    unit = sources["unit"].iloc[0]
    return {
        "Compared": f"each source with all others. Unit: {'text' if unit == 'document' else unit}.",
        "Shown": "q < .05 over all words of all sources, the surest of each first.",
        "Interval": f"95%, adjusted: {sources['adjusted'].iloc[0]}; Welch's t of log rates.",
    }


def each_source_title(sources: pd.DataFrame) -> str:
    """Head the table of sources with the first words of some."""
    first = sources.drop_duplicates("group")
    rows = zip(first["group"].head(NAMED), first["term"].head(NAMED), strict=True)
    return "; ".join(f"{mark(term)} sets {name} apart" for name, term in rows)


def contrast_finding(differ: pd.DataFrame, groups: Contrast) -> Finding | None:
    """Say the word that differs most surely between the two groups."""
    if differ.empty:
        return None
    top = differ.iloc[0]
    up = top["log_ratio"] > 0
    more, less = (groups.target, groups.other) if up else (groups.other, groups.target)
    sign = 1 if up else -1
    ends = sorted(sign * top[end] for end in ("low", "high"))
    big = times(abs(top["log_ratio"]))
    held, rest = ("docs_target", "docs_other") if up else ("docs_other", "docs_target")
    sentence = (
        f"{mark(top['term'])} is {big[1:]} times as frequent in {more} as in {less}: in "
        f"{wording.counted(int(top[held]), 'text')} against {wording.integer(top[rest])}. "
        f"{wording.counted(len(differ), 'word')} {agree(len(differ), 'is', 'are')} shown to differ."
    )
    links = (("contrast", "Figure"), (f"e:{top['term']}", mark(top["term"])))
    small = wording.interval(*map(times, ends))
    return Finding(big, sentence, small, "finding", links)


def contrast_missing(
    groups: Contrast, key: pd.DataFrame, differ: pd.DataFrame
) -> list[tuple[str, str, str]]:
    """Say why no word is shown to differ between two groups, in rows of MISSING."""
    why = groups.reason or str(differ.attrs.get("reason", ""))
    if not differ.empty or not why:
        return []
    state = "none to show" if _measured(key) else "not measured"
    return [("Words that set groups apart", state, why)]


def sources_missing(sources: pd.DataFrame) -> list[tuple[str, str, str]]:
    """Say which sources could not be compared, in rows of MISSING."""
    why = str(sources.attrs.get("reason", ""))
    state = "none to show" if sources.attrs.get("measured") else NOT_MEASURED
    return [("Words of a source", state, why)] if why else []
