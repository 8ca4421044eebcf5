"""A quick look at a request: enough to answer it from the cache, at a quarter of what reading it costs.

llhttp checks the whole head as strictly as ever, but calls back only at the end; one regular expression
then finds the few lines on which a kept answer depends, and those are the same for most readers. Whatever
is out of the ordinary is left to `request.read_head`. Nothing that was only glanced at reaches `app`.
"""

from __future__ import annotations

import re

import httptools

from sixianghui.front.encodings import taste_of
from sixianghui.front.headers import client_scheme
from sixianghui.front.request import normal_host

#: (what a key begins with, taste) of a request.
Reader = tuple[bytes, int]

#: The site of those who get static files but no pages from the cache. No key begins with it.
NOBODY = b"\0"

#: Longer heads are read properly.
GLANCED_BYTES = 4096
#: How many verdicts and blocks of headers are remembered; when there are more, all are forgotten.
REMEMBERED = 2048

_TELLING = re.compile(
    rb"\r\n((?:host|cookie|accept-encoding|connection|authorization|if-none-match|range|expect"
    rb"|x-forwarded-proto):[^\r]*)"
)
_EXTRAORDINARY = {b"if-none-match", b"range", b"expect"}
_PLAIN_HOST = re.compile(rb"[a-z0-9.-]+(?::[0-9]{1,5})?\Z")


class Glance:
    """Sees through requests, and remembers what it saw.

    `readers` holds, byte by byte, what followed the request line of requests that came more than once.
    """

    def __init__(self, session_cookie: bytes, scheme: bytes, *, trusted: bool) -> None:
        self.readers: dict[bytes, Reader] = {}
        self._seen: set[int] = set()
        self._verdicts: dict[tuple[bytes, ...], Reader | None] = {}
        self._session_cookie = session_cookie.lower()
        self._scheme = scheme
        self._trusted = trusted
        self._complete = 0
        self._parser = httptools.HttpRequestParser(self)

    def on_message_complete(self) -> None:
        self._complete += 1

    def read(self, data: bytes, block: bytes) -> Reader | None:
        """Who asks, if `data` is exactly one plain GET; otherwise None. `block` is what follows its first line."""
        if len(data) > GLANCED_BYTES or not data.endswith(b"\r\n\r\n") or not data.startswith(b"GET "):
            return None
        self._complete = 0
        try:
            self._parser.feed_data(data)
        except (httptools.HttpParserError, httptools.HttpParserUpgrade):
            self._complete = 0
        if self._complete != 1:
            self._parser = httptools.HttpRequestParser(self)
            return None
        # In small letters: a pattern that ignores case takes twice as long.
        telling = tuple(_TELLING.findall(block.lower()))
        try:
            reader = self._verdicts[telling]
        except KeyError:
            reader = self._judge(telling)
            if len(self._verdicts) >= REMEMBERED:
                self._verdicts.clear()
            self._verdicts[telling] = reader
        if reader is not None:
            self._remember(block, reader)
        return reader

    def _remember(self, block: bytes, reader: Reader) -> None:
        sight = hash(block)
        if sight not in self._seen:
            if len(self._seen) >= 8 * REMEMBERED:
                self._seen.clear()
            self._seen.add(sight)
            return
        if len(self.readers) >= REMEMBERED:
            self.readers.clear()
        self.readers[block] = reader

    def _judge(self, telling: tuple[bytes, ...]) -> Reader | None:
        found: dict[bytes, bytes] = {}
        for line in telling:
            name, _, value = line.partition(b":")
            if name in found:
                return None
            found[name] = value.strip(b" \t")
        if found.keys() & _EXTRAORDINARY or found.get(b"connection", b"keep-alive") != b"keep-alive":
            return None
        host, scheme = found.get(b"host", b""), self._scheme
        if not _PLAIN_HOST.match(host):
            return None
        if self._trusted:
            scheme = client_scheme(scheme, found.get(b"x-forwarded-proto", b""))
        site = site_of(scheme, host)
        if b"authorization" in found or self._session_cookie in found.get(b"cookie", b""):
            site = NOBODY
        return site, taste_of(found.get(b"accept-encoding", b""))


def site_of(scheme: bytes, host: bytes) -> bytes:
    """What the keys of a site's pages begin with."""
    return scheme + b"://" + normal_host(host, scheme) + b" "
