"""How much a committee may ask of one branch in a month, and what stands at the head of its notices."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from sixianghui.access.public import Account, require
from sixianghui.audit import public as audit
from sixianghui.campaigns.actions import Action
from sixianghui.campaigns.models import Budget, Letterhead
from sixianghui.common import time
from sixianghui.common.errors import HouseError
from sixianghui.directory.public import Unit

LEAST, MOST = 10, 600


def set_budget(committee: Unit, minutes: int, *, by: Account, month: dt.date | None = None) -> Budget:
    """Set the minutes that a committee may ask of one branch, from a month on: this one, unless one to come is named.

    What was set for that month before is struck and stays in the book.
    """
    require(by, Action.SEND, committee)
    first = (month or time.today()).replace(day=1)
    if not LEAST <= minutes <= MOST:
        raise HouseError(_("每月 %(least)d 到 %(most)d 分钟。") % {"least": LEAST, "most": MOST})
    if first < time.today().replace(day=1):
        raise HouseError(_("过去的月份不能再改。"))
    with transaction.atomic():
        now = time.now()
        Budget.objects.standing().filter(unit=committee, month=first).fill_in(
            struck_at=now, struck_by=by, struck_reason=_("改了每月上限")
        )
        made = Budget.objects.create(unit=committee, month=first, minutes=minutes, at=now, actor=by)
        audit.record("notice:budget", actor=by, thing=made, detail={"minutes": minutes})
    return made


def set_letterhead(committee: Unit, *, organ: str, code: str, by: Account) -> Letterhead:
    """Set a committee's name and code at the head of its notices; those that were sent keep their number."""
    require(by, Action.SEND, committee)
    if not organ.strip() or not code.strip():
        raise HouseError(_("发文机关名称和机关代字都要写。"))
    with transaction.atomic():
        made, _new = Letterhead.objects.update_or_create(
            unit=committee, defaults={"organ": organ.strip(), "code": code.strip()}
        )
        audit.record("notice:letterhead", actor=by, thing=made)
    return made
