"""Where a build writes: its folder, its lock, its scratch, and whose folder it is."""

from __future__ import annotations

import errno
import fcntl
import os
import re
import shutil
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from analysis.errors import BusyError, OutputError, UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from analysis.build.manifest import Manifest
    from analysis.build.source import Source

_NAME_WIDTH = 80
_COMPRESSED = (".gz", ".zst", ".bz2", ".xz")
# what a file system says; any other OSError is a fault of ours and keeps its name
_NO_ROOM = {errno.ENOSPC: "the disk is full", errno.EDQUOT: "the quota is used up"}


@dataclass(frozen=True)
class Place:
    """The folder of one report, links followed, and the scratch folder beside it.

    target : the folder that is replaced; shown : as messages name it
    """

    target: Path
    shown: str

    @property
    def scratch(self) -> Path:
        """Folder beside the report: on the same file system, so that a rename is enough."""
        return self.target.parent / ".build"

    @property
    def run(self) -> Path:
        """Folder of the run: one, since the lock lets one run at a time."""
        return self.scratch / self.target.name

    @property
    def stage(self) -> Path:
        """Where the new report is put together."""
        return self.run / "stage"

    @property
    def aside(self) -> Path:
        """Where the old report goes when the new one takes its place."""
        return self.run / "old"

    def beside(self, suffix: str) -> Path:
        """Name a file in the scratch folder that outlives runs."""
        return self.scratch / f"{self.target.name}.{suffix}"


def place(name: str, out: str | Path | None) -> Place:
    """Choose the folder: `out`, or reports/<corpus name> in the working folder."""
    given = Path("reports") / name if out is None else Path(out)
    target = (Path.cwd() / given).resolve()
    if target == target.parent:
        raise UsageError(f"--out {given}: the root of a disk. Name a folder in it")
    return Place(target, str(given))


def safe_name(path: Path) -> str:
    """Make a folder's name of a corpus' own: letters, digits, `.`, `_` and `-` only."""
    stem = path.name if path.is_dir() else _stem(path)
    name = re.sub(r"[^\w.-]+", "-", stem).strip(".-")[:_NAME_WIDTH]
    return name or "corpus"


def _stem(path: Path) -> str:
    inner = path.with_suffix("") if path.suffix.lower() in _COMPRESSED else path
    return inner.stem


@contextmanager
def writing(place: Place) -> Iterator[None]:
    """Turn every failure to write into an OutputError that names the folder and the cause."""
    try:
        yield
    except OSError as error:
        why = _NO_ROOM.get(error.errno or 0) or (error.strerror or type(error).__name__).lower()
        raise OutputError(
            f"{place.shown}: cannot be written: {why}. Make room or rights, or choose --out"
        ) from error


@contextmanager
def held(place: Place) -> Iterator[None]:
    """Hold the lock of a folder; it frees itself when the process dies, however it dies.

    Raises  BusyError, naming the process, where another build holds it.
    """
    with writing(place):
        place.scratch.mkdir(mode=0o700, parents=True, exist_ok=True)
        descriptor = os.open(place.beside("lock"), os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        _lock(descriptor, place)
        yield
    finally:
        os.close(descriptor)


def _lock(descriptor: int, place: Place) -> None:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        holder = os.pread(descriptor, 20, 0).decode("ascii", "replace").strip() or "unknown"
        raise BusyError(
            f"{place.shown}: another build (process {holder}) writes it. Wait, or choose --out"
        ) from None
    with writing(place):
        os.ftruncate(descriptor, 0)
        os.pwrite(descriptor, f"{os.getpid()}\n".encode(), 0)


def prepare(place: Place) -> None:
    """Sweep what a killed run left, and see that the folder can be written, before work starts.

    Raises  OutputError where it cannot.
    """
    with writing(place):
        if place.target.exists() and not place.target.is_dir():
            raise NotADirectoryError(errno.ENOTDIR, "a file is in its place")
        shutil.rmtree(place.run, ignore_errors=True)
        place.stage.mkdir(mode=0o755, parents=True)
        place.run.chmod(0o700)
        (place.run / "probe").write_bytes(b"written and removed again")
        (place.run / "probe").unlink()


def sweep(place: Place) -> None:
    """Remove the scratch of a run, but for the partial notebooks of a failed one."""
    if not place.run.is_dir():
        return
    for path in place.run.iterdir():
        if path.name.endswith(".failed.ipynb"):
            continue
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path, ignore_errors=True)
        else:
            path.unlink(missing_ok=True)
    if not any(place.run.iterdir()):
        place.run.rmdir()


def check_apart(place: Place, source: Source) -> None:
    """See that the report does not lie in the corpus it is made from, nor the corpus in it.

    Raises  UsageError: the next build would count the report's own tables.
    """
    inside = place.target.is_relative_to(source.path) and source.path.is_dir()
    if inside or source.path.is_relative_to(place.target):
        raise UsageError(f"{place.shown}: lies in the corpus (or around it). Choose another --out")


def check_owner(place: Place, source: Source, *, old: Manifest | None, digest: str) -> None:
    """See that the folder is free, or belongs to this corpus.

    old : manifest of what stands there; None where there is none
    Raises  UsageError where another corpus, or somebody's own files, would be replaced.
    """
    if old is None:
        if place.target.is_dir() and any(place.target.iterdir()):
            raise UsageError(
                f"{place.shown}: holds files that no build wrote. Choose another --out, or --force"
            )
        return
    known = place.beside("owner")
    same = (
        known.read_text("utf-8") == str(source.path)
        if known.is_file()
        else old.corpus.get("path") == source.shown
    )
    if not same and old.corpus.get("digest") != digest:
        raise UsageError(
            f"{place.shown}: belongs to another corpus of that name. Choose --out, or --force"
        )


def record_owner(place: Place, source: Source) -> None:
    """Write down, beside the report and never in it, which corpus the folder belongs to."""
    place.beside("owner").write_text(str(source.path), "utf-8")
