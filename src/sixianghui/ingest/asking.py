"""Asking `app` over its own sockets: who may send, what is armed, what is to end."""

from __future__ import annotations

import asyncio
import itertools
from pathlib import Path
from typing import Any

import httpx

from sixianghui.common import wire

_TIMEOUT = httpx.Timeout(15.0, connect=2.0)


class Refused(Exception):
    """`app` says no. `why` is one of its words; `feed` the one that is in the way, if that is it."""

    def __init__(self, why: str, feed: str = "") -> None:
        super().__init__(why)
        self.why, self.feed = why, feed


class Asking:
    """Puts questions to one of the app processes; while none answers, tries for a while."""

    def __init__(self, sockets: tuple[Path, ...], name: str) -> None:
        self._clients = itertools.cycle(
            [
                httpx.AsyncClient(
                    transport=httpx.AsyncHTTPTransport(uds=str(one)),
                    base_url="http://localhost",
                    timeout=_TIMEOUT,
                    headers={wire.INGEST: name},
                )
                for one in sockets
            ]
        )
        self._several = tuple(itertools.islice(self._clients, len(sockets)))

    async def ask(self, what: str, *, patience: float, **said: Any) -> dict[str, Any]:
        """The answer to `what` (round, feeds, …). patience: seconds. Raises `Refused`, or `OSError` when nobody answers."""
        until = asyncio.get_running_loop().time() + patience
        while True:
            client = next(self._clients)
            try:
                response = await client.post(f"{wire.INGEST_ADDRESS}{what}/", json=said)
                if response.status_code == 403:
                    told = response.json()
                    raise Refused(told["why"], told.get("feed", ""))
                if response.status_code == 200:
                    found: dict[str, Any] = response.json()
                    return found
            except (httpx.HTTPError, ValueError):
                pass
            if asyncio.get_running_loop().time() >= until:
                raise OSError("app does not answer")
            await asyncio.sleep(0.25)

    async def close(self) -> None:
        for one in self._several:
            await one.aclose()
