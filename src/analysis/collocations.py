"""Which words keep company: side by side or within a span, never across the end of a sentence.

Texts are cut once into an index of tokens; every measure then works on arrays of word numbers.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import scipy.sparse as sp
from scipy.special import xlogy

from analysis import corpus, tokens, uncertainty
from analysis.errors import UsageError, did_you_mean
from analysis.schema.collocations import COLLOCATES, COLLOCATIONS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from numpy.typing import ArrayLike, NDArray

    Floats = NDArray[np.float64]
    Ints = NDArray[np.int64]
    Places = Iterator[tuple[Ints, Ints]]

SPAN = 5  # words on either side, as in AntConc and Sketch Engine
MIN_COUNT = 5  # below, an association is chance
BLOCK = 20_000  # sentences tokenised at a time: their strings never lie in memory together
_DICE = 14  # Rychly's ceiling: the words never stand apart


@dataclass(frozen=True, eq=False)
class TokenIndex:
    """Every token of a corpus as a number, in the order of the texts.

    ids : number of each token's word in `vocabulary`
    sentence, doc : number of each token's sentence and document
    vocabulary : words in code-point order
    doc_ids : the documents, in order
    words : the word rule
    """

    ids: Ints
    sentence: Ints
    doc: Ints
    vocabulary: NDArray[np.str_]
    doc_ids: pd.Series
    words: tokens.WordRule

    def number(self, term: str) -> int:
        """Find the number of a word.

        Raises UsageError, naming the closest word, where it does not occur.
        """
        folded = tokens.fold(term.strip(), self.words)
        at = int(np.searchsorted(self.vocabulary, folded))
        if at == len(self.vocabulary) or self.vocabulary[at] != folded:
            near = self.vocabulary[np.char.startswith(self.vocabulary, folded[:1])]
            hint = did_you_mean(folded, near.tolist())
            raise UsageError(f"{term!r} is not a word of these texts; {hint}")
        return at


def index(
    docs: pd.DataFrame,
    *,
    sentences: pd.DataFrame | None = None,
    words: tokens.WordRule = "word",
) -> TokenIndex:
    """Cut all texts into tokens, once for all that follows.

    sentences : SENTENCES of `docs`, to save finding them again
    """
    sents = corpus.sentences(docs) if sentences is None else sentences
    ids, lengths, vocabulary = _numbered(corpus.texts(docs, sents), words)
    owner = pd.Index(docs["doc_id"]).get_indexer(pd.Index(sents["doc_id"]))
    return TokenIndex(
        ids=ids,
        sentence=np.repeat(np.arange(len(lengths)), lengths),
        doc=np.repeat(owner.astype(np.int64), lengths),
        vocabulary=vocabulary,
        doc_ids=docs["doc_id"].reset_index(drop=True),
        words=words,
    )


def _numbered(texts: list[str], words: tokens.WordRule) -> tuple[Ints, Ints, NDArray[np.str_]]:
    """Number the tokens of each text: ids, tokens a text, vocabulary.

    The loop over tokens takes 11 CPU seconds for 10 million, nearly all of it in the word rule.
    """
    find, seen = tokens.pattern(words).findall, dict[str, int]()
    parts, lengths = [np.zeros(0, np.int64)], np.zeros(len(texts), np.int64)
    for start in range(0, len(texts), BLOCK):
        found = [find(tokens.fold(text, words)) for text in texts[start : start + BLOCK]]
        lengths[start : start + BLOCK] = [len(some) for some in found]
        numbers = [seen.setdefault(word, len(seen)) for word in chain.from_iterable(found)]
        parts.append(np.array(numbers, np.int64))
    vocabulary = np.array(list(seen), dtype=np.str_)
    order = np.argsort(vocabulary, kind="stable")
    rank = np.empty(len(order), np.int64)
    rank[order] = np.arange(len(order))
    return rank[np.concatenate(parts)], lengths, vocabulary[order]


def adjacent(idx: TokenIndex, *, min_count: int = MIN_COUNT, min_docs: int = 1) -> pd.DataFrame:
    """Find the pairs of words that stand side by side, in their order.

    min_count, min_docs : leave out pairs that stand together fewer times, or in fewer documents
    Returns  COLLOCATIONS; where no pair stands, `attrs["reason"]` says so
    Source  Dunning (1993); Rychly (2008); Bouma (2009); Gries (2013).
    """
    at, near = _at_distance(idx, 1)
    n = len(idx.vocabulary)
    first, second = (np.bincount(idx.ids[place], minlength=n) for place in (at, near))
    found = _counted(idx, lambda: iter([(at, near)]), min_count=min_count)
    return _table(idx, found, _Margins(first, second, len(at)), (min_count, min_docs))


def window(
    idx: TokenIndex, *, span: int = SPAN, min_count: int = MIN_COUNT, min_docs: int = 1
) -> pd.DataFrame:
    """Find the pairs of words that stand within `span` words of each other, in any order.

    Returns  COLLOCATIONS, word1 before word2 in code-point order; `count` is the number of
        places near a use of word1 that hold word2

    Raises UsageError for a span below 1.
    """
    margins = _slots(idx, span)
    common = np.bincount(idx.ids, minlength=len(idx.vocabulary)) >= min_count

    def places() -> Places:
        for distance in range(1, span + 1):
            at, near = _at_distance(idx, distance)
            both = common[idx.ids[at]] & common[idx.ids[near]]
            at, near = at[both], near[both]
            swap = idx.ids[at] > idx.ids[near]
            yield np.where(swap, near, at), np.where(swap, at, near)
            same = idx.ids[at] == idx.ids[near]  # each is near the other: two places
            yield near[same], at[same]

    found = _counted(idx, places, min_count=min_count)
    return _table(idx, found, margins, (min_count, min_docs))


def of(
    term: str, idx: TokenIndex, *, span: int = SPAN, min_count: int = MIN_COUNT, min_docs: int = 1
) -> pd.DataFrame:
    """Find the words that stand within `span` words of `term`, on either side.

    Returns  COLLOCATIONS as `window`, with `term` as word1

    Raises UsageError for a word that is not there or a span below 1.
    """
    node, margins = idx.number(term), _slots(idx, span)
    place = _around(idx, node, span)
    found = _counted(idx, lambda: iter([place]), min_count=min_count)
    return _table(idx, found, margins, (min_count, min_docs))


def compare(
    term: str,
    idx: TokenIndex,
    *,
    target: ArrayLike | pd.Series,
    unit: pd.Series | None = None,
    span: int = SPAN,
    min_count: int = MIN_COUNT,
) -> pd.DataFrame:
    """Compare the company that `term` keeps in two groups of documents.

    target : of each document of the index: True, False, or missing to leave it out
    unit : None for the document, or a coarser unit (author, source) for each document
    Returns  COLLOCATES; where nothing is to be compared, `attrs["reason"]` says so

    Raises UsageError for a word that is not there, a span below 1, a `target` of another length.
    Source  the collocate's share of the places near the term, compared as rates are: CR3, Welch.
    """
    node = idx.number(term)
    _check_span(span)
    mask = pd.array(np.asarray(target, dtype=object), dtype="boolean")
    if len(mask) != len(idx.doc_ids):
        raise UsageError(f"target marks {len(mask)} documents, there are {len(idx.doc_ids)}")
    at, near = _around(idx, node, span)
    sides = [_side(idx, at, near, part.fillna(False).to_numpy(bool)) for part in (mask, ~mask)]
    codes = np.arange(len(idx.doc_ids)) if unit is None else pd.factorize(unit)[0]
    rates = [_rates_by(counts, slots, codes) for counts, slots in sides]
    frame = _compared(idx, rates, [np.diff(counts.tocsc().indptr) for counts, _ in sides])
    frame = frame[frame["count_target"] + frame["count_other"] >= min_count]
    return _ranked(frame.assign(term=idx.vocabulary[node]), min_count)


def without_stop_words(pairs: pd.DataFrame, languages: list[str]) -> pd.DataFrame:
    """Drop pairs with a stop word of one of these languages: *of the*."""
    stop = frozenset[str]().union(*(tokens.stop_list(language) for language in languages))
    kept = ~(pairs["word1"].isin(stop) | pairs["word2"].isin(stop))
    return pairs[kept].reset_index(drop=True)


def _check_span(span: int) -> None:
    if span < 1:
        raise UsageError(f"span={span!r}: needs a number of words from 1")


@dataclass(frozen=True, eq=False)
class _Margins:
    """How often each word stands first and second in the pairs counted, and their total."""

    first: Ints
    second: Ints
    total: int


@dataclass(frozen=True, eq=False)
class _Counted:
    """Pairs of words with their counts."""

    word1: Ints
    word2: Ints
    count: Ints
    n_sentences: Ints
    n_docs: Ints
    most: int  # times that the commonest pair of all stands


def _at_distance(idx: TokenIndex, distance: int) -> tuple[Ints, Ints]:
    """Find all places `distance` words apart within a sentence."""
    at = np.flatnonzero(idx.sentence[distance:] == idx.sentence[:-distance])
    return at, at + distance


def _around(idx: TokenIndex, node: int, span: int) -> tuple[Ints, Ints]:
    """Find all places within `span` words of a word, in its sentence."""
    use = np.flatnonzero(idx.ids == node)
    steps = np.array([d for d in range(-span, span + 1) if d])
    at, near = np.repeat(use, len(steps)), (use[:, None] + steps).ravel()
    inside = (near >= 0) & (near < len(idx.ids))
    at, near = at[inside], near[inside]
    same = idx.sentence[at] == idx.sentence[near]
    return at[same], near[same]


def _slots(idx: TokenIndex, span: int) -> _Margins:
    """Count the places near each word; near is mutual, so first and second are the same."""
    _check_span(span)
    start = np.searchsorted(idx.sentence, idx.sentence, side="left")
    end = np.searchsorted(idx.sentence, idx.sentence, side="right")
    place = np.arange(len(idx.ids))
    near = np.minimum(place - start, span) + np.minimum(end - 1 - place, span)
    slots = np.bincount(idx.ids, near, len(idx.vocabulary)).astype(np.int64)
    return _Margins(slots, slots, int(near.sum()))


def _counted(idx: TokenIndex, places: Callable[[], Places], *, min_count: int) -> _Counted:
    """Count the pairs at some places; the places are visited twice, never held together."""
    n_words = len(idx.vocabulary)

    def codes() -> Iterator[tuple[Ints, Ints]]:
        for at, near in places():
            yield idx.ids[at] * n_words + idx.ids[near], idx.sentence[at]

    pair, count = _summed([np.unique(code, return_counts=True) for code, _ in codes()])
    most = int(count.max(initial=0))
    pair, count = pair[count >= min_count], count[count >= min_count]
    cells = _unique([_cells(pair, code, sentence, idx) for code, sentence in codes()])
    n_sentences = int(idx.sentence[-1]) + 1 if len(idx.ids) else 1
    of_pair, sentence = np.divmod(cells, n_sentences)
    doc = idx.doc[np.searchsorted(idx.sentence, sentence)]
    by_doc = np.unique(of_pair * len(idx.doc_ids) + doc) // max(len(idx.doc_ids), 1)
    return _Counted(
        word1=pair // max(n_words, 1),
        word2=pair % max(n_words, 1),
        count=count,
        n_sentences=np.bincount(of_pair, minlength=len(pair)),
        n_docs=np.bincount(by_doc, minlength=len(pair)),
        most=most,
    )


def _summed(parts: list[tuple[Ints, Ints]]) -> tuple[Ints, Ints]:
    """Add the counts of the same pair in several parts."""
    pairs, counts = (np.concatenate([part[i] for part in parts]) for i in (0, 1))
    pair, where = np.unique(pairs, return_inverse=True)
    return pair, np.bincount(where, counts, len(pair)).astype(np.int64)


def _cells(pair: Ints, code: Ints, sentence: Ints, idx: TokenIndex) -> Ints:
    """List (pair, sentence) once each, for the pairs that are kept."""
    if not len(pair):
        return np.zeros(0, np.int64)
    at = np.minimum(np.searchsorted(pair, code), len(pair) - 1)
    held = pair[at] == code
    cells: Ints = np.unique(at[held] * (int(idx.sentence[-1]) + 1) + sentence[held])
    return cells


def _unique(parts: list[Ints]) -> Ints:
    whole: Ints = np.unique(np.concatenate(parts))
    return whole


def _table(
    idx: TokenIndex, found: _Counted, margins: _Margins, floors: tuple[int, int]
) -> pd.DataFrame:
    """Measure each pair and put the pairs in order."""
    uses = np.bincount(idx.ids, minlength=len(idx.vocabulary))
    words = [idx.vocabulary[number].astype(object) for number in (found.word1, found.word2)]
    columns = {
        "term": words[0] + " " + words[1],
        "word1": words[0],
        "word2": words[1],
        "count": found.count,
        "n_sentences": found.n_sentences,
        "n_docs": found.n_docs,
        "count1": uses[found.word1],
        "count2": uses[found.word2],
        **_measures(found, margins, uses),
    }
    frame = pd.DataFrame(columns).astype({"term": "str", "word1": "str", "word2": "str"})
    frame = frame[frame["n_docs"] >= floors[1]]
    by = ["log_dice", "count", "word1", "word2"]
    up = [False, False, True, True]
    table = COLLOCATIONS.check(
        frame.sort_values(by, ascending=up, kind="stable", ignore_index=True)
    )
    table.attrs["reason"] = "" if len(table) else _none(found.most, floors)
    return table


def _none(most: int, floors: tuple[int, int]) -> str:
    """Say why there is no pair."""
    if not most:
        return "no two words stand together in a sentence"
    docs = f" in {floors[1]} documents or more" if floors[1] > 1 else ""
    return f"no pair stands {floors[0]} times or more{docs}; the commonest stands {most} times"


def _measures(found: _Counted, margins: _Margins, uses: Ints) -> dict[str, Floats]:
    """Measure association from a pair's four cells: together, one without the other, neither."""
    a, n = found.count.astype(np.float64), float(margins.total)
    f1, f2 = (m.astype(np.float64) for m in (margins.first, margins.second))
    f1, f2 = f1[found.word1], f2[found.word2]
    with np.errstate(divide="ignore", invalid="ignore"):
        together = np.log(a / n)
        npmi = np.where(a < n, (together - np.log(f1 / n) - np.log(f2 / n)) / -together, np.nan)
        raised12, raised21 = a / f1 - (f2 - a) / (n - f1), a / f2 - (f1 - a) / (n - f2)
        dice = np.log2(2 * a / (uses[found.word1] + uses[found.word2]))
    return {
        "expected": f1 * f2 / max(n, 1),
        "log_dice": _DICE + dice,
        "g2": _g2(a, (f1, f2), n),
        "npmi": npmi,
        "delta_p_12": raised12,
        "delta_p_21": raised21,
    }


def _g2(a: Floats, margins: tuple[Floats, Floats], n: float) -> Floats:
    """Take Dunning's -2 log lambda of the four cells."""
    f1, f2 = margins
    cells = (
        (a, f1, f2),
        (f1 - a, f1, n - f2),
        (f2 - a, n - f1, f2),
        (n - f1 - f2 + a, n - f1, n - f2),
    )
    parts = [xlogy(o, o * n / np.maximum(row * column, 1)) for o, row, column in cells]
    return np.maximum(2 * np.sum(parts, axis=0), 0)


def _side(
    idx: TokenIndex, at: Ints, near: Ints, rows: NDArray[np.bool_]
) -> tuple[sp.csr_matrix, Ints]:
    """Count collocates, and places near the term, in each document of one group."""
    inside = rows[idx.doc[at]]
    doc, word = idx.doc[at[inside]], idx.ids[near[inside]]
    shape = (len(rows), len(idx.vocabulary))
    counts = sp.csr_matrix((np.ones(len(doc), np.int64), (doc, word)), shape=shape)
    return counts, np.bincount(doc, minlength=len(rows)).astype(np.int64)


def _rates_by(counts: sp.csr_matrix, slots: Ints, codes: Ints) -> uncertainty.Rates:
    """Sum documents to units (a document without one stands for itself) and estimate."""
    alone = np.arange(len(codes)) + codes.max(initial=0) + 1
    own = np.unique(np.where(codes < 0, alone, codes), return_inverse=True)[1]
    n = int(own.max(initial=-1)) + 1
    group = sp.csr_matrix((np.ones(len(own), np.int64), (own, np.arange(len(own)))))
    summed = sp.csr_matrix(group @ counts)
    summed.sort_indices()
    return uncertainty.rates(summed, np.bincount(own, slots, n))


def _compared(
    idx: TokenIndex, rates: list[uncertainty.Rates], docs: list[NDArray[np.integer]]
) -> pd.DataFrame:
    hit = uncertainty.compare_rates(*rates, unit="document with the term")
    log2 = {name: getattr(hit, name) / math.log(2) for name in ("diff", "low", "high")}
    columns = {
        "collocate": idx.vocabulary.astype(object),
        "log_ratio": log2["diff"],
        "low": log2["low"],
        "high": log2["high"],
        "p": hit.p,
        "count_target": rates[0].count.astype(np.int64),
        "count_other": rates[1].count.astype(np.int64),
        "docs_target": docs[0],
        "docs_other": docs[1],
        "reason": hit.reason,
    }
    return pd.DataFrame(columns).astype({"collocate": "str", "reason": "str"})


def _ranked(frame: pd.DataFrame, min_count: int) -> pd.DataFrame:
    """Add q and sort by the end of the interval nearest to no difference."""
    low, high = frame["low"].to_numpy(), frame["high"].to_numpy()
    frame = frame.assign(
        q=uncertainty.benjamini_hochberg(frame["p"]),
        bound=np.maximum(np.maximum(low, -high), 0),
        total=frame["count_target"] + frame["count_other"],
    ).astype({"term": "str"})
    by = ["bound", "total", "collocate"]
    ranked = frame.sort_values(by, ascending=[False, False, True], kind="stable", ignore_index=True)
    table = COLLOCATES.check(ranked)
    said = f"no word stands {min_count} times or more near the term in both groups together"
    table.attrs["reason"] = "" if len(table) else said
    return table
