"""Every address refuses a POST that our own page did not send."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import CsrfViewMiddleware
from django.test import Client, RequestFactory
from django.urls import get_resolver
from django.views.decorators.csrf import csrf_exempt

from sixianghui.access.public import Post
from tests.contract.test_urls import walk
from tests.factories import someone_with

#: Addresses that others post to, each with what it asks for instead of a token.
FROM_OUTSIDE = {
    "cms/api/main/": "the editor's own interface asks for the token itself, behind its sign-in",
    "reads/": "no browser comes here: `front` answers them itself, and vouches for its own reports by a header",
    "ingest/round/": "no browser comes here: `ingest` vouches for itself by a header, on `app`'s own socket",
    "ingest/feeds/": "no browser comes here: `ingest` vouches for itself by a header, on `app`'s own socket",
    "ingest/hooks/nginx-rtmp/": "no browser comes here: a server of ours shows a token of its own",
    "ingest/hooks/srs/": "no browser comes here: a server of ours shows a token of its own",
    "streams/whip/": "an encoder shows its publish key in a header that no browser adds by itself",
    "watching/": "no browser comes here: `front` vouches for its own reports by a header",
    "messages/stop/<str:token>/": "a mail program presses one button; the address itself is signed",
}


def passes(view: Any) -> bool:
    """Whether a POST without a token reaches this view."""
    request: HttpRequest = RequestFactory().post("/")
    request.META["CSRF_COOKIE"] = "a" * 32
    guard = CsrfViewMiddleware(lambda _request: HttpResponse())
    return guard.process_view(request, view, (), {}) is None


@pytest.mark.django_db
def test_posts_when_sent_without_a_token_then_every_address_refuses() -> None:
    entries = list(walk(get_resolver()))
    assert len(entries) > 150
    reached = {entry.route for entry in entries if passes(entry.view)}
    assert (
        sorted(route for route in reached if not route.removeprefix("en/").startswith(tuple(FROM_OUTSIDE)))
        == []
    )


@pytest.mark.django_db
def test_posts_when_sent_to_the_editors_interface_without_a_token_then_it_refuses() -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(someone_with(Post.CHIEF_EDITOR))
    routes = {entry.route for entry in walk(get_resolver()) if entry.route.startswith("cms/api/main/")}
    paths = {re.sub(r"<\w+:\w+>", "1", route.replace("^", "")) for route in routes}
    assert len(paths) > 5
    assert {client.post(f"/{path}").status_code for path in paths} <= {403, 404, 405}


@pytest.mark.django_db
def test_posts_when_a_view_asks_for_no_token_then_it_is_found() -> None:
    def view(request: HttpRequest) -> HttpResponse:
        return HttpResponse()

    assert not passes(view)
    assert passes(csrf_exempt(view))


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/sign-in/", "/sign-out/", "/sign-in/passkey/", "/account/other-sessions/"])
def test_posts_when_sent_without_a_token_then_the_reader_gets_a_sentence(path: str) -> None:
    answer = Client(enforce_csrf_checks=True).post(path)
    assert (answer.status_code, "表单已经过期" in answer.content.decode()) == (403, True)
