"""An archive: what goes in comes out, and nothing else does."""

from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest

from sixianghui.operations import archive, keys
from sixianghui.operations.keys import KeyFault
from sixianghui.operations.sealing import Damaged

SECRET = b"RESTRICTED-canary-" * 20


def an_archive(folder: Path) -> tuple[Path, Path]:
    key, target = folder / "backup_key", folder / "one.sxhbackup"
    keys.make(key)
    (folder / "copy").write_bytes(SECRET + os.urandom(3_000_000))
    (folder / "picture").write_bytes(SECRET)
    with archive.writing(target, key, {"version": "0.1.0"}) as writer:
        writer.add_database(folder / "copy")
        writer.add_file(folder / "picture", "media/picture")
        writer.add_file(folder / "gone", "media/gone")
        writer.add_manifest({})
    return target, key


def opened(target: Path, key: Path) -> None:
    archive.unpack(target, key, database=target.with_name("out"), files=target.with_name("files"))


def test_an_archive_when_opened_gives_what_went_in_and_shows_nothing_of_it_before(tmp_path: Path) -> None:
    target, key = an_archive(tmp_path)
    opened(target, key)
    assert (tmp_path / "out").read_bytes() == (tmp_path / "copy").read_bytes()
    assert (tmp_path / "files/media/picture").read_bytes() == SECRET
    raw = target.read_bytes()
    assert SECRET[:18] not in raw and key.read_text().split()[1].encode() not in raw


def test_an_archive_when_changed_cut_or_reordered_then_is_refused(tmp_path: Path) -> None:
    target, key = an_archive(tmp_path)
    opened(target, key)  # the control: untouched it opens
    raw = target.read_bytes()
    start = len(archive.MAGIC) + 4 + int.from_bytes(raw[len(archive.MAGIC) : len(archive.MAGIC) + 4], "big")
    first = 4 + int.from_bytes(raw[start : start + 4], "big")
    second = start + first + 4 + int.from_bytes(raw[start + first : start + first + 4], "big")
    swapped = raw[:start] + raw[start + first : second] + raw[start : start + first] + raw[second:]
    changed = [raw[:at] + bytes([raw[at] ^ 1]) + raw[at + 1 :] for at in range(start, len(raw), 400_003)]
    for bad in [raw[:-1], raw[: len(raw) // 2], raw[:start], raw + b"x", swapped, *changed]:
        target.write_bytes(bad)
        with pytest.raises(Damaged):
            opened(target, key)


def test_an_archive_when_the_key_is_another_or_lost_then_says_so(tmp_path: Path) -> None:
    target, _key = an_archive(tmp_path)
    keys.make(tmp_path / "other")
    with pytest.raises(KeyFault, match="备份密钥"):
        opened(target, tmp_path / "other")
    with pytest.raises(KeyFault, match="没有备份密钥"):
        opened(target, tmp_path / "lost")


def test_an_archive_when_its_disk_does_not_give_it_back_then_is_damaged_and_a_full_disk_elsewhere_is_another_matter(
    tmp_path: Path,
) -> None:
    target, key = an_archive(tmp_path)
    with pytest.raises(Damaged, match="读不回来"):
        opened(Path("/proc/self/mem"), key)  # whoever reads its first byte is told of an error of the device
    with pytest.raises(OSError) as full:
        archive.unpack(target, key, database=Path("/dev/full"), files=None)
    assert full.value.errno == errno.ENOSPC
