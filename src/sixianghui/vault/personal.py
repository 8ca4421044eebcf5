"""What this room keeps: keys, and nothing about people."""

from __future__ import annotations

from sixianghui.vault.register import NOT_PERSONAL, register_model


def register() -> None:
    """Called when the app is ready."""
    register_model("vault.DataKey", {"id klass suite wrapped made_at retired_at removed_at": NOT_PERSONAL})
