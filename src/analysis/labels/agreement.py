"""How far several labellers agree beyond chance: Krippendorff's alpha, with its interval."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import numpy as np
import pandas as pd

from analysis.labels.checking import SIGN, UNCLEAR
from analysis.schema.labels import LABEL_AGREEMENT
from analysis.uncertainty import MIN_UNITS

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

    Floats = NDArray[np.float64]

Metric = Literal["nominal", "ordinal"]
METRICS: tuple[Metric, ...] = ("nominal", "ordinal")
_DRAWS = 2000
_PAIR = 2


def agreement(labelled: pd.DataFrame, *, random_state: int = 0) -> pd.DataFrame:
    """Measure how far the labellers agree beyond chance.

    labelled : LABELLED; *unclear* counts as no label
    Returns  LABEL_AGREEMENT; the interval is a bootstrap over documents, over sentences where
        fewer than 5 documents hold a sentence with two labels
    Source   Krippendorff (2011), Computing Krippendorff's alpha-reliability.
    """
    clear = _clear(labelled)
    grid = clear.assign(value=clear["label"].map(SIGN)).pivot_table(
        index="sentence_id", columns="labeller", values="value", sort=True
    )
    grid = grid[grid.notna().sum(axis=1) >= _PAIR]
    documents = grid.index.to_series().str.rpartition("#")[0]
    unit = "document" if documents.nunique() >= MIN_UNITS else "sentence"
    own = pd.factorize(documents if unit == "document" else grid.index)[0]
    values = grid.to_numpy(np.float64)
    rows = [_row(values, own, metric, random_state) for metric in METRICS]
    sizes = {"n_labellers": int(clear["labeller"].nunique()), "n_sentences": len(grid)}
    table = pd.DataFrame(rows).assign(unit=unit, **sizes)
    return LABEL_AGREEMENT.check(table.astype(dict.fromkeys(("metric", "unit", "reason"), "str")))


def several(labelled: pd.DataFrame) -> bool:
    """Tell whether two people or more gave a clear label: below, there is nothing to agree.

    labelled : LABELLED
    """
    return bool(_clear(labelled)["labeller"].nunique() >= _PAIR)


def _clear(labelled: pd.DataFrame) -> pd.DataFrame:
    return labelled[labelled["label"] != UNCLEAR]


def alpha(values: ArrayLike, *, metric: Metric) -> float:
    """Compute Krippendorff's alpha.

    values : shape (n_sentences, n_labellers), NaN for no label
    Returns  1 for full agreement, 0 as by chance; NaN where no two labels differ or meet
    """
    grid = np.asarray(values, np.float64)
    return float(_alphas(_coincidences(grid).sum(axis=0)[None], metric)[0])


def _coincidences(grid: Floats) -> Floats:
    """Count, for each sentence, the pairs of values of two labellers, by one less than its labels.

    Shape (n_sentences, n_values, n_values).
    """
    levels = np.unique(grid[~np.isnan(grid)])
    counts = (grid[:, :, None] == levels).sum(axis=1).astype(np.float64)
    pairs = counts[:, :, None] * counts[:, None, :]
    pairs -= counts[:, :, None] * np.eye(len(levels))
    n_labels = counts.sum(axis=1)
    paired = np.where(n_labels >= _PAIR, n_labels - 1, np.inf)
    return np.asarray(pairs / paired[:, None, None], np.float64)


def _alphas(tables: Floats, metric: Metric) -> Floats:
    """Turn coincidences, shape (draws, n_values, n_values), into alphas."""
    margin = tables.sum(axis=2)
    total = margin.sum(axis=1)
    apart = _distances(margin, metric)
    seen = (tables * apart).sum(axis=(1, 2))
    chance = (margin[:, :, None] * margin[:, None, :] * apart).sum(axis=(1, 2))
    chance = np.where(chance > 0, chance, np.nan)
    return np.asarray(1 - (total - 1) * seen / chance, np.float64)


def _distances(margin: Floats, metric: Metric) -> Floats:
    """Square the distances of values: 0 or 1, or the labels that lie between two ranks."""
    k = margin.shape[1]
    if metric == "nominal":
        return np.broadcast_to(1 - np.eye(k), (len(margin), k, k))
    middle = np.cumsum(margin, axis=1) - margin / 2
    return np.asarray((middle[:, :, None] - middle[:, None, :]) ** 2, np.float64)


def _row(
    values: Floats, unit: NDArray[np.intp], metric: Metric, random_state: int
) -> dict[str, object]:
    row: dict[str, object] = {"metric": metric, "alpha": np.nan, "low": np.nan, "high": np.nan}
    if not len(values):
        return row | {"reason": "no sentence with labels of two people"}
    found = alpha(values, metric=metric)
    if np.isnan(found):
        return row | {"reason": "every label is the same: agreement by chance is certain"}
    row["alpha"] = found
    if unit.max() + 1 < MIN_UNITS:
        return row | {"reason": f"fewer than {MIN_UNITS} sentences with two labels"}
    low, high = bootstrap(values, unit, metric, random_state)
    return row | {"low": low, "high": high, "reason": ""}


def bootstrap(
    values: Floats, unit: NDArray[np.intp], metric: Metric, random_state: int
) -> tuple[float, float]:
    """Draw units anew; a draw in which all labels are the same tells nothing and is left out."""
    cells = _coincidences(values)
    n = int(unit.max()) + 1
    by_unit = np.zeros((n, *cells.shape[1:]))
    np.add.at(by_unit, unit, cells)
    rng = np.random.default_rng(random_state)
    times = rng.multinomial(n, np.full(n, 1 / n), size=_DRAWS).astype(np.float64)
    found = _alphas(np.tensordot(times, by_unit, axes=1), metric)
    low, high = np.nanquantile(found, [0.025, 0.975])
    return float(low), float(high)
