"""Which words moved the tone between two groups of documents, and how.

A compound is t / sqrt(t^2 + 15), t the weights of the words and the emphasis of ! and ?. So each
word has a part of it, its weight / sqrt(t^2 + 15), and the square root follows from the compound
alone: 1 / sqrt(t^2 + 15) = sqrt((1 - compound^2) / 15). These parts add up, word by word, to the
tone of a sentence, of a document and of a group, but for emphasis.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import pandas as pd

from analysis import uncertainty
from analysis.schema.tone import TONE_DIFFERENCE, WORD_SHIFT
from analysis.sentiment.reading import ALPHA
from analysis.sentiment.scoring import HU_LIU_SHARE, VADER_SHARE
from analysis.sentiment.speakers import spoken_words
from analysis.uncertainty import MIN_UNITS

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

    Floats = NDArray[np.float64]

_SIDES = {"target": 1, "other": 0}
_TOO_FEW = f"fewer than {MIN_UNITS} texts with tone on a side"
_RARE = f"in fewer than {MIN_UNITS} texts"


class _Group(NamedTuple):
    """Means over the documents of one side, and what their spread is made of.

    mean, variance : of a document's value, shape (n_words,) or ()
    n : scored documents
    """

    mean: Floats
    variance: Floats
    n: int


def word_shift(
    sentence_tone: pd.DataFrame, docs: pd.DataFrame, *, target: ArrayLike | pd.Series
) -> pd.DataFrame:
    """Say which words make one group of documents sound other than another, and how.

    sentence_tone : SENTENCE_TONE
    docs : DOCUMENTS
    target : bool, shape (n_docs,); a missing value leaves a document out of both groups
    Returns  WORD_SHIFT, the largest part first; no rows where a group has no scored sentence.
        With p how often a word stands in a scored sentence, averaged over documents, and f the
        mean tone that it gives each time, its part is p1 f1 - p0 f0 =
        (p1 - p0) (f1 + f0) / 2 [usage] + (p1 + p0) / 2 (f1 - f0) [weight]. A word that one
        group lacks has the other's f, so that all of it is usage. Parts and the emphasis of
        TONE_DIFFERENCE add up to the difference of the two means. Unit: document.
    Source   Gallagher et al. (2021), eq. 7, with 0, where these lists are neutral, as reference.
    """
    sents = _scored(sentence_tone, docs, target)
    n_docs = {name: sents.loc[sents["side"] == code, "doc_id"].nunique() for name, code in _sides()}
    if not all(n_docs.values()):
        return WORD_SHIFT.empty()
    parts = _parts(sents)
    sides = {name: _side(parts, code, n_docs[name]) for name, code in _sides()}
    table = pd.concat([of.add_suffix(f"_{name}") for name, of in sides.items()], axis=1)
    table = pd.concat([table, _split(table), _tested(table, n_docs)], axis=1)
    return WORD_SHIFT.check(_ordered(table.rename_axis("word").reset_index()))


def difference(
    sentence_tone: pd.DataFrame, docs: pd.DataFrame, *, target: ArrayLike | pd.Series
) -> pd.DataFrame:
    """Compare the mean tone of two groups of documents, and part it in words and emphasis.

    sentence_tone, docs, target : as in `word_shift`
    Returns  TONE_DIFFERENCE: Welch t of the documents' means, from 5 scored documents a group
    """
    sents = _scored(sentence_tone, docs, target)
    means = sents.groupby(["side", "doc_id"], sort=True)["tone"].mean()
    groups = [_group(means[means.index.get_level_values(0) == code]) for _, code in _sides()]
    if not all(group.n for group in groups):
        return TONE_DIFFERENCE.empty()
    target_tone, other_tone = (float(group.mean) for group in groups)
    gap, by_words = target_tone - other_tone, _sum_of_words(sents, groups)
    row = {
        "tone_target": target_tone,
        "tone_other": other_tone,
        "difference": gap,
        "words": by_words,
        "emphasis": gap - by_words,
        "docs_target": groups[0].n,
        "docs_other": groups[1].n,
        "reason": _TOO_FEW if min(group.n for group in groups) < MIN_UNITS else "",
    }
    table = pd.DataFrame([row]).astype({"reason": "str"})
    return TONE_DIFFERENCE.check(pd.concat([table, _welch(groups, table["reason"] == "")], axis=1))


def shown(shift: pd.DataFrame, n: int) -> pd.DataFrame:
    """Take the n words that raise the target's tone most and the n that lower it most.

    Returns  WORD_SHIFT; intervals adjusted for the list, since it was picked from all
    """
    sides = [shift[shift["shift"] > 0].head(n), shift[shift["shift"] < 0].head(n)]
    chosen = pd.concat(sides, ignore_index=True)
    counts = {"n_shown": int(chosen["p"].notna().sum()), "n_all": int(shift["p"].notna().sum())}
    wide = uncertainty.widened(chosen, error=chosen["error"], df=chosen["df"], **counts)
    return WORD_SHIFT.check(wide.assign(adjusted=wide["adjusted"].where(chosen["p"].notna(), "")))


def _sides() -> list[tuple[str, int]]:
    return list(_SIDES.items())


def _scored(
    sentence_tone: pd.DataFrame, docs: pd.DataFrame, target: ArrayLike | pd.Series
) -> pd.DataFrame:
    """Keep scored sentences of either side, with their side and their weight in their document."""
    marked = pd.Series(target).astype("boolean").set_axis(docs["doc_id"].to_numpy())
    side = sentence_tone["doc_id"].map(marked.astype("Int8")).fillna(-1).astype("int64")
    kept = sentence_tone.assign(side=side)
    kept = kept[(kept["side"] >= 0) & kept["tone"].notna()].reset_index(drop=True)
    return kept.assign(share=1 / kept.groupby("doc_id")["tone"].transform("size"))


def _parts(sents: pd.DataFrame) -> pd.DataFrame:
    """Sum, for each word and document, its part of the document's tone: one row a pair."""
    spoken = spoken_words(sents)
    row = spoken["sentence"].to_numpy()
    pull = np.zeros(len(row))
    for name, of_list in (("vader", VADER_SHARE), ("hu_liu", HU_LIU_SHARE)):
        scale = np.sqrt((1 - sents[name].to_numpy(np.float64) ** 2) / ALPHA)
        pull += of_list * spoken[name].to_numpy(np.float64) * scale[row]
    share, side = (sents[name].to_numpy()[row] for name in ("share", "side"))
    spoken = spoken.assign(side=side, rate=share, part=pull * share)
    sums = spoken.groupby(["word", "side", "doc_id"], sort=True).agg(
        n=("part", "size"), rate=("rate", "sum"), part=("part", "sum")
    )
    return sums.reset_index()


def _side(parts: pd.DataFrame, code: int, n_docs: int) -> pd.DataFrame:
    """Average over the documents of a side; those without the word count with 0."""
    words = pd.Index(parts["word"].unique(), name="word")
    own = parts[parts["side"] == code]
    sums = own.groupby("word", sort=True).agg(
        n=("n", "sum"), docs=("n", "size"), rate=("rate", "sum"), part=("part", "sum")
    )
    mean = own["word"].map(sums["part"] / n_docs)
    squares = ((own["part"] - mean) ** 2).groupby(own["word"]).sum()
    table = sums.assign(squares=squares).reindex(words, fill_value=0)
    table["rate"] /= n_docs
    table["mean"] = table.pop("part") / n_docs
    rest = (n_docs - table["docs"]) * table["mean"] ** 2
    table["variance"] = (table.pop("squares") + rest) / max(n_docs - 1, 1)
    table["pull"] = table["mean"] / table["rate"].where(table["docs"] > 0)
    return table


def _split(table: pd.DataFrame) -> pd.DataFrame:
    """Part each word's shift in what its use and what its weight does."""
    f1 = table["pull_target"].fillna(table["pull_other"])
    f0 = table["pull_other"].fillna(table["pull_target"])
    p1, p0 = table["rate_target"], table["rate_other"]
    usage, weight = (p1 - p0) * (f1 + f0) / 2, (p1 + p0) / 2 * (f1 - f0)
    sign = np.where(f1 + f0 < 0, "negative", "positive")
    done = np.where(p1 < p0, "used less", "used more")
    done = np.where(weight.abs() > usage.abs(), "weighs otherwise", done)
    kind = pd.Series([f"{a} word, {b}" for a, b in zip(sign, done, strict=True)], table.index)
    shift = table["mean_target"] - table["mean_other"]
    split = {"shift": shift, "usage": usage, "weight": weight, "kind": kind.astype("str")}
    return pd.DataFrame(split)


def _tested(table: pd.DataFrame, n_docs: dict[str, int]) -> pd.DataFrame:
    """Put an interval around each word's shift, or say why there is none."""
    rare = table["docs_target"] + table["docs_other"] < MIN_UNITS
    reason = pd.Series(np.where(rare, _RARE, ""), table.index, dtype="str")
    if min(n_docs.values()) < MIN_UNITS:
        reason = pd.Series(_TOO_FEW, table.index, dtype="str")
    groups = [
        _Group(
            mean=table[f"mean_{name}"].to_numpy(np.float64),
            variance=table[f"variance_{name}"].to_numpy(np.float64),
            n=n,
        )
        for name, n in n_docs.items()
    ]
    ends = _welch(groups, reason == "")
    return ends.assign(q=uncertainty.benjamini_hochberg(ends["p"]), adjusted="", reason=reason)


def _group(values: pd.Series) -> _Group:
    known = values.to_numpy(np.float64)
    if not len(known):
        return _Group(np.asarray(np.nan), np.asarray(np.nan), 0)
    spread = known.var(ddof=1) if len(known) > 1 else np.nan
    return _Group(np.asarray(known.mean()), np.asarray(spread), len(known))


def _sum_of_words(sents: pd.DataFrame, groups: list[_Group]) -> float:
    sums = _parts(sents).groupby("side")["part"].sum()
    means = [sums.get(code, 0.0) / of.n for (_, code), of in zip(_sides(), groups, strict=True)]
    return float(means[0] - means[1])


def _welch(groups: list[_Group], known: pd.Series) -> pd.DataFrame:
    """Compare the means of two groups by Welch's t; NaN where not `known`."""
    a, b = ((of.mean, of.variance, of.n) for of in groups)
    found = uncertainty.welch(a, b)
    gap, half = found.difference, found.half
    ends = {"low": gap - half, "high": gap + half, "error": found.error, "df": found.df}
    table = pd.DataFrame(ends | {"p": found.p}, index=known.index, dtype="float64")
    return table.where(known)


def _ordered(table: pd.DataFrame) -> pd.DataFrame:
    # rounded, so that equal sums in another order stay a tie
    size = table["shift"].abs().round(12).to_numpy()
    order = np.lexsort((table["word"].to_numpy(object), -size))
    whole = dict.fromkeys(("n_target", "n_other", "docs_target", "docs_other"), "int64")
    texts = dict.fromkeys(("word", "adjusted", "reason"), "str")
    return table.iloc[order].reset_index(drop=True).astype(whole | texts)
