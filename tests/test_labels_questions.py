"""Sentences asked one at a time: the file after every step, and whose words stand in it."""

from __future__ import annotations

import functools
import tempfile
import time
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis import labels
from analysis.errors import DataError, OutputError, UsageError
from analysis.labels import intrusion, sheet, whole
from analysis.labels.file import FORM
from analysis.labels.row import Form, Key, Words, put

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


def puzzled(folder: Path, who: tuple[str, ...] = WHO) -> Path:
    """Write a file of four questions, a row for each labeller; Bob has answered his first."""
    choices = {f"choice_{i}": f"w{i}" if i < 5 else "" for i in range(1, 7)}
    asked = pd.DataFrame(
        [
            {"question_id": f"topic-{i}-1", "kind": "topic", "unit_id": f"d{i}", "digest": f"s{i}"}
            | choices
            for i in range(4)
        ]
    )
    texts = pd.Series(TEXTS, index=asked["unit_id"])
    for name in who:
        intrusion.ask(folder / "q.csv", asked, texts=texts, labeller=name)
    first = Key("topic-0-1", "s0", "Bob")
    if "Bob" in who:
        put(folder / "q.csv", first, form=intrusion.FORM, was=Words("", ""), now=Words("w2", ""))
    return folder / "q.csv"


@functools.cache
def content(form: Form) -> bytes:
    """Give what stands in a file of a form, made once."""
    with tempfile.TemporaryDirectory() as folder:
        return {FORM: drawn, intrusion.FORM: puzzled}[form](Path(folder)).read_bytes()


BOTH = (FORM, intrusion.FORM)
every_form = pytest.mark.parametrize("form", BOTH, ids=lambda form: form.one)


def written(path: Path, labeller: str) -> list[tuple[str, str]]:
    """Give the answers and notes of one person, as they stand in the file."""
    table = sheet.read(path, needed=(), what="")
    rows = table[table["labeller"] == labeller]
    return list(zip(rows["label" if "label" in rows else "answer"], rows["note"], strict=True))


def others(path: Path, labeller: str) -> list[list[str]]:
    table = sheet.read(path, needed=(), what="")
    return table[table["labeller"] != labeller].to_numpy().tolist()


def test_an_answer_is_in_the_file_at_once_and_the_next_sentence_is_asked(tmp_path: Path) -> None:
    asked = labels.Questions(drawn(tmp_path), FORM, labeller="Ann")
    asked.answer("neutral")
    assert written(asked.path, "Ann") == [("neutral", ""), ("", ""), ("", ""), ("", "")]
    assert (asked.current and asked.current.text, asked.n_left) == ("=Two.", 3)


def test_a_sentence_that_has_a_label_is_not_asked(tmp_path: Path) -> None:
    asked = labels.Questions(drawn(tmp_path), FORM, labeller="Bob")
    assert (asked.n_asked, asked.n_left) == (4, 3)


def test_a_skipped_sentence_comes_again_at_the_end(tmp_path: Path) -> None:
    asked = labels.Questions(drawn(tmp_path), FORM)
    seen = []
    asked.skip()
    while asked.current:
        seen.append(asked.current.text)
        asked.answer("unclear")
    assert seen == [*TEXTS[1:], TEXTS[0]]


def test_a_value_that_is_none_of_the_four_is_refused(tmp_path: Path) -> None:
    asked = labels.Questions(drawn(tmp_path), FORM)
    with pytest.raises(UsageError, match="did you mean 'positive'"):
        asked.answer("postive")
    assert asked.n_left == 4


def test_a_labeller_without_a_row_is_told_how_to_get_one(tmp_path: Path) -> None:
    with pytest.raises(DataError, match=r"no row for labeller 'Eve'\. Add them: analysis label"):
        labels.Questions(drawn(tmp_path), FORM, labeller="Eve")


def test_a_row_that_somebody_changed_meanwhile_is_kept_and_asked_no_more(tmp_path: Path) -> None:
    first, second = (labels.Questions(drawn(tmp_path), FORM) for _ in range(2))
    second.answer("negative")
    before = first.path.read_bytes()
    with pytest.raises(OutputError, match=r"^l.csv:2: changed by somebody meanwhile: 'negative'"):
        first.answer("positive")
    assert (first.path.read_bytes(), first.n_left) == (before, 3)


def test_an_undo_of_what_somebody_corrected_meanwhile_is_refused(tmp_path: Path) -> None:
    asked = labels.Questions(drawn(tmp_path), FORM)
    asked.answer("negative")
    mine = Words("neutral", "mine")
    put(asked.path, Key("d:0", "s0", ""), form=FORM, was=Words("negative", ""), now=mine)
    with pytest.raises(OutputError):
        asked.undo()
    assert written(asked.path, "")[0] == ("neutral", "mine")
    assert not asked.can_undo


def test_two_rows_of_one_key_are_refused_and_the_file_stays(tmp_path: Path) -> None:
    path = drawn(tmp_path, ("Ann", "Ann"))
    before = path.read_bytes()
    with pytest.raises(DataError, match="2 rows for sentence 'd:0'"):
        put(path, Key("d:0", "s0", "Ann"), form=FORM, was=Words("", ""), now=Words("neutral", ""))
    assert path.read_bytes() == before


def test_two_who_label_at_once_lose_no_word(tmp_path: Path) -> None:
    from concurrent.futures import ThreadPoolExecutor

    path = drawn(tmp_path)

    def sit(who: str) -> None:
        asked = labels.Questions(path, FORM, labeller=who)
        while asked.current:
            asked.answer("neutral")

    with ThreadPoolExecutor(3) as pool:
        list(pool.map(sit, WHO))
    assert labels.read(path)["label"].tolist() == ["neutral"] * 8 + ["Positive"] + ["neutral"] * 3


def test_an_answer_to_a_question_is_a_number_of_its_choices_or_cannot_tell(tmp_path: Path) -> None:
    asked = labels.Questions(puzzled(tmp_path), intrusion.FORM, labeller="Ann")
    assert asked.current == intrusion.Question(
        "Three of these lists fit the passage. Which one does not?",
        "One.",
        ("w1", "w2", "w3", "w4"),
    )
    with pytest.raises(UsageError, match="answer '5' is not known"):
        asked.answer("5")
    for value in ("4", "?"):
        asked.answer(value)
    assert written(asked.path, "Ann") == [("4", ""), ("?", ""), ("", ""), ("", "")]


def test_a_blank_answer_that_a_spreadsheet_left_is_none_and_is_asked(tmp_path: Path) -> None:
    path = puzzled(tmp_path, ("Ann",))
    table = intrusion.read(path)
    table.assign(answer=" ", question_id=" " + table["question_id"]).to_csv(path, index=False)
    asked = labels.Questions(path, intrusion.FORM, labeller="Ann")
    asked.answer("2")
    assert asked.n_left == 3
    assert intrusion.read(path)["answer"].tolist() == ["2", "", "", ""]


def test_questions_without_the_columns_of_choices_can_only_be_passed_over(tmp_path: Path) -> None:
    path = tmp_path / "q.csv"
    path.write_text("question_id,digest,answer\nq,s,\n", "utf-8")
    asked = labels.Questions(path, intrusion.FORM)
    asked.answer("?")
    assert written(path, "") == [("?", "")]


def test_a_person_without_questions_is_told_how_to_get_some(tmp_path: Path) -> None:
    with pytest.raises(DataError, match=r"'Eve'\. Add them: labels.intrusion.ask\(FILE"):
        labels.Questions(puzzled(tmp_path), intrusion.FORM, labeller="Eve")


def test_to_ask_somebody_waits_for_who_is_writing_and_loses_no_answer(tmp_path: Path) -> None:
    from concurrent.futures import ThreadPoolExecutor

    path = puzzled(tmp_path, ("Ann",))
    with ThreadPoolExecutor(1) as pool:
        with whole.alone(path):
            waiting = pool.submit(puzzled, tmp_path, ("Eve",))
            time.sleep(0.3)
            sheet.write(path, intrusion.read(path).assign(answer="1"))
        waiting.result()
    assert (written(path, "Ann"), written(path, "Eve")) == ([("1", "")] * 4, [("", "")] * 4)


STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("answer"), st.integers(0, 3)),
        st.tuples(st.just("note"), st.text(max_size=8)),
        st.just(("skip",)),
        st.just(("undo",)),
    ),
    max_size=10,
)


def step(asked: labels.Questions, name: str, *given: object) -> None:
    """Do one step; an answer is the one of that number among those to this question."""
    if name == "answer" and asked.current:
        given = (list(asked.form.values(asked.current))[given[0]],)
    if name != "answer" or asked.current:
        getattr(asked, name)(*given)


@every_form
@settings(deadline=None, max_examples=25)
@given(steps=STEPS, who=st.sampled_from(WHO))
def test_any_steps_leave_a_file_that_is_read_with_every_word_of_others(form, steps, who) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "file.csv"
        path.write_bytes(content(form))
        kept = others(path, who)
        asked = labels.Questions(path, form, labeller=who)
        for one in steps:
            step(asked, *one)
        assert others(path, who) == kept
        assert sum(not answer for answer, _ in written(path, who)) == asked.n_left


@every_form
@settings(deadline=None, max_examples=25)
@given(steps=STEPS)
def test_as_many_undos_as_steps_restore_the_bytes(form, steps) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "file.csv"
        path.write_bytes(content(form))
        before = path.read_bytes()
        asked = labels.Questions(path, form, labeller="Bob")
        first = asked.current
        for one in steps:
            step(asked, *one)
        while asked.can_undo:
            asked.undo()
        assert (path.read_bytes(), asked.current) == (before, first)
