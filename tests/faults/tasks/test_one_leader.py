"""Many workers look at the timetable at the same moment: each turn is begun by one of them."""

from __future__ import annotations

import datetime as dt
import threading
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.db import connections
from django_tasks_db.models import DBTaskResult

from sixianghui.tasks import clock, routines
from sixianghui.tasks.models import Schedule
from sixianghui.tasks.public import every

pytestmark = pytest.mark.django_db(transaction=True)
WORKERS, TURNS = 6, 8


@pytest.fixture(autouse=True)
def _one_routine(settings: Any) -> Iterator[None]:
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": []}}
    kept = dict(routines.registry)
    routines.registry.clear()
    every(hours=1, name="tests.turn")(lambda: None)
    yield
    routines.registry.clear()
    routines.registry.update(kept)


def raced(look: Callable[[dt.datetime], list[str]]) -> list[int]:
    """How many workers begin each turn, when all look at once."""
    began, at = clock.now(), threading.Barrier(WORKERS, timeout=60)
    turns: list[list[str]] = [[] for _ in range(TURNS)]
    failed: list[BaseException] = []

    def work() -> None:
        try:
            for number, turn in enumerate(turns):
                at.wait()
                turn.extend(look(began + dt.timedelta(hours=2 * number)))
                at.wait()
                DBTaskResult.objects.filter(status="READY").update(status="SUCCESSFUL")
        except BaseException as error:
            failed.append(error)
            at.abort()
        finally:
            connections.close_all()

    threads = [threading.Thread(target=work) for _ in range(WORKERS)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert failed == []
    return [len(turn) for turn in turns]


def test_turn_when_many_workers_see_it_due_at_once_then_one_begins_it() -> None:
    assert raced(routines.enqueue_due) == [1] * TURNS
    assert DBTaskResult.objects.count() == TURNS


def test_control_when_workers_look_first_and_write_after_then_several_begin_a_turn() -> None:
    def look(now: dt.datetime) -> list[str]:
        due = Schedule.objects.filter(name="tests.turn").values_list("due_at", flat=True).first()
        if due is not None and due > now:
            return []
        threading.Event().wait(0.05)
        Schedule.objects.update_or_create(name="tests.turn", defaults={"due_at": now + dt.timedelta(hours=1)})
        return ["tests.turn"]

    assert max(raced(look)) > 1
