"""The corpus as the build sees it: where it is, how it is named in print, what was read of it."""

from __future__ import annotations

import os
from dataclasses import dataclass
from inspect import signature
from pathlib import Path
from typing import TYPE_CHECKING, Any

from analysis.errors import DataError, UsageError, did_you_mean

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    import pandas as pd

    from analysis.report import Sentence, Text


@dataclass(frozen=True)
class Source:
    """A corpus by its path.

    given : as asked for; shown : as printed, never an absolute path; path : links followed
    """

    given: str
    shown: str
    path: Path
    name: str


@dataclass(frozen=True)
class Reading:
    """What was read: rows in = rows used + rows skipped."""

    digest: str
    n_rows_in: int
    n_used: int
    n_skipped: int
    notes: dict[str, dict[str, int]]  # skipped, mended, ... -> reason -> how many


def locate(corpus_path: str | Path) -> Source:
    """Find a corpus.

    Raises  as `corpus.resolve`: UsageError for an address, DataError where nothing is there.
    """
    from analysis import corpus  # noqa: PLC0415 - pandas: not for `analysis --help`
    from analysis.build.output import safe_name  # noqa: PLC0415 - they know each other's types

    given = os.fspath(corpus_path)
    path = corpus.resolve(given).resolve()
    return Source(given, printed(given, path), path, safe_name(path))


def printed(given: str, path: Path) -> str:
    """Name a path in print: as given, but of one from elsewhere the last name only."""
    parts = Path(given).parts
    leads_away = Path(given).is_absolute() or ".." in parts or not parts
    return path.name if leads_away else given


def documents(source: Source, options: Mapping[str, Any]) -> pd.DataFrame:
    """Read the documents of a corpus.

    options : keyword arguments of `corpus.read`, as the parameter `read_options` gives them

    Raises  UsageError for an option that does not exist; else as `corpus.read`.
    """
    from analysis import corpus  # noqa: PLC0415 - as above

    known = list(signature(corpus.read).parameters)[1:]
    for name in options:
        if name not in known:
            hint = did_you_mean(name, known)
            raise UsageError(f"parameter 'read_options': no option {name!r}; {hint}")
    return corpus.read(source.given, **options)


def texts(docs: pd.DataFrame | None, ids: Collection[str]) -> dict[str, Text]:
    """Give some documents as the page of texts shows them, in the order of the corpus."""
    from analysis import corpus, report, wording  # noqa: PLC0415 - as above

    if docs is None or not ids:
        return {}
    some = docs[docs["doc_id"].isin(ids)]
    sents = corpus.sentences(some)
    of_doc = {str(doc_id): rows for doc_id, rows in sents.groupby("doc_id", sort=False)}
    return {
        row["doc_id"]: report.Text(
            **{name: row[name] for name in ("doc_id", "title", "source", "language")},
            date=wording.iso_date(row["date"], row["date_precision"]),
            sentences=_sentences(row["text"], of_doc.get(row["doc_id"], sents.iloc[:0])),
        )
        for row in some.to_dict("records")
    }


def _sentences(text: str, sents: pd.DataFrame) -> list[Sentence]:
    """Cut a text into its sentences, each with the blanks that part it from the next."""
    from analysis import report  # noqa: PLC0415 - as above

    starts = sents["start"].tolist()
    rows = zip(sents["sentence_id"], sents["paragraph"], starts, [*starts[1:], None], strict=True)
    return [report.Sentence(one, int(number), text[a:b]) for one, number, a, b in rows]


def reading(docs: pd.DataFrame) -> Reading:
    """Sum up what was read: the digest, the rows, the notes."""
    from analysis import corpus  # noqa: PLC0415 - as above

    notes = docs.attrs["notes"]
    n_skipped = int(docs.attrs.get("n_skipped", (notes["what"] == "skipped").sum()))
    n_rows_in = int(docs.attrs.get("n_rows_in", len(docs) + n_skipped))
    counts = _counts(notes)
    return Reading(corpus.digest(docs), n_rows_in, len(docs), n_skipped, counts)


def _counts(notes: pd.DataFrame) -> dict[str, dict[str, int]]:
    groups = notes.groupby("what", sort=True)["reason"]
    return {
        str(what): {
            str(reason): int(n) for reason, n in reasons.value_counts().sort_index().items()
        }
        for what, reasons in groups
    }


def fingerprint(source: Source) -> tuple[tuple[str, int, int], ...]:
    """Take sizes and times of every file: cheap, and enough to see that a corpus changed."""
    if not source.path.is_dir():
        return (_stamp(str(source.path)),)
    walked = os.walk(source.path)
    return tuple(sorted(_stamp(f"{top}/{name}") for top, _, names in walked for name in names))


def _stamp(path: str) -> tuple[str, int, int]:
    try:
        status = os.lstat(path)  # a pipe or a link that leads nowhere must not stop us
    except OSError:
        return (path, -1, -1)
    return (path, status.st_size, status.st_mtime_ns)


def check_unchanged(source: Source, before: tuple[tuple[str, int, int], ...]) -> None:
    """See that no file changed while the notebooks ran.

    Raises  DataError: the pages would speak of different texts.
    """
    if fingerprint(source) != before:
        raise DataError(f"{source.shown}: changed while the build ran. Run it again")
