"""A rolling restart: each process is replaced by a new one that serves before the old one is asked to go.

`sixianghui restart`, or SIGUSR1 to `serve`; SIGHUP too, where it does not mean that a terminal was closed. The new processes run the code that is on the disk now; the database is
brought up to date first, so migrations have to be ones that the old code can live with for a moment.
"""

from __future__ import annotations

import json
import os
import signal
import socket
import time
from collections.abc import Callable
from pathlib import Path

from sixianghui.project import lifeline, supervisor
from sixianghui.project.config import Config
from sixianghui.project.ground.network import app_status, held, runs_apart
from sixianghui.project.supervisor import Child, NeverReady, Supervisor

#: Seconds that a new process has until it serves; that what an old one is doing may still take.
STARTING, FINISHING = 120.0, 70.0
#: So many answers of 500 in a row are no accident.
FAULTS = 3
PID, RESULT = "serve.pid", "restarted"


class NotReplaced(Exception):
    """A new process did not come up; the one before it serves on."""


def app_child(index: int) -> Child:
    """One app."""
    return Child(f"app-{index}", supervisor.python("app", "--index", str(index)))


def front_child(index: int, descriptors: tuple[int, ...], config: Config) -> Child:
    """One front. Its control socket has a number of its own; who replaces it takes another."""
    command = supervisor.python("front", "--index", str(index), "--fd", *map(str, descriptors))
    return Child(f"front-{index % config.front_processes}", command, descriptors=descriptors)


class Knocking:
    """Asks a new app at its door whether it answers. Raises `NeverReady` when it knows nothing but 500 to say: such code cannot
    make a page, while 503 only means that its database is away."""

    def __init__(self, door: Path) -> None:
        self.door = door
        self.faults = 0

    def __call__(self) -> bool:
        status = app_status(self.door)
        self.faults = self.faults + 1 if status == 500 else 0
        if self.faults == FAULTS:
            raise NeverReady
        return 0 < status < 500


def front_serves(control: Path) -> bool:
    """Whether a front says at its control socket that it serves."""
    try:
        with socket.socket(socket.AF_UNIX) as link:
            link.settimeout(2)
            link.connect(str(control))
            link.sendall(b"ready \n")
            return link.recv(64).strip() == b"done 1"
    except OSError:
        return False


class Rolling:
    """Replaces the children of one `serve`, one after the other."""

    def __init__(self, keeper: Supervisor, config: Config) -> None:
        self.keeper = keeper
        self.config = config

    def run(self) -> None:
        """Every app, then every front, then what takes in pictures. Raises `NotReplaced`."""
        for name in [child.name for child in self.keeper.children if not child.once]:
            if self.keeper.stopping:
                return
            kind = name.partition("-")[0]
            {"app": self._app, "front": self._front, "ingest": self._ingest}[kind](self._child(name))

    def _child(self, name: str) -> Child:
        return next(child for child in self.keeper.children if child.name == name)

    def _swap(
        self, old: Child, new: Child, ready: Callable[[], bool], take: Callable[[], object] = bool
    ) -> None:
        if not self.keeper.replace(old, new, ready, seconds=STARTING, take=take):
            raise NotReplaced(old.name)

    def _finished(self, new: Child) -> None:
        """Let the replaced process finish, so that never more than one is away."""
        self.keeper.wait(lambda: not [one for one in self.keeper.leaving if one.poll() is None], FINISHING)
        if any(status != 0 for status in self.keeper.left()) and new.process is not None:
            # What it committed last may never have been told.
            new.process.send_signal(signal.SIGUSR1)

    def _app(self, old: Child) -> None:
        index = int(old.name.partition("-")[2])
        path = self.config.run / f"app-{index}.socket"
        beside = lifeline.door_beside(path)
        beside.unlink(missing_ok=True)
        new = app_child(index)
        # Nobody comes to the new one before it was seen to answer: code that cannot make a page has no visitors.
        self._swap(old, new, Knocking(beside), lambda: beside.replace(path))
        self._finished(new)

    def _front(self, old: Child) -> None:
        number = int(old.command[old.command.index("--index") + 1])
        fronts = self.config.front_processes
        number = number + fronts if number < fronts else number - fronts
        new = front_child(number, old.descriptors, self.config)
        self._swap(old, new, lambda: front_serves(self.config.run / f"front-{number}.control"))
        self.keeper.wait(lambda: not [one for one in self.keeper.leaving if one.poll() is None], FINISHING)
        self.keeper.left()

    def _ingest(self, old: Child) -> None:
        """A picture that is coming in is not cut for this: then the process stays, and somebody restarts again later."""
        ports = self.config.run / "ingest.json"
        try:
            armed = any(json.loads(ports.read_text()).values())
        except (OSError, ValueError):
            armed = False
        if armed:
            self.keeper.say("正有课在收画面，ingest 没有换；课后再 restart 一次。")
            return
        if old.process is not None:
            old.process.terminate()  # the supervisor starts it again, with the code of now


def restart(config: Config) -> int:
    """`sixianghui restart`: ask the running `serve` and wait. 0 done; 1 not, and it serves on as before; 3 none runs."""
    number, result = config.run / PID, config.run / RESULT
    try:
        # Who was killed left its number behind, and that may be anybody's by now.
        process = int(number.read_text()) if held(config.run) else 0
    except (OSError, ValueError):
        process = 0
    if not process:
        apart = not held(config.run) and runs_apart(config.run)
        _say(
            "这里的进程是分开的 unit，没有一个 serve 来换：照 docs/guide/growing.md 的“升级不停站”逐个重启。"
            if apart
            else f"数据目录 {config.data} 上没有正在运行的思享汇。"
        )
        return 3
    try:
        result.write_text("")
        os.kill(process, signal.SIGUSR1)
    except OSError as error:
        _say(f"没有换成：{error.strerror}。原来的进程照常服务。")
        return 1
    while True:
        time.sleep(0.2)
        try:
            said = result.read_text()
        except FileNotFoundError:  # taken away by `serve`, which could not write it
            _say("换成没有，写不下来，多半是磁盘满了：看日志里怎么说。")
            return 1
        if said:
            _say(said)
            return 0 if said.startswith("换好了") else 1
        try:
            os.kill(process, 0)
        except OSError:
            _say("思享汇停了，没有换成。")
            return 1


def _say(text: str) -> None:
    print(text, flush=True)  # noqa: T201
