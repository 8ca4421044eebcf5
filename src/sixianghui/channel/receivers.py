"""Wagtail publishes, moves and cancels outside our commands: each of its signals calls one. So do our own."""

from __future__ import annotations

from typing import Any

from django.apps import apps
from django.db.models.signals import post_delete, post_migrate, post_save
from wagtail.models import PageViewRestriction
from wagtail.signals import page_published, page_unpublished, post_page_move, workflow_cancelled

from sixianghui.audit import public as audit
from sixianghui.channel import commands, notices
from sixianghui.channel.acting import actor
from sixianghui.channel.models import ReadMonth
from sixianghui.channel.signals import piece_corrected, piece_released, piece_returned, piece_withdrawn
from sixianghui.directory.public import appointment_changed
from sixianghui.media.public import File, Picture


def connect() -> None:
    """Listen to Wagtail."""
    page_published.connect(_published, dispatch_uid="channel.published")
    page_unpublished.connect(_unpublished, dispatch_uid="channel.unpublished")
    piece_returned.connect(_returned, dispatch_uid="channel.returned")
    piece_released.connect(_released, dispatch_uid="channel.released")
    post_page_move.connect(_moved, dispatch_uid="channel.moved")
    workflow_cancelled.connect(_cancelled, dispatch_uid="channel.cancelled")
    post_migrate.connect(_migrated, dispatch_uid="channel.migrated")
    appointment_changed.connect(_appointed, dispatch_uid="channel.appointed")
    post_save.connect(_picture_saved, sender=Picture, dispatch_uid="channel.picture")
    post_delete.connect(_picture_saved, sender=Picture, dispatch_uid="channel.picture.gone")
    post_save.connect(_file_saved, sender=File, dispatch_uid="channel.file")
    post_delete.connect(_file_saved, sender=File, dispatch_uid="channel.file.gone")
    for changed in (post_save, post_delete):
        changed.connect(_shut, sender=PageViewRestriction, dispatch_uid="channel.shut")
    piece_released.connect(_in_place, dispatch_uid="channel.relate.released")
    piece_corrected.connect(_in_place, dispatch_uid="channel.relate.corrected")
    piece_withdrawn.connect(_taken_back, dispatch_uid="channel.relate.withdrawn")
    for signal in (piece_released, piece_corrected, piece_withdrawn):
        signal.connect(_served, dispatch_uid="channel.links.served")


def _published(sender: Any, instance: Any, **_kwargs: Any) -> None:
    commands.page_published(instance, by=actor())


def _unpublished(sender: Any, instance: Any, **_kwargs: Any) -> None:
    by, reason = commands.remember(instance)
    commands.page_withdrawn(instance, by=by or actor(), reason=reason, expired=instance.expired)


def _moved(sender: Any, instance: Any, parent_page_before: Any, **_kwargs: Any) -> None:
    commands.page_moved(instance, by=actor(), came_from=parent_page_before)


def _cancelled(sender: Any, instance: Any, user: Any = None, **_kwargs: Any) -> None:
    commands.reviews_ended(instance, by=user)


def _migrated(sender: Any, using: str = "default", **_kwargs: Any) -> None:
    """What a month came to is not edited. After the last application with tables all permissions are there."""
    if sender.label == "channel":
        audit.guard(ReadMonth, using=using)
    if sender is [app for app in apps.get_app_configs() if app.models_module is not None][-1]:
        commands.refresh_groups()


def _appointed(sender: Any, account: Any, **_kwargs: Any) -> None:
    commands.derive_groups(account)


def _shut(sender: Any, instance: Any, **_kwargs: Any) -> None:
    commands.openness_changed(instance.page)


def _in_place(sender: Any, page: Any, **_kwargs: Any) -> None:
    commands.relate(page)


def _taken_back(sender: Any, page: Any, **_kwargs: Any) -> None:
    commands.unrelate(page)


def _picture_saved(sender: Any, instance: Any, created: bool = False, **_kwargs: Any) -> None:
    if not created:
        commands.picture_changed(instance.pk)


def _file_saved(sender: Any, instance: Any, created: bool = False, **_kwargs: Any) -> None:
    if not created:
        commands.file_changed(instance.pk)


def _returned(sender: Any, page: Any, review: Any, **_kwargs: Any) -> None:
    notices.returned(page, review)


def _released(sender: Any, page: Any, release: Any, **_kwargs: Any) -> None:
    notices.released(page, release)


def _served(sender: Any, page: Any, **_kwargs: Any) -> None:
    commands.end_links(page)
