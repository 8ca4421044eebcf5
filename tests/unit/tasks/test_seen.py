"""What there is to see of jobs, routines and workers, and what a person may do with a failed job."""

from __future__ import annotations

import datetime as dt
import threading
import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest
from django_tasks_db.models import DBTaskResult

from sixianghui.tasks import clock, leases, progress, queries, routines
from sixianghui.tasks.models import Progress, Schedule, Worker
from sixianghui.tasks.public import drop, every, run_worker, try_again, work_off
from tests.unit.tasks import jobs

pytestmark = pytest.mark.django_db


@pytest.fixture
def failed(tmp_path: Path) -> DBTaskResult:
    jobs.fail.enqueue(str(tmp_path / "out"))
    for _ in range(3):
        DBTaskResult.objects.update(run_after=clock.now())
        work_off()
    return DBTaskResult.objects.get()


def test_failed_job_when_seen_then_says_what_and_where_but_no_argument(failed: DBTaskResult) -> None:
    job = queries.shown(queries.failed())[0]
    assert (job.error, job.message, job.tries, job.given) == ("RuntimeError", "this job always fails", 3, "…")
    assert job.where.startswith("sixianghui/")
    assert queries.counts().failed == 1


def test_failed_job_when_tried_again_then_has_all_its_tries(failed: DBTaskResult) -> None:
    assert try_again(str(failed.pk)) is True
    assert try_again(str(failed.pk)) is False  # it waits now
    assert work_off() == 1
    row = DBTaskResult.objects.get()
    assert (row.status, len(row.worker_ids)) == ("READY", 1)


def test_failed_job_when_dropped_then_is_gone_and_others_are_left(
    failed: DBTaskResult, tmp_path: Path
) -> None:
    waiting = jobs.write.enqueue(str(tmp_path / "out"), "x")
    assert [drop(str(failed.pk)), drop(str(failed.pk)), drop(str(waiting.id)), drop("nonsense")] == [
        True, False, False, False,
    ]  # fmt: skip
    assert queries.counts().waiting == 1


def test_arguments_when_shown_then_only_numbers_and_random_names(tmp_path: Path) -> None:
    ref = "abcdefghijkmnpqrstuv"
    jobs.write.enqueue("张三 13812345678", ref)
    assert queries.shown(queries.waiting())[0].given == f"…、{ref}"


def test_progress_when_a_job_speaks_often_then_is_noted_once_a_second_and_forgotten_at_the_end() -> None:
    jobs.write.enqueue("/nowhere", "one")
    taken = leases.take("me", clock.now())
    assert taken is not None
    progress.begin(taken.pk)
    for done in range(100):
        progress.progress(done, 100, "copy")
    progress.end()
    progress.progress(100, 100)  # no job: nothing happens
    job = queries.shown(queries.running())[0]
    assert (job.done, job.total, job.words, job.worker) == (0, 100, "copy", "me")
    leases.finish(taken, "me", None, None)
    assert Progress.objects.count() == 0


@pytest.fixture
def _one_routine() -> Iterator[list[bool]]:
    kept = dict(routines.registry)
    routines.registry.clear()
    fails = [True]

    def turn() -> None:
        if fails[0]:
            raise ValueError("13812345678")

    every(hours=1, name="tests.turn")(turn)
    yield fails
    routines.registry.clear()
    routines.registry.update(kept)


def test_routine_when_it_fails_and_goes_well_again_then_says_so(_one_routine: list[bool]) -> None:
    routines.enqueue_due(clock.now())
    work_off()
    [turn] = queries.turns()
    assert (turn.error, turn.ran_at, turn.failed_at is not None) == ("ValueError", None, True)
    _one_routine[0] = False
    DBTaskResult.objects.update(run_after=clock.now())
    work_off()
    [turn] = queries.turns()
    assert (turn.error, turn.failed_at, turn.ran_at is not None) == ("", None, True)


def test_routine_when_nobody_is_at_work_then_is_late(_one_routine: list[bool]) -> None:
    now = clock.now()
    Schedule.objects.create(name="tests.turn", due_at=now - dt.timedelta(minutes=9))
    assert queries.turns()[0].is_late is False
    Schedule.objects.update(due_at=now - dt.timedelta(minutes=11))
    assert queries.turns()[0].is_late is True


def test_worker_when_silent_then_is_shown_as_gone_and_the_living_come_first() -> None:
    now = clock.now()
    for name, seconds in (("dead", 91), ("alive", 30)):
        Worker.objects.create(
            name=name,
            host=name,
            process=1,
            is_long=False,
            began_at=now,
            seen_at=now - dt.timedelta(seconds=seconds),
        )
    assert [(one.name, one.is_alive) for one in queries.workers()] == [("alive", True), ("dead", False)]


@pytest.mark.django_db(transaction=True)
def test_worker_when_it_works_and_ends_then_is_known_meanwhile_and_struck_off() -> None:
    stop, seen = threading.Event(), threading.Event()
    thread = threading.Thread(target=run_worker, args=(stop,), kwargs={"poll": 0.02})
    thread.start()
    for _ in range(500):
        if {one.is_long for one in queries.workers() if one.is_alive} == {False, True}:
            seen.set()
            break
        threading.Event().wait(0.02)
    stop.set()
    thread.join()
    assert seen.is_set()
    for _ in range(500):  # the thread of long jobs ends by itself
        if not Worker.objects.exists():
            break
        threading.Event().wait(0.02)
    assert not Worker.objects.exists()


def test_job_when_its_name_is_nonsense_or_unknown_then_is_none() -> None:
    assert [queries.job("x"), queries.job(str(uuid.uuid4()))] == [None, None]
