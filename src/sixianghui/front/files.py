"""Files that `front` sends itself: those that `app` names, and large static ones."""

from __future__ import annotations

import asyncio
import logging
import os
import stat
from collections.abc import Iterable
from email.utils import formatdate
from pathlib import Path
from typing import TYPE_CHECKING

from sixianghui.front.entry import date_line, status_line
from sixianghui.front.metrics import Metrics
from sixianghui.front.ranges import not_modified, wanted_range
from sixianghui.front.request import Request
from sixianghui.front.senders import FileSlices, Sendfile

if TYPE_CHECKING:
    from sixianghui.front.protocol import Connection

log = logging.getLogger(__name__)

#: Shorter pieces are read and written at once.
INLINE_BYTES = 64 * 1024


class OutsideError(Exception):
    """A path that leads out of the folders from which files may be sent."""


def open_below(path: str, roots: Iterable[Path]) -> int:
    """A descriptor of the regular file at `path`, symbolic links followed, if it lies below one of `roots`.

    Raises `OutsideError`, or `OSError` when it cannot be opened.
    """
    if "\0" in path or not path.startswith("/"):
        raise OutsideError(path)
    real = os.path.realpath(path)
    if not any(real.startswith(os.path.realpath(root).rstrip("/") + "/") for root in roots):
        raise OutsideError(path)
    handle = os.open(real, os.O_RDONLY | os.O_CLOEXEC | os.O_NOFOLLOW | os.O_NONBLOCK)
    if not stat.S_ISREG(os.fstat(handle).st_mode):
        os.close(handle)
        raise FileNotFoundError(path)
    return handle


class Files:
    """Sends files with conditions and ranges, by `sendfile` where the connection is plain TCP."""

    def __init__(self, roots: tuple[Path, ...], metrics: Metrics, *, tls: bool) -> None:
        self._roots = roots
        self._metrics = metrics
        self._tls = tls

    def send(
        self, connection: Connection, request: Request, path: str, status: int, lines: list[bytes]
    ) -> None:
        """Answer with the file that `app` named; `lines` are the headers that it wants to be sent."""
        if not connection.owns(request):
            return
        try:
            handle = open_below(path, self._roots)
        except OutsideError:
            log.error("app named a file outside the file roots")
            connection.send_error(request, 502)
            return
        except OSError:
            connection.send_error(request, 404)
            return
        self.send_open(connection, request, handle, status, lines, kind="file")

    def send_open(
        self,
        connection: Connection,
        request: Request,
        handle: int,
        status: int,
        lines: list[bytes],
        *,
        kind: str,
    ) -> None:
        """The same with an open file, which is closed in the end."""
        info = os.fstat(handle)
        given = {line.partition(b":")[0].lower(): line.partition(b":")[2].strip() for line in lines}
        etag = given.get(b"etag") or b'"%x-%x"' % (info.st_size, info.st_mtime_ns)
        modified = int(info.st_mtime)
        start, end = 0, info.st_size
        if status == 200 and request.method in (b"GET", b"HEAD"):
            if not_modified(request.fields, etag, modified):
                status, end = 304, 0
            else:
                try:
                    piece = wanted_range(request.fields, info.st_size, etag, modified)
                except LookupError:
                    status, end = 416, 0
                else:
                    if piece is not None:
                        status, (start, end) = 206, piece
        extra = [b"Accept-Ranges: bytes\r\n"]
        if b"etag" not in given:
            extra.append(b"ETag: " + etag + b"\r\n")
        if b"last-modified" not in given:
            extra.append(b"Last-Modified: " + formatdate(modified, usegmt=True).encode("ascii") + b"\r\n")
        if b"date" not in given:
            extra.append(date_line())
        if status == 206:
            extra.append(b"Content-Range: bytes %d-%d/%d\r\n" % (start, end - 1, info.st_size))
        elif status == 416:
            extra.append(b"Content-Range: bytes */%d\r\n" % info.st_size)
        if status != 304:
            extra.append(b"Content-Length: %d\r\n" % (end - start))
        self._metrics.count(kind, status)
        head = b"".join([status_line(status), *lines, *extra, connection.connection_line(request), b"\r\n"])
        self._start(connection, request, handle, head, start, end)

    def _start(
        self, connection: Connection, request: Request, handle: int, head: bytes, start: int, end: int
    ) -> None:
        size = 0 if request.method == b"HEAD" else end - start
        if size <= INLINE_BYTES:
            data = os.pread(handle, size, start) if size else b""
            os.close(handle)
            connection.write(head + data)
            if len(data) < size:
                connection.abort()
            else:
                connection.finish(request)
        elif self._tls:
            FileSlices(connection, request, handle, start, end).start(head)
        else:
            Sendfile(connection, request, handle, start, end, asyncio.get_running_loop()).start(head)
