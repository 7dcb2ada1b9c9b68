"""The sentences and passages behind any row of any table."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import pandas as pd

from analysis import corpus, tokens
from analysis.concordance.places import with_documents
from analysis.errors import UsageError, did_you_mean
from analysis.sampling import evenly
from analysis.schema import EVIDENCE

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

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
    asked = pd.DataFrame({"term": list(dict.fromkeys(terms))})
    hits = _rows_of(dtm_sentences, asked["term"])
    return _of_terms(docs, sents, dtm_sentences, (asked.assign(key=asked["term"]), hits, n))


def evidence_within(
    docs: pd.DataFrame,
    sents: pd.DataFrame,
    *,
    dtm_sentences: DocumentTermMatrix,
    spans: pd.DataFrame,
    when: pd.Series,
    n: int = 3,
) -> pd.DataFrame:
    """Choose sentences that show each term within a stretch of time, such as its burst.

    spans : key, term, and start and end, the first days of the first and last period
    when : start of the period of each document of `docs`; NaT is in no stretch
    n : as in `evidence_for_terms`; `n_total` counts the sentences within the stretch
    Returns  EVIDENCE; the term is marked in each sentence

    Raises UsageError for a term that was not counted.
    """
    of_doc = pd.Series(when.to_numpy(), index=docs["doc_id"].to_numpy())
    of_row = of_doc.reindex(dtm_sentences.units["doc_id"].to_numpy()).to_numpy()
    bounds = zip(_rows_of(dtm_sentences, spans["term"]), spans["start"], spans["end"], strict=True)
    hits = [
        rows[(of_row[rows] >= first.to_datetime64()) & (of_row[rows] <= last.to_datetime64())]
        for rows, first, last in bounds
    ]
    return _of_terms(docs, sents, dtm_sentences, (spans, hits, n))


def evidence_for_groups(
    docs: pd.DataFrame,
    sents: pd.DataFrame,
    *,
    dtm_sentences: DocumentTermMatrix,
    groups: Mapping[str, Sequence[str]],
    n: int = 3,
) -> pd.DataFrame:
    """Choose sentences that hold any term of a group, such as the words that stand once.

    dtm_sentences : counts with the sentence as unit, over `sents`
    groups : key -> terms; those that were not counted are passed over
    n : sentences a group, at most, spread as in `evidence_for_terms`
    Returns  EVIDENCE; all terms of the group are marked in each sentence
    """
    owner = pd.factorize(dtm_sentences.units["doc_id"])[0]
    found = []
    for key, terms in groups.items():
        column = np.isin(dtm_sentences.vocabulary, np.array(list(terms), dtype=np.str_))
        hits = np.flatnonzero(np.diff(dtm_sentences.counts[:, column].indptr))
        ids = dtm_sentences.units["unit_id"].to_numpy()[_spread(hits, owner[hits], n)]
        found.append(pd.DataFrame({"key": key, "n_total": len(hits), "sentence_id": ids}))
    chosen = pd.concat(found, ignore_index=True) if found else EVIDENCE.empty()
    if chosen.empty:
        return EVIDENCE.empty()
    table = _sentences(docs, sents, chosen)
    words = {key: frozenset(terms) for key, terms in groups.items()}
    rows = zip(table["text"], table["key"], table["language"], strict=True)
    marks = [_Rule.of(dtm_sentences, code).meets(text, words[key]) for text, key, code in rows]
    return EVIDENCE.check(table.assign(marks=pd.Series(marks, dtype="object")))


def _rows_of(dtm: DocumentTermMatrix, terms: pd.Series) -> list[NDArray[np.int64]]:
    """List the rows that hold each term."""
    if not len(terms):
        return []
    by_term = dtm.counts[:, [dtm.column(term) for term in terms]].tocsc()
    columns = np.split(by_term.indices, by_term.indptr[1:-1])
    return [np.sort(column).astype(np.int64) for column in columns]


def _of_terms(
    docs: pd.DataFrame,
    sents: pd.DataFrame,
    dtm: DocumentTermMatrix,
    wanted: tuple[pd.DataFrame, list[NDArray[np.int64]], int],
) -> pd.DataFrame:
    """Take some of the sentences of each term.

    wanted : key and term; the rows of the matrix that hold each; how many to take
    """
    asked, hits, n = wanted
    if not len(asked):
        return EVIDENCE.empty()
    owner = pd.factorize(dtm.units["doc_id"])[0]
    rows = [_spread(row, owner[row], n) for row in hits]
    lengths = [len(row) for row in rows]
    chosen = pd.DataFrame(
        {
            "key": np.repeat(asked["key"].to_numpy(object), lengths),
            "n_total": np.repeat([len(h) for h in hits], lengths),
            "sentence_id": dtm.units["unit_id"].to_numpy()[np.concatenate(rows)],
        }
    )
    table = _sentences(docs, sents, chosen)
    terms = np.repeat(asked["term"].to_numpy(object), lengths)
    return EVIDENCE.check(table.assign(marks=_marks(table, terms, dtm)))


def evidence_for_lines(
    docs: pd.DataFrame, sents: pd.DataFrame, *, found: pd.DataFrame, n: int = 3
) -> pd.DataFrame:
    """Choose sentences of each document in which a search met something, spread evenly.

    found : LINES of `docs`
    n : sentences a document, at most; `n_total` says how many there are
    Returns  EVIDENCE, the document as key; what was met is marked in each sentence
    """
    if found.empty:
        return EVIDENCE.empty()
    at = _places(sents["sentence_id"], found["sentence_id"])
    shift = sents["start"].to_numpy(np.int64)[at]
    spans = zip((found["start"] - shift).tolist(), (found["end"] - shift).tolist(), strict=True)
    met = pd.DataFrame({"key": found["doc_id"], "sentence_id": found["sentence_id"]})
    met = met.assign(marks=pd.Series(list(spans), index=met.index, dtype="object"))
    held = met.groupby(["key", "sentence_id"], sort=False)
    by_sentence = held["marks"].agg(list).reset_index()
    chosen = [
        rows.iloc[evenly(len(rows), n)].assign(n_total=len(rows))
        for _, rows in by_sentence.groupby("key", sort=False)
    ]
    return evidence_for_sentences(docs, sents, chosen=pd.concat(chosen, ignore_index=True))


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
    at = _places(sents["sentence_id"], chosen["sentence_id"])
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


def _places(ids: pd.Series, wanted: pd.Series) -> NDArray[np.intp]:
    """Find where a few of many ids stand; -1 for one that is not there.

    An index of all 500,000 sentences takes .3 CPU seconds, each time it is asked for.
    """
    held = np.append(np.flatnonzero(ids.isin(wanted)), -1)
    places: NDArray[np.intp] = held[pd.Index(ids.iloc[held[:-1]]).get_indexer(pd.Index(wanted))]
    return places


def _marks(table: pd.DataFrame, terms: NDArray[np.object_], dtm: DocumentTermMatrix) -> pd.Series:
    """Mark each row's term in its sentence."""
    stops = {code: _stop_words(dtm.stop_words, code) for code in table["language"].unique()}
    rows = zip(table["text"], terms, table["language"], strict=True)
    marks = [_term_spans(text, term, _Rule.of(dtm, code, stops[code])) for text, term, code in rows]
    return pd.Series(marks, dtype="object")


def _stop_words(name: str, code: str) -> frozenset[str]:
    """Find the list that was taken out before n-grams were made; a user's own is not known."""
    if name == "english":
        from sklearn.feature_extraction.text import ENGLISH_STOP_WORDS  # noqa: PLC0415 - heavy

        return frozenset(ENGLISH_STOP_WORDS)
    wanted = code if name == "auto" else name
    return tokens.stop_list(wanted) if wanted in tokens.stop_list_languages() else frozenset()


class _Rule(NamedTuple):
    """How the words of one text were counted."""

    words: tokens.WordRule
    stop: frozenset[str]
    lemma_of: Mapping[str, str]

    @classmethod
    def of(cls, dtm: DocumentTermMatrix, code: str, stop: frozenset[str] = frozenset()) -> _Rule:
        """Take the rule of a matrix for texts of one language."""
        return cls(dtm.words, stop, dtm.lemma_of.get(code, {}))

    def counted(self, spelled: str) -> str:
        """Give the term that a word of the text was counted as."""
        folded = tokens.fold(spelled, self.words)
        return self.lemma_of.get(folded, folded)

    def meets(self, text: str, terms: frozenset[str]) -> Spans:
        """Find where any of some terms stands."""
        spans = tokens.spans(text, self.words)
        return [(a, b) for a, b in spans if self.counted(text[a:b]) in terms]


def _term_spans(text: str, term: str, rule: _Rule) -> Spans:
    """Find a word or n-gram by the rule it was counted with, over stop words as it was counted."""
    words = term.split(" ")
    folded = [(rule.counted(text[a:b]), a, b) for a, b in tokens.spans(text, rule.words)]
    kept = folded if len(words) == 1 else [token for token in folded if token[0] not in rule.stop]
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
