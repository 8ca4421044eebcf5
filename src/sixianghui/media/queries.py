"""Reads about pictures, files and panoramas, and who may see which bytes."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q, QuerySet

from sixianghui.access.public import Person, may
from sixianghui.media import rules, shows
from sixianghui.media.actions import SEES_DRAFTS, Action
from sixianghui.media.models import (
    File,
    Hotspot,
    Panorama,
    PanoramaRendition,
    Picture,
    Rendition,
    Stream,
    Tour,
    TourStop,
)

TOPIC = "panorama"
STREAM_TOPIC = "stream"
Piece = Rendition | PanoramaRendition | Hotspot


@dataclass(frozen=True)
class Access:
    """What somebody may be sent of a recording: as live, all of it; and whether everybody may, so that it may be kept."""

    live: bool = False
    again: bool = False
    everybody: bool = False
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
    if one.state != Stream.State.READY or not one.may_be_sent:
        return Access()
    found = shows.show_of(one)
    if found is None:
        return Access(again=_is_maker(person, one))
    shower, show = found
    live, again = show.began is not None, show.ended is not None
    if show.everybody and again:
        return Access(live=live, again=True, everybody=True, show=show)
    if (
        show.everybody
        and live
        and not (getattr(person, "is_authenticated", False) and _prepares(shower, person, one))
    ):
        return Access(live=True, everybody=True, show=show)
    if _prepares(shower, person, one):
        return Access(live=live, again=True, show=show)
    if live and shower.may_see(person, one):
        return Access(live=True, again=again, show=show)
    return Access(show=show)


def _prepares(shower: shows.Shower, person: Person, one: Stream) -> bool:
    return _is_maker(person, one) or bool(shower.may_prepare(person, one))


def _is_maker(person: Person, one: Stream) -> bool:
    return one.made_by_id is not None and getattr(person, "pk", None) == one.made_by_id


def may_follow_stream(person: Any, ref: str) -> bool:
    """Whether this person may hear how far the making of a recording has come."""
    one = stream(ref)
    if one is None or not getattr(person, "is_authenticated", False):
        return False
    found = shows.show_of(one)
    return _is_maker(person, one) or (found is not None and bool(found[0].may_prepare(person, one)))
