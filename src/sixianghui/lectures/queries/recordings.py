"""How long recordings of lectures are kept, whose time is over, and who is told before."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.conf import settings
from django.db.models import Exists, OuterRef, Q, QuerySet

from sixianghui.access.public import GRANTS, Account
from sixianghui.common import time
from sixianghui.directory.public import Appointment
from sixianghui.lectures import rules
from sixianghui.lectures.actions import Action
from sixianghui.lectures.models import Ending, Lecture
from sixianghui.lectures.queries.lectures import lectures, standing
from sixianghui.media.public import Stream


def months_kept() -> int:
    """How many months after its end the recording of a lecture is kept."""
    return int(settings.CONFIG.recording_months)


def kept_until(row: Any) -> dt.date | None:
    """The last day of the recording of a row of `lectures`; None before its end. It is the same though the end was struck."""
    over = row.over
    if over is None and row.stream_id is not None:
        over = row.endings.order_by("-at").values_list("at", flat=True).first()
    if over is None:
        return None
    day = rules.months_after(over.astimezone(time.SHANGHAI).date(), months_kept())
    return rules.kept_last(max(day, row.kept_until or day), warned_on(row))


def warned_on(row: Any) -> dt.date | None:
    """The day on which its organisers were told that its recording goes."""
    found: dt.datetime | None = row.warned_at
    return None if found is None else found.astimezone(time.SHANGHAI).date()


def kept_anew(lecture: Lecture) -> dt.date | None:
    """Until when a recording is kept that somebody brings now: longer than the rule says, where its time was over."""
    ended = standing(lecture).ended
    today = time.today()
    if ended is None:
        return lecture.kept_until
    if rules.months_after(ended.astimezone(time.SHANGHAI).date(), months_kept()) >= today:
        return lecture.kept_until
    return max(lecture.kept_until or today, rules.months_after(today, months_kept()))


def with_recordings() -> QuerySet[Any]:
    """Lectures that ended, though it was struck, and whose recording is still there."""
    ended = Exists(Ending.objects.filter(lecture=OuterRef("pk")))
    return lectures().filter(ended, stream__isnull=False).exclude(stream__state=Stream.State.GONE)


def organisers_of(unit: int) -> list[Account]:
    """Who organises lectures of this unit and can be told: holders today of a post that may."""
    posts = [str(post) for post, grants in GRANTS.items() if any(one.action == Action.RUN for one in grants)]
    today = time.today()
    rows = Appointment.objects.filter(
        Q(until__isnull=True) | Q(until__gt=today),
        since__lte=today,
        post__in=posts,
        unit=unit,
        person__account__is_active=True,
    ).select_related("person__account")
    found = {row.person.account_id: row.person.account for row in rows.order_by("person_id")}
    return [one for one in found.values() if one is not None]
