"""Text messages as a gateway sees them, and how many one number gets."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils import timezone

from sixianghui.notify.adapters.sms import Sms
from sixianghui.notify.commands import limits
from sixianghui.notify.models import Delivery, State
from sixianghui.notify.public import tell
from sixianghui.notify.senders import SMS, Envelope, TryAgain
from sixianghui.tasks import public as tasks
from tests.adapters.notify.conftest import KIND, reachable
from tests.adapters.notify.far_ends import Gateway

pytestmark = pytest.mark.django_db
NUMBER = "+8613800001234"


def an_envelope() -> Envelope:
    return Envelope("a-token", 1, SMS, NUMBER, "好", "【思享汇】一句话。")


def test_text_when_sent_then_the_gateway_gets_the_documented_body_and_the_token(gateway: Gateway) -> None:
    Sms().send(an_envelope())
    assert gateway.taken == [{"id": "a-token", "to": NUMBER, "text": "【思享汇】一句话。"}]
    assert gateway.authorized == ["Bearer token-of-the-gateway"]


def test_text_when_the_gateway_has_it_already_then_is_done(gateway: Gateway) -> None:
    gateway.answer = 409
    Sms().send(an_envelope())


def test_text_when_the_gateway_is_away_then_is_tried_again(gateway: Gateway) -> None:
    gateway.server.server_close()
    with pytest.raises(TryAgain, match="sms-away"):
        Sms().send(an_envelope())


def test_text_when_not_urgent_then_waits_on_the_page_of_messages(gateway: Gateway) -> None:
    account = reachable("sms", NUMBER)
    tell(account, kind=KIND, title="计划批了", text="不用再改。")
    assert Delivery.objects.count() == 0
    tell(account, kind=KIND, title="计划批了", text="不用再改。", urgent=True, url="/week/")
    tasks.work_off()
    assert [one["text"].split("：")[0] for one in gateway.taken] == ["【思享汇】计划批了"]


def test_text_when_a_second_comes_within_a_minute_then_waits(gateway: Gateway) -> None:
    account = reachable("sms", NUMBER)
    for _number in range(2):
        tell(account, kind=KIND, title="计划批了", text="不用再改。", urgent=True)
    tasks.work_off()
    assert len(gateway.taken) == 1
    assert sorted(Delivery.objects.values_list("state", "error")) == [
        (State.SENT, ""),
        (State.WAITING, "too-many"),
    ]


@pytest.mark.parametrize(
    ("seconds", "expected"),
    [([0, 59, 60], [True, False, True]), ([0, 30, 61, 90, 122], [True, False, True, False, True])],
)
def test_turns_when_taken_within_a_minute_then_only_one(seconds: list[int], expected: list[bool]) -> None:
    start = timezone.now().replace(second=0, microsecond=0)
    assert [limits.take_a_turn("x", now=start + dt.timedelta(seconds=one)) for one in seconds] == expected


def test_turns_when_taken_every_two_minutes_then_five_an_hour_and_ten_a_day() -> None:
    start = timezone.now().replace(second=0, microsecond=0)
    taken = [
        minute
        for minute in range(0, 24 * 60, 2)
        if limits.take_a_turn("x", now=start + dt.timedelta(minutes=minute))
    ]
    assert taken == [0, 2, 4, 6, 8, 60, 62, 64, 66, 68]
    assert limits.take_a_turn("x", now=start + dt.timedelta(days=1))
    assert limits.take_a_turn("y", now=start + dt.timedelta(minutes=2)), "another number has its own turns"


def test_turns_when_two_come_in_the_same_minute_then_the_table_lets_one_pass() -> None:
    """Whatever each of two processes has counted before, both cannot write."""
    from django.db import IntegrityError, transaction

    from sixianghui.notify.models import Sending

    now = timezone.now()
    Sending.objects.create(address="x", minute=1, at=now)
    with pytest.raises(IntegrityError), transaction.atomic():
        Sending.objects.create(address="x", minute=1, at=now)
