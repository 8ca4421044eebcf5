"""Asking for seats: register, bring more or fewer, cancel. What comes free goes to those who wait, in order."""

from __future__ import annotations

import datetime as dt

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from sixianghui.access.public import Account
from sixianghui.activities.public import hold, standing_held
from sixianghui.common import time
from sixianghui.common.errors import Conflict, HouseError, NotThere
from sixianghui.directory.public import Unit
from sixianghui.lectures import notices, queries, rules
from sixianghui.lectures.commands.planning import lock
from sixianghui.lectures.commands.seating import fill_up, give, take_back
from sixianghui.lectures.models import Lecture, Registration
from sixianghui.lectures.rules import State
from sixianghui.realtime import public as realtime
from sixianghui.ui import public as ui


def register(lecture: Lecture, *, heads: int, by: Account, unit: Unit | None = None) -> Registration:
    """Ask for seats for so many heads: they are given at once, or one waits. Whoever may know of it may ask.

    The chain is not told of it: it would keep what is forgotten thirty days after the lecture.
    """
    if not queries.visible_to(by).filter(pk=lecture.pk).exists():
        raise NotThere(_("没有这堂课，或者它没有公开。"))
    _check(heads)
    try:
        with transaction.atomic():
            locked = _open(lecture)
            if locked.seats is not None and heads > locked.seats:
                raise HouseError(_("现场一共 %(seats)d 个座位。") % {"seats": locked.seats})
            made = Registration.objects.create(lecture=locked, account=by, unit=unit, heads=heads)
            fill_up(locked, told=made)
            ui.purge(locked.tag)
    except IntegrityError as error:
        raise Conflict(_("你已经报过名了。要改人数，在“我的报名”里改。")) from error
    return made


def change_heads(registration: Registration, *, heads: int, by: Account) -> Registration:
    """Bring more or fewer. Whoever waits keeps their place; more seats are not taken from under those who wait."""
    _own(registration, by)
    _check(heads)
    with transaction.atomic():
        locked = _open(registration.lecture)
        found = _standing(registration)
        has = found.taken.count()
        if locked.seats is not None and heads > locked.seats:
            raise HouseError(_("现场一共 %(seats)d 个座位。") % {"seats": locked.seats})
        if has and heads > has:
            _more(locked, found, heads - has)
        elif has:
            take_back(found, has - heads)
        found.heads = heads
        found.save(update_fields=["heads"])
        fill_up(locked, told=found)
        ui.purge(locked.tag)
    return found


def cancel(registration: Registration, *, by: Account) -> None:
    """Say that one does not come: the seats go to those who wait. No reason is asked."""
    _own(registration, by)
    with transaction.atomic():
        locked = _open(registration.lecture)
        found = _standing(registration)
        end_registration(found)
        fill_up(locked)
        ui.purge(locked.tag)


def end_registration(registration: Registration) -> None:
    """It ends, and its seats are free. Under the lock, in the caller's transaction."""
    take_back(registration, registration.heads)
    registration.ended_at = time.now()
    registration.save(update_fields=["ended_at"])
    if registration.account_id is not None:
        realtime.recheck(registration.account_id)  # as in `planning._set_helpers`


def remind() -> int:
    """Tell those who registered for tomorrow (or later today), once each lecture. Returns how many lectures."""
    now = time.now()
    end = dt.datetime.combine(time.today() + dt.timedelta(days=2), dt.time.min, tzinfo=time.SHANGHAI)
    rows = queries.lectures().filter(
        reminded_at__isnull=True, seats__isnull=False, began__isnull=True, off=False,
        activity__starts_at__gt=now, activity__starts_at__lt=end,
    )  # fmt: skip
    done = 0
    for one in rows:
        with transaction.atomic():
            locked = lock(one)
            stands = queries.standing(locked)
            if locked.reminded_at is not None or stands.state is not State.COMING:
                continue
            if standing_held(locked.activity) is None:
                seats = list(queries.seated_of(locked))
                waiting = list(queries.waiting_of(locked))
                for each in (*seats, *waiting):
                    each.lecture = locked
                notices.reminded(locked, seats, waiting)
            locked.reminded_at = now
            locked.save(update_fields=["reminded_at"])
            done += 1
    return done


def _more(lecture: Lecture, registration: Registration, heads: int) -> None:
    """More seats for somebody who has some: only those that nobody waits for."""
    if queries.waiting_of(lecture).exists():
        raise Conflict(_("还有人在候补，空出来的座位先给他们。多来的人请自己报名。"))
    taken = queries.numbers_taken(lecture)
    free = (lecture.seats or 0) - len(taken)
    if heads > free:
        raise Conflict(
            _("只剩 %(free)d 个座位，多不出 %(heads)d 个。多来的人请自己报名候补。")
            % {"free": max(0, free), "heads": heads}
        )
    give(registration, taken, heads)


def _open(lecture: Lecture) -> Lecture:
    """The lecture under its lock, while it takes names."""
    locked = lock(lecture)
    if locked.seats is None:
        raise Conflict(_("这堂课只在网上讲，不用报名。"))
    hold(locked.activity)  # whoever calls it off waits and tells this one too, or was first
    stands = queries.standing(locked)
    if stands.state is State.CALLED_OFF:
        raise Conflict(_("这堂课取消了。"))
    if not queries.takes_names(locked, stands):
        raise Conflict(_("这堂课已经开始了，不再报名，也不用取消。直接来，或者在网上看。"))
    return locked


def _standing(registration: Registration) -> Registration:
    found = Registration.objects.filter(pk=registration.pk, ended_at__isnull=True).first()
    if found is None:
        raise Conflict(_("这份报名已经取消了。"))
    return found


def _own(registration: Registration, by: Account) -> None:
    if registration.account_id != by.pk and not queries.may_run(by, registration.lecture):
        raise NotThere(_("没有这份报名，或者它不是你的。"))


def _check(heads: int) -> None:
    if not 1 <= heads <= rules.MOST_HEADS:
        raise HouseError(_("一次请写 1 到 %(most)d 个人；人多，请分开报。") % {"most": rules.MOST_HEADS})
