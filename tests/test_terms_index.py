from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis import collocations, concordance, corpus, terms, tokens
from analysis.errors import DataError, UsageError


def documents(texts: list[str], language: str = "en") -> pd.DataFrame:
    table = pd.DataFrame({"doc_id": [f"d{i}" for i in range(len(texts))], "text": texts})
    kinds = {"date": pd.NaT, "date_precision": "", "source": "", "title": ""}
    return table.assign(language=language, **kinds).astype({"date": "datetime64[us]"})


def same(one: terms.DocumentTermMatrix, two: terms.DocumentTermMatrix) -> bool:
    return (
        one.vocabulary.tolist() == two.vocabulary.tolist()
        and (one.counts != two.counts).nnz == 0
        and one.units.equals(two.units)
        and one.counts.dtype == two.counts.dtype
    )


@settings(deadline=None, max_examples=60)
@given(st.lists(st.text("aAbé .!?-\u2019\n1", min_size=1, max_size=40), min_size=1, max_size=4))
def test_an_index_counts_sentences_as_terms_count_does(texts: list[str]) -> None:
    docs = documents(texts)
    for words in ("word", "plain"):
        index = terms.index(docs, words=words)
        if len(index.ids):
            assert same(index.by_sentence(), terms.count(docs, unit="sentence", words=words))
            continue
        for nothing in (index.by_sentence, lambda w=words: terms.count(docs, words=w)):
            with pytest.raises(DataError, match="no text holds a word"):
                nothing()


@settings(deadline=None, max_examples=40)
@given(
    st.lists(st.sampled_from(["The rain fell.", "And so on", "It is.", "Sun. The sun"]), min_size=1)
)
def test_stop_words_dropped_afterwards_are_those_dropped_in_counting(texts: list[str]) -> None:
    docs = documents(texts)
    full = terms.count(docs, unit="sentence", words="word")
    for stop in ("auto", "english", ["sun"], None):
        at_once = terms.count(docs, unit="sentence", words="word", stop_words=stop)
        later = terms.without_stop_words(full, docs, stop)
        assert same(later, at_once)
        assert (later.stop_words, later.stop_share) == (at_once.stop_words, at_once.stop_share)


def test_a_stop_list_that_is_not_there_is_refused_afterwards_too() -> None:
    docs = documents(["rain"])
    with pytest.raises(UsageError, match="no such list"):
        terms.without_stop_words(terms.count(docs), docs, "englich")


def test_the_parts_of_a_single_text_are_its_paragraphs() -> None:
    one = documents(["Rain fell. Sun.\n\nRain again."])
    got = terms.parts(terms.count(one, unit="sentence"), corpus.sentences(one))
    assert (got.unit, got.n_tokens.tolist()) == ("paragraph", [3, 2])
    two = documents(["Rain.", "Sun."])
    assert terms.parts(terms.count(two, unit="sentence"), corpus.sentences(two)).unit == "document"


def test_what_was_summed_before_is_taken_but_for_a_single_text() -> None:
    two = documents(["Rain.", "Sun."])
    by_sentence, by_text = (terms.count(two, unit=unit) for unit in ("sentence", "document"))
    assert terms.parts(by_sentence, corpus.sentences(two), by_text) is by_text
    assert by_sentence.for_intervals(by_text) is by_text
    one = terms.count(two.head(1), unit="sentence")
    assert one.for_intervals(by_text) is one


def test_a_pair_leads_to_the_sentences_that_it_was_counted_in() -> None:
    docs = documents(["Heavy rain fell. Rain heavy.", "The heavy rain, heavy rain."])
    index = terms.index(docs)
    pairs = collocations.adjacent(index, min_count=2)
    pairs = pairs[pairs["term"] == "heavy rain"]
    dtm = collocations.in_sentences(pairs, index)
    assert dtm.counts.toarray().ravel().tolist() == [1, 0, 2]
    assert pairs["count"].tolist() == [3]
    sents = corpus.sentences(docs)
    found = concordance.evidence_for_terms(docs, sents, dtm_sentences=dtm, terms=pairs["term"])
    assert [len(marks) for marks in found["marks"]] == [1, 2]


def test_the_company_of_a_word_leads_to_sentences_where_both_stand_near() -> None:
    docs = documents(["Rain and fog.", "Fog then rain.", "Rain. Fog."])
    index = terms.index(docs)
    company = collocations.company("rain", index, min_count=2)
    assert company["term"].tolist() == ["rain \u2026 fog"]
    dtm = collocations.in_sentences(company, index, offsets=collocations.NEARBY)
    assert dtm.counts.toarray().ravel().tolist() == [1, 1, 0, 0]


def test_a_phrase_or_an_unknown_word_has_no_company_and_a_reason() -> None:
    index = terms.index(documents(["Rain fell."]))
    for asked in ("rain fell", "snow", ""):
        got = collocations.company(asked, index)
        assert (len(got), got.attrs["reason"]) == (0, "it is no single word of these texts")
        assert collocations.contrasted(asked, index, target=[True]).empty


def test_company_is_compared_where_there_are_two_groups() -> None:
    docs = documents(["rain fog " * 3] * 6 + ["rain sun " * 3] * 6)
    index, target = terms.index(docs), np.arange(12) < 6
    expected = collocations.compare("rain", index, target=target)
    got = collocations.contrasted("rain", index, target=target)
    pd.testing.assert_frame_equal(got, expected)
    assert collocations.contrasted("rain", index, target=[True] * 12).empty


def test_phrases_neither_begin_nor_end_with_a_stop_word_nor_cross_a_sentence() -> None:
    docs = documents(["State of fear. State of fear. The old state", "Fear the old state. Fear"])
    got = terms.phrases(terms.index(docs), ["en"])
    assert got.vocabulary.tolist() == ["old state", "state of fear"]
    assert got.by_document().counts.toarray().tolist() == [[1, 2], [1, 0]]


def test_a_pair_that_stands_within_one_longer_phrase_alone_is_left_to_it() -> None:
    docs = documents(["human rights watch"] * 3 + ["human rights"])
    got = terms.phrases(terms.index(docs), ["en"])
    assert got.vocabulary.tolist() == ["human rights", "human rights watch"]


def test_phrases_are_listed_by_their_length() -> None:
    table = pd.DataFrame({"term": ["a", "a b", "a b c", "c d"]})
    assert terms.of_length(table, 2)["term"].tolist() == ["a b", "c d"]
    assert terms.of_length(table, 3).index.tolist() == [0]


def test_phrases_below_a_floor_are_left_out_and_none_is_no_fault() -> None:
    docs = documents(["red wine red wine. red ink", "red ink"])
    index = terms.index(docs)
    assert terms.phrases(index, ["en"], min_docs=2).vocabulary.tolist() == ["red ink"]
    none = terms.phrases(index, ["en"], min_count=9)
    assert none.counts.shape == (3, 0)
    assert terms.phrases(terms.index(documents(["rain"])), ["en"]).counts.shape == (1, 0)


def test_phrases_with_different_rare_words_within_are_not_one_phrase() -> None:
    docs = documents(["red blue ink. red green ink. red pink ink"])
    assert terms.phrases(terms.index(docs), ["en"], min_count=2).vocabulary.tolist() == []


@settings(deadline=None, max_examples=60)
@given(st.lists(st.text("abthe .", min_size=1, max_size=40), min_size=1, max_size=4))
def test_phrases_are_counted_as_terms_count_does(texts: list[str]) -> None:
    docs = documents(["the " + text for text in texts])
    got = terms.phrases(terms.index(docs), ["en"], min_count=1)
    want = terms.count(docs, unit="sentence", ngram_range=(2, 3), words="word")
    stop = tokens.stop_lists(["en"])
    ends = {term: (term.split(" ")[0], term.split(" ")[-1]) for term in want.vocabulary.tolist()}
    allowed = {term for term, edges in ends.items() if stop.isdisjoint(edges)}
    assert set(got.vocabulary) <= allowed
    for term in got.vocabulary:
        assert (got.counts[:, got.column(term)] != want.counts[:, want.column(term)]).nnz == 0
