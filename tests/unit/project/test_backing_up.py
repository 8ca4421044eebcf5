"""`sixianghui backup list`: what lies where, whose it is, and that a disk is away."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from sixianghui.operations import clock
from sixianghui.operations.models import Backup
from sixianghui.project import backing_up

pytestmark = pytest.mark.django_db
OURS, THEIRS = (f"sixianghui-20180605T040000Z-{mark}.sxhbackup" for mark in ("aaaaaa", "bbbbbb"))


def listed(capsys: pytest.CaptureFixture[str]) -> tuple[int, list[str], str]:
    """How it ends, its lines, and what it warns of."""
    status = backing_up.run("list", to=None)
    said = capsys.readouterr()
    return status, said.out.splitlines(), said.err


def test_list_when_the_folder_is_away_then_says_so_and_fails_and_shows_what_lies_elsewhere(
    settings: Any, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    there = tmp_path / "elsewhere"
    there.mkdir()
    (there / OURS).write_bytes(b"archive")
    disk = tmp_path / "disk"
    settings.BACKUPS = replace(settings.BACKUPS, data=tmp_path / "data", folder=disk, offsite=there)
    status, lines, warned = listed(capsys)
    assert (status, len(lines), f"备份的目录 {disk} 不在" in warned) == (1, 1, True)
    # The control: it is back.
    disk.mkdir()
    assert listed(capsys)[::2] == (0, "")


def test_list_when_there_is_no_backup_yet_then_says_so_and_misses_no_disk(
    settings: Any, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    settings.BACKUPS = replace(settings.BACKUPS, data=tmp_path, folder=tmp_path / "backups", offsite=None)
    assert listed(capsys) == (0, ["还没有备份。"], "")


def test_list_when_another_site_wrote_one_of_them_then_says_that_it_does_not_go_by_itself(
    settings: Any, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    settings.BACKUPS = replace(settings.BACKUPS, folder=tmp_path, offsite=None)
    Backup.objects.create(began_at=clock.now(), name=OURS)
    for name in (OURS, THEIRS):
        (tmp_path / name).write_bytes(b"archive")
    lines = listed(capsys)[1]
    assert [line.split()[0] for line in lines] == [OURS, THEIRS]
    assert ["不是这个站做的" in line for line in lines] == [False, True]
