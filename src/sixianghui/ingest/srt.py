"""Encoders that come by SRT: for each armed stream an ffmpeg listens at a port of its own for whoever has its passphrase."""

from __future__ import annotations

import asyncio
import logging
import socket
import time

from sixianghui.ingest.asking import Refused
from sixianghui.ingest.house import House
from sixianghui.ingest.outside import Source, stopped, take_in

log = logging.getLogger(__name__)

#: So many ports are looked through for a free one.
_PORTS = 40
#: After one has left, and after a listener that fell at once.
_AGAIN_SECONDS, _FELL_SECONDS = 0.2, 10.0
#: How long packets that were lost are waited for, in microseconds.
_LATENCY = "200000"


class Listeners:
    """One for each stream that is armed and has a passphrase. `look` is one of the house's ways."""

    def __init__(self, house: House) -> None:
        self._house = house
        self._running: dict[str, tuple[str, asyncio.Task[None]]] = {}
        self._ports: dict[str, int] = {}

    async def look(self) -> None:
        """Listen for what is armed now, and for nothing else."""
        wanted = {one.ref: one.srt for one in self._house.armed.values() if one.srt}
        if not self._house.config.srt_port:
            wanted = {}
        for ref, (passphrase, task) in list(self._running.items()):
            if wanted.get(ref) != passphrase or task.done():
                self._running.pop(ref, None)
                await stopped(task)
        for ref, passphrase in wanted.items():
            if ref not in self._running:
                task = asyncio.create_task(self._listen(ref, passphrase))
                self._running[ref] = passphrase, task

    async def close(self) -> None:
        """Nobody listens any more."""
        running, self._running = self._running, {}
        for _passphrase, task in running.values():
            await stopped(task)

    async def _listen(self, ref: str, passphrase: str) -> None:
        try:
            while True:
                began = time.monotonic()
                came = await self._once(ref, passphrase)
                fell = not came and time.monotonic() - began < 1
                await asyncio.sleep(_FELL_SECONDS if fell else _AGAIN_SECONDS)
        except Exception:
            log.exception("nobody listens for SRT any more for %s", ref)
        finally:
            self._say(ref, None)

    async def _once(self, ref: str, passphrase: str) -> bool:
        """One encoder. Whether it came."""
        port = self._port_for(ref)
        if port is None:
            log.error("no port for SRT is free from %d on", self._house.config.srt_port)
            return False
        self._say(ref, port)
        host = self._house.config.host
        source = Source(
            f"srt://{f'[{host}]' if ':' in host else host}:{port}",
            "srt",
            {
                "mode": "listener", "passphrase": passphrase, "pbkeylen": "32", "latency": _LATENCY,
                "analyzeduration": "1000000", "fpsprobesize": "0",
            },
        )  # fmt: skip
        try:
            return await take_in(self._house, source, lambda: self._house.admit("srt", stream=ref), way="srt")
        except Refused as refused:
            log.info("an encoder is sent away: %s", refused.why)
        except OSError:
            log.exception("SRT for %s", ref)
        return True

    def _port_for(self, ref: str) -> int | None:
        """The same as before, if it is free; otherwise the first that is."""
        first = self._house.config.srt_port
        taken = {port for other, port in self._ports.items() if other != ref}
        order = [*([self._ports[ref]] if ref in self._ports else []), *range(first, first + _PORTS)]
        return next(
            (port for port in order if port not in taken and _is_free(self._house.config.host, port)), None
        )

    def _say(self, ref: str, port: int | None) -> None:
        before = dict(self._ports)
        if port is None:
            self._ports.pop(ref, None)
        else:
            self._ports[ref] = port
        if self._ports != before:
            self._house.say_ports(srt=self._ports)


def _is_free(host: str, port: int) -> bool:
    if port > 65535:
        return False
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_DGRAM) as one:
        try:
            one.bind((host, port))
        except OSError:
            return False
    return True
