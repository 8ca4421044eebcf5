"""What the writes of this room share: faults as sentences, the lock, partners, kept pages."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from django.utils.translation import gettext as _

from sixianghui.activities import queries, rules, search
from sixianghui.activities.models import Activity, CallOff, Held, Kind, Partner
from sixianghui.activities.rules import Fault
from sixianghui.channel.public import STRIPS
from sixianghui.common import time
from sixianghui.common.errors import Conflict, HouseError
from sixianghui.directory.public import Unit
from sixianghui.ui import public as ui

#: Cache tag of every page that lists open activities.
TAG = "activities"


def lock(activity: Activity) -> Activity:
    """The activity as it is now, held until the transaction ends."""
    return (
        Activity.objects.select_for_update(of=("self",), no_key=True)
        .select_related("unit", "kind")
        .get(pk=activity.pk)
    )


def state_of(activity: Activity) -> rules.State:
    """What has become of it. Two queries."""
    return rules.state(
        held=Held.objects.standing().filter(activity=activity).exists(),
        called_off=CallOff.objects.standing().filter(activity=activity).exists(),
    )


def checked_kind(kind: Kind | str) -> Kind:
    """The kind, by itself or by its code. Raises `NotThere`, or `Conflict` for one that is no longer in use."""
    found = queries.kind_of(kind) if isinstance(kind, str) else kind
    if not found.in_use:
        raise Conflict(_("“%(kind)s”这种活动已经停用，请另选一种。") % {"kind": found.label})
    return found


def checked_title(title: str) -> str:
    """The title without spaces around it. Raises `HouseError` when there is none."""
    plain = " ".join(title.split())
    if not plain:
        raise HouseError(sentence(Fault.NO_TITLE))
    return plain[: rules.TITLE_LENGTH]


def check_times(starts_at: dt.datetime, ends_at: dt.datetime | None, *, held: bool) -> None:
    """Raise `HouseError` when the times cannot be."""
    fault = rules.times_fault(starts_at, ends_at, now=time.now(), held=held)
    if fault is not None:
        raise HouseError(sentence(fault))


def set_partners(activity: Activity, units: Iterable[Unit]) -> list[Unit]:
    """Make these the partners of an activity; returns those that are new to it. The organiser is not its own partner."""
    wanted = {unit.pk: unit for unit in units if unit.pk != activity.unit_id}
    known = {one.unit_id: one for one in Partner.objects.filter(activity=activity)}
    gone = Partner.objects.filter(activity=activity).exclude(unit__in=wanted)
    ui.purge(*(unit_tag(unit) for unit in gone.values_list("unit_id", flat=True)))
    gone.delete()
    fresh = [unit for pk, unit in wanted.items() if pk not in known]
    Partner.objects.bulk_create(Partner(activity=activity, unit=unit) for unit in fresh)
    return fresh


def unit_tag(unit: int) -> str:
    """Cache tag of what a unit's own page shows of its activities."""
    return f"unit-activities:{unit}"


def purge(activity: Activity) -> None:
    """Take back the kept pages that show an activity, or numbers of it; search finds it as it is now.

    Called in the transaction of the act.
    """
    units = {activity.unit_id, *Partner.objects.filter(activity=activity).values_list("unit_id", flat=True)}
    ui.purge(TAG, f"activity:{activity.pk}", "figures", STRIPS, *(unit_tag(unit) for unit in units))
    search.show(activity)


def sentence(fault: Fault) -> str:
    """A fault in words that say what to do."""
    return {
        Fault.NO_TITLE: _("请给活动起个名字。"),
        Fault.TOO_FAR: _("日子太远了，请填两年以内的。"),
        Fault.NOT_BEGUN: _("活动还没开始。先预告，办完再记。"),
        Fault.ENDS_BEFORE: _("结束时间早于开始时间，请改一下。"),
        Fault.TOO_LONG: _("一次活动最长一个月，再长请分几次记。"),
        Fault.NOT_COUNTED: _("要表决的会，请写到了多少人。"),
        Fault.NOBODY: _("到场人数至少是 1。"),
        Fault.TOO_MANY: _("到场人数太大了，请再看一眼。"),
        Fault.MORE_THAN_ENTITLED: _("实到的比应到的还多，请改一下。"),
        Fault.MORE_THAN_PRESENT: _("有表决权的实到人数多于到场人数，请改一下。"),
    }[fault]
