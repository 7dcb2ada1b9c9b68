"""Pairs of words that stand side by side or within a span, and how strongly they hold together."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from analysis import tokens, uncertainty
from analysis.collocations.counting import (
    Counted,
    Margins,
    apart,
    around,
    at_distance,
    counted,
    slots_near,
)
from analysis.schema.collocations import COLLOCATIONS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from analysis.collocations.counting import Ints, Places
    from analysis.terms.index import TokenIndex

    Floats = NDArray[np.float64]

NEAR = " \u2026 "
SPAN = 5  # words on either side, as in AntConc and Sketch Engine
MIN_COUNT = 5  # below, an association is chance
_DICE = 14  # Rychly's ceiling: the words never stand apart


def adjacent(
    idx: TokenIndex,
    *,
    languages: Sequence[str] = (),
    min_count: int = MIN_COUNT,
    min_docs: int = 1,
) -> pd.DataFrame:
    """Find the pairs of words that stand side by side, in their order.

    languages : whose stop words no pair may hold, as `without_stop_words` would have it of all
        pairs, most of which hold one (*of the*)
    min_count, min_docs : leave out pairs that stand together fewer times, or in fewer documents
    Returns  COLLOCATIONS; where no pair stands, `attrs["reason"]` says so
    Source  Dunning (1993); Rychly (2008); Bouma (2009); Gries (2013).
    """
    at, near = at_distance(idx, 1)
    n = len(idx.vocabulary)
    first, second = (np.bincount(idx.ids[place], minlength=n) for place in (at, near))
    stop = tokens.stop_lists(languages)
    found = counted(idx, lambda: iter([(at, near)]), min_count=min_count, leave_out=stop)
    aside = ", stop words aside," if languages else ""
    margins = Margins(first, second, len(at))
    return measured(idx, found, margins, (min_count, min_docs), aside=aside)


def window(
    idx: TokenIndex, *, span: int = SPAN, min_count: int = MIN_COUNT, min_docs: int = 1
) -> pd.DataFrame:
    """Find the pairs of words that stand within `span` words of each other, in any order.

    Returns  COLLOCATIONS, word1 before word2 in code-point order; `count` is the number of
        places near a use of word1 that hold word2, so logDice may pass 14 where a word comes
        several times near the other; a word near itself is no pair

    Raises UsageError for a span below 1.
    """
    margins = slots_near(idx, span)

    def places() -> Places:
        for distance in range(1, span + 1):
            at, near = at_distance(idx, distance)
            swap = idx.ids[at] > idx.ids[near]
            yield np.where(swap, near, at), np.where(swap, at, near)

    found = counted(idx, places, min_count=min_count)
    return measured(idx, apart(found), margins, (min_count, min_docs))


def of(
    term: str, idx: TokenIndex, *, span: int = SPAN, min_count: int = MIN_COUNT, min_docs: int = 1
) -> pd.DataFrame:
    """Find the words that stand within `span` words of `term`, on either side.

    Returns  COLLOCATIONS as `window`, with `term` as word1

    Raises UsageError for a word that is not there or a span below 1.
    """
    node, margins = idx.number(term), slots_near(idx, span)
    place = around(idx, node, span)
    found = counted(idx, lambda: iter([place]), min_count=min_count)
    return measured(idx, apart(found), margins, (min_count, min_docs))


def company(term: str, idx: TokenIndex, *, min_count: int = MIN_COUNT) -> pd.DataFrame:
    """Find the company of a word, or none where it is not a single word of these texts.

    Returns  COLLOCATIONS as `of`, both words with dots between (another thing than the pair side
        by side); `attrs["reason"]` says why it is empty
    """
    if idx.holds(term):
        found = of(term, idx, min_count=min_count)
        return found.assign(term=found["word1"] + NEAR + found["word2"])
    table = COLLOCATIONS.empty()
    table.attrs["reason"] = "it is no single word of these texts"
    return table


def least(docs: pd.DataFrame) -> int:
    """Set how often a pair must stand: 5 times, twice in a single text."""
    return MIN_COUNT if len(docs) > 1 else 2


def without_stop_words(pairs: pd.DataFrame, languages: list[str]) -> pd.DataFrame:
    """Drop pairs with a stop word of one of these languages: *of the*."""
    stop = tokens.stop_lists(languages)
    kept = ~(pairs["word1"].isin(stop) | pairs["word2"].isin(stop))
    return pairs[kept].reset_index(drop=True)


def measured(
    idx: TokenIndex,
    found: Counted,
    margins: Margins,
    floors: tuple[int, int],
    *,
    aside: str = "",
) -> pd.DataFrame:
    """Measure each pair and put the pairs in order.

    aside : what was not counted, for the reason why there is none
    """
    uses, most = np.bincount(idx.ids, minlength=len(idx.vocabulary)), found.most
    found = found.take(found.n_docs >= floors[1])
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
    by = ["log_dice", "count", "word1", "word2"]
    up = [False, False, True, True]
    table = COLLOCATIONS.check(
        frame.sort_values(by, ascending=up, kind="stable", ignore_index=True)
    )
    table.attrs["reason"] = "" if len(table) else _none(most, floors, aside)
    return table


def _none(most: int, floors: tuple[int, int], aside: str) -> str:
    """Say why there is no pair."""
    if not most:
        return f"no two words{aside} stand together in a sentence"
    docs = f" in {floors[1]} documents or more" if floors[1] > 1 else ""
    few = f"no pair{aside} stands {floors[0]} times or more{docs}"
    return f"{few}; the commonest stands {most} times"


def _measures(found: Counted, margins: Margins, uses: Ints) -> dict[str, Floats]:
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
        "g2": uncertainty.g2(a, f1, f2, n),
        "npmi": npmi,
        "delta_p_12": raised12,
        "delta_p_21": raised21,
    }
