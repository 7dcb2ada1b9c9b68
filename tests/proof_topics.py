"""Topics beside what people use today, on labelled texts; and how often they are found in none.

    python tests/proof_topics.py labels | none

`labels`: titles with classes, news with planted subjects. At the true number: agreement with the
classes (NMI, purity, ARI), agreement with a fit on 80% of the texts (three draws), CPU seconds.
Over k = 10, 20, 30: coherence and diversity of the ten words. BERTopic is run where it can be
imported (bertopic, umap-learn, hdbscan, plotly), on vectors that are given to it.
`none`: shuffled texts and texts of one subject with words that come in bursts, 100 each.
The corpora lie beside the repository.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import time
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
from sklearn.decomposition import NMF, LatentDirichletAllocation
from sklearn.feature_extraction.text import TfidfTransformer
from sklearn.metrics import adjusted_rand_score, normalized_mutual_info_score

from analysis import corpus, terms, topics
from analysis.topics.coherence import coherence, label_words

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from analysis.terms.index import TokenIndex
    from analysis.terms.matrix import DocumentTermMatrix

    Found = tuple[NDArray[np.intp], list[list[str]]]

DATA = Path(__file__).parents[2] / "shared" / "data"
NUMBERS = (10, 20, 30)
DRAWS = 3


def mixture(
    dtm: DocumentTermMatrix, k: int, *, random_state: int = 0, near: TokenIndex | None = None
) -> Found:
    """The product."""
    model = topics.fit(dtm, n_topics=k, random_state=random_state, near=near)
    return model.documents["topic"].to_numpy(), label_words(model)


def nmf(dtm: DocumentTermMatrix, k: int, *, random_state: int = 0) -> Found:
    """Scikit-learn's NMF on sublinear tf-idf, with the words of its parts."""
    rows = TfidfTransformer(sublinear_tf=True).fit_transform(dtm.counts.astype(float))
    model = NMF(k, init="nndsvda", max_iter=200, random_state=random_state)
    return model.fit_transform(rows).argmax(1), heaviest(model.components_, dtm)


def lda(dtm: DocumentTermMatrix, k: int, *, random_state: int = 0) -> Found:
    """Scikit-learn's LDA, online, ten passes."""
    model = LatentDirichletAllocation(
        k, learning_method="online", max_iter=10, random_state=random_state
    )
    return model.fit_transform(dtm.counts).argmax(1), heaviest(model.components_, dtm)


def heaviest(parts: NDArray[np.float64], dtm: DocumentTermMatrix) -> list[list[str]]:
    """The ten heaviest words of each part."""
    return [dtm.vocabulary[np.argsort(-part)[:10]].tolist() for part in parts]


def bertopic(vectors: Path) -> Callable[[DocumentTermMatrix, int], Found]:
    """BERTopic on vectors that were made before, UMAP and HDBSCAN as they come, k asked for.

    Documents that it leaves out are a group of their own.
    """
    from bertopic import BERTopic
    from umap import UMAP

    def fit(dtm: DocumentTermMatrix, k: int) -> Found:
        rows = [int(name) for name in dtm.doc_ids]
        space = UMAP(n_neighbors=15, n_components=5, min_dist=0.0, metric="cosine", random_state=0)
        model = BERTopic(umap_model=space, nr_topics=k + 1)
        words = [" ".join(np.repeat(dtm.vocabulary[r.indices], r.data)) for r in dtm.counts]
        found, _ = model.fit_transform(words, np.load(vectors)[rows])
        lists = [[w for w, _ in model.get_topic(t)] for t in sorted(set(found)) if t >= 0]
        return np.array(found), lists

    return fit


def purity(classes: NDArray[np.str_], found: NDArray[np.intp]) -> float:
    """Share of texts of their group's commonest class."""
    table = pd.crosstab(pd.Series(found, name="found"), pd.Series(classes, name="class"))
    return float(table.max(axis=1).sum() / len(classes))


def read(texts: list[str]) -> pd.DataFrame:
    """Read texts as a corpus; their ids are their places, in order."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "texts.jsonl"
        with path.open("w", encoding="utf-8") as file:
            for i, text in enumerate(texts):
                file.write(json.dumps({"id": f"{i:06d}", "text": text}) + "\n")
        return corpus.read(path)


def measured(
    texts: list[str], classes: NDArray[np.str_], fit: Callable[[DocumentTermMatrix, int], Found]
) -> dict[str, object]:
    """All that is said of one method on one corpus."""
    docs = read(texts)
    dtm, k = terms.count(docs, min_df=2, stop_words="english"), len(np.unique(classes))
    start = time.process_time()
    whole, _ = fit(dtm, k)
    cpu = time.process_time() - start
    rng = np.random.default_rng(7)
    again = []
    for _ in range(DRAWS):
        rows = np.sort(rng.permutation(len(texts))[: int(0.8 * len(texts))])
        kept = np.isin(np.arange(len(texts)), rows)
        again.append(adjusted_rand_score(whole[rows], fit(dtm.rows(kept), k)[0]))
    idx = terms.index(docs, sentences=corpus.sentences(docs), words="plain")
    naming = partial(mixture, near=idx) if fit is mixture else fit
    lists = [naming(dtm, number)[1] for number in NUMBERS]
    company = [coherence(words, idx) for words in lists]
    return {
        "NMI": normalized_mutual_info_score(classes, whole),
        "purity": purity(classes, whole),
        "ARI": adjusted_rand_score(classes, whole),
        "80%": float(np.mean(again)),
        "CPU s": cpu,
        "NPMI": [round(float(table["npmi"].mean()), 3) for table in company],
        "C_V": [round(float(table["c_v"].mean()), 3) for table in company],
        "diversity": [distinct(lists_of_k) for lists_of_k in lists],
    }


def distinct(lists: list[list[str]]) -> float:
    """Share of different words among all words of some lists."""
    words = [word for words in lists for word in words]
    return round(len(set(words)) / len(words), 2)


def labelled() -> dict[str, tuple[list[str], NDArray[np.str_]]]:
    """Titles of papers with their class, and made news with its planted subject."""
    found = {}
    for name, most in (("octis_m10", 8355), ("octis_dblp", 6000)):
        rows = [json.loads(line) for line in (DATA / f"{name}.jsonl").open(encoding="utf-8")]
        drawn = np.sort(np.random.default_rng(1).permutation(len(rows))[:most])
        found[name] = [rows[i]["text"] for i in drawn], np.array([rows[i]["label"] for i in drawn])
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "news.jsonl"
        make = [sys.executable, str(DATA / "make_big.py"), str(path), "--docs", "3000"]
        subprocess.run(make, check=True, capture_output=True)
        rows = [json.loads(line) for line in path.open(encoding="utf-8")]
    found["made news"] = [r["text"] for r in rows], np.array([r["topic"] for r in rows])
    return found


def beside_others() -> None:
    """Print a row for each method and corpus."""
    methods = {"ours": mixture, "NMF": nmf, "LDA": lda}
    for corpus_name, (texts, classes) in labelled().items():
        vectors = Path(sys.argv[2]) / f"{corpus_name}.npy" if len(sys.argv) > 2 else None
        more = {"BERTopic": bertopic(vectors)} if vectors is not None and vectors.exists() else {}
        for name, fit in (methods | more).items():
            row = measured(texts, classes, fit)
            said = (f"{key} {shown(value)}" for key, value in row.items())
            print(f"{corpus_name:10} {name:9}", *said)  # noqa: T201  what the proof is for


def shown(value: object) -> str:
    """Write a number or a list of them."""
    return f"{value:.3f}" if isinstance(value, float) else str(value)


def bursty(rng: np.random.Generator, n: int = 60, length: int = 80) -> list[str]:
    """Texts of one subject, each with words of its own that come again: Dirichlet-multinomial."""
    base = 1 / np.arange(1, 401) ** 0.9
    drawn = [rng.choice(400, length, p=rng.dirichlet(150 * base / base.sum())) for _ in range(n)]
    return [" ".join(f"word{w}" for w in text) for text in drawn]


def shuffled(rng: np.random.Generator, tokens: NDArray[np.str_], n: int = 60) -> list[str]:
    """Words of real texts dealt out anew."""
    return [" ".join(part) for part in np.array_split(rng.permutation(tokens)[: 80 * n], n)]


def none_found(times: int = 100) -> None:
    """Print how many corpora without topics are said to have some."""
    speeches = corpus.read(DATA / "inaugural.jsonl")["text"]
    tokens = np.array(" ".join(speeches).lower().split())
    for name, make in (("shuffled", lambda r: shuffled(r, tokens)), ("bursty", bursty)):
        found = sum(
            topics.gate(terms.count(make(np.random.default_rng(i)))).supported for i in range(times)
        )
        print(f"{name}: topics in {found} of {times}")  # noqa: T201  as above


if __name__ == "__main__":
    {"labels": beside_others, "none": none_found}[sys.argv[1]]()
