from __future__ import annotations

import re

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis import concordance, corpus, terms, tokens
from analysis.errors import UsageError

TEXT = (
    "Residents of the front line left. They don't evacuate; evacuation waits.\n\n"
    "Front-line towns, U.S. aid: the Front, line by line. Evacuated at dawn."
)


def documents(texts: list[str], language: str = "en") -> pd.DataFrame:
    n = len(texts)
    days = pd.date_range("2023-01-01", periods=n).astype("datetime64[us]")
    ids = [f"d{i:03}" for i in range(n)]
    table = pd.DataFrame({"doc_id": ids, "text": texts, "language": language, "date": days})
    return table.assign(date_precision="day", source="Wire")


def matches(query: str, text: str = TEXT) -> list[str]:
    return concordance.lines(documents([text]), query)["match"].tolist()


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("evacuat*", ["evacuate", "evacuation", "Evacuated"]),
        ("EVACUATE", ["evacuate"]),
        ("evacuate?", ["Evacuated"]),
        ("*ation", ["evacuation"]),
        ("front", ["front", "Front"]),
        ("front line", ["front line", "Front, line"]),
        ("front-line", ["Front-line"]),
        ("front*", ["front", "Front-line", "Front"]),
        ("the * line", ["the front line", "the Front, line"]),
        ("don't", ["don't"]),
        ("don", []),
        ("u.s.", ["U.S."]),
        ("u", []),
        ("s", []),
        ("evac", []),
    ],
)
def test_a_query_meets_whole_words_only(query: str, found: list[str]) -> None:
    assert matches(query) == found


@pytest.mark.parametrize(
    ("query", "text"), [("don't", "They don\u2019t."), ("київ*", "Старий КИЇВ, Києві!")]
)
def test_apostrophes_and_capitals_of_any_script_are_folded(query: str, text: str) -> None:
    assert len(matches(query, text)) == 1


def test_a_line_is_the_whole_sentence_cut_at_its_match() -> None:
    docs = documents(["Nothing here.", TEXT])
    line = concordance.lines(docs, "evacuation").iloc[0]
    assert line["left"] + line["match"] + line["right"] == "They don't evacuate; evacuation waits."
    assert docs["text"][1][line["start"] : line["end"]] == "evacuation"
    assert (line["doc_id"], line["sentence_id"], line["source"]) == ("d001", "d001#s2", "Wire")


def test_a_phrase_does_not_cross_the_end_of_a_sentence() -> None:
    assert matches("left they") == []


def test_sentences_given_or_found_make_the_same_lines() -> None:
    docs = documents([TEXT, "the end", TEXT])
    given_ = concordance.lines(docs, "the", sentences=corpus.sentences(docs))
    pd.testing.assert_frame_equal(given_, concordance.lines(docs, "the"))


def test_what_is_not_there_gives_no_line_and_says_so() -> None:
    got = concordance.lines(documents([TEXT]), "peace")
    assert got.empty
    assert got.attrs["reason"] == "'peace' is not in these texts"


def test_nothing_asked_for_gives_no_line_and_no_reason() -> None:
    got = concordance.lines(documents([TEXT]), "")
    assert (len(got), got.attrs["reason"]) == (0, "")


@pytest.mark.parametrize("query", ["  ", "*", "?!"])
def test_a_query_without_a_word_is_refused(query: str) -> None:
    with pytest.raises(UsageError, match="holds no word"):
        concordance.lines(documents([TEXT]), query)


@pytest.mark.parametrize("query", ["a(b", "[x]", "a\\d", "x|y", "a{2}"])
def test_signs_of_regular_expressions_are_plain_signs(query: str) -> None:
    assert matches(query, "ab x y add aa") == []


@settings(max_examples=60, deadline=None)
@given(st.text("ab.'-\u2019 _\nU", max_size=60))
def test_a_word_is_met_as_often_as_it_is_counted(text: str) -> None:
    sents = corpus.sentences(documents([text]))
    counted = pd.Series(
        [t for s in corpus.texts(documents([text]), sents) for t in tokens.tokenize(s)]
    )
    for term, n in counted.value_counts().items():
        assert len(matches(str(term), text)) == n


def evidence(texts: list[str], *asked: str, n: int = 3, **how: object) -> pd.DataFrame:
    docs = documents(texts)
    dtm = terms.count(docs, unit="sentence", words="word", **how)
    sents = corpus.sentences(docs)
    return concordance.evidence_for_terms(docs, sents, dtm_sentences=dtm, terms=asked, n=n)


def marked(table: pd.DataFrame) -> list[list[str]]:
    return [[t[a:b] for a, b in m] for t, m in zip(table["text"], table["marks"], strict=True)]


def test_evidence_counts_all_sentences_and_shows_some_from_first_to_last_document() -> None:
    got = evidence(["Rain. More rain. No sun."] * 9, "rain")
    assert got["n_total"].tolist() == [18, 18, 18]
    assert got["doc_id"].tolist() == ["d000", "d004", "d008"]


def test_evidence_of_a_single_document_is_spread_over_its_sentences() -> None:
    got = evidence(["Rain one. Rain two. Rain three. Rain four. Rain five."], "rain")
    assert got["text"].tolist() == ["Rain one.", "Rain three.", "Rain five."]


def test_terms_keep_the_order_asked_for_and_are_marked() -> None:
    got = evidence(["Sun and RAIN and rain."], "sun", "rain")
    assert got["key"].tolist() == ["sun", "rain"]
    assert marked(got) == [["Sun"], ["RAIN", "rain"]]


def test_n_grams_are_marked_whole_and_over_the_stop_words_they_were_counted_over() -> None:
    got = evidence(
        ["The front of the line moved."], "front line", ngram_range=(2, 2), stop_words="en"
    )
    assert marked(got) == [["front of the line"]]
    plain = evidence(["Front line, front line and line."], "front line", ngram_range=(1, 2))
    assert marked(plain) == [["Front line", "front line"]]


def test_no_terms_make_no_evidence_and_an_unknown_one_is_named() -> None:
    assert evidence(["Rain."]).empty
    with pytest.raises(UsageError, match="did you mean 'rain'"):
        evidence(["Rain."], "rains")


@settings(max_examples=20, deadline=None)
@given(
    st.lists(
        st.lists(st.sampled_from(["Rain.", "Sun.", "Wind."]), max_size=5), min_size=1, max_size=8
    )
)
def test_every_sentence_shown_holds_its_term(texts: list[list[str]]) -> None:
    joined = [" ".join(words) for words in [*texts, ["Rain."]]]
    got = evidence(joined, "rain", n=4)
    assert all(spans for spans in got["marks"])
    assert got["n_total"].eq(sum(text.count("Rain") for text in joined)).all()
    assert len(got) == min(4, got["n_total"][0])


def test_chosen_sentences_keep_their_order_marks_and_totals() -> None:
    docs = documents(["One. Two.", "Three."])
    chosen = pd.DataFrame(
        {"key": ["b", "a", "a"], "sentence_id": ["d001#s1", "d000#s2", "d000#s1"]}
    )
    sents = corpus.sentences(docs)
    got = concordance.evidence_for_sentences(docs, sents, chosen=chosen)
    assert got["text"].tolist() == ["Three.", "Two.", "One."]
    assert got["n_total"].tolist() == [1, 2, 2]
    told = chosen.assign(n_total=9, marks=[[(0, 1)], [], []])
    again = concordance.evidence_for_sentences(docs, sents, chosen=told)
    assert (again["n_total"][0], again["marks"][0]) == (9, [(0, 1)])


def test_a_sentence_that_does_not_exist_is_named() -> None:
    docs = documents(["One. Two."])
    chosen = pd.DataFrame({"key": ["a", "a"], "sentence_id": ["d000#s1", "d000#s9"]})
    with pytest.raises(UsageError, match=re.escape("no sentence 'd000#s9'")):
        concordance.evidence_for_sentences(docs, corpus.sentences(docs), chosen=chosen)
    assert concordance.evidence_for_sentences(docs, corpus.sentences(docs), chosen=chosen[:0]).empty


def test_spans_of_evidence_lead_back_to_the_text() -> None:
    docs = documents([TEXT, TEXT])
    got = evidence([TEXT, TEXT], "line")
    at = docs.set_index("doc_id")["text"]
    cut = [at[d][a:b] for d, a, b in zip(got["doc_id"], got["start"], got["end"], strict=True)]
    assert cut == got["text"].tolist()
    assert np.all(got["end"] > got["start"])


@pytest.mark.parametrize(
    ("pattern", "found"),
    [
        (r"evacuat\w+", ["evacuate", "evacuation", "Evacuated"]),
        (r"front.line", ["front line", "Front-line"]),
        (r"(?-i:Front)", ["Front", "Front"]),
        (r"^\w+", ["Residents", "They", "Front", "Evacuated"]),
        (r"x*", []),
    ],
)
def test_a_regular_expression_is_met_sentence_by_sentence(pattern: str, found: list[str]) -> None:
    assert concordance.lines_matching(documents([TEXT]), pattern)["match"].tolist() == found


@settings(max_examples=25, deadline=None)
@given(st.sampled_from(["line", "front", "evacuation", "dawn"]))
def test_a_word_and_its_pattern_make_the_same_lines(word: str) -> None:
    docs = documents([TEXT.replace("-", " "), "nothing", TEXT.replace("-", " ")])
    mine = concordance.lines_matching(docs, rf"\b{word}\b")
    pd.testing.assert_frame_equal(mine, concordance.lines(docs, word))


def test_a_pattern_that_never_ends_is_stopped_and_one_that_is_wrong_is_named() -> None:
    docs = documents(["a" * 60 + "!"])
    with pytest.raises(UsageError, match="takes over 1 seconds; make it simpler"):
        concordance.lines_matching(docs, r"(a|aa|aaa)+$", seconds=0.6)
    with pytest.raises(UsageError, match=r"pattern 'a\(': missing \).*; mend"):
        concordance.lines_matching(docs, "a(")


def test_a_pattern_without_a_match_says_so() -> None:
    got = concordance.lines_matching(documents([TEXT]), "peace")
    assert got.attrs == {"reason": "nothing in these texts matches 'peace'", "n_total": 0}


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("evacuete", "'evacuete' is not in these texts; did you mean 'evacuate'?"),
        ("frnt line", "'frnt line' is not in these texts; did you mean 'front'?"),
        ("evac", "'evac' is not in these texts as a whole word"),
        ("dawn line", "'dawn line' is not in these texts; its words stand apart"),
        ("zzz*", "'zzz*' is not in these texts"),
        ("qqq", "'qqq' is not in these texts"),
    ],
)
def test_a_query_that_is_not_there_is_told_what_was_likely_meant(query: str, said: str) -> None:
    assert concordance.lines(documents([TEXT]), query).attrs["reason"] == said


THE = ["b the z", "a the y", "B the x x"]


@pytest.mark.parametrize(
    ("by", "right"), [("left", "yxz"), ("right", "xyz"), ("date", "xyz"), ("document", "zyx")]
)
def test_lines_are_sorted_by_the_words_beside_by_date_or_by_document(by: str, right: str) -> None:
    docs = documents(THE)
    docs["date"] = docs["date"].to_numpy()[::-1]
    got = concordance.sort_lines(concordance.lines(docs, "the"), by=by)
    assert "".join(text.split()[0] for text in got["right"]) == right


def test_the_nearest_word_on_the_left_comes_first() -> None:
    found = concordance.lines(documents(["z a the", "a b the", "b a the"]), "the")
    got = concordance.sort_lines(found, by="left")["left"].str.strip().tolist()
    assert got == ["b a", "z a", "a b"]


def test_an_order_that_does_not_exist_is_refused() -> None:
    with pytest.raises(UsageError, match="by='dat': no such order; did you mean 'date'"):
        concordance.sort_lines(concordance.lines(documents(THE), "the"), by="dat")


def test_thinned_lines_say_of_how_many_and_how() -> None:
    found = concordance.lines(documents(["the end"] * 1200), "the")
    some, drawn = concordance.spread(found, 10), concordance.sample(found, 10)
    assert some.attrs["shown"] == "10 of 1,200 lines, spread evenly"
    assert drawn.attrs["shown"] == "10 of 1,200 lines, drawn at random"
    again = concordance.sort_lines(some, by="left")
    assert concordance.spread(again, 40).attrs == some.attrs
    assert concordance.spread(found, 2000).attrs["shown"] == "all 1,200 lines"


def test_a_drawn_sample_is_the_same_for_the_same_seed() -> None:
    found = concordance.lines(documents(["the end"] * 50), "the")
    one, two = (concordance.sample(found, 9, random_state=s) for s in (1, 1))
    pd.testing.assert_frame_equal(one, two)
    assert not one.equals(concordance.sample(found, 9, random_state=2))
    assert one["doc_id"].is_monotonic_increasing


def test_context_in_characters_crosses_sentences() -> None:
    docs = documents([TEXT])
    found = concordance.lines(docs, "evacuation")
    got = concordance.context(found, docs, chars=20).iloc[0]
    assert (got["left"], got["right"]) == (" don't evacuate; ", " waits. Front-line") or (
        got["left"].endswith("evacuate; ") and "Front-line" in got["right"]
    )
    assert got[["start", "end"]].tolist() == found.iloc[0][["start", "end"]].tolist()
    with pytest.raises(UsageError, match="chars=0"):
        concordance.context(found, docs, chars=0)


def test_a_barcode_of_many_documents_shows_some_of_them_whole() -> None:
    docs = documents(["rain and rain"] * 9).assign(n_tokens=3)
    got = concordance.barcode(concordance.lines(docs, "rain"), docs, n=3)
    assert got["doc_id"].tolist() == ["d000", "d000", "d004", "d004", "d008", "d008"]
    assert got.attrs["n_docs"] == 9


def test_evidence_of_lines_stands_by_document_with_what_was_met_marked() -> None:
    docs = documents(["Sun. Rain, rain. No rain. Rain. The rain.", "none", "Sun and rain"])
    sents, found = corpus.sentences(docs), concordance.lines(docs, "rain")
    got = concordance.evidence_for_lines(docs, sents, found=found, n=2)
    assert got["key"].tolist() == ["d000", "d000", "d002"]
    assert got["n_total"].tolist() == [4, 4, 1]
    assert marked(got) == [["Rain", "rain"], ["rain"], ["rain"]]
    assert concordance.evidence_for_lines(docs, sents, found=found.head(0)).empty


def test_evidence_of_a_burst_comes_from_its_days_alone() -> None:
    docs = documents(["Rain."] * 9 + ["Sun."])
    when = pd.Series(pd.date_range("2020-01-01", periods=10)).mask(docs.index == 4)
    row = {"key": "rain, 3 to 6", "term": "rain", "start": when[2], "end": when[5]}
    dtm = terms.count(docs, unit="sentence", words="word")
    how = {"dtm_sentences": dtm, "when": when}
    sents = corpus.sentences(docs)
    got = concordance.evidence_within(docs, sents, spans=pd.DataFrame([row]), **how)
    assert got["doc_id"].tolist() == ["d002", "d003", "d005"]
    assert set(got["key"]) == {"rain, 3 to 6"}
    assert set(got["n_total"]) == {3}
    assert marked(got) == [["Rain"]] * 3
    none = concordance.evidence_within(docs, sents, spans=pd.DataFrame([row]).head(0), **how)
    assert none.empty


def test_a_barcode_says_where_in_its_document_each_line_stands() -> None:
    docs = documents(["rain " + "x " * 20 + "rain", "none", "rain"]).assign(n_tokens=[22, 1, 1])
    got = concordance.barcode(concordance.lines(docs, "rain"), docs)
    assert got["doc_id"].tolist() == ["d000", "d000", "d002"]
    assert got["position"].tolist() == [0, 45 / 49, 0]
    assert got["n_hits"].tolist() == [2, 2, 1]
    assert concordance.barcode(concordance.lines(docs, "snow"), docs).empty


def test_a_group_of_terms_opens_sentences_that_hold_any_of_them_all_marked() -> None:
    docs = documents(["Rain and sun. No snow here. Rain again."])
    sents = corpus.sentences(docs)
    counts = terms.count(docs, unit="sentence", words="word")
    shown = concordance.evidence_for_groups(
        docs, sents, dtm_sentences=counts, groups={"weather": ["rain", "sun", "hail"], "none": []}
    )
    assert shown["text"].tolist() == ["Rain and sun.", "Rain again."]
    assert shown["marks"].tolist() == [[(0, 4), (9, 12)], [(0, 4)]]
    assert set(shown["key"]) == {"weather"}
    assert set(shown["n_total"]) == {2}
