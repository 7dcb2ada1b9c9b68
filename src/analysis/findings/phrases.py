"""Small parts of sentences: number and verb, words in quotation marks, who leads."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analysis import wording

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd

NAMED = 3  # names in a sentence, at most


def capital(text: str) -> str:
    """Begin a sentence with a capital letter."""
    return text[:1].upper() + text[1:]


def agree(n: int, singular: str, plural: str) -> str:
    """Choose the word that agrees with a number: 1 is, 2 are."""
    return singular if n == 1 else plural


def quoted(words: Sequence[str], n: int = NAMED) -> str:
    """List the first n of some words of the corpus in a sentence, in quotation marks."""
    return wording.listing([mark(word) for word in words[:n]])


def several(words: Sequence[str], n: int = NAMED) -> str:
    """List the first n of some words in quotation marks, and how many more there are."""
    more = len(words) - n
    rest = [f"{wording.integer(more)} more"] if more > 0 else []
    return wording.listing([mark(word) for word in words[:n]] + rest)


def mark(word: str) -> str:
    """Put one word of the corpus in quotation marks."""
    return f"\u201c{word}\u201d"


def number(n: int) -> str:
    """Write a count that may be nought: none, 1, 2."""
    return wording.integer(n) if n else "none"


def often(n: int) -> str:
    """Write how many times: once, twice, three times, 1,291 times."""
    few = {1: "once", 2: "twice"}
    return few.get(n) or f"{wording.spelled(n)} times"


def highest(table: pd.DataFrame, column: str) -> pd.Series:
    """Take the first row with the largest value; `column` holds no NaN and a row at least."""
    return table.iloc[int(table[column].to_numpy().argmax())]


def lowest(table: pd.DataFrame, column: str) -> pd.Series:
    """Take the first row with the smallest value."""
    return table.iloc[int(table[column].to_numpy().argmin())]


def leaders(table: pd.DataFrame, column: str) -> pd.DataFrame:
    """Take all rows that share the largest value: a tie is never shown as a rank."""
    rows: pd.DataFrame = table[table[column] == table[column].max()]
    return rows


def times(log2: float) -> str:
    """Write a log2 ratio as times as much."""
    return wording.ratio(2.0**log2)
