"""The file in which a person corrects the word lists for a field: a small YAML file.

    drop: [safety, party]
    flip: [liberated]
    add: {shelling: -2.5, ceasefire: 1.5}

A weight is in valence points, -4 to 4, as VADER's list has them.
"""

from __future__ import annotations

import re
from functools import partial
from typing import TYPE_CHECKING

from analysis.labels.yaml_file import each, fault, read, table
from analysis.sentiment.domain import HEAVIEST, DomainWords, acts_by_rule
from analysis.sentiment.reading import fold_word
from analysis.sentiment.rules import SHORTEST_WORD

if TYPE_CHECKING:
    from typing import Any

_KEYS = ("drop", "flip", "add")
_NUMBER = re.compile(r"[+-]?(\d{1,3}(\.\d{0,9})?|\.\d{1,9})", re.ASCII)
_EDGES = "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~"  # what VADER takes off a word


def domain_words(path: str) -> DomainWords:
    """Read what is to be changed in the word lists; nothing for an empty path.

    path : of the YAML file, found as a corpus is
    Raises  DataError, naming file and entry, where it cannot be read or says something else
    """
    text, file = read(path)
    return parse(text, file=file) if file else DomainWords()


def parse(text: str, *, file: str) -> DomainWords:
    """Read domain words from YAML text.

    file : its name, for messages
    Raises  as `domain_words`
    """
    content = table(text, file=file, known=_KEYS, example="drop: [word]")
    how = {"file": file, "example": "[safety, party]"}
    drop = each(content, "drop", one=_word, **how)
    flip = each(content, "flip", one=partial(_word, weighed=True), **how)
    add = _weights(content.get("add", ""), file)
    _refuse_twice([*drop, *flip, *(word for word, _ in add)], file)
    return DomainWords(drop=drop, flip=flip, add=add, file=file)


def _word(entry: Any, file: str, where: str, *, weighed: bool = False) -> str:  # noqa: ANN401  as YAML has it
    """Write a word as the lists have it.

    weighed : it is to get a weight, so it must be one that can have any
    """
    if not isinstance(entry, str) or not entry.strip():
        raise fault(file, where, "needs a word")
    word = fold_word(entry.strip())
    if len(word.split()) > 1:
        raise fault(file, where, f"{word!r} is more than one word; the lists hold single words")
    bare = word.strip(_EDGES)
    word = bare if len(bare) >= SHORTEST_WORD else word
    if weighed and acts_by_rule(word):
        raise fault(file, where, f"{word!r} acts by a rule on other words, and has no weight")
    return word


def _weights(entries: Any, file: str) -> tuple[tuple[str, float], ...]:  # noqa: ANN401  as YAML has it
    if entries == "":
        return ()
    if not isinstance(entries, dict):
        raise fault(file, "add", "needs words with weights, such as {shelling: -2.5}")
    return tuple(
        (_word(entry, file, "add", weighed=True), _weight(value, file, f"add, {entry!r}"))
        for entry, value in entries.items()
    )


def _weight(value: Any, file: str, where: str) -> float:  # noqa: ANN401  as YAML has it
    text = value.strip() if isinstance(value, str) else ""
    weight = float(text) if _NUMBER.fullmatch(text) else 0.0
    if not 0 < abs(weight) <= HEAVIEST:
        raise fault(
            file, where, "needs a weight from -4 to 4, such as -2.5; drop a word that has none"
        )
    return weight


def _refuse_twice(words: list[str], file: str) -> None:
    doubled = next((word for i, word in enumerate(words) if word in words[:i]), None)
    if doubled is not None:
        raise fault(file, "", f"{doubled!r} stands there twice; say one thing of it")
