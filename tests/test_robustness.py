from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from analysis import frequency, keyness, robustness, terms
from analysis.errors import UsageError


def documents(texts: list[str]) -> pd.DataFrame:
    n = len(texts)
    days = pd.date_range("2020-01-01", periods=n, freq="MS").astype("datetime64[us]")
    ids = [f"d{i:03}" for i in range(n)]
    table = pd.DataFrame({"doc_id": ids, "text": texts, "language": "en", "date": days})
    return table.assign(date_precision="day", source="Wire")


def by_term(table: pd.DataFrame) -> pd.DataFrame:
    return table.set_index("term")


def test_a_stop_word_stays_on_top_only_without_a_stop_list() -> None:
    docs = documents(["the rain the rain the sun"] * 6)
    got = by_term(robustness.top(docs, ["the", "rain"]))
    assert got["n_settings"].tolist() == [27, 27]
    assert got["n_held"].tolist() == [9, 27]
    assert got.loc["the", "lost"] == "our stop list, scikit-learn's stop list"
    assert got.loc["rain", "lost"] == ""


def test_a_word_of_one_rule_is_lost_under_the_other() -> None:
    docs = documents(["rain I don't don't like"] * 6)
    got = by_term(robustness.top(docs, ["don't", "rain"], n=5))
    assert "word rule plain" in got.loc["don't", "lost"]
    assert got.loc["rain", "n_held"] == 27


def test_a_word_of_one_document_is_lost_where_two_are_asked_for() -> None:
    docs = documents(["rain rain rain", "sun", "sun", "sun fog", "sun fog", "sun fog", "fog fog"])
    got = by_term(robustness.top(docs, ["rain"], n=3))
    assert got.loc["rain", "lost"] == "min_df 2, min_df 5"


def test_a_form_stays_among_lemmas_while_its_lemma_does() -> None:
    docs = documents(["wars war war sun"] * 6 + ["sun fog sun fog"] * 6)
    got = by_term(robustness.top(docs, ["wars", "fog"], n=2))
    assert got.loc["wars", "lost"] == "word rule word, word rule plain"
    assert got.loc["wars", "n_held"] == 9


def test_the_sentences_of_a_single_text_are_counted() -> None:
    docs = documents(["Rain fell. Rain again. Sun shone."])
    got = by_term(robustness.top(docs, ["rain"], n=1))
    assert got.loc["rain", ["n_settings", "n_held"]].tolist() == [18, 18]


def planted(n: int = 16) -> tuple[pd.DataFrame, np.ndarray]:
    rng = np.random.default_rng(0)
    rates = [(6.0, 3.0)] * n + [(0.5, 3.0)] * n
    texts = ["".join(("rain " * a, "sun " * b, "and so on " * 20)) for a, b in rng.poisson(rates)]
    return documents(texts), np.arange(2 * n) < n


def test_a_difference_stays_while_its_unit_bears_it() -> None:
    docs, target = planted()
    key = keyness.shown(keyness.compare(terms.count(docs, words="word"), target))
    author = pd.Series(np.arange(32) // 8, name="author")
    got = by_term(robustness.differences(docs, key, target=target, unit=author))
    assert got.loc["rain", ["n_settings", "n_held"]].tolist() == [54, 27]
    assert got.loc["rain", "lost"] == "unit author"
    assert "unit document or unit author" in got.loc["rain", "settings"]
    assert by_term(robustness.differences(docs, key, target=target)).loc["rain", "n_held"] == 27


def test_the_other_sign_does_not_count_as_staying() -> None:
    docs, target = planted()
    key = keyness.shown(keyness.compare(terms.count(docs, words="word"), target))
    turned = key.assign(log_ratio=-key["log_ratio"])
    got = by_term(robustness.differences(docs, turned, target=target))
    assert got.loc["rain", ["n_held", "lost"]].tolist() == [0, "every setting"]


def test_a_rising_term_stays() -> None:
    rng = np.random.default_rng(0)
    texts = ["rain " * rng.poisson(1.2 * 1.08**i) + "sun " * 40 for i in range(40)]
    docs = documents(texts)
    changes = frequency.trends(terms.count(docs, words="word"), docs, width="month")
    got = by_term(robustness.trends(docs, changes.head(1), width="month"))
    assert got.index.tolist() == ["rain"]
    assert got.loc["rain", "n_held"] == 27


def test_what_was_counted_for_the_page_is_not_counted_anew(monkeypatch) -> None:
    docs = documents(["rain sun rain"] * 6)
    anew = robustness.top(docs, ["rain"])
    known = terms.count(docs, unit="sentence", words="word")
    counts = robustness.counted(docs, known)
    monkeypatch.setattr(terms, "count", lambda *_, **__: pytest.fail("counted anew"))
    assert robustness.top(docs, ["rain"], counts=counts).equals(anew)


def test_lists_stand_below_each_other_and_an_empty_one_is_left_out() -> None:
    docs = documents(["rain sun rain"] * 6)
    one = robustness.top(docs, ["rain"])
    got = robustness.together({"commonest": one, "moves": one.head(0), "again": one})
    assert got[["shown_as", "term"]].to_numpy().tolist() == [
        ["commonest", "rain"],
        ["again", "rain"],
    ]
    assert robustness.together({}).empty


def test_the_terms_that_stay_in_the_fewest_settings_stand_first() -> None:
    held = robustness.top(documents(["rain sun rain"] * 6), ["rain"])
    one, other, third = (held.assign(term=t, n_held=n) for t, n in (("a", 2), ("b", 1), ("c", 1)))
    got = robustness.together({"commonest": one, "moves": pd.concat([other, third])})
    assert got["term"].tolist() == ["b", "c", "a"]


def test_a_term_asked_for_twice_is_refused_and_none_makes_no_row() -> None:
    docs = documents(["rain sun"] * 6)
    with pytest.raises(UsageError, match="stands twice"):
        robustness.top(docs, ["rain", "rain"])
    assert robustness.top(docs, [], n=3).empty
