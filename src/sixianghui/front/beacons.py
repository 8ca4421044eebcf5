"""Pages that report that they were read: which report counts, and what becomes of it until `app` has it.

A browser is answered at once and learns nothing: what does not count gets the same answer as what does.
"""

from __future__ import annotations

import re
from collections import Counter, OrderedDict
from typing import TYPE_CHECKING

from sixianghui.front.outbox import Outbox, Read
from sixianghui.front.pages import made
from sixianghui.front.permits import from_elsewhere
from sixianghui.front.readers import Readers, place_of
from sixianghui.front.request import Request
from sixianghui.front.robots import is_robot

if TYPE_CHECKING:
    from sixianghui.front.engine import Engine
    from sixianghui.front.protocol import Connection

_BODY = re.compile(rb"[1-9][0-9]{0,9}")
_LONGEST_BODY = 64
_SESSION = re.compile(rb"[a-z0-9]{16,64}")
_LARGEST = 2**31 - 1
_HEAD = made(204, b"", b"text/plain; charset=utf-8")
#: Of one address: so many reads at once, and so many a second for long. A company behind one address reads less.
BURST, PER_SECOND = 240.0, 2.0
#: Addresses that are remembered; the one that was silent longest makes room.
ADDRESSES = 20_000


class Beacons:
    """All that a front knows of reads. `dropped` counts by reason those that were reported and not counted."""

    def __init__(self, engine: Engine) -> None:
        self.dropped: Counter[str] = Counter()
        self.outbox = Outbox(engine, self.dropped)
        self._engine = engine
        self._readers = Readers(engine.config.control_socket.parent)
        self._cookie = engine.config.session_cookie.encode("ascii")
        self._buckets: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def arrive(self, connection: Connection, request: Request) -> None:
        """A page says that it was read."""
        body, request.body = request.body, None
        said = b""
        if body is not None:
            said = body.read(_LONGEST_BODY + 1)
            body.close()
        if request.method != b"POST":
            connection.send_error(request, 405)
        elif from_elsewhere(request.fields, request.scheme, request.host):
            self.dropped["elsewhere"] += 1
            connection.send_error(request, 403)
        elif len(said) > _LONGEST_BODY:
            connection.send_error(request, 413)
        elif _BODY.fullmatch(said) is None or int(said) > _LARGEST:
            connection.send_error(request, 400)
        else:
            self._take(request, int(said))
            connection.send_plain(request, _HEAD, b"", "read", 204)

    def _take(self, request: Request, piece: int) -> None:
        agent = request.fields.get(b"user-agent", b"").decode("latin-1")
        reason = self._reason(request, agent)
        if not reason:
            try:
                reader = self._readers.name(request.client, agent)
            except OSError:
                reason = "no key"
            else:
                self.outbox.put(Read(piece, self._engine.now(), reader, self._session_of(request)))
                return
        self.dropped[reason] += 1

    def _reason(self, request: Request, agent: str) -> str:
        """Why a report does not count; empty when it does."""
        fields = request.fields
        if b"origin" not in fields and b"sec-fetch-site" not in fields:
            return "no page"  # a browser says from where it sends
        if fields.get(b"sec-fetch-site", b"same-origin") != b"same-origin":
            return "no page"
        if fields.get(b"sec-purpose") or fields.get(b"purpose") or fields.get(b"x-moz"):
            return "prefetch"
        if is_robot(agent):
            return "robot"
        return "" if self._has_room(place_of(request.client)) else "flood"

    def _has_room(self, address: str) -> bool:
        """Take one from the bucket of an address. Only what `front` itself saw, or its trusted proxies, names one."""
        now = self._engine.now()
        left, at = self._buckets.pop(address, (BURST, now))
        left = min(BURST, left + (now - at) * PER_SECOND)
        self._buckets[address] = (max(left - 1, 0.0), now)
        if len(self._buckets) > ADDRESSES:
            self._buckets.popitem(last=False)
        return left >= 1

    def _session_of(self, request: Request) -> str:
        """The session in whose browser it was read, so that `app` can leave out our own editors."""
        for part in request.cookies.split(b";"):
            name, _, value = part.strip().partition(b"=")
            if name == self._cookie and _SESSION.fullmatch(value):
                return value.decode("ascii")
        return ""

    def sweep(self, now: float) -> None:
        """Called several times a second."""
        self.outbox.sweep(now)
