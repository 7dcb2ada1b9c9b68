"""What a model reads beside the lists, in words, and how little its words explain."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from analysis import wording
from analysis.findings.about import about_shown
from analysis.findings.third import N_APART, SHOWN, WIDTH, furthest_apart, same_sign
from analysis.schema.tone import ABOUT_MODEL, MODEL_READING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    Moved = tuple[int, int, str, float]

N_WORDS = 5  # words said of a sentence
LEAST = 0.005  # a word that moves the tone by less is not said
NAMED = (
    "by leaving each word out in turn; the parts do not add up, and a word list names its words "
    "more surely"
)


def model_apart(
    modelled: pd.DataFrame,
    texts: Sequence[str],
    moved: Callable[[Sequence[str]], list[list[Moved]]],
    n: int = N_APART,
) -> pd.DataFrame:
    """Choose the sentences in which the model and the two lists are furthest apart.

    modelled : SENTENCE_MODELLED
    texts : of its sentences, in its order
    moved : finds what each word moves; asked for the sentences chosen only
    Returns  MODEL_READING, at most n rows: signs that differ first, then the greatest distance
    """
    known = modelled.assign(text=pd.Series(list(texts), modelled.index, dtype="str"))
    known = known[known["tone"].notna()].drop_duplicates("text")
    apart = furthest_apart(known, "model", n)
    words = moved(apart["text"].tolist())
    told = _readings(apart["model"], words)
    keys = [wording.line(text, WIDTH) for text in apart["text"]]
    columns = {"key": (keys, "str"), "reading": (told, "str"), "words": (words, "object")}
    return MODEL_READING.check(
        apart.assign(**{k: pd.Series(v, apart.index, dtype=t) for k, (v, t) in columns.items()})
    )


def model_marks(apart: pd.DataFrame) -> pd.DataFrame:
    """Take the words said of each sentence as marks in the evidence.

    apart : MODEL_READING
    """
    marks = [[(start, end) for start, end, *_ in most(own)] for own in apart["words"]]
    chosen = apart[["key", "sentence_id"]].assign(n_total=1)
    return chosen.assign(marks=pd.Series(marks, apart.index, dtype="object"))


def most(words: Sequence[Moved]) -> list[Moved]:
    """Take the words that move the tone most, in the order of their size."""
    ranked = sorted(words, key=lambda word: -abs(word[3]))
    return [word for word in ranked[:N_WORDS] if abs(word[3]) >= LEAST]


def told_words(words: Sequence[Moved]) -> str:
    """Write the words that move the tone most, each with how far."""
    own = [f"{surface} {wording.tone(by)}" for _, _, surface, by in most(words)]
    return ", ".join(own) or "no single word moves it"


def _readings(tones: Iterable[float], words: Iterable[Sequence[Moved]]) -> list[str]:
    return [f"{wording.tone(t)}: {told_words(own)}" for t, own in zip(tones, words, strict=True)]


def model_title(modelled: pd.DataFrame) -> str:
    """Head the table with how often the model and the lists have the same sign."""
    both = modelled[modelled["tone"].notna()]
    if both.empty:
        return ""
    same = wording.integer(int(same_sign(both, "model").sum()))
    return f"The model has the sign of the two lists in {same} of " + wording.counted(
        len(both), "sentence"
    )


def model_note(modelled: pd.DataFrame) -> dict[str, str]:
    """Say what the reading is, how well it did on rated sentences, and how its words are named."""
    if modelled.empty:
        return {}
    return {
        "Model": "all-MiniLM-L6-v2 with a head fitted on rated tweets, product reviews and "
        "political news; it scores every sentence, also one that no list has a word of",
        "Measured": "on parts of those left out of the fit r .60 on news (the two lists .46), "
        "reviews .71 (.63), tweets .81 (.85); on these texts not at all",
        "Words": NAMED,
        "Shown": SHOWN,
    }


def about_model(
    about: pd.DataFrame, by_entity: pd.DataFrame, strongest: pd.DataFrame
) -> pd.DataFrame:
    """Put the model's tone towards each entity beside the lists' tone of its sentences.

    about : TONE_ABOUT
    by_entity : TONE_BY_KEY of the tone towards each entity
    strongest : each entity's sentence of strongest tone, with its words
    Returns  ABOUT_MODEL; entities that the page gives a mean of
    """
    own = by_entity[["key", "n_sentences", "tone", "low", "high"]]
    own = own.rename(columns={"key": "entity", "tone": "towards"})
    table = about_shown(about)[["entity", "tone"]].merge(own, on="entity", how="inner")
    told = _readings(strongest["tone"], strongest["words"])
    read = strongest[["entity"]].assign(reading=pd.Series(told, strongest.index, dtype="str"))
    table = table.merge(read, on="entity", how="left")
    return ABOUT_MODEL.check(table.sort_values("towards", kind="stable", ignore_index=True))


def about_model_title(table: pd.DataFrame) -> str:
    """Head the table with the lowest and the highest tone towards someone."""
    if table.empty:
        return ""
    low, high = table.iloc[0], table.iloc[-1]
    lowest = f"{low['entity']} {wording.tone(low['towards'])}"
    if len(table) == 1:
        return f"A model's reading of tone towards: {lowest}"
    return (
        f"A model's reading of tone towards: lowest {lowest}, "
        f"highest {high['entity']} {wording.tone(high['towards'])}"
    )


def about_model_note(table: pd.DataFrame) -> dict[str, str]:
    """Say what the model's tone towards someone is, and how its words are named.

    table : ABOUT_MODEL
    """
    if table.empty:
        return {}
    return {
        "Towards": "a model's reading, from the sentence, nine words on each side of the name and "
        "the name itself; its head is fitted on rated sentences of political news",
        "Measured": "on news articles left out of the fit macro-F1 .69, the two lists .52; where "
        "those named in a sentence are judged differently .61 and .39; on these texts not at all",
        "Words": f"of the sentence of strongest tone, {NAMED}",
    }
