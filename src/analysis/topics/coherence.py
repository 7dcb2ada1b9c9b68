"""Whether a topic's label words keep company in the texts, and are its own."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from analysis.schema.topic_quality import TOPIC_QUALITY

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from analysis.terms.index import TokenIndex
    from analysis.topics.model import TopicModel

    Floats = NDArray[np.float64]
    Ints = NDArray[np.int64]

N_WORDS = 10
SAMPLE = 2_000_000  # words read, of more: cutting 10 million into tokens costs 10 seconds
_NPMI_WINDOW, _C_V_WINDOW = 10, 110
_EPSILON = 1e-12  # gensim's, added to the share of windows that hold both words
_FEW_WORDS = "fewer than two of its words are in the texts read"
_EVERY_WINDOW = "its words are in every window"
_ONE_TOPIC = "one topic holds all"


@dataclass(frozen=True, eq=False)
class _Uses:
    """Every use of a label word, one row for each topic that has it, by slot and then place.

    slot : topic * 10 + rank, both from 0
    token : its place in the corpus
    start, end : where its document begins, and one past where it ends
    """

    slot: Ints
    token: Ints
    start: Ints
    end: Ints
    n_tokens: int


def sample(docs: pd.DataFrame, n_tokens: int = SAMPLE) -> pd.DataFrame:
    """Draw the texts that coherence and phrases are counted in: all, or so many words of more.

    The draw depends on the texts alone: those with the least SHA-256, in the order of `docs`.
    (The first of a table in order of dates would leave out the topics of later years.) Fewer texts
    hold fewer of the rare pairs: 2 of 7 million words put NPMI .03 lower, .11 at most for a topic.
    """
    if docs["n_tokens"].sum() <= n_tokens:
        return docs
    lot = [hashlib.sha256(text.encode(errors="replace")).digest() for text in docs["text"]]
    order = np.array(sorted(range(len(docs)), key=lambda row: (lot[row], row)))
    total = docs["n_tokens"].to_numpy(np.int64)[order].cumsum()
    drawn = order[: max(1, int(np.searchsorted(total, n_tokens, side="right")))]
    return docs.iloc[np.sort(drawn)].reset_index(drop=True)


def quality(model: TopicModel, idx: TokenIndex) -> pd.DataFrame:
    """Measure how far each topic's ten label words keep company, and how far they are its own.

    idx : tokens of the texts the model was fitted on, or of a `sample` of them, cut by the same
        word rule
    Returns  TOPIC_QUALITY

    NPMI and C_V are gensim's (4.4.0): boolean windows of 10 and 110 tokens that slide over each
    document, stop words and all. Where a word occurs twice in a window, gensim forgets it as
    soon as the first of the two slides out, and so does this, for published figures are made so.
    Counted exactly, a topic's NPMI differs by at most .013 and its C_V by .029, on average by
    .002 and .004 (35 topics of inaugural, state_union, octis_m10 and newsmtsc). As in gensim a
    pair that never occurs has log(1e-12 / (p1 p2)) / -log(1e-12), some -.3 to -.8, and a word that
    the texts do not hold is left out; `n_words` says how many are there. A pair in every window
    has gensim's -1; here it is not measured.

    Source  Bouma (2009), NPMI; Roeder, Both & Hinneburg (2015), C_V; Bischof & Airoldi (2012) and
    Roberts et al. (2014), exclusivity.
    """
    if not model.found:
        return TOPIC_QUALITY.empty()
    table = coherence(label_words(model), idx)
    table = table.assign(topic=np.arange(1, model.found + 1), exclusivity=exclusivity(model))
    table = table.assign(n_docs=len(idx.doc_ids), n_windows=n_windows(idx, _NPMI_WINDOW))
    if model.found == 1:
        table["reason"] = [_ONE_TOPIC if not r else f"{r}; {_ONE_TOPIC}" for r in table["reason"]]
    return TOPIC_QUALITY.check(table.astype({"reason": "str"}))


def coherence(words: list[list[str]], idx: TokenIndex) -> pd.DataFrame:
    """Measure how far the words of each list keep company, as `quality` says.

    Returns  npmi, c_v, n_words, reason; one row for each list
    """
    uses = _uses(words, idx)
    near, wide = (_together(uses, size, len(words)) for size in (_NPMI_WINDOW, _C_V_WINDOW))
    n_near, n_wide = (n_windows(idx, size) for size in (_NPMI_WINDOW, _C_V_WINDOW))
    rows = [_scores(n, w, (n_near, n_wide)) for n, w in zip(near, wide, strict=True)]
    return pd.DataFrame(rows, columns=["npmi", "c_v", "n_words", "reason"])


def label_words(model: TopicModel) -> list[list[str]]:
    """List the ten heaviest words of each topic, in the order of the topics."""
    heavy = model.terms[model.terms["rank"] <= N_WORDS].groupby("topic")["term"].agg(list)
    return [heavy.get(topic, []) for topic in model.topics["topic"]]


def diversity(model: TopicModel) -> float:
    """Measure the share of different words among the label words of all topics; NaN for none.

    Source  Dieng, Ruiz & Blei (2020), topic diversity, of ten words instead of 25.
    """
    words = [word for of_topic in label_words(model) for word in of_topic]
    return len(set(words)) / len(words) if words else float("nan")


def exclusivity(model: TopicModel) -> Floats:
    """Average over a topic's label words its share of the rates of the word in all topics.

    Returns  0..1 for each topic; NaN without a word, and where one topic holds all
    """
    found = np.full(model.found, np.nan)
    if model.mixture is None or model.found == 1:
        return found
    owned = owned_share(model.mixture.log_words)
    for topic, words in enumerate(label_words(model)):
        if words:
            found[topic] = owned[np.searchsorted(model.vocabulary, words), topic].mean()
    return found


def owned_share(log_words: Floats) -> Floats:
    """Give each topic's rate of each word as a share of all topics' rates, shape (n_terms, k)."""
    rates = np.exp(log_words - log_words.max(1, keepdims=True))
    return np.asarray(rates / rates.sum(1, keepdims=True), np.float64)


def n_windows(idx: TokenIndex, size: int) -> int:
    """Count the windows of all documents; a shorter document is one window, an empty one too."""
    lengths = np.bincount(idx.doc, minlength=len(idx.doc_ids))
    return int(np.maximum(lengths - size + 1, 1).sum())


def _uses(words: list[list[str]], idx: TokenIndex) -> _Uses:
    """Find every use of every label word."""
    number, slot = _slots(words, idx)
    times = np.bincount(number, minlength=len(idx.vocabulary))
    at = np.flatnonzero(times[idx.ids])
    of_word = np.cumsum(times) - times  # where the slots of a word begin
    many = times[idx.ids[at]]
    nth = np.arange(many.sum()) - np.repeat(np.cumsum(many) - many, many)
    at = np.repeat(at, many)
    slot = slot[of_word[idx.ids[at]] + nth]
    order = np.argsort(slot, kind="stable")
    at, slot = at[order], slot[order]
    length = np.bincount(idx.doc, minlength=len(idx.doc_ids))
    end = np.cumsum(length)[idx.doc[at]]
    return _Uses(slot, at, end - length[idx.doc[at]], end, len(idx.ids))


def _slots(words: list[list[str]], idx: TokenIndex) -> tuple[Ints, Ints]:
    """Number the label words that occur, by word: the word's number, topic * 10 + rank."""
    pairs = [
        (idx.number(word), topic * N_WORDS + rank)
        for topic, of_topic in enumerate(words)
        for rank, word in enumerate(of_topic)
        if idx.holds(word)
    ]
    number, slot = np.array(sorted(pairs), np.int64).reshape(-1, 2).T
    return number, slot


def _together(uses: _Uses, size: int, k: int) -> Ints:
    """Count the windows that hold each pair of words of a topic, shape (k, 10, 10).

    The diagonal counts those with the word itself. Each word is present in stretches of
    windows, numbered by their first token; stretches of two words that overlap share windows.
    """
    slot, first, last = _stretches(uses, *_presence(uses, size))
    topic = slot // N_WORDS
    key = topic * uses.n_tokens + first
    order = np.argsort(key, kind="stable")
    key, slot, first, last = key[order], slot[order], first[order], last[order]
    upto = np.searchsorted(key, topic[order] * uses.n_tokens + last, side="right")
    later = upto - np.arange(len(key)) - 1  # stretches that begin within this one
    one = np.repeat(np.arange(len(key)), later)
    other = one + 1 + np.arange(len(one)) - np.repeat(np.cumsum(later) - later, later)
    shared = np.minimum(last[one], last[other]) - first[other] + 1
    cells, n_cells = slot[one] * N_WORDS + slot[other] % N_WORDS, k * N_WORDS * N_WORDS
    both = np.bincount(cells, shared, n_cells).reshape(k, N_WORDS, N_WORDS)
    own = np.bincount(slot, last - first + 1, k * N_WORDS).reshape(k, N_WORDS)
    counts = both + both.transpose(0, 2, 1) + own[:, :, None] * np.eye(N_WORDS)
    return np.asarray(np.round(counts), np.int64)


def _presence(uses: _Uses, size: int) -> tuple[Ints, Ints]:
    """Find from which to which window each use makes its word present, as gensim has it.

    A word enters with its use as the window's last token. It goes when its first use in that
    window slides out, though a later one may still be there: exactly it would stay until `token`.
    """
    first = np.maximum(uses.token - size + 1, uses.start)
    key = uses.slot * uses.n_tokens + uses.token
    leaves = uses.token[np.searchsorted(key, uses.slot * uses.n_tokens + first)]
    last_window = np.maximum(uses.end - size, uses.start)
    return first, np.minimum(leaves, last_window)


def _stretches(uses: _Uses, first: Ints, last: Ints) -> tuple[Ints, Ints, Ints]:
    """Join the overlapping presences of a word: slot, first and last window."""
    if not len(first):
        return uses.slot, first, last
    new = np.diff(uses.slot, prepend=-1) != 0
    new[1:] |= first[1:] > last[:-1]
    begin = np.flatnonzero(new)
    until = np.append(begin[1:], len(first)) - 1
    return uses.slot[begin], first[begin], last[until]


def _scores(near: Ints, wide: Ints, n: tuple[int, int]) -> tuple[float, float, int, str]:
    """Score one topic: npmi, c_v, n_words, reason."""
    there = np.flatnonzero(np.diag(near))
    few = len(there) < 2  # noqa: PLR2004  a pair needs two
    if few:
        return np.nan, np.nan, len(there), _FEW_WORDS
    kept = np.ix_(there, there)
    pairs = _npmi(near[kept], n[0])[np.triu_indices(len(there), 1)]
    npmi, c_v = float(pairs.mean()), _c_v(_npmi(wide[kept], n[1]))
    return npmi, c_v, len(there), _EVERY_WINDOW if np.isnan([npmi, c_v]).any() else ""


def _npmi(together: Ints, n: int) -> Floats:
    """Measure each pair's NPMI from counts of windows; NaN where both are in every window."""
    both, alone = together / n, np.diag(together) / n
    everywhere = together == n
    log_both = np.log(np.where(everywhere, 0.5, both) + _EPSILON)
    value = (log_both - np.log(np.outer(alone, alone))) / -log_both
    return np.asarray(np.where(everywhere, np.nan, value), np.float64)


def _c_v(vectors: Floats) -> float:
    """Average the cosines of each word's NPMI with all words and the sum of those vectors."""
    whole = vectors.sum(0)
    lengths = np.sqrt((vectors**2).sum(1)) * np.sqrt((whole**2).sum())
    return float((vectors @ whole / lengths).mean())
