"""A reader of an event stream, who takes what comes piece by piece."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from tests.adapters.front.harness import Client

BEAT, GAP, CLOSED, MESSAGE, END = "beat", "gap", "closed", "message", "end"
#: How many watch: not an event of the topic, so it is among neither what is told nor what is taken.
WATCHING = "watching"


class Told(NamedTuple):
    """One event as a browser would dispatch it."""

    kind: str
    number: int
    data: Any


class Listener:
    """`with Listener(port, "a:1", cursor=3) as listener: listener.next()`. Raises `Refused` for any other answer.

    `numbers`: what it was told last of how many watch, by topic.
    """

    def __init__(
        self,
        port: int,
        *topics: str,
        cursor: int | None = None,
        last: int | None = None,
        watch: str = "",
        headers: Mapping[str, str] | None = None,
        client: Client | None = None,
    ) -> None:
        self.client = client or Client(port)
        target = "/events/?" + "&".join(f"topic={topic}" for topic in topics)
        target += "" if cursor is None else f"&cursor={cursor}"
        target += f"&watch={watch}" if watch else ""
        fields = {"Host": "localhost", **(headers or {})}
        if last is not None:
            fields["Last-Event-ID"] = str(last)
        lines = "".join(f"{name}: {value}\r\n" for name, value in fields.items())
        self.client.send(f"GET {target} HTTP/1.1\r\n{lines}\r\n".encode())
        self.last = 0
        self.retry = 0
        self.numbers: dict[str, int] = {}
        self._buffer = b""
        head = self._until(b"\r\n\r\n").decode("latin-1").split("\r\n")
        self.status = int(head[0].split()[1])
        self.headers = {name.lower(): value for name, _, value in (line.partition(": ") for line in head[1:])}
        if self.status != 200:
            body = self._take(int(self.headers["content-length"]))
            self.client.socket.close()
            raise Refused(self.status, body)

    def __enter__(self) -> Listener:
        return self

    def __exit__(self, *_: object) -> None:
        self.client.socket.close()

    def next(self) -> Told:
        """The next event, beats included; `END` when the stream is over."""
        while True:
            try:
                block = self._until(b"\n\n").decode()
            except ConnectionError:
                return Told(END, self.last, None)
            kind, data = MESSAGE, []
            for line in block.splitlines():
                name, _, value = line.partition(": ")
                if name == "id":
                    self.last = int(value)
                elif name == "event":
                    kind = value
                elif name == "retry":
                    self.retry = int(value)
                elif name == "data":
                    data.append(value)
            if data:
                told = Told(kind, self.last, json.loads("\n".join(data)))
                if kind == WATCHING:
                    self.numbers[told.data["topic"]] = told.data["n"]
                return told

    def told(self) -> Iterator[Told]:
        """Everything that means something: no beats; ends with the stream."""
        while (one := self.next()).kind != END:
            if one.kind not in (BEAT, WATCHING):
                yield one

    def number(self, topic: str) -> int:
        """The next number of viewers that is told of this topic."""
        while (one := self.next()).kind != END:
            if one.kind == WATCHING and one.data["topic"] == topic:
                return self.numbers[topic]
        raise ConnectionError("the stream is over")

    def open(self) -> Listener:
        """Wait for the first sign of life: from here on nothing is missed. Raises when something came before it."""
        first = self.next()
        assert first.kind == BEAT, first
        return self

    def take(self, number: int) -> list[Any]:
        """So many things told: the events' own data, or the word for anything else."""
        found = []
        for one in self.told():
            found.append(one.data["event"] if one.kind == MESSAGE else one.kind)
            if len(found) == number:
                break
        return found

    def rest(self) -> list[Any]:
        """Everything until the other side hangs up."""
        return [one.data["event"] if one.kind == MESSAGE else one.kind for one in self.told()]

    def _until(self, mark: bytes) -> bytes:
        while mark not in self._buffer:
            self._more()
        found, self._buffer = self._buffer.split(mark, 1)
        return found

    def _take(self, size: int) -> bytes:
        while len(self._buffer) < size:
            self._more()
        return self._buffer[:size]

    def _more(self) -> None:
        data = self.client.socket.recv(1 << 16)
        if not data:
            raise ConnectionError("the stream is over")
        self._buffer += data


class Refused(Exception):
    """Another answer than a stream."""

    def __init__(self, status: int, body: bytes) -> None:
        super().__init__(status)
        self.status = status
        self.body = body
