"""Headings, text alternatives and notes of the term page's charts and tables."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analysis import wording
from analysis.findings.phrases import agree, leaders, mark, often, quoted, times

if TYPE_CHECKING:
    import pandas as pd

    from analysis.terms import DocumentTermMatrix

NAMED = 3  # words in a heading, at most
ABSENT = 6  # words named that a list does not hold


def unusual_title(unusual: pd.DataFrame) -> str:
    """Head the chart of unusual words with the first of them."""
    if unusual.empty:
        return ""
    top = unusual.iloc[0]
    return f"{mark(top['term'])} stands out most beside general {wording.language(top['language'])}"


def unusual_alt(unusual: pd.DataFrame) -> str:
    """Say what the chart of unusual words shows."""
    if unusual.empty:
        return ""
    bars = "bars are 95% intervals over these texts alone, where there are any"
    none = "no word has an interval"
    return (
        "How many times as frequent as in a general list of the language: "
        f"{_ends([f'{mark(t)} {times(r)}' for t, r in _pairs(unusual, 'log_ratio')])}; "
        f"{none if unusual['low'].isna().all() else bars}."
    )


def unusual_note(
    beside: pd.DataFrame, unusual: pd.DataFrame, dtm: DocumentTermMatrix
) -> dict[str, str]:
    """Say what the comparison with the list rests on."""
    if beside.empty:
        return {}
    absent = beside.loc[~beside["listed"], "term"].drop_duplicates().tolist()
    more = f" and {wording.integer(len(absent) - ABSENT)} more" if len(absent) > ABSENT else ""
    single = len(dtm.units["doc_id"].unique()) == 1
    apart = ", each language apart" if len(beside["language"].unique()) > 1 else ""
    by_ratio, by_end = "words that stand twice or more, by ratio.", f"by the lower end{apart}."
    return {
        "Compared": f"{wording.counted(len(beside), 'word')}; no test: a list has no documents.",
        "Ranked": by_ratio if single else by_end,
        "Interval": _adjusted(unusual),
        "List": "wordfreq, text to about 2021.",
        "Not in the list": f"{', '.join(absent[:ABSENT])}{more}",
        "No interval": _not_measured(beside),
    }


def _adjusted(shown: pd.DataFrame) -> str:
    """Say for what list the intervals of a chart hold."""
    said = [text for text in shown["adjusted"].unique() if text]
    return f"95%, adjusted: {said[0]}." if said else ""


def frequency_title(freq: pd.DataFrame, *, noun: str = "word") -> str:
    """Head the list of the commonest words, or phrases; a tie is said to be one."""
    if freq.empty:
        return ""
    top, n = leaders(freq, "count")["term"].tolist(), int(freq["count"].max())
    uses = wording.counted(n, "use")
    if len(top) == 1:
        return f"{quoted(top)} leads with {uses}"
    if len(top) == len(freq):
        both = "Both" if len(top) == 2 else f"All {wording.integer(len(top))}"  # noqa: PLR2004
        return f"{both} {noun}s stand {often(n)}"
    if len(top) > NAMED:
        return f"{wording.spelled(len(top)).capitalize()} {noun}s share the lead with {uses} each"
    return f"{quoted(top)} lead with {uses} each"


def measure(freq: pd.DataFrame) -> str:
    """Say what the chart of the commonest words measures."""
    return "uses per million words" if freq["low"].notna().any() else "uses"


def frequency_alt(freq: pd.DataFrame) -> str:
    """Say what the chart of the commonest words shows."""
    if freq.empty:
        return ""
    if freq["low"].isna().all():
        said = [f"{mark(t)} {wording.integer(n)}" for t, n in _pairs(freq, "count")]
        return f"Uses: {_ends(said)}; exact counts, ties in the order of the alphabet."
    said = [f"{mark(t)} {wording.significant(r)}" for t, r in _pairs(freq, "per_million")]
    return (
        f"Uses per million words, stop words among them: {_ends(said)}; bars are 95% intervals "
        "where there are any."
    )


def frequency_note(
    freq: pd.DataFrame, top: pd.DataFrame, dtm: DocumentTermMatrix
) -> dict[str, str]:
    """Say what the counts rest on."""
    if freq.empty:
        return {}
    stop = f"{dtm.stop_words}: {wording.share(dtm.stop_share)} of all words."
    own = freq["unit"].iloc[0]  # a coarser one is for what is compared
    interval = f"{_adjusted(top)} Unit: {own}, whatever comparisons take; CR3 log-rate t."
    rates = top["low"].notna().any()  # else counts are drawn
    return {
        "Rate": "per million words, stop words among them." if rates else "",
        "Word rule": f"{dtm.words}, case folded.",
        "Interval": interval if rates else "",
        "No interval": _not_measured(freq),
        "Stop list": stop if dtm.stop_words else "none",
    }


def phrases_note(freq: pd.DataFrame, least: int, floor: int) -> dict[str, str]:
    """Say what the list of phrases rests on.

    freq : FREQUENCY of the phrases shown
    """
    if freq.empty:
        return {}
    texts = f", in {wording.counted(floor, 'text')} or more" if floor > 1 else ""
    return {
        "Phrase": "two or three words in a row in a sentence; no stop word begins or ends it.",
        "Left out": "a pair that stands within one longer phrase alone.",
        "Shown": f"phrases that stand {wording.spelled(least)} times or more{texts}.",
        "Interval": _adjusted(freq),
    }


def headline_term(*lists: pd.DataFrame) -> str:
    """Choose the word of the concordance: the first of the first list that has any; '' for none."""
    terms = [str(term) for table in lists for term in table["term"].head(1)]
    return terms[0] if terms else ""


def lines_title(found: pd.DataFrame, shown: pd.DataFrame, query: str) -> str:
    """Head the concordance with how much of it is shown."""
    if found.empty:
        return f"{mark(query)} is not in these texts"
    lines = wording.counted(len(found), "line")
    if len(shown) < len(found):
        return f"{wording.integer(len(shown))} of {lines} with {mark(query)}, spread evenly"
    few = {1: "The only line", 2: "Both lines"}
    return f"{few.get(len(found), f'All {lines}')} with {mark(query)}"


def ties_title(ties: pd.DataFrame) -> str:
    """Say how many words stand once, twice, and so on: in a short text a rank is a tie."""
    if ties.empty:
        return ""
    first, more = ties.head(NAMED), int(ties["n_terms"].iloc[NAMED:].sum())
    nouns = [agree(int(first["n_terms"].iloc[0]), " word stands", " words stand"), "", ""]
    rows = zip(first["count"], first["n_terms"], nouns[: len(first)], strict=True)
    said = [f"{wording.integer(n)}{noun} {often(int(c))}" for c, n, noun in rows]
    rest = [f"{wording.integer(more)} more often"] if more else []
    tied = ": any ranking by count is a tie" if (ties["n_terms"] > 1).all() else ""
    return f"{wording.listing(said + rest)}{tied}"


def _pairs(table: pd.DataFrame, column: str) -> list[tuple[str, float]]:
    """Take the first and the last row's term and value; one where there is one row."""
    ends = table[["term", column]].iloc[sorted({0, len(table) - 1})]
    return list(zip(ends["term"], ends[column], strict=True))


def _ends(said: list[str]) -> str:
    return " down to ".join(said)


def _not_measured(table: pd.DataFrame) -> str:
    """Say how many words have no interval, and the commonest reason."""
    none = table[table["low"].isna()]
    reasons = none.loc[none["reason"] != "", "reason"].value_counts().sort_index()
    if reasons.empty:
        return ""
    n, why = int(reasons.max()), reasons.index[int(reasons.to_numpy().argmax())]
    of = f"{wording.integer(len(none))} of {wording.counted(len(table), 'word')}"
    return f"{of}: {why}{'' if n == len(none) else ', most of them'}."
