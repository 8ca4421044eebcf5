"""A quick look at a request: enough to answer it from the cache, at a fifth of what reading it costs.

llhttp checks the whole head as strictly as ever, but calls back only at the end; one regular expression
then finds the few headers on which a kept answer depends. Whatever is out of the ordinary is left to
`request.read_head`. Nothing that was only glanced at ever reaches `app`.
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
#: How many blocks of headers are remembered; when there are more, all are forgotten.
READERS = 2048

_TELLING = re.compile(
    rb"\r\n(host|cookie|authorization|accept-encoding|if-none-match|range|expect|x-forwarded-proto)"
    rb":[ \t]*([^\r]*)",
    re.IGNORECASE,
)
_PLAIN_HOST = re.compile(rb"[a-zA-Z0-9.-]+(?::[0-9]{1,5})?\Z")


class Glance:
    """Remembers what followed the request line, byte by byte, of requests that it has seen through."""

    def __init__(self, session_cookie: bytes, scheme: bytes, *, trusted: bool) -> None:
        self.readers: dict[bytes, Reader] = {}
        self._session_cookie = session_cookie
        self._scheme = scheme
        self._trusted = trusted
        self._sites: dict[tuple[bytes, bytes], bytes] = {}
        self._complete = 0
        self._persistent = False
        self._parser = httptools.HttpRequestParser(self)

    def on_headers_complete(self) -> None:
        self._persistent = self._parser.should_keep_alive()

    def on_message_complete(self) -> None:
        self._complete += 1

    def read(self, data: bytes, cut: int) -> Reader | None:
        """Who asks, if `data` is exactly one plain GET whose first line ends at `cut`; otherwise None."""
        if len(data) > GLANCED_BYTES or not data.endswith(b"\r\n\r\n") or not data.startswith(b"GET "):
            return None
        self._complete = 0
        try:
            self._parser.feed_data(data)
        except (httptools.HttpParserError, httptools.HttpParserUpgrade):
            self._complete = 0
        if self._complete != 1 or not self._persistent:
            self._parser = httptools.HttpRequestParser(self)
            return None
        found: dict[bytes, bytes] = {}
        for name, value in _TELLING.findall(data, cut):
            key = name.lower()
            if key in found:
                return None
            found[key] = value
        if b"if-none-match" in found or b"range" in found or b"expect" in found:
            return None
        scheme = self._scheme
        if self._trusted:
            scheme = client_scheme(scheme, found.get(b"x-forwarded-proto", b""))
        site = self._site(scheme, found.get(b"host", b""))
        if site is None:
            return None
        if b"authorization" in found or self._session_cookie in found.get(b"cookie", b""):
            site = NOBODY
        reader = site, taste_of(found.get(b"accept-encoding", b""))
        if len(self.readers) >= READERS:
            self.readers.clear()
        self.readers[data[cut:]] = reader
        return reader

    def _site(self, scheme: bytes, host: bytes) -> bytes | None:
        site = self._sites.get((scheme, host))
        if site is None and _PLAIN_HOST.match(host):
            site = site_of(scheme, host)
            if len(self._sites) >= 256:
                self._sites.clear()
            self._sites[scheme, host] = site
        return site


def site_of(scheme: bytes, host: bytes) -> bytes:
    """What the keys of a site's pages begin with."""
    return scheme + b"://" + normal_host(host, scheme) + b" "
