"""What a browser sends: numbered pieces of a recording that its page makes, laid down by `app` one file each.

`app` answers when a piece is on disk; here they are read in order. A page that comes back goes on with the number it is told.
"""

from __future__ import annotations

import asyncio
import functools
import logging
from pathlib import Path
from typing import Any

from sixianghui.ingest import letterbox
from sixianghui.ingest.feed import Feed, Over
from sixianghui.ingest.house import House
from sixianghui.ingest.making import Wanted

log = logging.getLogger(__name__)

_LOOK_SECONDS = 0.1


class Inbox:
    """Reads the pieces of every feed that a page sends."""

    def __init__(self, house: House) -> None:
        self._house = house
        self._reading: dict[str, asyncio.Task[None]] = {}
        #: What has been read to its end: `app` may name it once more before it has heard of that.
        self._read_out: set[str] = set()

    async def look(self) -> None:
        """Begin to read what is new."""
        for stream in self._house.armed.values():
            for told in stream.browser:
                if told["feed"] not in self._reading and told["feed"] not in self._read_out:
                    task = asyncio.create_task(self._read(stream.ref, told))
                    self._reading[told["feed"]] = task
                    task.add_done_callback(functools.partial(self._over, told["feed"]))

    def _over(self, ref: str, _task: asyncio.Task[None]) -> None:
        self._reading.pop(ref, None)
        self._read_out.add(ref)

    async def _read(self, stream: str, told: dict[str, Any]) -> None:
        ref = told["feed"]
        folder = letterbox.folder_of(self._house.folder_of(stream), ref)
        wanted = Wanted(told["kind"], told["picture"], told["sound"])
        try:
            feed = await self._house.begin(ref, stream, wanted, way="browser")
        except (Over, OSError) as error:
            log.warning("feed %s cannot begin: %s", ref, error)
            return  # the house has said so
        # The first holds what ffmpeg has to know, so it stays: after a restart the reading goes on where it was.
        number, why = 0, "ended"
        try:
            while not feed.over.is_set():
                path = folder / letterbox.name_of(number)
                if path.exists():
                    await self._give(feed, path)
                    number = number + 1 if number else await asyncio.to_thread(letterbox.first_of, folder)
                elif (folder / letterbox.LAST).exists():
                    break
                else:
                    await asyncio.sleep(_LOOK_SECONDS)
        except (Over, OSError) as error:
            why = error.why if isinstance(error, Over) else "fallen"
        await self._house.finish(ref, feed.told.over or why)

    async def _give(self, feed: Feed, path: Path) -> None:
        await feed.write(await asyncio.to_thread(path.read_bytes))
        await asyncio.to_thread(letterbox.read, path)
