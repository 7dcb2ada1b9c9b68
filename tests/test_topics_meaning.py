"""What topics mean: other orders of their words, phrases, passages that are no copies."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
import scipy.sparse as sp
from test_topics import documents, planted
from toy_findings import NAN

from analysis import corpus, terms, topics
from analysis.findings import topic_quality
from analysis.topics import coherence, phrases, views
from analysis.topics.mixture import Mixture

WORDS = np.log([[0.5, 0.1, 0.25], [0.3, 0.2, 0.25], [0.1, 0.3, 0.4], [0.1, 0.4, 0.1]])
MIXTURE = Mixture(np.zeros(0, np.intp), WORDS, np.log([0.5, 0.3, 0.2]))


@pytest.fixture(scope="module")
def fitted() -> tuple[topics.TopicModel, terms.DocumentTermMatrix, pd.DataFrame]:
    docs = documents(planted(60, 3)[0])
    dtm = terms.count(docs)
    return topics.fit(dtm, n_topics=3), dtm, docs


def named(docs: pd.DataFrame, *, unit: str = "document", n_topics: int = 2) -> pd.DataFrame:
    """Name the topics of some texts by phrases."""
    model = topics.fit(terms.count(docs, unit=unit, words="word"), n_topics=n_topics)
    sents = corpus.sentences(docs)
    idx = terms.index(docs, sentences=sents)
    return phrases.label_phrases(model, idx, sents=sents, languages=["en"])


def two_subjects(said: str, n_said: int = 10) -> pd.DataFrame:
    """Write twenty texts of two subjects, no two words in a row but in one sentence of the first.

    said : a sentence that so many texts of the first subject end with
    """
    reef = [f"Kelp. Tide. Reef. N{i}. {said if i < n_said else ''}" for i in range(10)]
    farm = [f"Wheat. Plough. Field. N{i + 10}." for i in range(10)]
    return documents(reef + farm)


# --- views ---------------------------------------------------------------------------------------


def test_frex_is_the_harmonic_mean_of_shares_of_words_as_exclusive_and_as_frequent() -> None:
    found = views.frex(WORDS)[:, 0]  # exclusive: aa, bb, dd, cc; frequent: aa, bb, then a tie
    np.testing.assert_allclose(found, [1, 0.75, 1 / (0.5 / 0.25 + 0.5 / 0.5), 0.5])


def test_relevance_is_that_of_pyldavis() -> None:
    """PyLDAvis 3.4.0, prepare(): .6 logprob + .4 loglift, which it rounds to four places."""
    expected = [
        [-0.24966, -1.85912, -0.94282],
        [-0.66516, -1.07060, -0.84746],
        [-1.69696, -0.59832, -0.31066],
        [-1.63832, -0.25202, -1.63832],
    ]
    np.testing.assert_allclose(views.relevance(MIXTURE), expected, atol=1e-4)


def test_each_view_lists_ten_words_of_each_topic_the_heaviest_first(fitted) -> None:
    model, dtm, _ = fitted
    table = views.word_views(model, dtm)
    assert table.groupby(["topic", "view"], sort=False).size().eq(10).all()
    assert table["view"].unique().tolist() == ["doc-z", "FREX", "relevance"]
    falls = table.groupby(["topic", "view"])["weight"].agg(lambda w: w.is_monotonic_decreasing)
    assert falls.all()


@pytest.mark.parametrize("view", ["doc-z", "FREX"])
def test_words_of_a_planted_topic_name_its_subject(fitted, view: str) -> None:
    table = views.word_views(*fitted[:2])
    subject = table[table["view"] == view].groupby("topic")["term"].agg(lambda t: set(t.str[:8]))
    assert subject.str.len().eq(1).all()
    assert set.union(*subject) == {"subject0", "subject1", "subject2"}


def test_views_list_words_that_labels_are_made_of() -> None:
    words, df = np.array(["1789", "aa", "rare"]), np.array([9, 3, 2])
    assert views._usable(words, df).tolist() == [1]
    assert views._usable(words, df - 2).tolist() == [1, 2]  # where none is in three units


def test_a_model_without_topics_has_no_views_and_no_phrases() -> None:
    docs = documents(["one text"])
    dtm = terms.count(docs)
    assert views.word_views(topics.fit(dtm), dtm).empty
    sents, idx = corpus.sentences(docs), terms.index(docs)
    assert phrases.label_phrases(topics.fit(dtm), idx, sents=sents, languages=["en"]).empty


def test_texts_of_numbers_have_the_words_of_their_labels_and_no_other_view() -> None:
    dtm = terms.count(["11 22 33", "44 55"] * 15)
    table = views.word_views(topics.fit(dtm, n_topics=2), dtm)
    assert set(table["view"]) == {"doc-z"}


# --- phrases -------------------------------------------------------------------------------------


def test_a_topic_is_named_by_the_words_in_a_row_that_set_it_apart() -> None:
    best = named(two_subjects("The reef shark hunts.")).set_index("phrase").loc["reef shark hunts"]
    assert (best["n_units"], best["of_units"], best["reason"]) == (10, 10, "")


def test_the_weight_of_a_phrase_is_doc_z_by_the_three_quarters_power_of_its_share() -> None:
    best = named(two_subjects("Reef shark.", 6)).set_index("phrase").loc["reef shark"]
    z = 0.6 / np.sqrt(0.3 * 0.7 * (1 / 10 + 1 / 10))
    assert best["weight"] == pytest.approx(z * 0.6**0.75, abs=1e-8)


def test_of_two_phrases_in_nearly_the_same_texts_the_longer_is_taken() -> None:
    table = pd.DataFrame(
        {"phrase": ["george w", "w bush", "george w bush"], "weight": [9.0, 8.0, 7.0]}
    )
    assert phrases._longest(table.assign(n_units=[10, 9, 8]))["phrase"] == "george w bush"
    assert phrases._longest(table.assign(n_units=[10, 9, 7]))["phrase"] == "george w"


def test_a_word_is_no_part_of_a_longer_word_of_a_phrase() -> None:
    table = pd.DataFrame({"phrase": ["old art", "bold art gallery", "old art gallery"]})
    table = table.assign(weight=[9.0, 4.0, 3.0], n_units=10)
    assert phrases._longest(table)["phrase"] == "old art gallery"


def test_no_phrase_crosses_a_sentence_or_begins_or_ends_in_a_stop_word() -> None:
    texts = ["Kelp. Tide of the reef. Tide." if i % 2 else "Wheat. Plough." for i in range(20)]
    found = named(documents([f"{text} N{i}." for i, text in enumerate(texts)]))
    assert found["phrase"].eq("").all()
    reason = "no phrase stands in three of its units and in 3% of them"
    assert found["reason"].eq(reason).all()


@pytest.mark.parametrize(("n", "phrase"), [(2, ""), (3, "reef shark")])
def test_a_phrase_stands_in_three_texts_of_its_topic_at_least(n: int, phrase: str) -> None:
    assert set(named(two_subjects("Reef shark. Reef shark.", n))["phrase"]) == {"", phrase}


@pytest.mark.parametrize(("length", "starts"), [(2, [1, 2]), (3, [0, 1])])
def test_runs_are_looked_for_around_a_term(length: int, starts: list[int]) -> None:
    idx = terms.index(documents(["aa bb cc dd"]))
    edges = np.ones(4, bool)
    assert phrases._starts(idx, np.array([idx.number("cc")]), edges, length).tolist() == starts


def test_a_phrase_holds_a_term_of_its_topic() -> None:
    idx = terms.index(documents(["aa bb cc dd"]))
    held = sp.csr_matrix([[5, 5], [0, 0]])
    units = phrases._Units(np.zeros(1, int), np.repeat([0, 1], 5), np.array([5, 5]))
    grams = phrases._Grams(np.array([[0, 1], [2, 3]]), held)
    found = phrases._of_length(idx, grams, units, 0, np.array([idx.number("dd")]))
    assert found["phrase"].tolist() == ["cc dd"]


@pytest.mark.parametrize("unit", ["document", "paragraph", "sentence"])
def test_phrases_are_counted_in_the_units_of_the_model(unit: str) -> None:
    parts = ["Reef kelp tide coral.", "Wheat barley plough field."] * 20
    whole = unit == "document"
    texts = (
        parts if whole else [f"{a}\n\n{b}" for a, b in zip(parts[::2], parts[1::2], strict=True)]
    )
    found = named(documents(texts), unit=unit)
    assert found["of_units"].tolist() == [20, 20]
    assert found["n_units"].tolist() == [20, 20]


def test_the_order_of_documents_changes_no_phrase(fitted) -> None:
    model, _, docs = fitted
    tables = []
    for some in (docs, docs.sample(frac=1, random_state=3).reset_index(drop=True)):
        sents = corpus.sentences(some)
        idx = terms.index(some, sentences=sents)
        tables.append(phrases.label_phrases(model, idx, sents=sents, languages=["en"]))
    pd.testing.assert_frame_equal(*tables)


def test_phrases_of_a_part_of_the_texts_are_counted_in_that_part(fitted) -> None:
    model, _, docs = fitted
    some = docs.head(30)
    sents = corpus.sentences(some)
    found = phrases.label_phrases(model, terms.index(some), sents=sents, languages=["en"])
    assert found["of_units"].sum() == 30


# --- passages ------------------------------------------------------------------------------------


def test_near_copies_never_fill_a_list_of_passages() -> None:
    texts, _ = planted(40, 2)
    near = [f"{texts[0]} update{i}" for i in range(9)]  # the same but for one word
    docs = documents([*texts, *near])
    dtm = terms.count(docs)
    table = topics.passages(topics.fit(dtm, n_topics=2), dtm, n=3)
    copies = {"d000", *(f"d{i:03d}" for i in range(40, 49))}
    of_copies = table[table["doc_id"].isin(copies)]
    assert len(of_copies)
    assert of_copies.groupby(["topic", "kind"]).size().le(1).all()
    assert table.groupby(["topic", "kind"]).size().eq(3).all()


def test_a_near_copy_of_a_typical_passage_is_not_borderline() -> None:
    texts, _ = planted(12, 2)
    docs = documents([f"{text} update{i}" for text in texts for i in range(4)])
    dtm = terms.count(docs)
    table = topics.passages(topics.fit(dtm, n_topics=2), dtm)
    text = table["doc_id"].str[1:].astype(int) // 4
    kinds = table["kind"].ne("random")
    assert not pd.DataFrame({"topic": table["topic"], "text": text})[kinds].duplicated().any()


def test_passages_that_share_four_terms_of_five_are_both_listed() -> None:
    texts = [f"aa bb cc dd e{letter}" for letter in "xyz"] + ["ff gg hh ii jj"] * 3
    dtm = terms.count(documents(texts))
    table = topics.passages(topics.fit(dtm, n_topics=2), dtm, n=3)
    typical = table[table["kind"] == "typical"].groupby("topic").size()
    assert sorted(typical) == [1, 3]


# --- the table of topics, and what is said of it -------------------------------------------------


def tables(fitted) -> tuple[pd.DataFrame, pd.DataFrame]:
    model, _, docs = fitted
    sents = corpus.sentences(docs)
    idx = terms.index(docs, sentences=sents)
    quality = coherence.quality(model, idx)
    named = phrases.label_phrases(model, idx, sents=sents, languages=["en"])
    return quality, views.judged(model, quality, named)


def test_the_table_of_topics_joins_labels_phrases_words_and_measures(fitted) -> None:
    model = fitted[0]
    quality, judged = tables(fitted)
    assert judged["label"].tolist() == model.topics["label"].tolist()
    assert judged["npmi"].tolist() == quality["npmi"].tolist()
    assert judged["words"].str.split(", ").str.len().eq(10).all()
    assert (judged["exclusivity"] > 0.5).all()


def test_reasons_of_the_joined_table_are_said_once(fitted) -> None:
    model = fitted[0]
    once = replace(model, topics=model.topics.assign(reason="few; one topic holds all"))
    quality, _ = tables(fitted)
    named = pd.DataFrame({"topic": [1, 2, 3], "phrase": ""})
    found = views.judged(once, quality.assign(reason="one topic holds all"), named)
    assert found["reason"].eq("few; one topic holds all").all()


def judged(*stability: float, phrase: str = "") -> pd.DataFrame:
    table = pd.DataFrame({"stability": list(stability)})
    return table.assign(phrase=phrase, exclusivity=0.6)


def measured(npmi: float = 0.1, c_v: tuple[float, ...] = (0.4, 0.7)) -> pd.DataFrame:
    return pd.DataFrame({"npmi": npmi, "c_v": list(c_v), "n_docs": 50})


@pytest.mark.parametrize(
    ("stability", "title"),
    [
        ((0.9, 0.5), "Every topic holds when a fifth of the documents is left out"),
        (
            (0.9, 0.4),
            "One of 2 topics is weak: few of its documents stay together when a fifth is left out",
        ),
        ((NAN,), ""),
    ],
)
def test_the_title_counts_weak_topics(stability: tuple[float, ...], title: str) -> None:
    assert topic_quality.judged_title(judged(*stability), "document") == title


def test_a_topic_without_refits_is_not_counted_as_weak() -> None:
    title = topic_quality.judged_title(judged(0.3, 0.4, NAN), "document")
    assert title.startswith("Two of 2 topics are weak: few of their documents stay together")


def test_phrases_have_a_column_only_where_a_topic_has_one() -> None:
    assert "phrase" not in topic_quality.judged_columns(judged(0.9))
    columns = topic_quality.judged_columns(judged(0.9, phrase="black hole"))
    assert list(columns)[:4] == ["label", "phrase", "words", "stability"]


def test_the_note_tells_the_range_of_c_v_diversity_and_what_was_read() -> None:
    note = topic_quality.judged_note(
        judged(0.9, 0.8, phrase="black hole"), measured(), diversity=0.95, n_docs=900
    )
    said = "C_V .40 to .70; 95% of all label words are different (diversity)."
    assert note["Beside"] == said
    assert note["NPMI"].endswith("as gensim counts; counted in 50 of 900 texts, drawn.")
    assert f"in {phrases.MIN_SHARE:.0%} of the topic" in note["Phrase"]


def test_the_note_says_nothing_of_what_is_not_there() -> None:
    note = topic_quality.judged_note(
        judged(0.9).assign(exclusivity=NAN), measured(NAN, (NAN,)), diversity=NAN, n_docs=50
    )
    assert [key for key, said in note.items() if said] == ["Not said"]


def test_one_topic_has_no_diversity_and_all_texts_read_are_not_counted() -> None:
    note = topic_quality.judged_note(judged(0.9), measured(c_v=(0.4,)), diversity=1.0, n_docs=50)
    assert note["Beside"] == "C_V .40."
    assert note["NPMI"].endswith("as gensim counts.")


def test_a_page_without_topics_has_no_note() -> None:
    empty = judged().assign(phrase="")
    assert topic_quality.judged_note(empty, measured(), diversity=NAN, n_docs=1) == {}
