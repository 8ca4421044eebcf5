"""Recording what took place, putting it right, striking what never was."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from sixianghui.access.public import Account, require
from sixianghui.activities import notices, rules
from sixianghui.activities.actions import Action
from sixianghui.activities.commands import resolutions
from sixianghui.activities.commands.planning import kind_kept
from sixianghui.activities.commands.writing import (
    check_times,
    checked_kind,
    checked_title,
    lock,
    purge,
    sentence,
    set_partners,
    state_of,
)
from sixianghui.activities.models import Activity, CallOff, Held, Kind, Partner, Share
from sixianghui.activities.signals import (
    activity_called_off,
    activity_corrected,
    activity_goes,
    activity_held,
)
from sixianghui.audit import public as audit
from sixianghui.common import time
from sixianghui.common.errors import Conflict, HouseError
from sixianghui.directory.public import Unit


@dataclass(frozen=True)
class Record:
    """What is recorded of an activity that took place. `entitled` and `voting` only where a quorum rule asks."""

    kind: Kind | str
    title: str
    starts_at: dt.datetime
    present: int | None = None
    ends_at: dt.datetime | None = None
    place: str = ""
    told: str = ""
    partners: tuple[Unit, ...] = ()
    open: bool | None = None
    entitled: int | None = None
    voting: int | None = None


def record_activity(
    *,
    unit: Unit,
    kind: Kind | str,
    title: str,
    starts_at: dt.datetime,
    by: Account,
    present: int | None = None,
    ends_at: dt.datetime | None = None,
    place: str = "",
    told: str = "",
    partners: Iterable[Unit] = (),
    open: bool | None = None,
    entitled: int | None = None,
    voting: int | None = None,
) -> Activity:
    """Record an activity of `unit` that nobody had announced: it took place. `open` None: as is usual for its kind."""
    require(by, Action.RECORD, unit)
    found = checked_kind(kind)
    record = Record(
        found, title, starts_at, present, ends_at, place, told, tuple(partners), open, entitled, voting
    )
    _check(record)
    with transaction.atomic():
        made = Activity(unit=unit, kind=found, made_by=by)
        _describe(made, record, found, by=by)
        held = _write(made, record, by=by)
        audit.record("activity:record", actor=by, thing=made)
        activity_held.send(sender=Activity, activity=made, held=held, by=by)
        purge(made)
    return made


def hold_activity(activity: Activity, record: Record, *, by: Account) -> Held:
    """Record that an announced activity took place, as it was and not as it was announced."""
    require(by, Action.RECORD, activity)
    _check(record)
    with transaction.atomic():
        locked = lock(activity)
        if state_of(locked) is rules.State.HELD:
            raise Conflict(_("这个活动已经记过了。记错了可以更正。"))
        CallOff.objects.standing().filter(activity=locked).fill_in(
            struck_at=time.now(), struck_by=by, struck_reason=_("后来还是办了")
        )
        _describe(locked, record, kind_kept(locked, record.kind), by=by)
        held = _write(locked, record, by=by)
        resolutions.follow_return(locked, held)
        audit.record("activity:record", actor=by, thing=locked)
        # After the chain is held: what hears of it shows a lecture in the search anew, whose row others take after the chain.
        activity_held.send(sender=Activity, activity=locked, held=held, by=by)
        purge(locked)
    return held


def correct_activity(activity: Activity, record: Record, *, by: Account, reason: str) -> Held:
    """Put right what was recorded: the old row is struck with the reason and stays to be read."""
    require(by, Action.CORRECT, activity)
    _check(record)
    with transaction.atomic():
        locked = lock(activity)
        _strike(locked, by=by, reason=reason)
        _describe(locked, record, kind_kept(locked, record.kind), by=by)
        held = _write(locked, record, by=by)
        resolutions.follow_correction(locked, held, by=by, reason=reason)
        audit.record("activity:correct", actor=by, thing=locked)
        activity_corrected.send(sender=Activity, activity=locked, held=held, by=by)
        purge(locked)
    return held


def strike_activity(activity: Activity, *, by: Account, reason: str) -> None:
    """Strike what was recorded because it never took place: it counts no more, and shows as called off."""
    require(by, Action.CORRECT, activity)
    with transaction.atomic():
        locked = lock(activity)
        activity_goes.send(sender=Activity, activity=locked)
        _strike(locked, by=by, reason=reason)
        resolutions.follow_striking(locked, by=by, reason=reason)
        if not CallOff.objects.standing().filter(activity=locked).exists():
            CallOff.objects.create(
                activity=locked, at=time.now(), actor=by, unit_id=locked.unit_id, reason=reason.strip()
            )
        audit.record("activity:strike", actor=by, thing=locked)
        activity_called_off.send(sender=Activity, activity=locked, by=by)
        purge(locked)


def _check(record: Record) -> None:
    check_times(record.starts_at, record.ends_at, held=True)
    fault = rules.numbers_fault(record.present, record.entitled, record.voting)
    if fault is not None:
        raise HouseError(sentence(fault))


def _describe(activity: Activity, record: Record, kind: Kind, *, by: Account) -> None:
    """Make the activity's own description that of the record, so that lists show what was, not what was announced."""
    activity.kind = kind
    activity.title = checked_title(record.title)
    activity.starts_at, activity.ends_at = record.starts_at, record.ends_at
    activity.place = record.place.strip()[: rules.PLACE_LENGTH]
    activity.open = kind.open_at_first if record.open is None else record.open
    activity.changed_at = time.now()
    activity.save()
    notices.named(activity, set_partners(activity, record.partners), by=by)


def _write(activity: Activity, record: Record, *, by: Account) -> Held:
    """Write the fact, and a share for each unit that holds it."""
    asks = activity.kind.quorum is not None
    held = Held.objects.create(
        activity=activity,
        at=activity.starts_at,
        actor=by,
        unit_id=activity.unit_id,
        kind=activity.kind,
        title=activity.title,
        ends_at=activity.ends_at,
        place=activity.place,
        present=record.present,
        told=record.told.strip()[: rules.TOLD_LENGTH],
        open=activity.open,
        entitled=record.entitled if asks else None,
        voting=record.voting if asks else None,
        quorum=activity.kind.quorum,
    )
    partners = Partner.objects.filter(activity=activity, left_at__isnull=True).values_list(
        "unit_id", flat=True
    )
    Share.objects.bulk_create(
        Share(activity=activity, held=held, unit_id=unit, at=activity.starts_at, actor=by)
        for unit in (activity.unit_id, *partners)
    )
    return held


def _strike(activity: Activity, *, by: Account, reason: str) -> None:
    if not reason.strip():
        raise HouseError(_("请写一句为什么改，以后看得明白。"))
    struck = {
        "struck_at": time.now(),
        "struck_by": by,
        "struck_reason": reason.strip()[: rules.REASON_LENGTH],
    }
    if not Held.objects.standing().filter(activity=activity).fill_in(**struck):
        raise Conflict(_("这个活动还没有记，不用更正。"))
    Share.objects.standing().filter(activity=activity).fill_in(**struck)
