"""Run notebooks through papermill, some at a time, and take nothing for success that is none."""

from __future__ import annotations

import logging
import os
import sys
import time
from concurrent.futures import FIRST_EXCEPTION, Future, ThreadPoolExecutor, wait
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from analysis.build import executed
from analysis.errors import AnalysisError, NotebookError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from analysis.build.kernels import Kernels
    from analysis.build.notebooks import Notebook

_LOG = logging.getLogger("analysis.build")
_NOISY = ("papermill", "traitlets", "asyncio")


@dataclass(frozen=True)
class Run:
    """One notebook to run: with what, and where its executed copy goes."""

    notebook: Notebook
    parameters: Mapping[str, Any]
    output: Path
    kept: str  # how messages name the partial copy of a failed run

    @property
    def failed(self) -> Path:
        """Where the partial copy goes."""
        return self.output.with_suffix(".failed.ipynb")


def default_jobs() -> int:
    """Two notebooks at a time where there are two processors."""
    count = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    return min(2, count or 1)


def skip_iri_grammar() -> None:
    """Keep jsonschema from building a grammar that costs 1.45 CPU seconds at import.

    `rfc3987_syntax` is only for the formats iri and iri-reference, which notebooks do not use;
    jsonschema goes on without it. For the process of the command line only, never in a library or a
    server. A test notices when jsonschema no longer imports it; then this function can go.
    """
    sys.modules.setdefault("rfc3987_syntax", None)  # type: ignore[arg-type]  # None: "not there"


def run_all(runs: Sequence[Run], *, kernels: Kernels, jobs: int, time_limit: float) -> None:
    """Run notebooks, `jobs` at a time; the first that fails ends the others.

    time_limit : seconds for all of them together
    Raises  UsageError or DataError as a cell raised it, NotebookError for any other failure;
        the partial copy of the notebook that failed is kept.
    """
    pool = ThreadPoolExecutor(max_workers=jobs, thread_name_prefix="notebook")
    try:
        with _quiet():
            futures = [pool.submit(_run, run, kernels) for run in runs]
            done, late = wait(futures, timeout=time_limit, return_when=FIRST_EXCEPTION)
            failed = any(future.exception() for future in done)
            if failed or late:
                _end(pool, kernels)
    except BaseException:  # a signal: no kernel may outlive us
        _end(pool, kernels)
        raise
    pool.shutdown()
    # in the order of the notebooks, not of the clock
    for run, future in zip(runs, futures, strict=True):
        if future in (done if failed else late):
            _raise_for(run, future=future, late=late, time_limit=time_limit)


def _end(pool: ThreadPoolExecutor, kernels: Kernels) -> None:
    kernels.stop()
    pool.shutdown(wait=True, cancel_futures=True)


def _raise_for(
    run: Run, *, future: Future[None], late: set[Future[None]], time_limit: float
) -> None:
    """Raise what a run ended with, if it failed; keep its partial notebook if it is to blame."""
    error = _too_long(run, time_limit) if future in late else future.exception()
    if isinstance(error, NotebookError) and run.output.exists():
        run.output.replace(run.failed)
    if error is not None:
        raise error


def _too_long(run: Run, time_limit: float) -> NotebookError:
    limit = f"{time_limit:g} seconds, the limit for all notebooks"
    return NotebookError(
        f"{run.notebook.label}: not done after {limit}. Give --time-limit more; see {run.kept}"
    )


def _run(run: Run, kernels: Kernels) -> None:
    began = time.monotonic()
    error = _execute(run, kernels)
    if error is None:
        content = executed.load(run.output)
        error = executed.fault(content, label=run.notebook.label, kept=run.kept)
    if error is not None:
        raise error
    _LOG.info("%-18s %6.1f s", run.notebook.page, time.monotonic() - began)


def _execute(run: Run, kernels: Kernels) -> AnalysisError | None:
    """Run one notebook; say what stopped it, None where papermill saw nothing wrong."""
    import papermill  # noqa: PLC0415 - half a second, not needed where nothing is to be run
    from nbclient.exceptions import DeadKernelError  # noqa: PLC0415 - the same
    from papermill.exceptions import PapermillExecutionError  # noqa: PLC0415 - the same

    name = run.notebook.path.stem
    try:
        papermill.execute_notebook(
            **_arguments(run), kernel_manager_class=kernels.manager_class(name)
        )
    except PapermillExecutionError:
        return None  # the executed notebook says it better: executed.fault
    except DeadKernelError:
        content, code = executed.load(run.output), kernels.returncode(name)
        return executed.died(content, label=run.notebook.label, kept=run.kept, returncode=code)
    except (RuntimeError, TimeoutError) as error:  # before the first cell
        return _never_began(run, error=error, log=kernels.folder / f"{name}.log")
    return None


def _never_began(run: Run, *, error: Exception, log: Path) -> NotebookError:
    lines = log.read_text("utf-8", "replace").split("\n") if log.exists() else []
    last = next((line.strip() for line in reversed(lines) if line.strip()), str(error))
    return NotebookError(
        f"{run.notebook.label}: its kernel did not start: {last}. Install the project again"
    )


def _arguments(run: Run) -> dict[str, Any]:
    from nbformat.notebooknode import from_dict  # noqa: PLC0415 - as papermill

    from analysis.build import engine  # noqa: PLC0415 - the same

    # papermill formats the path with the parameters: braces in it must stay braces
    output = str(run.output).replace("{", "{{").replace("}", "}}")
    return {
        "input_path": from_dict(run.notebook.content),  # type: ignore[no-untyped-call]
        "output_path": output,
        "parameters": dict(run.parameters),
        "kernel_name": "python3",
        "language": "python",
        "progress_bar": False,
        "request_save_on_cell_execute": False,  # our engine saves
        "autosave_cell_every": 0,
        "engine_name": engine.register(run.notebook.path.stem, run.output),
        "shutdown_kernel": "immediate",
        "coalesce_streams": True,  # else the cuts between prints depend on timing
    }


@contextmanager
def _quiet() -> Iterator[None]:
    """Silence what papermill and its kin log: our own messages say it in one line."""
    levels = {name: logging.getLogger(name).level for name in _NOISY}
    for name in _NOISY:
        logging.getLogger(name).setLevel(logging.CRITICAL + 1)
    try:
        yield
    finally:
        for name, level in levels.items():
            logging.getLogger(name).setLevel(level)
