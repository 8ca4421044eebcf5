"""Answers to other rooms' questions, and what follows from what they did."""

from __future__ import annotations

from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from sixianghui.access.public import Person
from sixianghui.activities.public import (
    Page,
    activity_called_off,
    activity_corrected,
    activity_goes,
    activity_held,
)
from sixianghui.lectures import commands, queries
from sixianghui.lectures.models import Lecture
from sixianghui.media.public import stream_ends, stream_flows, stream_made
from sixianghui.remarks import public as remarks


def connect() -> None:
    """Listen to activities and recordings."""
    activity_called_off.connect(_called_off, dispatch_uid="lectures.called_off")
    activity_goes.connect(_goes, dispatch_uid="lectures.goes")
    activity_held.connect(_recorded, dispatch_uid="lectures.held")
    activity_corrected.connect(_recorded, dispatch_uid="lectures.corrected")
    stream_ends.connect(_stream_ends, dispatch_uid="lectures.stream_ends")
    stream_made.connect(_stream_made, dispatch_uid="lectures.stream_made")
    stream_flows.connect(_stream_flows, dispatch_uid="lectures.stream_flows")


def _goes(sender: Any, activity: Any, **_kwargs: Any) -> None:
    commands.activity_goes(activity)


def _called_off(sender: Any, activity: Any, by: Any, **_kwargs: Any) -> None:
    commands.activity_called_off(activity, by=by)


def _recorded(sender: Any, activity: Any, held: Any, **_kwargs: Any) -> None:
    commands.activity_recorded(activity, held)


def _stream_flows(sender: Any, stream: Any, **_kwargs: Any) -> None:
    commands.picture_flows(stream)


def _stream_ends(sender: Any, stream: Any, **_kwargs: Any) -> None:
    commands.hold_lecture_of(stream)


def _stream_made(sender: Any, stream: Any, **_kwargs: Any) -> None:
    commands.picture_came(stream)


def _of_threads(threads: list[remarks.Thread]) -> list[Lecture]:
    keys = [one.pk for one in threads]
    rows = Lecture.objects.select_related("activity")
    return list(rows.filter(Q(comments__in=keys) | Q(questions__in=keys)))


def where_threads_hang(threads: list[remarks.Thread]) -> dict[int, remarks.Where]:
    """The lecture of each thread."""
    wanted = {one.pk for one in threads}
    found: dict[int, remarks.Where] = {}
    for one in _of_threads(threads):
        where = remarks.Where(one.activity.title, queries.address(one), one.activity.open)
        found.update({key: where for key in (one.comments_id, one.questions_id) if key in wanted})
    return found


def may_see_thread(person: Person, thread: remarks.Thread) -> bool:
    """Whoever may know of the lecture."""
    return queries.visible_to(person).filter(Q(comments=thread.pk) | Q(questions=thread.pk)).exists()


def may_listen(person: Person, ref: str) -> bool:
    """Whoever may know of a lecture may hear how it stands."""
    return queries.visible_to(person).filter(ref=ref).exists()


def may_watch(person: Person, ref: str) -> bool:
    """While it is on air: only then is there something to be counted."""
    found = queries.visible_to(person).filter(ref=ref).first()
    return found is not None and queries.standing_of(found).live


def may_watch_again(person: Person, ref: str) -> bool:
    """After its end, while there is a film of it."""
    found = queries.visible_to(person).filter(ref=ref).first()
    return found is not None and queries.plays_again(found, queries.standing_of(found))


def pages(activities: list[int]) -> dict[int, Page]:
    """The rooms of those of these activities that are lectures."""
    rows = Lecture.objects.filter(activity__in=activities)
    return {
        one.activity_id: Page(
            _("进直播间"),
            queries.address(one),
            reverse("lectures:changes", args=[one.ref]),
            _("直播间会写明取消了，有回放的也看不到了。"),
        )
        for one in rows
    }
