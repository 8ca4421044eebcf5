"""Where pieces are laid down: what is rehearsed passes, what is on the air stays, and a full disk ends no lecture."""

from __future__ import annotations

import errno
import os
from pathlib import Path
from typing import Any

import pytest

from sixianghui.ingest import store as stores
from sixianghui.ingest.boxes import Head
from sixianghui.ingest.journal import Journal
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
