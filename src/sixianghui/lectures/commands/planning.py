"""Fixing a lecture, and changing what was fixed. It is announced with its activity; calling it off is its activity's."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from sixianghui.access.public import Account, require
from sixianghui.activities import public as activities
from sixianghui.audit import public as audit
from sixianghui.common import time
from sixianghui.common.errors import Conflict, HouseError
from sixianghui.directory.public import Unit
from sixianghui.lectures import notices, queries, rules
from sixianghui.lectures.actions import Action
from sixianghui.lectures.commands.seating import fill_up
from sixianghui.lectures.commands.telling import purge, tell
from sixianghui.lectures.models import AgendaItem, Helper, Lecture, Registration
from sixianghui.lectures.rules import State
from sixianghui.media.public import Picture
from sixianghui.realtime import public as realtime
from sixianghui.remarks import public as remarks

#: The name of the places where threads of lectures hang.
PLACE = "lecture"
#: The kind of activity a lecture is.
KIND = "lecture"


@dataclass(frozen=True)
class Wanted:
    """What is fixed of a lecture. seats: None without a hall. names: who is in the hall is written down, and `why`.

    reviewed: comments are looked at before they show. lecturers, moderators: accounts that have a part without a post.
    agenda: its lines; None leaves them as they are.
    """

    title: str
    starts_at: dt.datetime
    ends_at: dt.datetime
    lecturer: str
    place: str = ""
    lecturer_line: str = ""
    intro: str = ""
    note: str = ""
    partners: tuple[Unit, ...] = ()
    open: bool = True
    seats: int | None = None
    names: bool = False
    why: str = ""
    reviewed: bool = True
    poster: Picture | None = None
    lecturers: tuple[Account, ...] = ()
    moderators: tuple[Account, ...] = ()
    agenda: tuple[str, ...] | None = None


def plan_lecture(wanted: Wanted, *, unit: Unit, by: Account) -> Lecture:
    """Fix a lecture of `unit`: its activity is announced, its room is there, its threads wait for the beginning."""
    require(by, Action.RUN, unit)
    _check(wanted)
    with transaction.atomic():
        activity = activities.plan_activity(
            unit=unit,
            kind=KIND,
            title=wanted.title,
            starts_at=wanted.starts_at,
            ends_at=wanted.ends_at,
            place=wanted.place,
            note=wanted.note,
            partners=wanted.partners,
            open=wanted.open,
            by=by,
        )
        made = Lecture(
            activity=activity,
            comments=remarks.open_thread(PLACE, unit=unit, moderation=_moderation(wanted)),
            questions=remarks.open_thread(
                PLACE, kind=remarks.Kind.QUESTIONS, unit=unit, moderation=_moderation(wanted)
            ),
        )
        _fill(made, wanted)
        audit.record("lecture:plan", actor=by, thing=made)
        purge(made)
    return made


def change_lecture(lecture: Lecture, wanted: Wanted, *, by: Account) -> Lecture:
    """Change what was fixed. Once it is on air its title, time and place stay; the rest may still be put right."""
    require(by, Action.RUN, lecture.activity)
    _check(wanted)
    with transaction.atomic():
        locked = lock(lecture)
        state = queries.standing(locked).state
        if state in {State.ENDED, State.CALLED_OFF}:
            raise Conflict(_("这堂课已经结束或者取消了，不再改。"))
        before = locked.activity
        told = (before.starts_at, before.ends_at, before.place)
        # Before the chain: who writes in a thread has it first, and the chain after.
        activities.hold(before)
        remarks.moderate_threads([locked.comments_id, locked.questions_id], _moderation(wanted))
        fixed: Wanted | activities.Activity = before if state is State.LIVE else wanted
        # Recorded by hand while it is on air, it is put right where it was recorded.
        if state is not State.LIVE or activities.standing_held(before) is None:
            locked.activity = activities.change_plan(
                before,
                kind=before.kind,
                title=fixed.title,
                starts_at=fixed.starts_at,
                ends_at=fixed.ends_at,
                place=fixed.place,
                note=wanted.note,
                partners=wanted.partners,
                open=wanted.open,
                by=by,
            )
        taken = locked.taken.count()
        if wanted.seats is not None and wanted.seats < taken:
            raise Conflict(_("已经有 %(taken)d 个座位给了人，座位不能比这更少。") % {"taken": taken})
        if wanted.seats is None and taken:
            raise Conflict(_("已经有人报了名，现场的座位不能取消。"))
        locked.changed_at = time.now()
        now = locked.activity
        if now.starts_at.astimezone(time.SHANGHAI).date() != told[0].astimezone(time.SHANGHAI).date():
            locked.reminded_at = None
        _fill(locked, wanted)
        if state is State.COMING:
            if told != (now.starts_at, now.ends_at, now.place):
                notices.changed(locked, _registered(locked), was=told[0])
            fill_up(locked)
        audit.record("lecture:change", actor=by, thing=locked)
        tell(locked, "state")
        purge(locked)
    return locked


def _registered(lecture: Lecture) -> list[Registration]:
    found = list(queries.registrations(lecture))
    for one in found:
        one.lecture = lecture
    return found


def lock(lecture: Lecture) -> Lecture:
    """The lecture as it is now, held until the transaction ends: seats, beginning and end wait for each other."""
    rows = Lecture.objects.select_for_update(of=("self",), no_key=True).select_related(
        "activity__unit", "activity__kind"
    )
    return rows.get(pk=lecture.pk)


def _check(wanted: Wanted) -> None:
    if not wanted.lecturer.strip():
        raise HouseError(_("请写谁来讲。"))
    if wanted.seats is not None and not 1 <= wanted.seats <= rules.MOST_SEATS:
        raise HouseError(
            _("座位请写 1 到 %(most)d 之间的数；只在网上讲就空着。") % {"most": rules.MOST_SEATS}
        )
    if wanted.names and not wanted.why.strip():
        raise HouseError(_("现场要记名，请写一句为什么，报名的人看得到。"))


def _moderation(wanted: Wanted) -> remarks.Moderation:
    return remarks.Moderation.BEFORE if wanted.reviewed else remarks.Moderation.AFTER


def _fill(lecture: Lecture, wanted: Wanted) -> None:
    lecture.lecturer = " ".join(wanted.lecturer.split())[: rules.LECTURER_LENGTH]
    lecture.lecturer_line = wanted.lecturer_line.strip()[: rules.LINE_LENGTH]
    lecture.intro = wanted.intro.strip()[: rules.INTRO_LENGTH]
    lecture.poster, lecture.seats = wanted.poster, wanted.seats
    lecture.names, lecture.why = (
        wanted.names,
        wanted.why.strip()[: rules.REASON_LENGTH] if wanted.names else "",
    )
    lecture.save()
    _set_helpers(lecture, Helper.Part.LECTURER, wanted.lecturers)
    _set_helpers(lecture, Helper.Part.MODERATOR, wanted.moderators)
    if wanted.agenda is not None:
        _set_agenda(lecture, wanted.agenda)


def _set_agenda(lecture: Lecture, lines: Iterable[str]) -> None:
    """Write the lines anew; a line whose words stay keeps the moment at which it was come to."""
    titles = [title for line in lines if (title := " ".join(line.split())[: rules.TITLE_LENGTH])]
    known: dict[str, list[int | None]] = {}
    for title, at in AgendaItem.objects.filter(lecture=lecture).values_list("title", "seconds"):
        known.setdefault(title, []).append(at)
    AgendaItem.objects.filter(lecture=lecture).delete()
    AgendaItem.objects.bulk_create(
        AgendaItem(
            lecture=lecture, number=number, title=title, seconds=known[title].pop(0) if known.get(title) else None
        )
        for number, title in enumerate(titles[: rules.MOST_ITEMS], 1)
    )  # fmt: skip


def _set_helpers(lecture: Lecture, part: Helper.Part, accounts: Iterable[Account]) -> None:
    wanted = {one.pk for one in accounts}
    known = Helper.objects.filter(lecture=lecture, part=part)
    gone = known.exclude(account__in=wanted)
    for account in gone.values_list("account_id", flat=True):
        realtime.recheck(account)  # from elsewhere, they may know of one that is not open no longer
    gone.delete()
    missing = wanted - set(known.values_list("account_id", flat=True))
    Helper.objects.bulk_create(Helper(lecture=lecture, account_id=one, part=part) for one in sorted(missing))
