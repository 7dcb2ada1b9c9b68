"""Headings, text alternatives and notes of the topics page's charts and tables."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analysis import wording
from analysis.findings.phrases import highest, leaders, mark, quoted
from analysis.findings.topics import passages_apart
from analysis.topics.carrying import SAVED
from analysis.topics.methods import FIT_UNITS

if TYPE_CHECKING:
    import pandas as pd

    from analysis.topics import TopicModel

_METHODS = {
    "mixture": "a multinomial mixture from what refits (ten draws, two or four starts) agree on.",
    "nmf": "non-negative factors of tf-idf; each unit stands under its largest.",
    "lda": "latent Dirichlet allocation; each unit stands under its largest topic.",
    SAVED: "a saved model; each unit is sent to its likeliest topic, the topics stay.",
}


def topics_title(model: TopicModel) -> str:
    """Head the chart of topics with the largest."""
    if not model.found:
        return ""
    tied = leaders(model.topics, "n_units")
    share = f"{wording.share(tied['share'].iloc[0])} of the {model.unit}s"
    if len(tied) == 1:
        return f"{mark(tied['label'].iloc[0])} is the largest, {share}"
    return f"{quoted(tied['label'].tolist())} are the largest, {share} each"


def topics_alt(model: TopicModel) -> str:
    """Say what the chart of topics shows."""
    if not model.found:
        return ""
    rows = model.topics.iloc[sorted({0, len(model.topics) - 1})]
    said = [
        f"{mark(label)} ({wording.share(share)})"
        for label, share in zip(rows["label"], rows["share"], strict=True)
    ]
    bars = "; bars are 95% intervals, given this model" if model.topics["low"].notna().any() else ""
    n = f"each of {model.found} topics, from" if len(said) > 1 else "one topic,"
    return f"Share of the {model.unit}s in {n} {' down to '.join(said)}{bars}."


def topics_note(model: TopicModel) -> dict[str, str]:
    """Say what the topics rest on."""
    if not model.found:
        return {}
    return {
        "Method": _METHODS[model.method],
        "Unit": _units(model),
        "Interval": "95% for each share by itself; all topics are shown, none was picked.",
        "Stability": "mean best-match Jaccard over refits to ten draws of 80%; weak below .5.",
        "Words": "doc-z by their share to the 3/4, by what other topics lack, by company; no test.",
        "Gate": f"{'of the texts fitted: ' * (model.method == SAVED)}{model.gate.reason}",
    }


def _units(model: TopicModel) -> str:
    """Say what the unit is, and where topics were learned from a part of them."""
    said = f"the {model.unit}, {wording.integer(len(model.documents))} of them"
    if len(model.documents) <= FIT_UNITS or model.method == SAVED:
        return f"{said}."
    part = wording.integer(FIT_UNITS)
    return f"{said}; learned from {part}, by a hash of their words, all then sent."


def number_title(model: TopicModel) -> str:
    """Head the chart of candidates with the numbers worth a look."""
    numbers = model.candidates
    worth = [wording.integer(n) for n in numbers[numbers["candidate"]]["n_topics"]]
    if not worth:
        return ""
    if len(worth) == 1:
        return f"{worth[0]} topics hold best"
    return f"{wording.listing(worth, last='or')} topics are worth a look"


def number_alt(model: TopicModel) -> str:
    """Say what the chart of candidates shows."""
    if model.candidates.empty:
        return ""
    return (
        "How alike the topics of different 80% draws are, by the number of topics: 0 as by chance, "
        "1 the same; lines are one standard error, filled dots are worth a look."
    )


def topic_time_title(times: pd.DataFrame) -> str:
    """Head the charts of topics over time with the topic whose share varies most."""
    known = times.dropna(subset=["share"])
    shares = known.groupby("label_of", sort=False)["share"]
    spread = (shares.max() - shares.min()).rename("spread").reset_index()
    if spread.empty or not spread["spread"].max() > 0:
        return ""
    top = str(highest(spread, "spread")["label_of"])
    rows = known[known["label_of"] == top]
    least, most = wording.share(rows["share"].min()), highest(rows, "share")
    share = wording.share(most["share"])
    return f"{mark(top)} varies most, {least} to {share}; highest: {most['label']}"


def topic_time_alt(times: pd.DataFrame, width: str) -> str:
    """Say what the charts of topics over time show."""
    if times.empty:
        return ""
    return (
        f"Share of each topic in every {width}; each panel has its own scale, the shade is the "
        "95% interval, periods under 5 texts are gaps."
    )


def themes_title(themes: pd.DataFrame) -> str:
    """Head the themes of a short text."""
    return passages_apart(themes["passage_id"].nunique()) if len(themes) else ""
