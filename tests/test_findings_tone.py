from __future__ import annotations

import pandas as pd
import pytest
from toy_findings import NAN, contributions, documents, tones

from analysis import findings
from analysis.schema.tone import TONE_BY_SOURCE, TONE_OVER_TIME

BELOW = tones(("all", -0.28, -0.49, -0.07), unit="sentence")
TOPICAL = contributions(("improved", 0.11, True), ("care", 0.1, True), ("conflict", -0.18, False))


def sentence_tone(*values: float, agreement: str = "agree") -> pd.DataFrame:
    table = pd.DataFrame({"tone": values}).assign(agreement=agreement)
    table["sentence_id"] = [f"d1#s{i}" for i in range(1, len(values) + 1)]
    return table.assign(paragraph=1, words=[[] for _ in values])


def summary(docs=None, overall=BELOW, without=BELOW, words=None, tone=None):
    return findings.tone_summary(
        documents([325]) if docs is None else docs,
        sentence_tone(-0.5, 0.5, NAN) if tone is None else tone,
        overall=overall,
        without=without,
        words=contributions() if words is None else words,
    )


def reading(*values: float) -> pd.DataFrame:
    return sentence_tone(*values).assign(number=range(1, len(values) + 1))


def test_the_tone_of_one_text_speaks_of_it_alone() -> None:
    said = summary()
    assert said.title == "One text of 9 November 2023, sentence by sentence"
    assert said.caveat[0] == "Unvalidated lexicon tone"
    assert said.standing.startswith("20 sentences, each scored by itself. One text can be read")
    mean = said.findings[0]
    assert (mean.big, mean.small) == ("−.28", "−.49 to −.07")
    assert mean.sentence == (
        "On a scale from −1 to +1 the mean over 17 sentences is below zero; "
        "the 95% interval leaves zero out and speaks of this text alone."
    )


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        (("all", 0.2, 0.1, 0.3), "6 texts is above zero; the 95% interval leaves zero out."),
        (("all", 0.2, -0.1, 0.3), "6 texts cannot be told from zero."),
        (("all", 0.2, NAN, NAN), "6 texts; these are too few for an interval."),
    ],
)
def test_a_mean_is_said_with_what_its_interval_bears(row, expected: str) -> None:
    said = summary(documents([5, 5]), tones(row))
    assert said.title == "The tone of 2 texts, 9 November 2023"
    assert said.findings[0].sentence == f"On a scale from −1 to +1 the mean over {expected}"


def test_signs_are_counted_with_what_lies_between_and_what_has_no_tone() -> None:
    said = summary().findings[1]
    assert (said.big, said.kind) == ("71%", "fact")
    assert said.sentence == (
        "12 of 17 scored sentences come out negative, 4 positive, 1 near zero. "
        "3 sentences without a listed word have no tone."
    )


def test_every_sentence_holds_a_word_only_where_all_were_scored() -> None:
    whole = BELOW.assign(n_sentences=17)
    assert (
        summary(overall=whole).findings[1].sentence.endswith("Every sentence holds a listed word.")
    )
    foreign = BELOW.assign(n_not_covered=3)
    assert summary(overall=foreign).findings[1].sentence.endswith("1 near zero.")
    assert "3 are not known to be English and have no score." in summary(overall=foreign).standing


def test_agreement_counts_scored_sentences_only() -> None:
    said = summary().findings[2]
    assert said.big == "100%"
    assert said.sentence == (
        "In 2 of 2 sentences two separately made word lists give the same sign; "
        "in none only one list knows a word, in none signs differ or cancel."
    )


def test_the_mean_without_topic_words_names_them_and_its_n() -> None:
    without = tones(("all", -0.45, -0.6, -0.3), unit="sentence").assign(n_scored=14)
    said = summary(without=without, words=TOPICAL).findings[3]
    assert (said.big, said.small) == ("−.45", "−.60 to −.30")
    assert said.sentence == (
        "The mean when 2 words that may name the topic rather than judge it, “improved” and "
        "“care”, are not read, over 14 sentences; with them it is −.28."
    )


def test_without_topic_words_there_is_no_second_mean() -> None:
    assert len(summary().findings) == 3


def test_texts_without_a_listed_word_have_no_tone() -> None:
    nothing = tones(("all", NAN, NAN, NAN)).assign(n_scored=0)
    said = summary(documents([5, 5]), nothing)
    assert said.title == "No tone for 2 texts, 9 November 2023"
    expected = "No sentence holds a word of either list: there is no tone, which is not a tone of"
    assert said.caveat[1].startswith(expected)
    assert said.findings == ()


@pytest.mark.parametrize(
    ("n", "expected"),
    [
        (20, "20 of 20 sentences are in Chinese."),
        (1, "1 of 20 sentences is in Chinese. No other holds a word of either list."),
    ],
)
def test_other_languages_are_named_and_not_scored(n: int, expected: str) -> None:
    nothing = tones(("all", NAN, NAN, NAN)).assign(n_scored=0, n_not_covered=n)
    said = summary(documents([5, 5], language=["en", "zh"]), nothing)
    assert said.caveat == ("Not measured", f"The word lists are English; {expected}")


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ((-0.5, 0.5), "every sentence holds a listed word"),
        ((-0.5, NAN), "1 sentence holds no listed word"),
        ((-0.5, NAN, NAN), "2 sentences hold no listed word"),
    ],
)
def test_the_text_is_headed_by_how_much_of_it_speaks(values, expected: str) -> None:
    title = findings.reading_title(reading(*values))
    assert title == f"The text, with the words that speak underlined: {expected}"


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ((-0.4, 0.3, -0.9, 0.2), "Lowest in sentences 1 and 3; positive in 2 and 4"),
        ((-0.4, NAN), "Lowest in sentence 1; none is positive"),
        ((-0.4, *[0.3] * 8), "Lowest in sentences 1 and 2; positive in 8 sentences"),
        ((NAN,), ""),
    ],
)
def test_the_order_is_headed_by_the_lowest_and_the_positive(values, expected: str) -> None:
    assert findings.order_title(reading(*values)) == expected


def test_the_order_is_put_into_words() -> None:
    alt = findings.order_alt(reading(-0.4), BELOW)
    assert alt.startswith(
        "Tone of 1 sentence in the order of the text; mean −.28 (−.49 to −.07). Filled:"
    )
    assert findings.order_alt(reading(), BELOW) == findings.reading_title(reading()) == ""


def test_periods_and_groups_are_headed_by_their_ends() -> None:
    table = tones(("2021", 0.3, 0.1, 0.5), ("2022", -0.1, -0.2, 0.0), ("2023", NAN, NAN, NAN))
    assert findings.time_title(table) == "Lowest 2022, −.10; highest 2021, +.30"
    expected = "2022 has the lowest mean, −.10; 2021 the highest, +.30"
    assert findings.groups_title(table, "label") == expected
    assert "in 2 periods of at least 5 scored texts; the others are" in findings.time_alt(
        table, "year"
    )
    assert findings.groups_alt(table, "source").endswith("2 sources with at least 5 scored texts.")


def test_one_group_is_neither_lowest_nor_highest() -> None:
    table = tones(("2021", 0.3, 0.1, 0.5))
    assert findings.time_title(table) == "Only 2021, +.30, could be measured"
    assert findings.groups_title(table, "label") == "2021: +.30"
    same = tones(("A", 0.3, 0.1, 0.5), ("B", 0.3, 0.1, 0.5))
    assert findings.groups_title(same, "label") == "All have a mean of +.30"


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        (TOPICAL, "All two words that push up may name the topic, not judge it"),
        (contributions(("safe", 0.1, True)), "The one word that pushes up may name the topic, not"),
        (contributions(("safe", 0.1, True), ("good", 0.1, False)), "One of two words that push up"),
        (contributions(("good", 0.1, False), ("war", -0.4, False)), "“war” moves the tone most"),
    ],
)
def test_words_are_headed_by_those_that_name_the_topic(rows, expected: str) -> None:
    assert findings.words_title_tone(rows).startswith(expected)


def test_the_word_of_largest_weight_is_named_whatever_its_sign() -> None:
    alt = findings.words_alt_tone(TOPICAL)
    assert "in valence points; most: “conflict” −.18. Hollow with a star" in alt
    assert "Hollow" not in findings.words_alt_tone(contributions(("good", 0.1, False)))


def test_words_shown_are_the_first_of_each_side() -> None:
    assert findings.words_shown(TOPICAL, 1)["word"].tolist() == ["improved", "conflict"]


def test_the_ends_of_a_long_table_are_its_first_and_last_rows() -> None:
    table = pd.DataFrame({"n": range(10)})
    assert findings.ends(table, 5)["n"].tolist() == [0, 1, 2, 8, 9]
    assert findings.ends(table, 10) is table
    assert findings.ends(table.head(1), 10).empty  # nothing to stand beside


def test_the_note_names_unit_and_that_nothing_is_adjusted() -> None:
    note = findings.tone_note(BELOW)
    assert note["Mean"] == "over sentences; t interval, from 5 of them."
    assert note["Interval"].endswith("not adjusted for how many are compared.")
    assert findings.tone_note(BELOW.head(0)) == {}


def test_a_text_is_laid_out_with_the_words_that_speak() -> None:
    tone = sentence_tone(-0.4)
    tone["words"] = pd.Series([[(0, 3, "war", -2.9, -1.71, "halved")]], dtype="object")
    laid = findings.tone_reading(documents([1]), tone, ["war"])
    expected = {
        "start": 0,
        "end": 3,
        "direction": "down",
        "hover": "VADER −2.90, Hu & Liu −1.71, halved",
    }
    assert laid["words"].iloc[0] == [expected]


@pytest.mark.parametrize(("n_docs", "n_sents"), [(2, 3), (1, 61)])
def test_more_than_a_short_text_is_not_laid_out(n_docs: int, n_sents: int) -> None:
    docs, tone = documents([5] * n_docs), sentence_tone(*[0.1] * n_sents)
    assert findings.readable(docs, tone) == 0
    assert findings.tone_reading(docs, tone, [""] * n_sents).empty


def missing(docs, overall):
    rows = findings.tone_missing(
        docs, overall=overall, times=TONE_OVER_TIME.empty(), by_source=TONE_BY_SOURCE.empty()
    )
    return dict(zip(rows["what"], rows["why"], strict=True))


def test_what_of_the_tone_was_not_measured_is_listed() -> None:
    rows = missing(documents([5, 5], source="A"), BELOW)
    dated = "2 dated texts, all of 9 November 2023"
    assert rows["Over time"] == f"{dated}; it takes 2 periods, and 5 scored texts in one"
    assert rows["By source"] == "only A is named as a source"
    assert list(rows)[2:] == ["Towards people or places", "Accuracy"]
    undated = missing(documents([5], date="NaT"), BELOW)
    assert undated["Over time"].startswith("no date is known; it takes 2")
    assert undated["By source"] == "no source is named"


def test_sentences_in_other_languages_are_listed_as_not_covered() -> None:
    nothing = BELOW.assign(n_scored=0, n_not_covered=1)
    rows = missing(documents([5], language="und"), nothing)
    why = "1 sentence in a language that could not be told; the lists are of English words"
    assert rows == {"Other languages": why}


def test_empty_tables_of_tone_have_no_heading() -> None:
    none, words = tones(), contributions()
    headings = [findings.time_title(none), findings.time_alt(none, "")]
    headings += [findings.groups_title(none, "label"), findings.groups_alt(none, "source")]
    headings += [findings.words_title_tone(words), findings.words_alt_tone(words)]
    assert set(headings) == {""}
    assert findings.words_shown(words).empty
