"""Time and memory beside what people use today, interleaved in one run; writes bench.json.

    python tests/bench.py [CORPUS]      a folder or table of texts; without one, a pile is made
                                        of the seed's sentences in a seeded order

Peers are pinned in requirements-bench.lock and never imported by the package.
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
from pathlib import Path
from typing import TYPE_CHECKING

import psutil
from sklearn.feature_extraction.text import CountVectorizer
from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer

from analysis import corpus, sentiment, terms

if TYPE_CHECKING:
    from collections.abc import Callable

ROOT = Path(__file__).parents[1]
ROUNDS = 5
SENTENCES = 20_000  # at most so many for the scorers


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


def seconds(work: Callable[[], object]) -> tuple[float, float]:
    """Run once: wall and CPU seconds."""
    wall, cpu = time.perf_counter(), time.process_time()
    work()
    return time.perf_counter() - wall, time.process_time() - cpu


def pair(name: str, ours: Callable[[], object], peer: Callable[[], object]) -> dict[str, object]:
    """Run ours and the peer in turn, five times each; medians and the ratio of CPU seconds."""
    runs = [(seconds(ours), seconds(peer)) for _ in range(ROUNDS)]
    mine, theirs = (
        [statistics.median(run[side][kind] for run in runs) for kind in (0, 1)] for side in (0, 1)
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


def compared(docs: object) -> list[dict[str, object]]:
    """Compare what has a peer."""
    texts = docs["text"].tolist()
    sentences = corpus.texts(docs, corpus.sentences(docs).head(SENTENCES))
    analyzer = SentimentIntensityAnalyzer()
    folded = [
        text.translate(str.maketrans("\u2018\u2019\u201c\u201d", "''\"\"")) for text in sentences
    ]
    return [
        pair(
            "1-gram matrix / CountVectorizer",
            lambda: terms.count(docs),
            lambda: CountVectorizer().fit_transform(texts),
        ),
        pair(
            "VADER's four numbers / vaderSentiment",
            lambda: sentiment.vader(sentences),
            lambda: [analyzer.polarity_scores(text) for text in folded],
        ),
        pair(
            "two lists with words and places / vaderSentiment",
            lambda: sentiment.score(sentences),
            lambda: [analyzer.polarity_scores(text) for text in folded],
        ),
    ]


def printed(row: dict[str, object]) -> str:
    """Write one row of the table."""
    peer = f"{row['peer_cpu']:9.2f}{row['times_as_fast']:7.1f}x" if "peer_cpu" in row else ""
    peak = f"   peak {row['peak_mb']} MB" if "peak_mb" in row else ""
    return f"{row['work']:<50}{row['wall']:8.2f}{row['cpu']:8.2f}{peer}{peak}"


def main() -> None:
    """Measure, print one table, write bench.json."""
    folder = Path(tempfile.mkdtemp())
    try:
        given = Path(sys.argv[1]).resolve() if len(sys.argv) > 1 else pile(folder)
        rows = [*compared(corpus.read(given)), *build(given, folder / "out")]
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
