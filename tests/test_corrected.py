"""Means and shares corrected by labels: hand-worked first, then coverage, then faults."""

from __future__ import annotations

import numpy as np
import proof_labels
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis import uncertainty
from analysis.uncertainty import Design, corrected_mean, corrected_share, labelled_mean


def even(n: int, n_labels: int, seed: int = 0) -> tuple[Design, np.ndarray]:
    """One stratum of n documents of one sentence, n_labels of them labelled by chance."""
    rng = np.random.default_rng(seed)
    chance = np.full(n, np.nan)
    chance[rng.permutation(n)[:n_labels]] = n_labels / n
    return Design(chance, np.zeros(n, np.intp), np.arange(n)), ~np.isnan(chance)


def everywhere(n: int) -> np.ndarray:
    return np.ones(n, bool)


def test_a_scorer_without_a_say_leaves_the_weighted_mean_of_the_labels() -> None:
    # 40 of 60 and 10 of 40 labelled, all 1 in one stratum, all 0 in the other: .6, not .8
    drawn = np.repeat([True, False, True, False], [40, 20, 10, 30])
    chance = np.where(drawn, np.repeat([40 / 60, 0.25], [60, 40]), np.nan)
    label = np.where(np.isnan(chance), np.nan, np.repeat([1.0, 0.0], [60, 40]))
    design = Design(chance, np.repeat([0, 1], [60, 40]), np.arange(100))
    got = corrected_mean(np.zeros(100), label, design=design)
    assert (got.estimate, got.tuning) == (pytest.approx(0.6), 0)


def test_a_scorer_that_is_off_by_a_constant_is_used_in_full_and_set_right() -> None:
    design, known = even(400, 40)
    truth = np.random.default_rng(1).choice([-1.0, 0.0, 1.0], 400)
    got = corrected_mean(truth / 2 + 0.5, np.where(known, truth / 2, np.nan), design=design)
    assert got.estimate == pytest.approx(truth.mean() / 2)
    assert got.tuning == pytest.approx(1)


def test_within_a_stratum_each_label_weighs_by_its_own_chance() -> None:
    # 20 ones with chance 1/2 stand for 40, 20 noughts with chance 1/4 for 80: a third
    chance = np.r_[np.full(20, 0.5), np.full(20, 0.25), np.full(80, np.nan)]
    label = np.r_[np.ones(20), np.zeros(20), np.full(80, np.nan)]
    design = Design(chance, np.zeros(120, np.intp), np.arange(120))
    got = labelled_mean(label, design=design, where=everywhere(120))
    assert got.estimate == pytest.approx(1 / 3)


def test_a_stratum_labelled_in_part_keeps_its_weight() -> None:
    # both strata hold 50 and were drawn alike, but in the second half the labels are missing
    label = np.r_[np.ones(20), np.full(30, np.nan), np.zeros(10), np.full(40, np.nan)]
    chance = np.where(np.isnan(label), np.nan, 0.4)
    design = Design(chance, np.repeat([0, 1], 50), np.arange(100))
    got = labelled_mean(label, design=design, where=everywhere(100))
    assert got.estimate == pytest.approx(0.5)


def test_a_stratum_without_a_label_is_put_with_another() -> None:
    chance = np.r_[np.full(40, 0.8), np.full(20, np.nan)]
    label = np.where(np.isnan(chance), np.nan, 1.0)
    design = Design(chance, np.repeat([0, 1], [50, 10]), np.arange(60))
    assert corrected_mean(np.zeros(60), label, design=design).estimate == pytest.approx(1)


def test_one_stratum_of_equal_chances_gives_the_textbook_error_of_a_mean() -> None:
    design, known = even(100_000, 50)
    label = np.where(known, np.random.default_rng(2).normal(0, 0.3, 100_000), np.nan)
    got = labelled_mean(label, design=design, where=everywhere(100_000))
    assert got.error == pytest.approx(np.nanstd(label, ddof=1) / np.sqrt(50), rel=0.01)


def test_the_variance_is_over_documents_not_sentences() -> None:
    label = np.repeat(np.random.default_rng(3).choice([-1.0, 1.0], 40), 10)
    chance, one = np.ones(400), np.zeros(400, np.intp)
    by_doc = Design(chance, one, np.repeat(np.arange(40), 10))
    got = labelled_mean(label, design=by_doc, where=everywhere(400))
    assert got.error == pytest.approx(label[::10].std(ddof=1) / np.sqrt(40))
    assert got.n_units == 40


def test_a_share_near_nought_keeps_an_interval_inside_0_to_1() -> None:
    design, known = even(500, 40)
    got = corrected_share(np.zeros(500), np.where(known, 0.0, np.nan), design=design)
    assert (got.estimate, got.low) == (0, 0)
    assert 0.05 < got.high < 0.15


@given(st.integers(0, 50))
@settings(max_examples=20)
def test_the_order_of_sentences_changes_nothing(seed: int) -> None:
    rng = np.random.default_rng(seed)
    whole = proof_labels.simulate(rng)
    design = Design(proof_labels.draw(whole, 60, rng), whole.stratum, whole.unit)
    label = np.where(np.isnan(design.probability), np.nan, whole.label)
    mixed = rng.permutation(len(label))
    a = corrected_mean(whole.tone, label, design=design)
    b = corrected_mean(whole.tone[mixed], label[mixed], design=design.of(mixed))
    assert a[:7] == pytest.approx(b[:7])


def test_under_30_labels_nothing_is_corrected_and_the_reason_is_given() -> None:
    design, known = even(400, 29)
    got = corrected_mean(np.zeros(400), np.where(known, 1.0, np.nan), design=design)
    assert np.isnan(got.estimate)
    assert (got.reason, got.n_labels) == ("fewer than 30 labels", 29)


def test_labels_in_four_documents_have_no_interval() -> None:
    design = Design(np.full(80, 1.0), np.zeros(80, np.intp), np.repeat(np.arange(4), 20))
    got = corrected_mean(np.zeros(80), np.ones(80), design=design)
    assert got.reason == "fewer than 5 documents with a label"


def test_nothing_labelled_is_not_measured() -> None:
    design, _ = even(40, 10)
    got = corrected_mean(np.zeros(40), np.full(40, np.nan), design=design)
    assert (got.reason, got.n_units) == ("no labels", 0)


def test_half_the_width_takes_four_times_the_labels_where_documents_are_many() -> None:
    design, known = even(50_000, 50)
    label = np.where(known, np.random.default_rng(2).normal(0, 0.3, 50_000), np.nan)
    got = corrected_mean(np.zeros(50_000), label, design=design)
    z = 1.959964
    assert uncertainty.labels_needed(got, z * got.error / 2) == pytest.approx(200, abs=2)


def test_no_number_of_labels_makes_up_for_few_documents() -> None:
    label = np.repeat(np.random.default_rng(3).choice([-1.0, 1.0], 8), 50)
    design = Design(np.ones(400), np.arange(400) // 50, np.arange(400) // 50)
    got = corrected_mean(np.zeros(400), label, design=design)
    assert np.isnan(uncertainty.labels_needed(got, got.error / 10))


def test_corrected_intervals_hold_the_truth_and_naive_ones_do_not() -> None:
    found = proof_labels.table(300, (100,)).set_index(["measure", "way"])
    # 300 draws at .95 lie in .92 to .98 all but twice in a hundred
    assert found.loc["mean", "corrected"]["coverage"] == pytest.approx(0.95, abs=0.03)
    assert found.loc["positive", "corrected"]["coverage"] == pytest.approx(0.95, abs=0.03)
    assert found.loc["mean", "naive"]["coverage"] == 0
    assert abs(found.loc["mean", "corrected"]["bias"]) < 0.015
    assert found.loc["mean", "unweighted"]["bias"] < -0.05


@pytest.mark.slow
def test_at_every_size_the_intervals_cover_in_93_to_97_of_a_hundred() -> None:
    found = proof_labels.table(2000)
    cover = found.loc[found["way"] == "corrected", "coverage"]
    assert cover.between(0.93, 0.97).all()
