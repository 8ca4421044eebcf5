"""When nginx holds a front for fallen: with the files of `deploy/`, before servers of a few lines that answer as told."""

from __future__ import annotations

import contextlib
import http.server
import threading
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from tests.factories.nginx import free_port, nginx, program
from tests.faults.operations.test_nodes import changes, over_tls

ADDRESSES = {
    "nginx/sixianghui-m.conf": ("127.0.0.1:8000", "127.0.0.1:8001"),
    "nginx/sixianghui-l.conf": ("10.0.0.11:8000", "10.0.0.12:8000"),
}
COUNTS_503 = {
    "proxy_next_upstream error timeout;": "proxy_next_upstream error timeout http_503;",
    " max_fails=0;": ";",
}
ASKS_NOBODY_ELSE = {"proxy_next_upstream error timeout http_404;": "proxy_next_upstream error timeout;"}
MONITORS = ("/readyz", "/readyz", "/units/")
STYLES = ("/static/dist/assets/new-B2x9_kQ1.css",) * 4

pytestmark = pytest.mark.skipif(not program(), reason="no nginx on this machine")


class NotReady(http.server.BaseHTTPRequestHandler):
    """Serves pages, and says that the site is not ready: so it is while a backup is too old."""

    def do_GET(self) -> None:
        self.send_response(503 if self.path == "/readyz" else 200)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_told: object) -> None:
        """Say nothing."""


class NotYetNew(NotReady):
    """Has no styles of the next version: so it is on a machine whose turn to be upgraded has not come."""

    def do_GET(self) -> None:
        self.send_response(404 if self.path.startswith("/static/") else 200)
        self.send_header("Content-Length", "0")
        self.end_headers()


@contextlib.contextmanager
def two_fronts(*kinds: type[NotReady]) -> Iterator[tuple[int, int]]:
    with contextlib.ExitStack() as stack:
        ports = []
        for kind in kinds or (NotReady, NotReady):
            server = stack.enter_context(http.server.ThreadingHTTPServer(("127.0.0.1", 0), kind))
            threading.Thread(target=server.serve_forever, daemon=True).start()
            stack.callback(server.shutdown)
            ports.append(server.server_port)
        yield ports[0], ports[1]


def statuses(
    folder: Path, name: str, ports: tuple[int, int], more: dict[str, str], paths: Sequence[str] = MONITORS
) -> list[int]:
    """What nginx answers, one path after the other; by default two monitors, and a reader a moment later."""
    tls = free_port()
    told = changes(folder, ports, tls=tls, plain=free_port(), addresses=ADDRESSES[name])
    with nginx(folder, name, told | more):
        return [over_tls(tls, path)[0] for path in paths]


@pytest.mark.parametrize("name", sorted(ADDRESSES))
def test_nginx_when_fronts_say_that_they_are_not_ready_then_pages_are_still_asked_of_them(
    name: str, tmp_path: Path
) -> None:
    with two_fronts() as ports:
        assert statuses(tmp_path, name, ports, {}) == [503, 503, 200]


def test_nginx_when_it_counts_a_503_as_a_fall_then_everybody_gets_502(tmp_path: Path) -> None:
    """The control: what the files must not say."""
    with two_fronts() as ports:
        assert statuses(tmp_path, "nginx/sixianghui-m.conf", ports, COUNTS_503) == [503, 502, 502]


@pytest.mark.parametrize("name", sorted(ADDRESSES))
def test_nginx_when_a_front_cannot_be_reached_then_the_other_is_asked(name: str, tmp_path: Path) -> None:
    with two_fronts() as (one, _two):
        for ports in ((free_port(), one), (one, free_port())):
            folder = tmp_path / str(ports[0])
            folder.mkdir()
            assert statuses(folder, name, ports, {}) == [503, 503, 200]


def test_nginx_when_a_machine_has_no_styles_of_the_next_version_yet_then_the_other_is_asked(
    tmp_path: Path,
) -> None:
    with two_fronts(NotYetNew, NotReady) as ports:
        assert statuses(tmp_path, "nginx/sixianghui-l.conf", ports, {}, STYLES) == [200] * 4


def test_nginx_when_nobody_has_a_file_then_it_says_so_and_pages_are_still_asked_of_both(
    tmp_path: Path,
) -> None:
    with two_fronts(NotYetNew, NotYetNew) as ports:
        found = statuses(tmp_path, "nginx/sixianghui-l.conf", ports, {}, (*STYLES, "/units/", "/units/"))
        assert found == [404, 404, 404, 404, 200, 200]


def test_nginx_when_it_does_not_ask_the_other_then_styles_are_missing_while_machines_differ(
    tmp_path: Path,
) -> None:
    """The control."""
    with two_fronts(NotYetNew, NotReady) as ports:
        found = statuses(tmp_path, "nginx/sixianghui-l.conf", ports, ASKS_NOBODY_ELSE, STYLES)
        assert set(found) == {200, 404}
