"""The file in which a person says what is to be done with topics: a small YAML file.

    topics:
      - name: energy crisis
        seeds: [gas, heating, pipeline]
      - name: elections
        match: [vote, ballot]
    merge: [[vote, parliament]]
    split: [war, {topic: trade, into: 3}]
    hide: [subscribe]

A topic is named by a word, by several ([vote, ballot]), or by its number.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from analysis.labels.yaml_file import check_keys, each, fault, read, table
from analysis.topics.guidance import Guidance, Split, Wanted

if TYPE_CHECKING:
    from typing import Any

    from analysis.topics.guidance import Words

MAX_NAME = 80  # characters of a name: it stands beside bars and in tables
MAX_PARTS = 20  # of one topic
_LONG = 4  # digits of no number of parts; int() refuses thousands of them
_KEYS = ("topics", "merge", "split", "hide")
_OF_TOPIC = ("name", "seeds", "match")
_OF_SPLIT = ("topic", "into")


def guidance(path: str) -> Guidance:
    """Read what is to be done with topics; nothing for an empty path.

    path : of the YAML file, found as a corpus is
    Raises  DataError, naming file and entry, where it cannot be read or says something else
    """
    text, file = read(path)
    return parse(text, file=file) if file else Guidance()


def parse(text: str, *, file: str) -> Guidance:
    """Read guidance from YAML text; every scalar is text, so that `no` and 007 stay words.

    file : its name, for messages
    Raises  as `guidance`
    """
    content = table(text, file=file, known=_KEYS, example="hide: [word]")
    how = {"file": file, "example": "[one, two]"}
    return Guidance(
        topics=_names(each(content, "topics", one=_wanted, **how), file),
        merge=each(content, "merge", one=_together, **how),
        split=each(content, "split", one=_split, **how),
        hide=each(content, "hide", one=_words, **how),
        file=file,
    )


def _words(value: Any, file: str, entry: str) -> Words:  # noqa: ANN401  as YAML has it
    """Read what names a topic: a word, several, or a number."""
    words = value if isinstance(value, list) else [value]
    if not words or not all(isinstance(word, str) and word.strip() for word in words):
        raise fault(file, entry, "needs a word, several in brackets, or a topic's number")
    return tuple(dict.fromkeys(" ".join(word.split()) for word in words))


def _wanted(value: Any, file: str, entry: str) -> Wanted:  # noqa: ANN401  as YAML has it
    if not isinstance(value, dict):
        raise fault(file, entry, "needs `name:` and `seeds:` or `match:`")
    check_keys(value, _OF_TOPIC, file=file, entry=entry)
    name = value.get("name", "")
    if not (isinstance(name, str) and name.strip()):
        raise fault(file, entry, "has no name")
    name = " ".join(name.split())
    entry = f"{entry}, {name[:MAX_NAME]!r}"
    if len(name) > MAX_NAME or not name.isprintable():
        raise fault(file, entry, f"a name has at most {MAX_NAME} characters that can be printed")
    seeds, match = (
        _words(value[key], file, f"{entry}, {key}") if key in value else ()
        for key in ("seeds", "match")
    )
    if not seeds and not match:
        raise fault(file, entry, "needs `seeds:` or `match:`, words to find the topic by")
    return Wanted(name, seeds, match)


def _names(topics: tuple[Wanted, ...], file: str) -> tuple[Wanted, ...]:
    names = [wanted.name for wanted in topics]
    doubled = next((name for i, name in enumerate(names) if name in names[:i]), None)
    if doubled is not None:
        raise fault(file, "topics", f"two have the name {doubled!r}")
    return topics


def _together(value: Any, file: str, entry: str) -> tuple[Words, ...]:  # noqa: ANN401  as YAML has it
    if not isinstance(value, list) or len(value) < 2:  # noqa: PLR2004  one is merged with none
        raise fault(file, entry, "needs two topics or more, such as [vote, parliament]")
    return tuple(_words(one, file, entry) for one in value)


def _split(value: Any, file: str, entry: str) -> Split:  # noqa: ANN401  as YAML has it
    if not isinstance(value, dict):
        return Split(_words(value, file, entry))
    check_keys(value, _OF_SPLIT, file=file, entry=entry)
    into = value.get("into", "2")
    parts = (
        int(into)
        if isinstance(into, str) and into.isascii() and into.isdigit() and len(into) < _LONG
        else 0
    )
    if not 2 <= parts <= MAX_PARTS:  # noqa: PLR2004  one part is no split
        raise fault(file, entry, f"into: needs a whole number from 2 to {MAX_PARTS}")
    return Split(_words(value.get("topic"), file, entry), parts)
