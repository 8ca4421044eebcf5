"""Default deny: every URL of the resolver, Wagtail's included, says who may enter."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import Client, override_settings
from django.urls import URLPattern, URLResolver, get_resolver, path, reverse

from sixianghui.access.policies import policy_for
from sixianghui.common.policy import open_to_all


@dataclass(frozen=True)
class Entry:
    """One URL: its whole route as the middleware sees it, its view, its name."""

    route: str
    view: Any
    name: str


def walk(resolver: URLResolver, before: str = "") -> Iterator[Entry]:
    """Every URL under a resolver."""
    for pattern in resolver.url_patterns:
        route = before + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from walk(pattern, route)
        elif isinstance(pattern, URLPattern):
            yield Entry(route, pattern.callback, str(pattern.name or ""))


def undeclared(resolver: URLResolver) -> list[str]:
    """The routes that nobody may enter because nobody said who."""
    return [
        f"{entry.route} ({entry.view})"
        for entry in walk(resolver)
        if policy_for(entry.view, entry.route) is None
    ]


def test_urls_when_walked_then_each_declares_its_policy() -> None:
    entries = list(walk(get_resolver()))
    assert len(entries) > 100  # Wagtail's are among them
    assert undeclared(get_resolver()) == []


@pytest.mark.django_db
@pytest.mark.parametrize("door", ["/cms/login/", "/_util/login/", "/en/_util/login/", "/cms/password_reset/"])
def test_passwords_when_tried_at_another_door_then_are_sent_to_ours(client: Client, door: str) -> None:
    """Only our own sign-in counts failures and knows sample accounts."""
    from tests.factories import an_account

    account = an_account(username="zhang", is_superuser=True)
    account.set_password("a long enough secret")
    account.save()
    answer = client.post(door, {"username": "zhang", "password": "a long enough secret"})
    assert (answer.status_code, answer.url.removeprefix("/en").split("?")[0]) == (
        302,
        reverse("access:sign-in"),
    )
    assert "_auth_user_id" not in client.session


def unmarked(request: HttpRequest) -> HttpResponse:
    return HttpResponse("nobody said who may see this")


@open_to_all
def marked(request: HttpRequest) -> HttpResponse:
    return HttpResponse("for everybody")


unmarked.__module__ = marked.__module__ = "sixianghui.control.views"
urlpatterns = [path("unmarked/", unmarked, name="unmarked"), path("marked/", marked, name="marked")]


def test_policies_when_a_view_has_no_mark_then_it_is_found() -> None:
    assert [route.split(" ")[0] for route in undeclared(get_resolver(__name__))] == ["unmarked/"]


@pytest.mark.django_db
@override_settings(ROOT_URLCONF="tests.contract.refusing_urls")
def test_views_when_one_has_no_mark_then_everybody_is_refused(client: Client) -> None:
    from tests.factories import an_account

    assert client.get("/marked/").status_code == 200
    assert client.get("/unmarked/").status_code == 403
    client.force_login(an_account(is_superuser=True))
    assert client.get("/unmarked/").status_code == 403
