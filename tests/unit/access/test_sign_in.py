"""Signing in by password and by a one-time link."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from django.test import Client
from django.utils import timezone

from sixianghui.access.commands.accounts import make_link, open_account, set_password, use_link
from sixianghui.access.models import FailedSignIn, SignInLink
from sixianghui.access.public import Post
from sixianghui.audit.public import AuditEvent
from sixianghui.common.errors import Conflict, HouseError, NotThere, Refused
from tests.factories import a_unit, an_account, an_appointment, someone_with

pytestmark = pytest.mark.django_db
PASSWORD = "三个臭皮匠 beat one 诸葛亮"


def somebody(*, password: str = PASSWORD, **more: object):  # type: ignore[no-untyped-def]
    account = an_account(**more)
    an_appointment(account, a_unit(), Post.MEMBER)
    if password:
        set_password(account, password)
    return account


def sign_in(name: str, password: str, **more: str):  # type: ignore[no-untyped-def]
    return Client(**more).post("/sign-in/", {"login": name, "password": password})


def test_right_password_when_given_then_leads_to_the_week() -> None:
    account = somebody()
    assert sign_in(account.username, PASSWORD)["Location"] == "/week/"
    assert AuditEvent.objects.filter(action="account:enter", actor=account.pk).count() == 1


def test_wrong_password_and_unknown_name_then_get_the_same_page() -> None:
    account = somebody()

    def page(name: str) -> str:
        text = sign_in(name, "wrong").content.decode().replace(name, "·")
        return re.sub(r'(name="csrfmiddlewaretoken" value=")[^"]+', r"\1", text)

    assert "登录名或密码不对" in page(account.username)
    assert page(account.username) == page("nobody-of-that-name")


def test_sixth_try_when_five_failed_then_waits_but_only_from_that_address() -> None:
    account = somebody()
    for _ in range(5):
        assert sign_in(account.username, "wrong").status_code == 200
    assert sign_in(account.username, PASSWORD).status_code == 429
    assert sign_in(account.username, PASSWORD, REMOTE_ADDR="192.0.2.7").status_code == 302


def test_failures_when_a_quarter_of_an_hour_old_then_count_no_more() -> None:
    account = somebody()
    for _ in range(5):
        sign_in(account.username, "wrong")
    FailedSignIn.objects.update(at=timezone.now() - dt.timedelta(minutes=15, seconds=1))
    assert sign_in(account.username, PASSWORD).status_code == 302


def test_failures_when_noted_while_the_clock_ran_a_day_ahead_then_lock_nobody_out_for_a_day() -> None:
    account = somebody()
    for _ in range(5):
        sign_in(account.username, "wrong")
    FailedSignIn.objects.update(at=timezone.now() + dt.timedelta(minutes=10))
    assert sign_in(account.username, PASSWORD).status_code == 429  # a clock put back by minutes frees nobody
    FailedSignIn.objects.update(at=timezone.now() + dt.timedelta(days=1))
    assert sign_in(account.username, PASSWORD).status_code == 302


def test_failures_when_kept_then_hold_no_name() -> None:
    account = somebody()
    sign_in(account.username, "wrong")
    assert account.username not in str(list(FailedSignIn.objects.values()))


def test_session_when_it_began_before_signing_in_then_gets_a_new_key() -> None:
    account, client = somebody(), Client()
    session = client.session
    session["left here by a stranger"] = True
    session.save()
    client.cookies["sxh_session"] = session.session_key
    client.post("/sign-in/", {"login": account.username, "password": PASSWORD})
    assert client.cookies["sxh_session"].value != session.session_key
    assert client.get("/week/").status_code == 200


def test_next_when_it_points_elsewhere_then_is_ignored() -> None:
    account = somebody()
    for target in (
        "https://example.org/",
        "//example.org",
        "javascript:alert(1)",
        "/\\example.org",
        "https:///x",
    ):
        answer = Client().post(f"/sign-in/?next={target}", {"login": account.username, "password": PASSWORD})
        assert answer["Location"] == "/week/", target


def test_sample_account_then_has_no_password_and_gets_none() -> None:
    account = an_account(is_sample=True)
    with pytest.raises(Refused):
        set_password(account, PASSWORD)
    account.set_password(PASSWORD)
    account.save()
    assert sign_in(account.username, PASSWORD).status_code == 200


@pytest.mark.parametrize("bad", ["short", "password1234", "123456789012", "qwertyuiop12"])
def test_password_when_short_or_common_then_is_refused(bad: str) -> None:
    with pytest.raises(HouseError):
        set_password(an_account(), bad)


def test_link_when_spent_then_signs_in_once() -> None:
    account = somebody(password="", is_sample=True)
    token, client = make_link(account), Client()
    assert client.get(f"/links/{token}/").status_code == 200
    assert client.post(f"/links/{token}/")["Location"] == "/week/"
    assert client.get("/week/").status_code == 200
    assert Client().post(f"/links/{token}/").status_code == 404


def test_link_when_only_looked_at_then_is_not_spent() -> None:
    account = somebody(password="", is_sample=True)
    token = make_link(account)
    Client().get(f"/links/{token}/")
    assert SignInLink.objects.get().used_at is None


@pytest.mark.parametrize("address", ["192.0.2.7", "10.0.0.1", "2001:db8::1", "not an address"])
def test_link_when_used_from_elsewhere_then_is_refused_and_stays(address: str) -> None:
    token = make_link(an_account(is_sample=True))
    with pytest.raises(NotThere):
        use_link(token, address=address)
    assert SignInLink.objects.get().used_at is None


def test_link_of_a_real_account_when_used_from_elsewhere_then_leads_to_a_new_password() -> None:
    account = somebody(password="")
    token, client = make_link(account), Client(REMOTE_ADDR="192.0.2.7")
    assert client.post(f"/links/{token}/")["Location"] == "/password/"
    client.post("/password/", {"password": PASSWORD, "again": PASSWORD})
    assert sign_in(account.username, PASSWORD).status_code == 302


@pytest.mark.parametrize("address", ["127.0.0.1", "127.9.9.9", "::1", "::ffff:127.0.0.1"])
def test_link_when_used_on_this_machine_then_works(address: str) -> None:
    account = an_account(is_sample=True)
    assert use_link(make_link(account), address=address) == account


def test_link_when_a_day_old_then_is_gone() -> None:
    made = timezone.now()
    token = make_link(an_account(is_sample=True), now=made)
    with pytest.raises(NotThere):
        use_link(token, address="127.0.0.1", now=made + dt.timedelta(hours=24))


def test_link_then_is_stored_as_a_digest_only() -> None:
    token = make_link(an_account(is_sample=True))
    assert token not in str(list(SignInLink.objects.values()))


def test_signing_out_when_asked_by_get_then_does_nothing() -> None:
    account = somebody()
    client = Client()
    client.force_login(account)
    assert client.get("/sign-out/").status_code == 405
    assert client.get("/week/").status_code == 200
    client.post("/sign-out/")
    assert client.get("/week/").status_code == 302


def test_account_when_opened_by_someone_without_the_post_then_is_refused() -> None:
    with pytest.raises(Refused):
        open_account(username="x", name="某某", by=someone_with(Post.MEMBER))
    with pytest.raises(Refused):
        open_account(username="x", name="某某")


def test_account_when_the_name_is_taken_then_says_so() -> None:
    admin = someone_with(Post.SECURITY_ADMIN)
    open_account(username="same", name="某某", by=admin)
    with pytest.raises(Conflict, match="same"):
        open_account(username="same", name="另一人", by=admin)
