"""Two builds side by side: what differs, whether beyond noise, and what a bad folder does."""

from __future__ import annotations

import json
import math
from itertools import chain
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from analysis import report
from analysis.build import compared, earlier, told
from analysis.build.differences import Estimates, differences, lacking
from analysis.errors import UsageError

if TYPE_CHECKING:
    from pathlib import Path

RATES = Estimates(("term",), "per_million", "significant", "ratio", "rates", "term-frequency")
TONES = Estimates(("source",), "tone", "tone", "difference", "tones", "sentiment")
HOSTILE = "<img src=x onerror=alert(1)>"


def texts(**columns: list[object]) -> pd.DataFrame:
    """Make a table as it is read from a file: all texts."""
    return pd.DataFrame({name: [str(one) for one in values] for name, values in columns.items()})


def tones(*rows: tuple[str, float, float]) -> pd.DataFrame:
    names, at, half = zip(*rows, strict=True)
    ends = [(a - h, a + h) for a, h in zip(at, half, strict=True)]
    return texts(source=names, tone=at, low=[e[0] for e in ends], high=[e[1] for e in ends])


def lay(folder: Path, *, tables: dict[str, str], **more: object) -> Path:
    """Write a report's folder by hand."""
    (folder / "tables").mkdir(parents=True)
    corpus = {"name": "c", "path": "c", "digest": more.pop("digest", "d"), "n_used": 2}
    pages = {"topics": {"parameters": more.pop("parameters", {"min_df": 2})}}
    whole = {"corpus": corpus, "pages": pages, "versions": {"pandas": "3"}, **more}
    (folder / "manifest.json").write_text(json.dumps(whole), "utf-8")
    for name, text in tables.items():
        (folder / "tables" / f"{name}.csv").write_text(text, "utf-8")
    return folder


TERMS = "term,per_million,low,high,df\nwar,100,90,111,30\npeace,50,40,62,30\n"
LATER = "term,per_million,low,high,df\nwar,200,180,222,30\npeace,51,41,63,30\n=sum,9,8,10,30\n"


@pytest.fixture
def two(tmp_path: Path) -> tuple[earlier.Report, earlier.Report]:
    docs = ("doc_id,n\na,1\nb,2\n", "doc_id,n\nb,2\nc,3\n")
    one = lay(tmp_path / "one", tables={"terms": TERMS, "documents": docs[0]})
    other = lay(
        tmp_path / "two", tables={"terms": LATER, "documents": docs[1]}, digest="e",
        parameters={"min_df": 5},
    )  # fmt: skip
    return earlier.report(one), earlier.report(other)


def test_a_difference_has_the_root_of_the_squared_half_widths_as_its_half_width() -> None:
    found = differences(tones(("a", 0.1, 0.03)), tones(("a", 0.2, 0.04)), kind=TONES)
    row = found.iloc[0]
    assert row["change"] == pytest.approx(0.1)
    assert (row["high"] - row["low"]) / 2 == pytest.approx(0.05, rel=1e-4)  # 3, 4, 5
    z = 0.1 / (0.05 / stats.norm.ppf(0.975))
    assert row["p"] == pytest.approx(2 * stats.norm.sf(z), rel=1e-2)


def test_few_units_make_the_test_of_welch_and_satterthwaite() -> None:
    one, two = [1.0, 2.0, 3.0, 4.0, 5.5], [2.0, 4.0, 5.0, 7.0, 9.0, 4.0]
    sides = []
    for values in (one, two):
        half = stats.t.ppf(0.975, len(values) - 1) * stats.sem(values)
        sides.append(tones(("a", np.mean(values), half)).assign(df=str(len(values) - 1)))
    found = differences(*sides, kind=TONES).iloc[0]
    assert found["p"] == pytest.approx(stats.ttest_ind(one, two, equal_var=False).pvalue)


def test_a_rate_is_compared_as_a_ratio() -> None:
    one = texts(term=["war"], per_million=[100], low=[90], high=[100**2 / 90], df=[1000])
    two = texts(term=["war"], per_million=[200], low=[180], high=[200**2 / 180], df=[1000])
    row = differences(one, two, kind=RATES).iloc[0]
    assert row["change"] == pytest.approx(2)
    wanted = math.exp(math.sqrt(2) * math.log(100 / 90))
    assert row["change"] / row["low"] == pytest.approx(wanted, rel=1e-2)


def test_intervals_of_the_changes_shown_are_widened_for_all_that_were_tested() -> None:
    many = [(f"s{i:02d}", 0.0, 0.1) for i in range(19)]
    found = differences(tones(("x", 0.0, 0.1), *many), tones(("x", 0.9, 0.1), *many), kind=TONES)
    assert found["row"][0] == "x"
    assert found["adjusted"][0] == "1 shown of 20"
    half = math.sqrt(2) * 0.1 * stats.norm.ppf(1 - 0.025 / 20) / stats.norm.ppf(0.975)
    assert (found["high"] - found["low"])[0] / 2 == pytest.approx(half, rel=1e-3)


def test_what_one_build_could_not_measure_is_not_compared_and_says_so() -> None:
    one = texts(source=["a", "b"], tone=[0.1, ""], low=[0, ""], high=[0.2, ""])
    two = texts(source=["a", "b"], tone=[0.1, 0.3], low=["inf", 0.2], high=[0.2, 0.4])
    found = differences(one, two, kind=TONES)
    assert found[["low", "high", "p", "q"]].isna().all(axis=None)
    assert set(found["reason"]) == {"no interval in one of the builds"}


def test_sentences_are_not_compared_with_documents() -> None:
    one, two = (tones(("a", 0.1, 0.1)).assign(unit=unit) for unit in ("sentence", "document"))
    assert differences(one, two, kind=TONES)["reason"][0] == "another unit in each build"


halves = st.floats(0.01, 0.5)
at = st.floats(-1, 1)


@settings(max_examples=25)
@given(st.lists(st.tuples(at, halves, at, halves), min_size=1, max_size=8))
def test_turning_the_builds_round_turns_the_changes_round(
    rows: list[tuple[float, float, float, float]],
) -> None:
    one = tones(*((f"s{i}", a, h) for i, (a, h, _, _) in enumerate(rows)))
    two = tones(*((f"s{i}", a, h) for i, (_, _, a, h) in enumerate(rows)))
    there, back = differences(one, two, kind=TONES), differences(two, one, kind=TONES)
    there, back = there.set_index("row").sort_index(), back.set_index("row").sort_index()
    np.testing.assert_allclose(there["change"], -back["change"], atol=1e-12)
    np.testing.assert_allclose(there["p"], back["p"], atol=1e-9)
    np.testing.assert_allclose(there["low"], -back["high"], atol=1e-9)


@settings(max_examples=20)
@given(st.permutations(range(6)))
def test_the_order_of_rows_changes_nothing(order: list[int]) -> None:
    one = tones(*((f"s{i}", i / 9, 0.1) for i in range(6)))
    two = tones(*((f"s{i}", i / 7, 0.1) for i in range(6)))
    moved = two.iloc[order].reset_index(drop=True)
    first = differences(one, two, kind=TONES)
    pd.testing.assert_frame_equal(first, differences(one, moved, kind=TONES))


def test_chance_alone_is_seldom_called_a_change() -> None:
    rng = np.random.default_rng(3)
    called = 0
    for _ in range(60):
        sides = []
        for _ in range(2):
            drawn = rng.normal(0, 1, (20, 8))
            half = stats.t.ppf(0.975, 7) * stats.sem(drawn, axis=1)
            rows = (
                (f"s{i}", m, h) for i, (m, h) in enumerate(zip(drawn.mean(1), half, strict=True))
            )
            sides.append(tones(*rows).assign(df="7"))
        called += (differences(*sides, kind=TONES)["adjusted"] != "").any()
    assert called <= 8  # 60 times .05, and three standard errors


def test_a_table_of_another_version_says_what_it_lacks() -> None:
    assert lacking(texts(term=["a"], per_million=[1]), RATES) == "not compared: no column low, high"
    twice = texts(term=["a", "a"], per_million=[1, 2], low=[1, 1], high=[2, 2])
    assert lacking(twice, RATES) == "not compared: two rows have one name"


def test_a_comparison_names_texts_parameters_rows_and_changes(
    two: tuple[earlier.Report, earlier.Report],
) -> None:
    found = compared.compare(*two)
    assert found.texts == (1, 1, 1)
    assert found.made["what"].tolist() == ["corpus, SHA-256", "min_df (topics)"]
    assert found.comings.to_numpy().tolist() == [
        ["c", "documents", "new"], ["a", "documents", "gone"], ["=sum", "terms", "new"],
    ]  # fmt: skip
    changed = found.changes["terms"]
    assert changed[changed["adjusted"] != ""]["row"].tolist() == ["war"]


def test_a_report_beside_itself_is_the_same_bytes(
    two: tuple[earlier.Report, earlier.Report],
) -> None:
    found = compared.compare(two[0], two[0])
    assert found.nothing
    assert told.summary(found).title == "Nothing changed: the same bytes"
    assert told.summary(found).findings == ()


def test_the_surest_change_is_told_with_its_interval(
    two: tuple[earlier.Report, earlier.Report],
) -> None:
    said = told.summary(compared.compare(*two))
    assert said.title == "1 of 2 estimates changed beyond noise"
    change = next(one for one in said.findings if one.kind == "finding")
    assert change.big == "\u00d72"
    assert "\u201cwar\u201d: from 100 to 200" in change.sentence
    assert change.small.endswith("adjusted: 1 shown of 2")


def test_the_same_texts_are_never_called_another_sample(
    two: tuple[earlier.Report, earlier.Report], tmp_path: Path
) -> None:
    lay(tmp_path / "three", tables={"terms": LATER}, digest="d")
    found = compared.compare(two[0], earlier.report(tmp_path / "three"))
    assert told.summary(found).caveat[0] == "Both builds read the same texts"


@pytest.mark.parametrize("name", ["", "manifest.json", "tables"])
def test_a_report_may_be_named_by_its_folder_manifest_or_tables(
    two: tuple[earlier.Report, earlier.Report], name: str
) -> None:
    assert earlier.report(two[0].folder / name).digest == two[0].digest


@pytest.mark.parametrize(
    "content",
    [None, "", "[]", "{}", '{"pages": 1, "corpus": {}}', '{"pages": {}, "corpus": [1]}', "\x00",
     "[" * 100_000],
)  # fmt: skip
def test_a_folder_that_is_no_report_is_refused_with_a_mend(
    tmp_path: Path, content: str | None
) -> None:
    if content is not None:
        (tmp_path / "manifest.json").write_text(content, "utf-8")
    with pytest.raises(UsageError, match=r"no report of an earlier build\. Name the folder") as no:
        earlier.report(tmp_path)
    assert no.value.exit_code == 2


def test_a_link_in_a_report_that_was_sent_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "secret.csv").write_text("term,per_million,low,high\nsecret,1,1,1\n", "utf-8")
    sent = lay(tmp_path / "sent", tables={"documents": "doc_id\na\n"})
    (sent / "tables" / "terms.csv").symlink_to(tmp_path / "secret.csv")
    assert list(earlier.report(sent).tables) == ["documents"]


@pytest.mark.parametrize(
    "text", ["", "\n", 'term,"a\n', "\x00", "a,b\n1,2,3\n", "term\nwar\n", "x" * 100_000]
)
def test_a_damaged_table_is_named_and_stops_nothing(
    two: tuple[earlier.Report, earlier.Report], text: str
) -> None:
    (two[0].folder / "tables" / "terms.csv").write_text(text, "utf-8")
    line = compared.compare(*two).tables.set_index("table").loc["terms"]
    assert line["state"].startswith("not compared: ")


@pytest.mark.parametrize("value", [HOSTILE, 7, None, [1], {"a": 1}, "x" * 100_000])
def test_a_manifest_of_odd_values_is_read_as_texts(tmp_path: Path, value: object) -> None:
    odd = {"versions": value, "earlier": [value, {"parameters": value, "n_used": value}]}
    sent = earlier.report(lay(tmp_path / "odd", tables={}, parameters=value, **odd))
    assert all(isinstance(v, str) for v in chain(*(p.values() for p in sent.parameters.values())))
    assert len(sent.history()) <= earlier.MOST
    assert compared.compare(sent, sent).nothing


def test_the_list_of_earlier_builds_is_the_one_named_and_those_before_it(tmp_path: Path) -> None:
    before = [{"digest": str(n), "path": "c", "n_used": n} for n in range(30)]
    found = earlier.report(lay(tmp_path / "one", tables={}, earlier=before)).history()
    assert [one["digest"] for one in found] == ["d", *map(str, range(9))]


CONTEXT = {
    "corpus": "c", "corpus_path": "c", "digest": "0" * 64, "n_rows_in": 2, "n_used": 2,
    "n_skipped": 0, "versions": {}, "page_parameters": {},
    "earlier": [{"path": HOSTILE, "digest": HOSTILE, "otherwise": [HOSTILE]}],
}  # fmt: skip


def written(tmp_path: Path, *two: earlier.Report) -> str:
    stage = tmp_path / "stage"
    stage.mkdir()
    content = told.content(compared.compare(*two))
    report.render({}, stage, CONTEXT, further=lambda _: content)
    return (stage / "compare.html").read_text("utf-8") + (stage / "index.html").read_text("utf-8")


def test_no_text_of_a_report_that_was_sent_becomes_markup(tmp_path: Path) -> None:
    cell = f'"{HOSTILE}",100,90,111,30\n'
    head = "term,per_million,low,high,df\n"
    sides = []
    for name, text in (("one", head + cell), ("two", head + cell.replace(",1", ",9"))):
        folder = lay(
            tmp_path / name, tables={"terms": text, "documents": f"doc_id\n{HOSTILE}{name}\n"},
            digest=HOSTILE + name, parameters={HOSTILE: name},
        )  # fmt: skip
        sides.append(earlier.report(folder))
    text = written(tmp_path, *sides)
    assert "<img" not in text
    assert "&lt;img" in text


def test_the_page_of_a_comparison_holds_its_tables_as_files(
    two: tuple[earlier.Report, earlier.Report], tmp_path: Path
) -> None:
    text = written(tmp_path, *two)
    names = sorted(path.stem for path in (tmp_path / "stage" / "tables").iterdir())
    assert names == ["compare-comings", "compare-made", "compare-tables", "compare-terms"]
    assert '<a href="compare.html">1 of 2 estimates changed beyond noise</a>' in text


def test_a_comparison_gives_the_same_bytes(
    two: tuple[earlier.Report, earlier.Report], tmp_path: Path
) -> None:
    pages = []
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
        pages.append(written(tmp_path / name, *two))
    assert pages[0] == pages[1]
