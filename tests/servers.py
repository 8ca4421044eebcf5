"""A server of a test's own that can be stopped, killed and started again, and holds what it holds in memory only."""

from __future__ import annotations

import os
import signal
import subprocess
import time
from abc import ABC, abstractmethod
from pathlib import Path
from typing import Self


class Server(ABC):
    """`with Kind(folder) as server:`; it runs in that folder until the end."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._process: subprocess.Popen[bytes] | None = None

    @abstractmethod
    def command(self) -> list[str]:
        """How it is started."""

    @abstractmethod
    def answers(self) -> bool:
        """Whether it can be used."""

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.go_on()
        self.kill()

    def start(self) -> None:
        """As after a crash: with nothing in memory. Raises `TimeoutError` when it does not come up."""
        self._process = subprocess.Popen(
            self.command(), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd=self.folder
        )
        until = time.monotonic() + 60
        while not self.answers():
            if time.monotonic() > until or self._process.poll() is not None:
                raise TimeoutError(f"{self.command()[0]} does not start")
            time.sleep(0.02)

    def kill(self) -> None:
        """It is gone, and what it held too."""
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            self._process = None

    def stop(self) -> None:
        """It answers nobody; its connections stay."""
        assert self._process is not None
        os.kill(self._process.pid, signal.SIGSTOP)

    def go_on(self) -> None:
        """After `stop`."""
        if self._process is not None:
            os.kill(self._process.pid, signal.SIGCONT)
