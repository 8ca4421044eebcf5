"""Receivers: each calls one command, or says what stands in the way."""

from __future__ import annotations

from typing import Any

from django.db import router
from django.utils.translation import gettext as _

from sixianghui.activities import commands, queries
from sixianghui.activities.models import Activity, Kind
from sixianghui.common import time
from sixianghui.common.errors import Conflict
from sixianghui.directory.public import Unit


def migrated(using: str = "default", **_signal: Any) -> None:
    """The tables are there: the kinds that come with the house are entered."""
    if router.allow_migrate_model(using, Kind):
        commands.install()


def unit_closes(unit: Unit, **_signal: Any) -> None:
    """What a unit announced would stay in the calendar, and nobody could call it off any more."""
    coming = queries.with_state(Activity.objects.filter(unit=unit, starts_at__gt=time.now()))
    first = coming.filter(was_held=False, was_called_off=False).order_by("starts_at", "pk").first()
    if first is not None:
        raise Conflict(_("还有预告了没办的“%(title)s”。请先取消。") % {"title": first.title})
