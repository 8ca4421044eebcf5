"""企业微信: a QR page outside the app, at once inside it. The app asks for the member with a token of its own."""

from __future__ import annotations

import time
from threading import Lock

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from sixianghui.access.adapters.base import Outside, Trip, with_query
from sixianghui.access.adapters.fetch import NotAccepted

_API = "https://qyapi.weixin.qq.com/cgi-bin"
#: Codes that say the app's token is no longer good, though its time has not come.
_STALE = {"40014", "42001"}

_tokens: dict[tuple[str, str], tuple[str, float]] = {}
_lock = Lock()


class Wecom(Outside):
    """A member of the configured corporation."""

    id = "wecom"
    name = _("企业微信")
    servers = (
        "https://login.work.weixin.qq.com",
        "https://open.weixin.qq.com",
        "https://qyapi.weixin.qq.com",
    )
    known_by = _("账号（userid）")

    def way_out(self, request: HttpRequest, trip: Trip) -> str:
        query = {
            "appid": self.app.client_id,
            "agentid": self.app.settings["agent_id"],
            "redirect_uri": trip.callback,
            "state": trip.state,
        }
        if "wxwork" not in request.headers.get("User-Agent", ""):
            page = self.at("https://login.work.weixin.qq.com/wwlogin/sso/login")
            return with_query(page, {"login_type": "CorpApp", **query})
        page = self.at("https://open.weixin.qq.com/connect/oauth2/authorize")
        return with_query(
            page, {**query, "response_type": "code", "scope": "snsapi_base"}, "#wechat_redirect"
        )

    def identify(self, code: str, trip: Trip) -> tuple[str, ...]:
        try:
            answer = self._member(code)
        except NotAccepted as refused:
            if str(refused) not in _STALE:
                raise
            self._forget_token()
            answer = self._member(code)
        member = answer.get("userid")
        if not member or not isinstance(member, str):
            raise NotAccepted("no member of the corporation")
        return (self.named(member),)

    def named(self, typed: str) -> str:
        """WeCom does not tell capitals from small letters."""
        return f"{self.app.client_id}:{typed.strip().casefold()}"

    def _member(self, code: str) -> dict[str, object]:
        return self.ask(
            "GET", f"{_API}/auth/getuserinfo", params={"access_token": self._token(), "code": code}
        )

    def _token(self) -> str:
        """The app's token, kept in memory until shortly before its end: asking often is refused."""
        key, now = (self.app.client_id, self.app.settings["agent_id"]), time.monotonic()
        with _lock:
            token, ends = _tokens.get(key, ("", 0.0))
            if now < ends:
                return token
            answer = self.ask(
                "GET",
                f"{_API}/gettoken",
                params={"corpid": self.app.client_id, "corpsecret": self.app.secret},
            )
            made, life = answer.get("access_token"), answer.get("expires_in")
            if not isinstance(made, str) or not made or not isinstance(life, int):
                raise NotAccepted("no token for the app")
            _tokens[key] = (made, now + life - 60)
            return made

    def _forget_token(self) -> None:
        with _lock:
            _tokens.pop((self.app.client_id, self.app.settings["agent_id"]), None)
