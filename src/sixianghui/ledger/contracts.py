"""What every room's facts have to keep, as functions that tests call."""

from __future__ import annotations

from django.apps import apps
from django.db.models import Q, UniqueConstraint

from sixianghui.ledger.models import Fact


def fact_models() -> list[type[Fact]]:
    """Every kind of fact of every room."""
    return [model for model in apps.get_models() if issubclass(model, Fact)]


def facts_without_uniqueness() -> list[str]:
    """The kinds of fact whose uniqueness is no database constraint on standing rows. Has to be empty."""
    return [
        model._meta.label for model in fact_models() if not any(map(_on_standing, model._meta.constraints))
    ]


def _on_standing(constraint: object) -> bool:
    if not isinstance(constraint, UniqueConstraint) or not isinstance(constraint.condition, Q):
        return False
    return (
        "struck_at__isnull",
        True,
    ) in constraint.condition.children and constraint.condition.connector == Q.AND
