"""The door for encoders that come by WebRTC (WHIP, RFC 9725). They speak HTTP with `app`, which hands their offer on.

It does so over a socket of this machine, there only while something is armed: a line with the key and the offer, a line
with the answer. The connection itself is held here (`peer.py`).
"""

from __future__ import annotations

import asyncio
import contextlib
import importlib.util
import json
import logging
import socket
from pathlib import Path
from typing import Any

from sixianghui.ingest.asking import Refused
from sixianghui.ingest.house import House

log = logging.getLogger(__name__)

#: The longest offer that is taken, in bytes.
LONGEST_OFFER = 64 * 1024
#: So many offers are answered at a time: each keeps a thread of `app` waiting, and needs another one of it.
_MOST_AT_ONCE = 2
_NAME = "ingest.whip"
_ANSWER_SECONDS, _ASK_SECONDS = 6.0, 8.0


def installed() -> bool:
    """Whether what it takes is there (the extra `whip`)."""
    return importlib.util.find_spec("aiortc") is not None


class Whip:
    """Takes offers while something is armed. `look` is one of the house's ways."""

    def __init__(self, house: House) -> None:
        self._house = house
        self._path = house.config.knocker.with_name(_NAME)
        self._path.unlink(missing_ok=True)
        self._server: asyncio.Server | None = None
        self._looking = asyncio.Lock()
        self._calls: set[asyncio.Task[None]] = set()
        self._answering = 0

    async def look(self) -> None:
        """Open or shut, as it should be now."""
        async with self._looking:
            wanted = bool(self._house.armed) and installed()
            if wanted and self._server is None:
                self._server = await asyncio.start_unix_server(
                    self._come, self._path, limit=4 * LONGEST_OFFER
                )
                self._path.chmod(0o600)
            elif not wanted and self._server is not None:
                self._shut()

    async def close(self) -> None:
        """Shut, and wait for those who are still there; their feeds have ended."""
        if self._server is not None:
            self._shut()
        for call in self._calls:
            call.cancel()
        await asyncio.gather(*self._calls, return_exceptions=True)

    def _shut(self) -> None:
        assert self._server is not None
        self._server.close()
        self._server = None
        self._path.unlink(missing_ok=True)

    async def _come(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with contextlib.suppress(OSError, ValueError, TimeoutError):
            async with asyncio.timeout(_ANSWER_SECONDS):
                said = json.loads(await reader.readline())
                told = await self._answer(str(said["key"]), str(said["offer"]))
                writer.write(json.dumps(told).encode() + b"\n")
                await writer.drain()
        writer.close()

    async def _answer(self, key: str, offer: str) -> dict[str, str]:
        if self._answering >= _MOST_AT_ONCE:
            return {"why": "away"}
        self._answering += 1
        try:
            ref, stream = await self._house.admit("whip", wait=False, key=key)
            return {"feed": ref, "answer": await self._take_in(ref, stream, offer)}
        except Refused as refused:
            return {"why": refused.why}
        except OSError:
            return {"why": "away"}
        finally:
            self._answering -= 1

    async def _take_in(self, ref: str, stream: str, offer: str) -> str:
        """Raises `Refused`."""
        peer: Any = None
        try:
            # It takes most of a second, and only here is it needed.
            peers = await asyncio.to_thread(importlib.import_module, "sixianghui.ingest.peer")
            peer = peers.Peer(self._house, ref, stream)
            answer: str = await peer.answer(offer)
        except BaseException as error:
            await self._house.finish(ref, "malformed")
            if peer is not None:
                await peer.close()
            if isinstance(error, Exception):
                log.warning("feed %s cannot begin: %s", ref, error or type(error).__name__)
                raise Refused("malformed") from error
            raise
        task = asyncio.create_task(peer.run())
        self._calls.add(task)
        task.add_done_callback(self._calls.discard)
        return answer


def offer(run: Path, key: str, said: str) -> dict[str, Any]:
    """Hand an offer to the ingest process of this machine: `feed` and `answer`, or `why` not.

    run: the folder of sockets. Raises `OSError` when nobody answers.
    """
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as line:
        line.settimeout(_ASK_SECONDS)
        line.connect(str(run / _NAME))
        line.sendall(json.dumps({"key": key, "offer": said}).encode() + b"\n")
        with line.makefile("rb") as answers:
            answer = answers.readline()
    if not answer:
        raise OSError("no answer")
    told: dict[str, Any] = json.loads(answer)
    return told
