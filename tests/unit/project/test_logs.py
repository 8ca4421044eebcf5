"""The log: one line for each thing, with its request, and nothing of anybody's."""

from __future__ import annotations

import io
import json
import logging
import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from sixianghui.project import logs

PHONE, NAME, TOKEN = "13812345678", "张canary", "sxh-canary-token"
LOG = logging.getLogger("tests.logs")


@pytest.fixture(params=["text", "json"])
def written(request: pytest.FixtureRequest) -> Iterator[io.StringIO]:
    """What the log of an installation would hold."""
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(logs.Text() if request.param == "text" else logs.Json())
    handler.addFilter(logs.NoTokens())
    root = logging.getLogger()
    root.addHandler(handler)
    yield stream
    root.removeHandler(handler)


def test_line_when_it_holds_somebodys_data_then_does_not_say_it(written: io.StringIO) -> None:
    LOG.warning("no letter to %s at %s, told %s", "张三", PHONE, "zhang@example.cn")
    LOG.warning("Not Found: /review/%s/", TOKEN)
    try:
        try:
            raise KeyError(NAME)
        except KeyError as error:
            raise ValueError(f"Key (phone)=({PHONE}) exists for {NAME}") from error
    except ValueError:
        LOG.exception("it broke")
    text = written.getvalue()
    assert [
        word for word in ("张", PHONE, "zhang@", TOKEN, "canary") if word in text.replace("test_logs", "")
    ] == []
    assert all(
        word in text for word in ("no letter to", "it broke", "ValueError", "KeyError", "test_logs.py")
    )


def test_line_when_it_holds_newlines_and_colours_then_cannot_forge_another(written: io.StringIO) -> None:
    LOG.warning("bad host %s", "x\n2026-01-01 ERROR root forged\r\x1b[31mred\u2028end")
    text = written.getvalue()
    assert text.count("\n") == 1
    assert "\x1b" not in text
    assert "\u2028" not in text


def test_line_when_in_a_request_then_says_which(written: io.StringIO) -> None:
    token = logs.request_id.set("abc-1")
    LOG.warning("in it")
    logs.request_id.reset(token)
    LOG.warning("outside")
    first, second = written.getvalue().splitlines()
    assert "abc-1" in first
    assert "abc-1" not in second
    if first.startswith("{"):
        assert json.loads(first)["request"] == "abc-1"
        assert set(json.loads(second)) == {"time", "level", "logger", "message", "process"}


def test_request_when_its_name_is_no_name_then_has_none() -> None:
    assert [logs.named(text) for text in ("abc-1", "a\nb", "", "x" * 65)] == ["abc-1", "", "", ""]


@pytest.mark.django_db
def test_requests_when_refused_or_missing_then_leave_nothing_of_what_was_sent(written: io.StringIO) -> None:
    client = Client(raise_request_exception=False)
    client.get(f"/{NAME}/{PHONE}/?q={TOKEN}")
    client.post("/sign-in/", {"login": NAME, "password": TOKEN}, headers={"cookie": f"sxh_session={TOKEN}"})
    client.get("/", headers={"host": f"{TOKEN}.example\n{PHONE}"})
    text = written.getvalue()
    assert "Not Found" in text
    assert [word for word in (PHONE, NAME, "password") if word in text] == []


def addresses(resolver: URLResolver, before: str = "/") -> Iterator[str]:
    """Every address of the site, as it is written in the URL conf."""
    for one in resolver.url_patterns:
        if isinstance(one, URLPattern):
            yield f"{before}{one.pattern}"
        else:
            yield from addresses(one, f"{before}{one.pattern}")


def test_address_when_a_secret_opens_it_then_the_secret_is_not_in_the_log(written: io.StringIO) -> None:
    secret = [one for one in addresses(get_resolver()) if re.search(r"<(?:\w+:)?token>", one)]
    known = ("/review/", "/links/", "/messages/stop/", "/activities/feeds/")
    # The control: the walk finds those that everybody knows of.
    assert [word for word in known if not any(word in one for one in secret)] == []
    for one in secret:
        path = re.sub(r"<(?:\w+:)?token>", TOKEN, one)
        LOG.warning("Not Found: %s", re.sub(r"<[^>]+>", "x", path))
        LOG.warning("Broken: /en%s?page=2", re.sub(r"<[^>]+>", "x", path))
    assert written.getvalue().count("/…") == 2 * len(secret)
    assert TOKEN not in written.getvalue()


def test_control_when_the_usual_formatter_writes_then_the_data_is_there() -> None:
    """The control: what the same line says without all this."""
    stream = io.StringIO()
    handler: Any = logging.StreamHandler(stream)
    LOG.addHandler(handler)
    LOG.warning("no letter to %s", PHONE)
    LOG.removeHandler(handler)
    assert PHONE in stream.getvalue()
