"""What happens in `access` and is told to the account's owner."""

from __future__ import annotations

from typing import Any

from sixianghui.notify.commands import notices


def something_guarding_changed(sender: Any, account_id: int, what: str, **more: Any) -> None:
    """A password, a second step, a link: its owner hears of it at once."""
    notices.tell_of_change(account_id, what)
