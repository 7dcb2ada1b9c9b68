"""What the term page says of company, places, months, the vocabulary, spread and settings."""

from __future__ import annotations

import pandas as pd
import pytest
from toy_findings import NAN, changes

from analysis import findings
from analysis.frequency import Law
from analysis.schema.terms_frequency import HEAPS_RESIDUALS, ZIPF_RESIDUALS

RISE = ("children", 1.3, 1.19, 1.42, 0.001, "rising")


def test_the_company_of_a_word_heads_its_list() -> None:
    near = pd.DataFrame({"word2": ["care", "left", "credit", "school"]})
    assert findings.company_title(near, "child") == "Near “child”: “care”, “left” and “credit”"
    assert findings.company_title(near.head(0), "child") == ""


def test_company_that_does_not_differ_has_no_heading() -> None:
    table = pd.DataFrame({"word2": ["care"]})
    said = "“care” stands near “child” more often in one group"
    assert findings.apart_title(table, "child") == said
    assert findings.apart_title(table.head(0), "child") == ""


def test_the_places_of_a_word_are_put_into_words() -> None:
    places = pd.DataFrame({"doc_id": ["a", "a", "b"]})
    alt = findings.places_alt(places, "rain")
    assert alt.startswith("Where “rain” stands in 2 texts")
    assert alt.endswith("3 places.")


def test_texts_left_out_of_the_chart_of_places_are_counted() -> None:
    places = pd.DataFrame({"doc_id": ["a", "a", "b"]})
    places.attrs["n_docs"] = 90
    assert "stands in 2 of 90 texts, spread evenly, one row" in findings.places_alt(places, "rain")


def test_the_month_with_the_surest_high_rate_heads_the_season() -> None:
    rows = [("rain", "March", 5.0, 9.0), ("rain", "April", 7.0, 8.0), ("sun", "May", NAN, NAN)]
    season = pd.DataFrame(rows, columns=["term", "label", "low", "per_million"])
    assert findings.season_title(season) == "“rain” is most frequent in April"
    assert findings.season_title(season.tail(1)) == ""


def test_richness_leaves_out_what_grows_and_keeps_why_there_is_no_interval() -> None:
    names = ["tokens", "types", "hapax_share", "mattr", "hdd"]
    diversity = pd.DataFrame({"measure": names, "value": [9.0, 7.0, 0.5, 0.8, 0.85]})
    diversity = diversity.assign(low=NAN, high=NAN, reason="one text")
    zipf = Law(1.1, NAN, "", ZIPF_RESIDUALS.empty(), shows="close")
    heaps = Law(NAN, NAN, "", HEAPS_RESIDUALS.empty(), reason="fewer than 10 documents")
    rich = findings.richness(diversity, zipf, heaps)
    assert rich["value"].tolist()[:4] == [0.5, 0.8, 0.85, 1.1]
    assert rich["says"].tolist() == ["one text"] * 3 + ["close", "fewer than 10 documents"]
    assert findings.richness_title(rich) == "50% of the different words stand once"
    note = findings.richness_note(rich)
    assert note["Zipf, frequency by rank"] == "close."
    assert note["Heaps, new words"] == "fewer than 10 documents."


@pytest.mark.parametrize(
    ("held", "expected"),
    [
        ([18, 18, 4], "Two of 3 words shown above stay in all 18 settings"),
        ([18, 1, 4], "One of 3 words shown above stays in all 18 settings"),
        ([1, 1, 4], "Not one of 3 words shown above stays in all 18 settings"),
        ([], ""),
    ],
)
def test_words_that_stay_in_every_setting_are_counted(held: list[int], expected: str) -> None:
    table = pd.DataFrame({"n_held": held, "n_settings": 18})
    assert findings.held_title(table) == expected


def test_lists_tried_in_other_settings_are_told_apart() -> None:
    held = pd.DataFrame({"shown_as": ["commonest", "sets apart"], "holds": ["first", "sure"]})
    held = held.assign(n_held=[27, 1], n_settings=[27, 54], settings=["27 settings", "54 settings"])
    title = "One of 2 words shown above stays in all settings tried"
    assert findings.held_title(held) == title
    tried = "27 settings (commonest). 54 settings (sets apart)."
    assert findings.held_note(held) == {
        "Tried": tried,
        "Stays": "commonest: first; sets apart: sure.",
    }


def test_spread_names_the_least_and_most_even_else_the_widest() -> None:
    rows = {"term": ["war", "time"], "range": [3, 5], "n_parts": 5, "unit": "document"}
    table = pd.DataFrame(rows | {"excess": [0.3, 0.1]}).set_index("term")
    expected = "Of these, “war” is spread least evenly, “time” most"
    assert findings.spread_title(table) == expected
    unknown = table.assign(excess=NAN, unit="paragraph")
    assert findings.spread_title(unknown) == "“time” stands in 5 of 5 paragraphs"
    assert findings.spread_title(table.head(0)) == ""


def test_a_burst_is_told_against_the_usual_share() -> None:
    surges = pd.DataFrame({"term": ["camera"], "times": [1.8]})
    assert findings.bursts_title(surges) == "“camera” bursts: in 1.8 times its usual share of texts"


def test_a_burst_is_named_by_its_word_and_its_periods() -> None:
    days = pd.to_datetime(["2022-03-01", "2022-05-01"])
    surges = pd.DataFrame({"term": ["war", "war"], "start": days, "end": days[[1, 1]]})
    named = findings.with_spans(surges, "month")["key"].tolist()
    assert named == ["war, March to May 2022", "war, May 2022"]
    quarters = findings.with_spans(surges, "quarter")["span"].tolist()
    assert quarters == ["2022 Q1 to 2022 Q2", "2022 Q2"]
    assert findings.with_spans(surges.head(0), "")["key"].empty


def test_no_more_of_a_first_date_is_shown_than_is_known() -> None:
    seen = pd.DataFrame({"term": ["children"], "first": pd.Timestamp("1974-01-01")})
    seen = seen.assign(last=pd.Timestamp("2006-03-01"))
    seen = seen.assign(first_precision="year", last_precision="month")
    row = findings.with_dates(changes(RISE), seen).iloc[0]
    assert (row["first"], row["last"]) == ("1974", "2006-03")
    assert (row["each"], row["interval"]) == ("+30%", "+19% to +42%")
