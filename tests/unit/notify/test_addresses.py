"""Addresses: proved by a code, seen by their owner only."""

from __future__ import annotations

import contextlib
import datetime as dt
import logging
import re
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone

from sixianghui.access.public import Account
from sixianghui.common.errors import Conflict, HouseError, NotThere
from sixianghui.common.sources import source_of
from sixianghui.notify import erasing, rules
from sixianghui.notify.commands import addresses, forgetting, limits
from sixianghui.notify.models import Address, Delivery, Message, OutboxLetter, Sending
from sixianghui.notify.public import tell
from sixianghui.tasks import public as tasks
from sixianghui.vault import public as vault
from sixianghui.vault.public import Subject, holders
from tests.factories import an_account

pytestmark = pytest.mark.django_db


def add(account: Account, value: str = "zhang@example.org", channel: str = "mail") -> tuple[Address, str]:
    """An address that waits for its code, and the code. Somebody invented, so that it goes to the outbox."""
    Sending.objects.all().delete()
    made = addresses.add_address(account, channel, value)
    found = re.search(r"\d{6}", OutboxLetter.objects.latest("pk").text)
    assert found is not None
    return made, found[0]


def proved(account: Account, value: str = "zhang@example.org", channel: str = "mail") -> Address:
    made, code = add(account, value, channel)
    return addresses.prove_address(account, made.ref, code)


@pytest.fixture
def account() -> Account:
    return an_account(is_sample=True)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("zhang@example.org", "zhang@example.org"),
        ("  Zhang.San+a@EXAMPLE.org ", "Zhang.San+a@example.org"),
        ("ｚｈａｎｇ＠ｅｘａｍｐｌｅ．ｏｒｇ", "zhang@example.org"),
        ("zhang@example", None),
        ("zhang", None),
        ("张@example.org", None),
        ("a@b.org\r\nBcc: c@d.org", None),
        ("a@b.org,c@d.org", None),
        ("<a@b.org>", None),
        ("a" * 65 + "@b.org", None),
        ("", None),
    ],
)
def test_mail_address_when_typed_then_is_kept_as_it_is_written_or_refused(
    typed: str, kept: str | None
) -> None:
    assert rules.mail_address(typed) == kept


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("13800001234", "+8613800001234"),
        ("+86 138-0000-1234", "+8613800001234"),
        ("１３８００００１２３４", "+8613800001234"),
        ("8613800001234", "+8613800001234"),
        ("12800001234", None),
        ("1380000123", None),
        ("+1 212 555 0100", None),
        ("13800001234\n1", None),
    ],
)
def test_mobile_number_when_typed_in_any_way_then_is_kept_in_one(typed: str, kept: str | None) -> None:
    assert rules.mobile_number(typed) == kept


@pytest.mark.parametrize(
    ("channel", "value", "masked"),
    [("mail", "zhang@example.org", "zh***@example.org"), ("mail", "ab@example.org", "a***@example.org"), ("sms", "+8613800001234", "138****1234")],
)  # fmt: skip
def test_address_when_shown_then_is_recognised_and_not_told(channel: str, value: str, masked: str) -> None:
    assert rules.masked(channel, value) == masked


def test_address_when_its_code_comes_back_then_counts(account: Account) -> None:
    made, code = add(account)
    assert made.proved_at is None
    kept = addresses.prove_address(account, made.ref, f" {code[:3]} {code[3:]} ")
    assert (kept.value, kept.code, kept.proved_at is not None) == ("zhang@example.org", "", True)
    with pytest.raises(Conflict):
        addresses.prove_address(account, made.ref, code)


def test_code_when_wrong_five_times_then_the_right_one_does_not_help(account: Account) -> None:
    made, code = add(account)
    wrong = "000000" if code != "000000" else "111111"
    said = []
    for _try in range(5):
        with pytest.raises(Conflict) as refused:
            addresses.prove_address(account, made.ref, wrong)
        said.append(str(refused.value))
    assert said == [
        *(f"验证码不对，还可以试 {left} 次。" for left in (4, 3, 2, 1)),
        "验证码不对，五次都用完了，请重新要一个。",
    ]
    with pytest.raises(Conflict):
        addresses.prove_address(account, made.ref, code)
    other, good = add(account)
    addresses.prove_address(account, other.ref, good)


@pytest.mark.parametrize(
    ("channel", "value", "minutes"), [("mail", "a@example.org", 15), ("sms", "13800001234", 5)]
)
def test_code_when_its_minutes_have_passed_then_is_too_old(
    account: Account, channel: str, value: str, minutes: int
) -> None:
    made, code = add(account, value, channel)
    Address.objects.update(code_until=timezone.now())
    with pytest.raises(Conflict):
        addresses.prove_address(account, made.ref, code)
    assert made.code_until is not None
    assert made.code_until - made.made_at == dt.timedelta(minutes=minutes)


def test_code_when_for_another_address_or_person_then_does_not_help(account: Account) -> None:
    first, code = add(account)
    with pytest.raises(NotThere):
        addresses.prove_address(an_account(), first.ref, code)
    second, _code = add(account, "13800001234", "sms")
    with pytest.raises(Conflict):
        addresses.prove_address(account, second.ref, code)


def test_code_when_kept_then_only_as_a_digest(account: Account) -> None:
    made, code = add(account)
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM notify_address WHERE id = %s", [made.pk])
        row = str(cursor.fetchone())
    assert [part for part in (code, "zhang") if part in row] == []


def test_codes_when_asked_for_again_within_a_minute_then_are_refused(account: Account) -> None:
    add(account)
    with pytest.raises(Conflict):
        addresses.add_address(account, "mail", "zhang@example.org")
    with pytest.raises(Conflict):
        addresses.add_address(account, "mail", "another@example.org")
    with pytest.raises(Conflict):
        addresses.add_address(an_account(is_sample=True), "mail", "zhang@example.org")
    addresses.add_address(an_account(is_sample=True), "mail", "another@example.org")


@pytest.mark.parametrize("limited", [True, False])
def test_codes_when_one_place_asks_for_many_persons_then_twenty_an_hour_go(
    monkeypatch: pytest.MonkeyPatch, limited: bool
) -> None:
    """Bombing by many accounts; without the rule (the control) every text goes."""
    if not limited:
        monkeypatch.setattr(rules, "FROM_ONE_PLACE", (dt.timedelta(hours=1), 1000))
    went = 0
    for number in range(30):
        with contextlib.suppress(Conflict):
            addresses.add_address(
                an_account(is_sample=True), "sms", f"138001380{number:02}", place="203.0.113.9"
            )
            went += 1
    assert went == (20 if limited else 30)
    addresses.add_address(an_account(is_sample=True), "sms", "13900139000", place="198.51.100.4")


def test_codes_when_the_same_number_is_asked_for_again_at_once_then_both_count_for_the_place(
    account: Account,
) -> None:
    """What a place asked for is counted before the transaction of the code, or many at once would not see each other."""
    place = vault.blind_index("notify.place", source_of("203.0.113.9"))
    addresses.add_address(account, "sms", "13800138000", place="203.0.113.9")
    with pytest.raises(Conflict, match="太密"):
        addresses.add_address(account, "sms", "13800138000", place="203.0.113.9")
    assert Sending.objects.filter(address=place).count() == 2


@pytest.mark.parametrize(
    ("first", "then", "same"),
    [
        ("203.0.113.9", "203.0.113.10", False),
        ("203.0.113.9", "::ffff:203.0.113.9", True),
        ("2001:db8:0:1::1", "2001:db8:0:1:ffff::9", True),
        ("2001:db8:0:1::1", "2001:db8:0:2::1", False),
    ],
)
def test_place_when_another_address_of_its_network_asks_then_it_is_the_same_place(
    monkeypatch: pytest.MonkeyPatch, first: str, then: str, same: bool
) -> None:
    monkeypatch.setattr(rules, "FROM_ONE_PLACE", (dt.timedelta(hours=1), 1))
    assert limits.take_a_turn_from(first)
    assert limits.take_a_turn_from(then) is not same


def test_codes_when_one_number_is_bombed_then_one_a_minute_five_an_hour_ten_a_day_go() -> None:
    went = []
    moment = timezone.now() - dt.timedelta(days=2)
    for _ in range(24 * 60):
        moment += dt.timedelta(minutes=1)
        if limits.take_a_turn("a number", now=moment) and limits.take_a_turn("a number", now=moment) is False:
            went.append(moment)
    assert len(went) == 10
    assert len([at for at in went if at - went[0] < dt.timedelta(hours=1)]) == 5


def test_codes_when_the_clock_ran_two_days_ahead_and_was_put_right_then_go(db: None) -> None:
    moment = timezone.now()
    assert limits.take_a_turn("a number", now=moment + dt.timedelta(days=2))
    assert limits.take_a_turn_from("203.0.113.9", now=moment + dt.timedelta(days=2))
    assert limits.take_a_turn("a number", now=moment)
    assert not limits.take_a_turn("a number", now=moment - dt.timedelta(seconds=59))


def test_address_when_it_is_none_or_its_channel_is_not_set_up_then_says_so(account: Account) -> None:
    with pytest.raises(HouseError, match="邮箱地址"):
        addresses.add_address(account, "mail", "zhang")
    with pytest.raises(HouseError, match="手机号"):
        addresses.add_address(account, "sms", "110")
    with pytest.raises(Conflict, match="还没有接通"):
        addresses.add_address(an_account(), "mail", "zhang@example.org")
    assert Address.objects.count() == 0


def test_address_when_changed_then_the_old_one_hears_of_it_and_the_new_one_is_in_force(
    account: Account,
) -> None:
    old = proved(account)
    OutboxLetter.objects.all().delete()
    made, code = add(account, "new@example.org")
    assert [one.ref for one in Address.objects.filter(left_at__isnull=True, proved_at__isnull=False)] == [
        old.ref
    ]
    addresses.prove_address(account, made.ref, code)
    tasks.work_off()
    message = Message.objects.get()
    assert ("n***@example.org" in message.text, message.urgent) == (True, True)
    told = [(one.address, one.subject) for one in OutboxLetter.objects.order_by("pk")]
    assert [one for one in told if "验证码" not in one[1]] == [
        ("new@example.org", message.title),
        ("zhang@example.org", message.title),
    ]


def test_address_when_removed_then_nothing_goes_there_and_it_hears_of_it(account: Account) -> None:
    kept = proved(account)
    addresses.remove_address(account, kept.ref)
    assert [one.address_id for one in Delivery.objects.filter(address__isnull=False)] == [kept.pk]
    with pytest.raises(NotThere):
        addresses.remove_address(account, kept.ref)
    forgetting.forget_old(now=timezone.now() + dt.timedelta(days=2))
    assert Address.objects.count() == 0


def test_address_when_somebody_elses_then_is_not_there(account: Account) -> None:
    kept = proved(account)
    with pytest.raises(NotThere):
        addresses.remove_address(an_account(), kept.ref)
    assert Address.objects.get().left_at is None


def test_logs_when_addresses_come_and_go_then_hold_none_of_them(account: Account, caplog: Any) -> None:
    caplog.set_level(logging.DEBUG, logger="sixianghui")
    made, code = add(account, "canary-7731@example.org")
    addresses.prove_address(account, made.ref, code)
    addresses.remove_address(account, made.ref)
    assert [part for part in ("canary", code) if part in caplog.text] == []


def test_export_when_asked_for_then_holds_what_was_told_and_where_one_is_reached_and_no_code(
    account: Account,
) -> None:
    proved(account)
    add(account, "new@example.org")
    tell(account, kind="tests.notice", title="计划批了", text="你交的计划批了，不用再改。")
    tell(an_account(), kind="tests.notice", title="别人的", text="别人的事。")
    (holder,) = [one for one in holders() if one.name == "notify"]
    told = {
        (item.field, str(item.value))
        for section in holder.sections(Subject(account=account.pk))
        for row in section.rows
        for item in row
        if not item.entry.unexported
    }
    assert {
        ("value", "zhang@example.org"),
        ("value", "new@example.org"),
        ("text", "你交的计划批了，不用再改。"),
    } <= told
    assert [text for _name, text in told if "别人的" in text] == []
    assert {name for name, _text in told} & {"code", "index", "token", "ref"} == set()


def test_erasure_when_asked_for_then_leaves_nothing_of_somebody_and_all_of_others(account: Account) -> None:
    other = an_account(is_sample=True)
    proved(account)
    proved(other, "li@example.org")
    done = erasing.erase(Subject(account=account.pk))
    assert {str(what) for what, _count in done.erased} >= {"联系地址", "留在本机的信"}
    for model in (Address, OutboxLetter, Message, Delivery):
        assert not model._base_manager.filter(account=account).exists()
    assert Address.objects.get().account == other
    assert erasing.erase(Subject(account=account.pk)).erased == []
    assert erasing.erase(Subject(person=1)).erased == []
