"""A real house for fault tests: the product's own front and app under its own supervisor, on a data folder of its own."""

from __future__ import annotations

import http.client
import os
import signal
import threading
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import TracebackType
from urllib.parse import urlencode

import pytest

from sixianghui.project import supervisor

#: The token that a form and its cookie have in common.
CSRF = "s" * 32


def post(port: int, path: str, *, session: str = "", **fields: str) -> tuple[int, bytes]:
    """Status and body of a form sent with its token, on a connection of its own. Raises when there is no answer."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    cookies = [f"sxh_session={session}"] * bool(session) + [f"csrftoken={CSRF}"]
    headers = {"Content-Type": "application/x-www-form-urlencoded", "Cookie": "; ".join(cookies)}
    try:
        connection.request("POST", path, urlencode({"csrfmiddlewaretoken": CSRF, **fields}), headers)
        answer = connection.getresponse()
        return answer.status, answer.read()
    finally:
        connection.close()


class House:
    """`with House(environ) as house:` — serves until the block ends; `house.kill("app-0")` is a `kill -9`."""

    def __init__(
        self,
        environ: Mapping[str, str],
        *,
        app: Sequence[str] = (),
        front: Sequence[str] = (),
        ingest: bool = False,
    ) -> None:
        self.environ = dict(environ)
        self.app = list(app) or supervisor.python("app", "--index", "0")
        self.front = list(front) or supervisor.python("front")
        self.ingest = ingest
        self.fallen: list[str] = []
        self._stop = threading.Event()
        self._patch = pytest.MonkeyPatch()

    def __enter__(self) -> House:
        for name in [name for name in os.environ if name.startswith(("SIXIANGHUI_", "DJANGO_", "TESTS_"))]:
            self._patch.delenv(name)
        for name, value in self.environ.items():
            self._patch.setenv(name, value)
        Path(self.environ["SIXIANGHUI_DATA"], "run").mkdir(exist_ok=True, mode=0o700)
        self.listening = supervisor.listen("127.0.0.1", 0)
        self.port = int(self.listening.getsockname()[1])
        self.keeper = supervisor.Supervisor(self.fallen.append)
        number = self.listening.fileno()
        self.keeper.start(supervisor.Child("app-0", self.app))
        front = [*self.front, "--fd", str(number), "--index", "0"]
        self.keeper.start(supervisor.Child("front-0", front, descriptors=(number,)))
        if self.ingest:
            self.keeper.start(supervisor.Child("ingest", supervisor.python("ingest")))
        self._thread = threading.Thread(target=self._tend, daemon=True)
        self._thread.start()
        self.wait_ready()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stop.set()
        self._thread.join()
        self.keeper.end()
        self.listening.close()
        self._patch.undo()

    def _tend(self) -> None:
        while not self._stop.wait(0.02):
            self.keeper.tend()

    def process_id(self, name: str) -> int:
        """The process that runs under this name now; 0 while there is none."""
        child = next(child for child in self.keeper.children if child.name == name)
        return child.process.pid if child.process else 0

    def kill(self, name: str) -> None:
        """End a child as a fault would: at once and without a word."""
        process = self.process_id(name)
        if process:
            os.kill(process, signal.SIGKILL)

    def get(self, path: str, **headers: str) -> tuple[int, bytes]:
        """Status and body of a GET on a connection of its own."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        try:
            connection.request("GET", path, headers=headers)
            answer = connection.getresponse()
            return answer.status, answer.read()
        finally:
            connection.close()

    def wait_ready(self, limit: float = 60.0) -> float:
        """Wait until an app answers behind the front; returns the seconds it took. Fails after `limit`."""
        began = time.monotonic()
        while time.monotonic() - began < limit:
            try:
                if self.get("/servingz")[0] == 200:
                    return time.monotonic() - began
            except (OSError, http.client.HTTPException):
                pass
            time.sleep(0.02)
        raise AssertionError(f"the house did not come back within {limit:.0f} s: {self.fallen}")
