"""Paragraphs and sentences as spans."""

from __future__ import annotations

import json
from itertools import pairwise
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis import corpus, schema, tokens

SEEDS = Path(__file__).parents[1] / "seeds"


def cut(text: str, language: str = "en") -> list[str]:
    return [text[a:b] for a, b in tokens.sentence_spans(text, language)]


def paragraphs(text: str) -> list[str]:
    return [text[a:b] for a, b in tokens.paragraph_spans(text)]


def test_the_seed_has_5_paragraphs_and_17_sentences() -> None:
    docs = corpus.read(SEEDS)
    sents = corpus.sentences(docs)
    assert sents["paragraph"].value_counts().sort_index().tolist() == [3, 3, 4, 4, 3]
    assert len(corpus.paragraphs(docs)) == 5
    assert corpus.texts(docs, sents)[-1].startswith("As both sides suffer")


@pytest.mark.parametrize(
    "sentence",
    [
        "The U.S. Army came.",
        "Mr. Smith and Mrs. Jones met Dr. No.",
        "It is No. 5 on the list.",
        "On Jan. 5 it snowed.",
        "It is approx. 5 miles.",
        "See e.g. the first, i.e. this one.",
        "It began at 5 p.m. on Monday.",
        "J. R. Smith spoke.",
        "He asked, “Why?”",
        "Washington, D.C. is a city.",
        "1. First item of a list.",
    ],
)
def test_an_abbreviation_ends_no_sentence(sentence: str) -> None:
    assert cut(f"Before it. {sentence} After it.") == ["Before it.", sentence, "After it."]


@pytest.mark.parametrize(
    ("sentence", "language"),
    [
        ("Він живе на вул. Шевченка у м. Києві.", "uk"),
        ("Це коштує 5 тис. грн. на місяць.", "uk"),
        ("У 2022 р. було важко.", "uk"),
        ("За ст. 5 закону.", "uk"),
        ("Он живёт на ул. Ленина.", "ru"),
        ("Вот 5 тыс. грн. и 3 млн. рублей.", "ru"),
        ("Das kostet ca. 5 Euro, z.B. hier.", "de"),
    ],
)
def test_abbreviations_of_other_languages_hold_too(sentence: str, language: str) -> None:
    assert cut(f"{sentence} {sentence}", language) == [sentence, sentence]


def test_full_stops_without_blanks_part_sentences_in_chinese_and_japanese() -> None:
    assert cut("彼は来た。次に行く。", "ja") == ["彼は来た。", "次に行く。"]


def test_marks_without_a_word_stay_with_the_sentence_before_them() -> None:
    assert cut("He left! !! She came.") == ["He left! !!", "She came."]
    assert cut("Go. )") == ["Go. )"]
    assert cut("... So. Yes.") == ["... So.", "Yes."]


def test_offsets_are_characters_not_bytes() -> None:
    assert cut("Héllo 😀 wörld. Ще раз. End.") == ["Héllo 😀 wörld.", "Ще раз.", "End."]


def test_blank_lines_part_paragraphs() -> None:
    assert paragraphs("  One.\n \nTwo. \n\n\n\tThree.\n") == ["One.", "Two.", "Three."]


def test_long_lines_are_paragraphs() -> None:
    line = "This line is a paragraph of its own since it is far longer than a page is wide. " * 2
    assert len(paragraphs(f"Heading\n{line}\n{line}")) == 3


def test_lines_wrapped_to_a_width_are_one_paragraph() -> None:
    text = (
        "This text is set to a width of\nforty or so, and its lines end in\nthe middle. It is\none."
    )
    assert paragraphs(text) == [text]
    assert len(cut(text)) == 2


def test_nothing_to_cut_gives_nothing() -> None:
    assert tokens.sentence_spans("") == tokens.paragraph_spans(" \n ") == []


text_like = st.text(st.sampled_from("aB.é 。!?\n\t\"'()Mr5U😀"), max_size=80) | st.text(max_size=60)


@given(text_like)
def test_spans_are_trimmed_in_order_and_cover_all_but_blanks(text: str) -> None:
    for spans in (tokens.sentence_spans(text), tokens.paragraph_spans(text)):
        pieces = [text[a:b] for a, b in spans]
        assert all(piece and piece == piece.strip() for piece in pieces)
        assert all(a <= b for (_, a), (b, _) in pairwise(spans))
        assert "".join("".join(pieces).split()) == "".join(text.split())


@given(text_like)
def test_sentences_part_only_at_blanks_or_after_a_stop_that_needs_none(text: str) -> None:
    spans = tokens.sentence_spans(text)
    for (_, end), (start, _) in pairwise(spans):
        assert start > end or text[end - 1] == "。"


def test_sentences_and_paragraphs_have_the_shape_of_their_schemas() -> None:
    docs = corpus.read(SEEDS)
    sents, paras = corpus.sentences(docs), corpus.paragraphs(docs)
    assert sents.columns.tolist() == schema.SENTENCES.names
    assert paras.columns.tolist() == schema.PARAGRAPHS.names
    assert sents["sentence_id"][16] == "000_9ca9468ebf3219b2#s17"
    assert paras["paragraph_id"][4] == "000_9ca9468ebf3219b2#p5"


def test_no_documents_give_no_sentences() -> None:
    assert corpus.sentences(schema.DOCUMENTS.empty()).empty


def test_texts_of_documents_are_whole_and_a_foreign_span_is_refused() -> None:
    docs = corpus.read(SEEDS)
    assert corpus.texts(docs, docs) == docs["text"].tolist()
    with pytest.raises(KeyError):
        corpus.texts(docs, pd.DataFrame({"doc_id": ["x"], "start": [0], "end": [1]}))


@pytest.mark.parametrize("name", ["state_union", "viina", "udhr", "blns"])
def test_sentences_of_real_texts_cover_them(name: str) -> None:
    path = Path(__file__).parents[2] / "shared" / "data" / f"{name}.jsonl"
    if not path.exists():
        pytest.skip("the shared corpora are not here")
    docs = corpus.read(path)
    sents = corpus.sentences(docs)
    said = "".join("".join(corpus.texts(docs, sents)).split())
    assert said == "".join("".join(docs["text"]).split())


def test_real_corpora_are_read_whole() -> None:
    folder = Path(__file__).parents[2] / "shared" / "data"
    if not folder.exists():
        pytest.skip("the shared corpora are not here")
    read = {
        name: corpus.read(folder / f"{name}.jsonl") for name in ("state_union", "viina", "udhr")
    }
    assert {name: len(docs) for name, docs in read.items()} == {
        "state_union": 65,
        "viina": 1597,
        "udhr": 29,
    }
    assert set(read["state_union"]["date_precision"]) == {"year"}
    assert set(read["viina"]["language"]) == {"uk", "ru"}
    assert json.dumps(read["udhr"]["language"].tolist()).count('"') == 58
