"""A purge that first fetches anew what readers are asking for, so that none of them has to wait for `app`.

While the purge is asked and not yet acknowledged, the old bytes may be served. In that time the pages used last
are fetched; then, in one step, the old ones go, the new ones come, and the purge is acknowledged. Purges do not
wait for each other: which refresh another one has overtaken, the cache knows.
"""

from __future__ import annotations

import asyncio
from collections.abc import Collection
from typing import TYPE_CHECKING

from sixianghui.common import wire
from sixianghui.front.cache import Fill
from sixianghui.front.entry import Kept
from sixianghui.front.exchange import Exchange
from sixianghui.front.request import Request

if TYPE_CHECKING:
    from sixianghui.front.engine import Engine, Waiter

#: How many pages one purge fetches anew at most.
REFRESHED_AT_ONCE = 4


def request_of(key: bytes) -> Request:
    """The request for the page with this key, from nobody: without cookies, browser and address."""
    site, _, line = key.partition(b" ")
    request = Request(0)
    request.parser = None
    request.scheme, _, request.host = site.partition(b"://")
    request.method, request.target, _ = line.split(b" ")
    request.client = "127.0.0.1"
    return request


class Refresh(Exchange):
    """One page on its way. `entry` is there when it has come and may be kept."""

    def __init__(self, engine: Engine, key: bytes) -> None:
        self.fill: Fill[Waiter] = engine.cache.refresh(key)
        super().__init__(engine, None, request_of(key), self.fill)
        self.entry: Kept | None = None
        self.work = self.task = engine.spawn(self.run())

    def _hand_on(self, fill: Fill[Waiter], entry: Kept) -> None:
        self.entry = entry

    def give_up(self) -> None:
        """It comes too late. If `app` is at work on it, the link stays taken until the answer begins."""
        self._fill = None
        self.client_gone()


class Refresher:
    """What the control socket asks."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    async def purge(self, tags: Collection[str]) -> int:
        """After this no byte with any of these tags that was made before the call is served.

        Returns how many entries went.
        """
        refreshes = [Refresh(self._engine, key) for key in self._worth_it(tags)]
        if refreshes:
            await asyncio.wait([one.work for one in refreshes], timeout=self._engine.config.refresh_timeout)
        # From here on nothing comes between.
        for one in refreshes:
            if not one.work.done():
                one.give_up()
        return self._engine.cache.purge(tags, {one.fill: one.entry for one in refreshes})

    def _worth_it(self, tags: Collection[str]) -> list[bytes]:
        engine = self._engine
        if engine.config.refresh_timeout <= 0 or wire.EVERYTHING in tags or engine.closing:
            return []
        if not engine.pool.has_room:
            return []  # those who hold the threads may be waiting for this very purge
        return engine.cache.recent(tags, engine.config.refresh_recent, REFRESHED_AT_ONCE)
