"""The build: check, read, run the notebooks, render, publish."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from analysis.build import manifest, notebooks, output, publish, source
from analysis.build import parameters as declared
from analysis.build.pages import Plan, render
from analysis.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from analysis.build.kernels import Kernels

_LOG = logging.getLogger("analysis.build")
_HOUR = 3600.0


@dataclass(frozen=True)
class _How:
    """How to run, as against what: none of it changes a byte of the report."""

    jobs: int | None
    force: bool
    time_limit: float


def build(
    corpus_path: str | Path = "seeds",
    *,
    out: str | Path | None = None,
    only: Iterable[str] = (),
    parameters: Mapping[str, Any] | None = None,
    jobs: int | None = None,
    force: bool = False,
    time_limit: float = _HOUR,
) -> Path:
    """Make the reports of a corpus, or leave them as they are where nothing changed.

    out : folder of the report; reports/<corpus name> in the working folder by default
    only : pages to make (`topics`); the others stay as they are
    parameters : name -> value for the notebooks that declare the name
    jobs : notebooks at a time; two by default. time_limit : seconds for all notebooks together
    force : build although nothing changed, or although the folder is not this corpus's

    Returns the path of index.html.
    Raises  an AnalysisError; whatever it is, the report that stood there still stands.
    """
    how = _How(jobs, force, time_limit)
    if (jobs is not None and jobs < 1) or not time_limit > 0:
        raise UsageError(f"jobs={jobs}, time_limit={time_limit}: both need to be above 0")
    known = notebooks.found()
    wanted = notebooks.chosen(known, only)
    given = declared.fit(parameters or {}, notebooks={n.page: n.parameters for n in wanted})
    corpus = source.locate(corpus_path)
    place = output.place(corpus.name, out)
    output.check_apart(place, corpus)
    with output.held(place):
        _under_lock(Plan(corpus, place, known, wanted, given), how)
    return place.target / "index.html"


def _under_lock(plan: Plan, how: _How) -> None:
    with output.writing(plan.place):
        publish.recover(plan.place)
    old = manifest.load(plan.place.target)
    before = source.fingerprint(plan.corpus)
    output.prepare(plan.place)
    # a first build will run notebooks for sure: their imports may go on while we read
    early = _kernels(plan) if old is None or how.force else None
    try:
        _LOG.info("reading %s", plan.corpus.shown)
        read = source.reading(source.documents(plan.corpus, plan.read_options))
        if not how.force:
            output.check_owner(plan.place, plan.corpus, old=old, digest=read.digest)
        new = plan.manifest(read)
        if not how.force and _is_current(plan, old, new):
            _LOG.info("unchanged: %s is up to date", plan.place.shown)
            return
        kept = _kept(plan, old, new, force=how.force)
        _run(plan, how, early or _kernels(plan))
        source.check_unchanged(plan.corpus, before)
        with output.writing(plan.place):
            render(plan, new=new, kept=kept, old=old)
            publish.swap(plan.place, before=_before(plan.place, old))
            output.record_owner(plan.place, plan.corpus)
    finally:
        if early is not None:
            early.close()
        output.sweep(plan.place)


def _is_current(plan: Plan, old: manifest.Manifest | None, new: manifest.Manifest) -> bool:
    """Say whether the report is already what this build would make."""
    if old is None or not manifest.is_intact(plan.place.target, old):
        return False
    same = all(old.pages.get(page) == made for page, made in new.pages.items())
    complete = plan.is_partial or set(old.pages) == set(new.pages)
    return same and complete


def _kept(
    plan: Plan, old: manifest.Manifest | None, new: manifest.Manifest, *, force: bool
) -> dict[str, manifest.Page]:
    """Choose the pages that stay as they are.

    Raises  UsageError where they speak of an earlier state of the corpus: half a series of pages
        must not pass for a whole one. With `force` they are left out, and it is said.
    """
    if old is None or not plan.is_partial:
        return {}
    others = {page: made for page, made in old.pages.items() if page not in new.pages}
    stale = old.corpus["digest"] != new.corpus["digest"]
    if others and stale and not force:
        raise UsageError(
            f"--only: {', '.join(others)} would speak of earlier texts. Build without --only, or "
            "--force to leave them out"
        )
    if others and stale:
        _LOG.info("left out, made from earlier texts: %s", ", ".join(others))
    return {} if stale else others


def _kernels(plan: Plan) -> Kernels:
    from analysis.build import kernels  # noqa: PLC0415 - not where nothing is to be run

    return kernels.Kernels(plan.place.run, working_folder=Path.cwd(), wanted=len(plan.wanted))


def _run(plan: Plan, how: _How, place: Kernels) -> None:
    from analysis.build import runs  # noqa: PLC0415 - not where nothing is to be run

    jobs = how.jobs or runs.default_jobs()
    _LOG.info("running %d notebooks, %d at a time", len(plan.wanted), min(jobs, len(plan.wanted)))
    with output.writing(plan.place):
        try:
            runs.run_all(plan.runs(), kernels=place, jobs=jobs, time_limit=how.time_limit)
        finally:
            place.close()


def _before(place: output.Place, old: manifest.Manifest | None) -> str:
    """Name the folder that keeps files which no build wrote, when they are replaced by force."""
    if old is not None or not place.target.is_dir() or not any(place.target.iterdir()):
        return ""
    numbers = range(1, 1 + sum(1 for _ in place.target.parent.iterdir()) + 1)
    names = (f"{place.target.name}.before-{number}" for number in numbers)
    name = next(n for n in names if not place.target.with_name(n).exists())
    _LOG.info("what stood in %s is kept in %s beside it", place.shown, name)
    return name
