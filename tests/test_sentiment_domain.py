"""Words of a field: the file they stand in, what they do, which are proposed, and the warning."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from test_sentiment import SEEDS, documents, scored, sentences
from toy_findings import NAN, contributions, tones
from toy_findings import documents as toy_documents

from analysis import corpus, findings, keyness, sentiment
from analysis.errors import DataError
from analysis.findings import tone_words
from analysis.labels import domain_file, yaml_file
from analysis.sentiment import DomainWords, lexicon
from analysis.sentiment.conflict import LEVEL

DATA = Path(__file__).parents[2] / "shared" / "data"
OURS = DomainWords(
    drop=("safety",), flip=("damage",), add=(("shelling", -2.5), ("good", -1.0)), file="w.yaml"
)


def tone(text: str, domain: DomainWords = OURS) -> pd.Series:
    return sentiment.score([text], domain=domain).iloc[0]


def read_or_fault(text: str) -> DomainWords | str:
    try:
        return domain_file.parse(text, file="w.yaml")
    except DataError as error:
        return str(error)


# ---- the file


def test_the_file_reads_as_it_is_meant() -> None:
    text = "drop: [Safety, “party”]\nflip: [liberated]\nadd: {Shelling: -2.5, peace: '+.5'}\n"
    read = domain_file.parse(text, file="w.yaml")
    assert read.drop == ("safety", "party")
    assert (read.flip, read.add) == (("liberated",), (("shelling", -2.5), ("peace", 0.5)))
    assert (read.n, read.file) == (5, "w.yaml")


def test_words_that_yaml_takes_for_something_else_stay_words() -> None:
    assert domain_file.parse("drop: [no, on, 007, null]", file="w").drop == (
        "no",
        "on",
        "007",
        "null",
    )


def test_no_path_and_an_empty_file_change_nothing() -> None:
    assert domain_file.domain_words(" ").n == 0
    assert domain_file.parse("# nothing yet\n", file="w.yaml") == DomainWords(file="w.yaml")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("dropp: [a]", "w.yaml: unknown 'dropp'; did you mean 'drop'?. Mend the file"),
        ("- a", "w.yaml: needs lines such as `drop: [word]`. Mend the file"),
        ("drop: party", "w.yaml: drop: needs a list, such as [safety, party]. Mend the file"),
        ("drop: [[a]]", "drop, entry 1: needs a word"),
        ("drop: ['']", "drop, entry 1: needs a word"),
        ("drop: [united states]", "'united states' is more than one word"),
        ("add: [shelling]", "add: needs words with weights, such as {shelling: -2.5}"),
        ("add: {shelling: bad}", "add, 'shelling': needs a weight from -4 to 4"),
        ("add: {shelling: -40}", "needs a weight from -4 to 4"),
        ("add: {shelling: 0}", "drop a word that has none"),
        ("add: {shelling: nan}", "needs a weight from -4 to 4"),
        ("add: {shelling: " + "9" * 5000 + "}", "needs a weight from -4 to 4"),
        ("add: {very: 2}", "'very' acts by a rule on other words, and has no weight"),
        ("flip: [but]", "flip, entry 1: 'but' acts by a rule"),
        ("drop: [war]\nflip: [WAR]", "'war' stands there twice; say one thing of it"),
        ("drop: [a]\ndrop: [b]", "w.yaml:2: 'drop' stands there twice. Join the two"),
        ("drop: &x [a]\nflip: *x", "anchors and tags are not read"),
    ],
)
def test_a_file_that_says_something_else_is_refused_in_one_line(text: str, message: str) -> None:
    with pytest.raises(DataError) as error:
        domain_file.parse(text, file="w.yaml")
    assert message in str(error.value)
    assert "\n" not in str(error.value)


@settings(max_examples=60, deadline=None)
@given(st.text(alphabet="[]{}:,-&*!? \n'\"#|>%@`.0123abdropflipadd", max_size=60))
def test_any_text_is_domain_words_or_one_line(text: str) -> None:
    outcome = read_or_fault(text)
    assert isinstance(outcome, DomainWords) or outcome.startswith("w.yaml")
    assert "\n" not in str(outcome)


def test_a_large_and_an_absent_file_are_refused_in_one_line(tmp_path: Path) -> None:
    large = tmp_path / "large.yaml"
    large.write_text("# " + "x" * yaml_file.MAX_BYTES)
    with pytest.raises(DataError, match=r"^large.yaml: larger than 64 kB"):
        domain_file.domain_words(str(large))
    with pytest.raises(DataError, match="no such file"):
        domain_file.domain_words(str(tmp_path / "absent.yaml"))


# ---- what they do


def test_a_dropped_word_is_read_as_if_no_list_held_it() -> None:
    assert tone("The safety of residents.")["agreement"] == "no evidence"


def test_a_flipped_word_has_its_weight_with_the_other_sign_in_each_list() -> None:
    plain, turned = (tone("The damage is done.", of)["words"][0] for of in (DomainWords(), OURS))
    assert (turned[3], turned[4]) == (-plain[3], -plain[4]) == (2.2, 1.71)


def test_an_added_word_weighs_the_same_in_both_lists_and_replaces_what_they_had() -> None:
    assert tone("Heavy shelling at night.")["words"][0][3:5] == (-2.5, -2.5)
    assert tone("A good day.")["words"][0][3:5] == (-1.0, -1.0)


@pytest.mark.parametrize(
    ("text", "weight"),
    [
        ("There was no shelling.", -2.5 * -0.74),
        ("Very shelling.", -2.5 - 0.293),
        ("It was SHELLING again.", -2.5 - 0.733),
        ("A fine day but shelling.", -2.5 * 1.5),
    ],
)
def test_vaders_rules_hold_for_an_added_word(text: str, weight: float) -> None:
    word = next(own for own in tone(text)["words"] if own[2].lower() == "shelling")
    assert word[3] == word[4] == pytest.approx(weight)


def test_tone_stays_the_stated_mean_of_both_changed_lists() -> None:
    row = tone("Shelling caused damage to safety.")
    assert row["tone"] == pytest.approx(0.47 * row["vader"] + 0.53 * row["hu_liu"])


def test_the_four_numbers_of_vader_know_nothing_of_domain_words() -> None:
    text = ["Shelling caused damage; safety is good."]
    before = sentiment.vader(text)
    sentiment.score(text, domain=OURS)
    pd.testing.assert_frame_equal(sentiment.vader(text), before)
    assert lexicon.vader()["good"] == 1.9


@settings(max_examples=30, deadline=None)
@given(st.lists(st.sampled_from(["good", "war", "safety", "not", "very", "train"]), max_size=6))
def test_no_domain_words_change_no_score(words: list[str]) -> None:
    text = [" ".join(words)]
    pd.testing.assert_frame_equal(
        sentiment.score(text, domain=DomainWords(file="w.yaml")), sentiment.score(text)
    )


def test_leaving_out_words_later_keeps_what_the_user_changed() -> None:
    docs = documents("Shelling and war.", "Good safety.")
    ours = sentiment.score_sentences(docs, sentences(docs), domain=OURS)
    without = frozenset({"war"})
    again = sentiment.rescore(ours, docs, without=without, domain=OURS)
    anew = sentiment.score_sentences(docs, sentences(docs), without=without, domain=OURS)
    pd.testing.assert_frame_equal(again, anew)


def test_the_lists_own_scores_are_to_be_had_beside_the_users() -> None:
    docs = documents("Shelling and war.", "Good safety.")
    ours = sentiment.score_sentences(docs, sentences(docs), domain=OURS)
    pd.testing.assert_frame_equal(sentiment.as_listed(ours, docs, domain=OURS), scored(docs))
    assert sentiment.as_listed(ours, docs, domain=DomainWords()) is ours


def test_each_word_of_the_user_is_told_with_what_it_did() -> None:
    docs = documents("Shelling and good safety.")
    asked = DomainWords(("safety", "xyzzy"), ("damage",), (("shelling", -2.5),), "w.yaml")
    ours = sentiment.score_sentences(docs, sentences(docs), domain=asked)
    table = sentiment.described(asked, before=scored(docs), after=ours).set_index("word")
    assert table["change"].tolist() == ["dropped", "dropped", "flipped", "added"]
    assert table["n"].tolist() == [1, 0, 0, 1]
    assert table["note"].tolist() == [
        "", "no list holds it: nothing changed", "not in these texts", "",
    ]  # fmt: skip
    assert (table.loc["safety", "vader_before"], table.loc["safety", "vader"]) == (1.8, 0.0)
    assert sentiment.described(DomainWords(), before=ours, after=ours).empty


def test_the_tone_is_shown_both_ways() -> None:
    docs = documents(*["Shelling and good safety."] * 6)
    ours = sentiment.score_sentences(docs, sentences(docs), domain=OURS)
    overall, listed = (sentiment.overall(tones, docs) for tones in (ours, scored(docs)))
    without = sentiment.overall_without(ours, docs, without={"good"}, domain=OURS)
    table = sentiment.readings(overall, listed=listed, without=without, domain=OURS)
    assert table["words"].tolist() == [
        "as the lists have them", "with the words of w.yaml",
        "with those of w.yaml, without the words proposed",
    ]  # fmt: skip
    assert table["tone"].iloc[0] > 0 > table["tone"].iloc[1]
    assert table["tone"].iloc[2] == pytest.approx(tone("Shelling.")["tone"])
    same = sentiment.readings(overall, listed=overall, without=without.head(0))
    assert same.empty


# ---- proposals


def proposed(rows: list[tuple], rates: list[tuple], n_docs: int = 10) -> pd.DataFrame:
    """Propose from word, contribution, candidate, n_docs and term, log_ratio, low, count."""
    words = contributions(*[row[:3] for row in rows])
    words = words.assign(n=9, n_sentences=9, n_docs=[row[3] for row in rows])
    beside = pd.DataFrame(rates, columns=["term", "log_ratio", "low", "count"])
    beside = beside.assign(language="en", listed=True)
    return sentiment.proposals(words, beside, n_docs=n_docs)


def test_a_word_is_proposed_for_moving_the_tone_and_being_frequent_here() -> None:
    rows = [("dynamic", 0.5, False, 3), ("nice", 0.4, False, 3), ("tiny", 0.001, False, 9)]
    rates = [("dynamic", 3.0, 1.2, 9), ("nice", 3.0, 0.8, 9), ("tiny", 9.0, 9.0, 9)]
    table = proposed(rows, rates)
    assert table["word"].tolist() == ["dynamic"]
    assert (table["ratio"].iloc[0], table["why"].iloc[0]) == (8.0, "frequent here")


def test_a_listed_topic_word_is_proposed_unless_it_is_rarer_here_than_in_general() -> None:
    rows = [("safety", 0.5, True, 1), ("like", 0.5, True, 1), ("party", 0.5, True, 1)]
    table = proposed(rows, [("like", -2.0, NAN, 9), ("party", 4.0, 3.0, 9)])
    assert dict(zip(table["word"], table["why"], strict=True)) == {
        "safety": "on the list", "party": "on the list, frequent",
    }  # fmt: skip


def test_without_a_general_rate_a_word_of_most_texts_is_proposed_from_five_texts_on() -> None:
    rows = [("warlord", 0.5, False, 5), ("else", 0.5, False, 4)]
    assert proposed(rows, [])["why"].tolist() == ["in most texts"]
    assert proposed(rows, [], n_docs=4).empty


def test_one_use_in_a_single_text_is_no_habit() -> None:
    rows = [("once", 0.5, False, 1), ("twice", 0.5, False, 1)]
    table = proposed(rows, [("once", 8.0, NAN, 1), ("twice", 8.0, NAN, 2)], n_docs=1)
    assert table["word"].tolist() == ["twice"]


def of_corpus(docs: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Take the proposals and the warning as the page does."""
    sents = corpus.sentences(docs)
    own, counts = sentiment.score_sentences(docs, sents), sentiment.word_counts(docs, sents)
    beside = keyness.beside_reference(counts.for_intervals(), docs)
    found = sentiment.proposals(sentiment.words(own), beside, n_docs=len(docs))
    return found, sentiment.conflict(own, counts)


def test_the_seed_proposes_safety_and_warns_of_conflict() -> None:
    table, conflict = of_corpus(corpus.read(SEEDS))
    assert {"safety", "safer", "care", "conflict"} <= set(table["word"])
    assert (conflict["n_with"].iloc[0], conflict["n_sentences"].iloc[0]) == (12, 17)
    assert conflict["warned"].iloc[0]


@pytest.mark.skipif(not DATA.exists(), reason="needs the corpora beside the repository")
@pytest.mark.parametrize(
    ("name", "words", "warned"),
    [
        ("octis_m10", {"dynamic", "efficient", "problem"}, False),
        ("state_union", {"peace", "freedom"}, False),
        ("re3d", {"united", "security", "support"}, True),
    ],
)
def test_a_field_proposes_its_own_words(name: str, words: set[str], *, warned: bool) -> None:
    table, conflict = of_corpus(corpus.read(DATA / f"{name}.jsonl").head(2000))
    assert words <= set(table["word"])
    assert bool(conflict["warned"].iloc[0]) is warned


# ---- conflict


def test_the_warning_comes_at_one_sentence_in_five_of_those_in_english() -> None:
    text = "The war went on.\nA train.\nA tree.\nA house.\nA dog."
    docs = documents(text)
    own = scored(docs)
    counts = sentiment.word_counts(docs, sentences(docs))
    row = sentiment.conflict(own, counts).iloc[0]
    assert (row["share"], row["warned"], row["words"]) == (LEVEL, True, "war")
    more = documents(text + "\nA cat.")
    counts = sentiment.word_counts(more, sentences(more))
    assert not sentiment.conflict(scored(more), counts)["warned"].iloc[0]


def test_texts_without_a_word_or_in_another_language_are_not_warned_of() -> None:
    for docs in (documents("🙂 !!!"), documents("war", language="uk")):
        row = sentiment.conflict(scored(docs), sentiment.word_counts(docs, sentences(docs))).iloc[0]
        assert not row["warned"]
        assert (row["n_with"], row["words"]) == (0, "")


def test_the_list_of_conflict_is_single_words_in_lower_case_each_once() -> None:
    words = lexicon.lines("conflict_words.txt")
    assert words == sorted(set(words))
    assert all(word.isalpha() and word.islower() for word in words)


# ---- in words


def warning(share: float = 0.7) -> pd.DataFrame:
    row = {"n_sentences": 10, "n_with": round(10 * share), "share": share, "level": LEVEL}
    return pd.DataFrame([row | {"warned": share >= LEVEL, "words": "war, troops"}])


def test_the_page_warns_in_its_first_box_and_says_on_what_ground() -> None:
    heading, said = tone_words.with_warning(("Unvalidated lexicon tone", "x."), warning())
    assert heading == "Unvalidated lexicon tone, on texts about conflict or disaster"
    assert said.startswith("7 of 10 sentences hold a word of conflict or disaster, such as “war”")
    assert said.endswith(" x.")
    for nothing in (None, warning(0.1)):
        assert tone_words.with_warning(("a", "b"), nothing) == ("a", "b")


def test_the_summary_says_that_a_user_changed_the_lists() -> None:
    trust = findings.ToneTrust(conflict=warning(), domain=OURS)
    overall = tones(("all", 0.2, 0.1, 0.3))
    said = findings.tone_summary(
        toy_documents([5, 5]), pd.DataFrame({"tone": [0.2], "agreement": ["agree"]}),
        overall=overall, without=overall, words=contributions(), trust=trust,
    )  # fmt: skip
    assert said.standing.endswith("Both lists are changed by 4 words of w.yaml.")
    assert "conflict or disaster" in said.caveat[0]


def test_readings_are_headed_by_how_far_the_mean_moves() -> None:
    rows = pd.DataFrame({"words": ["as the lists have them", "without the words proposed"]})
    assert findings.readings_title(rows.assign(tone=[-0.28, -0.4])) == (
        "Without the words proposed the mean is −.40, not −.28"
    )
    assert "stays at +.20" in findings.readings_title(rows.assign(tone=[0.2, 0.201]))
    assert findings.readings_title(rows.head(0).assign(tone=np.array([]))) == ""


def test_words_that_do_nothing_are_counted_in_the_heading() -> None:
    table = pd.DataFrame({"word": ["a", "b", "c"], "note": ["", "", "not in these texts"]})
    assert findings.domain_title(table) == "2 words of yours act here, 1 does not"
    assert findings.domain_title(table.head(0)) == ""


def test_proposals_are_headed_by_the_first_and_explained_with_what_to_do() -> None:
    table = pd.DataFrame({"word": ["peace", "freedom"]})
    assert findings.proposals_title(table) == (
        "“peace” and “freedom” move the tone and may name the topic"
    )
    note = findings.proposals_note(table, warning(0.1))
    assert "domain_words_path" in note["To decide"]
    assert note["Conflict or disaster"].startswith("10% of sentences hold a word")
