"""One encoder that came by WebRTC: its offer is answered, then what it sends goes into a feed. Needs aiortc.

aiortc decrypts and puts packets in order; its decoders are replaced by one that hands frames on as they came, since
decoding and encoding again would cost more than all else together.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import re
import time
from collections.abc import Iterable
from typing import Any

import aiortc
from aiortc import rtcrtpreceiver

from sixianghui.ingest.feed import Feed, Over
from sixianghui.ingest.house import House
from sixianghui.ingest.making import Wanted
from sixianghui.ingest.packing import Encoded, Packer

log = logging.getLogger(__name__)

#: How long until something of it comes, how long picture and sound wait for each other, how often a key frame is asked for.
_FIRST_SECONDS, _BOTH_SECONDS, _KEY_SECONDS = 10.0, 3.0, 2.0
#: So many frames wait while ffmpeg is busy: some seconds.
_MOST_WAITING = 1000
_KINDS = ("video", "audio")
_LIKED = ("video/h264", "video/vp8", "audio/opus", "video/rtx")
_KIND = re.compile(r"^m=(\w+) ", re.M)
_WHERE = re.compile(r"^a=(?:candidate:.*|end-of-candidates)\r?\n", re.M)


class Unfit(Exception):
    """The offer is none of a picture or of sound that we take."""


class _AsItCame:
    """Stands where aiortc has a decoder."""

    def __init__(self, codec: Any) -> None:
        self._name, self._rate = codec.name.lower(), codec.clockRate

    def decode(self, frame: Any) -> list[Encoded]:
        return [Encoded(self._name, frame.data, frame.timestamp / self._rate, time.monotonic())]


rtcrtpreceiver.get_decoder = _AsItCame


class Peer:
    """One connection, for a feed that was admitted."""

    def __init__(self, house: House, ref: str, stream: str) -> None:
        self._house, self._ref, self._stream = house, ref, stream
        # Nobody outside is asked for our address: it is reached where it stands, or not at all.
        self._line = aiortc.RTCPeerConnection(aiortc.RTCConfiguration(iceServers=[]))
        self._line.on("connectionstatechange", self._changed)
        self._came: asyncio.Queue[Encoded | None] = asyncio.Queue(_MOST_WAITING)
        self._tasks: list[asyncio.Task[None]] = []
        self._packer = Packer()
        self._lost = False

    async def answer(self, offer: str) -> str:
        """Open a port and say where; the whole answer. Raises `Unfit`."""
        kinds = _KIND.findall(offer)
        if not kinds or sorted(set(kinds)) != sorted(kinds) or not set(kinds) <= set(_KINDS):
            raise Unfit
        try:
            for kind in kinds:
                self._await(kind)
            # It finds us, we look for nobody: nothing is sent to addresses that a stranger wrote into the offer.
            said = aiortc.RTCSessionDescription(sdp=_WHERE.sub("", offer), type="offer")
            await self._line.setRemoteDescription(said)
            await self._line.setLocalDescription(await self._line.createAnswer())
        except Exception as error:  # whatever a stranger's words make of a parser
            log.info("feed %s: its offer is not understood: %s", self._ref, error)
            raise Unfit from error
        return str(self._line.localDescription.sdp)

    async def close(self) -> None:
        """Shut its ports."""
        await self._line.close()

    def _await(self, kind: str) -> None:
        ours = aiortc.RTCRtpReceiver.getCapabilities(kind).codecs
        liked = [one for one in ours if one.mimeType.lower() in _LIKED]
        liked.sort(key=lambda one: _LIKED.index(one.mimeType.lower()))
        self._line.addTransceiver(kind, direction="recvonly").setCodecPreferences(liked)

    async def run(self) -> None:
        """Take what it sends until it is over. The feed is ended in any case."""
        feed: Feed | None = None
        why = "ended"
        for one in self._line.getTransceivers():
            self._tasks.append(asyncio.create_task(self._hear(one.receiver)))
        try:
            async with asyncio.timeout(_FIRST_SECONDS):
                waiting = await self._begun()
            wanted = Wanted("webm", self._packer.picture, self._packer.sound)
            feed = await self._house.begin(self._ref, self._stream, wanted, way="whip", restart=self._restart)
            self._tasks.append(asyncio.create_task(self._leave_after(feed)))
            await feed.write(self._packer.begin())
            for came in waiting:
                await self._give(feed, came)
            while (one := await self._came.get()) is not None:
                await self._give(feed, one)
        except TimeoutError:
            why = "silent"
        except Over as over:
            why = over.why
        except ConnectionError:
            why = "gone"
        except OSError:
            log.exception("feed %s cannot begin", self._ref)
            why = "fallen"
        finally:
            for task in self._tasks:
                task.cancel()
            await self._house.finish(self._ref, (feed and feed.told.over) or why)
            await self.close()

    # ---- what it sends

    async def _begun(self) -> list[Encoded]:
        """Gather what comes until it is known what it is. Raises `ConnectionError` when it leaves."""
        loop = asyncio.get_running_loop()
        both = len(self._line.getTransceivers())
        waiting: list[Encoded] = []
        until: float | None = None
        while True:
            try:
                async with asyncio.timeout_at(until):
                    one = await self._came.get()
            except TimeoutError:
                return waiting
            if one is None:
                raise ConnectionError
            if not self._packer.look(one):
                continue
            waiting.append(one)
            until = until or loop.time() + _BOTH_SECONDS
            if bool(self._packer.picture) + bool(self._packer.sound) == both:
                return waiting

    async def _give(self, feed: Feed, one: Encoded) -> None:
        if self._lost:
            self._lost = False
            self._packer.lost()
        if self._packer.changes(one):
            await feed.anew()
        data = self._packer.take(one)
        if data:
            await feed.write(data)

    def _restart(self) -> Iterable[bytes]:
        return [self._packer.begin()]

    # ---- the line

    async def _hear(self, receiver: Any) -> None:
        """Take frames from the line as they come; ask for a key frame again and again, as nobody else does."""
        asked = 0.0
        with contextlib.suppress(aiortc.mediastreams.MediaStreamError):
            while True:
                one = await receiver.track.recv()
                if self._came.full():
                    self._lost = self._lost or one.is_picture
                else:
                    self._came.put_nowait(one)
                if one.is_picture and one.came - asked > _KEY_SECONDS:
                    asked = one.came
                    for source in receiver.getSynchronizationSources():
                        await receiver._send_rtcp_pli(source.source)
        self._over()

    async def _leave_after(self, feed: Feed) -> None:
        await feed.over.wait()
        self._over()

    def _changed(self) -> None:
        if self._line.connectionState in {"failed", "closed"}:
            self._over()

    def _over(self) -> None:
        """Whoever waits for a frame is told that none comes."""
        while self._came.full():
            self._came.get_nowait()
        self._came.put_nowait(None)
