"""What every channel promises, whatever it ends in."""

from __future__ import annotations

import datetime as dt
import logging

import pytest
from django.db import transaction
from django.utils import timezone

from sixianghui.access.public import Account
from sixianghui.notify.commands import letters
from sixianghui.notify.models import Delivery, Message, Sending, State
from sixianghui.notify.public import tell
from sixianghui.tasks import public as tasks
from tests.adapters.notify.far_ends import FarEnd
from tests.factories import an_account, signed_in

pytestmark = pytest.mark.django_db

TITLE, TEXT = (
    "六月党日改到星期四",
    "六月的主题党日改到星期四（6月7日）晚七点，地点不变：红谷读书角。\n来不了的话，回这条就行。",
)
LATER = dt.timedelta(hours=2)


def told(account: Account) -> None:
    tell(account, kind="tests.security", title=TITLE, text=TEXT, url="/week/", urgent=True)


def is_whole(text: str) -> bool:
    return all(part in text for part in (TITLE, *TEXT.split("\n")))


def test_letter_when_sent_then_arrives_whole(far_end: FarEnd, reader: Account) -> None:
    told(reader)
    tasks.work_off()
    assert [is_whole(text) for text in far_end.arrived(reader)] == [True]


def test_letter_when_what_it_tells_is_undone_then_does_not_arrive(far_end: FarEnd, reader: Account) -> None:
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        told(reader)
        raise ZeroDivisionError
    tasks.work_off()
    letters.send_due(now=timezone.now() + LATER)
    tasks.work_off()
    assert far_end.arrived(reader) == []


def test_letter_when_it_is_for_one_then_nobody_else_gets_it(far_end: FarEnd, reader: Account) -> None:
    other = an_account(is_sample=reader.is_sample)
    told(reader)
    tasks.work_off()
    assert [one.account for one in Message.objects.all()] == [reader]
    assert {one.account for one in Delivery.objects.all()} <= {reader}
    assert TITLE not in signed_in(other).get("/messages/").content.decode()
    assert TITLE in signed_in(reader).get("/messages/").content.decode()


def test_letter_when_its_job_runs_twice_then_arrives_once(far_end: FarEnd, reader: Account) -> None:
    told(reader)
    for letter in Delivery.objects.all():
        letters.hand_over(letter)
        letters.hand_over(letter)
    tasks.work_off()
    letters.send_due(now=timezone.now() + LATER)
    tasks.work_off()
    assert len(far_end.tokens()) == 1


@pytest.mark.parametrize(
    ("channel", "answer"), [("mail", 451), ("sms", 429), ("sms", 503), ("sms", 302)], indirect=["channel"]
)
def test_letter_when_the_far_end_is_busy_then_waits_and_arrives_later(
    far_end: FarEnd, reader: Account, answer: int
) -> None:
    far_end.answer = answer
    told(reader)
    tasks.work_off()
    letter = Delivery.objects.get()
    assert (letter.state, letter.tries, far_end.arrived(reader)) == (State.WAITING, 1, [])
    assert letter.due_at > timezone.now()
    letters.send_due()
    tasks.work_off()
    assert far_end.arrived(reader) == []
    far_end.answer = 0
    Sending.objects.all().delete()  # the minute of a number is over
    letters.send_due(now=timezone.now() + LATER)
    tasks.work_off()
    letter.refresh_from_db()
    assert (letter.state, letter.tries, letter.error) == (State.SENT, 2, "")
    assert [is_whole(text) for text in far_end.arrived(reader)] == [True]


@pytest.mark.parametrize("channel", ["mail", "sms"], indirect=True)
def test_letter_when_refused_for_good_then_is_given_up_with_a_code_that_tells_nothing(
    far_end: FarEnd, reader: Account, channel: str, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    far_end.answer = 550 if channel == "mail" else 422
    told(reader)
    tasks.work_off()
    letter = Delivery.objects.get()
    assert (letter.state, letter.error) == (
        State.FAILED,
        f"{'smtp' if channel == 'mail' else 'sms'}-{far_end.answer}",
    )
    far_end.answer = 0
    letters.send_due(now=timezone.now() + LATER)
    tasks.work_off()
    assert far_end.arrived(reader) == []
    said = "\n".join(record.getMessage() for record in caplog.records if record.name.startswith("sixianghui"))
    assert [part for part in ("zhang", "13800001234", "党日", "红谷") if part in said] == []


@pytest.mark.parametrize("channel", ["mail", "sms"], indirect=True)
def test_letter_when_it_fails_for_a_day_then_is_given_up(far_end: FarEnd, reader: Account) -> None:
    far_end.answer = 451 if type(far_end).__name__ == "MailServer" else 500
    told(reader)
    moment = timezone.now()
    for _round in range(12):
        tasks.work_off()
        moment += dt.timedelta(hours=12)
        Sending.objects.all().delete()
        Delivery.objects.filter(state=State.WAITING).update(due_at=moment)
        letters.send_due(now=moment)
    letter = Delivery.objects.get()
    assert (letter.state, letter.tries) == (State.FAILED, 7)


def test_letter_when_its_worker_dies_after_the_far_end_had_it_then_comes_again_under_the_same_token(
    far_end: FarEnd, reader: Account, channel: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The one gap that a channel leaves; the outbox leaves none. A real kill is in `test_killed.py`."""
    if channel == "in-app":
        return
    with monkeypatch.context() as dying:
        dying.setattr(letters, "_note", lambda *_a, **_k: (_ for _ in ()).throw(SystemExit))
        told(reader)
        with pytest.raises(SystemExit):
            letters.deliver.call(Delivery.objects.get().pk, 0)
    assert len(far_end.tokens()) == 1
    letters.send_due(now=timezone.now() + dt.timedelta(minutes=1))
    tasks.work_off()
    assert len(far_end.tokens()) == 1, "a try is not given up while it may still be going on"
    later = timezone.now() + LATER
    if reader.is_sample:
        Delivery.objects.update(due_at=dt.datetime(2018, 6, 1, tzinfo=dt.UTC))
    Sending.objects.all().delete()
    letters.send_due(now=later)
    tasks.work_off()
    assert Delivery.objects.get().state in {State.SENT, State.KEPT}
    assert (len(far_end.tokens()), len(set(far_end.tokens()))) == (1 if channel == "outbox" else 2, 1)
