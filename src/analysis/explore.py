"""Widgets for JupyterLab: one question at a time, answered by keyboard or mouse.

No script of our own, and no text of a corpus as HTML: it stands in boxes that hold plain text.
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

import ipywidgets

from analysis import corpus, wording
from analysis.errors import AnalysisError
from analysis.labels import Questions
from analysis.labels import file as sentences
from analysis.labels import intrusion as strangers

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
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
_NARROW, _WIDEST = 40, 55  # characters of a line of a text's box, in a window of 600 px and wide
_FEW_ROWS, _MOST_ROWS = 10, 24  # so many are shown whole in a narrow window, and in any
_SHORT = 24  # characters; a longer choice stands in a box, where it is never cut off
_MOST_ANSWERS = len(strangers.CHOICES) + 1
_UNREAD = 0.33  # s; nobody has read the next question so soon
_WIDE = {"width": "auto", "max_width": "50em"}
_INDENT = "calc(var(--jp-widgets-inline-label-width) + var(--jp-widgets-inline-margin))"
_WRAP = {
    "flex_flow": "row wrap",
    "margin": f"0 0 0 {_INDENT}",
    "max_width": f"calc(50em - {_INDENT})",
}
_BUTTON = {"width": "auto", "min_width": "7em", "max_width": "100%"}


def label(path: str | Path, *, labeller: str = "") -> ipywidgets.VBox:
    """Label the sentences of a file in a notebook, each answer written as it is given.

    path : a file that `analysis label` has drawn; found as a corpus is
    labeller : whose rows are asked; '' for the rows of nobody
    Returns  a box of widgets; as the last line of a cell it is shown
    Raises   DataError where the file cannot be read, or no row of it is this labeller's
    """
    questions = Questions(corpus.resolve(str(path)), sentences.FORM, labeller=labeller)
    return _Front(questions, _SENTENCES).box


def intrusion(path: str | Path, *, labeller: str = "") -> ipywidgets.VBox:
    """Answer which word, or list of words, does not belong, each answer written as it is given.

    Which one is right is not known here: the page says how many were, once it is built.

    path : a file of questions, as `labels.intrusion.ask` writes it; found as a corpus is
    labeller, Returns, Raises : as `label`
    """
    questions = Questions(corpus.resolve(str(path)), strangers.FORM, labeller=labeller)
    return _Front(questions, _STRANGERS).box


@dataclass(frozen=True)
class _Face:
    """How one kind of question looks.

    one, done, ended : what is counted, what has been done to it, and what is said at the end
    main : the box that says so
    texts : the boxes, and what of a question stands in each; without a text it is not shown
    beside : boxes that are shown on demand alone
    answers : what each answer to a question is called
    keys : which key gives which
    help : what its keys do
    """

    one: str
    done: str
    ended: str
    main: str
    texts: Mapping[str, Callable[[Any], str]]
    beside: tuple[str, ...]
    answers: Callable[[Any], Mapping[str, str]]
    keys: Callable[[Any], Mapping[str, str]]
    help: tuple[str, ...]


_SENTENCES = _Face(
    one="sentence",
    done="labelled",
    ended="All are labelled.",
    main="Sentence",
    texts={"Before": lambda q: q.before, "Sentence": lambda q: q.text, "After": lambda q: q.after},
    beside=("Before", "After"),
    answers=lambda _: {name: name for name in ANSWERS.values()},
    keys=lambda _: ANSWERS,
    help=("1 or n negative", "2 neutral", "3 or p positive", "4 or ? unclear"),
)


def _numbered(question: strangers.Question) -> dict[str, str]:
    return {str(i): f"{i}  {choice}" for i, choice in enumerate(question.choices, 1)}


def _listed(question: strangers.Question) -> str:
    """List the choices in lines, by number, where one is long; else ''."""
    some_long = any(len(choice) > _SHORT for choice in question.choices)
    return "\n".join(_numbered(question).values()) if some_long else ""


def _choices(question: strangers.Question) -> dict[str, str]:
    """Name each answer by its number, and its words where they are not listed."""
    numbered = _numbered(question)
    called = dict(zip(numbered, numbered, strict=True)) if _listed(question) else numbered
    return {**called, strangers.CANNOT_TELL: "?  cannot tell"}


_STRANGERS = _Face(
    one="question",
    done="answered",
    ended="All are answered.",
    main="Question",
    texts={
        "Question": lambda q: q.question,
        "Passage": lambda q: q.passage,
        "Choices": _listed,
    },
    beside=(),
    answers=_choices,
    keys=lambda q: {key: key for key in _choices(q)},
    help=("number: the one that does not belong", "? cannot tell"),
)


class _Front:
    """What the person sees of `Questions`, and which key does what."""

    def __init__(self, questions: Questions[Any], face: _Face) -> None:
        self.questions, self.face = questions, face
        self._told, self._since = "", 0.0
        self.texts = {name: self._shown(name) for name in face.texts}
        self.told = self._shown("Last step")
        self.progress = self._shown("Progress")
        self.help = self._shown("Keys")
        self.answers = [self._button("", partial(self._nth, i)) for i in range(_MOST_ANSWERS)]
        self.beside = ipywidgets.ToggleButton(description="neighbours", layout=_BUTTON)
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
        steps = [self._button("skip", self._skip), self._button("undo", self._undo)]
        return [
            self.progress,
            *self.texts.values(),
            ipywidgets.HBox(self.answers, layout=_WRAP),
            self.keys,
            ipywidgets.HBox([*steps, *[self.beside] * bool(self.face.beside)], layout=_WRAP),
            self.note,
            self.told,
            self.help,
        ]

    def _shown(self, name: str) -> ipywidgets.Textarea:
        """Make a box to read: what is typed in it goes again.

        Not a disabled one: Lab draws those in a grey that is hard to read.
        """
        box = ipywidgets.Textarea(description=name, layout=_WIDE)
        box.observe(self._again, "value")
        return box

    def _again(self, _: dict[str, Any]) -> None:
        self._show(self._told)

    def _button(self, name: str, act: Callable[[], str]) -> ipywidgets.Button:
        button = ipywidgets.Button(description=name, layout=_BUTTON)
        button.on_click(lambda _: self._clicked(act))
        return button

    def _clicked(self, act: Callable[[], str]) -> None:
        self._do(act)
        self.keys.focus()

    def _key(self, change: dict[str, Any]) -> None:
        """Act on one key, and empty the box.

        A second key that came before the box was empty was pressed before the next question was
        to be seen: it answers nothing.
        """
        typed = change["new"]
        if not typed:
            return
        hasty = len(typed) > 1
        self.keys.value = ""
        if hasty:
            self._show("one key at a time: the last ones did nothing")
        else:
            self._do(self._acts(typed.lower()))

    def _acts(self, key: str) -> Callable[[], str]:
        now = self.questions.current
        if now is not None and key in (keys := self.face.keys(now)):
            return partial(self._answer, keys[key])
        return {"s": self._skip, "u": self._undo}.get(key, self._unknown)

    def _unknown(self) -> str:
        return "no such key; nothing was written"

    def _do(self, act: Callable[[], str]) -> None:
        """Do one step, and say what came of it or why nothing did."""
        before = self.questions.current
        try:
            told = act()
        except AnalysisError as error:
            told = f"not saved: {error}"
        if self.questions.current is not before:
            self._since = time.monotonic()
        self._show(told)

    def _nth(self, i: int) -> str:
        """Give the answer that a button stands for now."""
        now = self.questions.current
        return "" if now is None else self._answer(list(self.face.answers(now))[i])

    def _answer(self, value: str) -> str:
        """Answer, unless it is the second click of two, or a key held down."""
        if time.monotonic() - self._since < _UNREAD:
            return "too soon after the last step, nothing was written: nobody can have read this"
        called = self.face.answers(self.questions.current)[value]
        self.questions.answer(value)
        return f"saved: {called}"

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
        asked = wording.counted(self.questions.n_asked, self.face.one)
        name = self.questions.path.name
        _fill(self.progress, f"{n_done} of {asked} {self.face.done} in {name}")
        for name, box in self.texts.items():
            ended = self.face.ended if name == self.face.main else ""
            _fill(box, self.face.texts[name](now) if now is not None else ended)
            hidden = name in self.face.beside and not self.beside.value
            _seen(box, bool(box.value) and not hidden)
        called = () if now is None else tuple(self.face.answers(now).values())
        for i, button in enumerate(self.answers):
            button.description = called[i] if i < len(called) else ""
            _seen(button, i < len(called))
        self.note.value = self.questions.note_now
        self.note.disabled = now is None
        _fill(self.told, told)
        held = (one.replace(" ", "\u00a0") for one in (*self.face.help, "s skip", "u undo"))
        _fill(self.help, " · ".join(held))


def _fill(shown: ipywidgets.Textarea, text: str) -> None:
    shown.value = text
    shown.rows = min(max(min(_rows(text, _NARROW), _FEW_ROWS), _rows(text, _WIDEST)), _MOST_ROWS)


def _rows(text: str, per_row: int) -> int:
    return sum(len(line) // per_row + 1 for line in text.split("\n"))


def _seen(shown: ipywidgets.DOMWidget, seen: bool) -> None:  # noqa: FBT001 - a state of it
    shown.layout.display = None if seen else "none"
