"""The widgets, without a browser: what a key writes, and what is told of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import ipywidgets
import pytest
from test_labels_questions import drawn, written

from analysis import explore, labels
from analysis.errors import DataError

if TYPE_CHECKING:
    from pathlib import Path


def named(box: ipywidgets.VBox, name: str) -> ipywidgets.Widget:
    flat = [part for child in box.children for part in (child, *getattr(child, "children", ()))]
    return next(part for part in flat if getattr(part, "description", "") == name)


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
    labels.Questions(path).answer("neutral")
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


def test_no_widget_takes_a_text_for_html(tmp_path: Path) -> None:
    box = explore.label(drawn(tmp_path))
    texts = [named(box, name) for name in ("Before", "Sentence", "After", "Last step", "Progress")]
    assert {type(one) for one in texts} == {ipywidgets.Text, ipywidgets.Textarea}


def test_a_file_without_a_row_for_one_is_refused_before_anything_is_shown(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="no row for labeller 'Eve'"):
        explore.label(drawn(tmp_path), labeller="Eve")
