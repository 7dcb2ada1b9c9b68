"""Tables of `collocations` and of a word's places: what keeps company, and where it stands."""

from __future__ import annotations

from analysis.schema.table import Schema, columns

COLLOCATIONS = Schema(
    "COLLOCATIONS",
    "logDice, largest first; then count; then the words",
    columns(
        term=("str", "both words, a blank between; adjacent ones in their order"),
        word1=("str", "the first word, or the word asked for, folded"),
        word2=("str", "its collocate, folded"),
        count=("int", "times they stand together"),
        expected=(
            "float",
            "times they would by chance, given how often each stands beside any word",
        ),
        n_sentences=("int", "sentences in which they do"),
        n_docs=("int", "documents in which they do"),
        count1=("int", "all uses of word1"),
        count2=("int", "all uses of word2"),
        log_dice=("float", "14 + log2(2 count / (count1 + count2)) (Rychly 2008); 14: never apart"),
        g2=("float", "log-likelihood (Dunning 1993); token level, a description and no test"),
        npmi=("float", "-1..1 (Bouma 2009), 0: as by chance; NaN where there is no other pair"),
        delta_p_12=("float", "-1..1: how much word1 raises the share of word2 (Gries 2013)"),
        delta_p_21=("float", "-1..1: how much word2 raises the share of word1"),
    ),
)

COLLOCATES = Schema(
    "COLLOCATES",
    "lower bound of |log ratio|, largest first; then count; then word2",
    columns(
        term=("str", "both words, dots between"),
        word1=("str", "the word asked for, folded"),
        word2=("str", "a word near it, folded"),
        log_ratio=("float", "log2 of its share of the places near the term, target by others"),
        low=("float", "lower end of its 95% interval; NaN where not measured"),
        high=("float", "upper end"),
        p=("float", "that the shares are equal; Welch's t, documents with the term as unit"),
        q=("float", "Benjamini-Hochberg over all collocates measured"),
        error=("float", "standard error of log_ratio; NaN where not measured"),
        df=("float", "degrees of freedom of its t"),
        count_target=("int", "times near the term in the target"),
        count_other=("int", "times near it in the others"),
        docs_target=("int", "documents of the target in which it is"),
        docs_other=("int", "documents of the others in which it is"),
        adjusted=("str", "R shown of M, where the interval is adjusted for the list; '' at 95%"),
        reason=("str", "why there is no interval; '' where there is one"),
    ),
)

BARCODE = Schema(
    "BARCODE",
    "date, doc_id, position",
    columns(
        doc_id=("str", "a document with the term"),
        date=("date", "of the document"),
        date_precision=("str", "of the document"),
        source=("str", "of the document"),
        n_tokens=("int", "length of the document"),
        n_hits=("int", "places in the document"),
        position=("float", "0..1, where in the document's characters one of them begins"),
        sentence_id=("str", "the sentence it stands in"),
    ),
)
