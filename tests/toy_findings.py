"""Tiny tables, worked by hand, for the tests of findings."""

from __future__ import annotations

from types import SimpleNamespace

import pandas as pd

NAN = float("nan")


def documents(
    n_tokens=(10,), *, date="2023-11-09", precision="day", source="", language="en", **attrs
) -> pd.DataFrame:
    """DOCUMENTS with so many words each; every other value for all, or a list of one for each."""
    n = len(n_tokens)

    def each(value):
        return list(value) if isinstance(value, list) else [value] * n

    dates = pd.Series(pd.to_datetime(each(date))).astype("datetime64[us]")
    table = pd.DataFrame({"doc_id": [f"d{i}" for i in range(1, n + 1)], "date": dates})
    table = table.assign(
        date_precision=each(precision),
        date_from=["column" if pd.notna(d) else "none" for d in dates],
        source=each(source),
        language=each(language),
        n_tokens=list(n_tokens),
        title="",
        duplicate_of="",
    )
    table["text"] = "word"
    table.attrs.update(attrs)
    return table


def sentences(n: int, paragraphs: int = 1) -> pd.DataFrame:
    """SENTENCES of the first document."""
    numbers = [min(i + 1, paragraphs) for i in range(n)]
    return pd.DataFrame({"doc_id": "d1", "sentence_id": range(n), "paragraph": numbers})


def frequency(counts: dict[str, int], low=NAN, high=NAN, **more) -> pd.DataFrame:
    """FREQUENCY of some words in two texts of 1,000 words in all."""
    table = pd.DataFrame({"term": list(counts), "count": list(counts.values())})
    fixed = {"low": low, "high": high, "n_docs": 2, "n_sentences": 2.0, "largest_share": 0.5}
    reason = "in fewer than 5 documents" if pd.isna(low) else ""
    return table.assign(
        per_million=table["count"] * 1000.0,
        **(
            fixed
            | {
                "burst": False,
                "df": 30.0,
                "adjusted": "2 shown of 9",
                "unit": "document",
                "reason": reason,
            }
            | more
        ),
    )


def unusual(terms=("shelled", "town"), log_ratio=(10.0, 3.0), low=(8.0, 1.0), **more):
    """REFERENCE_KEYNESS with ends of intervals two below and above."""
    rows = {"term": list(terms), "log_ratio": list(log_ratio), "low": list(low)}
    table = pd.DataFrame(rows)
    fixed = {"language": "en", "count": 6, "n_docs": 5, "listed": True, "reason": ""}
    fixed |= {"df": 30.0, "adjusted": "2 shown of 9"}
    return table.assign(high=2 * table["log_ratio"] - table["low"], **(fixed | more))


def changes(*rows: tuple[str, float, float, float, float, str]) -> pd.DataFrame:
    """TRENDS from term, ratio, low, high, q, direction."""
    names = ["term", "ratio", "low", "high", "q", "direction"]
    table = pd.DataFrame(list(rows), columns=names)
    return table.assign(p=table["q"].astype("float64"), n_periods=12, n_docs=22, reason="").assign(
        adjusted="6 shown of 90"
    )


def pairs(counts: dict[str, int]) -> pd.DataFrame:
    """COLLOCATIONS of words that stand twice as often as together."""
    words = [term.split(" ") for term in counts]
    table = pd.DataFrame({"term": list(counts), "count": list(counts.values())})
    table = table.assign(word1=[w[0] for w in words], word2=[w[-1] for w in words], n_sentences=2)
    return table.assign(n_docs=2, count1=2 * table["count"], count2=2 * table["count"])


def differing(*rows: tuple[str, float, float, float]) -> pd.DataFrame:
    """KEYNESS shown, from term, log_ratio, low, high."""
    table = pd.DataFrame(list(rows), columns=["term", "log_ratio", "low", "high"])
    fixed = {"docs_target": 9, "docs_other": 4, "error": 0.5, "p": 0.001, "q": 0.01}
    return table.assign(**fixed, adjusted="2 shown of 90", reason="")


def matrix(n_tokens=(60, 40), stop_share=0.5):
    """What findings read of a document-term matrix."""
    units = pd.DataFrame({"doc_id": [f"d{i}" for i in range(1, len(n_tokens) + 1)]})
    stop_words = "auto" if stop_share else ""
    return SimpleNamespace(
        n_tokens=pd.Series(n_tokens).to_numpy(),
        stop_share=stop_share,
        stop_words=stop_words,
        words="word",
        lemma_of={},
        units=units,
    )


def model(n_units=(12, 6, 2), *, stability=(0.9, 0.7, 0.4), low=0.1, supported=True, unclear=3):
    """A TopicModel of 20 documents, the first `unclear` of them unclear."""
    found, n = len(n_units), sum(n_units)
    labels = ["army, front, shell", "school, pupil, class", "farm, wheat, soil"][:found]
    topics = pd.DataFrame({"topic": range(1, found + 1), "label": labels, "n_units": n_units})
    topics = topics.assign(
        share=topics["n_units"] / max(n, 1), low=low, high=0.8, stability=list(stability)[:found]
    )
    topics = topics.assign(stability_low=0.2, stability_high=0.95)
    of = [t for t, k in zip(topics["topic"], n_units, strict=True) for _ in range(k)]
    documents = pd.DataFrame({"topic": of, "unclear": [i < unclear for i in range(n)]})
    numbers = pd.DataFrame({"n_topics": [2, 3, 4], "candidate": [False, True, True]})
    gate = SimpleNamespace(supported=supported, reason="Words keep no more company than chance.")
    return SimpleNamespace(
        topics=topics, documents=documents, candidates=numbers, found=found, gate=gate,
        reason="so many hold best." if found else "Too little text for topics.", unit="document",
        method="mixture", memberships=None,
    )  # fmt: skip


def tones(*rows: tuple[str, float, float, float], unit: str = "document") -> pd.DataFrame:
    """Groups of sentences from label, tone, low, high; 20 sentences each, 17 of them scored."""
    table = pd.DataFrame(list(rows), columns=["label", "tone", "low", "high"])
    table = table.astype({"tone": "float64", "low": "float64", "high": "float64"})
    return table.assign(
        n_docs_scored=6, n_sentences=20, n_scored=17, n_not_covered=0, unit=unit,
        negative_share=12 / 17, positive_share=4 / 17,
    )  # fmt: skip


def contributions(*rows: tuple[str, float, bool]) -> pd.DataFrame:
    """TONE_WORDS from word, contribution, candidate."""
    table = pd.DataFrame(list(rows), columns=["word", "contribution", "candidate"])
    table = table.astype({"word": "str", "contribution": "float64", "candidate": "bool"})
    return table.assign(direction=["up" if c > 0 else "down" for c in table["contribution"]])
