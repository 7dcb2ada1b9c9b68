from __future__ import annotations

import pandas as pd
import pytest
from toy_findings import documents, sentences

from analysis import findings
from analysis.schema.overview import BY_GROUP, BY_PERIOD, REASONS


def said(docs: pd.DataFrame, sents: pd.DataFrame) -> dict[str, str]:
    """Sentences of the findings by the small print beside their number."""
    return {
        f.small: f"{f.big}: {f.sentence}" for f in findings.corpus_summary(docs, sents).findings
    }


def groups(**shares: float) -> pd.DataFrame:
    table = pd.DataFrame({"name": list(shares), "doc_share": list(shares.values())})
    return table.assign(n_docs=(table["doc_share"] * 100).round().astype(int))


def test_one_text_is_named_by_its_date_and_counted_in_sentences() -> None:
    docs = documents([325], n_rows_in=1)
    summary = findings.corpus_summary(docs, sentences(17, paragraphs=5))
    assert summary.title == "One text of 9 November 2023"
    assert summary.standing == "325 words in 17 sentences and 5 paragraphs. Nothing was left out."
    assert [f.sentence for f in summary.findings] == [
        "A sentence has 19 words on average.",
        "9 November 2023. The date comes from a column, known to the day.",
        "The text is in English.",
    ]


def test_one_word_is_one_sentence_of_one_word() -> None:
    found = said(documents([1]), sentences(1))
    assert found["sentence"] == "1: It has 1 word."


def test_several_texts_have_a_median_and_a_middle_half() -> None:
    found = said(documents([4, 7]), sentences(2))
    assert found["words"] == "11: The median text has 5.5 words; the middle half have 4 to 7."


def test_equal_lengths_are_said_once() -> None:
    assert said(documents([9, 9]), sentences(2))["words"] == "18: Every text has 9 words."


def test_skipped_rows_are_counted_with_the_commonest_reason() -> None:
    rows = [("skipped", "no text"), ("skipped", "no text"), ("mended", "id twice")]
    notes = pd.DataFrame(rows, columns=["what", "reason"])
    docs = documents([5], n_rows_in=3, n_skipped=2, notes=notes)
    summary = findings.corpus_summary(docs, sentences(1))
    assert "Of 3 read, 1 text was used and 2 skipped." in summary.standing
    assert summary.findings[-1].sentence == "The commonest reason: no text (2). 1 thing was mended."


def test_copies_are_counted() -> None:
    docs = documents([5, 5, 5]).assign(duplicate_of=["", "d1", ""])
    standing = findings.corpus_summary(docs, sentences(3)).standing
    assert standing.endswith("All 3 texts read were used. 1 text is a copy of an earlier one.")


def test_no_date_is_a_finding_of_none() -> None:
    found = said(documents([5, 5], date=pd.NaT, precision=""), sentences(2))
    assert found["of 2 dated"] == "0: No text has a date that could be read."


def test_dates_of_several_precisions_are_counted_each() -> None:
    docs = documents([5, 5], date=["2023-01-01", "2024-02-03"], precision=["year", "day"])
    expected = "2023 to 3 February 2024. Dates come from a column, known to the day (1) and to"
    assert expected in said(docs, sentences(2))["of 2 dated"]


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        (["A", "A", "B", ""], "2: The largest is A with 2 texts."),
        (["A", "B", "", ""], "2: Each has 1 text."),
        (["A", "B", "C", "C", "B"], "3: Two share the lead with 2 texts each."),
    ],
)
def test_a_tie_of_sources_is_no_largest_source(names: list[str], expected: str) -> None:
    found = said(documents([5] * len(names), source=names), sentences(2))
    assert found["named sources"] == expected


def test_texts_of_no_known_language_are_not_counted_as_a_language() -> None:
    found = said(documents([5, 5, 5], language=["en", "uk", "und"]), sentences(2))
    assert found["languages"].startswith("2: Texts are in English (1) and Ukrainian (1).")
    assert found["languages"].endswith("Of 1 text it could not be told.")


def test_an_unknown_language_alone_is_said_to_be_unknown() -> None:
    found = said(documents([5], language="und"), sentences(1))
    assert found["languages"] == "0: Which language the text is in could not be told."


def test_the_highest_period_heads_the_chart_of_dates() -> None:
    dates = pd.DataFrame({"label": ["2021", "2022", "2023"], "n_docs": [1, 0, 3]})
    expected = "The most texts in a year: 3, 2023; 1 year without any"
    assert findings.dates_title(dates, "year") == expected
    expected = (
        "Documents in each period, first 2021, last 2023: 4 documents placed, gaps left open."
    )
    assert findings.dates_alt(dates) == expected


def test_a_tie_of_periods_names_none() -> None:
    dates = pd.DataFrame({"label": ["2021", "2022"], "n_docs": [1, 1]})
    expected = "The most texts in a year: 1, in each of 2 years"
    assert findings.dates_title(dates, "year") == expected


@pytest.mark.parametrize(
    ("shares", "expected"),
    [
        ({"A": 1.0}, "All from A"),
        ({"A": 0.6, "B": 0.4}, "2 sources; A has 60% of the texts"),
        ({"A": 0.5, "B": 0.5}, "2 sources; each has 50% of the texts"),
        (
            {"A": 0.4, "B": 0.4, "C": 0.2},
            "3 sources; two share the lead with 40% of the texts each",
        ),
        ({"not known": 0.7, "A": 0.3}, "30% of the texts are from A; 70% name none"),
        (
            {"not known": 0.5, "A": 0.3, "B": 0.2},
            "2 sources; A has 30% of the texts; 50% name none",
        ),
    ],
)
def test_texts_without_a_source_are_no_source(shares: dict[str, float], expected: str) -> None:
    assert findings.sources_title(groups(**shares)) == expected


@pytest.mark.parametrize(
    ("shares", "expected"),
    [
        ({"zh": 1.0}, "All in Chinese"),
        ({"uk": 0.8, "ru": 0.2}, "Ukrainian in 80% of the texts"),
        ({"not known": 1.0}, "The language could not be told"),
        ({"not known": 0.9, "en": 0.1}, "The language of 90% of the texts could not be told"),
    ],
)
def test_the_commonest_language_heads_the_table(shares: dict[str, float], expected: str) -> None:
    assert findings.languages_title(groups(**shares)) == expected


def test_lengths_are_headed_by_the_median_and_the_ends() -> None:
    docs = documents([4, 7, 900])
    assert (
        findings.lengths_title(docs)
        == "The median text has 7 words; the shortest 4, the longest 900"
    )
    assert "the middle 80% lie between 4 and 722, the line" in findings.lengths_alt(docs)
    assert findings.lengths_title(documents([9, 9])) == ""


def test_one_length_does_not_vary() -> None:
    assert findings.lengths_title(documents([9])) == findings.lengths_alt(documents([9])) == ""


def test_the_list_of_documents_says_how_many_of_them_it_shows() -> None:
    assert findings.documents_title(documents([5]), 1) == "One text"
    assert (
        findings.documents_title(documents([5] * 3), 3) == "All 3, in the order they are counted in"
    )
    assert findings.documents_title(documents([5] * 70), 20) == "20 of 70, spread over the corpus"


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ([("skipped", 2), ("skipped", 1), ("taken", 1)], "3 things were skipped and 1 was taken"),
        ([("mended", 21)], "Nothing was skipped; 21 things were mended"),
        ([("guessed", 1)], "Nothing was skipped or mended; 1 thing was guessed"),
    ],
)
def test_notes_are_summed_by_what_was_done(rows: list[tuple[str, int]], expected: str) -> None:
    assert findings.notes_title(pd.DataFrame(rows, columns=["what", "n"])) == expected


def test_what_a_corpus_cannot_show_is_listed_with_its_reason() -> None:
    rows = (
        findings.corpus_missing(documents([5], date=pd.NaT, precision=""), "").to_numpy().tolist()
    )
    assert rows == [
        ["Over time", "not shown", "no date is known"],
        ["By source", "not shown", "no source is named"],
        ["How lengths vary", "not shown", "there is one text"],
    ]


def test_texts_that_cannot_be_placed_are_counted() -> None:
    dates = ["2023-01-01", "2023-05-01", "2023-06-01", pd.NaT]
    precision, source = ["year", "day", "day", ""], ["A", "A", "", "A"]
    docs = documents([5, 6, 7, 8], date=dates, precision=precision, source=source)
    assert findings.corpus_missing(docs, "month").to_numpy().tolist() == [
        ["Texts without a date", "not placed", "1 of 4"],
        ["Texts whose date is not known to the month", "not placed", "1 of 4"],
        ["Texts without a source", "not placed", "1 of 4"],
    ]


def test_empty_tables_have_no_heading() -> None:
    assert (
        findings.dates_title(BY_PERIOD.empty(), "") == findings.dates_alt(BY_PERIOD.empty()) == ""
    )
    assert findings.sources_title(BY_GROUP.empty()) == ""
    assert findings.languages_title(BY_GROUP.empty()) == ""
    assert findings.notes_title(REASONS.empty()) == ""
