"""Write the pages, the index and the tables of a build into its stage folder."""

from __future__ import annotations

import json
from functools import partial
from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING, Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from analysis import wording
from analysis.errors import AnalysisError
from analysis.report import assets, carry, documents, figures, tables, text
from analysis.report.anchors import evidence_id
from analysis.report.page import PLAIN, Page, composed, open_elsewhere, read

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping, Sequence
    from pathlib import Path

Context = dict[str, Any]
SAVED = ("figure", "table", "lines", "reading")  # kinds whose rows become a CSV
ORDER = ("corpus", "term-frequency", "topics", "sentiment")  # as a reader asks


def no_texts(_: Collection[str]) -> Mapping[str, documents.Text]:
    """Give no text at all."""
    return {}


def render(
    executed: Mapping[str, Path],
    stage: Path,
    context: Context,
    *,
    further: Callable[[Path], Mapping[str, Any]] | None = None,
    texts: documents.Texts = no_texts,
) -> None:
    """Write one page for each executed notebook, the index and tables/*.csv into `stage`.

    executed : name of the page -> executed notebook
    context : corpus, corpus_path, digest, n_rows_in, n_used, n_skipped, versions,
        page_parameters (of each page); earlier, the builds before, where there are any
    further : makes of the folder of tables the content of one more page
    texts : gives the texts of some documents, by their ids; those cited have a page of their own
    """
    pages = [_page(name, executed[name]) for name in sorted(executed, key=place)]
    made = environment()
    carried = documents.carry(pages, texts)
    names = [(page.name, page.kicker) for page in pages]
    names += [(documents.NAME, documents.KICKER)] if carried else []
    for page in pages:
        path = stage / f"{page.name}.html"
        write(made, "page.html.j2", path, context, page=page, pages=names)
        _save_tables(page, stage / "tables")
    if further is not None:
        page = composed(further(stage / "tables"))
        open_elsewhere(page, {one.name: one for one in pages})
        path = stage / f"{page.name}.html"
        write(made, "compare.html.j2", path, context, page=page, pages=names)
        _save_tables(page, stage / "tables")
        pages.append(page)
    if carried:
        _write_texts(made, stage, context, carried, names)
    write(made, "index.html.j2", stage / "index.html", context, pages=pages, texts=bool(carried))


def _write_texts(
    made: Environment,
    stage: Path,
    context: Context,
    carried: Sequence[documents.Carried],
    names: Sequence[tuple[str, str]],
) -> None:
    """Write the page of texts."""
    path = stage / f"{documents.NAME}.html"
    own = {"name": documents.NAME, "kicker": documents.KICKER, "rule": documents.RULE}
    write(made, "documents.html.j2", path, context, carried=carried, page=own, pages=names)


def place(name: str) -> tuple[int, str]:
    """Order pages as a reader asks."""
    return (ORDER.index(name) if name in ORDER else len(ORDER), name)


def _page(name: str, notebook: Path) -> Page:
    content = json.loads(notebook.read_text(encoding="utf-8"))
    return read(content, name=name, file=notebook.name)


def _save_tables(page: Page, folder: Path) -> None:
    folder.mkdir(exist_ok=True)
    for bundle in [*page.bundles(), *page.files]:
        if bundle.get("rows") and bundle["kind"] in SAVED:
            path = folder / f"{bundle['id']}.csv"
            if path.exists():
                raise AnalysisError(f"{page.name}: the name {bundle['id']!r} is used twice")
            tables.save(bundle, path)


def environment() -> Environment:
    """Make what writes the pages: everything is escaped that is not our own markup."""
    environment = Environment(
        loader=PackageLoader("analysis.report"),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=text.clean,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters |= {"marked": text.marked, "prose": text.prose}
    environment.filters |= {"short": wording.shorten, "line": wording.line}
    environment.filters |= {"place": text.place, "unit": text.unit, "tone": wording.tone}
    environment.filters |= {"integer": wording.integer, "counted": wording.counted}
    environment.globals |= {
        "style": assets.style(),
        "script": assets.script(),
        "policy": assets.policy(),
        "table_link": carry.table,
        "figure_link": carry.figure,
        "columns": tables.columns,
        "body": tables.body,
        "evidence_id": evidence_id,
        "draw": _draw,
        "spans": text.spans,
        "kwic": tables.records,
        "paragraphs": _paragraphs,
        "PLAIN": PLAIN,
    }
    return environment


def _draw(bundle: Mapping[str, Any]) -> Markup:
    """Both drawings of a figure; the page shows the one that fits."""
    mend = partial(figures.mend, name=bundle["id"], title=bundle["title"] or bundle["id"])
    drawn = [
        mend(svg, variant=variant, caption=bundle["caption"], marks=bundle["marks"])
        for variant, svg in bundle["svg"].items()
    ]
    return Markup("\n").join(drawn)


def write(
    environment: Environment,
    template: str,
    path: Path,
    context: Context,
    **more: Any,  # noqa: ANN401
) -> None:
    """Write one page by its template."""
    page = environment.get_template(template).render(context=context, **more)
    path.write_text(page, encoding="utf-8", newline="\n")


def _paragraphs(bundle: Mapping[str, Any]) -> list[list[dict[str, Any]]]:
    """Group the sentences of a reading by their paragraphs."""
    records = tables.records(bundle)
    return [list(group) for _, group in groupby(records, key=itemgetter("paragraph"))]
