"""New texts sent to the topics of a model, in one pass; and whether they still fit it."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import pandas as pd
import scipy.sparse as sp

from analysis import uncertainty
from analysis.errors import DataError, UsageError
from analysis.schema.topic_guidance import ASSIGN_DRIFT, NEW_WORDS
from analysis.schema.topics import DOCUMENT_TOPICS
from analysis.topics import features, mixture, shares, stability, tables
from analysis.uncertainty import MIN_UNITS

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from analysis.terms.matrix import DocumentTermMatrix
    from analysis.topics.model import TopicModel

    Floats = NDArray[np.float64]
    Codes = NDArray[np.intp]

SAMPLE = 4_000  # fitted units that new ones are compared with
LEVEL = 0.99
NOTABLE = (
    0.3  # of the spread over fitted documents: these still fit .12 to .15 better than new ones
)
_MEASURES = ("new words", "fit", "unclear")
_UNCOMPARED = "fitted as a whole: its doubt is understated, so no test"
_NO_RARE = "every word of the fitted texts is in two or more: how many new to expect is not known"
_RARE = 20  # documents from which a corpus with all its words holds some word once only


class _Measured(NamedTuple):
    """What is measured of each document: the share of new words, and the fit per known word."""

    new_words: Floats
    fit: Floats


class _Masses(NamedTuple):
    """Log counts of each term in the fitted units of each topic, shape (n_terms, k); and how many.

    total : of each topic, shape (k,)
    sizes : units of each topic
    """

    words: Floats
    total: Floats
    sizes: Floats


def assign(model: TopicModel, dtm: DocumentTermMatrix) -> pd.DataFrame:
    """Send each unit of new texts to its likeliest topic; the topics stay as they are.

    dtm : of the new texts, counted by the same rules; words that the model does not know change
        nothing
    Returns  DOCUMENT_TOPICS, as the rows of `dtm`; topic 0 where a unit holds no known word. Units
        are scored 50,000 at a time, each by itself: how they are parted changes nothing.
    Raises   DataError where the model has no topics, UsageError for another kind of unit and for
        another rule of words
    """
    if model.mixture is None:
        raise DataError(f"the model has no topics to assign texts to: {model.reason}")
    _check_unit(model, dtm)
    to = columns(model, dtm)
    parts = [
        _assigned(model, dtm, at, to) for at in range(0, max(len(dtm.units), 1), mixture.CHUNK)
    ]
    return DOCUMENT_TOPICS.check(pd.concat(parts, ignore_index=True))


def _check_unit(model: TopicModel, dtm: DocumentTermMatrix) -> None:
    if dtm.unit != model.unit:
        raise UsageError(f"dtm: its unit is {dtm.unit}, the model's {model.unit}. Count by that")
    if dtm.words != model.words:
        raise UsageError(
            f"dtm: its words={dtm.words!r}, the model's {model.words!r}. Count by that"
        )


def _check_rules(fitted: DocumentTermMatrix, new: DocumentTermMatrix) -> None:
    one, other = ((d.words, d.stop_words) for d in (fitted, new))
    if one[0] != other[0] or (one[1] and other[1] and one != other):  # '': it took no word
        raise UsageError(
            f"new: counted by words={other[0]!r}, stop_words={other[1]!r}; the fitted texts by "
            f"{one[0]!r} and {one[1]!r}. Count by the same rules"
        )


def _assigned(model: TopicModel, dtm: DocumentTermMatrix, at: int, to: Codes) -> pd.DataFrame:
    place = np.arange(len(dtm.units))
    chunk = dtm.rows((place >= at) & (place < at + mixture.CHUNK))
    counts = known_counts(chunk.counts, to, len(model.vocabulary))
    row = np.flatnonzero(np.diff(counts.indptr))
    weights = features.log_counts(counts[row])
    fitted = _mixture(model)
    ranking = mixture.rank(weights, fitted)
    margin, unclear = stability.margins(weights, fitted, ranking)
    jaccard = np.full((1, model.found), np.nan)
    return tables.documents(chunk, tables.Found(row, ranking.best + 1, margin, unclear, jaccard))


def _mixture(model: TopicModel) -> mixture.Mixture:
    if model.mixture is None:
        raise DataError(f"the model has no topics: {model.reason}")
    return model.mixture


def columns(model: TopicModel, dtm: DocumentTermMatrix) -> Codes:
    """Find the model's column of each term of a matrix; -1 for a word it does not know."""
    return pd.Index(model.vocabulary).get_indexer(pd.Index(dtm.vocabulary))


def known_counts(counts: sp.csr_matrix, to: Codes, n_terms: int) -> sp.csr_matrix:
    """Bring counts to the model's columns; words it does not know are left out."""
    column = to[counts.indices]
    known = column >= 0
    row = np.repeat(np.arange(counts.shape[0]), np.diff(counts.indptr))
    cells = (row[known], column[known])
    return sp.csr_matrix((counts.data[known], cells), shape=(counts.shape[0], n_terms))


# --- whether new texts still fit ------------------------------------------------------------


def drift(
    model: TopicModel,
    fitted: DocumentTermMatrix,
    *,
    new: DocumentTermMatrix,
    assigned: pd.DataFrame,
) -> pd.DataFrame:
    """Ask whether new texts are made of the words, and the mixtures of words, that were fitted.

    fitted : the matrix the model was fitted on; at most 4,000 units are measured
    new : the matrix of the new texts; assigned : `assign` of it
    Returns  ASSIGN_DRIFT; fit and new words are compared document by document

    A fitted unit is measured by its topics without itself, and a word that no other unit holds is
    new to it: else any new text would seem to fit worse. `drifted`: the 99% interval of the
    difference (Welch's t) lies, on the worse side, beyond .3 of the standard deviation over fitted
    documents. On random halves of 1,000 texts of octis_m10 and newsmtsc, 8 topics, it never did in
    40 draws of each; with a class or source left out of the fit it did in 8 of 10.
    """
    _check_rules(fitted, new)
    _check_unit(model, new)
    with features.one_thread():
        counts = features.in_term_order(fitted)
        masses = _masses(model, counts)
        old, now = _of_fitted(model, fitted, counts, masses), _of_new(model, new, masses)
    words = _compared(old.new_words, now.new_words, worse=1)
    if not _has_rare(fitted):
        words |= _untested(np.zeros(0), now.new_words, _NO_RARE)
    fit = _compared(old.fit, now.fit, worse=-1)
    unclear = _untested(_unclear(model.documents), _unclear(assigned), _UNCOMPARED)
    table = pd.DataFrame([words, fit, unclear]).assign(measure=_MEASURES)
    return ASSIGN_DRIFT.check(table.astype({"measure": "str", "reason": "str"}))


def new_words(
    model: TopicModel, new: DocumentTermMatrix, *, n: int = 20, min_docs: int = MIN_UNITS
) -> pd.DataFrame:
    """List the words of new texts that the model does not know, in most documents first.

    Returns  NEW_WORDS, at most n, in `min_docs` documents or more
    """
    whole = new.for_intervals()
    unknown = np.flatnonzero(columns(model, new) < 0)
    df = whole.document_frequency()
    count = np.bincount(whole.counts.indices, whole.counts.data, len(whole.vocabulary))
    kept = unknown[df[unknown] >= min_docs]
    table = pd.DataFrame(
        {
            "term": pd.Series(whole.vocabulary[kept], dtype="str"),
            "n_docs": df[kept].astype(np.int64),
            "count": count[kept].astype(np.int64),
        }
    )
    order = {"n_docs": False, "term": True}
    table = table.sort_values(list(order), ascending=list(order.values()), kind="stable")
    return NEW_WORDS.check(table.head(n).reset_index(drop=True))


def _has_rare(fitted: DocumentTermMatrix) -> bool:
    """Say whether the fitted matrix has its rare words: then some stand in one unit only."""
    return fitted.counts.shape[0] < _RARE or bool((fitted.document_frequency() == 1).any())


def _masses(model: TopicModel, counts: sp.csr_matrix) -> _Masses:
    topic = model.documents["topic"].to_numpy(np.intp)
    row = np.flatnonzero(topic)
    of = mixture.members(topic[row] - 1, model.found)
    words = np.asarray((of @ features.log_counts(counts[row])).todense(), np.float64).T
    sizes = np.bincount(topic[row] - 1, minlength=model.found).astype(np.float64)
    return _Masses(words + mixture.PRIOR, words.sum(0) + mixture.PRIOR * len(words), sizes)


def _of_fitted(
    model: TopicModel, fitted: DocumentTermMatrix, counts: sp.csr_matrix, masses: _Masses
) -> _Measured:
    """Measure at most 4,000 fitted units, each by the topics without itself.

    counts : of `fitted`, in the order of the terms
    """
    df = features.document_frequency(counts)
    row = _drawn(counts)
    own = model.documents["topic"].to_numpy(np.intp)[row] - 1
    mask = np.isin(np.arange(counts.shape[0]), row)
    shared = sp.csr_matrix(counts[row].multiply(df > 1))
    shared.eliminate_zeros()
    weights = features.log_counts(shared)
    alone = features.log_counts(counts[row])
    scores = _scores(weights, masses)
    scores[np.arange(len(row)), own] = _left_out(weights, alone, masses, own)
    new, doc = _new_share(counts[row], shared), shares.cluster(fitted.rows(mask).units)
    return _Measured(_by_document(new, doc), _by_document(_per_word(scores, weights), doc))


def _drawn(counts: sp.csr_matrix) -> Codes:
    """Draw units that hold a term by their content: the same whatever their order."""
    filled = np.flatnonzero(np.diff(counts.indptr))
    keys = features.content_keys(counts)[filled]
    return np.sort(filled[np.argsort(keys, kind="stable")[:SAMPLE]])


def _left_out(weights: sp.csr_matrix, alone: sp.csr_matrix, masses: _Masses, own: Codes) -> Floats:
    """Score each unit by its own topic as it is without the unit.

    weights : of the words that other units hold too; alone : of all its words
    """
    row = np.repeat(np.arange(len(own)), np.diff(weights.indptr))
    mass = masses.words[weights.indices, own[row]] - weights.data
    words = np.bincount(row, weights.data * np.log(mass), len(own))
    size, total = (np.asarray(w.sum(1)).ravel() for w in (weights, alone))
    left = np.log(masses.total[own] - total)
    prior = np.log(masses.sizes[own]) - np.log(masses.sizes.sum() + len(masses.sizes))
    return np.asarray(words - size * left + prior, np.float64)


def _scores(weights: sp.csr_matrix, masses: _Masses) -> Floats:
    log_words = np.log(masses.words) - np.log(masses.total)
    prior = np.log(masses.sizes + 1) - np.log(masses.sizes.sum() + len(masses.sizes))
    return np.asarray(np.asarray(weights @ log_words) + prior, np.float64)


def _of_new(model: TopicModel, new: DocumentTermMatrix, masses: _Masses) -> _Measured:
    """Measure the new documents that hold a counted word."""
    to, parts = columns(model, new), []
    for at in range(0, max(len(new.units), 1), mixture.CHUNK):
        counts = new.counts[at : at + mixture.CHUNK]
        known = known_counts(counts, to, len(model.vocabulary))
        weights = features.log_counts(known)
        parts.append((_new_share(counts, known), _per_word(_scores(weights, masses), weights)))
    doc = shares.cluster(new.units)
    joined = (np.concatenate(column) for column in zip(*parts, strict=True))
    return _Measured(*(_by_document(column, doc) for column in joined))


def _new_share(counts: sp.csr_matrix, known: sp.csr_matrix) -> Floats:
    """Give the share of counted words that are not known; NaN for a unit without a counted one."""
    total, kept = (np.asarray(m.sum(1), np.float64).ravel() for m in (counts, known))
    return np.asarray(1 - kept / np.where(total > 0, total, np.nan), np.float64)


def _per_word(scores: Floats, weights: sp.csr_matrix) -> Floats:
    """Give the log-likelihood per known word; NaN for a unit without one."""
    size = np.asarray(weights.sum(1)).ravel()
    top = scores.max(1)
    whole = top + np.log(np.exp(scores - top[:, None]).sum(1))
    return np.asarray(np.where(size > 0, whole / np.where(size > 0, size, 1), np.nan), np.float64)


def _by_document(values: Floats, doc: pd.Series) -> Floats:
    means = pd.Series(values).groupby(doc.to_numpy(), sort=True).mean().dropna()
    return np.asarray(means, np.float64)


def _unclear(documents: pd.DataFrame) -> Floats:
    placed = documents[documents["topic"] > 0].reset_index(drop=True)
    return _by_document(placed["unclear"].to_numpy(np.float64), shares.cluster(placed))


def _untested(old: Floats, new: Floats, reason: str) -> dict[str, object]:
    row = dict.fromkeys(("low", "high"), np.nan)
    mean_old, mean_new = (float(v.mean()) if len(v) else np.nan for v in (old, new))
    spread = float(old.std(ddof=1)) if len(old) > 1 else np.nan
    return row | {
        "fitted": mean_old,
        "new": mean_new,
        "difference": mean_new - mean_old,
        "spread": spread,
        "n_fitted": len(old),
        "n_new": len(new),
        "drifted": False,
        "reason": reason,
    }


def _compared(old: Floats, new: Floats, *, worse: int) -> dict[str, object]:
    """Compare two means of documents by Welch's t."""
    row = _untested(old, new, f"fewer than {MIN_UNITS} documents")
    if min(len(old), len(new)) < MIN_UNITS:
        return row
    ends = uncertainty.welch(*((v.mean(), v.var(ddof=1), len(v)) for v in (new, old)), level=LEVEL)
    middle, half = float(ends.difference), float(np.nan_to_num(ends.half))  # equal values: no width
    least = worse * middle - half  # the end of the interval that is nearer to no change
    drifted = bool(least > NOTABLE * old.std(ddof=1))
    return row | {"low": middle - half, "high": middle + half, "drifted": drifted, "reason": ""}
