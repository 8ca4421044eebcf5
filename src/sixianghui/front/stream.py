"""One event stream: a client connection that is only written to. As small as it can be; there are thousands."""

from __future__ import annotations

import asyncio
import random
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sixianghui.front.listening import Listening
    from sixianghui.front.permits import Permit

#: A reader who leaves more than this untaken is dropped, and comes back by the number of the last event it got.
MOST_PENDING = 256 * 1024

#: Later than every delivery.
SILENT = 2**62

CLOSED = b"event: closed\ndata: {}\n\n"


class Stream(asyncio.Protocol):
    """`round`: the last delivery that it is not waiting for; `SILENT` when it is written to no more. `sent`: its last
    event. `viewer`: as whom its reader watches, of those who watch. Whose socket is full is among the hub's `slow`.
    """

    __slots__ = ("house", "permit", "round", "sent", "transport", "viewer")

    def __init__(self, house: Listening, permit: Permit, transport: asyncio.Transport) -> None:
        self.house = house
        self.permit = permit
        self.transport = transport
        self.round = SILENT
        self.sent = 0
        self.viewer: int | None = None

    def write(self, frame: bytes) -> None:
        self.transport.write(frame)
        slow = self.house.hub.slow
        if slow and self in slow and self.transport.get_write_buffer_size() > MOST_PENDING:
            self.drop()

    def drop(self) -> None:
        """Break the connection of a reader who takes nothing."""
        self.round = SILENT
        self.house.hub.dropped += 1
        self.transport.abort()

    def end(self, last: bytes) -> None:
        """Say the last words and hang up, once they are taken."""
        self.round = SILENT
        self.transport.write(last)
        if self.transport.get_write_buffer_size():
            self.house.hub.slow.setdefault(self, self.house.hub.now())
        self.transport.close()

    # ---- asyncio

    def data_received(self, data: bytes) -> None:
        """A reader of a stream has nothing to say."""
        self.round = SILENT
        self.transport.abort()

    def pause_writing(self) -> None:
        self.house.hub.slow.setdefault(self, self.house.hub.now())

    def resume_writing(self) -> None:
        self.house.hub.slow.pop(self, None)

    def connection_lost(self, exc: Exception | None) -> None:
        self.round = SILENT
        self.house.gone(self)


def retry_line(others: int) -> bytes:
    """After how many milliseconds to come back: the more there are, the further apart."""
    return b"retry: %d\n\n" % int(1000 + random.random() * (2000 + min(27_000, 2 * others)))
