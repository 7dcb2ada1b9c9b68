"""Quotations and their speakers: hand-worked sentences, novels marked by hand, then faults."""

import json
import re
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis import corpus, entities
from analysis.entities.quotations import spans

SHARED = Path(__file__).parents[2] / "shared" / "data"


def table_of(text, language="en"):
    docs = pd.DataFrame({"doc_id": ["d"], "text": [text], "language": [language]})
    sents = corpus.sentences(docs)
    return sents, entities.quotations(docs, sents)


def row_of(text):
    return table_of(text)[1].iloc[0]


def quoted(text):
    return [text[one.start : one.end] for one in spans(text)]


@pytest.mark.parametrize(
    "quotation",
    [
        '"We will go on, then."',
        "\u201cWe will go on, then.\u201d",
        "\u00abNous partons demain.\u00bb",
        "\u201eWir gehen nach Hause.\u201c",
        "\u2018I don\u2019t think so,\u2019",
        "``We will go on.''",
    ],
)
def test_marks_of_every_kind_are_read(quotation):
    assert quoted(f"He began: {quotation} That was all.") == [quotation]


def test_a_quotation_of_several_sentences_is_one_and_lists_them():
    row = row_of("He said: \u201cWe stay here. We will not go.")
    assert row["sentence_ids"] == ["d#s1", "d#s2"]


def test_an_unclosed_quotation_ends_with_its_paragraph():
    assert quoted('He said: "We stay.\n\nAnd then they left.') == ['"We stay.']


def test_inches_and_apostrophes_open_nothing():
    assert quoted("The boys\u2019 5\" pipe, rock \u2018n\u2019 roll and John's.") == []


@pytest.mark.parametrize(
    ("text", "speaker", "verb"),
    [
        ('"We have to go," said Anna Koresh, a resident.', "Anna Koresh", "said"),
        ('"We have to go," the mayor told reporters.', "the mayor", "told"),
        ('Gen. Smith warned: "We have to go."', "Gen. Smith", "warned"),
        ('The ministry said that "we have to go".', "The ministry", "said"),
        (
            '"We have to go," according to the Defense Ministry.',
            "the Defense Ministry",
            "according to",
        ),
        ('According to Mr. Smith, "we have to go now".', "Mr. Smith", "According to"),
    ],
)
def test_the_speaker_is_whom_the_verb_beside_it_names(text, speaker, verb):
    row = row_of(text)
    assert (row["speaker"], row["verb"], row["reason"]) == (speaker, verb, "")


def test_a_sentence_that_goes_on_keeps_its_speaker():
    _, table = table_of('"We go," said Anna Koresh, "and we go today."')
    assert table["speaker"].tolist() == ["Anna Koresh", "Anna Koresh"]


def test_after_a_full_stop_the_next_sentence_names_another():
    text = "Ivan Petrov said: \u201cWe stay here.\u201d Anna Koresh said that they would go."
    assert row_of(text)["speaker"] == "Ivan Petrov"
    text = "It is so. \u201cWe stay here.\u201d Anna Koresh said that they would go."
    assert row_of(text)["reason"] == "no reporting verb beside it"


def test_a_pronoun_is_not_resolved_and_says_so():
    row = row_of('"We have to go," she said.')
    assert (row["speaker"], row["verb"]) == ("", "said")
    assert row["reason"] == "a pronoun, not resolved"


def test_without_a_verb_nobody_is_named():
    assert row_of('It is over. "We have to go now."')["reason"] == "no reporting verb beside it"
    assert row_of('What may be called "a rather long way to go".')["speaker"] == ""


def test_single_words_in_marks_are_no_speech():
    sents, table = table_of("It is a so-called \u201coperation\u201d there.")
    assert not table["is_speech"].iloc[0]
    assert entities.voices(sents, table)["voice"].tolist() == ["own"]


def test_a_sentence_is_quoted_from_half_its_length_on():
    sents, table = table_of('He said so: "We go." And: "We have to leave the town today."')
    voices = entities.voices(sents, table)
    assert voices["voice"].tolist() == ["own", "quoted"]
    assert voices["quoted_share"].tolist() == pytest.approx([8 / 20, 34 / 39], abs=0.02)


def test_other_languages_are_left_out():
    assert table_of("\u00abNous partons demain.\u00bb", language="fr")[1].empty


@given(st.text(alphabet="ab .,\n\"\u201c\u201d\u201e\u00ab\u00bb\u2018\u2019`'", max_size=60))
@settings(max_examples=150)
def test_quotations_never_overlap_and_never_pass_a_paragraph(text):
    found = spans(text)
    ends = [0, *(one.end for one in found)]
    assert all(end <= one.start < one.end for end, one in zip(ends, found, strict=False))
    assert all(re.search(r"\n\s*\n", text[one.start : one.end]) is None for one in found)


def test_marks_without_end_take_little_time():
    assert quoted("\u2018 " * 100_000) == []
    assert len(quoted('"a" ' * 50_000)) == 50_000


def marked():
    """Novels marked by hand: text, and spans with the name the annotators gave the speaker."""
    path = SHARED / "litbank_quotes.jsonl"
    if not path.exists():
        pytest.skip("needs ../shared")
    for row in map(json.loads, path.read_text("utf-8").splitlines()):
        lines = row["text"].split("\n")
        text = " ".join(lines)
        starts = [sum(len(line) + 1 for line in lines[:n]) for n in range(len(lines))]
        gold = {}
        for one in row["quotes"]:
            at = text.find(one["quote"], starts[one["start_sent"]])
            gold[at, at + len(one["quote"])] = one["speaker"].rpartition("-")[0].lower()
        if gold:
            yield text, gold


def test_quotations_in_novels_are_found_and_named_as_often_as_is_printed():
    texts, gold = zip(*marked(), strict=True)
    ids = [str(i) for i in range(len(texts))]
    docs = pd.DataFrame({"doc_id": ids, "text": texts, "language": "en"})
    table = entities.quotations(docs, corpus.sentences(docs))
    table = table[table["is_speech"]]
    rows = list(zip(table["doc_id"], table["start"], table["end"], table["speaker"], strict=True))
    hits = [(who, gold[int(key)][a, b]) for key, a, b, who in rows if (a, b) in gold[int(key)]]
    assert len(hits) / len(rows) >= 0.90  # .911
    assert len(hits) / sum(map(len, gold)) >= 0.89  # .903
    named = [(who, theirs) for who, theirs in hits if who[:1].isupper() and who[:4] != "The "]
    right = [any(w.lower() in theirs for w in who.split()) for who, theirs in named]
    assert len(named) > 150
    assert sum(right) / len(named) >= 0.88
