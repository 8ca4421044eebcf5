"""Asking a provider something over HTTP: at its own addresses only, followed nowhere, and not for long."""

from __future__ import annotations

import contextlib
import functools
import json
import ssl
import threading
import time
from collections.abc import Collection, Iterator
from http.cookiejar import CookieJar, DefaultCookiePolicy
from typing import Any

import certifi
import httpx

#: Seconds for one step of the network, for the whole answer, and in the queue; octets of the longest answer.
STEP, WHOLE, WAIT = 4.0, 6.0, 2.0
LONGEST = 256 * 1024
_AT_ONCE = threading.BoundedSemaphore(2)


class ProviderProblem(Exception):
    """A provider did not carry a sign-in through. The text is for the log: a code or a kind, never a secret."""


class Down(ProviderProblem):
    """It cannot be reached, or what it says makes no sense."""


class NotAccepted(ProviderProblem):
    """It answered, and does not vouch for anybody."""


def origin_of(url: str) -> str:
    """Scheme, host and port of an address; empty for one that carries a name or password, or is none."""
    try:
        parsed = httpx.URL(url)
    except (httpx.InvalidURL, TypeError):
        return ""
    if parsed.scheme not in {"http", "https"} or not parsed.host or parsed.userinfo:
        return ""
    port = parsed.port or {"http": 80, "https": 443}[parsed.scheme]
    return f"{parsed.scheme}://{parsed.host}:{port}"


@functools.cache
def _client() -> httpx.Client:
    """One client for all: it follows no redirect, keeps no cookie, and reads no proxy or password of the machine's."""
    trusted = ssl.create_default_context()
    trusted.load_verify_locations(certifi.where())
    none = CookieJar(DefaultCookiePolicy(allowed_domains=()))
    return httpx.Client(verify=trusted, timeout=STEP, follow_redirects=False, trust_env=False, cookies=none)


def ask(method: str, url: str, *, at: Collection[str], **what: Any) -> dict[str, Any]:
    """The JSON object that a provider answers.

    Raises `Down` when the address is not one of the origins `at`, when nothing sensible comes, or too late, or a
    redirect; `NotAccepted` when the provider refuses.
    """
    if origin_of(url) not in at:
        raise Down("an address that is not the provider's")
    try:
        with _few(), _client().stream(method, url, **what) as answer:
            body = _read(answer)
        found = json.loads(body)
    except (httpx.HTTPError, httpx.InvalidURL, ValueError, RecursionError) as error:
        # Its text may hold the whole address, and that the app's secret.
        raise Down(type(error).__name__) from None
    if answer.status_code >= 500 or not isinstance(found, dict):
        raise Down(f"status {answer.status_code}")
    if answer.status_code >= 400:
        raise NotAccepted(f"status {answer.status_code}, {code_of(found)}")
    return found


@contextlib.contextmanager
def _few() -> Iterator[None]:
    """Two at a time: a provider that does not answer must not hold all the threads that serve pages."""
    if not _AT_ONCE.acquire(timeout=WAIT):
        raise Down("too many are waiting for providers")
    try:
        yield
    finally:
        _AT_ONCE.release()


def _read(answer: httpx.Response) -> bytes:
    """All of an answer, unless it leads elsewhere, is too long or takes too long."""
    if 300 <= answer.status_code < 400:
        raise Down("a redirect")
    ends, body = time.monotonic() + WHOLE, b""
    for piece in answer.iter_bytes():
        body += piece
        if len(body) > LONGEST or time.monotonic() > ends:
            raise Down("an answer without end")
    return body


def code_of(answer: dict[str, Any]) -> str:
    """The code of an error as the provider names it."""
    found = answer.get("errcode") or answer.get("error") or answer.get("code") or "no code"
    return "".join(letter for letter in str(found)[:60] if letter.isalnum() or letter in " ._-")
