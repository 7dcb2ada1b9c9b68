"""Texts in files and folders become DOCUMENTS, and nothing gets lost on the way."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from analysis import corpus, schema, tokens
from analysis.errors import DataError, UsageError

SEEDS = Path(__file__).parents[1] / "seeds"


def write(folder: Path, **files: str | bytes) -> Path:
    for name, content in files.items():
        path = folder / name.replace("__", "/").replace("_txt", ".txt")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)
    return folder


def reasons(docs: pd.DataFrame, what: str = "skipped") -> list[str]:
    notes = docs.attrs["notes"]
    return notes.loc[notes["what"] == what, "reason"].tolist()


def balanced(docs: pd.DataFrame) -> bool:
    n_noted = len(reasons(docs))
    return docs.attrs["n_rows_in"] == len(docs) + docs.attrs["n_skipped"] == len(docs) + n_noted


def test_the_seed_is_one_dated_document_of_322_words_without_its_date_line() -> None:
    docs = corpus.read(SEEDS)
    assert docs["doc_id"].tolist() == ["000_9ca9468ebf3219b2"]
    assert docs["date"].tolist() == [pd.Timestamp("2023-11-09")]
    assert docs["date_from"].tolist() == ["text"]
    assert docs["language"].tolist() == ["en"]
    assert docs["text"][0].startswith("As tensions escalate")
    assert docs["n_tokens"].tolist() == [len(tokens.spans(docs["text"][0]))]


def test_the_date_taken_off_the_text_keeps_its_span_in_the_notes() -> None:
    notes = corpus.read(SEEDS).attrs["notes"]
    assert notes["what"].tolist() == ["taken"]
    assert notes["detail"].tolist() == ["characters 0 to 17: ' date 2023-11-09 '"]


def test_documents_have_the_shape_of_their_schema() -> None:
    docs = corpus.read(SEEDS)
    assert docs.columns.tolist() == schema.DOCUMENTS.names
    assert docs.attrs["notes"].columns.tolist() == schema.NOTES.names


def test_a_folder_is_read_with_its_subfolders_and_ids_are_relative_paths(tmp_path: Path) -> None:
    docs = corpus.read(write(tmp_path, b_txt="Two.", sub__a_txt="One."))
    assert docs["doc_id"].tolist() == ["b", "sub/a"]
    assert docs["origin"].tolist() == ["b.txt", "sub/a.txt"]
    assert balanced(docs)


def test_one_file_is_a_corpus(tmp_path: Path) -> None:
    docs = corpus.read(write(tmp_path, a_txt="One.") / "a.txt")
    assert docs["doc_id"].tolist() == ["a"]
    assert docs["origin"].tolist() == ["a.txt"]


@pytest.mark.parametrize(
    "place", ["2023-11-09_x.txt", "2023/11/09/x.txt", "x_20231109.txt", "a/x 2023.11.09 b.txt"]
)
def test_a_day_is_found_in_the_name_of_a_file_or_its_folders(tmp_path: Path, place: str) -> None:
    path = tmp_path / place
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("Words.")
    docs = corpus.read(tmp_path)
    assert docs["date"].tolist() == [pd.Timestamp("2023-11-09")]
    assert (docs["date_from"][0], docs["date_precision"][0]) == ("name", "day")


@pytest.mark.parametrize(("name", "precision"), [("2023-11", "month"), ("2023", "year")])
def test_a_name_may_give_a_month_or_a_year_only(tmp_path: Path, name: str, precision: str) -> None:
    docs = corpus.read(write(tmp_path, **{f"{name}__a_txt": "Words."}))
    assert docs["date_precision"].tolist() == [precision]


def test_digits_within_a_hash_are_no_date(tmp_path: Path) -> None:
    docs = corpus.read(write(tmp_path, x9ca20231109f_txt="Words.", id1984b_txt="More."))
    assert docs["date"].isna().all()
    assert set(docs["date_from"]) == {"none"}


def test_the_text_outranks_the_name(tmp_path: Path) -> None:
    docs = corpus.read(write(tmp_path, **{"2020-01-01_txt": "\ufeff\n date 2021-02-03 Words."}))
    assert docs["date"].tolist() == [pd.Timestamp("2021-02-03")]
    assert docs["text"].tolist() == ["Words."]


def test_an_impossible_date_in_a_text_leaves_it_as_it_is(tmp_path: Path) -> None:
    docs = corpus.read(write(tmp_path, a_txt="date 2023-02-30 Words."))
    assert docs["text"].tolist() == ["date 2023-02-30 Words."]
    assert docs["date"].isna().all()


@pytest.mark.parametrize(
    "content",
    [
        "\ufeffOne.\nTwo é.".encode(),
        "\ufeff\ufeffOne.\r\nTwo é.".encode(),
        b"\xff\xfe" + "One.\rTwo é.".encode("utf-16-le"),
        b"\xfe\xff" + "One.\u2028Two é.".encode("utf-16-be"),
        "One.\x85Two é.".encode(),
        "One.\r\nTwo é.".encode("utf-16-le"),
    ],
)
def test_marks_and_line_ends_change_nothing(tmp_path: Path, content: bytes) -> None:
    docs = corpus.read(write(tmp_path, a_txt=content))
    assert docs["text"].tolist() == ["One.\nTwo é."]
    assert docs.attrs["notes"]["what"].isin(["guessed"]).all()


@pytest.mark.parametrize("encoding", ["cp1251", "koi8-r"])
def test_a_foreign_encoding_is_recognised_and_named(tmp_path: Path, encoding: str) -> None:
    text = "Съешь же ещё этих мягких французских булок, да выпей чаю. " * 5
    docs = corpus.read(write(tmp_path, a_txt=text.encode(encoding)))
    assert docs["text"].tolist() == [text]
    assert reasons(docs, "guessed") == ["encoding guessed"]


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ("Le café est fermé, l'été est arrivé et la fenêtre est ouverte à côté. ", "cp1252"),
        ("El niño soñó que mañana caería más lluvia sobre las montañas. ", "cp1252"),
        ("It\u2019s what he called \u201ca matter of days\u201d, and nobody disagreed. ", "cp1252"),
        ("Rząd ogłosił dziś, że wszystkie szkoły będą zamknięte do piątku. ", "cp1250"),
        ("Türkiye'nin başkenti Ankara'da bugün yağmur yağışlı hava görülüyor. ", "cp1254"),
    ],
)
def test_a_text_in_latin_letters_keeps_its_accents(
    tmp_path: Path, text: str, encoding: str
) -> None:
    docs = corpus.read(write(tmp_path, a_txt=(text * 3).encode(encoding)))
    assert docs["text"].tolist() == [text * 3]


def test_a_wrong_guess_can_be_overridden(tmp_path: Path) -> None:
    docs = corpus.read(write(tmp_path, a_txt="Їжак і єнот.".encode("cp1251")), encoding="cp1251")
    assert docs["text"].tolist() == ["Їжак і єнот."]


def test_bad_bytes_in_utf8_are_replaced_and_placed(tmp_path: Path) -> None:
    docs = corpus.read(write(tmp_path, a_txt="Été é ".encode() + b"\xff" + "ö ü.".encode()))
    assert docs["text"].tolist() == ["Été é \ufffdö ü."]
    assert docs.attrs["notes"]["detail"].tolist() == ["1 now U+FFFD, the first at byte 9"]


def test_control_characters_are_taken_out_and_counted(tmp_path: Path) -> None:
    content = "\x1b[31mRed\x1b[0m and\x00 plain words that go on for a while to be a text.\x07"
    docs = corpus.read(write(tmp_path, a_txt=content))
    assert docs["text"].tolist() == ["Red and plain words that go on for a while to be a text."]
    assert docs.attrs["notes"]["detail"].tolist() == ["4 taken out"]


@pytest.mark.parametrize(
    "content",
    [b"\x89PNG\r\n\x1a\n", b"\x1f\x8b\x08\x00abc", b"%PDF-1.7 x", b"PK\x03\x04zz", b"\0" * 50],
)
def test_a_binary_file_is_left_out_and_named(tmp_path: Path, content: bytes) -> None:
    docs = corpus.read(write(tmp_path, a_txt="Words.", b_txt=content))
    assert reasons(docs) == ["binary"]
    assert balanced(docs)


def test_empty_and_blank_files_are_left_out_and_named(tmp_path: Path) -> None:
    docs = corpus.read(write(tmp_path, a_txt="Words.", b_txt="", c_txt=" \n\t "))
    assert reasons(docs) == ["empty file", "nothing but blanks"]
    assert docs.attrs["notes"]["origin"].tolist() == ["b.txt", "c.txt"]
    assert balanced(docs)


def test_links_pipes_and_other_kinds_of_file_are_left_out_and_named(tmp_path: Path) -> None:
    outside = write(tmp_path, out_txt="Secret.") / "out.txt"
    folder = write(tmp_path / "in", a_txt="Words.")
    (folder / "b.txt").symlink_to(outside)
    (folder / "c").symlink_to(folder)
    (folder / "d.txt").symlink_to(folder / "d.txt")
    os.mkfifo(folder / "e.txt")
    (folder / "f.pdf").write_bytes(b"%PDF")
    docs = corpus.read(folder)
    assert docs["doc_id"].tolist() == ["a"]
    assert reasons(docs) == [
        "link that leads out of the folder",
        "link to a folder",
        "link that leads nowhere",
        "not a regular file",
        "kind of file that is not read",
    ]
    assert balanced(docs)


def test_a_file_that_cannot_be_opened_is_left_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tmp_path, a_txt="Words.", b_txt="More.", c_txt="Last.")
    real, faults = Path.read_bytes, {"b.txt": PermissionError, "c.txt": FileNotFoundError}

    def read_bytes(self: Path) -> bytes:
        if self.name in faults:
            raise faults[self.name]
        return real(self)

    monkeypatch.setattr(Path, "read_bytes", read_bytes)
    docs = corpus.read(tmp_path)
    assert reasons(docs) == ["not readable", "vanished while reading"]
    assert balanced(docs)


def test_strange_file_names_are_only_names(tmp_path: Path) -> None:
    for name in (b"bad\xff.txt", b'it\'s "q"; -x.txt', b"-rf.txt", b"a\nb.txt"):
        Path(os.fsdecode(os.fsencode(tmp_path) + b"/" + name)).write_text("Words " + repr(name))
    docs = corpus.read(tmp_path)
    assert sorted(docs["doc_id"]) == ["-rf", "a\nb", "bad\ufffd", 'it\'s "q"; -x']


@pytest.mark.parametrize("path", ["http://example.org/a.csv", "s3://b/a.parquet"])
def test_an_address_is_refused(path: str) -> None:
    with pytest.raises(UsageError, match="an address"):
        corpus.read(path)


@pytest.mark.parametrize("name", ["a.pkl", "a.joblib", "a.npy"])
def test_a_file_that_could_run_code_is_refused(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(b"x")
    with pytest.raises(UsageError, match="can run code"):
        corpus.read(tmp_path / name)


def test_a_missing_path_is_named_as_given() -> None:
    with pytest.raises(DataError, match=r"^no/such: no such file or folder"):
        corpus.read("no/such")


def test_an_empty_folder_says_what_is_read(tmp_path: Path) -> None:
    with pytest.raises(DataError, match=r"no \.txt/\.csv.* in "):
        corpus.read(tmp_path)


def test_where_nothing_is_left_the_reasons_are_counted(tmp_path: Path) -> None:
    with pytest.raises(DataError, match=r"nothing left to read \(empty file: 2\)"):
        corpus.read(write(tmp_path, a_txt="", b_txt=""))


def test_a_relative_path_is_looked_for_up_to_the_project_and_no_further(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tmp_path, above__x_txt="Words.", project__texts__a_txt="Words.")
    (tmp_path / "project" / "pyproject.toml").touch()
    (tmp_path / "project" / "notebooks").mkdir()
    monkeypatch.chdir(tmp_path / "project" / "notebooks")
    assert corpus.resolve("texts") == tmp_path / "project" / "texts"
    with pytest.raises(DataError):
        corpus.resolve("above")


def test_copies_point_at_the_first_in_order(tmp_path: Path) -> None:
    docs = corpus.read(write(tmp_path, b_txt="Same.\r\n", a_txt="Same.\n", c_txt="Other."))
    assert docs["duplicate_of"].tolist() == ["", "a", ""]


def test_documents_are_sorted_by_date_then_id_and_undated_ones_come_last(tmp_path: Path) -> None:
    files = {"z_txt": "date 2020-01-01 A.", "a_txt": "B.", "b_txt": "date 2020-01-01 C."}
    docs = corpus.read(write(tmp_path, **files))
    assert docs["doc_id"].tolist() == ["b", "z", "a"]


def test_the_digest_depends_on_what_is_said_not_on_where_it_lies(tmp_path: Path) -> None:
    one = write(tmp_path / "one", a_txt="Words.", b_txt="More.")
    two = shutil.copytree(one, tmp_path / "elsewhere")
    docs, again = corpus.read(one), corpus.read(two)
    assert corpus.digest(docs) == corpus.digest(again) == corpus.digest(docs[::-1])
    assert corpus.digest(docs) != corpus.digest(corpus.read(write(two, b_txt="Else.")))


@pytest.mark.parametrize(
    ("argument", "message"),
    [
        ({"columns": {"texts": "x"}}, "did you mean 'text'"),
        ({"date_order": "dym"}, "did you mean"),
        ({"encoding": "no-such"}, "no such encoding"),
        ({"language": "12"}, "no ISO 639 code"),
    ],
)
def test_a_bad_argument_is_refused_before_anything_is_read(
    argument: dict[str, str], message: str
) -> None:
    with pytest.raises(UsageError, match=message):
        corpus.read("no/such", **argument)


def test_the_language_can_be_given(tmp_path: Path) -> None:
    docs = corpus.read(write(tmp_path, a_txt="Chat."), language="fra")
    assert docs["language"].tolist() == ["fr"]


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("The committee will meet again on Thursday to discuss the proposal.", "en"),
        ("Комітет знову збереться у четвер, щоб обговорити цю пропозицію.", "uk"),
        ("12345 !!! ☃ ☃", "und"),
        ("Chat.", "und"),
        ("こんにちは", "ja"),
        ("안녕하세요", "ko"),
    ],
)
def test_a_language_is_recognised_or_left_open(tmp_path: Path, text: str, language: str) -> None:
    assert corpus.read(write(tmp_path, a_txt=text))["language"].tolist() == [language]


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(contents=st.lists(st.binary(max_size=60), min_size=1, max_size=5))
def test_whatever_the_files_hold_rows_in_are_rows_used_and_skipped(
    tmp_path: Path, contents: list[bytes]
) -> None:
    shutil.rmtree(tmp_path)
    folder = write(tmp_path, sure_txt="Words.", **{f"{i}_txt": c for i, c in enumerate(contents)})
    docs = corpus.read(folder, language="en")
    assert balanced(docs)
    assert all("\r" not in t and t.strip() and t.encode() for t in docs["text"])
