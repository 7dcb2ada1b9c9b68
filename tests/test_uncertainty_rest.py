"""Rates of all units but a few, taken from sums: the same as going through those units."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
import scipy.sparse as sp
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis import keyness, terms, uncertainty
from analysis.uncertainty.moments import moments


def made(seed: int, n: int = 3000) -> tuple[sp.csr_matrix, np.ndarray, np.ndarray]:
    """Counts of 30 terms, rare to common, in texts of unequal length, and which texts to leave."""
    rng = np.random.default_rng(seed)
    lengths = np.minimum(rng.lognormal(5, 0.6, n), 800).astype(np.int64) * (rng.random(n) > 0.01)
    rates = np.geomspace(1e-6, 0.2, 30) * rng.gamma(2, 0.5, (n, 30))
    return sp.csr_matrix(rng.poisson(lengths[:, None] * rates)), lengths, rng.random(n) < 0.1


@settings(max_examples=15)
@given(st.integers(0, 10_000))
def test_what_is_left_has_the_rates_that_its_units_have(seed: int) -> None:
    counts, lengths, part = made(seed)
    everything = uncertainty.sums(counts, lengths)
    own = uncertainty.sums(counts[part], lengths[part], scale=everything.scale)
    assert uncertainty.can_leave(everything, own)
    got = uncertainty.rates_without(everything, own)
    want = uncertainty.rates(counts[~part], lengths[~part])
    for name, value in vars(want).items():
        np.testing.assert_allclose(getattr(got, name), value, rtol=1e-9, err_msg=name)


def test_moments_are_those_of_the_table_written_out() -> None:
    counts, lengths, _ = made(3, n=50)
    dense, share = counts.toarray(), lengths / lengths.sum()
    got = moments(counts, [[share, share**2], [np.ones(50)], [share]])
    want = [[share @ dense, share**2 @ dense], [np.ones(50) @ dense**2], [share @ dense**3]]
    for mine, theirs in zip(got, want, strict=True):
        np.testing.assert_allclose(mine, theirs, rtol=1e-12)


def test_terms_left_aside_have_no_p_below_the_level_and_all_measured_are_counted() -> None:
    counts, lengths, part = made(1)
    a, b = (uncertainty.rates(counts[rows], lengths[rows]) for rows in (part, ~part))
    measured, likely = uncertainty.may_differ(a, b)
    p = uncertainty.compare_rates(a, b).p
    np.testing.assert_array_equal(measured, ~np.isnan(p))
    assert (p[measured & ~likely] >= 0.05).all()
    assert likely.sum() < measured.sum()
    np.testing.assert_array_equal(
        uncertainty.compare_rates(a.of(likely), b.of(likely)).p, p[likely]
    )


def test_a_long_unit_or_none_left_is_not_taken_from_sums() -> None:
    counts, lengths, part = made(0)
    long = np.where(np.arange(len(lengths)) == 5, lengths.sum() // 100, lengths)
    everything = uncertainty.sums(counts, long)
    own = uncertainty.sums(counts[part], long[part], scale=everything.scale)
    assert not uncertainty.can_leave(everything, own)
    assert not uncertainty.can_leave(everything, everything)


@pytest.mark.parametrize("unit", ["document", "sentence"])
def test_groups_have_the_numbers_of_a_comparison_by_sums_and_without(unit: str) -> None:
    rng = np.random.default_rng(1)
    words = np.array([f"w{i:02}" for i in range(40)])
    weights = np.geomspace(1, 0.02, 40) / np.geomspace(1, 0.02, 40).sum()
    texts = [f"{' '.join(rng.choice(words, 30, p=weights))}. Rain." for _ in range(2000)]
    docs = pd.DataFrame({"doc_id": [f"d{i}" for i in range(2000)], "text": texts})
    docs = docs.assign(source=np.array(["A", "B", "C"])[np.arange(2000) % 3], language="en")
    docs["text"] += np.where(docs["source"] == "B", " w39 w39", "")
    dtm = terms.count(docs, unit=unit)
    got = keyness.groups(dtm, docs).query("group == 'B'").set_index("term")
    of_row = docs.set_index("doc_id")["source"].reindex(dtm.units["doc_id"])
    want = keyness.compare(dtm, of_row.to_numpy() == "B").set_index("term").loc[got.index]
    assert "w39" in got.index
    for name in ("log_ratio", "p", "g2", "lrc", "error", "df", "count_other", "docs_other"):
        np.testing.assert_allclose(got[name], want[name], rtol=1e-9, err_msg=name)
