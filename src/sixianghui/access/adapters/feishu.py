"""飞书, by its third OAuth interface: the older ones are withdrawn or do not check PKCE."""

from __future__ import annotations

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from sixianghui.access.adapters.base import Outside, Trip, with_query
from sixianghui.access.adapters.fetch import NotAccepted


class Feishu(Outside):
    """A member of the organisation whose app is configured."""

    id = "feishu"
    name = _("飞书")
    servers = ("https://accounts.feishu.cn", "https://open.feishu.cn")

    def way_out(self, request: HttpRequest, trip: Trip) -> str:
        query = {
            "client_id": self.app.client_id,
            "redirect_uri": trip.callback,
            "response_type": "code",
            "state": trip.state,
            "code_challenge": trip.challenge,
            "code_challenge_method": "S256",
        }
        return with_query(self.at("https://accounts.feishu.cn/open-apis/authen/v1/authorize"), query)

    def identify(self, code: str, trip: Trip) -> tuple[str, ...]:
        answer = self.ask(
            "POST",
            "https://accounts.feishu.cn/oauth/v3/token",
            data={
                "grant_type": "authorization_code",
                "client_id": self.app.client_id,
                "client_secret": self.app.secret,
                "code": code,
                "redirect_uri": trip.callback,
                "code_verifier": trip.secret,
            },
        )
        token = answer.get("access_token")
        if not isinstance(token, str) or not token.isascii():
            raise NotAccepted("no token")
        person = self.ask(
            "GET",
            "https://open.feishu.cn/open-apis/authen/v1/user_info",
            headers={"Authorization": f"Bearer {token}"},
        ).get("data")
        if not isinstance(person, dict):
            raise NotAccepted("nobody")
        return self.identifiers(person.get("union_id"), person.get("open_id"))
