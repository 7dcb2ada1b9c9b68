"""Publishing: the old report stands whole, or the new one does."""

from __future__ import annotations

import errno
import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from toy_build import page, state

from analysis.build import output, publish
from analysis.errors import AnalysisError, BusyError, OutputError

if TYPE_CHECKING:
    from analysis.build.output import Place


@pytest.fixture
def place(tmp_path: Path) -> Place:
    found = output.place("texts", tmp_path / "reports" / "texts")
    found.target.mkdir(parents=True)
    (found.target / "index.html").write_text(page("old", "old"))
    output.prepare(found)
    (found.stage / "index.html").write_text(page("new", "new"))
    (found.stage / "tables").mkdir()
    (found.stage / "tables" / "a.csv").write_text("a\n1\n")
    return found


def test_the_new_report_replaces_the_old_one_whole(place: Place) -> None:
    wanted = state(place.stage)
    publish.swap(place)
    assert state(place.target) == wanted
    output.sweep(place)
    assert not place.run.exists()


def test_without_an_exchange_of_folders_two_renames_do_the_same(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(publish, "_exchange", lambda *_: False)
    wanted = state(place.stage)
    publish.swap(place)
    assert state(place.target) == wanted


def test_a_kill_between_the_two_renames_is_mended_by_the_next_build(place: Place) -> None:
    before = state(place.target)
    place.target.rename(place.aside)  # killed here
    publish.recover(place)
    output.prepare(place)
    assert state(place.target) == before


def test_what_a_link_points_to_is_replaced_and_the_link_stays(place: Place, tmp_path: Path) -> None:
    link = tmp_path / "link"
    link.symlink_to(place.target)
    through = output.place("texts", link)
    assert through.target == place.target
    publish.swap(through)
    assert link.is_symlink()
    assert "new" in (link / "index.html").read_text()


def test_a_folder_replaced_by_force_is_kept_under_another_name(place: Place) -> None:
    before = state(place.target)
    publish.swap(place, before="texts.before-1")
    assert state(place.target.with_name("texts.before-1")) == before


@pytest.mark.parametrize("way", ["exchange", "renames"])
@pytest.mark.parametrize("call", ["fsync", "rename", "open"])
def test_whichever_call_fails_the_report_is_the_old_one_or_the_new_one(
    place: Place, monkeypatch: pytest.MonkeyPatch, call: str, way: str
) -> None:
    """The n-th call fails, for every n: an error means the old report, none means the new one."""
    if way == "renames":
        monkeypatch.setattr(publish, "_exchange", lambda *_: False)
    old, new = state(place.target), state(place.stage)
    for n in range(1, 50):
        failed = fails_at(place, monkeypatch, call, n)
        if not failed:
            assert state(place.target) == new
            return
        assert state(place.target) == old, (call, n)
        assert state(place.stage) == new, (call, n)
    pytest.fail("it never succeeded")


def fails_at(place: Place, monkeypatch: pytest.MonkeyPatch, call: str, n: int) -> bool:
    """Publish with the n-th call failing; say whether the build was told so."""
    seen = iter(range(1, 10_000))
    real = getattr(os, call)

    def faulty(*arguments: object, **options: object) -> object:
        if next(seen) == n:
            raise OSError(errno.ENOSPC, "No space left on device")
        return real(*arguments, **options)

    with monkeypatch.context() as patch:
        patch.setattr(os, call, faulty)
        try:
            with output.writing(place):
                publish.swap(place)
        except OutputError:
            return True
    return False


@pytest.mark.parametrize(
    ("body", "culprit"),
    [
        ('<script src="https://cdn.example/x.js"></script>', "<script src>"),
        ('<img src="//cdn.example/x.png">', "<img src>"),
        ('<link rel="stylesheet" href="http://e/x.css">', "<link href>"),
        ("<style>@import 'http://e/x.css'</style>", "<style>"),
        ('<p style="background: url(https://e/x.png)">', "<p style>"),
        ('<svg><image xlink:href="https://e/x.svg"/></svg>', "<image xlink:href>"),
    ],
)
def test_a_page_that_would_load_from_the_network_is_not_published(
    tmp_path: Path, body: str, culprit: str
) -> None:
    (tmp_path / "index.html").write_text(page("x", body))
    with pytest.raises(AnalysisError, match=f"load from the network: {culprit}"):
        publish.check(tmp_path)


def test_a_link_to_follow_and_an_address_in_a_text_are_no_loads(tmp_path: Path) -> None:
    body = '<a href="https://e" rel="noopener noreferrer">e</a> src="http://e" @import'
    (tmp_path / "index.html").write_text(page("x", body))
    publish.check(tmp_path)


def test_a_page_without_its_end_is_not_published(tmp_path: Path) -> None:
    (tmp_path / "index.html").write_text(page("x", "y"))
    (tmp_path / "topics.html").write_text(page("x", "y")[:-10])
    with pytest.raises(AnalysisError, match=r"topics\.html: the page has no end"):
        publish.check(tmp_path)


def test_a_report_without_an_index_is_not_published(tmp_path: Path) -> None:
    with pytest.raises(AnalysisError, match=r"index\.html was not written"):
        publish.check(tmp_path)


def test_files_that_no_build_wrote_are_carried_over(place: Place) -> None:
    (place.target / "mine").mkdir()
    (place.target / "mine" / "notes.txt").write_text("mine")
    (place.target / "stale.html").write_text("of an earlier build")
    publish.keep_foreign(place.target, place.stage, known={"index.html", "stale.html"})
    assert (place.stage / "mine" / "notes.txt").read_text() == "mine"
    assert not (place.stage / "stale.html").exists()
    assert "new" in (place.stage / "index.html").read_text()


def test_a_second_build_is_refused_with_the_number_of_the_first(place: Place) -> None:
    taking = f"with output.held(output.place('texts', {str(place.target)!r})): pass"
    code = f"from analysis.build import output\n{taking}"
    with output.held(place):
        run = subprocess.run(
            [sys.executable, "-c", code], capture_output=True, text=True, check=False
        )
    assert f"BusyError: {place.shown}: another build (process {os.getpid()})" in run.stderr


def test_the_lock_of_a_killed_build_is_free(place: Place) -> None:
    code = (
        "import os, signal\nfrom analysis.build import output\n"
        f"with output.held(output.place('texts', {str(place.target)!r})): os.kill(os.getpid(), 9)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == -9
    with output.held(place):
        pass


def test_the_lock_is_free_after_a_failure(place: Place) -> None:
    with pytest.raises(ZeroDivisionError), output.held(place):
        1 / 0  # noqa: B018 - it is the failure
    with output.held(place), pytest.raises(BusyError), output.held(place):
        pass


@pytest.mark.parametrize("kind", ["the target", "its parent"])
def test_a_file_where_a_folder_is_needed_is_found_before_work_starts(
    tmp_path: Path, kind: str
) -> None:
    (tmp_path / "reports").write_text("a file")
    target = tmp_path / "reports" if kind == "the target" else tmp_path / "reports" / "texts"
    found = output.place("texts", target)
    with pytest.raises(OutputError, match="cannot be written"), output.held(found):
        output.prepare(found)


@pytest.mark.parametrize("code", [errno.EROFS, errno.EACCES, errno.ENOSPC, errno.EDQUOT])
def test_a_disk_that_takes_nothing_is_named_in_words(place: Place, code: int) -> None:
    said = pytest.raises(OutputError, match=r"cannot be written: [a-z -]+\. Make room or rights")
    with said, output.writing(place):
        raise OSError(code, os.strerror(code))


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("news.jsonl", "news"),
        ("news.jsonl.gz", "news"),
        ("a b/../x;rm -rf.csv", "x-rm--rf"),
        ("Новости.csv", "Новости"),
        (".csv", "csv"),
        ("...", "corpus"),
    ],
)
def test_a_report_is_named_after_its_corpus_in_safe_characters(path: str, name: str) -> None:
    assert output.safe_name(Path(path)) == name
