"""Questions asked one at a time: answer, skip, note, undo; each step is in the file at once.

No widget here: whatever asks the person holds one of these, and shows what it says.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Generic, NamedTuple, TypeVar

from analysis.errors import AnalysisError, DataError, UsageError, did_you_mean
from analysis.labels.row import Key, Words, cells, put

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Mapping

    from analysis.labels.row import Form

Q = TypeVar("Q")


class _Step(NamedTuple):
    """What an undo takes back: the order of the questions, and the words of one row."""

    waiting: tuple[Key, ...]
    key: Key | None
    was: Words
    now: Words


class Questions(Generic[Q]):
    """The questions of one labeller, in the order of the file.

    path : a file that people answer in
    form : which kind of file: `labels.file.FORM`, `labels.intrusion.FORM`
    labeller : whose rows are asked; '' for the rows of nobody
    Raises  DataError where the file cannot be read, or no row of it is this labeller's
    """

    def __init__(self, path: str | Path, form: Form[Q], *, labeller: str = "") -> None:
        self.path, self.form = Path(path), form
        self.labeller = labeller.strip()
        rows = self._rows()
        if not rows:
            raise DataError(
                f"{self.path.name}: no row for labeller {self.labeller!r}. Add them: {form.add}"
            )
        self._words = self._written(rows)
        self._shown = {self._key(row): form.question(row) for row in rows}
        self._waiting = self._open(self._shown)
        self._done: list[_Step] = []

    @property
    def current(self) -> Q | None:
        """What is asked now; None when all are answered."""
        return self._shown[self._waiting[0]] if self._waiting else None

    @property
    def note_now(self) -> str:
        """The note on what is asked now."""
        return self._words[self._waiting[0]].note if self._waiting else ""

    @property
    def n_asked(self) -> int:
        """Questions this labeller has a row for."""
        return len(self._shown)

    @property
    def n_left(self) -> int:
        """Questions without an answer; skipped ones are among them."""
        return len(self._waiting)

    @property
    def can_undo(self) -> bool:
        """Whether a step of this sitting can be taken back."""
        return bool(self._done)

    def answer(self, value: str) -> None:
        """Answer what is asked now, and go on to the next.

        Raises  UsageError for a value that is no answer to it; as `row.put`
        """
        if self.current is None:
            return
        values = self.form.values(self.current)
        if value not in values:
            name = self.form.answer
            raise UsageError(f"{name} {value!r} is not known: {did_you_mean(value, values)}")
        self._write(self._words[self._waiting[0]]._replace(answer=value), self._waiting[1:])

    def note(self, text: str) -> None:
        """Write a note on what is asked now; blanks are folded, '' takes it away."""
        folded = " ".join(text.split())
        if self._waiting and folded != self.note_now:
            self._write(self._words[self._waiting[0]]._replace(note=folded), self._waiting)

    def skip(self) -> None:
        """Ask the next question, and this one again at the end. Nothing is written."""
        if self._waiting:
            nothing = Words("", "")
            self._done.append(_Step(self._waiting, None, nothing, nothing))
            self._waiting = (*self._waiting[1:], self._waiting[0])

    def undo(self) -> Key | None:
        """Take the last step of this sitting back, in the file too.

        Returns  the row that was changed back; None where nothing was to be written
        Raises   as `row.put`; the step then stands, and is no longer to be undone
        """
        if not self._done:
            return None
        step = self._done.pop()
        if step.key is not None:
            self._put(step.key, was=step.now, now=step.was)
        self._waiting = self._open(step.waiting)
        return step.key

    def _write(self, now: Words, waiting: tuple[Key, ...]) -> None:
        key = self._waiting[0]
        was = self._words[key]
        stands = self._put(key, was=was, now=now)
        self._done.append(_Step(self._waiting, key, was, stands))
        self._waiting = waiting

    def _put(self, key: Key, *, was: Words, now: Words) -> Words:
        """Write one row; where that is refused, go by what the file now says."""
        try:
            self._words[key] = put(self.path, key, form=self.form, was=was, now=now)
        except AnalysisError:
            self._take_up()
            raise
        return self._words[key]

    def _take_up(self) -> None:
        """Read what others wrote meanwhile; a question with an answer is asked no more."""
        try:
            self._words |= self._written(self._rows())
        except AnalysisError:
            return  # the refusal that is being raised says it already
        self._waiting = self._open(self._waiting)

    def _open(self, keys: Iterable[Key]) -> tuple[Key, ...]:
        return tuple(key for key in keys if not self._words[key].answer.strip())

    def _rows(self) -> list[dict[Hashable, str]]:
        table = cells(self.path, self.form)
        return table[table["labeller"].str.strip() == self.labeller].to_dict("records")

    def _written(self, rows: Iterable[Mapping[Hashable, str]]) -> dict[Key, Words]:
        hand = self.form.hand
        return {self._key(row): Words(*(row[name] for name in hand)) for row in rows}

    def _key(self, row: Mapping[Hashable, str]) -> Key:
        return Key(*(row[name].strip() for name in self.form.key))
