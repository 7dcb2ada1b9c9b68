from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from scipy.stats import hypergeom
from scipy.stats import t as student

from analysis import frequency, terms
from analysis.frequency import richness


def documents(texts: list[str]) -> pd.DataFrame:
    ids = [f"d{i:03}" for i in range(len(texts))]
    return pd.DataFrame({"doc_id": ids, "text": texts, "language": "en", "date": pd.NaT})


def measured(texts: list[str], **options: int) -> pd.DataFrame:
    docs = documents(texts)
    dtm = terms.count(docs, words="word")
    return frequency.diversity(dtm, docs, **options).set_index("measure")


def random_texts(n: int, length: int, seed: int = 0) -> list[str]:
    rng = np.random.default_rng(seed)
    return [" ".join(f"w{i}" for i in rng.zipf(1.5, length)) for _ in range(n)]


def test_mattr_of_five_tokens_worked_by_hand() -> None:
    # windows of 3 in a b a a c: aba 2, baa 2, aac 2 types: 6 of 9
    assert measured(["a b a a c"], window=3).loc["mattr", "value"] == pytest.approx(6 / 9)


def test_mattr_is_what_sliding_a_window_gives() -> None:
    texts = random_texts(3, 130)
    expected = []
    for text in texts:
        own = text.split()
        windows = [len(set(own[i : i + 50])) / 50 for i in range(len(own) - 49)]
        expected.append(np.mean(windows))
    assert measured(texts).loc["mattr", "value"] == pytest.approx(np.mean(expected))


def test_hdd_is_the_hypergeometric_of_scipy() -> None:
    own = random_texts(1, 120)[0].split()
    counts = pd.Series(own).value_counts()
    drawn = [1 - hypergeom(len(own), int(c), 42).pmf(0) for c in counts]
    assert measured([" ".join(own)]).loc["hdd", "value"] == pytest.approx(sum(drawn) / 42)


def test_forty_two_different_words_have_hdd_one_and_one_word_alone_the_least() -> None:
    assert measured([" ".join(f"w{i}" for i in range(42))]).loc["hdd", "value"] == pytest.approx(1)
    assert measured(["again " * 60]).loc["hdd", "value"] == pytest.approx(1 / 42)


def test_types_and_hapaxes_are_counted_without_an_interval_and_with_a_warning() -> None:
    got = measured(["a b b", "a c d"])
    assert got.loc[["tokens", "types", "hapax_share"], "value"].tolist() == [6, 4, 0.5]
    assert got.loc["types", "reason"].startswith("changes with the length")


def test_the_interval_is_over_documents() -> None:
    got = measured(random_texts(8, 80)).loc["mattr"]
    each = [measured([text]).loc["mattr", "value"] for text in random_texts(8, 80)]
    half = student.ppf(0.975, 7) * np.std(each, ddof=1) / np.sqrt(8)
    assert got[["low", "high"]].tolist() == pytest.approx([got.value - half, got.value + half])
    assert (got["n_docs"], got["reason"]) == (8, "")


@pytest.mark.parametrize(
    ("texts", "reason"),
    [
        (["too short"], "no text has 50 words"),
        (random_texts(1, 60), "one text: it speaks of this text alone"),
        (random_texts(3, 60), "fewer than 5 documents"),
    ],
)
def test_what_has_no_interval_says_why(texts: list[str], reason: str) -> None:
    row = measured(texts).loc["mattr"]
    assert row["reason"] == reason
    assert np.isnan([row["low"], row["high"]]).all()


def test_where_words_were_dropped_types_are_not_measured_and_mattr_is_the_same() -> None:
    docs = documents(random_texts(6, 90))
    whole = frequency.diversity(terms.count(docs, words="word"), docs)
    part = frequency.diversity(terms.count(docs, words="word", min_df=3), docs)
    assert part["value"].isna().tolist() == [False, True, True, False, False]
    assert part.loc[1, "reason"] == richness.SOME_DROPPED
    assert part["value"].tolist()[3:] == whole["value"].tolist()[3:]


def test_length_does_not_move_mattr_as_it_moves_the_type_token_ratio() -> None:
    short, long = (measured(random_texts(40, n, seed=n)) for n in (100, 800))
    assert short.loc["mattr", "value"] == pytest.approx(long.loc["mattr", "value"], abs=0.02)


def test_a_sample_of_many_documents_does_not_depend_on_their_order() -> None:
    docs = documents(random_texts(20, 60))
    dtm = terms.count(docs, words="word")
    one = frequency.diversity(dtm, docs, max_docs=7)
    pd.testing.assert_frame_equal(one, frequency.diversity(dtm, docs.iloc[::-1], max_docs=7))
    assert one["n_docs"].tolist()[3:] == [7, 7]


def test_an_empty_document_changes_no_mean() -> None:
    texts = random_texts(6, 60)
    assert measured([*texts, ""])["value"].tolist() == measured(texts)["value"].tolist()
