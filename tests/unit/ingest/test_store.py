"""Where pieces are laid down: what is rehearsed passes, what is on the air stays, and a full disk ends no lecture."""

from __future__ import annotations

import errno
import json
import os
from pathlib import Path
from typing import Any

import pytest

from sixianghui.ingest import store as stores
from sixianghui.ingest.boxes import Head
from sixianghui.ingest.journal import NAME, Journal
from sixianghui.ingest.store import RESERVE, WINDOW_SECONDS, Store

MIB = 1024 * 1024


def a_store(folder: Path, *, floor: int = 0, reserve: int = 1 * MIB) -> Store:
    made = Store(folder, floor=floor, reserve=reserve)
    made.begin("f", "rtmp", 0.0)
    made.head("picture", Head(b"head", "avc1.42c01e", 640, 360))
    return made


def lay(store: Store, *moments: float) -> None:
    for at in moments:
        store.piece("picture", b"x" * 100, at=at, seconds=2.0)


def there(folder: Path) -> list[float]:
    """When the pieces begin that are told and really lie there."""
    found = list(Journal(folder).update().there("picture"))
    assert all((folder / one.name).exists() for one in found)
    assert len(list(folder.glob("*.m4s"))) == len(found)
    return [one.at for one in found]


def test_rehearsal_when_it_goes_on_then_only_its_last_minute_is_there(tmp_path: Path) -> None:
    lay(a_store(tmp_path), *(float(at) for at in range(0, 200, 2)))
    assert there(tmp_path)[0] >= 198 - WINDOW_SECONDS - 2
    assert len(there(tmp_path)) <= WINDOW_SECONDS / 2 + 2


def test_pieces_when_the_lecture_is_on_the_air_then_all_stay_from_its_first_moment(tmp_path: Path) -> None:
    store = a_store(tmp_path)
    lay(store, *(float(at) for at in range(0, 100, 2)))
    store.on_air(97.0)
    lay(store, *(float(at) for at in range(100, 400, 2)))
    assert [at for at in there(tmp_path) if at >= 96] == [float(at) for at in range(96, 400, 2)]
    assert [at for at in there(tmp_path) if at < 96] == []


def test_disk_when_little_is_left_then_the_live_goes_on_and_the_recording_stays(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    free = 1000 * MIB
    store = a_store(tmp_path, floor=100 * MIB)
    monkeypatch.setattr(Store, "_free", lambda _self: free)
    store.on_air(0.0)
    lay(store, *(float(at) for at in range(0, 100, 2)))
    free = 50 * MIB
    lay(store, *(float(at) for at in range(100, 300, 2)))
    journal = Journal(tmp_path).update()
    assert journal.full_since == 100.0
    assert not (tmp_path / RESERVE).exists()
    found = there(tmp_path)
    assert [at for at in found if at < 100] == [float(at) for at in range(0, 100, 2)]
    assert found[-1] == 298 and len([at for at in found if at >= 100]) <= WINDOW_SECONDS / 2 + 2
    free = 1000 * MIB
    lay(store, 300.0, 302.0)
    assert Journal(tmp_path).update().full_since is None
    assert store.kept and (tmp_path / RESERVE).exists()


def test_disk_when_others_have_filled_it_then_the_reserve_gives_way(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = a_store(tmp_path)
    store.on_air(0.0)
    lay(store, 0.0)
    really = os.fsync

    def full(handle: int) -> None:
        if (tmp_path / RESERVE).exists():
            raise OSError(errno.ENOSPC, "No space left on device")
        really(handle)

    monkeypatch.setattr(stores.os, "fsync", full)
    lay(store, 2.0, 4.0)
    assert there(tmp_path) == [0.0, 2.0, 4.0]
    assert Journal(tmp_path).update().full_since == 4.0
    assert store.full


def test_disk_when_it_fails_otherwise_then_that_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = a_store(tmp_path)

    def broken(_handle: int) -> Any:
        raise OSError(errno.EIO, "Input/output error")

    monkeypatch.setattr(stores.os, "fsync", broken)
    with pytest.raises(OSError, match="Input/output"):
        lay(store, 0.0)


class Disk:
    """What a disk refuses: a piece, once all are more than `most` bytes; lines of the journal of these kinds."""

    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self._folder, self.most, self.kinds = folder, 10 * MIB, set[str]()
        self._really = os.fsync
        monkeypatch.setattr(stores.os, "fsync", self._fsync)

    def _fsync(self, handle: int) -> None:
        name = Path(f"/proc/self/fd/{handle}").readlink().name
        if name == NAME:
            last = (self._folder / NAME).read_text().splitlines()[-1]
            refused = json.loads(last)["is"] in self.kinds
        else:
            refused = sum(one.stat().st_size for one in self._folder.glob("*.m4s")) > self.most
        if refused:
            raise OSError(errno.ENOSPC, "No space left on device")
        self._really(handle)


def on_air_and_full(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Store:
    """A store whose disk has run full while people watch: forty seconds lie there, and pass."""
    store = a_store(folder, floor=100 * MIB)
    store.on_air(0.0)
    monkeypatch.setattr(Store, "_free", lambda _self: 50 * MIB)
    lay(store, *(float(at) for at in range(0, 40, 2)))
    assert there(folder) == [float(at) for at in range(0, 40, 2)]
    return store


def test_pieces_when_they_make_room_for_the_next_then_the_journal_says_that_they_are_gone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = on_air_and_full(tmp_path, monkeypatch)
    disk = Disk(tmp_path, monkeypatch)
    lay(store, 40.0)
    assert there(tmp_path)[0] == 0.0  # the control: the disk takes what it has room for
    disk.most = 2000
    lay(store, 42.0)
    assert there(tmp_path) == [float(at) for at in range(18, 44, 2)]


def test_pieces_when_the_journal_has_no_room_for_it_then_that_they_are_gone_is_said_as_soon_as_it_has(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = on_air_and_full(tmp_path, monkeypatch)
    disk = Disk(tmp_path, monkeypatch)
    disk.kinds = {"head", "gone"}
    with pytest.raises(OSError, match="No space"):
        store.head(
            "small", Head(b"head", "avc1.42c01e", 852, 480)
        )  # there is room for the head, none for its line
    told = [one.name for one in Journal(tmp_path).update().there("picture")]
    assert not all((tmp_path / name).exists() for name in told)
    store.look_for_room(41.0)  # the disk takes nothing yet
    disk.kinds = set()
    store.look_for_room(42.0)
    assert there(tmp_path) == [float(at) for at in range(16, 40, 2)]


def test_window_when_the_journal_has_no_room_then_the_live_goes_on_and_it_is_said_later(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = on_air_and_full(tmp_path, monkeypatch)
    disk = Disk(tmp_path, monkeypatch)
    disk.kinds = {"gone"}
    lay(store, *(float(at) for at in range(40, 80, 2)))
    disk.kinds = set()
    told = [one.at for one in Journal(tmp_path).update().there("picture")]
    assert told == [float(at) for at in range(0, 80, 2)]
    lay(store, 80.0)
    assert there(tmp_path) == [float(at) for at in range(18, 82, 2)]
