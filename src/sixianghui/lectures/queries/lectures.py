"""Lectures: which ones somebody may know of, where they stand, and how many are there."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import gettext as _

from sixianghui.access.public import Person, may
from sixianghui.activities.public import visible_to as activities_visible_to
from sixianghui.common.errors import NotThere
from sixianghui.lectures import rules
from sixianghui.lectures.actions import Action
from sixianghui.lectures.models import Arrival, Broadcast, Ending, Helper, Lecture, Registration
from sixianghui.lectures.rules import State


def lectures() -> QuerySet[Any]:
    """All lectures with their activity, and where they stand: `began`, `over`, `minutes`, `off` (called off); `ends` is
    when it was to end, or to begin where whoever recorded it by hand left that out."""
    called_off = Lecture.objects.filter(
        pk=OuterRef("pk"), activity__call_offs__isnull=False, activity__call_offs__struck_at__isnull=True
    )
    ending = Ending.objects.standing().filter(lecture=OuterRef("pk"))
    return Lecture.objects.select_related(
        "activity__unit", "activity__kind", "comments", "questions", "stream", "next_stream"
    ).annotate(
        began=Subquery(Broadcast.objects.standing().filter(lecture=OuterRef("pk")).values("at")[:1]),
        over=Subquery(ending.values("at")[:1]),
        minutes=Subquery(ending.values("minutes")[:1]),
        off=Exists(called_off),
        ends=Coalesce("activity__ends_at", "activity__starts_at"),
    )


def visible_to(person: Person) -> QuerySet[Any]:
    """Lectures whose activity this person may know of: the open ones, and those within their reach; and those in which
    they have a part or have asked for seats, wherever they come from."""
    seen = Q(activity__in=activities_visible_to(person).values("pk"))
    if person.is_authenticated:
        here = {"lecture": OuterRef("pk"), "account": person.pk}
        seen |= Q(Exists(Helper.objects.filter(**here)))
        seen |= Q(Exists(Registration.objects.filter(**here, ended_at__isnull=True)))
    return lectures().filter(seen)


def lecture_for(person: Person, ref: str) -> Any:
    """The lecture at this address, as far as this person may know of it. Raises `NotThere`."""
    found = visible_to(person).filter(ref=ref).first()
    if found is None:
        raise NotThere(_("没有这堂课，或者它没有公开。"))
    return found


def address(lecture: Lecture) -> str:
    """Where it stands: before, during and after."""
    return reverse("lectures:lecture", args=[lecture.ref])


def name_of(number: int) -> str:
    """The title of a lecture, for numbers that are narrowed to it; raises `NotThere`, also for one that is not open."""
    title = (
        Lecture.objects.filter(pk=number, activity__open=True)
        .values_list("activity__title", flat=True)
        .first()
    )
    if title is None:
        raise NotThere(_("没有这堂课，或者它没有公开。"))
    return f"《{title}》"


def may_run(person: Person, lecture: Lecture) -> bool:
    """Whether somebody organises this lecture."""
    return may(person, Action.RUN, lecture.activity)


def parts_of(person: Person, lecture: Lecture) -> frozenset[str]:
    """What somebody does in this lecture; whoever organises it does everything."""
    if may_run(person, lecture):
        return frozenset(Helper.Part.values)
    if not person.is_authenticated:
        return frozenset()
    rows = Helper.objects.filter(lecture=lecture, account=person.pk)
    return frozenset(rows.values_list("part", flat=True))


@dataclass(frozen=True)
class Standing:
    """Where a lecture stands: since when it is on air, when it ended, how long it took."""

    state: State
    began: dt.datetime | None = None
    ended: dt.datetime | None = None
    minutes: int | None = None

    @property
    def live(self) -> bool:
        return self.state is State.LIVE


def standing_of(row: Any) -> Standing:
    """Where a row of `lectures` stands."""
    state = rules.state(began=row.began is not None, ended=row.over is not None, called_off=row.off)
    return Standing(state, row.began, row.over, row.minutes)


def standing(lecture: Lecture) -> Standing:
    """Where a lecture stands now. One query."""
    return standing_of(lectures().get(pk=lecture.pk))


def present(lecture: Lecture) -> int:
    """How many came through the door."""
    rows = Arrival.objects.standing().filter(lecture=lecture)
    return int(rows.aggregate(heads=Sum("heads"))["heads"] or 0)
