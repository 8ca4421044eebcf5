"""Events on their way to the streams: each encoded once, several in one write, the same bytes to everyone.

After quiet an event is sent at once; those that come within a tenth of a second after it are sent together. A
delivery to many is cut into slices, so that nobody else waits for its end, and followed by a rest.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Sequence
from typing import NamedTuple

from sixianghui.common import wire
from sixianghui.front.backlog import Backlog, Event
from sixianghui.front.stream import SILENT, Stream, retry_line

log = logging.getLogger(__name__)

TICK = 0.1
SLICE = 100
#: A delivery that takes long is followed by a rest as long, while nobody gets anything later than this by it: what is
#: said meanwhile then goes in one write, and writes are all that a delivery costs.
LATEST = 0.5
#: For so long how many watch waits for something else to be said.
NUMBERS_WAIT = 5.0

#: Instead of a number: not all who listen know it.
_UNTOLD = -1
#: When a group was last told anything, as long as one of its numbers is not known: it is told as soon as it is.
_LONG_AGO = float("-inf")

Topics = tuple[str, ...]


class Group:
    """The streams that listen to the same topics.

    `numbers`: the topics whose viewers they are told of, and what they were told last; `said`: when they were last
    told anything.
    """

    __slots__ = ("numbers", "said", "streams", "topics")

    def __init__(self, topics: Topics) -> None:
        self.topics = topics
        #: In the order in which they came: the kernel's own things about them lie in that order too.
        self.streams: dict[Stream, None] = {}
        self.numbers: dict[str, int] = {}
        self.said = 0.0
        for topic in topics:
            kind, _, name = topic.partition(":")
            if kind in wire.WATCHED:
                self.numbers[topic] = 0
            elif kind == wire.TOLD_OF_VIEWERS:
                self.numbers |= {f"{watched}:{name}": 0 for watched in wire.WATCHED}


class Parcel(NamedTuple):
    """One write to each of these: what `events` say, and `numbers` of viewers."""

    frame: bytes
    events: list[Event]
    numbers: bytes
    streams: list[Stream]


class Hub:
    """`last`: the number of the last event; `flushed`: of the last one whose delivery has begun. `viewers` says how many
    watch a topic, None while it is not known: then nothing is said, for the page may know better.
    """

    def __init__(
        self, loop: asyncio.AbstractEventLoop, viewers: Callable[[str], int | None] = lambda topic: 0
    ) -> None:
        self.now = loop.time
        self.last = self.flushed = 0
        self.backlog = Backlog()
        self.slow: dict[Stream, float] = {}
        self.events = self.deliveries = self.dropped = self.gaps = 0
        self.round = 0
        self._loop = loop
        self._viewers = viewers
        self._groups: dict[Topics, Group] = {}
        self._by_topic: dict[str, set[Group]] = {}
        self._pending: list[Event] = []
        #: Groups that are told of nothing but numbers.
        self._waiting: set[Group] = set()
        self._delivery: asyncio.Task[None] | None = None

    # ---- events

    def begin(self, number: int) -> None:
        """What was published up to here, before this front was there, it does not know."""
        if not self.last:
            self.last = self.flushed = number
            self.backlog.begin(number)

    def publish(self, number: int, topic: str, data: str) -> None:
        """An event. A number that does not follow the last one says that some were lost on the way."""
        if number != self.last + 1:
            self.lose(number - 1)
        frame = f'id: {number}\ndata: {{"topic":"{topic}","event":{data}}}\n\n'.encode()
        event = Event(number, topic, frame)
        self.last = number
        self.events += 1
        self.backlog.keep(event)
        self._send(event)

    def lose(self, upto: int) -> None:
        """Events up to this number may have been lost: whoever listens is told to fetch the page anew."""
        if upto < self.last:
            log.warning("the numbers of events went back from %d to %d", self.last, upto)
            self.hang_up()
        self.last = upto
        self.gaps += 1
        self.backlog.begin(upto)
        self._send(Event(upto, None, gap(upto)))

    def beat(self) -> None:
        """A sign of life to everybody, with the number from which to go on."""
        if self._groups:
            self._send(Event(self.last, None, beat(self.last), always=True))

    def tells_numbers(self) -> bool:
        """Is anybody who listens told how many watch?"""
        return any(group.numbers for group in self._groups.values())

    def tell_numbers(self, now: float) -> None:
        """Tell of viewers where their number changed and nothing has been said for a while."""
        for group in self._groups.values():
            if group.said + NUMBERS_WAIT < now and any(
                self._viewers(topic) not in (None, told) for topic, told in group.numbers.items()
            ):
                self._waiting.add(group)
        if self._waiting:
            self._begin_delivery()

    # ---- streams

    def join(self, stream: Stream, topics: Topics, cursor: int | None, hello: bytes = b"") -> None:
        """From now on this stream gets what is said on `topics`, beginning after `cursor`."""
        frames = [hello]
        if cursor is not None and cursor != self.flushed:
            missed = self.backlog.since(topics, cursor, self.flushed)
            frames += [gap(self.flushed)] if missed is None else [event.frame for event in missed]
        stream.round, stream.sent = self.round, self.flushed
        if cursor is not None and self.flushed < cursor <= self.last:
            stream.sent = cursor  # its page holds what is only about to be sent
        frames.append(beat(stream.sent))
        group = self._groups.get(topics)
        if group is None:
            group = self._groups[topics] = Group(topics)
            group.said = self.now()
            for topic in topics:
                self._by_topic.setdefault(topic, set()).add(group)
        group.streams[stream] = None
        for topic, told in group.numbers.items():
            present = self._viewers(topic)
            if present is None:
                group.said = _LONG_AGO
            else:
                frames.append(number_line(topic, present))
            if present != told:
                group.numbers[topic] = (
                    _UNTOLD  # to those who were there before, and to this one if it changes back
                )
        stream.write(b"".join(frames))

    def leave(self, stream: Stream, topics: Topics) -> None:
        """This stream gets nothing more, not even of a delivery that has begun."""
        stream.round = SILENT
        group = self._groups.get(topics)
        if group is None:
            return
        group.streams.pop(stream, None)
        if not group.streams:
            del self._groups[topics]
            for topic in topics:
                self._by_topic[topic].discard(group)
                if not self._by_topic[topic]:
                    del self._by_topic[topic]

    def hang_up(self) -> None:
        """End every stream in a friendly way: come back a little later, not all at once."""
        streams = [stream for group in self._groups.values() for stream in group.streams]
        for stream in streams:
            stream.end(retry_line(len(streams)))

    def sweep(self, now: float, patience: float) -> None:
        """Drop who has taken nothing for too long."""
        for stream, since in list(self.slow.items()):
            if now - since > patience:
                self.slow.pop(stream, None)
                stream.drop()

    # ---- delivery

    def _send(self, event: Event) -> None:
        self._pending.append(event)
        self._begin_delivery()

    def _begin_delivery(self) -> None:
        if self._delivery is None:
            self._delivery = self._loop.create_task(self._deliver())

    async def _deliver(self) -> None:
        try:
            while self._pending or self._waiting:
                began = self._loop.time()
                events, self._pending = self._pending, []
                if events:
                    self.flushed = events[-1].number
                self.round += 1
                await self._hand_out(self._parcels(events), self.round, self.flushed)
                took = self._loop.time() - began
                await asyncio.sleep(max(TICK - took, min(took, LATEST - 2 * took)))
        finally:
            self._delivery = None

    def _parcels(self, events: Sequence[Event]) -> list[Parcel]:
        """Everything that goes out now, before anybody else joins."""
        if any(event.topic is None for event in events):
            groups = set(self._groups.values())
        else:
            topics = {event.topic for event in events if event.topic is not None}
            groups = {group for topic in topics for group in self._by_topic.get(topic, ())}
        groups |= {group for group in self._waiting if group.streams}
        self._waiting = set()
        parcels = []
        for group in groups:
            own = [one for one in events if one.topic is None or one.topic in group.topics]
            group.said = self.now()
            parcels.append(Parcel(_frame(own), own, self._numbers(group), list(group.streams)))
        return parcels

    def _numbers(self, group: Group) -> bytes:
        """What this group has not been told of viewers."""
        lines = []
        for topic, told in group.numbers.items():
            present = self._viewers(topic)
            if present is None:
                group.said = _LONG_AGO
            elif present != told:
                group.numbers[topic] = present
                lines.append(number_line(topic, present))
        return b"".join(lines)

    async def _hand_out(self, parcels: list[Parcel], number: int, upto: int) -> None:
        turn = 0
        for frame, events, numbers, streams in parcels:
            first = next((one.number for one in events if not one.always), upto + 1)
            whole = frame + numbers
            for stream in streams:
                if stream.round >= number:
                    continue
                news = whole
                if stream.sent >= first:
                    news = _frame([one for one in events if one.always or one.number > stream.sent]) + numbers
                stream.round, stream.sent = number, max(stream.sent, upto)
                if not news:
                    continue
                stream.write(news)
                self.deliveries += 1
                turn += 1
                if turn >= SLICE:
                    turn = 0
                    await asyncio.sleep(0)


def _frame(events: Sequence[Event]) -> bytes:
    return b"".join(event.frame for event in events)


def number_line(topic: str, number: int) -> bytes:
    """How many watch. It has no number of its own: it is not kept and nobody comes back by it."""
    return f'event: watching\ndata: {{"topic":"{topic}","n":{number}}}\n\n'.encode()


def gap(number: int) -> bytes:
    """Something is missing before this number."""
    return b"id: %d\nevent: gap\ndata: {}\n\n" % number


def beat(number: int) -> bytes:
    """Nothing is missing up to this number."""
    return b"id: %d\nevent: beat\ndata: {}\n\n" % number
