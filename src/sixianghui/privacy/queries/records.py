"""Reads about impact assessments and processing records."""

from __future__ import annotations

from django.db.models import QuerySet

from sixianghui.access.public import Person, may
from sixianghui.privacy.actions import Action
from sixianghui.privacy.models import Assessment


def assessments_of(asker: Person) -> QuerySet[Assessment]:
    """All of them for whoever answers for personal data, the newest first; for others none."""
    found = Assessment.objects.select_related("made_by")
    return found if may(asker, Action.ANSWER) else found.none()


def assessment_of(asker: Person, ref: str) -> Assessment | None:
    """One of them."""
    return assessments_of(asker).filter(ref=ref).first()
