"""manifest.json: what a report was made from, and what belongs to it; no time, host or path."""

from __future__ import annotations

import hashlib
import json
import platform
from dataclasses import asdict, dataclass, field
from importlib import metadata
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

FILE = "manifest.json"
SCHEMA = 1
_PACKAGE = Path(__file__).parents[1]
_PACKAGES = (
    *("footnoted", "numpy", "scipy", "pandas", "scikit-learn", "matplotlib", "pyarrow"),
    *(
        "papermill",
        "nbclient",
        "ipykernel",
        "jinja2",
        "regex",
        "sentencex",
        "wordfreq",
        "py3langid",
    ),
)


@dataclass(frozen=True)
class Page:
    """One page: its notebook, the values of all its parameters, and the key of all that made it."""

    notebook: str
    notebook_sha256: str
    parameters: dict[str, Any]
    key: str


@dataclass(frozen=True)
class Manifest:
    """A report's manifest."""

    corpus: dict[str, Any]
    notes: dict[str, dict[str, int]]
    seed: int | None
    versions: dict[str, str]
    pages: dict[str, Page]
    files: dict[str, str] = field(default_factory=dict)  # relative path -> SHA-256
    compared: str = ""  # digest of the earlier report that this one was compared with
    # the builds it was compared with, newest first: they come with what was asked for, never from
    # what stood in the folder, else the same texts would not always give the same bytes
    earlier: list[dict[str, Any]] = field(default_factory=list)
    schema: int = SCHEMA

    def dumped(self) -> str:
        """Write it as JSON."""
        return json.dumps(asdict(self), indent=1, sort_keys=True, ensure_ascii=False) + "\n"


def load(folder: Path) -> Manifest | None:
    """Read the manifest in a folder; None where there is none that this version can read."""
    try:
        content = json.loads((folder / FILE).read_text("utf-8"))
        pages = {name: Page(**page) for name, page in content.pop("pages").items()}
        found = Manifest(pages=pages, **content)
    except (OSError, ValueError, TypeError, KeyError, AttributeError):
        return None
    return found if found.schema == SCHEMA else None


def versions() -> dict[str, str]:
    """List the versions of Python and of the packages that shape a number or a picture."""
    return {"python": platform.python_version(), **{name: _version(name) for name in _PACKAGES}}


def _version(name: str) -> str:
    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return "not installed"


def code_digest() -> str:
    """Take the SHA-256 of our own code and data: another version makes other pages."""
    total = hashlib.sha256()
    for path in sorted(_PACKAGE.rglob("*")):
        if path.is_file() and "__pycache__" not in path.parts:
            total.update(path.relative_to(_PACKAGE).as_posix().encode())
            total.update(hashlib.sha256(path.read_bytes()).digest())
    return total.hexdigest()


def page_key(
    notebook: str, *, digest: str, parameters: Mapping[str, Any], made_by: Mapping[str, str]
) -> str:
    """Sum up all that a page depends on: equal keys mean equal pages.

    notebook : its SHA-256; digest : of the corpus; made_by : versions, and the digest of our code
    """
    parts = [SCHEMA, notebook, digest, dict(parameters), dict(made_by)]
    return hashlib.sha256(json.dumps(parts, sort_keys=True).encode()).hexdigest()


def digests(folder: Path) -> dict[str, str]:
    """Take the SHA-256 of every file in a folder but the manifest, by relative path."""
    paths = sorted(path for path in folder.rglob("*") if path.is_file())
    named = {path.relative_to(folder).as_posix(): path for path in paths}
    named.pop(FILE, None)
    return {name: hashlib.sha256(path.read_bytes()).hexdigest() for name, path in named.items()}


def is_intact(folder: Path, manifest: Manifest) -> bool:
    """Say whether every file of a report is still as it was written."""
    found = digests(folder)
    return all(found.get(name) == digest for name, digest in manifest.files.items())
