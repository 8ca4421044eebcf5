"""The clock of the machine leaps while people use the site: forward, back, and to where it should be (T6)."""

from __future__ import annotations

import datetime as dt
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from tests import databases, demo
from tests.faults.house import House
from tests.faults.lectures.room import Room, Viewer, Writer, until

pytestmark = [pytest.mark.deep, pytest.mark.sqlite]
#: What gives a process another clock; the steady one, by which waits are measured, stays as it is.
_LIBRARY = next(iter(sorted(Path("/usr/lib").glob("*/faketime/libfaketimeMT.so.1"))), None)
_EVERY_MINUTE = "operations.write_gauges"
_WRITERS = 3
#: Some that erase by rule, and some as often that do not: those stand before and after them in the queue.
_ERASE = ("notify.forget_old", "remarks.forget", "complaints.forget")
_DAILY = ("channel.relate_all", "activities.remind", "directory.rolls", "ui.forget_intents")


class Clock:
    """`leap("+6h")`: from then on every process of the house lives so much later."""

    def __init__(self, folder: Path) -> None:
        self._file = folder / "leap"
        self.leap("+0")
        self.environ = {
            "LD_PRELOAD": str(_LIBRARY), "FAKETIME_TIMESTAMP_FILE": str(self._file), "FAKETIME_CACHE_DURATION": "1",
            "FAKETIME_DONT_FAKE_MONOTONIC": "1",
        }  # fmt: skip

    def leap(self, offset: str) -> None:
        fresh = self._file.with_suffix(".new")
        fresh.write_text(f"{offset}\n", encoding="ascii")
        fresh.replace(self._file)


def turn(data: Path, name: str = _EVERY_MINUTE) -> tuple[dt.datetime, dt.datetime]:
    """When a routine ran last, and when it is due again."""
    with closing(sqlite3.connect(data / "sixianghui.sqlite3")) as database:
        row = database.execute("SELECT ran_at, due_at FROM tasks_schedule WHERE name = ?", (name,)).fetchone()
    ran, due = row or ("", "")
    return _moment(ran), _moment(due)


def _moment(text: str | None) -> dt.datetime:
    return dt.datetime.fromisoformat(text or "1970-01-01").replace(tzinfo=dt.UTC)


@pytest.mark.skipif(_LIBRARY is None, reason="no libfaketime on this machine")
def test_house_when_the_clock_leaps_and_is_put_right_then_loses_nothing_and_goes_on_at_once(
    tmp_path: Path,
) -> None:
    data, clock = databases.a_data_folder(tmp_path), Clock(tmp_path)
    with Room(demo.environ_of(data) | clock.environ, crowd=_WRITERS) as room:
        viewer, writers = Viewer(room), [Writer(room, number) for number in range(_WRITERS)]
        for one in (viewer, *writers):
            one.start()
        ahead = dt.timedelta(0)
        for offset, hours in (("+1h", 1), ("-10m", -1 / 6), ("+6h", 6), ("+0", 0)):
            said = [len(one.taken) for one in writers]
            before = turn(data)[0]
            clock.leap(offset)
            # Forward or back: what is done every minute is done within moments, and everybody can still write.
            until(lambda before=before: turn(data)[0] != before)  # type: ignore[misc]
            until(
                lambda said=said: all(len(one.taken) > many for one, many in zip(writers, said, strict=True))
            )  # type: ignore[misc]
            now = dt.datetime.now(dt.UTC) + dt.timedelta(hours=hours)
            ran, due = turn(data)
            assert abs(ran - now) < dt.timedelta(minutes=2)
            assert dt.timedelta(0) < due - now < dt.timedelta(minutes=2)
            ahead = max(ahead, due - dt.datetime.now(dt.UTC))
        taken = [text for one in writers for text in one.stop()]
        until(lambda: set(taken) <= set(viewer.seen.values()))
        viewer.stop()
        # The control: the right clock would have reached that turn hours later.
        assert ahead > dt.timedelta(hours=5)
        assert viewer.twice == []
        assert room.fallen == []
        checked = subprocess.run(
            [sys.executable, "-m", "sixianghui.project.cli", "audit", "verify"], env=room.environ, check=False, text=True,
            capture_output=True,
        )  # fmt: skip
        assert checked.returncode == 0, checked.stdout + checked.stderr


def _said(room: House, *arguments: str) -> str:
    command = [sys.executable, "-m", "sixianghui.project.cli", *arguments]
    return subprocess.run(command, env=room.environ, check=False, text=True, capture_output=True).stdout


@pytest.mark.skipif(_LIBRARY is None, reason="no libfaketime on this machine")
def test_house_when_the_clock_leaps_years_ahead_then_erases_nothing_and_says_so(tmp_path: Path) -> None:
    data, clock = databases.a_data_folder(tmp_path), Clock(tmp_path)
    with House(demo.environ_of(data) | clock.environ) as house:
        until(lambda: all(turn(data, name)[0].year > 1970 for name in (*_ERASE, *_DAILY)))
        before = {name: turn(data, name)[0] for name in _ERASE}
        assert "一下到了" not in _said(house, "doctor")
        for offset, days in (("+900d", 900), ("+0", 0)):
            here = dt.datetime.now(dt.UTC) + dt.timedelta(days=days)
            clock.leap(offset)
            # The control: what is done as often and erases nothing is done.
            for name in (_EVERY_MINUTE, *_DAILY):
                until(lambda name=name, here=here: abs(turn(data, name)[0] - here) < dt.timedelta(minutes=5))  # type: ignore[misc]
            assert {name: turn(data, name)[0] for name in _ERASE} == before
            assert "一下到了" in _said(house, "doctor")
