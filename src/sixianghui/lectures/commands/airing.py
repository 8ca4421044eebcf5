"""A lecture goes on air, and ends: then its activity took place, with the heads that came through the door."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from sixianghui.access.public import Account, require
from sixianghui.activities import public as activities
from sixianghui.audit import public as audit
from sixianghui.common import time
from sixianghui.common.errors import Conflict
from sixianghui.lectures import notices, queries, rules
from sixianghui.lectures.actions import Action
from sixianghui.lectures.commands.planning import lock
from sixianghui.lectures.commands.telling import purge, tell
from sixianghui.lectures.commands.watching import count_days
from sixianghui.lectures.models import Broadcast, Ending, Lecture
from sixianghui.lectures.rules import State
from sixianghui.media import public as media


def begin(lecture: Lecture, *, by: Account) -> Broadcast:
    """Go on air now: whoever has the page open is let in, and whoever watches is counted."""
    require(by, Action.RUN, lecture.activity)
    with transaction.atomic():
        locked = lock(lecture)
        activities.hold(locked.activity)  # whoever calls it off waits, or was first
        state = queries.standing(locked).state
        if state is State.CALLED_OFF:
            raise Conflict(_("这堂课已经取消了。"))
        if state is not State.COMING:
            raise Conflict(_("这堂课已经开播过了。"))
        now = time.now()
        if now < locked.activity.starts_at - rules.EARLY:
            raise Conflict(_("离开始还早，开始前两小时以内才能开播。"))
        made = Broadcast.objects.create(lecture=locked, at=now, actor=by, unit=locked.activity.unit)
        if locked.stream is not None and locked.stream.source == media.Stream.Source.LIVE:
            media.arm(locked.stream, by=by)
        audit.record("lecture:begin", actor=by, thing=locked)
        tell(locked, "state")
        purge(locked)
    return made


def end(lecture: Lecture, *, by: Account) -> Ending:
    """End it: its activity is recorded as it was, present as many as came through the door; nobody is asked again."""
    require(by, Action.RUN, lecture.activity)
    with transaction.atomic():
        locked = lock(lecture)
        stands = queries.standing(locked)
        if stands.state is State.ENDED:
            raise Conflict(_("这堂课已经结束了。"))
        if stands.began is None:
            raise Conflict(_("还没有开播，不能结束。不讲了请到活动里取消。"))
        now = time.now()
        made = Ending.objects.create(
            lecture=locked,
            at=now,
            actor=by,
            unit=locked.activity.unit,
            minutes=rules.minutes(stands.began, now),
        )
        _hold(locked, stands.began, made, by=by)
        count_days(locked)
        if locked.stream is not None and locked.stream.source == media.Stream.Source.LIVE:
            media.finish_live(locked.stream, by=by)
        audit.record("lecture:end", actor=by, thing=locked)
        tell(locked, "state")
        purge(locked)
    return made


def _hold(lecture: Lecture, began: dt.datetime, ending: Ending, *, by: Account) -> None:
    activity = lecture.activity
    if activities.standing_held(activity) is not None:
        return  # somebody has recorded it by hand already, and knows better
    partners = activity.partners.filter(left_at__isnull=True).select_related("unit")
    record = activities.Record(
        kind=activity.kind,
        title=activity.title,
        starts_at=began,
        ends_at=ending.at,
        place=activity.place,
        present=queries.present(lecture) or None,
        partners=tuple(one.unit for one in partners),
        open=activity.open,
    )
    activities.hold_activity(activity, record, by=by)


def activity_called_off(activity: activities.Activity, *, by: Account) -> None:
    """Its activity was called off: the room says so. What is on air has to be ended first. In the caller's transaction."""
    lecture = Lecture.objects.filter(activity=activity).first()
    if lecture is None:
        return
    if queries.standing(lecture).state is State.LIVE:
        raise Conflict(_("正在直播，请先结束，再说取消的事。"))
    registered = list(queries.registrations(lecture))
    for one in registered:
        one.lecture = lecture
    called_off = activity.call_offs.filter(struck_at__isnull=True).first()
    notices.called_off(lecture, registered, reason=called_off.reason if called_off is not None else "")
    tell(lecture, "state")
    purge(lecture)
