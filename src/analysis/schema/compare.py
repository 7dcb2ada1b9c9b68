"""Tables that set two builds side by side."""

from __future__ import annotations

from analysis.schema.table import Schema, columns

DIFFERENCES = Schema(
    "DIFFERENCES",
    "the bound nearest to no change, largest first, then row; what could not be tested last",
    columns(
        row=("str", "what both builds measured"),
        before=("float", "the estimate of the earlier build"),
        after=("float", "that of this build"),
        change=("float", "after / before of a rate or ratio, after - before of a share or tone"),
        low=("float", "lower end of the interval of the change"),
        high=("float", "upper end"),
        p=("float", "of no change"),
        q=("float", "Benjamini-Hochberg over all rows of the table that could be tested"),
        adjusted=("str", "for how many of how many the interval is widened"),
        reason=("str", "why there is no interval"),
    ),
)

COMPARED = Schema(
    "COMPARED",
    "tables of estimates first, then by name",
    columns(
        table=("str", "name of the file in tables/"),
        state=("str", "what could be said: the same bytes, compared, or why not"),
        n_before=("float", "rows in the earlier build; NaN where there is no such table"),
        n_after=("float", "rows in this build"),
        n_new=("float", "rows of this build alone; NaN where rows have no names"),
        n_gone=("float", "rows of the earlier build alone"),
        n_tested=("float", "rows measured with an interval in both builds"),
        n_beyond=("float", "of these, with a change beyond noise"),
    ),
)

COMINGS = Schema(
    "COMINGS",
    "texts and groups before estimates, new before gone, then as in the table",
    columns(
        row=("str", "what names the row"),
        table=("str", "name of the file in tables/"),
        state=("str", "new or gone"),
    ),
)

MADE_OTHERWISE = Schema(
    "MADE_OTHERWISE",
    "corpus, parameters, versions; each by name",
    columns(
        what=("str", "a figure of the corpus, a parameter of a page, or a package"),
        before=("str", "in the earlier build; '' where it had none"),
        after=("str", "in this build"),
    ),
)
