"""微信: by a QR page in any browser (网站应用), or at once inside WeChat (服务号). One person, one identity."""

from __future__ import annotations

from typing import ClassVar

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from sixianghui.access.adapters.base import Outside, Trip, with_query
from sixianghui.access.adapters.fetch import NotAccepted


def is_inside_wechat(agent: str) -> bool:
    """Whether a browser is WeChat's own. 企业微信 also calls itself so, and is another app."""
    return "MicroMessenger" in agent and "wxwork" not in agent


class Weixin(Outside):
    """A QR code on the screen, scanned with WeChat."""

    id = "weixin"
    name = _("微信")
    servers = ("https://open.weixin.qq.com", "https://api.weixin.qq.com")
    page: ClassVar[str] = "https://open.weixin.qq.com/connect/qrconnect"
    scope: ClassVar[str] = "snsapi_login"

    @classmethod
    def is_for(cls, agent: str) -> bool:
        return not is_inside_wechat(agent)

    def way_out(self, request: HttpRequest, trip: Trip) -> str:
        query = {
            "appid": self.app.client_id,
            "redirect_uri": trip.callback,
            "response_type": "code",
            "scope": self.scope,
            "state": trip.state,
        }
        return with_query(self.at(self.page), query, "#wechat_redirect")

    def identify(self, code: str, trip: Trip) -> tuple[str, ...]:
        """The token answer carries the identifiers; the profile is not asked for."""
        answer = self.ask(
            "GET",
            "https://api.weixin.qq.com/sns/oauth2/access_token",
            params={
                "appid": self.app.client_id,
                "secret": self.app.secret,
                "code": code,
                "grant_type": "authorization_code",
            },
        )
        if answer.get("is_snapshotuser"):
            raise NotAccepted("a visitor of a snapshot page, which WeChat invents")
        return self.identifiers(answer.get("unionid"), answer.get("openid"))


class WeixinInside(Weixin):
    """Inside WeChat itself, where there is nothing to scan. Its app is a service account with an id of its own."""

    id = "weixin_inside"
    family = "weixin"
    page = "https://open.weixin.qq.com/connect/oauth2/authorize"
    #: The silent scope would give no `unionid`, and so another identity than the QR page.
    scope = "snsapi_userinfo"

    @classmethod
    def is_for(cls, agent: str) -> bool:
        return is_inside_wechat(agent)
