"""Receivers: each calls one command."""

from __future__ import annotations

from typing import Any

from django.db import router

from sixianghui.activities import commands
from sixianghui.activities.models import Kind


def migrated(using: str = "default", **_signal: Any) -> None:
    """The tables are there: the kinds that come with the house are entered."""
    if router.allow_migrate_model(using, Kind):
        commands.install()
