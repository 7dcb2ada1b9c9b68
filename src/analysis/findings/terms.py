"""What the term page says: the commonest words, the unusual ones, what rises and what falls."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from analysis import wording
from analysis.findings.subject import capital, language_name, subject, used
from analysis.findings.summary import Finding, Summary, kept, quoted
from analysis.schema import MISSING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from analysis.terms import DocumentTermMatrix

SURE = 0.05  # q below which a change is said


def terms_summary(
    docs: pd.DataFrame,
    dtm: DocumentTermMatrix,
    *,
    freq: pd.DataFrame,
    pairs: pd.DataFrame,
    unusual: pd.DataFrame,
    changes: pd.DataFrame,
    width: str,
) -> Summary:
    """Say what stands out among the terms.

    The rule: the commonest words; the word most unusual beside the reference list by its lower
    bound; the surest rise and fall with q < .05; the commonest pair; how much the stop list took.
    """
    found = kept(
        _commonest(freq),
        _unusual(unusual),
        *_changes(changes, width),
        _pair(pairs),
        _one_document(freq),
    )
    title = f"The words of {subject(docs)}"
    return Summary(title, _standing(docs, dtm, freq), found)


def unusual_title(unusual: pd.DataFrame) -> str:
    """Head the chart of unusual words with the first of them."""
    if unusual.empty:
        return ""
    top = unusual.iloc[0]
    beside = language_name(str(top["language"]))
    return f"{capital(quoted([str(top['term'])], 1))} stands out most beside general {beside}"


def unusual_alt(unusual: pd.DataFrame) -> str:
    """Say what the chart of unusual words shows."""
    if unusual.empty:
        return ""
    top, last = unusual.iloc[0], unusual.iloc[-1]
    return (
        "How many times as frequent as in a general list of the language: "
        f"{top['term']} {_times(top['log_ratio'])} down to {last['term']} "
        f"{_times(last['log_ratio'])}; bars are 95% intervals over these texts alone."
    )


def frequency_title(freq: pd.DataFrame) -> str:
    """Head the chart of the commonest words; a tie is said to be one."""
    top = freq.loc[freq["count"] == freq["count"].max(), "term"].tolist()
    n = wording.integer(int(freq["count"].max()))
    if len(top) == 1:
        return f"{capital(quoted(top, 1))} leads with {n} uses"
    if len(top) > 3:  # noqa: PLR2004 (a heading names three at most)
        return f"{capital(wording.spelled(len(top)))} words share the lead with {n} uses each"
    return f"{capital(quoted(top, 3))} lead with {n} uses each"


def measure(freq: pd.DataFrame) -> str:
    """Say what the chart of the commonest words measures."""
    return "uses per million words" if freq["low"].notna().any() else "uses"


def frequency_alt(freq: pd.DataFrame) -> str:
    """Say what the chart of the commonest words shows."""
    top, last = freq.iloc[0], freq.iloc[-1]
    if freq["low"].isna().all():
        return (
            f"Uses in the text: {top['term']} {wording.integer(top['count'])} down to "
            f"{last['term']} {wording.integer(last['count'])}; exact counts, ties in the order of the alphabet."
        )
    return (
        f"Uses per million words, stop words among them: {top['term']} "
        f"{wording.significant(top['per_million'])} down to {last['term']} "
        f"{wording.significant(last['per_million'])}; bars are 95% intervals where there are any."
    )


def pairs_title(pairs: pd.DataFrame) -> str:
    """Head the table of pairs with the commonest."""
    if pairs.empty:
        return ""
    top = pairs.iloc[0]
    n = wording.counted(int(top["count"]), "use")
    return f"{capital(quoted([str(top['term'])], 1))} is the commonest pair, {n}"


def changes_title(changes: pd.DataFrame, moved: Sequence[str], width: str) -> str:
    """Head the charts of change with what rises and falls beyond chance."""
    if changes.empty or not width:
        return ""
    rows = changes[changes["term"].isin(moved)]
    parts = [
        f"{quoted(rows.loc[rows['direction'] == side, 'term'].tolist(), 2)} {verb}"
        for side, verb in (("rising", "rise"), ("falling", "fall"))
        if (rows["direction"] == side).any()
    ]
    return capital("; ".join(parts)) if parts else "No word changes beyond what chance would do"


def changes_alt(shown: Sequence[str], width: str) -> str:
    """Say what the charts of change show."""
    if not shown:
        return ""
    return (
        f"Uses per million words in each {width} of {wording.listing(list(shown))}; each panel "
        "has its own scale, the shade is the 95% interval, periods under 5 texts are gaps."
    )


def unusual_note(unusual: pd.DataFrame, dtm: DocumentTermMatrix) -> dict[str, str]:
    """Say what the comparison with the list rests on."""
    absent = unusual.loc[~unusual["listed"], "term"].tolist()
    more = f" and {wording.integer(len(absent) - 6)} more" if len(absent) > 6 else ""  # noqa: PLR2004
    single = dtm.units["doc_id"].nunique() == 1
    shown = (
        "Words that stand twice or more, by ratio."
        if single
        else "By the lower end of the interval."
    )
    return {
        "Compared": f"{wording.integer(len(unusual))} words; no test: a list has no documents.",
        "Ranked": shown,
        "List": "wordfreq, text to about 2021.",
        "Not in the list": f"{', '.join(absent[:6])}{more}" if absent else "",
        "No interval": "under 5 sentences" if single else "",
    }


def frequency_note(freq: pd.DataFrame, dtm: DocumentTermMatrix) -> dict[str, str]:
    """Say what the counts rest on."""
    unit = freq["unit"].iloc[0]
    none = int(freq["low"].isna().sum())
    return {
        "Rate": "per million words, stop words among them.",
        "Word rule": f"{dtm.words}, case folded.",
        "Interval": f"95%, unit: {unit}; CR3 log-rate t.",
        "Not measured": f"{wording.integer(none)} of {wording.integer(len(freq))} words, in fewer than 5 {unit}s.",
        "Stop list": f"{dtm.stop_words}: {wording.share(dtm.stop_share)} of all words."
        if dtm.stop_words
        else "none",
    }


def changes_note(changes: pd.DataFrame, width: str) -> dict[str, str]:
    """Say what the slopes rest on."""
    if changes.empty or not width:
        return {}
    measured = int(changes["p"].notna().sum())
    return {
        "Slope": f"log-linear on the totals of each {width}; unit: {width}.",
        "q": f"Benjamini-Hochberg over {wording.integer(measured)} words in 10 texts or more.",
        "Shown": "up to three rising and three falling with q < .05, the surest first.",
    }


def headline_term(unusual: pd.DataFrame, freq: pd.DataFrame) -> str:
    """Choose the word of the concordance: the most unusual, else the commonest."""
    return str((unusual if len(unusual) else freq)["term"].iloc[0])


def lines_title(found: pd.DataFrame, shown: pd.DataFrame, query: str) -> str:
    """Head the concordance with how much of it is shown."""
    if found.empty:
        return f"{quoted([query], 1)} is not in these texts"
    lines = wording.counted(len(found), "line")
    if len(shown) == len(found):
        return f"All {lines} with {quoted([query], 1)}"
    return f"{wording.integer(len(shown))} of {lines} with {quoted([query], 1)}, spread evenly"


def ties_title(ties: pd.DataFrame) -> str:
    """Say how many words stand once, twice, and so on: in a short text a rank is a tie."""
    if ties.empty:
        return ""
    first = ties.head(3)
    said = [
        f"{wording.integer(n)} {_often(int(c))}"
        for c, n in zip(first["count"], first["n_terms"], strict=True)
    ]
    return f"{wording.listing(said)}: any ranking by count is a tie"


def terms_missing(
    docs: pd.DataFrame, *, pairs: pd.DataFrame, unusual: pd.DataFrame, changes: pd.DataFrame
) -> pd.DataFrame:
    """List what of the terms was not measured, and why.

    Returns  MISSING
    """
    rows: list[tuple[str, str, str]] = []
    if changes.empty:
        dated = wording.counted(int(docs["date"].notna().sum()), "dated text")
        rows.append(("Rising and falling words", "not measured", f"{dated}; it takes 8 periods"))
    if pairs.empty:
        rows.append(("Word pairs", "none to show", "no pair of words stands twice"))
    reason = unusual.attrs.get("reason", "")
    if reason or unusual.empty:
        why = reason or "no word passes the floor of 5 texts"
        rows.append(("Unusual words", "not measured", why))
    if len(docs) == 1:
        rows.append(
            ("Intervals over texts", "not measured", "one text; intervals are over its sentences")
        )
    return MISSING.check(pd.DataFrame(rows, columns=MISSING.names, dtype="str"))


def _standing(docs: pd.DataFrame, dtm: DocumentTermMatrix, freq: pd.DataFrame) -> str:
    words = wording.counted(int(dtm.n_tokens.sum()), "word")
    stop = f"; a stop list took {wording.share(dtm.stop_share)} of them" if dtm.stop_share else ""
    unit = "the sentence, so they speak of this text alone" if len(docs) == 1 else "the text"
    different = wording.counted(len(freq), "different word")
    return (
        f"{words}{stop}, leaving {different}. {used(docs)} "
        f"Intervals are 95% and take as their unit {unit}."
    )


def _commonest(freq: pd.DataFrame) -> Finding:
    top = freq.loc[freq["count"] == freq["count"].max()]
    row, n = top.iloc[0], int(freq["count"].max())
    links = (("term-frequency", "Figure"), (f"e:{row['term']}", f"\u201c{row['term']}\u201d"))
    if len(top) > 1:
        names = quoted(top["term"].tolist(), 3)
        more = f" and {wording.integer(len(top) - 3)} more" if len(top) > 3 else ""  # noqa: PLR2004
        sentence = f"{capital(names)}{more} stand {_often(n)} each, more than any other word."
        return Finding(wording.integer(len(top)), sentence, "words share the lead", links=links)
    ends = _ends(row["low"], row["high"])
    per = f"{wording.significant(row['per_million'])} per million words"
    held = f"in {wording.share(row['doc_share'])} of the texts"
    sentence = f"{capital(quoted([row['term']], 1))} is the commonest word: {wording.integer(n)} uses, {held}."
    return Finding(
        wording.integer(n), sentence, f"{per}{', ' + ends if ends else ''}", "finding", links
    )


def _unusual(unusual: pd.DataFrame) -> Finding | None:
    if unusual.empty:
        return None
    top = unusual.iloc[0]
    name = language_name(str(top["language"]))
    low, high = _times(top["low"]), _times(top["high"])
    ends = wording.interval(low, high) if pd.notna(top["low"]) else "no interval"
    listed = "" if top["listed"] else ", where the list does not hold it"
    others = quoted(unusual["term"].iloc[1:4].tolist(), 3)
    sentence = (
        f"{capital(quoted([top['term']], 1))} is as many times as frequent as in general "
        f"{name}{listed}; {others} follow."
    )
    links = (("unusual", "Figure"), (f"e:{top['term']}", f"\u201c{top['term']}\u201d"))
    return Finding(_times(top["log_ratio"]), sentence, ends, "finding", links)


def _changes(changes: pd.DataFrame, width: str) -> list[Finding | None]:
    sure = changes[changes["q"] < SURE] if len(changes) else changes
    return [_change(sure, side, width) for side in ("rising", "falling")] if len(sure) else []


def _change(sure: pd.DataFrame, side: str, width: str) -> Finding | None:
    rows = sure[sure["direction"] == side]
    if rows.empty:
        return None
    top = rows.iloc[0]
    percent = 100 * (top["ratio"] - 1)
    ends = sorted(100 * (top[e] - 1) for e in ("low", "high"))
    verb = "grows" if side == "rising" else "fades"
    sentence = (
        f"{capital(quoted([top['term']], 1))} {verb} by so much a {width}, in "
        f"{wording.integer(top['n_docs'])} texts; {wording.counted(len(rows), 'word')} "
        f"{'is' if len(rows) == 1 else 'are'} {side} with q < .05."
    )
    links = (("panels", "Figure"), (f"e:{top['term']}", f"\u201c{top['term']}\u201d"))
    return Finding(
        _percent(percent), sentence, f"{_percent(ends[0])} to {_percent(ends[1])}", "finding", links
    )


def _pair(pairs: pd.DataFrame) -> Finding | None:
    if pairs.empty:
        return None
    top = pairs.iloc[0]
    held = wording.counted(int(top["n_sentences"]), "sentence")
    sentence = f"{capital(quoted([top['term']], 1))} is the commonest pair of words, in {held}."
    return Finding(
        wording.integer(top["count"]), sentence, "uses",
        links=(("pairs", "Table"), (f"e:{top['term']}", f"\u201c{top['term']}\u201d")),
    )  # fmt: skip


def _one_document(freq: pd.DataFrame) -> Finding | None:
    bursts = freq[freq["burst"]]
    if bursts.empty:
        return None
    top = bursts.iloc[0]
    sentence = (
        f"So many of the {wording.integer(top['count'])} uses of {quoted([top['term']], 1)} stand in one text; "
        f"{wording.counted(len(bursts), 'word')} of 10 uses or more "
        f"{'has' if len(bursts) == 1 else 'have'} half of them or more in one."
    )
    links = ((f"e:{top['term']}", f"\u201c{top['term']}\u201d"),)
    return Finding(wording.share(top["largest_share"]), sentence, "in one text", links=links)


def _often(n: int) -> str:
    return {1: "once", 2: "twice", 3: "three times"}.get(n, f"{wording.spelled(n)} times")


def _times(log2: float) -> str:
    return wording.ratio(2.0**log2)


def _percent(value: float) -> str:
    sign = "+" if value >= 0 else wording.MINUS
    return f"{sign}{wording.significant(abs(value), 2)}%"


def _ends(low: float, high: float) -> str:
    if pd.isna(low):
        return ""
    return wording.interval(wording.significant(low), wording.significant(high))
