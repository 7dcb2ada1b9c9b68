"""Headings, text alternatives and notes of the section "About whom?" of the tone page."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from analysis import wording
from analysis.findings.phrases import agree, highest, lowest

if TYPE_CHECKING:
    from collections.abc import Sequence

# NewsMTSC (Hamborg & Donnay 2021), sentences of news with several targets
ABOUT_CAVEAT = (
    "the tone of a sentence is not tone towards whom it names: in 294 of 721 news sentences that "
    "name several, people judge these differently."
)
QUOTED = 40  # quotations that a page lists
LONG = 160  # characters of a quotation in a list


def about_shown(about: pd.DataFrame) -> pd.DataFrame:
    """Take the entities with a mean over all sentences that name them, lowest first.

    about : TONE_ABOUT
    """
    known = about[(about["voice"] == "all") & about["tone"].notna()]
    return known.sort_values("tone", kind="stable", ignore_index=True)


def about_drawn(about: pd.DataFrame) -> pd.DataFrame:
    """Take those whose mean has an interval, which a chart can show."""
    shown = about_shown(about)
    return shown[shown["low"].notna()].reset_index(drop=True)


def about_voices(about: pd.DataFrame) -> pd.DataFrame:
    """Take the entities that both the writer and those quoted speak of, voice by voice."""
    apart = about[(about["voice"] != "all") & about["tone"].notna()]
    both = apart.groupby("entity")["voice"].transform("nunique") > 1
    return apart[both].reset_index(drop=True)


def about_title(about: pd.DataFrame) -> str:
    """Head the section with the entities named in the lowest and highest sentences."""
    known = about_drawn(about)
    if known.empty:
        return _few(about)
    low, high = lowest(known, "tone"), highest(known, "tone")
    if len(known) == 1 or low["tone"] == high["tone"]:
        return f"Sentences that name {low['entity']}: {wording.tone(low['tone'])}"
    return (
        f"Sentences that name {low['entity']} are lowest, {wording.tone(low['tone'])}; "
        f"{high['entity']} highest, {wording.tone(high['tone'])}"
    )


def _few(about: pd.DataFrame) -> str:
    """Head a table of means that no interval can be put around."""
    n = len(about_shown(about))
    names = "person, place or organisation", "people, places or organisations"
    unit = agree(n, *names)
    return (
        f"{wording.integer(n)} {unit} with a mean, too few sentences for an interval" if n else ""
    )


def about_alt(about: pd.DataFrame) -> str:
    """Say what the chart of tone by entity shows."""
    known = about_drawn(about)
    if known.empty:
        return ""
    unit = str(known["unit"].iloc[0]).replace("document", "text")
    return (
        f"Mean tone of the sentences that name each of {wording.integer(len(known))} people, "
        f"places or organisations, on a scale from {wording.MINUS}1 to +1, with 95% "
        f"intervals over {unit}s; it is not tone towards them."
    )


def voices_title(about: pd.DataFrame) -> str:
    """Head the table of the writer's own words and quotations."""
    n = about_voices(about)["entity"].nunique()
    if not n:
        return ""
    return f"Own words and quotations apart, where both name {agree(n, 'one', 'someone')}"


def about_note(about: pd.DataFrame) -> dict[str, str]:
    """Say what the tone about someone rests on, with the caveat first."""
    if about.empty:
        return {}
    unit = str(about["unit"].iloc[0])
    return {
        "Not towards": ABOUT_CAVEAT,
        "Names": "by rule, without a model: capitals, titles, a list of places (GeoNames); in "
        "English texts marked by hand half to three fifths of those found had the right kind.",
        "Mean": f"over {unit}s, each by its sentences that name the entity; t interval, from 5.",
        "Quoted": "a sentence that lies in quotation marks by half or more; its tone is the "
        "speaker's.",
        "Interval": "95% for each mean by itself, not adjusted for how many are compared.",
    }


def quotations_shown(quotations: pd.DataFrame, texts: Sequence[str]) -> pd.DataFrame:
    """List quotations with their speakers, the first of each text before the second.

    quotations : QUOTATIONS
    texts : of the quotations, in their order
    Returns  key (the quotation), speaker, verb, quotation, reason; named speakers first
    """
    said = [wording.shorten(" ".join(text.split()), LONG) for text in texts]
    table = quotations.assign(quotation=pd.Series(said, quotations.index, dtype="str"))
    table["turn"] = table.groupby("doc_id", sort=False).cumcount()
    table["unnamed"] = table["speaker"].eq("")
    ranked = table.sort_values(["unnamed", "turn"], kind="stable", ignore_index=True).head(QUOTED)
    ranked = ranked.rename(columns={"quotation_id": "key"})
    return ranked[["key", "speaker", "verb", "quotation", "reason"]]


def quotations_title(quotations: pd.DataFrame) -> str:
    """Head the list of quotations with how many name a speaker."""
    n = len(quotations)
    if not n:
        return ""
    named = int(quotations["speaker"].ne("").sum())
    return (
        f"{wording.counted(n, 'quotation')}; a speaker is named for {named or 'none'}"
        if n > 1
        else f"One quotation; {'its speaker is named' if named else 'no speaker is named'}"
    )


def names_missing(coverage: pd.DataFrame) -> list[tuple[str, str, str]]:
    """Say in which languages names and quotations were not looked for, as rows of MISSING.

    coverage : COVERAGE
    """
    left = coverage[~coverage["covered"].astype(bool)]
    if left.empty:
        return []
    names = wording.listing(sorted(map(wording.language, left["language"].unique()))[:4])
    why = f"{wording.counted(len(left), 'text')} in {names}; titles, verbs and lists are English"
    return [("Names and quotations", "not covered", why)]
