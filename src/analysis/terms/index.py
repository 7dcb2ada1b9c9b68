"""Every token of a corpus as a number: cut once, for all that follows."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from analysis import corpus, tokens
from analysis.errors import UsageError, did_you_mean
from analysis.terms.matrix import DocumentTermMatrix, of_words, tallied

if TYPE_CHECKING:
    from collections.abc import Mapping

    import scipy.sparse as sp
    from numpy.typing import NDArray

    Ints = NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class TokenIndex:
    """Every token of a corpus as a number, in the order of the texts.

    ids : number of each token's word in `vocabulary`
    sentence, doc : number of each token's sentence and document
    vocabulary : words in code-point order
    doc_ids : the documents, in order
    units : unit_id, doc_id of every sentence, those without a token too
    words : the word rule
    lemma_of : language -> form -> the lemma it is counted as; empty where forms stand as they are
    """

    ids: Ints
    sentence: Ints
    doc: Ints
    vocabulary: NDArray[np.str_]
    doc_ids: pd.Series
    units: pd.DataFrame
    words: tokens.WordRule
    lemma_of: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    def by_sentence(self) -> DocumentTermMatrix:
        """Count every word in every sentence, as `terms.count` does with that unit.

        Raises DataError where there is no word.
        """
        labels = self.labels()
        counts = tallied(self.ids, labels["n_tokens"].to_numpy(np.int64), len(self.vocabulary))
        found = of_words(counts, self.vocabulary, labels, unit="sentence", words=self.words)
        return replace(found, lemma_of=self.lemma_of)

    def matrix(self, counts: sp.csr_matrix, vocabulary: NDArray[np.str_]) -> DocumentTermMatrix:
        """Label what was counted in every sentence, such as phrases, as the index counts words."""
        found = DocumentTermMatrix(counts, self.labels(), vocabulary, "sentence", self.words)
        return replace(found, lemma_of=self.lemma_of)

    def labels(self) -> pd.DataFrame:
        """Describe every sentence as a row of a matrix: unit_id, doc_id, n_tokens."""
        return self.units.assign(n_tokens=np.bincount(self.sentence, minlength=len(self.units)))

    def holds(self, term: str) -> bool:
        """Tell whether a word occurs."""
        return self._place(tokens.fold(term.strip(), self.words)) is not None

    def number(self, term: str) -> int:
        """Find the number of a word, or of the lemma that it is a form of.

        Raises UsageError, naming the closest word, where it does not occur.
        """
        folded = tokens.fold(term.strip(), self.words)
        at = self._place(folded)
        if at is None:
            near = self.vocabulary[np.char.startswith(self.vocabulary, folded[:1])]
            hint = did_you_mean(folded, near.tolist())
            raise UsageError(f"{term!r} is not a word of these texts; {hint}")
        return at

    def _place(self, folded: str) -> int | None:
        """Find a word in the vocabulary, else its lemma."""
        lemmas = [known[folded] for known in self.lemma_of.values() if folded in known]
        for word in (folded, *lemmas):
            at = int(np.searchsorted(self.vocabulary, word))
            if at < len(self.vocabulary) and self.vocabulary[at] == word:
                return at
        return None


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
    ids, lengths, vocabulary = numbered(corpus.texts(docs, sents), words)
    owner = pd.Index(docs["doc_id"]).get_indexer(pd.Index(sents["doc_id"]))
    return TokenIndex(
        ids=ids,
        sentence=np.repeat(np.arange(len(lengths)), lengths),
        doc=np.repeat(owner.astype(np.int64), lengths),
        vocabulary=vocabulary,
        doc_ids=docs["doc_id"].reset_index(drop=True),
        units=sents[["sentence_id", "doc_id"]]
        .rename(columns={"sentence_id": "unit_id"})
        .reset_index(drop=True),
        words=words,
    )


def numbered(texts: list[str], words: tokens.WordRule) -> tuple[Ints, Ints, NDArray[np.str_]]:
    """Number the tokens of each text: ids, tokens a text, vocabulary in code-point order."""
    ids, lengths, types = tokens.cut((tokens.fold(text, words) for text in texts), words)
    vocabulary = np.array(types, dtype=np.str_)
    order = np.argsort(vocabulary, kind="stable")
    rank = np.empty(len(order), np.int64)
    rank[order] = np.arange(len(order))
    return rank[ids], lengths, vocabulary[order]
