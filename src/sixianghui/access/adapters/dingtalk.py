"""钉钉."""

from __future__ import annotations

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from sixianghui.access.adapters.base import Outside, Trip, with_query
from sixianghui.access.adapters.fetch import NotAccepted


class DingTalk(Outside):
    """A person of DingTalk, whichever of their organisations they choose there."""

    id = "dingtalk"
    name = _("钉钉")
    servers = ("https://login.dingtalk.com", "https://api.dingtalk.com")
    code_name = "authCode"

    def way_out(self, request: HttpRequest, trip: Trip) -> str:
        query = {
            "client_id": self.app.client_id,
            "redirect_uri": trip.callback,
            "response_type": "code",
            "scope": "openid",
            "prompt": "consent",
            "state": trip.state,
        }
        return with_query(self.at("https://login.dingtalk.com/oauth2/auth"), query)

    def identify(self, code: str, trip: Trip) -> tuple[str, ...]:
        answer = self.ask(
            "POST",
            "https://api.dingtalk.com/v1.0/oauth2/userAccessToken",
            json={
                "clientId": self.app.client_id,
                "clientSecret": self.app.secret,
                "code": code,
                "grantType": "authorization_code",
            },
        )
        token = answer.get("accessToken")
        if not isinstance(token, str) or not token.isascii():
            raise NotAccepted("no token")
        person = self.ask(
            "GET",
            "https://api.dingtalk.com/v1.0/contact/users/me",
            headers={"x-acs-dingtalk-access-token": token},
        )
        return self.identifiers(person.get("unionId"), person.get("openId"))
