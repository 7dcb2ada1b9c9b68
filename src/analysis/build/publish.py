"""Put a finished report in the place of the old one: whole or not at all."""

from __future__ import annotations

import ctypes
import errno
import os
import re
import shutil
import signal
import threading
from contextlib import contextmanager, suppress
from html.parser import HTMLParser
from pathlib import Path
from typing import TYPE_CHECKING

from analysis.errors import AnalysisError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from analysis.build.output import Place

_AT_FDCWD = -100
_RENAME_EXCHANGE = 2
_NOT_OFFERED = (errno.ENOSYS, errno.EINVAL, errno.EOPNOTSUPP)
_LOADING = ("src", "srcset", "data", "poster", "action", "formaction", "background", "href")
_REMOTE = re.compile(r"^\s*(?:https?:)?//", re.IGNORECASE)
_REMOTE_STYLE = re.compile(r"@import|url\(\s*[\"']?\s*(?:https?:)?//", re.IGNORECASE)


class _Loads(HTMLParser):
    """Collect what a page would load from the network; a visible link loads nothing by itself."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[str] = []
        self._in_style = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Look at the attributes of one element."""
        self._in_style = tag == "style"
        for name, value in attrs:
            local = name.rpartition(":")[2]
            loads = local in _LOADING and tag != "a" and _REMOTE.match(value or "")
            if loads or (name == "style" and _REMOTE_STYLE.search(value or "")):
                self.found.append(f"<{tag} {name}>")

    def handle_endtag(self, tag: str) -> None:
        """Leave a style sheet."""
        self._in_style = self._in_style and tag != "style"

    def handle_data(self, data: str) -> None:
        """Look into a style sheet."""
        if self._in_style and _REMOTE_STYLE.search(data):
            self.found.append("<style>")


def check(stage: Path) -> None:
    """See that every page is whole, and loads nothing from the network.

    Raises  AnalysisError: a fault of ours, and the old report stays.
    """
    pages = sorted(stage.glob("*.html"))
    if not (stage / "index.html").is_file():
        raise AnalysisError("index.html was not written; the old report stays")
    for page in pages:
        _check_page(page)


def _check_page(page: Path) -> None:
    text = page.read_text("utf-8")
    if not text.rstrip().endswith("</html>"):
        raise AnalysisError(f"{page.name}: the page has no end; the old report stays")
    loads = _Loads()
    loads.feed(text)
    loads.close()
    if loads.found:
        first = ", ".join(loads.found[:5])
        raise AnalysisError(f"{page.name}: would load from the network: {first}")


def recover(place: Place) -> None:
    """Put the old report back if a run was killed between taking it away and bringing the new."""
    if place.aside.is_dir() and not place.target.exists():
        place.aside.rename(place.target)


def keep_foreign(old: Path, stage: Path, *, known: set[str]) -> None:
    """Carry over the files of the old folder that no build wrote; ours win where names meet."""
    for top, _, names in os.walk(old):
        for name in names:
            path = Path(top, name)
            relative = path.relative_to(old).as_posix()
            if relative not in known and not (stage / relative).exists():
                (stage / relative).parent.mkdir(parents=True, exist_ok=True)
                shutil.copy2(path, stage / relative, follow_symlinks=False)


def swap(place: Place, *, before: str = "") -> None:
    """Replace the old report by the staged one.

    One system call where the system offers it (Linux, most file systems). Elsewhere two renames:
    a kill between them leaves no folder, which `recover` mends at the next build.

    before : a name beside the report under which the old folder is kept; '' to let the sweep of
        the run take it away
    """
    _sync(place.stage)
    with _no_return():
        old = _replace(place)
        # the new report stands: nothing from here on may be called a failure
        with suppress(OSError):
            if before and old is not None:
                old.rename(place.target.with_name(before))
            _sync_folder(place.target.parent)


def _replace(place: Place) -> Path | None:
    """Bring in the new folder; say where the old one is now, None where there was none."""
    if not place.target.exists():
        place.stage.rename(place.target)
        return None
    if _exchange(place.stage, place.target):
        return place.stage
    place.target.rename(place.aside)
    try:
        place.stage.rename(place.target)
    except OSError:
        place.aside.rename(place.target)
        raise
    return place.aside


def _exchange(one: Path, other: Path) -> bool:
    """Let two folders change places in one step; False where the system cannot.

    Raises  OSError where it can and it failed.
    """
    rename = getattr(ctypes.CDLL(None, use_errno=True), "renameat2", None)
    if rename is None:
        return False
    paths = os.fsencode(one), os.fsencode(other)
    if rename(_AT_FDCWD, paths[0], _AT_FDCWD, paths[1], _RENAME_EXCHANGE) == 0:
        return True
    code = ctypes.get_errno()
    if code in _NOT_OFFERED:
        return False
    raise OSError(code, os.strerror(code), str(other))


def _sync(folder: Path) -> None:
    """Have everything in a folder on the disk: a rename alone promises nothing of contents."""
    for top, _, names in os.walk(folder):
        for name in names:
            _sync_path(Path(top, name))
        _sync_folder(Path(top))


def _sync_path(path: Path) -> None:
    if not path.is_symlink():
        with path.open("rb") as file:
            os.fsync(file.fileno())


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


@contextmanager
def _no_return() -> Iterator[None]:
    """Ignore signals to stop: before this the old report stays, after it the new one is there.

    Only the main thread may say so; elsewhere signals do not arrive.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    stops = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
    before = {stop: signal.signal(stop, signal.SIG_IGN) for stop in stops}
    try:
        yield
    finally:
        for stop, handler in before.items():
            signal.signal(stop, handler if handler is not None else signal.SIG_DFL)
