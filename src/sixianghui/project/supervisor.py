"""Keep `front`, `app` and `ingest` running: one command, one port, processes that do not fall together.

The supervisor holds the listening sockets and the lock of the data folder, and nothing else: no Django, no requests.
While `front` restarts, new connections wait in the socket's backlog; while `app` restarts, `front` waits with them.
"""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from sixianghui.project import lifeline

#: Seconds a child has to finish what it is doing.
GRACE = 4.0
#: A child that gives up by itself sooner than this after its start makes the next start wait, twice as long each time.
#: One that was killed from outside is started again at once.
QUICK = 2.0
LONGEST_PAUSE = 5.0


class Taken(Exception):
    """Another server runs on this data folder."""


class NeverReady(Exception):
    """A process that was to take the place of another will not be ready, however long one waits."""


@dataclass
class Child:
    """One process that is kept running."""

    name: str
    command: list[str]
    descriptors: tuple[int, ...] = ()
    once: bool = False
    process: subprocess.Popen[bytes] | None = None
    started: float = 0.0
    pause: float = 0.0
    not_before: float = 0.0


@dataclass
class Supervisor:
    """Starts children, starts them again when they fall, ends them together."""

    say: Callable[[str], None]
    children: list[Child] = field(default_factory=list)
    stopping: bool = False
    #: Processes whose place another has taken, while they finish.
    leaving: list[subprocess.Popen[bytes]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._read, self._write = os.pipe()
        os.set_inheritable(self._write, False)

    def start(self, child: Child, *, replaces: bool = False) -> None:
        """Run a child; `once` children are not started again when they end. replaces: beside one of the same name."""
        environment = dict(os.environ, **{lifeline.ENV: str(self._read)})
        if replaces:
            environment[lifeline.REPLACES] = lifeline.BESIDE
        child.process = subprocess.Popen(
            child.command,
            pass_fds=(self._read, *child.descriptors),
            env=environment,
            stdin=subprocess.DEVNULL,
            start_new_session=True,
        )
        child.started = time.monotonic()
        if child not in self.children:
            self.children.append(child)

    def run(self, each: Callable[[], None]) -> int:
        """Watch until asked to stop; `each` is called about five times a second."""
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, self._asked)
        while not self.stopping:
            self.tend()
            each()
            time.sleep(0.2)
        return self.end()

    def wait(self, true: Callable[[], bool], seconds: float) -> bool:
        """Go on tending until something holds; whether it came in time, and nobody asked to stop meanwhile."""
        last = time.monotonic() + seconds
        while not true():
            if self.stopping or time.monotonic() > last:
                return False
            self.tend()
            time.sleep(0.05)
        return True

    def replace(
        self,
        old: Child,
        new: Child,
        ready: Callable[[], bool],
        *,
        seconds: float,
        take: Callable[[], object] = bool,
    ) -> bool:
        """Start `new` beside `old`; when it is ready, `take` gives it what is `old`'s, and `old` is left to finish.

        False, and all as before, when `new` was not ready in time or fell before; `ready` raises `NeverReady` where waiting
        is in vain. With `new` both serve for a moment.
        """
        self.start(new, replaces=True)
        process = new.process
        assert process is not None
        came = False
        with contextlib.suppress(NeverReady):
            came = (
                self.wait(lambda: process.poll() is not None or ready(), seconds) and process.poll() is None
            )
        if not came:
            self.children.remove(new)
            process.kill()
            process.wait()
            return False
        take()
        self.children.remove(old)
        if old.process is not None and old.process.poll() is None:
            old.process.send_signal(signal.SIGHUP)
            self.leaving.append(old.process)
        return True

    def left(self) -> list[int]:
        """The exit statuses of replaced processes that have gone since the last call."""
        gone = [process for process in self.leaving if process.poll() is not None]
        self.leaving = [process for process in self.leaving if process not in gone]
        return [process.returncode for process in gone]

    def _asked(self, _number: int, _frame: object) -> None:
        self.stopping = True

    def tend(self) -> None:
        """Start again what fell, unless it fell so soon that it must wait."""
        moment = time.monotonic()
        for child in list(self.children):
            if child.process is None:
                if moment >= child.not_before and not self.stopping:
                    self.start(child)
            elif child.process.poll() is not None:
                self._fell(child, moment)

    def _fell(self, child: Child, moment: float) -> None:
        status = child.process.returncode if child.process else 0
        child.process = None
        if child.once:
            self.children.remove(child)
            return
        if status >= 0 and moment - child.started < QUICK:
            child.pause = min(LONGEST_PAUSE, child.pause * 2 or 0.25)
        else:
            child.pause = 0.0
        child.not_before = moment + child.pause
        if not self.stopping:
            self.say(f"{child.name} 停了（{status}），正在重新启动。")

    def end(self) -> int:
        """Ask every child to finish, wait `GRACE`, then insist."""
        alive = [child.process for child in self.children if child.process and child.process.poll() is None]
        alive += [process for process in self.leaving if process.poll() is None]
        for process in alive:
            process.terminate()
        last = time.monotonic() + GRACE
        for process in alive:
            try:
                process.wait(max(0.05, last - time.monotonic()))
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
        return 0


#: How many may wait at one listening socket: what Linux allows unless told otherwise (net.core.somaxconn). At so many
#: sockets waits as large a crowd as one front can hold.
_QUEUE, QUEUES = 4096, 5


def lock(run: Path) -> int:
    """Take the data folder for this server and return the descriptor that holds it. Raises `Taken`."""
    return _locked(run, "lock", shared=False)


def lock_as_worker(run: Path) -> int:
    """Work on the data folder beside others, by a `sixianghui worker`; the descriptor that says so. Raises `Taken`."""
    return _locked(run, "worker", shared=True)


def lock_out_workers(run: Path) -> int:
    """Keep every `sixianghui worker` off the data folder while this descriptor is open. Raises `Taken` where one works."""
    return _locked(run, "worker", shared=False)


def _locked(run: Path, name: str, *, shared: bool) -> int:
    import fcntl

    run.mkdir(parents=True, exist_ok=True, mode=0o700)
    descriptor = os.open(run / name, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(descriptor, (fcntl.LOCK_SH if shared else fcntl.LOCK_EX) | fcntl.LOCK_NB)
    except OSError as error:
        os.close(descriptor)
        raise Taken from error
    return descriptor


def listen(host: str, port: int, tries: int = 50) -> socket.socket:
    """A listening socket at the port, or at the next free one. Port 0 takes any."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    for candidate in [port] if port == 0 else range(port, min(port + tries, 65536)):
        listening = socket.socket(family, socket.SOCK_STREAM)
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listening.bind((host, candidate))
        except OSError:
            listening.close()
            continue
        listening.listen(_QUEUE)
        listening.set_inheritable(True)
        return listening
    raise OSError(f"{host} 上从 {port} 起的 {tries} 个端口都被占用了")


def widen(listening: socket.socket, queues: int = QUEUES) -> list[socket.socket]:
    """The socket and others at the same address, so many in all. What the system cannot do is left.

    Whoever comes waits in the queue of one of them. Where one is full, a client tries again after a second or three, and
    a crowd that comes back at once fills one before a front has looked up.
    """
    every = [listening]
    with contextlib.suppress(OSError, AttributeError):
        # Only now: a port that another server has is found out by `listen`.
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
        while len(every) < queues:
            other = socket.socket(listening.family, socket.SOCK_STREAM)
            every.append(other)
            for option in (socket.SO_REUSEADDR, socket.SO_REUSEPORT):
                other.setsockopt(socket.SOL_SOCKET, option, 1)
            other.bind(listening.getsockname())
            other.listen(_QUEUE)
            other.set_inheritable(True)
        return every
    for other in every[1:]:
        other.close()
    return [listening]


def python(*arguments: str) -> list[str]:
    """The command line of one of our own subcommands."""
    return [sys.executable, "-m", "sixianghui.project.cli", *arguments]
