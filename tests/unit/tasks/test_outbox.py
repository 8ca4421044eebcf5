"""What must happen outside exactly once."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from typing import Any

import pytest
from django.db import transaction

from sixianghui.tasks import clock, outbox
from sixianghui.tasks.models import Outgoing
from sixianghui.tasks.public import NotAtAll, NotNow, open_ones, register_outbox, send_once, settle, work_off

pytestmark = pytest.mark.django_db


class Far:
    """An outside in memory: `fails` is raised before (or, with `after`, after) it has happened."""

    def __init__(self) -> None:
        self.done: list[str] = []
        self.fails: Exception | None = None
        self.after = False
        self.there: bool | None = None

    def send(self, key: str, content: Mapping[str, Any]) -> str:
        if self.fails is not None and not self.after:
            raise self.fails
        self.done.append(key)
        if self.fails is not None:
            raise self.fails
        return "named-by-them"

    def look(self, key: str, content: Mapping[str, Any]) -> bool | None:
        return self.there


@pytest.fixture
def far(monkeypatch: pytest.MonkeyPatch) -> Iterator[Far]:
    monkeypatch.setattr(outbox, "_senders", {})
    made = Far()
    register_outbox("tests", made)
    yield made


def state() -> tuple[str, str]:
    row = Outgoing.objects.get()
    return row.state, row.error


def test_sending_when_asked_twice_with_one_key_then_happens_once(far: Far) -> None:
    first, second = send_once("tests", "a", {"n": 1}), send_once("tests", "a", {"n": 1})
    assert first.pk == second.pk
    work_off()
    outbox.tend()
    work_off()
    assert (far.done, state()) == (["a"], ("sent", ""))
    assert Outgoing.objects.get().answer == "named-by-them"


@pytest.mark.django_db(transaction=True)
def test_sending_when_the_act_is_rolled_back_or_has_no_transaction_then_does_not_happen(far: Far) -> None:
    with pytest.raises(ValueError, match="no"), transaction.atomic():
        send_once("tests", "a", {})
        raise ValueError("no")
    with pytest.raises(RuntimeError, match="transaction of the act"):
        send_once("tests", "a", {})
    assert (work_off(), far.done, Outgoing.objects.count()) == (0, [], 0)


def test_sending_when_the_outside_is_surely_away_then_waits_and_is_tried_again(far: Far) -> None:
    far.fails = NotNow("away")
    send_once("tests", "a", {})
    work_off()
    assert state() == ("waiting", "away")
    outbox.tend()
    work_off()
    assert Outgoing.objects.get().tries == 1  # not due yet
    far.fails = None
    Outgoing.objects.update(due_at=clock.now())
    outbox.tend()
    work_off()
    assert (far.done, state()) == (["a"], ("sent", ""))


def test_sending_when_refused_then_waits_for_a_person(far: Far) -> None:
    far.fails = NotAtAll("no-right")
    send_once("tests", "a", {})
    work_off()
    assert (state(), open_ones().count()) == (("failed", "no-right"), 1)
    far.fails = None
    assert settle(Outgoing.objects.get().pk, sent=False) is True
    work_off()
    assert (far.done, state(), open_ones().count()) == (["a"], ("sent", ""), 0)
    assert settle(Outgoing.objects.get().pk, sent=False) is False


@pytest.mark.parametrize(
    ("there", "then", "times"), [(True, "sent", 1), (None, "unknown", 1), (False, "waiting", 1)]
)
def test_sending_when_it_broke_off_then_is_unknown_until_somebody_looked(
    far: Far, there: bool | None, then: str, times: int
) -> None:
    far.fails, far.after, far.there = TimeoutError(), True, there
    send_once("tests", "a", {})
    work_off()
    assert state() == ("unknown", "TimeoutError")
    outbox.tend()
    work_off()
    assert (state()[0], len(far.done)) == (then, times)


def test_sending_when_its_worker_is_silent_too_long_then_is_unknown_and_a_late_answer_still_counts(
    far: Far,
) -> None:
    send_once("tests", "a", {})
    row = Outgoing.objects.get()
    Outgoing.objects.update(state="sending", tries=1)
    outbox.tend(now=clock.now() + outbox.HOLD - dt.timedelta(seconds=10))
    assert state()[0] == "sending"
    outbox.tend(now=clock.now() + outbox.HOLD + dt.timedelta(seconds=10))
    assert state() == ("unknown", "WorkerDied")
    row.tries = 1
    outbox._note(row, outbox.SendingState.SENT)
    assert state()[0] == "sent"


def test_sending_when_no_sender_is_known_then_waits(far: Far) -> None:
    send_once("of another release", "a", {})
    work_off()
    assert state() == ("waiting", "")
