"""The parameters of the notebooks: what each declares, and whether what was given fits.

All of it happens before anything runs: papermill pastes names into code unescaped, and only
warns of a name that no notebook knows.
"""

from __future__ import annotations

import ast
import io
import json
import keyword
import math
import re
import tokenize
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from analysis.errors import AnalysisError, UsageError, did_you_mean

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

CORPUS = "corpus_path"  # set by the build itself, in every notebook
READ_OPTIONS = "read_options"  # keyword arguments of corpus.read, in every notebook
_TRUE, _FALSE = ("true", "yes", "1"), ("false", "no", "0")


@dataclass(frozen=True)
class Parameter:
    """One parameter as its notebook declares it: `name: kind = default  # help`."""

    name: str
    kind: str
    default: Any
    help: str


class Written(str):
    """A value as typed on the command line, to be read by the declared kind: 007 stays '007'."""

    __slots__ = ()


def declared(source: str, *, where: str) -> dict[str, Parameter]:
    """Read the parameters that a cell declares, in order.

    source : text of the cell tagged `parameters`; where : its notebook, for messages
    Raises  UsageError where the cell is no Python, AnalysisError where a value is no literal.
    """
    try:
        body = ast.parse(source).body
    except SyntaxError as error:
        raise UsageError(
            f"{where}: parameters cell, line {error.lineno}: {error.msg}. Mend the notebook"
        ) from None
    helps = _helps(source)
    assignments = [node for node in body if isinstance(node, ast.AnnAssign | ast.Assign)]
    found = [_parameter(node, helps, where) for node in assignments]
    return {parameter.name: parameter for parameter in found}


def _parameter(node: ast.AnnAssign | ast.Assign, helps: Mapping[int, str], where: str) -> Parameter:
    target = node.target if isinstance(node, ast.AnnAssign) else node.targets[0]
    name = ast.unparse(target)
    try:
        default = ast.literal_eval(node.value or ast.Name("nothing"))
    except (ValueError, TypeError):
        raise AnalysisError(f"{where}: parameter {name}: its value is no literal") from None
    annotation = getattr(node, "annotation", None)
    kind = ast.unparse(annotation) if annotation else type(default).__name__
    if kind not in _READERS:
        raise AnalysisError(f"{where}: parameter {name}: {kind} is none of {', '.join(_READERS)}")
    return Parameter(name, kind, default, helps.get(node.end_lineno or 0, ""))


def _helps(source: str) -> dict[int, str]:
    """Find the comment of each line."""
    marks = tokenize.generate_tokens(io.StringIO(source).readline)
    return {t.start[0]: t.string.lstrip("# ") for t in marks if t.type == tokenize.COMMENT}


def fit(
    given: Mapping[str, Any], *, notebooks: Mapping[str, Mapping[str, Parameter]]
) -> dict[str, dict[str, Any]]:
    """Check what was given, and sort it by the notebooks that declare it.

    given : name -> value; a `Written` value is read by the declared kind, others must have it
    notebooks : page -> its declared parameters, of the notebooks to be run only
    Returns page -> name -> value, JSON values only.
    Raises  UsageError, naming the parameter, for anything else.
    """
    known = {name for parameters in notebooks.values() for name in parameters}
    for name in given:
        _check_name(name, known - {CORPUS})
    return {
        page: {name: _value(given[name], parameters[name]) for name in given if name in parameters}
        for page, parameters in notebooks.items()
    }


def _check_name(name: object, known: set[str]) -> None:
    if name == CORPUS:
        raise UsageError(
            f"parameter {CORPUS!r}: the build sets it. Give the corpus as its argument"
        )
    if not isinstance(name, str) or not name.isidentifier() or keyword.iskeyword(name):
        raise UsageError(f"parameter {name!r}: not a name. Use letters, digits and underscores")
    if name not in known:
        hint = did_you_mean(name, known)
        raise UsageError(f"parameter {name!r}: no notebook to be run has it; {hint}")


def _value(value: object, parameter: Parameter) -> object:
    if isinstance(value, Written):
        value = _read(str(value), parameter)
    if parameter.kind == "float" and type(value) is int:
        value = float(value)
    if type(value).__name__ != parameter.kind:
        found = f"{type(value).__name__} {value!r}"
        raise UsageError(f"parameter {parameter.name!r}: needs {_need(parameter)}, not {found}")
    if not _is_plain(value):
        raise UsageError(
            f"parameter {parameter.name!r}: {value!r} cannot be written as JSON. "
            "Use finite numbers, text, lists and tables with text as keys"
        )
    return value


def _read(text: str, parameter: Parameter) -> object:
    try:
        return _READERS[parameter.kind](text)
    except (ValueError, RecursionError):  # nesting 100,000 deep is no list anyone meant
        raise UsageError(
            f"parameter {parameter.name!r}: needs {_need(parameter)}, not {text[:80]!r}"
        ) from None


def _need(parameter: Parameter) -> str:
    return f"{parameter.kind} ({_EXAMPLES[parameter.kind]})"


def _is_plain(value: object) -> bool:
    """Say whether JSON can hold a value exactly; subclasses (numpy's numbers) are not trusted."""
    if isinstance(value, list):
        return all(_is_plain(item) for item in value)
    if isinstance(value, dict):
        return all(type(key) is str and _is_plain(item) for key, item in value.items())
    if type(value) is float:
        return math.isfinite(value)
    if type(value) is str:
        return not re.search("[\ud800-\udfff]", value)  # half a character: papermill fails on it
    return value is None or type(value) in (bool, int)


def _int(text: str) -> int:
    if not re.fullmatch(r"[+-]?[0-9]+", text):
        raise ValueError(text)
    return int(text)


def _bool(text: str) -> bool:
    if text.lower() not in _TRUE + _FALSE:
        raise ValueError(text)
    return text.lower() in _TRUE


_READERS: Mapping[str, Callable[[str], Any]] = {
    "str": str,
    "int": _int,
    "float": float,
    "bool": _bool,
    "list": json.loads,
    "dict": json.loads,
}
_EXAMPLES: Mapping[str, str] = {
    "str": "text",
    "int": "a whole number such as 12",
    "float": "a number such as 0.5",
    "bool": "true or false",
    "list": 'JSON such as ["a", "b"]',
    "dict": 'JSON such as {"a": 1}',
}


def from_yaml(path: Path) -> dict[str, Any]:
    """Read parameters from a YAML file of `name: value` lines.

    Raises  UsageError where the file cannot be read or is no such mapping.
    """
    import yaml  # noqa: PLC0415 - only for those who give a file

    try:
        content = yaml.safe_load(path.read_text("utf-8"))
    except (OSError, UnicodeDecodeError, yaml.YAMLError, RecursionError) as error:
        why = " ".join(str(error).split())
        raise UsageError(f"{path.name}: not readable as YAML: {why}. Mend the file") from None
    if not isinstance(content, dict):
        raise UsageError(f"{path.name}: needs lines `name: value`. Mend the file")
    return content
