"""Tables of `frequency` and `keyness`: terms, their rates, and what sets texts apart."""

from __future__ import annotations

from analysis.schema.table import Column, Schema, columns

FREQUENCY = Schema(
    "FREQUENCY",
    "count, largest first, then term",
    columns(
        term=("str", "a word or n-gram, folded"),
        count=("int", "hits in all documents"),
        per_million=("float", "hits per million tokens, stop words among them"),
        low=("float", "lower end of its 95% interval; NaN where not measured"),
        high=("float", "upper end"),
        n_docs=("int", "documents that hold the term"),
        doc_share=("float", "their share in 0..1 of all documents"),
        n_sentences=("float", "sentences that hold the term; NaN where sentences were not given"),
        largest_share=("float", "share in 0..1 of the hits in the document that has most"),
        burst=("bool", "10 hits or more, half of them or more in one of several documents"),
        df=("float", "degrees of freedom of its t; NaN where not measured"),
        adjusted=("str", "R shown of M, where the interval is adjusted for the list; '' at 95%"),
        unit=("str", "unit of the interval: document, or sentence in a single document"),
        reason=("str", "why there is no interval; '' where there is one"),
    ),
)

TERM_TIME = Schema(
    "TERM_TIME",
    "term in the order asked for, then period",
    columns(
        term=("str", "a word or n-gram, folded"),
        period=("date", "first day of the period"),
        count=("int", "hits in the period"),
        n_tokens=("int", "all tokens of the period"),
        n_docs=("int", "documents of the period"),
        n_docs_with_term=("int", "those that hold the term"),
        per_million=("float", "hits per million tokens; NaN under 5 documents"),
        low=("float", "lower end of its 95% interval; NaN where not measured"),
        high=("float", "upper end"),
        reason=("str", "why there is no point or no interval; '' where there are both"),
    ),
)

TRENDS = Schema(
    "TRENDS",
    "clearest change first (the end of its interval nearest to none), then term",
    columns(
        term=("str", "a word or n-gram, folded"),
        ratio=("float", "rate of a period by that of the period before; 1: no change"),
        low=("float", "lower end of its 95% interval; NaN where not measured"),
        high=("float", "upper end"),
        p=("float", "that there is no change; t, periods less 2 degrees of freedom"),
        q=("float", "Benjamini-Hochberg over all terms of this table"),
        mk_p=("float", "that rates neither rise nor fall, of any shape; Mann-Kendall over periods"),
        direction=("str", "rising, falling, unclear, or '' where not measured"),
        n_periods=("int", "periods with text"),
        n_docs=("int", "dated documents that hold the term"),
        adjusted=("str", "R shown of M, where the interval is adjusted for the list; '' at 95%"),
        reason=("str", "why it is not measured; '' where it is"),
    ),
)

TIES = Schema(
    "TIES",
    "count, smallest first",
    columns(
        count=("int", "hits"),
        n_terms=("int", "terms with so many hits"),
        terms=("str", "those terms, parted by commas, in code-point order"),
    ),
)

KEYNESS = Schema(
    "KEYNESS",
    "lower bound of |log ratio|, largest first; then G2; then term",
    columns(
        term=("str", "a word or n-gram, folded"),
        log_ratio=("float", "log2 of target rate by other rate, .5 added to each count"),
        low=("float", "lower end of its interval; NaN where not measured"),
        high=("float", "upper end"),
        p=("float", "that the rates are equal; Welch's t with the unit as unit"),
        q=("float", "Benjamini-Hochberg over all terms measured"),
        g2=("float", "log-likelihood (Dunning 1993); token level, a description and no test"),
        lrc=("float", "conservative log ratio (Evert 2022); token level, 0: not told apart"),
        count_target=("int", "hits in the target"),
        count_other=("int", "hits in the others"),
        docs_target=("int", "documents of the target that hold the term"),
        docs_other=("int", "documents of the others that hold it"),
        units_target=("int", "units of the target that hold it"),
        units_other=("int", "units of the others that hold it"),
        per_million_target=("float", "hits per million tokens of the target"),
        per_million_other=("float", "hits per million tokens of the others"),
        error=("float", "standard error of log_ratio; NaN where not measured"),
        df=("float", "degrees of freedom of its t"),
        adjusted=("str", "R shown of M, where the interval is adjusted for the list; '' at 95%"),
        reason=("str", "why there is no interval; '' where there is one"),
    ),
)

LOCKWORDS = Schema("LOCKWORDS", "count on both sides, largest first; then term", KEYNESS.columns)

KEYNESS_GROUPS = Schema(
    "KEYNESS_GROUPS",
    "group by name; then as KEYNESS",
    (
        Column("group", "str", "the group that is the target; all others are the other side"),
        *KEYNESS.columns,
        Column("unit", "str", "what the intervals rest on"),
        Column("n_units", "int", "units of the group with text"),
    ),
)

LOG_ODDS = Schema(
    "LOG_ODDS",
    "z, largest first; then term",
    columns(
        term=("str", "a word or n-gram, folded"),
        log_odds=("float", "natural log of the ratio of odds, each drawn to the whole corpus"),
        z=("float", "log_odds by its standard error over tokens: a score, without a p"),
        count_target=("int", "hits in the target"),
        count_other=("int", "hits in the others"),
        prior=("float", "hits added on each side by the prior"),
    ),
)

ROBUSTNESS = Schema(
    "ROBUSTNESS",
    "terms in the order asked for",
    columns(
        term=("str", "a term shown on the page"),
        n_settings=("int", "settings tried"),
        n_held=("int", "settings in which it stays"),
        holds=("str", "what staying means"),
        settings=("str", "the settings, in words"),
        lost=("str", "choices under which it never stays, parted by commas; '' for none"),
    ),
)

HELD = Schema(
    "HELD",
    "lists in the order given, terms in their order",
    (
        Column("shown_as", "str", "what the page shows the term as"),
        *ROBUSTNESS.columns,
    ),
)

REFERENCE_KEYNESS = Schema(
    "REFERENCE_KEYNESS",
    "language; lower bound of the log ratio (in a single text: log ratio, count); term",
    columns(
        language=("str", "ISO 639 code of the texts and of the reference list"),
        term=("str", "a word, folded"),
        count=("int", "hits in the documents of this language"),
        n_docs=("int", "documents of this language that hold it"),
        per_million=("float", "hits per million of their tokens"),
        reference_per_million=("float", "in the list; .01 stands for less than the list holds"),
        log_ratio=("float", "log2 of the rate here (.5 added to the count) by the list's"),
        low=("float", "lower end of its 95% interval, over these texts alone; NaN: not measured"),
        high=("float", "upper end"),
        df=("float", "degrees of freedom of its t; NaN where not measured"),
        adjusted=("str", "R shown of M, where the interval is adjusted for the list; '' at 95%"),
        listed=("bool", "whether the word is in the list"),
        reason=("str", "why there is no interval; '' where there is one"),
    ),
)
