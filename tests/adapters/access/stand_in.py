"""A stand-in for WeChat, WeCom, DingTalk and Feishu: their documented endpoints, on this machine, with invented people.

For tests it runs in a thread; for a demo `python -m tests.adapters.access.stand_in` serves it and says what to set.
Everything a provider can do to us is a mood: `stand_in.moods["weixin"] = "500"`.
"""

from __future__ import annotations

import base64
import hashlib
import html
import json
import secrets
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

SECRET = "stand-in-secret-CANARY"
#: client id → provider: what the settings name.
APPS = {
    "wxqr0001": "weixin",
    "wxinside0001": "weixin",
    "wwcorp0001": "wecom",
    "ding0001": "dingtalk",
    "cli_0001": "feishu",
}
AGENT = "1000002"
PEOPLE = {"zhang": "张样例", "li": "李样例", "guest": "客人"}
#: The address of each provider's page that asks the person.
PAGES = {
    "/weixin/connect/qrconnect": "weixin",
    "/weixin/connect/oauth2/authorize": "weixin",
    "/wecom/wwlogin/sso/login": "wecom",
    "/wecom/connect/oauth2/authorize": "wecom",
    "/dingtalk/oauth2/auth": "dingtalk",
    "/feishu/open-apis/authen/v1/authorize": "feishu",
}
Answer = tuple[int, Any]
Query = dict[str, str]


@dataclass
class Code:
    """A code that a page gave out for one person, once."""

    provider: str
    app: str
    person: str
    redirect: str
    challenge: str
    used: bool = False


@dataclass
class StandIn:
    """The server, what it has given out, and what it was asked."""

    moods: dict[str, str] = field(default_factory=dict)
    codes: dict[str, Code] = field(default_factory=dict)
    tokens: dict[str, str] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    unionids: bool = True
    _server: ThreadingHTTPServer | None = None

    def start(self, port: int = 0) -> StandIn:
        """Serve on this machine, in a thread."""
        handler = type("Handler", (_Handler,), {"stand_in": self})
        self._server = ThreadingHTTPServer(("127.0.0.1", port), handler)
        self._server.daemon_threads = True
        threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True).start()
        return self

    def stop(self) -> None:
        """Close the port."""
        assert self._server is not None
        self._server.shutdown()
        self._server.server_close()

    def base(self, provider: str) -> str:
        """What to set as the provider's base address."""
        assert self._server is not None
        return f"http://127.0.0.1:{self._server.server_port}/{provider}"

    def agree(self, address: str, person: str = "zhang") -> str:
        """What happens when `person` agrees on the page at `address`: where their browser is sent."""
        url = urlsplit(address)
        return self._agree(PAGES[url.path], _flat(url.query), person)

    def _agree(self, provider: str, query: Query, person: str) -> str:
        app = query.get("appid") or query.get("client_id") or ""
        if APPS.get(app) != provider:
            raise ValueError(f"no such app: {app}")
        if provider == "wecom" and query.get("agentid") != AGENT:
            raise ValueError("no such agent")
        code = secrets.token_urlsafe(16)
        self.codes[code] = Code(provider, app, person, query["redirect_uri"], query.get("code_challenge", ""))
        name = "authCode" if provider == "dingtalk" else "code"
        return f"{query['redirect_uri']}?{urlencode({name: code, 'state': query['state']})}"

    def spend(self, provider: str, code: str, app: str) -> Code | str:
        """The person behind a code, or `unknown`, `used`."""
        found = self.codes.get(code)
        if found is None or found.provider != provider or found.app != app:
            return "unknown"
        if found.used:
            return "used"
        found.used = True
        return found

    # --- the interfaces -----------------------------------------------------------------------------------------

    def weixin_token(self, query: Query, body: Query, headers: Query) -> Answer:
        """sns/oauth2/access_token"""
        if APPS.get(query.get("appid", "")) != "weixin":
            return 200, {"errcode": 40013, "errmsg": "invalid appid"}
        if query.get("secret") != SECRET:
            return 200, {"errcode": 40125, "errmsg": "invalid appsecret"}
        found = self.spend("weixin", query.get("code", ""), query["appid"])
        if isinstance(found, str):
            code, text = {"unknown": (40029, "invalid code"), "used": (40163, "code been used")}[found]
            return 200, {"errcode": code, "errmsg": f"{text}, rid: 0000"}
        answer: dict[str, Any] = {
            "access_token": "wx-token-CANARY", "expires_in": 7200, "refresh_token": "wx-refresh-CANARY",
            "openid": f"o-{found.app}-{found.person}", "scope": "snsapi_login",
        }  # fmt: skip
        if self.unionids:
            answer["unionid"] = f"union-{found.person}"
        if found.person == "guest":
            answer["is_snapshotuser"] = 1
        return 200, answer

    def wecom_token(self, query: Query, body: Query, headers: Query) -> Answer:
        """cgi-bin/gettoken"""
        if APPS.get(query.get("corpid", "")) != "wecom" or query.get("corpsecret") != SECRET:
            return 200, {"errcode": 40001, "errmsg": "invalid credential"}
        token = secrets.token_urlsafe(16)
        self.tokens[token] = "wecom"
        return 200, {"errcode": 0, "errmsg": "ok", "access_token": token, "expires_in": 7200}

    def wecom_member(self, query: Query, body: Query, headers: Query) -> Answer:
        """cgi-bin/auth/getuserinfo"""
        if query.get("access_token", "") not in self.tokens:
            return 200, {"errcode": 42001, "errmsg": "access_token expired"}
        found = self.spend("wecom", query.get("code", ""), "wwcorp0001")
        if isinstance(found, str):
            return 200, {"errcode": 40029, "errmsg": "invalid code"}
        if found.person == "guest":
            return 200, {"errcode": 0, "errmsg": "ok", "openid": "o-guest", "external_userid": "wm-guest"}
        # WeCom keeps the spelling of whoever opened the account there.
        return 200, {"errcode": 0, "errmsg": "ok", "userid": found.person.capitalize()}

    def dingtalk_token(self, query: Query, body: Query, headers: Query) -> Answer:
        """v1.0/oauth2/userAccessToken"""
        if APPS.get(body.get("clientId", "")) != "dingtalk" or body.get("clientSecret") != SECRET:
            return 400, {"code": "invalidClientIdOrSecret", "message": "no", "requestid": "0000"}
        found = self.spend("dingtalk", body.get("code", ""), body["clientId"])
        if isinstance(found, str) or body.get("grantType") != "authorization_code":
            return 400, {"code": "invalidParameter.authCode.notFound", "message": "no", "requestid": "0000"}
        token = secrets.token_urlsafe(16)
        self.tokens[token] = found.person
        return 200, {"accessToken": token, "refreshToken": "ding-refresh-CANARY", "expireIn": 7200}

    def dingtalk_person(self, query: Query, body: Query, headers: Query) -> Answer:
        """v1.0/contact/users/me"""
        person = self.tokens.get(headers.get("x-acs-dingtalk-access-token", ""))
        if person is None:
            return 400, {"code": "InvalidAuthentication", "message": "no", "requestid": "0000"}
        answer = {"nick": PEOPLE[person], "openId": f"do-{person}", "mobile": "13800000000"}
        return 200, answer | ({"unionId": f"du-{person}"} if self.unionids else {})

    def feishu_token(self, query: Query, body: Query, headers: Query) -> Answer:
        """oauth/v3/token"""
        if APPS.get(body.get("client_id", "")) != "feishu" or body.get("client_secret") != SECRET:
            return 400, {"code": 20002, "error": "invalid_client", "error_description": "no"}
        found = self.spend("feishu", body.get("code", ""), body["client_id"])
        if isinstance(found, str):
            return 400, {"code": 20003, "error": "invalid_grant", "error_description": found}
        if found.redirect != body.get("redirect_uri"):
            return 400, {"code": 20071, "error": "invalid_grant", "error_description": "redirect"}
        digest = hashlib.sha256(body.get("code_verifier", "").encode()).digest()
        if found.challenge != base64.urlsafe_b64encode(digest).rstrip(b"=").decode():
            return 400, {"code": 20049, "error": "invalid_grant", "error_description": "PKCE"}
        token = secrets.token_urlsafe(16)
        self.tokens[token] = found.person
        return 200, {"code": 0, "access_token": token, "expires_in": 7200, "token_type": "Bearer"}

    def feishu_person(self, query: Query, body: Query, headers: Query) -> Answer:
        """open-apis/authen/v1/user_info"""
        person = self.tokens.get(headers.get("authorization", "").removeprefix("Bearer "))
        if person is None:
            return 400, {"code": 20005, "msg": "The user access token passed is invalid"}
        data = {"name": PEOPLE[person], "open_id": f"ou-{person}", "tenant_key": "t0001"}
        return 200, {
            "code": 0,
            "msg": "success",
            "data": data | ({"union_id": f"on-{person}"} if self.unionids else {}),
        }


Interface = Callable[[StandIn, Query, Query, Query], Answer]
INTERFACES: dict[tuple[str, str], Interface] = {
    ("GET", "/weixin/sns/oauth2/access_token"): StandIn.weixin_token,
    ("GET", "/wecom/cgi-bin/gettoken"): StandIn.wecom_token,
    ("GET", "/wecom/cgi-bin/auth/getuserinfo"): StandIn.wecom_member,
    ("POST", "/dingtalk/v1.0/oauth2/userAccessToken"): StandIn.dingtalk_token,
    ("GET", "/dingtalk/v1.0/contact/users/me"): StandIn.dingtalk_person,
    ("POST", "/feishu/oauth/v3/token"): StandIn.feishu_token,
    ("GET", "/feishu/open-apis/authen/v1/user_info"): StandIn.feishu_person,
}


def _flat(query: str) -> Query:
    return {name: values[0] for name, values in parse_qs(query).items()}


class _Handler(BaseHTTPRequestHandler):
    """HTTP around a stand-in."""

    stand_in: StandIn

    def do_GET(self) -> None:
        self._handle("")

    def do_POST(self) -> None:
        self._handle(self.rfile.read(int(self.headers.get("Content-Length") or 0)).decode())

    def log_message(self, format: str, *args: Any) -> None:
        """Say nothing."""

    def _handle(self, body: str) -> None:
        url, ours = urlsplit(self.path), self.stand_in
        query = _flat(url.query)
        if url.path in PAGES:
            self._page(PAGES[url.path], query)
            return
        if url.path.endswith("/agree"):
            self._send(302, "", {"Location": ours._agree(url.path.split("/")[1], query, query.pop("person"))})
            return
        interface = INTERFACES.get((self.command, url.path))
        if interface is None:
            self._send(404, "{}")
            return
        ours.asked.append(url.path)
        if self._moody(ours.moods.get(url.path.split("/")[1], "")):
            return
        sent = json.loads(body) if body.startswith("{") else _flat(body)
        headers = {name.lower(): value for name, value in self.headers.items()}
        status, answer = interface(ours, query, sent, headers)
        self._send(status, json.dumps(answer, ensure_ascii=False))

    def _moody(self, mood: str) -> bool:
        """Answer as a broken provider would. False: it is in no mood."""
        kind, _, more = mood.partition(" ")
        match kind:
            case "":
                return False
            case "silent":
                time.sleep(float(more))
            case "elsewhere":
                status, address = more.split(" ")
                self._send(int(status), "", {"Location": address})
            case "says":
                self._send(200, more)
            case "endless":
                self.send_response(200)
                self.end_headers()
                for _ in range(10_000):
                    try:
                        self.wfile.write(b" " * 1024)
                    except OSError:
                        break
            case _:
                self._send(int(kind), "oops")
        return True

    def _page(self, provider: str, query: Query) -> None:
        """The page on which a person agrees."""
        links = "".join(
            f'<p><a href="/{provider}/agree?{html.escape(urlencode({**query, "person": person}))}">{name}</a></p>'
            for person, name in PEOPLE.items()
        )
        page = (
            '<!doctype html><meta charset="utf-8"><meta name="viewport" content="width=device-width">'
            f"<title>{provider}</title><h1>{provider}（本机替身）</h1>{links}"
        )
        self._send(200, page, {"Content-Type": "text/html; charset=utf-8"})

    def _send(self, status: int, text: str, headers: dict[str, str] | None = None) -> None:
        octets = text.encode()
        self.send_response(status)
        # WeChat really calls its JSON text.
        for name, value in {"Content-Type": "text/plain", **(headers or {})}.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(octets)))
        self.end_headers()
        self.wfile.write(octets)


def environ(stand_in: StandIn) -> dict[str, str]:
    """The product's settings that use a stand-in."""
    return {
        "SIXIANGHUI_WEIXIN_APP_ID": "wxqr0001",
        "SIXIANGHUI_WEIXIN_INSIDE_APP_ID": "wxinside0001",
        "SIXIANGHUI_WECOM_CORP_ID": "wwcorp0001",
        "SIXIANGHUI_WECOM_AGENT_ID": AGENT,
        "SIXIANGHUI_DINGTALK_CLIENT_ID": "ding0001",
        "SIXIANGHUI_FEISHU_APP_ID": "cli_0001",
        **{
            f"SIXIANGHUI_{name.upper()}_BASE_URL": stand_in.base(name)
            for name in ("weixin", "wecom", "dingtalk", "feishu")
        },
    }


def main() -> None:
    """Serve until interrupted, and say what to set."""
    stand_in = StandIn().start(int(sys.argv[1]) if len(sys.argv) > 1 else 0)
    for name, value in environ(stand_in).items():
        print(f"export {name}={value}")
    print(
        f"# 密钥文件的内容都是 {SECRET}（weixin_secret、weixin_inside_secret、wecom_secret、dingtalk_secret、feishu_secret）"
    )
    threading.Event().wait()


if __name__ == "__main__":
    main()
