"""The question who may listen, put to `app` by the front itself for streams that are open already."""

from __future__ import annotations

import asyncio
import os

from sixianghui.common import wire
from sixianghui.front import headers as passing
from sixianghui.front.permits import Permit
from sixianghui.front.pool import OverloadedError, Pool
from sixianghui.front.request import Request


class Question:
    """The question that the first client of a permit asked. Of what comes back only the head is looked at."""

    def __init__(self, permit: Permit) -> None:
        site, topics, cookies = permit.key
        request = Request(0)
        request.parser = None
        request.scheme, _, request.host = site.rstrip(b" ").partition(b"://")
        request.method = b"GET"
        request.target = (wire.EVENTS + "?" + "&".join(f"topic={topic}" for topic in topics)).encode("ascii")
        request.headers = [(b"Cookie", cookies)] if cookies else []
        request.client = permit.client
        self._request = request
        self._status = 0
        self._fields: dict[bytes, bytes] = {}
        self._ending: asyncio.Future[bool] = asyncio.get_running_loop().create_future()

    async def put(self, pool: Pool) -> dict[bytes, bytes] | None:
        """The headers of a friendly answer, no headers for any other; None when there is no answer to be had."""
        try:
            link = await pool.lease(fresh=False)
        except OverloadedError:
            return None
        try:
            link.expect(self, head_only=False)
            link.write(passing.to_app(self._request, os.urandom(8).hex(), trusted=False, whole=False))
            answered = await self._ending
        finally:
            pool.give_back(link)
        if not answered or self._status >= 500:
            return None
        return self._fields if self._status == 200 else {}

    # ---- Receiver

    def on_head(self, status: int, headers: list[tuple[bytes, bytes]]) -> None:
        self._status, self._fields = status, passing.merged(headers)

    def on_data(self, data: bytes) -> None:
        """The page is of no interest."""

    def on_end(self) -> None:
        self._end(True)

    def on_lost(self, *, timed_out: bool) -> None:
        self._end(False)

    def _end(self, answered: bool) -> None:
        if not self._ending.done():
            self._ending.set_result(answered)
