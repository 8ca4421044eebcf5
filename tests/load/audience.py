"""Run as a process: an audience of one lecture. Viewers come, stay, are cut off and come back, and go; each event is judged.
With `--stay` so many watch from beginning to end, though not the same people.

Prints one line of JSON: how many watched, the most at one time, person-seconds, comments told, lost and doubled.
"""

from __future__ import annotations

import argparse
import asyncio
import bisect
import json
import random
import re
import sys
import time
from dataclasses import dataclass, field
from typing import Any

import uvloop

_ID = re.compile(rb"^id: (\d+)", re.M)
_SHOWN = b'"what":"shown"'
#: Seconds within which all seats are taken, and the least that somebody stays.
_FILLING, _SHORTEST = 240.0, 14.0


@dataclass(slots=True)
class Viewer(asyncio.Protocol):
    """One browser. `first` and `last`: between which numbers it has heard everything; `heard`: numbers of comments."""

    audience: Audience
    token: str
    first: int = 0
    last: int = 0
    heard: list[int] = field(default_factory=list)
    rest: bytes = b""
    transport: Any = None
    refused: bool = False
    begun: bool = False

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport, self.begun, self.rest = transport, False, b""
        last = f"Last-Event-ID: {self.last}\r\n" if self.last else ""
        target = f"{self.audience.target}&watch={self.token}"
        self.transport.write(f"GET {target} HTTP/1.1\r\nHost: 127.0.0.1\r\n{last}\r\n".encode())

    def data_received(self, data: bytes) -> None:
        blocks = (self.rest + data).split(b"\n\n")
        self.rest = blocks.pop()
        for block in blocks:
            if not self.begun:
                self.begun = True
                if not block.startswith(b"HTTP/1.1 200"):
                    self.refused = True
                    return
            self._take(block)

    def _take(self, block: bytes) -> None:
        found = _ID.search(block)
        if found is None:
            return
        number = int(found[1])
        if b"event: gap" in block:
            self.audience.gaps += 1
        self.first = self.first or number
        self.last = max(self.last, number)
        if _SHOWN in block:
            self.heard.append(number)
            self.audience.told.add(number)

    def leave(self) -> None:
        if self.transport is not None:
            self.transport.abort()
            self.transport = None


class Audience:
    """All viewers, and what they were told. Seconds are of this process."""

    def __init__(self, given: argparse.Namespace) -> None:
        self.given = given
        self.target = "/events/?" + "&".join(f"topic={topic}" for topic in given.topics.split(","))
        self.told: set[int] = set()
        self.gaps = self.here = self.most = self.failed = 0
        self.spent = 0.0
        self.chance = random.Random(given.seed)
        self.began = time.monotonic()

    async def watch(self, number: int) -> Viewer:
        """One viewer's way: when they come, for how long they stay; one in twenty is cut off and comes back."""
        given, chance = self.given, self.chance
        viewer = Viewer(self, f"bench-viewer-{given.seed:04}-{number:06}")
        comes = chance.random() ** 1.5 * given.seconds * 0.7
        stays = min(given.seconds - comes, 14 + chance.expovariate(1 / (given.seconds / 3)))
        await asyncio.sleep(comes)
        await self._stay(viewer, stays, 11 + chance.random() * (stays - 12) if number % 20 == 0 else None)
        return viewer

    async def hold(self, seat: int) -> list[Viewer]:
        """One seat that is always taken: somebody stays a while, is now and then cut off, goes, and another comes."""
        given, chance = self.given, self.chance
        over = self.began + given.seconds
        await asyncio.sleep(chance.random() * min(_FILLING, given.seconds / 4))
        sat: list[Viewer] = []
        while (left := over - time.monotonic()) > 0:
            viewer = Viewer(self, f"bench-viewer-{given.seed:04}-{seat:06}-{len(sat)}")
            sat.append(viewer)
            stays = min(left, _SHORTEST + chance.expovariate(1 / given.stay))
            await self._stay(viewer, stays, stays * chance.random() if seat % 20 == 0 else None)
        return sat

    async def _stay(self, viewer: Viewer, seconds: float, cut: float | None) -> None:
        """Watch for so long; after `cut` seconds the line breaks for one, and they come back."""
        if cut is not None:
            await self._sit(viewer, cut)
            viewer.leave()
            await asyncio.sleep(1)
        await self._sit(viewer, max(0.0, seconds - (cut or 0)))
        viewer.leave()

    async def _sit(self, viewer: Viewer, seconds: float) -> None:
        await self._connect(viewer)
        self.here += 1
        self.most = max(self.most, self.here)
        entered = time.monotonic()
        await asyncio.sleep(seconds)
        self.spent += time.monotonic() - entered
        self.here -= 1

    async def _connect(self, viewer: Viewer) -> None:
        loop = asyncio.get_running_loop()
        for _again in range(5):
            try:
                await loop.create_connection(lambda: viewer, "127.0.0.1", self.given.port)
            except OSError:
                self.failed += 1
                await asyncio.sleep(0.5)
            else:
                return

    async def run(self) -> dict[str, object]:
        numbers = range(self.given.viewers)
        if self.given.stay:
            seats = await asyncio.gather(*(self.hold(number) for number in numbers))
            viewers = [one for seat in seats for one in seat]
        else:
            viewers = await asyncio.gather(*(self.watch(number) for number in numbers))
        order = sorted(self.told)
        lost = doubled = deliveries = 0
        for one in viewers:
            there = bisect.bisect_right(order, one.last) - bisect.bisect_right(order, one.first)
            once = {number for number in one.heard if number > one.first}
            deliveries += len(one.heard)
            lost += there - len(once)
            doubled += len(one.heard) - len(set(one.heard))
        return {
            "viewers": len(viewers),
            "refused": sum(one.refused for one in viewers),
            "failed": self.failed,
            "most": self.most,
            "seconds": round(self.spent),
            "comments": len(order),
            "deliveries": deliveries,
            "lost": lost,
            "doubled": doubled,
            "gaps": self.gaps,
        }


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("port", type=int)
    parser.add_argument("topics")
    parser.add_argument("--viewers", type=int, required=True)
    parser.add_argument("--seconds", type=float, required=True)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument(
        "--stay",
        type=float,
        default=0,
        help="all watch at one time: each so many seconds, then another comes",
    )
    given = parser.parse_args()
    sys.stdout.write(json.dumps(uvloop.run(Audience(given).run())) + "\n")


if __name__ == "__main__":
    main()
