"""Secrets are made once, kept in files that only the owner reads, and never short."""

from __future__ import annotations

import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from sixianghui.project.secrets import forget, older, read_or_make, renew


def test_secret_when_asked_twice_then_is_the_same(tmp_path: Path) -> None:
    assert read_or_make(tmp_path, "key") == read_or_make(tmp_path, "key")


def test_secret_file_then_is_readable_by_its_owner_only(tmp_path: Path) -> None:
    read_or_make(tmp_path, "key")
    assert stat.S_IMODE((tmp_path / "secrets" / "key").stat().st_mode) == 0o600


def test_secret_when_many_start_together_then_all_get_the_same_one(tmp_path: Path) -> None:
    with ThreadPoolExecutor(8) as pool:
        found = set(pool.map(lambda _: read_or_make(tmp_path, "key"), range(40)))
    assert len(found) == 1


def test_secret_when_it_is_short_then_the_start_is_refused(tmp_path: Path) -> None:
    (tmp_path / "secrets").mkdir()
    (tmp_path / "secrets" / "key").write_text("guessed")
    with pytest.raises(RuntimeError, match="太短"):
        read_or_make(tmp_path, "key")


def test_secret_when_renewed_then_the_one_before_is_accepted_until_it_is_forgotten(tmp_path: Path) -> None:
    first = read_or_make(tmp_path, "key")
    assert older(tmp_path, "key") == []
    renew(tmp_path, "key")
    second = read_or_make(tmp_path, "key")
    assert (second != first, older(tmp_path, "key")) == (True, [first])
    renew(tmp_path, "key")
    assert older(tmp_path, "key") == [second]
    third = read_or_make(tmp_path, "key")
    assert (forget(tmp_path, "key"), forget(tmp_path, "key")) == (1, 0)
    assert (read_or_make(tmp_path, "key"), older(tmp_path, "key")) == (third, [])
    path = tmp_path / "secrets" / "key"
    assert (stat.S_IMODE(path.stat().st_mode), list(path.parent.iterdir())) == (0o600, [path])
