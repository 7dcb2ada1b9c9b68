"""Stop lists: short, function words only, with their source."""

from __future__ import annotations

from importlib import resources

import pytest

from analysis import tokens

LANGUAGES = ("de", "en", "es", "fr", "ru", "uk")


def test_there_are_lists_for_six_languages() -> None:
    assert tokens.stop_list_languages() == list(LANGUAGES)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_list_is_short_and_made_of_whole_folded_tokens(language: str) -> None:
    words = tokens.stop_list(language)
    assert 100 <= len(words) <= 260
    assert all(tokens.tokenize(word) == [word] for word in words)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_list_names_its_source_and_no_word_twice(language: str) -> None:
    path = resources.files("analysis.tokens") / "stop_words" / f"{language}.txt"
    lines = path.read_text("utf-8").splitlines()
    words = " ".join(line for line in lines if not line.startswith("#")).split()
    assert any(line.startswith("# Source: ") for line in lines[:3])
    assert len(words) == len(set(words))


@pytest.mark.parametrize(
    ("language", "word"),
    [("en", "don't"), ("en", "the"), ("uk", "який"), ("ru", "который"), ("de", "nicht")],
)
def test_function_words_are_in(language: str, word: str) -> None:
    assert word in tokens.stop_list(language)


@pytest.mark.parametrize("word", ["war", "people", "said", "first", "two", "new", "government"])
def test_words_that_carry_content_are_not(word: str) -> None:
    assert word not in tokens.stop_list("en")


def test_a_language_without_a_list_has_an_empty_one() -> None:
    assert tokens.stop_list("ja") == tokens.stop_list("../en") == frozenset()
