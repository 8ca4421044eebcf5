"""The supervisor keeps its children running, holds the port and the data folder, and ends everything in time."""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from sixianghui.project import lifeline, supervisor
from sixianghui.project.config import is_loopback
from sixianghui.project.supervisor import Child, Supervisor

SLEEPER = [sys.executable, "-c", "import time; time.sleep(600)"]
#: Once it listens no longer it says so by a file, the word after the script.
STUBBORN = [
    sys.executable,
    "-c",
    "import pathlib, signal, sys, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); "
    "pathlib.Path(sys.argv[1]).touch(); time.sleep(600)",
]


def until(condition: Callable[[], bool], limit: float = 20.0) -> None:
    """Wait for something that must come; fail when it does not."""
    last = time.monotonic() + limit
    while not condition():
        assert time.monotonic() < last
        time.sleep(0.01)


def is_alive(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    return not Path(f"/proc/{process}/stat").read_text().split(") ")[1].startswith("Z")


def test_child_when_it_falls_then_is_started_again_and_told_of() -> None:
    told: list[str] = []
    keeper = Supervisor(told.append)
    child = Child("sleeper", SLEEPER)
    keeper.start(child)
    assert child.process is not None
    first = child.process.pid
    child.process.kill()
    child.process.wait()
    until(lambda: (keeper.tend(), child.process is not None)[1])
    assert child.process.pid != first
    assert told == ["sleeper 停了（-9），正在重新启动。"]
    keeper.end()


def test_child_when_it_gives_up_at_once_again_and_again_then_waits_longer_each_time(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(supervisor, "QUICK", 60.0)  # a machine under load takes seconds to start one
    keeper = Supervisor(lambda _text: None)
    child = Child("faller", [sys.executable, "-c", "pass"])
    keeper.start(child)
    pauses: list[float] = []
    while len(pauses) < 2:
        until(lambda: (keeper.tend(), child.process is None)[1])
        pauses.append(child.pause)
        child.not_before = 0.0
        keeper.tend()
    assert pauses == [0.25, 0.5]
    keeper.end()


def test_child_when_it_is_killed_again_and_again_then_is_started_at_once_each_time() -> None:
    keeper = Supervisor(lambda _text: None)
    child = Child("sleeper", SLEEPER)
    keeper.start(child)
    for _ in range(3):
        assert child.process is not None
        child.process.kill()
        child.process.wait()
        keeper.tend()
        assert child.pause == 0.0
        keeper.tend()
    assert child.process is not None
    keeper.end()


def test_child_that_runs_once_when_it_ends_then_is_left_alone() -> None:
    keeper = Supervisor(lambda _text: None)
    child = Child("once", [sys.executable, "-c", "pass"], once=True)
    keeper.start(child)
    until(lambda: (keeper.tend(), child not in keeper.children)[1])
    assert child.process is None


def test_child_that_does_not_listen_when_the_end_is_asked_for_then_is_killed(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(supervisor, "GRACE", 0.2)
    keeper = Supervisor(lambda _text: None)
    child = Child("stubborn", [*STUBBORN, str(tmp_path / "deaf")])
    keeper.start(child)
    assert child.process is not None
    until((tmp_path / "deaf").exists)
    assert keeper.end() == 0
    assert child.process.returncode == -signal.SIGKILL


def test_child_when_its_supervisor_is_killed_then_ends_too() -> None:
    script = (
        "import sys, time\n"
        "from sixianghui.project.supervisor import Child, Supervisor\n"
        "keeper = Supervisor(print)\n"
        "child = Child('held', [sys.executable, '-c', "
        "'from sixianghui.project import lifeline; lifeline.hold(); import time; time.sleep(600)'])\n"
        "keeper.start(child)\n"
        "print(child.process.pid, flush=True)\n"
        "time.sleep(600)\n"
    )
    parent = subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE, text=True)
    assert parent.stdout is not None
    child = int(parent.stdout.readline())
    assert is_alive(child)
    parent.kill()
    parent.wait()
    until(lambda: not is_alive(child))


def test_lifeline_when_there_is_no_supervisor_then_holds_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(lifeline.ENV, raising=False)
    lifeline.hold()
    assert [thread.name for thread in threading.enumerate() if thread.name == "lifeline"] == []


def test_data_folder_when_a_second_server_wants_it_then_is_refused(tmp_path: Path) -> None:
    held = supervisor.lock(tmp_path)
    with pytest.raises(supervisor.Taken):
        supervisor.lock(tmp_path)
    os.close(held)
    os.close(supervisor.lock(tmp_path))


def test_port_when_it_is_taken_then_the_next_free_one_is_used() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with supervisor.listen("127.0.0.1", port) as listening:
            assert port < listening.getsockname()[1] <= port + 50


def test_port_when_several_sockets_share_it_then_another_server_still_finds_it_taken() -> None:
    with socket.socket() as other, supervisor.listen("127.0.0.1", 0) as listening:
        doors = supervisor.widen(listening)
        port = listening.getsockname()[1]
        try:
            assert [door.getsockname()[1] for door in doors] == [port] * supervisor.QUEUES
            with supervisor.listen("127.0.0.1", port) as second:
                assert second.getsockname()[1] != port
            other.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            with pytest.raises(OSError, match="in use"):
                other.bind(("127.0.0.1", port))
        finally:
            for door in doors:
                door.close()


def waiting_room(queues: int) -> int:
    """How many of sixty clients are in the queues at once where each queue holds eight and nobody lets them in."""
    with supervisor.listen("127.0.0.1", 0) as listening:
        doors = supervisor.widen(listening, queues)
        for door in doors:
            door.listen(7)  # it holds one more
        clients = [socket.socket() for _ in range(60)]
        for client in clients:
            client.setblocking(False)
            client.connect_ex(listening.getsockname())
        for door in doors:
            door.setblocking(False)
        came = 0
        for door in doors:
            with contextlib.suppress(BlockingIOError):
                while True:
                    door.accept()[0].close()
                    came += 1
        for one in (*clients, *doors):
            one.close()
        return came


def test_crowd_when_there_are_several_sockets_then_more_of_it_waits_at_once() -> None:
    one, five = waiting_room(1), waiting_room(5)
    assert one < five


@pytest.mark.parametrize(
    ("host", "answer"),
    [
        ("127.0.0.1", True),
        ("localhost", True),
        ("::1", True),
        ("0.0.0.0", False),
        ("192.0.2.1", False),
        ("a.example", False),
    ],
)
def test_host_then_is_loopback_only_when_nobody_else_can_reach_it(host: str, answer: bool) -> None:
    assert is_loopback(host) is answer


def ready_file(path: Path) -> list[str]:
    """The command of a child that serves once it has written a file, and goes when its place is taken."""
    script = (
        "import pathlib, signal, sys, time\n"
        "signal.signal(signal.SIGHUP, lambda *_: sys.exit(0))\n"
        f"pathlib.Path({str(path)!r}).touch()\n"
        "time.sleep(600)\n"
    )
    return [sys.executable, "-c", script]


def test_child_when_another_takes_its_place_then_it_goes_only_after_that_one_serves(tmp_path: Path) -> None:
    keeper = Supervisor(lambda _text: None)
    old = Child("one", ready_file(tmp_path / "old"))
    keeper.start(old)
    until((tmp_path / "old").exists)
    before = old.process
    assert before is not None
    ready: list[bool] = []
    taken: list[bool] = []

    def is_ready() -> bool:
        ready.append(before.poll() is None)
        return (tmp_path / "new").exists()

    def take() -> None:
        taken.append(is_ready() and before.poll() is None)

    assert keeper.replace(old, Child("one", ready_file(tmp_path / "new")), is_ready, seconds=20, take=take)
    assert all(ready)
    assert taken == [True]
    assert before.wait(20) == 0
    assert keeper.left() == [0]
    assert len(keeper.children) == 1
    keeper.end()


def never() -> bool:
    raise supervisor.NeverReady


@pytest.mark.parametrize(
    ("successor", "ready"), [([sys.executable, "-c", "raise SystemExit(1)"], bool), (SLEEPER, never)]
)
def test_child_when_its_successor_falls_or_is_of_no_use_then_it_serves_on_and_gives_nothing_up(
    successor: list[str], ready: Callable[[], bool]
) -> None:
    keeper = Supervisor(lambda _text: None)
    old = Child("one", SLEEPER)
    keeper.start(old)
    taken: list[str] = []
    new = Child("one", successor)
    assert not keeper.replace(old, new, ready, seconds=20, take=lambda: taken.append("taken"))
    assert taken == []
    assert new.process is None or new.process.poll() is not None
    assert keeper.children == [old]
    assert old.process is not None
    assert old.process.poll() is None
    keeper.end()
