"""The client of the control sockets, for `app`: plain sockets, no event loop."""

from __future__ import annotations

import contextlib
import socket
import time
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Told:
    """What became of a message, front by front."""

    #: These have done what they were told.
    acknowledged: tuple[Path, ...]
    #: Nobody listens there: that front is not running and will return without pages, streams and events.
    absent: tuple[Path, ...]
    #: These did not answer in time; they may or may not have done it.
    unanswered: tuple[Path, ...]

    @property
    def complete(self) -> bool:
        """Has every front that runs done it?"""
        return not self.unanswered


def purge(control_sockets: Iterable[Path], tags: Iterable[str], timeout: float = 2.0) -> Told:
    """Have every front forget the pages that carry any of these tags; `wire.EVERYTHING` empties the caches.

    Call it after the transaction has been committed. It returns when each front has acknowledged or `timeout`
    seconds are over in all. Raises `ValueError` for a tag with white space.
    """
    names = sorted(set(tags))
    if any(not name or name.split() != [name] for name in names):
        raise ValueError("a cache tag is one word")
    return tell(control_sockets, "purge", " ".join(names), timeout)


def tell(control_sockets: Iterable[Path], word: str, rest: str, timeout: float = 2.0) -> Told:
    """Send one message to every front and wait, `timeout` seconds in all, until each has acknowledged it."""
    line = f"{word} {rest}\n".encode()
    until = time.monotonic() + timeout
    acknowledged: list[Path] = []
    absent: list[Path] = []
    unanswered: list[Path] = []
    asked: list[tuple[Path, socket.socket]] = []
    for path in control_sockets:
        link = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        link.settimeout(_left(until))
        try:
            link.connect(str(path))
        except (FileNotFoundError, ConnectionRefusedError):
            link.close()
            absent.append(path)
            continue
        except OSError:
            link.close()
            unanswered.append(path)
            continue
        with contextlib.suppress(OSError):
            link.sendall(line)
        asked.append((path, link))
    for path, link in asked:
        with link:
            (acknowledged if _acknowledges(link, until) else unanswered).append(path)
    return Told(tuple(acknowledged), tuple(absent), tuple(unanswered))


def _acknowledges(link: socket.socket, until: float) -> bool:
    answer = b""
    while not answer.endswith(b"\n"):
        link.settimeout(_left(until))
        try:
            data = link.recv(256)
        except OSError:
            return False
        if not data:
            return False
        answer += data
    return answer.startswith(b"done ")


def _left(until: float) -> float:
    return max(0.001, until - time.monotonic())
