"""How rich the vocabulary is, by measures that do not depend on the length of a text."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
from scipy.special import gammaln

from analysis import sampling, tokens, uncertainty
from analysis.schema.terms_frequency import DIVERSITY

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from analysis.terms import DocumentTermMatrix

    Floats = NDArray[np.float64]
    Ints = NDArray[np.int64]

WINDOW = 50
HDD_DRAW = 42  # tokens; the choice of McCarthy & Jarvis, below the shortest text they judged
MAX_DOCS = 2000  # looked at in order: more narrow no interval that a reader could tell apart
SOME_DROPPED = "words were dropped before counting; count without stop words and with min_df=1"
GROWS = "changes with the length of the corpus: compare only texts of one length"


def diversity(
    dtm: DocumentTermMatrix,
    docs: pd.DataFrame,
    *,
    window: int = WINDOW,
    max_docs: int = MAX_DOCS,
) -> pd.DataFrame:
    """Measure how varied the words are; never the plain type-token ratio, which sinks with length.

    dtm : single words; without stop words or rare words, types and hapaxes are not measured
    docs : DOCUMENTS; their texts are read again by the word rule of `dtm`
    window : tokens of MATTR's window; texts shorter than it are left out of MATTR
    max_docs : of more documents so many are taken, evenly along their doc_id
    Returns  DIVERSITY: tokens, types, hapax_share (types met once, of all types); mattr and hdd
        as means over documents, with intervals over documents from 5 on
    Source   MATTR: Covington & McFall (2010), window 50 as in TAALED (quanteda: 100). HD-D:
        McCarthy & Jarvis (2010), the mean share of types among 42 tokens drawn from a text.
    """
    sample = evenly(docs, max_docs)
    flat, lengths = _token_ids(sample, dtm)
    values = {
        "mattr": (_mattr(flat, lengths, window), window),
        "hdd": (_hdd(flat, lengths), HDD_DRAW),
    }
    means = [_mean(name, per_doc, least) for name, (per_doc, least) in values.items()]
    return DIVERSITY.check(pd.DataFrame(_totals(dtm) + means).astype({"reason": "str"}))


def _totals(dtm: DocumentTermMatrix) -> list[dict[str, object]]:
    """Count tokens, types and hapaxes of the whole corpus."""
    count = np.bincount(dtm.counts.indices, dtm.counts.data, dtm.counts.shape[1])
    n_docs, n_tokens = int(dtm.units["doc_id"].nunique()), int(dtm.n_tokens.sum())
    types = int(np.count_nonzero(count))
    once = np.count_nonzero(count == 1) / types if types else math.nan
    known = is_complete(dtm)
    rest = GROWS if known else SOME_DROPPED
    rows = [
        ("tokens", float(n_tokens), GROWS),
        ("types", types if known else math.nan, rest),
        ("hapax_share", once if known else math.nan, rest),
    ]
    blank = {"low": math.nan, "high": math.nan, "n_docs": n_docs}
    return [{"measure": m, "value": v, "reason": why, **blank} for m, v, why in rows]


def is_complete(dtm: DocumentTermMatrix) -> bool:
    """Tell whether a matrix holds every token of its units (but those too long to be words)."""
    counted = float(dtm.counts.sum())
    # runs of over 200 characters are tokens without a term: not quite all need be there
    return not dtm.stop_words and counted >= 0.999 * float(dtm.n_tokens.sum())


def evenly(docs: pd.DataFrame, n: int) -> pd.DataFrame:
    """Take n documents evenly along their ids, so that the order of rows changes nothing."""
    ordered = docs.sort_values("doc_id", kind="stable")
    return ordered.iloc[sampling.evenly(len(ordered), n)]


def _token_ids(docs: pd.DataFrame, dtm: DocumentTermMatrix) -> tuple[Ints, Ints]:
    """Number the types of all texts as they were counted: ids, and tokens a text."""
    texts = (tokens.fold(text, dtm.words) for text in docs["text"].tolist())
    ids, lengths, types = tokens.cut(texts, dtm.words)
    code, names = pd.factorize(docs["language"] if dtm.lemma_of else np.zeros(len(docs)))
    number: dict[str, int] = {}
    of_types = np.zeros((len(names), len(types)), np.int64)
    for at, name in enumerate(names):  # once for every type, not for every token
        lemma_of = dtm.lemma_of.get(name, {})
        of_types[at] = [number.setdefault(lemma_of.get(t, t), len(number)) for t in types]
    return of_types[np.repeat(code, lengths), ids], lengths


def _mattr(flat: Ints, lengths: Ints, window: int) -> Floats:
    """Average the share of types over all windows of each text, shape (n_docs,).

    A token counts in the windows that hold it and not its last occurrence before, so the sum
    over windows is a sum over tokens.
    """
    starts = np.cumsum(lengths) - lengths
    doc = np.repeat(np.arange(len(lengths)), lengths)
    at = np.arange(len(flat))
    key = doc * (int(flat.max(initial=0)) + 1) + flat
    order = np.argsort(key, kind="stable")
    same = key[order][1:] == key[order][:-1]
    before = np.full(len(flat), -1)
    before[order[1:]] = np.where(same, order[:-1], -1)
    n_windows = np.maximum(lengths - window + 1, 0)
    first = np.maximum(np.maximum(before + 1, at - window + 1), starts[doc])
    last = np.minimum(at, starts[doc] + n_windows[doc] - 1)
    firsts = np.bincount(doc, np.maximum(last - first + 1, 0), len(lengths))
    held = n_windows > 0
    return np.where(held, firsts / np.maximum(n_windows * window, 1), np.nan)


def _hdd(flat: Ints, lengths: Ints) -> Floats:
    """Give the mean share of types among 42 tokens drawn from each text, shape (n_docs,).

    A type with c of n tokens is drawn with probability 1 - C(n-c, 42) / C(n, 42).
    """
    doc = np.repeat(np.arange(len(lengths)), lengths)
    n_types = int(flat.max(initial=0)) + 1
    cells, count = np.unique(doc * n_types + flat, return_counts=True)
    owner = cells // n_types
    size = lengths[owner]
    rest = size - count
    safe = np.maximum(rest, HDD_DRAW)
    missed = gammaln(safe + 1) - gammaln(safe - HDD_DRAW + 1)
    missed -= gammaln(size + 1) - gammaln(np.maximum(size, HDD_DRAW) - HDD_DRAW + 1)
    drawn = np.where(rest >= HDD_DRAW, -np.expm1(missed), 1.0)
    share = np.bincount(owner, drawn, len(lengths)) / HDD_DRAW
    return np.where(lengths >= HDD_DRAW, share, np.nan)


def _mean(measure: str, values: Floats, least: int) -> dict[str, object]:
    """Average over documents, and say what the average rests on."""
    mean, low, high, n = uncertainty.mean_interval(values)
    if not n:
        reason = f"no text has {least} words"
    elif n == 1:
        reason = "one text: it speaks of this text alone"
    else:
        reason = f"fewer than {uncertainty.MIN_UNITS} documents" if math.isnan(low) else ""
    return {
        "measure": measure,
        "value": mean,
        "low": low,
        "high": high,
        "n_docs": n,
        "reason": reason,
    }
