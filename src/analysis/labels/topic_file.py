"""The file in which a person says what is to be done with topics: a small YAML file.

    topics:
      - name: energy crisis
        seeds: [gas, heating, pipeline]
      - name: elections
        match: [vote, ballot]
    merge: [[vote, parliament]]
    split: [war, {topic: trade, into: 3}]
    hide: [subscribe]

A topic is named by a word, by several ([vote, ballot]), or by its number.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from analysis import corpus
from analysis.corpus.decode import decode
from analysis.errors import DataError, did_you_mean
from analysis.topics.guidance import Guidance, Split, Wanted

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path
    from typing import Any

    from analysis.topics.guidance import Words

_T = TypeVar("_T")

MAX_BYTES = 65_536
MAX_DEPTH = 5  # a list of entries of topics of words, and one to spare
MAX_NAME = 80  # characters of a name: it stands beside bars and in tables
MAX_PARTS = 20  # of one topic
_LONG = 4  # digits of no number of parts; int() refuses thousands of them
_KEYS = ("topics", "merge", "split", "hide")
_OF_TOPIC = ("name", "seeds", "match")
_OF_SPLIT = ("topic", "into")


def guidance(path: str) -> Guidance:
    """Read what is to be done with topics; nothing for an empty path.

    path : of the YAML file, found as a corpus is
    Raises  DataError, naming file and entry, where it cannot be read or says something else
    """
    if not path.strip():
        return Guidance()
    found = corpus.resolve(path)
    return parse(_text(found), file=found.name)


def parse(text: str, *, file: str) -> Guidance:
    """Read guidance from YAML text; every scalar is text, so that `no` and 007 stay words.

    file : its name, for messages
    Raises  as `guidance`
    """
    content = _content(text, file)
    if content == "":
        return Guidance(file=file)
    if not isinstance(content, dict):
        raise _fault(file, "", "needs lines such as `hide: [word]`")
    _check_keys(content, _KEYS, file, "")
    return Guidance(
        topics=_names(_each(content, "topics", file, _wanted), file),
        merge=_each(content, "merge", file, _together),
        split=_each(content, "split", file, _split),
        hide=_each(content, "hide", file, _words),
        file=file,
    )


def _text(file: Path) -> str:
    try:
        with file.open("rb") as opened:
            content = opened.read(MAX_BYTES + 1)
    except OSError as error:
        why = (error.strerror or type(error).__name__).lower()
        raise DataError(f"{file.name}: cannot be read: {why}. Check the path") from error
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


def _fault(file: str, entry: str, what: str) -> DataError:
    where = f"{file}: {entry}" if entry else file
    return DataError(f"{where}: {what}. Mend the file")


def _check_keys(table: Mapping[str, Any], known: tuple[str, ...], file: str, entry: str) -> None:
    for key in table:
        if not isinstance(key, str) or key not in known:
            raise _fault(file, entry, f"unknown {key!r}; {did_you_mean(str(key), known)}")


def _each(
    content: Mapping[str, Any], key: str, file: str, read: Callable[[Any, str, str], _T]
) -> tuple[_T, ...]:
    """Read each entry of a list."""
    entries = content.get(key, "")
    if entries == "":
        return ()
    if not isinstance(entries, list):
        raise _fault(file, key, "needs a list, such as [one, two]")
    return tuple(read(entry, file, f"{key}, entry {i}") for i, entry in enumerate(entries, 1))


def _words(value: Any, file: str, entry: str) -> Words:  # noqa: ANN401  as YAML has it
    """Read what names a topic: a word, several, or a number."""
    words = value if isinstance(value, list) else [value]
    if not words or not all(isinstance(word, str) and word.strip() for word in words):
        raise _fault(file, entry, "needs a word, several in brackets, or a topic's number")
    return tuple(dict.fromkeys(" ".join(word.split()) for word in words))


def _wanted(value: Any, file: str, entry: str) -> Wanted:  # noqa: ANN401  as YAML has it
    if not isinstance(value, dict):
        raise _fault(file, entry, "needs `name:` and `seeds:` or `match:`")
    _check_keys(value, _OF_TOPIC, file, entry)
    name = value.get("name", "")
    if not (isinstance(name, str) and name.strip()):
        raise _fault(file, entry, "has no name")
    name = " ".join(name.split())
    entry = f"{entry}, {name[:MAX_NAME]!r}"
    if len(name) > MAX_NAME or not name.isprintable():
        raise _fault(file, entry, f"a name has at most {MAX_NAME} characters that can be printed")
    seeds, match = (
        _words(value[key], file, f"{entry}, {key}") if key in value else ()
        for key in ("seeds", "match")
    )
    if not seeds and not match:
        raise _fault(file, entry, "needs `seeds:` or `match:`, words to find the topic by")
    return Wanted(name, seeds, match)


def _names(topics: tuple[Wanted, ...], file: str) -> tuple[Wanted, ...]:
    names = [wanted.name for wanted in topics]
    doubled = next((name for i, name in enumerate(names) if name in names[:i]), None)
    if doubled is not None:
        raise _fault(file, "topics", f"two have the name {doubled!r}")
    return topics


def _together(value: Any, file: str, entry: str) -> tuple[Words, ...]:  # noqa: ANN401  as YAML has it
    if not isinstance(value, list) or len(value) < 2:  # noqa: PLR2004  one is merged with none
        raise _fault(file, entry, "needs two topics or more, such as [vote, parliament]")
    return tuple(_words(one, file, entry) for one in value)


def _split(value: Any, file: str, entry: str) -> Split:  # noqa: ANN401  as YAML has it
    if not isinstance(value, dict):
        return Split(_words(value, file, entry))
    _check_keys(value, _OF_SPLIT, file, entry)
    into = value.get("into", "2")
    parts = (
        int(into)
        if isinstance(into, str) and into.isascii() and into.isdigit() and len(into) < _LONG
        else 0
    )
    if not 2 <= parts <= MAX_PARTS:  # noqa: PLR2004  one part is no split
        raise _fault(file, entry, f"into: needs a whole number from 2 to {MAX_PARTS}")
    return Split(_words(value.get("topic"), file, entry), parts)
