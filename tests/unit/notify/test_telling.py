"""Telling a person something."""

from __future__ import annotations

import datetime as dt
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import connection, connections, transaction
from django.utils.translation import gettext_lazy

from sixianghui.access.public import Account
from sixianghui.common import time
from sixianghui.notify.models import Delivery, Message, Preference
from sixianghui.notify.public import Kind, all_kinds, register_kind, tell
from tests.factories import an_account
from tests.unit.notify.conftest import KIND

pytestmark = pytest.mark.django_db


def told(account: Any, **more: Any) -> Message:
    return tell(account, **{"kind": KIND, "title": "计划批了", "text": "你交的计划批了，不用再改。", **more})


def test_telling_when_the_act_is_kept_then_the_message_is_kept_whole_at_the_domains_time() -> None:
    account = an_account()
    told(account, url="/week/")
    found = Message.objects.get()
    assert (found.account, found.title, found.text, found.url) == (
        account,
        "计划批了",
        "你交的计划批了，不用再改。",
        "/week/",
    )
    assert found.made_at == time.shanghai(2018, 6, 5, 12)


def test_telling_when_somebody_acts_on_an_english_page_then_the_address_leads_everybody_to_their_own() -> (
    None
):
    assert told(an_account(), url="/en/week/").url == "/week/"
    assert told(an_account(), url="/enterprises/").url == "/enterprises/"


def test_telling_when_the_act_is_undone_then_there_is_no_message_and_no_letter() -> None:
    account = an_account(is_sample=True)
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        told(account)
        raise ZeroDivisionError
    assert (Message.objects.count(), Delivery.objects.count()) == (0, 0)
    told(account)
    assert (Message.objects.count(), Delivery.objects.count()) == (1, 1)


@pytest.mark.django_db(transaction=True)
def test_telling_when_somebody_holds_the_letter_that_waits_then_does_not_wait_for_them() -> None:
    """They may wait for the chain, which whoever tells may have."""
    if connection.vendor == "sqlite":
        return  # one writer: who holds a letter holds everything
    account = an_account(is_sample=True)
    with transaction.atomic():
        told(account)

    def another() -> None:
        try:
            with transaction.atomic():
                told(Account.objects.get(pk=account.pk))
        finally:
            connections.close_all()

    with ThreadPoolExecutor(1) as pool, transaction.atomic():
        told(account)  # the control: it is added to the letter, and holds it
        pool.submit(another).result(60)
    assert sorted(one.messages.count() for one in Delivery.objects.all()) == [1, 2]


@pytest.mark.django_db(transaction=True)
def test_telling_when_outside_a_transaction_then_is_refused() -> None:
    with pytest.raises(RuntimeError):
        told(an_account())


@pytest.mark.parametrize(
    ("more", "error"),
    [
        ({"kind": "tests.unknown"}, LookupError),
        ({"title": " \n"}, ValueError),
        ({"text": ""}, ValueError),
        ({"url": "https://elsewhere.example/"}, ValueError),
        ({"url": "//elsewhere.example/"}, ValueError),
        ({"url": "/week/\r\nX: y"}, ValueError),
    ],
)
def test_telling_when_it_cannot_be_read_or_followed_then_is_an_error(
    more: dict[str, str], error: type[Exception]
) -> None:
    with pytest.raises(error):
        told(an_account(), **more)


def test_title_when_it_has_line_breaks_then_is_one_line() -> None:
    assert told(an_account(), title="好\r\nBcc: x@example.org\x00").title == "好 Bcc: x@example.org"


def test_telling_once_when_it_begins_soon_then_leaves_as_soon_as_without_a_name() -> None:
    account, soon = an_account(is_sample=True), time.now() + dt.timedelta(hours=3)
    named, nameless = told(account, before=soon, once="lecture:1:off"), told(account, before=soon)
    due = [Delivery.objects.get(messages=one).due_at for one in (named, nameless)]
    assert due == [time.now(), time.now()]


def test_telling_once_when_told_again_then_tells_nothing_new() -> None:
    account, other = an_account(is_sample=True), an_account()
    first = told(account, once="term:1")
    assert told(account, once="term:1") == first
    assert told(other, once="term:1") != first
    assert told(account) != told(account)
    assert Delivery.objects.get().messages.count() == 3


def test_text_when_lazy_then_is_read_in_the_readers_language() -> None:
    account = an_account()
    Preference.objects.create(account=account, language="en")
    assert told(account, title=gettext_lazy("本周")).title == "This week"
    assert told(an_account(), title=gettext_lazy("本周")).title == "本周"


def test_letter_when_several_messages_come_in_a_day_then_is_one() -> None:
    account = an_account(is_sample=True)
    ours = [told(account), told(account)]
    letter = Delivery.objects.get()
    assert sorted(letter.messages.values_list("pk", flat=True)) == [one.pk for one in ours]
    assert letter.due_at == time.shanghai(2018, 6, 6, 8)


def test_letter_when_urgent_then_goes_alone_and_now() -> None:
    account = an_account(is_sample=True)
    told(account)
    told(account, kind="tests.security", urgent=True)
    assert sorted(Delivery.objects.values_list("urgent", "due_at")) == [
        (False, time.shanghai(2018, 6, 6, 8)),
        (True, time.shanghai(2018, 6, 5, 12)),
    ]


@pytest.mark.parametrize("preference", [{"muted": [KIND]}, {"mute_all": True}])
def test_letter_when_the_kind_was_stopped_then_none_goes_and_the_message_stays(
    preference: dict[str, Any],
) -> None:
    account = an_account(is_sample=True)
    Preference.objects.create(account=account, **preference)
    told(account)
    assert (Message.objects.count(), Delivery.objects.count()) == (1, 0)
    told(account, kind="tests.security")
    assert Delivery.objects.count() == 1


def test_letter_when_the_account_is_closed_then_none_goes() -> None:
    told(an_account(is_sample=True, is_active=False))
    assert Delivery.objects.count() == 0


def test_kind_when_registered_twice_then_only_the_same_is_taken() -> None:
    register_kind(KIND, "测试通知", "因为这是测试。")
    with pytest.raises(ValueError, match=KIND):
        register_kind(KIND, "另一种", "因为。")
    assert [one for one in all_kinds() if one.name == KIND] == [Kind(KIND, "测试通知", "因为这是测试。")]
