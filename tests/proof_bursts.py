"""How many planted bursts and trends are found, and how many found ones are planted; tables.

    python tests/proof_bursts.py [CORPORA [SHUFFLES [TEXTS]]]

Made corpora, 10 of 15,000 texts each, whose key says which topic bursts when; 100 orders of their
dates in all. The generator lies beside the repository. Preferences of sources: `proof_keyness.py`.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import pandas as pd
from sklearn.metrics import adjusted_rand_score

from analysis import corpus, frequency, periods, terms
from analysis.frequency import alike, group_surges
from analysis.terms.matrix import indicator

DATA = Path(__file__).parents[2] / "shared" / "data"
N_CORPORA, N_SHUFFLES, N_DOCS = 10, 100, 15_000
FIRST_SEED = 301  # seeds 101 to 130 chose the method; 201 to 210 measured an earlier one
KEPT = 0.8  # of the documents, to see whether the groups stay
OWN = 1.5  # a word is of a topic from so many times its rate in all others
DOUBLED = float(np.log(2))  # a trend of a topic that must be found: over the whole time


@dataclass(frozen=True)
class Planted:
    """A made corpus: its counts, its dates, each document's topic, and its bursts."""

    dtm: terms.DocumentTermMatrix
    docs: pd.DataFrame
    topic: np.ndarray
    bursts: list[dict]

    @property
    def dates(self) -> pd.Series:
        """Days of the documents."""
        return periods.assign(self.docs, "day")

    def during(self, first: pd.Timestamp, last: pd.Timestamp) -> list[int]:
        """List the planted bursts that fall into a stretch of time, in part at least."""
        return [
            i
            for i, burst in enumerate(self.bursts)
            if first <= pd.Timestamp(burst["end_date"])
            and last >= pd.Timestamp(burst["start_date"])
        ]


def made(folder: Path, seed: int, n_docs: int) -> Planted:
    """Make a corpus and read it as the page does."""
    path = folder / f"made_{seed}.jsonl"
    command = [sys.executable, str(DATA / "make_big.py"), str(path)]
    options = ["--docs", str(n_docs), "--seed", str(seed)]
    subprocess.run([*command, *options], check=True, capture_output=True)
    return read(path)


def read(path: Path) -> Planted:
    """Read a made corpus, its labels and its key."""
    docs = corpus.read(path)
    labels = pd.read_json(path, lines=True, dtype=False).set_index("id")["topic"]
    topic = labels.reindex(docs["doc_id"]).to_numpy(str)
    key = json.loads(path.with_name(path.name + ".truth.json").read_text("utf-8"))
    dtm = terms.count(docs, words="word", stop_words="auto", min_df=5)
    return Planted(dtm, docs, topic, key["bursts"])


def topics_of_words(planted: Planted, names: pd.Series) -> list[set[str]]:
    """Find the topics in whose documents each term is far more frequent than in all others."""
    by_topic = planted.dtm.sum_by(pd.Series(planted.topic), unit="topic")
    counts = by_topic.counts[:, [planted.dtm.column(name) for name in names]].toarray() + 0.5
    tokens = by_topic.n_tokens[:, None]
    other = (counts.sum(axis=0) - counts) / (tokens.sum() - tokens)
    own, topics = counts / tokens >= OWN * other, by_topic.units["unit_id"].to_numpy()
    return [set(topics[column].tolist()) for column in own.T]


def topics_of_texts(planted: Planted, together: pd.DataFrame) -> list[set[str]]:
    """Find the commonest topic of the documents of each burst of documents alike."""
    code = alike.groups(planted.dtm, group_surges.N_GROUPS, random_state=0)
    when, found = planted.dates, []
    for row in together.itertuples():
        inside = ((when >= row.start) & (when <= row.end)).to_numpy()
        sizes = np.bincount(code[inside & (code >= 0)], minlength=group_surges.N_GROUPS)
        group = int(np.flatnonzero(sizes == row.n_docs)[0])
        found.append({pd.Series(planted.topic[inside & (code == group)]).mode()[0]})
    return found


def known_topics(planted: Planted) -> pd.DataFrame:
    """Look for bursts where the topic of each document is known: about all that can be found."""
    names = np.unique(planted.topic)
    held = indicator(np.searchsorted(names, planted.topic), len(names)).T.tocsr()
    return frequency.bursts(
        replace(planted.dtm, counts=held, vocabulary=names.astype(str)), planted.dates
    )


def found_bursts(planted: Planted, seed: int) -> list[dict]:
    """Look for the planted bursts among those of words and those of documents alike."""
    words = frequency.bursts(planted.dtm, planted.dates)
    together = frequency.group_bursts(planted.dtm, planted.dates)
    known = known_topics(planted)
    tables = {
        "words": (words, topics_of_words(planted, words["term"])),
        "texts alike": (together, topics_of_texts(planted, together)),
        "topics known": (known, [{topic} for topic in known["term"]]),
    }
    rows, met = [], {}
    for name, (table, topics) in tables.items():
        hits = [
            [i for i in planted.during(first, last) if planted.bursts[i]["topic"] in own]
            for first, last, own in zip(table["start"], table["end"], topics, strict=True)
        ]
        met[name] = {i for hit in hits for i in hit}
        true = sum(bool(hit) for hit in hits)
        rows.append({"by": name, "found": len(met[name]), "shown": len(hits), "true": true})
    either = {"by": "words or texts alike", "found": len(met["words"] | met["texts alike"])}
    either |= {name: rows[0][name] + rows[1][name] for name in ("shown", "true")}
    return [{"seed": seed, "planted": len(planted.bursts)} | row for row in [*rows, either]]


def missed(planted: Planted) -> pd.DataFrame:
    """List the planted bursts with what the topic's documents say, were the topics known."""
    rows = []
    for burst in planted.bursts:
        first, last = (pd.Timestamp(burst[end]) for end in ("start_date", "end_date"))
        inside = ((planted.dates >= first) & (planted.dates <= last)).to_numpy()
        own = planted.topic == burst["topic"]
        rows.append(
            {name: burst[name] for name in ("topic", "length", "factor")}
            | {"docs": int((own & inside).sum()), "usual": inside.sum() * own.mean()}
        )
    return pd.DataFrame(rows)


def agreement(planted: Planted) -> dict[str, float]:
    """Compare the groups of documents with those of another seed, of most documents, and topics.

    Source  adjusted Rand index: 1 for the same groups, 0 as by chance.
    """
    n, rng = group_surges.N_GROUPS, np.random.default_rng(0)
    kept = rng.random(len(planted.topic)) < KEPT
    groups = alike.groups(planted.dtm, n, random_state=0)
    fewer = alike.groups(planted.dtm.rows(kept), n, random_state=0)
    other = alike.groups(planted.dtm, n, random_state=1)
    return {
        "another seed": adjusted_rand_score(groups, other),
        "80% of texts": adjusted_rand_score(groups[kept], fewer),
        "topics": adjusted_rand_score(groups, planted.topic),
    }


def shown_by_chance(planted: Planted, n: int, *, seed: int = 0) -> pd.Series:
    """Permute the documents' dates: in which share of `n` orders any burst is shown."""
    rng, rows = np.random.default_rng(seed), []
    for i in range(n):
        dates = pd.Series(rng.permutation(planted.dates.to_numpy()))
        shown = {
            "words": len(frequency.bursts(planted.dtm, dates, random_state=i)) > 0,
            "texts alike": len(frequency.group_bursts(planted.dtm, dates, random_state=i)) > 0,
        }
        rows.append(shown | {"either": any(shown.values())})
    return pd.DataFrame(rows).sum()


def found_trends(planted: Planted, seed: int, *, n: int = 40) -> dict[str, float]:
    """Look for the slow changes of topics among rising and falling terms.

    The key names no trend, but the generator gives each topic one, so the truth of a term is the
    slope of its rate in the mixture of labelled topics of each period. Precision: of the terms
    shown, the share whose true slope has their sign. Recall: of the topics that at least double
    or halve over the time, the share with a term of theirs on that side.
    """
    width = periods.for_trends(planted.docs)
    moved = frequency.movers(frequency.trends(planted.dtm, planted.docs, width=width), n)
    names = pd.Index(np.unique(planted.topic))
    place, starts = pd.factorize(periods.assign(planted.docs, width), sort=True)
    tokens = planted.dtm.n_tokens.astype(float)
    cells = np.full((len(starts), len(names)), 0.5)
    np.add.at(cells, (place, names.get_indexer(pd.Index(planted.topic))), tokens)
    mixture = cells / cells.sum(axis=1, keepdims=True)
    codes = names.get_indexer(pd.Index(planted.topic))
    at = [planted.dtm.column(name) for name in moved["term"]]
    held = indicator(codes, len(names)) @ planted.dtm.counts[:, at]
    rate = (held.toarray() + 0.5) / cells.sum(axis=0)[:, None]
    time = np.linspace(0, 1, len(starts))
    slopes, own = (np.polyfit(time, np.log(m), 1)[0] for m in (mixture @ rate, mixture))
    rising = (moved["direction"] == "rising").to_numpy()
    homes = topics_of_words(planted, moved["term"])
    sides = {
        (t, up) for own_topics, up in zip(homes, rising.tolist(), strict=True) for t in own_topics
    }
    strong = {(t, bool(s > 0)) for t, s in zip(names, own, strict=True) if abs(s) >= DOUBLED}
    return {
        "seed": seed,
        "shown": len(moved),
        "true": int(((slopes > 0) == rising).sum()),
        "topics": len(strong),
        "found": len(strong & sides),
    }


def main(n_corpora: int, n_shuffles: int, n_docs: int) -> None:
    """Print the tables."""
    bursts, trends, chance, apart, alike_ones = [], [], [], [], []
    with tempfile.TemporaryDirectory() as folder:
        for seed in range(FIRST_SEED, FIRST_SEED + n_corpora):
            planted = made(Path(folder), seed, n_docs)
            bursts += found_bursts(planted, seed)
            trends.append(found_trends(planted, seed))
            alike_ones.append(agreement(planted))
            apart.append(missed(planted).assign(seed=seed))
            chance.append(shown_by_chance(planted, n_shuffles // n_corpora, seed=seed))
    print(pd.concat(apart).round(1).to_string(index=False))  # noqa: T201
    print(rates(pd.DataFrame(bursts).drop(columns="seed").groupby("by").sum(), "planted"))  # noqa: T201
    print(rates(pd.DataFrame(trends).drop(columns="seed").sum().to_frame().T, "topics"))  # noqa: T201
    print(f"groups agree with those of\n{pd.DataFrame(alike_ones).round(2).to_string(index=False)}")  # noqa: T201
    print(f"of {n_shuffles} orders of dates with a burst shown:\n{pd.DataFrame(chance).sum()}")  # noqa: T201


def rates(table: pd.DataFrame, planted: str) -> str:
    """Put recall and precision beside the counts."""
    recall, precision = table["found"] / table[planted], table["true"] / table["shown"]
    return table.assign(recall=recall, precision=precision).round(3).to_string()


if __name__ == "__main__":
    sizes = [int(number) for number in sys.argv[1:]]
    main(*(sizes + [N_CORPORA, N_SHUFFLES, N_DOCS][len(sizes) :]))
