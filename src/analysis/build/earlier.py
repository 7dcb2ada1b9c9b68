"""A report of an earlier build, read as what it is: files that somebody may have sent.

Nothing in it is trusted. What another version wrote is read as far as it goes; a link is not
followed, for it may lead to a file that the report never held.
"""

from __future__ import annotations

import csv
import hashlib
import json
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

from analysis.build import manifest
from analysis.errors import UsageError
from analysis.schema.bundle import is_name
from analysis.wording import FORMULA

if TYPE_CHECKING:
    from collections.abc import Mapping

    from analysis.build.manifest import Manifest

OWN = "compare-"  # how the names of a comparison's own tables begin; they are not compared again
MOST = 10  # earlier builds that a report lists
_TABLES = "tables"
_LARGEST = 200_000_000  # bytes of a file that is read; the keyness of 40,000 terms has 13,000,000
_COUNTS = ("n_rows_in", "n_used", "n_skipped")
Entry = dict[str, Any]


@dataclass(frozen=True)
class Report:
    """A report, by what its manifest says and the tables it holds.

    corpus, versions : as in the manifest, texts and counts only
    parameters : page -> name -> value
    folder : where it stands; tables : name -> path of its CSV
    digest : of the manifest and all tables
    earlier : the builds that it was compared with in turn
    """

    folder: Path
    corpus: dict[str, Any]
    versions: dict[str, str]
    parameters: dict[str, dict[str, str]]
    tables: dict[str, Path]
    digest: str
    earlier: tuple[Entry, ...] = ()

    def entry(self) -> Entry:
        """Sum it up for the list of earlier builds."""
        kept = ("path", "digest", *_COUNTS)
        corpus = {name: self.corpus[name] for name in kept if name in self.corpus}
        return corpus | {"parameters": self.parameters, "versions": self.versions}

    def history(self) -> list[Entry]:
        """List it and the builds before it, newest first."""
        return [self.entry(), *self.earlier][:MOST]


def report(given: str | Path) -> Report:
    """Read the report in a folder, also named by its manifest or its folder of tables.

    Raises  UsageError where there is no report.
    """
    folder = _folder(Path(given))
    path = folder / manifest.FILE
    try:
        raw = path.read_bytes() if _is_plain(path) else b""
        content = json.loads(raw)
        pages, corpus = dict(content["pages"]), dict(content["corpus"])
    except (OSError, ValueError, TypeError, KeyError, RecursionError):
        raise UsageError(
            f"--compare {given}: no report of an earlier build. Name the folder of one, with its "
            "manifest.json and tables/"
        ) from None
    tables = found(folder / _TABLES)
    return Report(
        folder=folder,
        corpus=_corpus(corpus),
        versions=_texts(content.get("versions")),
        parameters={str(page): _texts(_part(made, "parameters")) for page, made in pages.items()},
        tables=tables,
        digest=_digest(raw, tables),
        earlier=tuple(_entries(content.get("earlier"))),
    )


def of(made: Manifest, tables: Path) -> Report:
    """Describe the report that is being made in the same words."""
    return Report(
        folder=tables.parent,
        corpus=_corpus(made.corpus),
        versions=_texts(made.versions),
        parameters={name: _texts(page.parameters) for name, page in made.pages.items()},
        tables=found(tables),
        digest="",
    )


def unlike(entry: Entry, made: Manifest) -> list[str]:
    """List the parameters of an earlier build that are not those of this one."""
    now = {name: _texts(page.parameters) for name, page in made.pages.items()}
    return [
        f"{name} = {value} ({page})"
        for page, named in sorted(entry["parameters"].items())
        for name, value in named.items()
        if now.get(page, {}).get(name, value) != value
    ]


def _folder(given: Path) -> Path:
    named = given.name == _TABLES and (given.parent / manifest.FILE).is_file()
    return given.parent if given.name == manifest.FILE or named else given


def found(folder: Path) -> dict[str, Path]:
    """Find the tables in a folder by name: plain files of a plain folder, none too large."""
    if folder.is_symlink() or not folder.is_dir():
        return {}
    paths = sorted(folder.glob("*.csv"))
    return {
        path.stem: path
        for path in paths
        if is_name(path.stem) and not path.stem.startswith(OWN) and _is_plain(path)
    }


def _is_plain(path: Path) -> bool:
    return not path.is_symlink() and path.is_file() and path.stat().st_size <= _LARGEST


def _part(value: object, name: str) -> object:
    return value.get(name) if isinstance(value, dict) else None


def _corpus(values: Mapping[str, Any]) -> dict[str, Any]:
    """Keep the texts and counts of a corpus that are what they should be."""
    texts = {name: str(values.get(name, "")) for name in ("name", "path", "digest")}
    counts = {n: values[n] for n in _COUNTS if isinstance(values.get(n), int)}
    return texts | counts


def _texts(values: object) -> dict[str, str]:
    """Write the values of an object as texts, as a page prints parameters."""
    if not isinstance(values, dict):
        return {}
    return {str(name): written(value) for name, value in sorted(values.items())}


def written(value: object) -> str:
    """Write a value of a manifest as a text: one that is a text stays."""
    return value if isinstance(value, str) else json.dumps(value, sort_keys=True, default=str)


def _entries(values: object) -> list[Entry]:
    """Read the list of still earlier builds."""
    rows = [one for one in values if isinstance(one, dict)] if isinstance(values, list) else []
    return [_entry(one) for one in rows[: MOST - 1]]


def _entry(values: dict[str, Any]) -> Entry:
    corpus = {name: value for name, value in _corpus(values).items() if name != "name"}
    named = values.get("parameters")
    pages = named.items() if isinstance(named, dict) else ()
    parameters = {str(page): _texts(given) for page, given in pages}
    return corpus | {"parameters": parameters, "versions": _texts(values.get("versions"))}


def _digest(raw: bytes, tables: Mapping[str, Path]) -> str:
    total = hashlib.sha256(raw)
    for name, path in tables.items():
        total.update(name.encode() + hashlib.sha256(path.read_bytes()).digest())
    return total.hexdigest()


def read(path: Path) -> pd.DataFrame | None:
    """Read a table as texts, as they stood before they were made safe for a spreadsheet.

    Returns  None where it is no table that can be read.
    """
    try:
        frame = pd.read_csv(path, dtype=str, keep_default_na=False, encoding_errors="replace")
    except (OSError, ValueError, csv.Error, OverflowError):  # pandas' own errors are ValueErrors
        return None
    return frame.map(_unguarded)


def _unguarded(text: object) -> str:
    """Take away the mark that keeps a spreadsheet from running a text."""
    plain = str(text)
    return plain[1:] if plain.startswith("'") and plain[1:].startswith(FORMULA) else plain
