"""`analysis label`: draws, keeps, and says what the labels correct."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from analysis import cli

SEEDS = Path(__file__).parents[1] / "seeds"
FILE = "seeds-labels.csv"


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def run(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[object, str, str]:
    """Run `analysis label` on the seed in this process: its exit code and its two streams."""
    with pytest.raises(SystemExit) as left:
        cli.main(["label", str(SEEDS), *arguments])
    out, err = capsys.readouterr()
    return left.value.code, out, err


def fill(path: Path, words: list[str]) -> None:
    """Label the rows in turn, and save as a spreadsheet with semicolons does."""
    table = pd.read_csv(path, dtype=str, keep_default_na=False, encoding="utf-8-sig")
    table["label"] = [words[i % len(words)] for i in range(len(table))]
    table.to_csv(path, sep=";", index=False, encoding="utf-8-sig")


def test_the_seed_is_drawn_whole_into_the_working_folder(
    capsys: pytest.CaptureFixture[str], here: Path
) -> None:
    code, out, err = run(capsys)
    assert (code, err) == (0, "")
    assert out.startswith(f"{FILE}: 17 rows added, nothing else changed\nnext: open it in")
    assert out.endswith("labelled: 0 of 17 sentences\n")
    table = pd.read_csv(here / FILE)
    assert (table["probability"] == 1).all()


def test_a_second_call_changes_no_byte(capsys: pytest.CaptureFixture[str], here: Path) -> None:
    run(capsys)
    before = (here / FILE).read_bytes()
    _, out, _ = run(capsys, "--n", "5")
    assert out.startswith(f"{FILE}: nothing added\n")
    assert (here / FILE).read_bytes() == before


def test_the_same_texts_give_the_same_bytes(capsys: pytest.CaptureFixture[str], here: Path) -> None:
    run(capsys, "--out", "a.csv")
    run(capsys, "--out", "b.csv")
    assert (here / "a.csv").read_bytes() == (here / "b.csv").read_bytes()


def test_a_labelled_file_is_told_with_intervals(
    capsys: pytest.CaptureFixture[str], here: Path
) -> None:
    run(capsys)
    fill(here / FILE, ["-1", "neutral", "positive", "negative"])
    _, out, _ = run(capsys)
    assert "labelled: 17 of 17 sentences (negative 9, neutral 4, positive 4)" in out
    assert "corrected by 17 labels, over all covered sentences; 95% intervals, unit 17" in out
    assert "\n  mean tone: \u2212.29 [" in out
    assert "half the width of the mean's interval: " in out


def test_a_second_labeller_is_asked_the_same_and_agreement_is_told(
    capsys: pytest.CaptureFixture[str], here: Path
) -> None:
    run(capsys, "--labeller", "Ann")
    fill(here / FILE, ["-1", "0", "1"])
    _, out, _ = run(capsys, "--labeller", "Bob")
    assert out.startswith(f"{FILE}: 17 rows added")
    fill(here / FILE, ["-1", "0", "1", "0"])
    _, out, _ = run(capsys)
    assert "agreement, Krippendorff's alpha, ordinal: " in out
    assert "(2 labellers, 17 sentences)" in out


def test_labels_that_cannot_be_used_are_pointed_at_and_kept(
    capsys: pytest.CaptureFixture[str], here: Path
) -> None:
    run(capsys)
    fill(here / FILE, ["postive", "-1"])
    code, out, _ = run(capsys, "--labeller", "Bob")
    assert code == 0
    assert f"not used: {FILE}:2: a label that is not known: 'postive'\n" in out
    assert "not used: 4 more (a label that is not known: 4)\n" in out
    assert (here / FILE).read_text("utf-8-sig").count("postive") == 9


@pytest.mark.parametrize(
    ("arguments", "code", "told"),
    [
        (("--n", "0"), 2, "error: Invalid value for '--n'"),
        (("--out", "nowhere/a.csv"), 4, "error: a.csv: cannot be written: no such file"),
        (("--out", "other.csv"), 3, "error: other.csv: no column sentence_id, digest, label"),
    ],
)
def test_every_fault_is_one_line_with_its_code(
    capsys: pytest.CaptureFixture[str],
    here: Path,
    arguments: tuple[str, ...],
    code: int,
    told: str,
) -> None:
    (here / "other.csv").write_text("text\nmine\n")
    found, out, err = run(capsys, *arguments)
    assert (found, out, err.count("\n")) == (code, "", 1)
    assert err.startswith(told)
    assert (here / "other.csv").read_text() == "text\nmine\n"


def test_a_corpus_in_another_language_is_3(capsys: pytest.CaptureFixture[str], here: Path) -> None:
    (here / "de.txt").write_text("Die Lage ist angespannt. Viele Menschen verlassen die Stadt.")
    with pytest.raises(SystemExit) as left:
        cli.main(["label", "de.txt"])
    assert left.value.code == 3
    assert "no sentence in a language that the scorer covers" in capsys.readouterr().err


def test_labels_are_never_written_into_the_corpus(
    capsys: pytest.CaptureFixture[str], here: Path
) -> None:
    (here / "a.txt").write_text("The attack was terrible. People left.")
    with pytest.raises(SystemExit) as left:
        cli.main(["label", "."])
    assert left.value.code == 2
    assert "lies in the corpus it labels. Choose another --out" in capsys.readouterr().err
    assert [path.name for path in here.iterdir()] == ["a.txt"]
