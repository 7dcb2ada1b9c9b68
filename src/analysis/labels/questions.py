"""Sentences asked one at a time: answer, skip, note, undo; each step is in the file at once.

No widget here: whatever asks the person holds one of these, and shows what it says.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from analysis.errors import AnalysisError, DataError, UsageError, did_you_mean
from analysis.labels.checking import VALUES
from analysis.labels.file import Key, Words, put, read

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Mapping

    import pandas as pd


class Question(NamedTuple):
    """A sentence to label, between its neighbours in the document."""

    key: Key
    before: str
    text: str
    after: str


class _Step(NamedTuple):
    """What an undo takes back: the order of the questions, and the words of one row."""

    waiting: tuple[Question, ...]
    key: Key | None
    was: Words
    now: Words


class Questions:
    """The questions of one labeller, in the order of the file.

    path : a file of labels, as `analysis label` writes it
    labeller : whose rows are asked; '' for the rows of nobody
    Raises  DataError where the file cannot be read, or no row of it is this labeller's
    """

    def __init__(self, path: str | Path, *, labeller: str = "") -> None:
        self.path = Path(path)
        self.labeller = labeller.strip()
        rows = self._rows()
        if rows.empty:
            raise DataError(
                f"{self.path.name}: no row for labeller {self.labeller!r}. "
                "Add them: analysis label CORPUS --labeller NAME --out FILE"
            )
        self._words = _words(rows)
        self._asked = tuple(dict.fromkeys(map(_question, rows.to_dict("records"))))
        self._waiting = self._open(self._asked)
        self._done: list[_Step] = []

    @property
    def current(self) -> Question | None:
        """The sentence asked now; None when all are answered."""
        return self._waiting[0] if self._waiting else None

    @property
    def note_now(self) -> str:
        """The note on the sentence asked now."""
        return self._words[self.current.key].note if self.current else ""

    @property
    def n_asked(self) -> int:
        """Sentences this labeller has a row for."""
        return len(self._asked)

    @property
    def n_left(self) -> int:
        """Sentences without a label; skipped ones are among them."""
        return len(self._waiting)

    @property
    def can_undo(self) -> bool:
        """Whether a step of this sitting can be taken back."""
        return bool(self._done)

    def answer(self, label: str) -> None:
        """Label the sentence asked now, and go on to the next.

        Raises  UsageError for a value that is none of the four; as `file.put`
        """
        if label not in VALUES:
            raise UsageError(f"label {label!r} is not known: {did_you_mean(label, VALUES)}")
        if self.current:
            key = self.current.key
            self._write(key, self._words[key]._replace(label=label), self._waiting[1:])

    def note(self, text: str) -> None:
        """Write a note on the sentence asked now; blanks are folded, '' takes it away."""
        folded = " ".join(text.split())
        if self.current and folded != self.note_now:
            key = self.current.key
            self._write(key, self._words[key]._replace(note=folded), self._waiting)

    def skip(self) -> None:
        """Ask the next sentence, and this one again at the end. Nothing is written."""
        if self.current:
            nothing = Words("", "")
            self._done.append(_Step(self._waiting, None, nothing, nothing))
            self._waiting = (*self._waiting[1:], self._waiting[0])

    def undo(self) -> Key | None:
        """Take the last step of this sitting back, in the file too.

        Returns  the row that was changed back; None where nothing was to be written
        Raises   as `file.put`; the step then stands, and is no longer to be undone
        """
        if not self._done:
            return None
        step = self._done.pop()
        if step.key is not None:
            self._put(step.key, was=step.now, now=step.was)
        self._waiting = self._open(step.waiting)
        return step.key

    def _write(self, key: Key, now: Words, waiting: tuple[Question, ...]) -> None:
        was = self._words[key]
        stands = self._put(key, was=was, now=now)
        self._done.append(_Step(self._waiting, key, was, stands))
        self._waiting = waiting

    def _put(self, key: Key, *, was: Words, now: Words) -> Words:
        """Write one row; where that is refused, go by what the file now says."""
        try:
            self._words[key] = put(self.path, key, was=was, now=now)
        except AnalysisError:
            self._take_up()
            raise
        return self._words[key]

    def _take_up(self) -> None:
        """Read what others wrote meanwhile; a sentence with a label is asked no more."""
        try:
            self._words |= _words(self._rows())
        except AnalysisError:
            return  # the refusal that is being raised says it already
        self._waiting = self._open(self._waiting)

    def _open(self, questions: Iterable[Question]) -> tuple[Question, ...]:
        return tuple(q for q in questions if not self._words[q.key].label.strip())

    def _rows(self) -> pd.DataFrame:
        table = read(self.path)
        return table[table["labeller"] == self.labeller]


def _words(rows: pd.DataFrame) -> dict[Key, Words]:
    return {_key(row): Words(row["label"], row["note"]) for row in rows.to_dict("records")}


def _key(row: Mapping[Hashable, str]) -> Key:
    return Key(row["sentence_id"], row["digest"], row["labeller"])


def _question(row: Mapping[Hashable, str]) -> Question:
    return Question(_key(row), row["before"], row["text"], row["after"])
