"""How often keyness is wrong, and what it can find; prints a table.

    python tests/proof_keyness.py [SPLITS]

Random halves of real texts (nothing differs), simulated texts (what differs is known) and made
corpora (what was planted is known). The corpora lie beside the repository.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import scipy.sparse as sp
from scipy import stats

from analysis import corpus, keyness, terms, uncertainty

if TYPE_CHECKING:
    from collections.abc import Iterator

DATA = Path(__file__).parents[2] / "shared" / "data"
RANKED_TERMS, RANKED_SPLITS = 1000, 40  # the rank-sum test is slow: so many terms and splits
STANDARD = 29_539  # documents of the standard corpus
LENGTHS = ("equal", "heavy")
RATIOS = {2: 1, 4: 2}  # planted ratio: log2


@dataclass(frozen=True)
class Tokens:
    """Tokens of a corpus by number, and the unit of each document."""

    index: terms.TokenIndex
    unit: pd.Series

    def matrix(self, keep: np.ndarray) -> terms.DocumentTermMatrix:
        """Count the tokens that are kept."""
        idx, n_docs = self.index, len(self.index.doc_ids)
        shape = (n_docs, len(idx.vocabulary))
        cells = (np.ones(int(keep.sum()), np.int64), (idx.doc[keep], idx.ids[keep]))
        counts = sp.csr_matrix(cells, shape=shape)
        counts.sort_indices()
        units = pd.DataFrame({"unit_id": idx.doc_ids, "doc_id": idx.doc_ids})
        units["n_tokens"] = np.bincount(idx.doc[keep], minlength=n_docs)
        return terms.DocumentTermMatrix(counts, units, idx.vocabulary, "document", idx.words)


def read(name: str, unit: str = "") -> Tokens:
    """Read one of the corpora; its unit is a column, or the document."""
    docs = corpus.read(DATA / f"{name}.jsonl")
    return Tokens(terms.index(docs), docs[unit or "doc_id"].rename("unit"))


def made(folder: Path, n_docs: int = 4000) -> Path:
    """Make a corpus with planted preferences of its sources."""
    path = folder / f"made_{n_docs}.jsonl"
    command = [sys.executable, str(DATA / "make_big.py"), str(path), "--docs", str(n_docs)]
    subprocess.run(command, check=True, capture_output=True)
    return path


def halves(tokens: Tokens, n_splits: int, *, seed: int = 0) -> Iterator[np.ndarray]:
    """Deal the units to two halves at random: True for the documents of one."""
    rng = np.random.default_rng(seed)
    codes, names = pd.factorize(tokens.unit)
    for _ in range(n_splits):
        yield (rng.permutation(len(names)) < len(names) // 2)[codes]


def quarter(tokens: Tokens, target: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Keep a quarter of the tokens of each target document: a run that begins anywhere."""
    doc = tokens.index.doc
    length = np.bincount(doc, minlength=len(target))
    first = np.cumsum(length) - length
    start = rng.integers(0, np.maximum(length, 1))
    place = (np.arange(len(doc)) - first[doc] - start[doc]) % np.maximum(length, 1)[doc]
    return ~target[doc] | (place < np.maximum(length // 4, 1)[doc])


def null_errors(tokens: Tokens, n_splits: int, *, cut: bool = False, seed: int = 0) -> pd.Series:
    """Compare random halves: share of terms p < .05, and of splits with a q < .05 anywhere."""
    rng, whole = np.random.default_rng(seed + 1), np.ones(len(tokens.index.ids), bool)
    rows = []
    for i, target in enumerate(halves(tokens, n_splits, seed=seed)):
        dtm = tokens.matrix(quarter(tokens, target, rng) if cut else whole)
        key = keyness.compare(dtm, target, unit=tokens.unit)
        known = key[key["p"].notna()]
        row = told("ours", known["p"]) | told("g2", stats.chi2.sf(known["g2"], 1))
        if i < RANKED_SPLITS:
            row |= told("rank_sum", rank_sum(tokens, dtm, (target, known["term"], rng)))
        rows.append(row | {"n_terms": len(known)})
    return pd.DataFrame(rows).mean()


def told(name: str, p: np.ndarray | pd.Series) -> dict[str, float]:
    q = uncertainty.benjamini_hochberg(p)
    return {f"{name}_p": float(np.mean(np.asarray(p) < 0.05)), f"{name}_q": float((q < 0.05).any())}


def rank_sum(tokens: Tokens, dtm: terms.DocumentTermMatrix, how: tuple) -> np.ndarray:
    """Test rates per unit by ranks, as is often done."""
    target, names, rng = how
    chosen = np.sort(rng.choice(len(names), min(len(names), RANKED_TERMS), replace=False))
    at = np.searchsorted(dtm.vocabulary, names.iloc[chosen].to_numpy().astype(str))
    by_unit = dtm.columns(np.sort(at)).sum_by(tokens.unit, unit="unit")
    side = pd.Series(target).groupby(tokens.unit.to_numpy(), sort=False).first().to_numpy()
    rate = by_unit.counts.toarray() / np.maximum(by_unit.n_tokens, 1)[:, None]
    return stats.mannwhitneyu(rate[side], rate[~side]).pvalue


@dataclass(frozen=True)
class Simulated:
    """Overdispersed documents of two groups of n, and the true log2 ratio of each term."""

    dtm: terms.DocumentTermMatrix
    target: np.ndarray
    truth: np.ndarray


def simulate(n: int, lengths: str, seed: int, n_terms: int = 1000) -> Simulated:
    """Draw gamma-Poisson counts: rarer terms are burstier; 15% of them differ by 2 or 4 times.

    lengths : equal, or heavy (log-normal, sigma 1.2)
    """
    rng = np.random.default_rng([seed, n, len(lengths)])
    size = np.full(2 * n, 400.0)
    if lengths == "heavy":
        size = np.maximum(rng.lognormal(np.log(400) - 0.72, 1.2, 2 * n), 20)
    mean = np.exp(rng.uniform(np.log(0.03), np.log(30), n_terms))
    truth = np.zeros(n_terms)
    truth[: n_terms * 15 // 100] = rng.choice([-2, -1, 1, 2], n_terms * 15 // 100)
    shape = (0.4 * mean**0.3 + 0.1) * rng.lognormal(0, 0.5, n_terms)
    target = np.arange(2 * n) < n
    rate = mean * 2 ** (np.where(target[:, None], 1, -1) * truth / 2)
    loud = rng.gamma(shape, 1 / shape, (2 * n, n_terms))
    counts = rng.poisson(size[:, None] / 400 * rate * loud)
    ids = [f"d{i:04}" for i in range(2 * n)]
    # the sizes themselves are the tokens: then the ratio of rates is the planted one exactly
    n_tokens = np.round(size * 100).astype(np.int64)
    units = pd.DataFrame({"unit_id": ids, "doc_id": ids, "n_tokens": n_tokens})
    names = np.array([f"t{i:05}" for i in range(n_terms)])
    matrix = sp.csr_matrix(counts.astype(np.int64))
    dtm = terms.DocumentTermMatrix(matrix, units, names, "document", "word")
    return Simulated(dtm, target, truth)


def coverage(n: int, lengths: str, n_corpora: int = 8) -> dict[str, float]:
    """Simulate: misses of all intervals and of shown lists, false findings, and what is found."""
    rows = []
    for seed in range(n_corpora):
        made_up = simulate(n, lengths, seed)
        key = keyness.compare(made_up.dtm, made_up.target)
        listed = keyness.shown(key, len(key))
        rows.append(
            {
                "miss": missed(key, made_up),
                "shown_miss": missed(listed, made_up),
                "top20_miss": missed(keyness.shown(key, 20), made_up),
                "false_share": float((true_of(listed, made_up) == 0).mean()) if len(listed) else 0,
                "n_shown": len(listed),
            }
            | power(key, made_up)
        )
    frame = pd.DataFrame(rows)
    # lists: misses of a list without a row are 0, as the false coverage rate counts them
    lists = frame[["shown_miss", "top20_miss"]].fillna(0).mean()
    return dict(frame.mean()) | dict(lists)


def true_of(key: pd.DataFrame, made_up: Simulated) -> np.ndarray:
    return made_up.truth[
        np.searchsorted(made_up.dtm.vocabulary, key["term"].to_numpy().astype(str))
    ]


def missed(key: pd.DataFrame, made_up: Simulated) -> float:
    """Count which share of intervals does not hold the truth; NaN without an interval."""
    truth, known = true_of(key, made_up), key["low"].notna().to_numpy()
    out = (key["low"] > truth) | (key["high"] < truth)
    return float(out[known].mean()) if known.any() else np.nan


def power(key: pd.DataFrame, made_up: Simulated) -> dict[str, float]:
    """Count which share of the planted differences has p < .05, and q < .05, of all measured."""
    size, known = np.abs(true_of(key, made_up)), key["p"].notna().to_numpy()
    found = {}
    for ratio, log2 in RATIOS.items():
        planted = known & (size == log2)
        found[f"p_{ratio}x"] = float((key["p"][planted] < 0.05).mean())
        found[f"q_{ratio}x"] = float((key["q"][planted] < 0.05).mean())
    return found


def preferences(path: Path, *, least: float = 2.0, n: int = 40) -> dict[str, float]:
    """Look for the sources' planted topics among the key terms of each source.

    What was planted is how often each source takes its documents from each topic, so the truth
    of a term is its rate in the source's mixture of topics by its rate in that of all others.
    Precision: of the rising key terms, the share whose true ratio is above 1. Recall: of the
    pairs (source, topic) at least `least` times as common in the source as in the others, the
    share with a rising key term that is most frequent in that topic.
    """
    docs = corpus.read(path)
    labels = pd.DataFrame([json.loads(line) for line in path.open(encoding="utf-8")])
    topic = labels.set_index("id")["topic"].reindex(docs["doc_id"]).astype(str).to_numpy()
    dtm = terms.count(docs, words="word")
    key = keyness.groups(dtm, docs, n=n)
    rising = key[key["log_ratio"] > 0]
    by_topic = dtm.sum_by(pd.Series(topic), unit="topic")
    names = by_topic.units["unit_id"].tolist()
    at = [dtm.column(name) for name in rising["term"]]
    rate = (by_topic.counts[:, at].toarray() + 0.5) / by_topic.n_tokens[:, None]
    mine, theirs = mixtures(docs["source"], topic, dtm.n_tokens)
    groups = rising["group"].tolist()
    shares = [mix.loc[groups, names].to_numpy() for mix in (mine, theirs)]
    true = (shares[0] * rate.T).sum(axis=1) / (shares[1] * rate.T).sum(axis=1)
    times = (mine / theirs).stack()  # noqa: PD013 - a Series by (source, topic)
    strong = set(times[times >= least].index)
    homes = [names[i] for i in rate.argmax(axis=0)]
    return {
        "docs": len(docs),
        "sources": rising["group"].nunique(),
        "terms": len(rising),
        "precision": float(np.mean(true > 1)),
        "pairs": len(strong),
        "recall": len(strong & set(zip(groups, homes, strict=True))) / max(len(strong), 1),
    }


def mixtures(
    source: pd.Series, topic: np.ndarray, n_tokens: np.ndarray
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Give the share of tokens of each topic in each source, and in all others together."""
    table = pd.crosstab(source.to_numpy(), topic, values=n_tokens, aggfunc="sum").fillna(0)
    others = table.sum() - table
    return tuple(t.div(t.sum(axis=1), axis=0) for t in (table, others))


def main(n_splits: int) -> None:
    """Print the tables."""
    pd.set_option("display.width", 160)
    print(f"random halves, {n_splits} splits (rank-sum: {min(n_splits, RANKED_SPLITS)}); shares")  # noqa: T201
    with tempfile.TemporaryDirectory() as folder:
        path = made(Path(folder))
        docs = corpus.read(path)
        sources = {
            "state_union, president": read("state_union", "source"),
            "inaugural": read("inaugural"),
            "make_big 4,000": Tokens(terms.index(docs), docs["doc_id"].rename("unit")),
        }
        rows = {
            name + (", cut" if cut else ""): null_errors(tokens, n_splits, cut=cut)
            for name, tokens in sources.items()
            for cut in (False, True)
        }
        print(pd.DataFrame(rows).T.round(3).to_string())  # noqa: T201
        big = made(Path(folder), STANDARD)
        print(pd.DataFrame([preferences(path), preferences(big)]).round(3).to_string())  # noqa: T201
    sizes = {5: 100, 15: 40, 30: 20, 100: 10}  # units a side: corpora
    cells = {(n, how): coverage(n, how, many) for n, many in sizes.items() for how in LENGTHS}
    print(pd.DataFrame(cells).T.round(3).to_string())  # noqa: T201


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 200)
