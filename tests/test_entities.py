"""Names by rule: hand-worked sentences, texts marked by hand, then what must always hold."""

import json
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis import corpus, entities
from analysis.entities import gazetteer
from analysis.entities.casing import casing
from analysis.entities.names import Namer
from analysis.schema import DOCUMENTS, SENTENCES
from analysis.schema.entities import ENTITIES, ENTITY_SUMMARY

ROOT = Path(__file__).parents[1]
SHARED = ROOT.parent / "shared" / "data"
KINDS = {
    "PER": "person", "LOC": "place", "ORG": "organisation", "MISC": "other", "Person": "person",
    "Location": "place", "Organisation": "organisation", "Nationality": "other",
}  # fmt: skip
LOW = "the we our they he a an this these it his i she their those some its two many"


def documents(*texts, language="en"):
    ids = [f"d{i:05d}" for i in range(len(texts))]
    return pd.DataFrame({"doc_id": ids, "text": texts, "language": language})


def found(*texts, language="en"):
    docs = documents(*texts, language=language)
    return entities.find(docs, corpus.sentences(docs))


def named(text):
    """Names of a sentence with their kinds."""
    table = found(text)
    return dict(zip(table["surface"], table["kind"], strict=True))


def test_a_title_makes_a_person_and_is_no_part_of_the_name():
    assert named("On Monday the Ukrainian President Volodymyr Zelensky spoke to them all.") == {
        "Ukrainian": "other",
        "Volodymyr Zelensky": "person",
    }


def test_an_office_of_state_is_a_title_with_a_name_and_nothing_without():
    said = "He then met with Secretary of State John Kerry and with others of that office."
    assert named(said) == {"John Kerry": "person"}
    assert named("She has long been known to the Secretary of State in question.") == {}


def test_the_last_word_of_a_name_tells_a_body():
    said = "All of it was reported by the Russian Defense Ministry on that very morning."
    assert named(said) == {"Russian Defense Ministry": "organisation"}


def test_a_body_is_named_across_the_small_words_within():
    said = "Many have joined the American College of Obstetricians and Gynecologists since then."
    assert named(said) == {"American College of Obstetricians and Gynecologists": "organisation"}


def test_a_possessive_parts_two_names():
    assert named("They went to Ukraine\u2019s Kharkiv region without any delay.") == {
        "Ukraine": "place",
        "Kharkiv": "place",
    }


def test_a_common_word_at_the_start_of_a_sentence_is_no_name():
    assert named("Meanwhile, priority is given to the sick.") == {}
    assert named("Priority is given. Moving on, the others left.") == {}


def test_these_texts_decide_whether_a_capital_at_the_start_is_a_name():
    table = found("Bush was there on that day.", "We all saw Bush and then heard Bush again.")
    assert table["surface"].tolist() == ["Bush"] * 3


def test_a_surname_is_the_person_of_that_name_in_the_same_text():
    table = found("Anna Koresh stayed on with them. In the end Koresh left the town.")
    assert table["entity"].tolist() == ["Anna Koresh", "Anna Koresh"]


def test_a_surname_that_two_bear_in_one_text_is_nobodys():
    table = found("There were Anna Koresh and Peter Koresh that day. In the end Koresh left.")
    assert table["entity"].tolist() == ["Anna Koresh", "Peter Koresh", "Koresh"]


def test_the_many_names_of_a_country_are_one():
    said = "He came to the U.S. again, to the US by sea, and to the United States at last."
    assert found(said)["entity"].tolist() == ["United States"] * 3


def test_an_abbreviation_is_the_body_with_these_initials():
    said = "It was the World Plumbing Council that met today. So the WPC has met at last."
    assert set(found(said)["entity"]) == {"World Plumbing Council"}


def test_a_place_is_found_without_its_accents():
    known = gazetteer.known()
    assert known["Sao Paulo"] == known["S\u00e3o Paulo"] == ("place", "S\u00e3o Paulo")


def test_a_name_gets_accents_only_where_some_text_has_them():
    bare, full = "They met in Sao Paulo.", "They met in S\u00e3o Paulo."
    assert found("It was President Bush who came.")["entity"].tolist() == ["Bush"]
    assert found(bare)["entity"].tolist() == ["Sao Paulo"]
    assert found(bare, full)["entity"].tolist() == ["S\u00e3o Paulo"] * 2


def test_a_sentence_in_capitals_holds_no_names():
    assert found("SHELLING HITS KHARKIV AND MOSCOW AGAIN").empty


def test_the_seed_names_its_actors_and_places():
    docs = corpus.read(ROOT / "seeds")
    summary = entities.summary(entities.find(docs, corpus.sentences(docs)))
    kinds = dict(zip(summary["entity"], summary["kind"], strict=True))
    people = {"Volodymyr Zelensky", "Anna Koresh", "Rostyslav Melnykiv"}
    assert {name for name, kind in kinds.items() if kind == "person"} == people
    assert {"Ukraine", "Russia", "Kharkiv", "Moscow", "Kyiv"} <= set(kinds)
    assert kinds["Russian Defense Ministry"] == "organisation"


def test_a_summary_counts_mentions_sentences_and_documents():
    summary = entities.summary(found("Kyiv and Kyiv again. So to Kyiv.", "He saw Kyiv and Lviv."))
    row = summary.iloc[0]
    assert (row["entity"], row["n_mentions"], row["n_sentences"], row["n_docs"]) == (
        "Kyiv",
        4,
        3,
        2,
    )


def test_the_most_named_leave_out_what_is_not_known():
    table = entities.most_named(found("The Kivsharivka of Kyiv. So to Kyiv.", "He saw Lviv."), 1)
    assert table["entity"].tolist() == ["Kyiv", "Kyiv"]


@pytest.mark.parametrize("language", ["uk", "und", "de"])
def test_another_language_is_not_covered_and_says_so(language):
    docs = documents("Kyiv and Lviv.", language=language)
    row = entities.coverage(docs).iloc[0]
    assert not row["covered"]
    assert row["reason"] == f"language {language} is not covered"
    assert entities.find(docs, corpus.sentences(docs)).empty


def test_no_documents_give_an_empty_table_of_the_same_shape():
    none = DOCUMENTS.empty()
    table = entities.find(none, SENTENCES.empty())
    assert entities.quotations(none, SENTENCES.empty()).empty
    assert list(table.columns) == ENTITIES.names
    assert list(entities.summary(table).columns) == ENTITY_SUMMARY.names


@given(
    st.lists(st.sampled_from(["Kyiv", "Mr.", "the", "of", "A", "U.S.", "said", ",", "x\u2019s"]))
)
@settings(max_examples=60)
def test_a_mention_is_what_stands_in_the_text(words):
    text = " ".join(words)
    for name in Namer(casing([text])).names(text):
        assert 0 <= name.start < name.end <= len(text)
        assert text[name.start : name.end] == text[name.start : name.end].strip()


@given(st.permutations(["Anna Koresh is here.", "So Koresh left Kyiv.", "Now Peter Koresh came."]))
@settings(max_examples=6)
def test_the_order_of_documents_changes_no_entity(texts):
    table = found(*texts)
    pairs = zip(table["surface"], table["entity"], strict=True)
    assert dict(pairs) == {
        "Anna Koresh": "Anna Koresh", "Koresh": "Koresh", "Kyiv": "Kyiv",
        "Peter Koresh": "Peter Koresh",
    }  # fmt: skip


def test_titles_without_end_and_links_without_end_take_little_time():
    namer = Namer(casing([]))
    assert len(namer.names("so " + "President of Kyiv and " * 5_000)) == 5_000
    text = "so the " + "Kivsharivka " * 1_000 + "is far away from here and there"
    assert max(text[one.start : one.end].count(" ") for one in namer.names(text)) < 40


def marked(name):
    """Texts marked by hand: text and spans with kinds, as the data's README counts them."""
    path = SHARED / f"{name}.jsonl"
    if not path.exists():
        pytest.skip("needs ../shared")
    for line in path.read_text("utf-8").splitlines():
        row = json.loads(line)
        spans = {
            (e["start"], e["end"], KINDS[e["type"]])
            for e in row["entities"]
            if e["type"] in KINDS and e.get("confidence", 1) > 0
        }
        text = row["text"]
        yield text, {s for s in spans if name == "wikigold" or is_named(text[s[0] : s[1]])}


def is_named(text):
    return any(word[0].isupper() and word.lower() not in LOW.split() for word in text.split())


def measured(name):
    """Precision and recall: exact, exact with kind, overlap."""
    texts, gold = zip(*marked(name), strict=True)
    docs = documents(*texts)
    whole = docs.assign(
        sentence_id=docs["doc_id"], paragraph=1, start=0, end=docs["text"].str.len()
    )
    table = entities.find(docs, whole if name == "wikigold" else corpus.sentences(docs))
    mine = {key: set() for key in docs["doc_id"]}
    for row in table.itertuples():
        mine[row.doc_id].add((row.start, row.end, row.kind))
    pairs = list(zip(mine.values(), gold, strict=True))
    plain = [({s[:2] for s in own}, {s[:2] for s in theirs}) for own, theirs in pairs]
    n, n_gold = sum(len(own) for own, _ in pairs), sum(len(theirs) for _, theirs in pairs)
    exact, kind = (sum(len(a & b) for a, b in some) for some in (plain, pairs))
    met = sum(any(meet(a, b) for b in theirs) for own, theirs in pairs for a in own)
    found_again = sum(any(meet(a, b) for a in own) for own, theirs in pairs for b in theirs)
    return exact / n, exact / n_gold, kind / n, kind / n_gold, met / n, found_again / n_gold


def meet(a, b):
    return a[0] < b[1] and b[0] < a[1]


def test_names_in_wikipedia_are_found_as_often_as_is_printed():
    floors = (0.76, 0.82, 0.52, 0.56, 0.91, 0.96)
    assert all(value >= floor for value, floor in zip(measured("wikigold"), floors, strict=True))


def test_names_in_reports_of_war_are_found_as_often_as_is_printed():
    floors = (0.39, 0.49, 0.29, 0.36, 0.81, 0.98)
    assert all(value >= floor for value, floor in zip(measured("re3d"), floors, strict=True))


def test_the_gazetteer_names_its_source_and_is_sorted():
    path = ROOT / "src" / "analysis" / "entities" / "data" / "places.txt"
    lines = path.read_text("utf-8").splitlines()
    rows = [line.split("\t") for line in lines if not line.startswith("#")]
    assert "GeoNames (geonames.org), CC BY 4.0" in lines[1]
    order = {"country": 0, "region": 1, "city": 2}
    assert rows == sorted(rows, key=lambda row: (order[row[0]], row[1]))
    assert path.stat().st_size < 400_000
