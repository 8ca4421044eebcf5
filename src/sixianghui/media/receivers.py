"""What follows when something with bytes is saved, on whatever screen: one command."""

from __future__ import annotations

from typing import Any

from django.db.models.signals import post_save

from sixianghui.media import commands
from sixianghui.media.models import File, Panorama, Picture, Stream


def connect() -> None:
    """Listen to the tables, since Wagtail's screens save by themselves."""
    for model in (Picture, File, Panorama, Stream):
        post_save.connect(_saved, sender=model, dispatch_uid=f"media.saved.{model.__name__}")


def _saved(sender: Any, instance: Any, raw: bool = False, **_kwargs: Any) -> None:
    if not raw:
        commands.arrive(instance)
