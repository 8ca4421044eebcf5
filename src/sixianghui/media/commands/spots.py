"""Writes about the spots of a panorama."""

from __future__ import annotations

from decimal import Decimal

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from sixianghui.access.public import Account, require
from sixianghui.audit import public as audit
from sixianghui.common.errors import Conflict, NotThere
from sixianghui.media import queries, rules, wording
from sixianghui.media.actions import Action
from sixianghui.media.commands.making import make_panorama
from sixianghui.media.models import Hotspot, Panorama
from sixianghui.ui import public as ui

MOST = 40


def add_hotspot(
    one: Panorama,
    *,
    yaw: float,
    pitch: float,
    label: str,
    by: Account,
    text: str = "",
    target: Panorama | None = None,
    link: str = "",
) -> Hotspot:
    """A new spot, the last in the order; a job makes its still."""
    require(by, Action.EDIT_PANORAMA)
    if queries.hotspots(one).count() >= MOST:
        raise Conflict(_("一张全景里最多 %(most)s 个点，太多了读者找不到。请先去掉几个。") % {"most": MOST})
    spot = Hotspot(panorama=one)
    _fill(spot, yaw, pitch, label, text, target, link)
    with transaction.atomic():
        last = Hotspot.objects.filter(panorama=one).aggregate(last=Max("order"))["last"]
        spot.order = 0 if last is None else last + 1
        spot.save()
        audit.record("panorama:spot-add", actor=by, thing=spot)
        _changed(one)
    return spot


def change_hotspot(
    spot: Hotspot,
    *,
    yaw: float,
    pitch: float,
    label: str,
    by: Account,
    text: str = "",
    target: Panorama | None = None,
    link: str = "",
) -> Hotspot:
    """Other words, or another place; a moved spot gets a new still."""
    require(by, Action.EDIT_PANORAMA)
    _fill(spot, yaw, pitch, label, text, target, link)
    with transaction.atomic():
        spot.save(update_fields=["yaw", "pitch", "label", "text", "target", "link"])
        audit.record("panorama:spot-change", actor=by, thing=spot)
        _changed(spot.panorama)
    return spot


def move_hotspot(spot: Hotspot, *, earlier: bool, by: Account) -> Hotspot:
    """One place earlier or later in the order. At the end nothing happens."""
    require(by, Action.EDIT_PANORAMA)
    with transaction.atomic():
        spots = list(queries.hotspots(spot.panorama).select_for_update(of=("self",), no_key=True))
        at = next((place for place, one in enumerate(spots) if one.pk == spot.pk), None)
        to = None if at is None else at + (-1 if earlier else 1)
        if at is None or to is None or not 0 <= to < len(spots):
            return spot
        spots[at], spots[to] = spots[to], spots[at]
        for order, one in enumerate(spots):
            Hotspot.objects.filter(pk=one.pk).update(order=order)
        audit.record("panorama:spot-move", actor=by, thing=spot)
        _changed(spot.panorama)
    return spot


def remove_hotspot(spot: Hotspot, *, by: Account) -> Hotspot:
    """Take a spot out. For a week it can be put back."""
    require(by, Action.EDIT_PANORAMA)
    with transaction.atomic():
        Hotspot.objects.filter(pk=spot.pk).update(removed_at=timezone.now())
        audit.record("panorama:spot-remove", actor=by, thing=spot)
        _changed(spot.panorama)
    return spot


def return_hotspot(spot: Hotspot, *, by: Account) -> Hotspot:
    """Put it back where it was. Raises `NotThere` when its week is over and it was swept away."""
    require(by, Action.EDIT_PANORAMA)
    with transaction.atomic():
        if not Hotspot.objects.filter(pk=spot.pk).update(removed_at=None):
            raise NotThere(_("这个点已经删掉，找不回来了。"))
        audit.record("panorama:spot-return", actor=by, thing=spot)
        _changed(spot.panorama)
    return spot


def _fill(
    spot: Hotspot, yaw: float, pitch: float, label: str, text: str, target: Panorama | None, link: str
) -> None:
    if not rules.spot_is_in_place(yaw, pitch):
        raise Conflict(_("左右在 -180 到 180 之间，上下在 -90 到 90 之间。请改一下。"))
    if not label.strip():
        raise Conflict(_("请给这个点起个名字。"))
    if link.strip() and not rules.is_plain_link(link.strip()):
        raise Conflict(str(wording.BAD_LINK))
    spot.yaw, spot.pitch = Decimal(str(round(yaw, 1))), Decimal(str(round(pitch, 1)))
    spot.label, spot.text, spot.target, spot.link = (
        label.strip()[:40],
        text.strip()[:400],
        target,
        link.strip(),
    )


def _changed(one: Panorama) -> None:
    make_panorama.enqueue(one.pk)
    ui.purge(f"panorama-{one.ref}")
