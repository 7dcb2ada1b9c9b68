"""Time and memory beside what people use today, interleaved in one run; writes bench.json.

    python tests/bench.py [CORPUS]      a folder or table of texts; without one, a pile is made
                                        of the seed's sentences in a seeded order

Where a table of JSON lines has a column `label`, its classes are looked for as topics. Peers are
pinned in requirements-bench.lock and never imported by the package. BERTopic is not among them, for
it brings numba and torch: `proof_topics.py` runs it where it can be imported.
"""

from __future__ import annotations

import json
import random
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from functools import partial
from itertools import combinations
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import numpy as np
import proof_tone
import proof_topics
import psutil
from sklearn.feature_extraction.text import CountVectorizer
from sklearn.metrics import adjusted_rand_score, normalized_mutual_info_score

from analysis import corpus, sentiment, terms

if TYPE_CHECKING:
    from collections.abc import Callable

    import pandas as pd

    Seconds = tuple[float, float]

T = TypeVar("T")
ROOT = Path(__file__).parents[1]
ROUNDS = 5
SENTENCES = 10_000  # at most so many for the scorers
SEEDS = 3
TOPICS = 10  # where no label says how many


def pile(folder: Path, n_docs: int = 2000) -> Path:
    """Make a table of texts from the seed's sentences, the same on every machine."""
    docs = corpus.read(ROOT / "seeds")
    sentences = corpus.texts(docs, corpus.sentences(docs))
    draw = random.Random(0)  # noqa: S311 (a pile of texts, no secret)
    path = folder / "pile.jsonl"
    with path.open("w", encoding="utf-8") as file:
        for i in range(n_docs):
            text = " ".join(draw.choices(sentences, k=15))
            file.write(
                json.dumps({"id": str(i), "date": f"2023-{i % 12 + 1:02d}-01", "text": text})
            )
            file.write("\n")
    return path


def timed(work: Callable[[], T]) -> tuple[T, Seconds]:
    """Run once: what came of it, and wall and CPU seconds."""
    wall, cpu = time.perf_counter(), time.process_time()
    found = work()
    return found, (time.perf_counter() - wall, time.process_time() - cpu)


def pair(name: str, ours: Callable[[], object], peer: Callable[[], object]) -> dict[str, object]:
    """Run ours and the peer in turn, five times each."""
    runs = [(timed(ours)[1], timed(peer)[1]) for _ in range(ROUNDS)]
    return beside(name, [mine for mine, _ in runs], [theirs for _, theirs in runs])


def beside(name: str, ours: list[Seconds], peer: list[Seconds]) -> dict[str, object]:
    """Set two medians beside one another, and the ratio of CPU seconds."""
    mine, theirs = (
        [statistics.median(kind) for kind in zip(*of, strict=True)] for of in (ours, peer)
    )
    return {
        "work": name,
        "wall": mine[0],
        "cpu": mine[1],
        "peer_wall": theirs[0],
        "peer_cpu": theirs[1],
        "times_as_fast": theirs[1] / max(mine[1], 1e-9),
    }


def build(corpus_path: Path, folder: Path) -> list[dict[str, object]]:
    """Build a corpus for the first time and again: wall, CPU of all processes, peak memory."""
    command = [sys.executable, "-m", "analysis", "build", str(corpus_path), "--out", str(folder)]
    return [once(command, name) for name in ("build, first", "build, nothing changed")]


def once(command: list[str], name: str) -> dict[str, object]:
    """Run a command to its end, with the largest memory of all its processes together."""
    before, wall = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    process, peak = psutil.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL), 0
    while process.poll() is None:
        peak = max(peak, memory(process))
        time.sleep(0.05)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return {"work": name, "wall": time.perf_counter() - wall, "cpu": cpu, "peak_mb": peak // 2**20}


def memory(process: psutil.Process) -> int:
    """Sum the resident memory of a process and all it started."""
    total = 0
    for one in [process, *process.children(recursive=True)]:
        try:
            total += one.memory_info().rss
        except psutil.Error:
            continue
    return total


def counted(docs: pd.DataFrame) -> list[dict[str, object]]:
    """Count words beside scikit-learn."""
    texts = docs["text"].tolist()
    ours, peer = partial(terms.count, docs), lambda: CountVectorizer().fit_transform(texts)
    return [pair("1-gram matrix / CountVectorizer", ours, peer)]


def scored(docs: pd.DataFrame) -> list[dict[str, object]]:
    """Score sentences beside what people use, its quotes folded: it misses words in others."""
    sentences = corpus.texts(docs, corpus.sentences(docs).head(SENTENCES))
    folding = str.maketrans("\u2018\u2019\u201c\u201d", "''\"\"")
    folded = [text.translate(folding) for text in sentences]
    peers = proof_tone.scorers()
    both = "two lists with words and places"
    pairs = {
        "VADER's four numbers / vaderSentiment": sentiment.vader,
        f"{both} / vaderSentiment": sentiment.score,
        f"{both} / afinn, a word": sentiment.score,
        f"{both} / TextBlob": sentiment.score,
    }
    rows = [
        pair(name, partial(ours, sentences), partial(peers[name.partition(" / ")[2]], folded))
        for name, ours in pairs.items()
    ]
    each = 1e6 / max(1, len(sentences))
    said = "{:.0f} / {:.0f} µs a sentence"
    return [r | {"said": said.format(each * r["cpu"], each * r["peer_cpu"])} for r in rows]


def grouped(docs: pd.DataFrame, classes: pd.Series | None) -> list[dict[str, object]]:
    """Find as many topics as there are classes beside scikit-learn, from several seeds in turn."""
    dtm = terms.count(docs, min_df=2, stop_words="auto")
    known = None if classes is None else classes.reindex(dtm.doc_ids)
    k = TOPICS if known is None else known.nunique()
    fits = {"ours": proof_topics.mixture, "NMF": proof_topics.nmf, "LDA": proof_topics.lda}
    runs = [
        {name: timed(partial(fit, dtm, k, random_state=seed)) for name, fit in fits.items()}
        for seed in range(SEEDS)
    ]
    took = {name: [run[name][1] for run in runs] for name in fits}
    said = {name: judged([run[name][0][0] for run in runs], known) for name in fits}
    return [
        beside(f"{k} topics / scikit-learn's {name}", took["ours"], took[name])
        | {"said": f"{said['ours']} / {said[name]}"}
        for name in ("NMF", "LDA")
    ]


def judged(found: list[np.ndarray], classes: pd.Series | None) -> str:
    """Say how far topics are the same from any seed (ARI), and the classes that are known."""
    same = np.mean([adjusted_rand_score(one, other) for one, other in combinations(found, 2)])
    if classes is None:
        return f"seeds {same:.2f}"
    nmi = np.mean([normalized_mutual_info_score(classes, one) for one in found])
    return f"seeds {same:.2f}, NMI {nmi:.2f}"


def labels(path: Path) -> pd.Series | None:
    """Read the known class of each text; None where there is none."""
    if path.suffix != ".jsonl" or "label" not in json.loads(path.open(encoding="utf-8").readline()):
        return None
    return corpus.read(path, columns={"source": "label"}).set_index("doc_id")["source"]


def printed(row: dict[str, object]) -> str:
    """Write one row of the table."""
    peer = f"{row['peer_cpu']:9.2f}{row['times_as_fast']:7.2g}x" if "peer_cpu" in row else ""
    peak = f"   peak {row['peak_mb']} MB" if "peak_mb" in row else ""
    said = f"   {row['said']}" if "said" in row else ""
    return f"{row['work']:<50}{row['wall']:8.2f}{row['cpu']:8.2f}{peer}{peak}{said}"


def main() -> None:
    """Measure, print one table, write bench.json."""
    folder = Path(tempfile.mkdtemp())
    try:
        given = Path(sys.argv[1]).resolve() if len(sys.argv) > 1 else pile(folder)
        docs = corpus.read(given)
        rows = [*counted(docs), *scored(docs), *grouped(docs, labels(given))]
        rows += build(given, folder / "out")
        rows += [
            row | {"work": f"seed: {row['work']}"} for row in build(ROOT / "seeds", folder / "seed")
        ]
    finally:
        shutil.rmtree(folder)
    print(f"{given.name}\n{'':<50}{'wall s':>8}{'CPU s':>8}{'peer CPU':>9}{'ratio':>8}")  # noqa: T201
    print("\n".join(printed(row) for row in rows))  # noqa: T201
    Path("bench.json").write_text(json.dumps(rows, indent=1) + "\n", "utf-8")


if __name__ == "__main__":
    main()
