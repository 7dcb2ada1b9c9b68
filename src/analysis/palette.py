"""The colours of every chart and page, and the size of text in a chart: one palette.

Colour-blind safe, each at least 3:1 on the paper; a page maps a colour to its CSS variable, whose
value depends on the reader's light or dark setting.
"""

from __future__ import annotations

TEXT = 13  # px
INK, SOFT, LINE, PAPER = "#1d1c1a", "#5b5750", "#ddd8cd", "#fcfbf8"
MARK, TINT = "#8a857b", "#f4f1ea"
BLUE, OCHRE, TEAL, VIOLET = "#1f5f99", "#985300", "#2a7566", "#7a4a9c"
# name of the CSS variable of the page for each colour
VARIABLES = {
    INK: "ink",
    SOFT: "soft",
    LINE: "line",
    PAPER: "paper",
    MARK: "mark",
    TINT: "tint",
    BLUE: "a",
    OCHRE: "b",
    TEAL: "c",
    VIOLET: "d",
}
