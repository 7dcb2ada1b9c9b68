"""Rows become DOCUMENTS: dated, named, in order, with copies marked."""

from __future__ import annotations

import hashlib
import json
from itertools import count
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from analysis import schema, tokens
from analysis.corpus.columns import OWN
from analysis.corpus.language import UNKNOWN, detect, normalise
from analysis.corpus.notes import Note

if TYPE_CHECKING:
    from collections.abc import Sequence

_HASH_CHARS = 12  # hex digits of SHA-256: two of a million texts share them once in 280 corpora
_DIGESTED = ["doc_id", "date", "date_precision", "source", "title", "language", "text"]


def sha256(text: str) -> str:
    """Give the SHA-256 of a text, in hex."""
    return hashlib.sha256(text.encode()).hexdigest()


def ids_of(
    origin: str, numbers: Sequence[int], ids: Sequence[str], texts: Sequence[str]
) -> list[str]:
    """Name the documents of one file: as written, else by path, or by text for a table's rows."""
    stem = origin.rpartition(".")[0] or origin
    given = zip(numbers, ids, texts, strict=True)
    return [i if i.strip() else sha256(t)[:_HASH_CHARS] if n else stem for n, i, t in given]


def languages(rows: pd.DataFrame, language: str) -> list[str]:
    """Give the language of each row: its column's, else `language`, else as recognised."""
    codes = {raw: normalise(raw) for raw in rows["language"].unique()}
    known = [codes[raw] or language for raw in rows["language"].tolist()]
    texts = rows["text"].tolist()
    open_texts = [text for text, code in zip(texts, known, strict=True) if not code]
    found = iter(detect(open_texts))
    return [code or next(found, UNKNOWN) for code in known]


def assemble(rows: pd.DataFrame) -> tuple[pd.DataFrame, list[Note]]:
    """Put rows in the order of DOCUMENTS, make their ids unique, and mark copies.

    rows : all of DOCUMENTS but n_tokens and duplicate_of, and file, row
    Returns  the rows with doc_id settled, and a note for each id that had to change
    """
    rows = rows.iloc[_order(rows)].reset_index(drop=True)
    texts = rows["text"].tolist()
    settled = _unique(rows["doc_id"].tolist())
    first: dict[str, str] = {}
    original = [first.setdefault(text, name) for text, name in zip(texts, settled, strict=True)]
    copies = ["" if of == name else of for of, name in zip(original, settled, strict=True)]
    made = rows.assign(
        doc_id=pd.Series(settled, dtype="str"),
        duplicate_of=pd.Series(copies, dtype="str"),
        n_tokens=tokens.cut(texts).lengths,
    )
    return made, _renamed(rows, settled)


def _renamed(rows: pd.DataFrame, settled: Sequence[str]) -> list[Note]:
    """Note the ids that had to change since another document has them."""
    given = zip(rows["file"], rows["row"], rows["doc_id"], settled, strict=True)
    reason = "id that another document has"
    return [
        Note(file, int(row), "mended", reason, f"{old!r}, now {new!r}")
        for file, row, old, new in given
        if old != new
    ]


def _order(rows: pd.DataFrame) -> list[int]:
    """Sort by date (undated last), doc_id and digest of the text; what is left by what it says."""
    when = rows["date"].to_numpy().astype(np.int64)
    when = np.where(rows["date"].isna(), np.iinfo(np.int64).max, when).tolist()
    ids, texts = rows["doc_id"].tolist(), [sha256(text) for text in rows["text"].tolist()]
    said = ["source", "title", "language", "date_precision"]
    rest = rows[[*said, *_kept(rows)]].itertuples(index=False, name=None)
    keys = list(zip(when, ids, texts, rest, strict=True))
    return sorted(range(len(keys)), key=keys.__getitem__)


def _unique(ids: Sequence[str]) -> list[str]:
    """Give the second of equal ids ~2, the third ~3; an id as written keeps its own."""
    taken: set[str] = set(ids)
    seen: set[str] = set()
    settled = []
    for one in ids:
        name = one
        if one in seen:
            name = next(n for k in count(2) if (n := f"{one}~{k}") not in taken)
            taken.add(name)
        seen.add(one)
        settled.append(name)
    return settled


def digest(docs: pd.DataFrame) -> str:
    """Give the SHA-256 of a corpus: of what its documents say, not of where they lie.

    docs : DOCUMENTS; their order, and the files they came from, change nothing
    """
    rows = docs[_DIGESTED].assign(date=docs["date"].astype("str"))
    written = sorted(json.dumps(row) for row in rows.itertuples(index=False, name=None))
    return hashlib.sha256("\n".join(written).encode()).hexdigest()


def _kept(rows: pd.DataFrame) -> list[str]:
    """List the columns that were kept beside the parts, as they are called inside."""
    return [name for name in rows.columns if name.startswith(OWN)]


def check(table: pd.DataFrame) -> pd.DataFrame:
    """Give the table the kinds and columns of DOCUMENTS, and then those that were kept."""
    strings = [c.name for c in schema.DOCUMENTS.columns if c.kind == "str"]
    docs = schema.DOCUMENTS.check(table.astype(dict.fromkeys(strings, "str")))
    return docs.assign(**{name.removeprefix(OWN): table[name] for name in _kept(table)})
