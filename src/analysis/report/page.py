"""From an executed notebook to the model of a page: sections, what they show, and their code."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from analysis.report.anchors import evidence_id, slug
from analysis.schema.bundle import MIME

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

SUMMARY, EVIDENCE, LIMITS = "In short", "Evidence", "What this cannot tell you"
Cell = dict[str, Any]


@dataclass
class Item:
    """One thing a cell put out: a bundle of ours, a picture or plain text of the user's."""

    kind: str
    content: Any


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
        """Whether there is anything to see; a table without shown columns is only a file."""
        return any(
            item.kind != "table" or any(c["shown"] for c in item.content["columns"])
            for item in self.items
        )

    @property
    def heading(self) -> str:
        """The finding of the section, or its question where it has none."""
        shown = (i for i in self.items if i.kind not in ("text", "png", "evidence"))
        titles = [item.content["title"] for item in shown]
        return next(filter(None, titles), self.kicker)


@dataclass
class Page:
    """Everything a template needs to write one report."""

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

    @property
    def anchors(self) -> frozenset[str]:
        """Every id that a link on this page may point to."""
        found = {section.id for section in self.sections}
        for bundle in self.bundles():
            found.add(bundle["id"])
            found.update(evidence_id(group["key"]) for group in bundle.get("groups", []))
            if bundle["kind"] == "reading":
                found.update(
                    evidence_id(f"sentence {i}") for i in range(1, len(bundle["rows"]) + 1)
                )
        return frozenset(found)

    def bundles(self) -> Iterator[Mapping[str, Any]]:
        """Go through what the page shows, in order."""
        for section in self.sections:
            yield from (
                i.content for i in section.items if i.kind not in ("text", "png", "dropped")
            )


def read(notebook: Mapping[str, Any], *, name: str, file: str) -> Page:
    """Read an executed notebook (its JSON, and the name of its file) as a page."""
    title, question, sections = _sections(notebook["cells"])
    found = [i.content for s in sections for i in s.items if i.kind == "findings"]
    head = found[-1] if found else None
    limits = next((s.prose for s in sections if s.kicker == LIMITS), "")
    _anchored(sections)
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
    )


def _anchored(sections: list[Section]) -> None:
    """Give each key one place on the page: the first group of evidence that has it."""
    taken: set[str] = set()
    for item in (item for section in sections for item in section.items):
        for group in item.content.get("groups", []) if item.kind == "evidence" else []:
            anchor = evidence_id(group["key"])
            group["anchor"] = "" if anchor in taken else anchor
            taken.add(anchor)


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
    """Take what may be shown; say what may not."""
    if output["output_type"] == "stream":
        if output["name"] == "stdout":
            yield Item("text", _text(output["text"]))
        return
    content = output.get("data", {})
    if MIME in content:
        bundle = content[MIME]
        yield Item(bundle["kind"], bundle)
    elif "image/png" in content:
        yield Item("png", "".join(_text(content["image/png"]).split()))
    elif "text/plain" in content:
        yield Item("text", _text(content["text/plain"]))
    elif content:
        yield Item("text", f"An output of type {', '.join(sorted(content))} is not shown here.")


def _text(source: str | list[str]) -> str:
    return source if isinstance(source, str) else "".join(source)
