"""Tables become DOCUMENTS: columns found or refused, cells kept as written, bad rows named."""

from __future__ import annotations

import json
from datetime import date, datetime
from typing import TYPE_CHECKING

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from analysis import corpus, schema
from analysis.errors import DataError, UsageError

if TYPE_CHECKING:
    from pathlib import Path


def table(folder: Path, content: str | bytes, name: str = "t.csv") -> Path:
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def lines(folder: Path, *rows: object, name: str = "t.jsonl") -> Path:
    return table(folder, "\n".join(map(json.dumps, rows)), name)


def skipped(docs: pd.DataFrame) -> list[tuple[int, str]]:
    notes = docs.attrs["notes"]
    rows = notes[notes["what"] == "skipped"]
    assert docs.attrs["n_rows_in"] == len(docs) + docs.attrs["n_skipped"] == len(docs) + len(rows)
    return list(zip(rows["row"], rows["reason"], strict=True))


@pytest.mark.parametrize("mark", [",", ";", "\t", "|"])
def test_the_mark_between_columns_is_found(tmp_path: Path, mark: str) -> None:
    rows = [
        ["id", "date", "source", "title", "text"],
        ["7", "2023-11-09", "S", "T", '"a, b; c"'],
    ]
    docs = corpus.read(table(tmp_path, "\n".join(mark.join(row) for row in rows)))
    found = docs[["doc_id", "source", "title", "text", "origin"]].iloc[0].tolist()
    assert found == ["7", "S", "T", "a, b; c", "t.csv:2"]
    assert docs["date_from"].tolist() == ["column"]


@pytest.mark.parametrize(
    "one", ["007", "1e5", "4e492493924924", "2e06918610327a", "1" * 30, "0.10", "NA"]
)
@pytest.mark.parametrize("kind", ["csv", "json string", "json number"])
def test_ids_stay_as_they_are_written(tmp_path: Path, one: str, kind: str) -> None:
    if kind == "csv":
        path = table(tmp_path, f"id,text\n{one},Words.\n")
    elif kind == "json string":
        path = lines(tmp_path, {"id": one, "text": "Words."})
    elif one in ("007", "NA", "2e06918610327a"):
        pytest.skip("no JSON number")
    else:
        path = table(tmp_path, f'{{"id": {one}, "text": "Words."}}', "t.jsonl")
    assert corpus.read(path)["doc_id"].tolist() == [one]


@pytest.mark.parametrize("text", ["NA", "null", "None", "nan", "1e5", "007", "true"])
def test_texts_that_look_like_nothing_or_numbers_stay_texts(tmp_path: Path, text: str) -> None:
    assert corpus.read(table(tmp_path, f"text\n{text}\n"))["text"].tolist() == [text]
    assert corpus.read(lines(tmp_path, {"text": text}))["text"].tolist() == [text]


def test_an_id_not_given_is_the_start_of_the_hash_of_the_text(tmp_path: Path) -> None:
    docs = corpus.read(table(tmp_path, "text\nabc\n"))
    assert docs["doc_id"].tolist() == ["ba7816bf8f01"]  # FIPS 180-2, example B.1


def test_repeated_ids_are_numbered_and_noted_whatever_the_order_of_rows(tmp_path: Path) -> None:
    docs = corpus.read(table(tmp_path, "id,text\na,One\na,Two\na~2,Three\n"))
    again = corpus.read(table(tmp_path, "id,text\na~2,Three\na,Two\na,One\n"))
    assert sorted(docs["doc_id"]) == ["a", "a~2", "a~3"]
    assert corpus.digest(docs) == corpus.digest(again)
    assert docs.attrs["notes"]["reason"].tolist() == ["id that another document has"]


def test_a_row_with_too_many_fields_is_left_out_by_its_number(tmp_path: Path) -> None:
    docs = corpus.read(table(tmp_path, "id,text\n1,a\n2,b,c\n3,d\n"))
    assert docs["doc_id"].tolist() == ["1", "3"]
    assert skipped(docs) == [(3, "more fields than columns")]


def test_too_many_fields_everywhere_is_an_error_not_a_shift(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="every row has more fields than the header"):
        corpus.read(table(tmp_path, "id,text\n1,a,x\n2,b,y\n"))


def test_an_unclosed_quote_is_named_by_the_row_that_opens_it(tmp_path: Path) -> None:
    with pytest.raises(DataError, match=r"t\.csv:3: the quote"):
        corpus.read(table(tmp_path, 'id,text\n1,a\n2,"b\n3,c\n4,d\n'))


def test_an_inch_mark_is_no_unclosed_quote(tmp_path: Path) -> None:
    docs = corpus.read(table(tmp_path, 'id,text\n1,a 5" pipe\n2,b\n'))
    assert docs["text"].tolist() == ['a 5" pipe', "b"]


def test_a_text_over_several_lines_is_one_row(tmp_path: Path) -> None:
    docs = corpus.read(table(tmp_path, 'id,text\r\n1,"a\r\nb"\r\n2,c\r\n'))
    assert docs["text"].tolist() == ["a\nb", "c"]


def test_a_text_longer_than_the_csv_module_allows_is_read(tmp_path: Path) -> None:
    docs = corpus.read(table(tmp_path, f"id,text\n1,{'word ' * 40_000}\n"))
    assert docs["n_tokens"].tolist() == [40_000]


def test_columns_of_the_same_name_are_named(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="columns of the same name: 'text'"):
        corpus.read(table(tmp_path, "text,text\na,b\n"))


@pytest.mark.parametrize("content", ["", "id,text\n", "\n\n"])
def test_a_table_without_rows_says_so(tmp_path: Path, content: str) -> None:
    with pytest.raises(DataError, match="no rows"):
        corpus.read(table(tmp_path, content))


@pytest.mark.parametrize("name", ["t.csv", "t.json", "t.jsonl", "t.tsv"])
def test_a_web_page_saved_as_a_table_is_recognised(tmp_path: Path, name: str) -> None:
    with pytest.raises(DataError, match="looks like HTML"):
        corpus.read(table(tmp_path, "<!DOCTYPE html><html>", name))


@pytest.mark.parametrize("header", ["id,words", "body,content"])
def test_a_table_whose_text_cannot_be_told_lists_its_columns(tmp_path: Path, header: str) -> None:
    with pytest.raises(UsageError, match=rf"{header.split(',')[1]}.*columns={{\"text\"") as caught:
        corpus.read(table(tmp_path, f"{header}\n1,b\n"))
    assert caught.value.exit_code == 2


def test_columns_can_be_named(tmp_path: Path) -> None:
    path = table(tmp_path, "body,content,key\na,b,k\n")
    docs = corpus.read(path, columns={"text": "content", "id": "key"})
    assert docs[["doc_id", "text"]].iloc[0].tolist() == ["k", "b"]
    with pytest.raises(UsageError, match="no column 'contents'; did you mean 'content'"):
        corpus.read(path, columns={"text": "contents"})


def test_a_column_found_by_another_name_is_noted(tmp_path: Path) -> None:
    notes = corpus.read(table(tmp_path, "Body,published\na,2020-01-01\n")).attrs["notes"]
    assert notes["what"].tolist() == ["guessed"]
    assert notes["detail"].tolist() == ["text = 'Body', date = 'published'"]


def test_bad_lines_of_json_are_left_out_by_their_numbers(tmp_path: Path) -> None:
    good = '{"id": 1, "text": "a"}'
    deep = "[" * 100_000 + "]" * 100_000
    bad = ["{bad", "", "[1]", deep, '{"id": NaN, "text": "b"}', "3"]
    content = "\n".join([good, *bad, good])
    docs = corpus.read(table(tmp_path, "\ufeff" + content, "t.jsonl"))
    assert [row for row, _ in skipped(docs)] == [2, 4, 5, 7]
    assert sorted(docs["text"]) == ["a", "a", "b"]


def test_json_without_any_row_names_the_first_line(tmp_path: Path) -> None:
    with pytest.raises(DataError, match=r"t\.jsonl:1: no JSON"):
        corpus.read(table(tmp_path, "nonsense\n{", "t.jsonl"))


def test_a_huge_number_in_json_is_kept_as_written(tmp_path: Path) -> None:
    docs = corpus.read(table(tmp_path, f'{{"id": {"9" * 5000}, "text": "a"}}', "t.jsonl"))
    assert docs["doc_id"].tolist() == ["9" * 5000]


@pytest.mark.parametrize("name", ["t.json", "t.jsonl"])
def test_a_json_list_is_read_like_lines(tmp_path: Path, name: str) -> None:
    rows = [{"id": "1", "text": "a"}, {"id": "2", "text": "b"}]
    docs = corpus.read(table(tmp_path, json.dumps(rows, indent=1), name))
    assert docs["origin"].tolist() == [f"{name}:1", f"{name}:2"]


def test_lone_surrogates_and_controls_in_json_are_mended_in_every_part(tmp_path: Path) -> None:
    docs = corpus.read(
        table(tmp_path, r'{"id": "a\ud800", "title": "t\u0000", "text": "x\udfff."}', "t.jsonl")
    )
    assert docs[["doc_id", "title", "text"]].iloc[0].tolist() == ["a\ufffd", "t", "x\ufffd."]
    assert docs.attrs["notes"]["what"].tolist() == ["mended"]


def test_rows_without_text_are_left_out(tmp_path: Path) -> None:
    docs = corpus.read(lines(tmp_path, {"id": "1", "text": None}, {"id": "2"}, {"text": "a"}))
    assert skipped(docs) == [(1, "no text"), (2, "no text")]


def parquet(folder: Path, **columns: object) -> Path:
    pq.write_table(pa.table(columns), folder / "t.parquet")
    return folder / "t.parquet"


def test_typed_columns_of_parquet_become_what_they_say(tmp_path: Path) -> None:
    path = parquet(
        tmp_path,
        id=[1, 2],
        published=[datetime(2020, 1, 2, 3, 4), datetime(2020, 1, 3)],  # noqa: DTZ001 - as stored
        text=pa.array(["a", "b"]).dictionary_encode(),
    )
    docs = corpus.read(path)
    assert docs["doc_id"].tolist() == ["1", "2"]
    assert docs["date_precision"].tolist() == ["time", "day"]
    assert docs["origin"].tolist() == ["t.parquet:1", "t.parquet:2"]


def test_a_day_in_parquet_is_a_day(tmp_path: Path) -> None:
    docs = corpus.read(parquet(tmp_path, date=[date(2020, 1, 2), None], text=["a", "b"]))
    assert docs["date_precision"].tolist() == ["day", ""]
    assert docs["date_from"].tolist() == ["column", "none"]


@pytest.mark.parametrize("damage", ["cut", "garbage", "empty", "flipped"])
def test_damaged_parquet_is_named(tmp_path: Path, damage: str) -> None:
    path = parquet(tmp_path, text=[f"some words {i}" for i in range(500)])
    content = path.read_bytes()
    at = content.index(b"text", len(content) // 2)  # in the footer, which is not compressed
    flipped = content[:at] + b"\xfe" + content[at + 1 :]
    damaged = {"cut": content[:-40], "garbage": b"x" * 99, "empty": b"", "flipped": flipped}
    path.write_bytes(damaged[damage])
    with pytest.raises(DataError, match=r"damaged parquet: t\.parquet"):
        corpus.read(path)


def test_a_flipped_byte_among_the_texts_is_found_where_the_file_has_checksums(
    tmp_path: Path,
) -> None:
    path = tmp_path / "t.parquet"
    texts = pa.table({"text": ["some words to find"]})
    pq.write_table(texts, path, write_page_checksum=True, compression="none")
    path.write_bytes(path.read_bytes().replace(b"words", b"wards"))
    with pytest.raises(DataError, match="damaged parquet"):
        corpus.read(path)


def test_a_folder_of_tables_and_texts_is_one_corpus(tmp_path: Path) -> None:
    table(tmp_path, "id,text\na,One.\n", "a.csv")
    lines(tmp_path, {"id": "b", "body": "Two."}, name="b.jsonl")
    parquet(tmp_path, id=["c"], text=["Three."])
    table(tmp_path, "Four.", "d.txt")
    table(tmp_path, "lat,lon\n1,2\n", "places.csv")
    docs = corpus.read(tmp_path)
    assert docs["doc_id"].tolist() == ["a", "b", "c", "d"]
    assert skipped(docs) == [(0, "table whose text column cannot be told")]


def test_the_order_of_rows_changes_only_their_numbers(tmp_path: Path) -> None:
    rows = [
        {"id": str(i % 7), "date": f"2020-01-{i % 9 + 1:02}", "text": f"T{i}"} for i in range(40)
    ]
    docs = corpus.read(lines(tmp_path, *rows))
    again = corpus.read(lines(tmp_path, *rows[::-1]))
    pd.testing.assert_frame_equal(docs.drop(columns="origin"), again.drop(columns="origin"))


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("en-US", "en"),
        ("ENG", "en"),
        ("English", "en"),
        ("ukr", "uk"),
        ("zho", "zh"),
        ("haw", "haw"),
    ],
)
def test_a_column_of_languages_is_read_in_any_spelling(
    tmp_path: Path, written: str, code: str
) -> None:
    docs = corpus.read(table(tmp_path, f"lang,text\n{written},Words.\n"))
    assert docs["language"].tolist() == [code]


@pytest.mark.parametrize("text", ["word " * 2_000_000, "x" * 1_000_000])
def test_one_very_long_line_is_read_and_split(tmp_path: Path, text: str) -> None:
    docs = corpus.read(lines(tmp_path, {"text": text}))
    assert len(corpus.sentences(docs)) == 1


def table_with_authors(folder, name="own.csv"):
    path = folder / name
    rows = "2023-01-01,One text.,Ann,home\n2023-01-02,Two texts.,,world\n"
    path.write_text(f"date,text,author,origin\n{rows}", "utf-8")
    return path


def test_a_column_asked_for_is_kept_beside_the_documents(tmp_path):
    docs = corpus.read(table_with_authors(tmp_path), keep=["author"])
    assert docs["author"].tolist() == ["Ann", ""]
    assert list(docs.columns) == [*schema.DOCUMENTS.names, "author"]


def test_a_column_to_keep_may_name_a_value_be_a_date_or_be_empty(tmp_path):
    docs = corpus.read(table_with_authors(tmp_path), keep=["author:Ann", "2023-01-02", ""])
    assert list(docs.columns) == [*schema.DOCUMENTS.names, "author"]


def test_a_kept_column_never_takes_the_place_of_one_of_ours(tmp_path):
    docs = corpus.read(table_with_authors(tmp_path), keep=["origin"])
    assert docs["origin"].tolist() == ["own.csv:2", "own.csv:3"]


def test_all_columns_of_the_tables_are_named_whether_kept_or_not(tmp_path):
    docs = corpus.read(table_with_authors(tmp_path))
    assert docs.attrs["columns"] == ["date", "text", "author", "origin"]
    assert list(docs.columns) == schema.DOCUMENTS.names


def test_texts_without_the_column_have_it_empty(tmp_path):
    table_with_authors(tmp_path)
    (tmp_path / "plain.txt").write_text("A text of its own.", "utf-8")
    docs = corpus.read(tmp_path, keep=["author"])
    assert docs.set_index("doc_id")["author"].to_dict()["plain"] == ""


def test_copies_that_differ_in_a_kept_column_stand_in_one_order(tmp_path):
    rows = ["2023-01-01,Same.,Ann\n", "2023-01-01,Same.,Bob\n"]
    for name, some in (("a", rows), ("b", rows[::-1])):
        (tmp_path / f"{name}.csv").write_text("date,text,author\n" + "".join(some), "utf-8")
    one, two = (corpus.read(tmp_path / f"{name}.csv", keep=["author"]) for name in "ab")
    assert one["author"].tolist() == two["author"].tolist() == ["Ann", "Bob"]


@pytest.mark.parametrize("suffix", ["jsonl", "parquet"])
def test_every_kind_of_table_keeps_a_column(tmp_path, suffix):
    rows = pd.DataFrame({"text": ["One.", "Two."], "author": ["Ann", "Bob"]})
    path = tmp_path / f"t.{suffix}"
    rows.to_parquet(path) if suffix == "parquet" else rows.to_json(
        path, orient="records", lines=True
    )
    assert sorted(corpus.read(path, keep=["author"])["author"]) == ["Ann", "Bob"]
