"""A breach, or the drill of one: entered, reported, and told to those it concerns."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Collection

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sixianghui.access.public import Account, require
from sixianghui.audit import public as audit
from sixianghui.common import time
from sixianghui.common.errors import Conflict, HouseError
from sixianghui.directory import public as directory
from sixianghui.notify import public as notify
from sixianghui.privacy import queries
from sixianghui.privacy.actions import Action
from sixianghui.privacy.commands.requests import sound_text
from sixianghui.privacy.models import Breach

TOLD = "privacy.breach"


def enter_breach(
    *,
    title: str,
    found_at: dt.datetime,
    first_day: dt.date,
    last_day: dt.date,
    rooms: Collection[str],
    by: Account,
    unit: directory.Unit | None = None,
    measures: str = "",
    is_drill: bool = False,
) -> Breach:
    """Enter what happened; from the moment it was found, four hours are left to report."""
    require(by, Action.ANSWER, unit)
    if found_at > time.now() + dt.timedelta(minutes=1):
        raise HouseError(_("发现时间在现在以后，请核对。"))
    if last_day < first_day:
        raise HouseError(_("结束那天早于开始那天，请核对。"))
    known = {name for name, _label in queries.rooms_with_people()}
    if not rooms or not set(rooms) <= known:
        raise HouseError(_("请选涉及哪些地方，至少一处。"))
    with transaction.atomic():
        breach = Breach.objects.create(
            title=title,
            found_at=found_at,
            first_day=first_day,
            last_day=last_day,
            unit=unit,
            rooms=sorted(rooms),
            measures=measures,
            is_drill=is_drill,
            made_by=by,
            office_id=queries.office_of(by),
        )
        audit.record("breach:enter", actor=by, thing=breach, detail={"drill": is_drill})
    return breach


def report_breach(breach: Breach, *, by: Account) -> Breach:
    """Note that it was reported to the authorities."""
    require(by, Action.ANSWER, breach)
    with transaction.atomic():
        if not Breach.objects.filter(pk=breach.pk, reported_at__isnull=True).update(reported_at=time.now()):
            raise Conflict(_("已经登记过报告时间了。"))
        audit.record("breach:report", actor=by, thing=breach)
    breach.refresh_from_db()
    return breach


def tell_affected(breach: Breach, *, text: str, by: Account) -> int:
    """Tell everybody concerned who has an account: what happened, what to do. A drill tells nobody. How many were told.

    The same words reach each of them once, other words again.
    """
    require(by, Action.ANSWER, breach)
    if breach.is_drill:
        raise Conflict(_("这是演练，不通知任何人。"))
    words = sound_text(text)
    ids = [one.account for one in queries.affected(breach, by) if one.account]
    once = f"breach:{breach.ref}:{hashlib.sha256(words.encode()).hexdigest()[:16]}"
    with transaction.atomic():
        told = list(Account.objects.filter(pk__in=ids, is_active=True))
        for account in told:
            notify.tell(
                account,
                kind=TOLD,
                title=gettext_lazy("你的个人信息可能泄露了"),
                text=words,
                url="/me/data/",
                urgent=True,
                once=once,
            )
        audit.record("breach:tell", actor=by, thing=breach, detail={"people": len(told)})
    return len(told)
