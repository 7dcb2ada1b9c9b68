"""Make matplotlib's SVG part of a page: small, themed, named, linked, and nothing else in it.

Parsed once. Dropped: prolog, metadata, comments, style sheets, every tag and attribute that is not
on a list, every reference that leaves the figure.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

from markupsafe import Markup

from analysis.palette import TEXT, VARIABLES

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

SVG = "{http://www.w3.org/2000/svg}"
XLINK = "{http://www.w3.org/1999/xlink}href"
TAGS = frozenset(["svg", "g", "defs", "clipPath", "path", "use", "text", "tspan"]) | frozenset(
    ["rect", "circle", "line", "polyline", "image"]
)
ATTRIBUTES = frozenset(["d", "x", "y", "x1", "x2", "y1", "y2", "cx", "cy", "r", "rx", "ry"]) | (
    frozenset(["width", "height", "transform", "viewBox", "points"])
)
PICTURE = "data:image/png;base64,"
_NUMBER = re.compile(r"-?\d+\.\d+(?:e-?\d+)?")
_SIZE = re.compile(r"(\d+(?:\.\d+)?)px")
_URL = re.compile(r"url\(#([^)]+)\)")


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
    marks : gid, anchor and hover of its marks; an anchor leads to the evidence
    """
    prefix = f"{name}-{variant}"
    source = ET.fromstring(svg)  # noqa: S314 (our own drawing, of this very run)
    by_gid = {mark["gid"]: mark for mark in marks}
    used = _referenced(source)
    root = ET.Element("svg", {"viewBox": source.get("viewBox", "0 0 1 1")})
    root.set("class", variant)
    root.set("role", "group" if any(m["anchor"] for m in by_gid.values()) else "img")
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
    if tag == "a":  # a link of the user's drawing leads out of the page: what it holds stays
        for child in element:
            _copy(child, parent, prefix, used, marks)
    if tag not in TAGS or (tag == "image" and not element.get(XLINK, "").startswith(PICTURE)):
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
    anchor = mark["anchor"]
    group = ET.SubElement(parent, "a", {"href": f"#{anchor}"}) if anchor else parent
    for path in element.iter(f"{SVG}path"):
        area = ET.SubElement(group, "path", {"class": "hit", "d": _short(path.get("d", ""))})
        _child(area, "title", mark["hover"])


def _attributes(
    element: ET.Element, prefix: str, used: frozenset[str]
) -> Iterable[tuple[str, str]]:
    for name, value in element.attrib.items():
        if name == XLINK:
            kept = _reference(element, value, prefix)
        elif name == "id":
            kept = f"{prefix}-{value}" if value in used else ""
        elif name == "style":
            kept = _style(value, element.tag == f"{SVG}text")
        elif name == "clip-path":
            kept = _URL.sub(rf"url(#{prefix}-\1)", value) if _URL.fullmatch(value) else ""
        else:
            kept = _short(value) if name in ATTRIBUTES else ""
        if kept:
            yield "href" if name == XLINK else name, kept


def _reference(element: ET.Element, value: str, prefix: str) -> str:
    """Keep what stays in the figure: a part of it, or a picture that it holds."""
    if value.startswith("#"):
        return f"#{prefix}-{value[1:]}"
    return "".join(value.split()) if element.tag == f"{SVG}image" else ""


def _style(style: str, text: bool) -> str:  # noqa: FBT001
    """Map our palette to the page's variables; leave the typeface to the page."""
    kept = []
    for rule in filter(None, (part.strip() for part in style.split(";"))):
        name, _, value = (part.strip() for part in rule.partition(":"))
        if name in ("font", "font-family", "font-size"):
            kept += _type(value)
            continue
        if "url" in value.lower() or "\\" in value:  # a style must not fetch anything
            continue
        kept.append(
            f"{name}:var(--{VARIABLES[value]})" if value in VARIABLES else f"{name}:{value}"
        )
    if text and not any(rule.startswith("fill:") for rule in kept):
        kept.append("fill:var(--ink)")
    return ";".join(kept)


def _type(value: str) -> list[str]:
    """Keep of a typeface its slope, and its size where it is not that of the page."""
    size = _SIZE.search(value)
    other = [f"font-size:{size[1]}px"] if size and size[1] != str(TEXT) else []
    return other + (["font-style:italic"] if "italic" in value else [])


def _short(value: str) -> str:
    """Round coordinates to a tenth of a pixel and join lines."""
    return _NUMBER.sub(_rounded, " ".join(value.split()))


def _rounded(match: re.Match[str]) -> str:
    text = f"{float(match.group()):.1f}"
    return "0" if text == "-0.0" else text.removesuffix(".0")
