"""A third reading: the list itself, its scores under the others' rules, what the page says."""

import math
import re
from importlib import resources
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
import scripts

from analysis import corpus, findings, sentiment, tokens
from analysis.errors import UsageError
from analysis.sentiment import lexicon, reading, rules

ROOT = Path(__file__).parents[1]
DATA = resources.files("analysis.sentiment") / "data"
ROWS = [line.split("\t") for line in lexicon.lines("tone_en.tsv")]


@pytest.fixture(scope="module")
def maker():
    return scripts.load("make_tone_list")


@pytest.fixture
def little(monkeypatch):
    monkeypatch.setattr(lexicon, "extended", lambda: {"grim": -2.0, "rubble": -0.5, "calm": 1.0})
    monkeypatch.setattr(lexicon, "inferred", lambda: frozenset({"rubble"}))


def test_a_sentence_worked_by_hand_comes_out_as_worked(little):
    row = sentiment.extended(["Not grim, but the rubble is very calm."]).iloc[0]
    not_grim = -2.0 * -0.74 * 0.5
    rubble, very_calm = -0.5 * 1.5, (1.0 + 0.293) * 1.5
    total = not_grim + rubble + very_calm
    assert row["extended"] == pytest.approx(total / math.sqrt(total**2 + 15), abs=5e-5)
    assert [(*word[:3], round(word[3], 4), *word[4:]) for word in row["words"]] == [
        (4, 8, "grim", 0.74, False, "negated, halved before but"),
        (18, 24, "rubble", -0.75, True, "raised after but"),
        (33, 37, "calm", 1.9395, False, "boosted, raised after but"),
    ]


def test_a_sentence_without_a_word_of_the_list_has_no_tone(little):
    row = sentiment.extended(["Trains run at noon."]).iloc[0]
    assert np.isnan(row["extended"])
    assert row["words"] == []


def test_what_a_user_changes_holds_in_the_extended_list_too(little):
    changes = sentiment.DomainWords(drop=("grim",), flip=("rubble",), add=(("noon", 2.0),))
    words = sentiment.extended(["Grim rubble at noon."], domain=changes)["words"].iloc[0]
    assert [(word[2], word[3]) for word in words] == [("rubble", 0.5), ("noon", 2.0)]


def test_one_string_in_place_of_a_list_is_refused():
    with pytest.raises(UsageError, match="one string"):
        sentiment.extended("A sentence.")


def test_the_index_of_a_series_stays():
    texts = pd.Series(["A good day.", "A grim day."], index=[7, 3])
    assert sentiment.extended(texts).index.tolist() == [7, 3]


def test_the_file_is_sorted_without_a_word_twice_and_small():
    words = [word for word, *_ in ROWS]
    assert words == sorted(set(words))
    assert len((DATA / "tone_en.tsv").read_bytes()) < 800_000


def test_every_weight_has_two_decimals_and_every_flag_is_i_or_nothing():
    assert all(re.fullmatch(r"-?\d\.\d\d", weight) and float(weight) for _, weight, _ in ROWS)
    assert {flag for *_, flag in ROWS} == {"", "i"}


def test_a_word_is_flagged_just_where_neither_list_holds_it():
    known = {*lexicon.vader(), *lexicon.hu_liu()}
    assert all((flag == "i") == (word not in known) for word, _, flag in ROWS)


def test_groups_of_people_and_little_words_have_no_inferred_weight():
    never = {*lexicon.lines("group_words.txt"), *tokens.stop_list("en")}
    assert not never & lexicon.inferred()
    assert {"immigrants", "women", "gay", "refugees", "police", "tax"} <= never


def test_no_word_of_the_list_keeps_a_negator_or_booster_from_acting():
    assert not (rules.NEGATORS | rules.BOOSTERS.keys() | {"but"}) & lexicon.extended().keys()


def test_a_listed_word_of_a_group_keeps_the_mean_of_both_lists(maker):
    kept = {"invalid", "poor", "cripple"} & lexicon.extended().keys()
    assert kept
    assert all(abs(lexicon.extended()[word] - maker._base(word)) < 0.0051 for word in kept)


def test_the_same_words_and_ratings_give_the_same_bytes(maker):
    first, second = (maker.as_lines(*toy(maker)) for _ in range(2))
    assert first == second
    assert first.splitlines() == sorted(first.splitlines())


def test_ratings_pull_a_word_their_way_and_leave_a_group_word_alone(maker):
    begun, weights = toy(maker)
    change = dict(zip(begun.words, weights - begun.weights, strict=True))
    assert change["rubble"] < 0 < change["harvest"]
    assert change["women"] == change["the"] == 0


def test_what_the_rules_make_of_a_word_is_a_factor_and_an_addition(maker):
    begun, _ = toy(maker)
    text = "Not a very grim harvest but RUBBLE, grim rubble!"
    factors, added = maker.acting(begun, [text])
    ours = dict(zip(begun.words, begun.weights.tolist(), strict=True))
    reader = rules.Reader((ours,), frozenset())
    total = reading.hits(reading.take_apart([text], reader), reader).weights.sum()
    assert (factors @ begun.weights + added)[0] == pytest.approx(total)


def test_inflections_share_a_fold_so_that_no_word_predicts_itself(maker):
    assert {maker.stem(word) for word in ("attack", "attacks", "attacked", "attacking")} == {
        "attack"
    }


def test_a_word_that_news_writes_with_a_capital_is_a_name(maker):
    texts = ["We met Mr Grace there, and Grace left with grace.", "So did Grace."] * 2
    assert maker.names(texts) == {"grace"}


def toy(maker):
    words = ["calm", "grim", "harvest", "rubble", "the", "women"]
    angles = np.array([0.0, 3.0, 0.5, 2.5, 1.0, 1.5])
    begun = maker.start(words, np.column_stack([np.cos(angles), np.sin(angles)]), ())
    texts = ["The harvest.", "Rubble.", "Grim rubble.", "Calm.", "Women.", "Calm harvest, women."]
    rated = maker.Rated(texts, np.array(["x"] * 6), np.array([2.0, -2.0, -3.0, 1.0, -1.0, 2.0]))
    return begun, maker.reweighed(begun, rated)


@pytest.fixture(scope="module")
def seed():
    docs = corpus.read(ROOT / "seeds")
    tone = sentiment.score_sentences(docs, corpus.sentences(docs))
    extended = sentiment.extended_sentences(tone, docs)
    rows = findings.third_rows(extended, corpus.texts(docs, extended))
    return docs, tone, extended, rows


def test_every_weight_of_a_sentence_can_be_read_in_its_row(seed):
    *_, extended, rows = seed
    for words, said in zip(extended["words"], rows["reading"], strict=True):
        assert said.count(", ") >= len(words) - 1
        assert all(word[2] in said for word in words)
    assert "incidents" in rows["reading"].iloc[13]


def test_sentences_of_another_sign_are_shown_first_and_none_twice(seed):
    *_, rows = seed
    apart = findings.third_apart(pd.concat([rows, rows], ignore_index=True))
    same = np.sign(apart["tone"]) == np.sign(apart["extended"])
    assert same.is_monotonic_increasing
    assert len(apart) == apart["key"].nunique() == 5


def test_a_very_long_sentence_shows_its_first_words_and_keeps_all_in_its_row(seed):
    *_, rows = seed
    long = rows.head(1).assign(reading="word +.10i, " * 100)
    assert len(findings.third_apart(long)["reading"].iloc[0]) <= 400
    assert len(long["reading"].iloc[0]) == 1200


def test_the_heading_gives_both_means_and_the_note_their_coverage(seed):
    docs, tone, extended, _ = seed
    third, overall = sentiment.overall_extended(extended, docs), sentiment.overall(tone, docs)
    assert re.match(
        r"A third list gives a mean of \S+, the two ", findings.third_title(overall, third)
    )
    assert findings.third_note(extended, overall, third)["Covers"].startswith("100%")


def test_a_language_that_is_not_covered_has_no_third_reading(seed):
    docs, *_ = seed
    german = docs.assign(language="de")
    tone = sentiment.score_sentences(german, corpus.sentences(docs))
    extended = sentiment.extended_sentences(tone, german)
    third = sentiment.overall_extended(extended, german)
    assert extended.empty
    assert findings.third_title(sentiment.overall(tone, german), third) == ""
