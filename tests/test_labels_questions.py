"""Sentences asked one at a time: the file after every step, and whose words stand in it."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis import labels
from analysis.errors import DataError, OutputError, UsageError
from analysis.labels import sheet
from analysis.labels.file import Key, Words, put

WHO = ("", "Ann", "Bob")
TEXTS = ("One.", "=Two.", "<b>Three</b>", "Four, “five”; 'six'.")


def drawn(folder: Path, who: tuple[str, ...] = WHO) -> Path:
    """Write a file of four sentences, a row for each labeller; Bob's first has a label."""
    rows = [
        {
            "sentence_id": f"d:{i}", "doc_id": "d", "start": i, "end": i + 1, "digest": f"s{i}",
            "before": "", "text": text, "after": "", "label": "", "note": "", "labeller": name,
            "stratum": "s1", "probability": 0.1, "mine": f"-{i}",
        }
        for name in who
        for i, text in enumerate(TEXTS)
    ]  # fmt: skip
    table = pd.DataFrame(rows)
    table.loc[(table["labeller"] == "Bob") & (table["digest"] == "s0"), "label"] = "Positive"
    sheet.write(folder / "l.csv", table)
    return folder / "l.csv"


def written(path: Path, labeller: str) -> list[tuple[str, str]]:
    rows = labels.read(path).query("labeller == @labeller")
    return list(zip(rows["label"], rows["note"], strict=True))


def others(path: Path, labeller: str) -> list[list[str]]:
    table = labels.read(path)
    return table[table["labeller"] != labeller].astype(str).to_numpy().tolist()


def test_an_answer_is_in_the_file_at_once_and_the_next_sentence_is_asked(tmp_path: Path) -> None:
    asked = labels.Questions(drawn(tmp_path), labeller="Ann")
    asked.answer("neutral")
    assert written(asked.path, "Ann") == [("neutral", ""), ("", ""), ("", ""), ("", "")]
    assert (asked.current and asked.current.text, asked.n_left) == ("=Two.", 3)


def test_a_sentence_that_has_a_label_is_not_asked(tmp_path: Path) -> None:
    asked = labels.Questions(drawn(tmp_path), labeller="Bob")
    assert (asked.n_asked, asked.n_left) == (4, 3)


def test_a_skipped_sentence_comes_again_at_the_end(tmp_path: Path) -> None:
    asked = labels.Questions(drawn(tmp_path))
    seen = []
    asked.skip()
    while asked.current:
        seen.append(asked.current.text)
        asked.answer("unclear")
    assert seen == [*TEXTS[1:], TEXTS[0]]


def test_a_value_that_is_none_of_the_four_is_refused(tmp_path: Path) -> None:
    asked = labels.Questions(drawn(tmp_path))
    with pytest.raises(UsageError, match="did you mean 'positive'"):
        asked.answer("postive")
    assert asked.n_left == 4


def test_a_labeller_without_a_row_is_told_how_to_get_one(tmp_path: Path) -> None:
    with pytest.raises(DataError, match=r"no row for labeller 'Eve'\. Add them: analysis label"):
        labels.Questions(drawn(tmp_path), labeller="Eve")


def test_a_row_that_somebody_changed_meanwhile_is_kept_and_asked_no_more(tmp_path: Path) -> None:
    first, second = (labels.Questions(drawn(tmp_path)) for _ in range(2))
    second.answer("negative")
    before = first.path.read_bytes()
    with pytest.raises(OutputError, match=r"^l.csv:2: changed by somebody meanwhile: 'negative'"):
        first.answer("positive")
    assert (first.path.read_bytes(), first.n_left) == (before, 3)


def test_an_undo_of_what_somebody_corrected_meanwhile_is_refused(tmp_path: Path) -> None:
    asked = labels.Questions(drawn(tmp_path))
    asked.answer("negative")
    put(asked.path, Key("d:0", "s0", ""), was=Words("negative", ""), now=Words("neutral", "mine"))
    with pytest.raises(OutputError):
        asked.undo()
    assert written(asked.path, "")[0] == ("neutral", "mine")
    assert not asked.can_undo


def test_two_rows_of_one_key_are_refused_and_the_file_stays(tmp_path: Path) -> None:
    path = drawn(tmp_path, ("Ann", "Ann"))
    before = path.read_bytes()
    with pytest.raises(DataError, match="2 rows for sentence 'd:0'"):
        put(path, Key("d:0", "s0", "Ann"), was=Words("", ""), now=Words("neutral", ""))
    assert path.read_bytes() == before


def test_two_who_label_at_once_lose_no_word(tmp_path: Path) -> None:
    from concurrent.futures import ThreadPoolExecutor

    path = drawn(tmp_path)

    def sit(who: str) -> None:
        asked = labels.Questions(path, labeller=who)
        while asked.current:
            asked.answer("neutral")

    with ThreadPoolExecutor(3) as pool:
        list(pool.map(sit, WHO))
    assert labels.read(path)["label"].tolist() == ["neutral"] * 8 + ["Positive"] + ["neutral"] * 3


STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("answer"), st.sampled_from(["negative", "neutral", "unclear"])),
        st.tuples(st.just("note"), st.text(max_size=8)),
        st.just(("skip",)),
        st.just(("undo",)),
    ),
    max_size=12,
)


@settings(deadline=None, max_examples=60)
@given(STEPS, st.sampled_from(WHO))
def test_any_steps_leave_a_file_that_is_read_with_every_word_of_others(
    steps: list[tuple[str, ...]], who: str
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = drawn(Path(folder))
        kept = others(path, who)
        asked = labels.Questions(path, labeller=who)
        for name, *rest in steps:
            getattr(asked, name)(*rest)
        assert others(path, who) == kept
        assert sum(not label for label, _ in written(path, who)) == asked.n_left


@settings(deadline=None, max_examples=60)
@given(STEPS)
def test_as_many_undos_as_steps_restore_the_bytes(steps: list[tuple[str, ...]]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = drawn(Path(folder))
        before = path.read_bytes()
        asked = labels.Questions(path, labeller="Bob")
        first = asked.current
        for name, *rest in steps:
            getattr(asked, name)(*rest)
        while asked.can_undo:
            asked.undo()
        assert (path.read_bytes(), asked.current) == (before, first)
