from __future__ import annotations

from collections import Counter
from math import log, log2
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from analysis import collocations, corpus, terms, tokens
from analysis.errors import DataError, UsageError

SHARED = Path(__file__).parents[2] / "shared"
WORDS = st.lists(st.sampled_from(["a", "b", "c", "b.", "a."]), max_size=12).map(" ".join)


def documents(texts: list[str]) -> pd.DataFrame:
    ids = [f"d{i:03}" for i in range(len(texts))]
    return pd.DataFrame({"doc_id": ids, "text": texts, "language": "en"})


def index(*texts: str) -> terms.TokenIndex:
    return terms.index(documents(list(texts)))


def row(table: pd.DataFrame, term: str) -> pd.Series:
    return table.set_index("term").loc[term]


def test_an_adjacent_pair_worked_by_hand() -> None:
    # pairs: red wine, wine and, and red, red wine, wine is, is red; 6 in all
    got = collocations.adjacent(index("red wine and red wine is red"), min_count=1)
    pair = row(got, "red wine")
    assert (pair["count"], pair["count1"], pair["count2"]) == (2, 3, 2)
    assert pair["expected"] == pytest.approx(2 * 2 / 6)
    assert pair["log_dice"] == pytest.approx(14 + log2(2 * 2 / (3 + 2)))
    assert pair["npmi"] == pytest.approx(log(2 * 6 / (2 * 2)) / -log(2 / 6))
    assert pair["delta_p_12"] == pytest.approx(2 / 2 - 0 / 4)
    assert pair["delta_p_21"] == pytest.approx(2 / 2 - 0 / 4)


def test_delta_p_has_two_directions() -> None:
    got = collocations.adjacent(index("of course and of late or of course in course"), min_count=1)
    pair = row(got, "of course")  # 9 pairs; of is first 3 times, course second 3 times
    assert pair["delta_p_12"] == pytest.approx(2 / 3 - 1 / 6)
    assert pair["delta_p_21"] == pytest.approx(2 / 3 - 1 / 6)


def test_g2_of_a_pair_is_scipys() -> None:
    got = collocations.adjacent(index("red wine and red wine is red"), min_count=1)
    want = stats.chi2_contingency([[2, 0], [0, 4]], correction=False, lambda_="log-likelihood")
    assert row(got, "red wine")["g2"] == pytest.approx(want.statistic)


def test_pairs_never_cross_the_end_of_a_sentence() -> None:
    got = collocations.adjacent(index("It rained. Snow fell.\n\nWind rose."), min_count=1)
    assert got["term"].tolist() == ["it rained", "snow fell", "wind rose"]


@settings(max_examples=40, deadline=None)
@given(st.lists(WORDS.filter(str.strip), min_size=1, max_size=5))
def test_adjacent_counts_are_those_of_counted_bigrams(texts: list[str]) -> None:
    docs = documents([*texts, "x y x"])
    dtm = terms.count(docs, words="word", ngram_range=(2, 2))
    sents = terms.count(docs, words="word", unit="sentence", ngram_range=(2, 2))
    got = collocations.adjacent(terms.index(docs), min_count=1).sort_values("term")
    assert got["term"].tolist() == sorted(dtm.vocabulary.tolist())
    names = pd.Index(dtm.vocabulary).get_indexer(pd.Index(got["term"]))
    assert got["count"].tolist() == dtm.counts.sum(axis=0).A1[names].tolist()
    assert got["n_docs"].tolist() == dtm.document_frequency()[names].tolist()
    assert got["n_sentences"].tolist() == sents.document_frequency()[names].tolist()


def by_loop(texts: list[str], span: int) -> tuple[Counter, Counter, Counter]:
    """Count the places near each word, the plain way: pairs, sentences, slots."""
    pairs, sentences, slots = Counter(), Counter(), Counter()
    docs = documents(texts)
    for text in corpus.texts(docs, corpus.sentences(docs)):
        words = tokens.tokenize(text)
        near = [
            (w, v)
            for i, w in enumerate(words)
            for j, v in enumerate(words)
            if 0 < abs(i - j) <= span
        ]
        pairs.update(near)
        sentences.update(set(near))
        slots.update(w for w, _ in near)
    return pairs, sentences, slots


@settings(max_examples=40, deadline=None)
@given(st.lists(WORDS, min_size=1, max_size=4), st.integers(1, 4))
def test_windows_are_those_of_a_plain_loop(texts: list[str], span: int) -> None:
    pairs, sentences, slots = by_loop([*texts, "a b"], span)
    got = collocations.window(index(*texts, "a b"), span=span, min_count=1)
    want = {(w, v): n for (w, v), n in pairs.items() if w < v}
    keys = list(zip(got["word1"], got["word2"], strict=True))
    assert dict(zip(keys, got["count"], strict=True)) == want
    assert got["n_sentences"].tolist() == [sentences[key] for key in keys]
    expected = [slots[w] * slots[v] / slots.total() for w, v in keys]
    np.testing.assert_allclose(got["expected"], expected)


@settings(max_examples=30, deadline=None)
@given(st.lists(WORDS, min_size=1, max_size=4))
def test_the_collocates_of_a_word_are_its_rows_of_the_window(texts: list[str]) -> None:
    idx = index(*texts, "a b")
    mine = collocations.of("a", idx, min_count=1)
    whole = collocations.window(idx, min_count=1)
    whole = whole[whole["word1"] == "a"].reset_index(drop=True)
    pd.testing.assert_frame_equal(mine, whole)


@settings(max_examples=40, deadline=None)
@given(st.lists(WORDS, min_size=1, max_size=4))
def test_measures_stay_in_their_ranges(texts: list[str]) -> None:
    for table in (
        collocations.adjacent(index(*texts, "a b"), min_count=1),
        collocations.window(index(*texts, "a b"), min_count=1),
    ):
        assert (table["npmi"].dropna().abs() <= 1 + 1e-9).all()
        assert not (table[["delta_p_12", "delta_p_21"]].abs() > 1 + 1e-9).any(axis=None)
        assert (table["g2"] >= 0).all()


def test_order_of_documents_never_matters() -> None:
    texts = ["red wine and red wine", "red ink. Blue wine", "wine and red ink"]
    pd.testing.assert_frame_equal(
        collocations.window(index(*texts), min_count=1),
        collocations.window(index(*texts[::-1]), min_count=1),
    )


def test_floors_of_hits_and_documents_hold_and_an_empty_table_says_why() -> None:
    idx = index("red wine", "red wine and ink", "blue ink and ink and ink")
    floor = collocations.adjacent(idx, min_count=2)["term"].tolist()
    assert floor == ["red wine", "and ink", "ink and"]
    two = collocations.adjacent(idx, min_count=2, min_docs=2)
    assert two["term"].tolist() == ["red wine", "and ink"]
    none = collocations.adjacent(idx, min_count=9)
    assert none.empty
    assert none.attrs["reason"] == ("no pair stands 9 times or more; the commonest stands 3 times")


def test_sentences_of_one_word_hold_no_pair() -> None:
    got = collocations.window(index("Rain. Sun."), min_count=1)
    assert got.attrs["reason"] == "no two words stand together in a sentence"


def test_a_word_that_is_not_there_and_a_span_of_none_are_refused() -> None:
    with pytest.raises(
        UsageError, match="'wime' is not a word of these texts; did you mean 'wine'"
    ):
        collocations.of("wime", index("red wine"))
    with pytest.raises(UsageError, match="span=0"):
        collocations.of("wine", index("red wine"), span=0)


def test_pairs_with_stop_words_can_be_left_out() -> None:
    got = collocations.adjacent(index("the red wine of the house"), min_count=1)
    assert collocations.without_stop_words(got, ["en"])["term"].tolist() == ["red wine"]


def test_stop_words_left_out_before_counting_change_no_number_of_the_other_pairs() -> None:
    idx = index("the red wine of the house", "red wine and old red ink", "the house of old red ink")
    pd.testing.assert_frame_equal(
        collocations.adjacent(idx, languages=["en"], min_count=1),
        collocations.without_stop_words(collocations.adjacent(idx, min_count=1), ["en"]),
    )


def test_a_text_whose_pairs_all_hold_a_stop_word_says_so() -> None:
    got = collocations.adjacent(index("the wine of the house"), languages=["en"], min_count=1)
    assert got.attrs["reason"] == "no two words, stop words aside, stand together in a sentence"


def test_more_pairs_than_numbers_is_an_error_with_its_mend(monkeypatch) -> None:
    monkeypatch.setattr(collocations.counting, "_LARGEST", 3)
    with pytest.raises(DataError, match="too many to pair; raise min_count"):
        collocations.adjacent(index("a b c d"), min_count=1)


def contrasted(n: int = 15, seed: int = 0) -> tuple[terms.TokenIndex, np.ndarray]:
    """Twice n documents; near `bank`, `river` stands in the first half and `money` in both."""
    rng = np.random.default_rng(seed)
    texts = []
    for side in (0.6, 0.05):
        for _ in range(n):
            near = ["river" if rng.random() < side else "money" for _ in range(12)]
            texts.append(" ".join(f"The {word} bank stood there." for word in near))
    return index(*texts), np.arange(2 * n) < n


def test_a_collocate_of_one_group_is_found_by_documents() -> None:
    idx, target = contrasted()
    got = collocations.compare("bank", idx, target=target)
    assert got["term"][0] == "bank … river"
    assert 0 < got["low"][0] < np.log2(0.6 / 0.05) < got["high"][0]
    assert got["q"][0] < 0.05
    assert set(got["word1"]) == {"bank"}
    alike = got.set_index("word2").loc["stood"]
    assert alike["low"] < 0 < alike["high"]


def test_of_collocates_shown_no_adjusted_interval_holds_none() -> None:
    idx, target = contrasted()
    got = collocations.compare("bank", idx, target=target)
    listed = collocations.shown(got, 1)
    assert listed["word2"].tolist() == ["river"]
    assert listed["adjusted"][0] == f"1 shown of {got['p'].notna().sum()}"
    assert 0 < listed["low"][0] < got["low"][0]
    assert collocations.shown(got.tail(1)).empty


def test_a_pair_of_two_lists_leads_to_the_sentences_in_which_its_words_stand_together() -> None:
    idx, target = contrasted()
    near = collocations.company("bank", idx)
    apart = collocations.shown(collocations.compare("bank", idx, target=target))
    pairs = collocations.union(near, apart, near)
    assert pairs["term"].is_unique
    held = collocations.in_sentences(pairs, idx, offsets=collocations.NEARBY)
    count = near.set_index("term").loc["bank … river", "count"]
    assert held.counts[:, held.column("bank … river")].sum() == count


def test_a_coarser_unit_and_missing_marks_are_honoured() -> None:
    idx, target = contrasted()
    few = pd.Series(np.arange(30) // 5, name="author")
    got = collocations.compare("bank", idx, target=target, unit=few)
    assert set(got["reason"]) == {"fewer than 5 authors"}
    mask = pd.Series(target, dtype="boolean")
    mask[:] = pd.NA
    none = collocations.compare("bank", idx, target=mask)
    assert none.attrs["reason"].startswith("no word stands 5 times or more near the term")
    with pytest.raises(UsageError, match="target marks 3 documents, there are 30"):
        collocations.compare("bank", idx, target=[True] * 3)


@pytest.mark.skipif(not SHARED.is_dir(), reason="the seed lies beside the repository")
def test_the_seed_has_few_pairs_and_says_so() -> None:
    idx = terms.index(corpus.read(SHARED / "seeds"))
    assert collocations.adjacent(idx).attrs["reason"] == (
        "no pair stands 5 times or more; the commonest stands 3 times"
    )
    assert "to evacuate" in collocations.adjacent(idx, min_count=2)["term"].tolist()
