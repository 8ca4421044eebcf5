"""What follows when somebody's posts change, or the tree does."""

from __future__ import annotations

from typing import Any

from django.db.models.signals import post_delete, post_save

from sixianghui.access import public as access
from sixianghui.directory.models import Guidance, Unit
from sixianghui.directory.signals import appointment_changed
from sixianghui.realtime import public as realtime


def connect() -> None:
    """Listen to ourselves; and to the tables, since the tree changes by commands and imports alike."""
    appointment_changed.connect(_appointed, dispatch_uid="directory.appointed")
    for model in (Unit, Guidance):
        post_save.connect(_moved, sender=model, dispatch_uid=f"directory.saved.{model.__name__}")
        post_delete.connect(_moved, sender=model, dispatch_uid=f"directory.deleted.{model.__name__}")


def _appointed(sender: Any, account: Any, **_kwargs: Any) -> None:
    """An open stream is asked about anew before it gets anything more."""
    realtime.recheck(account.pk)


def _moved(**_kwargs: Any) -> None:
    """What was kept of how far posts reach is old."""
    access.reach_changed()
