"""From an executed notebook to the model of a page: sections, what they show, and their code."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from analysis.errors import UsageError
from analysis.report.anchors import Places, slug
from analysis.schema.bundle import MIME, is_ours

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

PLAIN = ("png", "text", "dropped")  # what a user's own cells put out
SUMMARY, EVIDENCE, LIMITS = "In short", "Evidence", "What this cannot tell you"
Cell = dict[str, Any]


@dataclass
class Item:
    """One thing a cell put out.

    kind : of our bundle; or png, text, dropped: a picture, plain text or what is not shown
    files : tables that are only files, named below what they belong to
    """

    kind: str
    content: Any
    files: list[Mapping[str, Any]] = field(default_factory=list)

    @property
    def visible(self) -> bool:
        """Whether there is anything to see; a table without shown columns is only a file."""
        return self.kind != "table" or any(c["shown"] for c in self.content["columns"])


@dataclass
class Section:
    """What stands below one `##` heading of the notebook.

    kicker : the heading, which asks the question
    heading : the answer, taken from the first thing shown that has a title
    """

    kicker: str
    prose: str = ""
    items: list[Item] = field(default_factory=list)
    code: list[str] = field(default_factory=list)

    @property
    def id(self) -> str:
        """Where the section stands on its page."""
        return f"s-{slug(self.kicker)}"

    @property
    def visible(self) -> bool:
        """Whether there is anything to see."""
        return any(item.visible for item in self.items)

    @property
    def shown(self) -> list[Item]:
        """What is to be seen, each with the files that follow it."""
        shown = [replace(item, files=[]) for item in self.items if item.visible]
        last = -1
        for item in self.items:
            if item.visible:
                last += 1
            else:
                shown[max(last, 0)].files.append(item.content)
        return shown

    @property
    def heading(self) -> str:
        """The finding of the section, or its question where it has none."""
        shown = (i for i in self.items if i.kind not in (*PLAIN, "evidence"))
        titles = [item.content["title"] for item in shown]
        return next(filter(None, titles), self.kicker)


@dataclass
class Page:
    """Everything a template needs to write one report.

    texts : passage -> its anchor on the page of texts, for the evidence whose text is carried
    """

    name: str
    kicker: str
    question: str
    summary: Mapping[str, Any] | None
    title: str
    sections: list[Section]
    limits: str
    code: list[str]
    files: list[Mapping[str, Any]]
    notebook: str

    places: Places
    texts: dict[str, str] = field(default_factory=dict)

    @property
    def ids(self) -> frozenset[str]:
        """Every section and thing that a link on this page may point to."""
        return frozenset([s.id for s in self.sections] + [b["id"] for b in self.bundles()])

    def opens(self, target: str) -> str:
        """Say where a link of a finding leads, to a thing or to evidence; '' for nowhere."""
        if target.startswith("e:"):
            return self.places.of(target[2:])
        return target if target in self.ids else ""

    def bundles(self) -> Iterator[Mapping[str, Any]]:
        """Go through what the page shows, in order."""
        for section in self.sections:
            yield from (i.content for i in section.items if i.kind not in PLAIN)


def read(notebook: Mapping[str, Any], *, name: str, file: str) -> Page:
    """Read an executed notebook (its JSON, and the name of its file) as a page."""
    title, question, sections = _sections(notebook["cells"])
    found = [i.content for s in sections for i in s.items if i.kind == "findings"]
    head = found[-1] if found else None
    limits = next((s.prose for s in sections if s.kicker == LIMITS), "")
    apart = [s for s in sections if s.kicker not in (SUMMARY, LIMITS)]
    return Page(
        name=name,
        kicker=title,
        question=question,
        summary=head["summary"] if head else None,
        title=head["title"] if head else title,
        sections=[s for s in apart if s.visible],
        limits=limits,
        code=["\n".join(s.code) for s in apart if s.code and not s.visible],
        files=[i.content for s in apart if not s.visible for i in s.items],
        notebook=file,
        places=_link(name, [s for s in apart if s.visible]),
    )


def composed(content: Mapping[str, Any]) -> Page:
    """Make a page of what no notebook showed: the bundles of each section, ready to be written.

    content : name, kicker, question, limits; summary, a bundle; sections: kicker, prose, items
    """
    sections = [
        Section(one["kicker"], one["prose"], [Item(item["kind"], item) for item in one["items"]])
        for one in content["sections"]
    ]
    return Page(
        **{name: content[name] for name in ("name", "kicker", "question", "limits")},
        summary=content["summary"]["summary"],
        title=content["summary"]["title"],
        sections=sections,
        code=[],
        files=[],
        notebook="",
        places=_link(content["name"], sections),
    )


def open_elsewhere(page: Page, others: Mapping[str, Page]) -> None:
    """Let the rows of a page lead to the evidence on another one, which each bundle names."""
    for section in page.sections:
        for item in section.items:
            other = others.get(item.content.get("page", ""))
            if other is not None:
                keys = item.content["keys"]
                anchors = [other.places.of(key) for key in keys]
                item.content["anchors"] = [a and f"{other.name}.html#{a}" for a in anchors]


def _link(name: str, sections: list[Section]) -> Places:
    """Give all evidence its place on the page, and all that is shown its links to it."""
    items = [item for section in sections for item in section.items if item.kind not in PLAIN]
    ids = [item.content["id"] for item in items]
    twice = next((one for one in ids if ids.count(one) > 1), "")
    if twice:
        raise UsageError(f"{name}: two things are named {twice!r}. Give each its own name")
    places = Places([item.content for item in items], names=[s.id for s in sections])
    for item, anchors in zip(items, places.groups, strict=True):
        item.content = places.linked(item.content)
        if anchors:
            groups = zip(item.content["groups"], anchors, strict=True)
            item.content["groups"] = [group | {"anchor": anchor} for group, anchor in groups]
    return places


def _sections(cells: list[Cell]) -> tuple[str, str, list[Section]]:
    title, question = "", ""
    sections = [Section("Set-up")]
    for cell in cells:
        source = _text(cell["source"])
        if cell["cell_type"] == "markdown":
            heading, prose = _heading(source)
            if source.startswith("# "):
                title, question = heading, prose
            elif source.startswith("## "):
                sections.append(Section(heading, prose))
            else:
                sections[-1].prose += "\n\n" + source
        elif cell["cell_type"] == "code":
            sections[-1].code.append(source)
            sections[-1].items += [i for output in cell["outputs"] for i in _item(output)]
    return title, question, sections


def _heading(source: str) -> tuple[str, str]:
    first, _, rest = source.partition("\n")
    return first.lstrip("# ").strip(), rest.strip()


def _item(output: Mapping[str, Any]) -> Iterator[Item]:
    """Take what may be shown: our bundles, pictures, plain text. Say what else there was."""
    if output["output_type"] == "stream":
        kind = "text" if output["name"] == "stdout" else "dropped"
        yield Item(kind, _text(output["text"]) if kind == "text" else output["name"])
        return
    content = output.get("data", {})
    if is_ours(content.get(MIME)):
        yield Item(content[MIME]["kind"], content[MIME])
        return
    known = next((kind for kind in ("image/png", "text/plain") if kind in content), None)
    if known == "image/png":
        yield Item("png", "".join(_text(content[known]).split()))
    elif known:
        yield Item("text", _text(content[known]))
    others = sorted(set(content) - {"image/png", "text/plain"})
    if others:
        yield Item("dropped", ", ".join(others))


def _text(source: str | list[str]) -> str:
    return source if isinstance(source, str) else "".join(source)
