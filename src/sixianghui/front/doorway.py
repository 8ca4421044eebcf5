"""A crowd that comes back all at once: who asks what `app` has answered already is let in after a quick look.

As in `glance.py`, llhttp checks the whole head and one pattern finds what counts. Whoever has a session, asks for
something unknown or is out of the ordinary in any way is not let in here, but read properly (`Listening.arrive`).
"""

from __future__ import annotations

import re

import httptools

from sixianghui.common import wire
from sixianghui.front.glance import GLANCED_BYTES, REMEMBERED, site_of
from sixianghui.front.headers import client_scheme
from sixianghui.front.permits import Wish, from_elsewhere, wish_of

_BEGIN = b"GET " + wire.EVENTS.encode("ascii") + b"?"
_END = b" HTTP/1.1\r\n"
_TELLING = re.compile(
    rb"\r\n((?:host|origin|sec-fetch-site|connection|authorization|expect|upgrade|content-length|transfer-encoding"
    rb"|x-forwarded-proto):[^\r]*)"
)
_LAST_NAME = b"\r\nlast-event-id:"
_LAST = re.compile(rb"\r\nlast-event-id:[ \t]*([0-9]{1,18})[ \t]*\r\n")
_EXTRAORDINARY = {b"authorization", b"expect", b"upgrade", b"content-length", b"transfer-encoding"}
_PLAIN_HOST = re.compile(rb"[a-z0-9.-]+(?::[0-9]{1,5})?\Z")


class Doorway:
    """Sees who asks for a stream without a session."""

    def __init__(self, session_cookie: bytes, scheme: bytes, *, trusted: bool) -> None:
        self._session_cookie = session_cookie.lower()
        self._scheme = scheme
        self._trusted = trusted
        self._sites: dict[tuple[bytes, ...], bytes] = {}
        self._complete = 0
        self._parser = httptools.HttpRequestParser(self)

    def on_message_complete(self) -> None:
        self._complete += 1

    def look(self, data: bytes) -> tuple[bytes, Wish] | None:
        """(site, what is asked for), if `data` is exactly one plain question for a stream; otherwise None."""
        line, cut, block = data.partition(_END)
        if (
            not cut
            or not line.startswith(_BEGIN)
            or len(data) > GLANCED_BYTES
            or not data.endswith(b"\r\n\r\n")
        ):
            return None
        block = (b"\r\n" + block).lower()
        if self._session_cookie in block or not self._is_one_request(data):
            return None
        telling = tuple(_TELLING.findall(block))
        site = self._sites.get(telling)
        if site is None:
            site = self._judge(telling)
            if len(self._sites) >= REMEMBERED:
                self._sites.clear()
            self._sites[telling] = site
        last = _LAST.search(block)
        if not site or block.count(_LAST_NAME) != (last is not None):
            return None
        try:
            wish = wish_of(line[len(_BEGIN) :], last[1] if last is not None else b"")
        except ValueError:
            return None
        return (site, wish) if wish is not None else None

    def _is_one_request(self, data: bytes) -> bool:
        self._complete = 0
        try:
            self._parser.feed_data(data)
        except (httptools.HttpParserError, httptools.HttpParserUpgrade):
            self._complete = 0
        if self._complete != 1:
            self._parser = httptools.HttpRequestParser(self)
        return self._complete == 1

    def _judge(self, telling: tuple[bytes, ...]) -> bytes:
        """The site, as keys have it; empty for whoever is to be read properly."""
        found: dict[bytes, bytes] = {}
        for line in telling:
            name, _, value = line.partition(b":")
            if name in found:
                return b""
            found[name] = value.strip(b" \t")
        host, scheme = found.get(b"host", b""), self._scheme
        if found.keys() & _EXTRAORDINARY or not _PLAIN_HOST.match(host):
            return b""
        if self._trusted:
            scheme = client_scheme(scheme, found.get(b"x-forwarded-proto", b""))
        return b"" if from_elsewhere(found, scheme, host) else site_of(scheme, host)
