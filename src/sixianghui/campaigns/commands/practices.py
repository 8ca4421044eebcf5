"""Practices: a unit shares a way of working; another says what came of it there. It asks nobody anything."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from sixianghui.access.public import Account, require
from sixianghui.activities.public import Activity
from sixianghui.audit import public as audit
from sixianghui.campaigns import search
from sixianghui.campaigns.actions import Action
from sixianghui.campaigns.models import Campaign, HowItWent, Practice, Trial
from sixianghui.common import ids, time
from sixianghui.common.errors import Conflict, HouseError, NotThere
from sixianghui.directory.public import Unit
from sixianghui.ui import public as ui

#: Cache tag of every page that lists practices.
TAG = "practices"


@dataclass(frozen=True)
class Telling:
    """What a unit tells of a practice: what it did, for whom, what it took, what came of it."""

    title: str
    done: str
    for_whom: str
    took: str
    came: str
    campaign: Campaign | None = None
    activity: Activity | None = None
    open: bool = True


def share(telling: Telling, *, unit: Unit, by: Account) -> Practice:
    """Share a practice of `unit`. Raises `Refused`, `HouseError` when something is not said."""
    require(by, Action.SHARE, unit)
    return _write(telling, unit=unit, by=by, ref=ids.new_ref(), action=str(Action.SHARE))


def rewrite(practice: Practice, telling: Telling, *, by: Account) -> Practice:
    """Tell a practice anew: what was told before is struck, and stays to be read by whoever audits. It was shared when it was first."""
    require(by, Action.SHARE, practice)
    assert practice.unit is not None
    with transaction.atomic():
        _strike(practice, by, _("改写"))
        return _write(
            telling,
            unit=practice.unit,
            by=by,
            ref=practice.ref,
            action="practice:rewrite",
            at=practice.at,
        )


def _write(
    telling: Telling, *, unit: Unit, by: Account, ref: str, action: str, at: dt.datetime | None = None
) -> Practice:
    texts = {
        "title": telling.title,
        "done": telling.done,
        "for_whom": telling.for_whom,
        "took": telling.took,
        "came": telling.came,
    }
    if not all(text.strip() for text in texts.values()):
        raise HouseError(_("五句都写上，别的支部才照着做得成。"))
    with transaction.atomic():
        made = Practice.objects.create(
            **{name: text.strip() for name, text in texts.items()},
            ref=ref,
            campaign=telling.campaign,
            activity=telling.activity,
            open=telling.open,
            at=at or time.now(),
            actor=by,
            unit=unit,
        )
        audit.record(action, actor=by, thing=made)
        _purge(made)
    return made


def take_down(practice: Practice, *, by: Account, reason: str = "") -> None:
    """Take a practice down. What others said of it goes out of sight with it."""
    require(by, Action.SHARE, practice)
    with transaction.atomic():
        _strike(practice, by, reason or _("撤下"))
        audit.record("practice:take-down", actor=by, thing=practice)
        _purge(practice)


def _strike(practice: Practice, by: Account, reason: str) -> None:
    standing = Practice.objects.filter(pk=practice.pk)
    if not standing.fill_in(struck_at=time.now(), struck_by=by, struck_reason=reason[:200]):
        raise Conflict(_("这条做法已经改过或者撤下了。刷新一下再看。"))


def try_out(practice: Practice, *, unit: Unit, went: str, text: str, by: Account) -> Trial:
    """Say what came of a practice in another unit. Said again, what was said before is struck; it was tried when it was
    said first.

    Raises `Refused`, `Conflict` for the unit's own practice, `HouseError`.
    """
    require(by, Action.SHARE, unit)
    if unit.pk == practice.unit_id:
        raise Conflict(_("这是你们自己的做法。有了新结果，改写一下就好。"))
    if went not in HowItWent.values or not text.strip():
        raise HouseError(_("选一个结果，再说一句怎么样。"))
    try:
        with transaction.atomic():
            before = Trial.objects.standing().filter(practice__ref=practice.ref, unit=unit)
            first = before.values_list("at", flat=True).first()
            before.fill_in(struck_at=time.now(), struck_by=by, struck_reason=_("又试了一次"))
            made = Trial.objects.create(
                practice=practice, unit=unit, went=went, text=text.strip(), at=first or time.now(), actor=by
            )
            audit.record("practice:try", actor=by, thing=made)
            _purge(practice)
    except IntegrityError:
        raise Conflict(_("刚才已经有人替你们说过了。刷新一下再看。")) from None
    return made


def take_back_trial(practice: Practice, *, unit: Unit, by: Account) -> None:
    """Take back what one's unit said of a practice."""
    require(by, Action.SHARE, unit)
    with transaction.atomic():
        rows = Trial.objects.standing().filter(practice__ref=practice.ref, unit=unit)
        if not rows.fill_in(struck_at=time.now(), struck_by=by, struck_reason=_("收回")):
            raise NotThere(_("没有这一条。"))
        audit.record("practice:take-back-trial", actor=by, thing=practice)
        _purge(practice)


def _purge(practice: Practice) -> None:
    search.show_practice(practice.ref)
    campaign = (f"campaign:{practice.campaign_id}",) if practice.campaign_id else ()
    ui.purge(TAG, f"practice:{practice.ref}", "figures", *campaign)
