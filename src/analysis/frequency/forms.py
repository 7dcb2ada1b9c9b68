"""Forms of words: lemmas in place of surface forms, and what folding to small letters merges."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import pandas as pd
import scipy.sparse as sp

from analysis import tokens, wording
from analysis.errors import UsageError, did_you_mean
from analysis.frequency.richness import evenly
from analysis.schema.terms_frequency import CASE_FORMS, LEMMA_FORMS, parted

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from analysis.terms import DocumentTermMatrix, TokenIndex

MAX_DOCS = 2000  # looked at for spellings: which one is usual shows long before
MAX_FORMS = 6  # spellings named
FORMS = ("surface", "lemma")
NOT_MET = "not in the documents looked at"


class _LookedUp(NamedTuple):
    """The rows (or tokens) of one language, the terms found there, and the lemma of every term."""

    code: str
    rows: NDArray[np.bool_]
    found: NDArray[np.intp]
    lemma: NDArray[np.str_]


def lemmas(dtm: DocumentTermMatrix, docs: pd.DataFrame) -> DocumentTermMatrix:
    """Merge the forms of a word into its lemma: war, wars.

    docs : DOCUMENTS; each row is merged by the language of its document. Where simplemma has no
        rules for a language its words stay as they are, and so do words with a digit
    Returns  counts of lemmas, folded; an n-gram is merged word by word

    A dictionary look-up without context: *saw* is *see*, *left* stays, *us* is *we*, *went* is
    *wend*; a stop word never becomes a word that is none. `lemma_forms` lists what was merged.
    Source   simplemma (Barbaresi), dictionaries and rules by language.
    """
    return _merged(dtm, _looked_up(dtm, docs))


def lemma_forms(dtm: DocumentTermMatrix, docs: pd.DataFrame) -> pd.DataFrame:
    """List which terms `lemmas` merges, by language.

    Returns  LEMMA_FORMS, lemmas of two forms or more alone
    """
    return _listed(dtm.vocabulary, _looked_up(dtm, docs))


def lemmatized(
    dtm: DocumentTermMatrix, docs: pd.DataFrame
) -> tuple[DocumentTermMatrix, pd.DataFrame]:
    """Give `lemmas` and `lemma_forms` from one look-up of every word."""
    looked = _looked_up(dtm, docs)
    return _merged(dtm, looked), _listed(dtm.vocabulary, looked)


def indexed(
    idx: TokenIndex, docs: pd.DataFrame, forms: str = "surface"
) -> tuple[TokenIndex, pd.DataFrame]:
    """Take words as they stand, or as their lemmas, for all that is counted from an index.

    docs : DOCUMENTS, those of the index; each text is merged by its language, as in `lemmas`
    forms : surface or lemma
    Returns  the index, and LEMMA_FORMS: what was merged, nothing for surface

    Raises UsageError for another choice.
    """
    if forms not in FORMS:
        raise UsageError(f"forms={forms!r}: no such choice; {did_you_mean(forms, FORMS)}")
    if forms == "surface":
        return idx, LEMMA_FORMS.empty()
    looked = _looked_up_tokens(idx, docs)
    vocabulary = np.unique(np.concatenate([one.lemma[one.found] for one in looked]))
    ids = np.zeros(len(idx.ids), np.int64)
    for one in looked:
        ids[one.rows] = np.searchsorted(vocabulary, one.lemma)[idx.ids[one.rows]]
    lemma_of = {one.code: _changed(idx.vocabulary, one) for one in looked}
    merged = replace(idx, ids=ids, vocabulary=vocabulary, lemma_of=lemma_of)
    return merged, _listed(idx.vocabulary, looked)


def _changed(vocabulary: NDArray[np.str_], one: _LookedUp) -> dict[str, str]:
    """Map each form of a language to its lemma, where that is another word."""
    other = one.found[vocabulary[one.found] != one.lemma[one.found]]
    return dict(zip(vocabulary[other].tolist(), one.lemma[other].tolist(), strict=True))


def forms_of(terms: Sequence[str], merged: pd.DataFrame) -> list[str]:
    """List the surface forms of some terms, each once; a term that merges nothing is its own.

    merged : LEMMA_FORMS
    """
    known: dict[str, list[str]] = defaultdict(list)
    for lemma, forms in zip(merged["lemma"], parted(merged), strict=True):
        known[lemma] += forms
    return list(dict.fromkeys(form for term in terms for form in known.get(term, [term])))


def merged_of(terms: Sequence[str], merged: pd.DataFrame) -> pd.DataFrame:
    """Take the rows of LEMMA_FORMS that stand behind some terms, in their order; term is named.

    merged : LEMMA_FORMS
    """
    place = {term: at for at, term in enumerate(dict.fromkeys(terms))}
    own = merged[merged["lemma"].isin(place)]
    order = own["lemma"].map(place).to_numpy().argsort(kind="stable")
    rows: pd.DataFrame = own.iloc[order].reset_index(drop=True)
    return rows.assign(term=rows["lemma"])


def _looked_up(dtm: DocumentTermMatrix, docs: pd.DataFrame) -> list[_LookedUp]:
    """Look up the lemma of every term in each language."""
    language = _languages(dtm, docs)
    rows = {str(code): language == code for code in np.unique(language)}
    held = {code: dtm.counts[own].indices for code, own in rows.items()}
    return [_looked_up_in(dtm.vocabulary, code, own, held[code]) for code, own in rows.items()]


def _looked_up_tokens(idx: TokenIndex, docs: pd.DataFrame) -> list[_LookedUp]:
    """Look up the lemma of every word of an index in each language; rows are tokens."""
    code, names = pd.factorize(docs["language"].fillna("und"), sort=True)
    of_token = code[idx.doc]
    rows = [of_token == at for at in range(len(names))]
    return [
        _looked_up_in(idx.vocabulary, str(name), own, idx.ids[own])
        for name, own in zip(names, rows, strict=True)
    ]


def _looked_up_in(
    vocabulary: NDArray[np.str_], code: str, rows: NDArray[np.bool_], held: NDArray[np.integer]
) -> _LookedUp:
    """Look up the terms that stand in the texts of a language, each as often as it may be held."""
    found = np.flatnonzero(np.bincount(held, minlength=len(vocabulary)))
    return _LookedUp(code, rows, found, _lemma_of(vocabulary, found, code))


def _merged(dtm: DocumentTermMatrix, looked: list[_LookedUp]) -> DocumentTermMatrix:
    """Sum the forms of each lemma, in the order of the rows."""
    vocabulary = np.unique(np.concatenate([one.lemma for one in looked]))
    merged = [_merge(dtm.counts[one.rows], one.lemma, vocabulary) for one in looked]
    places = [np.flatnonzero(one.rows) for one in looked]
    order = np.argsort(np.concatenate(places), kind="stable")
    counts = sp.csr_matrix(sp.vstack(merged, format="csr")[order])
    used = np.flatnonzero(np.bincount(counts.indices, minlength=len(vocabulary)))
    return replace(dtm, counts=counts, vocabulary=vocabulary).columns(used)


def _listed(vocabulary: NDArray[np.str_], looked: list[_LookedUp]) -> pd.DataFrame:
    rows = [row for one in looked for row in _forms(vocabulary, one)]
    if not rows:
        return LEMMA_FORMS.empty()
    kinds = {"language": "str", "lemma": "str", "forms": "str"}
    return LEMMA_FORMS.check(pd.DataFrame(rows).astype(kinds))


def _forms(vocabulary: NDArray[np.str_], one: _LookedUp) -> list[dict[str, object]]:
    """List the lemmas of one language that stand for several terms found in it."""
    groups: dict[str, list[str]] = defaultdict(list)
    for term, lemma in zip(vocabulary[one.found], one.lemma[one.found], strict=True):
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


def _lemma_of(vocabulary: NDArray[np.str_], found: NDArray[np.intp], code: str) -> NDArray[np.str_]:
    """Give the lemma of every term that was found; other terms keep their form."""
    simplemma, stop = _simplemma(), tokens.stop_list(code)
    lemma = vocabulary.astype(object)
    if not _covers(simplemma, code):
        return lemma.astype(np.str_)
    known: dict[str, str] = {}
    for at in found:  # once for every type: measured 1 CPU second for 100,000
        words = str(lemma[at]).split(" ")
        for word in words:
            if word not in known:
                base = _lemma(simplemma, word, code)
                known[word] = word if word in stop and base not in stop else base
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
    ids, _, spellings = tokens.cut(texts, words)
    hits = np.bincount(ids, minlength=len(spellings)).tolist()
    found: dict[str, Counter[str]] = {term: Counter() for term in asked}
    for spelling, count in zip(spellings, hits, strict=True):
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
