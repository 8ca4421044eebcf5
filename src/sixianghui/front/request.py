"""One request: its head, read strictly, and its body, spooled."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import httptools

from sixianghui.front.encodings import taste_of

if TYPE_CHECKING:
    from sixianghui.front.permits import Wish
    from sixianghui.front.spool import Spool

METHODS = frozenset({b"GET", b"HEAD", b"POST", b"PUT", b"PATCH", b"DELETE", b"OPTIONS"})

_HOST = re.compile(rb"(?:[A-Za-z0-9._-]+|\[[0-9A-Fa-f:.]+\])(?::[0-9]{1,5})?\Z")
_ABSOLUTE = re.compile(rb"https?://([^/?#]*)(.*)\Z", re.IGNORECASE | re.DOTALL)
_UPGRADE_LINE = re.compile(rb"\r\nupgrade[ \t]*:[^\r\n]*", re.IGNORECASE)
_BAD_TARGET = re.compile(rb"[\x00-\x20\x7f#]")
_CHUNK_SIZE = re.compile(rb"[0-9A-Fa-f]+")


class RefusedError(Exception):
    """The request gets this status and the connection ends."""

    def __init__(self, status: int) -> None:
        super().__init__(status)
        self.status = status


class Request:
    """What a client asked. httptools fills it through the `on_…` methods."""

    __slots__ = (
        "_url",
        "authorization",
        "body",
        "came",
        "chunk_left",
        "chunk_line",
        "chunked",
        "client",
        "complete",
        "cookies",
        "due",
        "dying",
        "expects_continue",
        "fields",
        "goal",
        "headers",
        "headers_done",
        "host",
        "http10",
        "idle_bytes",
        "keep_alive",
        "length",
        "max_body",
        "method",
        "parser",
        "received",
        "scheme",
        "target",
        "turn",
        "wish",
    )

    def __init__(self, max_body: int) -> None:
        self._url = b""
        self.headers: list[tuple[bytes, bytes]] = []
        self.fields: dict[bytes, bytes] = {}
        self.headers_done = False
        self.method = b""
        self.target = b""
        self.host = b""
        self.scheme = b"http"
        self.client = ""
        self.http10 = False
        self.keep_alive = False
        self.dying = False  # answered normally, then closed (an Upgrade that we do not take)
        self.length: int | None = None
        self.chunked = False
        self.expects_continue = False
        self.cookies = b""
        self.authorization = False
        self.body: Spool | None = None
        self.complete = False
        self.received = 0
        self.came: list[bytes] = []  # content on its way to the spool
        self.chunk_left = 0  # content of the present chunk that is still to come
        self.chunk_line = b""  # what has come of the present line outside of content
        self.idle_bytes = 0  # of chunk sizes and trailers since the last byte of content
        self.due, self.goal = 0.0, 0  # by when so much of the body must have come
        self.max_body = max_body
        self.turn = 0  # of `Listening`, when `app` was asked
        self.wish: Wish | None = None  # what stream is asked for
        self.parser: httptools.HttpRequestParser | None = httptools.HttpRequestParser(self)

    # ---- httptools

    def on_url(self, url: bytes) -> None:
        self._url += url

    def on_header(self, name: bytes, value: bytes) -> None:
        if not self.headers_done:  # what follows a chunked body is nobody's header
            self.headers.append((name, value.strip(b" \t")))

    def on_headers_complete(self) -> None:
        self.headers_done = True
        # Only here: llhttp forgets it when the message is complete.
        self.keep_alive = self.parser is not None and self.parser.should_keep_alive()

    def on_message_complete(self) -> None:
        if self.complete:
            raise RefusedError(400)
        self.complete = True

    def on_body(self, data: bytes) -> None:
        self.received += len(data)
        if self.received > self.max_body:
            raise RefusedError(413)
        self.chunk_left = max(0, self.chunk_left - len(data))
        self.came.append(data)

    def on_chunk_header(self) -> None:
        size = _CHUNK_SIZE.match(self.chunk_line)
        self.chunk_left = int(size[0], 16) if size else 0

    def on_chunk_complete(self) -> None:
        if self.chunk_left:  # we counted otherwise than the parser: whose bytes the next are nobody knows
            raise RefusedError(400)

    # ---- what others ask

    @property
    def has_body(self) -> bool:
        return self.chunked or bool(self.length)

    @property
    def path(self) -> bytes:
        return self.target.partition(b"?")[0]

    @property
    def taste(self) -> int:
        value = self.fields.get(b"accept-encoding")
        return taste_of(value) if value else 0

    @property
    def line(self) -> bytes:
        """The request line of a GET for this target: the cache's key ends with it."""
        return b"GET " + self.target + b" HTTP/1.1"

    def finish_head(self, parser: httptools.HttpRequestParser) -> None:
        """Check what httptools lets pass and work out target, host and framing."""
        fields = self.fields
        for name, value in self.headers:
            key = name.lower()
            if key in fields:
                if key in _SINGLE:
                    raise RefusedError(400)
                fields[key] += (b"; " if key == b"cookie" else b", ") + value
            else:
                fields[key] = value
        self.method = parser.get_method()
        if self.method not in METHODS:
            raise RefusedError(501)
        self.http10 = parser.get_http_version() == "1.0"
        if not self.http10 and parser.get_http_version() != "1.1":
            raise RefusedError(400)
        self.keep_alive = self.keep_alive and not self.dying
        self._read_target()
        self._read_framing()
        self.cookies = fields.get(b"cookie", b"")
        self.authorization = b"authorization" in fields
        self.expects_continue = not self.http10 and fields.get(b"expect", b"").lower() == b"100-continue"

    def _read_target(self) -> None:
        target = self._url
        host = self.fields.get(b"host")
        if host is None and not self.http10:
            raise RefusedError(400)
        absolute = _ABSOLUTE.match(target)
        if absolute:
            host, target = absolute.groups()
            if not target.startswith(b"/"):
                target = b"/" + target
        if _BAD_TARGET.search(target) or not (target.startswith(b"/") or target == b"*"):
            raise RefusedError(400)
        if target == b"*" and self.method != b"OPTIONS":
            raise RefusedError(400)
        if host and not _HOST.match(host):
            raise RefusedError(400)
        if not host and not self.http10:
            raise RefusedError(400)
        self.target = target
        self.host = host or b""

    def _read_framing(self) -> None:
        coding = self.fields.get(b"transfer-encoding")
        length = self.fields.get(b"content-length")
        if coding is not None:
            if length is not None or self.http10 or coding.lower() != b"chunked":
                raise RefusedError(400)
            self.chunked = True
        elif length is not None:
            if not length.isdigit() or len(length) > 18:
                raise RefusedError(400)
            self.length = int(length)
            if self.length > self.max_body:
                raise RefusedError(413)


_SINGLE = frozenset({b"host", b"content-length", b"transfer-encoding", b"authorization", b"content-type"})


def read_head(head: bytes, max_body: int) -> Request:
    """A request from the bytes of its head, up to and with the empty line.

    Raises `RefusedError` with the status that the client is to get.
    """
    request = Request(max_body)
    try:
        _feed(request, head)
    except httptools.HttpParserUpgrade:
        # llhttp stops at an Upgrade and would take a body for another protocol. We speak none: read the
        # request again without that line, answer it, then close.
        if head.startswith(b"CONNECT "):
            raise RefusedError(501) from None
        request = Request(max_body)
        request.dying = True
        try:
            _feed(request, _UPGRADE_LINE.sub(b"", head))
        except httptools.HttpParserUpgrade:
            raise RefusedError(400) from None
    if not request.headers_done or request.parser is None:
        raise RefusedError(400)
    request.finish_head(request.parser)
    return request


def _feed(request: Request, data: bytes | memoryview) -> None:
    if request.parser is None:
        raise RefusedError(400)
    try:
        request.parser.feed_data(data)
    except httptools.HttpParserError as error:
        cause = error.__context__  # what one of our own methods raised
        if isinstance(cause, OSError | RefusedError):
            raise cause from None
        raise RefusedError(400) from None


def feed_body(request: Request, data: bytes, max_idle: int) -> int:
    """Pass on the bytes of the body, up to its end; how many these were. They go into the spool in one write.

    At most `max_idle` in a row may carry no content. Raises `RefusedError`, or `OSError` when the disk is full.
    """
    view, at = memoryview(data), 0
    while at < len(data) and not request.complete:
        end = _cut(request, data, at)
        before = request.received
        try:
            _feed(request, view[at:end])
        except httptools.HttpParserUpgrade:
            raise RefusedError(400) from None
        request.idle_bytes = request.idle_bytes + end - at if request.received == before else 0
        if request.idle_bytes > max_idle:
            raise RefusedError(431)
        at = end
    came, request.came = request.came, []
    if came:
        if request.body is None:
            raise RefusedError(400)
        request.body.write(b"".join(came))
    return at


def _cut(request: Request, data: bytes, at: int) -> int:
    """Up to where the parser may be fed at once, and no byte of what follows the body with it."""
    if request.length is not None:
        return min(len(data), at + request.length - request.received)
    # Chunked: up to the next line end that is no content, where the body may be over and the next request begin.
    end = data.find(b"\n", at + request.chunk_left) + 1
    if request.chunk_line.endswith(b"\n"):
        request.chunk_line = b""
    if not request.chunk_left:
        request.chunk_line += data[at : end or len(data)]
    return end or len(data)


def normal_host(host: bytes, scheme: bytes) -> bytes:
    """Host in lower case, without the scheme's own port and a final dot."""
    host = host.lower()
    default = b":443" if scheme == b"https" else b":80"
    return host.removesuffix(default).rstrip(b".")
