"""A file read, or written whole or not at all; a fault is one line."""

from __future__ import annotations

import os
import tempfile
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

from analysis.errors import DataError, OutputError

if TYPE_CHECKING:
    from collections.abc import Iterator


def read(file: Path, *, most: int = -1) -> bytes:
    """Read a file, at most so many bytes of it; -1: all.

    Raises  DataError where it cannot be read
    """
    try:
        with file.open("rb") as opened:
            return opened.read(most)
    except OSError as error:
        raise DataError(f"{file.name}: cannot be read: {_why(error)}. Check the path") from error


def _why(error: OSError) -> str:
    return (error.strerror or type(error).__name__).lower()


def replace(path: str | Path, content: bytes) -> None:
    """Write beside the file, have it on the disk, and rename.

    Raises  OutputError where it cannot be written; what stood there still stands
    """
    target = Path(path).resolve()  # a link stays a link
    try:
        descriptor, name = tempfile.mkstemp(dir=target.parent, prefix=".labels-")
        try:
            with os.fdopen(descriptor, "wb") as out:
                out.write(content)
                out.flush()
                os.fsync(out.fileno())
            mode = target.stat().st_mode & 0o777 if target.exists() else 0o644
            Path(name).chmod(mode)
            Path(name).replace(target)
        finally:
            Path(name).unlink(missing_ok=True)
    except OSError as error:
        raise OutputError(
            f"{target.name}: cannot be written: {_why(error)}. Make room or rights"
        ) from error


@contextmanager
def alone(path: str | Path) -> Iterator[None]:
    """Hold the folder of a file while it is read and written again, against other processes.

    The folder, for a lock on the file would go with the file that is replaced. A folder that
    knows no locks (some network disks, Windows) is not held.
    """
    folder = _held(Path(path).resolve().parent)
    try:
        yield
    finally:
        if folder is not None:
            os.close(folder)  # and the lock with it


def _held(folder: Path) -> int | None:
    """Wait for a folder, and hold it until its descriptor is closed; None: it knows no locks."""
    with suppress(ImportError, OSError):
        import fcntl  # noqa: PLC0415 - not on Windows

        opened = os.open(folder, os.O_RDONLY)
        try:
            fcntl.flock(opened, fcntl.LOCK_EX)
        except OSError:
            os.close(opened)
            raise
        return opened
    return None
