"""A file of labels taken up again: what stands there, and what a draw adds to it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from analysis.labels.drawing import draw
from analysis.labels.file import merge, read, write
from analysis.schema.labels import LABELS

if TYPE_CHECKING:
    import pandas as pd

N_FIRST = 100  # sentences of a first draw


def extend(
    path: str | Path,
    *,
    docs: pd.DataFrame,
    sents: pd.DataFrame,
    scores: pd.DataFrame,
    n: int | None = None,
    labeller: str = "",
) -> tuple[int, pd.DataFrame]:
    """Draw a sample into a file, or add to the one that is there.

    n : sentences in all; None: as many as the file holds, 100 for a first draw. Fewer than the
        file holds takes none away.
    labeller : as in `merge`
    Returns  how many rows were added, and the file as it now is (LABELS)
    Raises   as `draw`, `read` and `write`
    """
    file = Path(path)
    old = read(file) if file.exists() else LABELS.empty()
    n_held = int(old.loc[old["probability"].notna(), "sentence_id"].nunique())
    drawn = draw(docs, sents, scores, n=max(n or n_held or N_FIRST, n_held))
    table = merge(old, drawn, labeller=labeller)
    added = len(table) - len(old)
    if old.empty or not table.equals(old):
        write(file, table)
    return added, read(file)
