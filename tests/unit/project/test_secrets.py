"""Secrets are made once, kept in files that only the owner reads, and never short."""

from __future__ import annotations

import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from sixianghui.project.secrets import read_or_make


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
