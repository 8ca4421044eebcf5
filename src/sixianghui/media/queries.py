"""Reads about pictures, files and panoramas, and who may see which bytes."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sixianghui.access.public import Person, may
from sixianghui.audit import public as audit
from sixianghui.common import ids, time
from sixianghui.ingest import public as ingest
from sixianghui.media import rules, shows, taken, transcripts
from sixianghui.media.actions import SEES_DRAFTS, Action
from sixianghui.media.intake import TurnedAway, Why
from sixianghui.media.models import (
    Feed,
    File,
    Hotspot,
    Intake,
    Panorama,
    PanoramaRendition,
    Picture,
    Rendition,
    Stream,
    Tour,
    TourStop,
    Transcript,
    Trim,
)
from sixianghui.media.transcripts import Cue

TOPIC = "panorama"
STREAM_TOPIC = "stream"
Piece = Rendition | PanoramaRendition | Hotspot


@dataclass(frozen=True)
class Access:
    """What somebody may be sent of a recording: as live, all of it; and whether everybody may, so that it may be kept."""

    live: bool = False
    again: bool = False
    everybody: bool = False
    #: Of what comes in live: also what nobody else sees, before it is on the air and while it is cut.
    prepares: bool = False
    show: shows.Show | None = None


def piece_named(name: str) -> Piece | None:
    """What readers may be sent under this name: a size of a picture or of a panorama, a still. Originals have no name."""
    if not name or "\0" in name:
        return None
    rendition = Rendition.objects.select_related("image").filter(file=name).first()
    if rendition is not None:
        return rendition
    size = PanoramaRendition.objects.select_related("panorama").filter(file=name).first()
    if size is not None:
        return size
    return Hotspot.objects.select_related("panorama").filter(still=name).first()


def behind(piece: Piece) -> Picture | Panorama:
    """What a piece was made from."""
    return piece.image if isinstance(piece, Rendition) else piece.panorama


def is_public(thing: Picture | Panorama) -> bool:
    """Whether everybody may be sent pieces of it: it may be shown, and nothing is known against its bytes."""
    gone = isinstance(thing, Panorama) and thing.removed_at is not None
    return not gone and thing.may_be_sent and rules.may_be_published(thing.consent)


def may_see(person: Person, piece: Piece) -> bool:
    """Whether this person may be sent the piece. Editors also see what is not public yet; nobody sees what waits."""
    thing = behind(piece)
    return is_public(thing) or (thing.may_be_sent and may(person, SEES_DRAFTS))


def may_follow(person: Any, ref: str) -> bool:
    """Whether this person may hear how far a panorama has come."""
    return may(person, Action.EDIT_PANORAMA) and Panorama.objects.filter(ref=ref).exists()


def panoramas() -> QuerySet[Panorama]:
    """Those that were not thrown away, the newest first."""
    spots = Count("hotspots", filter=Q(hotspots__removed_at__isnull=True))
    return Panorama.objects.filter(removed_at__isnull=True).annotate(spots=spots)


def panorama(ref: str) -> Panorama | None:
    """The panorama of that ref."""
    return Panorama.objects.filter(ref=ref, removed_at__isnull=True).first()


def any_panorama(ref: str) -> Panorama | None:
    """The same, also if it was thrown away a moment ago."""
    return Panorama.objects.filter(ref=ref).first()


def same_panorama(digest: str) -> Panorama | None:
    """One with the very same pixels, so that a form sent twice makes one."""
    return Panorama.objects.filter(digest=digest, removed_at__isnull=True).first()


def hotspots(one: Panorama) -> QuerySet[Hotspot]:
    """The spots of a panorama in their order."""
    return Hotspot.objects.filter(panorama=one, removed_at__isnull=True).select_related("target")


def hotspot(one: Panorama, ref: str) -> Hotspot | None:
    """The spot of that ref in this panorama."""
    return hotspots(one).filter(ref=ref).first()


def removed_hotspot(one: Panorama, ref: str) -> Hotspot | None:
    """A spot that was taken out, as long as it can come back."""
    return Hotspot.objects.filter(panorama=one, ref=ref, removed_at__isnull=False).first()


def other_panoramas(one: Panorama) -> QuerySet[Panorama]:
    """Where a spot may lead."""
    return Panorama.objects.filter(removed_at__isnull=True).exclude(pk=one.pk)


def no_panoramas() -> QuerySet[Panorama]:
    """None, for a form that is not told yet."""
    return Panorama.objects.none()


def pieces_of(one: Panorama) -> dict[str, PanoramaRendition]:
    """The sizes of a panorama by name."""
    return {piece.name: piece for piece in one.renditions.all()}


def tours() -> QuerySet[Tour]:
    """The walks, the newest first."""
    return Tour.objects.prefetch_related("stops__panorama")


def tour(ref: str) -> Tour | None:
    """The walk of that ref."""
    return tours().filter(ref=ref).first()


def stops(one: Tour) -> list[Panorama]:
    """The panoramas of a walk in their order, without those that were thrown away."""
    found = TourStop.objects.filter(tour=one, panorama__removed_at__isnull=True).select_related("panorama")
    return [stop.panorama for stop in found]


def waiting(
    model: type[Picture] | type[File] | type[Panorama] | type[Stream], before: dt.datetime
) -> QuerySet[Any]:
    """What has waited for the scanner since before that moment."""
    return model._base_manager.filter(scan=rules.Scan.WAITING, created_at__lt=before)


def stream(ref: str) -> Stream | None:
    """The recording of that ref, unless it was taken away."""
    return Stream.objects.filter(ref=ref, removed_at__isnull=True).first()


def stream_access(person: Person, one: Stream) -> Access:
    """What this person may be sent of a recording, and whether everybody may."""
    if (one.state != Stream.State.READY and one.source != Stream.Source.LIVE) or not one.may_be_sent:
        return Access()
    found = shows.show_of(one)
    if found is None:
        return Access(again=_is_maker(person, one), prepares=_is_maker(person, one))
    shower, show = found
    live, again = show.began is not None, show.ended is not None
    if one.cut_at is not None:
        own = shower.may_prepare(person, one)
        return Access(live=live and own, again=again and own, prepares=own, show=show)
    if show.everybody and again:
        return Access(live=live, again=True, everybody=True, show=show)
    if (
        show.everybody
        and live
        and not (getattr(person, "is_authenticated", False) and shower.may_prepare(person, one))
    ):
        return Access(live=True, everybody=True, show=show)
    if shower.may_prepare(person, one):
        return Access(live=live, again=True, prepares=True, show=show)
    if live and shower.may_see(person, one):
        return Access(live=True, again=again, show=show)
    return Access(show=show)


def _is_maker(person: Person, one: Stream) -> bool:
    """Who brought it: of what nobody shows yet. Once a room shows it, that room says who prepares it, from day to day."""
    return one.made_by_id is not None and getattr(person, "pk", None) == one.made_by_id


def may_follow_stream(person: Any, ref: str) -> bool:
    """Whether this person may hear how far the making of a recording has come."""
    one = stream(ref)
    if one is None or not getattr(person, "is_authenticated", False):
        return False
    found = shows.show_of(one)
    return _is_maker(person, one) if found is None else found[0].may_prepare(person, one)


def transcript(one: Stream) -> Transcript | None:
    """What is said in it, where somebody has written it down."""
    return Transcript.objects.filter(stream=one).exclude(text="").order_by("pk").first()


def cues(one: Stream) -> list[Cue]:
    """The same, sentence by sentence."""
    found = transcript(one)
    return transcripts.read(found.text) if found is not None else []


def trim_of(one: Stream) -> Trim | None:
    """How its ends were trimmed, or are to be."""
    return Trim.objects.filter(stream=one).first()


_LOGGED = {
    "stream:arm": gettext_lazy("打开接收"),
    "stream:disarm": gettext_lazy("关上接收"),
    "stream:key": gettext_lazy("换了推流密钥"),
    "stream:revoke": gettext_lazy("作废了推流密钥"),
    "stream:cut": gettext_lazy("切断画面"),
    "stream:restore": gettext_lazy("恢复画面"),
}


def is_being_trimmed(one: Stream) -> bool:
    """Whether a job trims its ends now, or will."""
    found = trim_of(one)
    return found is not None and found.state == Trim.State.QUEUED


def log_of(one: Stream) -> list[tuple[dt.datetime, str, str]]:
    """What was done with a live stream and which encoders came: when, what, more about it. In the reader's language."""
    found = []
    for feed in Feed.objects.filter(stream=one):
        found.append((feed.began_at, _("推流进来了"), feed.get_way_display()))
        if feed.ended_at is not None:
            found.append((feed.ended_at, _("推流断了"), feed.why))
    acts = audit.AuditEvent.objects.filter(
        object_kind="media.stream", object_id=str(one.pk), action__in=_LOGGED
    )
    found += [(act.moment, str(_LOGGED[act.action]), "") for act in acts]
    return sorted(found)


def film_clock(one: Stream) -> list[list[float]]:
    """Where in the film of a stream is what happened so many seconds after the beginning: give it to `moment`.

    As long as what came in live is watched as it came, its journal says it.
    """
    if one.state != Stream.State.LIVE:
        return list(one.clock)
    found, journal = shows.show_of(one), taken.journal_of(one.ref)
    if found is None or found[1].began is None or found[1].ended is None or journal is None:
        return []
    span = taken.Span(found[1].began.timestamp(), found[1].ended.timestamp())
    pieces = [piece for turn in taken.turns_of(journal, span) for piece in turn]
    return taken.clock_of(pieces, span.began)


def is_being_made(one: Stream) -> bool:
    """Whether a job makes it now, or will: of what came in live, once it is over."""
    if one.state != Stream.State.LIVE:
        return one.state in {Stream.State.QUEUED, Stream.State.WORKING}
    found = shows.show_of(one) if not one.fault else None
    return found is not None and found[1].ended is not None


# ---- what comes in live


def armed() -> list[Intake]:
    """Doors that are open: for a rehearsal, or because their stream is on the air."""
    doors = Intake.objects.filter(
        stream__removed_at__isnull=True, stream__cut_at__isnull=True, stream__state=Stream.State.LIVE
    )
    return [one for one in doors.select_related("stream") if is_armed(one.stream)]


def is_armed(one: Stream) -> bool:
    """Whether its door is open. On the air it stays open."""
    if one.source != Stream.Source.LIVE or one.removed_at is not None or one.cut_at is not None:
        return False
    found = shows.show_of(one)
    if found is not None and found[1].ended is not None:
        return False
    until = one.intake.armed_until
    return until is not None and (until > time.now() or on_air_since(one) is not None)


def on_air_since(one: Stream) -> float | None:
    """Since when people watch, in seconds since 1970; None while nobody does."""
    found = shows.show_of(one)
    if found is None or found[1].began is None or found[1].ended is not None:
        return None
    return found[1].began.timestamp()


def seen_since(one: Stream) -> float | None:
    """From when on people see it as live: since it is on the air, or since it was put back there. None while nobody does."""
    air = on_air_since(one)
    if air is None or one.restored_at is None:
        return air
    return max(air, one.restored_at.timestamp())


def door_with(key: str) -> Intake:
    """The door that this publish key opens. Raises `TurnedAway`."""
    found = (
        Intake.objects.select_related("stream").filter(key_hash=ids.digest_of(key)).first() if key else None
    )
    if found is None:
        raise TurnedAway(Why.WRONG)
    if found.key_expires_at is None or found.key_expires_at < time.now():
        raise TurnedAway(Why.EXPIRED)
    return found


def running_feed(one: Stream) -> Feed | None:
    """What is sending to it now."""
    return Feed.objects.filter(stream=one, ended_at__isnull=True).first()


def is_fetched(*, ref: str, key: str) -> bool:
    """Whether what a foreign server has is still wanted; it knows it by the feed or by the key."""
    wanted = Feed.objects.filter(way=Feed.Way.PULL, ended_at__isnull=True)
    return wanted.filter(Q(ref=ref) | Q(stream__intake__key_hash=ids.digest_of(key))).exists()


def feed(one: Stream, ref: str) -> Feed | None:
    """A feed of this stream."""
    return Feed.objects.filter(stream=one, ref=ref).first()


def inbox_of(feed: Feed) -> Path:
    """Where the pieces lie that a page sends."""
    return ingest.folder_of(taken.folder_of(feed.stream.ref), feed.ref)


def next_piece(feed: Feed) -> int:
    """Which of its pieces a page is to send next."""
    return ingest.next_of(inbox_of(feed))
