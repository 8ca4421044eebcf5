"""A lecture goes on air, and ends: then its activity took place, with the heads that came through the door."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from sixianghui.access.public import Account, require
from sixianghui.activities import public as activities
from sixianghui.audit import public as audit
from sixianghui.common import time
from sixianghui.common.errors import Conflict
from sixianghui.lectures import notices, queries, rules
from sixianghui.lectures.actions import Action
from sixianghui.lectures.commands.picture import take_next
from sixianghui.lectures.commands.planning import lock
from sixianghui.lectures.commands.telling import purge, tell
from sixianghui.lectures.commands.watching import count_days
from sixianghui.lectures.models import Answered, Arrival, Broadcast, Ending, Lecture
from sixianghui.lectures.rules import State
from sixianghui.media import public as media
from sixianghui.remarks import public as remarks

#: What stands and falls with what was recorded of a lecture.
_FACTS: tuple[Any, ...] = (Broadcast, Ending, Arrival, Answered)


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
        stream = locked.stream
        camera = stream if stream is not None and stream.source == media.Stream.Source.LIVE else None
        if camera is not None:
            # Before the chain: an encoder that comes has its door first, and the chain after.
            media.hold_door(camera)
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
        if camera is not None:
            media.finish_live(camera, by=by)
        take_next(locked)
        audit.record("lecture:end", actor=by, thing=locked)
        tell(locked, "state")
        purge(locked)
    return made


def _hold(lecture: Lecture, began: dt.datetime, ending: Ending, *, by: Account) -> None:
    activity = lecture.activity
    if activities.standing_held(activity) is not None:
        return  # somebody has recorded it by hand already, and knows better
    record = activities.Record(
        kind=activity.kind,
        title=activity.title,
        starts_at=began,
        # One that nobody ended for weeks has to end all the same.
        ends_at=min(ending.at, began + activities.LONGEST),
        place=activity.place,
        present=queries.present(lecture) or None,
        partners=tuple(activities.partners_of(activity)),
        open=activity.open,
    )
    activities.hold_activity(activity, record, by=by)


def activity_goes(activity: activities.Activity) -> None:
    """Its activity is about to be struck: whoever says something has the thread before the chain, so this does too."""
    threads = Lecture.objects.filter(activity=activity).values_list("comments", "questions")
    remarks.hold_threads(key for pair in threads for key in pair)


def activity_called_off(activity: activities.Activity, *, by: Account) -> None:
    """Its activity was called off, or struck as never held: the room says so. What is on air has to be ended first.

    What was struck tells nobody to stay away: its day is past, and they may have been there. Unless it was recorded
    before its end and never went on air: then somebody may be on the way. In the caller's transaction.
    """
    lecture = Lecture.objects.filter(activity=activity).first()
    if lecture is None:
        return
    stood = queries.standing(lecture)
    if stood.state is State.LIVE:
        raise Conflict(_("正在直播，请先结束，再说取消的事。"))
    held = activity.helds.order_by("-pk").first()
    if held is not None:
        _strike(lecture, by=by, reason=held.struck_reason)
    if held is None or (stood.began is None and (held.ends_at or held.at) > time.now()):
        registered = list(queries.registrations(lecture))
        for one in registered:
            one.lecture = lecture
        called_off = activity.call_offs.filter(struck_at__isnull=True).first()
        notices.called_off(lecture, registered, reason=called_off.reason if called_off is not None else "")
    tell(lecture, "state")
    purge(lecture)


def _strike(lecture: Lecture, *, by: Account, reason: str) -> None:
    """It never took place: neither did it go on air, nor did anybody come or get an answer."""
    for model in _FACTS:
        standing = model.objects.standing().filter(lecture=lecture)
        standing.fill_in(struck_at=time.now(), struck_by=by, struck_reason=reason)
    remarks.close_threads([lecture.comments_id, lecture.questions_id])


def activity_recorded(activity: activities.Activity, held: activities.Held) -> None:
    """Its activity was recorded or put right, and may be called something else now, or be open no longer: pages and
    search follow. One that was struck took place after all. In the caller's transaction."""
    lecture = Lecture.objects.filter(activity=activity).first()
    if lecture is None:
        return
    before = activities.record_before(held)
    if before is not None and queries.standing(lecture).began is None:
        _bring_back(lecture, before)
        tell(lecture, "state")
    purge(lecture)


def _bring_back(lecture: Lecture, record: activities.Held) -> None:
    """What was struck with this record stands again: it went on air, ended, and they came."""
    together = activities.struck_with(record)
    for model in _FACTS:
        rows = model.objects.filter(lecture=lecture, **together).order_by("-pk")
        model.objects.bulk_create([one.anew() for one in rows], ignore_conflicts=True)
