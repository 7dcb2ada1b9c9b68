"""The page of texts: what is carried of which, and that every link to it is alive."""

import pytest
from test_report import CONTEXT, evidence, output, shown, write

from analysis import report
from analysis.report import documents
from analysis.report.page import read


def text(doc_id, n, length=20, paragraph=lambda at: 1 + at // 5):
    sentences = [
        report.Sentence(f"{doc_id}#s{at + 1}", paragraph(at), f"{at + 1}".ljust(length, "."))
        for at in range(n)
    ]
    return report.Text(doc_id, f"Title of {doc_id}", "2023-11", "gazette", "en", sentences)


def known(*texts):
    return lambda ids: {one.doc_id: one for one in texts if one.doc_id in ids}


def page(*tables, name="one"):
    outputs = [output(table, name=f"e-{i}") for i, table in enumerate(tables)]
    head = {"cell_type": "markdown", "source": "# Words\nWhich?"}
    return read({"cells": [head, *shown(*outputs)]}, name=name, file="one.ipynb")


def citing(*passages):
    table = evidence(*[f"k{i}" for i in range(len(passages))])
    ids = [passage.partition("#")[0] for passage in passages]
    return table.assign(doc_id=ids, sentence_id=list(passages))


def left(carried):
    return [s.sentence_id for piece in carried.pieces for s in piece.sentences]


def test_a_text_of_moderate_length_is_carried_whole():
    (one,) = documents.carry([page(citing("d#s3"))], known(text("d", 30)))
    assert len(left(one)) == 30
    assert not one.in_part


def test_of_a_long_text_the_cited_sentence_and_five_on_both_sides_are_carried():
    (one,) = documents.carry([page(citing("d#s50"))], known(text("d", 100, length=300)))
    opening = [f"d#s{n}" for n in range(1, 6)]
    assert left(one) == opening + [f"d#s{n}" for n in range(45, 56)]
    assert [piece.n_left_out for piece in one.pieces if piece.n_left_out] == [39, 45]


def test_a_cited_paragraph_of_a_long_text_is_carried():
    (one,) = documents.carry([page(citing("d#p10"))], known(text("d", 100, length=300)))
    assert {f"d#s{n}" for n in range(46, 51)} <= set(left(one))
    assert [piece.id for piece in one.pieces if piece.id] == [documents.anchor("d#p10")]


def test_a_page_has_no_more_carried_than_its_share_and_links_to_no_text_beyond():
    texts = [text(f"d{n}", 10, length=1900) for n in range(40)]
    one = page(citing(*[f"d{n}#s1" for n in range(40)]))
    carried = documents.carry([one], known(*texts))
    size = sum(len(s.text) for t in carried for piece in t.pieces for s in piece.sentences)
    assert documents.MOST - 19_000 < size <= documents.MOST
    assert set(one.texts) == {f"{t.text.doc_id}#s1" for t in carried}


def test_what_a_page_has_carried_does_not_depend_on_the_other_pages():
    texts = known(*[text(f"d{n}", 10, length=1900) for n in range(40)])
    alone = page(citing(*[f"d{n}#s1" for n in range(40)]))
    beside = page(citing(*[f"d{n}#s1" for n in range(40)]))
    documents.carry([alone], texts)
    documents.carry([page(citing("d39#s2"), name="two"), beside], texts)
    assert beside.texts == alone.texts


def test_the_first_sentence_of_every_entry_comes_before_any_second():
    both = citing("a#s1", "a#s2", "b#s1").assign(key=["k", "k", "l"])
    cites = documents._cites(page(both))
    assert [passage for _, passage in cites] == ["a#s1", "b#s1", "a#s2"]


def test_a_very_long_sentence_is_cut():
    (one,) = documents.carry([page(citing("d#s1"))], known(text("d", 1, length=10_000)))
    assert len(one.pieces[0].sentences[0].text) == documents.LONGEST


@pytest.fixture
def written(tmp_path):
    path = write(tmp_path / "ran", shown(output(citing("d#s2", "gone#s1"), name="e")))
    (tmp_path / "out").mkdir()
    report.render({"one": path}, tmp_path / "out", CONTEXT, texts=known(text("d", 9)))
    return tmp_path / "out"


def test_a_sentence_leads_to_its_place_in_the_text(written):
    anchor = documents.anchor("d#s2")
    assert f'href="documents.html#{anchor}"' in (written / "one.html").read_text("utf-8")
    assert f'<span id="{anchor}">2...' in (written / "documents.html").read_text("utf-8")


def test_a_sentence_whose_text_is_not_carried_has_no_link(written):
    assert (written / "one.html").read_text("utf-8").count("documents.html#") == 1


def test_without_texts_there_is_no_page_of_them_and_no_link(tmp_path):
    path = write(tmp_path / "ran", shown(output(evidence("war"), name="e")))
    (tmp_path / "out").mkdir()
    report.render({"one": path}, tmp_path / "out", CONTEXT)
    assert not (tmp_path / "out" / "documents.html").exists()
    assert "documents.html" not in (tmp_path / "out" / "index.html").read_text("utf-8")
