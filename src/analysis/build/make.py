"""The build: check, read, run the notebooks, render, publish."""

from __future__ import annotations

import logging
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypedDict

from analysis.build import manifest, notebooks, output, publish, source
from analysis.build import parameters as declared
from analysis.build.pages import Extras, Plan, render
from analysis.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from typing import Unpack

    from analysis.build.earlier import Report
    from analysis.build.kernels import Kernels

_LOG = logging.getLogger("analysis.build")
_HOUR = 3600.0


class Running(TypedDict, total=False):
    """How to run, and what to make beside the pages: the further arguments of `build`."""

    jobs: int | None
    force: bool
    time_limit: float
    compare: str | Path | None
    single_file: bool


@dataclass(frozen=True)
class _How:
    """The same, with what stands where nothing was said."""

    jobs: int | None = None
    force: bool = False
    time_limit: float = _HOUR
    compare: str | Path | None = None
    single_file: bool = False


def build(
    corpus_path: str | Path = "seeds",
    *,
    out: str | Path | None = None,
    only: Iterable[str] = (),
    parameters: Mapping[str, Any] | None = None,
    **running: Unpack[Running],
) -> Path:
    """Make the reports of a corpus, or leave them as they are where nothing changed.

    out : folder of the report; reports/<corpus name> in the working folder by default
    only : pages to make (`topics`); the others stay as they are
    parameters : name -> value for the notebooks that declare the name
    jobs : notebooks at a time; two by default. time_limit : seconds for all notebooks together
    force : build although nothing changed, or although the folder is not this corpus's
    compare : folder of an earlier report, to say on a page what changed since
    single_file : all reports in one file too

    Returns the path of index.html.
    Raises  an AnalysisError; whatever it is, the report that stood there still stands.
    """
    how = _How(**running)
    if (how.jobs is not None and how.jobs < 1) or not how.time_limit > 0:
        raise UsageError(f"jobs={how.jobs}, time_limit={how.time_limit}: both need to be above 0")
    extras = Extras(_earlier(how.compare), how.single_file)
    known = notebooks.found()
    wanted = notebooks.chosen(known, only)
    given = declared.fit(parameters or {}, notebooks={n.page: n.parameters for n in wanted})
    corpus = source.locate(corpus_path)
    place = output.place(corpus.name, out)
    output.check_apart(place, corpus)
    with output.held(place):
        _under_lock(Plan(corpus, place, known, wanted, given, extras), how)
    return place.target / "index.html"


def _earlier(compare: str | Path | None) -> Report | None:
    if compare is None:
        return None
    from analysis.build import earlier  # noqa: PLC0415 - pandas: not for `analysis --help`

    return earlier.report(compare)


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
        docs = source.documents(plan.corpus, plan.read_options)
        plan, read = replace(plan, docs=docs), source.reading(docs)
        if not how.force:
            output.check_owner(plan.place, plan.corpus, old=old, digest=read.digest)
        new = plan.manifest(read)
        if old is not None and not how.force and _is_current(plan, old, new):
            _add(plan, old, new)
            return
        kept = _kept(plan, old, new, force=how.force)
        _run(plan, how, early or _kernels(plan))
        source.check_unchanged(plan.corpus, before)
        _publish(plan, new=new, kept=kept, old=old)
    finally:
        if early is not None:
            early.close()
        output.sweep(plan.place)


def _add(plan: Plan, old: manifest.Manifest, new: manifest.Manifest) -> None:
    """Leave a report as it is, or add to its pages what else is asked for; no notebook runs."""
    if plan.extras.stand(old) or _is_itself(plan, old):
        _LOG.info("unchanged: %s is up to date", plan.place.shown)
        return
    _publish(replace(plan, wanted=()), new=replace(new, pages={}), kept=dict(old.pages), old=old)


def _is_itself(plan: Plan, old: manifest.Manifest) -> bool:
    """Say whether a report is to be compared with itself, and has all else."""
    before = plan.extras.before
    own = before is not None and before.folder.resolve() == plan.place.target
    return own and replace(plan.extras, before=None).stand(old)


def _publish(
    plan: Plan,
    *,
    new: manifest.Manifest,
    kept: Mapping[str, manifest.Page],
    old: manifest.Manifest | None,
) -> None:
    with output.writing(plan.place):
        render(plan, new=new, kept=kept, old=old)
        _tell_sizes(plan.place.stage)
        publish.swap(plan.place, before=_before(plan.place, old))
        output.record_owner(plan.place, plan.corpus)


def _tell_sizes(stage: Path) -> None:
    """Say how large each page is, before anyone mails it."""
    sizes = {path.stem: path.stat().st_size for path in sorted(stage.glob("*.html"))}
    _LOG.info("pages in kB: %s", ", ".join(f"{n} {size / 1000:.0f}" for n, size in sizes.items()))


def _is_current(plan: Plan, old: manifest.Manifest, new: manifest.Manifest) -> bool:
    """Say whether the report is already what this build would make."""
    if not manifest.is_intact(plan.place.target, old):
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
