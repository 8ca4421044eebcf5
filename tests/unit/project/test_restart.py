"""`sixianghui restart`: whom it asks, and what it says where the answer cannot be written down."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from sixianghui.project import rolling, serve
from sixianghui.project.config import Config, load
from tests.factories.apart import started_apart

#: Holds the folder as `serve` does and answers at once; its first answer finds no room, as on a full disk.
SERVER = """
import os, resource, signal, time
from sixianghui.project import rolling, serve, supervisor
from sixianghui.project.config import load

config = load()
lock, server = supervisor.lock(config.run), serve.Server(config, empty=True)

def room(size):
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, resource.RLIM_INFINITY))

asked = []
signal.signal(signal.SIGUSR1, lambda *_: asked.append(1))
server._note(rolling.PID, str(os.getpid()))
room(0)
print("ready", flush=True)
while True:
    time.sleep(0.05)
    if asked:
        asked.clear()
        server._note(rolling.RESULT, "换好了：每个进程都是新的。")
        room(resource.RLIM_INFINITY)
"""
STRANGER = "import time; print('ready', flush=True); time.sleep(600)"


@contextmanager
def running(script: str, data: Path) -> Iterator[subprocess.Popen[str]]:
    """A process of ours, as soon as it is ready."""
    environ = {"PATH": "/usr/bin:/bin", "SIXIANGHUI_DATA": str(data), "PYTHONPATH": ":".join(sys.path)}
    with subprocess.Popen(
        [sys.executable, "-c", script], env=environ, stdout=subprocess.PIPE, text=True
    ) as process:
        try:
            assert process.stdout is not None
            assert process.stdout.readline() == "ready\n"
            yield process
        finally:
            process.kill()


@pytest.fixture
def config(tmp_path: Path) -> Config:
    (tmp_path / "run").mkdir()
    return load({"SIXIANGHUI_DATA": str(tmp_path)})


def test_restart_when_the_answer_finds_no_room_then_says_so_and_the_server_goes_on(
    config: Config, capsys: pytest.CaptureFixture[str]
) -> None:
    with running(SERVER, config.data) as server:
        assert rolling.restart(config) == 1
        assert "写不下来" in capsys.readouterr().out
        assert server.poll() is None
        # The control: where there is room, the same server answers.
        assert rolling.restart(config) == 0
        assert capsys.readouterr().out == "换好了：每个进程都是新的。\n"


def test_restart_when_a_killed_server_left_its_number_then_whoever_has_it_now_is_left_alone(
    config: Config, capsys: pytest.CaptureFixture[str]
) -> None:
    with running(SERVER, config.data):
        pass
    assert (config.run / rolling.PID).exists()
    with running(STRANGER, config.data) as stranger:
        (config.run / rolling.PID).write_text(str(stranger.pid))
        assert rolling.restart(config) == 3
        assert "没有正在运行的思享汇" in capsys.readouterr().out
        with pytest.raises(subprocess.TimeoutExpired):
            stranger.wait(0.5)


def test_restart_when_processes_were_started_apart_then_says_how_they_are_restarted(
    config: Config, capsys: pytest.CaptureFixture[str]
) -> None:
    with started_apart(config.run):
        assert rolling.restart(config) == 3
        assert "分开的 unit" in capsys.readouterr().out
    assert rolling.restart(config) == 3
    assert "没有正在运行的思享汇" in capsys.readouterr().out


def test_note_when_the_disk_is_full_then_nothing_half_written_is_left(
    config: Config, capsys: pytest.CaptureFixture[str]
) -> None:
    address, server = config.run / "address", serve.Server(config, empty=True)
    address.symlink_to("/dev/full")  # never to be read
    server._note("address", "http://127.0.0.1:8000/")
    assert not address.is_symlink() and not address.exists()
    assert serve.address_of(config.run) is None
    assert "站照常运行" in capsys.readouterr().out
