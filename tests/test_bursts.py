from __future__ import annotations

import itertools
import json
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
import scipy.sparse as sp
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import sparse

from analysis import frequency, periods, terms
from analysis.errors import UsageError
from analysis.frequency import alike, automaton, chance, course, group_surges
from analysis.terms.matrix import indicator

SHARED = Path(__file__).parents[2] / "shared"


def one_column(relevant: list[int], volume: list[int]) -> tuple[np.ndarray, np.ndarray]:
    return np.array(relevant, float)[:, None], np.array(volume, float)


def test_gains_of_a_tiny_sequence_worked_by_hand() -> None:
    # base rate 5/20 = 1/4, burst rate 1/2: a hit gains ln 2, a miss ln(1/2 / 3/4) = ln(2/3)
    gain = automaton.gains(*one_column([0, 4, 1, 0], [5, 5, 5, 5]), base=np.array([0.25]))
    expected = [5 * np.log(2 / 3), 4 * np.log(2) + np.log(2 / 3), np.log(2) + 4 * np.log(2 / 3)]
    np.testing.assert_allclose(gain[:3, 0], expected)


def test_the_burst_of_that_sequence_is_its_second_period() -> None:
    gain = automaton.gains(*one_column([0, 4, 1, 0], [5, 5, 5, 5]), base=np.array([0.25]))
    found = automaton.runs(gain)  # entering costs ln 4 = 1.386, the period gains 2.367
    assert (found.first.tolist(), found.last.tolist()) == ([1], [1])
    assert found.weight[0] == pytest.approx(4 * np.log(2) + np.log(2 / 3))


def cost(gain: np.ndarray, states: tuple[int, ...]) -> float:
    """Cost of a sequence over that of staying at base, straight from Kleinberg's definition."""
    entries = sum(now > before for before, now in itertools.pairwise((0, *states)))
    return entries * np.log(len(gain)) - sum(g for g, s in zip(gain, states, strict=True) if s)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 6), st.integers(0, 6)), min_size=2, max_size=9))
def test_the_dynamic_programme_finds_what_trying_all_sequences_finds(
    cells: list[tuple[int, int]],
) -> None:
    relevant, volume = one_column([r for r, _ in cells], [r + other for r, other in cells])
    base = np.array([max(relevant.sum(), 0.5) / max(2.5 * volume.sum(), 2)])
    gain = automaton.gains(relevant, volume, base=base)
    state = automaton.states(gain)[:, 0]
    best = min(cost(gain[:, 0], s) for s in itertools.product((0, 1), repeat=len(cells)))
    assert cost(gain[:, 0], tuple(state.astype(int))) == pytest.approx(best, abs=1e-9)


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 10**6), st.integers(2, 40))
def test_a_column_is_passed_over_where_it_has_no_burst_and_only_there(
    seed: int, n_periods: int
) -> None:
    rng = np.random.default_rng(seed)
    volume = rng.integers(1, 9, n_periods).astype(float)
    share = rng.uniform(0, 0.3, (n_periods, 7)) * rng.integers(0, 2, (n_periods, 7))
    relevant = rng.binomial(volume.astype(int)[:, None], share)
    base = rng.uniform(0.01, 0.4, 7)
    found = automaton.may_burst(sp.csc_matrix(relevant), volume, base=base)
    gain = automaton.gains(relevant.astype(float), volume, base=base)
    stretches = itertools.combinations(range(n_periods + 1), 2)
    best = np.max([gain[i:j].sum(axis=0) for i, j in stretches], axis=0)
    tied = np.abs(best - automaton.entry(n_periods)) < 0.002
    assert (found | tied).tolist() == (automaton.states(gain).any(axis=0) | tied).tolist()
    assert (found >= automaton.states(gain).any(axis=0)).all()


def test_a_rate_that_cannot_double_has_no_burst() -> None:
    relevant, volume = one_column([5, 5, 4, 5], [5, 5, 5, 5])
    assert not automaton.states(automaton.gains(relevant, volume, base=np.array([0.95]))).any()


def planted(n_days: int = 200, *, burst: tuple[int, int] = (90, 97), seed: int = 0) -> tuple:
    """Ten documents a day; one word in 4% of them, in half of them during the burst."""
    rng = np.random.default_rng(seed)
    day = np.repeat(np.arange(n_days), 10)
    share = np.where((day >= burst[0]) & (day <= burst[1]), 0.5, 0.04)
    words = np.stack([rng.random(len(day)) < share, *(rng.random((40, len(day))) < 0.1)]).T
    return matrix(words, ["up", *(f"w{i:02}" for i in range(40))]), pd.Series(
        pd.Timestamp("2023-01-01") + pd.to_timedelta(day, unit="D")
    )


def matrix(held: np.ndarray, vocabulary: list[str]) -> terms.DocumentTermMatrix:
    """A matrix straight from its cells, columns in code-point order."""
    small = terms.count(["a"], words="word")
    ids = [f"d{i:05}" for i in range(len(held))]
    units = pd.DataFrame({"unit_id": ids, "doc_id": ids, "n_tokens": 100})
    order = np.argsort(vocabulary)
    counts = sparse.csr_matrix(held.astype(np.int64)[:, order])
    return replace(small, counts=counts, units=units, vocabulary=np.array(vocabulary)[order])


def test_a_planted_burst_is_found_alone_with_its_days() -> None:
    got = frequency.bursts(*planted())
    assert got["term"].tolist() == ["up"]
    assert abs((got["start"][0] - pd.Timestamp("2023-04-01")).days) <= 1
    assert abs((got["end"][0] - pd.Timestamp("2023-04-08")).days) <= 1
    assert got.loc[0, "times"] > 5
    assert got.loc[0, "n_docs"] > got.loc[0, "n_docs_all"] * 0.3


def test_permuted_dates_show_no_burst() -> None:
    dtm, dates = planted()
    rng = np.random.default_rng(3)
    shown = [
        len(frequency.bursts(dtm, dates.iloc[rng.permutation(len(dates))], width="week"))
        for _ in range(10)
    ]
    assert sum(n > 0 for n in shown) <= 2


def test_a_day_with_more_documents_of_all_kinds_is_no_burst() -> None:
    rng = np.random.default_rng(4)
    day = np.repeat(np.arange(100), np.where(np.arange(100) == 50, 200, 5))
    held = rng.random((len(day), 30)) < 0.1
    dates = pd.Series(pd.Timestamp("2023-01-01") + pd.to_timedelta(day, unit="D"))
    assert frequency.bursts(matrix(held, [f"w{i:02}" for i in range(30)]), dates).empty


def test_a_steady_rise_and_a_season_are_no_bursts() -> None:
    rng = np.random.default_rng(5)
    day = np.repeat(np.arange(1000), 10)
    rise = rng.random(len(day)) < 0.02 + 0.1 * day / 1000
    season = rng.random(len(day)) < 0.06 * (1 + 0.5 * np.sin(2 * np.pi * day / 365))
    dates = pd.Series(pd.Timestamp("2020-01-01") + pd.to_timedelta(day, unit="D"))
    assert frequency.bursts(matrix(np.stack([rise, season]).T, ["rise", "season"]), dates).empty


def test_the_same_seed_gives_the_same_and_the_order_of_documents_changes_nothing() -> None:
    dtm, dates = planted()
    order = np.random.default_rng(6).permutation(len(dates))
    other = replace(dtm, counts=dtm.counts[order], units=dtm.units.iloc[order])
    one = frequency.bursts(dtm, dates)
    pd.testing.assert_frame_equal(one, frequency.bursts(dtm, dates))
    pd.testing.assert_frame_equal(one, frequency.bursts(other, dates.iloc[order]))


def test_the_tail_of_p_falls_by_e_for_each_unit_of_strength() -> None:
    band = chance.Band(np.zeros((1, 199)), entry=5.0)
    p = chance.p_values(np.array([5.0, 6.0, 8.0]), np.zeros(3, int), band)
    np.testing.assert_allclose(p, [1 / 200, np.exp(-1) / 200, np.exp(-3) / 200])


def test_a_weaker_burst_of_a_term_takes_the_q_of_the_next_p_above() -> None:
    got = chance.q_values(np.array([0.001, 0.2, 0.01]), np.array([0, 0, 1]), 4)
    np.testing.assert_allclose(got, [0.004, 1.0, 0.02])


@pytest.mark.parametrize("dates", [[pd.NaT] * 8, ["2023-01-01"] * 8])
def test_without_dates_or_with_one_period_there_is_no_burst(dates: list) -> None:
    dtm = terms.count(["up and down"] * 8, words="word")
    assert frequency.bursts(dtm, pd.Series(pd.to_datetime(dates))).empty
    assert frequency.bursts(dtm, pd.Series(pd.to_datetime(dates)), width="").empty


def test_dates_of_another_number_are_refused() -> None:
    with pytest.raises(UsageError, match="3 for 8 rows"):
        frequency.bursts(
            terms.count(["up down"] * 8), pd.Series(pd.to_datetime(["2023-01-01"] * 3))
        )


def subjects(share: np.ndarray, *, seed: int = 0, each: int = 10) -> tuple:
    """Some documents a day of four subjects, each of twelve words; the first in `share` of them."""
    rng = np.random.default_rng(seed)
    day = np.repeat(np.arange(len(share)), each)
    topic = np.where(rng.random(len(day)) < share[day], 0, rng.integers(1, 4, len(day)))
    own = np.repeat(np.arange(4), 12) == topic[:, None]
    held = rng.random((len(day), 48)) < np.where(own, 0.4, 0.02)
    names = [f"{subject}{i:02}" for subject in ("army", "bank", "cup", "dam") for i in range(12)]
    dates = pd.Series(pd.Timestamp("2020-01-01") + pd.to_timedelta(day, unit="D"))
    return matrix(held, names), dates


def bursting(n_days: int = 400) -> np.ndarray:
    share = np.full(n_days, 0.12)
    share[200:212] = 0.28
    return share


def test_texts_alike_burst_where_no_word_of_theirs_is_seen_to() -> None:
    dtm, dates = subjects(bursting(), seed=1)
    assert frequency.bursts(dtm, dates).empty
    got = frequency.group_bursts(dtm, dates)
    (words,) = got["words"]
    assert all(word.startswith("army") for word in words)
    assert got["term"].tolist() == words[:1]
    assert abs((got["start"][0] - pd.Timestamp("2020-07-19")).days) <= 4
    assert abs((got["end"][0] - pd.Timestamp("2020-07-30")).days) <= 4
    assert 2 < got["times"][0] < 4


@pytest.mark.parametrize(("odds", "n"), [((2.0,), 0), ((2.0, 4.0), 1)])
def test_a_short_steep_burst_of_texts_alike_is_seen_by_the_larger_odds(
    odds: tuple, n: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    share = np.full(400, 0.12)
    share[200:203] = 0.7
    monkeypatch.setattr(group_surges, "ODDS", odds)
    assert len(frequency.group_bursts(*subjects(share, seed=2))) == n


def test_a_burst_of_texts_alike_is_named_by_their_words_and_not_by_those_of_other_texts() -> None:
    dtm, dates = subjects(bursting(), seed=1)
    army = np.char.startswith(dtm.vocabulary, "army")
    others = dtm.counts[:, np.flatnonzero(army)].sum(axis=1) <= 1
    then = dates.between("2020-07-19", "2020-07-30").to_numpy()
    snow = sparse.csr_matrix((np.asarray(others).ravel() & then).astype(np.int64)[:, None])
    words = np.append(dtm.vocabulary, "snow")
    with_snow = replace(dtm, counts=sparse.hstack([dtm.counts, snow]).tocsr(), vocabulary=words)
    named = frequency.group_bursts(with_snow, dates)["words"].tolist()
    assert [word for word in named[0] if not word.startswith("army")] == []


def test_documents_lie_as_the_exact_singular_vectors_lay_them() -> None:
    weights = sparse.random(60, 40, 0.2, random_state=1, format="csr")
    left, strength, _ = np.linalg.svd(weights.toarray())
    exact = left[:, :4] * strength[:4]
    exact /= np.linalg.norm(exact, axis=1, keepdims=True)
    place = alike._places(weights, 4)
    np.testing.assert_allclose(place @ place.T, exact @ exact.T, atol=1e-7)


@pytest.mark.parametrize("seed", [1, 2])
def test_groups_do_not_hang_on_the_seed(seed: int) -> None:
    dtm, _ = subjects(bursting())
    one, other = (alike.groups(dtm, 6, random_state=state) for state in (0, seed))
    both = alike.members(one, 6).T @ alike.members(other, 6)
    assert both.max(axis=1).sum() >= 0.9 * len(one)


@pytest.mark.filterwarnings("error")
def test_texts_that_are_all_the_same_are_one_group() -> None:
    held = np.zeros((100, 12), bool)
    held[:45] = True
    code = alike.groups(matrix(held, [f"w{i:02}" for i in range(12)]), 4, random_state=0)
    assert code.tolist() == [0] * 45 + [-1] * 55


def test_a_document_of_no_group_is_in_none() -> None:
    assert alike.members(np.array([1, -1, 0]), 2).toarray().tolist() == [[0, 1], [0, 0], [1, 0]]


def test_permuted_dates_show_no_burst_of_texts_alike() -> None:
    dtm, dates = subjects(bursting())
    rng = np.random.default_rng(3)
    orders = [dates.iloc[rng.permutation(len(dates))] for _ in range(5)]
    assert sum(len(frequency.group_bursts(dtm, order, draws=99)) > 0 for order in orders) <= 1


def test_a_steady_rise_and_a_season_are_no_bursts_of_texts_alike() -> None:
    day = np.arange(1000)
    season = 0.15 * (1 + 0.5 * np.sin(2 * np.pi * day / 365.25))
    for share in (0.05 + 0.3 * day / 1000, season):
        assert frequency.group_bursts(*subjects(share, each=6), draws=99).empty


def test_the_order_of_documents_changes_no_burst_of_texts_alike() -> None:
    dtm, dates = subjects(bursting(), seed=1)
    order = np.random.default_rng(6).permutation(len(dates))
    other = replace(dtm, counts=dtm.counts[order], units=dtm.units.iloc[order])
    one = frequency.group_bursts(dtm, dates)
    assert len(one) == 1
    pd.testing.assert_frame_equal(one, frequency.group_bursts(other, dates.iloc[order]))


@pytest.mark.parametrize(("n", "width"), [(40, "day"), (4000, ""), (4000, "year")])
def test_few_texts_or_few_periods_have_no_burst_of_texts_alike(n: int, width: str) -> None:
    dtm, dates = subjects(bursting())
    few = dtm.rows(np.arange(len(dates)) < n)
    assert frequency.group_bursts(few, dates.head(n), width=width).empty


@pytest.mark.parametrize(("scaling", "share"), [(2, 2 / 3), (4, 4 / 5)])
def test_odds_of_a_half_doubled_are_two_in_three(scaling: float, share: float) -> None:
    gain = automaton.odds_gains(*one_column([3], [4]), base=np.array([[0.5]]), scaling=scaling)
    assert gain[0, 0] == pytest.approx(3 * np.log(2 * share) + np.log(2 * (1 - share)))


def test_of_bursts_of_a_group_that_overlap_the_strongest_is_kept() -> None:
    rows = [("a", 0, 1, 4, 5.0), ("b", 0, 3, 9, 9.0), ("c", 1, 3, 9, 2.0), ("d", 0, 10, 12, 1.0)]
    found = pd.DataFrame(rows, columns=["name", "column", "first", "last", "weight"])
    assert group_surges._once(found)["name"].tolist() == ["b", "c", "d"]


def test_a_clear_burst_is_left_out_of_the_time_that_shows_the_usual_course() -> None:
    volume, share = np.full(500, 20.0), np.full(500, 0.1)
    share[200:240] = 0.6
    relevant = np.round(np.stack([volume * share, volume * (1 - share) / 2], axis=1))
    usual = group_surges._usual(relevant, volume, course.waves(pd.date_range("2020", periods=500)))
    assert np.flatnonzero(~usual.calm).tolist() == list(range(200, 240))
    np.testing.assert_allclose(usual.course(relevant), [[0.1, 0.45]] * 500, atol=1e-3)


def test_what_stands_out_for_longer_than_a_tenth_of_the_time_is_left_in() -> None:
    volume, share = np.full(500, 40.0), np.full(500, 0.1)
    share[200:290] = 0.6
    waves = course.waves(pd.date_range("2020", periods=500))
    usual = group_surges._usual(np.round(volume * share)[:, None], volume, waves)
    assert usual.calm[360:430].all()  # where a course bent so much comes down too low
    assert not usual.calm[200:209].any()


@pytest.mark.slow
@pytest.mark.skipif(not SHARED.is_dir(), reason="the generator lies beside the repository")
def test_planted_bursts_of_topics_in_generated_news_are_found(tmp_path: Path) -> None:
    out = tmp_path / "news.jsonl"
    maker = [sys.executable, str(SHARED / "data" / "make_big.py"), str(out), "--workers", "1"]
    subprocess.run(
        [*maker, "--docs", "20000", "--words", "60", "--seed", "3"], check=True, capture_output=True
    )
    rows = pd.read_json(out, lines=True, dtype=False)
    truth = json.loads(out.with_suffix(".jsonl.truth.json").read_text())["bursts"]
    names = sorted(rows["topic"].unique())
    codes = pd.Index(names).get_indexer(rows["topic"])
    dtm = matrix(indicator(codes, len(names)).T.toarray() > 0, names)
    dates = pd.to_datetime(rows["date"], utc=True).dt.tz_localize(None)
    got = frequency.bursts(dtm, dates, width="week")
    for burst in truth:
        own = got[got["term"] == burst["topic"]]
        begun = own["start"] <= pd.Timestamp(burst["end_date"])
        assert (
            begun & (own["end"] >= pd.Timestamp(burst["start_date"]) - pd.Timedelta(6, "D"))
        ).any()


def test_the_finest_width_with_documents_in_eight_periods_is_taken() -> None:
    days = pd.Series(pd.date_range("2023-01-01", periods=30, freq="D")).astype("datetime64[us]")
    docs = pd.DataFrame({"date": days, "date_precision": "day"})
    assert periods.for_bursts(docs) == "day"
    assert periods.for_bursts(docs.assign(date_precision="year")) == ""
    assert periods.for_bursts(docs.head(0)) == ""
