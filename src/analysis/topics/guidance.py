"""What a person wants done with topics, and which topics are meant by some words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from analysis import wording
from analysis.errors import DataError

if TYPE_CHECKING:
    import pandas as pd

Words = tuple[str, ...]  # words that a topic is found by, or its number alone

_LABEL_TERMS = 3
_DIGITS = 9  # int() refuses thousands of digits; no topic has a number as long
_LISTED = 12  # topics that an error names


@dataclass(frozen=True)
class Wanted:
    """A topic that a person names.

    seeds : words that should belong together: a fit starts from them
    match : words or the number that the fitted topic is found by; () for its seeds
    """

    name: str
    seeds: Words = ()
    match: Words = ()

    @property
    def found_by(self) -> Words:
        """The words that the fitted topic is found by."""
        return self.match or self.seeds


@dataclass(frozen=True)
class Split:
    """A topic to fit again within."""

    topic: Words
    into: int = 2


@dataclass(frozen=True)
class Guidance:
    """What a person wants done with the topics of a corpus; nothing, unless said.

    merge : the topics of each entry become one
    file : its name, for messages
    """

    topics: tuple[Wanted, ...] = ()
    merge: tuple[tuple[Words, ...], ...] = ()
    split: tuple[Split, ...] = ()
    hide: tuple[Words, ...] = ()
    file: str = ""

    @property
    def seeded(self) -> tuple[Wanted, ...]:
        """The topics that have seed words, in the order of the file."""
        return tuple(wanted for wanted in self.topics if wanted.seeds)

    @property
    def seeds(self) -> tuple[Words, ...]:
        """The seed words of each such topic."""
        return tuple(wanted.seeds for wanted in self.seeded)


def meant(terms: pd.DataFrame, words: Words) -> list[int]:
    """Find the topics that some words may mean; one where they are clear.

    terms : TOPIC_TERMS
    Returns  the topics with most of the words among their twenty; of these, those with most
        among the three of their label
    """
    wanted = [word.casefold() for word in words]
    held = terms[terms["term"].str.casefold().isin(wanted)]
    if held.empty:
        return []
    heavy = (held["rank"] <= _LABEL_TERMS).groupby(held["topic"]).agg(["size", "sum"])
    scores = list(zip(heavy["size"], heavy["sum"], strict=True))
    topics = heavy.index.to_numpy()
    return [int(t) for t, score in zip(topics, scores, strict=True) if score == max(scores)]


def number(words: Words) -> int | None:
    """Read a reference that is a topic's number; None for words."""
    alone = len(words) == 1 and words[0].isascii() and words[0].isdigit()
    return int(words[0][:_DIGITS]) if alone else None


def said(words: Words) -> str:
    """Write a reference as the file has it."""
    return wording.listing([repr(word) for word in words])


def unknown(label_of: pd.Series, words: Words, *, where: str) -> DataError:
    """Make the error for words that mean no topic.

    label_of : label by topic; where : file and entry
    """
    what = f"no topic {words[0]}" if number(words) is not None else f"no topic has {said(words)}"
    return DataError(f"{where}: {what}. {_there(label_of)}")


def unclear(label_of: pd.Series, words: Words, *, topics: list[int], where: str) -> DataError:
    """Make the error for words that mean several topics."""
    which = wording.listing([str(topic) for topic in topics])
    return DataError(
        f"{where}: {said(words)} may be topic {which}. Add a word that only one has. "
        f"{_there(label_of)}"
    )


def _there(label_of: pd.Series) -> str:
    """List the topics that there are."""
    some = [f"{topic} ({label})" for topic, label in label_of.head(_LISTED).items()]
    more = len(label_of) - len(some)
    rest = [f"{more} more"] if more else []
    return f"The topics are {wording.listing(some + rest)}"
