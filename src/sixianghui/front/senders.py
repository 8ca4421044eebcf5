"""Two ways to write a piece of a file to a client, both at the client's pace."""

from __future__ import annotations

import asyncio
import os
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sixianghui.front.protocol import Connection
    from sixianghui.front.request import Request

SLICE = 128 * 1024
#: One connection's share before the others get their turn.
TURN = 1024 * 1024


class FileSlices:
    """Reads slices and writes them through the transport: for TLS."""

    def __init__(self, connection: Connection, request: Request, handle: int, start: int, end: int) -> None:
        self._connection = connection
        self._request = request
        self._handle = handle
        self._at = start
        self._end = end

    def start(self, head: bytes) -> None:
        self._connection.sender = self
        self._connection.write(head)
        self.resume()

    def resume(self) -> None:
        while self._handle >= 0 and not self._connection.paused:
            if self._at == self._end:
                self.gone()
                self._connection.finish(self._request)
                return
            data = os.pread(self._handle, min(SLICE, self._end - self._at), self._at)
            if not data:  # the file has become shorter
                self.gone()
                self._connection.abort()
                return
            self._at += len(data)
            self._connection.write(data)

    def gone(self) -> None:
        if self._handle >= 0:
            os.close(self._handle)
            self._handle = -1


class Sendfile:
    """`os.sendfile` into a duplicate of the socket, because uvloop has none and watches the original.

    Between `start` and the end nothing else writes to the connection: its transport's buffer is empty.
    """

    def __init__(
        self,
        connection: Connection,
        request: Request,
        handle: int,
        start: int,
        end: int,
        loop: asyncio.AbstractEventLoop,
    ) -> None:
        self._connection = connection
        self._request = request
        self._handle = handle
        self._at = start
        self._end = end
        self._loop = loop
        self._socket = -1
        self._watching = False

    def start(self, head: bytes) -> None:
        self._connection.sender = self
        # With limits of zero the head is written at once, or `resume` tells when it has gone.
        self._connection.transport.set_write_buffer_limits(high=0, low=0)
        self._connection.write(head)
        if not self._connection.transport.get_write_buffer_size():
            self.resume()

    def resume(self) -> None:
        if self._handle < 0 or self._socket >= 0:
            return
        if self._connection.transport.is_closing():
            return  # `gone` follows
        self._socket = os.dup(self._connection.transport.get_extra_info("socket").fileno())
        self._pump()

    def _pump(self) -> None:
        sent = 0
        try:
            while self._at < self._end and sent < TURN:
                count = os.sendfile(self._socket, self._handle, self._at, min(TURN, self._end - self._at))
                if count == 0:  # the file has become shorter
                    self._break()
                    return
                sent += count
                self._at += count
        except BlockingIOError:
            pass
        except OSError:  # the client has left
            self._break()
            return
        if sent:
            self._connection.postpone()
        if self._at == self._end:
            self.gone()
            self._connection.restore_limits()
            self._connection.finish(self._request)
        elif not self._watching:
            self._watching = True
            self._loop.add_writer(self._socket, self._pump)

    def _break(self) -> None:
        self.gone()
        self._connection.abort()

    def gone(self) -> None:
        if self._watching:
            self._loop.remove_writer(self._socket)
            self._watching = False
        if self._socket >= 0:
            os.close(self._socket)
            self._socket = -1
        if self._handle >= 0:
            os.close(self._handle)
            self._handle = -1
