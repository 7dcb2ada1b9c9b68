"""Hand labels: the draw, the file, what can be used of it, agreement, and what it corrects."""

from __future__ import annotations

import os
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis import corpus, labels, sentiment
from analysis.errors import DataError, OutputError, UsageError
from analysis.schema import LABELS

NAN = np.nan
# Krippendorff (2011), example C: four observers, twelve units
PUBLISHED = np.array(
    [
        [1, 2, 3, 3, 2, 1, 4, 1, 2, NAN, NAN, NAN],
        [1, 2, 3, 3, 2, 2, 4, 1, 2, 5, NAN, 3],
        [NAN, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, NAN],
        [1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, NAN],
    ]
).T
GOOD = "The safe harbour made every one of them happy."
BAD = "A terrible attack killed the wounded and the sick."
FLAT = "The train left at nine."
FORMULAS = ["=1+1", "'=1", "-1", "+a", "@x", "''+b", "\uff1dsum", "'plain", "a,b;c", '"q"', "a\nb"]


class Scored(NamedTuple):
    """A corpus with its sentences and their tone."""

    docs: pd.DataFrame
    sents: pd.DataFrame
    scores: pd.DataFrame

    def draw(self, n: int = 40, **options: int) -> pd.DataFrame:
        return labels.draw(self.docs, self.sents, self.scores, n=n, **options)


def read(folder: Path, n_docs: int = 30) -> Scored:
    """Read documents of two sources over two years, each with a few sentences of every kind."""
    rows = [
        {
            "id": f"{i:03}",
            "date": f"20{10 + i % 2}-01-{1 + i % 28:02}",
            "source": "AB"[i % 3 == 0],
            "text": " ".join((GOOD, BAD, FLAT, BAD, f"Number {i} was read.")[: 3 + i % 3]),
        }
        for i in range(n_docs)
    ]
    pd.DataFrame(rows).to_json(folder / "c.jsonl", orient="records", lines=True)
    docs = corpus.read(folder / "c.jsonl", language="en")
    sents = corpus.sentences(docs)
    return Scored(docs, sents, sentiment.score_sentences(docs, sents))


@pytest.fixture(scope="module")
def scored(tmp_path_factory: pytest.TempPathFactory) -> Scored:
    return read(tmp_path_factory.mktemp("labels"))


def answered(drawn: pd.DataFrame, words: str = "negative", who: str = "") -> pd.DataFrame:
    return drawn.assign(label=words, labeller=who).astype({"label": "str", "labeller": "str"})


# the draw


def test_places_are_dealt_two_each_and_the_rest_by_size() -> None:
    assert labels.allocate([1, 10, 89], 20).tolist() == [1, 2, 17]
    assert labels.allocate([10, 30, 60], 20).tolist() == [2, 6, 12]


@given(st.lists(st.integers(1, 60), min_size=1, max_size=9), st.integers(1, 200))
def test_a_place_more_takes_none_away_and_no_stratum_gives_more_than_it_has(
    sizes: list[int], n: int
) -> None:
    few, more = labels.allocate(sizes, n), labels.allocate(sizes, n + 1)
    assert (few <= more).all()
    assert (more <= np.array(sizes)).all()


def test_the_chance_is_the_drawn_by_the_sentences_of_the_stratum(scored: Scored) -> None:
    drawn = scored.draw(40)
    sizes = drawn.groupby("stratum").size() / drawn.groupby("stratum")["probability"].first()
    assert len(drawn) == 40
    assert sizes.sum() == pytest.approx(len(scored.sents))
    assert np.allclose(sizes, sizes.round())


def test_the_order_of_rows_changes_no_draw(scored: Scored) -> None:
    mixed = np.random.default_rng(1).permutation(len(scored.sents))
    docs = scored.docs.iloc[::-1].reset_index(drop=True)
    scores = scored.scores.iloc[mixed].reset_index(drop=True)
    again = labels.draw(docs, scored.sents, scores, n=40)
    pd.testing.assert_frame_equal(again, scored.draw(40))


def test_a_larger_draw_holds_the_smaller_and_another_seed_another(scored: Scored) -> None:
    small, large = (set(scored.draw(n)["sentence_id"]) for n in (40, 60))
    assert small < large
    assert set(scored.draw(40, random_state=1)["sentence_id"]) != small


def test_all_are_drawn_with_certainty_where_there_are_few(scored: Scored) -> None:
    drawn = scored.draw(10_000)
    assert len(drawn) == len(scored.sents)
    assert (drawn["probability"] == 1).all()


def test_no_score_stands_in_the_file_nor_in_the_name_of_the_stratum(scored: Scored) -> None:
    drawn = scored.draw()
    assert not {"tone", "vader", "hu_liu", "agreement"} & set(drawn)
    assert not drawn["stratum"].str.contains("negative|positive|neither").any()


def test_a_row_shows_its_neighbours_within_the_document_only(scored: Scored) -> None:
    drawn = scored.draw(10_000).set_index("sentence_id")
    assert drawn.loc["001#s1", ["before", "text", "after"]].tolist() == ["", GOOD, BAD]
    assert drawn.loc["000#s3", "after"] == ""


def test_a_draw_of_nothing_is_refused(scored: Scored) -> None:
    with pytest.raises(UsageError, match=r"n=0: nothing to draw\. Ask for 1"):
        scored.draw(0)


def test_a_corpus_in_another_language_cannot_be_labelled(scored: Scored) -> None:
    foreign = scored.scores.assign(agreement="not covered")
    with pytest.raises(DataError, match="no sentence in a language that the scorer covers"):
        labels.draw(scored.docs, scored.sents, foreign)


# the file


def test_what_is_written_is_read_again(scored: Scored, tmp_path: Path) -> None:
    labels.write(tmp_path / "a.csv", scored.draw())
    pd.testing.assert_frame_equal(labels.read(tmp_path / "a.csv"), scored.draw())


@given(st.lists(st.sampled_from(FORMULAS), min_size=3, max_size=3))
@settings(max_examples=25)
def test_no_cell_is_a_formula_and_every_text_comes_back(texts: list[str]) -> None:
    import tempfile

    table = LABELS.empty().reindex(range(3))
    table = table.assign(note=texts, start=0, end=1, probability=0.5).fillna("")
    kinds = {c.name: "str" for c in LABELS.columns if c.kind == "str"}
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "a.csv")
        labels.write(path, table.astype(kinds))
        assert labels.read(path)["note"].tolist() == texts
        cells = path.read_text("utf-8-sig").replace('"', "").split(",")
    assert not [c for c in cells if c.startswith(("=", "+", "@", "-a"))]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize("mark", [";", "\t", ","])
def test_what_a_spreadsheet_makes_of_it_is_read(
    scored: Scored, tmp_path: Path, encoding: str, mark: str
) -> None:
    drawn = answered(scored.draw(), "Negative ")
    comma = drawn.assign(probability=drawn["probability"].astype(str).str.replace(".", ","))
    comma.to_csv(
        tmp_path / "a.csv", sep=mark, index=False, encoding=encoding, lineterminator="\r\n"
    )
    got = labels.read(tmp_path / "a.csv")
    assert np.allclose(got["probability"], drawn["probability"])
    assert len(labels.check(got, scored.docs, scored.sents)) == 40


def test_a_second_draw_adds_rows_and_changes_no_label(scored: Scored) -> None:
    old = answered(scored.draw(40), "positive").assign(mine="x")
    got = labels.merge(old, scored.draw(60))
    assert len(got) == 60
    pd.testing.assert_series_equal(got["label"][:40], old["label"])
    assert got["mine"].tolist() == ["x"] * 40 + [""] * 20


def test_another_labeller_gets_the_same_sentences(scored: Scored) -> None:
    got = labels.merge(answered(scored.draw(), who="Ann"), scored.draw(), labeller="Bob")
    assert got["labeller"].value_counts().to_dict() == {"Ann": 40, "Bob": 40}


def test_rows_of_nobody_go_to_the_first_who_asks(scored: Scored) -> None:
    got = labels.merge(scored.draw(), scored.draw(), labeller="Ann")
    assert (got["labeller"] == "Ann").all()
    assert len(got) == 40


def test_a_label_on_a_sentence_no_longer_drawn_stays_without_a_chance(scored: Scored) -> None:
    old = answered(scored.draw(40))
    got = labels.merge(old, scored.draw(40, random_state=1))
    assert set(old["sentence_id"]) <= set(got["sentence_id"])
    assert got["probability"].isna().any()


def test_labels_that_would_be_lost_stop_the_writing(scored: Scored, tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    labels.write(path, answered(scored.draw()))
    before = path.read_bytes()
    with pytest.raises(OutputError, match=r"a\.csv:2: a label there would be lost \(40 in all\)"):
        labels.write(path, scored.draw())
    assert path.read_bytes() == before


def test_a_disk_that_fails_leaves_the_old_file_and_no_other(
    scored: Scored, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "a.csv"
    labels.write(path, scored.draw())
    before = path.read_bytes()

    def fail(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", fail)
    with pytest.raises(OutputError, match=r"a\.csv: cannot be written: no space left"):
        labels.write(path, scored.draw(60))
    assert [(p.name, p.read_bytes()) for p in tmp_path.iterdir()] == [("a.csv", before)]


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ("text,label\na,b\n", "a.csv: no column sentence_id, digest"),
        ("sentence_id,digest,label\na,b,c,d\n", "a.csv:2|every row has more fields"),
        ("", "a.csv: no rows"),
        ("PK\x03\x04", "a.csv: binary, no table"),
    ],
)
def test_a_file_that_is_none_of_labels_is_refused(tmp_path: Path, content: str, told: str) -> None:
    (tmp_path / "a.csv").write_text(content)
    with pytest.raises(DataError, match=told):
        labels.read(tmp_path / "a.csv")


# what can be used


def test_labels_are_read_as_people_and_spreadsheets_write_them(scored: Scored) -> None:
    ways = ["-1", "\u22121.0", "NEG", "0", "1,0", "+1", "Positive", "?", " unclear"]
    drawn = scored.draw().head(len(ways)).assign(label=pd.Series(ways, dtype="str"))
    got = labels.check(drawn, scored.docs, scored.sents)["label"]
    assert got.tolist() == ["negative"] * 3 + ["neutral"] + ["positive"] * 3 + ["unclear"] * 2


def test_what_cannot_be_used_is_named_by_its_row_and_the_rest_is_used(scored: Scored) -> None:
    drawn = answered(scored.draw()).copy()
    drawn.loc[0, "label"] = "postive"
    drawn.loc[1, "digest"] = "s000000000000"
    drawn.loc[2, "sentence_id"] = "gone#s1"
    again = drawn.iloc[[3, 4]].assign(label=["positive", "-1"])
    drawn = pd.concat([drawn, again], ignore_index=True)
    got = labels.check(drawn, scored.docs, scored.sents)
    assert got.attrs["problems"][["row", "reason"]].to_numpy().tolist() == [
        [2, "a label that is not known"],
        [3, "the sentence changed since it was drawn"],
        [4, "no such sentence in this corpus"],
        [5, "two labels of one labeller for one sentence"],
        [42, "two labels of one labeller for one sentence"],
    ]
    assert len(got) == 36  # the repeated label of row 43 counts once


# agreement


@pytest.mark.parametrize(("metric", "published"), [("nominal", 0.743), ("ordinal", 0.815)])
def test_alpha_is_the_published_one(metric: str, published: float) -> None:
    assert labels.alpha(PUBLISHED, metric=metric) == pytest.approx(published, abs=0.0005)


def test_two_observers_with_two_values_agree_as_published() -> None:
    # Krippendorff (2011), example A
    pair = np.array([[0, 1, 0, 0, 0, 0, 0, 0, 1, 0], [1, 1, 1, 0, 0, 1, 0, 0, 0, 0]], float).T
    assert labels.alpha(pair, metric="nominal") == pytest.approx(0.095, abs=0.0005)


def test_the_order_of_labellers_and_sentences_changes_no_alpha() -> None:
    mixed = PUBLISHED[::-1, [2, 0, 3, 1]]
    for metric in ("nominal", "ordinal"):
        assert labels.alpha(mixed, metric=metric) == pytest.approx(
            labels.alpha(PUBLISHED, metric=metric)
        )


def two_labellers(scored: Scored) -> pd.DataFrame:
    ann = answered(scored.draw(), who="Ann")
    words = np.random.default_rng(0).choice(["negative", "neutral", "positive"], len(ann))
    bob = ann.assign(labeller="Bob", label=np.where(np.arange(len(ann)) % 4, words, "negative"))
    both = pd.concat([ann.assign(label=words), bob], ignore_index=True)
    return labels.check(both.astype({"label": "str", "labeller": "str"}), scored.docs, scored.sents)


def test_agreement_has_a_seeded_interval_over_documents(scored: Scored) -> None:
    table = labels.agreement(two_labellers(scored))
    assert (table["low"] < table["alpha"]).all()
    assert (table["alpha"] < table["high"]).all()
    assert table["unit"].tolist() == ["document", "document"]
    pd.testing.assert_frame_equal(table, labels.agreement(two_labellers(scored)))


def test_labels_that_are_all_the_same_have_no_alpha(scored: Scored) -> None:
    both = pd.concat([answered(scored.draw(), who=w) for w in ("Ann", "Bob")], ignore_index=True)
    table = labels.agreement(labels.check(both, scored.docs, scored.sents))
    assert table["alpha"].isna().all()
    assert table["reason"].str.startswith("every label is the same").all()


# what labels correct


def by_rule(scored: Scored, drawn: pd.DataFrame) -> pd.DataFrame:
    """Label as the text says: GOOD is neutral, which the scorer calls positive."""
    kinds = drawn["text"].map({BAD: "negative"}).fillna("neutral")
    return labels.check(drawn.assign(label=kinds.astype("str")), scored.docs, scored.sents)


def test_a_bias_of_the_scorer_is_taken_out(scored: Scored) -> None:
    got = labels.estimates(by_rule(scored, scored.draw(60)), scored.docs, scored.scores)
    truth = -float((pd.Series(corpus.texts(scored.docs, scored.sents)) == BAD).mean())
    row = got.set_index("measure").loc["mean tone"]
    assert row["low"] <= truth <= row["high"]
    assert got.set_index("measure").loc["positive", ["scorer", "estimate"]].tolist()[1] == 0


def test_a_group_under_30_labels_keeps_its_reason(scored: Scored) -> None:
    group = scored.docs.set_index("doc_id")["source"]
    labelled = by_rule(scored, scored.draw(60))
    got = labels.by_group(labelled, scored.docs, scored.scores, group=group)
    few, many = (got[got["group"] == name].iloc[0] for name in "BA")
    assert (few["reason"], many["reason"]) == ("fewer than 30 labels", "")
    assert np.isnan([few["estimate"], few["labels_only"], few["low"]]).all()


def test_a_page_has_sources_and_periods_as_each_is_corrected_by_itself(scored: Scored) -> None:
    labelled, docs = by_rule(scored, scored.draw(60)), scored.docs
    periods = pd.Series(["old", "new"] * len(docs), dtype="str")[: len(docs)].set_axis(
        docs["doc_id"]
    )
    said = labels.results(labelled, docs, scores=scored.scores, periods=periods)
    alone = [
        labels.by_group(labelled, docs, scored.scores, group=group)
        for group in (docs.set_index("doc_id")["source"], periods)
    ]
    pd.testing.assert_frame_equal(said.by_source, alone[0])
    pd.testing.assert_frame_equal(said.by_period, alone[1])


def test_accuracy_confusion_and_calibration_speak_of_the_same_labels(scored: Scored) -> None:
    labelled = by_rule(scored, scored.draw(60))
    confusion = labels.confusion(labelled, scored.docs, scored.scores)
    cell = confusion.set_index(["scored_as", "label"])["share"]
    assert cell["positive", "neutral"] == 1
    assert cell["negative", "negative"] == 1
    assert confusion["n"].sum() == 60
    right = labels.accuracy(labelled, scored.docs, scored.scores).iloc[0]
    tone = scored.scores["tone"]
    assert right["low"] <= (tone < 0.05).sum() / tone.notna().sum() <= right["high"]
    bins = labels.calibration(labelled, scored.docs, scored.scores).set_index("tone")
    assert bins.loc["over .50", "label_mean"] == 0
    assert bins["n_labels"].sum() == 60


def test_two_labellers_who_differ_count_half_each(scored: Scored) -> None:
    drawn = scored.draw(10_000)
    both = pd.concat([answered(drawn, w, w) for w in ("negative", "positive")], ignore_index=True)
    labelled = labels.check(both, scored.docs, scored.sents)
    got = labels.estimates(labelled, scored.docs, scored.scores).set_index("measure")
    assert got["labels_only"].tolist() == pytest.approx([0, 0.5, 0, 0.5])
    assert got["n_labels"].iloc[0] == len(drawn)
