"""What follows when somebody's posts change, or the tree does."""

from __future__ import annotations

from typing import Any

from django.db.models.signals import post_delete, post_save

from sixianghui.access import public as access
from sixianghui.directory import commands, queries
from sixianghui.directory.models import Guidance, Unit
from sixianghui.directory.rules import CARD_CONSENT
from sixianghui.directory.signals import appointment_changed
from sixianghui.realtime import public as realtime
from sixianghui.vault import public as vault


def connect() -> None:
    """Listen to ourselves; and to the tables, since the tree changes by commands and imports alike."""
    appointment_changed.connect(_appointed, dispatch_uid="directory.appointed")
    access.account_opened.connect(_opened, dispatch_uid="directory.opened")
    vault.consent_changed.connect(_consented, dispatch_uid="directory.consented")
    for model in (Unit, Guidance):
        post_save.connect(_moved, sender=model, dispatch_uid=f"directory.saved.{model.__name__}")
        post_delete.connect(_moved, sender=model, dispatch_uid=f"directory.deleted.{model.__name__}")

    post_save.connect(_unit_saved, sender=Unit, dispatch_uid="directory.found")
    post_delete.connect(_unit_deleted, sender=Unit, dispatch_uid="directory.lost")


def _unit_saved(instance: Unit, raw: bool = False, **_kwargs: Any) -> None:
    """Search finds it as it is now."""
    if not raw:
        commands.unit_changed(instance)


def _unit_deleted(instance: Unit, **_kwargs: Any) -> None:
    """Search finds it no more."""
    commands.unit_gone(instance.pk)


def _appointed(sender: Any, account: Any, **_kwargs: Any) -> None:
    """An open stream is asked about anew before it gets anything more."""
    realtime.recheck(account.pk)
    person = queries.person_of(account)
    if person is not None:
        commands.purge_card(person)


def _opened(sender: Any, account: Any, by: Any, **_kwargs: Any) -> None:
    """Whoever has an account is somebody, so that a post can be asked for."""
    commands.enter_staff(account, by=by)


def _consented(sender: Any, account: int, code: str, **_kwargs: Any) -> None:
    """A card is there, or is there no more."""
    if code == CARD_CONSENT:
        commands.card_agreed(account)


def _moved(**_kwargs: Any) -> None:
    """What was kept of how far posts reach is old."""
    access.reach_changed()
    realtime.recheck_everybody()
