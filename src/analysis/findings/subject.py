"""What every page says of its corpus, in the same words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analysis import periods, wording

if TYPE_CHECKING:
    import pandas as pd

_BOTH = 2
_MOST = 0.9  # from this share of dated texts on, their span is that of the corpus


def subject(docs: pd.DataFrame) -> str:
    """Name the corpus: one text of 9 November 2023; 65 texts, 1945 to 2006."""
    pairs = zip(docs["date"], docs["date_precision"], strict=True)
    when = wording.date_span(pairs)
    if len(docs) == 1:
        return f"one text of {when}" if when else "one undated text"
    dated = int(docs["date"].notna().sum())
    if when and dated < _MOST * len(docs):
        when = f"{wording.spelled(dated).lower()} of them dated {when}"
    return f"{wording.integer(len(docs))} texts{', ' + when if when else ''}"


def dated_texts(docs: pd.DataFrame) -> str:
    """Say how many texts are dated, and when where all are of one time."""
    dated = docs[docs["date"].notna()]
    if dated.empty:
        return "no date is known"
    when = wording.date_span(zip(dated["date"], dated["date_precision"], strict=True))
    one_time = len(dated) > 1 and not periods.choose(docs)
    return f"{wording.counted(len(dated), 'dated text')}{f', all of {when}' if one_time else ''}"


def amount(docs: pd.DataFrame, sents: pd.DataFrame) -> str:
    """Say how much there is: 325 words in 17 sentences and 5 paragraphs."""
    words = wording.counted(int(docs["n_tokens"].sum()), "word")
    text = f"{words} in {wording.counted(len(sents), 'sentence')}"
    if len(docs) > 1 or sents.empty:
        return text
    return f"{text} and {wording.counted(int(sents['paragraph'].max()), 'paragraph')}"


def used(docs: pd.DataFrame) -> str:
    """Say how many of the texts met were used; nothing is lost in silence."""
    return f"{_used(docs)}{_runs_of_letters(docs)}"


def _used(docs: pd.DataFrame) -> str:
    n_in, skipped = docs.attrs.get("n_rows_in", len(docs)), docs.attrs.get("n_skipped", 0)
    if skipped:
        return (
            f"Of {wording.integer(n_in)} read, {wording.counted(len(docs), 'text')} "
            f"{'was' if len(docs) == 1 else 'were'} used and {wording.integer(skipped)} skipped."
        )
    if n_in == 1:
        return "Nothing was left out."
    many = "Both" if n_in == _BOTH else f"All {wording.integer(n_in)}"
    return f"{many} texts read were used."


def _runs_of_letters(docs: pd.DataFrame) -> str:
    """Warn of languages whose words cannot be told apart here; '' where there is none."""
    names = sorted(wording.language(code) for code in UNSPACED & set(docs.get("language", [])))
    if not names:
        return ""
    verb = "is" if len(names) == 1 else "are"
    return (
        f" {wording.listing(names)} {verb} written without spaces: runs of letters are counted "
        "as words there; spaces put between the words before would mend that."
    )


def other_languages(docs: pd.DataFrame) -> list[str]:
    """Name the languages of the texts that are not English, in order of their names."""
    codes = {str(code) for code in docs["language"]} - {"en"}
    return sorted(wording.language(code) for code in codes)


UNSPACED = frozenset({"ja", "km", "lo", "my", "th", "zh"})  # written without spaces
