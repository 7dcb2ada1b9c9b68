from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
import scipy.sparse as sp
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import optimize, stats

from analysis import uncertainty

if TYPE_CHECKING:
    from numpy.typing import NDArray


def bursty(
    seed: int, lengths: NDArray[np.int64], *, mean: float, n_terms: int, burst: float = 0.7
) -> NDArray[np.int64]:
    """Counts of terms in documents, gamma-Poisson: what word counts look like."""
    rng = np.random.default_rng(seed)
    shock = rng.gamma(burst, 1 / burst, (len(lengths), n_terms))
    return rng.poisson(np.outer(lengths, np.full(n_terms, mean)) * shock)


def dense_rates(x: NDArray[np.int64], lengths: NDArray[np.int64]) -> tuple[float, float]:
    """The formulas of the method as written, one term and one document at a time."""
    n, total, a = len(lengths), lengths.sum(), x.sum()
    r = a / total
    u = np.array([((x[i] - r * lengths[i]) / (1 - lengths[i] / total)) ** 2 for i in range(n)])
    v, (l2, l3, l4) = u.sum(), ((lengths**k).sum() for k in (2, 3, 4))
    phi = max(0, (v - a) / (r * r * l2))
    df1 = total**2 / l2 - 1
    df2 = 2 / max((u**2).sum() / v**2 - 1 / n, 1e-9)
    df3 = (a + phi * r**2 * l2) ** 2 / (r**2 * l2 + 2 * phi * r**3 * l3 + phi**2 * r**4 * l4) - 1
    return max(v / (a + 0.5) ** 2, 1 / (a + 0.5)), max(1, min(df1, df2, df3))


def test_two_documents_worked_by_hand() -> None:
    got = uncertainty.rates(sp.csr_matrix([[1], [3]]), [10, 10])
    assert (got.count[0], got.n_tokens, got.n_eff, got.group_size) == (4, 20, 2, 2)
    assert got.log_rate[0] == pytest.approx(np.log(4.5 / 20))
    # residuals -1 and 1, leverage 1/2 each: (1 + 1) / .5^2 = 8
    assert got.variance[0] == pytest.approx(8 / 4.5**2)
    assert got.df[0] == 1


def test_the_sparse_formula_equals_the_dense_one() -> None:
    lengths = np.round(400 * np.exp(np.random.default_rng(1).normal(0, 1, 25))) + 5
    x = bursty(2, lengths, mean=0.004, n_terms=60)
    x = x[:, x.sum(axis=0) > 0]
    got = uncertainty.rates(sp.csr_matrix(x), lengths)
    want = np.array([dense_rates(column, lengths) for column in x.T])
    np.testing.assert_allclose(got.variance, want[:, 0], rtol=1e-10)
    np.testing.assert_allclose(got.df, want[:, 1], rtol=1e-10)


def test_the_variance_is_never_below_poisson() -> None:
    even = sp.csr_matrix(np.full((20, 1), 3))
    assert uncertainty.rates(even, np.full(20, 100)).variance[0] == pytest.approx(1 / 60.5)


@pytest.mark.parametrize("sizes", [(15, 15), (5, 40)])
def test_two_groups_alike_differ_significantly_in_about_one_term_in_twenty_or_less(
    sizes: tuple[int, int],
) -> None:
    rng = np.random.default_rng(7)
    a, b = (
        uncertainty.rates(sp.csr_matrix(bursty(seed, lengths, mean=0.003, n_terms=1500)), lengths)
        for seed, n in enumerate(sizes)
        for lengths in [np.round(400 * np.exp(rng.normal(0, 0.8, n))) + 5]
    )
    p = uncertainty.compare_rates(a, b).p
    assert 0.005 < np.mean(p[~np.isnan(p)] < 0.05) < 0.07


def test_intervals_of_a_rate_hold_the_truth_in_about_nineteen_of_twenty_terms() -> None:
    lengths = np.full(30, 400)
    x = sp.csr_matrix(bursty(3, lengths, mean=0.005, n_terms=2000))
    low, high, reason = uncertainty.rate_intervals(uncertainty.rates(x, lengths))
    missed = (low > 0.005) | (high < 0.005)
    assert 0.02 < missed[reason == ""].mean() < 0.08


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 10_000))
def test_p_is_below_five_percent_exactly_where_the_interval_leaves_out_zero(seed: int) -> None:
    lengths = np.random.default_rng(seed).integers(50, 500, 20)
    sides = [bursty(seed + i, lengths, mean=m, n_terms=20) for i, m in ((0, 0.01), (1, 0.03))]
    a, b = (uncertainty.rates(sp.csr_matrix(side), lengths) for side in sides)
    got = uncertainty.compare_rates(a, b)
    measured = got.reason == ""
    outside = (got.low > 0) | (got.high < 0)
    np.testing.assert_array_equal((got.p < 0.05)[measured], outside[measured])


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 10_000))
def test_order_of_documents_and_empty_documents_change_nothing(seed: int) -> None:
    rng = np.random.default_rng(seed)
    lengths = rng.integers(20, 400, 12)
    x = bursty(seed, lengths, mean=0.01, n_terms=15)
    order = rng.permutation(13)
    fuller, longer = np.vstack([x, np.zeros((1, 15), int)])[order], np.append(lengths, 0)[order]
    one, two = (
        uncertainty.rates(sp.csr_matrix(x), lengths),
        uncertainty.rates(sp.csr_matrix(fuller), longer),
    )
    np.testing.assert_array_equal(one.count, two.count)
    np.testing.assert_allclose(one.variance, two.variance)
    np.testing.assert_allclose(one.df, two.df)


@pytest.mark.parametrize(
    ("x", "lengths", "reason"),
    [
        ([3, 4, 2, 5], [100] * 4, "fewer than 5 documents"),
        ([9, 1, 1, 1, 1], [1000, 10, 10, 10, 10], "documents of too unequal length"),
        ([9, 1, 1, 1, 0], [100] * 5, "in fewer than 5 documents"),
        ([900, 1, 1, 1, 1], [100_000] * 5, "too wide to say"),
        ([5], [10], "fewer than 5 documents"),  # one unit with all tokens: no division by zero
        ([0, 0, 0, 0, 0], [0] * 5, "fewer than 5 documents"),
    ],
)
@pytest.mark.filterwarnings("error")
def test_what_cannot_be_measured_says_why(x: list[int], lengths: list[int], reason: str) -> None:
    estimate = uncertainty.rates(sp.csr_matrix(np.array(x)[:, None]), lengths)
    low, high, why = uncertainty.rate_intervals(estimate)
    assert why[0] == reason
    assert np.isnan([low[0], high[0]]).all()


def test_a_term_on_one_side_only_keeps_the_near_end_of_its_interval() -> None:
    x = sp.csr_matrix(np.array([[5], [6], [7], [5], [6], [7], [6], [6], [5], [7]]))
    none = sp.csr_matrix((10, 1), dtype=np.int64)
    got = uncertainty.compare_rates(
        uncertainty.rates(x, np.full(10, 1000)), uncertainty.rates(none, np.full(10, 1000))
    )
    assert np.exp(got.low[0]) > 4.9
    assert got.reason[0] == ""


def test_reasons_name_the_unit_that_was_counted() -> None:
    estimate = uncertainty.rates(sp.csr_matrix([[1], [1]]), [10, 10])
    assert uncertainty.rate_intervals(estimate, unit="sentence").reason == [
        "fewer than 5 sentences"
    ]


def test_the_share_of_false_findings_equals_scipys_and_passes_nan_through() -> None:
    p = np.random.default_rng(0).uniform(size=200) ** 2
    q = uncertainty.benjamini_hochberg(np.insert(p, 50, np.nan))
    assert np.isnan(q[50])
    np.testing.assert_allclose(np.delete(q, 50), stats.false_discovery_control(p))


def test_the_clearest_have_the_q_that_all_together_would_give_them() -> None:
    p = np.random.default_rng(0).uniform(size=200) ** 3
    q = uncertainty.benjamini_hochberg(p)
    clear = p < 0.05
    some = uncertainty.benjamini_hochberg(p[clear], n_all=200)
    assert 5 < (q < 0.05).sum() < clear.sum()
    np.testing.assert_array_equal(some < 0.05, q[clear] < 0.05)
    np.testing.assert_array_equal(some[some < 0.05], q[q < 0.05])


def test_benjamini_and_hochbergs_own_example_keeps_its_first_four() -> None:
    # Benjamini & Hochberg (1995), their worked example: 15 p, of which four are rejected at .05
    printed = "1 4 19 95 201 278 298 344 459 3240 4262 5719 6528 7590 10000"
    q = uncertainty.benjamini_hochberg([int(p) / 10_000 for p in printed.split()])
    assert (q < 0.05).tolist() == [True] * 4 + [False] * 11
    # statsmodels 0.15.0: multipletests(p, method="fdr_bh")[1], its first six
    np.testing.assert_allclose(
        q[:6], [0.0015, 0.003, 0.0095, 0.035625, 0.0603, 0.063857], atol=5e-7
    )


def test_wilson_gives_newcombes_printed_intervals() -> None:
    # Newcombe (1998), the score method without continuity correction
    low, high = uncertainty.wilson([81, 15, 0, 1], [263, 148, 20, 29])
    np.testing.assert_allclose(low, [0.2553, 0.0624, 0, 0.0061], atol=5e-5)
    np.testing.assert_allclose(high, [0.3662, 0.1605, 0.1611, 0.1718], atol=5e-5)


def test_wilson_equals_scipys() -> None:
    k, n = np.array([0, 1, 7, 10]), np.array([10, 10, 12, 10])
    want = [stats.binomtest(a, b).proportion_ci(method="wilson") for a, b in zip(k, n, strict=True)]
    np.testing.assert_allclose(
        np.transpose(uncertainty.wilson(k, n)), [(w.low, w.high) for w in want], atol=1e-12
    )


@pytest.mark.filterwarnings("error")
def test_a_share_of_nothing_is_not_measured() -> None:
    assert np.isnan(uncertainty.wilson([0], [0])).all()


def test_a_mean_has_students_interval_over_the_values_that_are_there() -> None:
    values = [0.1, -0.4, 0.3, np.nan, 0.2, 0.0, -0.1]
    got = uncertainty.mean_interval(values)
    want = stats.ttest_1samp(values, 0, nan_policy="omit").confidence_interval(0.95)
    assert (got.n, got.mean) == (6, pytest.approx(np.nanmean(values)))
    assert (got.low, got.high) == pytest.approx((want.low, want.high))


@pytest.mark.filterwarnings("error")
@pytest.mark.parametrize("values", [[], [0.5], [0.1, 0.2, 0.3, 0.4]])
def test_a_mean_of_fewer_than_five_has_no_interval(values: list[float]) -> None:
    got = uncertainty.mean_interval(values)
    assert np.isnan([got.low, got.high]).all()
    assert np.isnan(got.mean) == (not values)


def test_shown_intervals_widen_with_what_was_not_shown() -> None:
    assert uncertainty.adjusted_level(10, 1000) == pytest.approx(0.9995)
    assert uncertainty.adjusted_level(10, 10) == 0.95
    assert uncertainty.adjusted_level(0, 0) == 0.95


def test_a_slope_is_the_poisson_maximum_likelihood() -> None:
    rng = np.random.default_rng(4)
    times, tokens = np.arange(12.0), rng.integers(500, 5000, 12)
    counts = rng.poisson(0.02 * tokens * np.exp(0.1 * times))

    def cost(theta: NDArray[np.float64]) -> float:
        eta = np.log(tokens) + theta[0] + theta[1] * (times - times.mean())
        return (np.exp(eta) - counts * eta).sum()

    want = optimize.minimize(cost, [-4, 0], method="Nelder-Mead", options={"xatol": 1e-9}).x[1]
    got = uncertainty.slope(counts[:, None], tokens, times=times)
    assert np.log(got.ratio[0]) == pytest.approx(want, abs=1e-4)


def test_a_slope_equals_statsmodels_poisson_regression() -> None:
    # statsmodels 0.15.0: GLM(y, add_constant(t), family=Poisson(), offset=log(n)).fit().params[1]
    hits = np.array([[3, 5, 4, 8, 7, 12, 9, 15]]).T
    lengths = [1000, 1200, 900, 1500, 1100, 1400, 1000, 1300]
    got = uncertainty.slope(hits, lengths, times=np.arange(8))
    assert got.ratio[0] == pytest.approx(1.2013347554804052, rel=1e-9)


def test_a_constant_rate_has_a_false_slope_in_about_one_term_in_twenty() -> None:
    rng = np.random.default_rng(5)
    shocks = np.exp(rng.normal(0, 0.3, (12, 2000)))
    got = uncertainty.slope(rng.poisson(20 * shocks), np.full(12, 1000), times=np.arange(12))
    assert 0.02 < np.mean(got.p < 0.05) < 0.08


def test_the_unit_of_time_only_changes_what_a_ratio_is_per() -> None:
    counts = np.random.default_rng(6).poisson(30 * 1.1 ** np.arange(10))[:, None]
    tokens = np.full(10, 1000)
    by_year = uncertainty.slope(counts, tokens, times=np.arange(10))
    by_month = uncertainty.slope(counts, tokens, times=12 * np.arange(10))
    np.testing.assert_allclose(by_month.high**12, by_year.high)
    np.testing.assert_allclose(by_month.p, by_year.p)


@pytest.mark.filterwarnings("error")
@pytest.mark.parametrize(
    ("counts", "reason"),
    [
        ([5] * 7 + [0], ""),
        ([40] + [0] * 7, "too wide to say"),
        ([0] * 8, "no hits"),
        ([5] * 7, "fewer than 8 periods with text"),
    ],
)
def test_a_slope_that_cannot_be_measured_says_why(counts: list[int], reason: str) -> None:
    n = len(counts)
    got = uncertainty.slope(np.array(counts)[:, None], np.full(n, 1000), times=np.arange(n))
    assert got.reason[0] == reason
    assert np.isnan(got.ratio[0]) == bool(reason)


def test_a_period_without_text_is_no_period_without_hits() -> None:
    counts, tokens = np.full((9, 1), 10), np.full(9, 1000)
    counts[4], tokens[4] = 0, 0
    assert uncertainty.slope(counts, tokens, times=np.arange(9)).ratio[0] == pytest.approx(1)


def test_equal_texts_have_the_interval_of_chance_alone() -> None:
    counts = sp.csr_matrix(np.tile([2, 1, 3], (25, 1)))
    estimate = uncertainty.rates(counts, np.full(25, 6))
    low, high, reason = uncertainty.rate_intervals(estimate)
    assert set(reason) == {""}
    np.testing.assert_allclose(estimate.df, 24.0)
    half = stats.t.ppf(0.975, 24) / np.sqrt(estimate.count + 0.5)
    np.testing.assert_allclose(np.log(high / low) / 2, half)
