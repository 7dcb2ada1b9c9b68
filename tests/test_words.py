"""What a word is."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis import tokens
from analysis.errors import UsageError


def test_plain_is_scikit_learns_default_pattern():
    text = "Don't: 3.5 U.S. a_b naïve हिन्दी"
    assert tokens.tokenize(text, "plain") == re.findall(r"(?u)\b\w\w+\b", text.lower())


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Don’t stop", ["don't", "stop"]),
        ("twenty-one years", ["twenty-one", "years"]),
        ("the U.S. Army in the U.S.", ["the", "u.s.", "army", "in", "the", "u.s."]),
        ("I am", ["i", "am"]),
        ("e.g. this", ["e.g.", "this"]),
        ("'quoted' --dashes--", ["quoted", "dashes"]),
        ("1,463 and 3.5", ["1", "463", "and", "3", "5"]),
        ("snake_case", ["snake", "case"]),
        ("हिन्दी में", ["हिन्दी", "में"]),
        ("об'єкт пів’яблука", ["об'єкт", "пів'яблука"]),
    ],
)
def test_word_keeps_what_a_reader_calls_one_word(text, expected):
    assert tokens.tokenize(text) == expected


@given(st.text())
def test_spans_point_at_the_tokens_they_name(text):
    found = [tokens.fold(text[a:b]) for a, b in tokens.spans(text)]
    if len(text.lower()) == len(text):  # a few capitals grow when they are lowered
        assert found == tokens.tokenize(text)


@given(st.text(), st.text())
def test_a_blank_always_parts_words(left, right):
    both = tokens.tokenize(f"{left} {right}")
    assert both == tokens.tokenize(left) + tokens.tokenize(right)


def test_an_unknown_word_rule_names_the_known_ones():
    with pytest.raises(UsageError, match="words='wrod': no such word rule; did you mean 'word'"):
        tokens.tokenize("x", "wrod")
