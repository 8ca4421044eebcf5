"""Receivers: each calls one thing."""

from __future__ import annotations

from sixianghui.audit import public as audit
from sixianghui.ledger.contracts import fact_models
from sixianghui.ledger.models import STRIKE_FIELDS, Publication


def guard_tables(using: str = "default", **_: object) -> None:
    """After migrations: facts and publications are added, never edited; a fact may be struck once."""
    audit.guard(Publication, using=using)
    for model in fact_models():
        names = (*STRIKE_FIELDS, *model.filled_later)
        columns = [str(field.column) for field in model._meta.concrete_fields if field.name in names]
        audit.guard(model, fillable=columns, using=using)
