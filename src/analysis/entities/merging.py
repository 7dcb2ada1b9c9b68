"""Variants of a name brought together: Zelensky with Volodymyr Zelensky, US with United States."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING

import pandas as pd

from analysis.entities import gazetteer

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    Pairs = Mapping[str, frozenset[str]]

# how much a rule says of the kind; a kind is settled by the sum over all mentions of a name
_WEIGHTS = {
    "gazetteer": 5, "place or person": 2, "title": 4, "last word": 3, "first word": 3, "initial": 3,
    "given name": 2, "verb after it": 2, "abbreviation": 2, "unlisted words": 1, "preposition": 1,
    "people": 1,
}  # fmt: skip
_SETTLED = frozenset({"gazetteer", "people", "abbreviation"})
_UNSURE = 0.3  # capitals alone: a rare hint does not outweigh many mentions without one
_BY_FAR = 3  # times as many mentions as the next of the same surname
_LEAST = 3  # letters of an abbreviation that stands for the initials of a name


def merged(mentions: pd.DataFrame) -> pd.DataFrame:
    """Give every mention its entity and that entity's kind.

    mentions : surface (on one line), doc_id, kind, rule
    Returns  the same rows with entity, and kind settled over all mentions of the entity
    """
    written = frozenset(mentions["surface"])
    table = mentions.assign(entity=[_called(name, written) for name in mentions["surface"]])
    table["kind"] = _settled(table)
    table["entity"] = _by_initials(table)
    table["entity"] = _by_person(table)
    return table.assign(kind=_settled(table).astype("str"), entity=table["entity"].astype("str"))


def _called(surface: str, written: frozenset[str]) -> str:
    """Name a place or body as the gazetteer does, anything else as it is written.

    written : all names as they are written: accents that no text has are not put on a name
    """
    known = gazetteer.known().get(surface)
    if not known or (gazetteer.bare(known[1]) == surface and known[1] not in written):
        return surface
    return known[1]


def _settled(table: pd.DataFrame) -> pd.Series:
    """Choose the kind that the rules speak for most; ties go by alphabet, other comes last."""
    weight = table["rule"].map(_WEIGHTS).fillna(_UNSURE)
    sums = weight.groupby([table["entity"], table["kind"]], sort=True).sum().reset_index(name="n")
    ranked = sums.sort_values(["entity", "n"], ascending=[True, False], kind="stable")
    first = ranked.drop_duplicates("entity").set_index("entity")["kind"]
    return table["entity"].map(first)


def _by_initials(table: pd.DataFrame) -> pd.Series:
    """Read an abbreviation as the one name of a body with these initials."""
    bodies = table.loc[table["kind"].isin(["organisation", "other"]), "entity"].unique().tolist()
    full: dict[str, list[str]] = defaultdict(list)
    for name in bodies:
        full["".join(word[0] for word in name.split() if word[0].isupper())].append(name)
    short = {
        name: full[name][0]
        for name in bodies
        if len(name) >= _LEAST and name.isupper() and len(set(full[name]) - {name}) == 1
        and name not in full[name] and name not in gazetteer.known()
    }  # fmt: skip
    return table["entity"].map(lambda name: short.get(name, name))


def _by_person(table: pd.DataFrame) -> pd.Series:
    """Read a surname as its one bearer in the same document, else as the one named most."""
    people = table[(table["kind"] == "person") & table["entity"].str.contains(" ")]
    longer = _full_names(people["entity"])
    people = people.assign(entity=people["entity"].map(lambda name: longer.get(name, name)))
    everywhere = _leaders(people["entity"])
    here: dict[str, list[str]] = defaultdict(list)
    for doc, name in zip(people["doc_id"].tolist(), people["entity"].tolist(), strict=True):
        here[doc].append(name)
    owners = {doc: _owners(names) for doc, names in here.items()}
    none: Pairs = {}
    rows = zip(*(table[name].tolist() for name in ("entity", "doc_id", "rule")), strict=True)
    entity = [
        longer.get(name, name) if " " in name or rule in _SETTLED
        else _owner(name, (owners.get(doc, none), everywhere), rule)
        for name, doc, rule in rows
    ]  # fmt: skip
    return pd.Series(entity, table.index, dtype="str")


def _full_names(names: pd.Series) -> dict[str, str]:
    """Pair a name with the one longer form of same first and last word, if there is just one."""
    alike: dict[tuple[str, str], set[str]] = defaultdict(set)
    for name in names.unique():
        words = name.split()
        alike[words[0], words[-1]].add(name)
    often = Counter(names.tolist())
    pairs = (sorted(group, key=lambda name: (-often[name], name)) for group in alike.values())
    return {other: group[0] for group in pairs if _agree(group) for other in group[1:]}


def _agree(group: list[str]) -> bool:
    """Tell whether at most one of some names with equal ends has something between them."""
    return len(group) > 1 and sum(len(name.split()) > 2 for name in group) <= 1  # noqa: PLR2004


def _owners(people: Iterable[str]) -> Pairs:
    """List for every last word the people who bear it."""
    found: dict[str, set[str]] = defaultdict(set)
    for person in people:
        found[person.split()[-1]].add(person)
    return {word: frozenset(group) for word, group in found.items()}


def _owner(name: str, known: tuple[Pairs, Pairs], rule: str) -> str:
    here, everywhere = (pairs.get(name, frozenset[str]()) for pairs in known)
    if here:
        return next(iter(here)) if len(here) == 1 else name
    # a name that may be a place is a person only where the full name stands in the same text
    return next(iter(everywhere), name) if rule != "place or person" else name


def _leaders(people: pd.Series) -> Pairs:
    """Name for every last word the one who bears it in most mentions, if by far."""
    often = Counter(people.tolist())
    ranked = {
        word: sorted(group, key=lambda p: (-often[p], p)) for word, group in _owners(often).items()
    }
    return {
        word: frozenset(group[:1])
        for word, group in ranked.items()
        if len(group) == 1 or often[group[0]] >= _BY_FAR * often[group[1]]
    }
