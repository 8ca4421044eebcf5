"""Writes about walks through several panoramas."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext as _

from sixianghui.access.public import Account, require
from sixianghui.audit import public as audit
from sixianghui.common.errors import Conflict
from sixianghui.media.actions import Action
from sixianghui.media.models import Panorama, Tour, TourStop
from sixianghui.ui import public as ui


def make_tour(
    *, title: str, stops: Sequence[Panorama], by: Account, summary: str = "", is_sample: bool = False
) -> Tour:
    """A walk through these panoramas, in this order."""
    require(by, Action.EDIT_PANORAMA)
    tour = Tour(is_sample=is_sample, made_by=by)
    _fill(tour, title, summary, stops)
    with transaction.atomic():
        tour.save()
        _put(tour, stops)
        audit.record("panorama:tour-make", actor=by, thing=tour, detail={"stops": len(stops)})
    return tour


def change_tour(tour: Tour, *, title: str, stops: Sequence[Panorama], by: Account, summary: str = "") -> Tour:
    """Other words, other stops."""
    require(by, Action.EDIT_PANORAMA)
    _fill(tour, title, summary, stops)
    with transaction.atomic():
        tour.save(update_fields=["title", "summary"])
        _put(tour, stops)
        audit.record("panorama:tour-change", actor=by, thing=tour, detail={"stops": len(stops)})
        ui.purge(f"tour-{tour.ref}")
    return tour


def remove_tour(tour: Tour, *, by: Account) -> None:
    """Undo a walk. Its panoramas stay."""
    require(by, Action.EDIT_PANORAMA)
    with transaction.atomic():
        audit.record("panorama:tour-remove", actor=by, thing=tour)
        ui.purge(f"tour-{tour.ref}")
        tour.delete()


def _fill(tour: Tour, title: str, summary: str, stops: Sequence[Panorama]) -> None:
    if not title.strip():
        raise Conflict(_("请写标题。"))
    if len({stop.pk for stop in stops}) != len(stops) or not stops:
        raise Conflict(_("请至少选一张全景，每张只走一次。"))
    tour.title, tour.summary = title.strip()[:100], summary.strip()[:400]


def _put(tour: Tour, stops: Sequence[Panorama]) -> None:
    tour.stops.all().delete()
    TourStop.objects.bulk_create(
        TourStop(tour=tour, panorama=panorama, order=order) for order, panorama in enumerate(stops)
    )
