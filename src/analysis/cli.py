"""The command line: a thin skin over `analysis.build`, and every error in one line."""

from __future__ import annotations

import logging
import os
import re
import signal
import sys
import traceback
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

import click

from analysis.errors import AnalysisError, UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from types import FrameType

_STOPS = ("SIGINT", "SIGTERM", "SIGHUP")
_FAULT_OF_OURS = 1
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]+")  # a file's name must not drive the terminal


class Stopped(BaseException):
    """A signal asked us to stop; no `except Exception` on the way may keep it."""

    def __init__(self, signum: int) -> None:
        super().__init__(signum)
        self.exit_code = 128 + signum


def main(arguments: Sequence[str] | None = None) -> NoReturn:
    """Run the command line and exit with its code."""
    state = {"debug": False}
    try:
        with _signals():
            _invoke(sys.argv[1:] if arguments is None else arguments, state)
            sys.stdout.flush()
            code = 0
    except BaseException as error:  # noqa: BLE001 - this is where every error becomes one line
        code = _report(error, debug=state["debug"])
    sys.exit(code)


def _invoke(arguments: Sequence[str], state: dict[str, bool]) -> None:
    """Run a command; not by click's own `main`, which calls a closed pipe a failure."""
    with cli.make_context("analysis", list(arguments), obj=state) as context:
        cli.invoke(context)


def _report(error: BaseException, *, debug: bool) -> int:
    """Say what went wrong in one line, and with what code to exit."""
    if isinstance(error, BrokenPipeError):  # `| head` has seen enough; nor may the last flush fail
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    if isinstance(error, click.exceptions.Exit):  # --help and --version end so
        return error.exit_code
    if debug:
        traceback.print_exception(error)
    line, code = _line(error)
    click.echo(f"error: {_CONTROL.sub(' ', line)}", err=True)
    return code


def _line(error: BaseException) -> tuple[str, int]:
    if isinstance(error, AnalysisError):
        return str(error), error.exit_code
    if isinstance(error, Stopped):
        return "stopped; the report that stood there still stands", error.exit_code
    if isinstance(error, KeyboardInterrupt):
        return "stopped", 128 + signal.SIGINT
    if isinstance(error, click.ClickException):
        return f"{error.format_message().rstrip('.')}. See `analysis --help`", UsageError.exit_code
    told = f"{type(error).__name__}: {error}".rstrip(": ")
    return f"this is a fault of ours: {told}. Run again with --debug", _FAULT_OF_OURS


@contextmanager
def _signals() -> Iterator[None]:
    """Let the first signal stop the work in order, and further ones not disturb that."""
    signals = [getattr(signal, name) for name in _STOPS if hasattr(signal, name)]
    # one that was ignored when we were started (nohup) stays so
    heeded = [one for one in signals if signal.getsignal(one) is not signal.SIG_IGN]

    def stop(signum: int, _frame: FrameType | None) -> None:
        for one in heeded:
            signal.signal(one, signal.SIG_IGN)
        raise Stopped(signum)

    before = {one: signal.signal(one, stop) for one in heeded}
    try:
        yield
    finally:
        for one, handler in before.items():
            signal.signal(one, handler)


def _set_debug(context: click.Context, _option: click.Parameter, value: bool) -> None:  # noqa: FBT001 - click's form
    context.obj["debug"] = value


_debug = click.option(
    "--debug",
    is_flag=True,
    is_eager=True,
    expose_value=False,
    callback=_set_debug,
    help="Show where in the code an error arose.",
)


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="footnoted", prog_name="analysis")
def cli() -> None:
    """Say what is in a pile of dated texts: its terms, topics and tone, with the evidence."""


@cli.command()
@click.argument("corpus", default="seeds")
@click.option("--out", metavar="DIR", help="Folder of the report [reports/<corpus name>].")
@click.option("--only", multiple=True, metavar="NAME", help="Make this page only; may be repeated.")
@click.option("-p", "pairs", multiple=True, nargs=2, metavar="NAME VALUE", help="Set a parameter.")
@click.option("-f", "file", type=click.Path(path_type=Path), help="YAML file of parameters.")
@click.option("--jobs", type=click.IntRange(min=1), help="Notebooks at a time [2].")
@click.option("--force", is_flag=True, help="Build though nothing changed; replace what is there.")
@click.option("--time-limit", type=float, default=3600.0, help="Seconds for all notebooks [3600].")
@click.option("--compare", metavar="OLD", help="Say what changed since the report in folder OLD.")
@click.option("--single-file", is_flag=True, help="All reports in one file too: all-reports.html.")
@_debug
def build(
    corpus: str,
    pairs: tuple[tuple[str, str], ...],
    file: Path | None,
    **options: Any,  # noqa: ANN401 - as click parsed them
) -> None:
    """Make the reports of a CORPUS: a folder or table of dated texts."""
    from analysis import build as building  # noqa: PLC0415 - not for --help
    from analysis.build import parameters, runs  # noqa: PLC0415 - the same

    runs.skip_iri_grammar()
    given = parameters.from_yaml(file) if file else {}
    written = {name: parameters.Written(value) for name, value in pairs}
    with _progress():
        index = building.build(corpus, parameters={**given, **written}, **options)
    click.echo(_nearest(index))


def _nearest(path: Path) -> str:
    """Write a path from the working folder where that is shorter."""
    return min(str(path), os.path.relpath(path), key=len)


@contextmanager
def _progress() -> Iterator[None]:
    """Print what the build says of its progress, one line each, on the error stream."""
    log = logging.getLogger("analysis.build")
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(logging.Formatter("%(message)s"))
    log.addHandler(handler)
    log.setLevel(logging.INFO)
    try:
        yield
    finally:
        log.removeHandler(handler)


@cli.command()
@click.argument("corpus")
@click.option("--json", "as_json", is_flag=True, help="For programs.")
@_debug
def check(corpus: str, *, as_json: bool) -> None:
    """Say what was read, guessed and skipped of a CORPUS, and what will be possible with it."""
    import json  # noqa: PLC0415 - here only

    from analysis.build import preview  # noqa: PLC0415 - not for --help

    found = preview.check(corpus)
    click.echo(
        json.dumps(found, ensure_ascii=False, indent=1) if as_json else preview.in_words(found)
    )


@cli.command()
@click.argument("corpus", required=False)
@_debug
def lab(corpus: str | None) -> None:
    """Explore a CORPUS in JupyterLab, on a copy of the notebooks in workspace/."""
    from analysis.build import lab as laboratory  # noqa: PLC0415 - not for --help

    folder, kept = laboratory.copies(corpus)
    for name in kept:
        click.echo(
            f"workspace/{name}: changed by you, left as it is. Delete it for a fresh copy", err=True
        )
    code = laboratory.serve(folder)
    if code:
        raise AnalysisError(f"JupyterLab ended with code {code}. See its messages above")


@cli.command()
@click.argument("corpus")
@click.option("--n", type=click.IntRange(min=1), help="Sentences to label [100].")
@click.option("--labeller", default="", metavar="NAME", help="Whose labels: a row each.")
@click.option("--out", metavar="FILE", help="File of labels [<corpus name>-labels.csv].")
@_debug
def label(corpus: str, *, n: int | None, labeller: str, out: str | None) -> None:
    """Draw sentences of a CORPUS to label by hand, or say what the labels correct."""
    from analysis import corpus as texts  # noqa: PLC0415 - the same
    from analysis import labels, sentiment  # noqa: PLC0415 - not for --help
    from analysis.build import source  # noqa: PLC0415 - the same

    found = source.locate(corpus)
    path = Path(out or f"{found.name}-labels.csv")
    if found.path.is_dir() and path.resolve().is_relative_to(found.path):
        raise UsageError(f"{_nearest(path)}: lies in the corpus it labels. Choose another --out")
    docs = source.documents(found, {})
    sents = texts.sentences(docs)
    scores = sentiment.score_sentences(docs, sents)
    added, table = labels.extend(
        path, docs=docs, sents=sents, scores=scores, n=n, labeller=labeller
    )
    click.echo(labels.next_step(_nearest(path), table, added=added))
    checked = labels.check(table, docs, sents)
    click.echo(labels.in_words(table, checked, docs=docs, scores=scores))
