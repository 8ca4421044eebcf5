"""What comes in of a stream just now, for those who look after it: its door, its key, what the encoder sends."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import dataclass
from time import sleep
from typing import Any

from django.conf import settings

from sixianghui.common import time
from sixianghui.media import advice, queries, taken
from sixianghui.media.advice import Loud, Trouble
from sixianghui.media.intake import passphrase
from sixianghui.media.models import Feed, Intake, Stream


@dataclass(frozen=True)
class Ports:
    """Where encoders come in now; None where nothing is open."""

    rtmp: int | None = None
    srt: int | None = None


@dataclass(frozen=True)
class Sent:
    """What an encoder sends, or sent last. rate: kbit/s; level, loudest: dB; quiet: seconds since its last byte; small: whether
    480 lines are made, and why not; over: why it ended.
    """

    feed: str
    way: str
    since: dt.datetime
    last: dt.datetime
    quiet: float
    rate: int
    width: int
    height: int
    picture: str
    sound: str
    level: float | None
    loudest: float | None
    pieces: int
    small: str
    over: str
    troubles: tuple[Trouble, ...]

    @property
    def lost(self) -> bool:
        """Nothing has come for a while."""
        return Trouble.LOST in self.troubles

    @property
    def loud(self) -> Loud:
        return advice.loud(self.loudest, sound=bool(self.sound))


@dataclass(frozen=True)
class Incoming:
    """A stream's door and what comes through it. `feed`: the encoder that sends now; `sent`: what is known of it, or of the last.

    full_since: since when nothing is kept because the disk is full.
    """

    armed: bool
    armed_until: dt.datetime | None
    has_key: bool
    key_expires: dt.datetime | None
    keys_made: int
    cut_at: dt.datetime | None
    feed: Feed | None
    sent: Sent | None
    full_since: dt.datetime | None

    @property
    def flows(self) -> bool:
        """Something comes that can be seen or heard."""
        return self.feed is not None and self.sent is not None and self.sent.pieces > 0 and not self.sent.lost


def incoming(one: Stream) -> Incoming:
    """How a live stream stands just now."""
    door = Intake.objects.get(stream=one)
    now = time.now()
    holds = bool(door.key_hash) and door.key_expires_at is not None and door.key_expires_at > now
    feed, journal = queries.running_feed(one), taken.journal_of(one.ref)
    return Incoming(
        armed=queries.is_armed(one),
        armed_until=door.armed_until,
        has_key=holds,
        key_expires=door.key_expires_at if holds else None,
        keys_made=door.generation,
        cut_at=one.cut_at,
        feed=feed,
        sent=_sent(taken.status_of(one.ref), feed, now),
        full_since=_moment(journal.full_since) if journal is not None and journal.full_since else None,
    )


def is_seen(one: Stream) -> bool:
    """Whether viewers have something of a live stream to see: it is on the air, not cut, and a piece of it is there."""
    began = queries.seen_since(one)
    journal = taken.journal_of(one.ref)
    if began is None or journal is None or one.cut_at is not None:
        return False
    span = taken.Span(began, None)
    return any(span.holds(piece) for name in journal.pieces for piece in reversed(journal.pieces[name]))


def ports(one: Stream) -> Ports:
    """Where encoders come in now, as `ingest` says."""
    try:
        told: dict[str, Any] = json.loads((settings.CONFIG.run / "ingest.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return Ports()
    return Ports(told.get("rtmp"), (told.get("srt") or {}).get(one.ref))


def wait_for_srt(one: Stream) -> None:
    """Give `ingest`, where it runs, a moment to listen with a new passphrase, so that whoever is told it is told the port."""
    for _ in range(20):
        there = ports(one)
        if there.rtmp is None or there.srt is not None or not settings.CONFIG.srt_port:
            return
        sleep(0.1)


def passphrase_of(one: Stream) -> str:
    """The passphrase for SRT that goes with the present key. Whoever is given the key may be told it, with the key."""
    return passphrase(one.ref, Intake.objects.get(stream=one).generation)


def _sent(told: dict[str, Any] | None, feed: Feed | None, now: dt.datetime) -> Sent | None:
    """None while the encoder that sends now has not been looked at."""
    if told is None or (feed is not None and told["feed"] != feed.ref):
        return None
    quiet = max(0.0, now.timestamp() - told["at"])
    return Sent(
        feed=told["feed"],
        way=told["way"],
        since=_moment(told["since"]),
        last=_moment(told["at"]),
        quiet=quiet,
        rate=told["rate"],
        width=told["width"],
        height=told["height"],
        picture=told["picture"],
        sound=told["sound"],
        level=told["level"],
        loudest=told["loudest"],
        pieces=told["pieces"],
        small=told["small"],
        over=told["over"],
        troubles=advice.troubles(
            lasted=max(0.0, told["at"] - told["since"]),
            quiet=quiet,
            picture=told["picture"],
            sound=told["sound"],
            size=(told["width"], told["height"]),
            rate=told["rate"],
            keys=told["keys"],
            pieces=told["pieces"],
            loudest=told["loudest"],
            said=frozenset(told["trouble"]),
            page=told["way"] == Feed.Way.BROWSER,
        ),
    )


def _moment(seconds: float) -> dt.datetime:
    return dt.datetime.fromtimestamp(seconds, dt.UTC)
