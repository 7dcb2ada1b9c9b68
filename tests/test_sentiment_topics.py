"""Tone of any groups of sentences, and the topic of each sentence by a saved model."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd
import pytest
import test_topics
from test_sentiment import documents, scored

from analysis import corpus, labels, sentiment, terms, topics
from analysis.errors import DataError
from analysis.labels import model_file
from analysis.uncertainty import mean_interval

if TYPE_CHECKING:
    from pathlib import Path

SIX = documents(*["good day\nbad war\nfine"] * 5, "bad war")


@pytest.fixture(scope="module")
def planted(
    tmp_path_factory: pytest.TempPathFactory,
) -> tuple[pd.DataFrame, topics.TopicModel, str]:
    docs = test_topics.documents(test_topics.planted(120, 4)[0])
    model = topics.fit(terms.count(docs, words="word"), n_topics=4)
    path = tmp_path_factory.mktemp("models") / "four.model"
    model_file.save(path, model)
    return docs, model, str(path)


def test_a_document_counts_in_every_group_it_has_sentences_of_with_their_mean() -> None:
    tone = scored(SIX)
    key = pd.Series(["a", "b", "a"] * 5 + ["b"])
    table = sentiment.by_key(tone, SIX, key=key).set_index("key")
    own = tone[key == "a"].groupby("doc_id")["tone"].mean()
    assert table.loc["a", ["tone", "low", "high"]].tolist() == pytest.approx(mean_interval(own)[:3])
    assert table.loc["a", ["n_docs", "n_sentences", "unit"]].tolist() == [5, 10, "document"]
    assert table.loc["b", ["n_docs", "n_sentences"]].tolist() == [6, 6]


def test_grouped_by_source_it_is_the_tone_by_source() -> None:
    docs = SIX.assign(source=["x", "y"] * 3)
    tone = scored(docs)
    key = tone["doc_id"].map(docs.set_index("doc_id")["source"])
    table = sentiment.by_key(tone, docs, key=key).rename(columns={"key": "source"})
    pd.testing.assert_frame_equal(table, sentiment.by_source(tone, docs))


def test_a_sentence_without_a_group_counts_nowhere() -> None:
    tone = scored(SIX)
    key = pd.Series(["a"] + [""] * 14 + [None])
    assert sentiment.by_key(tone, SIX, key=key)["n_sentences"].tolist() == [1]
    assert sentiment.by_key(tone, SIX, key=pd.Series([""] * 16)).empty


def test_in_a_single_document_the_sentence_is_the_unit() -> None:
    docs = documents("good\nbad\nfine\ngood\nsad")
    table = sentiment.by_key(scored(docs), docs, key=pd.Series(["a"] * 5))
    assert (table["unit"].iloc[0], table["reason"].iloc[0]) == ("sentence", "")


def test_each_sentence_has_the_topic_of_its_document_by_the_saved_model(planted) -> None:
    docs, model, path = planted
    sents = corpus.sentences(docs)
    counts = sentiment.word_counts(docs, sents)
    named = labels.sentence_topics(path, sents, counts=counts)
    again = topics.assign(model, terms.count(docs, words="word"))
    label = again["topic"].map(model.topics.set_index("topic")["label"])
    of_doc = dict(zip(again["doc_id"], label, strict=True))
    assert named.tolist() == sents["doc_id"].map(of_doc).tolist()
    assert named.nunique() == 4


def test_a_text_of_unknown_words_has_no_topic(planted) -> None:
    docs = documents("Zzyzx qwxy.")
    sents = corpus.sentences(docs)
    named = labels.sentence_topics(planted[2], sents, counts=sentiment.word_counts(docs, sents))
    assert named.tolist() == [""]


def test_without_a_model_no_sentence_has_a_topic_and_a_wrong_file_is_refused(
    tmp_path: Path,
) -> None:
    sents = corpus.sentences(SIX)
    counts = sentiment.word_counts(SIX, sents)
    assert set(labels.sentence_topics("", sents, counts=counts)) == {""}
    wrong = tmp_path / "wrong.model"
    wrong.write_text("no model")
    with pytest.raises(DataError, match=r"^wrong.model"):
        labels.sentence_topics(str(wrong), sents, counts=counts)
