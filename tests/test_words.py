"""What a word is."""

import re
import sys

import numpy as np
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


pieces = st.text(st.sampled_from("aB.9'-_\u2019\u0301\u0939\u4e2d \n\u2028\u00a0\x1c"), max_size=30)


@given(st.lists(pieces, max_size=8), st.sampled_from(tokens.WORD_RULES))
def test_cutting_piece_by_piece_finds_what_the_rule_finds_in_whole_texts(texts, words):
    ids, lengths, types = tokens.cut(texts, words)
    found = [tokens.pattern(words).findall(text) for text in texts]
    assert [types[i] for i in ids] == [word for own in found for word in own]
    assert lengths.tolist() == [len(own) for own in found]


def test_the_different_words_come_in_the_order_of_their_first_appearance():
    assert tokens.cut(["b a-c", "", "a b d"]).types == ["b", "a-c", "a", "d"]


def test_texts_are_split_where_python_splits_them():
    points = [chr(point) for point in range(sys.maxunicode + 1) if not 0xD800 <= point < 0xE000]
    texts = [" a\nb  ", "", "  ", *(f"x{point}y" for point in points)]
    codes, distinct, first = tokens.pieces(texts)
    n_tokens = [len(text.split()) for text in texts]
    assert np.diff(first).tolist() == n_tokens
    assert [distinct[code] for code in codes] == [token for text in texts for token in text.split()]
