"""The accounts of others, and taking off a second step by two people."""

from __future__ import annotations

import re

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client
from django.utils import timezone

from sixianghui.access.commands.second_steps import ask_reset, decide_reset
from sixianghui.access.models import Account, ResetRequest, SignInLink, StepSecret
from sixianghui.access.public import Post
from sixianghui.audit.public import AuditEvent
from sixianghui.common.errors import Conflict, Refused
from sixianghui.notify.public import Message
from tests.factories import an_account, signed_in, someone_with

pytestmark = pytest.mark.django_db


def fresh(account: Account) -> Client:
    """Signed in, having proved who one is a moment ago."""
    client = signed_in(account)
    session = client.session
    session["account_authentication_methods_user"] = str(account.pk)
    session["account_authentication_methods"] = [{"method": "password", "at": timezone.now().timestamp()}]
    session.save()
    return client


@pytest.fixture
def admin() -> Account:
    return someone_with(Post.SECURITY_ADMIN)


@pytest.fixture
def clerk() -> Account:
    return someone_with(Post.COMMITTEE_CLERK)


@pytest.mark.parametrize("post", sorted(Post))
def test_accounts_when_asked_for_then_open_for_the_security_administrator_alone(post: Post) -> None:
    client = signed_in(someone_with(post))
    other = an_account()
    statuses = [client.get("/accounts/").status_code, client.get(f"/accounts/{other.pk}/").status_code]
    assert statuses == ([200] * 2 if post is Post.SECURITY_ADMIN else [403] * 2)
    for act in ("state", "link", "reset"):
        assert (client.post(f"/accounts/{other.pk}/{act}/").status_code == 403) is (
            post is not Post.SECURITY_ADMIN
        )


def test_accounts_when_searched_then_name_and_sign_in_name_are_looked_at(admin: Account) -> None:
    an_account(username="linwan", name="林晚")
    an_account(username="other", name="林晓", is_active=False)
    client = signed_in(admin)

    def found(query: str) -> list[str]:
        return re.findall(r'class="name"[^>]*>([^<]+)<', client.get(f"/accounts/?{query}").content.decode())

    assert found("q=林") == ["林晚", "林晓"]
    assert found("q=LINWAN") == ["林晚"]
    assert found("q=林 other") == ["林晓"]
    assert found("q=林&state=disabled") == ["林晓"]
    assert found("q=nobody") == []


def test_account_when_opened_then_its_link_is_shown_once_and_works(admin: Account) -> None:
    client = signed_in(admin)
    page = client.post("/accounts/new/", {"name": "贺兰", "username": "helan"}).content.decode()
    path = re.findall(r"http://testserver(/links/[\w-]+/)", page)[0]
    account = Account.objects.get(username="helan")
    assert path not in client.get(f"/accounts/{account.pk}/").content.decode()
    assert Client().post(path)["Location"] == "/password/"


def test_account_when_the_name_is_taken_or_odd_then_what_was_typed_stays(admin: Account) -> None:
    an_account(username="helan")
    client = signed_in(admin)
    for typed in ("helan", "he lan", "贺 兰", ""):
        answer = client.post("/accounts/new/", {"name": "贺兰", "username": typed})
        assert (answer.status_code, 'value="贺兰"' in answer.content.decode()) == (422, True), typed
    assert Account.objects.filter(name="贺兰").count() == 0


def test_link_when_renewed_then_the_one_before_is_void_and_its_owner_is_told(admin: Account) -> None:
    account = an_account()
    client = fresh(admin)
    paths = [
        re.findall(
            r"http://testserver(/links/[\w-]+/)",
            client.post(f"/accounts/{account.pk}/link/").content.decode(),
        )[0]
        for _ in range(2)
    ]
    assert Client().post(paths[0]).status_code == 404
    assert Client().post(paths[1]).status_code == 302
    assert Message.objects.filter(account=account, kind="access.security").count() == 2
    assert SignInLink.objects.filter(account=account).count() == 1


def test_link_when_the_last_proof_is_old_then_asks_for_one(admin: Account) -> None:
    answer = signed_in(admin).post(f"/accounts/{an_account().pk}/link/")
    assert answer["Location"].startswith("/account/proof/code/?next=%2Faccounts%2F")
    assert SignInLink.objects.count() == 0


def test_account_when_disabled_then_its_links_are_void_and_it_can_be_enabled_again(admin: Account) -> None:
    account = an_account()
    client = fresh(admin)
    path = re.findall(r"/links/[\w-]+/", client.post(f"/accounts/{account.pk}/link/").content.decode())[0]
    client.post(f"/accounts/{account.pk}/state/", {"to": "disabled"})
    assert not Account.objects.get(pk=account.pk).is_active
    assert Client().post(path).status_code == 404
    client.post(f"/accounts/{account.pk}/link/")
    assert SignInLink.objects.count() == 0
    client.post(f"/accounts/{account.pk}/state/", {"to": "enabled"})
    assert Account.objects.get(pk=account.pk).is_active


def test_own_account_when_disabling_is_tried_then_stays(admin: Account) -> None:
    answer = signed_in(admin).post(f"/accounts/{admin.pk}/state/", {"to": "disabled"}, follow=True)
    assert Account.objects.get(pk=admin.pk).is_active
    assert '<div class="toast err" role="alert">' in answer.content.decode()


def test_second_step_when_two_people_agree_then_is_off_and_its_owner_is_out_and_told(
    admin: Account, clerk: Account
) -> None:
    owner = someone_with(Post.CHIEF_EDITOR)
    open_page = signed_in(owner)
    signed_in(admin).post(f"/accounts/{owner.pk}/reset/")
    wanted = ResetRequest.objects.get()
    assert "重置第二步验证" in signed_in(clerk).get("/week/").content.decode()
    fresh(clerk).post(f"/accounts/resets/{wanted.pk}/decision/", {"answer": "yes"})
    assert Authenticator.objects.filter(user=owner).count() == 0
    assert StepSecret.objects.count() == 2  # the administrator's and the clerk's
    assert open_page.get("/week/").status_code == 302
    assert Message.objects.get(account=owner).title == "你的第二步验证重置了"
    actions = AuditEvent.objects.filter(action__startswith="reset:").values_list("action", "actor")
    assert list(actions) == [("reset:ask", admin.pk), ("reset:approve", clerk.pk)]


def test_second_step_when_refused_then_stays_and_may_be_asked_for_again(
    admin: Account, clerk: Account
) -> None:
    owner = someone_with(Post.CHIEF_EDITOR)
    decide_reset(ask_reset(owner, by=admin), approve=False, by=clerk)
    assert Authenticator.objects.filter(user=owner).count() == 1
    ask_reset(owner, by=admin)


def test_reset_when_asked_for_or_decided_by_the_wrong_person_then_is_not_done(
    admin: Account, clerk: Account
) -> None:
    owner, second_admin = someone_with(Post.COMMITTEE_CLERK), someone_with(Post.SECURITY_ADMIN)
    with pytest.raises(Refused):
        ask_reset(owner, by=clerk)
    with pytest.raises(Conflict):
        ask_reset(admin, by=admin)
    with pytest.raises(Conflict):
        ask_reset(an_account(), by=admin)
    wanted = ask_reset(owner, by=admin)
    with pytest.raises(Conflict):
        ask_reset(owner, by=second_admin)
    for wrong in (admin, owner):
        with pytest.raises(Refused):
            decide_reset(wanted, approve=True, by=wrong)
        assert (
            fresh(wrong).post(f"/accounts/resets/{wanted.pk}/decision/", {"answer": "yes"}).status_code == 404
        )
    for stranger in (Post.SYSTEM_ADMIN, Post.AUDITOR, Post.SECRETARY):
        with pytest.raises(Refused):
            decide_reset(wanted, approve=True, by=someone_with(stranger))
    assert Authenticator.objects.filter(user=owner).count() == 1
    decide_reset(wanted, approve=True, by=second_admin)
    with pytest.raises(Conflict):
        decide_reset(wanted, approve=True, by=clerk)
