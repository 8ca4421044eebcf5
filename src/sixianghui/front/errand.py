"""A request that the front itself puts to `app`, and what comes back."""

from __future__ import annotations

import asyncio
from typing import NamedTuple

from sixianghui.front import headers as passing
from sixianghui.front.pool import OverloadedError, Pool


class Reply(NamedTuple):
    """What `app` answered. `body` is what was wanted of it."""

    status: int
    fields: dict[bytes, bytes]
    body: bytes


class Errand:
    """`message` is a whole request. Of the body that comes back at most `wanted` bytes are kept."""

    def __init__(self, message: bytes, wanted: int = 0) -> None:
        self._message = message
        self._wanted = wanted
        self._status = 0
        self._fields: dict[bytes, bytes] = {}
        self._body = b""
        self._ending: asyncio.Future[bool] = asyncio.get_running_loop().create_future()

    async def put(self, pool: Pool) -> Reply | None:
        """The answer; None when there is none to be had."""
        try:
            link = await pool.lease(fresh=False)
        except OverloadedError:
            return None
        try:
            link.expect(self, head_only=False)
            link.write(self._message)
            answered = await self._ending
        finally:
            pool.give_back(link)
        return Reply(self._status, self._fields, self._body) if answered else None

    # ---- Receiver

    def on_head(self, status: int, headers: list[tuple[bytes, bytes]]) -> None:
        self._status, self._fields = status, passing.merged(headers)

    def on_data(self, data: bytes) -> None:
        self._body += data[: self._wanted - len(self._body)]

    def on_end(self) -> None:
        self._end(True)

    def on_lost(self, *, timed_out: bool) -> None:
        self._end(False)

    def _end(self, answered: bool) -> None:
        if not self._ending.done():
            self._ending.set_result(answered)
