"""An answer of `app` on its way to a client who may be slower than `app`."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from sixianghui.front.spool import Spool

if TYPE_CHECKING:
    from sixianghui.front.protocol import Connection
    from sixianghui.front.request import Request

SLICE = 64 * 1024


class Relay:
    """Writes what comes, spools what the client does not take yet, so that `app`'s thread is free.

    `room()` is called when the spool has been emptied.
    """

    def __init__(
        self,
        connection: Connection,
        request: Request,
        spool: Spool,
        *,
        chunked: bool,
        room: Callable[[], None],
    ) -> None:
        self._connection = connection
        self._request = request
        self._spool = spool
        self._chunked = chunked
        self._room = room
        self._ended = False
        self._over = False

    @property
    def pending(self) -> int:
        """Bytes that wait in the spool."""
        return self._spool.pending

    def start(self, head: bytes) -> None:
        self._connection.sender = self
        self._connection.write(head)

    def feed(self, data: bytes) -> None:
        if self._over:
            return
        if self._connection.paused or self._spool.pending:
            try:
                self._spool.write(data)
            except OSError:  # disk full: the answer has begun, so it can only be cut
                self.cut()
        else:
            self._connection.write(self._frame(data))

    def end(self) -> None:
        self._ended = True
        self.resume()

    def cut(self) -> None:
        """The rest will not come. The client must notice, so the connection breaks."""
        self.gone()
        self._connection.abort()

    def resume(self) -> None:
        """The client takes bytes again."""
        if self._over:
            return
        while not self._connection.paused and self._spool.pending:
            self._connection.write(self._frame(self._spool.read(SLICE)))
        if self._spool.pending:
            return
        if not self._ended:
            self._room()
            return
        self.gone()
        if self._chunked:
            self._connection.write(b"0\r\n\r\n")
        self._connection.finish(self._request)

    def gone(self) -> None:
        """The client has left, or everything is said."""
        self._over = True
        self._spool.close()

    def _frame(self, data: bytes) -> bytes:
        return b"%x\r\n%b\r\n" % (len(data), data) if self._chunked else data
