"""New texts under the topics of a saved model."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from analysis import findings, labels, terms, topics
from analysis.errors import DataError, UsageError
from analysis.topics import saving

SUBJECTS = ("gas price heating bill", "vote seat party ballot", "goal match team coach")


def texts(numbers: list[int], seed: int, extra: str = "") -> list[str]:
    rng = np.random.default_rng(seed)
    return [" ".join(rng.choice([*SUBJECTS[i].split(), *extra.split()], 20)) for i in numbers]


@pytest.fixture(scope="module")
def old():
    return topics.fit(terms.count(texts([0, 1, 2] * 20, 0)), n_topics=3)


@pytest.fixture(scope="module")
def counted():
    return terms.count(texts([1] * 20 + [0] * 10, 1, "drone"))


@pytest.fixture(scope="module")
def now(old, counted):
    return topics.carried(topics.known(counted, old), old)


def test_without_a_saved_model_nothing_changes(counted) -> None:
    assert topics.known(counted, None) is counted
    assert topics.carried(counted, None) is None
    assert labels.model_file.given("") is None
    assert topics.unknown_words(None, counted).empty


def test_new_texts_go_to_the_saved_topics_and_are_numbered_by_their_own_sizes(old, now) -> None:
    label_of = {
        set_of: label for label, set_of in zip(old.topics["label"], words(old), strict=True)
    }
    assert now.topics["n_units"].tolist() == [20, 10]
    assert now.topics["label"].tolist() == [label_of[subject(1)], label_of[subject(0)]]
    assert now.documents["topic"].tolist() == [1] * 20 + [2] * 10
    assert now.found == now.mixture.log_words.shape[1] == 2


def words(model) -> list[frozenset[str]]:
    return [frozenset(some) for _, some in model.terms.groupby("topic")["term"]]


def subject(i: int) -> frozenset[str]:
    return frozenset(SUBJECTS[i].split())


def test_the_shares_of_words_are_those_in_the_new_texts(now, counted) -> None:
    row = now.terms.iloc[0]
    held = counted.counts[:20, counted.column(row["term"])].getnnz()
    assert (row["n_units"], row["share"]) == (held, held / 20)


def test_the_saved_stability_stays_and_no_reason_speaks_of_refits(old, now) -> None:
    assert now.topics["stability"].tolist() == old.topics["stability"].tolist()[:2]
    assert now.topics["reason"].eq("").all()
    assert now.reason == "3 topics of a saved model, none fitted anew; 2 hold texts here."


def test_shares_before_and_now_stand_side_by_side_and_a_topic_may_be_gone(old, now) -> None:
    table = topics.since(old, now).set_index("label")
    assert table["share_before"].tolist() == pytest.approx([1 / 3] * 3)
    assert sorted(table["n_units"]) == [0, 10, 20]
    gone = table.index[table["n_units"] == 0][0]
    assert np.isnan(table["share"][gone])
    assert topics.since(None, old).empty


def test_words_that_the_saved_model_lacks_are_listed(old, counted) -> None:
    assert topics.unknown_words(old, counted)["term"].tolist() == ["drone"]


def test_texts_without_a_known_word_are_refused(old) -> None:
    strange = terms.count(["other things"] * 5)
    with pytest.raises(DataError, match="no document holds a word that the saved model knows"):
        topics.carried(topics.known(strange, old), old)


@pytest.mark.parametrize("asked", [{"n_topics": 4}, {"method": "nmf"}])
def test_a_number_or_a_method_is_refused_beside_a_saved_model(old, counted, asked) -> None:
    with pytest.raises(UsageError, match="the topics of a saved model stay as they are"):
        topics.carried(topics.known(counted, old), old, **asked)


def test_texts_counted_by_another_rule_of_words_are_refused(old) -> None:
    other = terms.count(texts([1] * 20, 1), words="word")
    with pytest.raises(UsageError, match=r"words='word', the model's 'plain'\. Count by that"):
        topics.assign(saving.from_bytes(saving.to_bytes(old)), other)


def test_the_unit_is_that_of_the_saved_model(old) -> None:
    docs = pd.DataFrame({"n_tokens": [900]})
    assert topics.units(docs, old) == "document"


def test_what_was_carried_can_be_saved_again(now) -> None:
    again = saving.from_bytes(saving.to_bytes(now))
    pd.testing.assert_frame_equal(again.topics, now.topics)


@pytest.mark.parametrize(
    ("n_units", "share", "title"),
    [
        (20, 0.6, "“a” has moved most: 20% before, 60% now"),
        (0, float("nan"), "“a” is gone: 20% before, no text now"),
    ],
)
def test_the_topic_that_moved_most_heads_the_comparison(n_units, share, title) -> None:
    rows = {"label": ["b", "a"], "share_before": [0.3, 0.2], "n_units": [9, n_units]}
    assert findings.since_title(pd.DataFrame({**rows, "share": [0.31, share]})) == title
