"""The second step: asked for after every way in, required by some posts, and hard to guess."""

from __future__ import annotations

import re

import pytest
from allauth.mfa.models import Authenticator
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from sixianghui.access.commands.accounts import make_link, set_password
from sixianghui.access.models import Account, OpenSession, StepSecret
from sixianghui.access.public import SECOND_FACTOR, Post
from sixianghui.access.signals import security_changed
from sixianghui.audit.public import AuditEvent
from tests.factories import an_authenticator, signed_in, someone_with
from tests.unit.access.codes import code_of

pytestmark = pytest.mark.django_db
PASSWORD = "三个臭皮匠 beat one 诸葛亮"
ASKED = "/sign-in/second-step/"


def by_password(account: Account, client: Client) -> str:
    if not account.has_usable_password():
        set_password(account, PASSWORD)
    return client.post("/sign-in/", {"login": account.username, "password": PASSWORD})["Location"]


def by_link(account: Account, client: Client) -> str:
    return client.post(f"/links/{make_link(account)}/")["Location"]


WAYS = {"password": by_password, "link": by_link}


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("post", sorted(SECOND_FACTOR))
def test_entry_when_a_second_step_is_set_up_then_every_way_asks_for_it(way: str, post: Post) -> None:
    account, client = someone_with(post, second_step=False), Client()
    secret = an_authenticator(account)
    assert WAYS[way](account, client) == ASKED
    assert client.get("/week/")["Location"].startswith("/sign-in/")
    assert client.post(ASKED, {"code": code_of(secret)}).status_code == 302
    assert client.get("/week/").status_code == 200


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("post", sorted(Post))
def test_entry_when_the_post_asks_for_a_second_step_then_nothing_else_opens_before(
    way: str, post: Post
) -> None:
    account, client = someone_with(post, second_step=False), Client()
    WAYS[way](account, client)
    answers = [client.get(path) for path in ("/week/", "/", "/cms/", "/units/")]
    sent = [answer.headers.get("Location") == "/account/" for answer in answers]
    assert sent == [post in SECOND_FACTOR] * 4
    assert client.get("/account/").status_code == 200


def test_entry_when_the_person_is_invented_then_no_second_step_is_asked_for() -> None:
    account, client = someone_with(Post.COMMITTEE_CLERK, second_step=False), Client()
    Account.objects.filter(pk=account.pk).update(is_sample=True)
    account.refresh_from_db()
    assert by_link(account, client) == "/week/"
    assert client.get("/week/").status_code == 200


def test_authenticator_when_set_up_then_codes_are_shown_once_and_the_way_is_free() -> None:
    account, client = someone_with(Post.COMMITTEE_CLERK, second_step=False), Client()
    by_password(account, client)
    page = client.get("/account/authenticator/").content.decode()
    secret = re.findall(r'class="secret">([A-Z2-7 ]+)<', page)[0].replace(" ", "")
    assert re.findall(
        r'class="secret">([A-Z2-7 ]+)<', client.get("/account/authenticator/").content.decode()
    ) == [re.findall(r'class="secret">([A-Z2-7 ]+)<', page)[0]]
    assert client.post("/account/authenticator/", {"code": "000000"}).status_code == 200
    assert client.post("/account/authenticator/", {"code": code_of(secret)})["Location"] == "/account/codes/"
    shown = re.findall(r"<code>(\d{4} \d{4})</code>", client.get("/account/codes/").content.decode())
    assert len(shown) == 10
    assert re.findall(r"<code>", client.get("/account/codes/").content.decode()) == []
    assert client.get("/week/").status_code == 200
    actions = list(
        AuditEvent.objects.filter(action__startswith="second-step").values_list("action", flat=True)
    )
    assert actions == ["second-step:add_app"]


def test_secrets_when_kept_then_the_database_holds_none_in_clear() -> None:
    account = someone_with(Post.COMMITTEE_CLERK, second_step=False)
    secret = an_authenticator(account)
    assert secret not in str(list(Authenticator.objects.values()))
    raw = StepSecret.objects.values_list("text", flat=True).get()
    assert secret not in str(raw)
    assert StepSecret.objects.get().text == secret


def test_recovery_code_when_used_then_works_once() -> None:
    account = someone_with(Post.COMMITTEE_CLERK)
    client = signed_in(account)
    fresh(client)
    client.post("/account/codes/renewal/")
    code = re.findall(r"<code>(\d{4} \d{4})</code>", client.get("/account/codes/").content.decode())[0]
    first, second = Client(), Client()
    by_password(account, first)
    by_password(account, second)
    assert first.post(ASKED, {"code": code}).status_code == 302
    assert second.post(ASKED, {"code": code}).status_code == 200
    assert first.get("/week/").status_code == 200
    assert second.get("/week/").status_code == 302


def fresh(client: Client) -> None:
    """As if a proof had been given a moment ago."""
    from django.utils import timezone

    session = client.session
    account = session["_auth_user_id"]
    session["account_authentication_methods_user"] = account
    session["account_authentication_methods"] = [{"method": "password", "at": timezone.now().timestamp()}]
    session.save()


def test_code_when_used_then_works_no_second_time_within_its_life() -> None:
    account = someone_with(Post.COMMITTEE_CLERK, second_step=False)
    code = code_of(an_authenticator(account))
    first, second = Client(), Client()
    for client in (first, second):
        by_password(account, client)
    assert first.post(ASKED, {"code": code}).status_code == 302
    answer = second.post(ASKED, {"code": code})
    assert (answer.status_code, "刚用过" in answer.content.decode() or "不对" in answer.content.decode()) == (
        200,
        True,
    )


@pytest.mark.parametrize("between", [" ", "-", ".", "\t"])
def test_code_when_used_then_is_the_same_one_however_it_is_written(between: str) -> None:
    account = someone_with(Post.COMMITTEE_CLERK, second_step=False)
    code = code_of(an_authenticator(account), later=1)
    first, second = Client(), Client()
    by_password(account, first)
    assert first.post(ASKED, {"code": code}).status_code == 302
    # allauth remembers it for half a minute; it holds for longer.
    cache.clear()
    by_password(account, second)
    assert second.post(ASKED, {"code": f"{code[:3]}{between}{code[3:]}"}).status_code == 200
    assert second.get("/week/").status_code == 302


@pytest.mark.parametrize("between", ["", " "])
def test_code_when_it_set_up_the_authenticator_then_signs_nobody_in(between: str) -> None:
    account, client, elsewhere = someone_with(Post.COMMITTEE_CLERK, second_step=False), Client(), Client()
    by_password(account, client)
    page = client.get("/account/authenticator/").content.decode()
    secret = re.findall(r'class="secret">([A-Z2-7 ]+)<', page)[0].replace(" ", "")
    code = code_of(secret, later=1)
    assert client.post("/account/authenticator/", {"code": code})["Location"] == "/account/codes/"
    by_password(account, elsewhere)
    assert elsewhere.post(ASKED, {"code": f"{code[:3]}{between}{code[3:]}"}).status_code == 200
    assert elsewhere.get("/week/").status_code == 302


def test_codes_when_five_were_wrong_then_the_right_one_waits_too_wherever_it_comes_from() -> None:
    account = someone_with(Post.COMMITTEE_CLERK, second_step=False)
    secret = an_authenticator(account)
    for number in range(5):
        client = Client(REMOTE_ADDR=f"192.0.2.{number}")
        by_password(account, client)
        assert client.post(ASKED, {"code": "000000"}).status_code == 200
    client = Client()
    by_password(account, client)
    assert client.post(ASKED, {"code": code_of(secret)}).status_code == 429
    assert AuditEvent.objects.filter(action="second-step:refuse", result="refused").count() == 5


def test_last_second_step_when_the_post_asks_for_one_then_stays() -> None:
    account = someone_with(Post.COMMITTEE_CLERK)
    client = signed_in(account)
    fresh(client)
    assert client.post("/account/authenticator/removal/").status_code == 200
    assert Authenticator.objects.filter(user=account, type="totp").exists()


def test_second_step_when_removed_then_its_secrets_go_with_it_and_others_are_signed_out() -> None:
    account = someone_with(Post.MEMBER)
    an_authenticator(account)
    client, elsewhere = signed_in(account), signed_in(account)
    fresh(client)
    told: list[str] = []

    def hear(what: str, **more: object) -> None:
        told.append(what)

    security_changed.connect(hear)
    try:
        assert client.post("/account/authenticator/removal/")["Location"] == "/account/"
    finally:
        security_changed.disconnect(hear)
    assert told == ["second-step:remove_app"]
    assert StepSecret.objects.count() == 0
    assert OpenSession.objects.filter(account=account).count() == 1
    assert client.get("/week/").status_code == 200
    assert elsewhere.get("/week/").status_code == 302


GUARDED = [
    "/password/", "/account/authenticator/", "/account/authenticator/removal/", "/account/passkeys/",
    "/account/codes/", "/account/codes/renewal/",
]  # fmt: skip


@pytest.mark.parametrize("path", GUARDED)
def test_what_guards_an_account_when_the_last_proof_is_old_then_asks_for_one(path: str) -> None:
    account = someone_with(Post.MEMBER)
    set_password(account, PASSWORD)
    if "removal" in path or "codes" in path:
        an_authenticator(account)
    client = signed_in(account)
    for answer in (
        client.get(path),
        client.post(path, {"password": "x" * 20, "again": "x" * 20, "code": "1"}),
    ):
        assert answer["Location"].startswith("/account/proof/"), path
    assert "x" * 20 not in str(dict(client.session))
    answer = client.post(f"{reverse('account_reauthenticate')}?next={path}", {"password": "wrong"})
    assert (answer.status_code, "密码不对" in answer.content.decode()) == (200, True)
    answer = client.post(f"{reverse('account_reauthenticate')}?next={path}", {"password": PASSWORD})
    assert answer["Location"] == path
    assert client.get(path).status_code in {200, 302, 404}
    assert "/account/proof/" not in client.get(path).headers.get("Location", "")


def test_proof_when_given_by_a_code_then_counts() -> None:
    account = someone_with(Post.COMMITTEE_CLERK, second_step=False)
    secret = an_authenticator(account)
    client = signed_in(account)
    assert client.get("/password/")["Location"].startswith("/account/proof/code/?next=")
    answer = client.post("/account/proof/code/?next=/password/", {"code": code_of(secret, later=1)})
    assert answer["Location"] == "/password/"
    assert client.get("/password/").status_code == 200


def test_person_without_anything_to_prove_it_with_when_asked_then_signs_in_again() -> None:
    client = signed_in(someone_with(Post.MEMBER))
    assert client.get("/password/")["Location"] == "/sign-in/?next=/password/"
    assert client.get("/week/").status_code == 302


def test_invented_person_when_an_app_is_tried_without_the_link_then_is_refused() -> None:
    account = someone_with(Post.MEMBER)
    Account.objects.filter(pk=account.pk).update(is_sample=True)
    elsewhere = Client(REMOTE_ADDR="192.0.2.7")
    token = make_link(Account.objects.get(pk=account.pk))
    assert elsewhere.post(f"/links/{token}/").status_code == 404
    assert elsewhere.get("/week/").status_code == 302
