"""Bytes that wait."""

from __future__ import annotations

from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sixianghui.front.spool import Spool


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
