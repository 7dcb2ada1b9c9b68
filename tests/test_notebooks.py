"""The form of the notebooks: what DESIGN asks of every one, checked on the files themselves."""

import ast
import json
import re
from pathlib import Path

import pytest

from analysis import corpus, terms

NOTEBOOKS = sorted((Path(__file__).parents[1] / "notebooks").glob("*.ipynb"))
MODULES = {
    path.stem for path in (Path(__file__).parents[1] / "src" / "analysis").iterdir()
}  # a result never takes a module's name
ENDING = ["Evidence", "In short", "What this cannot tell you"]


@pytest.fixture(params=NOTEBOOKS, ids=lambda path: path.stem)
def notebook(request):
    return json.loads(request.param.read_text("utf-8"))


def code(notebook):
    return ["".join(c["source"]) for c in notebook["cells"] if c["cell_type"] == "code"]


def prose(notebook):
    return ["".join(c["source"]) for c in notebook["cells"] if c["cell_type"] == "markdown"]


def tagged(notebook, tag):
    return [c for c in notebook["cells"] if tag in c["metadata"].get("tags", [])]


def test_there_are_the_four_notebooks():
    names = [path.stem for path in NOTEBOOKS]
    assert names == ["01-corpus", "02-term-frequency", "03-topics", "04-sentiment"]


def test_it_carries_no_output_and_no_trace_of_a_run(notebook):
    for cell in notebook["cells"]:
        assert not cell.get("outputs")
        assert not cell.get("execution_count")
    assert set(notebook["metadata"]) <= {"kernelspec", "language_info"}


def test_the_first_code_cell_holds_the_parameters_typed_and_explained(notebook):
    first = next(c for c in notebook["cells"] if c["cell_type"] == "code")
    assert first["metadata"]["tags"] == ["parameters"]
    for line in first["source"]:
        assert re.fullmatch(r"\w+: (str|int|float|bool|list|dict) = [^=#]+  # [^=\n]+\n?", line)


def test_the_corpus_is_the_first_parameter_and_defaults_to_the_seed(notebook):
    assert tagged(notebook, "parameters")[0]["source"][0].startswith('corpus_path: str = "seeds"')


def test_imports_stand_in_one_cell_right_after_the_parameters(notebook):
    cells = code(notebook)
    importing = [
        i for i, source in enumerate(cells) if re.search(r"^(from|import) ", source, re.MULTILINE)
    ]
    assert importing == [1]


def test_it_defines_nothing_and_loops_over_nothing(notebook):
    banned = (ast.FunctionDef, ast.ClassDef, ast.For, ast.While, ast.Try, ast.If, ast.Lambda)
    for source in code(notebook):
        assert not [n for n in ast.walk(ast.parse(source)) if isinstance(n, banned)]


def test_a_code_cell_has_one_to_twelve_lines(notebook):
    assert all(1 <= len(source.splitlines()) <= 12 for source in code(notebook))


def test_a_line_of_code_fits_the_page(notebook):
    assert max(len(line) for source in code(notebook) for line in source.splitlines()) <= 100


def test_prose_stands_before_code_in_every_section(notebook):
    kinds = [c["cell_type"] for c in notebook["cells"]]
    assert kinds[0] == "markdown"
    starts = [i for i, c in enumerate(notebook["cells"]) if "".join(c["source"]).startswith("## ")]
    assert all(kinds[i] == "markdown" for i in starts)


def test_it_ends_with_evidence_summary_and_limits_in_this_order(notebook):
    headings = [t.splitlines()[0][3:] for t in prose(notebook) if t.startswith("## ")]
    assert headings[-3:] == ENDING


def test_the_summary_is_one_tagged_cell_below_its_heading(notebook):
    (cell,) = tagged(notebook, "summary")
    at = notebook["cells"].index(cell)
    assert "".join(notebook["cells"][at - 1]["source"]).startswith("## In short")
    assert "show(" in "".join(cell["source"])


def test_no_result_takes_the_name_of_a_module(notebook):
    assigned = {
        node.id
        for source in code(notebook)
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)
    }
    assert not assigned & MODULES


def test_a_heading_asks_and_the_first_names_the_page(notebook):
    first = prose(notebook)[0]
    assert first.startswith("# ")
    assert len(first.splitlines()) == 2


def test_every_chart_is_shown_with_a_name_and_words_for_those_who_cannot_see_it(notebook):
    for source in code(notebook):
        for call in (n for n in ast.walk(ast.parse(source)) if isinstance(n, ast.Call)):
            shows = isinstance(call.func, ast.Name) and call.func.id == "show"
            if shows and "charts." in ast.unparse(call.args[0]):
                assert {"name", "alt"} <= {keyword.arg for keyword in call.keywords}


def test_the_names_that_the_design_promises_exist():
    docs = corpus.read(Path(__file__).parents[1] / "seeds")
    dtm = terms.count(docs)
    assert dtm.counts.shape == (1, len(dtm.vocabulary))
    assert dtm.doc_ids.tolist() == docs["doc_id"].tolist()
