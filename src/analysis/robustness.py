"""Choices that change nothing or everything: in how many settings a result stays.

The grid is the word rule or lemmas, the stop list, the least number of documents, and the unit of
the test. Texts are counted once for each word rule; the other choices take columns or sum rows.
Pairs of words are no choice here: they change no count of a word, and no list here mixes the two.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import pandas as pd

from analysis import frequency, keyness, terms, tokens, uncertainty, wording
from analysis.errors import UsageError
from analysis.schema.terms import HELD, ROBUSTNESS
from analysis.schema.terms_frequency import LEMMA_FORMS, parted

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from numpy.typing import ArrayLike

    from analysis.terms import DocumentTermMatrix

    Measure = Callable[[DocumentTermMatrix, pd.Series | None], pd.DataFrame]
    Stays = Callable[[pd.DataFrame], pd.DataFrame]

LEVEL = 0.05  # q below which a difference or a change is said
WORDS: tuple[tokens.WordRule, ...] = ("word", "plain")
MIN_DF = (1, 2, 5)
MIN_DF_SINGLE = (1, 2)  # in one text sentences are counted: 5 of its few is no choice
_SIGN = "same direction and q < .05"


@dataclass(frozen=True, eq=False)
class Counted:
    """Texts counted once for all lists that are tried.

    by_rule : every word counted, by document or by the sentences of a single text; for each word
        rule, and for the lemmas of our own
    forms : LEMMA_FORMS, which words a lemma stands for
    """

    by_rule: Mapping[str, DocumentTermMatrix]
    forms: pd.DataFrame


class _Setting(NamedTuple):
    """One cell of the grid, each choice as it is called on the page."""

    words: str
    stop_list: str
    min_df: str
    unit: str


def counted(docs: pd.DataFrame, known: DocumentTermMatrix | None = None) -> Counted:
    """Count the texts once for each word rule, for all lists that are tried.

    known : counts of every word under one rule, in any unit: what was counted is not counted
        anew; counts of lemmas say nothing of the forms
    """
    unit = _passage(docs)
    usable = [] if known is None or known.lemma_of else [known]
    found = {one.words: _in_unit(one, unit) for one in usable}
    by_rule = {
        f"word rule {rule}": found.get(rule) or terms.count(docs, unit=unit, words=rule)
        for rule in WORDS
    }
    own = by_rule[f"word rule {WORDS[0]}"]
    lemmas, forms = frequency.lemmatized(own, docs)
    return Counted(by_rule | {"lemmas": lemmas}, forms)


def _in_unit(dtm: DocumentTermMatrix, unit: str) -> DocumentTermMatrix:
    return dtm if dtm.unit == unit else dtm.by_document()


def together(lists: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """Put several lists together, the terms that stay in the fewest settings first.

    lists : what the page shows the terms as -> ROBUSTNESS
    Returns  HELD
    """
    filled = [table.assign(shown_as=name) for name, table in lists.items() if len(table)]
    if not filled:
        return HELD.empty()
    table = pd.concat(filled, ignore_index=True).astype({"shown_as": "str"})
    lost = (table["n_settings"] - table["n_held"]).sort_values(ascending=False, kind="stable")
    return HELD.check(table.loc[lost.index].reset_index(drop=True))


def top(
    docs: pd.DataFrame, listed: list[str], *, counts: Counted | None = None, n: int | None = None
) -> pd.DataFrame:
    """Count in how many settings each of the most frequent terms stays among the first n.

    listed : terms of a list by count
    counts : of `counted`; None counts the texts anew
    n : how many are first; None: as many as are listed. A tie with the last is in.
    Returns  ROBUSTNESS
    """
    first = len(listed) if n is None else n
    asked = pd.DataFrame({"term": listed, "sign": 1})
    said = f"among the {first} most frequent"

    def stays(table: pd.DataFrame) -> pd.DataFrame:
        least = table["count"].nlargest(first).min()
        among: pd.DataFrame = table[table["count"] >= least].assign(sign=1)
        return among

    return grid(docs, asked, measure=_counts, stays=stays, holds=said, counts=counts)


def differences(
    docs: pd.DataFrame,
    listed: pd.DataFrame,
    *,
    target: ArrayLike | pd.Series,
    counts: Counted | None = None,
    unit: pd.Series | None = None,
) -> pd.DataFrame:
    """Count in how many settings each key term keeps its sign and q < .05.

    listed : KEYNESS, the rows shown
    target : of each document, as in keyness.compare
    unit : a coarser unit for each document, tried beside the document
    Returns  ROBUSTNESS
    """
    asked = pd.DataFrame({"term": listed["term"], "sign": np.sign(listed["log_ratio"])})

    def measure(dtm: DocumentTermMatrix, unit: pd.Series | None) -> pd.DataFrame:
        key = keyness.log_ratios(dtm, target, unit=unit)
        return key.assign(sign=np.sign(key["log_ratio"]))

    return grid(docs, asked, measure=measure, stays=_sure, holds=_SIGN, counts=counts, unit=unit)


def trends(
    docs: pd.DataFrame, listed: pd.DataFrame, *, width: str, counts: Counted | None = None
) -> pd.DataFrame:
    """Count in how many settings each rising or falling term keeps its direction and q < .05.

    listed : TRENDS, the rows shown
    width : of the periods, as in frequency.trends
    Returns  ROBUSTNESS
    """
    asked = pd.DataFrame({"term": listed["term"], "sign": np.sign(np.log(listed["ratio"]))})

    def measure(dtm: DocumentTermMatrix, _: pd.Series | None) -> pd.DataFrame:
        table = frequency.slopes(dtm, docs, width=width)
        return table.assign(sign=np.sign(np.log(table["ratio"])))

    return grid(docs, asked, measure=measure, stays=_sure, holds=_SIGN, counts=counts)


def grid(
    docs: pd.DataFrame,
    asked: pd.DataFrame,
    *,
    measure: Measure,
    stays: Stays,
    holds: str,
    counts: Counted | None = None,
    unit: pd.Series | None = None,
) -> pd.DataFrame:
    """Measure anew in every setting, and count for each term in how many it stays.

    docs : DOCUMENTS
    asked : term, sign (+1, -1)
    counts : of `counted`; None counts the texts anew
    measure : from a matrix without stop list, and a unit or None, a table with the column term
    stays : takes the rows of that table that a setting leaves; gives those that stay, with sign
    holds : what staying means, in words
    Returns  ROBUSTNESS

    Raises UsageError where a term is asked for twice.
    Source  Denny & Spirling (2018).
    """
    if asked["term"].duplicated().any():
        raise UsageError("a term stands twice in the list; ask for each once")
    if asked.empty:
        return ROBUSTNESS.empty()
    wanted = pd.MultiIndex.from_frame(asked[["term", "sign"]].astype({"sign": "float64"}))
    every = counts or counted(docs)
    tried = list(_tried(docs, every, (measure, stays), asked=asked["term"], unit=unit))
    held = np.array([wanted.isin(found) for _, found in tried]).reshape(len(tried), len(asked))
    settings = pd.DataFrame([setting for setting, _ in tried], columns=list(_Setting._fields))
    table = pd.DataFrame(
        {
            "term": asked["term"].to_numpy(),
            "n_settings": len(tried),
            "n_held": held.sum(axis=0),
            "holds": holds,
            "settings": _told(settings),
            "lost": [_lost(settings, held[:, i]) for i in range(len(asked))],
        }
    )
    kinds = dict.fromkeys(("term", "holds", "settings", "lost"), "str")
    return ROBUSTNESS.check(table.astype(kinds | {"n_settings": "int64", "n_held": "int64"}))


def _passage(docs: pd.DataFrame) -> str:
    return "document" if len(docs) > 1 else "sentence"


def _tried(
    docs: pd.DataFrame,
    counts: Counted,
    how: tuple[Measure, Stays],
    *,
    asked: pd.Series,
    unit: pd.Series | None,
) -> Iterator[tuple[_Setting, pd.MultiIndex]]:
    """Yield each setting with the (term, sign) of those asked for that stay in it."""
    (measure, stays), passage, stops = how, _passage(docs), _stop_lists(docs)
    floors = MIN_DF if len(docs) > 1 else MIN_DF_SINGLE
    units = [None] if unit is None else [None, unit]
    for (rule, dtm), own in product(counts.by_rule.items(), units):
        table = measure(dtm, own)
        held = pd.Series(dtm.document_frequency(), index=dtm.vocabulary)
        n_docs = held.reindex(table["term"].to_numpy()).to_numpy()
        outside = {stop: ~table["term"].isin(words).to_numpy() for stop, words in stops.items()}
        counted_as = _counted_as(asked, counts.forms if rule == "lemmas" else LEMMA_FORMS.empty())
        for stop, least in product(stops, floors):
            left = table[(n_docs >= least) & outside[stop]]
            found = stays(left) if len(left) else left.assign(sign=1)
            said = counted_as.merge(found[["term", "sign"]], on="term")
            pairs = said[["asked", "sign"]].astype({"sign": "float64"})
            name = passage if own is None else str(own.name or "coarser unit")
            setting = _Setting(rule, stop, f"min_df {least}", f"unit {name}")
            yield setting, pd.MultiIndex.from_frame(pairs)


def _counted_as(asked: pd.Series, forms: pd.DataFrame) -> pd.DataFrame:
    """List what each word asked for is counted as: itself, and the lemmas that stand for it.

    forms : LEMMA_FORMS; what holds of a lemma holds of every word that it stands for
    """
    own = pd.DataFrame({"asked": asked, "term": asked})
    of_lemma = forms[["lemma"]].assign(asked=parted(forms)).explode("asked")
    met = of_lemma[of_lemma["asked"].isin(asked)].rename(columns={"lemma": "term"})
    return pd.concat([own, met], ignore_index=True).astype("str")


def _stop_lists(docs: pd.DataFrame) -> dict[str, frozenset[str]]:
    """Find the words of each list tried; ours: those of every language of the corpus together."""
    from sklearn.feature_extraction.text import ENGLISH_STOP_WORDS  # noqa: PLC0415 - heavy

    return {
        "no stop list": frozenset[str](),
        "our stop list": tokens.stop_lists(docs["language"].unique()),
        "scikit-learn's stop list": ENGLISH_STOP_WORDS,
    }


def _counts(dtm: DocumentTermMatrix, _: pd.Series | None) -> pd.DataFrame:
    counts = np.asarray(dtm.counts.sum(axis=0)).ravel()
    return pd.DataFrame({"term": dtm.vocabulary.astype(object), "count": counts})


def _sure(table: pd.DataFrame) -> pd.DataFrame:
    """Keep what is sure when the terms of this setting are all that was tested."""
    return table[uncertainty.benjamini_hochberg(table["p"]) < LEVEL]


def _told(settings: pd.DataFrame) -> str:
    """Name the choices that were tried."""
    varied = [settings[name].unique().tolist() for name in settings]
    parts = [wording.listing(values, last="or") for values in varied if len(values) > 1]
    return f"{wording.counted(len(settings), 'setting')}: {'; '.join(parts)}"


def _lost(settings: pd.DataFrame, held: np.ndarray) -> str:
    """Name the choices under which a term never stays, where it stays under another."""
    if not held.any():
        return "every setting"
    kept = [set(settings[held][name]) for name in settings]
    values = [settings[name].unique().tolist() for name in settings]
    gone = [v for own, there in zip(values, kept, strict=True) for v in own if v not in there]
    return ", ".join(gone)
