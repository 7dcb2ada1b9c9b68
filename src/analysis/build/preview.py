"""What was read of a corpus, and what will and will not be possible with it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from analysis.build import source

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    import pandas as pd

_TOPIC_UNITS = 20  # METHODS: below, no method tells topics from chance
_TONE_LANGUAGE = "en"
_EXAMPLES = 5


def check(corpus_path: str | Path) -> dict[str, Any]:
    """Say what a build would work with; JSON values only.

    Returns corpus, digest, rows (in, used, skipped), dates, sources, languages, notes (what,
        reason, n, examples) and possible (what, possible, why).
    Raises  as `corpus.read`.
    """
    corpus = source.locate(corpus_path)
    docs = source.documents(corpus, {})
    read = source.reading(docs)
    return {
        "corpus": corpus.name,
        "path": corpus.shown,
        "digest": read.digest,
        "rows": {"in": read.n_rows_in, "used": read.n_used, "skipped": read.n_skipped},
        "n_tokens": int(docs["n_tokens"].sum()),
        "dates": _dates(docs),
        "sources": _shares(docs["source"]),
        "languages": _shares(docs["language"]),
        "notes": _notes(docs.attrs["notes"]),
        "possible": _possible(docs),
    }


def _dates(docs: pd.DataFrame) -> dict[str, Any]:
    from analysis import wording  # noqa: PLC0415 - pandas

    dates = zip(docs["date"], docs["date_precision"], strict=True)
    return {
        "dated": int(docs["date"].notna().sum()),
        "undated": int(docs["date"].isna().sum()),
        "span": wording.date_span(dates),
        "from": _shares(docs["date_from"]),
    }


def _shares(values: pd.Series[Any]) -> dict[str, int]:
    """Count equal values, the most frequent first, ties by name."""
    counts = values[values != ""].value_counts()
    ranked = sorted(counts.items(), key=lambda one: (-one[1], one[0]))
    return {str(name): int(n) for name, n in ranked}


def _notes(notes: pd.DataFrame) -> list[dict[str, Any]]:
    groups = notes.groupby(["what", "reason"], sort=True)
    return [
        {"what": what, "reason": reason, "n": len(rows), "examples": _where(rows)}
        for (what, reason), rows in groups
    ]


def _where(rows: pd.DataFrame) -> list[str]:
    first = rows.head(_EXAMPLES)
    places = zip(first["origin"], first["row"], strict=True)
    return [f"{origin}:{row}" if row else str(origin) for origin, row in places]


def _possible(docs: pd.DataFrame) -> list[dict[str, Any]]:
    found = [_terms(docs), _time(docs), _sources(docs), _topics(docs), _tone(docs)]
    return [dict(zip(("what", "possible", "why"), one, strict=True)) for one in found]


_Answer = tuple[str, bool, str]


def _terms(docs: pd.DataFrame) -> _Answer:
    return "terms", bool(docs["n_tokens"].sum()), f"{int(docs['n_tokens'].sum()):,} words"


def _time(docs: pd.DataFrame) -> _Answer:
    n = docs["date"].nunique()
    why = "needs documents of at least two dates" if n < 2 else f"{n:,} dates"  # noqa: PLR2004
    return "change over time", n > 1, why


def _sources(docs: pd.DataFrame) -> _Answer:
    n = docs.loc[docs["source"] != "", "source"].nunique()
    why = "needs documents of at least two sources" if n < 2 else f"{n:,} sources"  # noqa: PLR2004
    return "comparison of sources", n > 1, why


def _topics(docs: pd.DataFrame) -> _Answer:
    from analysis import corpus  # noqa: PLC0415 - pandas

    n, unit = len(docs), "documents"
    if n == 1:
        n, unit = len(corpus.paragraphs(docs)), "paragraphs"
    enough = n >= _TOPIC_UNITS
    rule = "" if enough else f"; needs {_TOPIC_UNITS}, so the page shows themes instead"
    return "topics", enough, f"{n:,} {unit}{rule}"


def _tone(docs: pd.DataFrame) -> _Answer:
    n = int((docs["language"] == _TONE_LANGUAGE).sum())
    return "tone", n > 0, f"{n:,} of {len(docs):,} documents in English, the one language covered"


def in_words(found: Mapping[str, Any]) -> str:
    """Write a preview for the terminal."""
    rows, dates = found["rows"], found["dates"]
    return "\n".join(
        [
            f"{found['path']}: {_rows(rows)}",
            f"dates: {dates['span'] or 'none'} ({_dated(dates)})",
            f"sources: {_top(found['sources'])}",
            f"languages: {_top(found['languages'])}",
            *(_note(note) for note in found["notes"]),
            *(_answer(one) for one in found["possible"]),
        ]
    )


def _rows(rows: Mapping[str, int]) -> str:
    return f"{rows['in']:,} in = {rows['used']:,} used + {rows['skipped']:,} skipped"


def _dated(dates: Mapping[str, Any]) -> str:
    return f"{dates['dated']:,} dated, {dates['undated']:,} not"


def _top(counts: Mapping[str, int]) -> str:
    first = [f"{name} {n:,}" for name, n in list(counts.items())[:_EXAMPLES]]
    more = f" and {len(counts) - _EXAMPLES:,} more" if len(counts) > _EXAMPLES else ""
    return ", ".join(first) + more if first else "none"


def _note(note: Mapping[str, Any]) -> str:
    more = ", ..." if note["n"] > len(note["examples"]) else ""
    return f"{note['what']}: {note['reason']}: {note['n']:,} ({', '.join(note['examples'])}{more})"


def _answer(one: Mapping[str, Any]) -> str:
    return f"{'yes' if one['possible'] else 'no':>3}  {one['what']}: {one['why']}"
