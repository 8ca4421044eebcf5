"""Linking an identity to an account, taking it away, and the second step that no provider gets around."""

from __future__ import annotations

from typing import Any

import pytest
from allauth.socialaccount.models import SocialAccount

from sixianghui.access import queries
from sixianghui.access.commands import identities
from sixianghui.access.commands.accounts import set_password
from sixianghui.access.models import Account, OpenSession
from sixianghui.access.public import SECOND_FACTOR, Post
from sixianghui.access.signals import security_changed
from sixianghui.audit.public import AuditEvent
from sixianghui.common.errors import Conflict, NotThere, Refused
from tests.adapters.access.conftest import IDENTITIES, PROVIDERS, Traveller, linked
from tests.factories import an_account, an_authenticator, signed_in, someone_with
from tests.unit.access.codes import code_of

pytestmark = pytest.mark.django_db
PASSWORD = "a long enough secret"
NAMES = {"weixin": "微信", "wecom": "企业微信", "dingtalk": "钉钉", "feishu": "飞书"}


@pytest.fixture
def at_home(traveller: Traveller) -> Account:
    """Someone who has just signed in by password."""
    account = an_account()
    set_password(account, PASSWORD)
    traveller.client.post("/sign-in/", {"login": account.username, "password": PASSWORD})
    assert traveller.who == account.pk
    return account


@pytest.fixture
def changes() -> Any:
    """What the rooms above are told."""
    heard: list[tuple[int, str]] = []

    def hear(sender: Any, account_id: int, what: str, **more: Any) -> None:
        heard.append((account_id, what))

    security_changed.connect(hear)
    yield heard
    security_changed.disconnect(hear)


def owner(provider: str) -> int | None:
    kept, identifier = IDENTITIES[provider]
    found = queries.identity_of(kept, (identifier,))
    return None if found is None else found.user_id


@pytest.mark.parametrize("provider", PROVIDERS)
def test_identity_when_linked_by_its_person_then_signs_in_from_then_on(
    traveller: Traveller, at_home: Account, changes: list[tuple[int, str]], provider: str
) -> None:
    answer = traveller.travel(provider, process="connect")
    assert (answer["Location"], owner(provider), traveller.who) == ("/account/", at_home.pk, at_home.pk)
    name = NAMES[IDENTITIES[provider][0]]
    page = traveller.client.get("/account/").content.decode()
    assert f"连上了，以后可以用{name}登录。" in page
    assert f'断开<span class="vh">{name}</span>' in page
    last = AuditEvent.objects.order_by("-seq")[0]
    assert (last.action, last.actor, last.object_id) == ("identity:connect", at_home.pk, str(at_home.pk))
    assert changes == [(at_home.pk, "identity:connect")]
    traveller.client.post("/sign-out/")
    traveller.travel(provider)
    assert traveller.who == at_home.pk


def test_linking_when_the_last_proof_is_old_then_asks_for_one_and_sends_nobody(
    traveller: Traveller, at_home: Account
) -> None:
    traveller.forget_proof()
    answer = traveller.press("weixin", process="connect")
    assert answer["Location"].startswith("/account/proof/?next=%2Faccount%2F")
    assert traveller.stand_in.codes == {}


def test_linking_when_nobody_is_signed_in_then_leads_to_the_door(traveller: Traveller) -> None:
    assert traveller.press("weixin", process="connect")["Location"] == "/sign-in/"


def test_linking_when_another_came_in_meanwhile_then_links_nothing(
    traveller: Traveller, at_home: Account
) -> None:
    back = traveller.stand_in.agree(traveller.set_out("weixin", process="connect"))
    states = traveller.client.session["socialaccount_states"]
    traveller.client.force_login(an_account())
    later = traveller.client.session
    later["socialaccount_states"] = states
    later.save()
    traveller.come_back(back)
    assert owner("weixin") is None


def test_linking_when_it_is_somebody_elses_then_says_so_and_changes_nothing(
    traveller: Traveller, at_home: Account
) -> None:
    other = linked("weixin")
    traveller.travel("weixin", process="connect")
    assert owner("weixin") == other.pk
    assert "它已经连着别的账号。" in traveller.client.get("/account/").content.decode()


def test_linking_when_the_account_has_another_one_there_then_says_so(
    traveller: Traveller, at_home: Account
) -> None:
    traveller.travel("weixin", process="connect")
    traveller.travel("weixin", "li", process="connect")
    assert SocialAccount.objects.filter(user=at_home).count() == 1
    assert "这个账号已经连着另一个了。" in traveller.client.get("/account/").content.decode()


def test_linking_when_the_provider_is_down_then_says_so_where_it_was_pressed(
    traveller: Traveller, at_home: Account
) -> None:
    traveller.stand_in.moods["weixin"] = "500"
    traveller.travel("weixin", process="connect")
    page = traveller.client.get("/account/").content.decode()
    assert "微信现在连不上，请过一会儿再试。" in page


def test_page_when_nothing_is_configured_then_offers_nothing(client: Any) -> None:
    client.force_login(an_account())
    assert "我的登录方式" not in client.get("/account/").content.decode()


# --- taking it away --------------------------------------------------------------------------------------------------


def test_identity_when_taken_away_then_opens_nothing_and_other_browsers_are_out(
    traveller: Traveller, at_home: Account, changes: list[tuple[int, str]]
) -> None:
    traveller.travel("weixin", process="connect")
    elsewhere = Traveller(type(traveller.client)(), traveller.stand_in)
    elsewhere.travel("weixin")
    assert elsewhere.client.get("/account/").status_code == 200
    number = SocialAccount.objects.get().pk
    traveller.client.post(f"/account/identities/{number}/removal/")
    assert owner("weixin") is None
    assert elsewhere.client.get("/account/").status_code == 302
    assert traveller.client.get("/account/").status_code == 200
    assert OpenSession.objects.filter(account=at_home).count() == 1
    assert changes[-1] == (at_home.pk, "identity:disconnect")


def test_identity_when_it_is_another_persons_then_cannot_be_taken_away(
    traveller: Traveller, at_home: Account
) -> None:
    other = linked("weixin")
    traveller.client.post(f"/account/identities/{SocialAccount.objects.get().pk}/removal/")
    assert owner("weixin") == other.pk
    with pytest.raises(NotThere):
        identities.disconnect_identity(at_home, SocialAccount.objects.get().pk)


def test_identity_when_the_last_proof_is_old_then_stays(traveller: Traveller, at_home: Account) -> None:
    traveller.travel("weixin", process="connect")
    traveller.forget_proof()
    answer = traveller.client.post(f"/account/identities/{SocialAccount.objects.get().pk}/removal/")
    assert (answer["Location"].startswith("/account/proof/"), owner("weixin")) == (True, at_home.pk)


def test_identity_when_it_is_the_only_way_in_then_stays() -> None:
    account = linked("weixin")
    with pytest.raises(Conflict, match="唯一的登录方式"):
        identities.disconnect_identity(account, SocialAccount.objects.get().pk)
    identities.connect_identity(account, *IDENTITIES["wecom"])
    identities.disconnect_identity(account, SocialAccount.objects.get(provider="weixin").pk)
    assert (owner("weixin"), owner("wecom")) == (None, account.pk)


def test_identity_when_looked_at_by_get_then_is_not_taken_away(
    traveller: Traveller, at_home: Account
) -> None:
    traveller.travel("weixin", process="connect")
    number = SocialAccount.objects.get().pk
    assert traveller.client.get(f"/account/identities/{number}/removal/").status_code == 405
    assert owner("weixin") == at_home.pk


# --- beforehand, by the security administrator ---------------------------------------------------------------------------


def test_identity_when_the_security_administrator_links_it_then_the_person_signs_in(
    traveller: Traveller,
) -> None:
    security, account = someone_with(Post.SECURITY_ADMIN), an_account()
    identities.connect_identity(account, *IDENTITIES["wecom"], by=security)
    traveller.travel("wecom")
    assert traveller.who == account.pk
    linked_by = AuditEvent.objects.get(action="identity:connect")
    assert (linked_by.actor, linked_by.object_id) == (security.pk, str(account.pk))


@pytest.mark.parametrize("post", sorted(set(Post) - {Post.SECURITY_ADMIN}))
def test_identity_when_anybody_else_would_link_it_for_another_then_is_refused(post: Post) -> None:
    with pytest.raises(Refused):
        identities.connect_identity(an_account(), *IDENTITIES["wecom"], by=someone_with(post))
    assert owner("wecom") is None


def test_sample_account_when_linked_then_is_refused() -> None:
    with pytest.raises(Refused):
        identities.connect_identity(an_account(is_sample=True), *IDENTITIES["wecom"])


# --- the second step -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("provider", PROVIDERS)
def test_second_step_when_set_up_then_is_asked_for_after_the_provider_too(
    traveller: Traveller, provider: str
) -> None:
    account = linked(provider)
    secret = an_authenticator(account)
    answer = traveller.travel(provider, next="/account/")
    assert (answer["Location"], traveller.who) == ("/sign-in/second-step/", None)
    assert traveller.client.get("/week/")["Location"].startswith("/sign-in/")
    assert traveller.client.post("/sign-in/second-step/", {"code": "000000"}).status_code == 200
    assert traveller.who is None
    answer = traveller.client.post("/sign-in/second-step/", {"code": code_of(secret)})
    assert (answer["Location"], traveller.who) == ("/account/", account.pk)
    last = AuditEvent.objects.order_by("-seq")[0]
    assert (last.action, last.detail) == ("account:enter", f'{{"by":"{IDENTITIES[provider][0]}+totp"}}')


@pytest.mark.parametrize("provider", PROVIDERS)
@pytest.mark.parametrize("post", sorted(SECOND_FACTOR))
def test_second_step_when_the_post_asks_for_one_then_nothing_else_opens_before(
    traveller: Traveller, provider: str, post: Post
) -> None:
    account = someone_with(post, second_step=False)
    identities.connect_identity(account, *IDENTITIES[provider])
    traveller.travel(provider)
    sent = [traveller.client.get(path)["Location"] for path in ("/week/", "/cms/", "/units/", "/")]
    assert sent == ["/account/"] * 4
    # nor does another trip get around it
    assert traveller.press(provider, process="connect")["Location"] == "/account/"


def test_second_step_when_the_post_asks_for_none_then_the_provider_is_enough(traveller: Traveller) -> None:
    """The control."""
    account = someone_with(Post.MEMBER)
    identities.connect_identity(account, *IDENTITIES["weixin"])
    traveller.travel("weixin")
    assert traveller.client.get("/week/").status_code == 200


def test_page_of_the_security_administrator_when_filled_in_then_the_person_comes_in_by_wecom(
    traveller: Traveller,
) -> None:
    security, account = signed_in(someone_with(Post.SECURITY_ADMIN)), an_account(username="new-colleague")
    typed = {"username": "new-colleague", "provider": "wecom", "identifier": " ZhAng "}
    assert security.post("/accounts/identities/", typed)["Location"] == "/accounts/identities/"
    assert "替人连上登录方式" in security.get("/me/").content.decode()
    traveller.travel("wecom")
    assert traveller.who == account.pk


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"username": "nobody", "provider": "wecom", "identifier": "zhang"}, "没有这个登录名，请核对。"),
        ({"username": "", "provider": "wecom", "identifier": "zhang"}, "请填登录名。"),
        ({"username": "new-colleague", "provider": "wecom", "identifier": ""}, "请填编号。"),
        ({"username": "new-colleague", "provider": "weixin", "identifier": "zhang"}, "选择一个有效的选项"),
        (
            {"username": "old-hand", "provider": "wecom", "identifier": "zhang"},
            "已经用过账号了，请本人登录以后自己连。",
        ),
    ],
)
def test_page_of_the_security_administrator_when_something_is_wrong_then_says_what_and_keeps_the_rest(
    traveller: Traveller, typed: dict[str, str], sentence: str
) -> None:
    an_account(username="new-colleague")
    set_password(an_account(username="old-hand"), PASSWORD)
    security = signed_in(someone_with(Post.SECURITY_ADMIN))
    answer = security.post("/accounts/identities/", typed)
    page = answer.content.decode()
    assert (answer.status_code, sentence in page) == (422, True)
    assert f'value="{typed["identifier"]}"' in page
    assert SocialAccount.objects.count() == 0


def test_page_of_the_security_administrator_when_another_opens_it_then_is_refused(
    traveller: Traveller,
) -> None:
    assert signed_in(someone_with(Post.SECRETARY)).get("/accounts/identities/").status_code == 403
