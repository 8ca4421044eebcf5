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
        audit.guard(model, fillable={str(model._meta.get_field(name).column) for name in names}, using=using)
