"""Forms of words: lemmas in place of surface forms, and what folding to small letters merges."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import pandas as pd
import scipy.sparse as sp

from analysis import tokens, wording
from analysis.frequency.richness import evenly
from analysis.schema.terms_frequency import CASE_FORMS, LEMMA_FORMS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from analysis.terms import DocumentTermMatrix

MAX_DOCS = 2000  # looked at for spellings: which one is usual shows long before
MAX_FORMS = 6  # spellings named
NOT_MET = "not in the documents looked at"


class _LookedUp(NamedTuple):
    """The rows of one language, and the lemma of every term there."""

    code: str
    rows: NDArray[np.bool_]
    lemma: NDArray[np.str_]


def lemmas(dtm: DocumentTermMatrix, docs: pd.DataFrame) -> DocumentTermMatrix:
    """Merge the forms of a word into its lemma: war, wars.

    docs : DOCUMENTS; each row is merged by the language of its document. Where simplemma has no
        rules for a language its words stay as they are, and so do words with a digit
    Returns  counts of lemmas, folded; an n-gram is merged word by word

    A dictionary look-up without context: *saw* is *see*, *left* stays, *us* is *we*, *went* is
    *wend*. `lemma_forms` lists what was merged.
    Source   simplemma (Barbaresi), dictionaries and rules by language.
    """
    return _merged(dtm, _looked_up(dtm, docs))


def lemma_forms(dtm: DocumentTermMatrix, docs: pd.DataFrame) -> pd.DataFrame:
    """List which terms `lemmas` merges, by language.

    Returns  LEMMA_FORMS, lemmas of two forms or more alone
    """
    return _listed(dtm, _looked_up(dtm, docs))


def lemmatized(
    dtm: DocumentTermMatrix, docs: pd.DataFrame
) -> tuple[DocumentTermMatrix, pd.DataFrame]:
    """Give `lemmas` and `lemma_forms` from one look-up of every word."""
    looked = _looked_up(dtm, docs)
    return _merged(dtm, looked), _listed(dtm, looked)


def _looked_up(dtm: DocumentTermMatrix, docs: pd.DataFrame) -> list[_LookedUp]:
    """Look up the lemma of every term in each language."""
    language = _languages(dtm, docs)
    rows = {str(code): language == code for code in np.unique(language)}
    return [_LookedUp(code, own, _lemma_of(dtm, own, code)) for code, own in rows.items()]


def _merged(dtm: DocumentTermMatrix, looked: list[_LookedUp]) -> DocumentTermMatrix:
    """Sum the forms of each lemma, in the order of the rows."""
    vocabulary = np.unique(np.concatenate([one.lemma for one in looked]))
    merged = [_merge(dtm.counts[one.rows], one.lemma, vocabulary) for one in looked]
    places = [np.flatnonzero(one.rows) for one in looked]
    order = np.argsort(np.concatenate(places), kind="stable")
    counts = sp.csr_matrix(sp.vstack(merged, format="csr")[order])
    used = np.flatnonzero(np.bincount(counts.indices, minlength=len(vocabulary)))
    return replace(dtm, counts=counts, vocabulary=vocabulary).columns(used)


def _listed(dtm: DocumentTermMatrix, looked: list[_LookedUp]) -> pd.DataFrame:
    rows = [row for one in looked for row in _forms(dtm, one)]
    if not rows:
        return LEMMA_FORMS.empty()
    kinds = {"language": "str", "lemma": "str", "forms": "str"}
    return LEMMA_FORMS.check(pd.DataFrame(rows).astype(kinds))


def _forms(dtm: DocumentTermMatrix, one: _LookedUp) -> list[dict[str, object]]:
    """List the lemmas of one language that stand for several terms found in it."""
    held = dtm.counts[one.rows].indices
    found = np.flatnonzero(np.bincount(held, minlength=len(dtm.vocabulary)))
    groups: dict[str, list[str]] = defaultdict(list)
    for term, lemma in zip(dtm.vocabulary[found], one.lemma[found], strict=True):
        groups[str(lemma)].append(str(term))
    return [
        {"language": one.code, "lemma": lemma, "n_forms": len(own), "forms": ", ".join(own)}
        for lemma, own in sorted(groups.items())
        if len(own) > 1
    ]


def _languages(dtm: DocumentTermMatrix, docs: pd.DataFrame) -> NDArray[np.object_]:
    """Give the language of each row."""
    of_doc = docs.set_index("doc_id")["language"]
    return of_doc.reindex(dtm.units["doc_id"].to_numpy()).fillna("und").to_numpy(dtype=object)


def _lemma_of(dtm: DocumentTermMatrix, rows: NDArray[np.bool_], code: str) -> NDArray[np.str_]:
    """Give the lemma of every term that occurs in these rows; other terms keep their form."""
    simplemma = _simplemma()
    lemma = dtm.vocabulary.astype(object)
    if not _covers(simplemma, code):
        return lemma.astype(np.str_)
    found = np.flatnonzero(np.bincount(dtm.counts[rows].indices, minlength=len(lemma)))
    known: dict[str, str] = {}
    for at in found:  # once for every type: measured 1 CPU second for 100,000
        words = str(lemma[at]).split(" ")
        for word in words:
            if word not in known:
                known[word] = _lemma(simplemma, word, code)
        lemma[at] = " ".join(known[word] for word in words)
    return lemma.astype(np.str_)


def _lemma(simplemma: Any, word: str, code: str) -> str:  # noqa: ANN401 - see _simplemma
    """Look a word up; one with a digit stays, since 1-2 is not 12."""
    if any(map(str.isdigit, word)):
        return word
    return tokens.fold(simplemma.lemmatize(word, lang=code))


def _simplemma() -> Any:  # noqa: ANN401 - a package without types
    """Import simplemma when it is asked for: a language's dictionary takes .3 CPU seconds."""
    import simplemma  # noqa: PLC0415 - see above

    return simplemma


def _covers(simplemma: Any, code: str) -> bool:  # noqa: ANN401 - see _simplemma
    """Tell whether simplemma has rules for a language."""
    try:
        simplemma.lemmatize("a", lang=code)
    except ValueError:
        return False
    return True


def _merge(
    counts: sp.csr_matrix, lemma: NDArray[np.str_], vocabulary: NDArray[np.str_]
) -> sp.csr_matrix:
    """Sum the columns of one lemma."""
    place = np.searchsorted(vocabulary, lemma)
    ones = np.ones(len(lemma), np.int64)
    to = sp.csr_matrix((ones, (np.arange(len(lemma)), place)), shape=(len(lemma), len(vocabulary)))
    merged = sp.csr_matrix(counts @ to)
    merged.sort_indices()
    return merged


def case_variants(
    docs: pd.DataFrame,
    *,
    terms: Sequence[str],
    words: tokens.WordRule = "word",
    max_docs: int = MAX_DOCS,
) -> pd.DataFrame:
    """State which spellings in capitals and small letters each folded term merges: us, US.

    docs : DOCUMENTS
    terms : single words, folded as `words` folds them
    max_docs : of more documents so many are looked at, evenly along their doc_id
    Returns  CASE_FORMS
    """
    asked = list(dict.fromkeys(terms))
    looked = evenly(docs, max_docs)
    counts = _spellings(looked["text"].tolist(), asked, words)
    rows = [
        {
            "term": term,
            "n_forms": len(counts[term]),
            "forms": _named(counts[term]),
            "count": counts[term].total(),
            "n_docs": len(looked),
            "reason": "" if counts[term] else NOT_MET,
        }
        for term in asked
    ]
    if not rows:
        return CASE_FORMS.empty()
    return CASE_FORMS.check(pd.DataFrame(rows).astype({"forms": "str", "reason": "str"}))


def _spellings(
    texts: list[str], asked: list[str], words: tokens.WordRule
) -> dict[str, Counter[str]]:
    """Count the spellings of each term."""
    find = tokens.pattern(words).findall
    seen: Counter[str] = Counter()
    for text in texts:
        seen.update(find(text))
    found: dict[str, Counter[str]] = {term: Counter() for term in asked}
    for spelling, count in seen.items():
        term = tokens.fold(spelling, words)
        if term in found:
            found[term][spelling] += count
    return found


def _named(spellings: Counter[str]) -> str:
    """Write spellings with their hits, most first."""
    ordered = sorted(spellings.items(), key=lambda item: (-item[1], item[0]))
    named = [f"{spelling} {wording.integer(count)}" for spelling, count in ordered[:MAX_FORMS]]
    more = len(ordered) - MAX_FORMS
    return ", ".join([*named, f"{more} more"] if more > 0 else named)
