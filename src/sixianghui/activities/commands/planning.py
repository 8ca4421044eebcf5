"""Announcing an activity, changing what was announced, calling it off, and a partner that takes itself out."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from django.db import transaction
from django.utils.translation import gettext as _

from sixianghui.access.public import Account, require
from sixianghui.activities import notices, rules
from sixianghui.activities.actions import Action
from sixianghui.activities.commands.writing import (
    check_times,
    checked_kind,
    checked_title,
    lock,
    purge,
    set_partners,
    state_of,
)
from sixianghui.activities.models import Activity, CallOff, Kind, Partner, Share
from sixianghui.activities.signals import activity_called_off, activity_left
from sixianghui.audit import public as audit
from sixianghui.common import time
from sixianghui.common.errors import Conflict, NotThere
from sixianghui.directory.public import Unit


def plan_activity(
    *,
    unit: Unit,
    kind: Kind | str,
    title: str,
    starts_at: dt.datetime,
    by: Account,
    ends_at: dt.datetime | None = None,
    place: str = "",
    note: str = "",
    partners: Iterable[Unit] = (),
    open: bool | None = None,
) -> Activity:
    """Announce an activity of `unit`. `kind` is one or its code; `open` None: as is usual for its kind."""
    require(by, Action.RECORD, unit)
    found = checked_kind(kind)
    check_times(starts_at, ends_at, held=False)
    with transaction.atomic():
        made = Activity.objects.create(
            unit=unit,
            kind=found,
            title=checked_title(title),
            starts_at=starts_at,
            ends_at=ends_at,
            place=place.strip()[: rules.PLACE_LENGTH],
            note=note.strip()[: rules.LINE_LENGTH],
            open=found.open_at_first if open is None else open,
            made_by=by,
        )
        notices.named(made, set_partners(made, partners), by=by)
        audit.record("activity:plan", actor=by, thing=made)
        purge(made)
    return made


def change_plan(
    activity: Activity,
    *,
    kind: Kind | str,
    title: str,
    starts_at: dt.datetime,
    by: Account,
    ends_at: dt.datetime | None = None,
    place: str = "",
    note: str = "",
    partners: Iterable[Unit] = (),
    open: bool | None = None,
) -> Activity:
    """Change what was announced, while it has neither taken place nor been called off."""
    require(by, Action.RECORD, activity)
    check_times(starts_at, ends_at, held=False)
    with transaction.atomic():
        locked = lock(activity)
        _require_coming(locked)
        found = kind_kept(locked, kind)
        locked.kind = found
        locked.title = checked_title(title)
        locked.starts_at, locked.ends_at = starts_at, ends_at
        locked.place = place.strip()[: rules.PLACE_LENGTH]
        locked.note = note.strip()[: rules.LINE_LENGTH]
        locked.open = found.open_at_first if open is None else open
        locked.changed_at = time.now()
        locked.save()
        notices.named(locked, set_partners(locked, partners), by=by)
        audit.record("activity:change", actor=by, thing=locked)
        purge(locked)
    return locked


def kind_kept(activity: Activity, kind: Kind | str) -> Kind:
    """The kind asked for; the one that an activity has already may stay even when it is no longer in use."""
    code = kind if isinstance(kind, str) else kind.code
    return activity.kind if code == activity.kind.code else checked_kind(kind)


def call_off(activity: Activity, *, by: Account, reason: str = "") -> CallOff:
    """Say that an announced activity will not take place."""
    require(by, Action.RECORD, activity)
    with transaction.atomic():
        locked = lock(activity)
        _require_coming(locked)
        made = CallOff.objects.create(
            activity=locked,
            at=time.now(),
            actor=by,
            unit_id=locked.unit_id,
            reason=reason.strip()[: rules.REASON_LENGTH],
        )
        audit.record("activity:call-off", actor=by, thing=locked)
        activity_called_off.send(sender=Activity, activity=locked, by=by)
        purge(locked)
    return made


def leave(activity: Activity, unit: Unit, *, by: Account) -> Partner:
    """Take one's unit out of an activity of others: its share is struck, and it is named no longer."""
    require(by, Action.RECORD, unit)
    with transaction.atomic():
        locked = lock(activity)
        partner = Partner.objects.filter(activity=locked, unit=unit, left_at__isnull=True).first()
        if partner is None:
            raise NotThere(_("这个组织没有参加合办，或者已经退出了。"))
        now = time.now()
        partner.left_at = now
        partner.save(update_fields=["left_at"])
        Share.objects.standing().filter(activity=locked, unit=unit).fill_in(
            struck_at=now, struck_by=by, struck_reason=_("没有参加合办")
        )
        audit.record("activity:leave", actor=by, thing=locked, detail={"unit": unit.pk})
        activity_left.send(sender=Activity, activity=locked, unit=unit, by=by)
        purge(locked)
    return partner


def _require_coming(activity: Activity) -> None:
    state = state_of(activity)
    if state is rules.State.HELD:
        raise Conflict(_("这个活动已经办过、记下了。记错了可以更正。"))
    if state is rules.State.CALLED_OFF:
        raise Conflict(_("这个活动已经取消了。"))
