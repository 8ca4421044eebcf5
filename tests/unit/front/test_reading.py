"""Pure pieces: what is asked, what may be kept, what is passed on."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sixianghui.common import wire
from sixianghui.front.config import networks, within
from sixianghui.front.encodings import TASTES, encode, taste_of
from sixianghui.front.entry import etag_matches
from sixianghui.front.glance import NOBODY, Glance
from sixianghui.front.headers import client_address, to_app
from sixianghui.front.keeping import Permission, permission, shareable
from sixianghui.front.ranges import wanted_range
from sixianghui.front.request import RefusedError, read_head
from sixianghui.front.static import cache_control


@pytest.mark.parametrize(
    ("value", "order"),
    [
        (b"", "identity"),
        (b"gzip, deflate, br, zstd", "br gzip identity"),
        (b"gzip;q=1.0, br;q=0.9", "gzip br identity"),
        (b"br;q=0, gzip", "gzip identity"),
        (b"*", "br gzip identity"),
        (b"*;q=0", "identity"),
        (b"gzip;q=0, *;q=0.1", "br identity"),
        (b"identity;q=1, br;q=0.5, gzip;q=0.5", "identity"),
        (b"GZIP ; Q=0.5", "gzip identity"),
        (b"br;q=x", "identity"),
        (b",,;q=1,", "identity"),
        (b"\xff\xfe", "identity"),
    ],
)
def test_accept_encoding_when_weighed_then_order_is(value: bytes, order: str) -> None:
    assert " ".join(TASTES[taste_of(value)]) == order


@given(st.binary(max_size=60))
def test_accept_encoding_when_anything_at_all_then_a_taste(value: bytes) -> None:
    assert 0 <= taste_of(value) < len(TASTES)


def test_encode_when_it_does_not_pay_then_only_identity() -> None:
    assert [sorted(encode(body)) for body in (b"", b"x" * 511, b"x" * 512)] == [
        ["identity"],
        ["identity"],
        ["br", "gzip", "identity"],
    ]


ALLOWED = {wire.CACHE_TAGS.lower().encode(): b"all news"}


@pytest.mark.parametrize(
    ("status", "extra", "expected"),
    [
        (200, {}, Permission(frozenset({"all", "news"}), 60)),
        (200, {b"x-sixianghui-cache-seconds": b"5"}, Permission(frozenset({"all", "news"}), 5)),
        (200, {b"vary": b"Accept-Encoding"}, Permission(frozenset({"all", "news"}), 60)),
        (200, {b"cache-control": b"public, max-age=5"}, Permission(frozenset({"all", "news"}), 60)),
        (200, {b"vary": b"*"}, None),
        (200, {b"vary": b"accept-encoding, cookie"}, None),
        (200, {b"set-cookie": b""}, None),
        (200, {b"cache-control": b'Private="x"'}, None),
        (200, {b"content-encoding": b"gzip"}, None),
        (200, {b"x-sixianghui-cache-seconds": b"-1"}, None),
        (200, {b"x-sixianghui-cache-seconds": b"soon"}, None),
        (206, {}, None),
        (304, {}, None),
        (500, {}, None),
    ],
)
def test_permission_when_app_says_so_then_is(
    status: int, extra: dict[bytes, bytes], expected: Permission | None
) -> None:
    assert permission(status, {**ALLOWED, **extra}) == expected
    assert permission(status, extra) is None


HEADERS = st.sampled_from(
    [
        "Host: a.test",
        "Host: A.test:80",
        "Cookie: a=b",
        "Cookie: sxh_session=x",
        "cookie:sxh_session=x",
        "Authorization: Basic x",
        "Accept-Encoding: gzip",
        "Accept-Encoding: br;q=0",
        "If-None-Match: *",
        "Range: bytes=0-",
        "Content-Length: 0",
        "Content-Length: 3",
        "Transfer-Encoding: chunked",
        "Connection: close",
        "Connection: keep-alive",
        "Upgrade: h2c",
        "Expect: 100-continue",
        "X-Forwarded-Proto: https",
        "Referer: http://x/",
        "X: \tsxh_session",
        " folded: x",
        "Bad name: x",
    ]
)
SESSION = wire.SESSION_COOKIE.encode()


@given(
    st.sampled_from(
        ["GET /x HTTP/1.1", "GET /x HTTP/1.0", "POST /x HTTP/1.1", "GET http://b/x HTTP/1.1", "GET /x"]
    ),
    st.lists(HEADERS, max_size=6),
    st.sampled_from(["", "GET / HTTP/1.1\r\nHost: a\r\n\r\n", "abc"]),
)
def test_glance_when_it_sees_a_reader_then_reading_properly_agrees(
    first: str, lines: list[str], rest: str
) -> None:
    """The hit path may know less than the strict reader, but never something else."""
    data = "\r\n".join([first, *lines, "", rest]).encode()
    if not rest:
        data = "\r\n".join([first, *lines, "", ""]).encode()
    cut = data.index(b"\r\n")
    glance = Glance(SESSION, b"http", trusted=False)
    for _ in range(3):
        reader = glance.readers.get(data[cut:]) or glance.read(data, data[cut:])
        if reader is None or not first.startswith("GET /x HTTP/1.1"):
            continue  # no key has such a line: the strict reader decides
        request = read_head(data, 0)
        assert (request.method, request.has_body, request.dying) == (b"GET", False, False)
        assert not request.fields.keys() & {b"if-none-match", b"range", b"expect"}
        assert request.keep_alive
        assert reader[1] == request.taste
        expected = b"http://a.test " if shareable(request, SESSION) else NOBODY
        assert reader[0] == expected


@pytest.mark.parametrize("host", [b"here.test", b"HERE.test:80", b"here.test."])
def test_host_when_written_in_any_way_then_app_hears_one(host: bytes) -> None:
    request = read_head(b"GET /x HTTP/1.1\r\nHost: " + host + b"\r\n\r\n", 0)
    assert b"\r\nHost: here.test\r\n" in to_app(request, "1", trusted=False, whole=True)


@given(st.binary(max_size=300))
def test_head_when_any_bytes_come_then_a_request_or_a_refusal(noise: bytes) -> None:
    for data in (
        noise + b"\r\n\r\n",
        b"GET /" + noise + b"\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: a\r\n" + noise + b"\r\n\r\n",
    ):
        head = data[: data.index(b"\r\n\r\n") + 4]
        try:
            request = read_head(head, 100)
        except RefusedError as refusal:
            assert refusal.status in {400, 413, 501}
        else:
            assert request.target.startswith(b"/") or request.target == b"*"


@pytest.mark.parametrize(
    ("peer", "chain", "expected"),
    [
        ("8.8.8.8", "1.2.3.4", "8.8.8.8"),
        ("10.0.0.1", "1.2.3.4", "1.2.3.4"),
        ("10.0.0.1", "6.6.6.6, 1.2.3.4, 10.0.0.2", "1.2.3.4"),
        ("10.0.0.1", "", "10.0.0.1"),
        ("10.0.0.1", "10.0.0.3, 10.0.0.2", "10.0.0.3"),
        ("10.0.0.1", "1.2.3.4, unknown", "10.0.0.1"),
        ("10.0.0.1", "[2001:db8::1]:443", "2001:db8::1"),
        ("10.0.0.1", "2001:db8::1", "2001:db8::1"),
        ("::ffff:10.0.0.1", "1.2.3.4", "1.2.3.4"),
    ],
)
def test_client_address_when_proxies_are_named_then_is(peer: str, chain: str, expected: str) -> None:
    assert client_address(peer, chain.encode(), networks("10.0.0.0/8")) == expected
    assert client_address(peer, chain.encode(), ()) == peer


def test_within_when_it_is_no_address_then_is_in_nothing() -> None:
    assert [within(one, networks("0.0.0.0/0", "::/0")) for one in ("", "x", "1.2.3", "::1")] == [
        False
    ] * 3 + [True]


def test_etag_when_compared_weakly_then_matches() -> None:
    offered = [b'"a"', b'W/"a"', b'"b", "a"', b"*", b'"b"', b"", b"a"]
    assert [etag_matches(one, b'"a"') for one in offered] == [True, True, True, True, False, False, False]


@given(st.binary(max_size=30), st.integers(0, 1000))
def test_range_when_anything_is_asked_then_lies_within_the_file(asked: bytes, size: int) -> None:
    for value in (asked, b"bytes=" + asked):
        try:
            piece = wanted_range({b"range": value}, size, b'"x"', 0)
        except LookupError:
            continue
        assert piece is None or 0 <= piece[0] < piece[1] <= size


@pytest.mark.parametrize(
    ("name", "for_ever"),
    [
        ("main-B2x9_kQ1.css", True),
        ("chunks/a.b-DiwrgTda.js", True),
        ("x.0123456789ab.png", True),
        ("date-picker.css", False),
        ("base-calendar.css", False),
        ("photo-20180605.jpg", False),
        ("app.css", False),
        ("font-awesome.woff2", False),
    ],
)
def test_static_name_when_built_with_a_hash_then_lasts(name: str, for_ever: bool) -> None:
    assert (b"immutable" in cache_control(name)) is for_ever
