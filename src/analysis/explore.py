"""Widgets for JupyterLab: sentences labelled by hand, one at a time, by keyboard or mouse.

No script of our own, and no text of a corpus as HTML: it stands in boxes that hold plain text.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

import ipywidgets

from analysis import corpus, wording
from analysis.errors import AnalysisError
from analysis.labels import Questions

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

ANSWERS = {
    "1": "negative",
    "2": "neutral",
    "3": "positive",
    "4": "unclear",
    "n": "negative",
    "p": "positive",
    "?": "unclear",
}
_PER_ROW = 90  # characters of a line of the sentence's box
_MOST_ROWS = 12
_WIDE = {"width": "auto", "max_width": "50em"}
_HELP = "1 or n negative · 2 neutral · 3 or p positive · 4 or ? unclear · s skip · u undo"


def label(path: str | Path, *, labeller: str = "") -> ipywidgets.VBox:
    """Label the sentences of a file in a notebook, each answer written as it is given.

    path : a file that `analysis label` has drawn; found as a corpus is
    labeller : whose rows are asked; '' for the rows of nobody
    Returns  a box of widgets; as the last line of a cell it is shown
    Raises   DataError where the file cannot be read, or no row of it is this labeller's
    """
    return _Front(Questions(corpus.resolve(str(path)), labeller=labeller)).box


class _Front:
    """What the person sees of `Questions`, and which key does what."""

    def __init__(self, questions: Questions) -> None:
        self.questions = questions
        self._told = ""
        self.sentence = self._shown(ipywidgets.Textarea, "Sentence")
        self.before = self._shown(ipywidgets.Textarea, "Before")
        self.after = self._shown(ipywidgets.Textarea, "After")
        self.told = self._shown(ipywidgets.Text, "Last step")
        self.progress = self._shown(ipywidgets.Text, "Progress")
        self.beside = ipywidgets.ToggleButton(description="neighbours", value=False)
        self.keys = ipywidgets.Text(
            description="Key", placeholder="click here, then press a key", layout=_WIDE
        )
        self.note = ipywidgets.Text(description="Note", continuous_update=False, layout=_WIDE)
        self.box = ipywidgets.VBox(self._parts())
        self.keys.observe(self._key, "value")
        self.note.observe(self._noted, "value")
        self.beside.observe(self._again, "value")
        self._show("")

    def _parts(self) -> list[Any]:
        names = list(dict.fromkeys(ANSWERS.values()))
        buttons = [self._button(name, partial(self._answer, name)) for name in names]
        steps = [self._button("skip", self._skip), self._button("undo", self._undo)]
        wrap = {"flex_flow": "row wrap"}
        return [
            self.progress,
            self.before,
            self.sentence,
            self.after,
            self.keys,
            ipywidgets.HBox([*buttons, *steps, self.beside], layout=wrap),
            self.note,
            self.told,
            ipywidgets.Label(_HELP),
        ]

    def _shown(self, kind: type[ipywidgets.Text], name: str) -> ipywidgets.Text:
        """Make a box to read: what is typed in it goes again.

        Not a disabled one: Lab draws those in a grey that is hard to read.
        """
        box = kind(description=name, layout=_WIDE)
        box.observe(self._again, "value")
        return box

    def _again(self, _: dict[str, Any]) -> None:
        self._show(self._told)

    def _button(self, name: str, act: Callable[[], str]) -> ipywidgets.Button:
        button = ipywidgets.Button(description=name, layout={"width": "7em"})
        button.on_click(lambda _: self._clicked(act))
        return button

    def _clicked(self, act: Callable[[], str]) -> None:
        self._do(act)
        self.keys.focus()

    def _key(self, change: dict[str, Any]) -> None:
        """Act on one key, and empty the box.

        A second key that came before the box was empty was pressed before the next sentence was
        to be seen: it labels nothing.
        """
        typed = change["new"]
        if not typed:
            return
        hasty = len(typed) > 1
        self.keys.value = ""
        if hasty:
            self._show("one key at a time: the last ones did nothing")
        elif act := self._acts(typed.lower()):
            self._do(act)
        else:
            self._show("no such key; nothing was written")

    def _acts(self, key: str) -> Callable[[], str] | None:
        if key in ANSWERS:
            return partial(self._answer, ANSWERS[key])
        return {"s": self._skip, "u": self._undo}.get(key)

    def _do(self, act: Callable[[], str]) -> None:
        """Do one step, and say what came of it or why nothing did."""
        try:
            told = act()
        except AnalysisError as error:
            told = f"not saved: {error}"
        self._show(told)

    def _answer(self, name: str) -> str:
        if self.questions.current is None:
            return "nothing is left to label"
        self.questions.answer(name)
        return f"saved: {name}"

    def _skip(self) -> str:
        self.questions.skip()
        return "skipped: asked again at the end"

    def _undo(self) -> str:
        if not self.questions.can_undo:
            return "nothing to undo in this sitting"
        return "undone, and saved" if self.questions.undo() else "undone"

    def _noted(self, change: dict[str, Any]) -> None:
        if change["new"] != self.questions.note_now:
            self._do(partial(self._write_note, change["new"]))

    def _write_note(self, text: str) -> str:
        self.questions.note(text)
        return "saved: note"

    def _show(self, told: str) -> None:
        """Bring every widget to what the questions now say."""
        self._told = told
        now, left = self.questions.current, self.questions.n_left
        n_done = wording.integer(self.questions.n_asked - left)
        asked = wording.counted(self.questions.n_asked, "sentence")
        self.progress.value = f"{n_done} of {asked} labelled in {self.questions.path.name}"
        _fill(self.sentence, now.text if now else "All are labelled.")
        for shown, text in (
            (self.before, now.before if now else ""),
            (self.after, now.after if now else ""),
        ):
            _fill(shown, text)
            shown.layout.display = None if self.beside.value and text else "none"
        self.note.value = self.questions.note_now
        self.note.disabled = now is None
        self.told.value = told


def _fill(shown: ipywidgets.Textarea, text: str) -> None:
    shown.value = text
    shown.rows = min(len(text) // _PER_ROW + 2, _MOST_ROWS)
