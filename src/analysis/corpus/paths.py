"""Which files a path stands for, and why others are left out."""

from __future__ import annotations

import os
import stat
from dataclasses import dataclass
from pathlib import Path

from analysis.errors import DataError, UsageError

TEXT_SUFFIXES = (".txt",)
TABLE_SUFFIXES = (".csv", ".tsv", ".jsonl", ".json", ".parquet")
SUFFIXES = TEXT_SUFFIXES + TABLE_SUFFIXES
_OBJECT_SUFFIXES = (".pkl", ".pickle", ".joblib", ".npy", ".npz")
_OTHER_KIND = "kind of file that is not read"
_PROJECT_MARK = "pyproject.toml"


@dataclass(frozen=True)
class Found:
    """One file met: where it is, its name relative to what is read, and why it is left out."""

    path: Path
    origin: str
    refused: str = ""


def resolve(path: str | Path) -> Path:
    """Find a file or folder, from the working folder upwards to the project's root.

    path : an absolute path as it is; a relative one is looked for in the working folder, then in
        its parents up to the first that holds a pyproject.toml
    Raises  UsageError for an address or an object file, DataError where nothing is there.
    """
    given = os.fspath(path)
    _refuse(given)
    found = next((p for p in _candidates(Path(given)) if p.exists()), None)
    if found is None:
        raise DataError(f"{shown(given)}: no such file or folder. Check the path")
    return found


def _refuse(given: str) -> None:
    if "://" in given:
        raise UsageError(f"{shown(given)}: an address, not a path. Download the texts first")
    if "\0" in given or not given.strip():
        raise UsageError(f"{shown(given)!r}: not a path. Name a file or folder")
    if given.lower().endswith(_OBJECT_SUFFIXES):
        raise UsageError(
            f"{shown(given)}: an object file can run code when opened. Save it as .parquet or .csv"
        )


def _candidates(path: Path) -> list[Path]:
    if path.is_absolute():
        return [path]
    here = Path.cwd()
    folders = [here, *here.parents]
    roots = [i for i, folder in enumerate(folders) if (folder / _PROJECT_MARK).is_file()]
    return [folder / path for folder in folders[: roots[0] + 1 if roots else 1]]


def listing(path: Path) -> list[Found]:
    """List the files that `path` stands for, sorted by relative path, refused ones included.

    Raises  DataError where a folder holds no file that we read.
    """
    if not path.is_dir():
        return [_look(path, shown(path.name), path.resolve().parent)]
    root = path.resolve()
    found = [_look(Path(p), _relative(p, path), root) for p in _walk(path)]
    if not any(one.refused != _OTHER_KIND for one in found):
        kinds = "/".join(SUFFIXES)
        raise DataError(f"no {kinds} in {shown(path.name)}. Check the path")
    return sorted(found, key=lambda one: one.origin)


def _walk(folder: Path) -> list[str]:
    """List the files in a folder but hidden ones; links to folders are met, not entered."""
    names: list[str] = []
    for top, folders, files in os.walk(folder):
        folders[:] = [name for name in folders if not name.startswith(".")]
        links = [name for name in folders if Path(top, name).is_symlink()]
        seen = [name for name in files if not name.startswith(".")]
        names += [os.path.join(top, name) for name in seen + links]  # noqa: PTH118 - 100,000 files
    return names


def _relative(name: str, folder: Path) -> str:
    return shown(os.path.relpath(name, folder).replace(os.sep, "/"))


def _look(path: Path, origin: str, root: Path) -> Found:
    """Look at one file without opening it."""
    try:
        if path.is_symlink() and not path.resolve(strict=True).is_relative_to(root):
            return Found(path, origin, "link that leads out of the folder")
        mode = path.stat().st_mode
    except (OSError, RuntimeError) as error:
        return Found(path, origin, _why(error, is_link=path.is_symlink()))
    if path.is_symlink() and stat.S_ISDIR(mode):
        return Found(path, origin, "link to a folder")
    if not stat.S_ISREG(mode):
        return Found(path, origin, "not a regular file")
    return Found(path, origin, "" if origin.lower().endswith(SUFFIXES) else _OTHER_KIND)


def _why(error: Exception, *, is_link: bool) -> str:
    if is_link:
        return "link that leads nowhere"
    return "not readable" if isinstance(error, PermissionError) else "vanished while reading"


def shown(name: str) -> str:
    """Write a file name as text: bytes that are no UTF-8 become U+FFFD."""
    return name.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
