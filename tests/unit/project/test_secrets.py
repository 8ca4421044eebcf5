"""Secrets are made once, kept in files that only the owner reads, and never short."""

from __future__ import annotations

import os
import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from sixianghui.project.secrets import Kept, alone, fresh, kept, read_or_make, write


def test_secret_when_asked_twice_then_is_the_same(tmp_path: Path) -> None:
    assert read_or_make(tmp_path, "key") == read_or_make(tmp_path, "key")


def test_secret_file_then_is_readable_by_its_owner_only(tmp_path: Path) -> None:
    read_or_make(tmp_path, "key")
    assert stat.S_IMODE((tmp_path / "secrets" / "key").stat().st_mode) == 0o600


def test_secret_when_many_start_together_then_all_get_the_same_one(tmp_path: Path) -> None:
    with ThreadPoolExecutor(8) as pool:
        found = set(pool.map(lambda _: read_or_make(tmp_path, "key"), range(40)))
    assert len(found) == 1


@pytest.mark.parametrize("text", ["", "guessed", f"{'k' * 64}\nguessed", f"{'k' * 64}\nnext:guessed"])
def test_secret_when_one_is_short_then_the_start_is_refused(tmp_path: Path, text: str) -> None:
    (tmp_path / "secrets").mkdir()
    (tmp_path / "secrets" / "key").write_text(text)
    with pytest.raises(RuntimeError, match="太短"):
        read_or_make(tmp_path, "key")


def test_secret_when_it_begins_as_another_then_is_that_one_and_stays(tmp_path: Path) -> None:
    first = read_or_make(tmp_path, "key")
    assert read_or_make(tmp_path, "other", first=[first.current]) == first
    write(tmp_path, "key", Kept(fresh()))
    assert read_or_make(tmp_path, "other", first=[fresh()]) == first


@pytest.mark.parametrize(
    ("what", "others"),
    [
        (Kept("a" * 40), []),
        (Kept("b" * 40, ("a" * 40,)), ["a" * 40]),
        (Kept("a" * 40, (), "b" * 40), ["b" * 40]),
        (Kept("c" * 40, ("b" * 40, "a" * 40)), ["b" * 40, "a" * 40]),
    ],
)
def test_secrets_when_written_then_are_read_again_and_no_other_file_is_left(
    tmp_path: Path, what: Kept, others: list[str]
) -> None:
    read_or_make(tmp_path, "key")
    write(tmp_path, "key", what)
    assert (kept(tmp_path, "key"), kept(tmp_path, "key").others) == (what, others)
    path = tmp_path / "secrets" / "key"
    assert (stat.S_IMODE(path.stat().st_mode), list(path.parent.iterdir())) == (0o600, [path])


def test_secret_when_somebody_is_changing_it_then_nobody_else_does(tmp_path: Path) -> None:
    read_or_make(tmp_path, "key")
    with alone(tmp_path, "key"):
        with pytest.raises(BlockingIOError), alone(tmp_path, "key"):
            pass
        write(tmp_path, "key", Kept(fresh()))
    with alone(tmp_path, "key"):
        pass


@pytest.mark.skipif(os.geteuid() != 0, reason="only root writes for somebody else")
def test_secret_when_root_makes_or_changes_it_then_it_belongs_to_the_site(tmp_path: Path) -> None:
    folder, nobody = tmp_path / "secrets", (65534, 65533)
    folder.mkdir()
    os.chown(folder, *nobody)
    read_or_make(tmp_path, "made")
    write(tmp_path, "made", Kept(fresh()))
    found = (folder / "made").stat()
    assert (found.st_uid, found.st_gid, stat.S_IMODE(found.st_mode)) == (*nobody, 0o600)
