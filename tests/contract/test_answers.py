"""Every answer that the site gives to a reader: safe headers, a language, and nothing private that could be kept."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import get_resolver

from sixianghui.access.policies import policy_for
from sixianghui.access.public import Post
from sixianghui.common import wire
from tests.contract.test_urls import walk
from tests.factories import a_unit, an_enterprise, signed_in, someone_with

pytestmark = pytest.mark.django_db

#: What stands for each kind of parameter in our own routes.
SAMPLES = {
    "slug": "sample-branch",
    "name": "directory.enterprises",
    "number": "1",
    "token": "not-a-token",
    "ref": "not-a-ref",
    "form": "pdf",
    "kind": "pdf",
}
_PARAMETER = re.compile(r"<(?:\w+:)?(\w+)>")


def public_addresses() -> Iterator[str]:
    """Every address of ours that anyone may ask for, in both languages; Wagtail's pages by the home page."""
    yield from ("/", "/en/", "/no-such-page/", "/en/no-such-page/")
    for entry in walk(get_resolver()):
        policy = policy_for(entry.view, entry.route)
        if entry.view.__module__.startswith("sixianghui.") and policy is not None and policy.open:
            path = "/" + _PARAMETER.sub(lambda match: SAMPLES[match[1]], entry.route)
            yield from (path, f"/en{path}")


def faults(address: str, response: Any, *, private: bool) -> list[str]:
    """What is wrong with an answer. `private`: it was made for someone signed in."""
    found = []
    headers = response.headers
    policy = headers.get("Content-Security-Policy", "")
    if (
        "default-src 'self'" not in policy
        or "unsafe-inline" in policy
        or "frame-ancestors 'none'" not in policy
    ):
        found.append("its content policy is not strict")
    if headers.get("X-Content-Type-Options") != "nosniff":
        found.append("types may be guessed")
    if (
        headers.get("Referrer-Policy") != "same-origin"
        or headers.get("Cross-Origin-Opener-Policy") != "same-origin"
    ):
        found.append("it talks to other origins")
    kept = wire.CACHE_TAGS in headers
    if kept and (private or response.cookies):
        found.append("a private answer may be kept for everybody")
    if private and "no-store" not in headers.get("Cache-Control", ""):
        found.append("a private answer may be stored")
    if headers.get("Content-Type", "").startswith("text/html") and response.content:
        language = "en" if address.startswith("/en/") else "zh-Hans"
        html = response.content.decode()
        if f'<html lang="{language}"' not in html:
            found.append("it does not say its language")
        if re.search(r"<script(?![^>]*\bsrc=)(?![^>]*json)|<style\b|\sstyle=|\son[a-z]+=", html):
            found.append("something in it is inline")
    if response.status_code >= 500:
        found.append(f"it is a {response.status_code}")
    return [f"{address}: {fault}" for fault in found]


@pytest.fixture
def _something_to_see() -> None:
    a_unit(slug=SAMPLES["slug"], enterprise=an_enterprise())


@pytest.mark.usefixtures("_something_to_see")
def test_answers_when_anybody_asks_then_are_safe(client: Client) -> None:
    addresses = list(public_addresses())
    assert len(addresses) > 10
    assert [fault for one in addresses for fault in faults(one, client.get(one), private=False)] == []


@pytest.mark.usefixtures("_something_to_see")
@pytest.mark.parametrize("post", [Post.SECRETARY, Post.AUDITOR])
def test_answers_when_made_for_someone_signed_in_then_are_never_kept(post: Post) -> None:
    client = signed_in(someone_with(post))
    addresses = [*public_addresses(), "/week/", "/password/"]
    # Signing out ends what the others need.
    addresses = [one for one in addresses if "sign-out" not in one]
    assert [fault for one in addresses for fault in faults(one, client.get(one), private=True)] == []


def test_answer_when_it_is_unsafe_then_every_fault_is_found() -> None:
    bad = HttpResponse("<html><p style='color: red'>", status=500)
    bad.headers[wire.CACHE_TAGS] = "all"
    bad.set_cookie("a", "b")
    assert faults("/x/", bad, private=True) == [
        "/x/: its content policy is not strict",
        "/x/: types may be guessed",
        "/x/: it talks to other origins",
        "/x/: a private answer may be kept for everybody",
        "/x/: a private answer may be stored",
        "/x/: it does not say its language",
        "/x/: something in it is inline",
        "/x/: it is a 500",
    ]


def test_keeping_when_the_request_or_the_answer_carries_a_session_then_is_refused() -> None:
    from sixianghui.ui.public import keep

    def kept(cookie: bool, sets: bool) -> bool:
        request = HttpRequest()
        if cookie:
            request.COOKIES[wire.SESSION_COOKIE] = "x"
        response = HttpResponse("ok")
        if sets:
            response.set_cookie("a", "b")
        return wire.CACHE_TAGS in keep(request, response, "home").headers

    assert [kept(False, False), kept(True, False), kept(False, True), kept(True, True)] == [
        True,
        False,
        False,
        False,
    ]
