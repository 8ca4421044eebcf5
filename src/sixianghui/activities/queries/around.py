"""Reads about what stands around an activity."""

from __future__ import annotations

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from sixianghui.access.public import Person, may
from sixianghui.activities.actions import Action
from sixianghui.activities.models import Activity, Attendee, Illustration
from sixianghui.common.errors import NotThere
from sixianghui.directory.public import Person as Somebody


def illustrations_of(activity: Activity) -> QuerySet[Illustration]:
    """The pictures beside an activity, fit for the public or not."""
    return Illustration.objects.filter(activity=activity).select_related("picture")


def illustration_for(person: Person, pk: int) -> Illustration:
    """A picture of a unit for which this person records. Raises `NotThere`."""
    found = Illustration.objects.select_related("activity__unit").filter(pk=pk).first()
    if found is None or not may(person, Action.RECORD, found.activity):
        raise NotThere(_("没有这张图。"))
    return found


def names_wanted(activity: Activity) -> bool:
    """Whether names are written down: its kind asks for them, or some are there, as a lecture's door brings them."""
    return activity.kind.names_needed or Attendee.objects.filter(activity=activity).exists()


def is_named(activity: Activity, account: Person) -> bool:
    """Whether somebody is written down there."""
    return Attendee.objects.filter(activity=activity, person__account=account.pk or 0).exists()


def people_at(activity: Activity) -> list[Somebody]:
    """Those written down, also who belongs elsewhere, or has moved since."""
    rows = Attendee.objects.filter(activity=activity).select_related("person")
    return [one.person for one in rows.order_by("person__pinyin", "person_id")]
