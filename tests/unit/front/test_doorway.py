"""Whoever is let in after a quick look would be let in after a proper one, as the same and to the same."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from sixianghui.front.doorway import Doorway
from sixianghui.front.permits import Wish, asked, from_elsewhere, key_of
from sixianghui.front.request import RefusedError, read_head

COOKIE = b"sxh_session"


def quickly(data: bytes) -> tuple[bytes, Wish] | None:
    return Doorway(COOKIE, b"http", trusted=False).look(data)


def properly(data: bytes) -> tuple[bytes, Wish] | None:
    """The site and what is asked for, if this is an anonymous question for a stream that is not from elsewhere."""
    try:
        request = read_head(data, 1000)
        wish = asked(request)
    except (RefusedError, ValueError):
        return None
    if wish is None or request.method != b"GET" or request.has_body or request.path != b"/events/":
        return None
    request.scheme = b"http"
    if from_elsewhere(request.fields, request.scheme, request.host):
        return None
    site, _, cookies = key_of(request, wish.topics, COOKIE)
    return None if cookies else (site, wish)


def question(*lines: str, target: str = "/events/?topic=a:1", host: str = "Host: here.test") -> bytes:
    return "\r\n".join([f"GET {target} HTTP/1.1", host, *lines, "", ""]).encode("latin-1")


@pytest.mark.parametrize(
    "data",
    [
        question(),
        question("User-Agent: one", "Accept: text/event-stream", "Cookie: theme=dark", "Last-Event-ID: 12"),
        question("Origin: http://HERE.test", "Sec-Fetch-Site: same-origin"),
        question(target="/events/?topic=b:2&topic=a:1&cursor=7&watch=" + "w" * 22),
        question(target="/events/?topic=a%3A1"),
        question(host="HOST:\there.test:80 "),
    ],
)
def test_crowd_when_it_asks_as_pages_do_then_a_quick_look_is_enough(data: bytes) -> None:
    found = quickly(data)
    assert found is not None
    assert found == properly(data)


@pytest.mark.parametrize(
    "data",
    [
        question("Cookie: SXH_SESSION=abc"),
        question("Cookie: theme=dark; sxh_session=abcdefghijklmnop"),
        question("Origin: http://elsewhere.test"),
        question("Origin: null"),
        question("Sec-Fetch-Site: cross-site"),
        question("Host: elsewhere.test"),
        question("Last-Event-ID: twelve"),
        question("Authorization: Basic abc"),
        question("Content-Length: 3"),
        question("Transfer-Encoding: chunked"),
        question("Upgrade: websocket", "Connection: Upgrade"),
        question(" folded: no"),
        question("X: " + "y" * 5000),
        question(target="/events/?topic=a:1&watch=short"),
        question(target="/events/?topic=nothing"),
        question(target="/events/?topic=a:1 x"),
        question(target="/events/?" + "&".join(f"topic=a:{number}" for number in range(9))),
        question(host="X-No: host"),
        question() + question(),
        question()[:-2],
        question().replace(b"GET", b"HEAD"),
        question().replace(b"HTTP/1.1", b"HTTP/1.0"),
    ],
)
def test_question_when_it_is_out_of_the_ordinary_then_is_left_to_be_read_properly(data: bytes) -> None:
    assert quickly(data) is None


NAMES = (
    "Host",
    "Origin",
    "Cookie",
    "Sec-Fetch-Site",
    "Last-Event-ID",
    "Connection",
    "X-Forwarded-Proto",
    "Expect",
)
VALUES = st.one_of(
    st.sampled_from([
        "here.test", "elsewhere.test", "http://here.test", "https://here.test", "sxh_session=a", "theme=1", "none",
        "same-origin", "cross-site", "12", "-1", "1" * 30, "close", "keep-alive", "https", "",
    ]),
    st.text(st.characters(min_codepoint=32, max_codepoint=255), max_size=12),
)  # fmt: skip
TARGETS = st.one_of(
    st.sampled_from(
        ["topic=a:1", "topic=a:1&topic=b:2", "topic=a:1&cursor=5", "topic=a:1&watch=" + "w" * 16]
    ),
    st.text("topic=a:1&%3A+wathcur #?", max_size=30),
)


@given(st.lists(st.tuples(st.sampled_from(NAMES), VALUES), max_size=6), TARGETS)
@example([("Last-Event-ID", "1"), ("Last-Event-ID", "2")], "topic=a:1")
def test_look_when_it_lets_in_then_reading_properly_would_have_done_the_same(
    lines: list[tuple[str, str]], query: str
) -> None:
    data = question(*(f"{name}: {value}" for name, value in lines), target=f"/events/?{query}")
    found = quickly(data)
    assert found is None or found == properly(data)
