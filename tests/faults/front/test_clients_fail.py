"""Clients that stall, flood, leave; and the front's own end."""

from __future__ import annotations

import contextlib
import socket
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.adapters.front.harness import Answer, Client, House, house, open_descriptors, page, wait_for

NewHouse = Callable[..., House]
HOST = b"Host: example.test\r\n"
MIB = 1024 * 1024


def thin(site: House) -> Client:
    """A client whose receive window is small: it "does not read"."""
    link = socket.socket()
    link.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    link.settimeout(20)
    link.connect(("127.0.0.1", site.front.port))
    client = Client.__new__(Client)
    client.socket, client._buffer = link, b""
    return client


def test_uploads_when_six_stall_then_a_seventh_request_is_answered(new_house: NewHouse) -> None:
    site = new_house(app_connections=4)
    stalled = [site.front.client() for _ in range(6)]
    for client in stalled:
        client.send(b"POST /up HTTP/1.1\r\n" + HOST + b"Content-Length: 1000000\r\n\r\n" + b"x" * 300_000)
    wait_for(lambda: site.front.figure("in_flight") == 7)
    assert (site.front.ask("/x", "POST").status, site.app.count("/up")) == (404, 0)
    for client in stalled:
        client.socket.close()


def stall_downloads(site: House, length_known: bool) -> list[Client]:
    """Six clients ask for 30 MB each and read nothing."""
    headers = {"Content-Length": str(30 * MIB)} if length_known else {}
    site.app.views["/down"] = lambda environ: (200, headers, iter([b"x" * MIB] * 30))
    stalled = [thin(site) for _ in range(6)]
    for client in stalled:
        client.send(b"GET /down HTTP/1.1\r\n" + HOST + b"Cookie: sxh_session=1\r\n\r\n")
    return stalled


@pytest.mark.parametrize("length_known", [True, False])
def test_downloads_when_six_stall_then_a_seventh_request_is_answered(
    new_house: NewHouse, length_known: bool
) -> None:
    site = new_house(app_connections=4)
    stalled = stall_downloads(site, length_known)
    wait_for(lambda: site.front.figure('requests_total{kind="app",status="200"}') == 6)
    wait_for(lambda: site.front.figure("app_busy") == 0)
    assert site.front.ask("/x", "POST").status == 404
    assert len(stalled[3].answer().body) == 30 * MIB
    for client in stalled:
        client.socket.close()


def test_control_when_little_may_wait_on_disk_then_stalled_downloads_hold_every_thread(
    new_house: NewHouse,
) -> None:
    site = new_house(app_connections=4, max_answer_spool_bytes=MIB)
    stalled = stall_downloads(site, length_known=True)
    wait_for(lambda: site.front.figure('requests_total{kind="app",status="200"}') == 4)
    assert (site.front.figure("app_busy"), site.front.figure("app_queued")) == (4, 2)
    for client in stalled:
        client.socket.close()
    wait_for(lambda: site.front.figure("app_busy") == 0)


def test_client_when_it_takes_nothing_then_is_cut_and_frees_all(new_house: NewHouse) -> None:
    site = new_house(write_stall_timeout=0.3, keepalive_timeout=0.5)
    (site.folder / "files" / "film").write_bytes(b"x" * (20 * MIB))
    site.app.views["/film"] = lambda environ: (200, {"X-Sixianghui-File": f"{site.folder}/files/film"}, b"")
    site.app.views["/down"] = lambda environ: (200, {}, b"x" * (20 * MIB))
    site.app.views["/kept"] = page(b"x" * (3 * MIB))
    site.front.ask("/kept")
    before = open_descriptors(site.front.running.pid)
    stalled = [thin(site) for _ in range(9)]
    for number, client in enumerate(stalled):
        client.send(b"GET " + (b"/film", b"/down", b"/kept")[number % 3] + b" HTTP/1.1\r\n" + HOST + b"\r\n")
    wait_for(lambda: site.front.figure("connections") == 10)
    wait_for(lambda: site.front.figure("connections") == 1)
    wait_for(lambda: open_descriptors(site.front.running.pid) <= before + 4)


def piece_of(client: Client, most: int) -> int:
    """How many bytes a client read at once; fails when it was cut, where there will never be any more."""
    piece = client.socket.recv(most)
    assert piece, "it was cut"
    return len(piece)


def test_client_when_slow_but_steady_then_is_not_cut(new_house: NewHouse) -> None:
    site = new_house(write_stall_timeout=2.0)
    (site.folder / "files" / "film").write_bytes(b"y" * MIB)
    site.app.views["/film"] = lambda environ: (200, {"X-Sixianghui-File": f"{site.folder}/files/film"}, b"")
    site.app.views["/down"] = lambda environ: (200, {}, b"y" * MIB)
    for path in (b"/film", b"/down"):
        client = thin(site)
        client.send(b"GET " + path + b" HTTP/1.1\r\n" + HOST + b"\r\n")
        got = 0
        pause = threading.Event()
        while got < 60_000:  # twenty reads and more, which take longer than what one may be still
            got += piece_of(client, 3000)
            pause.wait(0.12)
        client._buffer = b""
        while got < MIB:
            got += piece_of(client, MIB)
        client.socket.close()


def test_pipelines_when_never_read_then_memory_stays(new_house: NewHouse) -> None:
    """60 clients offer 2,000 requests each and read nothing. Control: what unbounded buffering would hold."""
    site = new_house(cache_bytes=64 * MIB)
    site.app.views["/kept"] = page(b"x" * 30_000)
    site.app.views["/app"] = lambda environ: (200, {}, b"x" * 30_000)
    site.front.ask("/kept")
    before = site.front.memory
    offered = taken = 0
    clients = []
    for number in range(60):
        path = b"/kept" if number % 2 else b"/app"
        flood = (b"GET " + path + b" HTTP/1.1\r\n" + HOST + b"A: " + b"x" * 500 + b"\r\n\r\n") * 2000
        client = thin(site)
        client.socket.settimeout(0.05)
        offered += len(flood)
        while flood:
            try:
                sent = client.socket.send(flood)
            except TimeoutError:
                break
            taken += sent
            flood = flood[sent:]
        clients.append(client)
    assert site.front.ask("/kept").status == 200
    grown = site.front.memory - before
    print(f"offered {offered / MIB:.0f} MB, taken {taken / MIB:.0f} MB, memory +{grown / MIB:.1f} MB")
    assert grown < 60 * MIB < 60 * 2000 * 30_000
    for client in clients:
        client.socket.close()


def test_pipeline_when_read_at_last_then_every_answer_is_there_in_order(new_house: NewHouse) -> None:
    site = new_house()
    site.app.views["/kept"] = page(b"k" * 30_000)
    site.app.views["/app"] = lambda environ: (200, {}, environ["QUERY_STRING"].encode())
    client = thin(site)
    requests = [b"/kept" if number % 3 else b"/app?%d" % number for number in range(300)]
    flood = b"".join(b"GET " + path + b" HTTP/1.1\r\n" + HOST + b"\r\n" for path in requests)
    sender = threading.Thread(target=client.send, args=(flood,))
    sender.start()
    wait_for(lambda: site.front.figure("in_flight") == 2 or site.app.count("/app"))
    bodies = [client.answer().body for _ in requests]
    sender.join()
    assert bodies == [b"k" * 30_000 if path == b"/kept" else path[5:] for path in requests]
    client.socket.close()


def test_spool_when_the_disk_takes_nothing_then_503_and_small_bodies_still_pass(new_house: NewHouse) -> None:
    site = new_house()
    site.app.views["/up"] = lambda environ: (200, {}, str(len(environ["test.body"])).encode())
    (site.folder / "spool").rmdir()
    assert site.front.ask("/up", "POST", body=b"x" * 1000).body == b"1000"
    with site.front.client() as client:
        client.send(b"POST /up HTTP/1.1\r\n" + HOST + b"Content-Length: 300000\r\n\r\n" + b"x" * 300_000)
        assert (client.answer().status, client.closed()) == (503, True)
    (site.folder / "spool").mkdir()
    assert site.front.ask("/up", "POST", body=b"x" * 300_000).body == b"300000"


def spooled(site: House) -> list[str]:
    """The files in the spool that the front holds; they have no name there any more."""
    found = []
    for one in Path(f"/proc/{site.front.running.pid}/fd").iterdir():
        with contextlib.suppress(FileNotFoundError):
            found.append(str(one.readlink()))
    return [name for name in found if name.startswith(str(site.folder / "spool"))]


@pytest.mark.parametrize(("floor", "status"), [(1 << 60, 503), (0, 200)])
def test_body_when_it_would_leave_the_disk_below_the_floor_then_503_and_nothing_is_kept(
    new_house: NewHouse, floor: int, status: int
) -> None:
    site = new_house(disk_floor_bytes=floor)
    site.app.views["/up"] = lambda environ: (200, {}, str(len(environ["test.body"])).encode())
    assert site.front.ask("/up", "POST", body=b"x" * 1000).body == b"1000"
    for framing, body in (
        (b"Content-Length: 300000", b"x" * 300_000),
        (b"Transfer-Encoding: chunked", b"493e0\r\n" + b"x" * 300_000 + b"\r\n0\r\n\r\n"),
    ):
        with site.front.client() as client:
            client.send(b"POST /up HTTP/1.1\r\n" + HOST + framing + b"\r\n\r\n" + body)
            answer = client.answer()
            assert (answer.status, status == 503 or answer.body == b"300000") == (status, True)
    wait_for(lambda: not spooled(site))
    assert site.front.ask("/up", "POST", body=b"x" * 1000).body == b"1000"


def test_body_when_it_only_drips_then_408_while_a_slow_one_is_waited_for(new_house: NewHouse) -> None:
    site = new_house(body_pace=1.0, body_pace_bytes=100)
    site.app.views["/up"] = lambda environ: (200, {}, str(len(environ["test.body"])).encode())
    head = b"POST /up HTTP/1.1\r\n" + HOST + b"Content-Length: 2500\r\n\r\n"
    answer: Answer | None = None
    with site.front.client() as drip, site.front.client() as slow:
        drip.send(head)
        slow.send(head)
        drip.socket.settimeout(0.05)
        for _ in range(50):  # two and a half seconds: more than one has time for so little
            slow.send(b"x" * 50)
            if answer is not None:
                time.sleep(0.05)
                continue
            try:
                answer = drip.answer()
            except TimeoutError:
                drip.send(b"x")
        assert (answer and answer.status, slow.answer().body) == (408, b"2500")


def test_body_when_too_large_without_saying_so_then_413(new_house: NewHouse) -> None:
    site = new_house(max_body_bytes=MIB)
    with site.front.client() as client:
        client.send(b"POST /up HTTP/1.1\r\n" + HOST + b"Transfer-Encoding: chunked\r\n\r\n")
        client.send(b"100000\r\n" + b"x" * MIB + b"\r\n1\r\nx\r\n0\r\n\r\n")
        assert (client.answer().status, site.app.count("/up")) == (413, 0)


# ---- the end of a front


def test_sigterm_when_requests_are_in_flight_then_they_are_answered_and_the_port_stays(
    new_house: NewHouse,
) -> None:
    site = new_house()
    gate = threading.Event()
    site.app.views["/slow"] = lambda environ: (gate.wait(20) and 200, {}, b"answered")
    idle, busy = site.front.client(), site.front.client()
    assert idle.ask("/healthz").status == 200
    busy.send(b"POST /slow HTTP/1.1\r\n" + HOST + b"\r\n")
    wait_for(lambda: site.app.running)
    leaving = site.front.running
    leaving.terminate()
    assert idle.closed()
    late = site.front.client()  # the listening socket is the supervisor's: nobody is refused
    late.send(b"GET /healthz HTTP/1.1\r\n" + HOST + b"\r\n")
    gate.set()
    answer = busy.answer()
    assert (answer.body, answer["Connection"], busy.closed(), leaving.wait(20)) == (
        b"answered",
        "close",
        True,
        0,
    )
    assert not site.control.exists()
    site.front.start()
    assert late.answer().status == 200


def test_sigterm_when_somebody_never_ends_then_the_front_goes_all_the_same(new_house: NewHouse) -> None:
    site = new_house(shutdown_grace=0.2)
    gate = threading.Event()
    site.app.views["/slow"] = lambda environ: (gate.wait(20) and 200, {}, b"")
    with site.front.client() as client:
        client.send(b"POST /slow HTTP/1.1\r\n" + HOST + b"\r\n")
        wait_for(lambda: site.app.running)
        assert site.front.terminate() == 0
    gate.set()


def test_kill_when_a_front_dies_then_its_successor_answers_on_the_same_port(new_house: NewHouse) -> None:
    site = new_house()
    site.front.kill()
    site.control.unlink()
    with site.front.client() as early:
        early.send(b"GET /healthz HTTP/1.1\r\n" + HOST + b"\r\n")
        site.front.start()
        assert early.answer().status == 200


# ---- large things


@pytest.mark.deep
def test_upload_when_100_mb_then_memory_stays(tmp_path: Path) -> None:
    with house(tmp_path, max_body_bytes=200 * MIB) as site:
        site.app.views["/up"] = lambda environ: (200, {}, str(len(environ["test.body"])).encode())
        before = site.front.memory
        with site.front.client() as client:
            client.send(b"POST /up HTTP/1.1\r\n" + HOST + b"Content-Length: %d\r\n\r\n" % (100 * MIB))
            for _ in range(100):
                client.send(b"x" * MIB)
            assert client.answer().body == str(100 * MIB).encode()
        grown = site.front.memory - before
        print(f"100 MB up: memory +{grown / MIB:.1f} MB")
        assert grown < 20 * MIB


@pytest.mark.deep
def test_download_when_1_gb_then_memory_stays(tmp_path: Path) -> None:
    with house(tmp_path) as site:
        film = site.folder / "files" / "film"
        with film.open("wb") as file:
            file.truncate(1024 * MIB)
        site.app.views["/film"] = lambda environ: (200, {"X-Sixianghui-File": str(film)}, b"")
        before = site.front.memory
        with site.front.client() as client:
            client.send(b"GET /film HTTP/1.1\r\n" + HOST + b"\r\n")
            head = b""
            while b"\r\n\r\n" not in head:
                head += client.socket.recv(65536)
            got = len(head) - head.index(b"\r\n\r\n") - 4
            while got < 1024 * MIB:
                got += piece_of(client, MIB)
        grown = site.front.memory - before
        print(f"1 GB down: memory +{grown / MIB:.1f} MB")
        assert grown < 20 * MIB
