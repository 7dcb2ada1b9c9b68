"""Guidance: a person's topics are named, merged, split and hidden, and every table follows."""

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
from analysis.errors import DataError, OutputError, UsageError
from analysis.findings import topic_guidance as said
from analysis.labels import model_file, topic_file, yaml_file
from analysis.schema.topic_guidance import GUIDANCE_APPLIED
from analysis.topics import features, guidance, guiding, mixture, saving, seeded
from analysis.topics.guidance import Guidance, Split, Wanted

SHARED = Path(__file__).parents[2] / "shared"
NEEDS_SHARED = pytest.mark.skipif(not SHARED.exists(), reason="the shared corpora are not here")
NOTHING = Guidance()
SOME = (
    "1 of 3 labels was given by a person; the others are machine labels: the words that set a "
    "topic apart."
)


@pytest.fixture(scope="module")
def dtm() -> terms.DocumentTermMatrix:
    return terms.count(documents(planted(120, 4)[0]))


@pytest.fixture(scope="module")
def four(dtm) -> topics.TopicModel:
    return topics.fit(dtm, n_topics=4)


def words_of(model: topics.TopicModel, topic: int, n: int = 2) -> tuple[str, ...]:
    return tuple(model.terms.loc[model.terms["topic"] == topic, "term"].head(n))


def guide(model, dtm, **parts) -> guiding.Guided:
    return guiding.guided(model, dtm, guidance=Guidance(**parts, file="topics.yaml"))


def fault_of(call):
    """Give what a call returns, or the line of its error."""
    try:
        return call()
    except DataError as error:
        return str(error)


# --- the file -------------------------------------------------------------------------------

FILE = """
topics:
  - name: energy crisis   # a name
    seeds: [gas, heating]
  - {name: elections, match: vote}
merge: [[vote, [party, seat]], [1, 2]]
split: [war, {topic: [trade, tariff], into: 3}]
hide: [subscribe, 7]
"""


def test_the_file_reads_as_it_is_meant() -> None:
    read = topic_file.parse(FILE, file="topics.yaml")
    assert read.topics[0] == Wanted("energy crisis", seeds=("gas", "heating"))
    assert read.topics[1] == Wanted("elections", match=("vote",))
    assert read.merge == ((("vote",), ("party", "seat")), (("1",), ("2",)))
    assert read.split == (Split(("war",)), Split(("trade", "tariff"), into=3))
    assert read.hide == (("subscribe",), ("7",))
    assert read.seeds == (("gas", "heating"),)


def test_words_that_yaml_takes_for_something_else_stay_words() -> None:
    read = topic_file.parse("hide: [no, on, 007, 1e3, null, 2024-01-01]", file="t.yaml")
    assert read.hide == (("no",), ("on",), ("007",), ("1e3",), ("null",), ("2024-01-01",))


def test_no_path_and_an_empty_file_ask_for_nothing() -> None:
    assert topic_file.guidance("") == NOTHING
    assert topic_file.parse("# nothing yet\n", file="t.yaml") == Guidance(file="t.yaml")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("hyde: [a]", "t.yaml: unknown 'hyde'; did you mean 'hide'?. Mend the file"),
        ("- a", "t.yaml: needs lines such as `hide: [word]`. Mend the file"),
        ("hide: a", "t.yaml: hide: needs a list, such as [one, two]. Mend the file"),
        ("hide: [{a: b}]", "needs a word, several in brackets, or a topic's number"),
        ("hide: [[]]", "hide, entry 1: needs a word"),
        ("merge: [vote]", "merge, entry 1: needs two topics or more"),
        ("split: [{topic: a, into: 1}]", "into: needs a whole number from 2 to 20"),
        ("split: [{topic: a, into: " + "9" * 5000 + "}]", "into: needs a whole number"),
        ("topics: [{name: x}]", "topics, entry 1, 'x': needs `seeds:` or `match:`"),
        ("topics: [{match: x}]", "topics, entry 1: has no name"),
        (f"topics: [{{name: {'x' * 81}, match: a}}]", "a name has at most 80 characters"),
        ('topics: [{name: "a\\u202eb", match: a}]', "characters that can be printed"),
        ("topics: [{name: x, match: a}, {name: x, match: b}]", "two have the name 'x'"),
        ("hide: [a]\nhide: [b]", "t.yaml:2: 'hide' stands there twice. Join the two"),
        ("hide: &x [a]\nmerge: [*x, *x]", "t.yaml:1: anchors and tags are not read"),
        ("hide: !!python/object/apply:os.system [ls]", "anchors and tags are not read"),
        ("hide: [[[[[[[a]]]]]]]", "t.yaml:1: nested more than 5 deep. Mend the file"),
        ("hide: " + "[" * 30000, "nested more than 5 deep"),
        ("hide: [a", "t.yaml:1: not readable as YAML: "),
        ("hide: [a]\n---\nhide: [b]", "t.yaml:2: not readable as YAML: "),
        ("? [a, b]\n: c", "t.yaml:1: not readable as YAML: found unhashable key. Mend the file"),
    ],
)
def test_a_file_that_says_something_else_is_refused_in_one_line(text: str, message: str) -> None:
    with pytest.raises(DataError) as error:
        topic_file.parse(text, file="t.yaml")
    assert message in str(error.value)
    assert "\n" not in str(error.value)


@settings(max_examples=60)
@given(st.text(alphabet="[]{}:,-&*!? \n'\"#|>%@`abcnamehidesplitmergetopics", max_size=80))
def test_any_text_is_guidance_or_one_line(text: str) -> None:
    outcome = fault_of(lambda: topic_file.parse(text, file="t.yaml"))
    assert isinstance(outcome, Guidance) or outcome.startswith("t.yaml")
    assert "\n" not in str(outcome)


def test_a_large_a_binary_and_an_absent_file_are_refused_in_one_line(tmp_path: Path) -> None:
    large, binary = tmp_path / "large.yaml", tmp_path / "b.yaml"
    large.write_text("# " + "x" * yaml_file.MAX_BYTES)
    binary.write_bytes(b"\x89PNG\r\n\x1a\n\0\0\0\0")
    for path, message in ((large, "larger than 64 kB"), (binary, "no YAML")):
        with pytest.raises(DataError, match=f"^{path.name}: .*{message}"):
            topic_file.guidance(str(path))
    with pytest.raises(DataError, match="no such file"):
        topic_file.guidance(str(tmp_path / "absent.yaml"))


# --- which topic is meant -------------------------------------------------------------------

TERMS = pd.DataFrame(
    [(1, 1, "gas"), (1, 2, "war"), (1, 3, "oil"), (1, 4, "vote"), (2, 1, "vote"), (2, 2, "seat"),
     (2, 3, "poll"), (2, 4, "gas"), (3, 1, "war"), (3, 2, "front"), (3, 3, "army")],
    columns=["topic", "rank", "term"],
)  # fmt: skip


@pytest.mark.parametrize(
    ("words", "topics"),
    [(("oil",), [1]), (("vote",), [2]), (("war",), [1, 3]), (("war", "army"), [3]),
     (("WAR", "Front"), [3]), (("peace",), []), (("gas", "peace"), [1])],
)  # fmt: skip
def test_words_mean_the_topic_with_most_of_them_and_label_words_settle_a_tie(words, topics) -> None:
    assert guidance.meant(TERMS, words) == topics


def test_a_dead_reference_lists_the_topics_there_are(four, dtm) -> None:
    with pytest.raises(DataError) as error:
        guide(four, dtm, hide=(("elephant",),))
    expected = "topics.yaml: hide: no topic has 'elephant'. The topics are 1 ("
    assert str(error.value).startswith(expected)
    with pytest.raises(DataError, match=r"hide: no topic 9\. The topics are 1 \(subject"):
        guide(four, dtm, hide=(("9",),))


def test_an_ambiguous_reference_says_which_topics_it_may_be(four, dtm) -> None:
    both = (words_of(four, 1, 1)[0], words_of(four, 2, 1)[0])
    with pytest.raises(DataError, match=r"may be topic 1 and 2\. Add a word that only one has"):
        guide(four, dtm, hide=(both,))


def test_entries_that_contradict_each_other_are_refused(four, dtm) -> None:
    one, two, three = (words_of(four, topic) for topic in (1, 2, 3))
    cases = {
        "all are topic 1": {"merge": ((one, ("1",)),)},
        "one of them is merged already": {"merge": ((one, two), (two, three))},
        "are the same topic": {"topics": (Wanted("a", match=one), Wanted("b", match=("1",)))},
        "topic 1 is named twice": {"split": (Split(one), Split(("1",)))},
        "no topic would be left": {"hide": (("1",), ("2",), ("3",), ("4",))},
        "it holds 30 documents. Ask for fewer": {"split": (Split(one, into=31),)},
        "two would be called": {"topics": (Wanted(four.topics["label"][1], match=one),)},
    }
    for message, parts in cases.items():
        with pytest.raises(DataError, match=f"^topics.yaml: .*{message}"):
            guide(four, dtm, **parts)


# --- what is done ---------------------------------------------------------------------------


def test_no_guidance_changes_nothing_but_says_that_labels_are_machine_labels(four, dtm) -> None:
    done = guiding.guided(four, dtm, guidance=NOTHING)
    pd.testing.assert_frame_equal(done.model.topics, four.topics)
    assert done.model.documents is four.documents
    assert not done.names["confirmed"].any()
    assert done.applied.empty
    assert GUIDANCE_APPLIED.names == list(done.applied.columns)


def test_a_merged_topic_holds_the_units_of_both_and_the_others_stay(four, dtm) -> None:
    done = guide(four, dtm, merge=((words_of(four, 2), words_of(four, 4)),))
    before, after = four.documents["topic"], done.model.documents["topic"]
    assert len(set(after[before.isin([2, 4])])) == 1
    assert done.model.found == 3
    assert done.model.topics["n_units"].tolist() == [60, 30, 30]
    assert (pd.crosstab(before, after) > 0).sum(axis=1).tolist() == [1, 1, 1, 1]


def test_the_words_of_a_merged_topic_are_the_mean_of_its_parts_by_size(four, dtm) -> None:
    done = guide(four, dtm, merge=((words_of(four, 2), words_of(four, 4)),))
    words, prior = np.exp(four.mixture.log_words), np.exp(four.mixture.log_prior)
    expected = (words[:, [1, 3]] * prior[[1, 3]]).sum(1) / prior[[1, 3]].sum()
    np.testing.assert_allclose(np.exp(done.model.mixture.log_words[:, 0]), expected)
    np.testing.assert_allclose(np.exp(done.model.mixture.log_words).sum(0), 1)
    np.testing.assert_allclose(np.exp(done.model.mixture.log_prior).sum(), 1)


def test_a_topic_made_by_hand_has_no_stability_and_says_why(four, dtm) -> None:
    made = guide(four, dtm, merge=((words_of(four, 2), words_of(four, 4)),)).model.topics
    assert np.isnan(made["stability"][0])
    assert made["reason"][0] == "made by hand: no refit tells its stability"
    assert made["stability"][1:].tolist() == four.topics["stability"][[0, 2]].tolist()


def test_splitting_finds_the_two_subjects_that_a_fit_mixed() -> None:
    texts, truth = planted(120, 4)
    dtm = terms.count(documents(texts))
    model = topics.fit(dtm, n_topics=4)
    mixed = guide(model, dtm, merge=((words_of(model, 1), words_of(model, 2)),)).model
    done = guide(mixed, dtm, split=(Split(("1",)),)).model
    assert mixture.agreement(truth, done.documents["topic"].to_numpy()) == 1
    assert (done.topics["label"].isin(model.topics["label"])).all()


def test_a_split_leaves_the_units_of_other_topics_where_they_are(four, dtm) -> None:
    done = guide(four, dtm, split=(Split(words_of(four, 1), into=3),))
    before, after = four.documents["topic"], done.model.documents["topic"]
    assert (pd.crosstab(before, after) > 0).sum(axis=1).tolist() == [3, 1, 1, 1]
    assert (pd.crosstab(before, after) > 0).sum(axis=0).tolist() == [1] * 6
    assert done.model.mixture.log_words.shape == (len(dtm.vocabulary), 6)


def test_parts_share_the_prior_of_their_whole_and_hold_the_words_of_their_units(four, dtm) -> None:
    done = guide(four, dtm, split=(Split(("1",)),)).model
    inside = four.documents["topic"] == 1
    parts = np.unique(done.documents["topic"][inside]) - 1
    prior = np.exp(done.mixture.log_prior)[parts].sum()
    assert prior == pytest.approx(np.exp(four.mixture.log_prior[0]))
    weights = features.log_counts(features.in_term_order(dtm))
    likeliest = mixture.rank(weights, done.mixture).best + 1
    assert (likeliest == done.documents["topic"]).mean() > 0.95


def test_shares_of_every_topic_in_a_unit_follow_a_merge_and_a_split(dtm) -> None:
    fitted = topics.fit(dtm, n_topics=4, method="nmf")
    done = guide(fitted, dtm, merge=((("2",), ("3",)),), split=(Split(("1",)),)).model
    np.testing.assert_allclose(done.memberships.sum(1), fitted.memberships.sum(1))
    assert done.memberships.shape == (120, done.found)
    both = fitted.documents["topic"].isin([2, 3])
    own = done.documents["topic"][both].iloc[0] - 1
    expected = fitted.memberships[:, [1, 2]].sum(1)
    np.testing.assert_allclose(done.memberships[:, own], expected)
    same(saving.from_bytes(saving.to_bytes(done)), done)


def test_the_words_of_topics_left_alone_keep_their_intervals(four, dtm) -> None:
    done = guide(four, dtm, merge=((("1",), ("2",)),)).model.terms
    assert done.loc[done["topic"] == 1, "low"].isna().all()
    ours, theirs = done[done["topic"] > 1], four.terms[four.terms["topic"] > 2]
    ours, theirs = (t.drop(columns="topic").reset_index(drop=True) for t in (ours, theirs))
    pd.testing.assert_frame_equal(ours, theirs)


def test_words_of_a_part_name_it_after_the_split_and_its_number_is_unclear(four, dtm) -> None:
    split = (Split(("1",)),)
    parts = guide(four, dtm, split=split).model
    own = next(t for t in parts.topics["topic"] if np.isnan(parts.topics["stability"][t - 1]))
    done = guide(four, dtm, split=split, topics=(Wanted("A", match=words_of(parts, own, 3)),))
    assert done.model.topics.set_index("topic")["label"][own] == "A"
    with pytest.raises(DataError, match=r"hide: topic 1 is split\. Name a part by its words"):
        guide(four, dtm, split=split, hide=(("1",),))


def test_a_name_stands_on_the_page_and_the_machine_label_beside_it(four, dtm) -> None:
    done = guide(four, dtm, topics=(Wanted("Energy", match=words_of(four, 3)),))
    row = done.names.set_index("topic").loc[3]
    assert (row["label"], row["confirmed"]) == ("Energy", True)
    assert row["machine_label"] == four.topics["label"][2]
    assert done.model.topics["label"][2] == "Energy"
    assert done.names["confirmed"].sum() == 1


def test_a_hidden_topic_keeps_its_documents_and_its_part_of_the_whole(four, dtm) -> None:
    done = guide(four, dtm, hide=(words_of(four, 2),))
    assert (done.model.documents["topic"] == 2).sum() == 30
    assert done.shown["topic"].tolist() == [1, 3, 4]
    assert done.shown["share"].sum() == pytest.approx(0.75)
    assert said.guidance_note(done.names, done.model.topics)["Hidden"] == (
        "1 topic with 30 of 120 units; shares are of all, the hidden included."
    )


def test_the_table_says_what_was_done_to_which_topics(four, dtm) -> None:
    two, four_ = words_of(four, 2, 1), words_of(four, 4, 1)
    name = Wanted("Both", seeds=(*two, "elephant"))
    done = guide(four, dtm, merge=((two, four_),), topics=(name,), hide=(("3",),))
    table = done.applied
    assert table["action"].tolist() == ["merge", "hide", "name", "seeds"]
    assert table["n_units"].tolist() == [60, 30, 60, 60]
    assert table["result"].tolist() == ["Both", four.topics["label"][2], "Both", "Both"]
    assert table["reason"][3] == "not among the words counted: 'elephant'"
    title = said.guidance_title(table)
    assert title == "By hand: 1 topic hidden, 1 topic named and 2 topics merged into 1"


def test_words_find_their_topic_again_after_a_refit_at_another_number(dtm, four) -> None:
    again = topics.fit(dtm, n_topics=3)
    name = Wanted("Mine", match=words_of(four, 2, 3))
    done = guide(again, dtm, topics=(name,))
    own = done.names.loc[done.names["confirmed"], "topic"].item()
    members = four.documents["topic"] == 2
    assert (done.model.documents.loc[members, "topic"] == own).all()


def test_the_order_of_documents_changes_nothing_that_guidance_does(four, dtm) -> None:
    order = np.random.default_rng(3).permutation(len(dtm.units))
    mixed = terms.DocumentTermMatrix(
        dtm.counts[order], dtm.units.iloc[order].reset_index(drop=True), dtm.vocabulary,
        dtm.unit, dtm.words,
    )  # fmt: skip
    parts = {"split": (Split(words_of(four, 1)),), "merge": ((("3",), ("4",)),)}
    one, other = guide(four, dtm, **parts), guide(topics.fit(mixed, n_topics=4), mixed, **parts)
    pd.testing.assert_frame_equal(one.model.topics, other.model.topics)
    pd.testing.assert_frame_equal(one.applied, other.applied)
    ours = one.model.documents["topic"].to_numpy()[order]
    np.testing.assert_array_equal(ours, other.model.documents["topic"])


@settings(max_examples=6)
@given(
    groups=st.lists(st.integers(0, 3), min_size=4, max_size=4),
    split=st.sets(st.integers(1, 4), max_size=1),
)
def test_whatever_is_merged_or_split_no_unit_is_lost_and_the_tables_agree(
    groups, split, four, dtm
) -> None:
    members = [[str(t + 1) for t in range(4) if groups[t] == g and t + 1 not in split]
               for g in range(4)]  # fmt: skip
    merge = tuple(tuple((one,) for one in group) for group in members if len(group) > 1)
    done = guide(four, dtm, merge=merge, split=tuple(Split((str(t),)) for t in split)).model
    sizes = done.documents["topic"].value_counts().sort_index()
    assert sizes.tolist() == done.topics["n_units"].tolist()
    assert sizes.sum() == 120
    assert (done.topics["n_units"].diff().dropna() <= 0).all()
    assert done.terms["topic"].unique().tolist() == done.topics["topic"].tolist()
    assert done.mixture.log_words.shape[1] == done.found == len(done.topics)
    assert done.mixture.topic.max() < done.found


def test_merging_all_leaves_one_topic_without_margins(four, dtm) -> None:
    done = guide(four, dtm, merge=((("1",), ("2",), ("3",), ("4",)),)).model
    assert done.found == 1
    assert done.documents["margin"].isna().all()
    assert done.topics["reason"].tolist() == ["one topic holds all"]


def test_where_there_are_no_topics_the_guidance_is_listed_as_not_done() -> None:
    dtm = terms.count(["one short text of few words"])
    wanted = {"topics": (Wanted("A", seeds=("text",)),), "hide": (("words",),)}
    done = guide(topics.fit(dtm), dtm, **wanted)
    assert done.applied["action"].tolist() == ["hide", "name", "seeds"]
    assert (done.applied["reason"] == "the text supports no topics").all()
    assert said.guidance_title(done.applied) == ""


def test_another_matrix_is_refused(four, dtm) -> None:
    with pytest.raises(UsageError, match="Give the matrix it was fitted on"):
        guide(four, dtm.rows(np.arange(120) < 60))


@pytest.mark.parametrize(
    ("confirmed", "sentence"),
    [
        ([False, False, False], "Labels are machine labels: the words that set a topic apart."),
        ([True, False, False], SOME),
        ([True, True, True], "The names of the topics were given by a person."),
    ],
)  # fmt: skip
def test_the_page_says_whose_labels_they_are(confirmed: list[bool], sentence: str) -> None:
    assert said.standing_of_labels(pd.DataFrame({"confirmed": confirmed})) == sentence


# --- seed words -----------------------------------------------------------------------------


def placed(texts: list[str], k: int) -> tuple[np.ndarray, mixture.Space]:
    dtm = terms.count(texts)
    weights = features.log_counts(features.in_term_order(dtm))
    space = mixture.space(weights, features.word_vector_sums(weights), k)
    return np.sort(dtm.vocabulary), space


def unguided_fit(texts: list[str], k: int) -> np.ndarray:
    space = placed(texts, k)[1]
    return mixture.learn(space.weights, mixture.starts(space, k, seed=0)[0], k).topic


def seeded_fit(texts: list[str], seeds: list[list[str]], k: int) -> tuple[np.ndarray, seeded.Start]:
    """Fit with seeds: the topic of each unit, from 0, and what the fit started from."""
    vocabulary, space = placed(texts, k)
    base = mixture.kmeans(space.places[0], k - len(seeds), seed=0)
    args = {"seeds": seeds, "topic": base, "k": k}
    start = seeded.seeded_start(space.weights, vocabulary, **args)
    return mixture.learn(space.weights, start.topic, k, prior=start.prior).topic, start


def test_a_small_subject_that_a_fit_mixes_is_found_by_three_of_its_words() -> None:
    texts, truth = planted(300, 5, words=20)
    kept = np.flatnonzero((truth != 4) | (np.arange(300) % 10 == 4))
    texts, wanted = [texts[i] for i in kept], truth[kept] == 4
    seeds = [["subject4word01", "subject4word02", "subject4word03"]]
    unguided = topics.fit(terms.count(texts), n_topics=3).documents["topic"]
    assert max(wanted[unguided == c].mean() for c in (1, 2, 3)) < 0.5
    np.testing.assert_array_equal(seeded_fit(texts, seeds, 3)[0] == 0, wanted)


@NEEDS_SHARED
def test_a_class_that_a_coarse_fit_mixes_is_twice_as_pure_with_two_seed_words() -> None:
    lines = (SHARED / "data" / "octis_m10.jsonl").read_text().splitlines()[:1500]
    rows = [json.loads(line) for line in lines]
    texts, farming = [r["text"] for r in rows], np.array([r["label"] == "0" for r in rows])
    unguided = unguided_fit(texts, 5)
    best = max(farming[unguided == c].mean() for c in range(5))
    ours = farming[seeded_fit(texts, [["crop", "soil"]], 5)[0] == 0]
    assert ours.mean() > 2 * best
    assert ours.sum() > 0.5 * farming.sum()


def test_seed_words_that_are_not_counted_change_nothing() -> None:
    texts, _ = planted(40, 2)
    _, start = seeded_fit(texts, [["elephant"]], 3)
    assert set(start.topic) == {1, 2}
    assert (start.prior == 0.5).all()
    assert start.prior.shape[1] == 3


def test_a_seed_word_counts_as_if_its_topic_held_all_its_occurrences_once_more() -> None:
    texts = ["gas gas price", "gas vote", "vote seat"]
    weights = features.log_counts(features.in_term_order(terms.count(texts)))
    args = {"seeds": [["gas"]], "topic": np.zeros(3, int), "k": 2}
    prior = seeded.seeded_start(weights, np.array(["gas", "price", "seat", "vote"]), **args).prior
    expected = [[0.5 + 1 + np.log(2) + 1, 0.5], [0.5, 0.5], [0.5, 0.5], [0.5, 0.5]]
    np.testing.assert_allclose(prior, expected)


def test_seed_words_count_whatever_their_case_and_a_tie_leaves_a_unit_where_it_was() -> None:
    texts = ["gas price", "vote seat", "gas vote", "seat seat"]
    weights = features.log_counts(features.in_term_order(terms.count(texts)))
    vocabulary = np.sort(terms.count(texts).vocabulary)
    args = {"seeds": [["GAS"], ["Vote"]], "topic": np.array([0, 0, 0, 0]), "k": 3}
    assert seeded.seeded_start(weights, vocabulary, **args).topic.tolist() == [0, 1, 2, 2]


# --- a saved model --------------------------------------------------------------------------


def same(one: topics.TopicModel, other: topics.TopicModel) -> None:
    for name in ("topics", "terms", "documents", "candidates"):
        pd.testing.assert_frame_equal(getattr(one, name), getattr(other, name))
    for name in ("reason", "asked", "found", "unit"):
        assert getattr(one, name) == getattr(other, name)
    assert repr(one.gate) == repr(other.gate)  # NaN is not itself
    np.testing.assert_array_equal(one.vocabulary, other.vocabulary)
    if one.mixture is not None:
        for name in ("topic", "log_words", "log_prior"):
            np.testing.assert_array_equal(getattr(one.mixture, name), getattr(other.mixture, name))


def test_a_saved_model_comes_back_equal_and_is_the_same_bytes_each_time(four, tmp_path) -> None:
    path = tmp_path / "model.zip"
    model_file.save(path, four)
    same(model_file.load(path), four)
    assert path.read_bytes() == saving.to_bytes(four) == saving.to_bytes(model_file.load(path))


def test_a_guided_model_and_one_without_topics_come_back_too(four, dtm) -> None:
    done = guide(four, dtm, merge=((("1",), ("2",)),), split=(Split(("3",)),)).model
    same(saving.from_bytes(saving.to_bytes(done)), done)
    none = topics.fit(terms.count(["one short text"]))
    same(saving.from_bytes(saving.to_bytes(none)), none)


def repacked(content: bytes, **changed: bytes | None) -> bytes:
    """Pack a model again with other members, named by the letters before their dot."""
    import io
    import zipfile

    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w", 8) as new:
        for info in old.infolist():
            key = info.filename.replace(".", "_")
            value = changed.get(key, old.read(info.filename))
            if value is not None:
                new.writestr(info.filename, value)
    return out.getvalue()


@pytest.fixture(scope="module")
def packed(four) -> bytes:
    return saving.to_bytes(four)


def test_a_model_cut_short_anywhere_is_refused_in_one_line(packed: bytes) -> None:
    for n in (0, 1, 30, len(packed) // 2, len(packed) - 1):
        with pytest.raises(DataError, match=r"^m\.zip: .*Save it again$"):
            saving.from_bytes(packed[:n], name="m.zip")


@settings(max_examples=60)
@given(at=st.integers(0, 10**6), by=st.integers(1, 255))
def test_a_flipped_byte_is_refused_or_changes_nothing(packed, four, at, by) -> None:
    content = bytearray(packed)
    content[at % len(content)] ^= by
    outcome = fault_of(lambda: saving.from_bytes(bytes(content)))
    if isinstance(outcome, str):
        assert "\n" not in outcome
    else:
        same(outcome, four)


def header(packed: bytes) -> dict:
    import io
    import zipfile

    with zipfile.ZipFile(io.BytesIO(packed)) as old:
        return json.loads(old.read("model.json"))


def test_another_version_is_named_and_refused(packed: bytes) -> None:
    other = json.dumps(header(packed) | {"version": 1}).encode()
    with pytest.raises(DataError, match="saved by version '1' of the format, this reads 2"):
        saving.from_bytes(repacked(packed, model_json=other))


def changed(packed: bytes, change) -> bytes:
    tree = header(packed)
    change(tree["model"]["parts"])
    return repacked(packed, model_json=json.dumps(tree).encode())


@pytest.mark.parametrize(
    "change",
    [
        lambda p: p["mixture"]["parts"]["log_words"]["array"].update(shape=[10**9, 10**9]),
        lambda p: p["mixture"]["parts"]["log_words"]["array"].update(shape=[-1, -1]),
        lambda p: p["mixture"]["parts"]["log_words"]["array"].update(kind="|O"),
        lambda p: p["mixture"]["parts"].pop("log_prior"),
        lambda p: p.update(more={"value": 1}),
        lambda p: p.update(unit={"parts": {}}),
        lambda p: p.update(found={"value": 3}),
        lambda p: p.update(reason={"number": "__import__('os')"}),
        lambda p: p.update(reason={"value": ["a", "list"]}),
        lambda p: p["topics"].update(table=["topic"]),
        lambda p: p["vocabulary"]["array"].update(shape=[3]),
        lambda p: p.update(vocabulary=None),
    ],
)
def test_a_header_that_lies_is_refused_in_one_line(packed: bytes, change) -> None:
    with pytest.raises(DataError, match=r"^model: .*\. Save it again$"):
        saving.from_bytes(changed(packed, change))


def test_a_size_that_lies_is_found_before_the_numbers_are_unpacked(packed: bytes) -> None:
    def lie(parts) -> None:
        parts["mixture"]["parts"]["log_words"]["array"]["shape"][0] += 1

    with pytest.raises(DataError, match=r"log_words\.bin has another size than it says"):
        saving.from_bytes(changed(packed, lie))


def test_a_small_file_that_unpacks_to_much_is_refused_before_it_is_unpacked(packed: bytes) -> None:
    bomb = repacked(packed, model_vocabulary_json=b"[" + b" " * 80_000_000 + b"]")
    assert len(bomb) < 200_000
    with pytest.raises(DataError, match="MB unpacked, more than a model of its size"):
        saving.from_bytes(bomb)


def test_a_model_that_cannot_be_written_leaves_what_stood_there(
    four, tmp_path, monkeypatch
) -> None:
    path = tmp_path / "model.zip"
    path.write_bytes(b"before")

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(OutputError, match=r"^model\.zip: cannot be written: no space left"):
        model_file.save(path, four)
    assert path.read_bytes() == b"before"
    assert [p.name for p in tmp_path.iterdir()] == ["model.zip"]


def test_seeds_of_which_no_topic_came_are_said_and_stop_nothing(four, dtm) -> None:
    wanted = Wanted("nowhere", seeds=("zebra", "quagga"))
    found = guide(four, dtm, topics=(wanted,))
    assert found.applied["result"].tolist() == ["", ""]
    assert found.applied["reason"].iloc[0].startswith("no topic came of its seeds")
    assert not found.names["confirmed"].any()
