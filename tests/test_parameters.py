"""Parameters: what a notebook declares, what fits, and that nothing else reaches papermill."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.build import parameters
from analysis.build.executed import written
from analysis.build.parameters import Written
from analysis.errors import AnalysisError, UsageError

if TYPE_CHECKING:
    from pathlib import Path

SOURCE = (
    'corpus_path: str = "seeds"  # folder or table of dated texts\n'
    "min_df: int = 2  # drop terms found in fewer documents\n"
    "max_df: float = 1.0\n"
    'label: str = ""\n'
    "fold: bool = True\n"
    "sources: list = []\n"
    "names: dict = {}\n"
)


def fit(**values: object) -> dict[str, Any]:
    declared = parameters.declared(SOURCE, where="notebooks/01.ipynb")
    return parameters.fit(values, notebooks={"corpus": declared})["corpus"]


def test_a_parameter_is_read_with_its_kind_default_and_help() -> None:
    found = parameters.declared(SOURCE, where="x")["min_df"]
    assert (found.kind, found.default, found.help) == (
        "int",
        2,
        "drop terms found in fewer documents",
    )


def test_a_plain_assignment_takes_its_kind_from_its_value() -> None:
    assert parameters.declared("k = 3", where="x")["k"].kind == "int"


def test_a_second_equals_sign_in_the_comment_does_no_harm() -> None:
    found = parameters.declared("k: int = 3  # k = 3 is few", where="x")
    assert found["k"].help == "k = 3 is few"


@pytest.mark.parametrize("source", ["k: int = len('abc')", "k: set = {1}", "k: int", "a = b = c"])
def test_a_declaration_that_cannot_be_checked_is_a_fault_of_ours(source: str) -> None:
    with pytest.raises(AnalysisError, match=r"notebooks/x\.ipynb: parameter"):
        parameters.declared(source, where="notebooks/x.ipynb")


def test_a_cell_that_is_no_python_is_named_with_its_line() -> None:
    with pytest.raises(UsageError, match="x: parameters cell, line 2"):
        parameters.declared("a = 1\nb = = 2", where="x")


@pytest.mark.parametrize(
    ("name", "text", "value"),
    [
        ("label", "007", "007"),
        ("label", "1e5", "1e5"),
        ("label", "null", "null"),
        ("min_df", "007", 7),
        ("max_df", "1", 1.0),
        ("fold", "no", False),
        ("sources", '["007", 1]', ["007", 1]),
        ("names", '{"a": null}', {"a": None}),
    ],
)
def test_a_written_value_is_read_by_the_declared_kind(name: str, text: str, value: object) -> None:
    found = fit(**{name: Written(text)})[name]
    assert found == value
    assert type(found) is type(value)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("min_df", Written("2.0")),
        ("min_df", Written("abc")),
        ("min_df", Written("1_0")),
        ("min_df", 2.0),
        ("min_df", True),
        ("min_df", "2"),
        ("min_df", np.int64(3)),
        ("max_df", Written("NaN")),
        ("max_df", float("inf")),
        ("max_df", np.float64(0.5)),
        ("label", 7),
        ("label", "half \ud800 a character"),
        ("fold", Written("perhaps")),
        ("fold", 1),
        ("sources", Written("a,b")),
        ("sources", Written('{"a": 1}')),
        ("sources", ("a", "b")),
        ("sources", [float("nan")]),
        ("sources", Written("[NaN]")),
        ("sources", [{1, 2}]),
        ("sources", Written("[" * 100_000)),
        ("names", {1: "a"}),
    ],
)
def test_a_value_of_another_kind_is_refused_by_name(name: str, value: object) -> None:
    with pytest.raises(UsageError, match=f"parameter '{name}'"):
        fit(**{name: value})


def test_a_mistyped_name_is_answered_with_the_likely_one() -> None:
    with pytest.raises(UsageError, match="did you mean 'min_df'"):
        fit(min_dff=3)


@pytest.mark.parametrize("name", ["z=1; import os #", "import", "", "a b", 7, "min_df\n"])
def test_a_name_that_is_no_identifier_never_reaches_papermill(name: object) -> None:
    with pytest.raises(UsageError, match="not a name"):
        parameters.fit({name: 1}, notebooks={"corpus": parameters.declared(SOURCE, where="x")})


def test_the_corpus_is_given_as_an_argument_only() -> None:
    with pytest.raises(UsageError, match="Give the corpus as its argument"):
        fit(corpus_path="elsewhere")


def test_a_value_goes_to_the_notebooks_that_declare_it_only() -> None:
    both = {"a": parameters.declared("k: int = 1", where="a"), "b": {}}
    assert parameters.fit({"k": 2}, notebooks=both) == {"a": {"k": 2}, "b": {}}


def test_yaml_gives_typed_values_and_runs_nothing(tmp_path: Path) -> None:
    file = tmp_path / "p.yaml"
    file.write_text("min_df: 3\nlabel: '007'\n")
    assert parameters.from_yaml(file) == {"min_df": 3, "label": "007"}
    file.write_text("label: !!python/object/apply:os.system ['true']\n")
    with pytest.raises(UsageError, match=r"p\.yaml: not readable"):
        parameters.from_yaml(file)


@pytest.mark.parametrize("content", [b"- a\n- b\n", b"", b"\xff\xfe\xfd", b"a: [1"])
def test_yaml_that_is_no_mapping_is_refused(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "p.yaml"
    file.write_bytes(content)
    with pytest.raises(UsageError, match=r"p\.yaml"):
        parameters.from_yaml(file)


plain = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(st.characters(exclude_categories=["Cs"])),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3)
    ),
    max_leaves=8,
)


@given(st.lists(plain, max_size=4))
def test_the_cell_that_is_shown_assigns_exactly_the_value_and_nothing_else(value: object) -> None:
    (statement,) = ast.parse(written({"sources": value})).body
    assert ast.literal_eval(statement.value) == value
