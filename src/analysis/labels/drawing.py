"""Which sentences to label: a stratified, seeded sample that grows without being drawn anew.

Every sentence has a number of its own, by its text and its place; a draw takes the smallest of
each stratum. So a larger draw holds a smaller one, and no order of rows changes it.
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from analysis import corpus
from analysis.errors import DataError, UsageError
from analysis.schema.labels import LABELS
from analysis.sentiment.groups import NEUTRAL
from analysis.sentiment.passages import covered

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

MIN_DRAWN = 2  # of a stratum: one alone has no variance
MAX_SOURCES = 6  # more: the five with most sentences, and the rest
CLASSES = ("negative", "neutral", "positive")  # what a label may say, but for unclear
NO_EVIDENCE = "no evidence"


def draw(
    docs: pd.DataFrame,
    sents: pd.DataFrame,
    scores: pd.DataFrame,
    *,
    n: int = 100,
    random_state: int = 0,
) -> pd.DataFrame:
    """Draw sentences to label by hand, proportionally from strata of tone, source and time.

    docs : DOCUMENTS
    sents : SENTENCES of these documents
    scores : SENTENCE_TONE of these sentences; those in a language not covered are never drawn
    n : sentences to draw; all where there are no more
    Returns  LABELS, in an order by chance: whoever stops half-way has labelled a sample too
    Raises   UsageError for an n below 1, DataError where no sentence can be drawn

    Strata: negative, positive, neither; the source; the earlier or later half of the dated
    documents. Where n does not give every stratum two sentences, periods are left out, then
    sources. The inclusion probability is the drawn by the sentences of the stratum.
    """
    if n < 1:
        raise UsageError(f"n={n}: nothing to draw. Ask for 1 sentence or more")
    here = covered(scores)
    if here.empty:
        raise DataError("no sentence in a language that the scorer covers. Nothing can be labelled")
    texts = pd.Series(corpus.texts(docs, here), index=here.index, dtype="str")
    numbers = _numbers(here, texts, random_state)
    names = strata(docs, here, n=n)
    codes, _ = pd.factorize(names, sort=True)
    sizes = np.bincount(codes)
    shares = allocate(sizes, n)
    rank = pd.Series(numbers).groupby(codes).rank(method="first").to_numpy()
    chosen = np.flatnonzero(rank <= shares[codes])
    chosen = chosen[np.argsort(np.array(numbers)[chosen], kind="stable")]
    table = _rows(docs, sents, here.iloc[chosen], texts)
    table["stratum"] = [_code(name, random_state) for name in names.iloc[chosen]]
    table["probability"] = (shares / sizes)[codes[chosen]]
    return LABELS.check(table.astype({"stratum": "str"}))


def classes(scores: pd.DataFrame) -> NDArray[np.object_]:
    """Name the scorer's class of every sentence: negative, neutral, positive, no evidence."""
    tone = scores["tone"].to_numpy(np.float64)
    kinds = np.select(
        [np.isnan(tone), tone <= -NEUTRAL, tone >= NEUTRAL],
        [NO_EVIDENCE, "negative", "positive"],
        default="neutral",
    )
    return kinds.astype(object)


def allocate(sizes: Sequence[int] | NDArray[np.int64], n: int) -> NDArray[np.int64]:
    """Deal n places to strata: two each where there are so many, the rest by size.

    Sainte-Lague's divisors, for a larger n never takes a place away.
    """
    size = np.asarray(sizes, np.int64)
    dealt = np.minimum(size, MIN_DRAWN)
    for _ in range(min(n, int(size.sum())) - int(dealt.sum())):
        claim = np.where(dealt < size, size / (2 * dealt + 1), -1)
        dealt[int(np.argmax(claim))] += 1
    return dealt


def strata(docs: pd.DataFrame, scores: pd.DataFrame, *, n: int) -> pd.Series:
    """Name the stratum of every sentence: as fine as n sentences bear, two to each."""
    sign = pd.Series(classes(scores)).where(lambda s: s.isin(["negative", "positive"]), "neither")
    by_doc = docs.set_index("doc_id")
    half = scores["doc_id"].map(_halves(by_doc)).reset_index(drop=True)
    source = _sources(scores["doc_id"].map(by_doc["source"]).reset_index(drop=True))
    finest = [sign, source, half]
    for parts in (finest, finest[:2], finest[:1]):
        names = pd.Series(map("|".join, zip(*parts, strict=True)), index=sign.index, dtype="str")
        if int(names.value_counts().clip(upper=MIN_DRAWN).sum()) <= n:
            return names.astype("str")
    return pd.Series("all", index=sign.index, dtype="str")


def _halves(by_doc: pd.DataFrame) -> pd.Series:
    """Say of every document whether its date lies in the earlier or the later half."""
    dates = by_doc["date"]
    middle = dates.sort_values(kind="stable").dropna()
    cut = middle.iloc[(len(middle) - 1) // 2] if len(middle) else pd.NaT
    kinds = np.select([dates.isna(), dates <= cut], ["undated", "earlier"], default="later")
    return pd.Series(kinds, index=by_doc.index, dtype="str")


def _sources(source: pd.Series) -> pd.Series:
    counts = source.value_counts()
    if len(counts) <= MAX_SOURCES:
        return source
    first = sorted(counts.index, key=lambda name: (-counts[name], name))[: MAX_SOURCES - 1]
    return source.where(source.isin(first), "all the rest")


def _numbers(scores: pd.DataFrame, texts: pd.Series, random_state: int) -> list[str]:
    """Give every sentence a number by chance that hangs on itself and the seed alone."""
    keys = zip(scores["sentence_id"].tolist(), texts.tolist(), strict=True)
    return [_sha(f"{random_state}\0{key}\0{text}") for key, text in keys]


def _sha(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def digest(text: str) -> str:
    """Tell one sentence from another; begins with a letter, or spreadsheets see a number."""
    return "s" + _sha(text)[:12]


def _code(name: str, random_state: int) -> str:
    return "s" + _sha(f"{random_state}\0{name}")[:6]


def _rows(
    docs: pd.DataFrame, sents: pd.DataFrame, chosen: pd.DataFrame, texts: pd.Series
) -> pd.DataFrame:
    """Write a row for each chosen sentence, with its neighbours in the document."""
    own = texts[chosen.index].tolist()
    place = pd.Index(sents["sentence_id"]).get_indexer(pd.Index(chosen["sentence_id"]))
    words = {
        "before": _neighbours(docs, sents, place - 1, of=chosen),
        "text": [_folded(text) for text in own],
        "after": _neighbours(docs, sents, place + 1, of=chosen),
        "digest": [digest(text) for text in own],
        **dict.fromkeys(("label", "note", "labeller"), ""),
    }
    table = chosen[["sentence_id", "doc_id", "start", "end"]].reset_index(drop=True)
    return table.assign(**words).astype(dict.fromkeys(words, "str"))


def _neighbours(
    docs: pd.DataFrame, sents: pd.DataFrame, place: NDArray[np.intp], *, of: pd.DataFrame
) -> list[str]:
    """Give the text of the sentences at some places where they lie in the same document."""
    inside = np.clip(place, 0, len(sents) - 1)
    beside = sents.iloc[inside]
    same = (inside == place) & (beside["doc_id"].to_numpy() == of["doc_id"].to_numpy())
    texts = corpus.texts(docs, beside)
    return [_folded(text) if ok else "" for text, ok in zip(texts, same, strict=True)]


def _folded(text: str) -> str:
    return " ".join(text.split())
