"""The pages of this room, as their readers get them."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from typing import Any

import pytest
from allauth.account.internal.flows.login import record_authentication
from django.http import HttpRequest
from django.test import Client
from django.utils import timezone

from sixianghui.access.public import Account, Post
from sixianghui.notify import kinds
from sixianghui.notify.commands import forgetting, letters
from sixianghui.notify.models import Address, Delivery, Message, OutboxLetter, Preference, Sending
from sixianghui.notify.public import register_kind, tell
from sixianghui.project.config import Config
from sixianghui.tasks import public as tasks
from tests.factories import an_account, signed_in, someone_with

pytestmark = pytest.mark.django_db
KIND = "tests.notice"


@pytest.fixture(autouse=True)
def _house(settings: Any) -> Iterator[None]:
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": []}}
    before = dict(kinds._kinds)
    register_kind(KIND, "测试通知", "因为这是测试。")
    yield
    kinds._kinds.clear()
    kinds._kinds.update(before)


def told(account: Account, number: int = 0, **more: Any) -> Message:
    return tell(account, **{"kind": KIND, "title": f"标题{number:03}", "text": f"全文{number:03}。", **more})


def titles(client: Client, address: str = "/messages/") -> list[str]:
    return re.findall(r"<h3>标题(\d+)</h3>", client.get(address).content.decode())


def body(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


# --- messages --------------------------------------------------------------------------------------------------------


def test_messages_when_there_are_none_then_the_page_means_it() -> None:
    assert "还没有消息" in body(signed_in(an_account()), "/messages/")


def test_messages_when_read_then_are_ones_own_whole_by_day_and_the_newest_first(clock: Any) -> None:
    account, other = an_account(), an_account()
    told(account, 1, url="/week/")
    told(other, 2)
    clock.set(clock.at + dt.timedelta(days=1))
    told(account, 3, text="第一行<b>\n第二行")
    client = signed_in(account)
    assert titles(client) == ["003", "001"]
    page = body(client, "/messages/")
    assert re.findall(r'<time datetime="(2018[-\d]+)">', page)[-2:] == ["2018-06-06", "2018-06-05"]
    assert ("全文001。" in page, "第一行&lt;b&gt;<br>第二行" in page, 'href="/week/"' in page) == (
        True,
        True,
        True,
    )
    assert 'href="/en/week/"' in body(client, "/en/messages/")


def test_messages_when_many_then_come_in_pages() -> None:
    account = an_account()
    for number in range(35):
        told(account, number)
    client = signed_in(account)
    first = titles(client)
    older = re.search(r'href="(\?before=\d+)"', body(client, "/messages/"))
    assert older is not None
    assert [*first, *titles(client, f"/messages/{older[1]}")] == [
        f"{number:03}" for number in range(34, -1, -1)
    ]
    assert titles(client, "/messages/?before=x") == first
    assert "再往前没有了" in body(client, "/messages/?before=1")


@pytest.mark.parametrize("count", [1, 30])
def test_messages_when_there_are_more_then_cost_no_more_queries(
    count: int, django_assert_max_num_queries: Any
) -> None:
    account = an_account()
    for number in range(count):
        told(account, number)
    client = signed_in(account)
    client.get("/messages/")
    with django_assert_max_num_queries(14):
        client.get("/messages/")


def test_messages_when_marked_as_read_then_only_those_that_were_there_to_be_read() -> None:
    account = an_account()
    told(account, 1)
    client = signed_in(account)
    until = re.search(r'name="until" value="(\d+)"', body(client, "/messages/"))
    assert until is not None
    told(account, 2)
    client.post("/messages/", {"until": until[1]})
    page = body(client, "/messages/")
    assert (page.count("told-one unread"), "1 条没看过" in page) == (1, True)
    client.post("/messages/", {"until": str(10**17)})
    assert "都看过了" in body(client, "/messages/")
    for odd in ("", "-1", "x", "9" * 40):
        assert client.post("/messages/", {"until": odd}).status_code == 302


def test_messages_when_half_a_year_old_then_are_gone(clock: Any) -> None:
    account = an_account(is_sample=True)
    told(account, 1)
    clock.set(clock.at + dt.timedelta(days=183))
    told(account, 2)
    forgetting.forget_old()
    assert Message.objects.count() == 2
    clock.set(clock.at + dt.timedelta(seconds=1))
    forgetting.forget_old()
    assert (Message.objects.count(), Delivery.objects.count()) == (1, 1)


def test_tab_when_something_is_unread_then_says_so_until_it_is_read() -> None:
    account = someone_with(Post.MEMBER)
    client = signed_in(account)
    assert ("有没看过的" in body(client, "/week/"), 'href="/messages/"' in body(client, "/me/")) == (
        False,
        True,
    )
    message = told(account)
    assert body(client, "/week/").count("，有没看过的") == 2, "in the head and among the tabs"
    client.post("/messages/", {"until": message.pk})
    assert "有没看过的" not in body(client, "/week/")


@pytest.mark.parametrize(
    "address", ["/messages/", "/messages/settings/", "/messages/addresses/x/", "/outbox/"]
)
def test_pages_when_nobody_is_signed_in_then_ask_who_it_is(address: str, client: Client) -> None:
    assert client.get(address).status_code == 302


def fresh(account: Account) -> Client:
    """A client of somebody who has proved a moment ago who they are."""
    client, request = signed_in(account), HttpRequest()
    request.session = client.session
    record_authentication(request, account, "password")
    request.session.save()
    return client


# --- settings --------------------------------------------------------------------------------------------------------

WISHES = {"language": "zh-hans", "digest_at": "18:30", "quiet_from": "23:00", "quiet_until": "06:00"}


def test_settings_when_saved_then_are_kept() -> None:
    account = an_account()
    client = signed_in(account)
    page = body(client, "/messages/settings/")
    assert re.findall(r'type="time" value="([\d:]+)"', page) == ["08:00", "22:00", "07:00"]
    answer = client.post("/messages/settings/", {**WISHES, f"kind-{KIND}": "at-once", "mute_all": "on"})
    assert answer.status_code == 302
    kept = Preference.objects.get(account=account)
    assert (kept.digest_at, kept.at_once, kept.muted, kept.mute_all) == (dt.time(18, 30), [KIND], [], True)
    assert "18:30" in body(client, "/messages/settings/")
    client.post("/messages/settings/", {**WISHES, f"kind-{KIND}": "never"})
    kept.refresh_from_db()
    assert (kept.at_once, kept.muted, kept.mute_all) == ([], [KIND], False)


def test_settings_when_a_time_is_none_then_says_so_and_keeps_what_was_typed() -> None:
    client = signed_in(an_account())
    answer = client.post("/messages/settings/", {**WISHES, "digest_at": "25:99"})
    page = answer.content.decode()
    assert (answer.status_code, "请写成 08:00 这样。" in page, 'value="25:99"' in page, 'value="23:00"' in page) == (
        422, True, True, True,
    )  # fmt: skip
    assert Preference.objects.count() == 0


@pytest.mark.parametrize("more", [{f"kind-{KIND}": "hack"}, {"language": "xx"}, {"quiet_from": ""}])
def test_settings_when_something_else_is_sent_then_nothing_is_kept(more: dict[str, str]) -> None:
    assert signed_in(an_account()).post("/messages/settings/", {**WISHES, **more}).status_code == 422
    assert Preference.objects.count() == 0


def test_settings_when_security_notices_are_to_be_stopped_then_they_are_not() -> None:
    account = an_account()
    register_kind("tests.security", "安全提醒", "因为你的账号有变化。", may_unsubscribe=False)
    client = signed_in(account)
    assert "安全提醒" not in body(client, "/messages/settings/")
    client.post("/messages/settings/", {**WISHES, "kind-tests.security": "never"})
    assert Preference.objects.get(account=account).muted == []


def test_settings_when_nothing_is_set_up_then_say_so_and_take_no_address() -> None:
    client = fresh(an_account())
    page = body(client, "/messages/settings/")
    assert ("本站还没有接通邮件" in page, "本站还没有接通短信" in page, 'name="value"' in page) == (
        True,
        True,
        False,
    )
    answer = client.post("/messages/addresses/", {"channel": "mail", "value": "zhang@example.org"})
    assert (answer.status_code, Address.objects.count()) == (422, 0)


def test_address_when_the_proof_of_who_one_is_is_old_then_is_neither_added_nor_removed(settings: Any) -> None:
    settings.CONFIG = Config({**settings.CONFIG.values, "MAIL_HOST": "127.0.0.1"})
    account = an_account()
    account.set_password("a long enough secret")
    account.save()
    now = timezone.now()
    kept = Address.objects.create(
        account=account, channel="mail", value="zhang@example.org", index="x", made_at=now, proved_at=now
    )
    stale = signed_in(account)
    page = body(stale, "/messages/settings/")
    assert ("先确认是你本人" in page, "发验证码" in page, "删掉" in page) == (True, False, False)
    for address, sent in (
        ("/messages/addresses/", {"channel": "mail", "value": "li@example.org"}),
        (f"/messages/addresses/{kept.ref}/removal/", {}),
    ):
        answer = stale.post(address, sent)
        assert (answer.status_code, "next=%2Fmessages%2Fsettings%2F" in answer["Location"]) == (302, True)
    assert [(one.value, one.left_at) for one in Address.objects.all()] == [("zhang@example.org", None)]
    page = body(fresh(account), "/messages/settings/")
    assert ("先确认是你本人" in page, "发验证码" in page, "删掉" in page) == (False, True, True)
    fresh(account).post(f"/messages/addresses/{kept.ref}/removal/")
    assert Address.objects.get().left_at is not None


def test_address_when_added_on_the_page_then_is_proved_there_and_never_stands_in_a_url() -> None:
    account = an_account(is_sample=True)
    client = signed_in(account)
    wrong = client.post("/messages/addresses/", {"channel": "mail", "value": "zhang@"})
    assert (wrong.status_code, 'value="zhang@"' in wrong.content.decode()) == (422, True)
    answer = client.post("/messages/addresses/", {"channel": "mail", "value": "zhang@example.org"})
    ref = Address.objects.get().ref
    assert (answer.status_code, answer["Location"]) == (302, f"/messages/addresses/{ref}/")
    page = body(client, answer["Location"])
    assert ("zh***@example.org" in page, "zhang@example.org" in page) == (True, False)
    code = re.search(r"\d{6}", OutboxLetter.objects.get().text)
    assert code is not None
    bad = client.post(answer["Location"], {"code": "12"})
    assert (bad.status_code, "还可以试 4 次" in bad.content.decode()) == (422, True)
    assert client.post(answer["Location"], {"code": code[0]})["Location"] == "/messages/settings/"
    assert "在用" in body(client, "/messages/settings/")
    assert signed_in(an_account()).get(answer["Location"]).status_code == 404
    assert fresh(an_account()).post(f"/messages/addresses/{ref}/removal/").status_code == 404
    assert client.get(f"/messages/addresses/{ref}/removal/").status_code == 405
    client.post(f"/messages/addresses/{ref}/removal/")
    assert "在用" not in body(client, "/messages/settings/")


# --- the outbox ------------------------------------------------------------------------------------------------------


def test_outbox_when_the_people_are_invented_then_each_sees_every_letter(clock: Any) -> None:
    one, two = an_account(is_sample=True, name="李样例"), an_account(is_sample=True)
    told(one, 1)
    told(one, 2)
    assert "还没有信" in body(signed_in(two), "/outbox/")
    clock.set(clock.at + dt.timedelta(days=1))
    letters.send_due(now=timezone.now())
    tasks.work_off()
    page = body(signed_in(two), "/outbox/")
    assert [
        part for part in ("李样例", "2 条消息：标题001 等", "全文001。", "全文002。") if part not in page
    ] == []


def test_outbox_when_somebody_is_real_then_the_administrator_sees_numbers_and_others_nothing() -> None:
    admin, reader = someone_with(Post.SYSTEM_ADMIN), an_account(name="张真人")
    now = timezone.now()
    told(reader, 7)
    letter = Delivery.objects.create(
        account=reader, channel="mail", due_at=now, state="failed", error="smtp-550"
    )
    OutboxLetter.objects.create(
        ref="x",
        account=reader,
        channel="mail",
        address="zhen@example.org",
        subject="标题007",
        text="全文007。",
    )
    page = body(signed_in(admin), "/outbox/")
    assert ("smtp-550" in page, "测试通知" in page, letter.token in page) == (True, True, False)
    assert [part for part in ("张真人", "标题007", "全文007", "zhen@") if part in page] == []
    for post in (Post.SECRETARY, Post.AUDITOR, Post.SECURITY_ADMIN, Post.COMMITTEE_CLERK):
        assert signed_in(someone_with(post)).get("/outbox/").status_code == 404
    sample = body(signed_in(an_account(is_sample=True)), "/outbox/")
    assert [part for part in ("张真人", "标题007", "全文007", "smtp-550") if part in sample] == []


def test_counts_of_sendings_when_a_day_old_then_are_forgotten() -> None:
    Sending.objects.create(address="x", minute=1, at=timezone.now() - dt.timedelta(days=1, seconds=1))
    Sending.objects.create(address="y", minute=1, at=timezone.now())
    forgetting.forget_old()
    assert [one.address for one in Sending.objects.all()] == ["y"]
