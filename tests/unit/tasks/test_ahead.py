"""A clock that ran ahead and was put right holds nothing up."""

from __future__ import annotations

import datetime as dt
import uuid

import pytest
from django_tasks_db.models import DBTaskResult

from sixianghui.tasks import ahead, clock, leases
from sixianghui.tasks.models import Lease, Outgoing, SendingState
from sixianghui.tasks.public import later
from tests.unit.tasks import jobs

pytestmark = pytest.mark.django_db
DAY, MINUTE = dt.timedelta(days=1), dt.timedelta(minutes=1)


def test_job_when_put_off_while_the_clock_ran_a_day_ahead_then_is_ready(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    now = clock.now()
    monkeypatch.setattr(clock, "now", lambda: now + DAY)
    later(jobs.write, 60).enqueue("/nowhere", "one")
    assert leases.take("first", now) is None  # the control: it would wait for a day
    assert ahead.fetch_back(now) == 1
    assert leases.take("first", now) is not None


def test_job_when_put_off_by_a_right_clock_then_waits_on() -> None:
    later(jobs.write, 3600).enqueue("/nowhere", "one")
    assert ahead.fetch_back(clock.now()) == 0
    assert leases.take("first", clock.now()) is None


def test_job_when_ready_at_once_then_keeps_its_place() -> None:
    jobs.write.enqueue("/nowhere", "one")
    before = DBTaskResult.objects.get().run_after
    assert ahead.fetch_back(clock.now()) == 0
    assert DBTaskResult.objects.get().run_after == before


def test_job_when_to_be_put_off_for_more_than_an_hour_then_is_refused() -> None:
    with pytest.raises(ValueError, match="an hour"):
        later(jobs.write, 3601)


def test_lease_when_taken_while_the_clock_ran_ahead_then_lapses_soon_unless_its_worker_lives() -> None:
    job = jobs.write.enqueue("/nowhere", "one")
    now = clock.now()
    leases.take("first", now + DAY)
    assert ahead.fetch_back(now) == 1
    assert leases.reap(now) == 0
    leases.renew("first", now + leases.HOLD / 2, job=uuid.UUID(job.id))
    assert Lease.objects.get().until == now + leases.HOLD * 1.5
    assert leases.reap(now + 2 * leases.HOLD) == 1


def test_sending_when_put_off_while_the_clock_ran_ahead_then_is_due() -> None:
    now = clock.now()
    far = now + DAY
    common = {"kind": "tests", "content": {}, "made_at": now, "changed_at": now}
    Outgoing.objects.create(key="waits", due_at=far, **common)
    Outgoing.objects.create(key="soon", due_at=now + MINUTE, **common)
    Outgoing.objects.create(key="over", due_at=far, state=SendingState.SENT, **common)
    assert ahead.fetch_back(now) == 1
    assert {one.key: one.due_at for one in Outgoing.objects.all()} == {
        "waits": now, "soon": now + MINUTE, "over": far
    }  # fmt: skip
