"""A Redis of a test's own, on a socket in a folder, that may be stopped, killed and emptied."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any, Self

import pytest

from tests.servers import Server


class RedisServer(Server):
    """`with RedisServer(folder) as server:`. Skips the test where there is no redis-server."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self.path = folder / "redis.sock"
        self.url = f"unix://{self.path}"

    def __enter__(self) -> Self:
        if shutil.which("redis-server") is None:
            pytest.skip("redis-server is not installed")
        return super().__enter__()

    def command(self) -> list[str]:
        kept_nowhere = ["--save", "", "--appendonly", "no"]
        return ["redis-server", "--port", "0", "--unixsocket", str(self.path), *kept_nowhere]

    def start(self) -> None:
        self.path.unlink(missing_ok=True)
        super().start()

    def answers(self) -> bool:
        from redis import ConnectionError

        try:
            return bool(self.client().ping())
        except ConnectionError:
            return False

    def client(self) -> Any:
        """To look into it, or to break something in it."""
        from redis import Redis

        return Redis.from_url(self.url, socket_timeout=5)

    def flush(self) -> None:
        """It forgets everything but who listens."""
        self.client().flushall()
