from __future__ import annotations

import sys
from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest
import wordfreq

from analysis import collocations, concordance, corpus, frequency, keyness, terms
from analysis.errors import UsageError

FORMS = {
    "en": {"wars": "war", "houses": "house", "cities": "city"},
    "de": {"häuser": "Haus", "wars": "wars"},
}


def lemmatize(word: str, lang: str) -> str:
    if lang not in FORMS:
        raise ValueError("Unsupported language")
    return FORMS[lang].get(word, word)


@pytest.fixture
def dictionary(monkeypatch: pytest.MonkeyPatch) -> None:
    """A dictionary of four words in place of simplemma's."""
    monkeypatch.setitem(sys.modules, "simplemma", SimpleNamespace(lemmatize=lemmatize))


def documents(texts: list[str], languages: list[str] | None = None) -> pd.DataFrame:
    ids = [f"d{i:03}" for i in range(len(texts))]
    return pd.DataFrame({"doc_id": ids, "text": texts, "language": languages or "en"})


def merged(docs: pd.DataFrame, **options: object) -> dict[str, list[int]]:
    got = frequency.lemmas(terms.count(docs, words="word", **options), docs)
    return dict(zip(got.vocabulary.tolist(), got.counts.toarray().T.tolist(), strict=True))


@pytest.mark.usefixtures("dictionary")
def test_the_forms_of_a_word_are_summed() -> None:
    assert merged(documents(["war wars wars", "war peace"])) == {"peace": [0, 1], "war": [3, 1]}


@pytest.mark.usefixtures("dictionary")
def test_each_document_is_merged_by_its_own_language() -> None:
    got = merged(documents(["wars", "wars Häuser", "wars"], ["en", "de", "xx"]))
    assert got == {"haus": [0, 1, 0], "war": [1, 0, 0], "wars": [0, 1, 1]}


@pytest.mark.usefixtures("dictionary")
def test_pairs_are_merged_word_by_word() -> None:
    got = merged(documents(["great wars", "great war"]), ngram_range=(2, 2))
    assert got == {"great war": [1, 1]}


@pytest.mark.usefixtures("dictionary")
def test_lengths_rows_and_totals_stay_and_terms_are_in_order() -> None:
    dtm = terms.count(documents(["wars in cities", "", "houses war"]), words="word")
    got = frequency.lemmas(dtm, documents(["", "", ""]))
    pd.testing.assert_frame_equal(got.units, dtm.units)
    assert got.counts.sum() == dtm.counts.sum()
    assert got.vocabulary.tolist() == sorted(got.vocabulary.tolist())


def test_one_look_up_gives_both_the_lemmas_and_their_forms(monkeypatch) -> None:
    asked: list[str] = []
    note = SimpleNamespace(lemmatize=lambda word, lang: asked.append(word) or lemmatize(word, lang))
    monkeypatch.setitem(sys.modules, "simplemma", note)
    docs = documents(["war wars", "wars house"])
    counts, forms = frequency.lemmatized(terms.count(docs, words="word"), docs)
    assert counts.vocabulary.tolist() == ["house", "war"]
    assert forms["forms"].tolist() == ["war, wars"]
    assert sorted(asked) == ["a", "house", "war", "wars"]  # "a" asks whether there are rules


@pytest.mark.usefixtures("dictionary")
def test_what_was_merged_is_listed_by_language() -> None:
    docs = documents(["war wars house", "Häuser Haus"], ["en", "de"])
    got = frequency.lemma_forms(terms.count(docs, words="word"), docs)
    assert got.to_dict("list") == {
        "language": ["de", "en"],
        "lemma": ["haus", "war"],
        "n_forms": [2, 2],
        "forms": ["haus, häuser", "war, wars"],
    }


def test_simplemma_itself_merges_wars_and_leaves_numbers_alone() -> None:
    got = merged(documents(["wars war 1-2 12 cities"]))
    assert got == {"1-2": [1], "12": [1], "city": [1], "war": [2]}


def test_spellings_of_a_folded_word_are_stated_most_first() -> None:
    docs = documents(["US and us. The US", "Us, us and us all in the US, War"])
    got = frequency.case_variants(docs, terms=["us", "war", "peace"])
    assert got["forms"].tolist() == ["US 3, us 3, Us 1", "War 1", ""]
    assert got["n_forms"].tolist() == [3, 1, 0]
    assert got["count"].tolist() == [7, 1, 0]
    assert got["reason"].tolist() == ["", "", "not in the documents looked at"]


def test_many_documents_are_looked_at_in_part_whatever_their_order() -> None:
    docs = documents(["War"] * 10 + ["war"] * 10)
    one = frequency.case_variants(docs, terms=["war"], max_docs=4)
    assert one.loc[0, ["n_docs", "count"]].tolist() == [4, 4]
    shuffled = docs.iloc[np.random.default_rng(0).permutation(20)]
    pd.testing.assert_frame_equal(one, frequency.case_variants(shuffled, terms=["war"], max_docs=4))


def test_no_term_asked_for_gives_no_row() -> None:
    assert frequency.case_variants(documents(["war"]), terms=[]).empty


def _marked(shown: pd.DataFrame) -> list[str]:
    rows = zip(shown["text"], shown["marks"], strict=True)
    return [text[a:b] for text, marks in rows for a, b in marks]


LEMMA_DOCS = ["Great wars here. War ended.", "Peace and wars.", "A house of cities."]


def by_lemma(texts: list[str]) -> tuple[pd.DataFrame, pd.DataFrame, terms.TokenIndex, pd.DataFrame]:
    docs = documents(texts).assign(
        date=pd.NaT, date_precision="", source="", n_tokens=[len(text.split()) for text in texts]
    )
    docs = docs.astype({"date": "datetime64[us]"})
    sents = corpus.sentences(docs)
    index, forms = frequency.indexed(terms.index(docs, sentences=sents), docs, "lemma")
    return docs, sents, index, forms


@pytest.mark.usefixtures("dictionary")
def test_an_index_of_lemmas_counts_what_merging_the_counts_gives() -> None:
    docs, _, index, forms = by_lemma(LEMMA_DOCS)
    got, own = index.by_sentence().by_document(), terms.count(docs, words="word")
    wanted, listed = frequency.lemmatized(own, docs)
    assert got.vocabulary.tolist() == wanted.vocabulary.tolist()
    assert (got.counts != wanted.counts).nnz == 0
    pd.testing.assert_frame_equal(forms, listed)


@pytest.mark.usefixtures("dictionary")
def test_surface_forms_leave_the_index_as_it_is() -> None:
    docs = documents(["war wars"])
    index = terms.index(docs)
    got, forms = frequency.indexed(index, docs)
    assert got is index
    assert forms.empty


def test_an_unknown_choice_of_forms_names_the_likely_one() -> None:
    docs = documents(["war wars"])
    with pytest.raises(UsageError, match=r"forms='lema': no such choice; did you mean 'lemma'\?"):
        frequency.indexed(terms.index(docs), docs, "lema")


@pytest.mark.usefixtures("dictionary")
def test_the_sentences_behind_a_lemma_mark_all_its_forms() -> None:
    docs, sents, index, _ = by_lemma(LEMMA_DOCS)
    shown = concordance.evidence_for_terms(
        docs, sents, dtm_sentences=index.by_sentence(), terms=["war"]
    )
    assert _marked(shown) == ["wars", "War", "wars"]
    assert set(shown["n_total"]) == {3}


@pytest.mark.usefixtures("dictionary")
def test_pairs_of_lemmas_lead_to_their_sentences() -> None:
    docs, sents, index, _ = by_lemma(["Great wars here. A great war.", "Great wars."])
    pairs = collocations.adjacent(index, min_count=2)
    counts = collocations.in_sentences(pairs, index)
    shown = concordance.evidence_for_terms(docs, sents, dtm_sentences=counts, terms=["great war"])
    assert _marked(shown) == ["Great wars", "great war", "Great wars"]


@pytest.mark.usefixtures("dictionary")
@pytest.mark.parametrize("query", ["war", "wars"])
def test_a_concordance_of_a_lemma_or_a_form_meets_all_forms(query: str) -> None:
    docs, sents, index, forms = by_lemma(LEMMA_DOCS)
    found = concordance.lines(docs, query, sentences=sents, merged=forms)
    assert found["match"].tolist() == ["wars", "War", "wars"]
    assert index.vocabulary[index.number(query)] == "war"


@pytest.mark.usefixtures("dictionary")
def test_a_phrase_is_met_in_all_forms_of_its_words() -> None:
    docs, sents, _, forms = by_lemma(["Great wars here.", "A great war."])
    found = concordance.lines(docs, "great war", sentences=sents, merged=forms)
    assert found["match"].tolist() == ["Great wars", "great war"]


def test_a_lemma_is_set_beside_the_sum_of_its_forms_in_the_list() -> None:
    docs, _, index, _ = by_lemma(["The war and the wars of war.", "Wars and a war."])
    got = keyness.beside_reference(index.by_sentence().by_document(), docs).set_index("term")
    summed = sum(wordfreq.word_frequency(word, "en") for word in ("war", "wars"))
    assert got.loc["war", "reference_per_million"] == pytest.approx(summed * 1e6, rel=0.02)


@pytest.mark.usefixtures("dictionary")
def test_the_variety_of_words_follows_the_forms() -> None:
    docs, _, index, _ = by_lemma(["war wars " * 30])
    got = frequency.diversity(index.by_sentence().by_document(), docs).set_index("measure")
    assert got.loc["mattr", "value"] == pytest.approx(1 / 50)


def test_a_stop_word_never_becomes_a_word_that_is_none() -> None:
    docs = documents(["nous sommes ici, les sommes"], ["fr"])
    index, _ = frequency.indexed(terms.index(docs), docs, "lemma")
    assert "somme" not in index.vocabulary
