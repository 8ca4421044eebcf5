"""Wagtail publishes outside our commands: each of its signals calls one."""

from __future__ import annotations

from typing import Any

from wagtail.signals import page_published, page_unpublished

from sixianghui.channel import commands
from sixianghui.directory.public import appointment_changed


def connect() -> None:
    """Listen to Wagtail."""
    page_published.connect(_published, dispatch_uid="channel.published")
    page_unpublished.connect(_unpublished, dispatch_uid="channel.unpublished")
    appointment_changed.connect(_appointed, dispatch_uid="channel.appointed")


def _published(sender: Any, instance: Any, revision: Any = None, **_kwargs: Any) -> None:
    commands.page_published(instance, by=getattr(revision, "user", None))


def _unpublished(sender: Any, instance: Any, **_kwargs: Any) -> None:
    by, reason = commands.remember(instance)
    commands.page_withdrawn(instance, by=by, reason=reason, expired=instance.expired)


def _appointed(sender: Any, account: Any, **_kwargs: Any) -> None:
    commands.derive_groups(account)
