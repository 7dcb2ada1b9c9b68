"""What hand labels make of the tone, in words."""

from __future__ import annotations

import pandas as pd
from toy_findings import NAN, contributions, documents, tones

from analysis import findings, labels
from analysis.findings import checked
from analysis.schema.labels import LABEL_ESTIMATES, LABEL_PROBLEMS, LABELLED


def estimates(reason: str = "", n_labels: int = 120) -> pd.DataFrame:
    rows = [("mean tone", 0.21, 0.15, 0.1, 0.2), ("negative", 0.26, 0.3, 0.22, 0.38)]
    table = pd.DataFrame(rows, columns=["measure", "scorer", "estimate", "low", "high"])
    if reason:
        table[["estimate", "low", "high"]] = NAN
    own = {"labels_only": table["estimate"], "labels_low": NAN, "labels_high": NAN}
    return table.assign(**own, n_labels=n_labels, n_units=52, unit="document", reason=reason)


def accuracy() -> pd.DataFrame:
    return pd.DataFrame({"accuracy": [0.76], "low": [0.66], "high": [0.84]})


def summary(table: pd.DataFrame | None):
    overall = tones(("all", 0.2, 0.1, 0.3))
    tone = pd.DataFrame({"tone": [0.2], "agreement": ["agree"]})
    return findings.tone_summary(
        documents([5, 5]), tone, overall=overall, without=overall, words=contributions(),
        trust=findings.ToneTrust(table, accuracy()),
    )  # fmt: skip


def test_the_corrected_mean_comes_first_beside_the_lists_own() -> None:
    first = summary(estimates()).findings[0]
    assert (first.big, first.small) == ("+.15", "+.10 to +.20")
    assert "corrected by 120 hand labels in 52 texts" in first.sentence
    assert first.sentence.endswith("put the sentences they score at +.21.")


def test_the_caveat_says_against_how_many_labels_it_was_checked() -> None:
    heading, sentence = summary(estimates()).caveat
    assert heading == "Lexicon tone, checked against 120 hand labels"
    assert "On 76% (66% to 84%) of the sentences they score" in sentence


def test_without_labels_or_with_too_few_it_stays_unvalidated_and_says_how_to_check() -> None:
    for table in (None, LABEL_ESTIMATES.empty(), estimates("fewer than 30 labels", 12)):
        said = summary(table)
        assert said.caveat[0] == "Unvalidated lexicon tone"
        assert "analysis label" in said.caveat[1]
        assert len(said.findings) == 3


def test_means_are_written_as_tones_and_shares_in_percent() -> None:
    table = checked.checked_table(estimates())
    assert table["corrected"].tolist() == ["+.15", "30%"]
    assert table["their 95% interval"].tolist() == ["no interval"] * 2
    title = "30% of sentences are negative by the labels, 26% by the word lists"
    assert checked.checked_title(estimates()) == title


def of_two_groups():
    known = estimates(n_labels=40).assign(group="gazette")
    return pd.concat([known, estimates("fewer than 30 labels", 12).assign(group="herald")])


def test_a_group_with_labels_enough_is_corrected_and_the_others_are_counted() -> None:
    table = checked.checked_groups(of_two_groups())
    assert table.iloc[0].tolist() == [
        "gazette", "+.15", "+.10 to +.20", "+.21", "30%", "22% to 38%", "40"
    ]  # fmt: skip
    assert len(table) == 1
    title = "1 of 2 sources corrected by labels of their own"
    assert checked.checked_groups_title(of_two_groups(), "source") == title


def test_the_errors_of_the_lists_are_headed_by_what_people_say() -> None:
    pairs = [("negative", "negative", 0.8), ("negative", "positive", 0.2)]
    pairs += [("positive", "positive", 0.5), ("neutral", "neutral", NAN)]
    table = pd.DataFrame(pairs, columns=["scored_as", "label", "share"])
    assert (
        checked.confusion_title(table)
        == "People say what the lists say of 80% of negative and 50% of positive sentences"
    )
    bins = pd.DataFrame({"tone_mean": [-0.6, 0.1, 0.7, NAN], "label_mean": [-1.0, 0, 0.5, -0.2]})
    title = "−.60 by the lists is −1.00 by the labels, +.70 by the lists is +.50"
    assert checked.calibration_title(bins) == title
    assert checked.confusion_title(table[:0]) == checked.calibration_title(bins[:0]) == ""


def test_groups_without_labels_enough_are_not_measured() -> None:
    labelled = LABELLED.empty()
    labelled.attrs = {"file": "l.csv", "problems": LABEL_PROBLEMS.empty()}
    trust = findings.ToneTrust(estimates(), groups={"sources": of_two_groups()})
    why = "1 of 2: fewer than 30 labels of their own"
    assert checked.labels_missing(labelled, trust) == [
        ("Corrected tone of sources", "not measured", why)
    ]


def test_an_empty_path_gives_empty_tables_and_no_words() -> None:
    docs = documents([5])
    labelled = labels.load("", docs, sents=docs)
    said = labels.results(labelled, docs, scores=docs, periods=docs["doc_id"])
    assert all(table.empty for table in said)
    for groups in (said.by_source, said.by_period):
        assert groups.empty
        assert checked.checked_groups(groups).empty
        assert checked.checked_groups_title(groups, "source") == ""
    assert checked.checked_table(said.estimates).empty
    assert checked.checked_title(said.estimates) == checked.accuracy_title(said.accuracy) == ""
    assert checked.checked_note(said.estimates) == {}


def test_labels_that_could_not_be_used_are_counted_by_reason() -> None:
    labelled = pd.DataFrame({"probability": [0.1, NAN]})
    problems = pd.DataFrame({"reason": ["a label that is not known"] * 2, "row": [7, 9]})
    labelled.attrs = {"file": "l.csv", "problems": problems}
    trust = findings.ToneTrust(estimates("fewer than 30 labels", 12))
    rows = checked.labels_missing(labelled, trust)
    assert [why for _, _, why in rows] == [
        "fewer than 30 labels; there are 12",
        "a label that is not known: 2 labels, first in row 7",
        "outside the present draw: 1 label",
    ]
