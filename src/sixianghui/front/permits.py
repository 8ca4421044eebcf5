"""What `app` has said of who may listen, and what is asked for. Knows no connection and asks nobody."""

from __future__ import annotations

import re
from collections import Counter, OrderedDict
from collections.abc import Mapping
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import unquote_plus

from sixianghui.common import wire
from sixianghui.front.glance import site_of
from sixianghui.front.request import Request, normal_host

if TYPE_CHECKING:
    from sixianghui.front.hub import Topics
    from sixianghui.front.stream import Stream

_STREAM = wire.STREAM.lower().encode("ascii")
_TOPICS = wire.TOPICS.lower().encode("ascii")
_WATCH = wire.WATCH.encode("ascii")
_WORD = re.compile(rb"[A-Za-z0-9_-]{1,64}")
_TOPIC = re.compile(r"[a-z-]{1,40}:[A-Za-z0-9_-]{1,64}")
_TOKEN = re.compile(wire.WATCH_WORD)
#: Longer queries are not looked at, nor more fields.
_QUERY_BYTES, _QUERY_FIELDS = 2048, 4 * wire.MAX_TOPICS

#: (site, topics, cookies; none for who has no session): the same question gets the same answer.
Key = tuple[bytes, "Topics", bytes]


class Permit:
    """One session (or everybody without one) may listen to these topics, as `app` said at `checked`."""

    __slots__ = (
        "account",
        "again",
        "checked",
        "client",
        "key",
        "muted",
        "session",
        "streams",
        "topics",
        "watched",
    )

    def __init__(self, key: Key, account: bytes, session: bytes, topics: Topics, client: str) -> None:
        self.key = key
        self.account = account
        self.session = session
        self.topics = topics
        self.watched = tuple(topic for topic in topics if topic.partition(":")[0] in wire.WATCHED)
        self.client = client
        self.checked = 0.0
        self.muted = False  # nothing is sent until `app` has answered anew
        self.again = False  # the answer that is on its way is outdated already
        self.streams: set[Stream] = set()

    def says_the_same_as(self, other: Permit) -> bool:
        """Does it let the same account of the same session listen to the same?"""
        mine = self.account, self.session, self.topics
        return mine == (other.account, other.session, other.topics)


class Permits:
    """All permits of a front: by question, by account; those that were checked longest ago first."""

    def __init__(self) -> None:
        self.by_key: OrderedDict[Key, Permit] = OrderedDict()
        self.streams = 0
        self._by_account: dict[bytes, set[Permit]] = {}
        self._by_session: Counter[bytes] = Counter()

    def note(self, permit: Permit, now: float) -> Permit | None:
        """`app` said this now. Returns a permit that it takes the place of, if it says something else."""
        known = self.by_key.get(permit.key)
        if known is not None and known is not permit:
            self.remove(known)
        self.by_key[permit.key] = permit
        self._by_account.setdefault(permit.account, set()).add(permit)
        self.renew(permit, now)
        return known if known is not permit else None

    def renew(self, permit: Permit, now: float) -> None:
        """`app` was asked about it now."""
        permit.checked = now
        if self.by_key.get(permit.key) is permit:
            self.by_key.move_to_end(permit.key)

    def remove(self, permit: Permit) -> None:
        """It holds no more; its streams are still to be ended."""
        if self.by_key.get(permit.key) is permit:
            del self.by_key[permit.key]
        others = self._by_account.get(permit.account)
        if others is not None:
            others.discard(permit)
            if not others:
                del self._by_account[permit.account]

    def of_account(self, account: bytes) -> list[Permit]:
        return list(self._by_account.get(account, ()))

    def of_session(self, session: bytes) -> int:
        """How many streams one session has open."""
        return self._by_session[session]

    def older_than(self, moment: float) -> Permit | None:
        """One that was last checked before this moment."""
        oldest = next(iter(self.by_key.values()), None)
        return oldest if oldest is not None and oldest.checked < moment else None

    def enter(self, stream: Stream) -> None:
        stream.permit.streams.add(stream)
        self.streams += 1
        self._by_session[stream.permit.session] += 1

    def leave(self, stream: Stream) -> bool:
        """False: it had left before."""
        permit = stream.permit
        if stream not in permit.streams:
            return False
        permit.streams.discard(stream)
        self.streams -= 1
        self._by_session[permit.session] -= 1
        if not self._by_session[permit.session]:
            del self._by_session[permit.session]
        return True


class Wish(NamedTuple):
    """What somebody wants to hear, after which number, and as which viewer (a token; none if empty)."""

    topics: Topics
    cursor: int | None
    viewer: str = ""


def asked(request: Request) -> Wish | None:
    """What is asked for; None when it is no stream. Raises `ValueError` as `wish_of` does."""
    return wish_of(request.target.partition(b"?")[2], request.fields.get(b"last-event-id", b""))


def wish_of(query: bytes, last: bytes) -> Wish | None:
    """What a query asks for; `last`: the number of the last event that a reader has, as its header says. None when it is
    no stream. Raises `ValueError` for a viewer's token that is none, and for what is too long.
    """
    fields = query.split(b"&") if len(query) < _QUERY_BYTES else []
    if query and not 0 < len(fields) <= _QUERY_FIELDS:
        raise ValueError("nobody asks for so much")
    topics, cursor, viewer = set(), "", ""
    for name, _, value in (field.partition(b"=") for field in fields):
        text = (
            unquote_plus(value.decode("latin-1"))
            if b"%" in value or b"+" in value
            else value.decode("latin-1")
        )
        if name == b"topic":
            topics.add(text)
        elif name == b"cursor":
            cursor = cursor or text
        elif name == _WATCH:
            viewer = viewer or text
            if not _TOKEN.fullmatch(text):
                raise ValueError("no viewer is called so")
    if not 0 < len(topics) <= wire.MAX_TOPICS or not all(_TOPIC.fullmatch(topic) for topic in topics):
        return None
    cursor = last.decode("latin-1") or cursor
    number = int(cursor) if cursor.isascii() and cursor.isdecimal() and len(cursor) < 19 else None
    return Wish(tuple(sorted(topics)), number, viewer)


def target_of(topics: Topics) -> bytes:
    """Where `app` is asked about these topics: it learns of no number and of no viewer."""
    return (wire.EVENTS + "?" + "&".join(f"topic={topic}" for topic in topics)).encode("ascii")


def key_of(request: Request, topics: Topics, session_cookie: bytes) -> Key:
    """What the answer depends on."""
    cookies = request.cookies if session_cookie in request.cookies else b""
    return site_of(request.scheme, request.host), topics, cookies


def permit_of(key: Key, fields: dict[bytes, bytes], client: str) -> Permit | None:
    """What an answer of `app` with these headers says; None when it does not answer this question."""
    words = fields.get(_STREAM, b"").split(b" ")
    topics = tuple(sorted(fields.get(_TOPICS, b"").decode("latin-1").split()))
    if len(words) != 2 or not all(_WORD.fullmatch(word) for word in words) or not topics or topics != key[1]:
        return None
    return Permit(key, words[0], words[1], topics, client)


def from_elsewhere(fields: Mapping[bytes, bytes], scheme: bytes, host: bytes) -> bool:
    """Does the page of another site ask this one? A browser says so in one of two ways."""
    origin = fields.get(b"origin")
    if origin is not None:
        its_scheme, _, its_host = origin.partition(b"://")
        if its_scheme != scheme or normal_host(its_host, scheme) != normal_host(host, scheme):
            return True
    return fields.get(b"sec-fetch-site", b"none") not in (b"none", b"same-origin")
