"""Signing in by WeChat, WeCom, DingTalk and Feishu, against the stand-in, over real sockets."""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

import pytest
from allauth.socialaccount.models import SocialAccount, SocialToken
from django.contrib.sessions.models import Session
from django.db import connection
from django.test import Client
from django.urls import NoReverseMatch, get_resolver, reverse

from sixianghui.access.commands import identities
from sixianghui.access.models import Account
from sixianghui.audit.public import AuditEvent
from tests.adapters.access.conftest import AGENTS, IDENTITIES, PROVIDERS, Traveller, linked
from tests.adapters.access.stand_in import AGENT, SECRET, StandIn
from tests.factories import an_account

pytestmark = pytest.mark.django_db


def last_event() -> tuple[str, int | None, str, str]:
    event = AuditEvent.objects.order_by("-seq")[0]
    return event.action, event.actor, event.result, event.detail


@pytest.mark.parametrize("provider", PROVIDERS)
def test_identity_when_linked_then_it_signs_in(traveller: Traveller, provider: str) -> None:
    account = linked(provider)
    answer = traveller.travel(provider)
    assert (answer.status_code, answer["Location"]) == (302, "/week/")
    assert traveller.who == account.pk
    kept = IDENTITIES[provider][0]
    assert last_event() == ("account:enter", account.pk, "done", f'{{"by":"{kept}"}}')


@pytest.mark.parametrize("provider", PROVIDERS)
def test_identity_when_not_linked_then_it_says_what_to_do_and_makes_no_account(
    traveller: Traveller, provider: str
) -> None:
    before = set(Account.objects.values_list("pk", flat=True)) | {linked(provider).pk}
    answer = traveller.travel(provider, "li")
    assert (answer.status_code, answer["Location"], traveller.who) == (
        302,
        "/sign-in/?next=%2Faccount%2F",
        None,
    )
    assert last_event() == ("identity:refuse", None, "refused", f'{{"provider":"{IDENTITIES[provider][0]}"}}')
    name = {
        "weixin": "微信",
        "weixin_inside": "微信",
        "wecom": "企业微信",
        "dingtalk": "钉钉",
        "feishu": "飞书",
    }[provider]
    assert traveller.told() == [
        f"这个{name}还没有连到账号。有账号的，先用密码登录，下一页就能连上；没有账号的，请所在组织的书记邀请。"
    ]
    assert set(Account.objects.values_list("pk", flat=True)) == before


def test_account_when_it_is_switched_off_then_no_provider_opens_it(traveller: Traveller) -> None:
    linked("wecom", is_active=False)
    answer = traveller.travel("wecom")
    assert (answer.status_code, traveller.who) == (403, None)


def test_sample_account_when_it_has_an_identity_all_the_same_then_that_opens_nothing(
    traveller: Traveller,
) -> None:
    account = linked("wecom")
    Account.objects.filter(pk=account.pk).update(is_sample=True)
    traveller.travel("wecom")
    assert traveller.who is None


def test_way_out_when_wechat_shows_a_code_or_opens_at_once_then_app_and_page_differ(
    traveller: Traveller,
) -> None:
    pages = {}
    for provider in ("weixin", "weixin_inside"):
        url = urlsplit(traveller.set_out(provider))
        query = {name: values[0] for name, values in parse_qs(url.query).items()}
        pages[provider] = (url.path, query["appid"], query["scope"], url.fragment, query["redirect_uri"])
    assert pages == {
        "weixin": (
            "/weixin/connect/qrconnect", "wxqr0001", "snsapi_login", "wechat_redirect",
            "http://testserver/sign-in/by/weixin/back/",
        ),
        "weixin_inside": (
            "/weixin/connect/oauth2/authorize", "wxinside0001", "snsapi_userinfo", "wechat_redirect",
            "http://testserver/sign-in/by/weixin_inside/back/",
        ),
    }  # fmt: skip


def test_way_out_when_wecom_is_inside_its_app_or_outside_then_the_page_differs(traveller: Traveller) -> None:
    outside = urlsplit(traveller.set_out("wecom"))
    inside = urlsplit(traveller.set_out("wecom", agent=AGENTS["wecom inside"]))
    asked = parse_qs(outside.query)
    assert (outside.path, asked["login_type"], asked["appid"], asked["agentid"]) == (
        "/wecom/wwlogin/sso/login", ["CorpApp"], ["wwcorp0001"], [AGENT],
    )  # fmt: skip
    asked = parse_qs(inside.query)
    assert (inside.path, asked["scope"], asked["appid"], asked["agentid"], inside.fragment) == (
        "/wecom/connect/oauth2/authorize", ["snsapi_base"], ["wwcorp0001"], [AGENT], "wechat_redirect",
    )  # fmt: skip


def test_wechat_when_linked_by_the_code_then_inside_wechat_it_is_the_same_person(
    traveller: Traveller,
) -> None:
    account = linked("weixin")
    traveller.travel("weixin_inside")
    assert traveller.who == account.pk


def test_wechat_when_it_gives_no_unionid_then_the_openid_counts_in_its_own_app_only(
    traveller: Traveller,
) -> None:
    traveller.stand_in.unionids = False
    account = an_account()
    identities.connect_identity(account, "weixin", "wxqr0001:o-wxqr0001-zhang")
    traveller.travel("weixin_inside")
    assert traveller.who is None
    traveller.travel("weixin")
    assert traveller.who == account.pk


def test_wechat_when_its_apps_are_joined_later_then_whoever_was_linked_is_known_still(
    traveller: Traveller,
) -> None:
    account = an_account()
    identities.connect_identity(account, "weixin", "wxqr0001:o-wxqr0001-zhang")
    traveller.travel("weixin_inside")
    assert traveller.who is None
    traveller.travel("weixin")
    assert traveller.who == account.pk
    assert last_event()[0] == "account:enter"
    assert AuditEvent.objects.filter(action="identity:renew").count() == 1
    traveller.client.logout()
    traveller.travel("weixin_inside")
    assert traveller.who == account.pk


def test_wechat_when_it_invents_a_visitor_for_a_snapshot_then_nobody_comes_in(traveller: Traveller) -> None:
    identities.connect_identity(an_account(), "weixin", "union-guest")
    traveller.travel("weixin_inside", "guest")
    assert (traveller.who, traveller.told()) == (
        None,
        ["微信没有认可这一次登录，请再试一次，或者用密码登录。"],
    )


def test_wecom_when_a_guest_of_the_corporation_comes_then_is_not_let_in(traveller: Traveller) -> None:
    identities.connect_identity(an_account(), "wecom", "wwcorp0001:o-guest")
    traveller.travel("wecom", "guest")
    assert traveller.who is None


def test_wecom_when_two_people_sign_in_then_its_token_is_asked_for_once(traveller: Traveller) -> None:
    linked("wecom")
    traveller.travel("wecom")
    traveller.travel("wecom", "li")
    assert traveller.stand_in.asked == [
        "/wecom/cgi-bin/gettoken", "/wecom/cgi-bin/auth/getuserinfo", "/wecom/cgi-bin/auth/getuserinfo",
    ]  # fmt: skip


def test_wecom_when_it_drops_our_token_early_then_another_is_fetched(traveller: Traveller) -> None:
    account = linked("wecom")
    traveller.travel("wecom", "li")
    traveller.stand_in.tokens.clear()
    traveller.travel("wecom")
    assert traveller.who == account.pk


def test_openid_when_a_client_sends_one_with_any_form_then_it_has_no_effect(
    traveller: Traveller, stand_in: StandIn
) -> None:
    """I8: an identity comes from the provider's own answer and from nowhere else."""
    linked("weixin"), linked("wecom")
    foreign = {
        "openid": "o-wxqr0001-zhang", "unionid": "union-zhang", "userid": "zhang", "uid": "union-zhang",
        "openId": "o-wxqr0001-zhang", "identity": "union-zhang", "provider": "weixin", "access_token": "wx-token-CANARY",
    }  # fmt: skip
    tried = 0
    for name in sorted(_names()):
        try:
            address = reverse(name)
        except NoReverseMatch:
            continue
        traveller.client.post(address, foreign)
        tried += 1
        assert traveller.who is None, address
    for provider in PROVIDERS:
        traveller.press(provider, **foreign)
        traveller.client.get(f"/sign-in/by/{provider}/back/", {**foreign, "code": "x", "state": "x"})
        assert traveller.who is None, provider
    assert (tried > 20, stand_in.asked) == (True, [])


def _names() -> set[str]:
    """The names of all addresses, with their rooms."""
    top = get_resolver()
    found = {name for name in top.reverse_dict if isinstance(name, str)}
    for space, (_prefix, resolver) in top.namespace_dict.items():
        found |= {f"{space}:{name}" for name in resolver.reverse_dict if isinstance(name, str)}
    return found


def test_openid_when_a_client_adds_one_to_the_way_back_then_the_code_alone_counts(
    traveller: Traveller,
) -> None:
    other = an_account()
    identities.connect_identity(other, "weixin", "union-li")
    mine = linked("weixin")
    back = traveller.stand_in.agree(traveller.set_out("weixin", openid="union-li"), "zhang")
    traveller.come_back(back + "&openid=o-wxqr0001-li&unionid=union-li&userid=li")
    assert traveller.who == mine.pk


@pytest.mark.parametrize("provider", PROVIDERS)
def test_tokens_when_someone_has_signed_in_then_none_is_kept_anywhere(
    traveller: Traveller, provider: str
) -> None:
    linked(provider)
    traveller.travel(provider)
    assert SocialToken.objects.count() == 0
    identity = SocialAccount.objects.get()
    assert (identity.extra_data, len(identity.uid), "zhang" in identity.uid) == ({}, 64, False)
    kept = repr([session.get_decoded() for session in Session.objects.all()])
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')
            kept += repr(cursor.fetchall())
    issued = {
        *traveller.stand_in.tokens,
        *traveller.stand_in.codes,
        SECRET,
        "wx-token-CANARY",
        "wx-refresh-CANARY",
    }
    assert [one for one in {*issued, IDENTITIES[provider][1], "13800000000"} if one in kept] == []


# --- the way out ---------------------------------------------------------------------------------------------------------


def test_buttons_when_nothing_is_configured_then_there_are_none(client: Client) -> None:
    assert "其他登录方式" not in client.get("/sign-in/").content.decode()
    assert client.post("/sign-in/by/weixin/").status_code == 404
    assert client.get("/sign-in/by/weixin/back/?code=x&state=y").status_code == 404


@pytest.mark.parametrize(
    ("agent", "shown"),
    [
        ("Mozilla/5.0", ["企业微信", "微信", "钉钉", "飞书"]),
        (AGENTS["weixin_inside"], ["企业微信", "微信", "钉钉", "飞书"]),
    ],
)
def test_buttons_when_configured_then_each_provider_has_one(
    traveller: Traveller, agent: str, shown: list[str]
) -> None:
    page = traveller.client.get("/sign-in/", headers={"user-agent": agent}).content.decode()
    assert [name for name in ("企业微信", "微信", "钉钉", "飞书") if f">用{name}登录<" in page] == shown
    assert page.count("用微信登录") == 1


def test_button_when_only_looked_at_then_nobody_is_sent_anywhere(traveller: Traveller) -> None:
    assert traveller.client.get("/sign-in/by/weixin/")["Location"] == "/sign-in/"
    assert list(traveller.client.session.keys()) == []


def test_button_when_pressed_from_elsewhere_then_the_form_is_refused(traveller: Traveller) -> None:
    strict = Client(enforce_csrf_checks=True)
    assert strict.post("/sign-in/by/weixin/").status_code == 403


@pytest.mark.parametrize(
    ("wanted", "led_to"),
    [
        ("/en/week/", "/en/week/"),
        ("https://elsewhere.example/", "/week/"),
        ("//elsewhere.example/", "/week/"),
        ("javascript:alert(1)", "/week/"),
        ("/\\elsewhere.example", "/week/"),
        ("", "/week/"),
    ],
)
def test_next_when_it_is_a_path_of_ours_then_it_is_followed_and_nothing_else(
    traveller: Traveller, wanted: str, led_to: str
) -> None:
    linked("weixin")
    assert traveller.travel("weixin", next=wanted)["Location"] == led_to


def test_page_on_the_way_when_shown_then_leads_on_without_script_and_keeps_the_policy(
    traveller: Traveller,
) -> None:
    answer = traveller.press("weixin")
    page = answer.content.decode()
    assert '<meta http-equiv="refresh" content="0;url=http://127.0.0.1' in page
    assert "form-action 'self'" in answer["Content-Security-Policy"]
    assert answer["Cache-Control"] == "no-store"


def test_trip_when_begun_in_english_then_ends_in_english(traveller: Traveller) -> None:
    back = traveller.stand_in.agree(_english(traveller), "li")
    answer = traveller.come_back(back)
    assert answer["Location"] == "/en/sign-in/?next=%2Fen%2Faccount%2F"
    page = traveller.client.get("/en/sign-in/").content.decode()
    assert "This WeChat identity is not linked to an account yet." in page


def _english(traveller: Traveller) -> str:
    page = traveller.client.post("/en/sign-in/by/weixin/").content.decode()
    return page.split('<a class="btn main" href="')[1].split('"')[0].replace("&amp;", "&")
