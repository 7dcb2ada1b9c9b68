"""Headings, text alternatives and notes of what topics are used for: change, company, a map."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analysis import wording
from analysis.findings.phrases import agree, highest, lowest, mark, quoted, times

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd

NAMED = 2  # topics of each side in a heading
LEVEL = 0.05  # of q
_SIDES = {"rising": ("rises", "rise"), "falling": ("falls", "fall")}
_CLEAR = 0.8  # of the texts nearest to their own topic: above, a map tells topics apart
_PAIRS = ("same document", "shared border")


def trends_title(trends: pd.DataFrame) -> str:
    """Head the chart of topics that rise or fall.

    trends : TOPIC_TRENDS
    """
    measured = int(trends["p"].notna().sum())
    if not measured:
        return "No rise or fall of a topic could be measured" if len(trends) else ""
    sure = trends[trends["q"] < LEVEL]
    parts = [_side(sure[sure["direction"] == side], side) for side in _SIDES]
    said = "; ".join(filter(None, parts))
    of = f"Of {wording.counted(measured, 'topic')} none changes beyond chance"
    return said or (of if measured > 1 else "The one topic does not change beyond chance")


def _side(rows: pd.DataFrame, side: str) -> str:
    if rows.empty:
        return ""
    more = len(rows) - NAMED
    named = [mark(label) for label in rows["label"][:NAMED]]
    rest = [f"{wording.integer(more)} more"] if more > 0 else []
    return f"{wording.listing(named + rest)} {agree(len(rows), *_SIDES[side])}"


def trends_alt(trends: pd.DataFrame, width: str) -> str:
    """Say what the chart of change shows."""
    if trends.empty:
        return ""
    return (
        f"By how many percent the share of each of {wording.counted(len(trends), 'topic')} changes "
        f"from {width} to {width}; bars are 95% intervals; grey where q is .05 or more."
    )


def trends_note(trends: pd.DataFrame, width: str) -> dict[str, str]:
    """Say what the slopes of topics rest on, and where the check does not bear them out."""
    measured = trends.dropna(subset=["p"])
    if measured.empty:
        return {}
    sure = measured[measured["q"] < LEVEL]
    doubted = sure.loc[~(sure["mk_p"] < LEVEL), "label"].tolist()
    unsteady = f"; not so for {quoted(doubted)}: no steady change." if doubted else "; they agree."
    return {
        "Slope": f"log-linear on the share in each {width}; unit: {width}.",
        "q": f"Benjamini-Hochberg over {wording.counted(len(measured), 'topic')}.",
        "Check": f"Mann-Kendall, which takes no shape for granted{unsteady}" if len(sure) else "",
        "Interval": "95% for each topic by itself; all are shown; the topics are taken as given.",
    }


def most_apart(by_source: pd.DataFrame) -> pd.DataFrame:
    """Take the topic whose share differs most between sources.

    by_source : TOPIC_SOURCE_TIME
    Returns  its rows; none where no share is known in two sources
    """
    known = by_source.dropna(subset=["share"])
    units = known.groupby(["topic", "source"])[["n_units", "of_units"]].sum()
    share = (units["n_units"] / units["of_units"]).groupby(level="topic")
    apart = (share.max() - share.min()).sort_index()
    if apart.empty or not apart.max() > 0:
        return by_source.head(0)
    rows: pd.DataFrame = by_source[by_source["topic"] == apart.idxmax()]
    return rows.reset_index(drop=True)


def source_time_title(rows: pd.DataFrame, label_of: pd.Series) -> str:
    """Head the panels of one topic with the sources that write most and least of it.

    rows : TOPIC_SOURCE_TIME of one topic, as `most_apart` gives it
    label_of : label by topic
    """
    known = rows.dropna(subset=["share"])
    if known.empty:
        return ""
    units = known.groupby("source", sort=False)[["n_units", "of_units"]].sum().reset_index()
    units = units.assign(share=units["n_units"] / units["of_units"])
    most, least = highest(units, "share"), lowest(units, "share")
    return (
        f"{mark(label_of[rows['topic'].iloc[0]])} differs most: {wording.share(most['share'])} in "
        f"{most['source']}, {wording.share(least['share'])} in {least['source']}"
    )


def source_time_alt(rows: pd.DataFrame, label_of: pd.Series, width: str) -> str:
    """Say what the panels of sources show."""
    if rows.empty:
        return ""
    return (
        f"Share of {mark(label_of[rows['topic'].iloc[0]])} in every {width} of "
        f"{wording.counted(rows['source'].nunique(), 'source')}, all on one scale; the shade is "
        "the 95% interval, periods under 5 texts are gaps."
    )


def source_time_note(rows: pd.DataFrame) -> dict[str, str]:
    """Say which sources are followed, and how many cells are too small."""
    if rows.empty:
        return {}
    small = int(rows["share"].isna().sum())
    return {
        "Sources": "the six with most dated texts, of those with 20 or more.",
        "Topic": "the one whose share differs most between them; the table has all.",
        "Left out": f"{wording.counted(small, 'cell')} of {wording.integer(len(rows))}: "
        "under 5 texts."
        if small
        else "",
    }


def pairs_title(pairs: pd.DataFrame, unit: str) -> str:
    """Head the table of pairs with the surest company, or with the longest border.

    pairs : TOPIC_PAIRS
    unit : what a topic is made of
    """
    company = pairs[(pairs["kind"] == _PAIRS[0]) & (pairs["q"] < LEVEL) & (pairs["low"] > 0)]
    if len(company):
        top = company.iloc[0]
        return (
            f"{_two(top)} share documents {times(top['log_ratio'])} as often as by chance: "
            f"{wording.integer(top['n_both'])}"
        )
    borders = pairs[pairs["kind"] == _PAIRS[1]]
    if borders.empty:
        return ""
    top = borders.iloc[0]
    n = wording.counted(int(top["n_both"]), unit)
    return f"{_two(top)} share the longest border: {n} might be of either"


def pairs_shown(pairs: pd.DataFrame, n: int = 5) -> pd.DataFrame:
    """Keep the pairs that share documents beyond chance, and those with the longest borders."""
    beyond = (pairs["kind"] == _PAIRS[1]) | (pairs["q"] < LEVEL)
    kept: pd.DataFrame = pairs[beyond].groupby("kind").head(n).reset_index(drop=True)
    return kept


def pairs_columns(pairs: pd.DataFrame) -> dict[str, str]:
    """Name the columns of the table of pairs; where all are borders, none that is for company."""
    named = {"label": "topic", "other_label": "and", "kind": "share", "n_both": "both"}
    tested = {"expected": "by chance", "log_ratio": "log2 ratio", "low": "", "high": "", "q": "q"}
    return named | (tested if (pairs["kind"] == _PAIRS[0]).any() else {})


def language_topics_title(of_one: pd.DataFrame) -> str:
    """Head the table of topics that are a language."""
    several = "These topics are set apart by their language"
    return agree(len(of_one), "This topic is set apart by its language", several)


def _two(row: pd.Series) -> str:
    return f"{mark(row['label'])} and {mark(row['other_label'])}"


def pairs_note(pairs: pd.DataFrame, unit: str) -> dict[str, str]:
    """Say what pairs of topics rest on."""
    if pairs.empty:
        return {}
    company = pairs[pairs["kind"] == _PAIRS[0]]
    tested = int(company["p"].notna().sum())
    chance = (
        f"topics drawn regardless of each other, over "
        f"{wording.counted(int(company['of_all'].iloc[0]), 'document')} of two {unit}s or more; "
        "a long one holds more of all topics, which draws pairs together."
        if len(company)
        else ""
    )
    return {
        "By chance": chance,
        "q": f"hypergeometric, Benjamini-Hochberg over {wording.counted(tested, 'pair')}."
        if tested
        else "",
        "Border": f"unclear {unit}s of one topic whose next likely is the other; a count, no test.",
    }


def map_title(plane: pd.DataFrame) -> str:
    """Head the map with how well it tells topics apart.

    plane : TOPIC_MAP
    """
    own = plane.attrs.get("own_share")
    if plane.empty or own is None:
        return ""
    near = f"{wording.share(own)} of the texts stand nearest to their own topic's centre"
    return near if own >= _CLEAR else f"Topics overlap: only {near}"


def map_alt(plane: pd.DataFrame, unit: str) -> str:
    """Say what the map shows."""
    if plane.empty:
        return ""
    return (
        f"A dot for each {unit}, {wording.integer(len(plane))} in all, and "
        f"{wording.counted(plane['topic'].nunique(), 'topic')} on a circle, like ones side by "
        "side; a dot lies nearer to the topics it is likelier of. The four largest have a colour."
    )


def map_note(plane: pd.DataFrame, unit: str) -> dict[str, str]:
    """Say what of the texts the map can bear."""
    if plane.empty:
        return {}
    of_all = int(plane.attrs.get("of_all", len(plane)))
    drawn = f"{wording.integer(len(plane))} of {wording.counted(of_all, unit)}, by a hash of words."
    kept = plane.attrs.get("variance_share")
    bears = f" It keeps {wording.share(kept)} of the variance." if kept is not None else ""
    return {
        "Projection": f"of all topics' probabilities on a plane; distances mislead.{bears}",
        "Drawn": drawn if of_all > len(plane) else "",
        "Place": "the mean of the topics' places by their probabilities, made less sure by length.",
        "Left out": "UMAP, an extra that needs a further package.",
    }


def tree_title(tree: pd.DataFrame, label_of: pd.Series) -> str:
    """Head the tree of mergers with the two nearest topics.

    tree : TOPIC_TREE
    label_of : label by topic
    """
    if tree.empty:
        return ""
    first = tree.iloc[0]
    pair = quoted([str(label_of[first["left"]]), str(label_of[first["right"]])])
    lost = wording.share(first["height"])
    if len(tree) == 1:
        return f"{pair} are all there is to merge"
    return f"{pair} are nearest: as one topic they lose {lost} of what all topics tell"


def tree_alt(tree: pd.DataFrame) -> str:
    """Say what the tree shows."""
    if tree.empty:
        return ""
    n = wording.counted(len(tree) + 1, "topic")
    return (
        f"How {n} merge, two at a time, from left to right; a merger stands at the share of the "
        "information about words that it and all before it lose, 100% where one topic holds all."
    )


def tree_note(tree: pd.DataFrame) -> dict[str, str]:
    """Say what the tree rests on."""
    if tree.empty:
        return {}
    total = float(tree["loss"].sum())
    return {
        "Merger": "the two topics whose merging loses least (Slonim & Tishby 1999).",
        "Information": f"{wording.significant(total, 2)} bits a word: what knowing the topic tells "
        "of the word.",
        "Fewer topics": "cut the tree at any number; n_topics fits anew and may differ.",
    }


def term_title(found: pd.DataFrame) -> str:
    """Head the table of one term's topics, or of several.

    found : TERM_TOPICS
    """
    if found.empty:
        return ""
    terms: Sequence[str] = found["term"].drop_duplicates().tolist()
    if len(terms) > 1:
        return f"{wording.counted(len(terms), 'word')} and their topics; {mark(terms[0])} leads"
    top = highest(found, "topic_share")
    share = wording.share(top["topic_share"])
    return f"{mark(terms[0])} belongs most to {mark(top['label'])}: {share} of its uses"


def term_note(found: pd.DataFrame) -> dict[str, str]:
    """Say what the shares of a term mean."""
    if found.empty:
        return {}
    return {
        "Of its uses": "P(topic | word) in this model, each use counted as in a text of the topic.",
        "Of the topic": "share of the topic's words, half a count added to every word.",
    }
