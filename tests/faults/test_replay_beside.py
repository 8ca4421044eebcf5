"""A replay writes without end beside a live server: who waits for the lock gets it."""

from __future__ import annotations

import datetime as dt
import sqlite3
import threading
import time

import pytest
from django.db import connection

from sixianghui.common.time import shanghai
from sixianghui.project.replay import play
from sixianghui.project.replay.steps import Scenario, Stage, Step

pytestmark = [pytest.mark.sqlite, pytest.mark.django_db(transaction=True)]
#: Who comes when is not left to luck: some in each part of a step, and each looks at moments of its own.
STEPS, WAITERS, FIRST, APART = 20, 8, 0.4, 0.037


def _work(_stage: Stage) -> None:
    time.sleep(0.3)


def _script() -> Scenario:
    begins = shanghai(2018, 1, 2, 9)
    steps = [
        Step(key=f"work:{number}", at=begins + dt.timedelta(minutes=number), room="directory", run=_work)
        for number in range(STEPS)
    ]
    return Scenario(name="beside", steps=steps, ends_at=begins + dt.timedelta(days=1), expected=())


def _waits(name: str, got: list[bool]) -> None:
    waiting = sqlite3.connect(name, isolation_level=None, timeout=4.0)
    try:
        waiting.execute("BEGIN IMMEDIATE")
        waiting.execute("ROLLBACK")
        got.append(True)
    except sqlite3.OperationalError:
        got.append(False)
    finally:
        waiting.close()


def _who_got_it(monkeypatch: pytest.MonkeyPatch) -> list[bool]:
    """Whether each of some others got the lock within four seconds of a replay of steps that take long."""
    monkeypatch.setattr(play, "TOGETHER", 1)
    name, got = str(connection.settings_dict["NAME"]), list[bool]()
    waiters = [threading.Timer(FIRST + APART * number, _waits, (name, got)) for number in range(WAITERS)]
    for waiter in waiters:
        waiter.start()
    assert play.play("beside", script=_script()) == STEPS
    for waiter in waiters:
        waiter.join()
    return got


def test_others_when_a_replay_writes_beside_them_then_all_get_the_lock(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert _who_got_it(monkeypatch) == [True] * WAITERS


def test_control_when_a_replay_never_pauses_then_others_wait_in_vain(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(play, "PAUSE", 0.0)
    assert False in _who_got_it(monkeypatch)
