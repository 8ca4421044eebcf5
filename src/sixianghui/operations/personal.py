"""What this room keeps about people: who pressed the button."""

from __future__ import annotations

from sixianghui.vault.public import NOT_PERSONAL, purposes, register_model


def register() -> None:
    """Called when the app is ready."""
    register_model(
        "operations.Backup",
        {
            "ref began_at ended_at stage name size verified_at": NOT_PERSONAL,
            "offsite_at fault offsite_fault contents": NOT_PERSONAL,
            "made_by": purposes.DONE_BY,
        },
    )
