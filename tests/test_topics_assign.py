"""New texts are sent to the topics of a model, and it is said when they no longer fit."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from test_topics import documents, planted

from analysis import terms, topics
from analysis.errors import DataError, UsageError
from analysis.findings import topic_guidance as said
from analysis.topics import assigning, features, mixture, stability

SHARED = Path(__file__).parents[2] / "shared"
NEEDS_SHARED = pytest.mark.skipif(not SHARED.exists(), reason="the shared corpora are not here")


def counted(texts: list[str]) -> terms.DocumentTermMatrix:
    return terms.count(documents(texts))


@pytest.fixture(scope="module")
def texts() -> tuple[list[str], np.ndarray]:
    return planted(300, 3, words=20)


@pytest.fixture(scope="module")
def old(texts) -> terms.DocumentTermMatrix:
    return counted(texts[0][:150])


@pytest.fixture(scope="module")
def model(old) -> topics.TopicModel:
    return topics.fit(old, n_topics=3)


@pytest.fixture(scope="module")
def new(texts) -> terms.DocumentTermMatrix:
    return counted(texts[0][150:])


def drift(model, old, new) -> pd.DataFrame:
    return assigning.drift(model, old, new=new, assigned=assigning.assign(model, new))


# --- assigning ------------------------------------------------------------------------------


def test_the_fitted_texts_get_the_topics_they_were_fitted_in(model, old) -> None:
    pd.testing.assert_frame_equal(assigning.assign(model, old), model.documents)


def test_new_texts_are_sent_to_the_topic_of_their_subject(model, new, texts) -> None:
    assigned = assigning.assign(model, new)["topic"]
    together = pd.crosstab(assigned, texts[1][150:])
    assert (together > 0).sum().tolist() == [1, 1, 1]


def test_words_and_texts_the_model_does_not_know_change_nothing(model, texts) -> None:
    plain = counted(texts[0][150:160])
    odd = counted([f"{text} Zebra aardvark" for text in texts[0][150:160]] + ["zebra", "", "it"])
    one, other = assigning.assign(model, plain), assigning.assign(model, odd)
    pd.testing.assert_frame_equal(one, other.head(10))
    assert other["topic"][10:].tolist() == [0, 0, 0]
    assert other["reason"][10:].eq("no term of the vocabulary").all()


@settings(max_examples=6)
@given(chunk=st.integers(1, 200))
def test_how_texts_are_parted_into_chunks_changes_nothing(chunk, model, new) -> None:
    whole = assigning.assign(model, new)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(mixture, "CHUNK", chunk)
        parted = assigning.assign(model, new)
    pd.testing.assert_frame_equal(whole, parted)


def test_the_order_of_new_texts_changes_no_texts_topic(model, texts) -> None:
    one = assigning.assign(model, counted(texts[0][150:]))["topic"].tolist()
    other = assigning.assign(model, counted(texts[0][150:][::-1]))["topic"].tolist()
    assert one == other[::-1]


def test_no_texts_give_no_rows(model, new) -> None:
    assert assigning.assign(model, new.rows(np.zeros(150, bool))).empty


def test_a_model_without_topics_and_another_unit_are_refused(model, texts) -> None:
    with pytest.raises(DataError, match="the model has no topics to assign texts to: Too little"):
        assigning.assign(topics.fit(terms.count(["one text"])), counted(["one text"]))
    sentences = terms.count(documents(texts[0][:30]), unit="sentence")
    with pytest.raises(UsageError, match=r"its unit is sentence, the model's document\. Count"):
        assigning.assign(model, sentences)


# --- drift ----------------------------------------------------------------------------------


def test_a_unit_left_out_is_measured_as_if_the_topics_had_never_seen_it(model, old) -> None:
    counts = features.in_term_order(old)
    masses, own = assigning._masses(model, counts), model.documents["topic"][:1].to_numpy() - 1
    weights = features.log_counts(counts[:1])
    found = assigning._left_out(weights, weights, masses, own)
    others = np.flatnonzero(model.documents["topic"].to_numpy() - 1 == own)
    others = others[others > 0]
    mass = np.asarray(features.log_counts(counts[others]).sum(0)).ravel() + 0.5
    expected = weights @ np.log(mass / mass.sum()) + np.log((len(others) + 1) / 153)
    np.testing.assert_allclose(found, expected)


def test_new_texts_of_the_same_kind_fit(model, old, new) -> None:
    table = drift(model, old, new)
    assert table["measure"].tolist() == ["new words", "fit", "unclear"]
    assert not table["drifted"].any()
    assert table["n_new"].tolist() == [150, 150, 150]
    sentence = "The 150 new texts fit these topics about as well as the old."
    assert said.drift_sentence(table) == sentence


def test_new_words_drift(model, old, texts) -> None:
    new = counted([text.replace("common0", "modern0") for text in texts[0][150:]])
    table = drift(model, old, new).set_index("measure")
    assert table["drifted"].tolist() == [True, False, False]
    assert table["low"]["new words"] > 0.2
    sentence = said.drift_sentence(table.reset_index())
    assert sentence.startswith("The 150 new texts no longer fit these topics: 38% of their words")
    assert sentence.endswith("Fit them again.")


def test_known_words_in_a_company_that_was_never_fitted_drift(model, old, texts) -> None:
    rng = np.random.default_rng(0)
    deck = rng.permutation([w for text in texts[0][150:] for w in text.split()])
    table = drift(model, old, counted([" ".join(part) for part in np.split(deck, 150)]))
    assert table["drifted"].tolist() == [False, True, False]
    assert "the words known fit worse by" in said.drift_sentence(table)


def test_a_change_that_is_certain_but_small_is_no_drift() -> None:
    old = np.random.default_rng(0).normal(size=20_000)
    small, large = (assigning._compared(old, old + by, worse=1) for by in (0.2, 0.4))
    assert small["low"] > 0
    assert (small["drifted"], large["drifted"]) == (False, True)
    assert not assigning._compared(old, old - 0.4, worse=1)["drifted"]


def test_under_five_new_texts_nothing_is_said_of_drift(model, old, new) -> None:
    table = drift(model, old, new.rows(np.arange(150) < 4))
    assert table["low"].isna().all()
    assert not table["drifted"].any()
    said_of = said.drift_sentence(table)
    expected = "Whether the new texts fit these topics cannot be said: fewer than 5 documents."
    assert said_of == expected


def test_without_the_rare_words_of_the_fit_new_words_are_not_compared(texts) -> None:
    old = terms.count(documents(texts[0][:150]), min_df=2)
    model = topics.fit(old, n_topics=3)
    table = drift(model, old, counted(texts[0][150:])).iloc[0]
    assert np.isnan(table["fitted"])
    assert "how many new to expect is not known" in table["reason"]


def test_texts_counted_by_another_rule_are_refused(model, old, texts) -> None:
    other = terms.count(documents(texts[0][150:]), words="word")
    sent = topics.assign(model, counted(texts[0][150:]))
    with pytest.raises(UsageError, match=r"new: counted by words='word'.*Count by the same rules"):
        topics.drift(model, old, new=other, assigned=sent)


def test_drift_is_measured_over_documents_not_over_their_paragraphs(texts) -> None:
    joined = ["\n\n".join(texts[0][i : i + 3]) for i in range(0, 300, 3)]
    old, new = (terms.count(documents(t), unit="paragraph") for t in (joined[:50], joined[50:]))
    table = drift(topics.fit(old, n_topics=3), old, new)
    assert table["n_fitted"].tolist() == [50, 50, 50]
    assert not table["drifted"].any()


def test_frequent_new_words_are_listed_with_their_documents(model) -> None:
    new = counted(["zebra subject0word01"] * 6 + ["zebra zebra lion"] * 2 + ["lion"] * 5)
    table = assigning.new_words(model, new)
    assert table.to_numpy().tolist() == [["zebra", 8, 10], ["lion", 7, 7]]
    assert assigning.new_words(model, new, min_docs=8)["term"].tolist() == ["zebra"]


@NEEDS_SHARED
def test_a_class_that_was_left_out_of_the_fit_drifts_and_a_random_half_does_not() -> None:
    lines = (SHARED / "data" / "octis_m10.jsonl").read_text().splitlines()[:1200]
    rows = [json.loads(line) for line in lines]
    kept = [row["text"] for row in rows if row["label"] != "4"]
    money = [row["text"] for row in rows if row["label"] == "4"]
    old = counted(kept[::2])
    model = topics.fit(old, n_topics=8)
    assert not drift(model, old, counted(kept[1::2]))["drifted"].any()
    assert drift(model, old, counted(money))["drifted"].tolist() == [True, True, False]


def test_the_doubt_of_a_new_text_is_that_of_the_model(model, new) -> None:
    assigned = assigning.assign(model, new)
    counts = assigning.known_counts(
        new.counts, assigning.columns(model, new), len(model.vocabulary)
    )
    weights = features.log_counts(counts)
    margin, unclear = stability.margins(
        weights, model.mixture, assigning.mixture.rank(weights, model.mixture)
    )
    np.testing.assert_allclose(assigned["margin"], margin)
    np.testing.assert_array_equal(assigned["unclear"], unclear)
