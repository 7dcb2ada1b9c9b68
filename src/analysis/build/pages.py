"""What one build makes: the notebooks to run, the pages of them, the stage they are put on."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import sys
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from analysis.build import executed, manifest, publish, source
from analysis.build.parameters import CORPUS, READ_OPTIONS
from analysis.build.runs import Run
from analysis.build.source import printed
from analysis.errors import AnalysisError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import pandas as pd

    from analysis.build.earlier import Report
    from analysis.build.manifest import Manifest, Page
    from analysis.build.notebooks import Notebook
    from analysis.build.output import Place
    from analysis.build.source import Reading, Source

_SEEDS = ("random_state", "seed")
SINGLE = "all-reports.html"
_FILE = "_path"  # how the name ends of a parameter that names a file


@dataclass(frozen=True)
class Extras:
    """What is asked for beside the pages of the notebooks.

    before : the earlier report to compare with, if any; single : all reports in one file too
    """

    before: Report | None = None
    single: bool = False

    def stand(self, old: Manifest) -> bool:
        """Say whether a report has them already."""
        compared = self.before is None or self.before.digest == old.compared
        return compared and (not self.single or SINGLE in old.files)


@dataclass(frozen=True)
class Plan:
    """One build, checked and not yet run.

    known : every notebook there is; wanted : those to run; given : page -> parameters given
    docs : DOCUMENTS, once they are read
    """

    corpus: Source
    place: Place
    known: Sequence[Notebook]
    wanted: Sequence[Notebook]
    given: Mapping[str, Mapping[str, Any]]
    extras: Extras = Extras()
    docs: pd.DataFrame | None = None

    @property
    def read_options(self) -> Mapping[str, Any]:
        """How the corpus is to be read: the same for every page, as the notebooks declare it."""
        named: Mapping[str, Any] = next(iter(self.given.values()), {})
        options: Mapping[str, Any] = named.get(READ_OPTIONS, {})
        return options

    @property
    def is_partial(self) -> bool:
        """Say whether only some of the pages are to be made."""
        return len(self.wanted) < len(self.known)

    def runs(self) -> list[Run]:
        """List the notebooks to run, with what, and where to."""
        return [
            Run(
                notebook,
                {CORPUS: self.corpus.given, **self.given[notebook.page]},
                self.place.run / notebook.path.name,
                _from_here(self.place.run / f"{notebook.path.stem}.failed.ipynb"),
            )
            for notebook in self.wanted
        ]

    def shown(self, notebook: Notebook) -> dict[str, Any]:
        """Name the parameters given to a notebook, as they may be printed."""
        files = {name: printed(given, path) for name, (given, path) in self.files(notebook).items()}
        return {CORPUS: self.corpus.shown, **self.given[notebook.page], **files}

    def files(self, notebook: Notebook) -> dict[str, tuple[str, Path]]:
        """Find the files that parameters called *_path name beside the corpus: as given, found.

        Raises  DataError where one is not there.
        """
        from analysis import corpus  # noqa: PLC0415 - pandas: not for `analysis --help`

        named = self.given[notebook.page].items()
        paths = {name: value for name, value in named if name.endswith(_FILE) and value}
        return {name: (value, corpus.resolve(value)) for name, value in paths.items()}

    def manifest(self, read: Reading) -> Manifest:
        """Say what the pages to be made are made from; `files` comes when they are there."""
        versions = manifest.versions()
        made_by = {**versions, "code": manifest.code_digest()}
        pages = {notebook.page: self._page(notebook, read, made_by) for notebook in self.wanted}
        corpus = {
            "name": self.corpus.name,
            "path": self.corpus.shown,
            "digest": read.digest,
            "n_rows_in": read.n_rows_in,
            "n_used": read.n_used,
            "n_skipped": read.n_skipped,
        }
        before = self.extras.before
        return manifest.Manifest(
            corpus,
            read.notes,
            _seed(pages),
            versions,
            pages,
            compared=before.digest if before else "",
            earlier=before.history() if before else [],
        )

    def _page(self, notebook: Notebook, read: Reading, made_by: Mapping[str, str]) -> Page:
        defaults = {name: one.default for name, one in notebook.parameters.items()}
        values = {**defaults, **self.shown(notebook)}
        files = {
            name: hashlib.sha256(path.read_bytes()).hexdigest()
            for name, (_, path) in self.files(notebook).items()
        }
        key = manifest.page_key(
            notebook.digest, digest=read.digest, parameters={**values, **files}, made_by=made_by
        )
        return manifest.Page(notebook.path.name, notebook.digest, values, key)


def _seed(pages: Mapping[str, Page]) -> int | None:
    """Find the seed of the draws: the one that a notebook declares."""
    values = [
        page.parameters[name]
        for page in pages.values()
        for name in _SEEDS
        if name in page.parameters
    ]
    return values[0] if values else None


def _from_here(path: Path) -> str:
    return os.path.relpath(path, Path.cwd())


def render(plan: Plan, *, new: Manifest, kept: Mapping[str, Page], old: Manifest | None) -> None:
    """Put the whole report on the stage and check it.

    kept : pages that stay as they are, from the report that `old` describes
    """
    from analysis import report  # noqa: PLC0415 - only when there is something to render

    stage, target = plan.place.stage, plan.place.target
    (stage / "notebooks").mkdir()
    _write_executed(plan)
    for page in kept.values():
        shutil.copy2(target / "notebooks" / page.notebook, stage / "notebooks")
    pages = {**kept, **new.pages}
    whole = replace(new, pages={n.page: pages[n.page] for n in plan.known if n.page in pages})
    paths = {page: stage / "notebooks" / made.notebook for page, made in whole.pages.items()}
    texts = partial(source.texts, plan.docs)
    report.render(paths, stage, _context(plan, whole), texts=texts, **_further(plan, whole))
    for name in kept:  # rendered again for the index; the page itself stays byte for byte
        shutil.copy2(target / f"{name}.html", stage)
    if plan.extras.single:
        report.join(stage, SINGLE, _context(plan, whole))
    publish.check(stage)
    finished = replace(whole, files=manifest.digests(stage))
    (stage / manifest.FILE).write_text(finished.dumped(), "utf-8")
    if old is not None:
        publish.keep_foreign(target, stage, known={*old.files, manifest.FILE})


def _further(plan: Plan, whole: Manifest) -> dict[str, Any]:
    """Say what makes a page of what changed, where an earlier report was named."""
    return {"further": partial(_compared, plan, whole)} if plan.extras.before else {}


def _compared(plan: Plan, whole: Manifest, tables: Path) -> dict[str, Any]:
    from analysis.build import compared, earlier, told  # noqa: PLC0415 - sentences: a second

    before = plan.extras.before
    if before is None:
        raise AnalysisError("there is no earlier report to compare with")
    return told.content(compared.compare(before, earlier.of(whole, tables)))


def _write_executed(plan: Plan) -> None:
    hidden = _hidden(plan)
    for run in plan.runs():
        content = executed.cleaned(
            executed.load(run.output), parameters=plan.shown(run.notebook), hidden=hidden
        )
        path = plan.place.stage / "notebooks" / run.notebook.path.name
        path.write_text(executed.dumped(content), "utf-8")


def _hidden(plan: Plan) -> dict[str, str]:
    """List the paths of this machine, and what stands for each in print."""
    places = {
        str(Path.home()): "~",
        sys.prefix: "python",
        str(Path(__file__).parents[2]): "src",
        str(Path.cwd()): ".",
        str(plan.place.run): "run",
        str(plan.corpus.path): plan.corpus.shown,
    }
    if Path(plan.corpus.given).is_absolute():  # the same, before links were followed
        places[plan.corpus.given] = plan.corpus.shown
    for notebook in plan.wanted:
        for given, path in plan.files(notebook).values():
            places |= {str(path): printed(given, path), given: printed(given, path)}
    return {path: name for path, name in places.items() if path not in ("/", name)}


def _context(plan: Plan, whole: Manifest) -> dict[str, Any]:
    """Tell the report what its pages are made from; nothing in it depends on time or machine."""
    from analysis.build import earlier  # noqa: PLC0415 - pandas: not for `analysis --help`

    given = {k: v for notebook in plan.wanted for k, v in plan.shown(notebook).items()}
    return {
        "corpus": whole.corpus["name"],
        "corpus_path": whole.corpus["path"],
        **{key: whole.corpus[key] for key in ("digest", "n_rows_in", "n_used", "n_skipped")},
        "versions": whole.versions,
        "parameters": {name: given[name] for name in sorted(given)},
        "page_parameters": json.loads(
            json.dumps({p: m.parameters for p, m in whole.pages.items()})
        ),
        "seed": whole.seed,
        "notes": whole.notes,
        "single": SINGLE if plan.extras.single else "",
        "earlier": [one | {"otherwise": earlier.unlike(one, whole)} for one in whole.earlier],
    }
