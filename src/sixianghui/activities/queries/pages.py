"""What the page of an activity shows, and lists of them. Constant query counts."""

from __future__ import annotations

from dataclasses import dataclass, field

from django.db.models import Prefetch, QuerySet

from sixianghui.access.public import Person, within
from sixianghui.activities import rules
from sixianghui.activities.actions import Action
from sixianghui.activities.models import (
    Activity,
    Attendee,
    CallOff,
    Held,
    Illustration,
    Partner,
    Resolution,
    Settlement,
    Story,
)
from sixianghui.common import time
from sixianghui.directory.public import Unit
from sixianghui.media.public import may_be_published


@dataclass(frozen=True)
class Resolved:
    """A resolution with how it ended, if it has."""

    resolution: Resolution
    settlement: Settlement | None
    may_settle: bool

    @property
    def late(self) -> bool:
        """Whether its day has passed and it is still open."""
        return self.settlement is None and self.resolution.due_on < time.today()


@dataclass(frozen=True)
class ActivityPage:
    """An activity with all that is known of it, and what this reader may do."""

    activity: Activity
    state: rules.State
    held: Held | None
    struck: list[Held]
    call_off: CallOff | None
    partners: list[Partner]
    pictures: list[Illustration]
    illustrations: list[Illustration]
    resolutions: list[Resolved]
    attendees: list[Attendee]
    story: Story | None
    inside: bool
    may_record: bool
    may_correct: bool
    leaving: list[Unit] = field(default_factory=list)

    @property
    def was_struck(self) -> bool:
        """Whether it was recorded, and struck as if it had never taken place."""
        return self.state is rules.State.CALLED_OFF and bool(self.struck)

    @property
    def why_off(self) -> str:
        """Why it was called off; why its record was struck is for the organisation alone."""
        if self.call_off is None or (self.was_struck and not self.inside):
            return ""
        return self.call_off.reason

    @property
    def units(self) -> list[Unit]:
        """The organiser and its partners."""
        return [self.activity.unit, *(partner.unit for partner in self.partners)]

    @property
    def leaving_names(self) -> str:
        """The reader's units that may take themselves out."""
        return "、".join(unit.short_name for unit in self.leaving)

    @property
    def names_wanted(self) -> bool:
        """Whether the organisation may write names down: its kind asks for them, or some are there already."""
        return self.activity.kind.names_needed or bool(self.attendees)

    @property
    def tags(self) -> frozenset[str]:
        """Cache tags of what it names and shows."""
        units = (f"unit:{unit.pk}" for unit in self.units)
        # Also of those that may not be shown now: they stand there as soon as they may.
        pictures = (f"picture:{one.picture_id}" for one in self.illustrations)
        return frozenset({f"activity:{self.activity.pk}", *units, *pictures})

    @property
    def has_pictures(self) -> bool:
        """Whether there are any, fit for everybody or not."""
        return bool(self.illustrations)

    @property
    def is_over(self) -> bool:
        """Whether its time has come, so that it can be recorded."""
        return self.activity.starts_at <= time.now() + rules.EARLY


def page_of(activity: Activity, person: Person) -> ActivityPage:
    """The page of an activity for this reader, who may see it. Resolutions and names are for the organisation alone."""
    records = within(person, Action.RECORD).units
    corrects = within(person, Action.CORRECT).units
    helds = list(
        Held.objects.filter(activity=activity).select_related("kind", "quorum").order_by("recorded_at", "pk")
    )
    held = next((one for one in helds if one.stands), None)
    call_off = CallOff.objects.standing().filter(activity=activity).first()
    partners = list(
        Partner.objects.filter(activity=activity, left_at__isnull=True).select_related("unit").order_by("pk")
    )
    units = {activity.unit_id, *(partner.unit_id for partner in partners)}
    inside = bool(units & within(person, Action.SEE).units)
    state = rules.state(held=held is not None, called_off=call_off is not None)
    pictures = list(Illustration.objects.filter(activity=activity).select_related("picture"))
    # What does not take place has no pictures; its organisation takes them off, or goes on after a slip.
    shown = pictures if inside or state is not rules.State.CALLED_OFF else []
    return ActivityPage(
        activity=activity,
        state=state,
        held=held,
        struck=[one for one in helds if not one.stands],
        call_off=call_off,
        partners=partners,
        pictures=[one for one in shown if may_be_published(one.picture)],
        illustrations=pictures,
        resolutions=resolved_at(activity, records) if inside else [],
        attendees=list(_attendees(activity)) if inside and activity.unit_id in records else [],
        story=Story.objects.filter(activity=activity).select_related("page").first() if inside else None,
        inside=inside,
        may_record=activity.unit_id in records,
        may_correct=activity.unit_id in corrects,
        leaving=[partner.unit for partner in partners if partner.unit_id in records],
    )


def _attendees(activity: Activity) -> QuerySet[Attendee]:
    rows = Attendee.objects.filter(activity=activity, person__erased_at__isnull=True)
    return rows.select_related("person").order_by("person__pinyin", "pk")


def resolved_at(activity: Activity, records: frozenset[int]) -> list[Resolved]:
    """What was resolved there, the nearest day first. Two queries."""
    found = Resolution.objects.standing().filter(activity=activity).select_related("owner")
    rows = found.prefetch_related(
        Prefetch("settlements", queryset=Settlement.objects.standing(), to_attr="ended")
    ).order_by("due_on", "pk")
    return [Resolved(one, next(iter(one.ended), None), one.unit_id in records) for one in rows]
