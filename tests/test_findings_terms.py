from __future__ import annotations

import pandas as pd
import pytest
from toy_findings import (
    NAN,
    changes,
    differing,
    documents,
    frequency,
    matrix,
    pairs,
    unusual,
)

from analysis import findings, keyness
from analysis.schema.collocations import COLLOCATIONS
from analysis.schema.terms import (
    FREQUENCY,
    KEYNESS,
    KEYNESS_GROUPS,
    REFERENCE_KEYNESS,
    TIES,
    TRENDS,
)

TWO = {"city": 3, "town": 2}
RISE = ("children", 1.3, 1.19, 1.42, 0.001, "rising")
FALL = ("shall", 0.9, 0.88, 0.94, 0.001, "falling")
FLAT = ("peace", 1.0, 0.9, 1.1, 0.9, "unclear")


NOBODY = keyness.Contrast(pd.Series([pd.NA], dtype="boolean"), "", "", "one text")
SIDES = pd.Series([True] * 6 + [False] * 5).astype("boolean")
TIMES = keyness.Contrast(SIDES, "texts from 1976 on", "texts before 1976")


def lists(**given) -> findings.TermLists:
    """The lists of a page, empty but for those given."""
    empty = {
        "groups": NOBODY,
        "key": KEYNESS.empty(),
        "differ": KEYNESS.empty(),
        "sources": KEYNESS_GROUPS.empty(),
        "beside": REFERENCE_KEYNESS.empty(),
        "unusual": REFERENCE_KEYNESS.empty(),
        "changes": TRENDS.empty(),
        "moved": TRENDS.empty(),
        "pairs": COLLOCATIONS.empty(),
    }
    return findings.TermLists(**(empty | given))


def summary(docs=None, freq=None, stop_share=0.5, **given):
    return findings.terms_summary(
        documents([60, 40]) if docs is None else docs,
        matrix(stop_share=stop_share),
        freq=frequency(TWO, 2000.0, 4000.0) if freq is None else freq,
        lists=lists(**given),
        width="year",
    )


def test_the_commonest_word_has_its_rate_and_interval() -> None:
    (found,) = summary().findings
    assert found.sentence == "“city” is the commonest word: 3 uses, in 2 of 2 texts."
    assert (found.big, found.kind) == ("3", "finding")
    assert found.small == "3,000 per million words, 2,000 to 4,000"


def test_a_count_without_an_interval_is_a_fact() -> None:
    (found,) = summary(freq=frequency(TWO)).findings
    assert (found.kind, found.small) == ("fact", "3,000 per million words")


def test_words_that_share_the_lead_are_no_first() -> None:
    freq = frequency({"a": 3, "b": 3, "c": 3, "d": 3, "e": 1})
    (found,) = summary(freq=freq).findings
    expected = "“a”, “b”, “c” and 1 more stand three times each, more than any other word."
    assert (found.big, found.sentence) == ("4", expected)


def test_where_all_words_tie_none_is_more_than_another() -> None:
    (found,) = summary(freq=frequency({"14": 1, "15": 1})).findings
    assert found.sentence == "Every word stands once, “14” and “15” among them."


def test_the_standing_sentence_says_that_intervals_are_adjusted() -> None:
    assert summary().standing == (
        "100 words; a stop list took 50% of them, leaving 2 different words. "
        "Both texts read were used. Intervals are 95%, adjusted for having picked what is "
        "shown; their unit is the text."
    )


def test_a_coarser_unit_of_comparisons_is_named_at_the_head_of_the_page() -> None:
    assert summary(unit="author").standing.endswith(" Comparisons have the author as unit.")


def test_the_table_of_sources_says_its_unit_and_what_its_intervals_are_adjusted_for() -> None:
    sources = pd.DataFrame({"unit": ["document"], "adjusted": ["1 shown of 9"]})
    note = findings.each_source_note(sources)
    assert note["Compared"] == "each source with all others. Unit: text."
    assert note["Interval"] == "95%, adjusted: 1 shown of 9; Welch's t of log rates."
    named = findings.each_source_note(sources.assign(unit="author"))["Compared"]
    assert named.endswith("Unit: author.")
    assert findings.each_source_note(sources.head(0)) == {}


def test_phrases_that_share_the_lead_are_called_phrases_and_their_floor_is_told() -> None:
    freq = frequency({"a b": 3, "c d": 3, "e f": 1})
    assert findings.frequency_title(freq, noun="phrase") == "“a b” and “c d” lead with 3 uses each"
    tied = frequency({"a b": 2, "c d": 2})
    assert findings.frequency_title(tied, noun="phrase") == "Both phrases stand twice"
    note = findings.phrases_note(freq, 5, 5)
    assert note["Shown"] == "phrases that stand five times or more, in 5 texts or more."
    assert findings.phrases_note(freq.head(0), 5, 5) == {}


def test_no_interval_is_said_to_be_none() -> None:
    standing = summary(docs=documents([100]), freq=frequency(TWO), stop_share=0.0).standing
    expected = "No count has an interval: that takes a word in 5 sentences or more."
    assert standing == f"100 words, 2 different. Nothing was left out. {expected}"


def test_an_unusual_word_has_its_ratio_interval_and_n() -> None:
    found = summary(unusual=unusual()).findings[0]
    assert (found.big, found.small) == ("×1,024", "×256 to ×4,096")
    assert found.sentence == (
        "“shelled” is 1,024 times as frequent here as in general English: 6 uses in 5 texts. "
        "“town” follows."
    )


def test_one_unusual_word_has_none_that_follow() -> None:
    alone = unusual(["bridge"], [3.0], [NAN])
    found = summary(docs=documents([17]), unusual=alone).findings[0]
    assert found.small == "no interval"
    assert found.sentence == "“bridge” is 8 times as frequent here as in general English: 6 uses."


def test_in_several_languages_the_texts_compared_are_named() -> None:
    docs = documents([5, 5], language=["uk", "ru"])
    found = summary(docs=docs, unusual=unusual(language="ru")).findings[0]
    assert "times as frequent in the Russian texts as in general Russian" in found.sentence


def test_a_rise_names_its_size_width_interval_and_n() -> None:
    found = summary(moved=changes(RISE, FALL)).findings
    assert (found[0].big, found[0].small) == ("+30% a year", "+19% to +42%")
    expected = "“children” rises by 30% a year over 12 years, in 22 texts."
    assert found[0].sentence == expected
    assert (found[1].big, found[1].small) == ("−10% a year", "−12% to −6.0%")


def test_the_surest_difference_of_two_groups_comes_first() -> None:
    shown = differing(("child", 3.0, 1.0, 5.0), ("labor", -2.0, -3.0, -1.0))
    found = summary(differ=shown, groups=TIMES).findings[0]
    assert (found.big, found.small) == ("×8", "×2 to ×32")
    assert found.sentence == (
        "“child” is 8 times as frequent in texts from 1976 on as in texts before 1976: in 9 texts "
        "against 4. 2 words are shown to differ."
    )


def test_a_difference_to_the_other_side_is_turned() -> None:
    found = summary(differ=differing(("labor", -2.0, -3.0, -1.0)), groups=TIMES).findings[0]
    assert (found.big, found.small) == ("×4", "×2 to ×8")
    assert "in texts before 1976 as in texts from 1976 on: in 4 texts against 9" in found.sentence


def test_six_findings_are_shown_at_most() -> None:
    freq = frequency({"dollars": 331}, burst=[True], largest_share=0.625)
    many = {"differ": differing(("child", 3.0, 1.0, 5.0)), "moved": changes(RISE, FALL)}
    got = summary(freq=freq, groups=TIMES, unusual=unusual(), pairs=pairs({"a b": 4}), **many)
    assert len(got.findings) == 6


def test_two_groups_head_their_chart_with_the_surest_of_each() -> None:
    shown = differing(("child", 3.0, 1.0, 5.0), ("labor", -2.0, -3.0, -1.0), ("get", 1.0, 0.5, 2.0))
    title = findings.contrast_title(shown, TIMES)
    assert title == "Texts from 1976 on: “child” and “get”; Texts before 1976: “labor”"
    note = findings.contrast_note(shown, shown, TIMES, "")
    assert note["Compared"] == "texts from 1976 on: 6; texts before 1976: 5. Unit: text."
    assert note["Interval"].startswith("95%, adjusted: 2 shown of 90")
    assert note["Could be found"] == "8 in 10 words that differ by ×2.6 or more."  # 2 ** (2.8 / 2)


def test_the_pair_that_holds_together_most_is_named_with_its_uses() -> None:
    found = summary(pairs=pairs({"left home": 4})).findings[-1]
    assert found.sentence == (
        "“left home” holds together most of all pairs of words: 4 of 8 and 8 uses of its words, "
        "in 2 sentences."
    )
    assert findings.pairs_title(pairs({"a b": 1})) == "“a b” holds together most, 1 use"


def test_a_word_that_owes_half_its_uses_to_one_text_is_named() -> None:
    freq = frequency({"dollars": 331, "the": 300}, burst=[True, False], largest_share=0.625)
    found = summary(freq=freq).findings[-1]
    assert found.sentence == (
        "207 of the 331 uses of “dollars” stand in one text; "
        "1 word of 10 uses or more has half of them or more in one."
    )


@pytest.mark.parametrize(
    ("counts", "expected"),
    [
        ({"city": 3, "town": 2}, "“city” leads with 3 uses"),
        ({"and": 2, "it": 2, "a": 1}, "“and” and “it” lead with 2 uses each"),
        ({"a": 2, "b": 2, "c": 2, "d": 2, "e": 1}, "Four words share the lead with 2 uses each"),
        ({"14": 1, "15": 1, "6": 1}, "All 3 words stand once"),
        ({"14": 1, "15": 1}, "Both words stand once"),
        ({"shelling": 1}, "“shelling” leads with 1 use"),
        ({}, ""),
    ],
)
def test_the_commonest_words_head_their_chart(counts: dict[str, int], expected: str) -> None:
    assert findings.frequency_title(frequency(counts)) == expected


def test_the_chart_of_words_is_put_into_words() -> None:
    exact = "Uses: “city” 3 down to “town” 2; exact counts, ties in the order of the alphabet."
    assert findings.frequency_alt(frequency(TWO)) == exact
    rates = findings.frequency_alt(frequency(TWO, 2000.0, 4000.0))
    assert "“city” 3,000 down to “town” 2,000; bars are 95% intervals where there are" in rates
    assert findings.frequency_alt(frequency({"city": 3})).startswith("Uses: “city” 3; exact")
    assert findings.measure(frequency(TWO)) == "uses"


def test_notes_of_counts_say_how_many_have_no_interval_and_why() -> None:
    note = findings.frequency_note(frequency(TWO), frequency(TWO), matrix())
    assert note["No interval"] == "2 of 2 words: in fewer than 5 documents."
    assert (note["Interval"], note["Stop list"]) == ("", "auto: 50% of all words.")
    known = frequency(TWO, 2000.0, 4000.0)
    measured = findings.frequency_note(known, known, matrix())
    assert measured["No interval"] == ""
    assert "95%, adjusted: 2 shown of 9. Unit: document" in measured["Interval"]
    assert (note["Rate"], bool(measured["Rate"])) == ("", True)


def test_unusual_words_head_their_chart_and_are_put_into_words() -> None:
    assert findings.unusual_title(unusual()) == "“shelled” stands out most beside general English"
    alt = findings.unusual_alt(unusual())
    assert "“shelled” ×1,024 down to “town” ×8; bars are 95% intervals" in alt
    assert findings.unusual_alt(unusual(low=(NAN, NAN))).endswith("no word has an interval.")


def test_notes_of_unusual_words_name_those_that_the_list_does_not_hold() -> None:
    table = unusual(low=(8.0, NAN), listed=[True, False], reason=["", "too wide to say"])
    note = findings.unusual_note(table, table, matrix())
    assert note["Compared"] == "2 words; no test: a list has no documents."
    assert note["Not in the list"] == "town"
    assert note["No interval"] == "1 of 2 words: too wide to say."
    assert note["Interval"] == "95%, adjusted: 2 shown of 9."
    assert note["Ranked"] == "by the lower end."
    two = findings.unusual_note(table.assign(language=["en", "de"]), table, matrix())
    assert two["Ranked"] == "by the lower end, each language apart."


def test_rising_and_falling_words_head_their_charts_in_the_right_number() -> None:
    more = ("reform", *RISE[1:])
    table = changes(RISE, more, FALL)
    expected = "“children” and “reform” rise; “shall” falls"
    assert findings.changes_title(table, table, "year") == expected


def test_no_sure_change_and_no_measured_change_are_told_apart() -> None:
    expected = "Of 1 word measured none changes beyond chance"
    assert findings.changes_title(changes(FLAT), TRENDS.empty(), "year") == expected
    assert (
        findings.changes_title(TRENDS.empty(), TRENDS.empty(), "year")
        == "No rise or fall could be measured"
    )
    assert findings.changes_title(TRENDS.empty(), TRENDS.empty(), "") == ""


def test_charts_of_change_are_put_into_words_and_say_what_they_rest_on() -> None:
    alt = findings.changes_alt(["children", "shall"], "year")
    assert alt.startswith(
        "Uses per million words in each year of “children” and “shall”; each panel"
    )
    note = findings.changes_note(changes(RISE), changes(RISE), "year")
    assert note["q"] == "Benjamini-Hochberg over 1 word in 10 texts or more."
    assert note["Interval"] == "95%, adjusted: 6 shown of 90."


@pytest.mark.parametrize(
    ("n", "shown", "expected"),
    [
        (0, 0, "“x” is not in these texts"),
        (1, 1, "The only line with “x”"),
        (2, 2, "Both lines with “x”"),
        (3, 3, "All 3 lines with “x”"),
        (430, 42, "42 of 430 lines with “x”, spread evenly"),
    ],
)
def test_the_concordance_says_how_much_of_it_is_shown(n: int, shown: int, expected: str) -> None:
    lines = frequency({str(i): 1 for i in range(n)})
    assert findings.lines_title(lines, lines.head(shown), "x") == expected


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ([(1, 134), (2, 14), (3, 7)], "134 words stand once, 14 twice and 7 three times: any"),
        ([(1, 5), (2, 1)], "5 words stand once and 1 twice"),
        ([(1, 1)], "1 word stands once"),
        (
            [(1, 9), (2, 4), (3, 2), (4, 2), (9, 1)],
            "9 words stand once, 4 twice, 2 three times and 3",
        ),
    ],
)
def test_ties_are_counted(rows: list[tuple[int, int]], expected: str) -> None:
    table = TIES.empty().iloc[:0].reindex(range(len(rows)))
    table = table.assign(count=[c for c, _ in rows], n_terms=[n for _, n in rows])
    got = findings.ties_title(table)
    assert got.startswith(expected)
    assert ("tie" in got) == all(n > 1 for _, n in rows)


def test_the_concordance_takes_the_most_unusual_word_else_the_commonest() -> None:
    freq = frequency(TWO)
    assert findings.headline_term(unusual(), freq) == "shelled"
    assert findings.headline_term(REFERENCE_KEYNESS.empty(), freq) == "city"
    assert findings.headline_term(REFERENCE_KEYNESS.empty(), FREQUENCY.empty()) == ""


NO_DATE = "no date is known; it takes 8 periods, and words in 10 dated texts"
NONE_MORE = "no word that stands twice or more is surely more frequent than in the list"


def missing(docs, unusually):
    table = findings.terms_missing(docs, lists(beside=unusually))
    return table.set_index("what")["why"].to_dict()


def test_what_of_the_terms_was_not_measured_is_listed() -> None:
    rows = missing(documents([5], date="NaT"), unusual(listed=False))
    assert rows == {
        "Words that set groups apart": "one text",
        "Rising and falling words": NO_DATE,
        "Word pairs": "no pair of words without stop words stands often enough",
        "Unusual words": NONE_MORE,
        "Intervals over texts": "one text; intervals are over its sentences",
    }


def test_a_language_without_a_list_is_named() -> None:
    table = REFERENCE_KEYNESS.empty()
    table.attrs["reason"] = "no reference list for language und, zh"
    why = missing(documents([5, 5]), table)["Unusual words"]
    assert why == "no reference list for a language that could not be told and Chinese"


@pytest.mark.parametrize(
    ("n", "floor"), [(2, "stands twice or more"), (20, "is in 5 texts or more")]
)
def test_the_floor_named_is_the_floor_used(n: int, floor: str) -> None:
    assert (
        missing(documents([5] * n), REFERENCE_KEYNESS.empty())["Unusual words"]
        == f"no word {floor}"
    )


def test_empty_tables_of_terms_have_no_heading() -> None:
    none, words = REFERENCE_KEYNESS.empty(), FREQUENCY.empty()
    headings = [
        findings.unusual_title(none),
        findings.unusual_alt(none),
        findings.ties_title(words),
    ]
    headings += [
        findings.frequency_alt(words),
        findings.pairs_title(COLLOCATIONS.empty()),
        findings.changes_alt([], ""),
    ]
    assert set(headings) == {""}
    notes = [
        findings.unusual_note(none, none, matrix()),
        findings.frequency_note(words, words, matrix()),
    ]
    assert [*notes, findings.changes_note(TRENDS.empty(), TRENDS.empty(), "year")] == [{}, {}, {}]


def test_a_word_looked_up_in_vain_is_listed_with_the_likely_one() -> None:
    docs = documents([5], date="NaT")
    found = pd.DataFrame({"match": []})
    found.attrs["reason"] = "'citty' is not in these texts; did you mean 'city'?"
    table = findings.terms_missing(docs, lists(beside=unusual()), found=found)
    assert table.set_index("what").loc["The word looked up", "why"] == found.attrs["reason"]


@pytest.mark.parametrize(("n", "said"), [(1, "1 word stands"), (2, "2 words stand")])
def test_the_table_of_forms_says_how_many_words_have_several(n, said):
    merged = pd.DataFrame({"lemma": ["go", "war"][:n]})
    assert findings.forms_title(merged) == f"{said} for several forms"
