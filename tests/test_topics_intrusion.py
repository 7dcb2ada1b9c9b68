"""Intrusion: questions from a model, a file to answer them in, and what the answers say."""

from __future__ import annotations

import csv
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from test_topics import documents, planted

from analysis import corpus, terms, topics
from analysis.errors import DataError, OutputError
from analysis.findings import topic_guidance as said
from analysis.labels import intrusion as asking
from analysis.labels.agreement import alpha
from analysis.topics import intrusion
from analysis.topics.coherence import label_words
from analysis.uncertainty import wilson

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(scope="module")
def docs() -> pd.DataFrame:
    return documents(planted(120, 5)[0])


@pytest.fixture(scope="module")
def dtm(docs) -> terms.DocumentTermMatrix:
    return terms.count(docs)


@pytest.fixture(scope="module")
def model(dtm) -> topics.TopicModel:
    return topics.fit(dtm, n_topics=5)


@pytest.fixture(scope="module")
def asked(model, dtm) -> pd.DataFrame:
    return intrusion.questions(model, dtm)


@pytest.fixture(scope="module")
def key(model, dtm) -> pd.DataFrame:
    return intrusion.key(model, dtm)


@pytest.fixture(scope="module")
def texts(docs) -> pd.Series:
    return docs.set_index("doc_id")["text"]


def choices(row) -> list[str]:
    return [row[name] for name in asking.CHOICES if row[name]]


def answered(path: Path, key: pd.DataFrame, right: list[bool], labeller: str = "") -> None:
    """Write answers into a file of questions, right or wrong in turn."""
    table = asking.read(path)
    own = table["labeller"] == labeller
    intruder = table["question_id"].map(key.set_index("question_id")["intruder"])
    pattern = np.resize(np.array(right), len(table))
    wrong = intruder % 4 + 1
    given = np.where(pattern, intruder, wrong).astype(str)
    table["answer"] = np.where(own, given, table["answer"])
    table.to_csv(path, index=False)


# --- the questions --------------------------------------------------------------------------


def test_each_topic_has_two_questions_of_each_kind(asked) -> None:
    assert asked.groupby(["kind", "topic"]).size().tolist() == [2] * 10
    assert asked["question_id"].is_unique


def test_five_words_of_a_word_question_are_the_topics_and_one_is_anothers(
    asked, key, model
) -> None:
    words = label_words(model)
    for row, right in zip(asked.to_dict("records"), key.to_dict("records"), strict=True):
        if row["kind"] == "word":
            intruder = choices(row).pop(right["intruder"] - 1)
            own = set(choices(row)) - {intruder}
            assert len(own) == 5
            assert own <= set(words[row["topic"] - 1])
            assert any(intruder in of for i, of in enumerate(words) if i != row["topic"] - 1)


def test_an_intruder_is_seldom_in_the_topic(asked, key, model) -> None:
    rates = np.exp(model.mixture.log_words)
    for row, right in zip(asked.to_dict("records"), key.to_dict("records"), strict=True):
        if row["kind"] == "word":
            word = choices(row)[right["intruder"] - 1]
            of_word = rates[np.searchsorted(model.vocabulary, word)]
            assert of_word[row["topic"] - 1] < 0.5 / 5 * of_word.sum()


def test_a_word_that_two_topics_share_intrudes_in_neither(model) -> None:
    words = label_words(model)
    shared = words[1][0]
    log_words = model.mixture.log_words.copy()
    log_words[np.searchsorted(model.vocabulary, shared)] = np.log(0.01)
    even = replace(model, mixture=replace(model.mixture, log_words=log_words))
    assert shared in intrusion._intruders(model, words, 1)
    assert shared not in intrusion._intruders(even, words, 1)


def test_the_topic_a_unit_has_comes_first_even_where_another_is_likelier(model, dtm) -> None:
    other = model.documents["topic"].replace({1: 2, 2: 1})
    moved = replace(model, documents=model.documents.assign(topic=other))
    ranked = intrusion._ranked(moved, dtm, np.arange(120))
    assert (ranked[:, 0] + 1 == other).all()


def test_a_topic_question_holds_the_units_own_topic_and_an_unlikely_one(asked, key, model) -> None:
    lists = [", ".join(words[:5]) for words in label_words(model)]
    for row, right in zip(asked.to_dict("records"), key.to_dict("records"), strict=True):
        if row["kind"] == "topic":
            shown = choices(row)
            assert len(shown) == 4
            assert lists[row["topic"] - 1] in shown
            assert shown[right["intruder"] - 1] != lists[row["topic"] - 1]
            of_unit = model.documents.set_index("unit_id")["topic"][row["unit_id"]]
            assert of_unit == row["topic"]


def test_the_same_seed_gives_the_same_questions_and_another_others(model, dtm, asked) -> None:
    pd.testing.assert_frame_equal(intrusion.questions(model, dtm), asked)
    other = intrusion.questions(model, dtm, random_state=1)
    assert other["choice_1"].tolist() != asked["choice_1"].tolist()
    assert set(other["question_id"]) == set(asked["question_id"])


def test_intruders_stand_at_every_place(model, dtm) -> None:
    places = [intrusion.key(model, dtm, random_state=seed) for seed in range(30)]
    every = pd.concat(places)
    shares = every.groupby("kind")["intruder"].value_counts(normalize=True)
    assert shares["word"].between(0.10, 0.24).all()
    assert shares["topic"].between(0.17, 0.33).all()
    assert len(shares) == 6 + 4


def test_three_topics_have_no_topic_questions_and_no_topics_no_questions() -> None:
    dtm = terms.count(documents(planted(60, 3)[0]))
    found = intrusion.questions(topics.fit(dtm, n_topics=3), dtm)
    assert set(found["kind"]) == {"word"}
    none = terms.count(["one short text"])
    assert intrusion.questions(topics.fit(none), none).empty


# --- the file -------------------------------------------------------------------------------


def test_the_file_holds_no_answer(asked, key, texts, tmp_path) -> None:
    path = tmp_path / "q.csv"
    assert asking.ask(path, asked, texts=texts) == 20
    table = pd.read_csv(path, dtype=str, keep_default_na=False)
    assert list(table.columns) == list(asking.COLUMNS)
    assert (table["answer"] == "").all()
    assert "intruder" not in path.read_text(encoding="utf-8-sig")
    right = key["intruder"].to_numpy()
    for column in ("question_id", "digest"):
        ranks = asked[column].rank().to_numpy()
        assert abs(np.corrcoef(ranks, right)[0, 1]) < 0.6


def test_a_passage_that_a_spreadsheet_would_run_is_text_to_it(asked, tmp_path) -> None:
    path = tmp_path / "q.csv"
    evil = pd.Series("=HYPERLINK(1)", index=asked["unit_id"].unique())
    asking.ask(path, asked, texts=evil)
    with path.open(encoding="utf-8-sig", newline="") as file:
        cells = [cell for row in csv.reader(file) for cell in row]
    assert "'=HYPERLINK(1)" in cells
    assert not any(cell.startswith("=") for cell in cells)
    assert "=HYPERLINK(1)" in set(asking.read(path)["passage"])


def test_asking_again_adds_nothing_and_keeps_every_answer(asked, key, texts, tmp_path) -> None:
    path = tmp_path / "q.csv"
    asking.ask(path, asked, texts=texts)
    answered(path, key, [True, False])
    before = path.read_bytes()
    assert asking.ask(path, asked, texts=texts) == 0
    assert path.read_bytes() == before


def test_a_second_person_gets_rows_of_their_own(asked, key, texts, tmp_path) -> None:
    path = tmp_path / "q.csv"
    asking.ask(path, asked, texts=texts, labeller="ann")
    answered(path, key, [True], "ann")
    assert asking.ask(path, asked, texts=texts, labeller="bob") == 20
    table = asking.read(path)
    assert table.groupby("labeller").size().to_dict() == {"ann": 20, "bob": 20}
    assert (table.loc[table["labeller"] == "ann", "answer"] != "").all()


def test_answers_to_a_model_that_changed_are_set_aside_and_stay_in_the_file(
    asked, key, texts, tmp_path, model, dtm
) -> None:
    path = tmp_path / "q.csv"
    asking.ask(path, asked, texts=texts)
    answered(path, key, [True])
    flipped = replace(model, terms=model.terms.assign(topic=6 - model.terms["topic"]))
    other = intrusion.questions(flipped, dtm)
    used = asking.answers(str(path), intrusion.key(flipped, dtm))
    assert used.empty
    assert set(used.attrs["problems"]["reason"]) == {
        "the topics, or this question, changed since it was asked"
    }
    assert asking.ask(path, other, texts=texts) == len(other)
    assert (asking.read(path)["answer"] != "").sum() == 20
    why = "the topics, or this question, changed since it was asked: 20 answers, first in row 2"
    assert said.answers_missing(used) == [("Answers not used", "not used", why)]


def test_an_answer_is_a_number_or_the_word_or_a_question_mark(asked, key, texts, tmp_path) -> None:
    path = tmp_path / "q.csv"
    asking.ask(path, asked, texts=texts)
    table = asking.read(path)
    first = table["choice_1"][3].upper()
    table["answer"] = ["2", " 2.0 ", "?", first, "9", "maybe", "0", "-1"] + [""] * 12
    table.to_csv(path, index=False)
    used = asking.answers(str(path), key)
    assert used["choice"].tolist() == [2, 2, 0, 1]
    assert not used["right"][2]
    assert used.attrs["problems"]["row"].tolist() == [6, 7, 8, 9]
    assert used.attrs["problems"]["detail"].tolist() == ["'9'", "'maybe'", "'0'", "'-1'"]


def test_two_answers_of_one_person_to_one_question_are_both_left_out(
    asked, key, texts, tmp_path
) -> None:
    path = tmp_path / "q.csv"
    asking.ask(path, asked, texts=texts)
    table = asking.read(path).head(2)
    doubled = pd.concat([table.assign(answer="1"), table.head(1).assign(answer="2")])
    doubled.to_csv(path, index=False)
    used = asking.answers(str(path), key)
    assert len(used) == 1
    assert used.attrs["problems"]["row"].tolist() == [2, 4]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"a,b\n1,2\n", "no column question_id, digest, answer. Not a file of questions"),
        (b"", "no rows"),
        (b"\x89PNG\r\n\x1a\n\0\0", "no table. Save it as CSV"),
        (b"question_id,digest,answer\na,b,c\na,b,c,d\n", "Put quotes around the field"),
    ],
)
def test_another_file_is_refused_and_never_written_over(
    content: bytes, message: str, asked, texts, tmp_path
) -> None:
    path = tmp_path / "other.csv"
    path.write_bytes(content)
    with pytest.raises(DataError, match=f"^other.csv.*{message}"):
        asking.ask(path, asked, texts=texts)
    assert path.read_bytes() == content


def test_a_full_disk_leaves_the_answers(asked, key, texts, tmp_path, monkeypatch) -> None:
    path = tmp_path / "q.csv"
    asking.ask(path, asked, texts=texts)
    answered(path, key, [True])
    before = path.read_bytes()

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(OutputError, match="cannot be written: no space left"):
        asking.ask(path, asked, texts=texts, labeller="bob")
    assert path.read_bytes() == before


def test_no_path_gives_no_answers_and_nothing_is_said(key) -> None:
    none = asking.answers("", key)
    assert asking.scores(none).empty
    assert said.people_findings(asking.scores(none)) == ()
    assert said.people_title(asking.scores(none)) == ""
    assert said.answers_missing(none)[0][1] == "not measured"


# --- the scores -----------------------------------------------------------------------------


def answers(rights: list[int], *, kind: str = "word", labeller: str = "a") -> pd.DataFrame:
    n = len(rights)
    return pd.DataFrame(
        {"question_id": [f"{kind}-{i // 2 + 1}-{i % 2}" for i in range(n)], "kind": kind,
         "topic": [i // 2 + 1 for i in range(n)], "labeller": labeller,
         "choice": [3 if right else 1 for right in rights], "right": [r == 1 for r in rights],
         "n_choices": 6 if kind == "word" else 4}
    )  # fmt: skip


def test_seventeen_of_twenty_has_wilsons_interval_and_its_chance() -> None:
    row = asking.scores(answers([1] * 17 + [0] * 3)).iloc[0]
    low, high = wilson(17, 20)
    assert (row["n_right"], row["n_answers"], row["precision"]) == (17, 20, 0.85)
    assert (row["low"], row["high"]) == pytest.approx((float(low), float(high)))
    assert row["chance"] == pytest.approx(1 / 6)


def test_a_topic_with_two_questions_has_a_share_and_no_interval() -> None:
    table = asking.scores(answers([1, 0, 1, 1, 0, 0]))
    assert table["topic"].tolist() == [0, 1, 2, 3]
    assert table["precision"].tolist() == [0.5, 0.5, 1.0, 0.0]
    assert table["low"].isna().tolist() == [False, True, True, True]
    assert table["reason"][1] == "fewer than 5 questions: no interval"


def test_three_people_who_agree_are_no_more_evidence_than_one() -> None:
    rights = [1, 0, 1, 1, 0, 1, 1, 1, 0, 1]
    alone = asking.scores(answers(rights)).iloc[0]
    three = pd.concat([answers(rights, labeller=name) for name in "abc"])
    together = asking.scores(three).iloc[0]
    assert together["n_answers"] == 30
    assert together["high"] - together["low"] == pytest.approx(
        alone["high"] - alone["low"], rel=0.1
    )


def test_two_people_weigh_as_much_as_their_questions_vary() -> None:
    hits = np.array([2, 2, 0, 1, 1, 2, 0, 1, 2, 1])
    both = [answers((hits > 0).astype(int).tolist()), answers((hits > 1).astype(int).tolist())]
    row = asking.scores(pd.concat([part.assign(labeller=i) for i, part in enumerate(both)])).iloc[0]
    p = hits.sum() / 20
    n = p * (1 - p) / (((hits - p * 2) ** 2).sum() / 20**2 * 10 / 9)
    low, high = wilson(p * n, n)
    assert 10 < n < 20
    assert (row["low"], row["high"]) == pytest.approx((float(low), float(high)))


@given(st.lists(st.integers(0, 1), min_size=5, max_size=30))
@settings(max_examples=30)
def test_the_interval_holds_the_share_and_stays_within_one(rights: list[int]) -> None:
    row = asking.scores(answers(rights)).iloc[0]
    assert 0 <= row["low"] <= row["precision"] <= row["high"] <= 1


def test_agreement_is_krippendorffs_alpha_of_the_choices() -> None:
    one, other = [1, 1, 0, 1, 0, 1], [1, 0, 0, 1, 0, 1]
    both = pd.concat([answers(one, labeller="a"), answers(other, labeller="b")])
    row = asking.agreement(both).iloc[0]
    expected = alpha(np.array([one, other]).T, metric="nominal")
    assert row["alpha"] == pytest.approx(expected)
    assert row["low"] <= row["alpha"] <= row["high"]
    assert asking.agreement(answers(one)).empty


def test_people_who_never_answered_the_same_question_have_no_agreement() -> None:
    other = answers([1, 1, 1], labeller="b").assign(question_id=["x", "y", "z"])
    row = asking.agreement(pd.concat([answers([1, 0, 1]), other])).iloc[0]
    assert np.isnan(row["alpha"])
    assert row["reason"] == "no question was answered by two people"


def test_the_page_says_how_often_people_found_the_intruder() -> None:
    scores = asking.scores(pd.concat([answers([1] * 17 + [0] * 3), answers([1, 0], kind="topic")]))
    word, topic = said.people_findings(scores)
    assert word.big == "85%"
    expected = "People found the intruder in 17 of 20 lists of words: more than by lot."
    assert word.sentence == expected
    assert word.small == "64% to 95%, by lot 17%"
    assert topic.sentence.endswith("1 of 2 passages: too few to say whether more than by lot.")
    title = "People found the intruder in 17 of 20 lists of words and 1 of 2 passages"
    assert said.people_title(scores) == title


def test_answers_by_lot_are_not_said_to_be_better_than_lot() -> None:
    scores = asking.scores(answers([1, 0, 0, 0, 0, 0]))
    assert "not surely more than by lot" in said.people_findings(scores)[0].sentence


def test_the_note_says_what_was_asked_and_how_far_people_agree() -> None:
    one, other = answers([1, 1, 0, 1, 0, 1]), answers([1, 0, 0, 1, 0, 1], labeller="b")
    both = pd.concat([one, other])
    note = said.people_note(asking.scores(both), asking.agreement(both))
    assert note["Question: word"].endswith("by lot 17% would be right.")
    assert note["Readers agree"].startswith("Krippendorff's alpha, word .6")


def test_the_whole_way_from_a_corpus_to_a_sentence(tmp_path: Path) -> None:
    texts, _ = planted(60, 5)
    for i, text in enumerate(texts):
        (tmp_path / f"t{i:02}.txt").write_text(text)
    docs = corpus.read(tmp_path)
    dtm = terms.count(docs)
    model = topics.fit(dtm, n_topics=5)
    passages = terms.passages(docs, "document")
    text_of = pd.Series(corpus.texts(docs, passages), index=dtm.doc_ids)
    path, key = tmp_path / "answers.csv", intrusion.key(model, dtm)
    asking.ask(path, intrusion.questions(model, dtm), texts=text_of)
    answered(path, key, [True])
    scores = asking.scores(asking.answers(str(path), key))
    assert said.people_title(scores).startswith("People found the intruder in 10 of 10 lists")
