"""A YAML file that a person writes decisions in: read plainly, within limits, or refused in a line.

Every scalar is text, so that `no` and 007 stay words; no tags, no anchors, no doubled keys.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from analysis import corpus
from analysis.corpus.decode import decode
from analysis.errors import DataError, did_you_mean
from analysis.labels import whole

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path
    from typing import Any

T = TypeVar("T")

MAX_BYTES = 65_536
MAX_DEPTH = 5  # a list of entries of topics of words, and one to spare


def read(path: str) -> tuple[str, str]:
    """Read the text of a file; two empty strings for an empty path.

    path : found as a corpus is
    Returns  its text and its name, for messages
    Raises   DataError where it cannot be read, is too large or no text
    """
    if not path.strip():
        return "", ""
    found = corpus.resolve(path)
    return _text(found), found.name


def table(text: str, *, file: str, known: tuple[str, ...], example: str) -> Mapping[str, Any]:
    """Read text as a table of these keys; empty for an empty file.

    file : its name, for messages
    known : the keys that may stand there; example : a line such as one may write
    Raises   DataError, naming file and line, where it is no such table
    """
    content = _content(text, file)
    if content == "":
        return {}
    if not isinstance(content, dict):
        raise fault(file, "", f"needs lines such as `{example}`")
    check_keys(content, known, file=file, entry="")
    return content


def each(
    content: Mapping[str, Any],
    key: str,
    *,
    file: str,
    example: str,
    one: Callable[[Any, str, str], T],
) -> tuple[T, ...]:
    """Read each entry of a list; none where the key is not there.

    example : a list such as one may write
    one : reads an entry, given the file and which entry it is
    """
    entries = content.get(key, "")
    if entries == "":
        return ()
    if not isinstance(entries, list):
        raise fault(file, key, f"needs a list, such as {example}")
    return tuple(one(entry, file, f"{key}, entry {i}") for i, entry in enumerate(entries, 1))


def _text(file: Path) -> str:
    content = whole.read(file, most=MAX_BYTES + 1)
    if len(content) > MAX_BYTES:
        raise DataError(f"{file.name}: larger than {MAX_BYTES // 1024} kB. Name the right file")
    try:
        return decode(content).text
    except DataError as error:
        raise DataError(f"{file.name}: {error}, no YAML. Save it as text") from error


def _content(text: str, file: str) -> Any:  # noqa: ANN401  text, lists and tables, nested
    """Read YAML without tags, anchors or doubled keys, nested a few deep."""
    import yaml  # noqa: PLC0415  only for those who give a file

    try:
        _refuse(yaml.parse(text, Loader=yaml.BaseLoader), file)
        node = yaml.compose(text, Loader=yaml.BaseLoader)
        _refuse_doubled(node, file)
        # BaseLoader makes text, lists and tables only; safe_load would read `no` as False
        return "" if node is None else yaml.load(text, Loader=yaml.BaseLoader)  # noqa: S506
    except (yaml.YAMLError, RecursionError) as error:
        mark, problem = getattr(error, "problem_mark", None), getattr(error, "problem", None)
        where = file if mark is None else f"{file}:{mark.line + 1}"
        why = " ".join(str(problem or error).split())[:200]
        raise DataError(f"{where}: not readable as YAML: {why}. Mend the file") from None


def _refuse(events: Any, file: str) -> None:  # noqa: ANN401  yaml's own
    """Read events until one goes too deep or repeats by an anchor: neither is needed here."""
    depth = 0
    for event in events:
        kind = type(event).__name__
        depth += kind.endswith("StartEvent") - kind.endswith("EndEvent")
        line = event.start_mark.line + 1
        if depth > MAX_DEPTH + 2:  # the stream and the document are two
            raise DataError(f"{file}:{line}: nested more than {MAX_DEPTH} deep. Mend the file")
        if getattr(event, "anchor", None) is not None or getattr(event, "tag", None) is not None:
            raise DataError(f"{file}:{line}: anchors and tags are not read. Write words plainly")


def _refuse_doubled(node: Any, file: str) -> None:  # noqa: ANN401  yaml's own
    """Refuse a table that says one thing twice: YAML keeps the last and loses the first."""
    if node is None or isinstance(node.value, str):
        return
    pairs = [pair for pair in node.value if isinstance(pair, tuple)]
    keys = [str(key.value) for key, _ in pairs]
    for i, key in enumerate(keys):
        if key in keys[:i]:
            line = pairs[i][0].start_mark.line + 1
            raise DataError(f"{file}:{line}: {key!r} stands there twice. Join the two")
    for child in [value for _, value in pairs] if pairs else node.value:
        _refuse_doubled(child, file)


def fault(file: str, entry: str, what: str) -> DataError:
    """Make the error of an entry of a file."""
    where = f"{file}: {entry}" if entry else file
    return DataError(f"{where}: {what}. Mend the file")


def check_keys(
    content: Mapping[str, Any], known: tuple[str, ...], *, file: str, entry: str
) -> None:
    """Refuse a key that is not known, and name the nearest that is."""
    for key in content:
        if not isinstance(key, str) or key not in known:
            raise fault(file, entry, f"unknown {key!r}; {did_you_mean(str(key), known)}")
