"""A control socket that remembers what it is told: the end of a front that publishers see."""

from __future__ import annotations

import socket
import threading
from pathlib import Path


class Ear:
    """`with Ear(path) as ear:` — `ear.heard` are the lines; while `deaf`, it takes no note and gives no answer."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self.heard: list[str] = []
        self.deaf = False

    def __enter__(self) -> Ear:
        self._listening = socket.socket(socket.AF_UNIX)
        self._listening.bind(str(self._path))
        self._listening.listen(128)
        self._thread = threading.Thread(target=self._attend, daemon=True)
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._listening.shutdown(socket.SHUT_RDWR)
        self._thread.join()
        self._listening.close()

    @property
    def numbers(self) -> list[int]:
        """The numbers of the events."""
        return [int(line.split()[1]) for line in self.heard if line.startswith("publish ")]

    def _attend(self) -> None:
        while True:
            try:
                link, _ = self._listening.accept()
            except OSError:
                return
            with link:
                line = b""
                while not line.endswith(b"\n") and (data := link.recv(1 << 16)):
                    line += data
                if not self.deaf:
                    self.heard.append(line.decode().rstrip("\n"))
                    link.sendall(b"done 1\n")
                else:
                    link.recv(1)  # until the other side has lost its patience
