"""What comes in live: the door is opened and shut, keys are given out, encoders come and go, the picture is cut.

Whether somebody may is asked by the room above, as with recordings.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils.translation import gettext as _

from sixianghui.access.public import Account
from sixianghui.audit import public as audit
from sixianghui.common import ids, time
from sixianghui.common.errors import Conflict
from sixianghui.ingest import public as ingest
from sixianghui.media import incoming, queries
from sixianghui.media.intake import ARMED, SEEN, STALE, Admitted, TurnedAway, Why, passphrase
from sixianghui.media.models import Feed, Intake, Stream
from sixianghui.media.signals import stream_flows
from sixianghui.realtime import public as realtime
from sixianghui.ui import public as ui


def open_live(*, title: str, by: Account | None, is_sample: bool = False) -> Stream:
    """A stream that comes in live. Its door is shut and it has no key yet."""
    with transaction.atomic():
        made = Stream.objects.create(
            title=title.strip()[:255], made_by=by, is_sample=is_sample, source=Stream.Source.LIVE,
            state=Stream.State.LIVE,
        )  # fmt: skip
        Intake.objects.create(stream=made)
        audit.record("stream:open_live", actor=by, thing=made)
    return made


def arm(one: Stream, *, by: Account) -> Intake:
    """Open the door: encoders with the key may come, for a rehearsal or because it begins."""
    with transaction.atomic():
        door = _door(one)
        door.armed_until = time.now() + ARMED
        door.save(update_fields=["armed_until"])
        audit.record("stream:arm", actor=by, thing=one)
        _changed(one)
    return door


def hold_door(one: Stream) -> None:
    """Until the transaction ends no encoder comes, and nobody opens or shuts the door."""
    _door(one)


def disarm(one: Stream, *, by: Account | None, why: str = "shut") -> Intake:
    """Shut the door; whoever sends is sent away."""
    with transaction.atomic():
        door = _door(one)
        door.armed_until = None
        door.save(update_fields=["armed_until"])
        end_feeds(one, why)
        audit.record("stream:disarm", actor=by, thing=one)
        _changed(one)
    return door


def new_key(one: Stream, *, by: Account, expires: dt.datetime) -> str:
    """A new publish key, which nobody can be told again; the one before holds no more, and who sent with it is sent away."""
    key = ids.new_token(24)
    with transaction.atomic():
        door = _door(one)
        door.key_hash, door.key_made_at, door.key_expires_at = ids.digest_of(key), time.now(), expires
        door.generation += 1
        door.save()
        end_feeds(one, "revoked")
        audit.record("stream:key", actor=by, thing=one, detail={"expires": int(expires.timestamp())})
        _changed(one)
    return key


def revoke_key(one: Stream, *, by: Account) -> Intake:
    """The key holds no more; who sent with it is sent away."""
    with transaction.atomic():
        door = _revoke(one)
        audit.record("stream:revoke", actor=by, thing=one)
        _changed(one)
    return door


def revoke_every_key() -> int:
    """After a restore: no key holds, no door is open, no feed runs, for some had been revoked since. How many keys held."""
    with transaction.atomic():
        keys = Intake.objects.exclude(key_hash="").update(
            key_hash="", key_expires_at=None, generation=F("generation") + 1
        )
        Intake.objects.filter(armed_until__isnull=False).update(armed_until=None)
        Feed.objects.filter(ended_at__isnull=True).update(ended_at=time.now(), why="revoked")
        audit.record("stream:revoke_all", detail={"keys": keys})
    return keys


def cut(one: Stream, *, by: Account) -> Stream:
    """Take the picture off the air at once: nobody is sent anything of it, whoever sends is sent away, the key is void."""
    with transaction.atomic():
        _door(one)
        if one.cut_at is not None:
            raise Conflict(_("画面已经切断了。"))
        Stream.objects.filter(pk=one.pk).update(cut_at=time.now())
        _revoke(one)
        audit.record("stream:cut", actor=by, thing=one)
        _changed(one)
    one.refresh_from_db()
    return one


def restore(one: Stream, *, by: Account) -> Stream:
    """Put it back on the air, where it was taken off. Encoders need a new key."""
    with transaction.atomic():
        _door(one)
        cut_off = Stream.objects.filter(pk=one.pk, cut_at__isnull=False)
        if cut_off.update(cut_at=None, restored_at=time.now()):
            audit.record("stream:restore", actor=by, thing=one)
            _changed(one)
    one.refresh_from_db()
    return one


# ---- encoders


def admit_by_key(key: str, *, way: str, house: str = "", about: dict[str, Any] | None = None) -> Admitted:
    """An encoder shows a key. house: which ingest has it; nobody yet, where one is to fetch it. Raises `TurnedAway`."""
    door = queries.door_with(key)
    return admit(door.stream, way=way, house=house, about=about, shown=door.key_hash)


def admit_by_passphrase(ref: str, *, house: str) -> Admitted:
    """An encoder has shown the passphrase of this stream to the one who listens for it. Raises `TurnedAway`."""
    one = queries.stream(ref)
    door = Intake.objects.filter(stream=one).first() if one is not None else None
    if one is None or door is None or not door.key_hash:
        raise TurnedAway(Why.WRONG)
    if door.key_expires_at is None or door.key_expires_at < time.now():
        raise TurnedAway(Why.EXPIRED)
    return admit(one, way=Feed.Way.SRT, house=house, shown=door.key_hash)


def admit(
    one: Stream,
    *,
    way: str,
    house: str,
    by: Account | None = None,
    about: dict[str, Any] | None = None,
    shown: str | None = None,
) -> Admitted:
    """Let an encoder send that has shown who it is; `shown`: the digest of the key that it did it with. Raises `TurnedAway`."""
    now = time.now()
    try:
        with transaction.atomic():
            # Whoever shuts the door, cuts the picture or revokes the key waits here, or was first.
            door = Intake.objects.select_for_update(no_key=True).filter(stream=one).first()
            fresh = queries.stream(one.ref)
            if door is None or fresh is None or not queries.is_armed(fresh):
                raise TurnedAway(Why.SHUT)
            if shown is not None and door.key_hash != shown:
                raise TurnedAway(Why.WRONG)
            Feed.objects.filter(stream=one, ended_at__isnull=True, seen_at__lt=now - STALE).update(
                ended_at=now, why="silent"
            )
            made = Feed.objects.create(stream=one, way=way, house=house, by=by, about=about or {})
            audit.record("stream:feed", actor=by, thing=one, detail={"way": way, "feed": made.ref})
    except IntegrityError as error:
        there = Feed.objects.filter(stream=one, ended_at__isnull=True).first()
        raise TurnedAway(Why.BUSY, there.ref if there is not None else "") from error
    air = queries.on_air_since(one)
    transaction.on_commit(_knock)
    return Admitted(
        made.ref, one.ref, now.timestamp(), air, passphrase(one.ref, door.generation) if door.key_hash else ""
    )


def end_pull(key: str, *, client: str) -> None:
    """A foreign server says that the encoder has left which showed this key on that connection."""
    found = Feed.objects.filter(way=Feed.Way.PULL, ended_at__isnull=True, about__client=client[:64])
    found.filter(stream__intake__key_hash=ids.digest_of(key)).update(ended_at=time.now(), why="ended")
    transaction.on_commit(_knock)


def end_by_key(key: str, ref: str) -> bool:
    """An encoder says that it has sent all it had; False where no such feed of its stream runs. Raises `TurnedAway`."""
    stream = queries.door_with(key).stream
    running = Feed.objects.filter(ref=ref, stream=stream, way=Feed.Way.WHIP, ended_at__isnull=True)
    if not running.update(ended_at=time.now(), why="ended"):
        return False
    transaction.on_commit(_knock)
    return True


def record_round(
    house: str, feeds: Sequence[str], ended: Mapping[str, str], *, flowing: Sequence[str] = ()
) -> dict[str, str]:
    """An ingest process says which feeds it has, of which something is there, and which have ended.

    Returned is which of them are to end, and why.
    """
    now = time.now()
    node = house.partition("-")[0]
    open_feeds = Feed.objects.filter(ended_at__isnull=True)
    for ref, why in ended.items():
        open_feeds.filter(ref=ref).update(ended_at=now, why=why[:12])
    # What a page or a foreign server sends is taken over by whoever comes; the rest ended with the process that had it.
    left = open_feeds.filter(house__startswith=f"{node}-").exclude(house=house)
    if left.exists():
        left.exclude(way__in=(Feed.Way.BROWSER, Feed.Way.PULL)).update(ended_at=now, why="restart")
    to_fetch = open_feeds.filter(way=Feed.Way.PULL)
    (to_fetch.filter(house="") | to_fetch & left).update(house=house)
    if feeds:
        open_feeds.filter(ref__in=feeds, seen_at__lt=now - SEEN).update(seen_at=now, house=house)
    for one in open_feeds.filter(ref__in=flowing).select_related("stream"):
        _flows(one, now)
    over = Feed.objects.filter(ref__in=feeds, ended_at__isnull=False).values_list("ref", "why")
    return {ref: why or "ended" for ref, why in over}


def _flows(one: Feed, now: dt.datetime) -> None:
    """Something is there of this feed. Said once, and once more when viewers see the first of it."""
    air = queries.seen_since(one.stream)
    if one.flows_at is not None and (air is None or one.flows_at.timestamp() >= air):
        return
    if air is not None and not incoming.is_seen(one.stream):
        return
    with transaction.atomic():
        if Feed.objects.filter(pk=one.pk, flows_at=one.flows_at).update(flows_at=now):
            stream_flows.send(Stream, stream=one.stream)


def _door(one: Stream) -> Intake:
    if one.source != Stream.Source.LIVE or one.removed_at is not None:
        raise Conflict(_("这一段不是现场直播。"))
    return Intake.objects.select_for_update(no_key=True).get(stream=one)


def _revoke(one: Stream) -> Intake:
    door = _door(one)
    door.key_hash, door.key_expires_at = "", None
    door.generation += 1
    door.save()
    end_feeds(one, "revoked")
    return door


def end_feeds(one: Stream, why: str) -> None:
    Feed.objects.filter(stream=one, ended_at__isnull=True).update(ended_at=time.now(), why=why)


def _changed(one: Stream) -> None:
    ui.purge(one.tag)
    realtime.publish(one.topic, {"door": True})
    transaction.on_commit(_knock)


def _knock() -> None:
    ingest.knock(settings.CONFIG.run / "ingest.knock")
