"""Where the requests go: every address of the site, those that name something with something that is there."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import html5lib
from django.conf import settings
from django.test import Client
from django.test.client import ClientHandler

from sixianghui.access.public import Account, Post
from sixianghui.project.wsgi import Environ, in_our_charset
from tests.contract.twins.test_twins import THINGS, fresh, path_of
from tests.contract.twins.world import Side, both
from tests.factories import an_account, an_appointment
from tests.faults.fuzz.inputs import Place
from tools.addresses import NOBODY_SIGNED_IN, Address, addresses

#: Who sends: somebody of the side, or whoever of these may enter, the first that the table names.
_POSTS = ("committee_clerk", "chief_editor", "security_admin", "system_admin", "auditor", "secretary")
_HTML = "{http://www.w3.org/1999/xhtml}"
_CONTROLS = {f"{_HTML}{tag}" for tag in ("input", "textarea", "select", "button")}


class _Handler(ClientHandler):
    """Requests reach Django as they do behind our own edge."""

    def __call__(self, environ: Environ) -> Any:
        return super().__call__(in_our_charset(environ))


class World:
    """A side with one of each thing, and a session for everybody who sends."""

    def __init__(self) -> None:
        self.side: Side = both()[0]
        self._cookies: dict[str, str] = {NOBODY_SIGNED_IN: ""}
        for role in ("clerk", "discipline", "secretary", "successor", "member"):
            self._cookies[role] = _cookie(fresh(self.side, role))
        for post in _POSTS:
            self._cookies[f"post {post}"] = _cookie(_with_post(self.side, Post(post)))
        self.places = [self._with_fields(place) for place in self._places()]

    def client(self, role: str) -> Client:
        """Somebody's browser as it was at the beginning, whatever happened since."""
        client = Client(raise_request_exception=False)
        client.handler = _Handler(enforce_csrf_checks=False)
        if self._cookies[role]:
            client.cookies[settings.SESSION_COOKIE_NAME] = self._cookies[role]
        return client

    def _places(self) -> Iterator[Place]:
        for address in addresses():
            thing = THINGS.get(address.route)
            if thing is not None and thing.ref in self.side.refs:
                path = path_of(address.route, self.side.refs[thing.ref])
                yield Place(address.route, path, thing.role)
            else:
                yield Place(address.route, address.path, _sender(address))

    def _with_fields(self, place: Place) -> Place:
        """The place with what the forms of its own page hold."""
        answer: Any = self.client(place.role).get(place.path)
        if answer.status_code != 200 or not answer.headers.get("Content-Type", "").startswith("text/html"):
            return place
        fields: dict[str, list[str]] = {}
        tree = html5lib.parse(answer.content.decode())
        for one in tree.iter():
            if one.tag in _CONTROLS and (name := one.get("name")):
                fields.setdefault(name, []).append(_value(one))
        fields.pop("csrfmiddlewaretoken", None)
        return replace(place, fields=fields)


def _value(element: Any) -> str:
    if element.tag == f"{_HTML}select":
        options = list(element.iter(f"{_HTML}option"))
        return str(options[-1].get("value", "")) if options else ""
    return str(element.get("value") or element.text or "")


def _sender(address: Address) -> str:
    return next(
        (f"post {post}" for post in _POSTS if post in address.roles),
        NOBODY_SIGNED_IN if address.open else "member",
    )


def _with_post(side: Side, post: Post) -> Client:
    account: Account = an_account(is_sample=True)
    an_appointment(account, side.committee, post)
    client = Client()
    client.force_login(account)
    return client


def _cookie(client: Client) -> str:
    return str(client.cookies[settings.SESSION_COOKIE_NAME].value)


def shown(text: str) -> str:
    """A crash in one line."""
    return re.sub(r"\s+", " ", text)[-700:]
