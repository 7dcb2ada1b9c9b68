"""What topics are used for: change, company, a tree of mergers, a map, a term looked up."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.sparse import csr_matrix
from scipy.spatial.distance import jensenshannon
from scipy.stats import fisher_exact, hypergeom
from test_topics import documents, planted

from analysis import terms, topics
from analysis.errors import UsageError
from analysis.findings import topic_use
from analysis.schema.topic_use import TOPIC_MAP, TOPIC_PAIRS, TOPIC_TREE
from analysis.topics import change, lookup, plane, together, tree

WORDS = np.array([[0.5, 0.4, 0.0], [0.5, 0.4, 0.1], [0.0, 0.2, 0.9]])
PRIOR = np.array([0.5, 0.3, 0.2])
NEWS = 300


def dated(shares: list[float], source: list[str] | None = None) -> pd.DataFrame:
    """Write 30 texts a year of which so many are of the first of three subjects."""
    texts, _ = planted(NEWS * 3, 3)
    own = [texts[i::3] for i in range(3)]
    topic = [0 if i < round(30 * share) else 1 + i % 2 for share in shares for i in range(30)]
    chosen = [own[t][i % NEWS] for i, t in enumerate(topic)]
    years = [f"{2000 + i}-06-01" for i in range(len(shares)) for _ in range(30)]
    names = source or ["A"] * len(chosen)
    dates = pd.Series(pd.to_datetime(years)).astype("datetime64[us]")
    docs = documents(chosen, date=dates, date_precision="day", source=names)
    return docs.assign(doc_id=[f"d{i:03d}" for i in range(len(docs))])


def fitted(docs: pd.DataFrame, k: int = 3, **how: object) -> topics.TopicModel:
    return topics.fit(terms.count(docs, **how), n_topics=k)


def number_of(model: topics.TopicModel, subject: int) -> int:
    """Find the topic of a planted subject."""
    held = model.terms["term"].str.startswith(f"subject{subject}")
    return int(model.terms[held]["topic"].mode().iloc[0])


@pytest.fixture(scope="module")
def rising() -> tuple[topics.TopicModel, pd.DataFrame]:
    docs = dated([0.05 * 1.2**i for i in range(12)])
    return fitted(docs), docs


@pytest.fixture(scope="module")
def five() -> tuple[topics.TopicModel, terms.DocumentTermMatrix]:
    dtm = terms.count(documents(planted(100, 5)[0]))
    return topics.fit(dtm, n_topics=5), dtm


# --- change --------------------------------------------------------------------------------------


def test_a_topic_planted_to_grow_by_a_fifth_a_year_rises_by_a_fifth(rising) -> None:
    model, docs = rising
    found = change.trends(model, docs, width="year").set_index("topic").loc[number_of(model, 0)]
    assert found["ratio"] == pytest.approx(1.2, abs=0.03)
    assert found["low"] > 1
    assert found["direction"] == "rising"
    assert max(found["q"], found["mk_p"]) < 0.01


def test_slopes_are_those_of_a_poisson_regression_with_the_units_as_exposure(rising) -> None:
    model, docs = rising
    found = change.trends(model, docs, width="year").set_index("topic")["ratio"]
    year = docs["date"].dt.year.to_numpy() - 2000
    for topic, ratio in found.items():
        hits = np.bincount(year[model.documents["topic"] == topic], minlength=12)
        when = np.arange(12)
        fit = hits.sum() * 30 * ratio**when / (30 * ratio**when).sum()
        assert (when * (hits - fit)).sum() == pytest.approx(0, abs=1e-6)  # its score equation


def test_q_is_over_all_topics(rising) -> None:
    found = change.trends(*rising, width="year").sort_values("p")
    scaled = found["p"].to_numpy() * 3 / np.arange(1, 4)
    np.testing.assert_allclose(found["q"], np.minimum.accumulate(scaled[::-1])[::-1])


def test_seven_periods_bear_no_slope() -> None:
    docs = dated([0.3] * 7)
    found = change.trends(fitted(docs), docs, width="year")
    assert len(found) == 3
    assert found[["ratio", "low", "high", "p", "q", "mk_p"]].isna().all().all()
    assert set(found["reason"]) == {"fewer than 8 periods with text"}


def test_a_topic_in_nine_dated_texts_has_no_slope_and_is_not_in_q() -> None:
    docs = dated([1 / 30] * 9)
    model = fitted(docs)
    found = change.trends(model, docs, width="year").set_index("topic")
    rare = found.loc[number_of(model, 0)]
    assert (rare["n_docs"], rare["reason"]) == (9, "in fewer than 10 dated documents")
    assert np.isnan(rare["q"])
    assert found["q"].notna().sum() == 2


def test_without_dates_there_is_no_trend(rising) -> None:
    assert change.trends(*rising, width="").empty
    assert change.by_source_and_time(*rising, width="").empty
    assert change.width_by_source(*rising, "") == ""


def sources(*sizes: int, n_years: int = 4) -> pd.DataFrame:
    """Write 30 texts a year, the last of the sources filling up."""
    names = [f"source {i}" for i, size in enumerate(sizes) for _ in range(size)]
    year = (names + ["source z"] * 30)[:30]
    return dated([0.3] * n_years, year * n_years)


def test_shares_of_a_source_in_a_period_are_counts_over_counts() -> None:
    docs = sources(20, 10)
    model = fitted(docs)
    found = change.by_source_and_time(model, docs, width="year")
    assert len(found) == 3 * 2 * 4
    one = found[(found["source"] == "source 0") & (found["period"] == "2002-01-01")]
    mine = (docs["source"] == "source 0") & (docs["date"].dt.year == 2002)
    counts = model.documents["topic"][mine].value_counts()
    expected = [counts.get(topic, 0) / 20 for topic in one["topic"]]
    np.testing.assert_allclose(one["share"], expected)


def test_cells_of_four_texts_are_suppressed_with_their_reason() -> None:
    docs = sources(26, 4, n_years=5)
    found = change.by_source_and_time(fitted(docs), docs, width="year")
    small = found[found["source"] == "source 1"]
    assert small[["share", "low", "high"]].isna().all().all()
    assert set(small["reason"]) == {"fewer than 5 documents"}
    assert found.loc[found["source"] == "source 0", "share"].notna().all()


def test_sources_of_under_20_texts_and_more_than_six_are_left_out() -> None:
    docs = sources(4, 4, 4, 4, 4, 4, 3, 3, n_years=10)
    docs.loc[docs["source"] == "source 7", "source"] = ""
    found = change.by_source_and_time(fitted(docs), docs, width="year")
    assert list(found["source"].unique()) == [f"source {i}" for i in range(6)]
    docs.loc[docs["source"] != "source 0", "source"] = "B"
    docs.loc[docs.index[docs["source"] == "source 0"][19:], "source"] = "B"
    assert change.by_source_and_time(fitted(docs), docs, width="year").empty


def test_periods_are_widened_until_half_of_the_cells_of_sources_hold_five_texts() -> None:
    docs = sources(27, 3, n_years=20)
    model = fitted(docs)
    assert change.width_by_source(model, docs, "year") == "year"  # half: 27 a year, but 3
    thin = docs[docs["doc_id"].str[-1].isin(list("05"))].reset_index(drop=True)
    assert change.width_by_source(fitted(thin), thin, "day") in ("decade", "")


# --- the tree ------------------------------------------------------------------------------------


def test_the_first_merger_is_the_pair_of_least_weighted_jensen_shannon_divergence() -> None:
    steps = tree.mergers(WORDS * PRIOR)
    assert steps[["left", "right", "new"]].to_numpy().tolist() == [[1, 2, 4], [3, 4, 5]]
    weight = PRIOR[:2] / 0.8
    mixed = WORDS[:, :2] @ weight
    divergence = sum(
        w * (p[p > 0] * np.log2(p[p > 0] / mixed[p > 0])).sum()
        for w, p in zip(weight, WORDS[:, :2].T, strict=True)
    )
    assert steps["loss"].iloc[0] == pytest.approx(0.8 * divergence)


def test_with_even_weights_a_loss_is_the_divergence_of_scipy() -> None:
    joint = WORDS[:, [0, 2]] / 2
    expected = jensenshannon(WORDS[:, 0], WORDS[:, 2], base=2) ** 2
    assert tree.mergers(joint)["loss"].iloc[0] == pytest.approx(expected)


def test_all_mergers_lose_what_topics_tell_of_words() -> None:
    steps = tree.mergers(WORDS * PRIOR)
    joint = WORDS * PRIOR
    apart = joint.sum(1, keepdims=True) * joint.sum(0, keepdims=True)
    some = joint > 0
    information = (joint[some] * np.log2(joint[some] / apart[some])).sum()
    assert steps["loss"].sum() == pytest.approx(information)
    assert steps["height"].iloc[-1] == pytest.approx(1)


@settings(max_examples=40)
@given(st.integers(2, 7), st.integers(0, 10_000))
def test_heights_never_fall_and_the_order_of_topics_changes_no_merger(k: int, seed: int) -> None:
    rng = np.random.default_rng(seed)
    joint = rng.dirichlet(np.full(12, 0.3), k).T * rng.dirichlet(np.ones(k))
    order = rng.permutation(k)
    one, other = tree.mergers(joint), tree.mergers(joint[:, order])
    assert (one["height"].diff().dropna() >= 0).all()
    np.testing.assert_allclose(one["height"], other["height"], atol=1e-9)
    for n in range(1, k + 1):
        mine, theirs = tree.cut(one, n).to_numpy()[order], tree.cut(other, n).to_numpy()
        assert len(set(zip(mine, theirs, strict=True))) == n  # the same groups


def test_a_cut_at_all_topics_changes_none_and_at_one_joins_all() -> None:
    steps = tree.mergers(WORDS * PRIOR)
    assert tree.cut(steps, 3).to_dict() == {1: 1, 2: 2, 3: 3}
    assert tree.cut(steps, 2).to_dict() == {1: 1, 2: 1, 3: 3}
    assert set(tree.cut(steps, 1)) == {1}
    assert tree.in_order(steps) == [3, 1, 2]


@pytest.mark.parametrize("n", [0, 4, 1.5, True, "two"])
def test_a_cut_at_no_number_of_topics_names_the_numbers_there_are(n: object) -> None:
    with pytest.raises(UsageError, match="whole number from 1 to 3"):
        tree.cut(tree.mergers(WORDS * PRIOR), n)


def test_a_merged_topic_has_the_units_and_the_words_of_both(five) -> None:
    steps = tree.merge_tree(*five)
    assert list(steps["step"]) == [1, 2, 3, 4]
    assert (steps["n_units"].iloc[0], steps["n_units"].iloc[-1]) == (40, 100)
    assert steps["label"].iloc[-1] == ""
    model, dtm = five
    merged = tree.cut(steps, 3)[model.documents["topic"]].to_numpy()
    group = min(steps[["left", "right"]].iloc[1])  # two topics as fitted, of the second merger
    presence = (dtm.counts > 0).toarray()
    held = presence[merged == group].sum(0)
    weight = topics.labels.weigh(held, presence.sum(0), (merged == group).sum(), len(merged))
    words = dtm.vocabulary[np.lexsort((dtm.vocabulary, -weight))]
    assert steps["label"].iloc[1] == ", ".join(words[:3])


def test_one_topic_and_none_have_no_tree() -> None:
    dtm = terms.count(documents(planted(20, 2)[0]))
    pd.testing.assert_frame_equal(
        tree.merge_tree(topics.fit(dtm, n_topics=1), dtm), TOPIC_TREE.empty()
    )


# --- which go together ---------------------------------------------------------------------------


def counted(both: int, r: int = 20, s: int = 30, n: int = 100) -> pd.Series:
    table = pd.DataFrame({"n_topic": [r], "n_other": [s], "of_all": [n], "n_both": [both]})
    return together.measured(table).iloc[0]


@pytest.mark.parametrize("both", [0, 3, 6, 12, 20])
def test_p_is_hypergeometric_twice_the_smaller_tail(both: int) -> None:
    tails = hypergeom.cdf(both, 100, 30, 20), hypergeom.sf(both - 1, 100, 30, 20)
    found = counted(both)
    assert found["p"] == pytest.approx(min(1, 2 * min(tails)))
    assert found["expected"] == 6
    less = fisher_exact([[both, 20 - both], [30 - both, 50 + both]], "less").pvalue
    assert less == pytest.approx(tails[0])


def test_as_many_as_by_chance_is_a_ratio_of_one_within_its_interval() -> None:
    found = counted(6)
    assert found["log_ratio"] == pytest.approx(0, abs=0.1)
    assert found["low"] < 0 < found["high"]


def test_intervals_of_pairs_cover_the_true_ratio_as_often_as_they_say() -> None:
    rng = np.random.default_rng(3)
    cells = rng.multinomial(150, [0.12, 0.18, 0.18, 0.52], 2000)
    a, b, c, _ = cells.T
    table = pd.DataFrame({"n_topic": a + b, "n_other": a + c, "of_all": 150, "n_both": a})
    found = together.measured(table)
    true = np.log2(0.12 / 0.3**2)
    covered = ((found["low"] <= true) & (true <= found["high"])).mean()
    assert 0.93 <= covered <= 0.97


def test_a_topic_in_four_documents_or_in_all_has_no_ratio() -> None:
    assert counted(2, r=4)["reason"] == "in fewer than 5 documents"
    assert counted(30, r=100)["reason"] == "in every document"
    assert np.isnan(counted(2, r=4)[["log_ratio", "low", "high", "p", "q"]].astype(float)).all()


def test_topics_planted_in_the_same_documents_are_found_together() -> None:
    texts, _ = planted(240, 4)
    own = [iter(texts[i::4]) for i in range(4)]
    pairs = [(0, 1)] * 30 + [(2, 3)] * 30 + [(0, 2), (1, 3)] * 4
    whole = [". ".join((next(own[a]), next(own[b]))) for a, b in pairs if own]
    docs = documents([text.replace(". ", "\n\n") for text in whole])
    dtm = terms.count(docs, unit="paragraph")
    model = topics.fit(dtm, n_topics=4)
    found = together.pairs(model, dtm)
    company = found[found["kind"] == "same document"]
    expected = {frozenset((number_of(model, a), number_of(model, b))) for a, b in ((0, 1), (2, 3))}
    sure = company[(company["q"] < 0.05) & (company["low"] > 0)]
    assert {frozenset(pair) for pair in sure[["topic", "other"]].to_numpy().tolist()} == expected
    assert len(company) == 6


def test_unclear_units_lie_on_the_border_of_their_two_likeliest_topics() -> None:
    texts, _ = planted(90, 3)
    pairs = zip(texts[:30:3], texts[1:30:3], strict=True)
    cut = [11, 13] * 5  # some lean to the one, some to the other
    halves = [
        " ".join(a.split()[:n] + b.split()[: 24 - n]) for n, (a, b) in zip(cut, pairs, strict=True)
    ]
    dtm = terms.count(documents(texts + halves))
    model = topics.fit(dtm, n_topics=3)
    found = together.pairs(model, dtm)
    assert set(found["kind"]) == {"shared border"}  # a document has one topic: none go together
    top = found.iloc[0]
    assert {top["topic"], top["other"]} == {number_of(model, 0), number_of(model, 1)}
    assert found["n_both"].sum() == model.documents["unclear"].sum()
    assert set(model.documents.loc[model.documents["unclear"], "topic"]) == set(
        top[["topic", "other"]]
    )
    assert found["log_ratio"].isna().all()


def test_another_matrix_is_refused(five) -> None:
    with pytest.raises(UsageError, match=r"pass the one given to topics\.fit"):
        together.pairs(five[0], terms.count(["one text"]))


def test_a_single_topic_has_no_pairs() -> None:
    dtm = terms.count(documents(planted(20, 2)[0]))
    pd.testing.assert_frame_equal(
        together.pairs(topics.fit(dtm, n_topics=1), dtm), TOPIC_PAIRS.empty()
    )


# --- the map -------------------------------------------------------------------------------------


def test_planted_topics_stand_apart_on_the_map(five) -> None:
    found = plane.document_map(*five)
    assert len(found) == 100
    assert found.attrs["own_share"] == 1
    assert found.attrs["of_all"] == 100
    assert 0 < found.attrs["variance_share"] < 1
    assert found[["x", "y"]].abs().max().max() <= 1


def test_the_share_of_variance_is_that_of_the_projection_on_the_plane(five) -> None:
    model, dtm = five
    found = plane.document_map(model, dtm)
    weights = topics.fitting.features.log_counts(topics.fitting.features.in_term_order(dtm))
    likely = plane._tempered(weights, model.mixture)
    joint = np.exp(model.mixture.log_words + model.mixture.log_prior)
    circle = plane._circle(tree.mergers(joint))
    basis, _ = np.linalg.qr(circle)
    kept = (likely @ basis).var(0).sum() / likely.var(0).sum()
    assert found.attrs["variance_share"] == pytest.approx(kept)


def test_the_largest_topic_stands_at_the_right_and_like_topics_side_by_side() -> None:
    steps = tree.mergers(WORDS * PRIOR)
    circle = plane._circle(steps)
    np.testing.assert_allclose(circle[0], [1, 0], atol=1e-12)
    assert circle[1, 1] > 0 > circle[2, 1]  # the larger of its neighbours comes next, upwards


def test_the_same_texts_in_another_order_give_the_same_map() -> None:
    docs = documents(planted(80, 4)[0] * 2)
    mixed = docs.sample(frac=1, random_state=2).reset_index(drop=True)
    one, other = (
        plane.document_map(topics.fit(dtm, n_topics=4), dtm, most=50)
        for dtm in (terms.count(docs), terms.count(mixed))
    )
    assert len(one) == 50
    pd.testing.assert_frame_equal(one, other)


def test_probabilities_are_made_less_sure_by_the_root_of_the_length(five) -> None:
    words = np.array([[0.75, 0.5], [0.25, 0.5]])
    mixture = replace(five[0].mixture, log_words=np.log(words), log_prior=np.log([0.5, 0.5]))
    found = plane._tempered(csr_matrix([[4.0, 0.0]]), mixture)
    np.testing.assert_allclose(found, [[0.75**2 / (0.75**2 + 0.5**2), 0.25 / 0.8125]])


def test_two_topics_have_no_map() -> None:
    dtm = terms.count(documents(planted(20, 2)[0]))
    pd.testing.assert_frame_equal(
        plane.document_map(topics.fit(dtm, n_topics=2), dtm), TOPIC_MAP.empty()
    )


# --- a term looked up ----------------------------------------------------------------------------


@pytest.fixture
def toy(five) -> topics.TopicModel:
    """Three topics of three words, by hand."""
    model = five[0]
    with np.errstate(divide="ignore"):
        mixture = replace(model.mixture, log_words=np.log(WORDS), log_prior=np.log(PRIOR))
    names = pd.DataFrame({"topic": [1, 2, 3], "label": ["a", "b", "c"]})
    vocabulary = np.array(["evacuate", "evacuated", "school"])
    return replace(model, mixture=mixture, topics=names, vocabulary=vocabulary)


def test_the_topics_of_a_term_are_by_bayes(toy) -> None:
    found = lookup.topics_of(toy, "School")
    assert found["topic"].tolist() == [3, 2, 1]
    np.testing.assert_allclose(found["topic_share"], [0.18 / 0.24, 0.06 / 0.24, 0])
    np.testing.assert_allclose(found["word_share"], [0.9, 0.2, 0])
    assert found["rank"].tolist() == [1, 3, 3]


def test_the_shares_of_a_term_add_to_one(five) -> None:
    found = lookup.topics_of(five[0], "common0*")
    np.testing.assert_allclose(found.groupby("term")["topic_share"].sum(), 1)
    assert found["term"].nunique() == 50
    assert found["term"].iloc[0] == "common000"  # the most used first


def test_a_star_stands_for_any_part_and_a_question_mark_for_one_letter(toy) -> None:
    assert set(lookup.topics_of(toy, "evac*")["term"]) == {"evacuate", "evacuated"}
    assert set(lookup.topics_of(toy, "evacuate?")["term"]) == {"evacuated"}


@pytest.mark.parametrize(
    ("asked", "reason"),
    [
        ("shool", "'shool' is not among the words counted; did you mean 'school'?"),
        ("zebra", "'zebra' is not among the words counted"),
        ("zebra*", "'zebra*' is not among the words counted; ask for a shorter part of the word"),
        ("*", "'*' holds no letter; give a word, as in 'evacuat*'"),
    ],
)
def test_a_term_that_was_not_counted_has_no_topics_and_a_reason(toy, asked, reason) -> None:
    found = lookup.topics_of(toy, asked)
    assert (len(found), found.attrs["reason"]) == (0, reason)


def test_nothing_asked_gives_nothing_and_no_reason(toy) -> None:
    found = lookup.topics_of(toy, " ")
    assert found.empty
    assert not found.attrs


def test_a_term_has_no_topics_where_there_are_none(toy) -> None:
    found = lookup.topics_of(replace(toy, mixture=None), "school")
    assert found.attrs["reason"] == "there are no topics to look it up in"


def test_no_part_of_a_query_is_read_as_a_regular_expression(toy) -> None:
    assert lookup.topics_of(toy, "scho.l").empty


# --- what is said --------------------------------------------------------------------------------


def test_the_heading_of_change_names_what_rises_and_falls(rising) -> None:
    found = change.trends(*rising, width="year")
    other = found.assign(label="sank", direction="falling", q=0.01).head(1)
    said = topic_use.trends_title(pd.concat([found, other]))
    assert said == f"“{found['label'].iloc[0]}” rises; “sank” falls"
    assert topic_use.trends_title(found.assign(q=0.5)) == "Of 3 topics none changes beyond chance"
    none = found.assign(p=np.nan, q=np.nan)
    assert topic_use.trends_title(none) == "No rise or fall of a topic could be measured"


def test_a_rise_that_the_check_does_not_bear_out_is_named(rising) -> None:
    found = change.trends(*rising, width="year")
    assert topic_use.trends_note(found.assign(q=0.01, mk_p=0.01), "year")["Check"].endswith(
        "agree."
    )
    said = topic_use.trends_note(found.assign(q=0.01, mk_p=0.4), "year")["Check"]
    assert "not so for “subject0" in said


def test_the_heading_of_pairs_prefers_company_that_is_sure() -> None:
    row = {"kind": "same document", "label": "a", "other_label": "b", "q": 0.01, "low": 0.5}
    border = {"kind": "shared border", "label": "c", "other_label": "d", "n_both": 7}
    pairs = pd.DataFrame([row | {"n_both": 12, "log_ratio": 1.0}, border])
    assert topic_use.pairs_title(pairs, "paragraph") == (
        "“a” and “b” share documents ×2 as often as by chance: 12"
    )
    said = topic_use.pairs_title(pairs.assign(q=0.2), "paragraph")
    assert said == "“c” and “d” share the longest border: 7 paragraphs might be of either"
    assert "q" in topic_use.pairs_columns(pairs)
    assert "q" not in topic_use.pairs_columns(pairs[pairs["kind"] == "shared border"])


@pytest.mark.parametrize(("n", "subject"), [(1, "This topic is"), (2, "These topics are")])
def test_topics_that_are_a_language_are_headed_in_the_right_number(n: int, subject: str) -> None:
    assert topic_use.language_topics_title(pd.DataFrame({"topic": range(n)})).startswith(subject)


def test_a_map_that_does_not_tell_topics_apart_says_so(five) -> None:
    found = plane.document_map(*five)
    assert topic_use.map_title(found).startswith("100% of the texts stand nearest")
    found.attrs["own_share"] = 0.5
    assert topic_use.map_title(found).startswith("Topics overlap: only 50%")


def test_the_topic_that_differs_most_between_sources_is_shown() -> None:
    docs = sources(15, 15)
    own = docs["text"].str.contains("subject0")
    docs = docs.assign(source=np.where(own, "own", "other"))
    model = fitted(docs)
    rows = topic_use.most_apart(change.by_source_and_time(model, docs, width="year"))
    assert set(rows["topic"]) == {number_of(model, 0)}
    said = topic_use.source_time_title(rows, model.topics.set_index("topic")["label"])
    assert said.endswith("differs most: 100% in own, 0% in other")


def test_empty_tables_say_nothing(rising) -> None:
    empty = plane.TOPIC_MAP.empty()
    assert topic_use.map_title(empty) == topic_use.map_alt(empty, "text") == ""
    assert topic_use.map_note(empty, "text") == topic_use.tree_note(TOPIC_TREE.empty()) == {}
    assert topic_use.tree_title(TOPIC_TREE.empty(), pd.Series(dtype=str)) == ""
    assert topic_use.pairs_title(TOPIC_PAIRS.empty(), "text") == ""
    assert topic_use.term_title(lookup.topics_of(rising[0], "")) == ""
