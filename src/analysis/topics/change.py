"""Which topics rise or fall, and where: change by period, by source and period."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from analysis import periods, uncertainty
from analysis.schema.topic_use import TOPIC_SOURCE_TIME, TOPIC_TRENDS
from analysis.topics import shares

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from analysis.topics.model import TopicModel

    Ints = NDArray[np.int64]

MIN_DOCS = 10  # dated documents of a topic with a slope, as of a term
MIN_SOURCE_DOCS = 20  # dated documents of a source that is worth following
MOST_SOURCES = 6
_FILLED = 0.5  # of the cells of sources and periods that must hold enough documents


def trends(model: TopicModel, docs: pd.DataFrame, *, width: str) -> pd.DataFrame:
    """Fit a steady change per period to the share of every topic.

    docs : DOCUMENTS; those without a date, or with one too coarse for `width`, are left out
    width : one of periods.WIDTHS; '' where the dates bear no slope
    Returns  TOPIC_TRENDS; NaN with a reason under 8 periods, and for a topic in fewer than 10
        dated documents

    The unit is the period, since news days have shocks that documents share. Given this model;
    counts are taken as Poisson at least, which is wide for a topic that holds most units.
    """
    starts = periods.of_rows(model.documents["doc_id"], docs, width=width)
    calendar = periods.calendar(starts, width)
    used = (starts.notna() & (model.documents["topic"] > 0)).to_numpy()
    if not model.found or not used.any():
        return TOPIC_TRENDS.empty()
    dated = model.documents[used]
    counts = np.zeros((len(calendar), model.found))
    place = calendar.get_indexer(pd.DatetimeIndex(starts[used]))
    np.add.at(counts, (place, dated["topic"].to_numpy() - 1), 1)
    of_topic = dated.groupby("topic")["doc_id"].nunique()
    n_docs = of_topic.reindex(model.topics["topic"], fill_value=0).to_numpy(np.int64)
    return _fitted(model, counts, np.asarray(n_docs, np.int64))


def _fitted(model: TopicModel, counts: NDArray[np.float64], n_docs: Ints) -> pd.DataFrame:
    """Fit the slopes. counts : units of each topic in each period, shape (n_periods, k)."""
    units = counts.sum(1)
    fit = uncertainty.slope(counts, units, times=np.arange(len(units)))
    few = (n_docs < MIN_DOCS) & (fit.reason == "")
    reason = np.where(few, f"in fewer than {MIN_DOCS} dated documents", fit.reason)
    ends = {name: np.where(few, np.nan, getattr(fit, name)) for name in fit._fields[:4]}
    rows = {
        "topic": model.topics["topic"].to_numpy(),
        "label": model.topics["label"].to_numpy(object),
        **ends,
        "q": uncertainty.benjamini_hochberg(ends["p"]),
        "mk_p": np.where(few, np.nan, uncertainty.mann_kendall(counts, units)),
        "direction": _direction(ends["low"], ends["high"]),
        "n_periods": int(np.count_nonzero(units)),
        "n_units": counts.sum(0).astype(np.int64),
        "n_docs": n_docs,
        "reason": reason,
    }
    frame = pd.DataFrame(rows).astype(dict.fromkeys(("label", "direction", "reason"), "str"))
    nearest = uncertainty.nearest_to_none(np.log(ends["low"]), np.log(ends["high"]))
    order = np.lexsort((frame["topic"].to_numpy(), -nearest, np.isnan(nearest)))
    return TOPIC_TRENDS.check(frame.iloc[order].reset_index(drop=True))


def _direction(low: NDArray[np.float64], high: NDArray[np.float64]) -> NDArray[np.object_]:
    """Name what the interval leaves out; '' where there is none."""
    cases = [np.isnan(low), low > 1, high < 1]
    return np.select(cases, ["", "rising", "falling"], "unclear").astype(object)


def by_source_and_time(model: TopicModel, docs: pd.DataFrame, *, width: str) -> pd.DataFrame:
    """Measure the share of each topic in each period of each large source, gaps included.

    width : one of periods.WIDTHS, such as `width_by_source` chooses; '' for none
    Returns  TOPIC_SOURCE_TIME; the six sources with most documents among those that are named
        and have 20 documents or more with a date and a term; share and interval are NaN under 5
        documents; no row where there are not two such sources
    """
    cells = _cells(model, docs, width)
    if len(cells.columns) < 2:  # noqa: PLR2004  one source alone is `over_time`
        return TOPIC_SOURCE_TIME.empty()
    calendar, names = cells.index, cells.columns
    group = _group(model, docs, width, calendar, names)
    every = pd.RangeIndex(len(calendar) * len(names))
    table = shares.of_groups(model.documents, group, every)
    at = table["group"].to_numpy(np.int64)
    table = table.assign(
        source=pd.Series(names.to_numpy(object)[at // len(calendar)], table.index, dtype="str"),
        period=calendar.to_numpy()[at % len(calendar)].astype("datetime64[us]"),
    )
    return TOPIC_SOURCE_TIME.check(table)


def width_by_source(model: TopicModel, docs: pd.DataFrame, width: str) -> str:
    """Choose the width of periods for large sources: `width`, or the next coarser that fills.

    Returns  the finest width with two periods and sources or more, of whose cells half hold 5
        documents or more; '' where there is none
    """
    if not width or not model.found:
        return ""
    coarser = periods.WIDTHS[periods.WIDTHS.index(width) :: -1]
    return next((w for w in coarser if _fills(_cells(model, docs, w))), "")


def _fills(cells: pd.DataFrame) -> bool:
    enough = cells.to_numpy() >= shares.MIN_DOCS
    return min(cells.shape) > 1 and bool(enough.mean() >= _FILLED)


def _cells(model: TopicModel, docs: pd.DataFrame, width: str) -> pd.DataFrame:
    """Count the documents with a date and a term: periods down, large sources across."""
    held = docs["doc_id"].isin(set(model.documents.loc[model.documents["topic"] > 0, "doc_id"]))
    starts = periods.assign(docs, width)
    used = held & starts.notna() & docs["source"].ne("")
    calendar = periods.calendar(starts[used], width)
    sizes = docs.loc[used, "source"].value_counts()
    sizes = sizes[sizes >= MIN_SOURCE_DOCS]
    names = sorted(sizes.index, key=lambda name: (-sizes[name], name))[:MOST_SOURCES]
    counts = pd.crosstab(starts[used].to_numpy(), docs.loc[used, "source"].to_numpy())
    table: pd.DataFrame = counts.reindex(index=calendar, columns=names, fill_value=0)
    return table


def _group(
    model: TopicModel, docs: pd.DataFrame, width: str, calendar: pd.Index, names: pd.Index
) -> pd.Series:
    """Number the source and period of each unit, source by source; -1 for none."""
    of_doc = docs["doc_id"].to_numpy()
    period = calendar.get_indexer(pd.Index(periods.assign(docs, width)))
    source = names.get_indexer(pd.Index(docs["source"]))
    cell = np.where((period >= 0) & (source >= 0), source * len(calendar) + period, -1)
    known = pd.Series(cell, of_doc)
    return model.documents["doc_id"].map(known).fillna(-1).astype("int64")
