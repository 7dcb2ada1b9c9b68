"""What the term page says of change: which words rise, which fall, how fast and how surely."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from analysis import periods, wording
from analysis.findings.phrases import agree, mark, quoted
from analysis.findings.subject import dated_texts
from analysis.findings.summary import Finding

if TYPE_CHECKING:
    from collections.abc import Sequence

NAMED = 2  # words of each side in a heading
_SIDES = {"rising": ("rises", "rise"), "falling": ("falls", "fall")}


def changes_title(changes: pd.DataFrame, moved: pd.DataFrame, width: str) -> str:
    """Head the charts of change with what rises and falls beyond chance."""
    if not width:
        return ""
    measured = int(changes["p"].notna().sum())
    if not measured:
        return "No rise or fall could be measured"
    parts = [_side(moved, side) for side in _SIDES if (moved["direction"] == side).any()]
    said = "; ".join(parts)
    return said or f"Of {wording.counted(measured, 'word')} measured none changes beyond chance"


def changes_alt(shown: Sequence[str], width: str) -> str:
    """Say what the charts of change show."""
    if not shown:
        return ""
    return (
        f"Uses per million words in each {width} of {quoted(shown, len(shown))}; each panel has "
        "its own scale, the shade is the 95% interval, periods under 5 texts are gaps."
    )


def changes_note(changes: pd.DataFrame, moved: pd.DataFrame, width: str) -> dict[str, str]:
    """Say what the slopes rest on."""
    measured = int(changes["p"].notna().sum())
    if not width or not measured:
        return {}
    return {
        "Slope": f"log-linear on the totals of each {width}; unit: {width}.",
        "Interval": f"95%, adjusted: {moved['adjusted'].iloc[0]}." if len(moved) else "",
        "q": f"Benjamini-Hochberg over {wording.counted(measured, 'word')} in 10 texts or more.",
        "Shown": "up to three rising and three falling with q < .05, the surest first.",
    }


def change_findings(moved: pd.DataFrame, width: str) -> list[Finding | None]:
    """Say the surest rise and the surest fall of those shown."""
    return [_change(moved[moved["direction"] == side], side, width) for side in _SIDES]


def bursts_title(surges: pd.DataFrame) -> str:
    """Head the table of bursts with the strongest."""
    if surges.empty:
        return ""
    top = surges.iloc[0]
    usual = wording.ratio(top["times"])[1:]
    return f"{mark(top['term'])} bursts: in {usual} times its usual share of texts"


def bursts_note(surges: pd.DataFrame) -> dict[str, str]:
    """Say what the bursts rest on."""
    if surges.empty:
        return {}
    return {
        "Burst": "more of all texts than usual hold the word (Kleinberg 2003, two states).",
        "Shown": "q < .05 against 200 permutations of the texts' dates, the strongest first.",
    }


def group_bursts_title(together: pd.DataFrame) -> str:
    """Head the table of bursts of texts alike with the strongest."""
    if together.empty:
        return ""
    top = together.iloc[0]
    words, times = quoted(top["words"], len(top["words"])), wording.ratio(top["times"])[1:]
    return f"Texts marked by {words} burst: {times} times their usual share of texts"


def group_bursts_note(together: pd.DataFrame) -> dict[str, str]:
    """Say what the bursts of texts alike rest on."""
    if together.empty:
        return {}
    return {
        "Groups": "up to 8 of texts that share words, made without their dates.",
        "Burst": "more texts of a group than its slow course and its seasons give, for a tenth of "
        "the time at most.",
        "Marked by": "words that the texts of the burst hold far more often than all texts.",
        "Shown": "q < .01 against 200 draws from that course, the strongest first.",
    }


def with_words(together: pd.DataFrame, width: str) -> pd.DataFrame:
    """Name each burst of texts alike by the words that mark them and its time.

    together : GROUP_BURSTS
    width : of the periods, as in frequency.group_bursts
    Returns  the bursts with the columns named, span and key
    """
    named = pd.Series([", ".join(w) for w in together["words"]], index=together.index, dtype="str")
    spans = with_spans(together, width)
    return spans.assign(named=named, key=named + "; " + spans["span"])


def with_spans(surges: pd.DataFrame, width: str) -> pd.DataFrame:
    """Name each burst by its word and its time: a word may burst twice, each with its sentences.

    surges : BURSTS
    width : of the periods, as in frequency.bursts
    Returns  the bursts with the columns span and key
    """
    ends = zip(surges["start"], surges["end"], strict=True)
    span = pd.Series([_span(*pair, width) for pair in ends], index=surges.index, dtype="str")
    return surges.assign(span=span, key=surges["term"] + ", " + span)


def _span(first: pd.Timestamp, last: pd.Timestamp, width: str) -> str:
    """Write the time of a burst: July to August 2020."""
    known = {"week": "day"}.get(width, width)
    if known in ("year", "month", "day"):
        return wording.date_span([(first, known), (last, known)])
    ends = [periods.tick(day, width) for day in (first, last)]
    return ends[0] if first == last else wording.interval(*ends)


def with_dates(moved: pd.DataFrame, seen: pd.DataFrame) -> pd.DataFrame:
    """Put beside each term when it was first and last seen, no more of a date than is known.

    moved, seen : TRENDS, FIRST_LAST
    """
    said = {
        end: [
            wording.iso_date(day, precision)
            for day, precision in zip(seen[end], seen[f"{end}_precision"], strict=True)
        ]
        for end in ("first", "last")
    }
    ends = zip(moved["low"], moved["high"], strict=True)
    change = {
        "each": [_percent(ratio) for ratio in moved["ratio"]],
        "interval": [wording.interval(_percent(low), _percent(high)) for low, high in ends],
    }
    dates = pd.DataFrame({"term": seen["term"].tolist(), **said}).astype("str")
    return moved.assign(**change).merge(dates, on="term", how="left", sort=False)


def changes_missing(docs: pd.DataFrame, changes: pd.DataFrame) -> list[tuple[str, str, str]]:
    """Say why no rise or fall could be measured, in rows of MISSING."""
    if changes["p"].notna().any():
        return []
    why = f"{dated_texts(docs)}; it takes 8 periods, and words in 10 dated texts"
    return [("Rising and falling words", "not measured", why)]


def bursts_missing(docs: pd.DataFrame, n_shown: int) -> list[tuple[str, str, str]]:
    """Say why no burst is shown, in rows of MISSING."""
    if n_shown:
        return []
    if not periods.for_bursts(docs):
        why = f"{dated_texts(docs)}; it takes 8 periods with texts"
        return [("Bursts", "not measured", why)]
    why = "no word in 10 dated texts or more, and no group of texts alike, bursts beyond chance"
    return [("Bursts", "none to show", why)]


def _side(rows: pd.DataFrame, side: str) -> str:
    words = rows.loc[rows["direction"] == side, "term"].tolist()[:NAMED]
    return f"{quoted(words)} {agree(len(words), *_SIDES[side])}"


def _change(rows: pd.DataFrame, side: str, width: str) -> Finding | None:
    if rows.empty:
        return None
    top = rows.iloc[0]
    big = f"{_percent(top['ratio'])} a {width}"
    ends = wording.interval(_percent(top["low"]), _percent(top["high"]))
    sentence = (
        f"{mark(top['term'])} {_SIDES[side][0]} by {_percent(top['ratio'])[1:]} a {width} over "
        f"{wording.counted(int(top['n_periods']), width)}, in "
        f"{wording.counted(int(top['n_docs']), 'text')}."
    )
    links = (("panels", "Figure"), (f"e:{top['term']}", mark(top["term"])))
    return Finding(big, sentence, ends, "finding", links)


def _percent(ratio: float) -> str:
    percent = 100 * (ratio - 1)
    sign = "+" if percent >= 0 else wording.MINUS
    return f"{sign}{wording.significant(abs(percent), 2)}%"
