"""How topics are found: what refits agree on, other methods, the order of words, their spread."""

import numpy as np
import pandas as pd
import pytest
import scipy.sparse as sp
from sklearn.decomposition import NMF
from sklearn.feature_extraction.text import TfidfTransformer
from sklearn.metrics import adjusted_rand_score
from test_topics import documents

from analysis import terms, topics
from analysis.errors import UsageError
from analysis.topics import (
    consensus,
    features,
    fitting,
    labels,
    methods,
    mixture,
    number,
    stability,
)


def planted(n: int, k: int, *, words: int = 12, seed: int = 0, mixed: float = 0.0) -> list[str]:
    """Texts of k subjects in turn; a share of their words is of another subject."""
    rng = np.random.default_rng(seed)
    texts = []
    for i in range(n):
        of = np.where(rng.random(words) < mixed, rng.integers(0, k, words), i % k)
        texts.append(
            " ".join(
                f"subject{s}word{w}" for s, w in zip(of, rng.integers(0, 25, words), strict=True)
            )
        )
    return texts


def refit(topic: list[int], k: int, *, rows: list[int] | None = None) -> consensus.Refit:
    """A refit whose mixture sends each of the units, one word each, to the topic given."""
    weights = sp.csr_matrix(np.eye(len(topic)))
    fitted = mixture.of_partition(weights, np.array(topic), k)
    return consensus.Refit(np.arange(len(topic)) if rows is None else np.array(rows), fitted)


# --- what refits agree on ---------------------------------------------------------------------


def test_units_that_most_refits_keep_together_are_one_group() -> None:
    most, one = [0, 0, 0, 1, 1, 1], [0, 0, 1, 1, 1, 1]
    turned = [1 - topic for topic in most]  # the same groups under other numbers
    weights = sp.csr_matrix(np.eye(6))
    found = [refit(most, 2), refit(turned, 2), refit(most, 2), refit(one, 2)]
    assert consensus.agreed(weights, found, 2).tolist() == most


def test_the_agreed_groups_are_numbered_as_in_the_first_refit() -> None:
    weights = sp.csr_matrix(np.eye(6))
    for first in ([0, 0, 1, 1, 2, 2], [2, 2, 0, 0, 1, 1]):
        found = [refit(first, 3), refit([1, 1, 0, 0, 2, 2], 3)]
        assert consensus.agreed(weights, found, 3).tolist() == first


def test_draws_leave_out_a_fifth_and_are_the_same_for_the_same_state() -> None:
    one, other = (consensus.draws(50, random_state=s) for s in (3, 3))
    assert len(one) == consensus.N_DRAWS
    assert all(len(rows) == 40 and np.unique(rows).size == 40 for rows, _ in one)
    assert all((a == b).all() and s == t for (a, s), (b, t) in zip(one, other, strict=True))


def test_long_units_are_refitted_from_fewer() -> None:
    short = sp.random(20_000, 500, density=0.01, format="csr", random_state=0)
    long = sp.random(5_000, 2_000, density=0.1, format="csr", random_state=0)
    assert (consensus.n_drawn_from(short), consensus.n_drawn_from(long)) == (10_000, 4_000)


def test_few_units_and_long_units_are_refitted_from_trees_as_well() -> None:
    short, long = (sp.csr_matrix(np.ones((2_001, n_terms))) for n_terms in (60, 61))
    assert [consensus.gain_from_trees(rows) for rows in (short[1:], short, long)] == [1, 0, 1]
    n_refits = []
    for n in (2_000, 2_001):
        units = fitting._units(terms.count(planted(n, 2, words=4)))
        places = features.word_vector_sums(units.weights)
        space = mixture.space(units.weights, places, 2)
        _, found = methods.group(units, space, 2, random_state=0, seeds=())
        n_refits.append(len(found))
    assert n_refits == [4 * consensus.N_DRAWS, 2 * consensus.N_DRAWS]


def test_starts_from_trees_need_no_seed_and_find_what_lies_apart() -> None:
    middle = np.repeat(np.arange(3), [60, 20, 5])
    apart = np.array([[1, 0, 0], [0, 1, 0], [0, 0, 1.0]])
    places = np.random.default_rng(0).normal(0, 0.05, (85, 3)) + apart[middle]
    units = mixture.Space(sp.csr_matrix(places), sp.csr_matrix(places), (places, places[:, :0]))
    (part,) = mixture.starts_from_trees(units, 3)  # no singular vectors, no start from them
    assert adjusted_rand_score(middle, part) == 1


def test_the_groups_of_a_tree_have_their_means_for_centres_and_one_unit_is_its_own() -> None:
    places = np.array([[0.0, 0], [0, 2], [9, 0]])
    found = mixture.centres_of_groups(places, mixture.tree(places), 2)
    assert sorted(found.tolist()) == [[0, 1], [9, 0]]
    alone = mixture.centres_of_groups(places[2:], mixture.tree(places[2:]), 2)
    assert alone.tolist() == [[9, 0]]


def test_topics_hardly_change_where_a_fifth_of_the_texts_is_left_out() -> None:
    texts = planted(300, 4, words=8, mixed=0.45)
    whole = topics.fit(terms.count(texts), n_topics=4).documents["topic"]
    rng = np.random.default_rng(1)
    found = []
    for _ in range(3):
        rows = np.sort(rng.permutation(300)[:240])
        part = topics.fit(terms.count([texts[i] for i in rows]), n_topics=4).documents["topic"]
        found.append(adjusted_rand_score(whole.iloc[rows], part))
    assert np.mean(found) > 0.85


def test_a_topic_that_comes_back_in_every_refit_has_the_stability_one() -> None:
    model = topics.fit(terms.count(planted(120, 3, words=30)), n_topics=3)
    assert (model.topics["stability"] == 1).all()


# --- NMF and LDA ------------------------------------------------------------------------------


@pytest.mark.parametrize("method", ["nmf", "lda"])
def test_the_other_methods_find_planted_subjects_and_share_units_out(method: str) -> None:
    model = topics.fit(terms.count(planted(90, 3)), n_topics=3, method=method)
    assert adjusted_rand_score(np.arange(90) % 3, model.documents["topic"]) > 0.95
    assert model.method == method
    np.testing.assert_allclose(model.memberships.sum(1), 1)
    assert (model.memberships.argmax(1) + 1 == model.documents["topic"]).all()


def test_memberships_of_nmf_are_those_of_scikit_learn() -> None:
    dtm = terms.count(planted(60, 2, mixed=0.3))
    model = topics.fit(dtm, n_topics=2, method="nmf")
    rows = TfidfTransformer(sublinear_tf=True).fit_transform(dtm.counts.astype(float))
    loadings = NMF(2, init="nndsvda", max_iter=200, random_state=0).fit(rows).transform(rows)
    share = loadings / loadings.sum(1, keepdims=True)
    ours = (
        model.memberships
        if model.memberships[0].argmax() == share[0].argmax()
        else (model.memberships[:, ::-1])
    )
    np.testing.assert_allclose(ours, share, atol=0.01)


def test_mixed_membership_rolls_up_to_documents_as_a_mean() -> None:
    dtm = terms.count(planted(40, 2, mixed=0.3))
    model = topics.fit(dtm, n_topics=2, method="nmf")
    table = topics.document_shares(model)
    np.testing.assert_allclose(table.groupby("doc_id")["share"].sum(), 1)
    first = table[(table["doc_id"] == model.documents["doc_id"].iloc[0]) & (table["topic"] == 1)]
    assert first["share"].iloc[0] == pytest.approx(model.memberships[0, 0])


def test_a_document_without_a_term_has_no_membership() -> None:
    model = topics.fit(terms.count(["???", *planted(40, 2)]), n_topics=2, method="nmf")
    assert np.isnan(model.memberships[0]).all()
    assert topics.document_shares(model)["topic"].iloc[0] == 0


def test_a_unit_with_a_second_topic_of_more_than_half_the_first_is_unclear() -> None:
    texts = [*planted(60, 2), "subject0word1 subject0word2 subject1word3 subject1word4"]
    model = topics.fit(terms.count(texts), n_topics=2, method="nmf")
    assert model.documents["unclear"].iloc[-1]
    assert not model.documents["unclear"].iloc[:60].any()


def test_the_order_of_documents_changes_nothing_with_nmf() -> None:
    texts = planted(60, 3, mixed=0.3)
    order = np.random.default_rng(2).permutation(60)
    one = topics.fit(terms.count(texts), n_topics=3, method="nmf")
    other = topics.fit(terms.count([texts[i] for i in order]), n_topics=3, method="nmf")
    assert (one.documents["topic"].to_numpy()[order] == other.documents["topic"]).all()


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"method": "bert"}, "no such method; use 'mixture', 'nmf' or 'lda'"),
        ({"method": "nmf", "seeds": [["a"]]}, "takes no seed words; use 'mixture'"),
        ({"n_topics": 2, "seeds": [["a"], ["b"]]}, "2 have seed words; ask for at least 3"),
    ],
)
def test_what_cannot_be_asked_for_is_refused_in_a_line(options: dict, message: str) -> None:
    with pytest.raises(UsageError, match=message):
        topics.fit(terms.count(planted(40, 2)), **options)


# --- the words of a topic ---------------------------------------------------------------------


def test_words_that_keep_company_stand_before_a_heavier_stranger() -> None:
    npmi = np.array([[1, -0.5, 0.6], [-0.5, 1, -0.5], [0.6, -0.5, 1.0]])
    order = labels._in_company(np.array([3.0, 2.0, 1.0]), npmi)
    assert order.tolist() == [0, 2, 1]  # 2 * max(-.5 + .2, 0) = 0 against 1 * (.6 + .2)


def test_a_word_that_weighs_more_in_another_topic_stands_behind_a_lighter_one() -> None:
    held = np.array([[10, 0], [7, 3], [0, 1.0]])  # ten texts a topic: "aa" is the first one's
    rows = [[int(i < n) for n in of_topic] for of_topic in held for i in range(10)]
    found = labels.terms(sp.csr_matrix(rows), np.array(["aa", "bb"]), np.repeat([0, 1, 2], 10), 3)
    second = found[found["topic"] == 2].set_index("term")
    assert second["weight"]["aa"] > second["weight"]["bb"]
    assert second["rank"].to_dict() == {"bb": 1, "aa": 2}


def test_company_is_the_npmi_of_units() -> None:
    presence = sp.csc_matrix([[1, 1, 0], [1, 1, 0], [1, 0, 1], [0, 0, 1.0]])
    found = labels._company(presence)
    assert found[0, 1] == pytest.approx(np.log(0.5 / (0.75 * 0.5)) / -np.log(0.5))
    assert found[1, 2] == pytest.approx(-1, abs=0.06)


def test_a_word_that_no_sentence_holds_keeps_company_as_chance_would_have_it() -> None:
    found = labels._company(sp.csc_matrix([[1, 1, 0], [1, 0, 0.0]]))
    assert found[:, 2].tolist() == [0, 0, 0]


def test_words_that_share_texts_but_no_sentence_do_not_name_a_topic_together() -> None:
    sentences = ["Rivers flood valleys.", "Storms break dams.", "Markets sold shares."]
    sentences.append("Banks lent money.")
    docs = documents([" ".join(sentences[i : i + 2]) for i in (0, 2) for _ in range(12)])
    dtm = terms.count(docs)

    def names(model: topics.TopicModel) -> list[set[str]]:
        return [set(own.head(3)) for _, own in model.terms.groupby("topic")["term"]]

    said = [set(sentence.lower().strip(".").split()) for sentence in sentences]
    assert all(name in said for name in names(topics.fit(dtm, n_topics=2, near=terms.index(docs))))
    assert not any(name in said for name in names(topics.fit(dtm, n_topics=2)))


def test_the_order_of_the_texts_read_changes_no_label() -> None:
    docs = documents([f"{text}." for text in planted(120, 3, mixed=0.2)])
    dtm = terms.count(docs)
    one, other = (
        topics.fit(dtm, n_topics=3, near=terms.index(read)).terms
        for read in (docs, docs.iloc[::-1].reset_index(drop=True))
    )
    pd.testing.assert_frame_equal(one, other)


def test_the_sentences_of_a_term_are_those_that_counting_by_sentence_finds() -> None:
    docs = documents(["One two. Two two three.", "Four. One four two."])
    counted = terms.count(docs, unit="sentence")
    held = features.in_sentences(terms.index(docs), counted.vocabulary)
    assert (held.toarray() == counted.counts.sign().toarray()).all()


def test_the_share_of_a_word_is_its_units_and_holds_its_interval() -> None:
    model = topics.fit(terms.count(planted(120, 3, mixed=0.2)), n_topics=3)
    size = model.terms["topic"].map(model.topics.set_index("topic")["n_units"])
    np.testing.assert_allclose(model.terms["share"], model.terms["n_units"] / size)
    assert (model.terms["low"] <= model.terms["high"]).all()
    inside = model.terms["share"].between(model.terms["low"] - 0.02, model.terms["high"] + 0.02)
    assert inside.mean() > 0.9


def test_intervals_are_the_quantiles_of_the_share_over_refits() -> None:
    counts = sp.csr_matrix(np.array([[1, 0], [1, 1], [0, 1], [1, 0]]))
    words = np.array(["a", "b"])
    first = labels.terms(counts, words, np.array([0, 0, 1, 1]), 2)
    drawn = [(np.array([0, 1]), np.array([0, 0])), (np.array([1, 2]), np.array([0, 0]))]
    table = labels.with_intervals(first[first["topic"] == 1], counts, words, drawn=drawn)
    row = table[table["term"] == "a"].iloc[0]
    assert (row["low"], row["high"]) == pytest.approx((0.5125, 0.9875))  # of 1 and 1/2


# --- how many ---------------------------------------------------------------------------------


@pytest.mark.parametrize("k", [3, 5, 8, 20])
def test_the_number_of_well_planted_topics_is_found(k: int) -> None:
    dtm = terms.count(planted(40 * k, k, words=15, mixed=0.15))
    model = topics.fit(dtm)
    assert k in model.candidates.loc[model.candidates["candidate"], "n_topics"].tolist()
    chosen = model.candidates.loc[model.candidates["chosen"], "n_topics"].iloc[0]
    assert chosen == k
    assert adjusted_rand_score(np.arange(40 * k) % k, model.documents["topic"]) > 0.95


@pytest.mark.parametrize("k", [3, 8, 20])
def test_the_number_of_uneven_topics_is_found(k: int) -> None:
    """The largest of twenty holds 445 texts, the least 22."""
    sizes = (80 * k / np.arange(1, k + 1) / (1 / np.arange(1, k + 1)).sum()).round().astype(int)
    by_turns = planted(k * int(sizes.max()), k, words=20, mixed=0.3)
    texts = [text for i, text in enumerate(by_turns) if i // k < sizes[i % k]]
    numbers = topics.fit(terms.count(texts)).candidates
    assert numbers.loc[numbers["chosen"], "n_topics"].tolist() == [k]


def test_the_search_ends_where_nothing_is_stable_any_more() -> None:
    asked = []

    def measure(k: int) -> number.Measure:
        asked.append(k)
        return number.Measure(1.0 if k == 3 else 0.3, 0.01, 0.3)

    number._until_lost([2, 3, 4, 5, 6, 8, 10], measure)
    assert asked == [2, 3, 4, 5, 6]


def test_matching_leaves_no_topic_twice() -> None:
    rng = np.random.default_rng(0)
    counterpart, _ = stability.match(rng.integers(0, 6, 100), rng.integers(0, 6, 100), 6)
    assert sorted(counterpart) == list(range(6))


def test_of_numbers_about_as_stable_the_largest_whose_topics_all_come_back_is_chosen() -> None:
    found = {3: (0.8, 0.9), 4: (1.0, 1.0), 5: (0.99, 0.9), 6: (0.995, 0.3), 8: (0.9, 0.9)}
    curve = {
        k: number.Measure(stability, 0.01, weakest) for k, (stability, weakest) in found.items()
    }
    assert number.choose(curve) == (5, [6])
    worn = {k: measure._replace(weakest=0.3) for k, measure in curve.items()}
    assert number.choose(worn) == (6, [])


def test_a_halved_topic_is_the_weakest_and_comes_back_by_a_third() -> None:
    one, other = np.repeat([0, 1, 2], [20, 2, 2]), np.repeat([0, 1, 2, 1, 2], [20, 1, 1, 1, 1])
    assert number._weakest([one, other], 3) == pytest.approx(1 / 3)
    assert mixture.agreement(one, other) > 0.95


@pytest.mark.parametrize("method", methods.METHODS)
def test_as_many_topics_as_units_may_be_asked_for(method: str) -> None:
    model = topics.fit(terms.count(planted(12, 2, words=4)), n_topics=12, method=method)
    assert 1 <= model.found <= 12
    assert model.topics["n_units"].sum() == 12


def test_topics_are_numbered_by_size_whatever_their_order_in_the_fit() -> None:
    texts = planted(90, 3)
    uneven = [text for i, text in enumerate(texts) if i % 3 == 1 or i < 30 * (1 + i % 3)]
    model = topics.fit(terms.count(uneven), n_topics=3)
    assert model.topics["n_units"].tolist() == [30, 30, 10]
    code = np.array([0, 1, 1, 2, 2, 2])
    counts = sp.csr_matrix(np.eye(6, dtype=np.int64))
    found = labels.terms(counts, np.array(list("abcdef")), code, 3)
    anew, numbers = labels.numbered(found, code)
    assert numbers.tolist() == [3, 2, 1]
    assert anew.loc[anew["topic"] == 3, "term"].tolist() == ["a"]
