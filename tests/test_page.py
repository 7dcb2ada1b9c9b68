"""From a notebook to the model of a page: what is shown, what is dropped, where links lead."""

import pytest

from analysis.errors import UsageError
from analysis.report import page, text
from analysis.report.anchors import Places, evidence_id, slug
from analysis.schema.bundle import MIME


def markdown(source):
    return {"cell_type": "markdown", "source": source}


def code(*outputs, source="show(x)"):
    return {"cell_type": "code", "source": source, "outputs": list(outputs)}


def out(**data):
    kinds = {"html": "text/html", "plain": "text/plain", "png": "image/png", "ours": MIME}
    return {"output_type": "display_data", "data": {kinds.get(k, k): v for k, v in data.items()}}


def bundle(kind="table", name="terms", **more):
    column = {"name": "term", "label": "term", "format": "text", "shown": True}
    shape = {"version": 1, "kind": kind, "id": name, "title": "", "caption": "", "note": []}
    return shape | {"columns": [column], "rows": [["war"]], "keys": [""]} | more


def item(sentence):
    return {"sentence_id": sentence, "doc_id": "d", "text": "War.", "marks": [], "date": ""}


def evidence(name, *pairs):
    groups = [{"key": k, "n_total": 1, "items": [item(s)]} for k, s in pairs]
    return bundle("evidence", name) | {"groups": groups}


def read(*cells):
    return page.read({"cells": [markdown("# Words\nWhich?"), *cells]}, name="w", file="w.ipynb")


def items(*outputs):
    (section,) = read(markdown("## One"), code(*outputs)).sections
    return [(i.kind, i.content) for i in section.items]


def test_a_heading_is_a_question_and_what_is_shown_first_answers_it():
    (section,) = read(markdown("## Which?\nSo."), code(out(ours=bundle(title="War.")))).sections
    assert (section.kicker, section.heading, section.prose) == ("Which?", "War.", "So.")


def test_a_section_without_an_answer_keeps_its_question():
    (section,) = read(markdown("## Which?"), code(out(ours=bundle()))).sections
    assert section.heading == "Which?"


def test_a_section_that_shows_nothing_gives_its_code_to_the_provenance():
    made = read(markdown("## Counting"), code(source="dtm = 1"))
    assert made.sections == []
    assert made.code == ["dtm = 1"]


def test_our_bundle_alone_is_shown_of_an_output_that_has_more():
    assert [k for k, _ in items(out(ours=bundle(), html="<b>x</b>", plain="x"))] == ["table"]


def test_a_picture_of_the_users_is_shown():
    assert items(out(png="AA\nBB", plain="<Figure>")) == [("png", "AABB")]


def test_plain_text_of_the_users_is_shown():
    stream = {"output_type": "stream", "name": "stdout", "text": ["a\n", "b"]}
    assert items(out(plain="3"), stream) == [("text", "3"), ("text", "a\nb")]


@pytest.mark.parametrize(
    "kind",
    [
        "application/javascript",
        "application/vnd.jupyter.widget-view+json",
        "image/jpeg",
        "image/svg+xml",
        "text/html",
        "text/latex",
        "text/markdown",
        "text/vnd.mermaid",
    ],
)
def test_every_other_type_is_dropped_and_named(kind):
    assert items(out(**{kind: "<script>x</script>"})) == [("dropped", kind)]


def test_a_frame_of_the_users_is_shown_as_text_and_its_html_is_dropped():
    assert items(out(html="<table>", plain="a b")) == [("text", "a b"), ("dropped", "text/html")]


def test_what_went_to_stderr_is_not_shown_but_named():
    stream = {"output_type": "stream", "name": "stderr", "text": "/home/me: warning"}
    assert items(stream) == [("dropped", "stderr")]


@pytest.mark.parametrize("broken", [{"version": 9}, {"kind": "html"}, {"id": "../../x"}])
def test_a_bundle_that_is_not_ours_is_dropped(broken):
    assert items(out(ours=bundle() | broken, plain="x")) == [("text", "x"), ("dropped", MIME)]


def test_a_table_that_is_only_a_file_stands_with_what_came_before():
    hidden = bundle(name="all")
    hidden["columns"] = [hidden["columns"][0] | {"shown": False}]
    (section,) = read(markdown("## One"), code(out(ours=bundle())), code(out(ours=hidden))).sections
    (shown,) = section.shown
    assert [f["id"] for f in shown.files] == ["all"]


def test_two_things_of_one_name_are_refused():
    with pytest.raises(UsageError, match="two things are named 'terms'"):
        read(markdown("## One"), code(out(ours=bundle()), out(ours=bundle())))


def test_a_row_leads_to_its_evidence():
    made = read(
        markdown("## One"),
        code(out(ours=bundle(keys=["war"])), out(ours=evidence("e-all", ("war", "d#s1")))),
    )
    shown, proof = (i.content for i in made.sections[0].items)
    assert shown["anchors"] == ["e-war"]
    assert proof["groups"][0]["anchor"] == "e-war"


def test_a_row_whose_evidence_is_not_on_the_page_is_no_link():
    made = read(markdown("## One"), code(out(ours=bundle(keys=["war"]))))
    assert made.sections[0].items[0].content["anchors"] == [""]


def test_the_same_key_of_two_kinds_leads_each_to_its_own_sentences():
    things = [
        bundle(name="a", keys=["bbc"], first={"bbc": "d#s1"}),
        bundle(name="b", keys=["bbc"], first={"bbc": "d#s9"}),
        evidence("e-words", ("bbc", "d#s1")),
        evidence("e-sources", ("bbc", "d#s9")),
    ]
    made = read(markdown("## One"), code(*(out(ours=t) for t in things)))
    one, two, words, sources = (i.content for i in made.sections[0].items)
    assert one["anchors"] == [words["groups"][0]["anchor"]] == ["e-bbc"]
    assert two["anchors"] == [sources["groups"][0]["anchor"]]
    assert one["anchors"] != two["anchors"]


def test_evidence_for_a_word_never_takes_the_id_of_a_thing():
    places = Places([evidence("e-words", ("words", "d#s1"))])
    assert places.of("words") not in ("", "e-words")


def test_a_text_that_is_read_is_the_place_of_its_sentences():
    names = ["sentence_id", "number"]
    shown = bundle("reading", "reading", columns=[{"name": n, "shown": True} for n in names])
    shown["rows"] = [["d#s1", 1], ["d#s2", 2]]
    assert Places([shown]).of("sentence 2") == "e-sentence-2"


def test_a_finding_leads_to_things_and_evidence_that_are_there():
    made = read(
        markdown("## One"), code(out(ours=bundle()), out(ours=evidence("e-a", ("war", "d#s1"))))
    )
    assert [made.opens(t) for t in ("terms", "e:war", "e:peace", "nowhere")] == [
        "terms", "e-war", "", "",
    ]  # fmt: skip


def test_different_texts_have_different_ids():
    texts = ["war", "War", "war!", "the war", "the-war", "the  war", " war", "война", "в", "戦", ""]
    texts += ["x" * 41, "x" * 42, "<script>", "'onload='"]
    assert len({slug(t) for t in texts}) == len(texts)


@pytest.mark.parametrize("key", ["war", "the war", '"><script>', "\x00", "漢字", "", "\ud800"])
def test_an_id_holds_small_letters_digits_and_hyphens_only(key):
    assert evidence_id(key).replace("-", "").isalnum()
    assert evidence_id(key).isascii()


def test_an_id_does_not_change_with_what_stands_around():
    assert evidence_id("évacuer") == "e-vacuer-9c601372"


def test_control_characters_are_shown_as_pictures():
    assert text.clean("a\x00\x1b[31m\x7f\x85\ufffe\ud800b\n") == "a␀␛[31m␡\ufffd\ufffd\ufffdb\n"


def test_marks_of_direction_end_where_their_text_ends():
    assert text.clean("\u202eabc") == "\u202eabc\u202c"
    assert text.clean("\u2067a\u202db") == "\u2067a\u202db\u202c\u2069"


@pytest.mark.parametrize(
    ("source", "wanted"),
    [
        ("<script>x</script>", "<p>&lt;script&gt;x&lt;/script&gt;</p>\n"),
        ("a <b onclick=x>b</b>", "<p>a &lt;b onclick=x&gt;b&lt;/b&gt;</p>\n"),
        ("![a picture](http://evil.example/a.png)", "<p>a picture</p>\n"),
        ("[x](javascript:alert(1))", "<p>x</p>\n"),
        ("[x](data:text/html,y)", "<p>x</p>\n"),
        ("**bold** *it*", "<p><strong>bold</strong> <em>it</em></p>\n"),
    ],
)
def test_markdown_of_a_notebook_runs_and_loads_nothing(source, wanted):
    assert text.prose(source) == wanted


def test_a_link_of_a_notebook_stays_and_tells_nothing_of_where_it_came_from():
    assert text.prose("[x](https://a.example/?b=1&c)") == (
        '<p><a rel="noopener noreferrer" href="https://a.example/?b=1&amp;c">x</a></p>\n'
    )


def test_every_character_of_a_quoted_sentence_is_escaped():
    marked = text.marked({"text": "<b>War</b> & <i>", "marks": [[3, 6], [4, 5], [13, 16]]})
    assert marked == ("&lt;b&gt;<mark>War</mark>&lt;/b&gt; &amp; <mark>&lt;i&gt;</mark>")


def test_a_place_is_said_in_words():
    assert [text.place(i) for i in ("d#s12", "d#p3", "d", "a#b")] == [
        "sentence 12", "paragraph 3", "the text", "the text",
    ]  # fmt: skip


def test_a_sentence_is_cut_at_its_words_and_nothing_is_lost():
    words = [{"start": 4, "end": 7}, {"start": 0, "end": 3}]
    pieces = text.spans("War and <b>", words)
    assert "".join(p["text"] for p in pieces) == "War and <b>"
    assert [p["word"] is None for p in pieces] == [False, True, False, True]
