"""Further tables of `frequency`: spread, diversity, laws, forms of words, bursts, seasons."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analysis.schema.table import Schema, columns

if TYPE_CHECKING:
    import pandas as pd

DISPERSION = Schema(
    "DISPERSION",
    "as the vocabulary: term",
    columns(
        term=("str", "a word or n-gram, folded"),
        count=("int", "hits in all parts"),
        range=("int", "parts that hold the term"),
        n_parts=("int", "parts with text"),
        dp=("float", "deviation of proportions (Gries 2008); 0: even; NaN where not measured"),
        dp_norm=("float", "dp by its largest value; 1: all in the shortest part"),
        expected=("float", "dp_norm of as many tokens dealt at random over parts so long"),
        excess=("float", "0: spread as by chance, 1: all in the shortest part, below 0: evener"),
        sd=("float", "by how much chance moves the excess; NaN where it cannot be said"),
        unit=("str", "what a part is: document, paragraph or sentence"),
        reason=("str", "why there is no dp; '' where there is one"),
    ),
)

DIVERSITY = Schema(
    "DIVERSITY",
    "tokens, types, hapax_share, mattr, hdd",
    columns(
        measure=("str", "tokens, types, hapax_share, mattr or hdd"),
        value=("float", "a count, or a share in 0..1; NaN where not measured"),
        low=("float", "lower end of the 95% interval of the mean over documents; NaN: none"),
        high=("float", "upper end"),
        n_docs=("int", "documents that the value rests on"),
        reason=("str", "why there is no value or no interval; '' where there are both"),
    ),
)

RICHNESS = Schema(
    "RICHNESS",
    "hapaxes, MATTR, HD-D, Zipf, Heaps",
    columns(
        measure=("str", "what is measured, in words"),
        value=("float", "a share in 0..1 or an exponent; NaN where not measured"),
        low=("float", "lower end of the 95% interval of the mean over documents; NaN: none"),
        high=("float", "upper end"),
        says=("str", "what the residuals show, or why there is no value or interval"),
    ),
)

ZIPF_RESIDUALS = Schema(
    "ZIPF_RESIDUALS",
    "count, smallest first",
    columns(
        count_from=("int", "fewest hits of a term in this class"),
        count_to=("int", "most hits of a term in this class"),
        observed=("int", "terms with so many hits"),
        fitted=("float", "terms with so many hits under the law"),
        log2_ratio=("float", "log2 of observed by fitted; NaN where no term is there"),
    ),
)

HEAPS_RESIDUALS = Schema(
    "HEAPS_RESIDUALS",
    "tokens, fewest first",
    columns(
        n_units=("int", "texts read so far, by date"),
        n_tokens=("int", "tokens read so far"),
        observed=("int", "different words met so far"),
        fitted=("float", "different words under the law"),
        log2_ratio=("float", "log2 of observed by fitted"),
    ),
)

LEMMA_FORMS = Schema(
    "LEMMA_FORMS",
    "language, lemma",
    columns(
        language=("str", "ISO 639 code of the texts"),
        lemma=("str", "the term that stands for its forms, folded"),
        n_forms=("int", "terms that it merges, 2 or more"),
        forms=("str", "those terms, parted by commas, in code-point order"),
    ),
)


def parted(merged: pd.DataFrame) -> pd.Series:
    """Part the forms of LEMMA_FORMS into a list for each row; no term holds a comma."""
    return merged["forms"].str.split(", ")


CASE_FORMS = Schema(
    "CASE_FORMS",
    "terms in the order asked for",
    columns(
        term=("str", "a word, folded"),
        n_forms=("int", "spellings in capitals and small letters that it merges"),
        forms=("str", "those spellings with their hits, most first: US 120, us 31"),
        count=("int", "hits in the documents looked at"),
        n_docs=("int", "documents looked at"),
        reason=("str", "why there is no form; '' where there is one"),
    ),
)

BURSTS = Schema(
    "BURSTS",
    "strength, largest first; then term, start",
    columns(
        term=("str", "a word or n-gram, folded"),
        start=("date", "first day of the first period of the burst"),
        end=("date", "first day of its last period"),
        strength=("float", "gain in log-likelihood over the base rate (Kleinberg's weight), > 0"),
        p=("float", "that the term's strongest burst is so strong where dates are permuted"),
        q=("float", "Benjamini-Hochberg over all terms searched"),
        n_docs=("int", "documents of the burst that hold the term"),
        n_docs_all=("int", "all documents of the burst"),
        times=("float", "n_docs by what the usual share of the term would give"),
    ),
)

GROUP_BURSTS = Schema(
    "GROUP_BURSTS",
    "strength, largest first; then words, start",
    columns(
        term=("str", "the word that marks the documents of the burst most"),
        words=("object", "the words that mark them most, that one first"),
        start=("date", "first day of the first period of the burst"),
        end=("date", "first day of its last period"),
        strength=("float", "gain in log-likelihood over the usual course of the group, > 0"),
        p=("float", "that the group's strongest burst is so strong in draws from its course"),
        q=("float", "Benjamini-Hochberg over the groups, at both odds"),
        n_docs=("int", "documents of the group in the burst"),
        n_docs_all=("int", "all documents of the burst"),
        times=("float", "n_docs by what the usual share of the group would give"),
    ),
)

FIRST_LAST = Schema(
    "FIRST_LAST",
    "terms in the order asked for",
    columns(
        term=("str", "a word or n-gram, folded"),
        first=("date", "date of the first document that holds it; NaT where none is dated"),
        first_precision=("str", "year, month, day or time; '' where there is no date"),
        first_doc=("str", "doc_id of that document; '' for none"),
        last=("date", "date of the last document that holds it"),
        last_precision=("str", "as first_precision"),
        last_doc=("str", "doc_id of that document; '' for none"),
        n_docs=("int", "dated documents that hold it"),
        n_undated=("int", "documents without a date that hold it"),
    ),
)

SEASON = Schema(
    "SEASON",
    "terms in the order asked for, then month",
    columns(
        term=("str", "a word or n-gram, folded"),
        month=("int", "month of the year, 1 to 12"),
        count=("int", "hits in this month of all years"),
        n_tokens=("int", "all tokens of this month of all years"),
        n_years=("int", "years with text in this month"),
        per_million=("float", "hits per million tokens; NaN under 3 years"),
        low=("float", "lower end of its 95% interval over years; NaN where not measured"),
        high=("float", "upper end"),
        reason=("str", "why there is no point or no interval; '' where there are both"),
    ),
)
