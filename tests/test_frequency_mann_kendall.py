from __future__ import annotations

import numpy as np
import pytest
from scipy.stats import kendalltau, norm

from analysis import uncertainty


def test_mann_kendall_worked_by_hand() -> None:
    # 8 values rising but for one pair: S = 28 - 2 = 26, variance 8 7 21 / 18 = 65.33
    rates = np.array([1, 2, 3, 5, 4, 6, 7, 8.0])[:, None]
    p = uncertainty.mann_kendall(rates, np.ones(8))
    assert p[0] == pytest.approx(2 * norm.sf(25 / np.sqrt(8 * 7 * 21 / 18)))


@pytest.mark.parametrize("most", [3, 1_000])
def test_mann_kendall_is_kendalls_tau_against_time_with_and_without_ties(most: int) -> None:
    table = np.random.default_rng(most).integers(0, most, (30, 20))
    got = uncertainty.mann_kendall(table, np.ones(30))
    exact = [kendalltau(range(30), column).pvalue for column in table.T]
    np.testing.assert_allclose(got, exact, atol=0.02)  # scipy corrects for no continuity


def test_mann_kendall_takes_rates_and_leaves_empty_periods_out() -> None:
    counts, tokens = np.arange(1, 13)[:, None], np.full(12, 10)
    steady = uncertainty.mann_kendall(counts, 10 * counts[:, 0])
    filled = np.insert(counts, 4, 0, axis=0), np.insert(tokens, 4, 0)
    assert np.isnan(steady[0])
    assert uncertainty.mann_kendall(*filled) == uncertainty.mann_kendall(counts, tokens)


def test_mann_kendall_is_not_measured_under_eight_periods() -> None:
    assert np.isnan(uncertainty.mann_kendall(np.arange(7)[:, None], np.ones(7))).all()
