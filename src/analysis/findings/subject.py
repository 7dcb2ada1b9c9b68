"""What every page says of its corpus, in the same words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analysis import wording

if TYPE_CHECKING:
    import pandas as pd

_BOTH = 2


def subject(docs: pd.DataFrame) -> str:
    """Name the corpus: one text of 9 November 2023; 65 texts, 1945 to 2006."""
    pairs = zip(docs["date"], docs["date_precision"], strict=True)
    when = wording.date_span(pairs)
    if len(docs) == 1:
        return f"one text of {when}" if when else "one undated text"
    return f"{wording.integer(len(docs))} texts{', ' + when if when else ''}"


def amount(docs: pd.DataFrame, sents: pd.DataFrame) -> str:
    """Say how much there is: 325 words in 17 sentences and 5 paragraphs."""
    words = wording.counted(int(docs["n_tokens"].sum()), "word")
    text = f"{words} in {wording.counted(len(sents), 'sentence')}"
    if len(docs) > 1 or sents.empty:
        return text
    return f"{text} and {wording.counted(int(sents['paragraph'].max()), 'paragraph')}"


def used(docs: pd.DataFrame) -> str:
    """Say how many of the texts met were used; nothing is lost in silence."""
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


def language_name(code: str) -> str:
    """Name a language in English; its code where the name is not known here."""
    return _LANGUAGES.get(code, code)


def other_languages(docs: pd.DataFrame) -> list[str]:
    """Name the languages of the texts that are not English, in order of their names."""
    codes = {str(code) for code in docs["language"]} - {"en"}
    return sorted(language_name(code) for code in codes)


UNKNOWN = "und"
_LANGUAGES = {
    "ar": "Arabic", "bg": "Bulgarian", "bn": "Bengali", "ca": "Catalan", "cs": "Czech",
    "da": "Danish", "de": "German", "el": "Greek", "en": "English", "es": "Spanish",
    "et": "Estonian", "fa": "Persian", "fi": "Finnish", "fr": "French", "he": "Hebrew",
    "hi": "Hindi", "hr": "Croatian", "hu": "Hungarian", "id": "Indonesian", "it": "Italian",
    "ja": "Japanese", "ko": "Korean", "lt": "Lithuanian", "lv": "Latvian", "nl": "Dutch",
    "no": "Norwegian", "nb": "Norwegian", "pl": "Polish", "pt": "Portuguese", "ro": "Romanian",
    "ru": "Russian", "sk": "Slovak", "sl": "Slovenian", "sr": "Serbian", "sv": "Swedish",
    "ta": "Tamil", "th": "Thai", "tr": "Turkish", "uk": "Ukrainian", "ur": "Urdu",
    "vi": "Vietnamese", "zh": "Chinese", UNKNOWN: "a language that could not be told",
}  # fmt: skip
