from __future__ import annotations

import pandas as pd
import pytest

from analysis import schema
from analysis.errors import AnalysisError
from analysis.schema import Schema, columns

TINY = Schema("TINY", "none", columns(term=("str", "a word"), n=("int", "uses"), low=("float", "")))


def table(**changed: object) -> pd.DataFrame:
    return pd.DataFrame({"low": [0.5], "n": [1], "term": ["a"], "more": [0]} | changed)


def test_a_checked_table_has_the_columns_of_its_schema_in_order() -> None:
    assert TINY.check(table()).columns.tolist() == ["term", "n", "low"]


def test_a_missing_column_is_named() -> None:
    with pytest.raises(AnalysisError, match="TINY: no column term, n"):
        TINY.check(table().drop(columns=["term", "n"]))


def test_a_column_of_another_kind_is_named() -> None:
    with pytest.raises(AnalysisError, match="TINY: n is float64, not int"):
        TINY.check(table(n=[1.5]))


def test_a_check_changes_nothing_of_the_table_given() -> None:
    given = table()
    TINY.check(given)
    assert given.columns.tolist() == ["low", "n", "term", "more"]


@pytest.mark.parametrize("name", [n for n in schema.__all__ if n.isupper()])
def test_an_empty_table_of_every_schema_passes_its_own_check(name: str) -> None:
    of = getattr(schema, name)
    assert of.name == name
    pd.testing.assert_frame_equal(of.check(of.empty()), of.empty())
