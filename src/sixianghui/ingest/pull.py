"""What a foreign server (nginx-rtmp, SRS) has taken in is fetched from there. `app` has let the encoder in already."""

from __future__ import annotations

import asyncio
import logging
from typing import Any

from sixianghui.ingest.asking import Refused
from sixianghui.ingest.house import House
from sixianghui.ingest.outside import Source, stopped, take_in

log = logging.getLogger(__name__)

_AGAIN_SECONDS = 1.0
#: So long nothing may come, in microseconds.
_SILENT = "15000000"
#: Sound is there at once, the picture from its next key frame on; so long it is waited for, in microseconds.
_LOOKING = "8000000"


class Puller:
    """Fetches each feed that is to be fetched, once. `look` is one of the house's ways."""

    def __init__(self, house: House) -> None:
        self._house = house
        self._reading: dict[str, asyncio.Task[None]] = {}

    async def look(self) -> None:
        """Fetch what is there now, and nothing else."""
        wanted = {}
        if self._house.config.pull_url:
            wanted = {
                one["feed"]: (armed.ref, one) for armed in self._house.armed.values() for one in armed.pull
            }
        for ref in self._reading.keys() - wanted.keys():
            await stopped(self._reading.pop(ref, None))
        for ref, (stream, told) in wanted.items():
            if ref not in self._reading:
                self._reading[ref] = asyncio.create_task(self._read(stream, told))

    async def close(self) -> None:
        """Nothing is fetched any more."""
        reading, self._reading = self._reading, {}
        for task in reading.values():
            await stopped(task)

    async def _read(self, stream: str, told: dict[str, Any]) -> None:
        address = f"{self._house.config.pull_url}/{told['name']}"
        protocols = "rtmps,tls,tcp" if address.startswith("rtmps:") else "rtmp,tcp"
        source = Source(
            address, protocols, {"rtmp_live": "live", "rw_timeout": _SILENT, "analyzeduration": _LOOKING}
        )

        async def admitted() -> tuple[str, str]:
            return told["feed"], stream

        while True:
            try:
                if await take_in(self._house, source, admitted, way="pull"):
                    return
            except (OSError, ValueError, Refused):
                log.exception("feed %s cannot be fetched", told["feed"])
            await asyncio.sleep(_AGAIN_SECONDS)
