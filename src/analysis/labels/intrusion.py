"""Questions about topics in a file, the answers people write there, and what they say.

The file holds no right answer: that is made again from the model when answers are scored.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import pandas as pd

from analysis import corpus, wording
from analysis.labels import sheet, whole
from analysis.labels.agreement import alpha, bootstrap
from analysis.labels.row import Form
from analysis.schema.labels import LABEL_PROBLEMS
from analysis.schema.topic_guidance import (
    INTRUSION_AGREEMENT,
    INTRUSION_ANSWERS,
    INTRUSION_SCORES,
)
from analysis.topics.shares import share_interval
from analysis.uncertainty import MIN_UNITS

if TYPE_CHECKING:
    from collections.abc import Hashable, Mapping
    from typing import Any

CHOICES = tuple(f"choice_{i}" for i in range(1, 7))
COLUMNS = ("question_id", "digest", "question", "passage", *CHOICES, "answer", "note", "labeller")
MAX_PASSAGE = 1_500  # characters that a person reads for one answer
_KINDS = ("word", "topic")
_ASKED = {
    "word": "Five of these words belong together. Which one does not?",
    "topic": "Three of these lists fit the passage. Which one does not?",
}
CANNOT_TELL = "?"  # an answer
_GONE = "the topics, or this question, changed since it was asked"
_UNKNOWN = "no number of a choice, no choice and no ?"
_CONTRADICTS = "two answers of one labeller to one question"
_PAIR = 2
_FEW = f"fewer than {MIN_UNITS} questions: no interval"


class Question(NamedTuple):
    """A question as it is shown; which choice is right stands nowhere in its file."""

    question: str
    passage: str
    choices: tuple[str, ...]


def _question(row: Mapping[Hashable, str]) -> Question:
    return Question(row.get("question", ""), row.get("passage", ""), _filled(row))


def _filled(row: Mapping[Hashable, str]) -> tuple[str, ...]:
    """Fold the blanks of the choices there are, in the order that numbers them."""
    choices = (" ".join(str(row.get(name, "")).split()) for name in CHOICES)
    return tuple(choice for choice in choices if choice)


def _values(question: Question) -> tuple[str, ...]:
    return (*(str(i) for i in range(1, len(question.choices) + 1)), CANNOT_TELL)


FORM = Form(
    what="a file of questions",
    one="question",
    name="question_id",
    answer="answer",
    add="labels.intrusion.ask(FILE, questions, texts=text_of, labeller=NAME)",
    mend="Ask again with labels.intrusion.ask",
    question=_question,
    values=_values,
)


def ask(path: str | Path, questions: pd.DataFrame, *, texts: pd.Series, labeller: str = "") -> int:
    """Write questions to a file to answer, or add those that are not there yet.

    questions : INTRUSION_QUESTIONS
    texts : of each unit, by unit_id
    labeller : whose rows they are; '' for whoever opens the file
    Returns  how many rows were added. A row with an answer or a note is never changed or lost;
        unanswered ones that are no longer asked go.
    Raises   DataError where what stands there is no file of questions, OutputError where it cannot
        be written
    """
    file = Path(path)
    asked = _asked(questions, texts, labeller)
    with whole.alone(file):
        old = read(file) if file.exists() else asked.iloc[:0]
        kept, new = _merged(old, asked, labeller)
        if len(new) or len(kept) < len(old):
            sheet.write(file, pd.concat([kept, new], ignore_index=True).fillna("").astype("str"))
    return len(new)


def _merged(
    old: pd.DataFrame, asked: pd.DataFrame, labeller: str
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Choose the rows that stay, and those that are added to them."""
    key, question = FORM.key, FORM.key[:2]
    touched = old[FORM.hand].apply(lambda s: s.str.strip().ne("")).any(axis=1).to_numpy(bool)
    kept = old[touched | _keys(old, question).isin(_keys(asked, question))]
    by = key if labeller else question
    return kept, asked[~_keys(asked, by).isin(_keys(kept, by))]


def _keys(table: pd.DataFrame, by: list[str]) -> pd.MultiIndex:
    return pd.MultiIndex.from_frame(table[by])


def _asked(questions: pd.DataFrame, texts: pd.Series, labeller: str) -> pd.DataFrame:
    passage = questions["unit_id"].map(texts).fillna("")
    table = questions.assign(
        question=questions["kind"].map(_ASKED),
        passage=[wording.shorten(" ".join(str(text).split()), MAX_PASSAGE) for text in passage],
        answer="",
        note="",
        labeller=labeller,
    )
    return table[list(COLUMNS)].astype("str")


def read(path: str | Path) -> pd.DataFrame:
    """Read a file of questions as a spreadsheet may have saved it; columns of your own are kept.

    Returns  the columns as written, text; `attrs["file"]`, `attrs["rows"]`
    Raises   DataError where it cannot be read, or a row is wider than the header
    """
    written = sheet.read(path, needed=FORM.needed, what=FORM.what)
    table = written.reindex(columns=[*dict.fromkeys((*COLUMNS, *written))]).fillna("")
    table = table.astype("str").assign(**{name: written[name].str.strip() for name in FORM.needed})
    table["labeller"] = table["labeller"].str.strip()
    table.attrs = written.attrs
    return table


def answers(path: str, key: pd.DataFrame) -> pd.DataFrame:
    """Read the answers that can be scored; none for an empty path.

    path : found as a corpus is
    key : INTRUSION_KEY, of the model as it is now
    Returns  INTRUSION_ANSWERS; `attrs["problems"]` is LABEL_PROBLEMS (its sentence_id holds the
        question's id), `attrs["file"]` the file's name. An answer to a question that is no longer
        asked so, an unknown one and a contradiction are left out, and stay in the file.
    """
    if not path.strip():
        none = INTRUSION_ANSWERS.empty()
        none.attrs = {"problems": LABEL_PROBLEMS.empty(), "file": ""}
        return none
    return check(read(corpus.resolve(path)), key)


def check(written: pd.DataFrame, key: pd.DataFrame) -> pd.DataFrame:
    """Choose the answers that can be scored, and say of every other why not.

    written : as `read`; key : INTRUSION_KEY
    Returns  as `answers`
    """
    rows = pd.Series(written.attrs.get("rows", range(2, len(written) + 2)), index=written.index)
    given = written.assign(row=rows)[written["answer"].str.strip() != ""]
    given = given.merge(key, on=["question_id", "digest"], how="left")
    given["choice"] = [_choice(row) for row in given.to_dict("records")]
    reason = _reasons(given)
    bad = reason != ""
    problems = pd.DataFrame(
        {
            "row": given["row"][bad].astype("int64"),
            "sentence_id": given["question_id"][bad],
            "reason": reason[bad],
            "detail": [repr(text) for text in given["answer"][bad]],
        }
    ).astype({"detail": "str", "reason": "str"})
    used = given[~bad].drop_duplicates(["question_id", "labeller"]).reset_index(drop=True)
    whole = ["topic", "choice", "n_choices"]
    used = used.assign(right=used["choice"] == used["intruder"]).astype(
        dict.fromkeys(whole, "int64") | {"kind": "str"}
    )
    table = INTRUSION_ANSWERS.check(used)
    table.attrs = {
        "problems": LABEL_PROBLEMS.check(problems.reset_index(drop=True)),
        "file": written.attrs.get("file", "answers"),
    }
    return table


def _choice(row: Mapping[Hashable, Any]) -> int:
    """Read an answer as people write it, the number or the words; 0 for ?, -1 for neither."""
    text = " ".join(str(row["answer"]).split()).casefold().removesuffix(".0")
    if text == CANNOT_TELL:
        return 0
    filled = [choice.casefold() for choice in _filled(row)]
    if text in filled:
        return filled.index(text) + 1
    numbers = [str(i) for i in range(1, len(filled) + 1)]
    return numbers.index(text) + 1 if text in numbers else -1


def _reasons(given: pd.DataFrame) -> pd.Series:
    """Say of every answer why it is not scored, the gravest first; '' where it is."""
    usable = given[given["kind"].notna() & (given["choice"] >= 0)]
    said = usable.groupby(["question_id", "labeller"])["choice"].transform("nunique")
    reason = pd.Series("", index=given.index, dtype="str")
    reason = reason.mask(said.reindex(given.index, fill_value=1) > 1, _CONTRADICTS)
    return reason.mask(given["choice"] < 0, _UNKNOWN).mask(given["kind"].isna(), _GONE)


# --- what they say --------------------------------------------------------------------------


def scores(answered: pd.DataFrame) -> pd.DataFrame:
    """Measure how often people find the intruder: Chang's model precision.

    answered : INTRUSION_ANSWERS
    Returns  INTRUSION_SCORES: of each kind all topics, then each; *cannot tell* finds no intruder.
        The interval is a Wilson band over questions (Korn & Graubard 1998, where several people
        answer one); under 5 questions there is none.
    """
    parts = []
    for kind in _KINDS:
        of_kind = answered[answered["kind"] == kind]
        if len(of_kind):
            parts += [_scored(of_kind.assign(topic=0), kind), _scored(of_kind, kind)]
    if not parts:
        return INTRUSION_SCORES.empty()
    return INTRUSION_SCORES.check(pd.concat(parts, ignore_index=True))


def _scored(answered: pd.DataFrame, kind: str) -> pd.DataFrame:
    by_question = answered.groupby(["topic", "question_id"])["right"].agg(["sum", "size"])
    hits, size = by_question["sum"].astype("int64"), by_question["size"]
    sums = pd.DataFrame(
        {"n_units": hits, "of_units": size, "n_docs": 1, "hits2": hits**2, "size2": size**2}
        | {"cross": hits * size}
    )
    sums = sums.groupby("topic").sum()
    ends = share_interval(sums)
    few = ends["reason"] != ""
    return pd.DataFrame(
        {
            "kind": pd.Series(kind, sums.index, dtype="str"),
            "topic": sums.index,
            "n_questions": sums["n_docs"],
            "n_answers": sums["of_units"],
            "n_right": sums["n_units"],
            "precision": sums["n_units"] / sums["of_units"],
            "low": ends["low"],
            "high": ends["high"],
            "chance": 1 / answered.groupby("topic")["n_choices"].mean(),
            "reason": pd.Series(np.where(few, _FEW, ""), sums.index, dtype="str"),
        }
    )


def agreement(answered: pd.DataFrame, *, random_state: int = 0) -> pd.DataFrame:
    """Measure how far people choose the same, right or wrong, beyond chance.

    answered : INTRUSION_ANSWERS; *cannot tell* is a choice
    Returns  INTRUSION_AGREEMENT; no rows where fewer than two people answered
    Source   Krippendorff (2011), alpha, nominal; choices stand in an order by chance
    """
    if answered["labeller"].nunique() < _PAIR:
        return INTRUSION_AGREEMENT.empty()
    kinds = [kind for kind in _KINDS if (answered["kind"] == kind).any()]
    rows = [_agreed(answered[answered["kind"] == kind], random_state) for kind in kinds]
    table = pd.DataFrame(rows).assign(kind=kinds)
    return INTRUSION_AGREEMENT.check(table.astype({"kind": "str", "reason": "str"}))


def _agreed(answered: pd.DataFrame, random_state: int) -> dict[str, object]:
    grid = answered.pivot_table(index="question_id", columns="labeller", values="choice", sort=True)
    grid = grid[grid.notna().sum(axis=1) >= _PAIR]
    values = grid.to_numpy(np.float64)
    row: dict[str, object] = {"alpha": np.nan, "low": np.nan, "high": np.nan}
    row |= {"n_labellers": answered["labeller"].nunique(), "n_questions": len(grid)}
    if not len(values):
        return row | {"reason": "no question was answered by two people"}
    found = alpha(values, metric="nominal")
    row["alpha"] = found
    if np.isnan(found) or len(values) < MIN_UNITS:
        return row | {"reason": "every choice is the same" if np.isnan(found) else _FEW}
    low, high = bootstrap(values, np.arange(len(values)), "nominal", random_state)
    return row | {"low": low, "high": high, "reason": ""}
