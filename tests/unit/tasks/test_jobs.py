"""Jobs run once, are tried again, and are never lost with their worker."""

from __future__ import annotations

import datetime as dt
import uuid
from pathlib import Path
from typing import Any

import pytest
from django.db import connection, transaction
from django.utils.module_loading import import_string
from django_tasks_db.models import DBTaskResult

from sixianghui.tasks import clock, leases, queries
from sixianghui.tasks.models import Lease
from sixianghui.tasks.public import work_off
from tests.unit.tasks import jobs

pytestmark = pytest.mark.django_db


def lines(path: Path) -> list[str]:
    return path.read_text(encoding="utf-8").splitlines() if path.exists() else []


def test_job_when_enqueued_then_runs_once(tmp_path: Path) -> None:
    out = tmp_path / "out"
    jobs.write.enqueue(str(out), "one")
    assert (work_off(), work_off()) == (1, 0)
    assert lines(out) == ["one"]
    assert list(DBTaskResult.objects.values_list("status", "return_value")) == [("SUCCESSFUL", "one")]
    assert Lease.objects.count() == 0


@pytest.mark.django_db(transaction=True)
def test_job_when_its_transaction_rolls_back_then_does_not_exist(tmp_path: Path) -> None:
    with pytest.raises(RuntimeError, match="rolled back"), transaction.atomic():
        jobs.write.enqueue(str(tmp_path / "out"), "one")
        raise RuntimeError("rolled back")
    assert work_off() == 0


def test_job_when_it_fails_then_waits_and_is_tried_again_until_no_try_remains(tmp_path: Path) -> None:
    out = tmp_path / "out"
    jobs.fail.enqueue(str(out))
    assert work_off() == 1
    for tried in (2, 3):
        row = DBTaskResult.objects.get()
        assert (row.status, work_off()) == ("READY", 0)  # it waits
        assert (
            dt.timedelta(seconds=0)
            < row.run_after - clock.now()
            <= dt.timedelta(seconds=10 * 2 ** (tried - 2))
        )
        DBTaskResult.objects.update(run_after=clock.now())
        assert work_off() == 1
        assert lines(out) == ["tried"] * tried
    row = DBTaskResult.objects.get()
    assert (row.status, row.exception_class_path) == ("FAILED", "builtins.RuntimeError")


def test_lease_when_it_lapses_then_the_job_is_free_again() -> None:
    jobs.write.enqueue("/nowhere", "one")
    now = clock.now()
    taken = leases.take("first", now)
    assert taken is not None
    assert leases.take("second", now) is None
    assert leases.reap(now + leases.HOLD - dt.timedelta(seconds=1)) == 0
    assert leases.reap(now + leases.HOLD) == 1
    again = leases.take("second", clock.now())
    assert again is not None
    assert again.worker_ids == ["first", "second"]


def test_lease_when_the_worker_lives_then_is_renewed_up_to_the_jobs_limit() -> None:
    job = jobs.write.enqueue("/nowhere", "one")  # limit: 60 s
    start = clock.now()
    leases.take("first", start)
    for seconds in (20, 40, 59):
        leases.renew("first", start + dt.timedelta(seconds=seconds), job=uuid.UUID(job.id))
    assert Lease.objects.get().until == start + dt.timedelta(seconds=60)
    assert leases.reap(start + dt.timedelta(seconds=60)) == 1


def test_lease_when_another_worker_renews_or_its_own_is_at_another_job_then_stays_as_it_was() -> None:
    job = uuid.UUID(jobs.write.enqueue("/nowhere", "one").id)
    start = clock.now()
    leases.take("first", start)
    for worker, at in (("second", job), ("first", uuid.uuid4()), ("first", None)):
        leases.renew(worker, start + dt.timedelta(seconds=20), job=at)
    assert Lease.objects.get().until == start + leases.HOLD


def test_end_when_the_job_was_taken_over_then_is_noted_only_by_its_holder() -> None:
    jobs.write.enqueue("/nowhere", "one")
    start = clock.now()
    slow = leases.take("slow", start)
    assert slow is not None
    leases.reap(start + leases.HOLD)
    quick = leases.take("quick", clock.now())
    assert quick is not None
    assert leases.finish(slow, "slow", "from the slow one", None) is False
    assert leases.finish(quick, "quick", "from the quick one", None) is True
    assert DBTaskResult.objects.get().return_value == "from the quick one"


def test_job_when_its_workers_die_too_often_then_fails() -> None:
    jobs.write.enqueue("/nowhere", "one")  # two retries
    for worker in ("first", "second", "third"):
        now = clock.now()
        leases.take(worker, now)
        leases.reap(now + leases.HOLD)
    row = DBTaskResult.objects.get()
    assert (row.status, row.exception_class_path) == ("FAILED", "sixianghui.tasks.leases.WorkerDied")


def test_job_when_this_release_does_not_know_it_then_fails_without_stopping_the_others(
    tmp_path: Path,
) -> None:
    out = tmp_path / "out"
    jobs.write.enqueue(str(out), "from an older release")
    DBTaskResult.objects.update(task_path="sixianghui.tasks.gone.job")
    jobs.write.enqueue(str(out), "known")
    assert work_off() == 2
    assert lines(out) == ["known"]
    assert sorted(DBTaskResult.objects.values_list("status", flat=True)) == ["FAILED", "SUCCESSFUL"]


def test_lease_when_it_lapsed_and_nobody_has_freed_it_then_its_worker_has_it_still() -> None:
    """The database was away for longer than a hold, or the machine stood still."""
    job = uuid.UUID(jobs.write.enqueue("/nowhere", "one").id)  # limit: 60 s
    start = clock.now()
    leases.take("first", start)
    late = start + dt.timedelta(seconds=45)
    leases.renew("first", late, job=job)
    assert leases.reap(late) == 0
    assert Lease.objects.get().until == start + dt.timedelta(seconds=60)


def test_lease_when_it_was_freed_then_its_worker_cannot_have_it_back() -> None:
    job = uuid.UUID(jobs.write.enqueue("/nowhere", "one").id)
    start = clock.now()
    leases.take("first", start)
    leases.reap(start + leases.HOLD)
    leases.renew("first", start + leases.HOLD, job=job)
    assert not Lease.objects.exists()
    leases.take("second", clock.now())
    leases.renew("first", start + dt.timedelta(days=1), job=job)
    assert Lease.objects.get().worker == "second"


def test_lease_when_two_have_it_in_hand_at_once_then_it_is_either_prolonged_or_freed() -> None:
    job = uuid.UUID(jobs.write.enqueue("/nowhere", "one").id)
    start = clock.now()
    leases.take("first", start)
    late = start + dt.timedelta(seconds=45)

    def prolong(execute: Any, sql: str, *rest: Any) -> Any:
        """Whoever frees it has seen it; before they can, its worker prolongs it."""
        if sql.startswith("DELETE") and "tasks_lease" in sql:
            connection.execute_wrappers.remove(prolong)
            leases.renew("first", late, job=job)
        return execute(sql, *rest)

    with connection.execute_wrapper(prolong):
        assert leases.reap(late) == 0
        connection.execute_wrappers.append(prolong)  # the block takes it away once more
    assert Lease.objects.get().worker == "first"


def test_lease_when_the_clocks_of_two_hosts_are_apart_then_goes_by_the_one_that_they_share(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    if connection.vendor == "sqlite":
        return  # one host
    jobs.write.enqueue("/nowhere", "one")
    leases.take("first", clock.shared())
    ahead = clock.now() + clock.APART
    monkeypatch.setattr(clock, "now", lambda: ahead)
    assert leases.reap(clock.shared()) == 0
    assert leases.reap(clock.now()) == 1  # the control


def test_job_when_an_older_worker_did_not_know_it_then_can_be_tried_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Whoever waits for it was told nothing: that worker did not know who."""
    jobs.note_loss.enqueue("one")
    path = DBTaskResult.objects.get().task_path
    DBTaskResult.objects.update(task_path="sixianghui.tasks.gone.job")
    work_off()
    DBTaskResult.objects.update(task_path=path)
    [seen] = queries.shown(queries.failed())
    assert (seen.error, seen.is_told) == ("ModuleNotFoundError", False)
    DBTaskResult.objects.update(exception_class_path="builtins.RuntimeError")
    assert queries.shown(queries.failed())[0].is_told  # the control


def test_job_when_a_worker_that_does_not_know_it_frees_it_then_says_that_and_can_be_tried_again() -> None:
    jobs.note_loss.enqueue("one")
    path = DBTaskResult.objects.get().task_path
    now = clock.now()
    leases.take("newer", now)
    DBTaskResult.objects.update(task_path="sixianghui.tasks.gone.job")
    leases.reap(now + leases.HOLD)
    DBTaskResult.objects.update(task_path=path)
    [seen] = queries.shown(queries.failed())
    assert (seen.error, seen.is_told) == ("ModuleNotFoundError", False)


@pytest.mark.parametrize("task", ["modelsearch.tasks.insert_or_update_object_task", "wagtail.tasks.update_reference_index_task"])  # fmt: skip
def test_job_when_what_it_brings_up_to_date_was_deleted_meanwhile_then_is_done(task: str) -> None:
    import_string(task).enqueue("channel", "articlepage", "999999")
    assert work_off() == 1
    assert DBTaskResult.objects.get().status == "SUCCESSFUL"
