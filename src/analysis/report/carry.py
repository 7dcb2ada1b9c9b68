"""What a reader takes along from the page itself: a table as CSV, a figure as SVG.

Both are links that hold what they give, so a page that was sent alone still has them; nothing is
asked of the network. A link is percent-encoded, not base64: shorter, and open to any search.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any
from urllib.parse import quote
from xml.etree import ElementTree as ET

from analysis.palette import INK, PAPER, TEXT, VARIABLES
from analysis.report import figures, tables, text

if TYPE_CHECKING:
    from collections.abc import Mapping

MOST = 100_000  # bytes of a file that a page holds; a longer one stands beside it
CSV, SVG = "data:text/csv;charset=utf-8,", "data:image/svg+xml;charset=utf-8,"
_SHORTEST_ROW = 2  # bytes: a digit and the end of the line
_SAFE = "!$()*+,-./;=@_~"  # stand as they are; no colon, so that no address shows
_COLOUR = re.compile(r"var\(--([a-z]+)\)")
_SANS = "Inter, system-ui, 'Segoe UI', Roboto, Arial, sans-serif"


def table(bundle: Mapping[str, Any]) -> str:
    """Write the table of a bundle as a link that holds it; '' where it is too long for a page."""
    if len(bundle["rows"]) * _SHORTEST_ROW > MOST:
        return ""
    return _link(CSV, tables.written(bundle))


def figure(bundle: Mapping[str, Any]) -> str:
    """Write the wide drawing of a figure as a link that holds it; '' where it is too large."""
    return _link(SVG, alone(bundle)) if bundle["svg"] else ""


def alone(bundle: Mapping[str, Any]) -> str:
    """Make the wide drawing a file of its own: light, without links, with all that it needs."""
    page = figures.mend(
        bundle["svg"]["wide"],
        name=bundle["id"],
        variant="wide",
        title=bundle["title"] or bundle["id"],
        caption=bundle["caption"],
        marks=[mark | {"anchor": ""} for mark in bundle["marks"]],
    )
    root = ET.fromstring(str(text.clean(page)))  # noqa: S314 (made just now)
    _drop_areas(root)
    _paint(root)
    _, _, width, height = root.get("viewBox", "0 0 1 1").split()
    root.attrib.pop("class", None)
    # the name of the format, nothing that is loaded
    root.attrib |= {"xmlns": "http://www.w3.org/2000/svg", "width": width, "height": height}
    root.attrib |= {"style": f"font:{TEXT}px {_SANS};background:{PAPER}"}
    return ET.tostring(root, encoding="unicode")


def _drop_areas(element: ET.Element) -> None:
    """Take the areas of marks away: only the style of a page makes them invisible."""
    for child in list(element):
        if child.get("class") == "hit":
            element.remove(child)
        else:
            _drop_areas(child)


def _paint(root: ET.Element) -> None:
    """Write colours in place of the variables of a page, in styles alone: a label may name one."""
    literal = {name: colour for colour, name in VARIABLES.items()}
    for element in root.iter():
        if "style" in element.attrib:
            style = element.attrib["style"]
            element.set("style", _COLOUR.sub(lambda m: literal.get(m[1], INK), style))


def _link(head: str, content: str) -> str:
    """Hold a text in a link; letters of every script stay, for they are shorter so."""
    if len(content.encode("utf-8")) > MOST:
        return ""
    return head + "".join(
        one if one.isalnum() and not one.isascii() else quote(one, safe=_SAFE) for one in content
    )
