"""Make matplotlib's SVG part of a page: small, themed, named, linked, and nothing else in it.

Parsed once. Dropped: prolog, metadata, comments, style sheets, every tag and attribute that is not
on a list, every reference that leaves the figure.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

from markupsafe import Markup

from analysis.charts import VARIABLES
from analysis.report.anchors import evidence_id

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

SVG = "{http://www.w3.org/2000/svg}"
XLINK = "{http://www.w3.org/1999/xlink}href"
TAGS = frozenset(
    [
        "svg",
        "g",
        "defs",
        "clipPath",
        "path",
        "use",
        "text",
        "tspan",
        "rect",
        "circle",
        "line",
        "polyline",
    ]
)
ATTRIBUTES = frozenset(
    [
        "id",
        "d",
        "x",
        "y",
        "x1",
        "x2",
        "y1",
        "y2",
        "cx",
        "cy",
        "r",
        "rx",
        "ry",
        "width",
        "height",
        "transform",
        "style",
        "clip-path",
        "viewBox",
        "points",
    ]
)
_NUMBER = re.compile(r"-?\d+\.\d+(?:e-?\d+)?")
_URL = re.compile(r"url\(#([^)]+)\)")
_FONT = re.compile(r"font(?:-size)?:\s*(?:italic\s+)?(?:bold\s+)?\d+px[^;]*")


def mend(
    svg: str,
    *,
    name: str,
    variant: str,
    title: str,
    caption: str,
    marks: Iterable[Mapping[str, str]],
) -> Markup:
    """Turn a drawing into markup for a page.

    name, variant : the figure's id and which drawing of it this is; every id starts with both
    title, caption : what it shows, read by those who cannot see it
    marks : gid, key and hover of its marks; a key links to its evidence
    """
    prefix = f"{name}-{variant}"
    source = ET.fromstring(svg)  # noqa: S314 (our own drawing, of this very run)
    by_gid = {mark["gid"]: mark for mark in marks}
    used = _referenced(source)
    root = ET.Element("svg", {"viewBox": source.get("viewBox", "0 0 1 1")})
    root.set("class", variant)
    root.set("role", "group" if any(m["key"] for m in by_gid.values()) else "img")
    root.set("aria-labelledby", f"{prefix}-t {prefix}-d")
    _child(root, "title", title, f"{prefix}-t")
    _child(root, "desc", caption, f"{prefix}-d")
    for element in source:
        _copy(element, root, prefix, used, by_gid)
    return Markup(ET.tostring(root, encoding="unicode"))  # noqa: S704 (built from the lists above)


def _child(parent: ET.Element, tag: str, text: str, identity: str = "") -> None:
    child = ET.SubElement(parent, tag, {"id": identity} if identity else {})
    child.text = text


def _referenced(root: ET.Element) -> frozenset[str]:
    """Find the ids that something in the drawing refers to."""
    found = set()
    for element in root.iter():
        for value in element.attrib.values():
            found.update(_URL.findall(value))
        found.add(element.get(XLINK, "").removeprefix("#"))
    return frozenset(found)


def _copy(
    element: ET.Element,
    parent: ET.Element,
    prefix: str,
    used: frozenset[str],
    marks: Mapping[str, Mapping[str, str]],
) -> None:
    """Copy what is allowed; a group that says nothing gives way to its children."""
    tag = element.tag.removeprefix(SVG) if isinstance(element.tag, str) else ""
    if tag not in TAGS:
        return
    mark = marks.get(element.get("id", ""))
    if mark is not None:
        _link(element, parent, mark)
        return
    attributes = dict(_attributes(element, prefix, used))
    if tag == "g" and not attributes:
        target = parent
    else:
        target = ET.SubElement(parent, tag, attributes)
        target.text = element.text if tag in ("text", "tspan") else None
    for child in element:
        _copy(child, target, prefix, used, marks)
    if tag in ("g", "defs") and target is not parent and not len(target):
        parent.remove(target)


def _link(element: ET.Element, parent: ET.Element, mark: Mapping[str, str]) -> None:
    """Turn the invisible area of a mark into a link with a name, or into a name alone."""
    key = mark["key"]
    group = ET.SubElement(parent, "a", {"href": f"#{evidence_id(key)}"}) if key else parent
    for path in element.iter(f"{SVG}path"):
        area = ET.SubElement(group, "path", {"class": "hit", "d": _short(path.get("d", ""))})
        _child(area, "title", mark["hover"])


def _attributes(
    element: ET.Element, prefix: str, used: frozenset[str]
) -> Iterable[tuple[str, str]]:
    for name, value in element.attrib.items():
        if name == "id":
            if value in used:
                yield "id", f"{prefix}-{value}"
        elif name == XLINK:
            if value.startswith("#"):
                yield "href", f"#{prefix}-{value[1:]}"
        elif name == "style":
            styled = _style(value, element.tag == f"{SVG}text")
            if styled:
                yield "style", styled
        elif name == "clip-path":
            yield name, _URL.sub(rf"url(#{prefix}-\1)", value)
        elif name in ATTRIBUTES:
            yield name, _short(value)


def _style(style: str, text: bool) -> str:  # noqa: FBT001
    """Map our palette to the page's variables; leave the typeface to the page."""
    kept = []
    for rule in filter(None, (part.strip() for part in style.split(";"))):
        name, _, value = (part.strip() for part in rule.partition(":"))
        if name in ("font", "font-family", "font-size"):
            kept += ["font-style:italic"] if "italic" in value else []
            continue
        if value in VARIABLES:
            value = f"var(--{VARIABLES[value]})"
        kept.append(f"{name}:{_URL.sub('', value)}")
    if text and not any(rule.startswith("fill:") for rule in kept):
        kept.append("fill:var(--ink)")
    return ";".join(kept)


def _short(value: str) -> str:
    """Round coordinates to a tenth of a pixel and join lines."""
    return _NUMBER.sub(_rounded, " ".join(value.split()))


def _rounded(match: re.Match[str]) -> str:
    text = f"{float(match.group()):.1f}"
    return "0" if text == "-0.0" else text.removesuffix(".0")
