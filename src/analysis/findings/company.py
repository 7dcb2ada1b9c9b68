"""What the term page says of words together, of where a word stands, and of its vocabulary."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from analysis import wording
from analysis.findings.phrases import agree, capital, highest, leaders, lowest, mark, quoted
from analysis.findings.summary import Finding
from analysis.schema.terms_frequency import RICHNESS

if TYPE_CHECKING:
    from analysis.frequency import Law

_MEASURES = {
    "hapax_share": "different words that stand once",
    "mattr": "different words among 50 in a row",
    "hdd": "different words among 42 drawn",
}
_LAWS = ("Zipf's exponent", "Heaps' exponent")
_NAMES = {  # of the notes below the table
    "Stand once": _MEASURES["hapax_share"],
    "50 in a row (MATTR)": _MEASURES["mattr"],
    "42 drawn (HD-D)": _MEASURES["hdd"],
    "Zipf, frequency by rank": _LAWS[0],
    "Heaps, new words": _LAWS[1],
}


def pairs_title(pairs: pd.DataFrame) -> str:
    """Head the table of pairs with the one that holds together most."""
    if pairs.empty:
        return ""
    top = pairs.iloc[0]
    uses = wording.counted(int(top["count"]), "use")
    return f"{mark(top['term'])} holds together most, {uses}"


def pairs_note(pairs: pd.DataFrame, least: int, floor: int) -> dict[str, str]:
    """Say what the pairs rest on."""
    if pairs.empty:
        return {}
    texts = f", in {wording.counted(floor, 'text')} or more" if floor > 1 else ""
    return {
        "Ranked": "by logDice: 14 where two words never stand apart.",
        "Shown": f"pairs that stand {wording.spelled(least)} times or more{texts}.",
        "Beside": "NPMI 0: as by chance, 1: always together; no test, tokens are no units.",
    }


def pair_finding(pairs: pd.DataFrame) -> Finding | None:
    """Say the pair that holds together most."""
    if pairs.empty:
        return None
    row = pairs.iloc[0]
    held = wording.counted(int(row["n_sentences"]), "sentence")
    sentence = (
        f"{mark(row['term'])} holds together most of all pairs of words: "
        f"{wording.integer(row['count'])} of {wording.integer(row['count1'])} and "
        f"{wording.integer(row['count2'])} uses of its words, in {held}."
    )
    links = (("pairs", "Table"), (f"e:{row['term']}", mark(row["term"])))
    return Finding(wording.integer(row["count"]), sentence, "uses", links=links)


def company_title(company: pd.DataFrame, word: str) -> str:
    """Head the list of words near a word."""
    if company.empty:
        return ""
    return f"Near {mark(word)}: {quoted(company['word2'].tolist())}"


def apart_title(apart: pd.DataFrame, word: str) -> str:
    """Head the comparison of a word's company in two groups, of those shown to differ."""
    if apart.empty:
        return ""
    words = apart["word2"].tolist()
    verb = agree(len(words), "stands", "stand")
    return f"{quoted(words)} {verb} near {mark(word)} more often in one group"


def places_alt(places: pd.DataFrame, word: str) -> str:
    """Say what the chart of a word's places shows."""
    if places.empty:
        return ""
    n_docs = places["doc_id"].nunique()
    n_all = int(places.attrs.get("n_docs", n_docs))
    held = wording.counted(n_docs, "text")
    if n_docs < n_all:
        held = f"{wording.integer(n_docs)} of {wording.counted(n_all, 'text')}, spread evenly"
    return (
        f"Where {mark(word)} stands in {held}, one row a text from its beginning at the left "
        f"to its end: {wording.counted(len(places), 'place')}."
    )


def season_title(season: pd.DataFrame) -> str:
    """Head the charts of months with the word and month that stand highest."""
    known = season.dropna(subset=["low"])
    if known.empty:
        return ""
    top = highest(known, "low")
    return f"{mark(top['term'])} is most frequent in {top['label']}"


def season_alt(season: pd.DataFrame) -> str:
    """Say what the charts of months show."""
    if season.empty:
        return ""
    return (
        f"Uses per million words in each month of {quoted(season['term'].unique().tolist(), 6)}, "
        "all years together; the shade is the 95% interval over years."
    )


def richness(diversity: pd.DataFrame, zipf: Law, heaps: Law) -> pd.DataFrame:
    """Put measures of the vocabulary into one table, what they cannot say beside them.

    Returns  RICHNESS
    """
    shown = diversity[diversity["measure"].isin(_MEASURES)].set_index("measure")
    rows = [
        (said, *(shown[column][name] for column in ("value", "low", "high", "reason")))
        for name, said in _MEASURES.items()
    ]
    laws, nan = zip(_LAWS, (zipf, heaps), strict=True), float("nan")
    rows += [(said, law.exponent, nan, nan, law.shows or law.reason) for said, law in laws]
    table = pd.DataFrame(rows, columns=RICHNESS.names)
    return RICHNESS.check(table.astype({"measure": "str", "says": "str"}))


def richness_title(rich: pd.DataFrame) -> str:
    """Head the table of the vocabulary with its share of words that stand once."""
    once = rich["value"].iloc[0]
    return "" if pd.isna(once) else f"{wording.share(once)} of the different words stand once"


def richness_note(rich: pd.DataFrame) -> dict[str, str]:
    """Say of each measure of the vocabulary what it cannot say, or what its fit shows."""
    says = dict(zip(rich["measure"], rich["says"], strict=True))
    told = {name: f"{says[measure]}." for name, measure in _NAMES.items() if says[measure]}
    return told | {"Sentences": "the first row opens some; behind the others stand all alike."}


def standing_once(terms: list[str]) -> dict[str, list[str]]:
    """Name the row of the vocabulary's table that some sentences stand behind, and its words."""
    return {_MEASURES["hapax_share"]: terms}


def held_title(held: pd.DataFrame) -> str:
    """Head the table of choices with how many headline words stay in every setting."""
    if held.empty:
        return ""
    all_of = int((held["n_held"] == held["n_settings"]).sum())
    tried = sorted(held["n_settings"].unique())
    settings = f"{wording.integer(tried[0])} settings" if len(tried) == 1 else "settings tried"
    if len(held) == 1:
        stays = "stays" if all_of else "does not stay"
        return f"{mark(held['term'].iloc[0])} {stays} in all {settings}"
    many = capital(wording.spelled(all_of)) if all_of else "Not one"
    return (
        f"{many} of {wording.counted(len(held), 'word')} shown above "
        f"{agree(max(all_of, 1), 'stays', 'stay')} in all {settings}"
    )


def held_note(held: pd.DataFrame) -> dict[str, str]:
    """Say which settings were tried."""
    if held.empty:
        return {}
    means = held.drop_duplicates("shown_as").set_index("shown_as")
    tried = means.groupby(
        "settings", sort=False
    ).groups  # one list may be tried in more than others
    told = [
        f"{settings} ({wording.listing(list(lists))})" if len(tried) > 1 else str(settings)
        for settings, lists in tried.items()
    ]
    stays = [f"{shown}: {holds}" for shown, holds in means["holds"].items()]
    return {"Tried": f"{'. '.join(told)}.", "Stays": f"{'; '.join(stays)}."}


def spread_title(spread: pd.DataFrame) -> str:
    """Head the table of spread: the least and the most even word, else in how many parts one is."""
    if spread.empty:
        return ""
    rows = spread.reset_index()
    known = rows.dropna(subset=["excess"])
    if len(known) > 1:
        least, most = highest(known, "excess"), lowest(known, "excess")
        return f"Of these, {mark(least['term'])} is spread least evenly, {mark(most['term'])} most"
    top = leaders(rows, "range")
    several = top["term"].tolist()
    parts = wording.counted(int(top["n_parts"].iloc[0]), str(top["unit"].iloc[0]))
    verb = agree(len(several), "stands", "stand")
    return f"{quoted(several)} {verb} in {wording.integer(top['range'].iloc[0])} of {parts}"


def spread_note(spread: pd.DataFrame) -> dict[str, str]:
    """Say what the spread of words rests on."""
    if spread.empty:
        return {}
    unit = spread["unit"].iloc[0]
    return {
        "Parts": f"{unit}s.",
        "Unevenness": "Gries' DP beyond its exact expectation; 1: all in the shortest part.",
        "Not measured": "under 10 uses, and where chance alone moves it by more than .1.",
    }
