"""Tone about whom: a hand-worked corpus, then what must always hold."""

import numpy as np
import pandas as pd
import pytest

from analysis import concordance, corpus, entities, sentiment
from analysis.findings import about as findings
from analysis.findings.tone import tone_missing, with_absent
from analysis.schema.entities import TONE_ABOUT
from analysis.sentiment.about import about, as_mentions, naming, with_term
from analysis.uncertainty import mean_interval

TONES = [0.5, -0.5, 0.1, 0.3, 0.2, 0.4]


def sentences(tones, docs=None):
    """SENTENCE_TONE, one sentence a document unless `docs` says otherwise."""
    ids = docs or [f"d{i}" for i in range(len(tones))]
    n = range(len(tones))
    return pd.DataFrame(
        {
            "sentence_id": [f"s{i}" for i in n], "doc_id": ids, "paragraph": 1, "start": 10,
            "end": 20, "tone": tones, "vader": 0.0, "hu_liu": 0.0, "agreement": "agree",
            "words": [[] for _ in n], "reason": "",
        }
    )  # fmt: skip


def mentions(pairs, tone):
    """ENTITIES of (entity, number of the sentence)."""
    rows = [(name, "person", tone["doc_id"][i], f"s{i}", 12, 15) for name, i in pairs]
    names = ["entity", "kind", "doc_id", "sentence_id", "start", "end"]
    return pd.DataFrame(rows, columns=names)


def voices(tone, *quoted):
    voice = ["quoted" if i in quoted else "own" for i in range(len(tone))]
    return pd.DataFrame({"sentence_id": tone["sentence_id"], "quoted_share": 0.0, "voice": voice})


def cell(table, entity="A", voice="all"):
    return table[(table["entity"] == entity) & (table["voice"] == voice)].iloc[0]


def measured(tones, pairs, *, quoted=(), docs=None, n_corpus=9, minimum=1):
    tone = sentences(tones, docs)
    said = voices(tone, *quoted)
    return about(tone, mentions(pairs, tone), voices=said, n_corpus=n_corpus, minimum=minimum)


def test_the_mean_of_an_entity_is_over_the_documents_that_name_it():
    table = measured(TONES, [("A", i) for i in range(6)])
    row = cell(table)
    expected = mean_interval(TONES)
    assert (row["tone"], row["low"], row["high"]) == pytest.approx(expected[:3])
    assert (row["n_docs"], row["n_sentences"], row["unit"]) == (6, 6, "document")


def test_a_document_counts_once_however_often_it_names_someone():
    docs = ["d0", "d0", "d0", "d1"]
    row = cell(measured([0.2, 0.4, 0.6, -0.4], [("A", i) for i in range(4)], docs=docs))
    assert row["tone"] == pytest.approx(((0.2 + 0.4 + 0.6) / 3 - 0.4) / 2)


def test_a_sentence_that_names_someone_twice_counts_once():
    row = cell(measured(TONES, [("A", 0), ("A", 0), ("A", 1)]))
    assert (row["n_sentences"], row["tone"]) == (2, 0.0)


def test_a_sentence_that_names_two_counts_for_both():
    table = measured(TONES, [("A", 0), ("B", 0)])
    assert cell(table, "A")["tone"] == cell(table, "B")["tone"] == 0.5


def test_quoted_and_own_words_are_apart_and_together_all():
    table = measured(TONES, [("A", i) for i in range(6)], quoted=(0, 1))
    assert [cell(table, voice=v)["n_sentences"] for v in ("all", "own", "quoted")] == [6, 4, 2]
    assert cell(table, voice="own")["tone"] == pytest.approx(np.mean(TONES[2:]))


def test_a_voice_that_never_speaks_has_no_tone_and_says_so():
    row = cell(measured(TONES, [("A", 0)]), voice="quoted")
    assert np.isnan(row["tone"])
    assert (row["n_sentences"], row["reason"]) == (0, "no sentences")


def test_a_sentence_whose_voice_is_not_known_is_the_writers():
    tone = sentences(TONES)
    named = mentions([("A", 0), ("B", 1)], tone)
    table = about(tone, named, voices=voices(tone).head(0), n_corpus=9, minimum=1)
    assert [cell(table, who, "own")["tone"] for who in "AB"] == [0.5, -0.5]


def test_below_the_minimum_there_is_no_mean():
    row = cell(measured(TONES, [("A", 0), ("A", 1)], minimum=3))
    assert np.isnan(row["tone"])
    assert row["reason"] == "fewer than 3 sentences"


def test_in_a_corpus_of_one_document_the_sentence_is_the_unit():
    table = measured(TONES, [("A", i) for i in range(6)], docs=["d0"] * 6, n_corpus=1)
    row = cell(table)
    assert (row["unit"], row["n_docs"]) == ("sentence", 1)
    assert row["low"] == pytest.approx(mean_interval(TONES).low)


def test_one_document_of_many_gives_no_interval():
    row = cell(measured(TONES, [("A", i) for i in range(6)], docs=["d0"] * 6))
    assert np.isnan(row["low"])
    assert row["reason"] == "fewer than 5 documents with tone"


def test_the_order_of_mentions_changes_no_number():
    pairs = [("A", 0), ("B", 1), ("A", 2), ("B", 3)]
    there, back = measured(TONES, pairs), measured(TONES, pairs[::-1])
    pd.testing.assert_series_equal(cell(there, "B"), cell(back, "B"), check_names=False)


def test_nobody_named_gives_an_empty_table_of_the_same_shape():
    table = measured(TONES, [])
    assert table.empty
    assert list(table.columns) == TONE_ABOUT.names


def test_any_term_has_a_tone_too():
    docs = pd.DataFrame({"doc_id": ["a"], "text": ["A good day. A bad day. A night."]})
    docs = docs.assign(language="en", date=pd.NaT, date_precision="", source="")
    sents = corpus.sentences(docs)
    term = as_mentions(concordance.lines(docs, "day", sentences=sents), "day")
    tone = sentiment.score_sentences(docs, sents)
    said = entities.voices(sents, entities.quotations(docs, sents))
    row = cell(about(tone, term, voices=said, n_corpus=1, minimum=1), "day")
    assert (row["kind"], row["n_sentences"]) == ("term", 2)


def test_a_term_that_is_asked_for_stands_before_the_names_and_is_no_name():
    named = mentions([("day", 0)], sentences(TONES))
    found = concordance.lines(pd.DataFrame(columns=["doc_id", "text"]), "")
    assert with_term(named, found, "day")["entity"].tolist() == ["day"]
    some = named[["doc_id", "sentence_id", "start", "end"]]
    assert with_term(named, some, "day")["entity"].tolist() == ["\u201cday\u201d", "day"]


def test_a_term_that_is_nowhere_is_said():
    docs = pd.DataFrame({"doc_id": ["a"], "text": ["A good evening."], "language": "en"})
    docs = docs.assign(date=pd.NaT, date_precision="", source="")
    rows = missing_for(docs, concordance.lines(docs, "evenning"))
    assert [
        "The word asked for",
        "not measured",
        "'evenning' is not in these texts; did you mean 'evening'?",
    ] in rows
    assert "The word asked for" not in [
        row[0] for row in missing_for(docs, concordance.lines(docs, ""))
    ]


def missing_for(docs, found):
    scored = sentiment.score_sentences(docs, corpus.sentences(docs))
    overall = sentiment.overall(scored, docs)
    by_source = sentiment.by_source(scored, docs)
    table = tone_missing(docs, overall=overall, times=by_source.head(0), by_source=by_source)
    return with_absent(table, found).to_numpy().tolist()


def test_evidence_runs_from_low_to_high_and_marks_the_name():
    tone = sentences(TONES)
    chosen = naming(tone, mentions([("A", i) for i in range(6)], tone), n=3)
    assert chosen["sentence_id"].tolist()[::2] == ["s1", "s0"]
    assert chosen["marks"].tolist()[0] == [(2, 5)]
    assert chosen["n_total"].tolist() == [6, 6, 6]


def test_the_heading_names_the_ends_only_where_there_are_intervals():
    pairs = [("A", i) for i in range(6)] + [("B", i) for i in range(1, 6)]
    titled = findings.about_title(measured(TONES, pairs))
    assert titled == "Sentences that name B are lowest, +.10; A highest, +.17"
    few = findings.about_title(measured(TONES, [("A", 0)]))
    assert few == "1 person, place or organisation with a mean, too few sentences for an interval"
    assert findings.about_title(measured(TONES, [])) == ""


def test_the_note_says_first_that_it_is_not_tone_towards_anyone():
    note = findings.about_note(measured(TONES, [("A", 0)]))
    assert next(iter(note)) == "Not towards"
    assert "294 of 721" in note["Not towards"]


def test_quotations_with_a_speaker_stand_first():
    docs = pd.DataFrame({"doc_id": ["a"], "language": ["en"]})
    docs["text"] = '"We have to go." It is so. "We stay," said Anna Koresh to them.'
    quoted = entities.quotations(docs, corpus.sentences(docs))
    shown = findings.quotations_shown(quoted, corpus.texts(docs, quoted))
    assert shown["quotation"].tolist() == ['"We stay,"', '"We have to go."']
    assert findings.quotations_title(quoted) == "2 quotations; a speaker is named for 1"


def test_texts_without_names_looked_for_are_told():
    docs = pd.DataFrame({"doc_id": ["a", "b"], "language": ["en", "uk"], "text": ["A.", "B."]})
    rows = findings.names_missing(entities.coverage(docs))
    assert rows == [
        (
            "Names and quotations",
            "not covered",
            "1 text in Ukrainian; titles, verbs and lists are English",
        )
    ]
