"""The gate for encoders that come by RTMP: open only while something is armed. Whoever comes shows a key first."""

from __future__ import annotations

import asyncio
import contextlib
import errno
import logging
import ssl
from collections import Counter
from collections.abc import AsyncIterator

from sixianghui.ingest.asking import Refused
from sixianghui.ingest.caller import Caller, Gone
from sixianghui.ingest.house import House
from sixianghui.ingest.rtmp import Malformed

log = logging.getLogger(__name__)

#: So many ports are tried when the one that was asked for is taken; with none, again after a while.
_PORTS, _AGAIN_SECONDS = 20, 30.0
#: So many connections may be there that have not been let in; of one address, so many wait for its turn.
MOST_STRANGERS, _MOST_OF_ONE = 16, 10
#: After a wrong key the next one from the same address waits so long.
_WRONG_SECONDS = 1.0
_MOST_KEY = 200


class Gate:
    """Listens while something is armed. `look` is one of the house's ways."""

    def __init__(self, house: House) -> None:
        self._house, self._config = house, house.config
        self._server: asyncio.Server | None = None
        self._looking = asyncio.Lock()
        #: Not tried before, by the clock of the loop.
        self._next = 0.0
        self._strangers: set[asyncio.StreamWriter] = set()
        self._calls: set[asyncio.Task[None]] = set()
        self._turns: dict[str, asyncio.Lock] = {}
        self._queues: Counter[str] = Counter()

    async def look(self) -> None:
        """Open or shut, as it should be now."""
        async with self._looking:
            wanted = bool(self._house.armed) and self._config.rtmp_port > 0
            if wanted and self._server is None and asyncio.get_running_loop().time() >= self._next:
                await self._open()
            elif not wanted and self._server is not None:
                self._shut()

    async def close(self) -> None:
        """Shut, and wait for those who are still there; their feeds have ended."""
        if self._server is not None:
            self._shut()
        for call in self._calls:
            call.cancel()
        await asyncio.gather(*self._calls, return_exceptions=True)

    # ---- the port

    async def _open(self) -> None:
        first = self._config.rtmp_port
        for port in range(first, min(first + _PORTS, 65536)):
            try:
                self._server = await asyncio.start_server(
                    self._come, self._config.host, port, ssl=self._context(), limit=256 * 1024
                )
            except OSError as error:
                if error.errno == errno.EADDRINUSE:
                    continue
                log.error("the port for RTMP cannot be opened: %s", error)
                break
            self._house.say_ports(rtmp=port)
            return
        else:
            log.error("no port for RTMP is free from %d on", first)
        self._next = asyncio.get_running_loop().time() + _AGAIN_SECONDS

    def _shut(self) -> None:
        assert self._server is not None
        self._server.close()
        self._server = None
        self._house.say_ports(rtmp=None)
        for writer in self._strangers:
            writer.transport.abort()

    def _context(self) -> ssl.SSLContext | None:
        if self._config.tls_cert is None:
            return None
        made = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        made.load_cert_chain(self._config.tls_cert, self._config.tls_key)
        return made

    # ---- those who come

    async def _come(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._calls.add(task)
        try:
            await self._receive(Caller(self._house, reader, writer), writer)
        except (Malformed, TimeoutError) as error:
            log.info("an encoder is sent away: %s", error or "it was too slow")
        except (Gone, OSError):
            pass
        finally:
            self._calls.discard(task)
            writer.close()
            with contextlib.suppress(OSError):
                await writer.wait_closed()

    async def _receive(self, caller: Caller, writer: asyncio.StreamWriter) -> None:
        address = str((writer.get_extra_info("peername") or ("",))[0])
        if len(self._strangers) >= MOST_STRANGERS:
            return
        self._strangers.add(writer)
        try:
            admitted = await self._admit(caller, address)
        finally:
            self._strangers.discard(writer)
        if admitted is not None:
            await caller.send(*admitted)

    async def _admit(self, caller: Caller, address: str) -> tuple[str, str] | None:
        key = await caller.key()
        async with self._turn(address) as free:
            try:
                if not free:
                    raise Refused("busy")
                if not 0 < len(key) <= _MOST_KEY:
                    raise Refused("wrong")
                return await self._house.admit("rtmp", key=key)
            except Refused as refused:
                why = refused.why
            except OSError:
                why = "away"
            if free and why == "wrong":
                log.warning("a wrong key came from %s", address)
                await asyncio.sleep(_WRONG_SECONDS)
        await caller.refuse(why)
        return None

    @contextlib.asynccontextmanager
    async def _turn(self, address: str) -> AsyncIterator[bool]:
        """One after the other from each address; False when too many wait."""
        if self._queues[address] >= _MOST_OF_ONE:
            yield False
            return
        self._queues[address] += 1
        try:
            async with self._turns.setdefault(address, asyncio.Lock()):
                yield True
        finally:
            self._queues[address] -= 1
            if not self._queues[address]:
                del self._queues[address], self._turns[address]
