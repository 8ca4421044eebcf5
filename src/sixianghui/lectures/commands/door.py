"""At the door: somebody says that they are here, or the desk writes down who came. Heads, never who stayed away.

After the end the desk may put its heads right, and what the activity says of them with it.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from sixianghui.access.public import Account, require
from sixianghui.activities import public as activities
from sixianghui.audit import public as audit
from sixianghui.common import ids, time
from sixianghui.common.errors import Conflict, HouseError
from sixianghui.directory.public import Unit
from sixianghui.lectures import door, queries, rules
from sixianghui.lectures.actions import Action
from sixianghui.lectures.commands.planning import lock
from sixianghui.lectures.models import Arrival, Lecture, Registration
from sixianghui.ui import public as ui


def arrive(
    lecture: Lecture, ticket: str, *, browser: str, by: Account | None = None, unit: Unit | None = None
) -> Arrival:
    """Whoever scanned the code says that they are here: one head. Their browser is counted once, and so is an account.

    Where the lecture said that names are written down, `by` is needed, and their name goes to the activity.
    """
    way = door.ticket_way(lecture, ticket)
    if way is None:
        raise Conflict(_("这个码过期了。请再扫一次门口的码。"))
    if lecture.names and by is None:
        raise Conflict(_("这堂课现场要记名，请先登录。没有账号，请到登记台。"))
    if by is None and not browser:
        raise Conflict(_("浏览器不让留记号（cookie），数不准。请到登记台说一声。"))
    with transaction.atomic():
        locked = _open(lecture, desk=False)
        if browser and queries.arrived(locked, {arrival_key(locked, browser=browser, account=None)}):
            raise Conflict(_("已经记过了，不用再记。"))
        if locked.names and by is not None:
            activities.attend(locked.activity, by=by)
        return _note(
            locked, heads=1, way=way, key=arrival_key(locked, browser=browser, account=by), unit=unit, by=None
        )


def note_registered(registration: Registration, *, heads: int, by: Account) -> Arrival:
    """The desk finds somebody on the list: they came, with so many heads."""
    lecture = registration.lecture
    require(by, Action.RUN, lecture.activity)
    with transaction.atomic():
        locked = _open(lecture, desk=True)
        return _note(
            locked,
            heads=heads,
            way=Arrival.Way.DESK,
            key=registered_key(registration),
            unit=registration.unit,
            by=by,
        )


def note_heads(lecture: Lecture, *, heads: int, by: Account, unit: Unit | None = None) -> Arrival:
    """The desk counts heads that are on no list."""
    require(by, Action.RUN, lecture.activity)
    with transaction.atomic():
        locked = _open(lecture, desk=True, mending=True)
        before = queries.present(locked)
        key = door.key_of(locked, "desk", ids.new_ref())
        # Noted later, they came all the same while it lasted, and count on its day.
        at = queries.standing(locked).ended
        made = _note(locked, heads=heads, way=Arrival.Way.DESK, key=key, unit=unit, by=by, at=at)
        _mend(locked, before, by=by, reason=_("登记台补记了人数"))
    return made


def take_back_arrival(arrival: Arrival, *, by: Account, reason: str = "") -> None:
    """A slip of the desk, or somebody who scanned twice: it is struck and counts no more."""
    require(by, Action.RUN, arrival.lecture.activity)
    with transaction.atomic():
        locked = _open(arrival.lecture, desk=True, mending=True)
        slip = _("登记台记错了") if arrival.way == Arrival.Way.DESK else _("多扫了一次码")
        before, why = queries.present(locked), reason.strip()[: rules.REASON_LENGTH] or slip
        standing = Arrival.objects.standing().filter(pk=arrival.pk)
        if not standing.fill_in(struck_at=time.now(), struck_by=by, struck_reason=why):
            raise Conflict(_("这一条已经划掉了。"))
        _mend(locked, before, by=by, reason=why)
        audit.record("lecture:arrival-off", actor=by, thing=locked)
        ui.purge(locked.tag, "figures")


def arrival_key(lecture: Lecture, *, browser: str, account: Account | None) -> str:
    """By what an arrival of whoever scanned the code is known."""
    kind, name = ("browser", browser) if account is None else ("account", str(account.pk))
    return door.key_of(lecture, kind, name)


def registered_key(registration: Registration) -> str:
    """By what an arrival of somebody on the list is known: the same whether they scan, signed in, or the desk notes it."""
    if registration.account_id is not None:
        return door.key_of(registration.lecture, "account", registration.account_id)
    return door.key_of(registration.lecture, "registration", registration.ref)


def _open(lecture: Lecture, *, desk: bool, mending: bool = False) -> Lecture:
    locked = lock(lecture)
    if mending:
        activities.hold(locked.activity)  # whoever corrects or strikes it waits, or was first
    now = queries.door_of(locked)
    if now.early:
        raise Conflict(_("还早，开始前两小时才登记到场。"))
    if mending and now.mends:
        return locked
    if (desk and not now.notes) or (not desk and not now.scans):
        raise Conflict(
            _("到场人数已经记进活动了。要改，请到活动里更正。")
            if desk
            else _("这堂课已经结束了，不用再登记。")
        )
    return locked


def _mend(lecture: Lecture, before: int, *, by: Account, reason: str) -> None:
    """What the activity says of the heads follows the door, unless somebody who counted wrote another number there."""
    held = activities.standing_held(lecture.activity)
    if held is None or (held.present or 0) != before:
        return
    record = activities.Record(
        kind=held.kind,
        title=held.title,
        starts_at=held.at,
        ends_at=held.ends_at,
        place=held.place,
        present=queries.present(lecture) or None,
        told=held.told,
        partners=tuple(activities.partners_of(lecture.activity)),
        open=held.open,
        entitled=held.entitled,
        voting=held.voting,
    )
    activities.correct_activity(lecture.activity, record, by=by, reason=reason)


def _note(lecture: Lecture, *, by: Account | None, at: dt.datetime | None = None, **more: Any) -> Arrival:
    if not 1 <= more["heads"] <= rules.MOST_AT_ONCE:
        raise HouseError(_("人数请写 1 到 %(most)d 之间的数。") % {"most": rules.MOST_AT_ONCE})
    try:
        with transaction.atomic():
            made = Arrival.objects.create(lecture=lecture, at=at or time.now(), actor=by, **more)
    except IntegrityError as error:
        raise Conflict(_("已经记过了，不用再记。")) from error
    ui.purge(lecture.tag, "figures")
    return made
