"""What the corpus page says: how much was read, of when, by whom, and what was left out."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from analysis import wording
from analysis.findings.subject import amount, capital, language_name, subject, used
from analysis.findings.summary import Finding, Summary, kept
from analysis.schema import MISSING

if TYPE_CHECKING:
    from collections.abc import Iterable


def corpus_summary(docs: pd.DataFrame, sents: pd.DataFrame) -> Summary:
    """Say what was read: a title, one standing sentence, and exact counts."""
    found = kept(_size(docs, sents), _dates(docs), _sources(docs), _languages(docs), _notes(docs))
    copies = int(docs["duplicate_of"].ne("").sum())
    apart = f" {_copies(copies)}" if len(docs) > 1 else ""
    return Summary(
        capital(subject(docs)), f"{capital(amount(docs, sents))}. {used(docs)}{apart}", found
    )


def dates_title(dates: pd.DataFrame, width: str) -> str:
    """Head the chart of documents over time with its highest period."""
    if dates.empty:
        return ""
    top = dates.loc[dates["n_docs"].idxmax()]
    empty = int(dates["n_docs"].eq(0).sum())
    gaps = f"; {wording.counted(empty, 'period')} without any" if empty else ""
    return f"The most texts in a {width}: {wording.integer(top['n_docs'])}, {top['label']}{gaps}"


def dates_alt(dates: pd.DataFrame) -> str:
    """Say what the chart of documents over time shows."""
    if dates.empty:
        return ""
    first, last = dates["label"].iloc[0], dates["label"].iloc[-1]
    dated = wording.counted(int(dates["n_docs"].sum()), "document")
    return f"Documents in each period from {first} to {last}: {dated} placed, gaps left as gaps."


def sources_title(sources: pd.DataFrame) -> str:
    """Head the table of sources with the largest."""
    if sources.empty:
        return ""
    n, top = len(sources), sources.iloc[0]
    if n == 1:
        return f"All from {top['name']}"
    share = wording.share(top["doc_share"])
    return f"{wording.counted(n, 'source')}; {top['name']} wrote {share} of the texts"


def lengths_title(docs: pd.DataFrame) -> str:
    """Head the chart of lengths with the median and the ends."""
    if len(docs) == 1:
        return ""
    n = docs["n_tokens"]
    return (
        f"Half of the texts have {wording.integer(n.median())} words or more; "
        f"the shortest {wording.integer(n.min())}, the longest {wording.integer(n.max())}"
    )


def lengths_alt(docs: pd.DataFrame) -> str:
    """Say what the chart of lengths shows."""
    low, high = docs["n_tokens"].quantile([0.1, 0.9])
    return (
        f"How many documents have how many words: the middle 80% lie between "
        f"{wording.integer(low)} and {wording.integer(high)}, the line is the median."
    )


def languages_title(languages: pd.DataFrame) -> str:
    """Head the table of languages with the commonest."""
    top = languages.iloc[0]
    name = language_name(str(top["name"]))
    if len(languages) == 1:
        return f"All in {name}"
    return f"{capital(name)} in {wording.share(top['doc_share'])} of the texts"


def documents_title(docs: pd.DataFrame, n_listed: int) -> str:
    """Head the list of documents."""
    if len(docs) == 1:
        return "One text"
    if n_listed < len(docs):
        return (
            f"{wording.integer(n_listed)} of {wording.integer(len(docs))}, spread over the corpus"
        )
    return f"All {wording.integer(len(docs))}, in the order they are counted in"


def notes_title(reasons: pd.DataFrame) -> str:
    """Head the list of what was skipped, mended, guessed and taken."""
    if reasons.empty:
        return ""
    counts = reasons.groupby("what", sort=False)["n"].sum()
    said = [f"{wording.integer(n)} {what}" for what, n in counts.items()]
    if "skipped" in counts or "mended" in counts:
        return capital(wording.listing(said))
    return f"Nothing was skipped or mended; {wording.listing(said)}"


def corpus_missing(docs: pd.DataFrame, width: str) -> pd.DataFrame:
    """List what this corpus cannot show, and why.

    Returns  MISSING
    """
    rows: list[tuple[str, str, str]] = []
    dated = int(docs["date"].notna().sum())
    undated = len(docs) - dated
    if not width:
        why = (
            f"{wording.counted(dated, 'dated text')}, all in one period"
            if dated
            else "no date is known"
        )
        rows.append(("Over time", "not shown", why))
    elif undated:
        rows.append(
            ("Texts without a date", "not placed", f"{wording.integer(undated)} of {len(docs)}")
        )
    if docs["source"].eq("").all():
        rows.append(("By source", "not shown", "no source is named"))
    if len(docs) == 1:
        rows.append(("How lengths vary", "not shown", "there is one text"))
    return MISSING.check(pd.DataFrame(rows, columns=MISSING.names, dtype="str"))


def _size(docs: pd.DataFrame, sents: pd.DataFrame) -> Finding:
    n, n_sents = int(docs["n_tokens"].sum()), len(sents)
    links = (("lengths", "lengths"), ("documents", "the list"))
    if len(docs) == 1:
        each = wording.significant(n / max(n_sents, 1), 2)
        sentence = f"A sentence has {each} words on average."
        return Finding(wording.integer(n_sents), sentence, "sentences", links=links)
    low, median, high = docs["n_tokens"].quantile([0.25, 0.5, 0.75])
    sentence = (
        f"The median text has {wording.integer(median)} words; the middle half have "
        f"{wording.integer(low)} to {wording.integer(high)}."
    )
    return Finding(wording.integer(n), sentence, "words", links=links)


def _dates(docs: pd.DataFrame) -> Finding | None:
    dated = docs[docs["date"].notna()]
    if dated.empty:
        return Finding("0", "No text has a date that could be read.", f"of {len(docs)} dated")
    ways = _listed(
        dated["date_from"],
        {
            "text": "from the text itself",
            "column": "from a column",
            "name": "from the file or folder name",
        },
    )
    exact = _listed(
        dated["date_precision"],
        {
            "time": "to the minute",
            "day": "to the day",
            "month": "to the month",
            "year": "to the year",
        },
    )
    span = wording.date_span(zip(dated["date"], dated["date_precision"], strict=True))
    verb = "comes" if len(dated) == 1 else "come"
    noun = "The date" if len(dated) == 1 else "Dates"
    sentence = f"{capital(span)}. {noun} {verb} {ways}, known {exact}."
    small = f"of {wording.integer(len(docs))} dated"
    return Finding(wording.integer(len(dated)), sentence, small, links=(("dates", "Figure"),))


def _listed(values: pd.Series, words: dict[str, str]) -> str:
    counts = values.value_counts().sort_index()
    if len(counts) == 1:
        return words[str(counts.index[0])]
    return wording.listing([f"{words[str(k)]} ({wording.integer(n)})" for k, n in counts.items()])


def _sources(docs: pd.DataFrame) -> Finding | None:
    named = docs.loc[docs["source"] != "", "source"]
    if named.empty:
        return None
    counts = named.value_counts().sort_index().sort_values(ascending=False, kind="stable")
    top, n = counts.index[0], int(counts.iloc[0])
    sentence = f"The largest is {top} with {wording.counted(n, 'text')}."
    noun = "source" if len(counts) == 1 else "sources"
    return Finding(wording.integer(len(counts)), sentence, noun, links=(("sources", "Table"),))


def _languages(docs: pd.DataFrame) -> Finding:
    counts = (
        docs["language"].value_counts().sort_index().sort_values(ascending=False, kind="stable")
    )
    names = [f"{language_name(str(c))} ({wording.integer(n)})" for c, n in counts.items()]
    what = names[:4] + ([f"{len(names) - 4} more"] if len(names) > 4 else [])  # noqa: PLR2004
    one = f"The text is in {language_name(str(counts.index[0]))}."
    sentence = one if len(docs) == 1 else f"Texts are in {wording.listing(what)}."
    noun = "language" if len(counts) == 1 else "languages"
    return Finding(wording.integer(len(counts)), sentence, noun, links=(("languages", "Table"),))


def _notes(docs: pd.DataFrame) -> Finding | None:
    notes = docs.attrs.get("notes")
    skipped = int(docs.attrs.get("n_skipped", 0))
    if notes is None or not (skipped or notes["what"].isin(["mended", "guessed"]).any()):
        return None
    said = [_count(notes["what"], what) for what in ("mended", "guessed")]
    rest = f" {capital(wording.listing([s for s in said if s]))}." if any(said) else ""
    n_in = docs.attrs.get("n_rows_in", len(docs))
    sentence = f"{_skipped(notes, skipped)}{rest}"
    return Finding(
        wording.integer(skipped), sentence, f"of {wording.integer(n_in)} skipped",
        links=(("reasons", "every reason"),),
    )  # fmt: skip


def _skipped(notes: pd.DataFrame, skipped: int) -> str:
    if not skipped:
        return "Nothing was skipped."
    top = notes.loc[notes["what"] == "skipped", "reason"].value_counts().sort_index()
    return f"The commonest reason: {top.idxmax()} ({wording.integer(int(top.max()))})."


def _count(whats: Iterable[str], what: str) -> str:
    n = sum(w == what for w in whats)
    return f"{wording.counted(n, 'note')} of something {what}" if n else ""


def _copies(copies: int) -> str:
    if not copies:
        return "No two texts are equal."
    return f"{wording.counted(copies, 'text')} {'is a copy' if copies == 1 else 'are copies'} of an earlier one."
