"""What comes back from a house that sends a stream: raw answers, and every byte that a viewer gets."""

from __future__ import annotations

import contextlib
import os
import re
import socket
import threading
from collections.abc import Iterator
from pathlib import Path

from tests.faults.lectures.studio import Studio

#: Answers that give nothing away.
REFUSED = {400, 404, 414, 421, 431}
_LINKS = re.compile(r"""(?:href|src|action|cursor|topics?|data-[\w-]+)="(/[^"#]*)""")
_NAMES = re.compile(r"^(?:[a-z2-9]{20}\.m4s\S*|live-\w+\.m3u8)|URI=\"([^\"]+)\"", re.M)


def raw(port: int, target: str, session: str = "", **fields: str) -> tuple[int, bytes]:
    """Status and the whole answer, head and body, of a target sent exactly as it is; 0 when nothing came back."""
    lines = [f"GET {target} HTTP/1.1", "Host: localhost", "Connection: close"]
    lines += [f"{name}: {value}" for name, value in fields.items()]
    if session:
        lines.append(f"Cookie: sxh_session={session}")
    with socket.create_connection(("127.0.0.1", port), timeout=30) as link:
        link.sendall("\r\n".join([*lines, "", ""]).encode())
        answer = b""
        with contextlib.suppress(ConnectionError):
            while data := link.recv(1 << 16):
                answer += data
    first = answer.split(b"\r\n", 1)[0].split()
    return (int(first[1]) if len(first) > 1 else 0), answer


def refused(port: int, target: str, session: str = "") -> tuple[bool, bytes]:
    """Whether it leads nowhere, also behind redirects, and all that was said on the way."""
    said = b""
    for _turn in range(4):
        status, answer = raw(port, target, session)
        said += answer
        found = re.search(rb"\r\n[Ll]ocation: *([^\r\n]+)", answer)
        if status not in {301, 302} or found is None:
            return status in REFUSED, said
        target = found[1].decode("latin-1")
    return False, said


def crawl(studio: Studio, session: str, begin: list[str], most: int = 80) -> dict[str, bytes]:
    """Every answer to what can be reached from these addresses within the lectures and streams, and to themselves."""
    waiting, seen = list(begin), dict[str, bytes]()
    ours = studio.made["lecture"], studio.made["stream"]
    while waiting and len(seen) < most:
        address = waiting.pop(0)
        if address in seen:
            continue
        status, answer = raw(studio.port, address, session)
        seen[address] = answer
        if status != 200 or b"/iso." in answer[:2000] or b"video/" in answer[:2000]:
            continue
        text = answer.decode("utf-8", "replace")
        waiting += [
            one.replace("&amp;", "&") for one in _LINKS.findall(text) if any(ref in one for ref in ours)
        ]
        if ".m3u8" in address:
            folder = address.rpartition("/")[0]
            waiting += [f"{folder}/{found[1] or found[0]}" for found in _NAMES.finditer(text)]
    return seen


class Overheard:
    """Everything that comes of an event stream, head and all, until the block ends."""

    def __init__(self, port: int, topics: tuple[str, ...], session: str = "") -> None:
        cookie = f"Cookie: sxh_session={session}\r\n" if session else ""
        wanted = "&".join(f"topic={topic}" for topic in topics)
        self.said = b""
        self._link = socket.create_connection(("127.0.0.1", port), timeout=30)
        self._link.sendall(f"GET /events/?{wanted} HTTP/1.1\r\nHost: localhost\r\n{cookie}\r\n".encode())
        self._thread = threading.Thread(target=self._listen, daemon=True)
        self._thread.start()

    def _listen(self) -> None:
        with contextlib.suppress(OSError):
            while data := self._link.recv(1 << 16):
                self.said += data

    def __enter__(self) -> Overheard:
        return self

    def __exit__(self, *_error: object) -> None:
        self._link.close()


@contextlib.contextmanager
def logs_in(path: Path) -> Iterator[None]:
    """What processes that are started in the block say, on both ways, for as long as they run."""
    kept = os.dup(1), os.dup(2)
    with path.open("ab") as file:
        os.dup2(file.fileno(), 1)
        os.dup2(file.fileno(), 2)
    try:
        yield
    finally:
        for number, before in enumerate(kept, start=1):
            os.dup2(before, number)
            os.close(before)


def files_below(folder: Path) -> Iterator[tuple[Path, bytes]]:
    """Every file there and its bytes; what goes away meanwhile is left out."""
    for path in sorted(folder.rglob("*")):
        with contextlib.suppress(OSError):
            if path.is_file():
                yield path, path.read_bytes()


def samples(data: bytes, size: int = 24) -> list[bytes]:
    """A few bytes by which a file can be told from all others: from its beginning, its middle, its end."""
    middle = len(data) // 2
    some = [data[:size], data[middle : middle + size], data[-size:]]
    return [one for one in some if len(one) == size and len(set(one)) > size // 3]
