"""App dies, is away, is full, is slow."""

from __future__ import annotations

import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.adapters.front.harness import House, page, wait_for

NewHouse = Callable[..., House]
HOST = b"Host: example.test\r\n"

#: `/once` hangs the first time in the life of the folder and answers the second time.
_MORTAL = """
import sys, time, pathlib
from waitress import serve
folder = pathlib.Path(sys.argv[1])
def app(environ, start_response):
    size = int(environ.get("CONTENT_LENGTH") or 0)
    environ["wsgi.input"].read(size)
    if environ["PATH_INFO"] == "/once":
        with (folder / "calls").open("a") as calls:
            calls.write(environ["REQUEST_METHOD"] + " ")
        if len((folder / "calls").read_text().split()) == 1:
            time.sleep(60)
    if environ["PATH_INFO"] == "/half":
        start_response("200 OK", [("Content-Length", "1000000")])
        def body():
            yield b"x" * 100_000
            (folder / "half").touch()
            time.sleep(60)
        return body()
    start_response("200 OK", [("Content-Type", "text/plain")])
    return [b"answered"]
serve(app, unix_socket=str(folder / "app.sock"), threads=4)
"""


class Mortal:
    """An app in a process that can be killed."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.start()

    def start(self) -> None:
        (self.folder / "app.sock").unlink(missing_ok=True)
        self.process = subprocess.Popen([sys.executable, "-c", _MORTAL, str(self.folder)])

    def kill(self) -> None:
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()

    def calls(self) -> list[str]:
        path = self.folder / "calls"
        return path.read_text().split() if path.exists() else []


@pytest.fixture
def mortal(new_house: NewHouse, tmp_path: Path) -> Iterator[tuple[House, Mortal]]:
    site = new_house(app_running=False)
    app = Mortal(tmp_path)
    assert site.front.ask("/").body == b"answered"
    yield site, app
    app.kill()


@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_app_when_killed_under_a_read_then_it_is_asked_once_more(
    mortal: tuple[House, Mortal], method: str
) -> None:
    site, app = mortal
    with site.front.client() as client:
        client.send(method.encode() + b" /once HTTP/1.1\r\n" + HOST + b"Cookie: sxh_session=1\r\n\r\n")
        wait_for(app.calls)
        app.kill()
        app.start()
        assert client.answer(head_only=method == "HEAD").status == 200
    assert app.calls() == [method, method]


def test_app_when_killed_under_a_write_then_502_and_never_twice(mortal: tuple[House, Mortal]) -> None:
    site, app = mortal
    with site.front.client() as client:
        client.send(b"POST /once HTTP/1.1\r\n" + HOST + b"Content-Length: 3\r\n\r\nabc")
        wait_for(app.calls)
        app.kill()
        app.start()
        assert client.answer().status == 502
        assert client.ask("/").body == b"answered"
    assert app.calls() == ["POST"]


def test_app_when_killed_within_an_answer_then_the_connection_breaks_without_an_error_page(
    mortal: tuple[House, Mortal],
) -> None:
    site, app = mortal
    with site.front.client() as client:
        client.send(b"GET /half HTTP/1.1\r\n" + HOST + b"\r\n")
        wait_for((app.folder / "half").exists)
        app.kill()
        got = b""
        try:
            while data := client.socket.recv(1 << 20):
                got += data
        except ConnectionResetError:
            pass
        assert (got.count(b"HTTP/1.1"), b"html" in got) == (1, False)


def test_app_when_it_was_killed_between_two_writes_then_the_second_is_not_lost(
    mortal: tuple[House, Mortal],
) -> None:
    """Idle links to a dead app must cost no write its answer."""
    site, app = mortal
    for _ in range(5):
        assert site.front.ask("/", "POST", body=b"x").status == 200
        app.kill()
        app.start()
        assert site.front.ask("/", "POST", body=b"x").status == 200


def test_app_when_it_is_not_there_yet_then_requests_wait_for_it(new_house: NewHouse) -> None:
    site = new_house(app_running=False)
    site.app.views["/page"] = page(b"kept")
    clients = [site.front.client() for _ in range(12)]
    for number, client in enumerate(clients):
        path = b"/page" if number % 2 else b"/other"
        client.send((b"POST " if number % 3 == 0 else b"GET ") + path + b" HTTP/1.1\r\n" + HOST + b"\r\n")
    wait_for(lambda: site.front.figure("app_queued"))
    site.app.start()
    statuses = [client.answer().status for client in clients]
    assert statuses == [200 if number % 2 else 404 for number in range(12)]
    for client in clients:
        client.socket.close()


def test_app_when_it_never_comes_then_503_with_a_time_to_come_back(new_house: NewHouse) -> None:
    site = new_house(app_running=False, app_wait=0.2)
    site.app.views["/page"] = page(b"kept")
    for method in ("GET", "POST"):
        answer = site.front.ask("/page", method)
        assert (answer.status, answer["Retry-After"]) == (503, "3")
    assert [site.front.ask(path).status for path in ("/healthz", "/readyz")] == [200, 503]
    site.app.start()
    wait_for(lambda: site.front.ask("/page").status == 200)
    assert site.front.ask("/readyz").status == 200


def test_app_when_one_of_two_is_gone_then_the_other_answers(new_house: NewHouse, tmp_path: Path) -> None:
    site = new_house(app_sockets=(tmp_path / "gone.sock", tmp_path / "app.sock"))
    site.app.views["/x"] = lambda environ: (200, {}, b"answered")
    assert [site.front.ask("/x", "POST").status for _ in range(20)] == [200] * 20


def test_app_when_one_of_two_hangs_then_monitors_hear_what_the_other_says(
    new_house: NewHouse, tmp_path: Path
) -> None:
    with socket.socket(socket.AF_UNIX) as mute:
        mute.bind(str(tmp_path / "mute.sock"))
        mute.listen()
        site = new_house(app_sockets=(tmp_path / "mute.sock", tmp_path / "app.sock"))
        assert site.front.ask("/servingz").status == 200
        site.app.views["/readyz"] = lambda environ: (503, {"Content-Type": "text/plain"}, b"why not\n")
        answer = site.front.ask("/readyz")
        assert (answer.status, answer.body) == (503, b"why not\n")


def test_app_when_all_threads_are_busy_then_the_rest_queues_in_order_and_no_more(new_house: NewHouse) -> None:
    site = new_house(app_connections=2, queue_length=5)
    gate = threading.Event()
    site.app.views["/slow"] = lambda environ: (gate.wait(20) and 200, {}, environ["QUERY_STRING"].encode())
    clients = []
    for number in range(7):
        client = site.front.client()
        client.send(b"POST /slow?%d HTTP/1.1\r\n" % number + HOST + b"\r\n")
        clients.append(client)
        wait_for(lambda number=number: site.front.figure("in_flight") == number + 2)
    wait_for(lambda: site.app.running == 2)
    answer = site.front.ask("/slow", "POST")
    assert (answer.status, answer["Retry-After"]) == (503, "3")
    gate.set()
    assert [client.answer().body for client in clients] == [b"%d" % number for number in range(7)]
    assert site.app.most_running == 2
    for client in clients:
        client.socket.close()


def test_app_when_those_in_the_queue_leave_then_it_is_not_asked_for_them(new_house: NewHouse) -> None:
    site = new_house(app_connections=1)
    gate = threading.Event()
    site.app.views["/slow"] = lambda environ: (gate.wait(20) and 200, {}, b"")
    with site.front.client() as first:
        first.send(b"POST /slow HTTP/1.1\r\n" + HOST + b"\r\n")
        wait_for(lambda: site.app.running)
        for _ in range(5):
            client = site.front.client()
            client.send(b"POST /left HTTP/1.1\r\n" + HOST + b"\r\n")
            wait_for(lambda: site.front.figure("app_queued"))
            client.socket.close()
            wait_for(lambda: not site.front.figure("app_queued"))
        gate.set()
        assert first.answer().status == 200
    assert (site.front.ask("/after", "POST").status, site.app.count("/left")) == (404, 0)


def test_app_when_it_thinks_too_long_then_504_and_the_front_goes_on(new_house: NewHouse) -> None:
    site = new_house(answer_timeout=0.3)
    gate = threading.Event()
    site.app.views["/slow"] = lambda environ: (gate.wait(20) and 200, {"X-Sixianghui-Cache": "all"}, b"")
    assert [site.front.ask("/slow", method).status for method in ("GET", "POST")] == [504, 504]
    gate.set()
    wait_for(lambda: site.front.ask("/other").status == 404)  # a busy machine may think too long, too


def test_app_when_it_speaks_nonsense_then_502(new_house: NewHouse, tmp_path: Path) -> None:
    with socket.socket(socket.AF_UNIX) as babbler:
        babbler.bind(str(tmp_path / "app.sock"))
        babbler.listen()

        def babble() -> None:
            for _ in range(3):
                link, _ = babbler.accept()
                link.recv(65536)
                link.sendall(b"BLAH BLAH\r\n\r\n")
                link.close()

        thread = threading.Thread(target=babble)
        thread.start()
        site = new_house(app_running=False)
        assert [site.front.ask("/", method).status for method in ("GET", "POST")] == [502, 502]
        thread.join()
    (tmp_path / "app.sock").unlink()
