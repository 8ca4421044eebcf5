"""A real front process before a real waitress, and a client that says exactly what a test wants said."""

from __future__ import annotations

import contextlib
import dataclasses
import pickle
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, ClassVar

import psutil
from waitress import wasyncore
from waitress.server import create_server

from sixianghui.front.public import FrontConfig
from sixianghui.project import supervisor

Environ = dict[str, Any]
View = Callable[[Environ], tuple[int, dict[str, str] | list[tuple[str, str]], Any]]

#: How long anything may take before a test gives up. Never what is asserted.
PATIENCE = 20.0

SOURCE = Path(__file__).parents[3] / "src"

_RUN = """
import pickle, socket, sys
sys.path.insert(0, sys.argv[1])
from sixianghui.front import hub, listening
from sixianghui.front.public import run
exec(sys.argv[2])
config, descriptors = pickle.load(sys.stdin.buffer)
sys.exit(run(config, [socket.socket(fileno=number) for number in descriptors]))
"""


@dataclass
class Answer:
    """What came back."""

    status: int
    headers: dict[str, str]
    body: bytes
    raw_head: bytes = b""

    def __getitem__(self, name: str) -> str:
        return self.headers[name.lower()]

    def get(self, name: str) -> str | None:
        return self.headers.get(name.lower())


class Client:
    """One connection: bytes out, answers in."""

    def __init__(
        self,
        port: int,
        wrap: Callable[[socket.socket], socket.socket] | None = None,
        *,
        narrow: bool = False,
    ) -> None:
        link = socket.socket()
        if narrow:
            link.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        link.settimeout(PATIENCE)
        link.connect(("127.0.0.1", port))
        self.socket = wrap(link) if wrap else link
        self._buffer = b""

    def __enter__(self) -> Client:
        return self

    def __exit__(self, *_: object) -> None:
        self.socket.close()

    def send(self, data: bytes) -> None:
        self.socket.sendall(data)

    def ask(
        self, target: str, method: str = "GET", headers: dict[str, str] | None = None, body: bytes = b""
    ) -> Answer:
        """One request in the usual shape, and its answer."""
        lines = {"Host": "example.test", **(headers or {})}
        if body:
            lines.setdefault("Content-Length", str(len(body)))
        head = f"{method} {target} HTTP/1.1\r\n" + "".join(f"{k}: {v}\r\n" for k, v in lines.items())
        self.send(head.encode() + b"\r\n" + body)
        return self.answer(head_only=method == "HEAD")

    def answer(self, *, head_only: bool = False) -> Answer:
        while b"\r\n\r\n" not in self._buffer:
            if not self._more():
                raise ConnectionError(f"closed before an answer; got {self._buffer[:200]!r}")
        head, self._buffer = self._buffer.split(b"\r\n\r\n", 1)
        first, *lines = head.decode("latin-1").split("\r\n")
        headers: dict[str, str] = {}
        for line in lines:
            name, _, value = line.partition(": ")
            headers[name.lower()] = f"{headers[name.lower()]}, {value}" if name.lower() in headers else value
        status = int(first.split()[1])
        body = b"" if head_only or status in (100, 204, 304) else self._body(headers)
        return Answer(status, headers, body, head)

    def _body(self, headers: dict[str, str]) -> bytes:
        if "content-length" in headers:
            return self._take(int(headers["content-length"]))
        if headers.get("transfer-encoding") == "chunked":
            body = b""
            while size := int(self._line(), 16):
                body += self._take(size)
                self._line()
            self._line()
            return body
        while self._more():
            pass
        body, self._buffer = self._buffer, b""
        return body

    def _line(self) -> bytes:
        while b"\r\n" not in self._buffer:
            if not self._more():
                raise ConnectionError("closed within an answer")
        line, self._buffer = self._buffer.split(b"\r\n", 1)
        return line

    def _take(self, size: int) -> bytes:
        parts, have = [self._buffer], len(self._buffer)
        while have < size:
            data = self.socket.recv(1 << 20)
            if not data:
                raise ConnectionError("closed within an answer")
            parts.append(data)
            have += len(data)
        everything = b"".join(parts)
        self._buffer = everything[size:]
        return everything[:size]

    def _more(self) -> bool:
        data = self.socket.recv(1 << 18)
        self._buffer += data
        return bool(data)

    def closed(self) -> bool:
        """Wait for the other side's end; True when nothing came before it."""
        try:
            return not self._buffer and not self.socket.recv(1)
        except ConnectionResetError:
            return True


@dataclass
class App:
    """A WSGI application whose views a test writes, under waitress on a Unix socket in a thread."""

    socket_path: Path
    threads: int = 4
    views: dict[str, View] = field(default_factory=dict)
    seen: list[Environ] = field(default_factory=list)
    running: int = 0
    most_running: int = 0

    def __post_init__(self) -> None:
        self._lock = threading.Lock()
        self._server: Any = None

    def start(self) -> None:
        with contextlib.suppress(FileNotFoundError):
            self.socket_path.unlink()
        self._map: dict[int, Any] = {}
        self._server = create_server(
            self,
            map=self._map,
            unix_socket=str(self.socket_path),
            threads=self.threads,
            asyncore_loop_timeout=1,
        )
        self._thread = threading.Thread(target=self._server.run, daemon=True)
        self._thread.start()

    def stop(self) -> None:
        server, self._server = self._server, None
        if server is None:
            return
        # In the loop's own thread: with nothing left to watch, the loop ends.
        with contextlib.suppress(OSError):  # it may have closed everything before the pull has ended
            server.trigger.pull_trigger(lambda: wasyncore.close_all(self._map, ignore_all=True))
        self._thread.join(PATIENCE)
        server.task_dispatcher.shutdown(timeout=0.1)
        self.socket_path.unlink()

    def count(self, path: str) -> int:
        return sum(environ["PATH_INFO"] == path for environ in self.seen)

    def __call__(self, environ: Environ, start_response: Callable[..., Any]) -> Any:
        size = int(environ.get("CONTENT_LENGTH") or 0)
        environ["test.body"] = environ["wsgi.input"].read(size) if size else b""
        with self._lock:
            self.seen.append(environ)
            self.running += 1
            self.most_running = max(self.most_running, self.running)
        try:
            view = self.views.get(environ["PATH_INFO"]) or (lambda _: (404, {}, b"nothing here"))
            status, headers, body = view(environ)
            pairs = list(headers.items()) if isinstance(headers, dict) else list(headers)
            if isinstance(body, bytes):
                pairs.append(("Content-Length", str(len(body))))
                body = [body]
            start_response(f"{status} Something", pairs)
            return body
        finally:
            with self._lock:
                self.running -= 1


@dataclass
class Front:
    """A front process. `port` stays open when it is stopped and started again."""

    config: FrontConfig
    #: What a control breaks in the process before it runs.
    patch: ClassVar[str] = ""
    #: How many listening sockets it has; for crowds.
    queues: ClassVar[int] = 1

    def __post_init__(self) -> None:
        self.listening = supervisor.listen("127.0.0.1", 0)
        self.doors = supervisor.widen(self.listening, self.queues)
        self.port: int = self.listening.getsockname()[1]
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        numbers = [one.fileno() for one in self.doors]
        self.process = subprocess.Popen(
            [sys.executable, "-c", _RUN, str(SOURCE), self.patch], stdin=subprocess.PIPE, pass_fds=numbers
        )
        assert self.process.stdin is not None
        self.process.stdin.write(pickle.dumps((self.config, numbers)))
        self.process.stdin.close()
        wait_for(self._listens)

    def _listens(self) -> bool:
        """Does its control socket take messages? Its file is there a moment before."""
        with socket.socket(socket.AF_UNIX) as link:
            return link.connect_ex(str(self.config.control_socket)) == 0

    @property
    def running(self) -> subprocess.Popen[bytes]:
        assert self.process is not None
        return self.process

    @property
    def memory(self) -> int:
        return int(psutil.Process(self.running.pid).memory_info().rss)

    def terminate(self) -> int:
        self.running.send_signal(signal.SIGTERM)
        return self.running.wait(PATIENCE)

    def kill(self) -> None:
        self.running.kill()
        self.running.wait(PATIENCE)

    def client(self, *, narrow: bool = False) -> Client:
        """A connection; a narrow one takes little before it is read."""
        return Client(self.port, narrow=narrow)

    def ask(
        self, target: str, method: str = "GET", headers: dict[str, str] | None = None, body: bytes = b""
    ) -> Answer:
        """One request on a connection of its own."""
        with self.client() as client:
            return client.ask(target, method, headers, body)

    def figure(self, name: str) -> int:
        """One number of /metrics, `requests_total{...}` included."""
        for line in self.ask("/metrics").body.decode().splitlines():
            if line.startswith(f"sixianghui_front_{name} "):
                return int(line.rsplit(" ", 1)[1])
        return 0


def wait_for(condition: Callable[[], Any]) -> None:
    """Wait until something is so; a test that waits in vain fails."""
    until = time.monotonic() + PATIENCE
    while not condition():
        if time.monotonic() > until:
            raise TimeoutError("it did not happen")
        time.sleep(0.005)


@dataclass
class House:
    """A front and its app in a folder of their own."""

    folder: Path
    app: App
    front: Front

    @property
    def control(self) -> Path:
        return self.front.config.control_socket


@contextlib.contextmanager
def house(
    folder: Path,
    *,
    app_running: bool = True,
    control: str = "control.sock",
    front: type[Front] = Front,
    **settings: Any,
) -> Iterator[House]:
    """Start both; everything is gone afterwards. `settings` go into the configuration."""
    for name in ("static", "files", "spool"):
        (folder / name).mkdir(exist_ok=True)
    config = FrontConfig(
        app_sockets=(folder / "app.sock",),
        control_socket=folder / control,
        spool_dir=folder / "spool",
        static_root=folder / "static",
        file_roots=(folder / "files",),
        app_wait=PATIENCE,
    )
    config = dataclasses.replace(config, **settings)
    app = App(folder / "app.sock", threads=config.app_connections)
    running = front(config)
    if app_running:
        app.start()
    try:
        running.start()
        yield House(folder, app, running)
    finally:
        if running.process is not None and running.process.poll() is None:
            running.kill()
        for one in running.doors:
            one.close()
        with contextlib.suppress(OSError):
            app.stop()


def page(body: bytes, tags: str = "all", **headers: str) -> View:
    """A view whose answer may be kept."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    given = {"Content-Type": "text/html; charset=utf-8", "X-Sixianghui-Cache": tags, **named}
    return lambda environ: (200, given, body)


def open_descriptors(pid: int) -> int:
    return sum(1 for _ in Path(f"/proc/{pid}/fd").iterdir())
