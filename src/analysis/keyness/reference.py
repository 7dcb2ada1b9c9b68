"""What is unusually frequent beside the language at large, where there is one group only."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from analysis import uncertainty
from analysis.keyness.comparison import LN2, MILLION, in_order
from analysis.keyness.sides import side, with_units
from analysis.schema.terms import REFERENCE_KEYNESS

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    from analysis.terms import DocumentTermMatrix

    Floats = NDArray[np.float64]

LIST_FLOOR = 1e-8  # the rarest rate that the reference lists hold
MANY_DOCS = 20  # from here on a term must be in 5 documents to be compared with a list
MIN_COUNT = 2  # in fewer documents: a word that occurs once is no habit of the corpus


def beside_reference(
    dtm: DocumentTermMatrix,
    docs: pd.DataFrame,
    *,
    unit: Sequence[object] | pd.Series | None = None,
) -> pd.DataFrame:
    """Rank the words that are unusually frequent beside their language at large.

    dtm : single words; sentences of a single document, else any unit (summed to documents)
    docs : DOCUMENTS, for the language of each
    unit : of the intervals, as in `compare`
    Returns  REFERENCE_KEYNESS, the language of most documents first, in each the unusually
        frequent first. The list (wordfreq, text to about 2021) has no counts and no documents,
        so there is a log ratio and no test. Both sides are cut by the list's own tokeniser in
        so far as only words stay that it keeps whole (*twenty-one* and *U.S.* go; the total
        stays that of our own rule). Words without a letter are left out, and words below a
        floor: 5 documents where there are 20 or more, else 2 hits; none in a single text.
        A lemma is set beside the sum of its forms in the list, those met here.
        `attrs["reason"]` names the languages without a list.
    """
    named = with_units(dtm, unit)
    language = pd.Series(docs["language"].to_numpy(), index=docs["doc_id"].to_numpy())
    of_row = language.reindex(dtm.units["doc_id"].to_numpy()).to_numpy()
    known = _listed_languages()
    n_docs = language.reindex(dtm.units["doc_id"].unique()).value_counts()
    found = sorted(n_docs.index, key=lambda code: (-n_docs[code], code))
    blocks = [_beside(named.rows(of_row == code), code) for code in found if code in known]
    filled = [block for block in blocks if len(block)]
    frame = pd.concat(filled, ignore_index=True) if filled else REFERENCE_KEYNESS.empty()
    result = REFERENCE_KEYNESS.check(frame)
    missing = ", ".join(sorted(set(found) - known))
    result.attrs["reason"] = f"no reference list for language {missing}" if missing else ""
    return result


def leading(beside: pd.DataFrame, n: int) -> pd.DataFrame:
    """Take the n most unusual words that the list holds, an equal part for each language.

    What the list does not hold has no ratio, only a bound; in a single text a word that stands
    once is left out, since one use has no rate. Adjusted for all that are shown, no interval
    reaches down to equal rates.
    """
    single = len(beside) > 0 and beside["n_docs"].max() == 1
    held = beside[beside["listed"] & (beside["count"] > int(single))]
    rising = held[held["low"].fillna(held["log_ratio"]) > 0]
    each = max(n // max(rising["language"].nunique(), 1), 1)
    chosen = rising.groupby("language", sort=False).head(each).reset_index(drop=True)
    return _adjusted(chosen, int(beside["low"].notna().sum()))


def _adjusted(chosen: pd.DataFrame, n_all: int) -> pd.DataFrame:
    """Widen the intervals of the words picked; the list's own rates count as known.

    A word whose interval then reaches down to equal rates is left out.
    """
    error, df = uncertainty.error_of(chosen, chosen["df"]), chosen["df"]
    measured = chosen["low"].notna()

    def at(n_shown: int) -> pd.DataFrame:
        return uncertainty.widened(chosen, error=error, df=df, n_shown=n_shown, n_all=n_all)

    n = uncertainty.most_that_hold(lambda n: at(n)["low"].to_numpy(), int(measured.sum()))
    table = at(n)
    return table[~measured | (table["low"] > 0)].reset_index(drop=True)


def _listed_languages() -> frozenset[str]:
    """Name the languages whose list splits words by rule; the others need a dictionary of words."""
    import wordfreq  # noqa: PLC0415 - heavy, and only this table needs it
    from wordfreq.language_info import get_language_info  # noqa: PLC0415 - as above

    codes = wordfreq.available_languages()
    return frozenset(c for c in codes if get_language_info(c)["tokenizer"] == "regex")


def _beside(dtm: DocumentTermMatrix, code: str) -> pd.DataFrame:
    """Compare the texts of one language, with their units, with its list."""
    of_texts = side(dtm, np.ones(dtm.counts.shape[0], bool))
    estimate, documents = of_texts.rates, of_texts.docs
    n_docs = dtm.units["doc_id"].nunique()
    above = _above_floor(estimate.count, documents, n_docs=n_docs)
    at, listed = _listed(dtm, np.flatnonzero(above), code)
    reference = np.maximum(listed, LIST_FLOOR)
    low, high, reason = uncertainty.rate_intervals(estimate, unit=dtm.unit)
    rows = {
        "language": code,
        "term": dtm.vocabulary[at].astype(object),
        "count": estimate.count[at].astype(np.int64),
        "n_docs": documents[at],
        "per_million": estimate.count[at] / (estimate.n_tokens or math.nan) * MILLION,
        "reference_per_million": reference * MILLION,
        "log_ratio": (estimate.log_rate[at] - np.log(reference)) / LN2,
        "low": np.log2(low[at] / reference),
        "high": np.log2(high[at] / reference),
        "df": np.where(np.isfinite(low[at]), estimate.df[at], np.nan),
        "adjusted": "",
        "listed": listed > 0,
        "reason": reason[at],
    }
    frame = pd.DataFrame(rows).astype(
        dict.fromkeys(("language", "term", "adjusted", "reason"), "str")
    )
    first = {"low": False} if n_docs > 1 else {}
    return in_order(frame, first | {"log_ratio": False, "count": False, "term": True})


def _above_floor(count: Floats, documents: NDArray[np.int64], *, n_docs: int) -> NDArray[np.bool_]:
    """Apply the floor on hits or documents, which is fixed by the size of the corpus alone."""
    if n_docs >= MANY_DOCS:
        return documents >= uncertainty.MIN_UNITS
    return count >= (MIN_COUNT if n_docs > 1 else 1)


def _listed(
    dtm: DocumentTermMatrix, at: NDArray[np.intp], code: str
) -> tuple[NDArray[np.intp], Floats]:
    """Look words up: the columns that the list's tokeniser keeps whole, and their rates there."""
    import wordfreq  # noqa: PLC0415 - heavy, and only this table needs it

    rates, forms = wordfreq.get_frequency_dict(code, "best"), _forms(dtm, code)
    words = zip(at.tolist(), dtm.vocabulary[at].tolist(), strict=True)
    kept = [(column, word) for column, word in words if _is_whole(word, code)]
    listed = [sum(rates.get(form.casefold(), 0.0) for form in forms(word)) for _, word in kept]
    return np.array([column for column, _ in kept], np.intp), np.array(listed, np.float64)


def _is_whole(word: str, code: str) -> bool:
    """Tell whether a word holds a letter and the list's tokeniser keeps it whole.

    Small letters of the Latin alphabet it always does (none of 654,401 such words of its lists
    is cut); asking it for 40,000 of them takes .4 CPU seconds.
    """
    from wordfreq.tokens import lossy_tokenize  # noqa: PLC0415 - heavy, and only this table needs it

    if word.isascii() and word.isalpha() and word.islower():
        return True
    return any(map(str.isalpha, word)) and lossy_tokenize(word, code) == [word.casefold()]


def _forms(dtm: DocumentTermMatrix, code: str) -> Callable[[str], list[str]]:
    """Tell the forms a term is counted from: the list holds forms, so a lemma's are added up."""
    lemma_of = dtm.lemma_of.get(code, {})
    forms: dict[str, list[str]] = {}
    for form, lemma in lemma_of.items():
        forms.setdefault(lemma, []).append(form)
    return lambda term: [*forms.get(term, ()), *(() if term in lemma_of else (term,))]
