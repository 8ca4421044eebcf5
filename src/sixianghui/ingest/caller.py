"""One encoder that came by RTMP: it is let in or sent away, then what it sends goes into a feed."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import Iterable

from sixianghui.ingest.feed import Feed, Over
from sixianghui.ingest.house import House
from sixianghui.ingest.making import Wanted
from sixianghui.ingest.rtmp import Malformed, flv
from sixianghui.ingest.rtmp.session import Asked, Ended, Event, Session, Tag

log = logging.getLogger(__name__)

#: How long an encoder may take until it shows its key, and from then on until something of it comes.
STRANGE_SECONDS, _FIRST_SECONDS = 10.0, 10.0
#: How long is waited for sound once there is a picture, or for a picture once there is sound.
_BOTH_SECONDS = 1.0
_MOST_WAITING = 4 * 1024 * 1024
_PORTION = 64 * 1024
_SENTENCES = {
    "wrong": "This stream key is not known. Copy it again from the control desk.",
    "expired": "This stream key has expired. Make a new one at the control desk.",
    "shut": "The door of this lecture is shut. Open it at the control desk, then try again.",
    "busy": "Another encoder is sending to this lecture. Stop it first.",
    "away": "The site does not answer just now. Try again in a moment.",
}


class Gone(Exception):
    """The encoder has hung up."""


class Caller:
    """One connection."""

    def __init__(self, house: House, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._house, self._reader, self._writer = house, reader, writer
        self._session = Session()
        self._opening = flv.Opening()
        self._waiting: list[Tag] = []
        self._waited = 0
        self._first: float | None = None
        self._feed: Feed | None = None
        #: ffmpeg was started anew: what cannot be shown without what came before is left out.
        self._needs_key = False

    async def key(self) -> str:
        """The key that it shows. Raises `Gone`, `Malformed`, `TimeoutError`."""
        async with asyncio.timeout(STRANGE_SECONDS):
            while True:
                for event in await self._take():
                    if isinstance(event, Asked):
                        return event.key

    async def refuse(self, why: str) -> None:
        """Send it away with a sentence. why: a word of `app`."""
        self._session.refuse(_SENTENCES.get(why, _SENTENCES["wrong"]))
        with contextlib.suppress(OSError, TimeoutError):
            async with asyncio.timeout(2):
                await self._answer()

    async def send(self, ref: str, stream: str) -> None:
        """It was let in: take what it sends until it is over. The feed is ended in any case."""
        watching: asyncio.Task[None] | None = None
        why = "ended"
        try:
            events = self._session.accept()
            await self._answer()
            async with asyncio.timeout(_FIRST_SECONDS):
                while not await self._begun(ref, stream, events):
                    events = await self._take()
            assert self._feed is not None
            watching = asyncio.create_task(self._hang_up_after(self._feed))
            events = [*self._waiting]
            self._waiting = []
            while await self._give(events):
                events = await self._take()
        except TimeoutError:
            why = "silent"
        except Malformed as error:
            log.warning("feed %s: %s", ref, error)
            why = "malformed"
        except Over as over:
            why = over.why
        except (Gone, ConnectionError):
            why = "gone"
        except OSError:
            log.exception("feed %s cannot begin", ref)
            why = "fallen"
        finally:
            if watching is not None:
                watching.cancel()
            await self._house.finish(ref, (self._feed and self._feed.told.over) or why)

    # ---- what it sends

    async def _begun(self, ref: str, stream: str, events: Iterable[Event]) -> bool:
        """Gather what comes until it is known what it is; then the feed begins. Raises `Gone`, `Malformed`, `OSError`."""
        now = asyncio.get_running_loop().time()
        for event in events:
            if isinstance(event, Ended):
                raise Gone
            if not isinstance(event, Tag):
                continue
            self._opening.see(event.kind, event.at, event.body)
            if event.kind != flv.WORDS and not flv.is_settings(event.kind, event.body):
                self._waiting.append(event)
                self._waited += len(event.body)
        codecs = self._opening.codecs
        if not codecs:
            return False
        self._first = self._first or now
        if len(codecs) < 2 and now - self._first < _BOTH_SECONDS and self._waited < _MOST_WAITING:
            return False
        if None in codecs.values():
            raise Malformed("a codec that is not known")
        wanted = Wanted("flv", codecs.get(flv.PICTURE) or "", codecs.get(flv.SOUND) or "")
        self._feed = await self._house.begin(ref, stream, wanted, way="rtmp", restart=self._restart)
        await self._feed.write(self._opening.again())
        return True

    async def _give(self, events: Iterable[Event]) -> bool:
        """Give them to the feed; False when the encoder says that it was all. Raises `Over`."""
        assert self._feed is not None
        tags = bytearray()
        for event in events:
            if isinstance(event, Ended):
                return False
            if not isinstance(event, Tag) or self._left_out(event):
                continue
            self._opening.see(event.kind, event.at, event.body)
            tags += flv.tag(event.kind, event.at, event.body)
        if tags:
            await self._feed.write(bytes(tags))
        return True

    def _left_out(self, one: Tag) -> bool:
        if one.kind == flv.WORDS or one.kind not in self._opening.codecs:
            return True  # what was not there at the beginning, ffmpeg does not expect
        if one.kind == flv.PICTURE and not flv.is_settings(one.kind, one.body) and self._needs_key:
            self._needs_key = not flv.is_key(one.body)
            return self._needs_key
        return False

    def _restart(self) -> Iterable[bytes]:
        self._needs_key = True
        return [self._opening.again()]

    async def _hang_up_after(self, feed: Feed) -> None:
        await feed.over.wait()
        self._writer.transport.abort()

    # ---- the line

    async def _take(self) -> list[Event]:
        data = await self._reader.read(_PORTION)
        if not data:
            raise Gone
        try:
            return self._session.take(data)
        finally:
            await self._answer()

    async def _answer(self) -> None:
        if self._session.answers:
            self._writer.write(bytes(self._session.answers))
            self._session.answers.clear()
            await self._writer.drain()
