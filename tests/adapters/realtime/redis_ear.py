"""A front's own end of Redis that remembers what it is told."""

from __future__ import annotations

import asyncio
import threading

from sixianghui.front.subscriber import Subscriber
from tests.adapters.front.harness import wait_for


class RedisEar:
    """As `Ear`: `heard` are the lines; while `deaf`, it takes no note and gives no answer."""

    def __init__(self, url: str) -> None:
        self._url = url
        self.heard: list[str] = []
        self.deaf = False

    def __enter__(self) -> RedisEar:
        self._thread = threading.Thread(target=lambda: asyncio.run(self._listen()), daemon=True)
        self._thread.start()
        wait_for(lambda: hasattr(self, "subscriber") and self.subscriber.sure())
        return self

    def __exit__(self, *_: object) -> None:
        self._loop.call_soon_threadsafe(self._task.cancel)
        self._thread.join()

    async def _listen(self) -> None:
        words = ("publish", "leap", "recheck", "close")
        self.subscriber = Subscriber(
            self._url, {word: self._note(word) for word in words}, lambda event: None
        )
        self._loop = asyncio.get_running_loop()
        self._task = asyncio.create_task(self.subscriber.run())
        try:
            await self._task
        except asyncio.CancelledError:
            await self.subscriber.leave()

    def _note(self, word: str):  # type: ignore[no-untyped-def]
        async def note(rest: str) -> int:
            if self.deaf:
                await asyncio.sleep(3600)
            self.heard.append(f"{word} {rest}")
            return 1

        return note

    @property
    def numbers(self) -> list[int]:
        """The numbers of the events."""
        return [int(line.split()[1]) for line in self.heard if line.startswith("publish ")]
