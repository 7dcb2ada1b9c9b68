"""The widgets, without a browser: what a key writes, and what is told of it."""

from __future__ import annotations

import tempfile
from pathlib import Path

import ipywidgets
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from test_labels_questions import TEXTS, content, drawn, others, puzzled, written

from analysis import explore, labels
from analysis.errors import DataError
from analysis.labels import intrusion
from analysis.labels.file import FORM

SHOW = {FORM: explore.label, intrusion.FORM: explore.intrusion}
every_form = pytest.mark.parametrize("form", SHOW, ids=lambda form: form.one)


@pytest.fixture(scope="module", autouse=True)
def at_leisure():
    """Let the keys of a test come as fast as they can."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(explore, "_UNREAD", 0)
        yield


def flat(box: ipywidgets.VBox) -> list[ipywidgets.Widget]:
    return [part for child in box.children for part in (child, *getattr(child, "children", ()))]


def named(box: ipywidgets.VBox, name: str) -> ipywidgets.Widget:
    return next(part for part in flat(box) if getattr(part, "description", "") == name)


def captions(box: ipywidgets.VBox) -> list[str]:
    """Give what stands on the buttons that are to be seen."""
    buttons = [part for part in flat(box) if isinstance(part, ipywidgets.Button)]
    return [one.description for one in buttons if one.layout.display != "none"]


def test_every_key_gives_its_label_and_the_box_is_empty_again(tmp_path: Path) -> None:
    path = drawn(tmp_path)
    box = explore.label(path, labeller="Ann")
    for key in ("1", "2", "p", "?"):
        named(box, "Key").value = key
        assert named(box, "Key").value == ""
    assert [one for one, _ in written(path, "Ann")] == [
        "negative",
        "neutral",
        "positive",
        "unclear",
    ]
    assert named(box, "Sentence").value == "All are labelled."
    assert named(box, "Progress").value == "4 of 4 sentences labelled in l.csv"


def test_a_button_does_what_its_key_does(tmp_path: Path) -> None:
    path = drawn(tmp_path)
    box = explore.label(path)
    for name in ("skip", "positive", "undo", "unclear"):
        named(box, name).click()
    assert [one for one, _ in written(path, "")] == ["", "unclear", "", ""]


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("12", "one key at a time: the last ones did nothing"),
        ("x", "no such key; nothing was written"),
        ("u", "nothing to undo in this sitting"),
    ],
)
def test_a_key_that_means_nothing_writes_nothing(tmp_path: Path, typed: str, told: str) -> None:
    path = drawn(tmp_path)
    before = path.read_bytes()
    box = explore.label(path)
    named(box, "Key").value = typed
    assert (named(box, "Last step").value, path.read_bytes()) == (told, before)


def test_what_somebody_wrote_meanwhile_is_told_and_the_next_is_asked(tmp_path: Path) -> None:
    path = drawn(tmp_path)
    box = explore.label(path)
    labels.Questions(path, FORM).answer("neutral")
    named(box, "Key").value = "1"
    assert named(box, "Last step").value.startswith("not saved: l.csv:2: changed by somebody")
    assert named(box, "Sentence").value == "=Two."


def test_a_note_is_written_and_the_next_sentence_starts_without_one(tmp_path: Path) -> None:
    path = drawn(tmp_path)
    box = explore.label(path)
    named(box, "Note").value = "=half  sure"
    named(box, "Key").value = "2"
    assert written(path, "")[0] == ("neutral", "=half sure")
    assert named(box, "Note").value == ""


def test_what_is_typed_over_a_sentence_goes_again(tmp_path: Path) -> None:
    box = explore.label(drawn(tmp_path))
    named(box, "Sentence").value = "Not what was written."
    assert named(box, "Sentence").value == "One."


def test_the_neighbours_are_shown_on_demand_and_an_empty_one_never(tmp_path: Path) -> None:
    path = drawn(tmp_path)
    table = labels.read(path)
    labels.write(path, table.assign(before="What came before."))
    box = explore.label(path)
    shown = [named(box, name).layout for name in ("Before", "Sentence", "After")]
    assert [one.display for one in shown] == ["none", None, "none"]
    named(box, "neighbours").value = True
    assert [one.display for one in shown] == [None, None, "none"]


@every_form
def test_a_text_stands_in_widgets_that_hold_plain_text_alone(form, tmp_path: Path) -> None:
    path = tmp_path / "file.csv"
    path.write_bytes(content(form).replace(b"w1", b"<b>Three</b>").replace(b"One.", b"<i>One</i>"))
    parts = flat(SHOW[form](path, labeller="Ann"))
    holding = [part for part in parts if any("<" in str(v) for v in part.get_state().values())]
    plain = {ipywidgets.Text, ipywidgets.Textarea, ipywidgets.Button}
    assert holding
    assert {type(part) for part in holding} <= plain
    assert {type(part) for part in parts} <= {*plain, ipywidgets.HBox, ipywidgets.ToggleButton}


# --- the one that does not belong -----------------------------------------------------------


def test_the_choices_stand_numbered_on_buttons_beneath_the_passage(tmp_path: Path) -> None:
    box = explore.intrusion(puzzled(tmp_path), labeller="Ann")
    numbered = ["1  w1", "2  w2", "3  w3", "4  w4", "?  cannot tell"]
    assert captions(box) == [*numbered, "skip", "undo"]
    assert named(box, "Passage").value == "One."
    assert named(box, "Question").value.endswith("Which one does not?")


def test_a_question_about_words_shows_no_passage_and_six_choices(tmp_path: Path) -> None:
    path = puzzled(tmp_path, ("Ann",))
    table = intrusion.read(path).assign(passage="", choice_5="w5", choice_6="w6")
    table.to_csv(path, index=False)
    box = explore.intrusion(path, labeller="Ann")
    assert named(box, "Passage").layout.display == "none"
    assert captions(box)[5:7] == ["6  w6", "?  cannot tell"]


def test_long_choices_stand_in_a_box_of_lines_and_their_numbers_on_the_buttons(tmp_path) -> None:
    path = puzzled(tmp_path, ("Ann",))
    long = "grain, wheat, farmers, fertiliser"
    intrusion.read(path).assign(choice_2=long).to_csv(path, index=False)
    box = explore.intrusion(path, labeller="Ann")
    assert captions(box)[:5] == ["1", "2", "3", "4", "?  cannot tell"]
    assert named(box, "Choices").value.split("\n") == ["1  w1", f"2  {long}", "3  w3", "4  w4"]
    named(box, "2").click()
    assert written(path, "Ann")[0] == ("2", "")


@pytest.mark.parametrize(("n", "rows"), [(0, 1), (39, 1), (90, 3), (600, 11), (1500, 24)])
def test_a_box_is_as_high_as_its_text_and_never_higher_than_a_screen(tmp_path, n, rows) -> None:
    path = drawn(tmp_path)
    labels.write(path, labels.read(path).assign(text="x" * n))
    assert named(explore.label(path), "Sentence").rows == rows


def test_a_number_and_its_button_write_the_same(tmp_path: Path) -> None:
    path = puzzled(tmp_path)
    box = explore.intrusion(path, labeller="Ann")
    named(box, "Key").value = "3"
    assert named(box, "Last step").value == "saved: 3  w3"
    for name in ("3  w3", "skip", "?  cannot tell"):
        named(box, name).click()
    assert written(path, "Ann") == [("3", ""), ("3", ""), ("", ""), ("?", "")]


@pytest.mark.parametrize("typed", ["5", "0", "n", "\u00b2", "\u0663"])
def test_a_key_that_is_the_number_of_no_choice_writes_nothing(tmp_path: Path, typed: str) -> None:
    path = puzzled(tmp_path)
    before = path.read_bytes()
    box = explore.intrusion(path, labeller="Ann")
    named(box, "Key").value = typed
    assert named(box, "Last step").value == "no such key; nothing was written"
    assert path.read_bytes() == before


def test_at_the_end_no_choice_is_left_and_the_last_can_be_undone(tmp_path: Path) -> None:
    box = explore.intrusion(puzzled(tmp_path), labeller="Ann")
    for _ in range(4):
        named(box, "Key").value = "1"
    assert captions(box) == ["skip", "undo"]
    assert named(box, "Question").value == "All are answered."
    assert named(box, "Progress").value == "4 of 4 questions answered in q.csv"
    named(box, "Key").value = "u"
    assert named(box, "Passage").value == TEXTS[3]


def test_a_right_answer_and_a_wrong_one_are_told_alike(tmp_path: Path) -> None:
    from test_topics import documents, planted

    from analysis import terms, topics

    docs = documents(planted(120, 5)[0])
    dtm = terms.count(docs)
    model = topics.fit(dtm, n_topics=5)
    texts = docs.set_index("doc_id")["text"]
    intrusion.ask(tmp_path / "q.csv", topics.intrusion.questions(model, dtm), texts=texts)
    rights = topics.intrusion.key(model, dtm)["intruder"]
    box = explore.intrusion(tmp_path / "q.csv")
    for i, right in enumerate(rights):
        chosen = captions(box)[right - 1 if i % 2 else right % 4]
        named(box, chosen).click()
        assert named(box, "Last step").value == f"saved: {chosen}"
    states = [str(part.get_state()) for part in flat(box)]
    assert not any("topic-" in one or "word-" in one or "intruder" in one for one in states)


# --- both -----------------------------------------------------------------------------------


@every_form
def test_the_second_click_of_two_answers_nothing(form, tmp_path: Path, monkeypatch) -> None:
    path = tmp_path / "file.csv"
    path.write_bytes(content(form))
    box = SHOW[form](path, labeller="Ann")
    monkeypatch.setattr(explore, "_UNREAD", 3600)
    named(box, captions(box)[0]).click()
    named(box, captions(box)[0]).click()
    assert [bool(answer) for answer, _ in written(path, "Ann")] == [True, False, False, False]
    assert named(box, "Last step").value.startswith("too soon after the last step")


KEYS = st.lists(
    st.one_of(st.sampled_from([*"123456?np", "s", "u", "U", "12"]), st.text(max_size=2)), max_size=8
)


@every_form
@settings(deadline=None, max_examples=20)
@given(typed=KEYS)
def test_any_keys_leave_every_word_of_others_and_as_many_undos_restore_the_bytes(
    form, typed
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "file.csv"
        path.write_bytes(content(form))
        kept = others(path, "Bob")
        box = SHOW[form](path, labeller="Bob")
        for key in typed:
            named(box, "Key").value = key
            assert named(box, "Key").value == ""
        left = sum(not answer for answer, _ in written(path, "Bob"))
        assert named(box, "Progress").value.startswith(f"{4 - left} of 4 ")
        assert others(path, "Bob") == kept
        for _ in typed:
            named(box, "Key").value = "u"
        assert path.read_bytes() == content(form)


def test_a_file_without_a_row_for_one_is_refused_before_anything_is_shown(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="no row for labeller 'Eve'"):
        explore.label(drawn(tmp_path), labeller="Eve")
