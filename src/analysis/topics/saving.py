"""A model as bytes and back: one zip of plain numbers and JSON; nothing in it can run.

`labels.model_file` puts them in a file.
"""

from __future__ import annotations

import io
import json
import math
import zipfile
import zlib
from dataclasses import fields, is_dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from analysis.errors import AnalysisError, DataError
from analysis.schema.topics import DOCUMENT_TOPICS, TOPIC_NUMBERS, TOPIC_TERMS, TOPICS
from analysis.topics.mixture import Mixture
from analysis.topics.model import TopicModel
from analysis.topics.support import Gate

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from analysis.schema import Schema

VERSION = 2  # 2: with the rule of words
MAX_BYTES = 4_000_000_000  # unpacked
_SMALL, _RATIO = 64_000_000, 200  # a larger one unpacks to at most so many times its size
_MAX_MEMBERS = 200
_HEADER = "model.json"
_MAX_HEADER = 1_000_000
_DATE = (1980, 1, 1, 0, 0, 0)  # the same bytes whenever it is saved
_KINDS = ("<f8", "<i8", "|b1")
_STRINGS = "json"
_TABLES: Mapping[str, Schema] = {
    "topics": TOPICS,
    "terms": TOPIC_TERMS,
    "documents": DOCUMENT_TOPICS,
    "candidates": TOPIC_NUMBERS,
}


def to_bytes(model: TopicModel) -> bytes:
    """Write a model as a zip of JSON and raw numbers; the same bytes for the same model."""
    members: dict[str, bytes] = {}
    tree = _written(model, "model", members)
    header = {"format": "footnoted topic model", "version": VERSION, "model": tree}
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        _pack(packed, _HEADER, json.dumps(header, sort_keys=True, allow_nan=False).encode())
        for name in sorted(members):
            _pack(packed, name, members[name])
    return out.getvalue()


def _pack(packed: zipfile.ZipFile, name: str, content: bytes) -> None:
    info = zipfile.ZipInfo(name, _DATE)
    info.compress_type = zipfile.ZIP_DEFLATED
    info.create_system = 3  # or the bytes would differ between systems
    packed.writestr(info, content)


def _written(value: Any, name: str, members: dict[str, bytes]) -> Any:  # noqa: ANN401  JSON
    """Describe a value in JSON; numbers and columns go to `members`."""
    if isinstance(value, pd.DataFrame):
        columns = {c: _array(value[c].to_numpy(), f"{name}.{c}", members) for c in value}
        return {"table": list(value.columns), "columns": columns}
    if isinstance(value, np.ndarray):
        return {"array": _array(value, name, members)}
    if is_dataclass(value):
        parts = {f.name: getattr(value, f.name) for f in fields(value)}
        return {"parts": {k: _written(v, f"{name}.{k}", members) for k, v in parts.items()}}
    if isinstance(value, float | np.floating) and not math.isfinite(value):
        return {"number": repr(float(value))}
    if value is None or isinstance(value, bool | int | float | str):
        return {"value": value}
    if isinstance(value, np.generic):
        return {"value": value.item()}
    raise AnalysisError(f"{name}: a {type(value).__name__} cannot be saved")


def _array(values: np.ndarray, name: str, members: dict[str, bytes]) -> dict[str, Any]:
    """Put an array away as raw numbers, or text as a JSON list; describe it."""
    if values.dtype.kind in "OUT":
        if not all(isinstance(v, str) for v in values):
            raise AnalysisError(f"{name}: only text and numbers can be saved")
        members[f"{name}.json"] = json.dumps(values.tolist()).encode()
        return {"kind": _STRINGS, "shape": list(values.shape)}
    kind = {"f": "<f8", "i": "<i8", "b": "|b1"}[values.dtype.kind]
    members[f"{name}.bin"] = np.ascontiguousarray(values).astype(kind).tobytes()
    return {"kind": kind, "shape": list(values.shape)}


def from_bytes(content: bytes, *, name: str = "model") -> TopicModel:
    """Read a model that `to_bytes` wrote.

    name : of its file, for messages
    Raises  DataError, in one line, for any other content, a damaged one, an unknown version, and
        more than 4 GB unpacked; sizes are compared before anything is unpacked
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            return _model(_Members(packed, name))
    except (zipfile.BadZipFile, zlib.error, OSError, EOFError, RuntimeError) as error:
        raise DataError(f"{name}: not a saved model, or damaged. Save it again") from error
    except (KeyError, TypeError, ValueError, AttributeError, RecursionError) as error:
        raise DataError(f"{name}: a saved model with parts missing. Save it again") from error


class _Members:
    """The members of a zip, each unpacked only where its size is as it should be."""

    def __init__(self, packed: zipfile.ZipFile, name: str) -> None:
        infos = packed.infolist()
        self.packed, self.name = packed, name
        self.sizes = {info.filename: info.file_size for info in infos}
        if len(infos) > _MAX_MEMBERS or len(self.sizes) < len(infos):
            raise self.damaged("too many members, or doubled ones")
        unpacked = sum(self.sizes.values())
        if unpacked > min(MAX_BYTES, max(_SMALL, _RATIO * sum(i.compress_size for i in infos))):
            raise self.damaged(f"{unpacked // 10**6} MB unpacked, more than a model of its size")

    def damaged(self, why: str) -> DataError:
        return DataError(f"{self.name}: not a saved model: {why}. Save it again")

    def read(self, member: str, *, size: int | None = None) -> bytes:
        if size is not None and self.sizes[member] != size:
            raise self.damaged(f"{member} has another size than it says")
        content = self.packed.read(member)
        if len(content) != self.sizes[member]:
            raise self.damaged(f"{member} is cut short")
        return content


def _model(members: _Members) -> TopicModel:
    if members.sizes.get(_HEADER, _MAX_HEADER + 1) > _MAX_HEADER:
        raise members.damaged(f"no {_HEADER}, or a huge one")
    header = json.loads(members.read(_HEADER))
    version = header.get("version")
    if version != VERSION:
        raise DataError(
            f"{members.name}: saved by version {str(version)[:20]!r} of the format, this reads "
            f"{VERSION}. Fit and save it again"
        )
    parts = _parts(header["model"], TopicModel, "model", members)
    try:
        tables = {key: schema.check(parts[key]) for key, schema in _TABLES.items()}
    except AnalysisError as error:
        raise members.damaged(str(error)) from error
    model = TopicModel(**{**parts, **tables})
    _check_together(model, members)
    return model


def _parts(tree: Any, kind: type, name: str, members: _Members) -> dict[str, Any]:  # noqa: ANN401
    """Read the fields of a dataclass: those it has now, no other."""
    found = tree["parts"]
    wanted = {field.name for field in fields(kind)}
    if set(found) != wanted:
        raise members.damaged(f"{name} has other parts than this version")
    return {key: _read(found[key], f"{name}.{key}", members) for key in sorted(wanted)}


def _read(tree: Any, name: str, members: _Members) -> Any:  # noqa: ANN401  as saved
    (what,) = (key for key in tree if key != "columns")
    if what == "parts":
        kind = _CLASSES[name]
        return kind(**_parts(tree, kind, name, members))
    if what == "table":
        columns = {c: _values(tree["columns"][c], f"{name}.{c}", members) for c in tree["table"]}
        table = pd.DataFrame(columns, columns=pd.Index(tree["table"], dtype="str"))
        text = [c for c in tree["table"] if tree["columns"][c]["kind"] == _STRINGS]
        return table.astype(dict.fromkeys(text, "str"))
    return _LEAVES[what](tree[what], name, members)


def _values(tree: Any, name: str, members: _Members) -> np.ndarray:  # noqa: ANN401  JSON
    """Read an array; its size is known from its shape before it is unpacked."""
    kind, shape = tree["kind"], tuple(int(n) for n in tree["shape"])
    if kind == _STRINGS:
        values = json.loads(members.read(f"{name}.json"))
        if len(shape) != 1 or len(values) != shape[0] or not all(type(v) is str for v in values):
            raise members.damaged(f"{name} is no list of {shape} texts")
        return np.array(values, dtype=object)
    if kind not in _KINDS or min(shape, default=0) < 0:
        raise members.damaged(f"{name} has no known kind of number")
    size = math.prod(shape) * np.dtype(kind).itemsize
    return np.frombuffer(members.read(f"{name}.bin", size=size), kind).reshape(shape).copy()


def _vector(tree: Any, name: str, members: _Members) -> np.ndarray:  # noqa: ANN401  JSON
    values = _values(tree, name, members)
    return values.astype(str) if values.dtype == object else values


def _plain(value: Any, name: str, members: _Members) -> Any:  # noqa: ANN401  JSON
    if isinstance(value, dict | list):
        raise members.damaged(f"{name} is no plain value")
    return value


def _number(value: str, name: str, members: _Members) -> float:
    if value not in ("nan", "inf", "-inf"):
        raise members.damaged(f"{name} is no number")
    return float(value)


def _check_together(model: TopicModel, members: _Members) -> None:
    """Refuse parts that do not belong to one model."""
    n, k = len(model.vocabulary), len(model.topics)
    words = np.zeros((n, k)) if model.mixture is None else model.mixture.log_words
    priors = k if model.mixture is None else len(model.mixture.log_prior)
    numbers = model.topics["topic"].tolist()
    inside = model.documents["topic"].between(0, k).all()
    if not (words.shape == (n, k) and priors == k and model.found == k and inside):
        raise members.damaged("its parts are of different models")
    if numbers != list(range(1, k + 1)) or not set(model.terms["topic"]) <= set(numbers):
        raise members.damaged("its topics are not numbered from 1")


_CLASSES: Mapping[str, type] = {"model.gate": Gate, "model.mixture": Mixture}
_LEAVES: Mapping[str, Callable[[Any, str, _Members], Any]] = {
    "array": _vector,
    "value": _plain,
    "number": _number,
}
