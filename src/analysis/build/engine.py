"""papermill's engine, saving a notebook once at its end in place of twice at every cell.

papermill can save at each cell or, when a kernel dies, not at all; saving at each cell of four
notebooks took 4.7 of a build's 19 CPU seconds, most of it to validate what had not changed.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from papermill.engines import NBClientEngine, papermill_engines

if TYPE_CHECKING:
    from pathlib import Path


class SavingEngine(NBClientEngine):  # type: ignore[misc]  # papermill has no types
    """Run a notebook; whatever stops it, leave what there is of it in `keep`."""

    keep: Path

    @classmethod
    def execute_managed_notebook(cls, nb_man: Any, kernel_name: str, **options: Any) -> None:  # noqa: ANN401 - as papermill's
        """Run the cells, as papermill does."""
        try:
            super().execute_managed_notebook(nb_man, kernel_name, **options)
        except BaseException:
            cls.keep.write_text(json.dumps(nb_man.nb), "utf-8")
            raise


def register(name: str, keep: Path) -> str:
    """Make the engine of one run known to papermill; returns its name."""
    engine = f"saving {name}"
    papermill_engines.register(engine, type("Engine", (SavingEngine,), {"keep": keep}))
    return engine
