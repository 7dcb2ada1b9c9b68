"""The words that part the tone of two groups: sums, parts, intervals, and the chart of them."""

from __future__ import annotations

from math import sqrt
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import ttest_ind
from test_charts_terms import FAR, GROUPS, NAMES, WIDTHS, drawn, faults
from test_sentiment import documents, scored

from analysis import charts, corpus, findings, keyness, sentiment
from analysis.schema.tone import TONE_DIFFERENCE, WORD_SHIFT

ONE_WORD = {  # sentences with one listed word each, and how often each group has them
    "It was {} there.": (
        {"good": 4, "bad": 1, "war": 1, "great": 2},
        {"good": 1, "bad": 3, "war": 4},
    )
}
# shifterator 0.3.0 (PyPI), WeightedAvgShift(other, target, scores, scores, reference_value=0,
# normalization=None) on these counts; the score of a word is .47 x / sqrt(x^2 + 15) with VADER's
# valence + .53 y / sqrt(y^2 + 15) with +-1.71, worked out without this package
PUBLISHED = {"bad": 0.117241, "good": 0.157902, "great": 0.126942, "war": 0.10564}
# the same where two of the target's four sentences say "not good" (-.74): the scores of the
# target are then other than those of the others; usage and weight are its two components
NEGATED = {"good": (0.087959, -0.116571), "bad": (0.117241, 0.0), "war": (0.10564, 0.0)}
PIECES = ["good", "not good", "very bad", "war!", "fine but terrible", "a train", "GREAT day", "no"]


def corpus_of(target: list[str], other: list[str]) -> tuple[pd.DataFrame, pd.Series]:
    docs = documents(*target, *other)
    return docs, pd.Series([True] * len(target) + [False] * len(other))


def one_word(negated: int = 0) -> tuple[pd.DataFrame, pd.Series]:
    (frame, sides) = next(iter(ONE_WORD.items()))
    target, other = (
        [frame.format(word) for word, n in counts.items() for _ in range(n)] for counts in sides
    )
    target[:negated] = [text.replace("good", "not good") for text in target[:negated]]
    return corpus_of(target, other)


def shifted(docs: pd.DataFrame, mask: pd.Series) -> pd.DataFrame:
    return sentiment.word_shift(scored(docs), docs, target=mask)


def test_on_plain_word_counts_it_is_the_published_weighted_average_shift() -> None:
    table = shifted(*one_word()).set_index("word")
    assert table["shift"].to_dict() == pytest.approx(PUBLISHED, abs=1e-4)
    assert table["weight"].abs().max() < 1e-12


def test_a_word_that_is_negated_on_one_side_weighs_otherwise_as_published() -> None:
    table = shifted(*one_word(negated=2)).set_index("word")
    for word, (usage, weight) in NEGATED.items():
        assert table.loc[word, "usage"] == pytest.approx(usage, abs=1e-4)
        assert table.loc[word, "weight"] == pytest.approx(weight, abs=1e-4)
    assert table.loc["good", "kind"] == "positive word, weighs otherwise"


def test_a_shift_worked_by_hand() -> None:
    # two documents against one; "war" (VADER -2.9, no Hu & Liu word) in one of two sentences of
    # one of them: .25 times a scored sentence, each time .47 * -2.9 / sqrt(2.9^2 + 15)
    docs, mask = corpus_of(["war\ngood", "good"], ["good"])
    row = shifted(docs, mask).set_index("word").loc["war"]
    pull = 0.47 * -2.9 / sqrt(2.9**2 + 15)
    assert row["pull_target"] == pytest.approx(pull, abs=1e-5)
    assert row["rate_target"] == 0.25
    assert row["shift"] == pytest.approx(0.25 * pull, abs=1e-5)
    assert np.isnan(row["pull_other"])
    assert (row["n_target"], row["docs_target"], row["n_other"], row["docs_other"]) == (1, 1, 0, 0)


texts = st.lists(st.lists(st.sampled_from(PIECES), min_size=1, max_size=3), min_size=1, max_size=6)


@settings(max_examples=20, deadline=None)
@given(texts, texts)
def test_words_and_emphasis_add_up_to_the_difference_of_the_means(target, other) -> None:
    docs, mask = corpus_of(*([" ".join(own) for own in side] for side in (target, other)))
    tone = scored(docs)
    gap, table = (
        sentiment.difference(tone, docs, target=mask),
        sentiment.word_shift(tone, docs, target=mask),
    )
    if gap.empty:
        assert table.empty
        return
    sides = [sentiment.overall(tone, docs[mask == side])["tone"].iloc[0] for side in (True, False)]
    assert gap["difference"].iloc[0] == pytest.approx(sides[0] - sides[1], abs=1e-12)
    assert table["shift"].sum() == pytest.approx(gap["words"].iloc[0], abs=1e-12)
    assert (table["usage"] + table["weight"]).to_numpy() == pytest.approx(table["shift"].to_numpy())


def test_without_exclamation_and_question_marks_words_make_all_of_it() -> None:
    docs, mask = corpus_of(["a very good day", "not bad but sad"], ["war and GREAT harm"])
    assert abs(sentiment.difference(scored(docs), docs, target=mask)["emphasis"].iloc[0]) < 1e-4
    loud = documents(*["good!!!"] * 2, *["good"] * 2)
    gap = sentiment.difference(scored(loud), loud, target=pd.Series([True, True, False, False]))
    assert gap["emphasis"].iloc[0] > 0.05


def test_turning_the_groups_round_turns_every_sign() -> None:
    docs, mask = one_word(negated=1)
    there, back = (shifted(docs, side).set_index("word") for side in (mask, ~mask))
    assert back["shift"].to_dict() == pytest.approx((-there["shift"]).to_dict())
    assert back["low"].to_dict() == pytest.approx((-there["high"]).to_dict(), nan_ok=True)


def test_the_interval_and_p_are_welchs_over_documents_those_without_the_word_included() -> None:
    docs, mask = one_word()
    tone = scored(docs)
    row = shifted(docs, mask).set_index("word").loc["good"]
    value = tone["tone"].where(tone["words"].map(lambda own: own[0][2] == "good"), 0.0)
    known = ttest_ind(value[mask], value[~mask], equal_var=False)
    ends = known.confidence_interval()
    assert (row["low"], row["high"]) == pytest.approx((ends.low, ends.high), abs=1e-4)
    assert row["p"] == pytest.approx(known.pvalue, abs=1e-4)


def test_a_rare_word_and_a_small_group_have_no_interval_and_say_why() -> None:
    table = shifted(*one_word()).set_index("word")
    assert table.loc["great", "reason"] == "in fewer than 5 texts"
    assert table.loc["great", ["low", "p", "q"]].isna().all()
    few = shifted(*corpus_of(["good"] * 6, ["bad"] * 4))
    assert set(few["reason"]) == {"fewer than 5 texts with tone on a side"}


def test_a_document_on_neither_side_changes_nothing() -> None:
    docs, mask = one_word()
    more = pd.concat([docs, documents("a terrible war").assign(doc_id="x")], ignore_index=True)
    wider = pd.concat([mask.astype("boolean"), pd.Series([pd.NA], dtype="boolean")])
    pd.testing.assert_frame_equal(shifted(more, wider), shifted(docs, mask))


def test_the_order_of_documents_changes_no_byte() -> None:
    docs, mask = one_word(negated=1)
    back = docs.iloc[::-1].reset_index(drop=True)
    turned = shifted(back, mask.iloc[::-1].reset_index(drop=True))
    pd.testing.assert_frame_equal(turned, shifted(docs, mask), check_exact=True)


def test_where_a_group_has_no_tone_there_is_no_row() -> None:
    docs, mask = corpus_of(["good"], ["a train"])
    assert shifted(docs, mask).columns.tolist() == WORD_SHIFT.names
    assert len(shifted(docs, mask)) == 0
    assert (
        sentiment.difference(scored(docs), docs, target=mask).columns.tolist()
        == TONE_DIFFERENCE.names
    )


def test_the_list_shown_has_both_sides_and_wider_intervals() -> None:
    table = shifted(*one_word())
    some = sentiment.shown(table, 1)
    assert some["word"].tolist() == ["good"]
    both = sentiment.shown(shifted(*one_word(negated=4)), 9)
    assert (both["shift"].to_numpy() > 0).tolist() == sorted(both["shift"] > 0, reverse=True)
    whole = table.set_index("word").loc["good"]
    assert some["low"].iloc[0] < whole["low"] < whole["high"] < some["high"].iloc[0]
    assert some["adjusted"].iloc[0].startswith("1 shown of ")


STATE_UNION = Path(__file__).parents[2] / "shared" / "data" / "state_union.jsonl"


@pytest.mark.skipif(not STATE_UNION.exists(), reason="needs the corpora beside the repository")
def test_addresses_parted_at_random_show_no_word_that_parts_them() -> None:
    docs = corpus.read(STATE_UNION)
    tone = sentiment.score_sentences(docs, corpus.sentences(docs))
    rng, share = np.random.default_rng(5), []
    for _ in range(5):
        table = sentiment.word_shift(tone, docs, target=rng.permutation(len(docs)) < len(docs) // 2)
        share.append((table["p"].dropna() < 0.05).mean())
        assert not (table["q"] < 0.05).any()
    assert np.mean(share) < 0.06


# ---- in words


def contrast(docs: pd.DataFrame, mask: pd.Series) -> keyness.Contrast:
    return keyness.Contrast(mask, "texts from 2020 on", "texts before 2020")


def toy_shift(shifts=(0.02, 0.01, -0.01), half=0.005, name="w{}", kind="") -> pd.DataFrame:
    """WORD_SHIFT as far as it is drawn and told."""
    shift = np.array(shifts, dtype=float)
    table = pd.DataFrame({"word": [name.format(i) for i in range(len(shift))], "shift": shift})
    own = np.where(shift > 0, "positive word, used more", "negative word, used more")
    more = {"kind": kind or own, "adjusted": "3 shown of 9", "reason": ""}
    return table.assign(low=shift - half, high=shift + half, **more)


def test_the_heading_names_the_sure_words_of_each_side() -> None:
    groups = contrast(*one_word())
    title = findings.shift_title(toy_shift(), groups)
    assert title == "“w0” and “w1” raise the tone of texts from 2020 on; “w2” lowers it"
    unsure = findings.shift_title(toy_shift(half=0.5), groups)
    assert unsure == (
        "No single word surely moves the tone of texts from 2020 on against texts before 2020"
    )
    assert findings.shift_title(toy_shift(()), groups) == ""


def test_the_note_says_what_the_parts_add_up_to() -> None:
    docs, mask = one_word()
    gap, table = sentiment.difference(scored(docs), docs, target=mask), shifted(docs, mask)
    note = findings.shift_note(
        table, sentiment.shown(table, 8), gap=gap, groups=contrast(docs, mask)
    )
    assert note["Difference"].startswith("+.51 (")
    assert "+.24 in 8 texts (texts from 2020 on)" in note["Difference"]
    assert note["Adds up"] == "4 words make +.51 of it, exclamation and question marks .00."
    assert findings.shift_alt(toy_shift(()), contrast(docs, mask)) == ""


# ---- drawn


@pytest.mark.parametrize("groups", [GROUPS, FAR])
@pytest.mark.parametrize("name", NAMES.values(), ids=NAMES)
@pytest.mark.parametrize("width", WIDTHS)
def test_no_text_of_a_word_shift_lies_on_another(width, name, groups) -> None:
    table = toy_shift([0.09, 0.04, 0.002, -0.001, -0.03, -0.075] * 2, name=name, half=0.02)
    table = pd.concat([table[table["shift"] > 0], table[table["shift"] < 0]], ignore_index=True)
    assert faults(drawn(charts.word_shift(table, **groups), width)) == []


def test_a_bar_is_filled_only_where_its_interval_leaves_zero_out() -> None:
    table = toy_shift([0.02, 0.001], half=0.005)
    figure = drawn(charts.word_shift(table, **GROUPS))
    sure, unsure = [p.get_facecolor() for p in figure.axes[0].patches if p.get_gid() is None][:2]
    assert sure != unsure


def test_a_bar_is_named_on_hover_with_its_part_its_interval_and_how() -> None:
    marks = charts.word_shift(toy_shift(), **GROUPS).figure.drawing.marks
    assert marks[0].hover == "w0: +.020 (+.015 to +.025); positive word, used more"
    assert [mark.key for mark in marks] == ["w0", "w1", "w2"]
