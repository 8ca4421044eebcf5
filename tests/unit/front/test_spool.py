"""Bytes that wait."""

from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sixianghui.front.spool import Spool
from sixianghui.project import front
from sixianghui.project.config import load


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.one_of(st.binary(max_size=40), st.integers(1, 50)), max_size=30))
def test_spool_when_written_and_read_in_any_order_then_nothing_is_lost(
    tmp_path: Path, steps: list[bytes | int]
) -> None:
    spool, written, read = Spool(tmp_path, 64), b"", b""
    for step in steps:
        if isinstance(step, bytes):
            spool.write(step)
            written += step
        else:
            read += spool.read(step)
        assert spool.pending == len(written) - len(read)
    read += spool.read(10_000)
    spool.close()
    assert (read, list(tmp_path.iterdir())) == (written, [])


def test_spool_when_replayable_then_gives_all_again(tmp_path: Path) -> None:
    for size in (10, 1000):
        spool = Spool(tmp_path, 64, replayable=True)
        spool.write(b"x" * size)
        first = spool.read(5000)
        spool.rewind()
        assert (first, spool.read(5000), spool.on_disk) == (b"x" * size, b"x" * size, size > 64)
        spool.close()


def free(folder: Path) -> int:
    about = os.statvfs(folder)
    return about.f_bavail * about.f_frsize


def test_spool_when_less_than_the_floor_would_be_left_then_refuses_the_disk_and_leaves_nothing(
    tmp_path: Path,
) -> None:
    spool = Spool(tmp_path, 64, floor=2 * free(tmp_path))
    spool.write(b"x" * 64)  # memory is not the disk
    with pytest.raises(OSError, match=os.strerror(errno.ENOSPC)) as caught:
        spool.write(b"x")
    assert (caught.value.errno, spool.on_disk, list(tmp_path.iterdir())) == (errno.ENOSPC, False, [])


def test_spool_when_there_is_no_more_room_later_then_refuses_what_comes_on_top(tmp_path: Path) -> None:
    spool = Spool(tmp_path, 64, floor=1, replayable=True)
    spool.write(b"x" * 1000)
    spool._floor = 2 * free(tmp_path)  # as if others had filled the disk
    with pytest.raises(OSError, match=os.strerror(errno.ENOSPC)):
        spool.write(b"y")
    assert (spool.on_disk, spool.read(5000)) == (True, b"x" * 1000)
    spool.close()


def test_control_when_there_is_no_floor_then_the_disk_is_used(tmp_path: Path) -> None:
    spool = Spool(tmp_path, 64)
    spool.write(b"x" * 65)
    assert spool.on_disk
    spool.close()


def test_front_when_the_operator_names_a_floor_then_holds_it_too(tmp_path: Path) -> None:
    config = load({"SIXIANGHUI_DATA": str(tmp_path), "SIXIANGHUI_DISK_FLOOR_MB": "16"})
    assert front.configure(config, 0).disk_floor_bytes == 16 * 1024 * 1024
