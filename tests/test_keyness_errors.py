"""How often keyness errs and what it finds; `python tests/proof_keyness.py` runs it at large."""

from __future__ import annotations

import numpy as np
import pandas as pd
import proof_keyness as proof
import pytest

from analysis import corpus, terms

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not proof.DATA.is_dir(), reason="the corpora lie beside the repository"),
]
NAMES = {"state_union": "source", "inaugural": ""}  # a president's speeches are no units


@pytest.mark.parametrize("name", NAMES)
def test_random_halves_differ_in_no_more_terms_than_chance_allows(name: str) -> None:
    got = proof.null_errors(proof.read(name, NAMES[name]), 40)
    assert got["ours_p"] <= 0.05
    assert got["ours_q"] <= 0.05
    assert got["g2_q"] > 0.5  # the token as unit cries wolf, or this test could not fail


@pytest.mark.parametrize("name", NAMES)
def test_halves_of_unequal_length_do_not_differ_either(name: str) -> None:
    got = proof.null_errors(proof.read(name, NAMES[name]), 40, cut=True)
    assert got["ours_p"] <= 0.05
    assert got["ours_q"] <= 0.05
    assert got["rank_sum_p"] > got["ours_p"]


@pytest.mark.parametrize("cut", [False, True])
def test_random_halves_of_a_made_corpus_do_not_differ(tmp_path, cut: bool) -> None:  # noqa: FBT001
    docs = corpus.read(proof.made(tmp_path))
    made = proof.Tokens(terms.index(docs), docs["doc_id"].rename("unit"))
    got = proof.null_errors(made, 20, cut=cut)
    assert got["ours_p"] <= 0.05
    assert got["ours_q"] <= 0.05


@pytest.mark.parametrize("lengths", ["equal", "heavy"])
@pytest.mark.parametrize("n", [5, 15, 30, 100])
def test_intervals_miss_the_truth_as_often_as_they_say(n: int, lengths: str) -> None:
    got = proof.coverage(n, lengths, n_corpora=4 if n > 15 else 16)
    assert 0.01 <= got["miss"] <= 0.06
    assert got["shown_miss"] <= 0.05
    assert got["false_share"] <= 0.1


def test_a_fourfold_difference_is_found_more_often_than_a_double_one() -> None:
    got = proof.coverage(100, "equal", n_corpora=4)
    assert got["q_4x"] > got["q_2x"] > 0.2


def test_the_planted_preferences_of_sources_are_found(tmp_path) -> None:
    got = proof.preferences(proof.made(tmp_path, proof.STANDARD))
    assert got["precision"] >= 0.95
    assert got["recall"] >= 0.95


def test_half_of_a_text_cut_to_a_quarter_keeps_a_quarter_of_its_tokens() -> None:
    docs = pd.DataFrame({"doc_id": ["a", "b"], "text": ["x y z w " * 10, "u v"], "language": "en"})
    tokens = proof.Tokens(terms.index(docs), docs["doc_id"])
    keep = proof.quarter(tokens, np.array([True, False]), np.random.default_rng(0))
    assert tokens.matrix(keep).n_tokens.tolist() == [10, 2]
