from __future__ import annotations

import pandas as pd
import pytest
from toy_findings import NAN, documents, model

from analysis import findings
from analysis.schema.topic_use import TERM_TOPICS
from analysis.schema.topics import THEMES, TOPIC_LANGUAGES, TOPIC_SOURCE, TOPIC_TIME

DOCS = documents([5] * 20, source="A")


def themes(*passages: list[str]) -> pd.DataFrame:
    rows = [(f"d1#p{i}", term) for i, terms in enumerate(passages, 1) for term in terms]
    return pd.DataFrame(rows, columns=["passage_id", "term"])


def summary(fitted, by_language=None):
    return findings.topics_summary(DOCS, fitted, themes=THEMES.empty(), by_language=by_language)


def times(*shares: float) -> pd.DataFrame:
    years = [str(2010 + i) for i in range(len(shares))]
    return pd.DataFrame({"label_of": "army", "label": years, "share": list(shares)})


def test_topics_are_counted_and_the_largest_has_share_interval_and_n() -> None:
    said = summary(model())
    assert said.title == "Three topics in 20 texts, 9 November 2023"
    assert said.findings[1].big == "60%"
    assert said.findings[1].small == "10% to 80%"
    assert (
        said.findings[1].sentence
        == "“army, front, shell” is the largest topic: 12 of 20 documents."
    )


def test_the_number_of_topics_names_the_other_candidates() -> None:
    assert (summary(model()).findings[0].big, summary(model()).findings[0].small) == ("3", "or 4")


def test_topics_of_equal_size_share_the_lead() -> None:
    said = summary(model((8, 8, 4))).findings[1]
    names = "“army, front, shell” and “school, pupil, class”"
    assert said.sentence == f"{names} are the largest topics: 8 of 20 documents each."
    expected = f"{names} are the largest, 40% of the documents each"
    assert findings.topics_title(model((8, 8, 4))) == expected


def test_a_share_without_an_interval_says_so() -> None:
    assert summary(model(low=NAN)).findings[1].small == "no interval"


@pytest.mark.parametrize(
    ("stability", "expected"),
    [
        ((0.9, 0.7, 0.6), "No topic is below .5."),
        ((0.9, 0.7, 0.4), "One topic is below .5: read it with care."),
        ((0.9, 0.4, 0.3), "Two topics are below .5: read them with care."),
        ((0.1, 0.4, 0.3), "All are below .5: read them with care."),
    ],
)
def test_weak_topics_are_counted(stability: tuple[float, ...], expected: str) -> None:
    said = summary(model(stability=stability)).findings[2]
    assert said.sentence.endswith(
        f"holds least when a fifth of the documents is left out. {expected}"
    )
    assert said.small == "stability, refits .20 to .95"


def test_one_topic_is_not_compared_with_others() -> None:
    said = summary(model((20,)))
    assert said.title.startswith("One topic in")
    assert said.findings[2].sentence == (
        "“army, front, shell”, when a fifth of the documents is left out."
    )


@pytest.mark.parametrize(("n", "verb"), [(0, "are"), (1, "is"), (3, "are")])
def test_unclear_documents_are_counted(n: int, verb: str) -> None:
    expected = f"{n} of 20 documents {verb} about as likely of another topic: unclear."
    assert summary(model(unclear=n)).findings[3].sentence == expected


def test_documents_without_a_counted_word_have_no_topic() -> None:
    fitted = model()
    empty = pd.DataFrame({"topic": [0], "unclear": [False]})
    fitted.documents = pd.concat([fitted.documents, empty], ignore_index=True)
    said = summary(fitted).findings[3].sentence
    assert said.endswith("unclear. 1 document holds no counted word and has no topic.")


def test_topics_that_are_a_language_are_named_where_asked() -> None:
    row = {"topic": 2, "language": "uk", "language_topic": True}
    table = pd.DataFrame([row, row | {"topic": 1, "language_topic": False}])
    said = summary(model(), table).findings[-1]
    expected = "A language rather than a subject sets apart “school, pupil, class” (Ukrainian)."
    assert (said.big, said.small, said.sentence) == ("1", "topic of one language", expected)
    assert said.links == (("language-topics", "Table"),)
    assert len(summary(model(), TOPIC_LANGUAGES.empty()).findings) == 4


def test_topics_asked_for_against_the_gate_carry_a_caveat() -> None:
    heading, _ = summary(model(supported=False)).caveat
    assert heading == "Asked for, not supported by the text"
    assert summary(model()).caveat == ()


def test_a_short_text_has_themes_and_the_reason_why_no_topics() -> None:
    said = findings.topics_summary(
        documents([17]), model(()), themes=themes(["fell", "bridge"], ["mayor"])
    )
    assert said.title == "Themes of one text of 9 November 2023"
    assert said.standing == (
        "Two passages, and the words that set each apart. Too little text for topics."
    )
    assert [f.sentence for f in said.findings] == ["“fell” and “bridge”.", "“mayor”."]
    assert said.findings[0].links == (("e:fell, bridge", "read it"),)


def test_of_many_passages_the_first_six_are_said_to_stand_at_the_head() -> None:
    said = findings.topics_summary(DOCS, model(()), themes=themes(*[["a"]] * 8))
    assert said.standing.startswith(
        "Eight passages, and the words that set each apart; the first six"
    )
    assert len(said.findings) == 6


def test_no_themes_are_not_announced() -> None:
    said = findings.topics_summary(documents([1]), model(()), themes=THEMES.empty())
    assert said.title == "No topics or themes in one text of 9 November 2023"
    assert said.standing == "Too little text for topics."


def test_themes_are_headed_by_their_number() -> None:
    assert findings.themes_title(themes(["a"])) == "One passage, and the words that set it apart"
    assert findings.themes_title(THEMES.empty()) == ""


def test_topics_head_their_chart_and_are_put_into_words() -> None:
    expected = "“army, front, shell” is the largest, 60% of the documents"
    assert findings.topics_title(model()) == expected
    assert findings.topics_alt(model()) == (
        "Share of the documents in each of 3 topics, from “army, front, shell” (60%) down to "
        "“farm, wheat, soil” (10%); bars are 95% intervals, given this model."
    )
    assert findings.topics_alt(model((20,), low=NAN)) == (
        "Share of the documents in one topic, “army, front, shell” (100%)."
    )
    assert findings.topics_note(model())["Unit"] == "the document, 20 of them."


def test_a_model_of_mixed_membership_says_under_which_topic_a_text_stands() -> None:
    mixed = model()
    mixed.memberships = pd.DataFrame([[0.6, 0.3, 0.1]] * 20).to_numpy()
    mixed.method = "nmf"
    summary = findings.topics_summary(documents([5] * 20), mixed, themes=THEMES.empty())
    assert "Each document stands under its largest topic." in summary.standing
    assert findings.topics_note(mixed)["Method"].startswith("non-negative factors of tf-idf")


def test_candidates_for_the_number_head_their_chart() -> None:
    fitted = model()
    assert findings.number_title(fitted) == "3 or 4 topics are worth a look"
    fitted.candidates = fitted.candidates.head(2)
    assert findings.number_title(fitted) == "3 topics hold best"
    assert findings.number_alt(fitted).startswith("How alike the topics of different 80% draws are")
    fitted.candidates = fitted.candidates.head(0)
    assert findings.number_title(fitted) == findings.number_alt(fitted) == ""


def test_the_topic_that_varies_most_heads_the_charts_over_time() -> None:
    expected = "“army” varies most, 0% to 90%; highest: 2012"
    assert findings.topic_time_title(times(0.0, NAN, 0.9)) == expected
    assert findings.topic_time_alt(times(0.1), "year").startswith(
        "Share of each topic in every year;"
    )


@pytest.mark.parametrize("shares", [(), (NAN,), (0.5,), (0.5, 0.5)])
def test_no_topic_is_said_to_vary_where_none_does(shares: tuple[float, ...]) -> None:
    assert findings.topic_time_title(times(*shares)) == ""


def missing(fitted, over_time, docs=DOCS):
    rows = findings.topics_missing(docs, fitted, times=over_time, by_source=TOPIC_SOURCE.empty())
    return rows.to_numpy().tolist()


def test_a_word_that_was_looked_up_and_is_not_there_is_listed_with_the_reason() -> None:
    of_term = TERM_TOPICS.empty()
    of_term.attrs["reason"] = "'shool' is not among the words counted; did you mean 'school'?"
    known = {"times": times(0.5), "by_source": pd.DataFrame({"topic": [1]})}
    rows = findings.topics_missing(DOCS, model(), **known, of_term=of_term)
    assert rows.to_numpy().tolist() == [["Topics of a word", "not found", of_term.attrs["reason"]]]


def test_what_of_the_topics_was_not_measured_is_listed() -> None:
    assert missing(model(()), TOPIC_TIME.empty()) == [
        ["Topics", "not supported", "Too little text for topics."]
    ]
    assert missing(model(), times(NAN)) == [
        ["Topics over time", "not shown", "no period has 5 texts"],
        ["Topics by source", "not shown", "no topic of a source has an interval"],
    ]
    assert missing(model(), TOPIC_TIME.empty(), documents([5, 5], date="NaT")) == [
        ["Topics over time", "not shown", "no date is known"],
        ["Topics by source", "not shown", "no source is named"],
    ]


def test_without_topics_nothing_has_a_heading() -> None:
    none = model(())
    assert findings.topics_title(none) == findings.topics_alt(none) == ""
    assert findings.topics_note(none) == {}
    assert findings.topic_time_alt(times(), "") == ""
