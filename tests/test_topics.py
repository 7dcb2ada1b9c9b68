"""Topics: planted ones are found, chance is not, and the order of documents changes nothing."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
import scipy.sparse as sp
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import binomtest
from sklearn.metrics import adjusted_rand_score

from analysis import corpus, terms, topics
from analysis.errors import DataError, UsageError
from analysis.topics import (
    features,
    labels,
    mixture,
    number,
    passage_words,
    shares,
    stability,
    support,
)

SHARED = Path(__file__).parents[2] / "shared"
NEEDS_SHARED = pytest.mark.skipif(not SHARED.exists(), reason="the shared corpora are not here")


def planted(n: int, k: int, *, seed: int = 0, words: int = 40) -> tuple[list[str], np.ndarray]:
    """Write n texts on k subjects: six words in ten from the subject, the rest from all."""
    rng = np.random.default_rng(seed)
    truth = np.arange(n) % k
    own = [[f"subject{c}word{i:02d}" for i in range(30)] for c in range(k)]
    common = [f"common{i:03d}" for i in range(150)]
    zipf = 1 / np.arange(1, 151)
    texts = [
        " ".join(
            [
                *rng.choice(own[c], round(0.6 * words)),
                *rng.choice(common, round(0.4 * words), p=zipf / zipf.sum()),
            ]
        )
        for c in truth
    ]
    return texts, truth


def shuffled(texts: list[str], seed: int) -> list[str]:
    """Deal all words out anew: the same lengths and words, no subjects."""
    words = [text.split() for text in texts]
    deck = np.random.default_rng(seed).permutation([w for text in words for w in text])
    ends = np.cumsum([len(text) for text in words])[:-1]
    return [" ".join(part) for part in np.split(deck, ends)]


def documents(texts: list[str], **columns: object) -> pd.DataFrame:
    n = len(texts)
    table = {
        "doc_id": [f"d{i:03d}" for i in range(n)],
        "date": pd.Series([pd.NaT] * n, dtype="datetime64[us]"),
        "date_precision": "",
        "source": "",
        "language": "en",
        "text": texts,
        "n_tokens": [len(text.split()) for text in texts],
    }
    return pd.DataFrame(table | columns)


@pytest.fixture(scope="module")
def three() -> topics.TopicModel:
    return topics.fit(terms.count(documents(planted(60, 3)[0])), n_topics=3)


# --- the topics -----------------------------------------------------------------------------


@pytest.mark.parametrize(("n", "k"), [(20, 2), (40, 3), (100, 5)])
def test_planted_subjects_are_found(n: int, k: int) -> None:
    texts, truth = planted(n, k)
    model = topics.fit(terms.count(texts), n_topics=k)
    assert adjusted_rand_score(truth, model.documents["topic"]) >= 0.95


@pytest.mark.parametrize(("n", "k"), [(60, 3), (150, 5)])
def test_the_planted_number_is_among_the_candidates(n: int, k: int) -> None:
    model = topics.fit(terms.count(planted(n, k)[0]))
    assert k in set(model.candidates.loc[model.candidates["candidate"], "n_topics"])
    assert model.candidates["chosen"].sum() == 1
    assert model.reason.startswith(f"{model.found} topics")


def test_the_order_of_documents_changes_no_documents_topic() -> None:
    texts, _ = planted(50, 3, words=12)
    docs = documents(texts)
    mixed = docs.sample(frac=1, random_state=4).reset_index(drop=True)
    one, other = (topics.fit(terms.count(d)) for d in (docs, mixed))
    pd.testing.assert_frame_equal(one.topics, other.topics)
    pd.testing.assert_frame_equal(one.terms, other.terms)
    again = other.documents.sort_values("unit_id", ignore_index=True)
    pd.testing.assert_frame_equal(one.documents, again)


def test_the_order_changes_nothing_even_where_there_are_no_subjects_to_find() -> None:
    texts = shuffled(planted(60, 3, words=12)[0], 0)
    order = np.random.default_rng(5).permutation(60)
    one = topics.fit(terms.count(texts), n_topics=5).documents["topic"].to_numpy()
    other = topics.fit(terms.count([texts[i] for i in order]), n_topics=5).documents["topic"]
    np.testing.assert_array_equal(one[order], other)


def test_the_order_of_vocabulary_columns_changes_nothing() -> None:
    dtm = terms.count(planted(40, 3, words=12)[0])
    order = np.random.default_rng(1).permutation(len(dtm.vocabulary))
    counts = dtm.counts[:, order]
    counts.sort_indices()
    mixed = replace(dtm, counts=counts, vocabulary=dtm.vocabulary[order])
    one, other = (topics.fit(d, n_topics=3) for d in (dtm, mixed))
    pd.testing.assert_frame_equal(one.terms, other.terms)
    pd.testing.assert_frame_equal(one.documents, other.documents)


def test_the_seed_moves_intervals_but_not_the_topics_at_a_given_number() -> None:
    dtm = terms.count(planted(40, 3, words=8)[0])
    one, other = (topics.fit(dtm, n_topics=3, random_state=s) for s in (1, 2))
    pd.testing.assert_frame_equal(one.documents, other.documents)
    shown = ["topic", "rank", "term", "weight", "share"]
    pd.testing.assert_frame_equal(one.terms[shown], other.terms[shown])
    assert not one.topics["stability"].equals(other.topics["stability"])


def test_topics_are_numbered_by_size_and_named_by_their_three_heaviest_terms(
    three: topics.TopicModel,
) -> None:
    assert three.topics["n_units"].is_monotonic_decreasing
    assert three.topics["topic"].tolist() == [1, 2, 3]
    first = three.terms[three.terms["topic"] == 1]["term"].head(3)
    assert three.topics["label"].iloc[0] == ", ".join(first)
    assert {label[:8] for label in three.topics["label"]} == {"subject0", "subject1", "subject2"}


def test_a_document_without_a_term_belongs_to_no_topic() -> None:
    texts, _ = planted(30, 2)
    dtm = terms.count(["???", *texts, "..."])
    found = topics.fit(dtm, n_topics=2).documents
    assert found["topic"].iloc[[0, -1]].tolist() == [0, 0]
    assert found["margin"].iloc[[0, -1]].isna().all()
    assert found["reason"].iloc[0] == "no term of the vocabulary"
    assert (found["topic"].iloc[1:-1] > 0).all()


def test_shares_are_of_the_documents_that_hold_a_term_with_wilson_intervals() -> None:
    model = topics.fit(terms.count(["???", *planted(30, 2)[0]]), n_topics=2)
    top = model.topics.iloc[0]
    expected = binomtest(int(top["n_units"]), 30).proportion_ci(method="wilson")
    assert top["share"] == top["n_units"] / 30
    assert (top["low"], top["high"]) == pytest.approx((expected.low, expected.high))


def test_well_planted_topics_are_stable_and_their_documents_clear(three: topics.TopicModel) -> None:
    assert (three.topics["stability"] > 0.9).all()
    assert (three.topics["stability_low"] <= three.topics["stability"]).all()
    assert not three.documents["unclear"].any()
    assert three.documents["margin"].between(0, 1).all()


def test_a_document_of_two_subjects_leads_by_less() -> None:
    texts, _ = planted(60, 2)
    half = " ".join(texts[0].split()[:10] + texts[1].split()[:10])
    found = topics.fit(terms.count([*texts, half]), n_topics=2).documents
    assert found["margin"].iloc[-1] < found["margin"].iloc[:-1].min()
    assert found["unclear"].iloc[-1]


# --- bad input ------------------------------------------------------------------------------


@pytest.mark.parametrize("k", [0, -1, 2.0, "many", True, 31])
def test_a_number_of_topics_that_makes_no_sense_is_named_with_its_range(k: object) -> None:
    dtm = terms.count(planted(30, 2)[0])
    with pytest.raises(UsageError, match=r"^n_topics=.*from 1 to 30 .*or None"):
        topics.fit(dtm, n_topics=k)  # type: ignore[arg-type]


def test_equal_documents_hold_one_topic_however_many_are_asked() -> None:
    model = topics.fit(terms.count(["the same words again"] * 30), n_topics=4)
    assert model.found == 1
    assert "4 asked, 1 hold" in model.reason
    assert "not supported by the text" in model.reason


def test_equal_documents_support_no_topics() -> None:
    model = topics.fit(terms.count(["the same words again"] * 30))
    assert (model.found, len(model.topics), len(model.documents)) == (0, 0, 30)
    assert "1 distinct document" in model.reason


def test_one_document_is_one_topic_if_asked_and_none_if_not() -> None:
    dtm = terms.count(["a single short text about nothing"])
    asked = topics.fit(dtm, n_topics=1)
    assert asked.found == 1
    assert asked.topics["stability"].isna().all()
    assert asked.topics["reason"].iloc[0] == "fewer than 5 documents; one topic holds all"
    assert topics.fit(dtm).found == 0


@pytest.mark.parametrize("k", [2, 5, 30])
def test_texts_that_share_no_word_are_no_fault(k: int) -> None:
    dtm = terms.count([f"alone{i} apart{i}" for i in range(30)])
    assert 1 <= topics.fit(dtm, n_topics=k).found <= k
    assert topics.fit(dtm).found == 0


def test_a_matrix_without_a_term_is_refused_where_topics_are_asked_for() -> None:
    dtm = terms.count(planted(30, 2)[0])
    empty = replace(dtm, counts=sp.csr_matrix(dtm.counts.shape, dtype=np.int64))
    with pytest.raises(DataError, match="none of the 30 documents holds a term"):
        topics.fit(empty, n_topics=2)
    assert topics.fit(empty).found == 0


@settings(max_examples=8, deadline=None)
@given(
    rows=st.lists(st.lists(st.sampled_from("abcdefg"), max_size=6), min_size=2, max_size=12),
    k=st.integers(1, 12),
)
def test_any_small_corpus_gives_at_most_the_topics_asked(rows: list[list[str]], k: int) -> None:
    texts = [" ".join(letter * 2 for letter in row) for row in rows]
    filled = sum(map(bool, texts))
    if not filled:
        return
    model = topics.fit(terms.count(texts), n_topics=min(k, filled))
    assert model.found <= k
    assert model.topics["n_units"].sum() == filled
    assert (model.documents["topic"] == 0).sum() == len(texts) - filled


# --- the gate -------------------------------------------------------------------------------


@pytest.mark.parametrize("n", [20, 40, 100])
def test_planted_subjects_pass_the_gate(n: int) -> None:
    assert topics.gate(terms.count(planted(n, 3)[0])).supported


def test_shuffled_texts_rarely_pass_the_gate() -> None:
    texts, _ = planted(40, 3)
    passed = [topics.gate(terms.count(shuffled(texts, seed))).supported for seed in range(6)]
    assert sum(passed) <= 1


def test_the_gate_does_not_see_the_order_of_documents() -> None:
    texts, _ = planted(60, 3, words=8)
    assert topics.gate(terms.count(texts)) == topics.gate(terms.count(texts[::-1]))


def test_copies_count_once_at_the_gate() -> None:
    texts, _ = planted(19, 2)
    gate = topics.gate(terms.count([text for text in texts for _ in range(5)]))
    assert (gate.n_units, gate.supported, gate.draws) == (19, False, 0)
    assert np.isnan(gate.p)


def test_the_draws_keep_how_many_terms_a_unit_has_and_how_many_units_a_term_has() -> None:
    rng = np.random.default_rng(0)
    table = rng.random((31, 20)) < 0.3
    table[:, 0] = True
    for draw in support.curveball(sp.csr_matrix(table), rng, 5):
        dense = draw.toarray()
        assert set(np.unique(dense)) == {0.0, 1.0}
        np.testing.assert_array_equal(dense.sum(0), table.sum(0))
        np.testing.assert_array_equal(dense.sum(1), table.sum(1))


def test_all_tables_with_the_same_margins_are_drawn_equally_often() -> None:
    start = sp.csr_matrix(np.eye(3))  # six tables have these margins
    draws = support.curveball(start, np.random.default_rng(0), 1500)
    seen = pd.Series([tuple(draw.indices) for draw in draws]).value_counts()
    assert len(seen) == 6
    assert seen.between(190, 310).all()


@NEEDS_SHARED
@pytest.mark.parametrize("unit", ["paragraph", "sentence"])
def test_the_seed_supports_no_topics(unit: str) -> None:
    docs = corpus.read(SHARED / "seeds")
    model = topics.fit(terms.count(docs, unit=unit, stop_words="auto", words="word"))
    assert (model.found, model.gate.supported) == (0, False)
    assert "at least 20 are needed" in model.reason


# --- its parts ------------------------------------------------------------------------------


def test_doc_z_is_the_two_sample_z_of_shares() -> None:
    z = labels.doc_z(np.array([8.0]), np.array([10]), 10, 30)
    assert z[0] == pytest.approx((0.8 - 0.1) / np.sqrt(1 / 3 * 2 / 3 * (1 / 10 + 1 / 20)))


def test_content_keys_follow_their_rows() -> None:
    counts = terms.count(planted(30, 2)[0]).counts
    order = np.random.default_rng(3).permutation(30)
    keys = features.content_keys(counts)
    np.testing.assert_array_equal(features.content_keys(counts[order]), keys[order])
    assert len(np.unique(keys)) == 30


def test_topics_of_a_refit_are_matched_one_to_one() -> None:
    one = np.array([0, 0, 0, 1, 1, 2])
    other = np.array([2, 2, 0, 0, 0, 1])
    counterpart, jaccard = stability.match(one, other, 3)
    assert counterpart.tolist() == [2, 0, 1]
    np.testing.assert_allclose(jaccard, [2 / 3, 2 / 3, 1])


def curve_of(stability: dict[int, float]) -> number.Measured:
    """A curve on which the weakest topics come back as well as the rest."""
    return {k: number.Measure(value, 0.01, 0.7) for k, value in stability.items()}


def test_the_largest_maximum_about_as_stable_as_the_best_is_chosen() -> None:
    curve = curve_of({2: 0.99, 3: 0.8, 4: 0.6, 5: 0.79, 6: 0.5})
    assert number.choose(curve) == (5, [])
    assert number.choose(curve | curve_of({5: 0.78})) == (3, [5])


def test_two_topics_are_chosen_only_where_no_larger_number_reaches_a_half() -> None:
    assert number.choose(curve_of({2: 0.9, 3: 0.4, 4: 0.3})) == (2, [])
    assert number.choose(curve_of({2: 0.9, 3: 0.6, 4: 0.3})) == (3, [])


def test_units_beyond_those_fitted_get_the_topic_the_mixture_gives_them() -> None:
    counts = terms.count(planted(60, 3)[0]).counts
    weights = features.log_counts(counts)
    fitted = mixture.learn(weights[:40], np.arange(40) % 3, 3)
    ranked = mixture.rank(weights, fitted).best
    np.testing.assert_array_equal(ranked[:40], fitted.topic)
    assert adjusted_rand_score(np.arange(60) % 3, ranked) == 1


# --- over documents, time, sources, languages ------------------------------------------------


def test_paragraphs_roll_up_to_shares_of_their_document() -> None:
    texts, _ = planted(60, 2)
    mixed = ["\n\n".join(texts[i : i + 3]) for i in range(0, 60, 3)]  # two of one, one of the other
    model = topics.fit(terms.count(documents(mixed), unit="paragraph"), n_topics=2)
    table = topics.document_shares(model)
    assert table.groupby("doc_id")["share"].sum().round(9).eq(1).all()
    assert set(table["share"].round(3)) == {0.333, 0.667}


def test_paragraphs_of_one_kind_per_document_are_worth_a_document_each() -> None:
    sums = pd.DataFrame(
        {"n_units": [40], "of_units": [80], "n_docs": [8], "hits2": [400], "cross": [400]}
    ).assign(size2=800)  # eight documents of ten paragraphs, four of them of the topic throughout
    table = shares.share_interval(sums)
    alone = binomtest(4, 8).proportion_ci(method="wilson")
    assert table["low"].iloc[0] == pytest.approx(alone.low, abs=0.03)
    assert table["high"].iloc[0] == pytest.approx(alone.high, abs=0.03)


def test_time_has_its_gaps_and_says_where_a_period_holds_too_little() -> None:
    texts, _ = planted(40, 2)
    years = ["2001-01-01"] * 20 + ["2003-01-01"] * 17 + ["2004-01-01"] * 2 + [None]
    dates = pd.to_datetime(pd.Series(years)).astype("datetime64[us]")
    docs = documents(texts, date=dates, date_precision=dates.notna().map({True: "year", False: ""}))
    model = topics.fit(terms.count(docs), n_topics=2)
    table = topics.over_time(model, docs, "year")
    first = table[table["topic"] == 1]
    assert first["period"].dt.year.tolist() == [2001, 2002, 2003, 2004]
    assert first["n_docs"].tolist() == [20, 0, 17, 2]
    assert first["reason"].tolist() == ["", "no documents", "", "fewer than 5 documents"]
    assert first["share"].isna().tolist() == [False, True, False, True]
    assert (first["low"].dropna() < first["share"].dropna()).all()


def test_undated_documents_give_an_empty_table_over_time(three: topics.TopicModel) -> None:
    assert topics.over_time(three, documents(planted(60, 3)[0]), "month").empty


def test_sources_are_listed_with_the_most_documents_first() -> None:
    texts, truth = planted(40, 2)
    source = ["Post" if c else "Wire" for c in truth[:30]] + ["Wire"] * 7 + ["Rare"] * 3
    docs = documents(texts, source=source)
    table = topics.by_source(topics.fit(terms.count(docs), n_topics=2), docs)
    assert table["source"].tolist() == ["Wire", "Post", "Rare"] * 2
    post = table[table["source"] == "Post"]
    assert sorted(post["share"]) == [0, 1]
    assert table.loc[table["source"] == "Rare", "reason"].eq("fewer than 5 documents").all()


def test_a_topic_that_is_a_language_is_marked() -> None:
    texts, truth = planted(60, 3)
    docs = documents(texts, language=np.where(truth == 2, "uk", "en"))
    table = topics.by_language(topics.fit(terms.count(docs), n_topics=3), docs)
    assert table.loc[table["language_topic"], "language"].tolist().count("uk") == 1
    assert table["share"].eq(1).all()


# --- reading --------------------------------------------------------------------------------


def test_passages_of_each_kind_are_listed_without_copies() -> None:
    texts, _ = planted(40, 2)
    docs = documents([*texts, *([texts[0]] * 5)])
    dtm = terms.count(docs)
    table = topics.passages(topics.fit(dtm, n_topics=2), dtm, n=3)
    assert table.groupby(["topic", "kind"]).size().eq(3).all()
    copies = {"d000", *(f"d{i:03d}" for i in range(40, 45))}
    assert table[table["doc_id"].isin(copies)].groupby(["topic", "kind"]).size().le(1).all()


def test_passages_do_not_depend_on_the_order_of_documents() -> None:
    docs = documents(planted(40, 2, words=10)[0])
    mixed = docs.sample(frac=1, random_state=2).reset_index(drop=True)
    lists = []
    for table in (docs, mixed):
        dtm = terms.count(table)
        lists.append(topics.passages(topics.fit(dtm, n_topics=2), dtm))
    pd.testing.assert_frame_equal(*lists)


def test_a_model_without_topics_has_no_passages_shares_or_periods() -> None:
    docs = documents(["one text"])
    dtm = terms.count(docs)
    model = topics.fit(dtm)
    assert topics.passages(model, dtm).empty
    assert topics.by_source(model, docs).empty
    assert topics.by_language(model, docs).empty
    assert topics.document_shares(model)["topic"].tolist() == [0]


@pytest.mark.parametrize(
    ("n", "text", "unit"),
    [
        (200, "word " * 900, "document"),
        (50, "word " * 100, "document"),
        (50, "word. " * 900, "sentence"),
        (50, ("word " * 300 + "\n\n") * 3, "paragraph"),
        (1, "one. \n\n two. \n\n three.", "paragraph"),
        (1, "one. two. three.", "sentence"),
    ],
)
def test_the_unit_follows_from_how_many_and_how_long(n: int, text: str, unit: str) -> None:
    assert topics.units(documents([text] * n)) == unit


# --- themes ---------------------------------------------------------------------------------


def test_themes_lead_with_what_occurs_several_times_in_one_passage_only() -> None:
    docs = documents(["flood flood rain\n\nrain market\n\nrain school teacher teacher teacher"])
    table = topics.themes(terms.count(docs, unit="paragraph"))
    heads = table[table["rank"] == 1]
    assert heads["term"].tolist() == ["flood", "market", "teacher"]
    assert heads["only_here"].all()
    assert table["passage_id"].iloc[0] == "d000#p1"
    assert "rain" not in table.loc[table["passage_id"] == "d000#p3", "term"].tolist()


def test_themes_say_how_many_words_weigh_the_same_as_the_last_shown() -> None:
    docs = documents(["aa bb cc dd ee ff gg 11\n\nxx yy"])
    table = topics.themes(terms.count(docs, unit="paragraph"))
    assert table["n_tied"].tolist() == [2] * 5 + [0] * 2
    assert table["term"].tolist() == ["aa", "bb", "cc", "dd", "ee", "xx", "yy"]


def test_a_preference_orders_themes_of_equal_weight() -> None:
    docs = documents(["aa bb cc\n\nxx yy"])
    dtm = terms.count(docs, unit="paragraph")
    table = topics.themes(dtm, prefer=pd.Series({"cc": 2.0, "bb": 1.0}))
    assert table["term"].tolist() == ["cc", "bb", "aa", "xx", "yy"]


def test_equal_passages_are_one_theme() -> None:
    dtm = terms.count(documents(["flood rain", "school teacher"] * 8))
    model = topics.fit(dtm)
    found = topics.themes_instead(model, dtm)
    assert found["passage_id"].unique().tolist() == ["d000", "d001"]


def test_the_weight_of_a_theme_is_dunnings_g2() -> None:
    from scipy.stats import power_divergence

    g2 = passage_words.g2(*(np.array([v], float) for v in (6, 8, 20)), 100.0)
    expected = [8 * 0.2, 8 * 0.8]
    assert g2[0] == pytest.approx(power_divergence([6, 2], expected, lambda_=0).statistic)


# --- real corpora ---------------------------------------------------------------------------


def read_jsonl(name: str) -> pd.DataFrame:
    lines = (SHARED / "data" / name).read_text(encoding="utf-8").splitlines()
    rows = [json.loads(line) for line in lines]
    language = [row.get("lang") or "en" for row in rows]
    source = [row["source"] for row in rows]
    docs = documents([row["text"] for row in rows], source=source, language=language)
    return docs.assign(doc_id=[row["id"] for row in rows])


@NEEDS_SHARED
@pytest.mark.slow
def test_speeches_are_split_into_paragraphs_and_give_topics() -> None:
    docs = read_jsonl("state_union.jsonl")
    assert topics.units(docs) == "paragraph"
    dtm = terms.count(docs, unit="paragraph", min_df=3, stop_words="english")
    model = topics.fit(dtm, n_topics=6)
    assert model.gate.supported
    assert model.topics["low"].lt(model.topics["share"]).all()


@NEEDS_SHARED
@pytest.mark.slow
def test_a_corpus_of_two_languages_gives_topics_and_marks_those_that_are_a_language() -> None:
    docs = read_jsonl("viina.jsonl")
    model = topics.fit(terms.count(docs, min_df=2, stop_words="auto", words="word"))
    assert model.found >= 2
    assert topics.by_language(model, docs)["language_topic"].any()
