"""Other orders of a topic's words, and the table that puts its measures side by side."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from analysis.schema.topic_quality import TOPIC_WORDS_VIEWS, TOPICS_JUDGED
from analysis.topics import features, labels
from analysis.topics.coherence import owned_share
from analysis.topics.reading import described

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from analysis.terms.matrix import DocumentTermMatrix
    from analysis.topics.mixture import Mixture
    from analysis.topics.model import TopicModel

    Floats = NDArray[np.float64]

N_WORDS = 10
LAMBDA = 0.6  # of relevance: where people guessed topics best (Sievert & Shirley 2014)


def word_views(model: TopicModel, dtm: DocumentTermMatrix) -> pd.DataFrame:
    """Order the words of each topic by doc-z alone, by FREX and by relevance, ten each.

    dtm : the matrix the model was fitted on
    Returns  TOPIC_WORDS_VIEWS; of words with two letters or more, in three units or more where
        there are such words
    """
    if model.mixture is None:
        return TOPIC_WORDS_VIEWS.empty()
    usable = _usable(model.vocabulary, features.document_frequency(features.in_term_order(dtm)))
    words = model.vocabulary[usable]
    parts = [
        _doc_z(model),
        _heaviest(frex(model.mixture.log_words[usable]), words, "FREX"),
        _heaviest(relevance(model.mixture)[usable], words, "relevance"),
    ]
    table = pd.concat(parts).sort_values("topic", kind="stable", ignore_index=True)
    return TOPIC_WORDS_VIEWS.check(table.astype({"term": "str", "view": "str"}))


def _usable(vocabulary: NDArray[np.str_], df: NDArray[np.int64]) -> NDArray[np.intp]:
    """Keep the words that labels are made of."""
    common = np.flatnonzero(labels.shared_words(vocabulary, df))
    return common if len(common) else np.flatnonzero(labels.lettered(vocabulary))


def _doc_z(model: TopicModel) -> pd.DataFrame:
    by = ["topic", "weight", "term"]
    heavy = model.terms.sort_values(by, ascending=[True, False, True], ignore_index=True)
    heavy["rank"] = heavy.groupby("topic").cumcount() + 1
    return heavy[heavy["rank"] <= N_WORDS].assign(view="doc-z")


def _heaviest(weight: Floats, words: NDArray[np.str_], view: str) -> pd.DataFrame:
    """List the ten heaviest words of each topic; equal weights in code-point order.

    weight : shape (n_terms, k)
    """
    # the same number reached by another order of sums differs in its last bits
    order = np.argsort(-np.round(weight, 9), axis=0, kind="stable")[:N_WORDS]
    n, k = order.shape
    return pd.DataFrame(
        {
            "topic": np.repeat(np.arange(1, k + 1), n),
            "view": view,
            "rank": np.tile(np.arange(1, n + 1), k),
            "term": words[order.T.ravel()],
            "weight": np.take_along_axis(weight, order, 0).T.ravel(),
        }
    )


def frex(log_words: Floats, weight: float = 0.5) -> Floats:
    """Weigh words that are both frequent in a topic and its own, shape (n_terms, k).

    weight : of exclusivity against frequency
    Returns  the harmonic mean of the shares of words that are at most as exclusive, and at most
        as frequent: 0..1

    Source  Airoldi & Bischof (2016), FREX, eq. 3.
    """
    own, often = (_at_most(values) for values in (owned_share(log_words), log_words))
    return 1 / (weight / own + (1 - weight) / often)


def _at_most(values: Floats) -> Floats:
    """Give each value the share of values of its column that are no larger."""
    from scipy.stats import rankdata  # noqa: PLC0415  a second to import

    return np.asarray(rankdata(np.round(values, 12), "max", axis=0) / len(values), np.float64)


def relevance(mixture: Mixture, lambda_: float = LAMBDA) -> Floats:
    """Weigh words by their rate in a topic and by how much that exceeds the corpus's.

    Returns  lambda log p(w | topic) + (1 - lambda) log (p(w | topic) / p(w)), shape (n_terms, k)

    Source  Sievert & Shirley (2014), eq. 1; p(w) over all topics, as in pyLDAvis.
    """
    top = mixture.log_words.max(1)
    rates = np.exp(mixture.log_words - top[:, None])
    log_corpus = top + np.log(rates @ np.exp(mixture.log_prior))
    return np.asarray(mixture.log_words - (1 - lambda_) * log_corpus[:, None], np.float64)


def judged(model: TopicModel, quality: pd.DataFrame, phrases: pd.DataFrame) -> pd.DataFrame:
    """Put each topic's label, phrase and words beside what tells how far to trust it.

    quality, phrases : TOPIC_QUALITY, TOPIC_PHRASES
    Returns  TOPICS_JUDGED; `reason` says why a measure is missing, not why a phrase is
    """
    if not model.found:
        return TOPICS_JUDGED.empty()
    measured = quality[["topic", "npmi", "exclusivity", "reason"]]
    measured = measured.rename(columns={"reason": "why"})
    table = described(model, N_WORDS).merge(measured, on="topic", validate="1:1")
    table = table.merge(phrases[["topic", "phrase"]], on="topic", validate="1:1")
    pairs = zip(table["reason"], table["why"], strict=True)
    # both may say that one topic holds all: once is enough
    parts = ["; ".join(filter(None, pair)).split("; ") for pair in pairs]
    reasons = ["; ".join(dict.fromkeys(said)) for said in parts]
    return TOPICS_JUDGED.check(table.assign(reason=pd.Series(reasons, dtype="str")))
