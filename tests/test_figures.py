"""The SVG of a figure on a page: only what is on a list, themed, named and linked."""

import re

import pytest
from matplotlib.figure import Figure

from analysis import display, palette
from analysis.report import figures

HEAD = (
    '<?xml version="1.0"?><!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://www.w3.org/x.dtd">'
    '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"'
    ' viewBox="0 0 10 10" width="10pt" version="1.1"><!-- secret -->'
    "<metadata>made by</metadata><style>*{stroke:red}</style>"
)
MARK = {"gid": "mark-0", "anchor": "e-war", "hover": "war: 3 uses"}


def mend(inner, marks=(), **more):
    options = {"name": "terms", "variant": "wide", "title": "War <leads>", "caption": "Dots"} | more
    return str(figures.mend(f"{HEAD}{inner}</svg>", marks=marks, **options))


@pytest.mark.parametrize(
    "part", ["metadata", "made by", "<style", "stroke:red", "secret", "DOCTYPE", "<?xml", "xmlns"]
)
def test_what_is_not_the_drawing_is_dropped(part):
    assert part not in mend('<path d="M0 0"/>')


@pytest.mark.parametrize(
    "inner",
    [
        "<script>x()</script>",
        "<foreignObject><p>x</p></foreignObject>",
        '<image xlink:href="http://evil.example/a.png"/>',
        '<image xlink:href="data:image/svg+xml;base64,AA"/>',
        '<animate attributeName="href" values="javascript:x()"/>',
        '<set attributeName="onload" to="x()"/>',
    ],
)
def test_a_tag_that_is_not_on_the_list_goes_with_all_it_holds(inner):
    assert re.sub(r"<(svg|title|desc).*?>", "", mend(inner)).startswith("War")
    assert mend(inner) == mend("")


@pytest.mark.parametrize(
    "attribute",
    [
        'onclick="x()"',
        'target="_blank"',
        'xlink:href="http://evil.example/a"',
        'style="fill:url(http://evil.example/a)"',
        'style="fill:u\\72l(http://evil.example/a)"',
        'clip-path="url(http://evil.example/a)"',
        'class="x"',
    ],
)
def test_an_attribute_that_is_not_on_the_list_goes(attribute):
    assert mend(f'<path d="M0 0" {attribute}/>') == mend('<path d="M0 0"/>')


def test_a_link_of_a_drawing_gives_way_to_what_it_holds():
    found = mend('<a xlink:href="http://evil.example/" target="_blank"><text>x</text></a>')
    assert "evil" not in found
    assert ">x</text>" in found


def test_a_picture_that_the_drawing_holds_stays():
    assert "data:image/png;base64,AAAA" in mend(
        '<image xlink:href="data:image/png;base64,AA\nAA" width="1" height="1"/>'
    )


def test_ids_start_with_the_name_and_the_variant():
    found = mend('<defs><path id="m" d="M0 0"/></defs><use xlink:href="#m"/>', variant="narrow")
    assert 'id="terms-narrow-m"' in found
    assert 'href="#terms-narrow-m"' in found


def test_an_id_that_nothing_refers_to_goes():
    assert "axes_1" not in mend('<g id="axes_1"><path d="M0 0"/></g>')


@pytest.mark.parametrize("colour", sorted(palette.VARIABLES))
def test_every_colour_of_the_palette_becomes_a_variable(colour):
    found = mend(f'<path style="fill: {colour}" d="M0 0"/>')
    assert f"fill:var(--{palette.VARIABLES[colour]})" in found


def test_text_without_a_colour_takes_that_of_the_page():
    assert "fill:var(--ink)" in mend('<text style="font: 13px sans">x</text>')


def test_only_a_size_of_its_own_is_kept_of_a_typeface():
    assert "font" not in mend("<text style=\"font: 13px 'DejaVu Sans'\">x</text>")
    assert "font-size:11px" in mend("<text style=\"font: italic 11px 'DejaVu Sans'\">x</text>")
    assert "font-style:italic" in mend("<text style=\"font: italic 11px 'DejaVu Sans'\">x</text>")


def test_a_mark_with_evidence_is_a_link_with_a_name():
    found = mend('<g id="mark-0"><path d="M0 0L1 1"/></g>', [MARK])
    assert '<a href="#e-war"><path class="hit" d="M0 0L1 1"><title>war: 3 uses</title>' in found
    assert 'role="group"' in found


def test_a_mark_without_evidence_has_a_name_only():
    found = mend('<g id="mark-0"><path d="M0 0"/></g>', [MARK | {"anchor": ""}])
    assert "<a " not in found
    assert "<title>war: 3 uses</title>" in found
    assert 'role="img"' in found


def test_title_and_description_are_escaped_and_named():
    found = mend("")
    assert 'aria-labelledby="terms-wide-t terms-wide-d"' in found
    assert '<title id="terms-wide-t">War &lt;leads&gt;</title>' in found
    assert '<desc id="terms-wide-d">Dots</desc>' in found


def test_a_hover_text_is_escaped():
    found = mend('<g id="mark-0"><path d="M0"/></g>', [MARK | {"hover": "</title><script>x"}])
    assert "<script" not in found


def test_coordinates_are_rounded_to_a_tenth_of_a_pixel():
    assert 'd="M 1.2 0 L 3 4"' in mend('<path d="M 1.2345 -0.01 \nL 3.00001 4.0"/>')


def test_a_real_chart_is_small_and_has_nothing_else_in_it():
    ax = Figure().add_subplot()
    ax.set_title("a & b < c", url="http://evil.example/")
    ax.plot([1, 2], gid="line")
    svg = display.build(ax, name="own")["svg"]["wide"]
    found = mend(svg[svg.index("<defs") : svg.rindex("</svg>")])
    assert not re.search(r"<(?!/|svg|g|defs|clipPath|path|use|text|tspan|rect|title|desc)", found)
    assert "a &amp; b &lt; c" in found
    assert "http" not in found
