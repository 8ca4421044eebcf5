"""What follows when somebody's posts change."""

from __future__ import annotations

from typing import Any

from sixianghui.directory.signals import appointment_changed
from sixianghui.realtime import public as realtime


def connect() -> None:
    """Listen to ourselves: an open stream is asked about anew before it gets anything more."""
    appointment_changed.connect(_appointed, dispatch_uid="directory.appointed")


def _appointed(sender: Any, account: Any, **_kwargs: Any) -> None:
    realtime.recheck(account.pk)
