"""What the corpus page says first: how much was read, of when, by whom, and what was left out."""

from __future__ import annotations

import math

import pandas as pd

from analysis import periods, wording
from analysis.corpus.language import UNKNOWN
from analysis.findings.phrases import agree, capital, leaders
from analysis.findings.subject import amount, dated_texts, subject, used
from analysis.findings.summary import Finding, Summary, kept
from analysis.schema import MISSING

LISTED = 4  # languages named in a sentence
_WAYS = {
    "text": "from the text itself",
    "column": "from a column",
    "name": "from the file or folder name",
}
_EXACT = {
    "time": "to the minute",
    "day": "to the day",
    "month": "to the month",
    "year": "to the year",
}


def corpus_summary(docs: pd.DataFrame, sents: pd.DataFrame) -> Summary:
    """Say what was read: a title, one standing sentence, and exact counts."""
    found = kept(_size(docs, sents), _dates(docs), _sources(docs), _languages(docs), _notes(docs))
    copies = int(docs["duplicate_of"].ne("").sum())
    apart = f" {_copies(copies)}" if len(docs) > 1 else ""
    standing = f"{capital(amount(docs, sents))}. {used(docs)}{apart}"
    return Summary(capital(subject(docs)), standing, found)


def corpus_missing(docs: pd.DataFrame, width: str) -> pd.DataFrame:
    """List what this corpus cannot show, and why.

    Returns  MISSING
    """
    rows = [*_missing_dates(docs, width), *_missing_sources(docs)]
    if docs["n_tokens"].eq(docs["n_tokens"].iloc[0]).all():
        why = "there is one text" if len(docs) == 1 else "all texts are equally long"
        rows.append(("How lengths vary", "not shown", why))
    return MISSING.check(pd.DataFrame(rows, columns=MISSING.names, dtype="str"))


def _missing_dates(docs: pd.DataFrame, width: str) -> list[tuple[str, str, str]]:
    dated = int(docs["date"].notna().sum())
    if not width:
        return [("Over time", "not shown", dated_texts(docs))]
    coarse = dated - int(periods.assign(docs, width).notna().sum())
    rows = [
        ("Texts without a date", len(docs) - dated),
        (f"Texts whose date is not known to the {width}", coarse),
    ]
    n = wording.integer(len(docs))
    return [(what, "not placed", f"{wording.integer(some)} of {n}") for what, some in rows if some]


def _missing_sources(docs: pd.DataFrame) -> list[tuple[str, str, str]]:
    unnamed = int(docs["source"].eq("").sum())
    if unnamed == len(docs):
        return [("By source", "not shown", "no source is named")]
    why = f"{wording.integer(unnamed)} of {wording.integer(len(docs))}"
    return [("Texts without a source", "not placed", why)] if unnamed else []


def middle(values: pd.Series, share: float) -> tuple[str, str]:
    """Write the whole numbers between which the middle share of some counts lies."""
    low, high = values.quantile([(1 - share) / 2, (1 + share) / 2])
    return wording.integer(math.floor(low)), wording.integer(math.ceil(high))


def median(values: pd.Series) -> str:
    """Write the median of some counts, which may lie halfway between two."""
    value = float(values.median())
    return wording.integer(value) if value.is_integer() else f"{value:,.1f}"


def _size(docs: pd.DataFrame, sents: pd.DataFrame) -> Finding | None:
    if docs.empty:
        return None
    links = (("lengths", "lengths"), ("documents", "the list"))
    if len(docs) == 1:
        return _size_of_one(int(docs["n_tokens"].sum()), len(sents), links)
    n = docs["n_tokens"]
    low, high = middle(n, 0.5)
    rest = "so has the middle half" if low == high else f"the middle half have {low} to {high}"
    sentence = f"The median text has {_words(median(n))}; {rest}."
    if n.min() == n.max():
        sentence = f"Every text has {_words(low)}."
    return Finding(wording.integer(n.sum()), sentence, "words", links=links)


def _size_of_one(n: int, n_sents: int, links: tuple[tuple[str, str], ...]) -> Finding | None:
    if not n_sents:
        return None
    if n_sents == 1:
        return Finding("1", f"It has {wording.counted(n, 'word')}.", "sentence", links=links)
    each = wording.significant(n / n_sents, 2).removesuffix(".0")
    sentence = f"A sentence has {_words(each)} on average."
    return Finding(wording.integer(n_sents), sentence, "sentences", links=links)


def _words(written: str) -> str:
    return f"{written} {'word' if written == '1' else 'words'}"


def _dates(docs: pd.DataFrame) -> Finding:
    dated = docs[docs["date"].notna()]
    small = f"of {wording.integer(len(docs))} dated"
    if dated.empty:
        return Finding("0", "No text has a date that could be read.", small)
    ways, exact = _listed(dated["date_from"], _WAYS), _listed(dated["date_precision"], _EXACT)
    span = wording.date_span(zip(dated["date"], dated["date_precision"], strict=True))
    which = agree(len(dated), "The date comes", "Dates come")
    sentence = f"{span}. {which} {ways}, known {exact}."
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
    counts = named.value_counts().sort_index().rename("n").reset_index()
    tied, n = leaders(counts, "n"), int(counts["n"].max())
    texts = wording.counted(n, "text")
    if len(counts) == 1:
        sentence = f"{tied['source'].iloc[0]} is named in {texts}."
    elif len(tied) == 1:
        sentence = f"The largest is {tied['source'].iloc[0]} with {texts}."
    elif len(tied) == len(counts):
        sentence = f"Each has {texts}."
    else:
        sentence = f"{capital(wording.spelled(len(tied)))} share the lead with {texts} each."
    small = f"named {agree(len(counts), 'source', 'sources')}"
    return Finding(wording.integer(len(counts)), sentence, small, links=(("sources", "Table"),))


def _languages(docs: pd.DataFrame) -> Finding:
    known = docs.loc[docs["language"] != UNKNOWN, "language"].value_counts().sort_index()
    n_unknown = len(docs) - int(known.sum())
    sentence = _in_languages(known.sort_values(ascending=False, kind="stable"), len(docs))
    if n_unknown and len(known):
        sentence += f" Of {wording.counted(n_unknown, 'text')} it could not be told."
    small = agree(len(known), "language", "languages")
    return Finding(wording.integer(len(known)), sentence, small, links=(("languages", "Table"),))


def _in_languages(counts: pd.Series, n_docs: int) -> str:
    if counts.empty:
        which = agree(n_docs, "the text is", "the texts are")
        return f"Which language {which} in could not be told."
    if len(counts) == 1 and int(counts.sum()) == n_docs:
        which = agree(n_docs, "The text is", "All texts are")
        return f"{which} in {wording.language(str(counts.index[0]))}."
    names = [f"{wording.language(str(c))} ({wording.integer(n)})" for c, n in counts.items()]
    more = [f"{len(names) - LISTED} more"] if len(names) > LISTED else []
    return f"Texts are in {wording.listing(names[:LISTED] + more)}."


def _notes(docs: pd.DataFrame) -> Finding | None:
    notes = docs.attrs.get("notes")
    skipped = int(docs.attrs.get("n_skipped", 0))
    if notes is None or not (skipped or notes["what"].isin(["mended", "guessed"]).any()):
        return None
    said = [_count(notes["what"], what) for what in ("mended", "guessed")]
    rest = f" {wording.listing([s for s in said if s])}." if any(said) else ""
    n_in = docs.attrs.get("n_rows_in", len(docs))
    small = f"of {wording.integer(n_in)} skipped"
    sentence = f"{_skipped(notes, skipped)}{rest}"
    links = (("reasons", "every reason"),)
    return Finding(wording.integer(skipped), sentence, small, links=links)


def _skipped(notes: pd.DataFrame, skipped: int) -> str:
    reasons = notes.loc[notes["what"] == "skipped", "reason"].value_counts().sort_index()
    if not skipped:
        return "Nothing was skipped."
    if reasons.empty:
        return "The reasons are in the list."
    n = int(reasons.max())
    reason = reasons.index[int(reasons.to_numpy().argmax())]
    return f"The commonest reason: {reason} ({wording.integer(n)})."


def _count(whats: pd.Series, what: str) -> str:
    n = int(whats.eq(what).sum())
    return f"{wording.counted(n, 'thing')} {agree(n, 'was', 'were')} {what}" if n else ""


def _copies(copies: int) -> str:
    if not copies:
        return "No two texts are equal."
    texts = wording.counted(copies, "text")
    return f"{texts} {agree(copies, 'is a copy', 'are copies')} of an earlier one."
