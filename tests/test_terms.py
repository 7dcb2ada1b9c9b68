"""The document-term matrix, beside scikit-learn's CountVectorizer."""

from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.feature_extraction.text import CountVectorizer, TfidfTransformer

from analysis import corpus, terms
from analysis.errors import DataError, UsageError

SEED = Path(__file__).parents[1] / "seeds"
TEXTS = ["The war goes on. War is war!", "Peace, at last: peace.", "", "The war ended in peace"]
SHARED = Path(__file__).parents[2] / "shared" / "data"


def documents(texts, language="en"):
    ids = [f"d{i}" for i in range(len(texts))]
    return pd.DataFrame({"doc_id": ids, "text": texts, "language": language})


def dense(dtm):
    return pd.DataFrame(dtm.counts.toarray(), dtm.doc_ids, dtm.vocabulary)


def same_as_scikit(dtm, texts, **options):
    oracle = CountVectorizer(**options)
    expected = oracle.fit_transform(texts)
    assert dtm.vocabulary.tolist() == oracle.get_feature_names_out().tolist()
    assert (dtm.counts != expected).nnz == 0
    assert dtm.counts.dtype == np.int64


@pytest.mark.parametrize("stop_words", [None, "english"])
def test_plain_counts_are_bit_identical_to_scikit_learn(stop_words):
    texts = [SEED.joinpath("000_9ca9468ebf3219b2.txt").read_text("utf-8"), *TEXTS]
    dtm = terms.count(texts, stop_words=stop_words)
    same_as_scikit(dtm, texts, stop_words=stop_words)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.text(), min_size=1, max_size=5))
def test_plain_counts_equal_scikit_learn_on_any_text(texts):
    try:
        dtm = terms.count(texts)
    except DataError:
        with pytest.raises(ValueError, match="empty vocabulary"):
            CountVectorizer().fit(texts)
    else:
        same_as_scikit(dtm, texts)


def test_n_grams_are_scikit_learns_on_the_sentences_summed_by_document():
    docs = corpus.read(SEED)
    dtm = terms.count(docs, ngram_range=(1, 3))
    sentences = corpus.texts(docs, corpus.sentences(docs))
    oracle = CountVectorizer(ngram_range=(1, 3))
    expected = oracle.fit_transform(sentences).sum(axis=0)
    assert dtm.vocabulary.tolist() == oracle.get_feature_names_out().tolist()
    assert (dtm.counts.toarray() == np.asarray(expected)).all()


@pytest.mark.parametrize("words", ["plain", "word"])
@pytest.mark.parametrize("grams", [(1, 1), (1, 2)])
def test_sentence_counts_summed_give_the_documents(words, grams):
    docs = documents([*TEXTS, SEED.joinpath("000_9ca9468ebf3219b2.txt").read_text("utf-8")])
    by_sentence = terms.count(docs, unit="sentence", words=words, ngram_range=grams)
    by_paragraph = terms.count(docs, unit="paragraph", words=words, ngram_range=grams)
    whole = dense(terms.count(docs, words=words, ngram_range=grams)).drop(index="d2")  # empty
    assert dense(by_sentence.by_document()).drop(index="d2", errors="ignore").equals(whole)
    assert dense(by_paragraph.by_document()).drop(index="d2", errors="ignore").equals(whole)


@pytest.mark.skipif(not SHARED.exists(), reason="needs the shared corpora")
def test_sentence_counts_summed_give_the_documents_in_two_languages():
    docs = corpus.read(SHARED / "viina.jsonl").head(300)
    summed = terms.count(docs, unit="sentence", words="word").by_document()
    whole = terms.count(docs, words="word")
    assert summed.vocabulary.tolist() == whole.vocabulary.tolist()
    assert (summed.counts != whole.counts).nnz == 0
    assert (summed.n_tokens == whole.n_tokens).all()


def test_tokens_of_a_unit_include_stop_words_and_dropped_terms():
    dtm = terms.count(["the war and the war", "peace"], stop_words="english", min_df=1)
    assert dtm.vocabulary.tolist() == ["peace", "war"]
    assert dtm.n_tokens.tolist() == [5, 1]
    assert dtm.stop_share == 3 / 6


def test_auto_takes_the_stop_list_of_each_documents_language():
    docs = documents(["the war", "die the"]).assign(language=["en", "de"])
    counted = dense(terms.count(docs, stop_words="auto", words="word"))
    assert counted.columns.tolist() == ["the", "war"]  # "the" is a word in the German text
    assert counted.loc["d0", "the"] == 0
    assert counted.loc["d1", "the"] == 1


def test_a_text_of_nothing_but_stop_words_keeps_them():
    dtm = terms.count(["the and of"], stop_words="english")
    assert dtm.vocabulary.tolist() == ["and", "of", "the"]
    assert dtm.stop_words == ""


def test_min_df_counts_documents_whatever_the_unit():
    docs = documents(["war. war. war.", "peace. war.", "peace."])
    dtm = terms.count(docs, unit="sentence", min_df=2)
    assert dtm.vocabulary.tolist() == ["peace", "war"]
    assert dtm.min_df_unit == "document"


def test_min_df_counts_sentences_in_a_single_document_and_says_so():
    dtm = terms.count(documents(["war came. war stayed."]), unit="sentence", min_df=2)
    assert dtm.vocabulary.tolist() == ["war"]
    assert dtm.min_df_unit == "sentence"


def test_a_path_strings_and_an_arrow_array_are_counted_alike():
    text = SEED.joinpath("000_9ca9468ebf3219b2.txt").read_text("utf-8")
    from_strings = terms.count([text])
    assert terms.count(pa.array([text])).vocabulary.tolist() == from_strings.vocabulary.tolist()
    from_path = terms.count(SEED)  # the date at its start is no part of the text
    gone = set(from_strings.vocabulary) - set(from_path.vocabulary)
    assert gone == {"2023", "date", "09"}


def test_a_token_of_a_thousand_letters_counts_and_is_no_term():
    dtm = terms.count(["x" * 1000 + " war"])
    assert dtm.vocabulary.tolist() == ["war"]
    assert dtm.n_tokens.tolist() == [2]


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"unit": "page"}, "unit='page': no such unit"),
        ({"ngram_range": (2, 1)}, "needs 1 <= shortest <= longest"),
        ({"min_df": 0}, "min_df=0: needs a count from 1, or a share"),
        ({"min_df": -1}, "min_df=-1"),
        ({"max_df": True}, "max_df=True"),
        ({"stop_words": "englisch"}, "no such list; did you mean 'english'"),
        ({"min_df": 3, "max_df": 2}, "max_df=2 keeps fewer than min_df=3"),
        ({"words": "letter"}, "no such word rule"),
    ],
)
def test_a_bad_argument_is_named_with_what_there_is(options, message):
    with pytest.raises(UsageError, match=message):
        terms.count(TEXTS, **options)


@pytest.mark.parametrize(
    ("texts", "options", "message"),
    [
        ([], {}, "there is no text to count"),
        (["", " "], {}, "no text holds a word"),
        (["a b c"], {}, "no text holds a word under words='plain'"),
        (["war", "peace"], {"min_df": 2}, "none is in 2 to 2 of 2 documents; lower min_df"),
    ],
)
def test_an_emptied_vocabulary_names_its_cause(texts, options, message):
    with pytest.raises(DataError, match=message):
        terms.count(texts, **options)


def test_a_missing_term_suggests_the_closest():
    with pytest.raises(UsageError, match="'evacuat' is not in the vocabulary; did you mean"):
        terms.count(SEED).column("evacuat")


def test_tfidf_equals_scikit_learn_and_keeps_its_labels():
    dtm = terms.count(TEXTS)
    weights = terms.tfidf(dtm)
    expected = TfidfTransformer().fit_transform(CountVectorizer().fit_transform(TEXTS))
    assert np.array_equal(weights.weights.toarray(), expected.toarray())
    assert weights.top(1).query("unit_id == '0'")["term"].tolist() == ["war"]


@given(st.permutations(range(4)))
def test_the_order_of_documents_changes_no_count(order):
    straight = dense(terms.count(documents(TEXTS)))
    shuffled = dense(terms.count(documents(TEXTS).iloc[list(order)].reset_index(drop=True)))
    assert shuffled.loc[straight.index].equals(straight)
