"""What a provider or a stranger can do to a trip, and what the person reads then."""

from __future__ import annotations

import logging

import httpx
import pytest
from django.test import Client

from sixianghui.access.adapters import fetch
from tests.adapters.access.conftest import PROVIDERS, Sentinel, Traveller, linked
from tests.adapters.access.stand_in import SECRET
from tests.factories import an_account

pytestmark = pytest.mark.django_db
NAMES = {"weixin": "微信", "weixin_inside": "微信", "wecom": "企业微信", "dingtalk": "钉钉", "feishu": "飞书"}
DOWN = "{}现在连不上。请先用密码登录，或者过一会儿再试。"
REFUSED = "{}没有认可这一次登录，请再试一次，或者用密码登录。"
STALE = "这一次{}登录隔得太久了，请再按一次。"


def mood_of(traveller: Traveller, provider: str, mood: str) -> None:
    traveller.stand_in.moods[provider.removesuffix("_inside")] = mood


def by_password(client: Client) -> bool:
    """Whether the password still works."""
    account = an_account()
    account.set_password("a long enough secret")
    account.save()
    client.post("/sign-in/", {"login": account.username, "password": "a long enough secret"})
    return client.session.get("_auth_user_id") == str(account.pk)


BROKEN = {
    "500": "500", "502": "502", "no JSON": "says oops", "a list": "says [1, 2]", "null": "says null",
    "endless": "endless", "nested": "says " + "[" * 100_000,
}  # fmt: skip


@pytest.mark.parametrize(
    ("provider", "mood"),
    [
        *((provider, "500") for provider in PROVIDERS),
        *((provider, "silent 1") for provider in PROVIDERS),
        *(("weixin", mood) for mood in BROKEN.values()),
    ],
    ids=[*PROVIDERS, *(f"{provider} silent" for provider in PROVIDERS), *BROKEN],
)
def test_provider_when_down_then_says_so_in_one_sentence_and_the_password_works(
    traveller: Traveller, impatient: None, provider: str, mood: str
) -> None:
    linked(provider)
    mood_of(traveller, provider, mood)
    answer = traveller.travel(provider)
    assert (answer.status_code, answer["Location"], traveller.who) == (302, "/sign-in/", None)
    assert traveller.told() == [DOWN.format(NAMES[provider])]
    assert by_password(traveller.client)


@pytest.mark.parametrize("provider", PROVIDERS)
def test_provider_when_its_port_is_closed_then_says_so(traveller: Traveller, provider: str) -> None:
    linked(provider)
    back = traveller.stand_in.agree(traveller.set_out(provider))
    closed = traveller.stand_in._server
    assert closed is not None
    closed.socket.close()
    fetch._client.cache_clear()
    traveller.come_back(back)
    assert traveller.told() == [DOWN.format(NAMES[provider])]


@pytest.mark.parametrize(
    ("provider", "said"),
    [
        ("weixin", '{"errcode": 48001, "errmsg": "api unauthorized"}'),
        ("weixin", '{"errcode": 40029, "errmsg": "invalid code"}'),
        ("weixin", '{"openid": 7, "unionid": ["union-zhang"]}'),
        ("weixin", "{}"),
        ("wecom", '{"errcode": 40001, "errmsg": "invalid credential"}'),
        ("wecom", '{"errcode": 0, "access_token": "", "expires_in": "soon"}'),
        ("dingtalk", '{"code": "Forbidden.AccessDenied", "message": "no"}'),
        ("dingtalk", '{"accessToken": "记号"}'),
        ("feishu", '{"code": 20003, "error": "invalid_grant"}'),
        ("feishu", '{"code": 0, "access_token": ["x"]}'),
    ],
)
def test_provider_when_it_refuses_or_says_nothing_useful_then_nobody_comes_in(
    traveller: Traveller, provider: str, said: str
) -> None:
    linked(provider)
    mood_of(traveller, provider, f"says {said}")
    traveller.travel(provider)
    assert (traveller.who, traveller.told()) == (None, [REFUSED.format(NAMES[provider])])


@pytest.mark.parametrize(
    ("provider", "code"),
    [
        *((provider, "made up") for provider in PROVIDERS),
        *(("weixin", code) for code in ("用", "x" * 3000, "a\x00b")),
    ],
)
def test_code_when_the_provider_never_gave_it_then_is_refused(
    traveller: Traveller, provider: str, code: str
) -> None:
    linked(provider)
    back = traveller.stand_in.agree(traveller.set_out(provider))
    given = next(iter(traveller.stand_in.codes))
    traveller.client.get(
        back.split("?")[0].removeprefix("http://testserver"),
        {"code": code, "authCode": code, "state": back.split("state=")[1]},
    )
    assert given != code
    assert (traveller.who, traveller.told()) == (None, [REFUSED.format(NAMES[provider])])


@pytest.mark.parametrize("provider", PROVIDERS)
def test_code_when_spent_before_then_is_refused(traveller: Traveller, provider: str) -> None:
    linked(provider)
    first = traveller.stand_in.agree(traveller.set_out(provider))
    for code in traveller.stand_in.codes.values():
        code.used = True
    traveller.come_back(first)
    assert (traveller.who, traveller.told()) == (None, [REFUSED.format(NAMES[provider])])


def test_code_when_given_to_another_trip_then_pkce_refuses_it(traveller: Traveller) -> None:
    """Feishu checks PKCE: a stolen code is worth nothing without the secret in the session that began the trip."""
    linked("feishu")
    stolen = traveller.stand_in.agree(traveller.set_out("feishu"))
    mine = traveller.stand_in.agree(traveller.set_out("feishu"), "li")
    code, state = stolen.split("code=")[1].split("&")[0], mine.split("state=")[1]
    traveller.client.get("/sign-in/by/feishu/back/", {"code": code, "state": state})
    assert (traveller.who, traveller.told()) == (None, [REFUSED.format("飞书")])


@pytest.mark.parametrize("provider", PROVIDERS)
def test_way_back_when_it_belongs_to_another_browser_then_is_refused_before_anything_is_asked(
    traveller: Traveller, provider: str
) -> None:
    linked(provider)
    theirs = Traveller(Client(), traveller.stand_in)
    back = theirs.stand_in.agree(theirs.set_out(provider))
    traveller.set_out(provider)
    traveller.come_back(back)
    assert (traveller.who, traveller.told()) == (None, [STALE.format(NAMES[provider])])
    assert traveller.stand_in.asked == []
    # the control: in the browser that set out, the same address signs in
    theirs.come_back(back)
    assert theirs.who is not None


def test_way_back_when_taken_twice_then_only_the_first_counts(traveller: Traveller) -> None:
    linked("weixin")
    back = traveller.stand_in.agree(traveller.set_out("weixin"))
    traveller.come_back(back)
    traveller.client.logout()
    traveller.come_back(back)
    assert (traveller.who, traveller.told()) == (None, [STALE.format("微信")])


def test_way_back_when_it_names_another_provider_then_is_refused(traveller: Traveller) -> None:
    """A code of one provider is not taken to another (mix-up)."""
    linked("wecom")
    back = traveller.stand_in.agree(traveller.set_out("weixin"))
    traveller.come_back(back.replace("/weixin/", "/wecom/"))
    assert (traveller.who, traveller.stand_in.asked) == (None, [])


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ({}, "你没有同意用微信登录。可以再试，也可以用密码登录。"),
        ({"error": "access_denied"}, "你没有同意用微信登录。可以再试，也可以用密码登录。"),
        ({"error": "server_error"}, REFUSED.format("微信")),
    ],
)
def test_way_back_when_it_brings_no_code_then_says_why(
    traveller: Traveller, query: dict[str, str], sentence: str
) -> None:
    state = traveller.set_out("weixin").split("state=")[1].split("#")[0]
    traveller.client.get("/sign-in/by/weixin/back/", {**query, "state": state})
    assert traveller.told() == [sentence]


@pytest.mark.parametrize("provider", PROVIDERS)
@pytest.mark.parametrize("mood", ["silent 1", 'says {"errcode": 40029}'])
def test_log_when_a_trip_fails_then_names_it_without_a_secret(
    traveller: Traveller,
    impatient: None,
    provider: str,
    mood: str,
    caplog: pytest.LogCaptureFixture,
) -> None:
    mood_of(traveller, provider, mood)
    with caplog.at_level(logging.DEBUG):
        back = traveller.stand_in.agree(traveller.set_out(provider))
        traveller.come_back(back)
    lines = [(one.name.split(".")[0], one.getMessage()) for one in caplog.records]
    assert [line.split(":")[0] for name, line in lines if name == "sixianghui"] == [f"sign-in by {provider}"]
    assert [
        line for line in lines for secret in (SECRET, *traveller.stand_in.codes) if secret in line[1]
    ] == []


def test_provider_when_it_keeps_many_waiting_then_the_third_is_told_at_once(
    traveller: Traveller, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The threads that serve pages are few."""
    monkeypatch.setattr(fetch, "WAIT", 0.01)
    with fetch._few(), fetch._few():
        traveller.travel("weixin")
    assert (traveller.told(), traveller.stand_in.asked) == ([DOWN.format("微信")], [])


# --- only to the provider's own address ----------------------------------------------------------------------------------

ELSEWHERE = (
    "http://127.0.0.1:{port}/", "http://127.1:{port}/", "http://[::1]:{port}/", "http://2130706433:{port}/",
    "http://0x7f000001:{port}/", "http://017700000001:{port}/", "http://localhost:{port}/", "http://[::ffff:127.0.0.1]:{port}/",
    "http://127.0.0.1.:{port}/", "http://api.weixin.qq.com@127.0.0.1:{port}/", "http://127.0.0.1:{port}#@api.weixin.qq.com/",
    "http://127.0.0.1:{port}\\@api.weixin.qq.com/", "http://ⓛocalhost:{port}/",
)  # fmt: skip


@pytest.mark.parametrize("address", ELSEWHERE)
def test_fetch_when_the_address_is_not_the_providers_then_no_connection_is_made(
    sentinel: Sentinel, address: str
) -> None:
    address = address.format(port=sentinel.port)
    with pytest.raises(fetch.Down):
        fetch.ask("GET", address, at={"https://api.weixin.qq.com:443", "http://127.0.0.1:9"})
    assert sentinel.callers == []


def test_fetch_when_asked_without_the_guard_then_the_sentinel_hears_it(sentinel: Sentinel) -> None:
    """The control: those spellings do lead here."""
    reached = []
    for address in ELSEWHERE:
        before = len(sentinel.callers)
        try:
            httpx.get(address.format(port=sentinel.port), trust_env=False, timeout=1)
        except Exception:
            continue
        if len(sentinel.callers) > before:
            reached.append(address)
    assert len(reached) >= 7


@pytest.mark.parametrize(
    ("provider", "status"),
    [
        *((provider, "302") for provider in PROVIDERS),
        *(("feishu", status) for status in ("301", "303", "307", "308")),
    ],
)
def test_fetch_when_the_provider_redirects_then_it_is_not_followed(
    traveller: Traveller, sentinel: Sentinel, provider: str, status: str
) -> None:
    linked(provider)
    mood_of(traveller, provider, f"elsewhere {status} http://127.0.0.1:{sentinel.port}/")
    traveller.travel(provider)
    assert (sentinel.callers, traveller.who) == ([], None)
    assert traveller.told() == [DOWN.format(NAMES[provider])]


def test_fetch_when_redirects_are_followed_then_the_sentinel_hears_it(
    traveller: Traveller, sentinel: Sentinel
) -> None:
    """The control."""
    mood_of(traveller, "weixin", f"elsewhere 302 http://127.0.0.1:{sentinel.port}/")
    httpx.get(traveller.stand_in.base("weixin") + "/sns/oauth2/access_token", follow_redirects=True)
    assert len(sentinel.callers) == 1


@pytest.mark.parametrize(
    ("url", "origin"),
    [
        ("https://Api.Weixin.qq.com/x", "https://api.weixin.qq.com:443"),
        ("https://api.weixin.qq.com:443", "https://api.weixin.qq.com:443"),
        ("http://api.weixin.qq.com/", "http://api.weixin.qq.com:80"),
        ("https://someone@api.weixin.qq.com/", ""),
        ("ftp://api.weixin.qq.com/", ""),
        ("file:///etc/passwd", ""),
        ("//api.weixin.qq.com/", ""),
        ("https://", ""),
        ("", ""),
    ],
)
def test_origin_when_read_from_an_address_then_is_scheme_host_and_port(url: str, origin: str) -> None:
    assert fetch.origin_of(url) == origin
