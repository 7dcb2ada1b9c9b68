"""VADER's numbers are those of vaderSentiment 3.3.2, on text with keyboard marks."""

import itertools
import json
import random
import time
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from vaderSentiment.vaderSentiment import (
    BOOSTER_DICT,
    NEGATE,
    SPECIAL_CASES,
    SentimentIntensityAnalyzer,
)

from analysis import sentiment
from analysis.sentiment import lexicon, reading, rules

SHARED = Path(__file__).parents[2] / "shared"
ORACLE = SentimentIntensityAnalyzer()
_PIECES = """
no No NO no, or nor but But BUT but, never so this without doubt least at very kind of the shit bomb
ass stop right death die for heart bus yeah beating just enough sort good bad GOOD Bad! great
terrible war safe, horrible? like fun sad HAPPY love (hate) :) :( :D ;-) <3 ok?\U0001f600fine
\U0001f600 \u2764 \U0001f62d\U0001f62d \u00a9 \U0001f21a a table went to \u201cgreat\u201d
don\u2019t can\u2019t good\u2014bad ! !! ?? ???? a.b x' -- I U.S.
"""
# what the rules look for, and enough listed words that they meet
PIECES = [
    *NEGATE,
    *BOOSTER_DICT,
    *SPECIAL_CASES,
    *_PIECES.split(),
    *("", "\t", "\n", "\u00a0", "\u2009"),
]


def original_numbers(texts: list[str]) -> list[dict[str, float]]:
    return [ORACLE.polarity_scores(reading.fold(text)) for text in texts]


def our_numbers(texts: list[str]) -> list[dict[str, float]]:
    return sentiment.vader(texts).to_dict("records")


def fuzzed(n: int, seed: int) -> list[str]:
    draw = random.Random(seed)  # noqa: S311 - a test's sentences need no secrecy
    words = sorted(lexicon.vader())
    return [
        draw.choice(" \n ").join(
            draw.choice(PIECES if draw.random() < 0.75 else words)
            for _ in range(draw.randrange(draw.choice((3, 9, 30))))
        )
        for _ in range(n)
    ]


def test_the_four_numbers_are_those_of_the_original_on_5000_fuzzed_sentences() -> None:
    texts = fuzzed(5_000, 1)
    assert our_numbers(texts) == original_numbers(texts)


@pytest.mark.slow
def test_the_four_numbers_are_those_of_the_original_on_50000_fuzzed_sentences() -> None:
    texts = fuzzed(50_000, 2)
    assert our_numbers(texts) == original_numbers(texts)


@pytest.mark.parametrize("name", ["vader_gt.jsonl", "newsmtsc.jsonl"])
def test_the_four_numbers_are_those_of_the_original_on_tweets_reviews_and_news(name: str) -> None:
    path = SHARED / "data" / name
    if not path.exists():
        pytest.skip(f"{name} is not part of the repository")
    with path.open(encoding="utf-8") as lines:
        texts = [json.loads(line)["text"] for line in lines]
    assert our_numbers(texts) == original_numbers(texts)


def test_the_four_numbers_are_those_of_the_original_behind_any_three_words_that_act() -> None:
    acting = "no or nor so this never without doubt least at very kind of the bad ass to die for x"
    texts = [" ".join([*three, "good"]) for three in itertools.product(acting.split(), repeat=3)]
    assert our_numbers(texts) == original_numbers(texts)


@given(st.lists(st.sampled_from(PIECES), max_size=12).map(" ".join))
def test_the_four_numbers_are_those_of_the_original_on_any_mixture_of_rules(text: str) -> None:
    assert our_numbers([text]) == original_numbers([text])


@given(st.text(max_size=60))
def test_the_four_numbers_are_those_of_the_original_on_any_text(text: str) -> None:
    assert our_numbers([text]) == original_numbers([text])


@pytest.mark.parametrize(
    ("text", "compound"),
    [  # the examples of the original's README
        ("VADER is smart, handsome, and funny.", 0.8316),
        ("VADER is VERY SMART, uber handsome, and FRIGGIN FUNNY!!!", 0.9469),
        ("VADER is not smart, handsome, nor funny.", -0.7424),
        ("At least it isn't a horrible book.", 0.431),
        ("Today only kinda sux! But I'll get by, lol", 0.5249),
        ("Not bad at all", 0.431),
    ],
)
def test_a_published_example_has_its_published_compound(text: str, compound: float) -> None:
    assert sentiment.vader([text])["compound"].tolist() == [compound]


def test_the_words_of_the_rules_are_those_of_the_original() -> None:
    contracted = {word for word in NEGATE if "n't" in word}
    single = {w: by for w, by in BOOSTER_DICT.items() if " " not in w}
    assert set(NEGATE) == rules.NEGATORS | contracted
    assert single == rules.BOOSTERS
    assert set(BOOSTER_DICT) - set(single) == set(rules.WEAK_PAIRS)
    assert {k: v for k, v in SPECIAL_CASES.items() if " " in k} == rules.IDIOMS


def test_the_word_list_and_the_emoji_are_those_of_the_original() -> None:
    assert dict(lexicon.vader()) == ORACLE.lexicon
    assert dict(lexicon.emoji()) == {k: v for k, v in ORACLE.emojis.items() if len(k) == 1}


def test_a_forgotten_token_is_taken_apart_again_with_the_same_result(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    texts = fuzzed(200, 3)
    at_once = our_numbers(texts)
    monkeypatch.setattr(rules.Reader, "LIMIT", 2)
    monkeypatch.setattr(reading, "CHARACTERS", 50)  # it forgets between two batches
    assert our_numbers(texts) == at_once


@given(st.lists(st.text(alphabet="ab \ud800\udfff\u00a0!", max_size=9), max_size=4))
def test_half_a_pair_of_surrogates_is_a_character_like_another(texts: list[str]) -> None:
    given_back = sentiment.score([f"good {text} bad" for text in texts])["words"]
    places = [[(start, end) for start, end, *_ in words] for words in given_back]
    assert places == [[(0, 4), (len(text) + 6, len(text) + 9)] for text in texts]


@given(st.lists(st.lists(st.sampled_from(PIECES), max_size=8).map(" ".join), max_size=8))
def test_a_sentence_reads_the_same_alone_and_among_others(texts: list[str]) -> None:
    among = sentiment.score(["a good start", *texts]).iloc[1:]
    for i, text in enumerate(texts):
        pd.testing.assert_frame_equal(
            among.iloc[[i]].reset_index(drop=True), sentiment.score([text]), check_exact=True
        )


@given(st.lists(st.floats(-1, 1)), st.lists(st.integers(-9_999, 9_999)))
def test_numbers_are_rounded_as_python_rounds_them(numbers: list[float], halves: list[int]) -> None:
    values = [*numbers, *((half + 0.5) / 10_000 for half in halves)]
    assert reading._rounded(np.array(values), 4).tolist() == [round(x, 4) + 0.0 for x in values]


def test_around_but_the_first_of_equal_weights_is_rescaled_as_in_the_original() -> None:
    # 4 becomes 2; then the first 2 is that one again, so it is halved twice and its equal never
    assert reading._rescaled([4.0, 2.0, 3.0], [0, 1, 5], 3) == [1.0, 2.0, 4.5]


def test_a_hundred_thousand_equal_weights_around_but_take_no_quadratic_time() -> None:
    began = time.process_time()
    scaled = reading._rescaled([1.0] * 100_000, range(0, 200_000, 2), 99_999)
    assert time.process_time() - began < 5
    assert scaled[-1] == 1.5


def test_a_text_of_28000_words_takes_no_quadratic_time() -> None:
    text = "It was not a VERY good day, but so sad and kind of great. " * 2_000
    began = time.process_time()
    sentiment.score([text])
    assert time.process_time() - began < 5
