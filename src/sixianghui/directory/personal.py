"""What this room keeps about people: the posts they hold."""

from __future__ import annotations

from sixianghui.ledger import public as ledger
from sixianghui.vault.public import NOT_PERSONAL, Class, Entry, Sees, purposes, register_model

_POST = Entry(Class.INTERNAL, purposes.ROSTER, purposes.WITH_RECORD, (Sees.SELF, Sees.UNIT, Sees.ABOVE))


def register() -> None:
    """Called when the app is ready."""
    register_model("directory.Enterprise", {"name short_name is_sample registered_at": NOT_PERSONAL})
    register_model(
        "directory.Unit",
        {
            "parent position kind name short_name slug enterprise summary": NOT_PERSONAL,
            "is_sample founded_on closed_on": NOT_PERSONAL,
        },
    )
    register_model("directory.Guidance", {**ledger.FACT, "committee ended_at": NOT_PERSONAL})
    register_model("directory.Term", {"unit began_on ends_on years rule": NOT_PERSONAL})
    register_model(
        "directory.Appointment", {"account unit post since until": _POST}, about={"account": "account_id"}
    )
