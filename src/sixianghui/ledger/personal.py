"""What this room keeps about people: who recorded a fact, struck it, or published a figure."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from sixianghui.vault.public import NOT_PERSONAL, Declared, Holder, purposes, register_holder, register_model

#: The fields that every fact has; a room adds its own: `{**ledger.FACT, "title": NOT_PERSONAL}`.
FACT: dict[str, Declared] = {
    "actor struck_by": purposes.DONE_BY,
    "at recorded_at unit struck_at struck_reason": NOT_PERSONAL,
}


def register() -> None:
    """Called when the app is ready."""
    register_model(
        "ledger.Publication",
        {
            "figure version scope value as_of published_at digest": NOT_PERSONAL,
            "published_by": purposes.DONE_BY,
        },
    )
    register_holder(Holder("ledger", _("台账"), order=30))
