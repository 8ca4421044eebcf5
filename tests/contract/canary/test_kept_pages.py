"""Nothing of whoever asks is in a page that everybody gets: each post asks for every open address, with all its cookies."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.test import Client

from sixianghui.access.public import Account, Post
from sixianghui.common import wire
from sixianghui.ui import pages
from tests.conftest import Lane
from tests.factories import signed_in, someone_with
from tests.pages.channel.pieces import put_out
from tests.unit.channel.desk import open_desk
from tools.addresses import addresses

pytestmark = pytest.mark.django_db

#: A name that stands nowhere but on what is about this person.
NAME = "只此一名"
_LINK = re.compile(r'href="(/[^"#?]*)"')
#: What is different for each reader of a form or a script.
_OWN = re.compile(rb'csrfmiddlewaretoken|name="slip"|name="intent"|\bnonce=')


def open_addresses() -> list[str]:
    """Every address that everybody may enter and that needs no name, and what the site's pages lead to."""
    known = {one.path for one in addresses() if one.open and "<" not in one.route and "(" not in one.route}
    for path in ("/", "/en/", "/news/", "/units/", "/figures/"):
        known.update(_LINK.findall(Client().get(path).content.decode()))
    return sorted(
        path for path in known if "sign-out" not in path and not path.startswith(("/static/", "/cms/"))
    )


def kept(client: Client, paths: list[str]) -> Iterator[tuple[str, Any]]:
    """The answers to these cookies that `front` would keep."""
    for path in paths:
        answer = client.get(path)
        if wire.CACHE_TAGS in answer.headers:
            yield path, answer


def secrets_of(client: Client, account: Account) -> list[bytes]:
    """What names this person, or would let somebody act as them."""
    cookies = [client.cookies[name].value for name in client.cookies]
    return [one.encode() for one in (account.name, account.username, *cookies) if len(one) > 5 or one == NAME]


@pytest.fixture
def paths() -> list[str]:
    desk = open_desk()
    put_out(desk.column, "夜班值守组的十四天")
    return open_addresses()


def test_pages_when_each_post_asks_with_its_cookies_then_none_is_kept(
    paths: list[str], lane: Lane, record_property: Any
) -> None:
    """In the fast lane every post asks for a third of the pages, so five posts or six for each page."""
    paths = [path for path, _answer in kept(Client(), paths)]
    assert len(paths) > 10
    found = []
    step = lane.pick(3, 1, 1)
    for number, post in enumerate(Post):
        client = signed_in(someone_with(post))
        client.get("/sign-in/")
        found += [f"{post} {path}" for path, _answer in kept(client, paths[number % step :: step])]
    record_property(
        "counted", f"kept pages: {len(Post)} posts × {len(paths)} pages / {step}, {len(found)} kept"
    )
    assert found == []


def test_kept_pages_when_others_are_signed_in_then_hold_nothing_of_anybody(paths: list[str]) -> None:
    """The same addresses without a session, with the cookies that remain after signing out."""
    account = someone_with(Post.CHIEF_EDITOR)
    Account.objects.filter(pk=account.pk).update(name=NAME)
    account.refresh_from_db()
    client = signed_in(account)
    client.get("/sign-in/")
    secrets = secrets_of(client, account)
    del client.cookies[settings.SESSION_COOKIE_NAME]
    answers = list(kept(client, paths))
    assert len(answers) > 10
    for path, answer in answers:
        assert not answer.cookies, path
        assert "cookie" not in answer.headers.get("Vary", "").lower(), path
        assert [one for one in secrets if one in answer.content] == [], path
        assert not _OWN.search(answer.content), path


def test_control_when_keeping_forgets_to_look_for_a_session_then_names_are_found_in_kept_pages(
    paths: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def careless(request: HttpRequest, response: HttpResponse, *tags: str, seconds: int = 60) -> HttpResponse:
        response.headers[wire.CACHE_TAGS] = " ".join(tags)
        return response

    monkeypatch.setattr(pages.keep, "__code__", careless.__code__)
    account = someone_with(Post.CHIEF_EDITOR)
    Account.objects.filter(pk=account.pk).update(name=NAME)
    account.refresh_from_db()
    client = signed_in(account)
    answers = list(kept(client, paths))
    secrets = secrets_of(client, account)
    assert [path for path, answer in answers if any(one in answer.content for one in secrets)] != []
