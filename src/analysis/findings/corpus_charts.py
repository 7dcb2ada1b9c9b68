"""Headings and text alternatives of the corpus page's tables and charts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analysis import wording
from analysis.findings.corpus import median, middle
from analysis.findings.phrases import agree, highest, leaders

if TYPE_CHECKING:
    import pandas as pd

NOT_KNOWN = "not known"  # as overview names the group without a source or language


def dates_title(dates: pd.DataFrame, width: str) -> str:
    """Head the chart of documents over time with its highest period."""
    if dates.empty:
        return ""
    top = leaders(dates, "n_docs")
    empty = int(dates["n_docs"].eq(0).sum())
    gaps = f"; {wording.counted(empty, width)} without any" if empty else ""
    where = str(top["label"].iloc[0]) if len(top) == 1 else f"in each of {len(top)} {width}s"
    return f"The most texts in a {width}: {wording.integer(top['n_docs'].iloc[0])}, {where}{gaps}"


def dates_alt(dates: pd.DataFrame) -> str:
    """Say what the chart of documents over time shows."""
    if dates.empty:
        return ""
    first, last = dates["label"].iloc[0], dates["label"].iloc[-1]
    dated = wording.counted(int(dates["n_docs"].sum()), "document")
    return f"Documents in each period, first {first}, last {last}: {dated} placed, gaps left open."


def sources_title(sources: pd.DataFrame) -> str:
    """Head the table of sources with the largest; those that name none are no source."""
    named = sources[sources["name"] != NOT_KNOWN]
    if named.empty:
        return ""
    unnamed = 1 - float(named["doc_share"].sum())
    rest = f"; {wording.share(unnamed)} name none" if len(named) < len(sources) else ""
    if len(named) == 1:
        name = str(named["name"].iloc[0])
        share = wording.share(named["doc_share"].iloc[0])
        return f"{share} of the texts are from {name}{rest}" if rest else f"All from {name}"
    tied = leaders(named, "n_docs")
    share = wording.share(tied["doc_share"].iloc[0])
    lead = f"{tied['name'].iloc[0]} has {share} of the texts"
    if len(tied) == len(named):
        lead = f"each has {share} of the texts"
    elif len(tied) > 1:
        lead = f"{wording.spelled(len(tied))} share the lead with {share} of the texts each"
    return f"{wording.counted(len(named), 'source')}; {lead}{rest}"


def lengths_title(docs: pd.DataFrame) -> str:
    """Head the chart of lengths with the median and the ends."""
    if len(docs) < 2:  # noqa: PLR2004 (one length does not vary)
        return ""
    n = docs["n_tokens"]
    if n.min() == n.max():
        return ""  # told in the summary; a chart of one bar shows no more
    low, high = wording.integer(n.min()), wording.integer(n.max())
    return f"The median text has {median(n)} words; the shortest {low}, the longest {high}"


def lengths_alt(docs: pd.DataFrame) -> str:
    """Say what the chart of lengths shows."""
    if docs["n_tokens"].nunique() < 2:  # noqa: PLR2004 (as above)
        return ""
    low, high = middle(docs["n_tokens"], 0.8)
    return (
        f"How many documents have how many words: the middle 80% lie between {low} and {high}, "
        "the line is the median."
    )


def languages_title(languages: pd.DataFrame) -> str:
    """Head the table of languages with the commonest."""
    if languages.empty:
        return ""
    top = highest(languages, "n_docs")
    share, name = wording.share(top["doc_share"]), wording.language(str(top["name"]))
    if str(top["name"]) == NOT_KNOWN:
        if len(languages) == 1:
            return "The language could not be told"
        return f"The language of {share} of the texts could not be told"
    return f"All in {name}" if len(languages) == 1 else f"{name} in {share} of the texts"


def documents_title(docs: pd.DataFrame, n_listed: int) -> str:
    """Head the list of documents."""
    n = wording.integer(len(docs))
    if len(docs) == 1:
        return "One text"
    if n_listed < len(docs):
        return f"{wording.integer(n_listed)} of {n}, spread over the corpus"
    return f"All {n}, in the order they are counted in"


def notes_title(reasons: pd.DataFrame) -> str:
    """Head the list of what was skipped, mended, guessed and taken."""
    if reasons.empty:
        return ""
    summed = reasons.groupby("what", sort=False)["n"].sum()
    counts = {str(what): int(n) for what, n in summed.items()}
    said = [f"{_things(n, first=i == 0)} {what}" for i, (what, n) in enumerate(counts.items())]
    if "skipped" in counts:
        return wording.listing(said)
    nothing = "skipped" if "mended" in counts else "skipped or mended"
    return f"Nothing was {nothing}; {wording.listing(said)}"


def _things(n: int, *, first: bool) -> str:
    counted = wording.counted(n, "thing") if first else wording.integer(n)
    return f"{counted} {agree(n, 'was', 'were')}"
