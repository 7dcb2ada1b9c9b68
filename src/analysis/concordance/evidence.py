"""The sentences and passages behind any row of any table."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from analysis import corpus, tokens
from analysis.concordance.places import with_documents
from analysis.errors import UsageError, did_you_mean
from analysis.sampling import evenly
from analysis.schema import EVIDENCE

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from analysis.terms import DocumentTermMatrix

    Spans = list[tuple[int, int]]


def evidence_for_terms(
    docs: pd.DataFrame,
    sents: pd.DataFrame,
    *,
    dtm_sentences: DocumentTermMatrix,
    terms: Sequence[str],
    n: int = 3,
) -> pd.DataFrame:
    """Choose sentences that show each term, spread evenly over its documents in their order.

    dtm_sentences : counts with the sentence as unit, over `sents`
    terms : of its vocabulary; they become the keys
    n : sentences a term, at most; `n_total` says how many there are
    Returns  EVIDENCE; the term is marked in each sentence

    Raises UsageError for a term that was not counted.
    """
    asked = list(dict.fromkeys(terms))
    if not asked:
        return EVIDENCE.empty()
    columns = [dtm_sentences.column(term) for term in asked]
    by_term = dtm_sentences.counts[:, columns].tocsc()
    owner = pd.factorize(dtm_sentences.units["doc_id"])[0]
    hits = [
        np.sort(column).astype(np.int64)
        for column in np.split(by_term.indices, by_term.indptr[1:-1])
    ]
    rows = [_spread(row, owner[row], n) for row in hits]
    chosen = pd.DataFrame(
        {
            "key": np.repeat(np.array(asked, dtype=object), [len(r) for r in rows]),
            "n_total": np.repeat([len(h) for h in hits], [len(r) for r in rows]),
            "sentence_id": dtm_sentences.units["unit_id"].to_numpy()[np.concatenate(rows)],
        }
    )
    table = _sentences(docs, sents, chosen)
    return EVIDENCE.check(table.assign(marks=_marks(table, dtm_sentences)))


def _spread(rows: NDArray[np.int64], owner: NDArray[np.int64], n: int) -> NDArray[np.int64]:
    """Take n of the rows, evenly: one a document where there are enough documents."""
    first = rows[np.unique(owner, return_index=True)[1]]
    pool = first if len(first) >= n else rows
    return pool[evenly(len(pool), n)]


def evidence_for_sentences(
    docs: pd.DataFrame, sents: pd.DataFrame, *, chosen: pd.DataFrame
) -> pd.DataFrame:
    """Show sentences that were chosen elsewhere, in the order given.

    chosen : key, sentence_id; where known also marks (list of spans in the sentence) and n_total
        (else the number of rows of the key)
    Returns  EVIDENCE

    Raises UsageError for a sentence that is not in `sents`.
    """
    if not len(chosen):
        return EVIDENCE.empty()
    return EVIDENCE.check(_sentences(docs, sents, chosen))


def evidence_for_passages(
    docs: pd.DataFrame, passages: pd.DataFrame, *, chosen: pd.DataFrame
) -> pd.DataFrame:
    """Show documents, paragraphs or sentences chosen elsewhere, with some of their words marked.

    passages : unit_id, doc_id, start, end (terms.passages)
    chosen : key, unit_id, n_total, terms (list of words to mark); rows of a key together
    Returns  EVIDENCE; `sentence_id` holds the passage's id
    """
    if chosen.empty:
        return EVIDENCE.empty()
    at = pd.Index(passages["unit_id"]).get_indexer(pd.Index(chosen["unit_id"]))
    own = passages.iloc[at].rename(columns={"unit_id": "sentence_id"}).reset_index(drop=True)
    texts = corpus.texts(docs, own)
    marks = [_any_of(text, words) for text, words in zip(texts, chosen["terms"], strict=True)]
    table = with_documents(own, docs).assign(
        key=chosen["key"].astype("str").to_numpy(),
        n_total=chosen["n_total"].to_numpy(np.int64),
        text=pd.Series(texts, dtype="str"),
        marks=pd.Series(marks, dtype="object"),
    )
    return EVIDENCE.check(table.astype({"key": "str"}))


def _any_of(text: str, words: Sequence[str]) -> Spans:
    """Find where any of some folded words stands."""
    wanted = frozenset(words)
    return [(a, b) for a, b in tokens.spans(text) if tokens.fold(text[a:b]) in wanted]


def _sentences(docs: pd.DataFrame, sents: pd.DataFrame, chosen: pd.DataFrame) -> pd.DataFrame:
    """Put text, place and document beside each chosen sentence."""
    at = pd.Index(sents["sentence_id"]).get_indexer(pd.Index(chosen["sentence_id"]))
    if (at < 0).any():
        unknown = chosen["sentence_id"].iloc[int(np.argmin(at))]
        hint = did_you_mean(str(unknown), sents["sentence_id"].head(1000).tolist())
        raise UsageError(f"no sentence {unknown!r} in these documents; {hint}")
    table = with_documents(sents.iloc[at], docs)
    key = chosen["key"].astype("str").reset_index(drop=True)
    total = chosen["n_total"] if "n_total" in chosen else key.groupby(key).transform("size")
    marks = chosen["marks"].tolist() if "marks" in chosen else [[] for _ in at]
    return table.assign(
        key=key,
        n_total=total.to_numpy(np.int64),
        text=pd.Series(corpus.texts(docs, table), dtype="str"),
        marks=pd.Series(marks, dtype="object"),
    )


def _marks(table: pd.DataFrame, dtm: DocumentTermMatrix) -> pd.Series:
    """Mark each row's term in its sentence."""
    stops = {code: _stop_words(dtm.stop_words, code) for code in table["language"].unique()}
    rows = zip(table["text"], table["key"], table["language"], strict=True)
    marks = [_term_spans(text, term, (dtm, stops[code])) for text, term, code in rows]
    return pd.Series(marks, dtype="object")


def _stop_words(name: str, code: str) -> frozenset[str]:
    """Find the list that was taken out before n-grams were made; a user's own is not known."""
    if name == "english":
        from sklearn.feature_extraction.text import ENGLISH_STOP_WORDS  # noqa: PLC0415 - heavy

        return frozenset(ENGLISH_STOP_WORDS)
    wanted = code if name == "auto" else name
    return tokens.stop_list(wanted) if wanted in tokens.stop_list_languages() else frozenset()


def _term_spans(text: str, term: str, rule: tuple[DocumentTermMatrix, frozenset[str]]) -> Spans:
    """Find a word or n-gram by the rule it was counted with, over stop words as it was counted."""
    dtm, stop = rule
    words = term.split(" ")
    folded = [(tokens.fold(text[a:b], dtm.words), a, b) for a, b in tokens.spans(text, dtm.words)]
    kept = folded if len(words) == 1 else [token for token in folded if token[0] not in stop]
    exact = list(_runs(kept, words))
    return exact or [(a, b) for word, a, b in folded if word in words]


def _runs(found: list[tuple[str, int, int]], words: list[str]) -> Iterator[tuple[int, int]]:
    """Yield where the tokens `words` follow each other, without overlap."""
    names = [name for name, _, _ in found]
    at, n = 0, len(words)
    while at + n <= len(names):
        hit = names[at : at + n] == words
        if hit:
            yield found[at][1], found[at + n - 1][2]
        at += n if hit else 1
