"""The page cache, seen through a socket."""

from __future__ import annotations

import gzip
import hashlib
import threading

import brotli
import pytest

from sixianghui.common import wire
from sixianghui.front.public import purge
from tests.adapters.front.harness import House, page, wait_for

TEXT = "思享汇的一段文字。".encode() * 200


def test_page_when_asked_twice_then_app_is_asked_once(site: House) -> None:
    site.app.views["/twice"] = page(TEXT)
    first, second = site.front.ask("/twice"), site.front.ask("/twice")
    assert (first.body, second.body, site.app.count("/twice")) == (TEXT, TEXT, 1)
    assert first.headers == second.headers


def test_page_when_kept_then_says_so_to_browsers_and_nothing_of_the_house(site: House) -> None:
    site.app.views["/said"] = page(TEXT, Server="secret", X_Sixianghui_Cache_Seconds="600")
    answer = site.front.ask("/said")
    assert answer["Cache-Control"] == "public, max-age=0, must-revalidate"
    assert answer["Vary"] == "Accept-Encoding"
    assert sorted(answer.headers) == [
        "cache-control",
        "content-length",
        "content-type",
        "date",
        "etag",
        "vary",
    ]


def test_page_when_app_tells_browsers_how_long_then_that_stands(site: House) -> None:
    site.app.views["/told"] = page(TEXT, Cache_Control="public, max-age=5")
    site.front.ask("/told")
    assert site.front.ask("/told")["Cache-Control"] == "public, max-age=5"


@pytest.mark.parametrize(
    ("accepted", "encoding"),
    [
        ("gzip, deflate, br", "br"),
        ("gzip", "gzip"),
        ("gzip;q=0", None),
        ("br;q=0.5, gzip;q=0.9", "gzip"),
        ("*", "br"),
        ("*;q=0", None),
        ("br;q=0, *", "gzip"),
        ("identity, gzip;q=0.5", None),
        ("", None),
    ],
)
def test_page_when_encodings_are_weighed_then_the_best_is_sent(
    site: House, accepted: str, encoding: str | None
) -> None:
    site.app.views["/weighed"] = page(TEXT)
    for _ in range(2):
        answer = site.front.ask("/weighed", headers={"Accept-Encoding": accepted})
        unpack = {None: bytes, "gzip": gzip.decompress, "br": brotli.decompress}[encoding]
        assert (answer.get("Content-Encoding"), unpack(answer.body)) == (encoding, TEXT)
        assert answer["ETag"] == f'"{hashlib.sha256(answer.body).hexdigest()[:32]}"'


def test_page_when_already_there_then_304_for_that_encoding_only(site: House) -> None:
    site.app.views["/known"] = page(TEXT)
    etag = site.front.ask("/known", headers={"Accept-Encoding": "br"})["ETag"]
    known = {"If-None-Match": f'"other", W/{etag}'}
    same = site.front.ask("/known", headers={"Accept-Encoding": "br", **known})
    other = site.front.ask("/known", headers={"Accept-Encoding": "gzip", **known})
    assert (same.status, same["ETag"], same.get("Content-Length"), other.status) == (304, etag, None, 200)


def test_page_when_head_is_asked_then_the_same_headers_without_body(site: House) -> None:
    site.app.views["/head"] = page(TEXT)
    full, head = site.front.ask("/head"), site.front.ask("/head", "HEAD")
    assert (head.headers, head.body, site.app.count("/head")) == (full.headers, b"", 1)


def test_page_when_hosts_or_queries_differ_then_they_are_different_pages(site: House) -> None:
    site.app.views["/key"] = lambda environ: (
        200,
        {"X-Sixianghui-Cache": "all"},
        f"{environ['HTTP_HOST']} {environ['QUERY_STRING']}".encode(),
    )
    asked = [("a.test", ""), ("b.test", ""), ("a.test", "?x=1"), ("A.TEST:80", ""), ("a.test.", "")]
    bodies = [site.front.ask("/key" + query, headers={"Host": host}).body for host, query in asked]
    assert bodies == [b"a.test ", b"b.test ", b"a.test x=1", b"a.test ", b"a.test "]


def test_page_when_a_session_or_authorization_comes_then_app_answers(site: House) -> None:
    site.app.views["/mine"] = page(TEXT)
    site.front.ask("/mine")
    for headers in ({"Cookie": f"a=b; {wire.SESSION_COOKIE}=x"}, {"Authorization": "Basic eDp5"}):
        before = site.app.count("/mine")
        with site.front.client() as client:
            for _ in range(2):
                client.ask("/mine", headers=headers)
        assert site.app.count("/mine") == before + 2


def test_page_when_other_cookies_come_then_the_cache_answers(site: House) -> None:
    site.app.views["/cookies"] = page(TEXT)
    for number in range(3):
        site.front.ask("/cookies", headers={"Cookie": f"font={number}"})
    assert site.app.count("/cookies") == 1


@pytest.mark.parametrize(
    ("name", "headers"),
    [
        ("no tags", {}),
        ("set-cookie", {"X-Sixianghui-Cache": "all", "Set-Cookie": "a=b"}),
        ("vary cookie", {"X-Sixianghui-Cache": "all", "Vary": "Accept-Encoding, Cookie"}),
        ("vary language", {"X-Sixianghui-Cache": "all", "Vary": "Accept-Language"}),
        ("private", {"X-Sixianghui-Cache": "all", "Cache-Control": "private"}),
        ("no-store", {"X-Sixianghui-Cache": "all", "Cache-Control": "max-age=3, No-Store"}),
        ("zero seconds", {"X-Sixianghui-Cache": "all", "X-Sixianghui-Cache-Seconds": "0"}),
    ],
)
def test_page_when_it_may_not_be_kept_then_app_is_asked_each_time(
    site: House, name: str, headers: dict[str, str]
) -> None:
    path = "/not-kept/" + name.replace(" ", "-")
    site.app.views[path] = lambda environ: (200, headers, TEXT)
    assert [site.front.ask(path).body for _ in range(3)] == [TEXT] * 3
    assert site.app.count(path) == 3


@pytest.mark.parametrize(("status", "asked"), [(301, 1), (302, 1), (404, 1), (410, 1), (403, 2), (500, 2)])
def test_page_when_status_differs_then_only_lasting_ones_are_kept(
    site: House, status: int, asked: int
) -> None:
    path = f"/status/{status}"
    site.app.views[path] = lambda environ: (status, {"X-Sixianghui-Cache": "all", "Location": "/x"}, b"")
    answers = [site.front.ask(path) for _ in range(2)]
    assert [(one.status, one["Location"]) for one in answers] == [(status, "/x")] * 2
    assert site.app.count(path) == asked


def test_page_when_many_ask_at_once_then_app_is_asked_once(site: House) -> None:
    gate = threading.Event()

    def slow(environ: object) -> object:
        gate.wait(10)
        return 200, {"X-Sixianghui-Cache": "all"}, TEXT

    site.app.views["/crowd"] = slow  # type: ignore[assignment]
    clients = [site.front.client() for _ in range(30)]
    for client in clients:
        client.send(b"GET /crowd HTTP/1.1\r\nHost: example.test\r\n\r\n")
    wait_for(lambda: site.front.figure("in_flight") == 31)
    gate.set()
    assert [client.answer().body for client in clients] == [TEXT] * 30
    assert site.app.count("/crowd") == 1
    for client in clients:
        client.socket.close()


def test_page_when_the_crowd_may_not_share_then_each_gets_its_own(site: House) -> None:
    gate = threading.Event()

    def slow(environ: object) -> object:
        gate.wait(10)
        return 200, {"Set-Cookie": f"visit={id(environ)}"}, TEXT

    site.app.views["/own"] = slow  # type: ignore[assignment]
    clients = [site.front.client() for _ in range(10)]
    for client in clients:
        client.send(b"GET /own HTTP/1.1\r\nHost: example.test\r\n\r\n")
    wait_for(lambda: site.front.figure("in_flight") == 11)
    gate.set()
    assert len({client.answer()["Set-Cookie"] for client in clients}) > 1
    assert site.app.count("/own") == 10
    for client in clients:
        client.socket.close()


def test_page_when_too_large_to_keep_then_is_passed_on_whole(site: House) -> None:
    large = b"x" * (5 * 1024 * 1024)
    for path, body in (("/large/known", large), ("/large/unknown", [large[:3_000_000], large[3_000_000:]])):
        site.app.views[path] = lambda environ, body=body: (200, {"X-Sixianghui-Cache": "all"}, body)
        assert [len(site.front.ask(path).body) for _ in range(2)] == [len(large)] * 2
        assert site.app.count(path) == 2


def test_purge_when_a_tag_is_named_then_only_its_pages_are_fetched_again(site: House) -> None:
    site.app.views["/news/1"] = page(TEXT, "all news n1")
    site.app.views["/news/2"] = page(TEXT, "all news n2")
    counts = []
    for tags in ([], ["n1"], ["news"], [wire.EVERYTHING], ["unheard-of"]):
        assert purge([site.control], tags).acknowledged == (site.control,)
        site.front.ask("/news/1")
        site.front.ask("/news/2")
        counts.append((site.app.count("/news/1"), site.app.count("/news/2")))
    assert counts == [(1, 1), (2, 1), (3, 2), (4, 3), (4, 3)]


def test_headers_when_remembered_then_later_requests_differ_only_where_they_must(site: House) -> None:
    """The hit path compares raw bytes: one letter more, and the strict reader decides again."""
    site.app.views["/raw"] = page(TEXT)
    site.app.views["/raw2"] = page(b"second")
    block = b" HTTP/1.1\r\nHost: example.test\r\nUser-Agent: x\r\n"
    with site.front.client() as client:
        for _ in range(3):
            client.send(b"GET /raw" + block + b"\r\n")
            assert client.answer().body == TEXT
        client.send(b"GET /raw2" + block + b"\r\n")
        assert client.answer().body == b"second"
        client.send(b"HEAD /raw" + block + b"\r\n")
        assert client.answer(head_only=True)["Content-Length"] == str(len(TEXT))
        client.send(b"GET /raw" + block + f"Cookie: {wire.SESSION_COOKIE}=1\r\n\r\n".encode())
        assert client.answer().body == TEXT
        assert site.app.count("/raw") == 2
        client.send(b"GET /raw HTTP/1.0\r\nHost: example.test\r\nUser-Agent: x\r\n\r\n")
        assert client.answer()["Connection"] == "close"
        assert client.closed()
