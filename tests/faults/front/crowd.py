"""A crowd of readers as pages are: each comes back by itself, by the number of the last event that it got."""

from __future__ import annotations

import asyncio
import json
import random
from dataclasses import dataclass, field
from typing import Any

from tests.adapters.front.listener import GAP


@dataclass
class Reader:
    """What one of them heard: the events' own numbers, and gaps; how often its stream began."""

    heard: list[int | str] = field(default_factory=list)
    last: int = 0
    streams: int = 0

    def missed(self) -> list[str]:
        """What is wrong with what it heard: something twice or out of order, or missing without having been told."""
        wrong, before = [], None
        for one in self.heard:
            if one == GAP:
                before = None
                continue
            assert isinstance(one, int)
            if before is not None and one != before + 1:
                wrong.append(f"{one} after {before}")
            before = one
        return wrong


class Crowd:
    """`readers` on `ports` in turns, until each has heard the event whose number is `last`."""

    def __init__(self, ports: list[int], topic: str, readers: int, last: int) -> None:
        self.readers = [Reader() for _ in range(readers)]
        self._ports, self._topic, self._last = ports, topic, last

    def listening(self) -> int:
        """How many have been let in at least once."""
        return sum(reader.streams > 0 for reader in self.readers)

    def run(self) -> None:
        """For a thread of its own."""
        asyncio.run(self._run())

    async def _run(self) -> None:
        async with asyncio.timeout(100), asyncio.TaskGroup() as group:
            for number, reader in enumerate(self.readers):
                group.create_task(self._listen(reader, self._ports[number % len(self._ports)]))

    async def _listen(self, reader: Reader, port: int) -> None:
        while not reader.heard or reader.heard[-1] != self._last:
            try:
                await self._one_stream(reader, port)
            except (OSError, asyncio.IncompleteReadError):
                await asyncio.sleep(random.random() / 5)

    async def _one_stream(self, reader: Reader, port: int) -> None:
        incoming, outgoing = await asyncio.open_connection("127.0.0.1", port)
        try:
            known = f"Last-Event-ID: {reader.last}\r\n" if reader.last else ""
            outgoing.write(
                f"GET /events/?topic={self._topic} HTTP/1.1\r\nHost: localhost\r\n{known}\r\n".encode()
            )
            head = await incoming.readuntil(b"\r\n\r\n")
            if not head.startswith(b"HTTP/1.1 200"):
                raise ConnectionError(head[:20])
            while not reader.heard or reader.heard[-1] != self._last:
                self._take(reader, (await incoming.readuntil(b"\n\n")).decode())
        finally:
            outgoing.close()

    def _take(self, reader: Reader, block: str) -> None:
        fields: dict[str, Any] = dict(line.split(": ", 1) for line in block.splitlines() if line)
        if "id" in fields:
            reader.last = int(fields["id"])
        if fields.get("event") == "beat":
            reader.streams += 1
        elif fields.get("event") == GAP:
            reader.heard.append(GAP)
        elif "event" not in fields and "data" in fields:
            reader.heard.append(json.loads(fields["data"])["event"]["n"])
