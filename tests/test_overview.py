from __future__ import annotations

import pandas as pd
import pytest
from toy_findings import documents

from analysis import overview
from analysis.schema import NOTES


def sents(*doc_ids: str) -> pd.DataFrame:
    table = pd.DataFrame({"doc_id": doc_ids, "sentence_id": [f"s{i}" for i in range(len(doc_ids))]})
    return table.assign(paragraph=1)


def test_a_period_without_documents_is_counted_as_none() -> None:
    docs = documents([3, 4], date=["2021-05-01", "2023-05-01"])
    table = overview.by_period(docs, "year")
    assert table["label"].tolist() == ["2021", "2022", "2023"]
    assert table["n_docs"].tolist() == [1, 0, 1]
    assert table["n_tokens"].tolist() == [3, 0, 4]


def test_where_dates_bear_no_periods_there_are_no_rows() -> None:
    docs = documents([3])
    assert overview.by_period(docs, "").empty
    assert overview.period_names(docs, "").tolist() == [""]


def test_documents_are_counted_by_source_with_their_share_and_dates() -> None:
    docs = documents([3, 4, 5], source=["A", "A", ""], date=["2021-05-01", "2023-05-01", pd.NaT])
    rows = overview.by_source(docs)[["name", "n_docs", "n_tokens", "first", "last"]]
    assert rows.to_numpy().tolist() == [
        ["A", 2, 7, "2021-05-01", "2023-05-01"],
        ["not known", 1, 5, "", ""],
    ]


def test_without_a_named_source_there_is_no_table_of_sources() -> None:
    assert overview.by_source(documents([3, 4])).empty


def test_a_language_that_could_not_be_told_is_not_known() -> None:
    names = overview.by_language(documents([3, 4, 5], language=["und", "uk", "uk"]))["name"]
    assert names.tolist() == ["uk", "not known"]


def test_reasons_are_counted_and_the_first_five_quoted() -> None:
    rows = [("a.csv", i, "d", "skipped", "no text", "") for i in range(1, 8)]
    rows += [("b.txt", 0, "d", "taken", "date", "2023")]
    table = overview.reasons(pd.DataFrame(rows, columns=NOTES.names))
    assert table["n"].tolist() == [7, 1]
    assert table["examples"].tolist() == [
        "a.csv:1; a.csv:2; a.csv:3; a.csv:4; a.csv:5",
        "b.txt (2023)",
    ]
    assert overview.reasons(NOTES.empty()).empty


def test_documents_are_listed_with_dates_cut_where_knowledge_ends() -> None:
    docs = documents([3, 4], date=["2023-01-01", pd.NaT], precision=["year", ""])
    table = overview.documents(docs, sents("d1", "d1"))
    assert table["date"].tolist() == ["2023", ""]
    assert table["n_sentences"].tolist() == [2, 0]


@pytest.mark.parametrize(("lengths", "rows"), [([5], 0), ([5, 5], 0), ([5, 6], 2)])
def test_lengths_need_two_that_differ(lengths: list[int], rows: int) -> None:
    assert len(overview.lengths(documents(lengths))) == rows


def test_of_a_large_corpus_the_longest_and_the_shortest_are_among_the_samples() -> None:
    lengths = [50] * 100
    lengths[44], lengths[60] = 900, 1
    docs = documents(lengths)
    chosen = overview.samples(docs, sents(*docs["doc_id"]))
    assert {"d45", "d61", "d1", "d100"} <= set(chosen["key"])
    assert len(chosen) == 20


def test_a_group_opens_with_the_first_sentence_of_its_first_document() -> None:
    docs = documents([3, 4, 5])
    key = pd.Series(["A", "", "A"])
    chosen = overview.openings(docs, sents("d1", "d1", "d2", "d3"), key)
    assert chosen.to_numpy().tolist() == [["A", "s0", 3]]


def test_the_period_of_a_document_is_named_and_blank_where_it_has_none() -> None:
    docs = documents([3, 4], date=["2021-05-01", "2021-01-01"], precision=["day", "year"])
    assert overview.period_names(docs, "month").tolist() == ["May 2021", ""]
