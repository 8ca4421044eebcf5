"""ClamAV's daemon, asked by INSTREAM: the bytes go over a socket in pieces, one line comes back."""

from __future__ import annotations

import socket
import struct
from time import monotonic
from typing import IO

from sixianghui.media.scanning import ScannerAway, Verdict
from sixianghui.tasks import public as tasks

_PIECE = 64 * 1024
_LONGEST_ANSWER = 4096


class Clamd:
    """`place` is the path of a Unix socket, or host:port. An answer that is neither clean nor a find counts as none."""

    def __init__(self, place: str, *, seconds: float = 60.0) -> None:
        self._place = place
        self._seconds = seconds
        self._silence = tasks.Silence()

    def _connect(self) -> socket.socket:
        if self._place.startswith("/"):
            link = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
            link.settimeout(self._seconds)
            try:
                link.connect(self._place)
            except OSError:
                link.close()
                raise
            return link
        host, _colon, port = self._place.rpartition(":")
        return socket.create_connection((host.strip("[]"), int(port)), self._seconds)

    def scan(self, file: IO[bytes]) -> Verdict:
        """Send everything and read the verdict. Raises `ScannerAway`."""
        if self._silence.lasts():
            raise ScannerAway("silent")
        file.seek(0)
        began = monotonic()
        try:
            with self._connect() as link:
                link.sendall(b"zINSTREAM\0")
                while piece := file.read(_PIECE):
                    link.sendall(struct.pack("!L", len(piece)) + piece)
                link.sendall(struct.pack("!L", 0))
                answer = self._answer(link)
        except (OSError, ValueError) as error:
            self._silence.note(began)
            raise ScannerAway(type(error).__name__) from error
        text = answer.rstrip(b"\0\r\n").decode("ascii", "replace")
        if text == "stream: OK":
            return Verdict()
        if text.startswith("stream: ") and text.endswith(" FOUND"):
            return Verdict(text[len("stream: ") : -len(" FOUND")][:120] or "?")
        raise ScannerAway(text[:120])

    @staticmethod
    def _answer(link: socket.socket) -> bytes:
        answer = b""
        while b"\0" not in answer and len(answer) < _LONGEST_ANSWER:
            piece = link.recv(1024)
            if not piece:
                break
            answer += piece
        return answer
