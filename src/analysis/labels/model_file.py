"""A saved model of topics, kept beside the corpus so that new texts meet the same topics."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analysis import corpus
from analysis.labels import whole
from analysis.topics.saving import MAX_BYTES, from_bytes, to_bytes

if TYPE_CHECKING:
    from pathlib import Path

    from analysis.topics.model import TopicModel


def save(path: str | Path, model: TopicModel) -> None:
    """Write a model to a file, whole or not at all; the same bytes for the same model.

    Raises  OutputError where it cannot be written
    """
    whole.replace(path, to_bytes(model))


def load(path: str | Path) -> TopicModel:
    """Read a model that `save` wrote.

    path : found as a corpus is
    Raises  DataError where there is no such file, or it is no saved model, damaged or too large
    """
    found = corpus.resolve(path)
    return from_bytes(whole.read(found, most=MAX_BYTES + 1), name=found.name)


def given(path: str) -> TopicModel | None:
    """Read the model that a notebook names, where '' stands for none."""
    return load(path) if path.strip() else None
