"""A Redis of a test's own, on a socket in a folder, that may be stopped, killed and emptied."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import time
from pathlib import Path
from typing import Any

import pytest


class RedisServer:
    """`with RedisServer(folder) as server:`. Skips the test where there is no redis-server."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / "redis.sock"
        self.url = f"unix://{self.path}"
        self._process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> RedisServer:
        if shutil.which("redis-server") is None:
            pytest.skip("redis-server is not installed")
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.go_on()
        self.kill()

    def start(self) -> None:
        """As after a crash: with nothing in memory."""
        self.path.unlink(missing_ok=True)
        self._process = subprocess.Popen(
            [
                "redis-server",
                "--port",
                "0",
                "--unixsocket",
                str(self.path),
                "--save",
                "",
                "--appendonly",
                "no",
            ],
            stdout=subprocess.DEVNULL,
            cwd=self.path.parent,
        )
        until = time.monotonic() + 20
        while not self._answers():
            if time.monotonic() > until:
                raise TimeoutError("redis-server does not start")
            time.sleep(0.01)

    def _answers(self) -> bool:
        from redis import ConnectionError

        try:
            return bool(self.client().ping())
        except ConnectionError:
            return False

    def client(self) -> Any:
        """To look into it, or to break something in it."""
        from redis import Redis

        return Redis.from_url(self.url, socket_timeout=5)

    def kill(self) -> None:
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            self._process = None

    def stop(self) -> None:
        """It answers nobody; its connections stay."""
        assert self._process is not None
        os.kill(self._process.pid, signal.SIGSTOP)

    def go_on(self) -> None:
        if self._process is not None:
            os.kill(self._process.pid, signal.SIGCONT)

    def flush(self) -> None:
        """It forgets everything but who listens."""
        self.client().flushall()
