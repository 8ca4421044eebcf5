"""How long somebody stays signed in, and how it ends."""

from __future__ import annotations

import datetime as dt

import pytest
from django.test import Client
from django.utils import timezone

from sixianghui.access import rules
from sixianghui.access.commands.accounts import disable_account, enable_account, set_password
from sixianghui.access.models import Account, OpenSession
from sixianghui.access.posts import STAFF
from sixianghui.access.public import Post
from sixianghui.common.errors import Conflict, Refused
from tests.factories import an_account, signed_in, someone_with

pytestmark = pytest.mark.django_db
MINUTE, HOUR, DAY = dt.timedelta(minutes=1), dt.timedelta(hours=1), dt.timedelta(days=1)
PASSWORD = "三个臭皮匠 beat one 诸葛亮"


def age(account: Account, *, seen: dt.timedelta, began: dt.timedelta | None = None) -> None:
    now = timezone.now()
    OpenSession.objects.filter(account=account).update(seen_at=now - seen, began_at=now - (began or seen))


def is_in(client: Client) -> bool:
    return client.get("/week/").status_code == 200


@pytest.mark.parametrize(
    ("post", "seen", "began", "stays"),
    [
        (Post.COMMITTEE_CLERK, 29 * MINUTE, 11 * HOUR, True),
        (Post.COMMITTEE_CLERK, 30 * MINUTE, 1 * HOUR, False),
        (Post.COMMITTEE_CLERK, MINUTE, 12 * HOUR, False),
        (Post.EDITOR, 30 * MINUTE, 1 * HOUR, False),
        (Post.AUDITOR, MINUTE, 12 * HOUR, False),
        (Post.MEMBER, 6 * DAY, 29 * DAY, True),
        (Post.MEMBER, 7 * DAY, 8 * DAY, False),
        (Post.MEMBER, MINUTE, 30 * DAY, False),
        (Post.SECRETARY, 6 * DAY, 29 * DAY, True),
    ],
)
def test_session_when_left_alone_then_ends_by_the_post(
    post: Post, seen: dt.timedelta, began: dt.timedelta, stays: bool
) -> None:
    account = someone_with(post)
    client = signed_in(account)
    age(account, seen=seen, began=began)
    assert is_in(client) is stays
    assert OpenSession.objects.filter(account=account).exists() is stays


def test_session_when_seen_while_the_clock_ran_ahead_then_is_seen_now() -> None:
    account = someone_with(Post.COMMITTEE_CLERK)
    client = signed_in(account)
    age(account, seen=-10 * MINUTE)
    assert is_in(client)
    assert OpenSession.objects.get(account=account).seen_at <= timezone.now()


def test_session_of_an_invented_person_when_half_an_hour_old_then_stays_and_after_half_a_day_not() -> None:
    account = someone_with(Post.COMMITTEE_CLERK)
    Account.objects.filter(pk=account.pk).update(is_sample=True)
    client = signed_in(account)
    age(account, seen=11 * HOUR)
    assert is_in(client)
    age(account, seen=MINUTE, began=12 * HOUR)
    assert not is_in(client)


def test_session_when_a_post_is_given_meanwhile_then_is_as_short_as_that_post_asks() -> None:
    from tests.factories import a_unit, an_appointment

    account = someone_with(Post.MEMBER)
    client = signed_in(account)
    age(account, seen=HOUR)
    assert is_in(client)
    an_appointment(account, a_unit(), next(iter(STAFF - {Post.AUDITOR})))
    age(account, seen=HOUR)
    assert not is_in(client)


def test_session_when_it_ended_then_the_door_says_so_and_leads_back() -> None:
    account = someone_with(Post.MEMBER)
    client = signed_in(account)
    age(account, seen=8 * DAY)
    door = client.get("/week/")["Location"]
    assert door == "/sign-in/?again=1&next=/week/"
    assert "离开有一会儿了" in client.get(door).content.decode()
    assert "离开有一会儿了" not in client.get("/sign-in/").content.decode()


def test_session_when_used_then_lives_on_and_is_written_at_most_once_a_minute() -> None:
    account = someone_with(Post.COMMITTEE_CLERK)
    client = signed_in(account)
    age(account, seen=29 * MINUTE)
    assert is_in(client)
    first = OpenSession.objects.get().seen_at
    assert timezone.now() - first < MINUTE
    assert is_in(client)
    assert OpenSession.objects.get().seen_at == first


def test_session_when_its_row_is_missing_then_is_worth_nothing() -> None:
    account = someone_with(Post.MEMBER)
    client = signed_in(account)
    OpenSession.objects.all().delete()
    assert not is_in(client)


def test_session_when_its_row_is_somebody_elses_then_is_worth_nothing() -> None:
    client = signed_in(someone_with(Post.MEMBER))
    other = an_account()
    OpenSession.objects.update(account=other)
    assert not is_in(client)


def test_sessions_when_ended_elsewhere_then_only_this_one_goes_on() -> None:
    account = someone_with(Post.MEMBER)
    here, there, third = (signed_in(account) for _ in range(3))
    assert here.get("/account/other-sessions/").status_code == 405
    here.post("/account/other-sessions/")
    assert [is_in(one) for one in (here, there, third)] == [True, False, False]


def test_account_when_disabled_while_three_are_open_then_every_one_is_refused() -> None:
    account, admin = someone_with(Post.MEMBER), someone_with(Post.SECURITY_ADMIN)
    clients = [signed_in(account) for _ in range(3)]
    assert [is_in(one) for one in clients] == [True] * 3
    disable_account(account, by=admin)
    assert [is_in(one) for one in clients] == [False] * 3
    enable_account(account, by=admin)
    assert [is_in(one) for one in clients] == [False] * 3


def test_account_when_disabled_by_oneself_or_without_the_post_then_is_not() -> None:
    admin = someone_with(Post.SECURITY_ADMIN)
    with pytest.raises(Conflict):
        disable_account(admin, by=admin)
    with pytest.raises(Refused):
        disable_account(admin, by=someone_with(Post.COMMITTEE_CLERK))


def test_password_when_changed_then_every_other_browser_is_out() -> None:
    account = someone_with(Post.MEMBER)
    set_password(account, PASSWORD)
    here, there = Client(), signed_in(account)
    here.post("/sign-in/", {"login": account.username, "password": PASSWORD})
    here.post("/password/", {"password": PASSWORD + "!", "again": PASSWORD + "!"})
    assert (is_in(here), is_in(there)) == (True, False)


def test_signing_out_when_done_then_this_session_alone_ends() -> None:
    account = someone_with(Post.MEMBER)
    here, there = signed_in(account), signed_in(account)
    stolen = here.cookies["sxh_session"].value
    here.post("/sign-out/")
    thief = Client()
    thief.cookies["sxh_session"] = stolen
    assert (is_in(here), is_in(there), is_in(thief)) == (False, True, False)


def test_session_when_nobody_is_signed_in_then_is_kept_an_hour_and_afterwards_a_month() -> None:
    account, client = someone_with(Post.MEMBER), Client()
    set_password(account, PASSWORD)
    client.get("/sign-in/passkey/", headers={"accept": "application/json"})
    assert client.session.get_expiry_age() == 3600
    client.post("/sign-in/", {"login": account.username, "password": PASSWORD})
    assert client.session.get_expiry_age() == 30 * 24 * 3600


def test_questions_for_passkeys_when_one_address_asks_too_often_then_it_waits() -> None:
    def ask(address: str) -> int:
        return (
            Client(REMOTE_ADDR=address)
            .get("/sign-in/passkey/", headers={"accept": "application/json"})
            .status_code
        )

    assert [ask("203.0.113.9") for _ in range(121)] == [200] * 120 + [429]
    assert ask("198.51.100.4") == 200


@pytest.mark.parametrize(
    ("said", "code"),
    [
        (
            "Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/126.0 Safari/537.36 Edg/126.0",
            "edge/windows",
        ),
        ("Mozilla/5.0 (Linux; Android 14) Chrome/120 Mobile MicroMessenger/8.0.47", "wechat/android"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 17_5) AppleWebKit Version/17.5 Safari/604.1", "safari/iphone"),
        (
            "Mozilla/5.0 (Linux; Android 12; HarmonyOS) Chrome/114 wxwork/4.1 MicroMessenger/7",
            "wecom/harmonyos",
        ),
        ("Mozilla/5.0 (X11; Linux x86_64; rv:127.0) Gecko/20100101 Firefox/127.0", "firefox/linux"),
        ("", "other/other"),
    ],
)
def test_browser_when_it_says_what_it_is_then_two_words_are_kept(said: str, code: str) -> None:
    assert rules.browser_of(said) == code
