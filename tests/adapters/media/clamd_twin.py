"""A twin of ClamAV's daemon: its documented INSTREAM protocol, and one signature."""

from __future__ import annotations

import socketserver
import struct
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.faults.media.corpus import EICAR


class _Handler(socketserver.BaseRequestHandler):
    def handle(self) -> None:
        stream = self.request.makefile("rb")
        command = b""
        while not command.endswith(b"\0"):
            byte = stream.read(1)
            if not byte:
                return
            command += byte
        server = self.server
        assert isinstance(server, Twin)
        if command == b"zPING\0":
            self.request.sendall(b"PONG\0")
            return
        if command != b"zINSTREAM\0":
            self.request.sendall(b"UNKNOWN COMMAND\0")
            return
        data = b""
        while size := struct.unpack("!L", stream.read(4))[0]:
            data += stream.read(size)
            if len(data) > server.longest:
                self.request.sendall(b"INSTREAM size limit exceeded. ERROR\0")
                return
        server.seen.append(len(data))
        found = EICAR in data
        self.request.sendall(b"stream: Eicar-Test-Signature FOUND\0" if found else b"stream: OK\0")


class Twin(socketserver.ThreadingUnixStreamServer):
    """Listens at a path of a socket."""

    daemon_threads = True
    longest = 25 * 1024 * 1024

    def __init__(self, path: Path) -> None:
        super().__init__(str(path), _Handler)
        self.seen: list[int] = []


@contextmanager
def a_clamd(path: Path) -> Iterator[Twin]:
    """The twin, listening."""
    with Twin(path) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        thread.start()
        try:
            yield server
        finally:
            server.shutdown()
            thread.join()
