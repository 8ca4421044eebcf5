"""Routines run about every so often, each time once."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator

import pytest
from django_tasks_db.models import DBTaskResult

from sixianghui.tasks import clock, leaps, leases, queries, routines
from sixianghui.tasks.models import Schedule
from sixianghui.tasks.public import every, try_again, work_off
from tests.unit.tasks import jobs

pytestmark = pytest.mark.django_db
Begun = Callable[[dt.datetime], list[str]]


@pytest.fixture(autouse=True)
def ran() -> Iterator[list[str]]:
    """What the only routine of these tests did."""
    kept = dict(routines.registry)
    routines.registry.clear()
    done: list[str] = []
    every(hours=1, name="tests.note")(lambda: done.append("ran"))
    yield done
    routines.registry.clear()
    routines.registry.update(kept)


def test_routine_when_nothing_ran_before_then_runs_soon(ran: list[str]) -> None:
    now = clock.now()
    assert routines.enqueue_due(now) == ["tests.note"]
    assert work_off() == 1
    assert ran == ["ran"]
    assert Schedule.objects.get().due_at == now + dt.timedelta(hours=1)


def test_routine_when_two_workers_look_then_one_enqueues_it() -> None:
    now = clock.now()
    assert routines.enqueue_due(now) == ["tests.note"]
    assert routines.enqueue_due(now) == []
    work_off()
    assert routines.enqueue_due(now + dt.timedelta(minutes=59)) == []
    assert routines.enqueue_due(now + dt.timedelta(minutes=60)) == ["tests.note"]


def test_routine_when_two_workers_saw_it_due_then_the_row_lets_one_win(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    now = clock.now()
    routines.enqueue_due(now)
    work_off()
    later = now + dt.timedelta(hours=2)
    seen = dict(Schedule.objects.values_list("name", "due_at"))
    assert routines.enqueue_due(later) == ["tests.note"]
    work_off()
    # A second worker that read the table before the first one moved the row on: its update finds nothing.
    assert Schedule.objects.filter(name="tests.note", due_at=seen["tests.note"]).update(due_at=later) == 0


def test_routine_when_many_turns_were_missed_then_is_made_up_for_once(ran: list[str]) -> None:
    now = clock.now()
    routines.enqueue_due(now)
    work_off()
    routines.enqueue_due(now + dt.timedelta(days=30))
    assert work_off() == 1
    assert ran == ["ran", "ran"]
    assert Schedule.objects.get().due_at == now + dt.timedelta(days=30, hours=1)


def test_routine_when_the_clock_ran_a_day_ahead_and_was_put_right_then_does_not_wait_for_a_day(
    ran: list[str],
) -> None:
    now = clock.now()
    routines.enqueue_due(now + dt.timedelta(days=1))
    work_off()
    assert routines.enqueue_due(now) == ["tests.note"]
    assert Schedule.objects.get().due_at == now + dt.timedelta(hours=1)


def test_routine_when_another_hosts_clock_is_some_minutes_ahead_then_does_not_run_twice() -> None:
    now = clock.now()
    routines.enqueue_due(now + clock.APART)
    work_off()
    assert routines.enqueue_due(now) == []


def test_routine_when_it_fails_thrice_and_then_goes_well_then_nothing_failed_is_left_but_what_is_anothers() -> (
    None
):
    works = False

    def moody() -> None:
        if not works:
            raise RuntimeError("not now")

    every(hours=1, name="tests.moody")(moody)
    routines.run_routine.enqueue("tests.other")
    DBTaskResult.objects.update(status="FAILED")  # another's
    now = clock.now()
    for turn in range(3):
        routines.enqueue_due(now + dt.timedelta(hours=2 * turn))
        while DBTaskResult.objects.filter(status="READY").update(run_after=now):
            work_off()
        assert queries.failed().count() == 2, turn
    works = True
    routines.enqueue_due(now + dt.timedelta(hours=6))
    work_off()
    assert [row.args_kwargs["args"] for row in queries.failed()] == [["tests.other"]]


def test_routine_when_the_last_turn_still_waits_then_is_not_enqueued_again() -> None:
    now = clock.now()
    assert routines.enqueue_due(now) == ["tests.note"]
    assert routines.enqueue_due(now + dt.timedelta(hours=5)) == []
    assert work_off() == 1


def test_routine_when_its_name_is_taken_or_it_is_too_frequent_then_is_refused() -> None:
    with pytest.raises(ValueError, match="already"):
        every(hours=1, name="tests.note")(lambda: None)
    with pytest.raises(ValueError, match="once a minute"):
        every(minutes=0.5, name="tests.hasty")


def test_housekeeping_when_it_runs_then_clears_what_has_ended() -> None:
    from django.contrib.sessions.models import Session

    from sixianghui.tasks import housekeeping

    now = clock.now()
    for key, ends in (("old", now - dt.timedelta(minutes=1)), ("new", now + dt.timedelta(hours=1))):
        Session.objects.create(session_key=key, session_data="", expire_date=ends)
    housekeeping.clear_sessions()
    assert list(Session.objects.values_list("session_key", flat=True)) == ["new"]

    routines.enqueue_due(now)
    work_off()
    housekeeping.clear_finished_jobs()
    assert DBTaskResult.objects.count() == 1
    DBTaskResult.objects.update(finished_at=now - dt.timedelta(days=8))
    housekeeping.clear_finished_jobs()
    assert DBTaskResult.objects.count() == 0


@pytest.fixture
def begun_at(ran: list[str], monkeypatch: pytest.MonkeyPatch) -> Begun:
    """What a worker begins in its round when the clock shows that moment; there is a routine that erases besides."""
    every(days=1, name="tests.forget", erases=True)(lambda: ran.append("forgot"))

    def begun(moment: dt.datetime) -> list[str]:
        monkeypatch.setattr(clock, "now", lambda: moment)
        return routines.enqueue_due(moment)

    return begun


def test_what_erases_when_the_clock_leapt_years_ahead_then_waits_for_a_day_while_the_rest_goes_on(
    ran: list[str], begun_at: Begun
) -> None:
    now = clock.now()
    assert begun_at(now) == ["tests.note", "tests.forget"]
    work_off()
    leapt = now + dt.timedelta(days=900)
    assert begun_at(leapt) == ["tests.note"]
    assert begun_at(leapt + dt.timedelta(hours=23)) == []  # the note waits to be done
    work_off()
    assert begun_at(leapt + dt.timedelta(hours=24)) == ["tests.note", "tests.forget"]
    work_off()
    assert ran == ["ran", "forgot", "ran", "ran", "forgot"]


def test_what_erases_when_the_clock_is_put_right_again_then_waits_for_a_day_from_there(
    ran: list[str], begun_at: Begun
) -> None:
    now = clock.now()
    begun_at(now)
    begun_at(now + dt.timedelta(days=900))
    work_off()
    right = now + dt.timedelta(hours=1)
    assert begun_at(right) == ["tests.note"]
    assert "tests.forget" not in begun_at(right + dt.timedelta(hours=23))
    assert "tests.forget" in begun_at(right + dt.timedelta(hours=24))


def test_what_erases_when_the_site_runs_on_then_never_waits(ran: list[str], begun_at: Begun) -> None:
    now = clock.now()
    for hours in range(0, 96, 6):
        begun_at(now + dt.timedelta(hours=hours))
        work_off()
    assert ran.count("forgot") == 4


def test_what_erases_when_it_waits_then_is_shown_so_and_not_as_late(begun_at: Begun) -> None:
    now = clock.now()
    begun_at(now - dt.timedelta(days=900))
    begun_at(now)
    turn = {one.name: one for one in queries.turns()}["tests.forget"]
    assert (turn.is_held, turn.is_late, turn.due_at) == (True, False, now + dt.timedelta(days=1))
    waits = leaps.erasing_waits()
    assert waits is not None
    assert (waits.leapt_from, waits.leapt_to) == (now - dt.timedelta(days=900), now)


def test_what_erases_when_its_turn_was_queued_before_the_clock_leapt_then_waits_and_is_not_lost(
    ran: list[str], begun_at: Begun, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Power fails between the two, or a backup is restored with a turn in it."""
    now = clock.now()
    begun_at(now - dt.timedelta(days=900))
    monkeypatch.setattr(clock, "now", lambda: now)
    assert work_off() == 2
    assert ran == ["ran"]
    begun = [hour for hour in range(1, 30) if "tests.forget" in begun_at(now + dt.timedelta(hours=hour))]
    assert begun == [24]
    work_off()
    assert ran == ["ran", "ran", "forgot"]


def test_what_erases_when_somebody_tries_it_again_while_it_waits_then_is_due_when_that_is_over(
    ran: list[str], begun_at: Begun
) -> None:
    now = clock.now()
    begun_at(now - dt.timedelta(days=900))
    DBTaskResult.objects.update(status="FAILED")
    begun_at(now)
    Schedule.objects.filter(name="tests.forget").update(due_at=now + dt.timedelta(days=30))
    for row in queries.failed():
        assert try_again(str(row.pk))
    work_off()
    held = leaps.erasing_waits()
    assert held is not None
    assert "forgot" not in ran
    assert Schedule.objects.get(name="tests.forget").due_at == held.until


def test_routine_when_this_worker_is_older_and_does_not_know_it_then_is_due_again_at_once() -> None:
    """While processes are replaced one after the other, whoever took the turn may not be who can do it."""
    now = clock.now()
    routines.enqueue_due(now)
    newer = routines.registry.pop("tests.note")
    work_off()
    routines.registry["tests.note"] = newer
    assert routines.enqueue_due(clock.now()) == ["tests.note"]


def test_routine_when_much_else_waits_then_goes_first(ran: list[str]) -> None:
    for _ in range(5):
        jobs.write.enqueue("/nowhere", "one")
    routines.enqueue_due(clock.now())
    taken = leases.take("me", clock.now())
    assert taken is not None
    assert taken.task_path == routines.run_routine.module_path
