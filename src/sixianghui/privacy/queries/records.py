"""Reads about impact assessments and processing records."""

from __future__ import annotations

from django.db.models import QuerySet

from sixianghui.access.public import GRANTS, Account, Person, held_by, within
from sixianghui.privacy.actions import Action
from sixianghui.privacy.models import Assessment


def assessments_of(asker: Person) -> QuerySet[Assessment]:
    """Those of the units for which somebody answers, the newest first."""
    where = within(asker, Action.ANSWER)
    found = Assessment.objects.select_related("made_by")
    return found if where.everywhere else found.filter(office_id__in=where.units)


def assessment_of(asker: Person, ref: str) -> Assessment | None:
    """One of them."""
    return assessments_of(asker).filter(ref=ref).first()


def office_of(account: Account) -> int:
    """The unit for which somebody answers for personal data. Only for whoever does."""
    return min(
        held.unit
        for held in held_by(account)
        if any(grant.action == Action.ANSWER for grant in GRANTS.get(held.post, ()))
    )
