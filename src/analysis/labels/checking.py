"""Which labels can be used: those of known value, on a sentence that still stands, said once."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from analysis import corpus
from analysis.labels.drawing import digest
from analysis.schema.labels import LABEL_PROBLEMS, LABELLED

if TYPE_CHECKING:
    from collections.abc import Hashable, Mapping

UNCLEAR = "unclear"
VALUES = {
    "negative": ("negative", "neg", "-1"),
    "neutral": ("neutral", "neu", "0", "-0"),
    "positive": ("positive", "pos", "1", "+1"),
    UNCLEAR: (UNCLEAR, "?"),
}
SIGN = {"negative": -1.0, "neutral": 0.0, "positive": 1.0}
_GONE = "no such sentence in this corpus"
_CHANGED = "the sentence changed since it was drawn"
_UNKNOWN = "a label that is not known"
_CONTRADICTS = "two labels of one labeller for one sentence"


def check(labels: pd.DataFrame, docs: pd.DataFrame, sents: pd.DataFrame) -> pd.DataFrame:
    """Choose the labels that can be used, and say of every other why not.

    labels : as `labels.read`
    docs, sents : the corpus as it is now
    Returns  LABELLED, each label once; `attrs["problems"]` is LABEL_PROBLEMS, `attrs["file"]` the
        file's name. A contradiction leaves out both labels; nothing changes in the file.
    """
    written = labels["label"].str.strip()
    given = labels[written != ""]
    rows = pd.Series(labels.attrs.get("rows", range(2, len(labels) + 2)), index=labels.index)
    value = written[given.index].map(_value)
    reason = _reasons(given, value, _digests(given, docs, sents))
    bad = reason != ""
    # quoted as code is, so that a stray blank or control character shows
    problems = pd.DataFrame(
        {
            "row": rows[given.index][bad].astype("int64"),
            "sentence_id": given["sentence_id"][bad],
            "reason": reason[bad],
            "detail": [repr(text) for text in given["label"][bad]],
        }
    ).astype({"detail": "str", "reason": "str"})
    used = given[~bad].assign(label=value[~bad].astype("str"))
    used = used.drop_duplicates(["sentence_id", "labeller"]).reset_index(drop=True)
    checked = LABELLED.check(used)
    checked.attrs = {
        "problems": LABEL_PROBLEMS.check(problems.reset_index(drop=True)),
        "file": labels.attrs.get("file", "labels"),
    }
    return checked


def _value(written: str) -> str:
    """Read one label as people and spreadsheets write it: Negative, -1, -1.0, 1,0."""
    text = written.casefold().replace("\u2212", "-").replace(",", ".").removesuffix(".0")
    return next((name for name, ways in VALUES.items() if text in ways), "")


def _digests(given: pd.DataFrame, docs: pd.DataFrame, sents: pd.DataFrame) -> Mapping[str, str]:
    here = sents[sents["sentence_id"].isin(given["sentence_id"])]
    texts = corpus.texts(docs, here)
    return {k: digest(t) for k, t in zip(here["sentence_id"].tolist(), texts, strict=True)}


def _reasons(given: pd.DataFrame, value: pd.Series, now: Mapping[str, str]) -> pd.Series:
    """Say of every label why it is not used, the gravest first; '' where it is."""
    known = given["sentence_id"].map(now)
    clash = _contradicted(given.assign(value=value, known=known))
    reason = pd.Series("", index=given.index, dtype="str")
    reason = reason.mask(pd.Series(clash, index=given.index, dtype=bool), _CONTRADICTS)
    reason = reason.mask(value == "", _UNKNOWN)
    reason = reason.mask(known != given["digest"], _CHANGED)
    return reason.mask(known.isna(), _GONE)


def _contradicted(given: pd.DataFrame) -> list[bool]:
    usable = given[(given["value"] != "") & (given["known"] == given["digest"])]
    said: dict[Hashable, set[str]] = {}
    for name, labeller, value in zip(
        usable["sentence_id"], usable["labeller"], usable["value"], strict=True
    ):
        said.setdefault((name, labeller), set()).add(value)
    pairs = zip(given["sentence_id"], given["labeller"], strict=True)
    return [len(said.get(pair, ())) > 1 for pair in pairs]
