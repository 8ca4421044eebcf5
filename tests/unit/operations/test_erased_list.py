"""The list of the erased beside the archives: here, elsewhere, and neither."""

from __future__ import annotations

import errno
import os
from pathlib import Path
from typing import Any

import pytest

from sixianghui.operations import erased_list, keys
from sixianghui.operations.arrangement import Arrangement
from sixianghui.operations.commands import offsite
from sixianghui.operations.keys import KeyFault
from sixianghui.operations.rules import ERASED_LIST
from sixianghui.operations.sealing import Damaged
from sixianghui.operations.stores import StoreFault
from sixianghui.privacy import public as privacy


def arranged(tmp_path: Path, *, offsite: bool) -> Arrangement:
    for name in ("here", "elsewhere"):
        (tmp_path / name).mkdir()
    keys.make(tmp_path / "key")
    there = tmp_path / "elsewhere" if offsite else None
    return Arrangement(tmp_path, tmp_path / "here", tmp_path / "key", offsite=there)


def test_lists_when_they_lie_here_and_elsewhere_then_whoever_stands_on_either_is_named(
    tmp_path: Path,
) -> None:
    arrangement = arranged(tmp_path, offsite=True)
    assert erased_list.listed_beside(arrangement) == set()
    for folder, digests in (("here", {"aa"}), ("elsewhere", {"aa", "bb"})):
        (tmp_path / folder / ERASED_LIST).write_bytes(erased_list.sealed(digests, arrangement.key_file))
    assert erased_list.listed_beside(arrangement) == {"aa", "bb"}


def test_list_when_somebody_wrote_on_it_without_the_key_then_is_refused(tmp_path: Path) -> None:
    arrangement = arranged(tmp_path, offsite=False)
    (tmp_path / "here" / ERASED_LIST).write_text('{"key": "x"}')
    with pytest.raises(Damaged):
        erased_list.listed_beside(arrangement)


def test_list_when_the_disk_of_the_backups_is_away_then_that_is_said_and_not_taken_for_nobody(
    tmp_path: Path,
) -> None:
    keys.make(tmp_path / "key")
    data, disk = tmp_path / "data", tmp_path / "disk" / "backups"
    with pytest.raises(StoreFault, match="不在"):
        erased_list.listed_beside(Arrangement(data, disk, tmp_path / "key"))
    # The control: a folder of the site's own data is made with the first backup, and no disk can be missing.
    assert erased_list.listed_beside(Arrangement(data, data / "backups", tmp_path / "key")) == set()
    disk.mkdir(parents=True)
    assert erased_list.listed_beside(Arrangement(data, disk, tmp_path / "key")) == set()


def lay(arrangement: Arrangement, folder: Path, digests: set[str]) -> None:
    """A list as it was written there once."""
    (folder / ERASED_LIST).write_bytes(erased_list.sealed(digests, arrangement.key_file))


def lists(tmp_path: Path, arrangement: Arrangement) -> list[set[str]]:
    """Whoever stands on the site's own, on the one beside the archives and on the one elsewhere."""
    sealed = [(tmp_path / folder / ERASED_LIST).read_bytes() for folder in ("here", "elsewhere")]
    return [privacy.listed(), *(erased_list.opened(one, arrangement.key_file) for one in sealed)]


def test_list_when_the_site_was_set_back_with_its_own_then_nobody_is_struck_off_any_of_them(
    tmp_path: Path, settings: Any
) -> None:
    arrangement = settings.BACKUPS = arranged(tmp_path, offsite=True)
    settings.DATA = tmp_path
    privacy.add_to_list({"aa"})
    lay(arrangement, tmp_path / "here", {"aa", "bb"})
    lay(arrangement, tmp_path / "elsewhere", {"aa", "cc"})
    offsite.keep_list_fresh()
    assert lists(tmp_path, arrangement) == [{"aa", "bb", "cc"}] * 3


def test_list_when_the_store_elsewhere_is_away_then_the_one_here_stays_and_is_sent_when_it_is_back(
    tmp_path: Path, settings: Any
) -> None:
    arrangement = settings.BACKUPS = arranged(tmp_path, offsite=True)
    settings.DATA = tmp_path
    privacy.add_to_list({"aa"})
    (tmp_path / "elsewhere").rmdir()
    for _ in range(2):
        with pytest.raises(StoreFault):
            offsite.keep_list_fresh()
        written = (tmp_path / "here" / ERASED_LIST).read_bytes()
        assert erased_list.opened(written, arrangement.key_file) == {"aa"}
    (tmp_path / "elsewhere").mkdir()
    offsite.keep_list_fresh()
    assert lists(tmp_path, arrangement) == [{"aa"}] * 3
    assert [path.name for path in (tmp_path / "here").iterdir()] == [ERASED_LIST]


def with_an_archive(folder: Path, settings: Any) -> tuple[Arrangement, Path]:
    """An arrangement with a store elsewhere, and an archive here that is to be sent there."""
    arrangement = settings.BACKUPS = arranged(folder, offsite=True)
    settings.DATA = folder
    archive = folder / "here" / "sixianghui-20180605T040000Z-abcdef.sxhbackup"
    archive.write_bytes(b"archive")
    return arrangement, archive


def test_list_when_the_store_elsewhere_takes_no_archive_then_it_has_the_list_all_the_same(
    tmp_path: Path, settings: Any
) -> None:
    arrangement, archive = with_an_archive(tmp_path, settings)
    privacy.add_to_list({"aa"})
    in_the_way = tmp_path / "elsewhere" / f"{archive.name}.part"
    in_the_way.mkdir()
    offsite.write_list(arrangement)
    with pytest.raises(StoreFault):
        offsite.send(arrangement, archive)
    assert lists(tmp_path, arrangement) == [{"aa"}] * 3
    # The control: it did not take the archive, and does once nothing is in its way.
    assert not (tmp_path / "elsewhere" / archive.name).exists()
    in_the_way.rmdir()
    assert offsite.send(arrangement, archive)
    assert (tmp_path / "elsewhere" / archive.name).read_bytes() == b"archive"


def test_list_when_a_backup_wrote_it_here_and_could_not_send_it_then_the_next_round_does(
    tmp_path: Path, settings: Any
) -> None:
    arrangement, archive = with_an_archive(tmp_path, settings)
    offsite.keep_list_fresh()
    privacy.add_to_list({"aa"})
    (tmp_path / "elsewhere").rename(tmp_path / "away")
    offsite.write_list(arrangement)
    with pytest.raises(StoreFault):
        offsite.send(arrangement, archive)
    (tmp_path / "away").rename(tmp_path / "elsewhere")
    # The control: here everything looks as it should, and elsewhere nobody knows.
    assert lists(tmp_path, arrangement) == [{"aa"}, {"aa"}, set()]
    offsite.keep_list_fresh()
    assert lists(tmp_path, arrangement) == [{"aa"}] * 3
    assert not list((tmp_path / "here").glob("*.unsent"))


@pytest.mark.parametrize("lost", ["the key", "the file"])
def test_list_when_nobody_can_read_the_one_beside_the_archives_then_it_is_written_anew(
    tmp_path: Path, settings: Any, lost: str
) -> None:
    arrangement = settings.BACKUPS = arranged(tmp_path, offsite=False)
    settings.DATA = tmp_path
    privacy.add_to_list({"aa"})
    offsite.keep_list_fresh()
    beside = tmp_path / "here" / ERASED_LIST
    if lost == "the key":
        arrangement.key_file.unlink()
        keys.make(arrangement.key_file)
    else:
        beside.write_bytes(b"torn")
    with pytest.raises((KeyFault, Damaged)):
        erased_list.opened(beside.read_bytes(), arrangement.key_file)
    offsite.keep_list_fresh()
    assert erased_list.opened(beside.read_bytes(), arrangement.key_file) == {"aa"}


def test_list_when_its_writer_was_killed_in_the_middle_then_the_next_one_clears_up_after_it(
    tmp_path: Path, settings: Any
) -> None:
    settings.BACKUPS = arranged(tmp_path, offsite=False)
    settings.DATA = tmp_path
    old, young = (tmp_path / "here" / f"{ERASED_LIST}.{name}.new" for name in ("old", "young"))
    for path in (old, young):
        path.write_bytes(b"half")
    os.utime(old, (0, 0))
    privacy.add_to_list({"aa"})
    offsite.keep_list_fresh()
    assert {path.name for path in (tmp_path / "here").iterdir()} == {ERASED_LIST, young.name}


def test_list_when_it_cannot_be_written_then_leaves_nothing_half_written(
    tmp_path: Path, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.BACKUPS = arranged(tmp_path, offsite=False)
    settings.DATA = tmp_path
    privacy.add_to_list({"aa"})

    def full(_descriptor: int) -> None:
        raise OSError(errno.ENOSPC, "no space left")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="no space"):
        offsite.keep_list_fresh()
    assert list((tmp_path / "here").iterdir()) == []
