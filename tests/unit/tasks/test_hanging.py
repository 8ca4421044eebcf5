"""A job that does not end. Its lease lapses; the others must not wait behind it, and what it keeps is given back in the end."""

from __future__ import annotations

import datetime as dt
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django_tasks_db.models import DBTaskResult

from sixianghui.tasks import leases, routines, worker
from sixianghui.tasks.models import Lease
from sixianghui.tasks.public import run_worker
from tests.unit.tasks import jobs

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def stop() -> threading.Event:
    """What ends the process in which the worker runs."""
    return threading.Event()


@pytest.fixture
def working(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, stop: threading.Event) -> Iterator[Path]:
    """A folder in which jobs write, and a worker that has none yet. In the end whatever hangs goes on."""
    monkeypatch.setattr(worker, "SIGN_OF_LIFE", 0.05)
    monkeypatch.setattr(worker, "GRACE", 0.1)
    monkeypatch.setattr(worker, "ROUND", dt.timedelta(seconds=0.1))
    monkeypatch.setattr(routines, "registry", {})
    thread = threading.Thread(target=run_worker, args=(stop,), kwargs={"poll": 0.02})
    thread.start()
    try:
        yield tmp_path
    finally:
        for begun in list(tmp_path.iterdir()):
            begun.with_name(f"{begun.name}.go").touch()
        stop.set()
        thread.join()
        until(lambda: not [one for one in threading.enumerate() if one.name.startswith("worker-")])


def enqueued(one: Any, out: Path) -> Path:
    """Where the job writes; it has begun."""
    one.enqueue(str(out))
    assert until(out.exists)
    return out


def left_behind() -> int:
    """How many jobs were taken from a worker that hung in them."""
    return DBTaskResult.objects.filter(status="FAILED", task_path__endswith=".hang").count()


def workers() -> int:
    """How many threads are at work, or hang."""
    names = [one.name for one in threading.enumerate()]
    return sum(name.startswith("worker-") and not name.endswith("-heart") for name in names)


@pytest.fixture
def at_work(working: Path) -> Path:
    """A worker that has begun a job which hangs; where the job writes."""
    return enqueued(jobs.hang, working / "out")


def until(condition: Callable[[], bool], seconds: float = 30) -> bool:
    last = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > last:
            return False
        time.sleep(0.02)
    return True


def test_job_when_it_goes_on_after_its_limit_then_another_worker_does_the_next_and_it_counts_as_failed(
    at_work: Path,
) -> None:
    jobs.write.enqueue(str(at_work.with_name("next")), "done")

    assert until(at_work.with_name("next").exists)
    [hung] = DBTaskResult.objects.filter(task_path__endswith="hang")
    assert (hung.status, hung.exception_class_path.rpartition(".")[2]) == ("FAILED", "WorkerDied")

    at_work.with_name("out.go").touch()  # it ends after all: nobody asked for that any more
    assert until(lambda: at_work.read_text() == "began\ndone\n")
    hung.refresh_from_db()
    assert hung.status == "FAILED"


@pytest.fixture
def never_left(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody notices that a job hangs."""
    monkeypatch.setattr(worker._Worker, "hangs", lambda _self: False)


def test_control_when_a_worker_is_never_left_behind_then_the_next_job_waits(
    never_left: None, at_work: Path
) -> None:
    jobs.write.enqueue(str(at_work.with_name("next")), "done")
    assert not until(at_work.with_name("next").exists, seconds=2)


def test_process_when_a_second_job_of_a_lane_hangs_then_it_ends_to_be_started_anew_without_them(
    at_work: Path, stop: threading.Event
) -> None:
    assert until(lambda: left_behind() == 1)
    assert not stop.wait(1)  # the control: with one it goes on

    enqueued(jobs.hang, at_work.with_name("second"))
    assert until(stop.is_set)


def test_process_when_those_that_hung_have_ended_then_it_goes_on(
    at_work: Path, stop: threading.Event
) -> None:
    for number in (1, 2, 3):
        out = at_work if number == 1 else enqueued(jobs.hang, at_work.with_name(f"number-{number}"))
        assert until(lambda number=number: left_behind() == number)  # type: ignore[misc]
        out.with_name(f"{out.name}.go").touch()
        assert until(lambda: workers() == 2)  # one in each lane
    assert not stop.wait(1)


def test_process_when_something_long_is_under_way_then_it_ends_only_after_that(
    at_work: Path, stop: threading.Event
) -> None:
    long = enqueued(jobs.take_long, at_work.with_name("long"))
    enqueued(jobs.hang, at_work.with_name("second"))
    assert until(lambda: left_behind() == 2)
    assert not stop.wait(1)

    long.with_name("long.go").touch()
    assert until(stop.is_set)
    assert "done" in long.read_text()


def test_process_when_very_many_hang_then_it_ends_whatever_is_under_way(
    at_work: Path, stop: threading.Event
) -> None:
    long = enqueued(jobs.take_long, at_work.with_name("long"))
    for number in range(2, worker.HANG_AT_ALL + 1):
        assert not stop.is_set()
        enqueued(jobs.hang, at_work.with_name(f"number-{number}"))
    assert until(stop.is_set)
    assert "done" not in long.read_text()


def test_job_when_one_of_this_process_is_still_at_it_then_is_not_begun_anew_beside_it_and_the_process_ends_for_it(
    working: Path, stop: threading.Event, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = enqueued(jobs.hang_again, working / "out")
    mine = DBTaskResult.objects.filter(task_path__endswith="hang_again")
    assert until(lambda: mine.get().status == "READY")
    jobs.write.enqueue(str(working / "next"), "done")
    assert until((working / "next").exists)  # what comes after it is done
    assert not stop.is_set()

    monkeypatch.setattr(worker, "PATIENCE", dt.timedelta(0))
    assert until(stop.is_set)
    assert out.read_text() == "began\n"
    assert len(mine.get().worker_ids) == 1


def test_job_when_its_end_cannot_be_noted_then_is_done_again_when_its_hold_lapses_and_not_at_its_limit(
    working: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(leases, "HOLD", dt.timedelta(seconds=0.5))
    jobs.lose_the_database.enqueue(str(working / "out"), 2)
    mine = DBTaskResult.objects.filter(task_path__endswith="lose_the_database")
    assert until(lambda: mine.get().status == "SUCCESSFUL", seconds=20)  # its limit is a minute
    assert (working / "out").read_text() == "began\n" * 2
    assert len(mine.get().worker_ids) == 2


def test_job_when_its_connection_broke_before_its_end_is_noted_then_is_noted_over_another(
    working: Path,
) -> None:
    jobs.lose_the_database.enqueue(str(working / "out"), 1)
    mine = DBTaskResult.objects.filter(task_path__endswith="lose_the_database")
    assert until(lambda: mine.get().status == "SUCCESSFUL", seconds=20)
    assert (working / "out").read_text() == "began\n"
    assert not Lease.objects.exists()


@pytest.fixture
def silent(monkeypatch: pytest.MonkeyPatch) -> None:
    """Holds lapse at once: signs of life come too late by far, as when the database was away or the machine stood still."""
    monkeypatch.setattr(leases, "HOLD", dt.timedelta(0))
    monkeypatch.setattr(leases, "renew", lambda *_one, **_more: None)


@pytest.mark.usefixtures("silent")
def test_job_when_its_hold_lapsed_but_its_worker_lives_in_this_process_then_is_not_taken_from_it(
    working: Path,
) -> None:
    out = enqueued(jobs.take_long, working / "out")
    assert not until(lambda: DBTaskResult.objects.get().status != "RUNNING", seconds=1)
    out.with_name("out.go").touch()
    assert until(lambda: DBTaskResult.objects.get().status == "SUCCESSFUL")


@pytest.mark.usefixtures("silent")
def test_control_when_nobody_looks_who_lives_then_the_job_is_taken_from_it(
    monkeypatch: pytest.MonkeyPatch, working: Path
) -> None:
    monkeypatch.setattr(worker._Crew, "busy_with", lambda _self: set())
    enqueued(jobs.take_long, working / "out")
    assert until(lambda: DBTaskResult.objects.get().status == "FAILED")


def test_lapsed_holds_when_the_database_was_away_then_are_freed_one_round_later(
    stop: threading.Event,
) -> None:
    crew = worker._Crew(stop)
    assert crew.may_reap()
    crew.note_away()
    assert [crew.may_reap(), crew.may_reap()] == [False, True]
