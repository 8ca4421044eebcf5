"""Answers that name a file are kept like pages: `app` is asked once, the file is sent to everybody with its ranges."""

from __future__ import annotations

import random
import threading

import pytest

from sixianghui.common import wire
from sixianghui.front.public import purge
from tests.adapters.front.harness import Environ, House, View

PIECE = random.Random(7).randbytes(300_000)
SIGNED_IN = {"Cookie": f"{wire.SESSION_COOKIE}=abc"}


def naming(path: str, *, tags: str | None = "s", seconds: int = 600) -> View:
    kept = {} if tags is None else {wire.CACHE_TAGS: f"all {tags}", wire.CACHE_SECONDS: str(seconds)}
    headers = {"Content-Type": "video/mp4", "Cache-Control": "public, max-age=60", wire.FILE: path, **kept}
    return lambda _environ: (200, headers, b"")


@pytest.fixture(scope="module")
def pieces(site: House) -> House:
    (site.folder / "files" / "piece.m4s").write_bytes(PIECE)
    return site


def piece(site: House) -> str:
    return str(site.folder / "files" / "piece.m4s")


def test_file_when_asked_often_then_app_is_asked_once_and_ranges_hold(pieces: House) -> None:
    pieces.app.views["/streams/a/1.m4s"] = naming(piece(pieces))
    whole = [pieces.front.ask("/streams/a/1.m4s") for _ in range(3)]
    part = pieces.front.ask("/streams/a/1.m4s", headers={"Range": "bytes=100-199"})
    known = pieces.front.ask("/streams/a/1.m4s", headers={"If-None-Match": whole[0]["ETag"]})
    head = pieces.front.ask("/streams/a/1.m4s", "HEAD")
    assert [one.body == PIECE for one in whole] == [True] * 3
    assert (part.status, part.body, part["Content-Range"]) == (206, PIECE[100:200], "bytes 100-199/300000")
    assert (known.status, head.status, head["Content-Length"]) == (304, 200, "300000")
    assert pieces.app.count("/streams/a/1.m4s") == 1
    assert not [name for name in whole[0].headers if name.startswith(wire.PREFIX.lower())]


def test_file_when_on_one_connection_after_a_page_then_both_are_right(pieces: House) -> None:
    pieces.app.views["/streams/a/2.m4s"] = naming(piece(pieces))
    pieces.app.views["/streams/a/list"] = lambda _environ: (200, {wire.CACHE_TAGS: "all s"}, b"list")
    with pieces.front.client() as client:
        for _ in range(3):
            assert client.ask("/streams/a/list").body == b"list"
            assert client.ask("/streams/a/2.m4s").body == PIECE


def test_file_when_purged_then_app_is_asked_again(pieces: House) -> None:
    pieces.app.views["/streams/a/3.m4s"] = naming(piece(pieces), tags="withdrawn-3")
    assert pieces.front.ask("/streams/a/3.m4s").status == 200
    pieces.app.views["/streams/a/3.m4s"] = lambda _environ: (404, {}, b"gone")
    assert pieces.front.ask("/streams/a/3.m4s").status == 200  # the control: kept until it is taken back
    assert purge([pieces.control], ["withdrawn-3"]).complete
    assert pieces.front.ask("/streams/a/3.m4s").status == 404


def test_file_when_not_to_be_kept_then_app_is_asked_each_time(pieces: House) -> None:
    pieces.app.views["/streams/a/4.m4s"] = naming(piece(pieces), tags=None)
    for _ in range(2):
        assert pieces.front.ask("/streams/a/4.m4s").body == PIECE
    assert pieces.app.count("/streams/a/4.m4s") == 2


def test_stream_when_signed_in_then_the_kept_answer_is_theirs_too(pieces: House) -> None:
    asked: list[str | None] = []

    def view(environ: Environ) -> tuple[int, dict[str, str], bytes]:
        asked.append(environ.get("HTTP_COOKIE"))
        return 200, {wire.CACHE_TAGS: "all s", wire.CACHE_SECONDS: "600"}, b"everybody"

    pieces.app.views["/streams/b/live"] = view
    pieces.app.views["/page-b"] = view
    bodies = [pieces.front.ask("/streams/b/live", headers=SIGNED_IN).body for _ in range(3)]
    assert (bodies, asked) == ([b"everybody"] * 3, [None])
    # The control: on a page somebody who is signed in is somebody.
    pieces.front.ask("/page-b", headers=SIGNED_IN)
    assert asked == [None, SIGNED_IN["Cookie"]]


def test_stream_when_not_for_everybody_then_each_is_asked_for_with_their_session(pieces: House) -> None:
    def view(environ: Environ) -> tuple[int, dict[str, str], bytes]:
        mine = environ.get("HTTP_COOKIE") == SIGNED_IN["Cookie"]
        return (200, {"Cache-Control": "private, no-store"}, b"mine") if mine else (404, {}, b"nothing")

    pieces.app.views["/streams/c/live"] = view
    found: list[tuple[int, bytes]] = []

    def ask(headers: dict[str, str]) -> None:
        answer = pieces.front.ask("/streams/c/live", headers=headers)
        found.append((answer.status, answer.body))

    for _ in range(2):
        threads = [threading.Thread(target=ask, args=(one,)) for one in ({}, SIGNED_IN) * 4]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert sorted(found) == [(200, b"mine")] * 8 + [(404, b"nothing")] * 8
