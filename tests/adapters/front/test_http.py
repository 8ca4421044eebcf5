"""How the front speaks HTTP, with polite clients and with others."""

from __future__ import annotations

import socket
import threading
import time
from pathlib import Path
from typing import Any

import pytest

from sixianghui.front.public import networks
from tests.adapters.front.harness import Client, House, house, page, wait_for

HOST = b"Host: example.test\r\n"


@pytest.fixture(scope="module")
def echo(site: House) -> House:
    def view(environ: dict[str, object]) -> tuple[int, dict[str, str], bytes]:
        names = sorted(key for key in environ if key.startswith("HTTP_"))
        return 200, {"X-Names": " ".join(names)}, bytes(environ["test.body"])  # type: ignore[call-overload]

    site.app.views["/echo"] = view
    site.app.views["/page"] = page(b"kept")
    return site


def refused(site: House, data: bytes) -> int:
    """The status of the answer to these bytes, after which the connection must end."""
    with site.front.client() as client:
        client.send(data)
        answer = client.answer()
        assert (answer["Connection"], client.closed()) == ("close", True)
        return answer.status


@pytest.mark.parametrize(
    ("name", "data", "status"),
    [
        ("garbage", b"\x16\x03\x01\x02\x00\x01", 400),
        ("garbage line", b"HELLO\r\n\r\n", 400),
        ("unknown method", b"BREW / HTTP/1.1\r\n" + HOST + b"\r\n", 400),
        ("method not ours", b"PROPFIND / HTTP/1.1\r\n" + HOST + b"\r\n", 501),
        ("connect", b"CONNECT example.test:443 HTTP/1.1\r\n" + HOST + b"\r\n", 501),
        ("http 2 preface", b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", 400),
        ("http 0.9", b"GET /\r\n\r\n", 400),
        ("no host", b"GET / HTTP/1.1\r\n\r\n", 400),
        ("two hosts", b"GET / HTTP/1.1\r\n" + HOST + HOST + b"\r\n", 400),
        ("odd host", b"GET / HTTP/1.1\r\nHost: a/b\r\n\r\n", 400),
        ("empty host", b"GET / HTTP/1.1\r\nHost:\r\n\r\n", 400),
        ("obs-fold", b"GET / HTTP/1.1\r\n" + HOST + b"A: b\r\n c\r\n\r\n", 400),
        ("bare line feed", b"GET / HTTP/1.1\r\n" + HOST + b"A: b\nC: d\r\n\r\n", 400),
        ("zero byte", b"GET / HTTP/1.1\r\n" + HOST + b"A: b\0\r\n\r\n", 400),
        ("space in name", b"GET / HTTP/1.1\r\n" + HOST + b"A : b\r\n\r\n", 400),
        ("raw byte in target", b"GET /\xff HTTP/1.1\r\n" + HOST + b"\r\n", 400),
        ("fragment", b"GET /#x HTTP/1.1\r\n" + HOST + b"\r\n", 400),
        (
            "length and chunked",
            b"POST / HTTP/1.1\r\n"
            + HOST
            + b"Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
            400,
        ),
        (
            "two lengths",
            b"POST / HTTP/1.1\r\n" + HOST + b"Content-Length: 1\r\nContent-Length: 2\r\n\r\nab",
            400,
        ),
        ("negative length", b"POST / HTTP/1.1\r\n" + HOST + b"Content-Length: -1\r\n\r\n", 400),
        ("other coding", b"POST / HTTP/1.1\r\n" + HOST + b"Transfer-Encoding: gzip, chunked\r\n\r\n", 400),
        ("broken chunk", b"POST / HTTP/1.1\r\n" + HOST + b"Transfer-Encoding: chunked\r\n\r\nzz\r\n", 400),
        (
            "endless trailer",
            b"POST / HTTP/1.1\r\n" + HOST + b"Transfer-Encoding: chunked\r\n\r\n0\r\nA: " + b"x" * 40_000,
            431,
        ),
        (
            "endless chunk extension",
            b"POST / HTTP/1.1\r\n" + HOST + b"Transfer-Encoding: chunked\r\n\r\n5;" + b"x" * 40_000,
            431,
        ),
        ("body too large", b"POST / HTTP/1.1\r\n" + HOST + b"Content-Length: 999999999999\r\n\r\n", 413),
        ("head too large", b"GET / HTTP/1.1\r\n" + HOST + b"A: " + b"x" * 70_000 + b"\r\n\r\n", 431),
        ("head without end", b"GET / HTTP/1.1\r\n" + HOST + b"A: " + b"x" * 40_000, 431),
    ],
)
def test_request_when_malformed_then_is_refused_and_the_connection_ends(
    echo: House, name: str, data: bytes, status: int
) -> None:
    assert refused(echo, data) == status
    assert echo.front.ask("/healthz").status == 200


def test_header_when_just_below_the_limit_then_is_taken(echo: House) -> None:
    head = b"GET /echo HTTP/1.1\r\n" + HOST + b"A: "
    with echo.front.client() as client:
        client.send(head + b"x" * (32 * 1024 - len(head) - 4) + b"\r\n\r\n")
        assert client.answer().status == 200


def test_pipeline_when_a_kept_page_follows_a_slow_one_then_order_holds(echo: House) -> None:
    gate = threading.Event()
    echo.app.views["/gated"] = lambda environ: (gate.wait(10) and 200, {}, b"slow")
    echo.front.ask("/page")
    with echo.front.client() as client:
        paths = (b"/page", b"/gated", b"/page", b"/echo", b"/page")
        client.send(b"".join(b"GET " + path + b" HTTP/1.1\r\n" + HOST + b"\r\n" for path in paths))
        first = client.answer().body
        wait_for(lambda: echo.app.count("/gated"))
        gate.set()
        assert [first] + [client.answer().body for _ in range(4)] == [b"kept", b"slow", b"kept", b"", b"kept"]


def test_pipeline_when_bodies_and_chunks_mix_then_each_request_gets_its_own(echo: House) -> None:
    with echo.front.client() as client:
        client.send(
            b"POST /echo HTTP/1.1\r\n" + HOST + b"Content-Length: 5\r\n\r\nhello"
            b"POST /echo HTTP/1.1\r\n" + HOST + b"Transfer-Encoding: chunked\r\n\r\n"
            b"6\r\nGET / \r\n7;a=b\r\nHTTP\r\n\r\r\n0\r\nTrailer: x\r\n\r\n"
            b"GET /page HTTP/1.1\r\n" + HOST + b"\r\n"
        )
        assert [client.answer().body for _ in range(3)] == [b"hello", b"GET / HTTP\r\n\r", b"kept"]


def test_request_when_it_comes_byte_by_byte_then_is_understood(echo: House) -> None:
    with echo.front.client() as client:
        for byte in (
            b"POST /echo HTTP/1.1\r\n" + HOST + b"Transfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n"
        ):
            client.send(bytes([byte]))
        assert client.answer().body == b"abc"


def test_body_when_it_is_all_line_ends_then_arrives_whole_and_the_next_request_is_its_own(
    echo: House,
) -> None:
    ends = b"\n" * 700_000 + b"0\r\n\r\n"
    with echo.front.client() as client:
        client.send(b"POST /echo HTTP/1.1\r\n" + HOST + b"Transfer-Encoding: chunked\r\n\r\n")
        client.send(b"%x\r\n%b\r\n0\r\n\r\nGET /page HTTP/1.1\r\n" % (len(ends), ends) + HOST + b"\r\n")
        assert (client.answer().body == ends, client.answer().body) == (True, b"kept")


def test_body_when_chunked_then_app_gets_its_length(echo: House) -> None:
    with echo.front.client() as client:
        client.send(
            b"POST /echo HTTP/1.1\r\n" + HOST + b"Transfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n"
        )
        assert client.answer().body == b"abc"
    assert (echo.app.seen[-1]["CONTENT_LENGTH"], "HTTP_TRANSFER_ENCODING" in echo.app.seen[-1]) == (
        "3",
        False,
    )


def test_trailer_when_it_names_headers_then_app_does_not_see_them(echo: House) -> None:
    with echo.front.client() as client:
        client.send(b"POST /echo HTTP/1.1\r\n" + HOST + b"Transfer-Encoding: chunked\r\n\r\n")
        client.send(b"3\r\nabc\r\n0\r\nCookie: sxh_session=1\r\nX-Late: 1\r\n\r\n")
        answer = client.answer()
    assert (answer.body, {"HTTP_COOKIE", "HTTP_X_LATE"} & set(answer["X-Names"].split())) == (b"abc", set())


def test_body_when_a_get_has_one_then_app_gets_it(echo: House) -> None:
    assert echo.front.ask("/echo", headers={}, body=b"query").body == b"query"
    echo.front.ask("/page")
    before = echo.app.count("/page")
    echo.front.ask("/page", body=b"x")
    assert echo.app.count("/page") == before + 1


def test_expect_when_the_client_waits_then_is_told_to_go_on(echo: House) -> None:
    with echo.front.client() as client:
        client.send(b"POST /echo HTTP/1.1\r\n" + HOST + b"Content-Length: 3\r\nExpect: 100-continue\r\n\r\n")
        assert client.answer().status == 100
        client.send(b"abc")
        assert client.answer().body == b"abc"


def test_upgrade_when_asked_for_then_is_answered_normally_and_closed(echo: House) -> None:
    offer = b"Connection: Upgrade\r\nUpgrade: h2c\r\n"
    with echo.front.client() as client:
        client.send(b"GET /page HTTP/1.1\r\n" + HOST + offer + b"\r\n")
        assert client.answer().body == b"kept"
        assert client.closed()
    with echo.front.client() as client:
        client.send(b"POST /echo HTTP/1.1\r\n" + HOST + offer + b"Content-Length: 3\r\n\r\nabc")
        assert client.answer().body == b"abc"
        assert client.closed()


def test_http_1_0_when_nothing_is_said_then_closes_and_on_wish_stays(echo: House) -> None:
    echo.app.views["/stream"] = lambda environ: (200, {}, [b"a", b"b"])
    for path, body in ((b"/page", b"kept"), (b"/stream", b"ab"), (b"/echo", b"")):
        with echo.front.client() as client:
            client.send(
                b"GET " + path + b" HTTP/1.0\r\n\r\n"
                if path != b"/page"
                else b"GET /page HTTP/1.0\r\n" + HOST + b"\r\n"
            )
            answer = client.answer()
            assert (answer.body, answer.get("Transfer-Encoding"), client.closed()) == (body, None, True)
    with echo.front.client() as client:
        for _ in range(2):
            client.send(b"GET /page HTTP/1.0\r\n" + HOST + b"Connection: keep-alive\r\n\r\n")
            answer = client.answer()
            assert (answer.body, answer["Connection"]) == (b"kept", "keep-alive")


def test_connection_when_the_client_wants_it_closed_then_is(echo: House) -> None:
    for path in ("/page", "/echo", "/healthz", "/static/none.css"):
        with echo.front.client() as client:
            assert (client.ask(path, headers={"Connection": "close"})["Connection"], client.closed()) == (
                "close",
                True,
            )


def test_half_close_when_the_client_has_said_all_then_still_gets_its_answer(echo: House) -> None:
    gate = threading.Event()
    echo.app.views["/half"] = lambda environ: (gate.wait(10) and 200, {}, b"whole")
    with echo.front.client() as client:
        client.send(b"GET /half HTTP/1.1\r\n" + HOST + b"\r\n")
        wait_for(lambda: echo.app.count("/half"))
        client.socket.shutdown(socket.SHUT_WR)
        gate.set()
        assert (client.answer().body, client.closed()) == (b"whole", True)


@pytest.mark.parametrize(
    "target",
    [
        "//",
        "//evil.example/x",
        "/%00",
        "/%ff%fe",
        "/a/../../b",
        "/?",
        "/?a=%",
        "/;x",
        "/*",
        "/a//b",
        "/%2e%2e/",
    ],
)
def test_target_when_odd_then_app_decides_and_nothing_breaks(echo: House, target: str) -> None:
    with echo.front.client() as client:
        client.send(b"GET " + target.encode("latin-1") + b" HTTP/1.1\r\n" + HOST + b"\r\n")
        assert client.answer().status in (404, 400)
        client.send(b"GET /page HTTP/1.1\r\n" + HOST + b"\r\n")
        assert client.answer().status == 200


def test_target_when_absolute_then_its_host_counts(echo: House) -> None:
    echo.app.views["/where"] = lambda environ: (200, {}, environ["HTTP_HOST"].encode())
    with echo.front.client() as client:
        client.send(b"GET http://other.test:8080/where?x HTTP/1.1\r\n" + HOST + b"\r\n")
        assert client.answer().body == b"other.test:8080"
        client.send(b"GET http://other.test HTTP/1.1\r\n" + HOST + b"\r\n")
        assert client.answer().status == 404
        client.send(b"OPTIONS * HTTP/1.1\r\n" + HOST + b"\r\n")
        assert client.answer().status == 204


def test_headers_when_they_could_deceive_app_then_do_not_arrive(echo: House) -> None:
    answer = echo.front.ask(
        "/echo",
        headers={
            "X_Forwarded_For": "1.2.3.4",
            "X-Forwarded-For": "1.2.3.4",
            "X-Forwarded-Proto": "https",
            "Forwarded": "for=1.2.3.4",
            "X-Real-IP": "1.2.3.4",
            "X-Sixianghui-Client": "1.2.3.4",
            "X-Sixianghui-Anything": "1",
            "X-Request-Id": "mine",
            "Connection": "X-Hop",
            "X-Hop": "1",
            "TE": "trailers",
            "X-Kept": "1",
        },
    )
    ours = {"HTTP_X_SIXIANGHUI_CLIENT", "HTTP_X_SIXIANGHUI_SCHEME", "HTTP_X_REQUEST_ID"}
    assert set(answer["X-Names"].split()) == {"HTTP_HOST", "HTTP_X_KEPT", *ours}
    environ = echo.app.seen[-1]
    assert (environ["HTTP_X_SIXIANGHUI_CLIENT"], environ["HTTP_X_SIXIANGHUI_SCHEME"]) == ("127.0.0.1", "http")
    assert (len(environ["HTTP_X_REQUEST_ID"]), environ["HTTP_X_REQUEST_ID"] == "mine") == (16, False)


def test_answer_when_app_names_itself_then_the_client_does_not_see_it(echo: House) -> None:
    echo.app.views["/named"] = lambda environ: (
        200,
        {"Server": "x", "X-Sixianghui-Other": "y", "X-Own": "z"},
        b"",
    )
    answer = echo.front.ask("/named")
    assert sorted(answer.headers) == ["content-length", "date", "x-own"]


def test_head_when_app_answers_then_has_no_body_and_the_connection_goes_on(echo: House) -> None:
    echo.app.views["/sized"] = lambda environ: (200, {}, b"12345")
    with echo.front.client() as client:
        answers = [
            client.ask("/sized", method, {"Cookie": "sxh_session=1"}) for method in ("HEAD", "GET", "HEAD")
        ]
    assert [(one["Content-Length"], one.body) for one in answers] == [("5", b""), ("5", b"12345"), ("5", b"")]


def test_silence_when_it_lasts_then_408_and_the_end(tmp_path: Path) -> None:
    with house(tmp_path, header_timeout=0.3, body_timeout=0.3, keepalive_timeout=0.3) as site:
        site.app.views["/page"] = page(b"kept")
        starts = {
            "nothing": b"",
            "half a head": b"GET / HTTP/1.1\r\nHost: a",
            "half a body": b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nab",
        }
        for start in starts.values():
            with site.front.client() as client:
                client.send(start)
                assert (client.answer().status, client.closed()) == (408, True)
        with site.front.client() as drip:
            drip.socket.settimeout(0.02)
            with pytest.raises((TimeoutError, ConnectionError)):
                trickle(drip)
        with site.front.client() as client:
            assert client.ask("/page").body == b"kept"
            assert client.closed()


def trickle(client: Client) -> None:
    """One letter at a time until the other side has had enough."""
    until = time.monotonic() + 20
    client.send(b"GET / HTTP/1.1\r\nA: ")
    while time.monotonic() < until:
        try:
            if client.socket.recv(4096):
                raise ConnectionError("answered")
        except TimeoutError:
            client.send(b"x")
    raise AssertionError("a trickle was never cut")


def test_client_address_when_a_trusted_proxy_says_then_is_believed(tmp_path: Path) -> None:
    with house(tmp_path, trusted_proxies=networks("127.0.0.0/8", "10.0.0.0/8")) as site:
        site.app.views["/who"] = lambda environ: (
            200,
            {},
            f"{environ['HTTP_X_SIXIANGHUI_CLIENT']} {environ['HTTP_X_SIXIANGHUI_SCHEME']}".encode(),
        )
        chains = ["1.2.3.4", "6.6.6.6, 1.2.3.4", "1.2.3.4, 10.0.0.9", "nonsense", "1.2.3.4:555", ""]
        told = [
            site.front.ask(
                "/who", headers={"X-Forwarded-For": chain, "X-Forwarded-Proto": "https"}
            ).body.decode()
            for chain in chains
        ]
        assert told == ["1.2.3.4 https"] * 3 + ["127.0.0.1 https", "1.2.3.4 https", "127.0.0.1 https"]
        site.app.views["/scheme"] = lambda environ: (
            200,
            {"X-Sixianghui-Cache": "all"},
            environ["HTTP_X_SIXIANGHUI_SCHEME"].encode(),
        )
        schemes = ["https", "http", "https", "ftp"]
        assert [
            site.front.ask("/scheme", headers={"X-Forwarded-Proto": one}).body.decode() for one in schemes
        ] == ["https", "http", "https", "http"]
        assert site.front.ask("/metrics", headers={"X-Forwarded-For": "1.2.3.4"}).status == 404


def test_own_pages_when_asked_then_tell_and_are_safe(site: House) -> None:
    assert [site.front.ask(path).status for path in ("/healthz", "/readyz", "/metrics")] == [200, 200, 200]
    assert site.front.ask("/healthz", "POST").status == 405
    answer = site.front.ask("/healthz", "HEAD")
    assert (answer["X-Content-Type-Options"], answer["Referrer-Policy"]) == ("nosniff", "same-origin")
    assert answer["Content-Security-Policy"].startswith(
        "default-src 'none'; style-src 'self'; img-src 'self'"
    )


def test_answers_of_app_when_they_take_a_while_then_monitors_are_told_how_long(site: House) -> None:
    def slow(_environ: dict[str, Any]) -> tuple[int, dict[str, str], bytes]:
        time.sleep(0.3)
        return 200, {}, b"late"

    names = ("app_seconds_count", 'app_seconds_bucket{le="0.25"}', 'app_seconds_bucket{le="10.0"}')
    site.app.views["/slow"] = slow
    before = [site.front.figure(name) for name in names]
    site.front.ask("/slow")
    after = [site.front.figure(name) for name in names]
    assert [more - less for less, more in zip(before, after, strict=True)] == [1, 0, 1]


def test_error_page_when_the_operator_has_one_then_is_shown(tmp_path: Path) -> None:
    pages = tmp_path / "errors"
    pages.mkdir()
    (pages / "400.html").write_text("我们的错误页")
    with house(tmp_path, error_pages=pages) as site:
        with site.front.client() as client:
            client.send(b"nonsense\r\n\r\n")
            assert client.answer().body.decode() == "我们的错误页"
        with site.front.client() as client:
            client.send(b"GET / HTTP/1.1\r\nA: " + b"x" * 40_000)
            assert "The request header is too large." in client.answer().body.decode()


def test_connections_when_there_are_too_many_then_the_next_is_told(tmp_path: Path) -> None:
    with house(tmp_path, max_connections=3) as site:
        clients = [site.front.client() for _ in range(3)]
        for client in clients:
            assert client.ask("/healthz").status == 200
        with site.front.client() as late:
            assert (late.answer().status, late.closed()) == (503, True)
        for client in clients:
            client.socket.close()
