"""A file written whole or not at all."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from analysis.errors import OutputError


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
        why = (error.strerror or type(error).__name__).lower()
        raise OutputError(
            f"{target.name}: cannot be written: {why}. Make room or rights"
        ) from error
