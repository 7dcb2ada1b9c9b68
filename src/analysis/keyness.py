"""Which terms set one group of texts apart, from the others or from the language at large."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
from scipy.special import xlogy

from analysis import uncertainty
from analysis.errors import DataError, UsageError
from analysis.schema.terms import KEYNESS, REFERENCE_KEYNESS

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from analysis.terms import DocumentTermMatrix

    Floats = NDArray[np.float64]

MILLION = 1_000_000
LIST_FLOOR = 1e-8  # the rarest rate that the reference lists hold
MANY_DOCS = 20  # from here on a term must be in 5 documents to be compared with a list
MIN_COUNT = 2  # in fewer documents: a word that occurs once is no habit of the corpus
_LN2 = math.log(2)


def compare(
    dtm: DocumentTermMatrix, target: NDArray[np.bool_] | pd.Series, *, level: float = 0.95
) -> pd.DataFrame:
    """Rank the terms that set the `target` units apart from the others.

    target : bool, shape (n_units,); True for the units to characterise
    level : of the intervals; uncertainty.adjusted_level for a shown list
    Returns  KEYNESS, largest conservative effect first; log_ratio > 0: more frequent in the
        target; terms of neither side are left out. Paragraphs and sentences of several documents
        are first summed to the documents of each side; in a single document they are the unit.

    Raises DataError if either side holds no unit, UsageError if `target` has another length.
    Source  Hardie (2014), log ratio; Evert (2022), conservative estimate; Dunning (1993), G2.
    """
    a, b = _sides(dtm, np.asarray(target, dtype=bool))
    hit = uncertainty.compare_rates(a, b, level=level, unit=_unit(dtm))
    rows = {
        "term": dtm.vocabulary.astype(object),
        "log_ratio": hit.diff / _LN2,
        "low": hit.low / _LN2,
        "high": hit.high / _LN2,
        "p": hit.p,
        "g2": g2(a.count, b.count, n_tokens=(a.n_tokens, b.n_tokens)),
        **_side_columns(a, "target"),
        **_side_columns(b, "other"),
        "reason": hit.reason,
    }
    frame = pd.DataFrame(rows).astype({"term": "str", "reason": "str"})
    frame = frame[frame["count_target"] + frame["count_other"] > 0]
    frame = frame.assign(q=uncertainty.benjamini_hochberg(frame["p"]), bound=_bound(frame))
    by = {"bound": False, "g2": False, "term": True}
    return KEYNESS.check(_sorted(frame, by))


def _sides(
    dtm: DocumentTermMatrix, target: NDArray[np.bool_]
) -> tuple[uncertainty.Rates, uncertainty.Rates]:
    """Estimate the rates of both sides, each with its own units."""
    n_units = dtm.counts.shape[0]
    if target.shape != (n_units,):
        raise UsageError(f"target marks {target.size} units, the matrix has {n_units}; mark each")
    if target.all() or not target.any():
        side = "other" if target.any() else "target"
        raise DataError(f"no {dtm.unit} on the {side} side; choose another group")
    sides = (dtm.rows(target), dtm.rows(~target))
    if _unit(dtm) != dtm.unit:
        sides = (sides[0].by_document(), sides[1].by_document())
    return _rates(sides[0]), _rates(sides[1])


def _rates(dtm: DocumentTermMatrix) -> uncertainty.Rates:
    return uncertainty.rates(dtm.counts, dtm.n_tokens)


def _unit(dtm: DocumentTermMatrix) -> str:
    """Name the unit of intervals: never a passage where there are several documents."""
    owners = dtm.units["doc_id"]
    passages = owners.duplicated().any() and owners.nunique() > 1  # noqa: PD101 - nothing but names
    return "document" if passages else dtm.unit


def _side_columns(side: uncertainty.Rates, name: str) -> dict[str, NDArray[np.generic]]:
    return {
        f"count_{name}": side.count.astype(np.int64),
        f"docs_{name}": side.n_units,
        f"per_million_{name}": side.count / (side.n_tokens or math.nan) * MILLION,
    }


def g2(a: Floats, b: Floats, *, n_tokens: tuple[float, float]) -> Floats:
    """Measure how far counts lie from one common rate; at least 0, without a sign.

    a, b : counts of each term in two groups of `n_tokens` tokens
    Source  Dunning (1993), -2 log lambda over the four cells of a term's table.
    """
    n1, n2 = n_tokens
    hits, total = a + b, n1 + n2
    if not n1 or not n2:
        return np.full(len(hits), np.nan)
    cells = ((a, n1, hits), (b, n2, hits), (n1 - a, n1, total - hits), (n2 - b, n2, total - hits))
    parts = [xlogy(o, o * total / np.maximum(size * row, 1)) for o, size, row in cells]
    whole: Floats = np.maximum(2 * np.sum(parts, axis=0), 0)
    return whole


def _bound(frame: pd.DataFrame) -> Floats:
    """Take the end of the interval nearest to 0, in size; 0 where the interval holds 0."""
    low, high = (frame[end].to_numpy(np.float64) for end in ("low", "high"))
    bound: Floats = np.maximum(np.maximum(low, -high), 0)
    return bound


def beside_reference(dtm: DocumentTermMatrix, docs: pd.DataFrame) -> pd.DataFrame:
    """Rank the words that are unusually frequent beside their language at large.

    dtm : single words; sentences of a single document, else any unit (summed to documents)
    docs : DOCUMENTS, for the language of each
    Returns  REFERENCE_KEYNESS, unusually frequent first. The list (wordfreq, text to about 2021)
        has no counts and no documents, so there is a log ratio and no test. Both sides are cut
        by the list's own tokeniser in so far as only words stay that it keeps whole (*twenty-one*
        and *U.S.* go; the total stays that of our own rule). Words without a letter are left
        out, and words below a floor: 5 documents where there are 20 or more, else 2 hits; none
        in a single text. `attrs["reason"]` names the languages without a list.
    """
    language = pd.Series(docs["language"].to_numpy(), index=docs["doc_id"].to_numpy())
    of_row = language.reindex(dtm.units["doc_id"].to_numpy()).to_numpy()
    known = _listed_languages()
    found = sorted({str(code) for code in of_row})
    blocks = [_beside(dtm.rows(of_row == code), code) for code in found if code in known]
    filled = [block for block in blocks if len(block)]
    frame = pd.concat(filled, ignore_index=True) if filled else REFERENCE_KEYNESS.empty()
    result = REFERENCE_KEYNESS.check(frame)
    missing = ", ".join(code for code in found if code not in known)
    result.attrs["reason"] = f"no reference list for language {missing}" if missing else ""
    return result


def leading(beside: pd.DataFrame, n: int) -> pd.DataFrame:
    """Take the n most unusual words that the list holds, an equal part for each language.

    What the list does not hold has no ratio, only a bound; in a single text a word that stands
    once is left out, since one use has no rate.
    """
    single = len(beside) > 0 and beside["n_docs"].max() == 1
    held = beside[beside["listed"] & (beside["count"] > int(single))]
    rising = held[held["low"].fillna(held["log_ratio"]) > 0]
    each = max(n // max(rising["language"].nunique(), 1), 1)
    return rising.groupby("language", sort=False).head(each).reset_index(drop=True)


def _listed_languages() -> frozenset[str]:
    """Name the languages whose list splits words by rule; the others need a dictionary of words."""
    import wordfreq  # noqa: PLC0415 - heavy, and only this table needs it
    from wordfreq.language_info import get_language_info  # noqa: PLC0415 - as above

    codes = wordfreq.available_languages()
    return frozenset(c for c in codes if get_language_info(c)["tokenizer"] == "regex")


def _beside(dtm: DocumentTermMatrix, code: str) -> pd.DataFrame:
    """Compare the documents of one language with its list."""
    unit = _unit(dtm)
    summed = dtm.by_document() if dtm.units["doc_id"].duplicated().any() else dtm
    units, documents = (summed if unit != dtm.unit else dtm), summed.document_frequency()
    estimate = _rates(units)
    n_docs = dtm.units["doc_id"].nunique()
    above = _above_floor(estimate.count, documents, n_docs=n_docs)
    at, listed = _listed(dtm.vocabulary, np.flatnonzero(above), code)
    reference = np.maximum(listed, LIST_FLOOR)
    low, high, reason = uncertainty.rate_intervals(estimate, unit=unit)
    rows = {
        "language": code,
        "term": dtm.vocabulary[at].astype(object),
        "count": estimate.count[at].astype(np.int64),
        "n_docs": documents[at],
        "per_million": estimate.count[at] / (estimate.n_tokens or math.nan) * MILLION,
        "reference_per_million": reference * MILLION,
        "log_ratio": (estimate.log_rate[at] - np.log(reference)) / _LN2,
        "low": np.log2(low[at] / reference),
        "high": np.log2(high[at] / reference),
        "listed": listed > 0,
        "reason": reason[at],
    }
    frame = pd.DataFrame(rows).astype({"language": "str", "term": "str", "reason": "str"})
    first = {"low": False} if n_docs > 1 else {}
    return _sorted(frame, first | {"log_ratio": False, "count": False, "term": True})


def _above_floor(count: Floats, documents: NDArray[np.int64], *, n_docs: int) -> NDArray[np.bool_]:
    """Apply the floor on hits or documents, which is fixed by the size of the corpus alone."""
    if n_docs >= MANY_DOCS:
        return documents >= uncertainty.MIN_UNITS
    return count >= (MIN_COUNT if n_docs > 1 else 1)


def _listed(
    vocabulary: NDArray[np.str_], at: NDArray[np.intp], code: str
) -> tuple[NDArray[np.intp], Floats]:
    """Look words up: the columns that the list's tokeniser keeps whole, and their rates there.

    40,000 words take .4 CPU seconds.
    """
    import wordfreq  # noqa: PLC0415 - heavy, and only this table needs it
    from wordfreq.tokens import lossy_tokenize  # noqa: PLC0415 - as above

    rates = wordfreq.get_frequency_dict(code, "best")
    words = [(i, str(vocabulary[i])) for i in at.tolist()]
    kept = [
        (i, word.casefold())
        for i, word in words
        if any(char.isalpha() for char in word) and lossy_tokenize(word, code) == [word.casefold()]
    ]
    columns = np.array([i for i, _ in kept], dtype=np.intp)
    return columns, np.array([rates.get(word, 0.0) for _, word in kept], dtype=np.float64)


def _sorted(frame: pd.DataFrame, by: dict[str, bool]) -> pd.DataFrame:
    """Sort by columns (True: ascending), NaN last, ties in a fixed order."""
    return frame.sort_values(
        list(by), ascending=list(by.values()), kind="stable", ignore_index=True
    )
